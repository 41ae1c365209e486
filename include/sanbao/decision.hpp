// SPDX-License-Identifier: Apache-2.0
//
// Decision: the answer to a claim with all its reasons: the clause, the dates counted, the money line by line.
// In: made by `evaluate` alone; there is no other way to build one, so none is without its reasons.
// Out: read by callers, by `append_json` (docs/records.md §5) and by `explain`.
// Never owns text that decides: names and titles point into the rulebook, which the decision keeps alive.
// Tested by tests/unit/decision_json_test.cpp and tests/cases.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "sanbao/export.hpp"
#include "sanbao/values/civil_date.hpp"
#include "sanbao/values/money.hpp"
#include "sanbao/values/period.hpp"
#include "sanbao/values/rate.hpp"

namespace sanbao {

/// What is said of the remedy the consumer asked for.
enum class Outcome : std::uint8_t {
  approved,
  conditional,
  denied,
  needs_facts,
  conflict,
  not_covered
};
/// What is said of one remedy.
enum class Status : std::uint8_t { available, conditional, unavailable, unknown, conflict };

/// The words of the record: "needs_facts", "available".
SANBAO_EXPORT std::string_view to_string(Outcome outcome);
SANBAO_EXPORT std::string_view to_string(Status status);
/// Of `any` remedy the best status answers (docs/language.md §3 "Outcome"): available, which is 0, unknown, conflict,
/// conditional, unavailable.
[[nodiscard]] constexpr int rank(Status status) {
  switch (status) {
    case Status::available:
      return 0;
    case Status::unknown:
      return 1;
    case Status::conflict:
      return 2;
    case Status::conditional:
      return 3;
    case Status::unavailable:
      break;
  }
  return 4;
}

/// How much of the reasons a decision carries: the verdict alone, rule codes, or everything.
enum class Detail : std::uint8_t { none, codes, full };

/// A text in both languages; empty where a policy leaves it out.
struct Text {
  std::string_view zh, en;
};

/// A value read or worked out, for printing.
struct Value {
  enum class Kind : std::uint8_t {
    null,
    boolean,
    count,
    number,
    text,
    date,
    never,
    days,
    length,
    money,
    rate,
    set,
    empty_list,  ///< a missing event list that counts as none
    open,        ///< an open repair's end
  };
  Kind kind = Kind::null;
  /// boolean 0/1; count; number × 10^6; date: days since 1970-01-01; days; length: Period::encode();
  /// money: minor units; rate: parts per 10^9.
  std::int64_t number = 0;
  std::string_view text;                  ///< text and members
  Text name;                              ///< of a member, where the vocabulary has one
  std::span<const std::string_view> set;  ///< members, in the claim's order
  std::span<const Text> set_names;  ///< of the members, in the same order; empty ones where unknown
  std::optional<Currency> currency;  ///< money

