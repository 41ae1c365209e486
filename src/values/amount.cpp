// SPDX-License-Identifier: Apache-2.0
//
// Money, rates and days to exact numbers, and exact amounts back to money.
//
// In:  see amount.hpp.
// Out: see amount.hpp.
// Never: rounds but in round_amount().
// Tested by tests/unit/exact_test.cpp and tests/proof/products_proof.cpp.
#include "values/amount.hpp"

namespace sanbao::values {

Exact exact(Money money) noexcept {
  return Exact::from_scaled(money.minor_units(), money.currency().minor_per_major());
}

Exact exact(Rate rate) noexcept {
  return Exact::from_scaled(rate.parts(), Rate::parts_per_whole);
}

Exact exact(Days days) noexcept {
  return Exact::from_integer(days.count);
}

std::optional<Money> round_amount(const Exact& major_units, Money step, Rounding mode) noexcept {
  const std::optional<std::int64_t> steps = major_units.round_to(exact(step), mode);
  std::int64_t units = 0;
  if (!steps || __builtin_mul_overflow(*steps, step.minor_units(), &units)) return std::nullopt;
  return Money::minor(units, step.currency());
}

}  // namespace sanbao::values
