// SPDX-License-Identifier: Apache-2.0
//
// Session: one policy and one claim: what every expression, condition, period and event test comes to.
// In: a Program and Facts. Out: Scalars, Tris and windows, worked out on demand and remembered.
// Never completes an open atom by itself: remedies.cpp sets the completion it wants looked at.
// Tested by tests/unit/eval_*_test.cpp and tests/cases.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "eval/facts.hpp"
#include "eval/value.hpp"
#include "ir/program.hpp"
#include "sanbao/values/window.hpp"
#include "values/intervals.hpp"

namespace sanbao::eval {

using ir::Index;
using ir::NodeId;

/// The event whose conditions are being read; list == no_index: none.
struct EventAt {
  Index list = ir::no_index;
  std::uint32_t event = 0;
  [[nodiscard]] bool here() const { return list != ir::no_index; }
  friend bool operator==(const EventAt&, const EventAt&) = default;
};

/// What keeps something open, gathered while it is worked out again.
struct Gap {
  enum class Kind : std::uint8_t {
    elsewhere,  ///< told where the value that this follows from was worked out
    calendar,
    month_end,
    overflow,
    no_value
  };
  Kind kind = Kind::elsewhere;
  std::uint32_t what = 0;  ///< year; period; rule
  friend auto operator<=>(const Gap&, const Gap&) = default;
};
class Collector {
 public:
  std::vector<FactPath> absent, nulls;
  std::vector<Gap> gaps;
  /// A fact of many events is met again and again: those there are more often are taken out in between.
  void add_absent(FactPath path);
  void clear();
  void sort();

 private:
  static constexpr std::size_t most_untidy = 4096;
  std::size_t tidied_at_ = most_untidy;
};

/// Where a period falls for this claim. Tests of it read lo (the last day for certain) and hi (the last
/// day at most); they differ only while a repair that may extend it is open.
struct WindowState {
  bool nothing = false;  ///< empty, or not begun: every test is false
  Scalar from;
  bool open_end = false;
  bool last_open = false;  ///< no last day can be named
  bool hi_open = false;    ///< what extends it has no bound: lo is certain, hi is not
  Why why = 0;             ///< of last_open and hi_open, or of the days between lo and hi
  Window lo, hi;
  Scalar length;  ///< as worked out; none where the period ends at a date
  Gap gap;        ///< where why has by_gap
};

/// The same where nothing about it is open: a day is in where from <= day <= last.
struct PlainWindow {
  std::int32_t from = 0, last = 0;
  /// Whether a day is in it, before or after it.
  [[nodiscard]] bool meets(ir::CellTest::Kind kind, std::int64_t day) const {
    if (kind == ir::CellTest::Kind::after_period) return day > last;
    if (kind == ir::CellTest::Kind::before_period) return day < from;
    return day >= from && day <= last;
  }
};

/// A measured quantity: for certain, and at most. `unbounded`: nothing limits it above.
struct Measured {
  Exact least, most;
  bool unbounded = false;
  Why why = 0;
};

class Session {
 public:
  void begin(const ir::Ruleset& ruleset, const ir::Program& program, const Facts& facts);
  /// For a claim of which some facts are answered now this way, now that: forgets, at each change, no more than what
  /// can read what has changed. `rows`: of Program::read_rows.
  void begin_trials(const ir::Ruleset& ruleset, const ir::Program& program, const Facts& facts);
  void change(std::span<const Index> rows);

  [[nodiscard]] const ir::Program& program() const { return *program_; }
  [[nodiscard]] const Facts& facts() const { return *facts_; }

  /// A value; `at`: the event in whose conditions it stands.
  Scalar value(NodeId id, EventAt at = {});
  /// A condition in Kleene logic under the present completion.
  Tri condition(NodeId id, EventAt at = {});
  /// A leaf under the present completion and day.
  Tri leaf(Index index);
  /// A leaf as the claim alone decides it.
  Tri base(Index index);
  [[nodiscard]] bool knows(Index index) const {
    return is_current(leaves_[index].epoch, program_->node_reads[program_->leaves[index].node]);
  }
  /// What `base` would work out, known before.
  void recall(Index index, Tri tri) { leaves_[index] = {tri, epoch_}; }

