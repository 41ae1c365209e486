// SPDX-License-Identifier: Apache-2.0
//
// The form of a line, byte by byte: is it UTF-8 and JSON, and where is it not? Runs only once the
// quick walk of reader.cpp has found a fault, to name its first byte and its path; tests hold the
// two against each other. In: a line, and the offset of a place to name. Out: the first byte at
// fault, the path of the place, the id. Never recurses, never looks at what a value means. Tested
// by tests/unit/claim_reader_test.cpp and, against Python's reader, by tests/bad.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "claims/fault.hpp"

namespace sanbao::claims {

struct Form {
  Fault fault = Fault::none;
  std::size_t offset =
      0;  ///< of the first byte at fault; the length of the line where it ends too early
  std::string_view expected;  ///< what could have stood there
  std::string
      path;  ///< of the key or value that begins at `place`; of too_deep and half_surrogate: theirs
  std::string claim_id;  ///< claim.id, where it stands before the fault and is a text
  bool has_claim_id = false;
};

inline constexpr std::size_t no_place = static_cast<std::size_t>(-1);

Form examine_form(std::string_view line, std::size_t place = no_place);

}  // namespace sanbao::claims
