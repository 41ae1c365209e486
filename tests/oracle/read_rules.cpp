// SPDX-License-Identifier: Apache-2.0
//
// The rules of a policy file and their order; see policy_reader.hpp. docs/language.md section 3, and section 7 under
// "Overriding" and "Order".
// In: YAML that the library accepts. Out: the rules of a Policy.
// Never reads a condition itself: read_named.cpp does.
// Tested by its comparison with the library, oracle.random.
#include <algorithm>

#include "policy_reader.hpp"

namespace oracle {

Body Reader::body(const YAML::Node& node) {
  Body out;
  if (const auto needs = node["needs"]) {
    if (needs.IsSequence()) {
      for (const auto& need : needs)
        out.needs.push_back(condition(need, ""));
    } else {
      out.needs.push_back(condition(needs, ""));
    }
  }
  auto money = [&](const char* key, std::map<std::string, ExprPtr>& into) {
    if (!node[key]) return;
    for (const auto& entry : node[key]) {
      ExprPtr amount = value(text_of(entry.second));
      p_.amount_texts[amount.get()] = text_of(entry.second);
      into[text_of(entry.first)] = amount;
    }
  };
  money("pays", out.pays);
  money("charges", out.charges);
  if (node["terms"]) {
    for (const auto& entry : node["terms"]) {
      Term term;
      term.key = text_of(entry.first);
      term.is_text = entry.second.IsMap();
      if (!term.is_text) term.value = value(text_of(entry.second));
      out.terms.push_back(std::move(term));
    }
  }
  return out;
}

void Reader::read_rule(const YAML::Node& node) {
  Rule rule;
  rule.id = text_of(node["id"]);
  rule.recalled = is_recalled(node);
  rule.cite = node["cite"] ? texts_of(node["cite"]) : std::vector<std::string>{rule.id};
  if (node["when"]) rule.when = condition(node["when"], "");
  if (node["unless"]) rule.unless = condition(node["unless"], "");
  if (node["overrides"]) {
    for (const std::string& id : texts_of(node["overrides"]))
      rule.overrides.insert(id);
  }
  std::vector<std::string> named_remedies;
  if (node["grants"]) {
    for (const auto& grant : node["grants"]) {
      rule.grants[text_of(grant.first)] = body(grant.second);
      named_remedies.push_back(text_of(grant.first));
    }
  } else if (node["excludes"]) {
    rule.effect = Rule::Effect::excludes;
    if (node["excludes"].IsScalar() && text_of(node["excludes"]) == "all") {
      rule.excludes_all = true;
      for (const std::string& remedy : p_.remedy_order) {
        if (!p_.is_paid(remedy)) named_remedies.push_back(remedy);
      }
    } else {
      named_remedies = texts_of(node["excludes"]);
    }
  } else {
    rule.effect = Rule::Effect::adds;
    named_remedies = texts_of(node["for"]);
    rule.added = body(node);
    if (node["granted_by"]) {
      auto by = texts_of(node["granted_by"]);
      rule.granted_by.insert(by.begin(), by.end());
    }
  }
  for (const std::string& remedy : p_.remedy_order) {
    if (std::find(named_remedies.begin(), named_remedies.end(), remedy) != named_remedies.end())
      rule.remedies.push_back(remedy);
  }
  p_.rules.push_back(std::move(rule));
}

void Reader::sort_rules() {
  auto place = [&](const Rule& rule) {
    return std::find(p_.clauses.begin(), p_.clauses.end(), rule.cite[0]) - p_.clauses.begin();
  };
  std::sort(p_.rules.begin(), p_.rules.end(), [&](const Rule& a, const Rule& b) {
    return place(a) != place(b) ? place(a) < place(b) : id_before(a.id, b.id);
  });
  // Overriding reaches through.
  for (bool grew = true; grew;) {
    grew = false;
    for (Rule& rule : p_.rules) {
      for (const Rule& other : p_.rules) {
        if (!rule.overrides.contains(other.id)) continue;
        for (const std::string& further : other.overrides)
          grew = rule.overrides.insert(further).second || grew;
      }
    }
  }
}

}  // namespace oracle