  /// The first of several values, as `first(…)` picks it.
  Scalar first(const std::vector<NodeId>& nodes) {
    return first_of(nodes.data(), nodes.size(), {});
  }
  const WindowState& window(Index period);
  /// nullptr: something about the period is open, or it has no day, or no end.
  const PlainWindow* plain_window(Index period) {
    if (completion_ != nullptr && !program_->period_inner[period].empty()) return nullptr;
    RememberedPlain& remembered = plain_windows_[period];
    if (!is_current(remembered.epoch, program_->period_reads[period])) {
      remembered.is_plain = work_out_plain(period, remembered);
      remembered.epoch = epoch_;
    }
    return remembered.is_plain ? &remembered.window : nullptr;
  }
  /// A period that runs from a given day for a length that is written down; false: it takes more.
  bool counted_window(Index period, Window& out) {
    if (plain_window(period) == nullptr || !plain_windows_[period].is_counted) return false;
    out = as_counted(period);
    return true;
  }
  /// The texts of a set of the claim, as its cell has it.
  [[nodiscard]] std::span<const ir::Symbol> members(std::int64_t set) const {
    return facts_->claim().members(set);
  }
  [[nodiscard]] bool has_member(std::int64_t set, ir::Symbol member) const {
    return std::ranges::find(members(set), member) != members(set).end();
  }
  /// What one cell with a given value decides by itself; open: it takes more.
  Tri cell_test(const ir::CellTest& test, const ir::Cell& cell, std::int64_t day) {
    using Kind = ir::CellTest::Kind;
    switch (test.kind) {
      case Kind::boolean:
        return Tri::of(cell.value != 0);
      case Kind::equal:
        return Tri::of(cell.value == test.value);
      case Kind::has:
        return Tri::of(has_member(cell.value, static_cast<ir::Symbol>(test.value)));
      case Kind::silent:
        return Tri::of(false);
      default:
        break;
    }
    const PlainWindow* w = plain_window(test.period);
    return w == nullptr ? Tri::open(0) : Tri::of(w->meets(test.kind, day));
  }
  /// `period_in`, `period_before`, `period_after`.
  Tri period_test(ir::Op op, const Scalar& given, Index period);
  Measured measure(const ir::EventTest& test);
  Tri event_test(const ir::EventTest& test);
  /// Of events that came to their end, with every cell that is looked at given; open: it takes more.
  Tri plain_event_test(Index index);
  /// What such a test measures; false: it takes more.
  bool plain_measure(Index index, std::int64_t& measured);
  /// Whether an event is counted: certain, possible, not.
  Tri counted(Index list, std::uint32_t event, NodeId where);
  Tri counted_by(Index test, std::uint32_t event);
  /// Intervals of a filter between two days, as merged for certain; false where they are open.
  bool taken_off(const ir::EventFilter& filter, std::int32_t from, std::int32_t to,
                 std::vector<values::DayInterval>& out, Why& why);
  Scalar field(Index list, std::uint32_t event, Index field);
  Scalar fact(std::uint32_t slot);

  // -- completions: docs/language.md §7 "Atoms"
  /// 0 not completed, 1 true, -1 false, by atom. nullptr: none.
  void complete(const std::int8_t* by_atom) {
    completion_ = by_atom;
    completed_ = ++turns_;
  }
  [[nodiscard]] const std::int8_t* completion() const { return completion_; }
  /// Looks at the claim as if filed on another day, in the period tests alone (§3 `until`).
  void move_to(std::optional<std::int32_t> day) {
    moved_ = day;
    moved_at_ = ++turns_;
  }
  /// Gathers what is read while open. nullptr: nothing. To be called again where something was taken out of it.
  void collect(Collector* collector) {
    collector_ = collector;
    collected_ = ++turns_;
  }
  /// Whether a gap was met since this claim began, wherever it was met.
  [[nodiscard]] bool met_gap() const { return met_gap_; }
  /// The rule in whose name an overflow is reported.
  void in_rule(Index rule) { rule_ = rule; }