  /// Names and currency apart: those follow from the fact.
  [[nodiscard]] friend bool operator==(const Value& a, const Value& b) {
    return a.kind == b.kind && a.number == b.number && a.text == b.text &&
           std::ranges::equal(a.set, b.set);
  }
};

/// One amount of a remedy; without `amount` where a missing fact keeps it open.
struct MoneyLine {
  std::string_view key;  ///< "refund"
  Text name;
  std::optional<Money> amount;
};
/// What a rule adds to a remedy.
struct Term {
  std::string_view rule, key;
  Text name;
  bool is_text = false;
  Text text;    ///< is_text
  Value value;  ///< else; Kind::null where it is open or has no value
};
/// One of several amounts that stand against each other.
struct MoneyAnswer {
  std::span<const std::string_view> rules;
  std::span<const MoneyLine> pays, charges;
  bool has_net = false;
  std::optional<Money> net;
};

/// The answer for one remedy, of one policy or of all together.
struct RemedyAnswer {
  std::string_view remedy;  ///< "return"
  Text name;
  bool side = false;  ///< a side remedy, never the answer to `any`
  Status status = Status::unavailable;
  std::optional<Status> at_least;  ///< of unknown: cannot become worse
  std::string_view policy;         ///< combined: whose answer this is
  std::span<const std::string_view>
      policies;  ///< combined: all that give the status (several only)
  std::span<const std::string_view> may_improve;  ///< combined: whose own answer is open
  std::span<const std::string_view> rules;        ///< grants
  std::span<const std::string_view> excluded_by;  ///< exclusions that hold
  std::span<const std::string_view> needs;        ///< rules whose need is unmet
  std::span<const MoneyLine> pays, charges;
  bool has_net = false;              ///< whether `net` is written
  std::optional<Money> net;          ///< pays - charges; nothing: open
  std::optional<Currency> currency;  ///< where money stands, also while every amount is open
  std::span<const MoneyAnswer> conflict;
  std::span<const MoneyAnswer> preferred;  ///< what the taken amount was preferred over
  std::span<const Term> terms;
  std::optional<CivilDate> until;  ///< last day it could still be requested
};

/// A fact that a rule read.
struct Reading {
  std::string_view path;
  Text name;
  Value value;
  bool assumed = false;
};

/// Where a period of a rule falls, and how the day tested stands to it.
struct PeriodReading {
  /// A limit of use beside the days (`or_usage`): whichever comes first ends the period.
  struct Usage {
    Text name;             ///< of the fact: odometer reading
    Value reading, limit;  ///< the reading that belongs to `day`; Kind::null: cannot be known
    bool is_read =
        false;  ///< false: the record says nothing of it, or `day` is not that of the claim
  };
  std::string_view name;
  Text title;
  std::optional<CivilDate> from;  ///< the day it runs from
  std::string_view from_path;     ///< its fact or named value where it is one
  Text from_name;
  Value length;  ///< as written or worked out; Kind::null: ends at a date (`until`)
  std::span<const Usage> usage;
  bool begun = false;  ///< false: empty, not begun or not known; nothing below but `in` then
  std::optional<CivilDate> first;
  std::optional<CivilDate> last_unrolled;  ///< only where rolling moved or could not move the day
  std::optional<CivilDate> last;           ///< nothing: open end or not known
  std::string_view roll;  ///< "next_working_day", "after_holiday", "unknown"; else empty
  std::string_view
      holiday;  ///< the festival of the unrolled last day, where the calendar names one
  std::int64_t days_added = 0;
  std::optional<CivilDate> day;  ///< the day tested
  std::string_view day_path;     ///< its fact where it is one
  Text day_name;
  std::string_view test;  ///< how the rule asks for it: in, before, after; else empty
  std::optional<bool> in;
  std::optional<std::int64_t> days_left, days_late, days_early;
  /// What keeps the last day open of a period that runs already (`begun` is false then): "extension", "length",
  /// "end", "counting"; else empty. For people, with its first day and how long it lasts in any case.
  std::string_view open;
  std::optional<CivilDate> open_first, at_least;
};

/// One event as an event test saw it.
struct EventItem {
  enum class Counted : std::uint8_t { yes, perhaps, no };
  std::string_view path;  ///< "repairs[0]"
  Counted counted = Counted::no;
  std::span<const std::string_view>
      because;  ///< of no and perhaps: the fields and periods that keep it out
  std::span<const Text> because_names;  ///< the same for people, in the same order; may be left out
  std::optional<CivilDate> begin, end;  ///< end: nothing while open
  std::optional<bool> fixed;
  std::optional<Value> amount;  ///< what `of` gave
};
struct EventReading {
  std::string_view list;  ///< "repairs"
  Text list_name;
  std::string_view measure;        ///< count, total, largest, days
  Text of_name;                    ///< of the field that `of` names; empty where it is worked out
  std::optional<bool> holds;       ///< of a test with a bound
  Text title;                      ///< of the named condition it stands for, where there is one
  std::string_view bound;          ///< at_least, more_than, at_most, fewer_than, exactly; or empty
  Value limit;                     ///< of a test with a bound
  Value least, most;               ///< what was measured: certain and possible
  std::span<const Reading> group;  ///< `same`: fields and values of the group that decides
  std::span<const EventItem> items;
};

/// One line of money or days worked out.
struct Step {
  std::string_view name;  ///< of the named value; empty for an amount written in place
  Text title;
  std::string_view text;       ///< as the policy writes it
  std::string_view operation;  ///< plus, minus, times, at_most, at_least; empty: the first line
  Value operand;               ///< of an operation
  std::string_view key;        ///< of pays or charges, where it is worked out for one
  Value value;                 ///< Kind::null where it is open
  /// Plain values in their order, put together by products and these by sums: price − price × rate × days. Empty
  /// where the line is anything else.
  struct Factor {
    Text name;
    Value value;
    std::string_view sign;  ///< times, over, plus, minus; or (of a choice); empty: the first
  };
  std::span<const Factor> factors;
  std::string_view choice;  ///< least, greatest: what is taken of the sums that `or` parts
  /// `days from … to … less repairs`: the line itself, or one of its factors.
  struct Interval {
    CivilDate begin, end;
    std::int64_t days = 0;
  };
  std::optional<CivilDate> from, to;
  std::int64_t days_between = 0;
  std::span<const Interval> taken_off;  ///< merged and clipped
};

/// What a rule asks the consumer to bring about, and whether it is so.
struct NeedReading {
  std::string_view remedy;        ///< only for this remedy of the rule; empty: all of them
  std::optional<bool> met;        ///< nothing: open
  std::span<const Reading> read;  ///< the facts it reads, absent ones as Kind::null too
  std::span<const Text> wanted;   ///< members it looks for (`has invoice`), by their names
  bool one_is_enough = false;     ///< an `any`: one of what it reads settles it
  /// One test of an `all`, an `any` or an `at_least`.
  struct Part {
    std::string_view path;
    Text wanted;              ///< the member it looks for; empty where it looks for none
    std::optional<bool> met;  ///< nothing: open
  };
  std::size_t at_least = 0;     ///< how many of its parts are needed
  std::span<const Part> parts;  ///< of one not met; empty too where a part reads several facts
};

/// Why a rule did or did not decide.
struct Reason {
  std::string_view rule;
  std::string_view effect;  ///< grants, excludes, adds
  std::span<const std::string_view> remedies;
  std::optional<bool> holds;  ///< nothing: open
  std::span<const std::string_view> overridden_by;
  std::span<const std::string_view> not_established;
  /// The facts, periods and event lists whose tests decide `holds`: of a rule that fails, those that are
  /// false and would have to be true. Sorted; a subset of what stands in read, periods and events.
  std::span<const std::string_view> because;
  std::span<const NeedReading> needs;
  std::span<const std::string_view> cites;
  std::span<const std::string_view> parameters;  ///< that its text, or a period in it, follows
  Text title, note;
  std::span<const Reading> read;
  std::span<const PeriodReading> periods;
  std::span<const EventReading> events;
  std::span<const Step> steps;
};

/// The smallest sets of facts that would settle one remedy.
struct Ask {
  std::string_view remedy;  ///< or "any"
  std::span<const std::span<const std::string_view>> sets;
  std::span<const std::string_view> all;
};
struct Question {
  std::string_view path;
  Text text;
};
struct Assumption {
  std::string_view path;
  Text name;
  Value value;
};
struct Notice {
  std::string_view id;
  Text text;
};
struct ParameterReading {
  std::string_view name;
  Text title;    ///< its words under `names`
  Text reading;  ///< the disputed reading, in words; empty where nothing is disputed
  Value value;
  bool set = false;
};
struct CalendarReading {
  std::string_view name, digest;
};

/// Every rule in one of four lists.
struct Codes {
  std::span<const std::string_view> holds, open, fails, overridden;
};

/// The same of one policy, by itself.
struct PolicyCodes {
  std::string_view policy, version;
  Codes codes;
};

/// One policy's own answer.
struct PolicyAnswer {
  std::string_view policy, version, digest;
  Text title;
  std::span<const CalendarReading> calendars;
  std::span<const ParameterReading> parameters;
  Outcome outcome = Outcome::not_covered;
  std::span<const RemedyAnswer> remedies;
  Codes codes;                      ///< Detail::codes and full
  std::span<const Reason> reasons;  ///< Detail::full
  std::span<const Ask> ask;
  std::span<const Assumption> assumed;
  std::span<const std::string_view> recalled;  ///< rules; first `in_force`, where its days are
  std::span<const std::string_view> gaps;
  std::span<const Notice> notices;
};

struct NotApplied {
  std::string_view policy, version;
  Text title;
  std::span<const std::string_view> because;
  std::span<const std::string_view> not_established;
  std::span<const Reading> read;  ///< the facts of `because`, with what the claim says
  bool same_category = false;     ///< asks for the category of goods, and the claim's fits
};

/// Reused from claim to claim, a Decision allocates nothing once warm. Everything it hands out lives
/// until the next `evaluate` into it. A Decision belongs to one thread, also while it is only read: its
/// answers may be put together when they are first asked for. The claim it was made from is not needed then.
class SANBAO_EXPORT Decision {
 public:
  Decision();
  Decision(Decision&&) noexcept;
  Decision& operator=(Decision&&) noexcept;
  ~Decision();

