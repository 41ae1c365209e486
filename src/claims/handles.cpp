// SPDX-License-Identifier: Apache-2.0
//
// Handles of facts, fields and lists: found once by their paths, used for every claim.
// In: a path and the C++ type of its values. Out: a handle, or nothing where the rulebook knows no
// such fact of that type. Never gives a handle of a computed field, which no record carries. Tested
// by tests/unit/claim_test.cpp.
#include <span>
#include <string_view>

#include "ir/program.hpp"
#include "sanbao/rulebook.hpp"

namespace sanbao {
namespace {

using ir::Type;

template <typename T>
constexpr bool holds(Type type);
template <>
constexpr bool holds<bool>(Type type) {
  return type == Type::boolean;
}
template <>
constexpr bool holds<std::int64_t>(Type type) {
  return type == Type::count;
}
template <>
constexpr bool holds<Decimal>(Type type) {
  return type == Type::number;
}
template <>
constexpr bool holds<std::string_view>(Type type) {
  return type == Type::text || type == Type::enumeration || type == Type::remedy;
}
template <>
constexpr bool holds<CivilDate>(Type type) {
  return type == Type::date;
}
template <>
constexpr bool holds<Days>(Type type) {
  return type == Type::days;
}
template <>
constexpr bool holds<Period>(Type type) {
  return type == Type::length;
}
template <>
constexpr bool holds<Money>(Type type) {
  return type == Type::money;
}
template <>
constexpr bool holds<Rate>(Type type) {
  return type == Type::rate;
}
template <>
constexpr bool holds<std::span<const std::string_view>>(Type type) {
  return type == Type::set;
}

}  // namespace

template <typename T>
std::optional<Fact<T>> Rulebook::fact(std::string_view path) const {
  const ir::Schema& schema = ruleset_->schema();
  const auto slot = schema.find_slot(path);
  if (!slot || !holds<T>(schema.facts[*slot].type)) return std::nullopt;
  return Fact<T>{*slot, schema.shape};
}

template <typename T>
std::optional<Field<T>> Rulebook::field(std::string_view list, std::string_view field) const {
  const ir::Schema& schema = ruleset_->schema();
  const auto index = schema.find_list(list);
  if (!index) return std::nullopt;
  const auto& fields = schema.lists[*index].fields;
  for (std::uint32_t i = 0; i < fields.size(); ++i)
    if (fields[i].path == field && !fields[i].computed && holds<T>(fields[i].type))
      return Field<T>{*index, i, schema.shape};
  return std::nullopt;
}

std::optional<Events> Rulebook::events(std::string_view list) const {
  const ir::Schema& schema = ruleset_->schema();
  const auto index = schema.find_list(list);
  return index ? std::optional(Events{*index, schema.shape}) : std::nullopt;
}

// A type cannot stand in parentheses.
// NOLINTBEGIN(bugprone-macro-parentheses)
#define SANBAO_HANDLES(T)                                                                  \
  template SANBAO_EXPORT std::optional<Fact<T>> Rulebook::fact<T>(std::string_view) const; \
  template SANBAO_EXPORT std::optional<Field<T>> Rulebook::field<T>(std::string_view,      \
                                                                    std::string_view) const;
// NOLINTEND(bugprone-macro-parentheses)
SANBAO_HANDLES(bool)
SANBAO_HANDLES(std::int64_t)
SANBAO_HANDLES(Decimal)
SANBAO_HANDLES(std::string_view)
SANBAO_HANDLES(CivilDate)
SANBAO_HANDLES(Days)
SANBAO_HANDLES(Period)
SANBAO_HANDLES(Money)
SANBAO_HANDLES(Rate)
SANBAO_HANDLES(std::span<const std::string_view>)
#undef SANBAO_HANDLES

}  // namespace sanbao
