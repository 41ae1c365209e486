// SPDX-License-Identifier: Apache-2.0
//
// 04_threads: one rulebook, several threads; each keeps its own reader, claim and decision.
// In: the claims of examples/claims. Out: a line for each claim in the order of the file, whatever thread
// decided it, as examples/expected/04_threads.txt holds it. Run from the top of the tree; tested by ctest
// `example.*`.
#include <array>
#include <atomic>
#include <cstddef>
#include <fstream>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include "sanbao/sanbao.hpp"

namespace {

// A rulebook does not change and is shared freely. Everything else belongs to the thread that made it.
void work(const sanbao::Rulebook& rules, const std::vector<std::string>& claims,
          std::vector<std::string>& answers, std::atomic<std::size_t>& next) {
  sanbao::ClaimReader reader(rules);
  sanbao::Claim claim(rules);
  sanbao::Decision decision;
  const sanbao::EvaluateOptions options{.as_of = {}, .detail = sanbao::Detail::codes};

  for (std::size_t i = next++; i < claims.size(); i = next++) {
    if (!reader.read(claims[i], claim)) {
      answers[i] = reader.error().claim_id + ": " + reader.error().message;
      continue;
    }
    if (!sanbao::evaluate(rules, claim, options, decision)) continue;
    answers[i] = std::string(decision.claim_id().value_or("no number")) + ": " +
                 std::string(decision.requested()) + ", " +
                 std::string(sanbao::to_string(decision.outcome()));
    // Of the codes: the rules that hold.
    for (const auto& policy : decision.codes())
      for (const auto rule : policy.codes.holds)
        answers[i] += ' ' + std::string(rule);
  }
}

}  // namespace

int main() {
  const auto rules =
      sanbao::load_rulebook_files(std::array{std::string("rules/vendors/hyundai-mp3.yaml")});
  if (!rules) {
    for (const auto& fault : rules.diagnostics())
      std::cerr << sanbao::render(fault);
    return 1;
  }

  std::vector<std::string> claims;
  std::ifstream file("examples/claims/hyundai-mp3/claims.jsonl", std::ios::binary);
  for (std::string line; std::getline(file, line);)
    claims.push_back(line);

  std::vector<std::string> answers(claims.size());
  std::atomic<std::size_t> next{0};
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] { work(*rules, claims, answers, next); });
  threads.clear();  // joins them

  for (const auto& answer : answers)
    std::cout << answer << '\n';
}
