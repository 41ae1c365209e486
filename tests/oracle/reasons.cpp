// SPDX-License-Identifier: Apache-2.0
//
// Full reasons, compared; see reasons.hpp. docs/records.md section 5, "Reasons".
// In: two decisions. Out: differences.
// Never compares words printed for people.
// Tested by its comparison with the library, oracle.random.
#include "reasons.hpp"

#include <algorithm>

#include "reason_parts.hpp"

namespace oracle {

namespace {

std::string list(const std::vector<std::string>& ids) {
  std::string out;
  for (const std::string& id : ids)
    out += (out.empty() ? "" : " ") + id;
  return out;
}
std::string text_of(const Json* json) {
  if (json == nullptr) return "";
  if (json->kind == Json::Kind::null) return "null";
  if (json->kind != Json::Kind::array) return json->text;
  std::vector<std::string> items;
  for (const Json& item : json->items)
    items.push_back(item.text);
  return list(items);
}

void put(Said& said, const std::string& key, const std::string& value) {
  if (!value.empty()) said.put(key, value);
}

Said library_reason(const Json& reason) {
  Said said;
  for (const char* key : {"effect", "remedies", "holds", "cite", "overridden_by"})
    put(said, key, text_of(reason.find(key)));
  library_periods(reason, said);
  library_steps(reason, said);
  library_events(reason, said);
  library_read(reason, said);
  return said;
}

// The rules that hold and drop a grant of this one, which does not fail itself.
std::vector<std::string> dropped_by(const Rule& rule, const PolicyAnswer& answer) {
  std::vector<std::string> out;
  if (answer.holds.at(rule.id) == Truth::no) return out;
  for (const Rule& other : answer.policy->rules) {
    bool share = std::any_of(rule.grants.begin(), rule.grants.end(),
                             [&](const auto& grant) { return other.grants.contains(grant.first); });
    if (share && other.overrides.contains(rule.id) && answer.holds.at(other.id) == Truth::yes)
      out.push_back(other.id);
  }
  return out;
}

Said oracle_reason(const Rule& rule, const PolicyAnswer& answer, Evaluator& eval) {
  Said said;
  const char* const effects[] = {"grants", "excludes", "adds"};
  put(said, "effect", effects[static_cast<int>(rule.effect)]);
  put(said, "remedies", list(rule.remedies));
  Truth holds = answer.holds.at(rule.id);
  put(said, "holds", holds == Truth::yes ? "true" : holds == Truth::no ? "false" : "null");
  put(said, "cite", list(rule.cite));
  put(said, "overridden_by", list(dropped_by(rule, answer)));
  Spoken spoken = spoken_of(*answer.policy, rule);
  oracle_periods(spoken, eval, said);
  oracle_steps(rule, spoken, eval, said);
  oracle_events(spoken, eval, said);
  oracle_read(rule, eval, said);
  return said;
}

std::string words(const Said& said, const std::string& key) {
  auto at = said.of.find(key);
  if (at == said.of.end()) return "nothing";
  std::string out;
  for (const std::string& value : at->second)
    out += (out.empty() ? "`" : ", `") + value + "`";
  return out;
}

void compare(const std::string& place, const Said& library, const Said& oracle,
             const std::set<std::string>& named, std::vector<std::string>& out) {
  auto skipped = [&](const std::string& key) {
    return std::any_of(oracle.left_out.begin(), oracle.left_out.end(), [&](const std::string& one) {
      return key == one || (one.ends_with('.') && key.starts_with(one));
    });
  };
  // The library tells a value that no rule of the policy speaks of where its tree is that of a figure in one; README.md,
  // "Known".
  std::set<std::string> keys;
  for (const Said* side : {&library, &oracle}) {
    for (const auto& [key, values] : side->of)
      keys.insert(key);
  }
  for (const std::string& key : keys) {
    if (skipped(key) || (key.starts_with("steps.name ") && !named.contains(key.substr(11))))
      continue;
    if (oracle.may_lack.contains(key) && !library.of.contains(key)) continue;
    std::string a = words(library, key), b = words(oracle, key);
    if (a != b) out.push_back(place + key + ": library " + a + ", oracle " + b);
  }
}

}  // namespace

std::vector<std::string> reason_faults(const Json& library, const Decision& oracle,
                                       const ClaimFacts& claim,
                                       const std::map<std::string, Calendar>& calendars) {
  std::vector<std::string> out;
  const Json* policies = library.find("policies");
  if (policies == nullptr) return out;
  for (const PolicyAnswer& answer : oracle.policies) {
    const Policy& policy = *answer.policy;
    auto here = std::find_if(policies->items.begin(), policies->items.end(), [&](const Json& one) {
      return one.at("policy") == policy.id && one.at("version") == policy.version;
    });
    std::string place = policy.id + "@" + policy.version + " ";
    const Json* reasons = here == policies->items.end() ? nullptr : here->find("reasons");
    if (reasons == nullptr) {
      if (!policy.rules.empty()) out.push_back(place + "reasons: library has none");
      continue;
    }
    std::vector<std::string> theirs, ours;
    for (const Json& reason : reasons->items)
      theirs.push_back(reason.at("rule"));
    for (const Rule& rule : policy.rules)
      ours.push_back(rule.id);
    if (theirs != ours) {
      out.push_back(place + "reasons: library " + list(theirs) + ", oracle " + list(ours));
      continue;
    }
    bool left_out = std::any_of(answer.remedies.begin(), answer.remedies.end(),
                                [](const auto& one) { return one.second.too_many; });
    std::set<std::string> named;
    for (const auto& [e, value] : policy.named_values)
      named.insert(value.name);
    Evaluator eval(policy, claim, calendars);
    for (std::size_t i = 0; i < ours.size(); ++i) {
      const Rule& rule = policy.rules[i];
      eval.place = rule.id;
      Said said = oracle_reason(rule, answer, eval);
      if (left_out) said.left_out.insert({"holds", "overridden_by"});
      compare(place + "rule " + rule.id + " ", library_reason(reasons->items[i]), said, named, out);
    }
  }
  return out;
}

}  // namespace oracle
