// SPDX-License-Identifier: Apache-2.0
//
// A rulebook's Schema for the tests of claims/: the vocabulary, and facts of every type that a
// policy declares. In: nothing. Out: a Schema and a Ruleset that holds it and no policy.
#pragma once

#include <doctest/doctest.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "claims/reader.hpp"
#include "compile/schema_builder.hpp"
#include "ir/program.hpp"
#include "sanbao/rulebook.hpp"

namespace claim_fixture {

inline sanbao::ir::FactUse declared(std::string path, sanbao::ir::Type type,
                                    std::vector<std::string> members = {}) {
  sanbao::ir::FactUse use;
  use.path = std::move(path);
  use.type = type;
  use.declared = true;
  use.open = members.empty();
  use.members = std::move(members);
  return use;
}

inline sanbao::ir::FieldUse field(std::string name, sanbao::ir::Type type,
                                  std::vector<std::string> members = {}) {
  sanbao::ir::FieldUse use;
  use.name = std::move(name);
  use.type = type;
  use.open = members.empty();
  use.members = std::move(members);
  return use;
}

inline std::shared_ptr<sanbao::ir::Schema> schema(std::string_view currency = "CNY") {
  using sanbao::ir::Type;
  auto policy = std::make_shared<sanbao::ir::CheckedPolicy>();
  policy->zone = sanbao::Zone::shanghai();
  policy->zone_given = true;
  policy->currency = sanbao::Currency::parse(currency);
  policy->facts = {
      declared("lcd.bright_dots", Type::count),
      declared("purchase.gift", Type::text),
      declared("shop.discount", Type::rate),
      declared("shop.grace", Type::length),
      declared("shop.grade", Type::enumeration, {"first", "second"}),
      declared("shop.levy", Type::money),
      declared("shop.notice", Type::days),
      declared("shop.tags", Type::set),
  };
  sanbao::ir::ListUse visits;
  visits.path = "visits";
  visits.fields = {
      field("came_on", Type::date), field("colours", Type::set), field("fee", Type::money),
      field("grade", Type::enumeration, {"first", "second"}), field("people", Type::count)};
  sanbao::ir::ListUse calls;
  calls.path = "shop.calls";
  calls.fields = {field("minutes", Type::number)};
  policy->lists = {visits, calls};
  sanbao::ir::RemedyUse apology;
  apology.id = "apology";
  policy->remedies = {apology};
  const std::vector<std::shared_ptr<const sanbao::ir::CheckedPolicy>> policies{policy};
  return sanbao::compile::build_schema(policies, sanbao::compile::collect_remedies(policies));
}

inline sanbao::Rulebook rulebook(std::string_view currency = "CNY") {
  auto ruleset = std::make_shared<sanbao::ir::Ruleset>();
  ruleset->schema_ptr = schema(currency);
  return sanbao::Rulebook(ruleset);
}

// A reader with what it read.
struct Bench {
  explicit Bench(std::string_view currency = "CNY", std::string_view variant = {})
      : schema(claim_fixture::schema(currency)), reader(*schema, variant), data(*schema) {}

  bool read(std::string_view line) { return reader.read(line, data, error); }

  const sanbao::ir::Cell& cell(std::string_view path) const {
    return data.cells.at(schema->find_slot(path).value());
  }
  std::string_view text(std::string_view path) const {
    const sanbao::ir::Cell& at = cell(path);
    REQUIRE(at.state == sanbao::ir::FactState::given);
    return data.text(static_cast<sanbao::ir::Symbol>(at.value));
  }
  const sanbao::ir::EventRows& list(std::string_view path) const {
    return data.lists.at(schema->find_list(path).value());
  }
  const sanbao::ir::Cell& event(std::string_view path, std::uint32_t index,
                                std::string_view field) const {
    const auto& fields = schema->lists.at(schema->find_list(path).value()).fields;
    for (std::uint32_t i = 0; i < fields.size(); ++i)
      if (fields[i].path == field)
        return list(path).at(index, i, static_cast<std::uint32_t>(fields.size()));
    FAIL("no such field");
    return list(path).cells.front();
  }

