// SPDX-License-Identifier: Apache-2.0
//
// Two grants of one remedy that hold together on different money, where no `prefer` settles it: rules that
// stand close together first, each pair by the facts that its conditions ask for.
// In: a Search. Out: SB2111, one for each rule at most. Never told of a pair that no decision has shown to be
// a conflict. Tested by tests/unit/witness_test.cpp and tests/baselines/warn/sb2111-*.
#include <algorithm>
#include <optional>
#include <set>

#include "witness/search.hpp"

namespace sanbao::witness {

namespace {

constexpr int most_drafts = 4;
constexpr int most_rounds = 4;

enum class Shown : std::uint8_t { nothing, other_keys, other_sums };

struct Pair {
  const ir::RemedyPlan* remedy = nullptr;
  Index first = 0, second = 0;  ///< grants of it
};

/// What of a conflict shows that both rules are in it, on different sides.
const MoneyAnswer* side_of(const RemedyAnswer& answer, std::string_view rule) {
  for (const MoneyAnswer& side : answer.conflict)
    if (std::ranges::find(side.rules, rule) != side.rules.end()) return &side;
  return nullptr;
}

// A sum that stays open shows nobody how much is at stake.
bool is_known(const MoneyAnswer& side) {
  return !side.has_net || side.net.has_value();
}

/// `refund 1000.00 less depreciation 20.00`
std::string words(const MoneyAnswer& side) {
  std::string text;
  const auto add = [&](const MoneyLine& line, const char* joint) {
    text += (text.empty() ? "" : joint) + std::string(line.key) + " " + line.amount->to_string();
  };
  for (const MoneyLine& line : side.pays)
    add(line, " and ");
  for (const MoneyLine& line : side.charges)
    add(line, " less ");
  return text.empty() ? "no money" : text;
}

class ConflictFinder {
 public:
  explicit ConflictFinder(Search& search) : s_(search) {}

  void run() {
    const Index count = static_cast<Index>(s_.program.rules.size());
    for (Index distance = 1; distance < count; ++distance)
      for (const ir::RemedyPlan& remedy : s_.program.remedies)
        if (remedy.has_money && !look_at(remedy, distance)) return;
  }

 private:
  // Grants stand in the order of rules. False: enough was looked at.
  bool look_at(const ir::RemedyPlan& remedy, Index distance) {
    for (Index i = 0; i + distance < remedy.grants.size(); ++i) {
      const Pair pair{&remedy, i, i + distance};
      if (!s_.budget.spend(1) || s_.told >= most_told) return false;
      if (may_differ(pair)) look_at(pair);
    }
    return true;
  }

  [[nodiscard]] const ir::GrantPlan& one(const Pair& pair) const {
    return pair.remedy->grants[pair.first];
  }
  [[nodiscard]] const ir::GrantPlan& other(const Pair& pair) const {
    return pair.remedy->grants[pair.second];
  }

  [[nodiscard]] bool may_differ(const Pair& pair) {
    const ir::GrantPlan& a = one(pair);
    const ir::GrantPlan& b = other(pair);
    if (a.rule == b.rule || told_.contains(b.rule)) return false;
    const auto overrides = [](const ir::GrantPlan& under, Index over) {
      return std::ranges::find(under.overriders, over) != under.overriders.end();
    };
    if (overrides(a, b.rule) || overrides(b, a.rule)) return false;
    const auto same = [](const ir::MoneyEntry& x, const ir::MoneyEntry& y) {
      return x.charge == y.charge && x.key == y.key && x.amount == y.amount;
    };
    if (a.additions == b.additions && std::ranges::is_permutation(a.money, b.money, same))
      return false;
    return !s_.exclude_each_other(a.rule, b.rule);
  }

  // Both conditions and all that either grant needs.
  [[nodiscard]] std::vector<Goal> goals_of(const Pair& pair) const {
    std::vector<Goal> goals;
    const auto want = [&](NodeId node, bool wanted) {
      if (node != no_node) goals.push_back({node, wanted, no_index, no_index});
    };
    for (const ir::GrantPlan* grant : {&one(pair), &other(pair)})
      want(s_.program.rules[grant->rule].condition, true);
    for (const ir::GrantPlan* grant : {&one(pair), &other(pair)}) {
      for (const NodeId need : grant->needs)
        want(need, true);
      for (const Index addition : grant->additions)
        for (const NodeId need : pair.remedy->additions[addition].needs)
          want(need, true);
    }
    const auto applying = s_.goals_of_applying();
    goals.insert(goals.end(), applying.begin(), applying.end());
    return goals;
  }

