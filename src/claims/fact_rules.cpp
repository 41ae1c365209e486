// SPDX-License-Identifier: Apache-2.0
//
// See fact_rules.hpp and docs/records.md §3.
#include "claims/fact_rules.hpp"

#include <algorithm>
#include <cstdint>

#include "claims/limits.hpp"
#include "ir/cells.hpp"
#include "sanbao/values/money.hpp"
#include "sanbao/values/period.hpp"
#include "sanbao/values/rate.hpp"

namespace sanbao::claims {
namespace {

using ir::Cell;
using ir::FactState;
using ir::Type;

constexpr std::string_view claim_group = "claim.";

bool is_member(const ir::SchemaFact& fact, ir::Symbol symbol) {
  return std::find(fact.members.begin(), fact.members.end(), symbol) != fact.members.end();
}

Fault put(Cell& cell, std::int64_t value) {
  cell = {value, FactState::given};
  return Fault::none;
}

}  // namespace

FactRules rules_of_fact(const ir::Schema& schema, std::uint32_t slot) {
  const ir::SchemaFact& fact = schema.facts[slot];
  return {&fact, fact.type, !std::string_view(fact.path).starts_with(claim_group),
          fact.type == Type::date && slot != schema.filed_on};
}

FactRules rules_of_field(const ir::Schema& schema, std::uint32_t list, std::uint32_t field) {
  const ir::SchemaFact& fact = schema.lists[list].fields[field];
  const bool begins = static_cast<int>(field) == schema.lists[list].received_on;
  return {&fact, fact.type, true, fact.type == Type::date && !begins};
}

Fault take_text(const FactRules& rules, std::string_view text, ir::ClaimData& data, Cell& cell) {
  if (text.size() > max_text_bytes) return Fault::text_too_long;
  if (rules.fact->open) return put(cell, data.intern(text));
  const auto symbol = data.schema->symbols.find(text);
  if (!symbol || !is_member(*rules.fact, *symbol)) return Fault::not_a_member;
  return put(cell, *symbol);
}

Fault take_member(const FactRules& rules, std::string_view text, std::size_t begin,
                  ir::ClaimData& data) {
  Cell cell;
  const Fault fault = take_text(rules, text, data, cell);
  return fault != Fault::none ? fault
                              : add_member(static_cast<ir::Symbol>(cell.value), begin, data);
}

Fault add_member(ir::Symbol symbol, std::size_t begin, ir::ClaimData& data) {
  const auto from = data.set_members.begin() + static_cast<std::ptrdiff_t>(begin);
  if (std::find(from, data.set_members.end(), symbol) != data.set_members.end())
    return Fault::repeated_member;
  if (data.set_members.size() - begin == max_entries) return Fault::too_many;
  data.set_members.push_back(symbol);
  return Fault::none;
}

void take_set(std::size_t begin, const ir::ClaimData& data, Cell& cell) {
  const std::size_t count = data.set_members.size() - begin;
  put(cell, static_cast<std::int64_t>(begin) << 32 | static_cast<std::int64_t>(count));
}

Fault take_date(const FactRules&, CivilDate date, Cell& cell) {
  if (date < CivilDate::first_fact() || date > CivilDate::last_fact())
    return Fault::date_out_of_range;
  return put(cell, date.days_since_epoch());
}

Fault take_null(const FactRules& rules, Cell& cell) {
  if (!rules.null_allowed) return Fault::null_refused;
  cell = {0, FactState::null};
  return Fault::none;
}

Fault take_never(const FactRules& rules, Cell& cell) {
  if (!rules.never_allowed) return Fault::never_refused;
  cell = {0, FactState::never};
  return Fault::none;
}

Fault take_integer(const FactRules& rules, std::int64_t value, Cell& cell) {
  if (value < 0) return Fault::below_zero;
  if (value > ir::greatest(rules.type)) return Fault::too_large;
  return put(cell, value);
}

bool returned_early(const ir::SchemaList& list, const Cell* row) {
  if (!list.interval || list.received_on < 0 || list.returned_on < 0) return false;
  const Cell& received = row[list.received_on];
  const Cell& returned = row[list.returned_on];
  return received.state == FactState::given && returned.state == FactState::given &&
         returned.value < received.value;
}

}  // namespace sanbao::claims
