// SPDX-License-Identifier: Apache-2.0
//
// columns_test.cpp: tables of claims are decided as `evaluate` decides each of them; wrong tables are refused
// with the column and the row; what is handed out outlives the answers.
#include "sanbao/columns.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "../digest/claim_maker.hpp"
#include "columns_tables.hpp"
#include "eval_fixture.hpp"
#include "hyundai_claims.hpp"
#include "sanbao/variants.hpp"

namespace {

using namespace sanbao;
using namespace columns_fixture;

Rulebook hyundai() {
  auto rules = load_rulebook_files(std::vector<std::string>{"rules/vendors/hyundai-mp3.yaml"});
  REQUIRE(rules.has_value());
  return *rules;
}

/// Every record below a folder.
std::vector<Claim> read_claims(const Rulebook& rules, const std::string& folder) {
  std::vector<Claim> claims;
  ClaimReader reader(rules);
  Claim claim(rules);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".jsonl") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    for (std::string line; std::getline(file, line);)
      if (reader.read(line, claim)) claims.push_back(claim);
  }
  return claims;
}

}  // namespace

TEST_CASE("a table is decided as its claims are, one by one") {
  const Rulebook rules = hyundai();
  std::vector<Claim> claims;
  ClaimReader reader(rules);
  Claim claim(rules);
  for (unsigned n = 0; n < 700; ++n) {
    REQUIRE(reader.read(hyundai_claims::generated(n), claim));
    claims.push_back(claim);
  }
  const auto counts = columns_fixture::compare(rules, claims);
  CHECK(counts.rows == 700);
  CHECK(counts.differences == 0);
  // Judged on a later day, and on one that lies before some of the claims.
  for (const char* day : {"2025-06-01", "2024-07-01"})
    CHECK(columns_fixture::compare(rules, claims, {CivilDate::parse(day), false}).differences == 0);
}

TEST_CASE("claims under many policies, of which some are silent, null or never") {
  const auto rules = load_rulebook_files(std::vector<std::string>{"rules"});
  REQUIRE(rules.has_value());
  const auto claims = read_claims(*rules, "examples/claims");
  CHECK(claims.size() > 60);
  CHECK(columns_fixture::compare(*rules, claims).differences == 0);
}

TEST_CASE("a part of a table, from an offset") {
  const Rulebook rules = hyundai();
  std::vector<Claim> claims;
  ClaimColumns columns(rules);
  ClaimReader reader(rules);
  Claim claim(rules);
  for (unsigned n = 0; n < 300; ++n) {
    REQUIRE(reader.read(hyundai_claims::generated(n), claim));
    if (n >= 37 && n < 237) claims.push_back(claim);
    REQUIRE(columns.add(claim));
  }
  const Table table(columns);
  ArrowArray part = table.array;
  part.offset = 37;
  part.length = 200;
  ColumnEvaluator evaluator(rules);
  ColumnAnswers answers;
  REQUIRE(evaluator.bind(table.schema));
  REQUIRE(evaluator.evaluate(part, {}, answers));
  columns_fixture::Compared counts;
  columns_fixture::compare_rows(rules, claims, {}, answers, counts);
  CHECK(counts.rows == 200);
  CHECK(counts.differences == 0);
}

TEST_CASE("tables of other columns, one after the other") {
  const Rulebook rules = hyundai();
  ColumnEvaluator evaluator(rules);
  ColumnAnswers answers;
  ClaimColumns columns(rules, evaluator.wanted());
  ClaimReader reader(rules);
  Claim claim(rules);
  columns_fixture::Compared counts;
  // Of few claims each table has the columns that these speak of.
  for (unsigned first = 0; first < 300; first += 3) {
    std::vector<Claim> claims;
    for (unsigned n = first; n < first + 3; ++n) {
      REQUIRE(reader.read(digest::Maker(n + 1).line(), claim));
      claims.push_back(claim);
      REQUIRE(columns.add(claim));
    }
    const Table table(columns);
    REQUIRE(evaluator.bind(table.schema));
    REQUIRE(evaluator.evaluate(table.array, {}, answers));
    columns_fixture::compare_rows(rules, claims, {}, answers, counts);
  }
  CHECK(counts.differences == 0);
}

