// SPDX-License-Identifier: Apache-2.0
//
// What missing facts do (docs/language.md §3): a decided status stays when they arrive, and what is asked for
// settles the claim, each set by some answer and no part of it by any.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "claim_facts.hpp"
#include "pair.hpp"

using namespace properties;
using sanbao::Decision;
using sanbao::Outcome;
using sanbao::Status;

namespace {

// Some of a claim's facts and lists taken out. What is null stays: a null that arrives is no value.
std::vector<std::string> hidden(Json& claim, std::uint64_t seed, std::uint64_t percent) {
  std::vector<std::string> out;
  for (const std::string& path : paths_of(claim)) {
    if (path == "claim.requests" || path == "claim.id") continue;
    if (at_path(claim, path)->kind == Json::Kind::null || hash(path, seed) % 100 >= percent)
      continue;
    // With its list a field is gone as well.
    const std::string list = path.substr(0, path.find('['));
    if (list != path && std::find(out.begin(), out.end(), list) != out.end()) continue;
    out.push_back(path);
  }
  for (const std::string& path : out)
    erase(claim, path);
  return out;
}

// The paths that a decision or one of its policies lists as assumed; a unit exchanged is whole where no component is
// named. What a policy assumes for `applies_to` alone is not listed, and so is what the policies assume where they ask for
// anything to apply.
std::set<std::string> assumed(const Decision& decision, const Policies& policies) {
  std::set<std::string> out;
  const auto add = [&](std::span<const sanbao::Assumption> list) {
    for (const auto& one : list) {
      const std::string path(one.path);
      out.insert(path);
      if (path.ends_with(".whole_unit")) out.insert(path.substr(0, path.size() - 10) + "component");
    }
  };
  add(decision.assumed());
  for (const auto& policy : decision.policies())
    add(policy.assumed);
  for (const auto& policy : policies)
    if (policy->applies_to)
      for (const auto& [path, value] : policy->assumed)
        out.insert(path);
  return out;
}

// What arrives: a list without the nulls of its events, for they are no values.
Json arriving(Json value) {
  for (Json& event : value.items)
    std::erase_if(event.members,
                  [](const JsonMember& m) { return m.value.kind == Json::Kind::null; });
  return value;
}

const sanbao::PolicyAnswer* policy_of(const Decision& decision, std::string_view id,
                                      std::string_view version) {
  for (const auto& policy : decision.policies())
    if (policy.policy == id && policy.version == version) return &policy;
  return nullptr;
}
const sanbao::RemedyAnswer* remedy_of(const sanbao::PolicyAnswer& policy, std::string_view remedy) {
  for (const auto& answer : policy.remedies)
    if (answer.remedy == remedy) return &answer;
  return nullptr;
}
Status status_of(const sanbao::RemedyAnswer* answer) {
  return answer == nullptr ? Status::unavailable : answer->status;
}

// An event without a beginning counts, one that begins after the day of judgement does not: docs/language.md §7
// "Event tests" says so, and such a day is the one value with which a status may change.
bool begins_too_late(const std::string& path, const Json& value, const Decision& decision) {
  const bool begins = path.ends_with("].on") || path.ends_with("].received_on");
  return begins && (!decision.as_of() || value.text > decision.as_of()->to_string());
}

// The day of judgement ends what goes on behind it: docs/language.md §7 "Day of judgement". What an event had said of
// its end is read as not given then, so such a day takes facts away.
bool cuts_an_event(const std::string& path, const Json& value, const Json& claim) {
  if (path != "claim.filed_on") return false;
  const std::set<std::string> days = dates_of_events(claim);
  return !days.empty() && *days.rbegin() > value.text;
}

void stays(Status before, Status after, std::string_view of) {
  RC_LOG() << of << ": " << to_string(before) << ", then " << to_string(after) << '\n';
  if (before != Status::unknown) RC_ASSERT(after == before);
}

// Each policy's own answer is given as if it applied (docs/language.md §7 "Applying"): it stays for as long as the
// policy is told.
std::size_t each_policy_stays(const Decision& first, const Decision& second) {
  std::size_t compared = 0;
  for (const auto& before : first.policies()) {
    const auto* after = policy_of(second, before.policy, before.version);
    if (after == nullptr) continue;
    for (const auto& answer : before.remedies) {
      const Status now = status_of(remedy_of(*after, answer.remedy));
      stays(answer.status, now, answer.remedy);
      if (answer.at_least) RC_ASSERT(now != Status::unavailable);
      ++compared;
    }
    for (const auto& answer : after->remedies)
      stays(status_of(remedy_of(before, answer.remedy)), answer.status, answer.remedy);
  }
  return compared;
}

bool every_amount_known(const sanbao::RemedyAnswer* answer) {
  if (answer == nullptr) return true;
  const auto known = [](const sanbao::MoneyLine& line) { return line.amount.has_value(); };
  return std::all_of(answer->pays.begin(), answer->pays.end(), known) &&
         std::all_of(answer->charges.begin(), answer->charges.end(), known);
}

bool asks(std::span<const sanbao::Ask> list, std::string_view remedy) {
  return std::any_of(list.begin(), list.end(),
                     [&](const sanbao::Ask& ask) { return ask.remedy == remedy; });
}

// Of the combined answer and of its policies each; how often a set is answered before it is given up.
// Under the sanitizers a look takes long, and few pairs are tried.
constexpr bool few_pairs = SANBAO_PROPERTY_RUNS < 100;
constexpr std::size_t most_sets = few_pairs ? 4 : 40;
constexpr int most_looks = few_pairs ? 30 : 3000;
constexpr int most_looks_at_parts = few_pairs ? 10 : 300;

// One entry of `ask`, of the decision or of one policy, put to the test by answering.
struct Entry {
  const sanbao::Rulebook& rules;
  const Json& claim;
  const Policies& policies;
  std::string remedy, policy = {}, version = {};  // of which policy; empty: of the decision
  bool about_status = false, about_amount = false, about_outcome = false;
  int looks = 0, unseen = 0;  // `unseen`: the policy did not apply, so its own answer was not told

