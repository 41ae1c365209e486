// SPDX-License-Identifier: Apache-2.0
//
// The kinds of fault that a record can have, each with its stable code, and where one was found.
// In: made by form.cpp, scalar.cpp and reader.cpp. Out: turned into a RecordError by wording.cpp.
// Never holds words for people: those are put together once a line is known to be refused.
// Tested by tests/unit/claim_reader_test.cpp; docs/diagnostics.md lists every code.
#pragma once

#include <cstdint>
#include <string_view>

namespace sanbao::claims {

/// The code of a fault is SB30 and its number here; a number is never used again for another kind.
enum class Fault : std::uint8_t {
  none = 0,
  // the form of the line
  line_too_long = 1,
  not_utf8 = 2,
  not_json = 3,
  too_deep = 4,
  half_surrogate = 5,
  // its keys
  repeated_key = 6,
  unknown_key = 7,
  near_group = 8,  ///< an unknown group that is nearly a known one
  too_many = 9,    ///< events, members, unread groups
  // its values
  wrong_type = 10,
  null_refused = 11,
  never_refused = 12,
  not_a_member = 13,
  repeated_member = 14,
  text_too_long = 15,
  not_a_date = 16,
  offset_missing = 17,  ///< an instant that does not say where it is
  no_such_day = 18,
  date_out_of_range = 19,
  summer_time = 20,  ///< an instant whose day in Asia/Shanghai cannot be told
  not_decimal = 21,
  below_zero = 22,
  too_many_decimals = 23,
  too_large = 24,
  not_a_rate = 25,
  not_a_length = 26,
  returned_early = 27,  ///< a repair given back before it was handed in
};

}  // namespace sanbao::claims
