// SPDX-License-Identifier: Apache-2.0
//
// See scalar.hpp.
#include "claims/scalar.hpp"

#include <cstring>

#include "claims/json_text.hpp"
#include "ir/cells.hpp"
#include "sanbao/values/civil_date.hpp"
#include "sanbao/values/period.hpp"
#include "sanbao/values/rate.hpp"
#include "values/decimal.hpp"

namespace sanbao::claims {
namespace {

using ir::Cell;
using ir::FactState;
using ir::Type;

[[gnu::cold]] Fault fault_of(DateError error) {
  switch (error) {
    case DateError::none:
      break;
    case DateError::syntax:
      return Fault::not_a_date;
    case DateError::no_such_day:
      return Fault::no_such_day;
    case DateError::out_of_range:
      return Fault::date_out_of_range;
    case DateError::offset_missing:
      return Fault::offset_missing;
    case DateError::summer_time:
      return Fault::summer_time;
  }
  return Fault::none;
}

// Why read_decimal() took no number of it.
[[gnu::cold]] Fault fault_of_decimal(std::string_view text, int decimals) {
  if (text.starts_with('-') && text.size() > 1 && is_digit(text[1])) return Fault::below_zero;
  const auto parts = values::split_decimal(text);
  if (!parts) return Fault::not_decimal;
  if (parts->fraction.size() > static_cast<std::size_t>(decimals)) return Fault::too_many_decimals;
  return Fault::too_large;
}

Fault take_decimal(const FactRules& rules, std::string_view text, int decimals, Cell& cell) {
  const auto value = values::read_decimal(text, decimals, ir::greatest(rules.type));
  return value ? take_integer(rules, *value, cell) : fault_of_decimal(text, decimals);
}

Fault take_date_text(const FactRules& rules, std::string_view text, Zone zone, Cell& cell) {
  const ReadDate read = read_date(text, zone);
  if (read.ok) return take_date(rules, read.date, cell);
  if (text == "never") return take_never(rules, cell);
  return fault_of(read.error);
}

Fault take_quoted(const FactRules& rules, std::string_view text, ir::ClaimData& data, Cell& cell) {
  switch (rules.type) {
    case Type::text:
    case Type::enumeration:
    case Type::remedy:
      return take_text(rules, text, data, cell);
    case Type::date:
      return take_date_text(rules, text, data.schema->zone, cell);
    case Type::money:
      return take_decimal(rules, text, static_cast<int>(data.schema->decimals), cell);
    case Type::rate: {
      const auto rate = Rate::parse(text);
      return rate ? take_integer(rules, rate->parts(), cell) : Fault::not_a_rate;
    }
    case Type::length: {
      const auto length = Period::parse(text);
      return length ? take_integer(rules, length->encode(), cell) : Fault::not_a_length;
    }
    case Type::boolean:
    case Type::count:
    case Type::number:
    case Type::days:
    case Type::set:
    case Type::list:
      break;
  }
  return Fault::wrong_type;
}

Fault take_number(const FactRules& rules, std::string_view number, const ir::Schema& schema,
                  Cell& cell) {
  switch (rules.type) {
    case Type::count:
    case Type::days:
      return take_decimal(rules, number, 0, cell);
    case Type::number:
      return take_decimal(rules, number, values::number_decimals, cell);
    case Type::money:
      return take_decimal(rules, number, static_cast<int>(schema.decimals), cell);
    default:
      return Fault::wrong_type;
  }
}

// Of a length that is known while compiling: no call.
template <std::size_t n>
bool is(std::string_view word, const char (&wanted)[n]) {
  return word.size() == n - 1 && std::memcmp(word.data(), wanted, n - 1) == 0;
}

}  // namespace

Fault take_text(const RecordIndex::Takes& takes, std::string_view text, ir::ClaimData& data,
                Cell& cell) {
  const std::uint32_t known = takes.word(text);
  if (known == KeyTable::none || takes.rules.type == Type::set)
    return take_quoted(takes.rules, text, data, cell);
  cell = {known, FactState::given};
  return Fault::none;
}

Fault take_word(const RecordIndex::Takes& takes, std::string_view word, ir::ClaimData& data,
                Cell& cell) {
  const FactRules& rules = takes.rules;
  if (word.empty()) return Fault::wrong_type;
  if (rules.type == Type::boolean && (is(word, "true") || is(word, "false"))) {
    cell = {word.front() == 't' ? 1 : 0, FactState::given};
    return Fault::none;
  }
  if (is(word, "null")) return take_null(rules, cell);
  if (word.front() == '-' || is_digit(word.front()))
    return take_number(rules, word, *data.schema, cell);
  return Fault::wrong_type;
}

Fault take_member(const RecordIndex::Takes& takes, std::string_view text, std::size_t begin,
                  ir::ClaimData& data) {
  const std::uint32_t known = takes.word(text);
  return known != KeyTable::none ? add_member(known, begin, data)
                                 : take_member(takes.rules, text, begin, data);
}

}  // namespace sanbao::claims