  // What keeps it open: the status, the outcome or the amount. Where a policy may not apply and its status is known, its
  // outcome comes before its amount.
  void about(Status status, Outcome outcome, std::string_view requested) {
    about_status = remedy != "any" && status == Status::unknown;
    about_outcome = remedy == "any" || (remedy == requested && outcome == Outcome::needs_facts);
    about_amount = !about_status && !about_outcome;
  }

  // `surely`: by any reading of "settled"; else by one.
  bool settled(const Json& answered, bool surely) {
    ++looks;
    const Decision decision = decide(rules, answered);
    const auto* own = policy.empty() ? nullptr : policy_of(decision, policy, version);
    const bool outcome =
        (own != nullptr ? own->outcome : decision.outcome()) != Outcome::needs_facts;
    // A policy that is told no more does not apply, and so is settled, but has no answer.
    if (!policy.empty() && own == nullptr) {
      const bool settles = about_outcome && outcome && !surely;
      unseen += settles ? 0 : 1;
      return settles;
    }
    const auto* answer = own == nullptr ? decision.remedy(remedy) : remedy_of(*own, remedy);
    const auto list = own == nullptr ? decision.ask() : own->ask;
    const bool status = status_of(answer) != Status::unknown;
    const bool amount = every_amount_known(answer) || (!surely && !asks(list, remedy));
    if (about_outcome && surely) return outcome && (remedy == "any" || (status && amount));
    if (about_outcome) return outcome || (about_status && status);
    return status && (!about_amount || amount);
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
  std::size_t policies_compared = 0, lists_arrived = 0;
  CHECK(holds_of_pairs("facts arriving", [&](const Pair& pair) {
    const auto rules = rules_of(pair);
    const std::uint64_t seed = any_seed();
    Json full = pair.claim, less = full;
    const std::vector<std::string> out = hidden(less, seed, 5 + seed % 40);
    const Decision first = decide(rules, less, sanbao::Detail::none);
    Json more = less;
    const std::set<std::string> taken_for_granted = assumed(first, read_policies(pair.policies));
    for (const std::string& path : out) {
      const Json& value = *at_path(full, path);
      if (taken_for_granted.contains(path) || begins_too_late(path, value, first) ||
          cuts_an_event(path, value, full) || hash(path, seed + 1) % 3 == 0)
        continue;
      put(more, path, arriving(value));
      lists_arrived += path.find('.') == std::string::npos ? 1U : 0U;
    }
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
    policies_compared += each_policy_stays(first, second);
  }));
  CHECK(policies_compared > 0);
  if (!few_pairs) CHECK(lists_arrived > 0);
}

TEST_CASE("some answer to every set asked for settles it, and none to a part of it") {
  std::size_t sets_tried = 0, given_up = 0, of_policies = 0;
  CHECK(holds_of_pairs("sets asked for", [&](const Pair& pair) {
    const auto rules = rules_of(pair);
    const std::uint64_t seed = any_seed();
    Json less = pair.claim;
    hidden(less, seed, 3 + seed % 12);
    RC_LOG() << "asked about: " << oracle::write_json(less) << '\n';
    const Decision decision = decide(rules, less);
    const Policies policies = read_policies(pair.policies);
    std::size_t tried = 0;
    const auto try_set = [&](Entry entry, const std::vector<std::string>& facts) {
      ++tried;
      RC_LOG() << entry.policy << ' ' << entry.remedy << ":";
      for (const std::string& fact : facts)
        RC_LOG() << ' ' << fact;
      RC_LOG() << '\n';
      Json answered = less;
      const bool found = entry.some_answer(facts, 0, answered, false, most_looks);
      ++sets_tried;
      // Of numbers those around the literals are tried, none that has to be worked out.
      const bool every_answer =
          entry.looks < most_looks && entry.unseen == 0 &&
          std::none_of(facts.begin(), facts.end(),
                       [&](const std::string& fact) { return is_number(fact, policies); });
      given_up += found || every_answer ? 0U : 1U;
      if (every_answer) RC_ASSERT(found);
      for (std::size_t part = 1; part + 1 < std::size_t{1} << facts.size(); ++part) {
        std::vector<std::string> fewer;
        for (std::size_t i = 0; i < facts.size(); ++i)
          if ((part >> i & 1U) != 0) fewer.push_back(facts[i]);
        answered = less;
        entry.looks = 0;
        const bool enough = entry.some_answer(fewer, 0, answered, true, most_looks_at_parts);
        if (enough) RC_LOG() << "settled by less: " << oracle::write_json(answered) << '\n';
        RC_ASSERT(!enough);
      }
    };
    std::size_t left = most_sets;
    for (const auto& ask : decision.ask()) {
      Entry entry{rules, less, policies, std::string(ask.remedy)};
      entry.about(status_of(decision, ask.remedy), decision.outcome(), decision.requested());
      for (const auto& set : ask.sets) {
        if (left == 0) break;
        --left;
        try_set(entry, {set.begin(), set.end()});
      }
    }
    left = most_sets;
    for (const auto& policy : decision.policies()) {
      for (const auto& ask : policy.ask) {
        Entry entry{rules,
                    less,
                    policies,
                    std::string(ask.remedy),
                    std::string(policy.policy),
                    std::string(policy.version)};
        entry.about(status_of(remedy_of(policy, ask.remedy)), policy.outcome, decision.requested());
        for (const auto& set : ask.sets) {
          if (left == 0) break;
          --left;
          ++of_policies;
          try_set(entry, {set.begin(), set.end()});
        }
      }
    }
    RC_CLASSIFY(tried > 0);
  }));
  // A set that is given up is held to nothing.
  MESSAGE(sets_tried << " sets, " << of_policies << " of them of policies, " << given_up
                     << " given up");
  if (!few_pairs) CHECK(given_up * 10 <= sets_tried);
  if (!few_pairs) CHECK(of_policies > 0);
}