 private:
  // Remembered for the claim that `epoch_` counts; a new claim forgets them all at once. In trials, what reads none
  // of the facts that have changed since is remembered for longer.
  [[nodiscard]] bool is_current(std::uint64_t epoch, const Index& row) const {
    return epoch == epoch_ || (is_trial_ && epoch >= changed_[row]);
  }
  struct Remembered {
    Scalar scalar;
    std::uint64_t epoch = 0;
  };
  struct RememberedLeaf {
    Tri tri;
    std::uint64_t epoch = 0;
  };
  /// Under what something was worked out that holds for the present look alone.
  struct Context {
    std::uint64_t epoch = 0, completed = 0, moved = 0, collected = 0;
    Index rule = ir::no_index;
    EventAt at;
    friend bool operator==(const Context&, const Context&) = default;
  };
  template <typename Result>
  struct Walked {
    Result result;
    Context context;
  };
  [[nodiscard]] Context context(EventAt at) const {
    return {epoch_,
            completion_ == nullptr ? 0 : completed_,
            moved_ ? moved_at_ : 0,
            collector_ == nullptr ? 0 : collected_,
            rule_,
            at};
  }
  /// What stands in several places of a condition or a value is worked out once a look.
  template <typename Result, typename WorkOut>
  const Result& walk(Walked<Result>& walked, EventAt at, WorkOut work_out) {
    if (walked.context == context(at)) return walked.result;
    const Result result = work_out();
    walked = {result, context(at)};
    return walked.result;
  }
  struct RememberedWindow {
    struct Look {
      WindowState window;
      Context context;
    };
    Look look;
    std::uint64_t epoch = 0;  ///< of `look`
    /// By the ways in which the conditions inside are completed: events are tested against it one after the other, each in
    /// every completion, and it is the same for all of them.
    std::map<std::uint64_t, Look> completed;
  };
  struct RememberedPlain {
    PlainWindow window;
    CivilDate last_unrolled;  ///< where it was counted
    bool is_plain = false, is_counted = false;
    std::uint64_t epoch = 0;
  };

  /// Meanwhile the session has none. Of the completion: inside events, and in what is assumed of a fact, nothing is completed
  /// with the claim's other atoms. Of the collector: nothing is noted.
  template <typename Value>
  class Without {
   public:
    explicit Without(Value*& place) : place_(place), before_(place) { place_ = nullptr; }
    ~Without() { place_ = before_; }
    Without(const Without&) = delete;
    Without& operator=(const Without&) = delete;

   private:
    Value*& place_;
    Value* before_;
  };

  Scalar work_out(const ir::Node& node, NodeId id, EventAt at);
  Scalar from_cell(const ir::Cell& cell, ir::Type type) const;
  Scalar constant(const ir::Node& node) const;
  Scalar arithmetic(const ir::Node& node, EventAt at);
  Scalar add_to_date(const Scalar& date, const Scalar& length, const ir::Node& length_node,
                     bool minus);
  Scalar working_days_before(CivilDate day, std::int64_t count);
  Scalar first_of(const NodeId* nodes, std::size_t count, EventAt at);
  Scalar extreme(const ir::Node& node, EventAt at);
  Scalar choose(const ir::Node& node, EventAt at);
  Scalar days_between(const ir::Node& node, EventAt at);
  Scalar last_field(const ir::LastField& last);
  Scalar last_day(Index period);
  Scalar cell(const ir::Node& node, EventAt at);
  const ir::TableRow* row_of(const ir::TablePlan& table, const Scalar& key) const;
  Scalar duration(Index list, std::uint32_t event);
  Scalar absent_field(Index list, std::uint32_t event, Index field);
  Scalar checked(Scalar scalar);

  Tri atom(const ir::Node& node, EventAt at);
  Tri agreeing(NodeId id, EventAt at);
  Tri compare(const ir::Node& node, EventAt at);
  Tri junction(const ir::Node& node, EventAt at);
  Tri join(const ir::Node& node, EventAt at);
  Tri boolean_fact(std::uint32_t slot);
  Tri boolean_field(Index list, std::uint32_t event, Index field);
  Tri has(const ir::Node& node, EventAt at);
  Tri in_cell(const ir::Node& node, EventAt at);

