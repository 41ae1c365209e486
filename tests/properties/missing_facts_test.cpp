// SPDX-License-Identifier: Apache-2.0
//
// What missing facts do (docs/language.md §3): a decided status stays when they arrive, and what is asked for
// settles the claim, each set by some answer and no part of it by any.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "claim_facts.hpp"
#include "pair.hpp"

using namespace properties;
using sanbao::Decision;
using sanbao::Outcome;
using sanbao::Status;

namespace {

// Some of a claim's facts taken out. What is null stays: a null that arrives is no value.
std::vector<std::string> hidden(Json& claim, std::uint64_t seed, std::uint64_t percent) {
  std::vector<std::string> out;
  for (const std::string& path : paths_of(claim)) {
    if (path == "claim.requests" || path == "claim.id") continue;
    if (at_path(claim, path)->kind == Json::Kind::null || hash(path, seed) % 100 >= percent)
      continue;
    out.push_back(path);
  }
  for (const std::string& path : out)
    erase(claim, path);
  return out;
}

// The paths that a decision lists as assumed; a unit exchanged is whole where no component is named.
std::set<std::string> assumed(const Decision& decision) {
  std::set<std::string> out;
  for (const auto& one : decision.assumed()) {
    const std::string path(one.path);
    out.insert(path);
    if (path.ends_with(".whole_unit")) out.insert(path.substr(0, path.size() - 10) + "component");
  }
  return out;
}

// An event without a beginning counts, one that begins after the day of judgement does not: docs/language.md §7
// "Event tests" says so, and such a day is the one value with which a status may change.
bool begins_too_late(const std::string& path, const Json& value, const Decision& decision) {
  const bool begins = path.ends_with("].on") || path.ends_with("].received_on");
  return begins && (!decision.as_of() || value.text > decision.as_of()->to_string());
}

void stays(Status before, Status after, std::string_view of) {
  RC_LOG() << of << ": " << to_string(before) << ", then " << to_string(after) << '\n';
  if (before != Status::unknown) RC_ASSERT(after == before);
}

bool every_amount_known(const Decision& decision, std::string_view remedy) {
  const auto* answer = decision.remedy(remedy);
  if (answer == nullptr) return true;
  const auto known = [](const sanbao::MoneyLine& line) { return line.amount.has_value(); };
  return std::all_of(answer->pays.begin(), answer->pays.end(), known) &&
         std::all_of(answer->charges.begin(), answer->charges.end(), known);
}

bool asks(const Decision& decision, std::string_view remedy) {
  return std::any_of(decision.ask().begin(), decision.ask().end(),
                     [&](const sanbao::Ask& ask) { return ask.remedy == remedy; });
}

// One entry of `ask`, put to the test by answering.
struct Entry {
  const sanbao::Rulebook& rules;
  const Json& claim;
  const Policies& policies;
  std::string remedy;
  bool about_amount = false, about_outcome = false;
  int looks = 0;

  // `surely`: by any reading of "settled"; else by one.
  bool settled(const Json& answered, bool surely) {
    ++looks;
    const Decision decision = decide(rules, answered);
    const bool status = status_of(decision, remedy) != Status::unknown;
    const bool outcome = decision.outcome() != Outcome::needs_facts;
    if (about_outcome) return surely ? outcome && (status || remedy == "any") : outcome || status;
    if (!about_amount) return status;
    return status && (every_amount_known(decision, remedy) || (!surely && !asks(decision, remedy)));
  }

  // Whether some answer to the facts from `at` on settles it; gives up after so many looks.
  bool some_answer(const std::vector<std::string>& set, std::size_t at, Json& answered, bool surely,
                   int most) {
    if (at == set.size()) return settled(answered, surely);
    for (const Json& value : values_for(set[at], policies, answered)) {
      if (looks >= most) return false;
      Json with = answered;
      put(with, set[at], value);
      if (!read(rules, oracle::write_json(with))) continue;
      if (some_answer(set, at + 1, with, surely, most)) {
        answered = with;
        return true;
      }
    }
    return false;
  }
};

}  // namespace

TEST_CASE("a decided status stays when missing facts arrive") {
  CHECK(holds_of_pairs("facts arriving", [](const Pair& pair) {
    const auto rules = rules_of(pair);
    const std::uint64_t seed = any_seed();
    Json full = pair.claim, less = full;
    const std::vector<std::string> out = hidden(less, seed, 5 + seed % 40);
    const Decision first = decide(rules, less, sanbao::Detail::none);
    Json more = less;
    const std::set<std::string> taken_for_granted = assumed(first);
    for (const std::string& path : out)
      if (const Json& value = *at_path(full, path); !taken_for_granted.contains(path) &&
                                                    !begins_too_late(path, value, first) &&
                                                    hash(path, seed + 1) % 3 > 0)
        put(more, path, value);
    const Decision second = decide(rules, more, sanbao::Detail::none);
    RC_LOG() << "less: " << oracle::write_json(less) << "\nmore: " << oracle::write_json(more)
             << '\n';
    if (first.outcome() == Outcome::not_covered)
      RC_ASSERT(second.outcome() == Outcome::not_covered);
    for (const auto& answer : first.remedies()) {
      stays(answer.status, status_of(second, answer.remedy), answer.remedy);
      if (answer.at_least) RC_ASSERT(status_of(second, answer.remedy) != Status::unavailable);
    }
    // What is not listed is unavailable, too.
    for (const auto& answer : second.remedies())
      stays(status_of(first, answer.remedy), answer.status, answer.remedy);
  }));
}

TEST_CASE("some answer to every set asked for settles it, and none to a part of it") {
  CHECK(holds_of_pairs("sets asked for", [](const Pair& pair) {
    const auto rules = rules_of(pair);
    const std::uint64_t seed = any_seed();
    Json less = pair.claim;
    hidden(less, seed, 3 + seed % 12);
    RC_LOG() << "asked about: " << oracle::write_json(less) << '\n';
    const Decision decision = decide(rules, less);
    const Policies policies = read_policies(pair.policies);
    std::size_t tried = 0;
    for (const auto& ask : decision.ask()) {
      for (const auto& set : ask.sets) {
        if (++tried > 4) return;
        Entry entry{rules, less, policies, std::string(ask.remedy), false, false, 0};
        entry.about_amount =
            ask.remedy != "any" && status_of(decision, ask.remedy) != Status::unknown;
        entry.about_outcome = ask.remedy == "any" || ask.remedy == decision.requested();
        entry.about_outcome = entry.about_outcome && !entry.about_amount;
        const std::vector<std::string> facts(set.begin(), set.end());
        RC_LOG() << ask.remedy << ":";
        for (const std::string& fact : facts)
          RC_LOG() << ' ' << fact;
        RC_LOG() << '\n';
        Json answered = less;
        const bool found = entry.some_answer(facts, 0, answered, false, 3000);
        if (entry.looks < 3000) RC_ASSERT(found);
        for (std::size_t part = 1; part + 1 < std::size_t{1} << facts.size(); ++part) {
          std::vector<std::string> fewer;
          for (std::size_t i = 0; i < facts.size(); ++i)
            if ((part >> i & 1U) != 0) fewer.push_back(facts[i]);
          answered = less;
          entry.looks = 0;
          const bool enough = entry.some_answer(fewer, 0, answered, true, 300);
          if (enough) RC_LOG() << "settled by less: " << oracle::write_json(answered) << '\n';
          RC_ASSERT(!enough);
        }
      }
    }
    RC_CLASSIFY(tried > 0);
  }));
}
