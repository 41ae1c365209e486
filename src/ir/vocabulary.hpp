// SPDX-License-Identifier: Apache-2.0
//
// The standard vocabulary of docs/records.md as one table: every fact, event list, member and remedy
// with its type, its name and its question in Chinese and English.
// In: nothing. Out: constant tables, read by check/, claims/, explain/, the questions of a decision and
// the generator of docs/records.md. Never changed while the program runs.
// Tested by tests/unit/vocabulary_test.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace sanbao::ir {

/// Types of facts and of expressions. `count` is a whole number, `number` has six decimals; both are
/// numbers to arithmetic. `remedy` is the type of claim.requests: a remedy of the rulebook, or `any`.
enum class Type : std::uint8_t {
  boolean,
  count,
  number,
  text,
  date,
  days,
  length,
  money,
  rate,
  enumeration,
  set,
  remedy,
  list,  ///< a list of events; of a table cell: a list of texts
};

/// What arithmetic works out exactly.
constexpr bool is_numeric(Type type) {
  return type == Type::count || type == Type::number || type == Type::days || type == Type::money ||
         type == Type::rate;
}

/// The type in an author's words: "a date", "an amount of money".
std::string_view type_name(Type type);

/// A word in both languages.
struct Name {
  std::string_view zh, en;
};

struct Member {
  std::string_view id;
  Name name;
};

struct FactInfo {
  std::string_view path;  ///< "purchase.sold_on"; of an event field: "received_on"
  Type type = Type::text;
  std::span<const Member>
      members;            ///< enumeration and closed set: all of them; open: the known ones
  bool open = false;      ///< text or set with known members: any other value is allowed too
  bool computed = false;  ///< event field that no record carries (`duration`, `whole_unit`)
  Name name;
  Name question;  ///< printed under `questions`; a full question
};

struct ListInfo {
  std::string_view path;             ///< "repairs"
  std::span<const FactInfo> fields;  ///< sorted by path, computed ones included
  bool interval = false;             ///< has received_on and returned_on
  Name name;
  Name question;
};

struct RemedyInfo {
  std::string_view id;
  bool side = false;  ///< never the answer to `requests: any`
  bool paid = false;  ///< not closed by `excludes: all`
  Name name;
};

/// Sorted by path. A slot of the standard part of a Schema is an index into this table.
std::span<const FactInfo> standard_facts();
/// Sorted by path.
std::span<const ListInfo> standard_lists();
/// In the order in which decisions list them.
std::span<const RemedyInfo> standard_remedies();

/// nullptr where there is none.
const FactInfo* find_standard_fact(std::string_view path);
const ListInfo* find_standard_list(std::string_view path);
const FactInfo* find_field(const ListInfo& list, std::string_view field);
const RemedyInfo* find_standard_remedy(std::string_view id);

/// Names of money keys (refund, depreciation, …), outcomes and documents for people; empty where unknown.
Name money_key_name(std::string_view key);

}  // namespace sanbao::ir