  std::shared_ptr<sanbao::ir::Schema> schema;
  sanbao::claims::Reader reader;
  sanbao::ir::ClaimData data;
  sanbao::RecordError error;
};

inline std::int64_t day(std::string_view text) {
  return sanbao::CivilDate::parse(text)->days_since_epoch();
}

// Claims that say the same, whatever was read before, and in whatever order.
inline void check_same(const sanbao::ir::ClaimData& a, const sanbao::ir::ClaimData& b) {
  using sanbao::ir::Cell;
  using sanbao::ir::FactState;
  using sanbao::ir::Symbol;
  using sanbao::ir::Type;
  const auto same = [&](const Cell& x, const Cell& y, const sanbao::ir::SchemaFact& fact) {
    INFO(fact.path);
    CHECK(x.state == y.state);
    if (x.state != FactState::given || y.state != FactState::given) return;
    const bool text =
        fact.type == Type::text || fact.type == Type::enumeration || fact.type == Type::remedy;
    if (text) {
      CHECK(a.text(static_cast<Symbol>(x.value)) == b.text(static_cast<Symbol>(y.value)));
    } else if (fact.type == Type::set) {
      const auto count = static_cast<std::size_t>(x.value & 0xFFFFFFFF);
      REQUIRE(count == static_cast<std::size_t>(y.value & 0xFFFFFFFF));
      for (std::size_t i = 0; i < count; ++i)
        CHECK(a.text(a.set_members[static_cast<std::size_t>(x.value >> 32) + i]) ==
              b.text(b.set_members[static_cast<std::size_t>(y.value >> 32) + i]));
    } else {
      CHECK(x.value == y.value);
    }
  };
  REQUIRE(a.schema == b.schema);
  CHECK(a.unread == b.unread);
  for (std::size_t i = 0; i < a.cells.size(); ++i)
    same(a.cells[i], b.cells[i], a.schema->facts[i]);
  for (std::size_t i = 0; i < a.lists.size(); ++i) {
    CHECK(a.lists[i].state == b.lists[i].state);
    REQUIRE(a.lists[i].count == b.lists[i].count);
    const auto& fields = a.schema->lists[i].fields;
    REQUIRE(a.lists[i].cells.size() == a.lists[i].count * fields.size());
    REQUIRE(b.lists[i].cells.size() == b.lists[i].count * fields.size());
    for (std::size_t c = 0; c < a.lists[i].cells.size(); ++c)
      same(a.lists[i].cells[c], b.lists[i].cells[c], fields[c % fields.size()]);
  }
}

inline void check_empty(const sanbao::ir::ClaimData& data) {
  for (const sanbao::ir::Cell& cell : data.cells)
    CHECK(cell.state == sanbao::ir::FactState::absent);
  for (const auto& rows : data.lists) {
    CHECK(rows.state == sanbao::ir::FactState::absent);
    CHECK(rows.cells.empty());
  }
  CHECK(data.unread.empty());
}

// A line that must be refused: its code, its offset, its path.
struct Bad {
  std::string_view line, code;
  std::size_t offset;
  std::string_view path;
};
inline void check_bad(std::span<const Bad> lines) {
  Bench bench;
  for (const Bad& bad : lines) {
    INFO(std::string(bad.line));
    CHECK_FALSE(bench.read(bad.line));
    CHECK(bench.error.code == bad.code);
    CHECK(bench.error.offset == bad.offset);
    CHECK(bench.error.path == bad.path);
    CHECK_FALSE(bench.error.message.empty());
    CHECK_FALSE(bench.error.expected.empty());
    check_empty(bench.data);
  }
}

// {"group":{"key":VALUE}}: what is read of one value
inline bool reads(Bench& bench, std::string_view group, std::string_view key,
                  std::string_view value) {
  std::string line;
  for (const std::string_view part : {std::string_view("{\""), group, std::string_view("\":{\""),
                                      key, std::string_view("\":"), value, std::string_view("}}")})
    line += part;
  return bench.read(line);
}

}  // namespace claim_fixture
