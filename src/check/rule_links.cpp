// SPDX-License-Identifier: Apache-2.0
//
// rule_links.cpp: `overrides`, `granted_by`, and money that two sources would put on one grant.
// In: rules checked by themselves, in their order. Out: their links as indices; faults SB2065,
// SB2085 to SB2088. Never weighs conditions: what could collide is refused whatever the conditions
// say (docs/language.md §7). Tested by tests/unit/check_rules_test.cpp and
// tests/baselines/bad/sb2065*, sb2085* to sb2088*.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "check/rules.hpp"
#include "check/wording.hpp"

namespace sanbao::check {

using ir::Effect;
using ir::Index;
using ir::no_index;
using ir::RuleDoc;
using ir::RuleUse;
using ir::Word;

namespace {

class Links {
 public:
  Links(Workspace& w, const std::vector<const RuleDoc*>& docs)
      : w_(w), rules_(w.policy.rules), docs_(docs) {
    for (Index i = 0; i < rules_.size(); ++i) {
      if (rules_[i].id.empty()) continue;
      if (index_.emplace(rules_[i].id, i).second) ids_.push_back(rules_[i].id);
    }
  }

  void overrides();
  void circles();
  void granted_by();
  void money_keys();

 private:
  Index find(const Word& word) {
    const auto at = index_.find(word.text);
    if (at != index_.end()) return at->second;
    w_.faults.error("SB2085", word.span, "unknown rule " + tick(word.text),
                    both(did_you_mean(word.text, ids_), "rules are named by their `id`"));
    return no_index;
  }
  [[nodiscard]] bool grants(const RuleUse& rule, Index remedy) const {
    return std::ranges::any_of(rule.grants,
                               [&](const auto& grant) { return grant.first == remedy; });
  }
  [[nodiscard]] std::string name(Index remedy) const { return tick(w_.policy.remedies[remedy].id); }

