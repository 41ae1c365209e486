// SPDX-License-Identifier: Apache-2.0
//
// Exact: a rational number for the inside of one expression, so that nothing is rounded before the
// clause says so.
//
// In:  integers, scaled decimals, other Exacts.
// Out: sums, products and quotients, exactly; comparisons; a whole multiple of a step, by a
//      rounding that is named.
// Never: rounds on its own, wraps, allocates or throws. What does not fit 128 bits is `overflow`, a
//        division by nought is `no_value`; both stick to whatever is worked out from them.
// Tested by tests/unit/exact_test.cpp and tests/proof/products_proof.cpp (10 million price × rate ×
// days).
#pragma once

#include "sanbao/values/money.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

namespace sanbao::values {

__extension__ typedef __int128 Int128;
__extension__ typedef unsigned __int128 UInt128;

// A numerator with sign over a positive denominator. Fractions are brought to lowest terms only
// when they would no longer fit; equal numbers may therefore be kept differently, and compare equal
// all the same.
class Exact {
 public:
  enum class State : std::uint8_t { value, overflow, no_value };

  // Nought.
  constexpr Exact() noexcept = default;

  [[nodiscard]] static constexpr Exact from_integer(std::int64_t n) noexcept { return {n, 1}; }
  // scaled / scale: from_scaled(129900, 100) is 1299.00. The scale is positive.
  [[nodiscard]] static constexpr Exact from_scaled(std::int64_t scaled,
                                                   std::int64_t scale) noexcept {
    return {scaled, scale};
  }
  [[nodiscard]] static constexpr Exact overflow() noexcept { return {1, 0}; }
  [[nodiscard]] static constexpr Exact no_value() noexcept { return {0, 0}; }

  [[nodiscard]] constexpr State state() const noexcept {
    return denominator_ != 0 ? State::value : numerator_ != 0 ? State::overflow : State::no_value;
  }
  [[nodiscard]] constexpr bool has_value() const noexcept { return denominator_ != 0; }
  [[nodiscard]] constexpr bool overflowed() const noexcept { return state() == State::overflow; }

  [[nodiscard]] constexpr bool is_zero() const noexcept { return has_value() && numerator_ == 0; }
  [[nodiscard]] constexpr bool is_negative() const noexcept {
    return has_value() && numerator_ < 0;
  }
  [[nodiscard]] constexpr bool is_whole() const noexcept {
    return denominator_ == 1 || (has_value() && numerator_ % denominator_ == 0);
  }

  friend Exact operator+(const Exact& a, const Exact& b) noexcept {
    if (a.denominator_ == 1 && b.denominator_ == 1 && fits_64(a.numerator_) &&
        fits_64(b.numerator_))
      return {a.numerator_ + b.numerator_, 1};
    return add_slowly(a, b);
  }
  friend Exact operator-(const Exact& a, const Exact& b) noexcept { return a + -b; }
  friend Exact operator-(const Exact& a) noexcept;
  friend Exact operator*(const Exact& a, const Exact& b) noexcept {
    if (fits_64(a.numerator_) && fits_64(b.numerator_) && fits_63(a.denominator_) &&
        fits_63(b.denominator_))
      return {a.numerator_ * b.numerator_, a.denominator_ * b.denominator_};
    return multiply_slowly(a, b);
  }
  friend Exact operator/(const Exact& a, const Exact& b) noexcept;

  // Exactly, however long the cross products. Unordered where either has no value or overflowed.
  friend std::partial_ordering operator<=>(const Exact& a, const Exact& b) noexcept;
  friend bool operator==(const Exact& a, const Exact& b) noexcept { return (a <=> b) == 0; }

  // The whole number of steps it comes to, rounded: 12.345 to a step of 0.01, half_up, is 1235.
  // Empty where the step is not above nought, where there is no value, and beyond 64 bits.
  [[nodiscard]] std::optional<std::int64_t> round_to(const Exact& step,
                                                     Rounding mode) const noexcept;
  // The same as an amount: a multiple of the step, as with `round: {to: 0.05, mode: half_up}`. Where
  // the number of steps does not fit 64 bits, an overflow.
  [[nodiscard]] Exact to_multiple_of(std::int64_t step, Rounding mode) const noexcept;
  // The least whole number not below it (`round_up` of the language).
  [[nodiscard]] Exact ceil() const noexcept;
  // Where it is whole and fits.
  [[nodiscard]] std::optional<std::int64_t> to_integer() const noexcept;

  // For explanations: a decimal where one of at most 18 digits behind the point says it exactly,
  // else `n/d`.
  [[nodiscard]] std::string to_string() const;

 private:
  constexpr Exact(Int128 numerator, Int128 denominator) noexcept
      : numerator_(numerator), denominator_(denominator) {}

  static constexpr bool fits_64(Int128 n) noexcept { return n == static_cast<std::int64_t>(n); }
  // 1 … 2^63 − 1: of a denominator that is there.
  static constexpr bool fits_63(Int128 n) noexcept { return n > 0 && fits_64(n); }

  static Exact add_slowly(const Exact& a, const Exact& b) noexcept;
  static Exact multiply_slowly(const Exact& a, const Exact& b) noexcept;
  static Exact lost(const Exact& a, const Exact& b) noexcept;
  [[nodiscard]] Exact lowest_terms() const noexcept;

  Int128 numerator_ = 0;
  Int128 denominator_ = 1;
};

// A whole number of times that a positive divisor goes into a number, by a rounding that is named.
[[nodiscard]] Int128 round_quotient(Int128 dividend, Int128 divisor, Rounding mode) noexcept;
// The least whole number not below the quotient.
[[nodiscard]] Int128 ceil_quotient(Int128 dividend, Int128 divisor) noexcept;

}  // namespace sanbao::values
