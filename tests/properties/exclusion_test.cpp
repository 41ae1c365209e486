// SPDX-License-Identifier: Apache-2.0
//
// One more exclusion opens nothing (docs/language.md §3 "Status of a remedy"), whatever is missing or null.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "pair.hpp"

using namespace properties;
using sanbao::Status;

namespace {

// What the policy already asks in its rules and conditions, so that the exclusion often meets the grants.
Json some_condition(Json& policy, oracle::Random& random) {
  std::vector<Json> all;
  if (const Json* conditions = find(policy, "conditions"))
    for (const auto& member : conditions->members)
      all.push_back(member.value);
  if (Json* rules = find(policy, "rules"))
    for (Json& rule : rules->items)
      for (const char* key : {"when", "unless"})
        if (const Json* condition = find(rule, key)) all.push_back(*condition);
  for (const char* fact : {"fault.confirmed", "goods.intact", "stock.same_model"})
    all.push_back(read_yaml(fact));
  return random.of(all);
}

std::vector<std::string> granted(Json& policy) {
  std::vector<std::string> out;
  if (Json* rules = find(policy, "rules"))
    for (Json& rule : rules->items)
      if (const Json* grants = find(rule, "grants"))
        for (const auto& member : grants->members)
          out.push_back(member.name);
  return out;
}

}  // namespace

TEST_CASE("one more exclusion makes no remedy available, and none that was out comes back") {
  CHECK(holds_of_pairs("an exclusion added", [](const Pair& pair) {
    const auto rules = rules_of(pair);
    oracle::Random random(any_seed());
    std::vector<Json> more = pair.policies;
    Json& policy = more[random.below(more.size())];
    const auto remedies = granted(policy);
    RC_PRE(!remedies.empty());
    Json rule = read_yaml("{id: Z9, title: {zh: 又, en: One more}}");
    rule.members.push_back({"when", some_condition(policy, random)});
    rule.members.push_back({"excludes", random.chance(40)
                                            ? read_yaml("all")
                                            : read_yaml("[" + random.of(remedies) + "]")});
    if (Json* clauses = find(policy, "clauses")) clauses->items.push_back(read_yaml("Z9"));
    find(policy, "rules")->items.push_back(rule);
    const auto others = load(more);
    RC_PRE(others.has_value());
    RC_LOG() << write_yaml(rule) << '\n';
    const auto before = decide(rules, pair.claim), after = decide(*others, pair.claim);
    bool worse = false;
    for (const auto& answer : before.remedies()) {
      const Status now = status_of(after, answer.remedy);
      RC_LOG() << answer.remedy << ": " << to_string(answer.status) << ", then " << to_string(now)
               << '\n';
      if (answer.status == Status::unavailable) RC_ASSERT(now == Status::unavailable);
      if (now == Status::available) RC_ASSERT(answer.status == Status::available);
      worse = worse || now != answer.status;
    }
    for (const auto& answer : after.remedies())
      if (answer.status == Status::available)
        RC_ASSERT(status_of(before, answer.remedy) == Status::available);
    RC_CLASSIFY(worse);
  }));
}
