// SPDX-License-Identifier: Apache-2.0
//
// Exact: what does not go through the fast path of exact.hpp: fractions, long numbers, rounding.
//
// In:  rationals of 128 bits.
// Out: see exact.hpp.
// Never: lets the least 128-bit integer in, whose negation does not fit: numerators lie in ±(2^127
//        − 1).
// Tested by tests/unit/exact_test.cpp and tests/proof/products_proof.cpp.
#include "values/exact.hpp"

#include "values/decimal.hpp"

#include <algorithm>

namespace sanbao::values {
namespace {

constexpr Int128 greatest = static_cast<Int128>(~UInt128{0} >> 1);

constexpr UInt128 magnitude(Int128 n) noexcept {
  return n < 0 ? ~static_cast<UInt128>(n) + 1 : static_cast<UInt128>(n);
}

// Sums and products of 128 bits; true where they fit. Written out, for clang's builtin on 128 bits
// needs a run-time library that Debian's does not link.
bool add_fits(Int128 a, Int128 b, Int128& sum) noexcept {
  if (b >= 0 ? a > greatest - b : a < -greatest - b) return false;
  sum = a + b;
  return true;
}

bool multiply_fits(Int128 a, Int128 b, Int128& product) noexcept {
  const UInt128 x = magnitude(a);
  const UInt128 y = magnitude(b);
  if (x >> 64 == 0 && y >> 64 == 0 ? x * y > static_cast<UInt128>(greatest)
                                   : x != 0 && y > static_cast<UInt128>(greatest) / x)
    return false;
  product = (a < 0) != (b < 0) ? -static_cast<Int128>(x * y) : static_cast<Int128>(x * y);
  return true;
}

UInt128 greatest_common_divisor(UInt128 a, UInt128 b) noexcept {
  while (b != 0) {
    const UInt128 rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

// a / b rounded towards minus infinity; b is positive.
Int128 floor_divide(Int128 a, Int128 b) noexcept {
  const Int128 quotient = a / b;
  return a % b < 0 ? quotient - 1 : quotient;
}

// a / b against c / d for positive denominators, as Euclid would: the whole parts decide, or the
// turned-over rests do. So no product of 256 bits is needed.
std::strong_ordering compare_fractions(Int128 a, Int128 b, Int128 c, Int128 d) noexcept {
  bool turned = false;
  for (;;) {
    const Int128 left = floor_divide(a, b);
    const Int128 right = floor_divide(c, d);
    if (left != right)
      return (left < right) != turned ? std::strong_ordering::less : std::strong_ordering::greater;
    a -= left * b;
    c -= right * d;
    if (a == 0 && c == 0) return std::strong_ordering::equal;
    // The one without a rest is the smaller, unless an odd number of turnings has swapped the
    // sides.
    if (a == 0 || c == 0)
      return (a == 0) != turned ? std::strong_ordering::less : std::strong_ordering::greater;
    std::swap(a, b);
    std::swap(c, d);
    turned = !turned;
  }
}

bool rounds_away(UInt128 quotient, UInt128 rest, UInt128 divisor, Rounding mode) noexcept {
  if (rest == 0) return false;
  switch (mode) {
    case Rounding::half_up:
      return rest >= divisor - rest;
    case Rounding::half_even:
      return rest > divisor - rest || (rest == divisor - rest && quotient % 2 == 1);
    case Rounding::down:
      return false;
    case Rounding::up:
      return true;
  }
  return false;
}

}  // namespace

Exact Exact::lost(const Exact& a, const Exact& b) noexcept {
  return a.state() == State::no_value || b.state() == State::no_value ? no_value() : overflow();
}

Exact Exact::lowest_terms() const noexcept {
  const auto divisor = static_cast<Int128>(
      greatest_common_divisor(magnitude(numerator_), static_cast<UInt128>(denominator_)));
  return {numerator_ / divisor, denominator_ / divisor};
}

Exact operator-(const Exact& a) noexcept {
  return a.has_value() ? Exact(-a.numerator_, a.denominator_) : a;
}

Exact Exact::add_slowly(const Exact& a, const Exact& b) noexcept {
  if (!a.has_value() || !b.has_value()) return lost(a, b);
  Int128 left = 0;
  Int128 right = 0;
  Int128 sum = 0;
  Int128 denominator = 0;
  if (a.denominator_ == b.denominator_ && add_fits(a.numerator_, b.numerator_, sum))
    return {sum, a.denominator_};
  if (multiply_fits(a.numerator_, b.denominator_, left) &&
      multiply_fits(b.numerator_, a.denominator_, right) && add_fits(left, right, sum) &&
      multiply_fits(a.denominator_, b.denominator_, denominator))
    return {sum, denominator};

  // Once more in lowest terms, over the least common denominator, and reducing what the sum shares
  // with it. The sum of two fractions that fit may still be out of reach in between; then it counts
  // as an overflow.
  const Exact x = a.lowest_terms();
  const Exact y = b.lowest_terms();
  const auto shared = static_cast<Int128>(greatest_common_divisor(
      static_cast<UInt128>(x.denominator_), static_cast<UInt128>(y.denominator_)));
  if (!multiply_fits(x.numerator_, y.denominator_ / shared, left) ||
      !multiply_fits(y.numerator_, x.denominator_ / shared, right) || !add_fits(left, right, sum))
    return overflow();
  const auto common =
      static_cast<Int128>(greatest_common_divisor(magnitude(sum), static_cast<UInt128>(shared)));
  if (!multiply_fits(x.denominator_ / shared, y.denominator_ / common, denominator))
    return overflow();
  return {sum / common, denominator};
}

Exact Exact::multiply_slowly(const Exact& a, const Exact& b) noexcept {
  if (!a.has_value() || !b.has_value()) return lost(a, b);
  Int128 numerator = 0;
  Int128 denominator = 0;
  if (multiply_fits(a.numerator_, b.numerator_, numerator) &&
      multiply_fits(a.denominator_, b.denominator_, denominator))
    return {numerator, denominator};
  // Crosswise in lowest terms nothing is left to reduce: if that does not fit, nothing does.
  const Exact x = a.lowest_terms();
  const Exact y = b.lowest_terms();
  const Exact left = Exact(x.numerator_, y.denominator_).lowest_terms();
  const Exact right = Exact(y.numerator_, x.denominator_).lowest_terms();
  if (!multiply_fits(left.numerator_, right.numerator_, numerator) ||
      !multiply_fits(left.denominator_, right.denominator_, denominator))
    return overflow();
  return {numerator, denominator};
}

Exact operator/(const Exact& a, const Exact& b) noexcept {
  if (!a.has_value() || !b.has_value()) return Exact::lost(a, b);
  if (b.numerator_ == 0) return Exact::no_value();
  return a * (b.numerator_ > 0 ? Exact(b.denominator_, b.numerator_)
                               : Exact(-b.denominator_, -b.numerator_));
}

std::partial_ordering operator<=>(const Exact& a, const Exact& b) noexcept {
  if (!a.has_value() || !b.has_value()) return std::partial_ordering::unordered;
  if (a.denominator_ == b.denominator_) return a.numerator_ <=> b.numerator_;
  if (Exact::fits_64(a.numerator_) && Exact::fits_64(b.numerator_) &&
      Exact::fits_64(a.denominator_) && Exact::fits_64(b.denominator_))
    return a.numerator_ * b.denominator_ <=> b.numerator_ * a.denominator_;
  return compare_fractions(a.numerator_, a.denominator_, b.numerator_, b.denominator_);
}

Int128 round_quotient(Int128 dividend, Int128 divisor, Rounding mode) noexcept {
  const UInt128 from = magnitude(dividend);
  const auto by = static_cast<UInt128>(divisor);
  UInt128 quotient = from / by;
  if (rounds_away(quotient, from - quotient * by, by, mode)) ++quotient;
  return dividend < 0 ? -static_cast<Int128>(quotient) : static_cast<Int128>(quotient);
}

Int128 ceil_quotient(Int128 dividend, Int128 divisor) noexcept {
  return -floor_divide(-dividend, divisor);
}

std::optional<std::int64_t> Exact::round_to(const Exact& step, Rounding mode) const noexcept {
  if (!step.has_value() || step.numerator_ <= 0) return std::nullopt;
  if (denominator_ == 1 && step.numerator_ == 1 && step.denominator_ == 1 && fits_64(numerator_) &&
      numerator_ != INT64_MIN)
    return static_cast<std::int64_t>(numerator_);
  const Exact steps = *this / step;
  if (!steps.has_value()) return std::nullopt;
  const Int128 whole = round_quotient(steps.numerator_, steps.denominator_, mode);
  if (magnitude(whole) > static_cast<UInt128>(INT64_MAX)) return std::nullopt;
  return static_cast<std::int64_t>(whole);
}

Exact Exact::to_multiple_of(std::int64_t step, Rounding mode) const noexcept {
  const std::optional<std::int64_t> steps = round_to(from_integer(step), mode);
  return steps ? from_integer(*steps) * from_integer(step) : overflow();
}

Exact Exact::ceil() const noexcept {
  if (!has_value()) return *this;
  return {ceil_quotient(numerator_, denominator_), 1};
}

std::optional<std::int64_t> Exact::to_integer() const noexcept {
  if (!is_whole()) return std::nullopt;
  const Int128 whole = numerator_ / denominator_;
  if (!fits_64(whole)) return std::nullopt;
  return static_cast<std::int64_t>(whole);
}

std::string Exact::to_string() const {
  if (!has_value()) return overflowed() ? "overflow" : "no value";
  // Digits one by one, for 128 bits have no std::to_chars.
  const auto digits = [](UInt128 number) {
    std::string text;
    do
      text += static_cast<char>('0' + static_cast<int>(number % 10));
    while ((number /= 10) != 0);
    std::reverse(text.begin(), text.end());
    return text;
  };
  const Exact lowest = lowest_terms();
  const UInt128 divisor = static_cast<UInt128>(lowest.denominator_);
  std::string text = lowest.numerator_ < 0 ? "-" : "";
  const UInt128 dividend = magnitude(lowest.numerator_);
  std::string decimals;
  UInt128 rest = dividend % divisor;
  // A denominator above 10^18 leaves a rest after 18 digits: no need to look, nor to overflow.
  while (rest != 0 && decimals.size() < 18 && divisor <= UInt128{1'000'000'000'000'000'000U}) {
    rest *= 10;
    decimals += static_cast<char>('0' + static_cast<int>(rest / divisor));
    rest %= divisor;
  }
  if (rest != 0) return text + digits(dividend) + "/" + digits(divisor);
  text += digits(dividend / divisor);
  return decimals.empty() ? text : text + "." + decimals;
}

}  // namespace sanbao::values
