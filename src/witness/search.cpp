// SPDX-License-Identifier: Apache-2.0
//
// See search.hpp. Tested by tests/unit/witness_test.cpp.
#include "witness/search.hpp"

#include <algorithm>

#include "base/sorted.hpp"
#include "base/source_text.hpp"
#include "sanbao/values/calendar.hpp"
#include "witness/witness.hpp"

namespace sanbao::witness {

namespace {

constexpr std::int64_t budget_of_search = 2'000'000;
constexpr std::int64_t budget_of_shortening = 1'000'000;
// A claim with much left open costs more to decide, and more for every rule.
constexpr std::int64_t cost_of_rule = 20;
constexpr std::int64_t open_claim = 15;

CivilDate usual_day(const ir::CheckedPolicy& policy) {
  constexpr unsigned month = 3;
  constexpr unsigned day = 2;
  int year = 2020;
  if (policy.calendar != nullptr)
    year = std::clamp(year, policy.calendar->first_year(), policy.calendar->last_year());
  if (policy.in_force_from) year = std::max(year, policy.in_force_from->year());
  auto usual = CivilDate::from_ymd(year, month, day);
  if (policy.in_force_from && usual && *usual < *policy.in_force_from)
    usual = CivilDate::from_ymd(year + 1, month, day);
  if (policy.in_force_until && usual && *usual > *policy.in_force_until)
    usual = policy.in_force_from ? policy.in_force_from : policy.in_force_until;
  return usual.value_or(CivilDate::first_fact());
}

}  // namespace

Search::Search(const Rulebook& of)
    : policy(of),
      program(of.ruleset().programs.front()),
      schema(of.ruleset().schema()),
      budget{budget_of_search},
      days(program, schema),
      solver(program, schema, days, budget),
      sketcher(program, schema),
      shortening_{budget_of_shortening},
      usual_first_day_(usual_day(*program.source).days_since_epoch()),
      claim_(of) {
  days.begin_on(usual_first_day_);
  for (const ir::RulePlan& rule : program.rules)
    musts_.push_back(solver.musts(rule.condition));
}

std::int64_t Search::cost_of_decision() const {
  return cost_of_rule * (10 + static_cast<std::int64_t>(program.rules.size()));
}

const Decision& Search::decide(const Sketch& sketch, Detail detail) {
  (void)budget.spend(cost_of_decision());
  sketcher.write(sketch, claim_);
  // Without a day of its own to be judged on, a claim is always decided.
  (void)evaluate(policy, claim_, {.as_of = std::nullopt, .detail = detail, .ask = false},
                 decision_);
  return decision_;
}

void Search::shorten(Sketch& sketch, const std::function<bool(const Sketch&)>& shows) {
  const auto try_without = [&](const auto& drop) {
    if (!shortening_.spend(open_claim * cost_of_decision())) return;
    Sketch shorter;
    std::ranges::copy_if(sketch, std::back_inserter(shorter),
                         [&](const Entry& entry) { return !drop(entry); });
    if (shorter.size() < sketch.size() && shows(shorter)) sketch = std::move(shorter);
  };
  const std::int64_t before = budget.left;
  try_without([](const Entry& entry) { return !entry.wanted; });
  // Whole events first, so that none is left of which half is told.
  std::vector<std::pair<Index, Index>> events;
  for (const Entry& entry : sketch)
    if (entry.event != no_index) events.emplace_back(entry.list, entry.event);
  events.erase(std::unique(events.begin(), events.end()), events.end());
  std::reverse(events.begin(), events.end());
  for (const std::pair<Index, Index>& event : events)
    try_without([&](const Entry& entry) {
      return entry.list == event.first && entry.event == event.second;
    });
  Sketch all = sketch;
  std::reverse(all.begin(), all.end());
  for (const Entry& entry : all)
    try_without([&](const Entry& other) {
      return other.list == entry.list && other.event == entry.event && other.place == entry.place;
    });
  budget.left = before;  // paid for above
}

std::int64_t Search::first_day(const Draft& draft) const {
  std::int64_t first = std::clamp(usual_first_day_, draft.first_low, draft.first_high);
  const std::int64_t low = draft.low ? std::max<std::int64_t>(draft.low->day, 0) : 0;
  if (first + low > draft.filed_high) first = draft.filed_high - low;
  if (draft.high && first + draft.high->day < draft.filed_low)
    first = draft.filed_low - draft.high->day;
  return std::clamp<std::int64_t>(first, 0, CivilDate::last_fact().days_since_epoch());
}

std::vector<std::int64_t> Search::days_to_try(const Draft& draft, std::int64_t first) const {
  std::int64_t low = draft.low ? std::max<std::int64_t>(draft.low->day, 0) : 0;
  for (const EventWish& wish : draft.events)
    low = std::max(low, wish.count - 1 + wish.days);
  low = std::max(low, draft.filed_low - first);
  // Without an end of its own, a year is long enough.
  std::int64_t high = draft.high ? draft.high->day : low + 366;
  high = std::max(low, std::min(high, draft.filed_high - first));
  std::vector<std::int64_t> tried;
  // A last day that was moved reaches beyond, at most over the longest holiday.
  for (const std::int64_t day : {low, low + 1, low + 5, low + 12, low + (high - low) / 2, high})
    if (day >= low && day <= high + (day == low ? 12 : 0) &&
        first + day <= CivilDate::last_fact().days_since_epoch())
      tried.push_back(day);
  base::sort_unique(tried);
  return tried;
}

std::vector<Goal> Search::goals_of_applying() const {
  if (program.applies_to == no_node) return {};
  return {{program.applies_to, true, no_index, no_index}};
}

std::vector<Index> Search::blockers(const Decision& decision, const ir::RemedyPlan& remedy,
                                    std::vector<Index> grants) const {
  std::vector<Index> out;
  if (decision.codes().empty()) return out;
  const auto& holds = decision.codes().front().codes.holds;
  const auto blocks = [&](Index rule) {
    return std::ranges::find(holds, std::string_view(this->rule(rule).id)) != holds.end();
  };
  std::ranges::copy_if(remedy.exclusions, std::back_inserter(out), blocks);
  for (const ir::GrantPlan& grant : remedy.grants)
    if (std::ranges::find(grants, grant.rule) != grants.end())
      std::ranges::copy_if(grant.overriders, std::back_inserter(out), blocks);
  return out;
}

bool Search::exclude_each_other(Index rule, Index other) {
  // Both are sorted by what they speak of.
  auto a = musts_[rule].begin();
  auto b = musts_[other].begin();
  while (a != musts_[rule].end() && b != musts_[other].end()) {
    if (a->first == b->first && a->second != b->second) return true;
    *a < *b ? ++a : ++b;
  }
  return false;
}

const std::string& Search::remedy_id(const ir::RemedyPlan& remedy) const {
  return policy.ruleset().remedies[remedy.remedy].id;
}

void Search::warn(std::string_view code, Index index, std::string message, std::string help) {
  const ir::CheckedPolicy& source = *program.source;
  Diagnostic warning{Severity::warning,  std::string(code), source.file, rule(index).span,
                     std::move(message), std::move(help),   {}};
  if (source.tree != nullptr && warning.span.line > 0)
    warning.source_line = base::SourceText(source.tree->bytes).line(warning.span.line);
  found.push_back(std::move(warning));
  ++told;
}

std::vector<Diagnostic> look(const Rulebook& policy) {
  Search search(policy);
  for (const auto find : {find_conflicts, find_gaps}) {
    search.budget = {budget_of_search};
    search.told = 0;
    find(search);
  }
  return std::move(search.found);
}

}  // namespace sanbao::witness