TEST_CASE("rows that are left are not decided, the others are as ever") {
  const Rulebook rules = hyundai();
  ClaimColumns columns(rules);
  ClaimReader reader(rules);
  Claim claim(rules);
  for (unsigned n = 0; n < 300; ++n)
    if (reader.read(digest::Maker(n + 1).line(), claim)) REQUIRE(columns.add(claim));
  const Table table(columns);
  ColumnEvaluator evaluator(rules);
  ColumnAnswers whole;
  ColumnAnswers part;
  REQUIRE(evaluator.bind(table.schema));
  REQUIRE(evaluator.evaluate(table.array, {}, whole));
  REQUIRE(evaluator.evaluate(table.array, {{}, false, true}, part));
  CHECK(part.decided_by_row() == 0);
  CHECK(part.decided().count() == whole.rows() - whole.decided_by_row());
  CHECK(part.decided().count() > 50);
  for (std::size_t row = 0; row < part.rows(); ++row)
    if (part.decided()[row])
      CHECK(columns_fixture::told(part, row) == columns_fixture::told(whole, row));
}

TEST_CASE("a schema that facts cannot be read from is refused") {
  const Rulebook rules = hyundai();
  const auto days = [](const char* name) { return column<std::int32_t>(name, "tdD", {19000}); };
  CHECK(refusal(rules, {days("purchase.solt_on")}) ==
        "purchase.solt_on: no such fact; did you mean `purchase.sold_on`?");
  CHECK(refusal(rules, {days("purchas.sold_on")}) ==
        "purchas.sold_on: unknown group `purchas`, did you mean `purchase`?");
  CHECK(refusal(rules, {days("repair.sold_on")}) ==
        "repair.sold_on: unknown group `repair`, did you mean `repairs`?");
  CHECK(refusal(rules, {days("repairs.sold_on")}) == "repairs.sold_on: no such fact");
  CHECK(refusal(rules, {days("context.sold_on")}).empty());
  CHECK(refusal(rules, {days("purchase.sold_on"), days("purchase.sold_on")}) ==
        "purchase.sold_on: a column stands twice");
  CHECK(refusal(rules, {column<std::int32_t>("purchase.sold_on", "i", {19000})}) ==
        "purchase.sold_on: this column has to hold days (`tdD`)");
  CHECK(refusal(rules, {column<std::int32_t>("purchase.sold_on", "tsn:", {19000})}) ==
        "purchase.sold_on: no fact is read from the format `tsn:`");
  CHECK(refusal(rules, {column<std::int64_t>("purchase.price", "d:38,3", {1, 0})}) ==
        "purchase.price: this column has to hold whole numbers of minor units, or decimals with "
        "the places of the currency (`d:P,S`)");
  CHECK(refusal(rules, {texts("purchase.sold_on.state", {"null"})}) ==
        "purchase.sold_on.state: states are texts beside the column that they are of");
  CHECK(refusal(rules, {days("repairs")}) ==
        "repairs: this column has to hold lists of records (`+l` of `+s`)");

  const Handed unknown({days("claim.filed_on"), days("warehouse.day"), days("purchase.sold_on")});
  ColumnEvaluator evaluator(rules);
  REQUIRE(evaluator.bind(unknown.schema));
  REQUIRE(evaluator.unread().size() == 1);
  CHECK(evaluator.unread().front() == "warehouse.day");
}

