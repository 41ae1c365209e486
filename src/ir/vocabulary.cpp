// SPDX-License-Identifier: Apache-2.0
//
// Look-ups in the standard vocabulary, the standard remedies and the names of money keys.
// In: a path, an id or a key. Out: its row, or null where the vocabulary has none.
// Never case-folds or guesses: did-you-mean is the business of who asks.
// Tested by tests/unit/vocabulary_test.cpp.
#include "ir/vocabulary.hpp"

#include <algorithm>

#include "ir/vocabulary_members.hpp"

namespace sanbao::ir {
namespace {

constexpr RemedyInfo remedy(std::size_t index, bool side = false, bool paid = false) {
  return {members::requests[index].id, side, paid, members::requests[index].name};
}

// docs/language.md §3; the last three are side remedies.
constexpr RemedyInfo remedies[] = {
    remedy(0),
    remedy(1),
    remedy(2),  // return, refund, compensation
    remedy(3),
    remedy(4),
    remedy(5),  // exchange, repair, price_reduction
    remedy(6),
    remedy(7),              // resend, part_exchange
    remedy(8, true, true),  // paid_repair
    remedy(9, true),
    remedy(10, true),  // spare_unit, transport_compensation
};
static_assert(std::size(remedies) + 1 == std::size(members::requests));
static_assert(remedies[8].id == "paid_repair");

constexpr Member keys[] = {
    // money to the consumer
    {"refund", {"退还价款", "refund"}},
    {"compensation", {"赔偿金", "compensation"}},
    {"shipping", {"运费", "shipping"}},
    {"transport", {"交通费用", "transport costs"}},
    {"price_difference", {"差价", "price difference"}},
    // money borne by the consumer
    {"depreciation", {"折旧费", "depreciation"}},
    {"use_fee", {"使用补偿费", "fee for use"}},
    {"repair_fee", {"修理费", "repair fee"}},
    // outcomes of a decision
    {"approved", {"可以", "approved"}},
    {"conditional", {"补齐所需后可以", "approved once what is needed is brought"}},
    {"denied", {"不可以", "denied"}},
    {"needs_facts", {"还不能决定", "cannot be decided yet"}},
    {"conflict", {"规定相互冲突", "rules in conflict"}},
    {"not_covered", {"不在任何规定范围内", "not covered by any policy"}},
};

template <typename Row>
const Row* find_by_path(std::span<const Row> rows, std::string_view path) {
  const auto at = std::lower_bound(rows.begin(), rows.end(), path,
                                   [](const Row& row, std::string_view p) { return row.path < p; });
  return at != rows.end() && at->path == path ? &*at : nullptr;
}

Name find_name(std::span<const Member> rows, std::string_view id) {
  const auto at =
      std::find_if(rows.begin(), rows.end(), [&](const Member& m) { return m.id == id; });
  return at == rows.end() ? Name{} : at->name;
}

}  // namespace

std::string_view type_name(Type type) {
  switch (type) {
    case Type::boolean:
      return "true or false";
    case Type::count:
      return "a whole number";
    case Type::number:
      return "a number";
    case Type::text:
      return "a text";
    case Type::date:
      return "a date";
    case Type::days:
      return "a number of days";
    case Type::length:
      return "a length of time";
    case Type::money:
      return "an amount of money";
    case Type::rate:
      return "a rate";
    case Type::enumeration:
      return "one of a list of words";
    case Type::set:
      return "a set of texts";
    case Type::remedy:
      return "a remedy";
    case Type::list:
      return "a list";
  }
  return {};
}

std::span<const RemedyInfo> standard_remedies() {
  return remedies;
}

const FactInfo* find_standard_fact(std::string_view path) {
  return find_by_path(standard_facts(), path);
}

const ListInfo* find_standard_list(std::string_view path) {
  return find_by_path(standard_lists(), path);
}

const FactInfo* find_field(const ListInfo& list, std::string_view field) {
  return find_by_path(list.fields, field);
}

const RemedyInfo* find_standard_remedy(std::string_view id) {
  const auto at = std::find_if(std::begin(remedies), std::end(remedies),
                               [&](const RemedyInfo& r) { return r.id == id; });
  return at == std::end(remedies) ? nullptr : at;
}

Name money_key_name(std::string_view key) {
  const Name name = find_name(keys, key);
  return name.zh.empty() ? find_name(members::documents, key) : name;
}

}  // namespace sanbao::ir
