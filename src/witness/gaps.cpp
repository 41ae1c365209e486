// SPDX-License-Identifier: Apache-2.0
//
// A day between two periods on which nothing is decided: a claim on an earlier day is granted by one rule, on
// a later day by another, and on the day between no rule grants or excludes what they grant.
// In: a Search. Out: SB2112, one for each hole. Only of days counted from the same fact, with everything else
// the same on the three days; never told where only some first days have the hole, as around a holiday.
// Tested by tests/unit/witness_test.cpp and tests/baselines/warn/sb2112-*.
#include <algorithm>
#include <optional>
#include <set>
#include <span>
#include <tuple>

#include "witness/search.hpp"

namespace sanbao::witness {

namespace {

constexpr int most_spans_of_rule = 4;
constexpr int most_rounds = 4;
// First days that are tried beside the usual one: every day of the week, weeks apart.
constexpr int first_days = 7;
constexpr std::int64_t days_apart = 17;
// How far a day is looked for around where it is reckoned to be.
constexpr std::int64_t reach = 15;

/// The days on which one rule may grant, as its conditions say it in one way.
struct Span {
  Index rule = 0;
  DayEnd low, high;
  bool has_low = false, has_high = false;
};

struct Hole {
  std::int64_t before = 0, day = 0, after = 0;  ///< from the first day
};

class GapFinder {
 public:
  explicit GapFinder(Search& search) : s_(search) {}

  void run() {
    collect();
    // Close rules first, as for conflicts.
    const Index count = static_cast<Index>(s_.program.rules.size());
    for (Index distance = 0; distance < count; ++distance)
      for (const Span& early : ends_)
        for (const Index rule : {early.rule + distance, early.rule - distance}) {
          if (rule >= count || begins_of_[rule].empty()) continue;
          for (const Span& late : begins_of_[rule]) {
            if (!s_.budget.spend(1) || s_.told >= most_told) return;
            if (leaves_room(early, late)) look_at(early, late);
          }
          if (distance == 0) break;
        }
  }

 private:
  void collect() {
    begins_of_.resize(s_.program.rules.size());
    for (Index rule = 0; rule < s_.program.rules.size(); ++rule) {
      if (s_.rule(rule).effect != ir::Effect::grants || s_.budget.left < 0) continue;
      int spans = 0;
      s_.solver.solve({{s_.program.rules[rule].condition, true, no_index, no_index}}, true,
                      [&](const Draft& draft) {
                        const Span span{rule, draft.low.value_or(DayEnd{}),
                                        draft.high.value_or(DayEnd{}), draft.low.has_value(),
                                        draft.high.has_value()};
                        if (span.has_high) ends_.push_back(span);
                        if (span.has_low) begins_of_[rule].push_back(span);
                        return ++spans >= most_spans_of_rule;
                      });
    }
  }

  [[nodiscard]] bool leaves_room(const Span& early, const Span& late) {
    return early.high.root != no_index && early.high.root == late.low.root &&
           early.high.day + 1 < late.low.day && late.low.day > 0 &&
           !s_.exclude_each_other(early.rule, late.rule);
  }

  // What both grant; else all that either grants, so that the day must lack everything.
  [[nodiscard]] std::vector<Index> shared(Index a, Index b) const {
    std::vector<Index> both;
    for (const auto& [remedy, unused] : s_.rule(a).grants)
      if (std::ranges::any_of(s_.rule(b).grants,
                              [&, r = remedy](const auto& grant) { return grant.first == r; }))
        both.push_back(remedy);
    return both;
  }

