// SPDX-License-Identifier: Apache-2.0
//
// Works out values and conditions of one policy on one claim, by walking the trees.
// In: a policy, a claim, the day of judgement, and what undecided atoms are tried as. Out: values and truths, with
// the absent and null facts that keep them open.
// Never stores a result, but for tests that no completion changes: every question walks the tree again.
// Tested by its comparison with the library, oracle.random.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "json.hpp"
#include "policy.hpp"

namespace oracle {

/// What keeps something open: absent facts, null facts, gaps (`calendar cn: 2027`, numbered as paths are).
struct Why {
  std::vector<int> absent, null, gaps;
  bool chosen = false;  // by an `if` whose condition is open: no null, whatever keeps it open
  void add(const Why& other);
  void add_absent(int path);
  void add_null(int path);
  [[nodiscard]] bool asks() const { return !absent.empty() || !gaps.empty(); }
  [[nodiscard]] bool of_nulls() const { return !chosen && !asks(); }
};

struct Val {
  enum class Kind { open, none, never, boolean, number, date, length, text, set, list };
  Kind kind = Kind::open;
  Ratio number;  // also days, money, rates, months or working days of a length, 0 or 1
  Day day = 0;
  std::string text;  // also the unit of a length
  std::vector<std::string> texts;
  Why why;
  bool filed = false;   // the day of the claim: its reading is the present one
  bool itself = false;  // `claim.filed_on` itself, which moves for `until`
  bool event = false;   // a day of this event
  const std::string* list = nullptr;
  std::size_t index = 0;
  std::optional<Why> reading_open;  // the day is known, but not whose it is

  static Val of_number(const Ratio& number);
  static Val of_days(const Ratio& number);  // not below zero
  static Val of_day(Day day);
  static Val of_text(std::string text);
  static Val of_truth(bool truth);
  static Val never();
  static Val none();
  static Val open(Why why);
  static Val absent(int path);
  static Val null(int path);
  [[nodiscard]] bool is_open() const { return kind == Kind::open; }
  [[nodiscard]] bool known() const {
    return kind != Kind::open && kind != Kind::none && kind != Kind::never;
  }
};
bool same_value(const Val& a, const Val& b);
/// Whether two equal days have the same reading of a meter.
bool same_reading(const Val& a, const Val& b);

enum class Truth { no, yes, open };
struct Tri {
  Truth truth = Truth::open;
  Why why;
  static Tri of(bool yes) { return {yes ? Truth::yes : Truth::no, {}}; }
  static Tri open(Why why) { return {Truth::open, std::move(why)}; }
  [[nodiscard]] bool yes() const { return truth == Truth::yes; }
  [[nodiscard]] bool no() const { return truth == Truth::no; }
  [[nodiscard]] bool is_open() const { return truth == Truth::open; }
};
Tri negated(Tri tri);
Tri both(const Tri& a, const Tri& b);
Tri either(const Tri& a, const Tri& b);

struct ClaimEvent {
  std::map<std::string, Val> fields;
  bool later = false;  // begins after the day of judgement
  bool cut = false;    // ends after it
};
struct ClaimList {
  bool given = false, null = false;
  std::vector<ClaimEvent> events;
};
struct ClaimFacts {
  std::optional<std::string> id;
  std::map<int, Val> facts;
  std::map<std::string, ClaimList> lists;
  std::optional<Day> as_of;      // the day of judgement
  std::set<std::string> unread;  // groups that no policy knows
};
/// `policies`: whose facts are known. `as_of`: where the caller gives it.
ClaimFacts read_claim(const Json& json, const std::vector<std::shared_ptr<Policy>>& policies,
                      std::optional<Day> as_of);

/// Where a last day lies: up to `in_until` a day is in, after `out_after` it is out, between it is open.
struct Last {
  bool endless = false, unknown = false;
  Day in_until = 0, out_after = 0;
  Day unrolled = 0;
  // For reasons: by how much it was extended; whether that is open; whether the calendar could not move it.
  Day added = 0;
  bool extension_open = false, not_moved = false;
  Why why;
};
struct Window {
  bool begun = true, empty = false;
  bool may_be_empty = false;
  Val from;
  Last last;
};

class Evaluator {
 public:
  Evaluator(const Policy& policy, const ClaimFacts& claim,
            const std::map<std::string, Calendar>& calendars)
      : policy_(policy), claim_(claim), calendars_(calendars) {}

  Val value(const Expr& e);
  Tri condition(const Expr& e);
  Window window(const Period& period);

