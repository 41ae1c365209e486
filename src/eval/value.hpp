// SPDX-License-Identifier: Apache-2.0
//
// Scalar and Tri: what an expression and a condition come to for one claim: a value, or why there is none.
// In: facts. Out: read by the rest of eval/. Never a text, never a double.
// Tested by tests/unit/eval_values_test.cpp.
#pragma once

#include <cstdint>

#include "values/exact.hpp"

namespace sanbao::eval {

using values::Exact;

/// Why something is open. A gap (a year the calendar lacks, an overflow) is undecided like an absent
/// fact, never like a null (docs/language.md §7 "Windows").
using Why = std::uint8_t;
inline constexpr Why by_absent = 1;
inline constexpr Why by_null = 2;
inline constexpr Why by_gap = 4;
/// Beside by_null: an `if` is open whose condition is still to be tried both ways. Such a value is no null.
inline constexpr Why by_choice = 8;

/// A handful of amounts up to this many minor units add up in 64 bits; greater ones take the longer way.
inline constexpr std::int64_t greatest_amount = std::int64_t{1} << 56;

inline constexpr bool asks(Why why) {
  return (why & (by_absent | by_gap)) != 0;
}
inline constexpr bool only_nulls(Why why) {
  return (why & ~by_choice) == by_null;
}
/// A value that cannot be known: not one that an open condition chooses.
inline constexpr bool is_null(Why why) {
  return why == by_null;
}

/// Truth in strong Kleene logic; an open one says why.
struct Tri {
  enum class Truth : std::uint8_t { no, yes, open };
  Truth truth = Truth::no;
  Why why = 0;

  static constexpr Tri of(bool value) { return {value ? Truth::yes : Truth::no, 0}; }
  static constexpr Tri open(Why why) { return {Truth::open, why}; }
  [[nodiscard]] constexpr bool yes() const { return truth == Truth::yes; }
  [[nodiscard]] constexpr bool no() const { return truth == Truth::no; }
  [[nodiscard]] constexpr bool is_open() const { return truth == Truth::open; }
};

constexpr Tri operator!(Tri a) {
  return a.is_open() ? a : Tri::of(a.no());
}
constexpr Tri operator&(Tri a, Tri b) {
  if (a.no() || b.no()) return Tri::of(false);
  if (a.is_open() || b.is_open()) return Tri::open(static_cast<Why>(a.why | b.why));
  return Tri::of(true);
}
constexpr Tri operator|(Tri a, Tri b) {
  return !((!a) & (!b));
}

/// What a date is the date of: readings of a meter belong to events and to the claim (`or_usage`).
struct DateSource {
  enum class Kind : std::uint8_t { other, claim, event, open };
  Kind kind = Kind::other;
  Why why =
      0;  ///< of an open one: two branches of an `if` give the same date, but not the same source
  std::uint32_t list = 0, event = 0;

  bool operator==(const DateSource&) const = default;
};

/// A value, `never`, no value at all, or open.
struct Scalar {
  enum class State : std::uint8_t { known, never, none, open };
  State state = State::none;
  Why why = 0;
  bool moves = false;  ///< the day of the claim itself, seen through `first` and assumptions
  DateSource source;
  std::int64_t whole =
      0;        ///< date: days; text, member: symbol; length: Period::encode(); set: as in ir::Cell
  Exact exact;  ///< count, number, days, money (minor units), rate

  static Scalar known(std::int64_t whole) {
    Scalar s;
    s.state = State::known;
    s.whole = whole;
    return s;
  }
  static Scalar number(const Exact& exact) {
    Scalar s;
    if (exact.has_value()) {
      s.state = State::known;
      s.exact = exact;
    } else if (exact.overflowed()) {
      s.state = State::open;
      s.why = by_gap;
    }
    return s;
  }
  static Scalar never() {
    Scalar s;
    s.state = State::never;
    return s;
  }
  static Scalar none() { return {}; }
  static Scalar open(Why why) {
    Scalar s;
    s.state = State::open;
    s.why = why;
    return s;
  }
  [[nodiscard]] bool is_known() const { return state == State::known; }
  [[nodiscard]] bool is_open() const { return state == State::open; }
  /// Never, or no value: what decides a comparison at once.
  [[nodiscard]] bool is_void() const { return state == State::never || state == State::none; }
};

}  // namespace sanbao::eval
