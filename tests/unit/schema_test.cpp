// SPDX-License-Identifier: Apache-2.0
//
// Look-ups in a Schema and the texts of a claim as symbols.
#include "ir/schema.hpp"

#include <doctest/doctest.h>

#include <map>
#include <set>
#include <string>

#include "compile/schema_builder.hpp"

using namespace sanbao::ir;

namespace {

std::shared_ptr<Schema> standard_schema() {
  return sanbao::compile::build_schema({}, sanbao::compile::collect_remedies({}));
}

}  // namespace

TEST_CASE("every fact of the vocabulary has the slot of its row") {
  const auto schema = standard_schema();
  REQUIRE(schema->facts.size() == standard_facts().size());
  for (std::uint32_t i = 0; i < standard_facts().size(); ++i)
    CHECK(schema->find_slot(standard_facts()[i].path) == i);
  for (std::uint32_t i = 0; i < standard_lists().size(); ++i)
    CHECK(schema->find_list(standard_lists()[i].path) == i);
  for (const char* path : {"", "claim", "claim.", ".id", "claim.idd", "claims.id", "claim.id.x"})
    CHECK_FALSE(schema->find_slot(path).has_value());
  CHECK_FALSE(schema->find_list("repair").has_value());
  CHECK(schema->find_group("purchase") != nullptr);
  CHECK(schema->find_group("purchas") == nullptr);
  CHECK(schema->find_group("") == nullptr);
}

TEST_CASE("symbols are dense, found again and survive growth") {
  SymbolTable table;
  CHECK_FALSE(table.find("").has_value());
  std::map<std::string, Symbol> seen;
  for (int i = 0; i < 5000; ++i) {
    const std::string text = std::string(static_cast<std::size_t>(i % 40), 'x') + std::to_string(i);
    const Symbol symbol = table.intern(text);
    CHECK(symbol == static_cast<Symbol>(i));
    seen[text] = symbol;
  }
  for (const auto& [text, symbol] : seen) {
    CHECK(table.intern(text) == symbol);
    CHECK(table.find(text) == symbol);
    CHECK(table.text(symbol) == text);
  }
  CHECK(table.size() == 5000);
  CHECK(table.intern("") == 5000);
  CHECK(table.find("") == Symbol{5000});
  CHECK_FALSE(table.find("never interned").has_value());
}

TEST_CASE("texts of every length have hashes of their own") {
  std::set<std::uint64_t> hashes;
  std::string text;
  for (int i = 0; i < 300; ++i) {
    CHECK(hashes.insert(text_hash(text)).second);
    text.push_back('\0');
  }
  // one byte changed at every place
  for (std::size_t length : {1U, 2U, 3U, 4U, 7U, 8U, 9U, 15U, 16U, 17U, 40U}) {
    for (std::size_t at = 0; at < length; ++at) {
      std::string changed(length, 'a');
      changed[at] = 'b';
      CHECK(hashes.insert(text_hash(changed)).second);
    }
  }
  // the same bytes give the same number wherever the text stands
  const std::string twice = "现代现代";
  CHECK(text_hash(std::string_view(twice).substr(0, 6)) == text_hash("现代"));
  CHECK(text_hash(std::string_view(twice).substr(6)) == text_hash("现代"));
}

TEST_CASE("a claim's texts: known ones keep the rulebook's symbol, others get one of the claim") {
  const auto schema = standard_schema();
  ClaimData data(*schema);
  const std::uint32_t shared = schema->symbols.size();
  CHECK(data.intern("invoice") == schema->symbols.find("invoice"));
  CHECK(data.intern("C-1") == shared);
  CHECK(data.intern("C-1") == shared);
  CHECK(data.intern("") == shared + 1);
  CHECK(data.text(shared) == "C-1");
  CHECK(data.text(shared + 1).empty());
  CHECK(data.text(*schema->symbols.find("invoice")) == "invoice");
}

TEST_CASE("many texts of one claim are told apart, and forgotten by clear") {
  const auto schema = standard_schema();
  ClaimData data(*schema);
  const std::uint32_t shared = schema->symbols.size();
  for (int round = 0; round < 3; ++round) {
    for (std::uint32_t count : {5U, 1000U, 30U}) {
      data.clear();
      for (std::uint32_t i = 0; i < count; ++i)
        CHECK(data.intern("text " + std::to_string(i)) == shared + i);
      for (std::uint32_t i = 0; i < count; ++i) {
        CHECK(data.intern("text " + std::to_string(i)) == shared + i);
        CHECK(data.text(shared + i) == "text " + std::to_string(i));
      }
      CHECK(data.local_texts.size() == count);
    }
  }
}

TEST_CASE("clear forgets every fact") {
  const auto schema = standard_schema();
  ClaimData data(*schema);
  data.cells[3] = {7, FactState::given};
  data.lists[1].state = FactState::given;
  data.lists[1].count = 1;
  data.lists[1].cells.resize(schema->lists[1].fields.size());
  data.set_members.push_back(1);
  data.unread.emplace_back("crm");
  data.clear();
  for (const Cell& cell : data.cells)
    CHECK(cell.state == FactState::absent);
  for (const EventRows& list : data.lists) {
    CHECK(list.state == FactState::absent);
    CHECK(list.count == 0);
    CHECK(list.cells.empty());
  }
  CHECK(data.set_members.empty());
  CHECK(data.unread.empty());
}