  void look_at(const Span& early, const Span& late) {
    // Rules that grant nothing in common leave each other's time alone; they are looked at together only
    // where a claim for the one would expect the other.
    std::vector<Goal> goals{{s_.program.rules[early.rule].condition, true, no_index, no_index}};
    if (late.rule != early.rule)
      goals.push_back({s_.program.rules[late.rule].condition, true, no_index, no_index});
    const auto applying = s_.goals_of_applying();
    goals.insert(goals.end(), applying.begin(), applying.end());
    std::vector<std::string> left = remedies_of(early.rule, late.rule);
    while (!left.empty()) {
      const std::string remedy = left.front();
      left.erase(left.begin());
      const auto facts = facts_for(goals, early, remedy);
      if (!facts) continue;
      const auto hole = find_hole(*facts, s_.first_day(*facts), early, late, remedy);
      if (!hole || told_.contains({remedy, hole->before, hole->day})) continue;
      int as_well = 0;
      for (int i = 1; i < first_days; ++i)
        if (find_hole(*facts, s_.first_day(*facts) + i * days_apart, early, late, remedy))
          ++as_well;
      if (as_well * 2 < first_days - 1) continue;
      // Other remedies that lack the same day of the same claim are told with it.
      const Sketch sketch = sketch_of(*facts, *hole);
      std::vector<std::string> all{remedy};
      std::erase_if(left, [&](const std::string& other) {
        if (!shows(sketch, *hole, {&other, 1})) return false;
        all.push_back(other);
        return true;
      });
      for (const std::string& one : all)
        told_.emplace(one, hole->before, hole->day);
      tell(sketch, *hole, early, late, all);
    }
  }

  // Facts by which the earlier rule grants on its last day; whatever excludes there is wanted away.
  std::optional<Draft> facts_for(std::vector<Goal> goals, const Span& early,
                                 const std::string& remedy) {
    std::set<Index> away;
    for (int round = 0; round < most_rounds; ++round) {
      std::optional<Draft> facts;
      s_.solver.solve(goals, false, [&](const Draft& draft) {
        facts = draft;
        return true;
      });
      if (!facts) return std::nullopt;
      const std::int64_t first = s_.first_day(*facts);
      const Sketch sketch = s_.sketcher.sketch(
          *facts, first, first + std::max<std::int64_t>(early.high.day, 0), false);
      if (day_of(sketch, remedy) == Day::granted) return facts;
      const std::size_t before = away.size();
      const Decision& decision = s_.decide(sketch, Detail::codes);
      for (const ir::RemedyPlan& plan : s_.program.remedies)
        if (remedy.empty() || s_.remedy_id(plan) == remedy)
          for (const Index rule : s_.blockers(decision, plan, {early.rule}))
            if (away.insert(rule).second)
              goals.push_back({s_.program.rules[rule].condition, false, no_index, no_index});
      if (away.size() == before) return std::nullopt;
    }
    return std::nullopt;
  }

  // Every remedy apart; where they have none in common, an empty name for all of them together.
  [[nodiscard]] std::vector<std::string> remedies_of(Index a, Index b) const {
    std::vector<std::string> names;
    for (const Index remedy : shared(a, b))
      names.push_back(s_.program.source->remedies[remedy].id);
    if (names.empty()) names.emplace_back();
    return names;
  }

  enum class Day : std::uint8_t { granted, nothing, other };

  Day day_of(const Sketch& sketch, const std::string& remedy) {
    const Decision& decision = s_.decide(sketch);
    Day day = Day::nothing;
    const auto look = [&](const RemedyAnswer& answer) {
      if (answer.status == Status::unknown || !answer.excluded_by.empty()) {
        day = Day::other;
      } else if (answer.status != Status::unavailable && day == Day::nothing) {
        day = Day::granted;
      }
    };
    if (decision.policies().empty()) return Day::other;
    if (remedy.empty()) {
      for (const RemedyAnswer& answer : decision.remedies())
        if (!answer.side) look(answer);
    } else if (const RemedyAnswer* answer = decision.remedy(remedy)) {
      look(*answer);
    }
    return day;
  }

  Day day_of(const Draft& facts, std::int64_t first, std::int64_t day, const std::string& remedy) {
    return day_of(s_.sketcher.sketch(facts, first, first + day, false), remedy);
  }

