// SPDX-License-Identifier: Apache-2.0
//
// Schema: what a claim may say under one rulebook: every fact with its slot, every list with its
// fields, every text that a policy compares with a symbol. ClaimData: the facts of one claim in those slots.
// In: compile/ builds the Schema from all checked policies. Out: claims/ fills a ClaimData, eval/ reads it.
// Never holds a text that decides: texts are symbols, numbers are scaled integers, dates are days.
// Tested by tests/unit/schema_test.cpp and tests/unit/claim_reader_test.cpp.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ir/vocabulary.hpp"
#include "sanbao/values/civil_date.hpp"
#include "sanbao/values/money.hpp"

namespace sanbao::ir {

/// A text that a policy of the rulebook or the vocabulary knows (below Schema::symbols.size()), or one
/// that only this claim carries (at and above it).
using Symbol = std::uint32_t;

/// The same on every machine: no seed, no pointer.
std::uint64_t text_hash(std::string_view text);

/// Symbols of the rulebook. Filled while compiling, constant afterwards.
class SymbolTable {
 public:
  Symbol intern(std::string_view text);
  [[nodiscard]] std::optional<Symbol> find(std::string_view text) const {
    return find(text, text_hash(text));
  }
  [[nodiscard]] std::optional<Symbol> find(std::string_view text, std::uint64_t hash) const;
  [[nodiscard]] std::string_view text(Symbol symbol) const { return texts_[symbol]; }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(texts_.size()); }

 private:
  void rehash(std::size_t places);

  std::deque<std::string> texts_;
  std::vector<std::uint64_t> hashes_;  // of texts_
  std::vector<std::uint32_t>
      places_;  // symbol + 1 by hash, 0: free; a power of two, at most half full
};

/// What a slot or an event field takes.
struct SchemaFact {
  std::string path;  ///< "purchase.sold_on"; of a field: "received_on"
  Type type = Type::text;
  bool open = true;              ///< text, set: any value; else only `members`
  bool computed = false;         ///< event field that no record carries
  std::vector<Symbol> members;   ///< enumeration, closed set, remedy; open: the known ones
  std::string name_zh, name_en;  ///< empty: none
  std::string question_zh, question_en;
};

struct SchemaList {
  std::string path;
  bool interval = false;
  bool standard = false;  ///< a missing standard list counts as none
  bool assume_empty = false;
  std::vector<SchemaFact> fields;
  std::string name_zh, name_en, question_zh, question_en;
  // indices of fields the evaluator knows by itself; -1: the list has none
  int received_on = -1, returned_on = -1, on = -1, fixed = -1, waiting_days = -1, hours = -1,
      excluded_hours = -1, replaced = -1, duration = -1, whole_unit = -1, component = -1,
      odometer_km = -1;
};

/// Where a JSON key of a known group leads.
struct SchemaKey {
  std::string key;
  std::uint32_t slot = 0;
};
struct SchemaGroup {
  std::string name;             ///< "purchase"
  std::vector<SchemaKey> keys;  ///< sorted
};

struct Schema {
  SymbolTable symbols;
  std::vector<SchemaFact>
      facts;  ///< slot = index: standard_facts() in their order, then declared ones by path
  std::vector<SchemaList> lists;    ///< standard_lists() in their order, then declared ones by path
  std::vector<SchemaGroup> groups;  ///< sorted by name
  Zone zone;
  std::optional<Currency> currency;  ///< of the rulebook; none: no policy speaks of money
  std::uint32_t decimals = 2;        ///< of the currency
  /// The same for schemas that have the same facts, lists and fields, of the same types, in the same places.
  std::uint64_t shape = 0;
  // slots the evaluator knows by itself
  std::uint32_t claim_id = 0, filed_on = 0, requests = 0, odometer_km = 0, category = 0;

  [[nodiscard]] std::optional<std::uint32_t> find_slot(std::string_view path) const;
  [[nodiscard]] std::optional<std::uint32_t> find_list(std::string_view path) const;
  [[nodiscard]] const SchemaGroup* find_group(std::string_view name) const;
};

enum class FactState : std::uint8_t { absent, given, null, never };

/// One fact of a claim. `value` by type: boolean 0/1; count; number × 10^6; text, enumeration, remedy:
/// Symbol; date: days since 1970-01-01; days; length: Period::encode(); money: minor units; rate: parts
/// per 10^9; set: begin << 32 | count into ClaimData::set_members.
struct Cell {
  std::int64_t value = 0;
  FactState state = FactState::absent;
};

/// The events of one list: `count` rows of as many cells as the list has fields.
struct EventRows {
  FactState state = FactState::absent;  ///< absent, given (perhaps empty), null
  std::uint32_t count = 0;
  std::vector<Cell> cells;  ///< row-major

  [[nodiscard]] const Cell& at(std::uint32_t event, std::uint32_t field,
                               std::uint32_t width) const {
    return cells[static_cast<std::size_t>(event) * width + field];
  }
};

/// Facts of one claim under a Schema. Reused from claim to claim: `clear` keeps the memory.
struct ClaimData {
  explicit ClaimData(const Schema& of);
  void clear();

  [[nodiscard]] std::string_view text(Symbol symbol) const;
  /// The texts of a set, as its cell has it.
  [[nodiscard]] std::span<const Symbol> members(std::int64_t set) const {
    const auto place = static_cast<std::uint64_t>(set);
    return {set_members.data() + (place >> 32U), place & 0xFFFFFFFFU};
  }
  /// Symbol of a text: the rulebook's, else one of this claim (equal texts, equal symbols).
  Symbol intern(std::string_view text);

  const Schema* schema;
  std::vector<Cell> cells;       ///< by slot
  std::vector<EventRows> lists;  ///< by list
  std::vector<Symbol> set_members;
  std::vector<std::string> unread;  ///< groups that no policy knows

  // texts that only this claim carries
  std::string text_bytes;
  struct LocalText {
    std::uint32_t begin, length;
    std::uint64_t hash;
  };
  std::vector<LocalText> local_texts;
  std::vector<std::uint32_t> local_places;  ///< as SymbolTable's, from `many_texts` local texts on
  static constexpr std::size_t many_texts = 24;

 private:
  std::optional<Symbol> find_local(std::string_view text, std::uint64_t hash) const;
  void place_local(std::uint32_t index);
};

}  // namespace sanbao::ir
