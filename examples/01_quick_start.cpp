// SPDX-License-Identifier: Apache-2.0
//
// 01_quick_start: load a policy, read a claim, say how it is decided and why.
// In: the Hyundai policy and a claim in a file. Out: the explanation for the shop's desk, as
// examples/expected/01_quick_start.txt holds it. Run from the top of the tree; tested by ctest `example.*`.
#include <array>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "sanbao/sanbao.hpp"

int main() {
  // A policy is loaded once. What its author got wrong comes back as diagnostics, never as an exception.
  const auto rules =
      sanbao::load_rulebook_files(std::array{std::string("rules/vendors/hyundai-mp3.yaml")});
  if (!rules) {
    for (const auto& fault : rules.diagnostics())
      std::cerr << sanbao::render(fault);
    return 1;
  }

  // A claim is one JSON value: docs/records.md.
  std::ifstream file("examples/claims/hyundai-mp3/return-on-the-last-day.json", std::ios::binary);
  const std::string json{std::istreambuf_iterator<char>(file), {}};
  sanbao::Claim claim(*rules);
  sanbao::ClaimReader reader(*rules);
  if (!reader.read(json, claim)) {
    std::cerr << reader.error().path << ": " << reader.error().message << '\n';
    return 1;
  }

  const sanbao::Decision decision = sanbao::evaluate(*rules, claim);
  std::cout << sanbao::explain(decision, sanbao::Language::en);
}