  std::optional<Hole> find_hole(const Draft& facts, std::int64_t first, const Span& early,
                                const Span& late, const std::string& remedy) {
    Hole hole;
    if (first + late.low.day + reach > CivilDate::last_fact().days_since_epoch())
      return std::nullopt;
    // The last day that is granted before the hole, and the day behind it.
    const std::int64_t from = std::max<std::int64_t>(early.high.day, 0);
    std::int64_t day = from;
    if (day_of(facts, first, day, remedy) != Day::granted) return std::nullopt;
    const std::int64_t end = std::min(early.high.day + reach, late.low.day + reach);
    while (day < end && day_of(facts, first, day + 1, remedy) == Day::granted)
      ++day;
    hole.before = day;
    hole.day = day + 1;
    if (day_of(facts, first, hole.day, remedy) != Day::nothing) return std::nullopt;
    // The next day that is granted again, close to where the later rule is reckoned to begin.
    std::int64_t again = std::max(hole.day + 1, late.low.day - reach);
    while (again <= late.low.day + reach && day_of(facts, first, again, remedy) != Day::granted)
      ++again;
    if (again > late.low.day + reach) return std::nullopt;
    hole.after = again;
    return hole;
  }

  [[nodiscard]] Sketch sketch_of(const Draft& facts, const Hole& hole) const {
    const std::int64_t first = s_.first_day(facts);
    return s_.sketcher.sketch(facts, first, first + hole.day, false);
  }

  [[nodiscard]] Entry* filed_on(Sketch& sketch) const {
    const auto at = std::ranges::find_if(sketch, [&](const Entry& entry) {
      return entry.list == no_index && entry.place == s_.schema.filed_on;
    });
    return at == sketch.end() ? nullptr : &*at;
  }

  // The claim of the day without an answer; the same claim before and after is granted.
  bool shows(Sketch sketch, const Hole& hole, std::span<const std::string> remedies) {
    Entry* filed = filed_on(sketch);
    if (filed == nullptr) return false;
    const std::int64_t day = filed->cell.value;
    const auto all = [&](Day wanted) {
      return std::ranges::all_of(
          remedies, [&](const std::string& remedy) { return day_of(sketch, remedy) == wanted; });
    };
    if (!all(Day::nothing)) return false;
    filed->cell.value = day - hole.day + hole.before;
    if (!all(Day::granted)) return false;
    filed->cell.value = day - hole.day + hole.after;
    return all(Day::granted);
  }

  void tell(Sketch sketch, const Hole& hole, const Span& early, const Span& late,
            std::span<const std::string> remedies) {
    s_.shorten(sketch, [&](const Sketch& shorter) { return shows(shorter, hole, remedies); });
    const auto date = [&](std::int64_t day) {
      return CivilDate::from_days(
                 static_cast<std::int32_t>(filed_on(sketch)->cell.value - hole.day + day))
          .to_string();
    };
    std::string what;
    for (const std::string& remedy : remedies)
      what += (what.empty() ? "`" : " or `") + remedy + "`";
    if (remedies.front().empty()) what = "any remedy";
    s_.warn("SB2112", late.rule,
            "between " + name(early.high, early.rule) + " and " + name(late.low, late.rule) +
                " lies a day on which no rule decides on " + what,
            "on the claim `" + s_.sketcher.text(sketch) + "` no rule grants or excludes " + what +
                ", which is granted on " + date(hole.before) + " and on " + date(hole.after) +
                "; let one period begin where the other ends, or say with "
                "`excludes` that nothing is due between them");
  }

  [[nodiscard]] std::string name(const DayEnd& end, Index rule) const {
    if (end.period == no_index) return "the days of the rule `" + s_.rule(rule).id + "`";
    return "`" + s_.program.source->periods[end.period].name + "`";
  }

  Search& s_;
  std::vector<Span> ends_;                    ///< spans with a last day
  std::vector<std::vector<Span>> begins_of_;  ///< spans with a first day, by rule
  std::set<std::tuple<std::string, std::int64_t, std::int64_t>> told_;
};

}  // namespace

void find_gaps(Search& search) {
  GapFinder(search).run();
}

}  // namespace sanbao::witness
