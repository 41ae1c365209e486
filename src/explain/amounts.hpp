// SPDX-License-Identifier: Apache-2.0
//
// Amounts: the lines of a reason that an amount is written as, and whether it goes by the day of the claim.
// In: a policy's answer and its reasons. Out: lines, in their order. Never takes one amount for another because both come
// to as much. Tested by tests/cases/pages.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "explain/selection.hpp"

namespace sanbao::wording {

/// The lines of one named value, first to last; or the one line of an amount written in place.
using Chain = std::span<const Step>;

/// What an amount is written as: the lines that work it out, and the reason in which they stand.
struct Written {
  const Reason* reason = nullptr;  ///< nullptr: nothing tells which lines they are
  Chain chain = {};
};

bool is_money(const Value& value, Money money);
bool has_key(const Reason& reason, std::string_view key);

/// The reasons an amount can come from: the grants, then what is added to them.
std::vector<const Reason*> sources_of(const PolicyAnswer* policy, std::string_view remedy,
                                      std::span<const std::string_view> rules);

/// Of an amount that is known.
Written written(std::span<const Reason* const> sources, const MoneyLine& line);

/// Whether an amount of the answer is worked out from the day of the claim, so that another day gives another one.
bool goes_by_the_day(const PolicyAnswer* policy, const RemedyAnswer& answer,
                     std::optional<CivilDate> filed_on);

}  // namespace sanbao::wording
