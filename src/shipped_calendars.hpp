// SPDX-License-Identifier: Apache-2.0
//
// shipped_calendars: the calendar files that stand inside the library, byte for byte as in
// rules/calendars, so that their digests are those of the files.
// In: nothing. Out: name and text of each. Never read from disk: the build writes them in.
// Tested by tests/unit/shipped_calendars_test.cpp.
#pragma once

#include <span>
#include <string_view>

namespace sanbao {

struct ShippedCalendar {
  std::string_view name;  ///< "cn"
  std::string_view text;
};

[[nodiscard]] std::span<const ShippedCalendar> shipped_calendars() noexcept;

}  // namespace sanbao