TEST_CASE("a value that no claim can have takes its row out, and no other") {
  const Rulebook rules = hyundai();
  CHECK(refusal(rules, {column<std::int32_t>("purchase.sold_on", "tdD", {19000, 90000, -1})}) ==
        "1 purchase.sold_on SB3019 `day 90000 since 1970-01-01` is before 1970 or after 2199; "
        "2 purchase.sold_on SB3019 `day -1 since 1970-01-01` is before 1970 or after 2199");
  CHECK(refusal(rules,
                {column<std::int64_t>("purchase.price", "l", {-1, 5, 100'000'000'000'000'001})}) ==
        "0 purchase.price SB3022 `-1` is below zero; "
        "2 purchase.price SB3024 `100000000000000001` is too large");
  CHECK(refusal(rules, {texts("fault.kind", {"performance", "performnce"})}) ==
        "1 fault.kind SB3013 `fault.kind` has no value `performnce`, did you mean `performance`?");
  CHECK(refusal(rules, {texts("product.brand", {"\xFF"})}) ==
        "0 product.brand SB3002 the text is not UTF-8");
  CHECK(refusal(rules, {column<std::int32_t>("claim.filed_on", "tdD", {1, 2, 3}, {0, 0, 1}),
                        texts("claim.filed_on.state", {"null", "never", "never"})}) ==
        "0 claim.filed_on SB3011 `claim.filed_on` cannot be null; "
        "1 claim.filed_on SB3012 `claim.filed_on` cannot be \"never\"");
  CHECK(refusal(rules, {column<std::int32_t>("purchase.sold_on", "tdD", {1}, {0}),
                        texts("purchase.sold_on.state", {"gone"})}) ==
        "0 purchase.sold_on SB3010 `gone` is no state");
}

TEST_CASE("events: a repair returned early, and a member that stands twice") {
  const Rulebook rules = hyundai();
  const ArrowNode repairs =
      list("repairs", "+l", std::vector<std::int32_t>{0, 1, 3},
           record({column<std::int32_t>("received_on", "tdD", {19000, 19100, 19200}),
                   column<std::int32_t>("returned_on", "tdD", {19001, 19101, 19199})}));
  CHECK(refusal(rules, {repairs}) ==
        "1 repairs[1].returned_on SB3027 `repairs[1].returned_on` is before the day handed in");

  const ArrowNode documents = list("purchase.documents", "+l", std::vector<std::int32_t>{0, 2, 4},
                                   texts("item", {"invoice", "photo", "invoice", "invoice"}));
  CHECK(refusal(rules, {documents}) ==
        "1 purchase.documents SB3014 `invoice` stands twice in the set");
}

TEST_CASE("what is handed out can be kept, and read without the library") {
  const Rulebook rules = hyundai();
  ClaimColumns columns(rules);
  ClaimReader reader(rules);
  Claim claim(rules);
  for (unsigned n = 0; n < 100; ++n) {
    REQUIRE(reader.read(hyundai_claims::generated(n), claim));
    REQUIRE(columns.add(claim));
  }
  const Table table(columns);
  ColumnEvaluator evaluator(rules);
  REQUIRE(evaluator.bind(table.schema));
  Table kept;
  std::vector<Outcome> before;
  std::vector<std::int64_t> net;
  {
    ColumnAnswers answers;
    REQUIRE(evaluator.evaluate(table.array, {}, answers));
    before.assign(answers.outcomes().begin(), answers.outcomes().end());
    net.assign(answers.remedy("return")->net.begin(), answers.remedy("return")->net.end());
    answers.export_to(kept.schema, kept.array);
    // The answers are used again for something else.
    ArrowArray none = table.array;
    none.length = 0;
    REQUIRE(evaluator.evaluate(none, {}, answers));
    CHECK(answers.rows() == 0);
  }
  REQUIRE(kept.array.length == 100);
  REQUIRE(kept.array.n_children == kept.schema.n_children);
  const ArrowArray& outcome = *kept.array.children[0];
  CHECK(std::string_view(kept.schema.children[0]->name) == "outcome");
  CHECK(std::string_view(kept.schema.children[0]->dictionary->format) == "u");
  const auto* codes = static_cast<const std::int8_t*>(outcome.buffers[1]);
  const auto* begins = static_cast<const std::int32_t*>(outcome.dictionary->buffers[1]);
  const auto* bytes = static_cast<const char*>(outcome.dictionary->buffers[2]);
  for (std::size_t row = 0; row < 100; ++row) {
    const auto code = codes[row];
    const std::string_view word(bytes + begins[code],
                                static_cast<std::size_t>(begins[code + 1] - begins[code]));
    CHECK(word == to_string(before[row]));
  }
  bool found = false;
  for (std::int64_t i = 0; i < kept.array.n_children; ++i) {
    if (std::string_view(kept.schema.children[i]->name) != "remedies.return.net") continue;
    found = true;
    const auto* values = static_cast<const std::int64_t*>(kept.array.children[i]->buffers[1]);
    CHECK(std::vector<std::int64_t>(values, values + 100) == net);
  }
  CHECK(found);
  // One column may be taken out of the rest.
  ArrowArray taken = *kept.array.children[0];
  kept.array.children[0]->release = nullptr;
  kept.array.release(&kept.array);
  CHECK(static_cast<const std::int8_t*>(taken.buffers[1])[0] == static_cast<int>(before[0]));
  taken.release(&taken);
}

TEST_CASE("the same claims in every form that a column may have") {
  const Rulebook rules = eval_fixture::load(
      "facts:\n  shop.rating: {type: number}\n  shop.fee: {type: rate}\n"
      "values: {cut: purchase.price * shop.fee}\n"
      "rules:\n"
      "  - {id: \"1\", title: {zh: 退, en: R}, when: 'product.brand == \"A\" and "
      "purchase.documents has invoice',"
      " grants: {return: {pays: {refund: purchase.price}, charges: {fee: cut}}}}\n"
      "  - {id: \"2\", title: {zh: 修, en: F}, when: 'product.brand == \"B\"',"
      " grants: {repair: {pays: {refund: purchase.paid}}}}\n");
  const auto decide = [&](std::vector<ArrowNode> columns) {
    const std::size_t rows = 3;
    columns.push_back(column<std::int32_t>("claim.filed_on", "tdD", {19000, 19001, 19002}));
    const Handed table(std::move(columns));
    ColumnEvaluator evaluator(rules);
    ColumnAnswers answers;
    INFO(evaluator.fault().message);
    REQUIRE(evaluator.bind(table.schema));
    REQUIRE(evaluator.evaluate(table.array, {}, answers));
    CHECK(evaluator.refused().empty());
    std::string text;
    for (std::size_t row = 0; row < rows; ++row)
      text += columns_fixture::told(answers, row) + "\n";
    ColumnAnswers by_row;
    REQUIRE(evaluator.evaluate(table.array, {{}, true}, by_row));
    CHECK(by_row.decided_by_row() == rows);
    for (std::size_t row = 0; row < rows; ++row)
      CHECK(columns_fixture::told(answers, row) == columns_fixture::told(by_row, row));
    return text;
  };
  const auto large = [](const char* name, const std::vector<std::string>& values) {
    std::vector<std::int64_t> ends{0};
    std::vector<char> bytes;
    for (const std::string& value : values) {
      bytes.insert(bytes.end(), value.begin(), value.end());
      ends.push_back(static_cast<std::int64_t>(bytes.size()));
    }
    ArrowNode node = column(name, "U", std::move(ends));
    node.length = static_cast<std::int64_t>(values.size());
    node.add(std::move(bytes));
    return node;
  };
  const auto documents = [&](const char* format, auto ends, ArrowNode members) {
    ArrowNode node = column("purchase.documents", format, std::move(ends));
    node.length = 3;
    node.children = {std::move(members)};
    return node;
  };
  const auto places = [&] {
    ArrowNode node = column<std::int16_t>("item", "S", {1, 0, 1, 2});
    node.dictionary =
        std::make_shared<ArrowNode>(ir::text_node({"photo", "invoice", "warranty_card"}));
    return node;
  };
  const auto prices = [] { return column<std::int64_t>("purchase.price", "l", {999, 100, 777}); };
  const auto paid = [] { return column<std::int64_t>("purchase.paid", "l", {1, 2, 3}); };
  const auto fees = [] { return column<std::int64_t>("shop.fee", "d:38,3", {5, 0, 5, 0, 5, 0}); };
  const std::string first =
      decide({texts("product.brand", {"A", "B", "A"}), prices(), paid(), fees(),
              documents("+l", std::vector<std::int32_t>{0, 2, 3, 4}, places())});
  CHECK(first.find("return=available:994") != std::string::npos);
  CHECK(first.find("repair=available:2") != std::string::npos);
  const auto same = [&](std::vector<ArrowNode> columns) { CHECK(decide(columns) == first); };
  for (ArrowNode brand : {coded("product.brand", "c", std::vector<std::int8_t>{1, 0, 1}),
                          coded("product.brand", "S", std::vector<std::uint16_t>{1, 0, 1}),
                          coded("product.brand", "l", std::vector<std::int64_t>{1, 0, 1}),
                          large("product.brand", {"A", "B", "A"})})
    same({brand, prices(), paid(), fees(),
          documents("+L", std::vector<std::int64_t>{0, 2, 3, 4},
                    texts("item", {"invoice", "photo", "invoice", "warranty_card"}))});
  same({texts("product.brand", {"A", "B", "A"}),
        column<std::int64_t>("purchase.price", "d:19,2,128", {999, 0, 100, 0, 777, 0}),
        column<std::uint8_t>("purchase.paid", "C", {1, 2, 3}),
        column<std::int64_t>("shop.fee", "d:9,9", {5'000'000, 0, 5'000'000, 0, 5'000'000, 0}),
        documents("+l", std::vector<std::int32_t>{0, 2, 3, 4}, places())});
}

TEST_CASE("more texts and members than a byte or a word has bits") {
  std::string rules_text = "rules:\n";
  std::vector<std::string> brands;
  std::vector<std::string> promises;
  std::vector<std::int32_t> ends{0};
  for (int i = 0; i < 90; ++i) {
    const std::string n = std::to_string(i);
    rules_text += "  - {id: \"" + n + "\", title: {zh: 修, en: F}, when: 'product.brand == \"b" +
                  n + "\" and purchase.promises has \"p" + n + "\"', grants: {repair: {}}}\n";
    brands.push_back("b" + n);
    promises.push_back("p" + n);
    if (i % 3 == 0) promises.push_back("unknown");
    if (i % 9 == 0) promises.push_back("unheard of");
    ends.push_back(static_cast<std::int32_t>(promises.size()));
  }
  const Rulebook rules = eval_fixture::load(rules_text);
  ArrowNode sets = column("purchase.promises", "+l", std::move(ends));
  sets.length = 90;
  sets.children = {texts("item", promises)};
  const Handed table(
      {texts("product.brand", brands), sets,
       column<std::int32_t>("claim.filed_on", "tdD", std::vector<std::int32_t>(90, 19000))});
  ColumnEvaluator evaluator(rules);
  ColumnAnswers answers;
  REQUIRE(evaluator.bind(table.schema));
  REQUIRE(evaluator.evaluate(table.array, {}, answers));
  CHECK(evaluator.refused().empty());
  CHECK(answers.decided_by_row() > 0);  // those with two unknown members, and those beyond 64
  CHECK(answers.decided_by_row() < 60);
  for (std::size_t row = 0; row < 90; ++row)
    for (std::size_t rule = 0; rule < 90; ++rule)
      CHECK(answers.policies()[0].rules[rule].holds[row] == (row == rule));
}

TEST_CASE("several rulebooks that differ in a rate, a period and a rule") {
  std::vector<Variant> variants(4);
  for (Variant& variant : variants)
    variant.paths = {"rules/vendors/hyundai-mp3.yaml"};
  variants[1].changes = {{"", "values.depreciation", "0.5%"}};
  variants[2].changes = {{"", "periods.guarantee.length", "18 months"}};
  variants[3].changes = {{"", "conditions.waited_too_long.more_than", "10 days"}};
  const auto rulebooks = load_variants(variants);
  REQUIRE(rulebooks.has_value());
  std::vector<Claim> claims;
  ClaimColumns columns(rulebooks->front());
  ClaimReader reader(rulebooks->front());
  Claim claim(rulebooks->front());
  for (unsigned n = 0; n < 1500; ++n) {
    REQUIRE(reader.read(hyundai_claims::generated(n), claim));
    claims.push_back(claim);
    REQUIRE(columns.add(claim));
  }
  const Table table(columns);
  ColumnEvaluator evaluator(*rulebooks);
  std::vector<ColumnAnswers> answers(4);
  REQUIRE(evaluator.bind(table.schema));
  // Twice, into answers that were used before; then with some rows left to be decided one at a time.
  for (const ColumnOptions& options :
       {ColumnOptions{}, ColumnOptions{}, ColumnOptions{CivilDate::parse("2025-03-01"), false}}) {
    REQUIRE(evaluator.evaluate(table.array, options, answers));
    for (std::size_t i = 0; i < answers.size(); ++i) {
      columns_fixture::Compared counts;
      columns_fixture::compare_rows((*rulebooks)[i], claims, options, answers[i], counts);
      CHECK(counts.rows == 1500);
      CHECK(counts.differences == 0);
    }
  }
  // What does not differ is the same memory.
  const ColumnOptions afterwards{CivilDate::parse("2026-06-01"), false};
  REQUIRE(evaluator.evaluate(table.array, afterwards, answers));
  REQUIRE(answers[0].decided_by_row() + answers[1].decided_by_row() == 0);
  CHECK(answers[0].outcomes().data() == answers[1].outcomes().data());
  CHECK(answers[0].remedy("return")->net.data() != answers[1].remedy("return")->net.data());
  CHECK(answers[0].outcomes().data() != answers[2].outcomes().data());
}

TEST_CASE("the columns that a table should have") {
  const auto names = ColumnEvaluator(hyundai()).wanted();
  CHECK(std::is_sorted(names.begin(), names.end()));
  for (const char* name : {"claim.filed_on", "claim.requests", "product.brand", "repairs",
                           "exchanges", "purchase.invoiced_on"})
    CHECK(std::find(names.begin(), names.end(), name) != names.end());
  CHECK(std::find(names.begin(), names.end(), "purchase.order_line") == names.end());
}