  [[nodiscard]] std::uint64_t completion_of(const std::vector<Index>& leaves) const;
  void work_out_window(Index period, WindowState& window);
  bool work_out_plain(Index period, RememberedPlain& plain);
  [[nodiscard]] Window as_counted(Index period) const;
  Tri plainly_counted(Index list, std::uint32_t event, const ir::Cell* cells,
                      const std::vector<ir::CellTest>& where);
  /// A day, or never. Absent: it takes more.
  ir::Cell plain_last(Index index);
  /// Whether a list is given, or taken to be empty.
  [[nodiscard]] bool is_there(Index list) const {
    const ir::FactState state = facts_->rows(list).state;
    return state == ir::FactState::given ||
           (state == ir::FactState::absent && program_->list_assume_empty[list] != 0);
  }
  void extend(const ir::PeriodUse& use, WindowState& window);
  bool may_run(Index list, std::uint32_t event, values::DayInterval& out);
  [[nodiscard]] bool may_be_empty(const ir::PeriodUse& use) const;
  [[nodiscard]] bool lacks_value(NodeId id, bool none_of_facts) const;
  Tri within_last(const Scalar& day, const WindowState& window);
  Tri within_usage(const ir::PeriodUse& use, const Scalar& day);
  Tri within_limits(const ir::PeriodUse& use, const Scalar& day);
  Measured measure_group(const ir::EventTest& test, const std::vector<std::uint32_t>& events);
  Measured measure_days(const ir::EventTest& test, const std::vector<std::uint32_t>& events);
  Tri bounded(const ir::EventTest& test, const Measured& measured, const Scalar& limit) const;
  /// `same`: the events that are counted, by numbers of their keys.
  struct Keyed {
    std::uint32_t event = 0;
    std::vector<std::uint32_t> keys;
    bool whole = true;  ///< has every key
    Why why = 0;        ///< of those it lacks
  };
  struct Grouping {
    const ir::EventTest& test;
    const Scalar& limit;
    std::vector<Keyed> events;
    Tri any;
  };
  static constexpr std::uint32_t no_key = 0xFFFFFFFFU;
  Tri grouped(const ir::EventTest& test, const Scalar& limit);
  static std::uint32_t key_number(const Scalar& key, bool numeric, std::vector<Scalar>& seen);
  void divide(Grouping& grouping, const std::vector<std::uint32_t>& part, std::size_t key);
  void judge(Grouping& grouping, const std::vector<std::uint32_t>& part);
  /// An event is over on the day of judgement at the latest.
  [[nodiscard]] std::optional<CivilDate> latest_end(Index list, std::uint32_t event) const;
  [[nodiscard]] bool outside(Index list, std::uint32_t event, CivilDate from, CivilDate to) const;
  bool interval(Index list, std::uint32_t event, values::DayInterval& out, Why& why);

  [[gnu::cold]] void note_absent(FactPath path);
  [[gnu::cold]] void note_null(FactPath path);
  [[gnu::cold]] void note_gap(Gap gap);
  [[nodiscard]] std::size_t gaps_met() const {
    return collector_ == nullptr ? 0 : collector_->gaps.size();
  }
  void forget_gaps(std::size_t from) {
    if (collector_ == nullptr || collector_->gaps.size() == from) return;
    collector_->gaps.resize(from);
    collected_ = ++turns_;  // whatever led to them leads to them again
  }
  /// What no gap keeps open has none: those met below it since `from` are forgotten.
  template <typename Value>
  const Value& with_its_gaps(const Value& value, std::size_t from) {
    if (!value.is_open() || (value.why & by_gap) == 0) forget_gaps(from);
    return value;
  }
  [[gnu::cold]] void note_rolls(const WindowState& w);

  const ir::Ruleset* ruleset_ = nullptr;
  const ir::Program* program_ = nullptr;
  const Facts* facts_ = nullptr;
  std::vector<Remembered> values_;
  std::vector<RememberedLeaf> leaves_;
  std::vector<RememberedLeaf> junctions_;  ///< by node
  std::vector<Walked<Tri>> walked_junctions_;
  std::vector<Walked<Scalar>> walked_values_;
  std::vector<RememberedWindow> windows_;
  std::vector<RememberedPlain> plain_windows_;
  std::uint64_t epoch_ = 0;
  bool is_trial_ = false;
  std::vector<std::uint64_t>
      changed_;  ///< by row of what is read: the last epoch that began with a change of it
  const std::int8_t* completion_ = nullptr;
  std::optional<std::int32_t> moved_;
  /// When each of them was set, and the collector.
  std::uint64_t turns_ = 0, completed_ = 0, moved_at_ = 0, collected_ = 0;
  Collector* collector_ = nullptr;
  Index rule_ = ir::no_index;
  bool met_gap_ = false;

  // used again from event test to event test
  std::vector<std::uint32_t> events_;
  std::vector<values::DayInterval> certain_, possible_;
};

}  // namespace sanbao::eval
