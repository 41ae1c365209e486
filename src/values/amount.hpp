// SPDX-License-Identifier: Apache-2.0
//
// Between the exact numbers of an expression and the values of the law: money, rates, days.
//
// In:  Money, Rate, Days; an Exact amount in major units with the step and rounding of the policy's
//      `round`.
// Out: Exact numbers; Money, rounded once.
// Never: rounds where no rounding is named, allocates or throws.
// Tested by tests/unit/exact_test.cpp and tests/proof/products_proof.cpp.
#pragma once

#include "sanbao/values/civil_date.hpp"
#include "sanbao/values/money.hpp"
#include "sanbao/values/rate.hpp"
#include "values/exact.hpp"

#include <optional>

namespace sanbao::values {

// 1299.00 CNY as 129900/100.
[[nodiscard]] Exact exact(Money money) noexcept;
[[nodiscard]] Exact exact(Rate rate) noexcept;
[[nodiscard]] Exact exact(Days days) noexcept;

// An amount of major units as money, rounded to a whole multiple of `step`: with `round: {to: 0.01,
// mode: half_up}` the step is Money 0.01. The step carries the currency and must be above nought.
// Empty where it is not, where the amount has no value, and where 64 bits overflow.
[[nodiscard]] std::optional<Money> round_amount(const Exact& major_units, Money step,
                                                Rounding mode) noexcept;

}  // namespace sanbao::values