  /// Nothing was decided: it is new, or `evaluate` returned false. Its outcome means nothing then, and neither
  /// `append_json` nor `explain` writes anything of it.
  [[nodiscard]] bool is_empty() const;
  /// Makes it empty; it keeps its memory.
  void clear();
  [[nodiscard]] std::optional<std::string_view> claim_id() const;
  [[nodiscard]] std::optional<CivilDate> as_of() const;
  [[nodiscard]] std::optional<CivilDate> filed_on() const;
  [[nodiscard]] std::string_view requested() const;  ///< "any" where the claim does not say
  [[nodiscard]] Text requested_name() const;
  [[nodiscard]] Outcome outcome() const;
  [[nodiscard]] Detail detail() const;
  /// The combined answer, in the order of remedies.
  [[nodiscard]] std::span<const RemedyAnswer> remedies() const;
  /// The answer for one remedy; a remedy not listed is unavailable (nullptr).
  [[nodiscard]] const RemedyAnswer* remedy(std::string_view id) const;
  [[nodiscard]] std::span<const PolicyAnswer> policies() const;
  /// Of each of `policies()`, in their order, which rules hold and fail, and nothing else. Of a claim that leaves
  /// nothing open no answer of a remedy is put together for it. Detail::none: empty lists.
  [[nodiscard]] std::span<const PolicyCodes> codes() const;
  [[nodiscard]] std::span<const NotApplied> not_applied() const;
  [[nodiscard]] std::span<const Ask> ask() const;
  [[nodiscard]] std::span<const Question> questions() const;
  /// By path; one that policies assume otherwise stands once for each value.
  [[nodiscard]] std::span<const Assumption> assumed() const;
  [[nodiscard]] std::span<const std::string_view> ignored() const;
  [[nodiscard]] std::span<const std::string_view> unread() const;
  [[nodiscard]] std::span<const std::string_view> gaps() const;

  struct State;
  /// For the library's own stages.
  [[nodiscard]] State& state() const { return *state_; }
  /// False: it was moved from. Then it may be evaluated into, assigned to and destroyed, nothing else.
  [[nodiscard]] bool has_state() const { return state_ != nullptr; }

 private:
  std::unique_ptr<State> state_;
};

}  // namespace sanbao
