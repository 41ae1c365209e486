// SPDX-License-Identifier: Apache-2.0
//
// The words of a RecordError: what is wrong, in the author's own words, and what was expected.
// In: a fault with what was around it, and the line. Out: message and expected, each at most a few
// hundred bytes. Never runs for a line that is fine; never shows more of a line than a few words of
// it. Tested by tests/unit/claim_reader_test.cpp.
#pragma once

#include <cstdint>
#include <string_view>

#include "claims/fact_rules.hpp"
#include "claims/fault.hpp"
#include "claims/key_table.hpp"
#include "sanbao/records.hpp"

namespace sanbao::claims {

/// A fault of the line's meaning.
struct Found {
  Fault fault = Fault::none;
  std::uint32_t offset = 0;          ///< of the key or value at fault
  const FactRules* rules = nullptr;  ///< of the fact, where there is one
  const KeyTable* keys = nullptr;    ///< unknown_key, near_group: the keys that are known there
  std::string_view word;             ///< the key, the text or the number as written
  char begins = '\0';                ///< wrong_type: the first character of the value
  std::string_view wanted;           ///< wrong_type, where no fact is meant: "an object"
};

/// Fills code, message and expected; `error.path` must be set.
void put_words(const Found& found, const ir::Schema& schema, RecordError& error);
/// The same for a fault of the line's form, at error.offset.
void put_words(Fault fault, std::string_view line, std::string_view expected, RecordError& error);

}  // namespace sanbao::claims
