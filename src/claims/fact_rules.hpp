// SPDX-License-Identifier: Apache-2.0
//
// What a fact or an event field takes: the one place where reader.cpp and claim.cpp ask it.
// In: a value of the right C++ type. Out: a cell of ClaimData, or the fault that keeps it out.
// Never reads JSON (scalar.hpp does) and never writes a cell that it refuses.
// Tested by tests/unit/claim_test.cpp and tests/unit/claim_reader_test.cpp.
#pragma once

#include <cstdint>
#include <string_view>

#include "claims/fault.hpp"
#include "ir/schema.hpp"

namespace sanbao::claims {

struct FactRules {
  const ir::SchemaFact* fact = nullptr;
  ir::Type type = ir::Type::text;
  bool null_allowed = true;
  bool never_allowed = false;
};

FactRules rules_of_fact(const ir::Schema& schema, std::uint32_t slot);
FactRules rules_of_field(const ir::Schema& schema, std::uint32_t list, std::uint32_t field);

/// Texts, members of an enumeration, remedies. The text must be UTF-8.
Fault take_text(const FactRules& rules, std::string_view text, ir::ClaimData& data, ir::Cell& cell);
/// One more member of the set whose members begin at `begin` of data.set_members and reach to its
/// end.
Fault take_member(const FactRules& rules, std::string_view text, std::size_t begin,
                  ir::ClaimData& data);
/// The same of a text that is known to be one.
Fault add_member(ir::Symbol symbol, std::size_t begin, ir::ClaimData& data);
/// The set of all members from `begin` on.
void take_set(std::size_t begin, const ir::ClaimData& data, ir::Cell& cell);
Fault take_date(const FactRules& rules, CivilDate date, ir::Cell& cell);
Fault take_null(const FactRules& rules, ir::Cell& cell);
Fault take_never(const FactRules& rules, ir::Cell& cell);
/// Booleans, counts, days, numbers × 10^6, minor units, parts of a rate, encoded lengths; up to ir::greatest().
Fault take_integer(const FactRules& rules, std::int64_t value, ir::Cell& cell);

/// Whether the event was given back before it was handed in; lists that are no intervals: false.
bool returned_early(const ir::SchemaList& list, const ir::Cell* row);

}  // namespace sanbao::claims