  Workspace& w_;
  std::vector<RuleUse>& rules_;
  const std::vector<const RuleDoc*>& docs_;
  std::map<std::string_view, Index> index_;
  std::vector<std::string> ids_;
};

void Links::overrides() {
  for (Index i = 0; i < rules_.size(); ++i) {
    RuleUse& rule = rules_[i];
    if (!docs_[i]->has_grants) continue;
    for (const Word& word : docs_[i]->overrides) {
      const Index other = find(word);
      if (other == no_index) continue;
      const RuleUse& over = rules_[other];
      if (over.effect != Effect::grants) {
        w_.faults.error(
            "SB2086", word.span,
            "the rule " + tick(word.text) + " grants nothing that could be overridden",
            over.effect == Effect::excludes ? "an exclusion gives way by its own `unless`" : "");
        continue;
      }
      const bool shared = std::ranges::any_of(
          rule.grants, [&](const auto& grant) { return grants(over, grant.first); });
      if (!shared && !rule.grants.empty() && !over.grants.empty()) {
        w_.faults.error(
            "SB2086", word.span,
            "the rules " + tick(rule.id) + " and " + tick(word.text) + " grant no remedy in common",
            "a rule takes the place of another for the remedies that both grant");
        continue;
      }
      rule.overrides.push_back(other);
    }
    std::ranges::sort(rule.overrides);
    const auto twice = std::unique(rule.overrides.begin(), rule.overrides.end());
    rule.overrides.erase(twice, rule.overrides.end());
  }
}

// Depth-first without recursion: a file may chain thousands of rules.
void Links::circles() {
  enum class State : std::uint8_t { fresh, open, closed };
  std::vector<State> states(rules_.size(), State::fresh);
  for (Index root = 0; root < rules_.size(); ++root) {
    if (states[root] != State::fresh) continue;
    std::vector<std::pair<Index, std::size_t>> path{{root, 0}};
    states[root] = State::open;
    while (!path.empty()) {
      auto& [at, next] = path.back();
      if (next == rules_[at].overrides.size()) {
        states[at] = State::closed;
        path.pop_back();
        continue;
      }
      const Index to = rules_[at].overrides[next++];
      if (states[to] == State::closed) continue;
      if (states[to] == State::fresh) {
        states[to] = State::open;
        path.emplace_back(to, 0);
        continue;
      }
      std::vector<std::string> circle;
      auto from = std::ranges::find(path, to, &std::pair<Index, std::size_t>::first);
      for (; from != path.end(); ++from)
        circle.push_back(rules_[from->first].id);
      circle.push_back(rules_[to].id);
      const auto& words = docs_[at]->overrides;
      const auto word = std::ranges::find(words, rules_[to].id, &Word::text);
      w_.faults.error("SB2087", word != words.end() ? word->span : rules_[at].span,
                      circle.size() == 2 ? "the rule " + tick(circle.front()) + " overrides itself"
                                         : "rules override each other in a circle",
                      circle.size() == 2 ? "" : path_text(circle));
    }
  }
}

void Links::granted_by() {
  for (Index i = 0; i < rules_.size(); ++i) {
    RuleUse& rule = rules_[i];
    if (!docs_[i]->has_for) continue;
    for (const Word& word : docs_[i]->granted_by) {
      const Index other = find(word);
      if (other == no_index) continue;
      const bool shared = std::ranges::any_of(
          rule.remedies, [&](Index remedy) { return grants(rules_[other], remedy); });
      if (!shared && !rule.remedies.empty() &&
          !(rules_[other].effect == Effect::grants && rules_[other].grants.empty())) {
        std::vector<std::string> remedies;
        for (const Index remedy : rule.remedies)
          remedies.push_back(w_.policy.remedies[remedy].id);
        w_.faults.error("SB2088", word.span,
                        "the rule " + tick(word.text) + " does not grant " + one_of(remedies),
                        "name rules whose grants this one is added to");
        continue;
      }
      rule.granted_by.push_back(other);
    }
    std::ranges::sort(rule.granted_by);
    const auto twice = std::unique(rule.granted_by.begin(), rule.granted_by.end());
    rule.granted_by.erase(twice, rule.granted_by.end());
  }
}

void Links::money_keys() {
  struct Source {
    Index rule;
    const ir::BodyUse* body;
  };
  std::set<std::tuple<Index, Index, std::string>> told;
  const auto span_of = [&](const Source& source, std::string_view key) {
    const auto in = [&](const ir::BodyDoc& body) -> const Word* {
      for (const auto* entries : {&body.pays, &body.charges})
        for (const ir::MoneyDoc& entry : *entries)
          if (entry.key.text == key) return &entry.key;
      return nullptr;
    };
    const RuleDoc& doc = *docs_[source.rule];
    if (const Word* word = in(doc.body)) return word->span;
    for (const ir::GrantDoc& grant : doc.grants)
      if (const Word* word = in(grant.body)) return word->span;
    return rules_[source.rule].span;
  };

  for (Index remedy = 0; remedy < w_.policy.remedies.size(); ++remedy) {
    std::vector<Source> additions;
    for (Index i = 0; i < rules_.size(); ++i)
      if (rules_[i].effect == Effect::adds &&
          std::ranges::binary_search(rules_[i].remedies, remedy) &&
          !(rules_[i].body.pays.empty() && rules_[i].body.charges.empty()))
        additions.push_back({i, &rules_[i].body});
    for (Index g = 0; g < rules_.size(); ++g) {
      const auto grant =
          std::ranges::find(rules_[g].grants, remedy, &std::pair<Index, ir::BodyUse>::first);
      if (grant == rules_[g].grants.end()) continue;
      std::map<std::pair<bool, std::string_view>, Source> seen;
      const auto put = [&](const Source& source, bool pays,
                           const std::vector<ir::MoneyUse>& entries) {
        for (const ir::MoneyUse& entry : entries) {
          const auto [at, fresh] =
              seen.emplace(std::pair(pays, std::string_view(entry.key)), source);
          if (fresh || !told.emplace(at->second.rule, source.rule, entry.key).second) continue;
          w_.faults.error("SB2065", span_of(source, entry.key),
                          tick(entry.key) + " would stand twice on " + name(remedy) + " of rule " +
                              tick(rules_[g].id) + ": by rule " + tick(rules_[at->second.rule].id) +
                              " and by rule " + tick(rules_[source.rule].id),
                          "give each amount a key of its own, or limit one by `granted_by`");
        }
      };
      const auto put_both = [&](const Source& source) {
        put(source, true, source.body->pays);
        put(source, false, source.body->charges);
      };
      put_both({g, &grant->second});
      for (const Source& addition : additions) {
        const auto& by = rules_[addition.rule].granted_by;
        if (by.empty() || std::ranges::binary_search(by, g)) put_both(addition);
      }
    }
  }
}

}  // namespace

void check_rule_links(Workspace& w, const std::vector<const RuleDoc*>& docs) {
  Links links(w, docs);
  links.overrides();
  links.circles();
  links.granted_by();
  links.money_keys();
}

}  // namespace sanbao::check
