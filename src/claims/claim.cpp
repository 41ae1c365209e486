// SPDX-License-Identifier: Apache-2.0
//
// The public Claim: typed values into the slots of a ClaimData, under the rules that the reader of
// records asks too. In: handles and values. Out: cells; false where a value is not one the fact
// takes. Never changes a cell that it refuses to fill, never trusts a handle to be of the same
// rulebook. Tested by tests/unit/claim_test.cpp.
#include "sanbao/claim.hpp"

#include <utility>

#include "base/utf8.hpp"
#include "claims/fact_rules.hpp"
#include "claims/limits.hpp"
#include "ir/cells.hpp"
#include "ir/program.hpp"
#include "sanbao/rulebook.hpp"
#include "values/decimal.hpp"

namespace sanbao {
namespace {

using claims::FactRules;
using claims::Fault;
using ir::Cell;
using ir::FactState;
using ir::Type;

constexpr std::uint32_t beyond_the_limit = 0xFFFFFFFFU;

bool holds_text(Type type) {
  return type == Type::text || type == Type::enumeration || type == Type::remedy;
}

Fault put_text(const FactRules& rules, std::string_view text, ir::ClaimData& data, Cell& cell) {
  if (base::find_invalid_utf8(text)) return Fault::not_utf8;
  return claims::take_text(rules, text, data, cell);
}

Fault put_set(const FactRules& rules, std::span<const std::string_view> members,
              ir::ClaimData& data, Cell& cell) {
  const std::size_t begin = data.set_members.size();
  for (const std::string_view member : members) {
    Fault fault = base::find_invalid_utf8(member) ? Fault::not_utf8 : Fault::none;
    if (fault == Fault::none) fault = claims::take_member(rules, member, begin, data);
    if (fault != Fault::none) {
      data.set_members.resize(begin);
      return fault;
    }
  }
  claims::take_set(begin, data, cell);
  return Fault::none;
}

Fault put_money(const FactRules& rules, Money value, const ir::Schema& schema, Cell& cell) {
  // a rulebook that speaks of no money reads amounts of any currency with its decimals
  const bool known = schema.currency
                         ? *schema.currency == value.currency()
                         : value.currency().decimals() == static_cast<int>(schema.decimals);
  return known ? claims::take_integer(rules, value.minor_units(), cell) : Fault::wrong_type;
}

// A length of which no record could tell is none: a claim filled in by hand is one that could have been read.
Fault put_length(const FactRules& rules, Period value, Cell& cell) {
  if (Period::parse(value.to_string()) != value) return Fault::not_a_length;
  return claims::take_integer(rules, value.encode(), cell);
}

// Where a handle leads, if it is one of this rulebook and of a fact of that type. What the handle says of its
// place holds where the shapes are the same, unless somebody made it by hand.
template <typename T>
Cell* cell_of(ir::ClaimData& data, Fact<T> fact) {
  const bool known = fact.shape == data.schema->shape && fact.slot < data.cells.size();
  return known ? &data.cells[fact.slot] : nullptr;
}
template <typename T>
Cell* cell_of(ir::ClaimData& data, Event event, Field<T> field) {
  if (field.shape != data.schema->shape || event.list != field.list ||
      field.list >= data.lists.size())
    return nullptr;
  const auto& fields = data.schema->lists[field.list].fields;
  ir::EventRows& rows = data.lists[field.list];
  if (event.index >= rows.count || field.field >= fields.size() || fields[field.field].computed)
    return nullptr;
  return &rows.cells[std::size_t{event.index} * fields.size() + field.field];
}

bool knows(const ir::ClaimData& data, Events list) {
  return list.shape == data.schema->shape && list.list < data.lists.size();
}

template <typename T, typename Put>
bool set_fact(ir::ClaimData& data, Fact<T> fact, bool (*fits)(Type), Put put) {
  Cell* cell = cell_of(data, fact);
  if (cell == nullptr || !fits(data.schema->facts[fact.slot].type)) return false;
  return put(claims::rules_of_fact(*data.schema, fact.slot), *cell) == Fault::none;
}

template <typename T, typename Put>
bool set_field(ir::ClaimData& data, Event event, Field<T> field, bool (*fits)(Type), Put put) {
  Cell* cell = cell_of(data, event, field);
  const std::uint32_t list = field.list;
  if (cell == nullptr || !fits(data.schema->lists[list].fields[field.field].type)) return false;
  const Cell before = *cell;
  if (put(claims::rules_of_field(*data.schema, list, field.field), *cell) != Fault::none)
    return false;
  const ir::SchemaList& schema = data.schema->lists[list];
  const Cell* row = &data.lists[list].cells[std::size_t{event.index} * schema.fields.size()];
  if (!claims::returned_early(schema, row)) return true;
  *cell = before;
  return false;
}

template <Type type>
bool is(Type of) {
  return of == type;
}
bool is_any(Type) {
  return true;
}

auto integer(std::int64_t value) {
  return [value](const FactRules& rules, Cell& cell) {
    return claims::take_integer(rules, value, cell);
  };
}
auto date(CivilDate value) {
  return
      [value](const FactRules& rules, Cell& cell) { return claims::take_date(rules, value, cell); };
}

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
  const auto value =
      values::read_decimal(text, values::number_decimals, ir::greatest(Type::number));
  return value ? std::optional(Decimal{*value}) : std::nullopt;
}

Claim::Claim(const Rulebook& rulebook)
    : keep_alive_(rulebook.shared()),
      data_(std::make_unique<ir::ClaimData>(rulebook.ruleset().schema())) {}
Claim::Claim(Claim&&) noexcept = default;
Claim& Claim::operator=(Claim&&) noexcept = default;
Claim::Claim(const Claim& other)
    : keep_alive_(other.keep_alive_),
      data_(other.data_ ? std::make_unique<ir::ClaimData>(*other.data_) : nullptr) {}
Claim& Claim::operator=(const Claim& other) {
  if (this == &other) return *this;
  if (!data_ || !other.data_) return *this = Claim(other);
  keep_alive_ = other.keep_alive_;
  *data_ = *other.data_;  // in the memory that is there
  return *this;
}
Claim::~Claim() = default;

void Claim::clear() {
  data_->clear();
}

bool Claim::belongs_to(const Rulebook& rulebook) const {
  return data_ && data_->schema == &rulebook.ruleset().schema();
}

bool Claim::set(Fact<bool> fact, bool value) {
  return set_fact(*data_, fact, is<Type::boolean>, integer(value ? 1 : 0));
}
bool Claim::set(Fact<std::int64_t> fact, std::int64_t value) {
  return set_fact(*data_, fact, is<Type::count>, integer(value));
}
bool Claim::set(Fact<Decimal> fact, Decimal value) {
  return set_fact(*data_, fact, is<Type::number>, integer(value.millionths));
}
bool Claim::set(Fact<std::string_view> fact, std::string_view value) {
  return set_fact(*data_, fact, holds_text, [&](const FactRules& rules, Cell& cell) {
    return put_text(rules, value, *data_, cell);
  });
}
bool Claim::set(Fact<CivilDate> fact, CivilDate value) {
  return set_fact(*data_, fact, is<Type::date>, date(value));
}
bool Claim::set(Fact<Days> fact, Days value) {
  return set_fact(*data_, fact, is<Type::days>, integer(value.count));
}
bool Claim::set(Fact<Period> fact, Period value) {
  return set_fact(*data_, fact, is<Type::length>, [&](const FactRules& rules, Cell& cell) {
    return put_length(rules, value, cell);
  });
}
bool Claim::set(Fact<Money> fact, Money value) {
  return set_fact(*data_, fact, is<Type::money>, [&](const FactRules& rules, Cell& cell) {
    return put_money(rules, value, *data_->schema, cell);
  });
}
bool Claim::set(Fact<Rate> fact, Rate value) {
  return set_fact(*data_, fact, is<Type::rate>, integer(value.parts()));
}
bool Claim::set(Fact<std::span<const std::string_view>> fact,
                std::span<const std::string_view> values) {
  return set_fact(*data_, fact, is<Type::set>, [&](const FactRules& rules, Cell& cell) {
    return put_set(rules, values, *data_, cell);
  });
}
bool Claim::set_never(Fact<CivilDate> fact) {
  return set_fact(*data_, fact, is<Type::date>, claims::take_never);
}
bool Claim::set_null_slot(std::uint32_t slot, std::uint64_t shape) {
  return set_fact(*data_, Fact<void>{slot, shape}, is_any, claims::take_null);
}

Event Claim::add(Events list) {
  if (!knows(*data_, list)) return {list.list, beyond_the_limit};
  ir::EventRows& rows = data_->lists[list.list];
  if (rows.count == claims::max_entries) return {list.list, beyond_the_limit};
  rows.state = FactState::given;
  rows.cells.resize(rows.cells.size() + data_->schema->lists[list.list].fields.size());
  return {list.list, rows.count++};
}
bool Claim::set_none(Events list) {
  if (!knows(*data_, list)) return false;
  ir::EventRows& rows = data_->lists[list.list];
  rows.state = FactState::given;
  rows.count = 0;
  rows.cells.clear();
  return true;
}
bool Claim::set_null(Events list) {
  if (!set_none(list)) return false;
  data_->lists[list.list].state = FactState::null;
  return true;
}

bool Claim::set(Event event, Field<bool> field, bool value) {
  return set_field(*data_, event, field, is<Type::boolean>, integer(value ? 1 : 0));
}
bool Claim::set(Event event, Field<std::int64_t> field, std::int64_t value) {
  return set_field(*data_, event, field, is<Type::count>, integer(value));
}
bool Claim::set(Event event, Field<Decimal> field, Decimal value) {
  return set_field(*data_, event, field, is<Type::number>, integer(value.millionths));
}
bool Claim::set(Event event, Field<std::string_view> field, std::string_view value) {
  return set_field(*data_, event, field, holds_text, [&](const FactRules& rules, Cell& cell) {
    return put_text(rules, value, *data_, cell);
  });
}
bool Claim::set(Event event, Field<CivilDate> field, CivilDate value) {
  return set_field(*data_, event, field, is<Type::date>, date(value));
}
bool Claim::set(Event event, Field<Days> field, Days value) {
  return set_field(*data_, event, field, is<Type::days>, integer(value.count));
}
bool Claim::set(Event event, Field<Money> field, Money value) {
  return set_field(*data_, event, field, is<Type::money>, [&](const FactRules& rules, Cell& cell) {
    return put_money(rules, value, *data_->schema, cell);
  });
}
bool Claim::set_never(Event event, Field<CivilDate> field) {
  return set_field(*data_, event, field, is<Type::date>, claims::take_never);
}
bool Claim::set_null_field(Event event, Field<void> field) {
  return set_field(*data_, event, field, is_any, claims::take_null);
}

}  // namespace sanbao