  // Each time a rule stands in the way, it is wanted away.
  void look_at(const Pair& pair) {
    std::vector<Goal> goals = goals_of(pair);
    std::set<Index> away;
    for (int round = 0; round < most_rounds; ++round) {
      std::set<Index> blocking;
      if (const auto sketch = try_claims(pair, goals, blocking)) return tell(pair, *sketch);
      const std::size_t before = away.size();
      for (const Index rule : blocking)
        if (away.insert(rule).second)
          goals.push_back({s_.program.rules[rule].condition, false, no_index, no_index});
      if (away.size() == before) return;
    }
  }

  std::optional<Sketch> try_claims(const Pair& pair, const std::vector<Goal>& goals,
                                   std::set<Index>& blocking) {
    std::optional<Sketch> shown;  // the first, or the first whose sums differ
    int drafts = 0;
    s_.solver.solve(goals, true, [&](const Draft& draft) {
      const std::int64_t first = s_.first_day(draft);
      const auto days = s_.days_to_try(draft, first);
      if (days.empty()) return ++drafts >= most_drafts;
      for (const std::int64_t day : days)
        for (const bool yes : {false, true}) {
          Sketch sketch = s_.sketcher.sketch(draft, first, first + day, yes);
          for (const ir::GrantPlan* grant : {&one(pair), &other(pair)})
            for (const ir::MoneyEntry& entry : grant->money)
              s_.sketcher.want(entry.amount, sketch);
          const Shown how = shows(pair, sketch);
          if (how == Shown::other_sums || (how == Shown::other_keys && !shown))
            shown = std::move(sketch);
          if (how == Shown::other_sums || s_.budget.left < 0) return true;
        }
      if (shown) return true;
      const auto& decision =
          s_.decide(s_.sketcher.sketch(draft, first, first + days.front(), false), Detail::codes);
      for (const Index rule :
           s_.blockers(decision, *pair.remedy, {one(pair).rule, other(pair).rule}))
        blocking.insert(rule);
      return ++drafts >= most_drafts;
    });
    return shown;
  }

  Shown shows(const Pair& pair, const Sketch& sketch) {
    const RemedyAnswer* answer = s_.decide(sketch).remedy(s_.remedy_id(*pair.remedy));
    if (answer == nullptr || answer->status != Status::conflict) return Shown::nothing;
    const MoneyAnswer* a = side_of(*answer, s_.rule(one(pair).rule).id);
    const MoneyAnswer* b = side_of(*answer, s_.rule(other(pair).rule).id);
    if (a == nullptr || b == nullptr || a == b || !is_known(*a) || !is_known(*b))
      return Shown::nothing;
    return a->net == b->net ? Shown::other_keys : Shown::other_sums;
  }

  void tell(const Pair& pair, Sketch sketch) {
    const Shown how = shows(pair, sketch);
    s_.shorten(sketch, [&](const Sketch& shorter) { return shows(pair, shorter) == how; });
    const std::string& remedy = s_.remedy_id(*pair.remedy);
    const RemedyAnswer& answer = *s_.decide(sketch).remedy(remedy);
    const std::string& a = s_.rule(one(pair).rule).id;
    const std::string& b = s_.rule(other(pair).rule).id;
    s_.warn("SB2111", other(pair).rule,
            "the rules `" + a + "` and `" + b + "` can grant `" + remedy +
                "` together, on different money",
            "on the claim `" + s_.sketcher.text(sketch) + "`, `" + a + "` gives " +
                words(*side_of(answer, a)) + " and `" + b + "` gives " +
                words(*side_of(answer, b)) +
                "; add `overrides`, let the conditions exclude each other, or say "
                "`prefer: consumer`");
    told_.insert(other(pair).rule);
  }

  Search& s_;
  std::set<Index> told_;
};

}  // namespace

void find_conflicts(Search& search) {
  if (!search.program.source->prefer_consumer) ConflictFinder(search).run();
}

}  // namespace sanbao::witness
