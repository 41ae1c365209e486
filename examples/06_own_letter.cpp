// SPDX-License-Identifier: Apache-2.0
//
// 06_own_letter: a letter of the shop's own, written from the reasons of a decision.
// In: the Hyundai policy and a claim for a return less depreciation. Out: a letter with the clauses, the
// period, the repairs and the arithmetic, as examples/expected/06_own_letter.txt holds it. Never decides
// anything itself: every number in it is read. Run from the top of the tree; tested by ctest `example.*`.
#include <array>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "sanbao/sanbao.hpp"

namespace {

void write_period(const sanbao::PeriodReading& period) {
  if (!period.begun || !period.first) return;
  std::cout << "    " << period.title.en << " from " << period.first->to_string();
  if (period.last) std::cout << " to " << period.last->to_string();
  // The move out of a holiday is told where there was one.
  if (period.last_unrolled && period.last && *period.last_unrolled != *period.last)
    std::cout << " (moved from " << period.last_unrolled->to_string() << ')';
  if (period.days_left) std::cout << ", " << *period.days_left << " days left";
  if (period.days_late) std::cout << ", over since " << *period.days_late << " days";
  std::cout << '\n';
}

void write_events(const sanbao::EventReading& test) {
  if (test.holds != true) return;  // only what speaks for the claim
  for (const auto& event : test.items) {
    if (event.counted != sanbao::EventItem::Counted::yes || !event.begin) continue;
    std::cout << "    " << test.list_name.en << " from " << event.begin->to_string() << " to "
              << (event.end ? event.end->to_string() : std::string("today")) << '\n';
  }
}

void write_step(const sanbao::Step& step) {
  std::cout << "    " << (step.title.en.empty() ? step.name : step.title.en);
  if (step.from && step.to) {
    std::cout << ": " << step.days_between << " days from " << step.from->to_string() << " to "
              << step.to->to_string();
    for (const auto& interval : step.taken_off)
      std::cout << ", less " << interval.days;
  } else {
    std::cout << ": " << step.text;
  }
  // What a value is depends on its kind; null where a missing fact keeps it open.
  if (step.value.kind == sanbao::Value::Kind::days)
    std::cout << " = " << step.value.number << " days";
  if (step.value.kind == sanbao::Value::Kind::money && step.value.currency)
    std::cout << " = " << sanbao::Money::minor(step.value.number, *step.value.currency).to_string();
  std::cout << '\n';
}

void write_lines(std::string_view word, std::span<const sanbao::MoneyLine> lines) {
  for (const auto& line : lines)
    std::cout << "  " << word << ' ' << line.name.en << ": "
              << (line.amount ? line.amount->to_string() : std::string("open")) << '\n';
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
  std::ifstream file("examples/claims/hyundai-mp3/return-less-depreciation.json", std::ios::binary);
  const std::string json{std::istreambuf_iterator<char>(file), {}};
  sanbao::Claim claim(*rules);
  sanbao::ClaimReader reader(*rules);
  if (!reader.read(json, claim)) {
    std::cerr << reader.error().path << ": " << reader.error().message << '\n';
    return 1;
  }
  const sanbao::Decision decision = sanbao::evaluate(*rules, claim);  // with all reasons

  std::cout << "Your claim " << decision.claim_id().value_or("") << " for a "
            << decision.requested_name().en << ": " << sanbao::to_string(decision.outcome())
            << ".\n\n";
  const sanbao::RemedyAnswer* answer = decision.remedy(decision.requested());
  if (answer == nullptr) return 0;
  write_lines("we pay", answer->pays);
  write_lines("you bear", answer->charges);
  if (answer->net) std::cout << "  in all: " << answer->net->to_string() << '\n';

  // The reasons: of the policy whose answer counts, the rules that this remedy rests on.
  for (const auto& policy : decision.policies()) {
    if (policy.policy != answer->policy) continue;
    std::cout << "\nUnder " << policy.title.en << ", version " << policy.version << ":\n";
    for (const auto& reason : policy.reasons) {
      bool rests_on = false;
      for (const auto rule : answer->rules)
        rests_on = rests_on || rule == reason.rule;
      if (!rests_on) continue;
      std::cout << "  clause";
      for (const auto clause : reason.cites)
        std::cout << ' ' << clause;
      std::cout << ", " << reason.title.en << '\n';
      for (const auto& period : reason.periods)
        write_period(period);
      for (const auto& test : reason.events)
        write_events(test);
      for (const auto& step : reason.steps)
        write_step(step);
    }
  }

  // What the policy took for granted, because the record says nothing.
  std::cout << "\nTell us if one of these is not so:\n";
  for (const auto& assumed : decision.assumed()) {
    if (assumed.value.kind != sanbao::Value::Kind::boolean) continue;
    std::cout << "  " << assumed.name.en << ": " << (assumed.value.number != 0 ? "yes" : "no")
              << '\n';
  }
}