  /// What each atom is tried as: 0 not tried, 1 no, 2 yes.
  std::vector<signed char> tried;
  /// The day to which the claim has moved, for `until`.
  std::optional<Day> moved;
  /// From here on, tests that no completion changes are worked out once, for this day of the claim.
  void keep_tests() {
    kept_.clear();
    kept_for_ = moved;
    keeping_ = true;
  }
  /// Days after which a test of the claim's day changes, of the tests that were looked at.
  std::set<Day> edges;
  bool moves = false;  // such a test was come upon: a later day may change something
  /// Whether a gap was met at all.
  bool met_gap = false;
  /// Which rule is being worked out, for gaps.
  std::string place;

  /// The amount at the end of a line: rounded.
  [[nodiscard]] Ratio money(const Ratio& amount) const {
    return rounded(amount, policy_.round_to, policy_.round_mode);
  }
  /// The most that an amount can be, where something bounds it.
  std::optional<Ratio> upper_bound(const Expr& e);

  [[nodiscard]] const Policy& policy() const { return policy_; }
  [[nodiscard]] const ClaimFacts& claim() const { return claim_; }
  Val fact(int path);
  Val field(const std::string& list, std::size_t index, const std::string& name);
  /// The amount after its first line and so many further ones.
  Val steps(const Expr& e, std::size_t lines);

  struct Seen {
    std::size_t index = 0;
    Tri where;
  };
  struct Measured {
    Ratio certain;
    std::optional<Ratio> possible;  // nothing: without end
    Why why;
    std::set<std::size_t> lacking;  // events of which it is not known what is measured
  };
  const ClaimList* list_of(const std::string& list, Why& unknown);
  /// The events that the day of judgement leaves, with what `where` says of each.
  std::vector<Seen> seen(const std::string& list, const ExprPtr& where);
  Measured measured(const Expr& e, const std::vector<Seen>& events);
  /// Of one event of a list: a condition, and a value.
  template <typename WorkOut>
  auto inside(const std::string& list, std::size_t index, WorkOut work_out);
  Tri condition_of(const Expr& e, const std::string& list, std::size_t index);
  Val value_of(const Expr& e, const std::string& list, std::size_t index);

 private:
  struct Scope {
    const std::string* list = nullptr;
    std::size_t index = 0;
  };
  // evaluator.cpp
  Tri test(const Expr& e);
  Tri compare(Op op, const Val& a, const Val& b);
  Tri completed_inside(const Expr& e);
  Why gap(const std::string& name);
  /// Of days counted from here on: which year the calendar lacks.
  Why calendar_gap(Day from);
  // values.cpp
  Val assumption(const Expr& e);
  Val arithmetic(const Expr& e);
  Val add_length(const Val& day, const Val& length, bool back);
  Val cell(const Table& table, std::size_t column);
  Val choose_first(const std::vector<ExprPtr>& kids);
  // periods.cpp
  Tri period_test(const Expr& e);
  Tri within_usage(const Period& period, const Val& day);
  Tri within_limits(const Period& period, const Val& day);
  Last last_of(const Period& period, const Val& from);
  struct Extended {
    Day last = 0, added = 0;
  };
  Extended extended(const Period& period, Day from, Day last,
                    const std::vector<std::pair<Day, Day>>& spans, bool at_most);
  Val last_day(const Period& period);
  // events.cpp
  Val assumed_field(const std::string& list, std::size_t index, const std::string& name);
  Tri event_test(const Expr& e);
  Val measure(const Expr& e);
  Val last_event(const Expr& e);
  Val days_from(const Expr& e);
  struct Spans {
    std::vector<std::pair<Day, Day>> certain, possible;
    bool endless = false;   // a possible one whose days are not known at all
    std::vector<Day> ends;  // of possible ones whose first day is not known
    Why why;
  };
  /// Of those that have a day after `from` and before `to`, as far as their known ends tell.
  Spans spans(const std::string& list, const std::vector<Seen>& events,
              std::optional<Day> from = std::nullopt, std::optional<Day> to = std::nullopt);
  static std::vector<std::pair<Day, Day>> merged(std::vector<std::pair<Day, Day>> spans);

  const Policy& policy_;
  const ClaimFacts& claim_;
  const std::map<std::string, Calendar>& calendars_;
  Scope scope_;
  bool inside_events_ = false;
  bool keeping_ = false;
  std::optional<Day> kept_for_;
  std::unordered_map<const Expr*, Tri> kept_;
};

}  // namespace oracle
