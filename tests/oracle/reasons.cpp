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

Said oracle_reason(const Rule& rule, const PolicyAnswer& answer, const Spoken& spoken,
                   Evaluator& eval) {
  Said said;
  const char* const effects[] = {"grants", "excludes", "adds"};
  put(said, "effect", effects[static_cast<int>(rule.effect)]);
  put(said, "remedies", list(rule.remedies));
  Truth holds = answer.holds.at(rule.id);
  put(said, "holds", holds == Truth::yes ? "true" : holds == Truth::no ? "false" : "null");
  put(said, "cite", list(rule.cite));
  put(said, "overridden_by", list(dropped_by(rule, answer)));
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
    // Of equal values any name is told; README.md, "Known".
    if (key.starts_with("steps.name ") && (!library.of.contains(key) || !oracle.of.contains(key)))
      continue;
    std::string a = words(library, key), b = words(oracle, key);
    if (a != b) out.push_back(place + key + ": library " + a + ", oracle " + b);
  }
}

// A decision without its reasons: it is the same however much is written of them.
std::string answer_alone(Json decision) {
  for (JsonMember& member : decision.members) {
    if (member.name != "policies") continue;
    for (Json& policy : member.value.items) {
      std::erase_if(policy.members, [](const JsonMember& one) {
        return one.name == "codes" || one.name == "reasons";
      });
    }
  }
  return write_json(decision);
}

// Whether a fact, a field of an event or a list is null.
bool is_null(const std::string& path, Evaluator& eval) {
  std::size_t bracket = path.find('['), dot = path.find('.');
  std::string list = path.substr(0, std::min(bracket, dot));
  if (bracket != std::string::npos) {
    std::size_t index = std::stoul(path.substr(bracket + 1));
    return !eval.field(list, index, path.substr(dot + 1)).why.null.empty();
  }
  if (dot != std::string::npos) return !eval.fact(path_id(path)).why.null.empty();
  Why unknown;
  return eval.list_of(list, unknown) == nullptr && !unknown.null.empty();
}

// Whether some test has conditions inside.
bool has_inner(const Expr& e) {
  return !e.inner.empty() || std::any_of(e.kids.begin(), e.kids.end(),
                                         [](const ExprPtr& kid) { return has_inner(*kid); });
}

// `not_established` names nulls alone, and some where nothing else keeps the rule open.
void check_nulls(const std::string& place, const Json& reason, const Rule& rule, Evaluator& eval,
                 std::vector<std::string>& out) {
  const Json* named = reason.find("not_established");
  for (std::size_t i = 0; named != nullptr && i < named->items.size(); ++i) {
    if (!is_null(named->items[i].text, eval))
      out.push_back(place + "not_established: " + named->items[i].text + " is no null");
  }
  Tri holds = rule.when ? eval.condition(*rule.when) : Tri::of(true);
  if (rule.unless) holds = both(holds, negated(eval.condition(*rule.unless)));
  bool open = reason.find("holds")->kind == Json::Kind::null;
  // Where a null inside a test turns out so or so, a gap may keep it open all the same.
  for (const ExprPtr& part : {rule.when, rule.unless}) {
    if (part && has_inner(*part)) return;
  }
  // A reading beyond its limit counts as null and is none.
  bool null = std::any_of(holds.why.null.begin(), holds.why.null.end(),
                          [&](int path) { return is_null(path_name(path), eval); });
  if (open && holds.is_open() && !holds.why.asks() && null && named == nullptr)
    out.push_back(place + "not_established: nothing, though only nulls keep it open");
}

}  // namespace

std::vector<std::string> reason_faults(const Json& library, const Json& codes,
                                       const Decision& oracle, const ClaimFacts& claim,
                                       const std::map<std::string, Calendar>& calendars) {
  std::vector<std::string> out;
  if (answer_alone(library) != answer_alone(codes))
    out.push_back("the answer is another with full reasons");
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
      Spoken spoken = spoken_of(policy, rule);
      Said said = oracle_reason(rule, answer, spoken, eval);
      if (left_out) said.left_out.insert({"holds", "overridden_by"});
      check_because(place + "rule " + rule.id + " ", reasons->items[i], rule, spoken, eval, out);
      check_nulls(place + "rule " + rule.id + " ", reasons->items[i], rule, eval, out);
      compare(place + "rule " + rule.id + " ", library_reason(reasons->items[i]), said, named, out);
    }
  }
  return out;
}

}  // namespace oracle
