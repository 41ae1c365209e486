// SPDX-License-Identifier: Apache-2.0
//
// columns_forms_test.cpp: every kind of test and amount that a table is decided by at once, in every form that a
// column of it may have, against `evaluate`; and what is refused of a table, by type and by place.
#include <doctest/doctest.h>

#include "columns_tables.hpp"
#include "eval_fixture.hpp"

namespace {

using namespace sanbao;
using namespace columns_fixture;

const std::string many_tests = R"(
facts:
  purchase.promises: {assume: []}
  shop.visits: {type: count}
  shop.size: {type: number}
  shop.share: {type: rate}
  shop.name: {type: text}
periods:
  trial: {from: [purchase.delivered_on, purchase.sold_on], length: 7 days}
  guarantee: {from: purchase.sold_on, length: 1 year}
conditions:
  late: {count: repairs, where: received_on after trial, at_most: 1}
  early: {count: repairs, where: received_on before guarantee, fewer_than: 1}
  waited: {total: repairs, of: waiting_days, at_least: 5 days}
  marked: {count: repairs, where: fault_code == "A", exactly: 1}
values:
  cut: purchase.price * 0.1% * ((claim.filed_on - purchase.sold_on) - 5 days)
  times: purchase.price * 1000000.5%
  cubed: purchase.price * shop.size * shop.size * shop.size
  by_visits: if goods.opened and not goods.intact then 10 CNY else purchase.price * shop.visits
  days_kept: purchase.price * 0.1% * (days from purchase.sold_on to claim.filed_on less repairs where fixed)
rules:
  - {id: "1", title: {zh: 一, en: One}, when: purchase.delivered_on before guarantee, grants: {exchange: {}}}
  - {id: "2", title: {zh: 二, en: Two}, when: late, grants: {repair: {}}}
  - {id: "3", title: {zh: 三, en: Three}, when: early, grants: {resend: {}}}
  - {id: "4", title: {zh: 四, en: Four}, when: waited, grants: {spare_unit: {}}}
  - {id: "5", title: {zh: 五, en: Five}, when: purchase.promises has "A", grants: {price_reduction: {}}}
  - {id: "6", title: {zh: 六, en: Six}, when: claim.filed_on in trial, grants: {refund: {pays: {refund: by_visits}}}}
  - {id: "7", title: {zh: 七, en: Seven}, grants: {return: {pays: {refund: cut}}}}
  - {id: "8", title: {zh: 八, en: Eight}, when: goods.counterfeit, grants: {compensation: {pays: {refund: times}}}}
  - {id: "9", title: {zh: 九, en: Nine}, when: goods.modified, grants: {part_exchange: {pays: {refund: cubed}}}}
  - {id: "10", title: {zh: 十, en: Ten}, when: marked, grants: {transport_compensation: {}}}
  - {id: "11", title: {zh: 十一, en: Eleven}, when: fault.confirmed, grants: {paid_repair: {pays: {refund: days_kept}}}}
)";

std::vector<Claim> claims_of(const Rulebook& rules, const std::vector<std::string>& lines) {
  std::vector<Claim> claims;
  for (const std::string& line : lines)
    claims.push_back(eval_fixture::read(rules, line));
  return claims;
}

const std::string repaired =
    R"(,"repairs":[{"received_on":"2024-05-20","returned_on":"2024-05-25","waiting_days":3,"fault_code":"A","fixed":true},)"
    R"({"received_on":"2024-07-01","returned_on":"2024-07-11","waiting_days":2,"fault_code":"B","fixed":false}])";

std::string line(const std::string& filed_on, const std::string& purchase,
                 const std::string& rest) {
  return R"({"claim":{"filed_on":")" + filed_on + R"(","requests":"return"},"purchase":{)" +
         purchase + "}" + rest + "}";
}

const std::string goods =
    R"(,"goods":{"opened":true,"intact":false,"counterfeit":true,"modified":true},"fault":{"confirmed":true})";

}  // namespace

TEST_CASE("tests of periods, events and sets, and amounts, in a table as one by one") {
  const Rulebook rules = eval_fixture::load(many_tests);
  const std::string sold = R"("sold_on":"2024-05-01","price":"100.00")";
  const std::string shop = R"(,"shop":{"visits":2,"size":1.5})";
  const auto claims = claims_of(
      rules,
      {line("2024-05-06", sold + R"(,"delivered_on":"2024-04-30","promises":["A"])", goods + shop),
       line("2024-05-09", sold + R"(,"delivered_on":"2024-05-02","promises":["B"])",
            shop + repaired),
       line("2024-05-08", sold + R"(,"delivered_on":"never")", goods + shop + repaired),
       line("2024-05-10", sold + R"(,"delivered_on":null)", goods + repaired),
       line("2025-06-01",
            R"("sold_on":null,"delivered_on":"2024-05-02","price":"5.00","promises":null)",
            goods + shop + repaired),
       line("2025-06-01", R"("sold_on":"2024-05-01","price":"999999999999999.99")", goods + shop),
       line("2024-05-03", sold, R"(,"repairs":[])" + shop)});
  const auto counts = columns_fixture::compare(rules, claims);
  CHECK(counts.rows == claims.size());
  CHECK(counts.differences == 0);
}

TEST_CASE("claims of which all is known are decided at once, on each side of every day") {
  const Rulebook rules = eval_fixture::load(many_tests);
  std::vector<std::string> lines;
  for (const char* delivered : {"2024-04-30", "2024-05-01", "2024-05-02", "2024-05-20"})
    for (const char* promises : {R"(["A"])", R"(["B","A"])", "[]"})
      for (const char* filed : {"2024-05-08", "2024-05-09", "2024-05-27", "2024-08-01"})
        for (const char* opened : {"true", "false"}) {
          const bool late = std::string_view(filed) == "2024-08-01";
          lines.push_back(
              line(filed,
                   R"("sold_on":"2024-05-01","price":"99.99","delivered_on":")" +
                       std::string(delivered) + R"(","promises":)" + promises,
                   R"(,"goods":{"opened":)" + std::string(opened) +
                       R"(,"intact":false,"counterfeit":false,"modified":false})"
                       R"(,"fault":{"confirmed":false},"shop":{"visits":3,"size":1.5})" +
                       (late ? repaired : std::string(R"(,"repairs":[])"))));
        }
  const auto counts = columns_fixture::compare(rules, claims_of(rules, lines));
  CHECK(counts.rows == 96);
  CHECK(counts.differences == 0);
  CHECK(counts.by_row == 0);
}

TEST_CASE("amounts that lack a day, or do not fit, in a table as one by one") {
  const Rulebook rules = eval_fixture::load(R"(
values:
  cut: purchase.price * 0.1% * (claim.filed_on - purchase.sold_on)
  times: purchase.price * 1000000.5%
rules:
  - {id: "1", title: {zh: 一, en: One}, grants: {return: {pays: {refund: cut}}}}
  - {id: "2", title: {zh: 二, en: Two}, grants: {compensation: {pays: {refund: times}}}}
)");
  const auto claims = claims_of(
      rules, {line("2024-05-06", R"("sold_on":"2024-05-01","price":"100.00")", ""),
              line("2024-05-06", R"("sold_on":null,"price":"100.00")", ""),
              line("2024-05-06", R"("price":"100.00")", ""),
              line("2024-05-06", R"("sold_on":"2024-05-01","price":"999999999999999.99")", "")});
  CHECK(columns_fixture::compare(rules, claims).differences == 0);
}

TEST_CASE("amounts whose parts are not counted in the same fractions, joined in every way") {
  const Rulebook rules = eval_fixture::load(R"(
facts:
  shop.share: {type: rate}
values:
  sum: purchase.price * 0.3% + purchase.paid * shop.share + purchase.price
  rest: purchase.price * shop.share - purchase.paid * 12.5%
  least: min(purchase.paid * 12.5%, purchase.price * 0.3%, purchase.price * shop.share)
  most: max(purchase.paid * 12.5%, purchase.price * 0.3%, purchase.price * shop.share)
  one: (if goods.opened then purchase.paid * 12.5% else purchase.price * 0.3%) + purchase.paid * shop.share
rules:
  - {id: "1", title: {zh: 一, en: One}, grants: {return: {pays: {refund: sum}}}}
  - {id: "2", title: {zh: 二, en: Two}, grants: {refund: {pays: {refund: rest}}}}
  - {id: "3", title: {zh: 三, en: Three}, grants: {compensation: {pays: {refund: least}}}}
  - {id: "4", title: {zh: 四, en: Four}, grants: {exchange: {pays: {refund: most}}}}
  - {id: "5", title: {zh: 五, en: Five}, grants: {repair: {pays: {refund: one}}}}
)");
  std::vector<std::string> lines;
  for (const char* price : {"0.01", "100.00", "333.34"})
    for (const char* paid : {"0.02", "1.00", "1000.01"})
      for (const char* share : {"0.1%", "33.333%", "50%"})
        for (const char* opened : {"true", "false"})
          lines.push_back(line("2024-05-06",
                               R"("price":")" + std::string(price) + R"(","paid":")" + paid + "\"",
                               R"(,"shop":{"share":")" + std::string(share) +
                                   R"("},"goods":{"opened":)" + opened + "}"));
  const auto counts = columns_fixture::compare(rules, claims_of(rules, lines));
  CHECK(counts.rows == 54);
  CHECK(counts.differences == 0);
  CHECK(counts.by_row == 0);
}

TEST_CASE("events in every form that a column of theirs may have") {
  const Rulebook rules = eval_fixture::load(many_tests);
  const auto decide = [&](ArrowNode repairs) {
    const auto days = [](const char* name, std::vector<std::int32_t> values) {
      return column(name, "tdD", std::move(values));
    };
    const Handed table({days("claim.filed_on", {20000, 20001}),
                        days("purchase.sold_on", {19840, 19841}), std::move(repairs)});
    ColumnEvaluator evaluator(rules);
    ColumnAnswers answers;
    ColumnAnswers by_row;
    REQUIRE(evaluator.bind(table.schema));
    REQUIRE(evaluator.evaluate(table.array, {}, answers));
    CHECK(evaluator.refused().empty());
    REQUIRE(evaluator.evaluate(table.array, {{}, true}, by_row));
    CHECK(answers.outcomes().size() == 2);
    CHECK(answers.decided().size() == 2);
    std::string text;
    for (std::size_t row = 0; row < 2; ++row) {
      CHECK(told(answers, row) == told(by_row, row));
      text += told(answers, row) + "\n";
    }
    return text;
  };
  const auto days = [] {
    return column<std::int32_t>("received_on", "tdD", {19850, 19860, 19870});
  };
  const std::vector<std::int32_t> ends{0, 2, 3};
  const std::string first =
      decide(list("repairs", "+l", ends,
                  record({days(), column<std::int64_t>("waiting_days", "l", {3, 2, 5}),
                          texts("fault_code", {"A", "B", "A"})})));
  CHECK(first.find("spare_unit=available") != std::string::npos);
  CHECK(first.find("transport_compensation=available") != std::string::npos);
  for (ArrowNode code : {coded<std::int8_t>("fault_code", "c", {1, 0, 1}),
                         coded<std::int32_t>("fault_code", "i", {1, 0, 1})})
    CHECK(decide(list("repairs", "+L", std::vector<std::int64_t>{0, 2, 3},
                      record({days(), column<std::int16_t>("waiting_days", "s", {3, 2, 5}),
                              code}))) == first);
}

TEST_CASE("what a column of each type has to hold") {
  const Rulebook rules = eval_fixture::load(many_tests);
  const auto days = [](const char* name) { return column<std::int32_t>(name, "tdD", {19000}); };
  CHECK(refusal(rules, {days("goods.opened")}) ==
        "goods.opened: this column has to hold booleans (`b`)");
  CHECK(refusal(rules, {days("shop.visits")}) ==
        "shop.visits: this column has to hold whole numbers");
  CHECK(refusal(rules, {days("shop.size")}) ==
        "shop.size: this column has to hold whole numbers, or decimals of at most 6 places "
        "(`d:P,S`)");
  CHECK(refusal(rules, {days("shop.share")}) ==
        "shop.share: this column has to hold decimals of at most 9 places (`d:P,S`)");
  CHECK(refusal(rules, {days("purchase.promises")}) ==
        "purchase.promises: this column has to hold lists of texts (`+l` of `u`)");
  CHECK(refusal(rules, {days("shop.name")}) ==
        "shop.name: this column has to hold texts (`u`, or with a dictionary of texts)");
  const auto repairs = [&](std::vector<ArrowNode> fields) {
    return refusal(
        rules, {list("repairs", "+l", std::vector<std::int32_t>{0, 1}, record(std::move(fields)))});
  };
  CHECK(repairs({days("waiting_days")}) ==
        "repairs.waiting_days: this field has to hold whole numbers");
  CHECK(repairs({texts("received_on.state", {"null"})}) ==
        "repairs.received_on.state: states are texts beside the field that they are of");
  CHECK(repairs({days("received_on"), days("received_on")}) ==
        "repairs.received_on: a field stands twice");
  CHECK(repairs({days("received")}) == "repairs.received: no such field of an event");
}

TEST_CASE("a table that is not what its schema says") {
  const Rulebook rules = eval_fixture::load(many_tests);
  ColumnEvaluator evaluator(rules);
  ColumnAnswers answers;
  const auto told_of = [&](const ArrowArray& array) {
    CHECK_FALSE(evaluator.evaluate(array, {}, answers));
    return evaluator.fault().column + ": " + evaluator.fault().message;
  };
  const Handed dates({column<std::int32_t>("claim.filed_on", "tdD", {19000})});
  CHECK_FALSE(evaluator.bind(*dates.schema.children[0]));
  CHECK(evaluator.fault().message == "the table is no record of columns (`+s`)");

  REQUIRE(evaluator.bind(dates.schema));
  ArrowArray array = dates.array;
  array.length = 2;
  CHECK(told_of(array) == "claim.filed_on: the column is not laid out as its schema says");
  array = dates.array;
  array.length = -1;
  CHECK(told_of(array) == ": the table has a length or an offset below zero");
  array = dates.array;
  array.n_children = 0;
  CHECK(told_of(array) == ": the table has not the columns of its schema");

  const Handed events({list("repairs", "+l", std::vector<std::int32_t>{0, 1},
                            record({column<std::int32_t>("received_on", "tdD", {19000})}))});
  REQUIRE(evaluator.bind(events.schema));
  ArrowArray& items = *events.array.children[0]->children[0];
  items.length = 2;
  CHECK(told_of(events.array) == "repairs: the column is not laid out as its schema says");
  items.length = 1;
}

TEST_CASE("a row of the table that is null, counted or not") {
  const Rulebook rules = eval_fixture::load(many_tests);
  const Handed days({column<std::int32_t>("claim.filed_on", "tdD", {19000, 19001, 19002})});
  ColumnEvaluator evaluator(rules);
  REQUIRE(evaluator.bind(days.schema));
  ColumnAnswers answers;
  const std::uint8_t given = 0b101;
  const void* buffers[] = {&given};
  ArrowArray array = days.array;
  array.buffers = buffers;
  for (const std::int64_t nulls : {1, -1}) {
    array.null_count = nulls;
    array.offset = 0;
    array.length = 3;
    CHECK_FALSE(evaluator.evaluate(array, {}, answers));
    CHECK(evaluator.fault().message == "a row of the table is null");
    CHECK(answers.rows() == 0);
    array.offset = 2;
    array.length = 1;
    CHECK(evaluator.evaluate(array, {}, answers));
    CHECK(answers.decided().count() == 1);
  }
  array = days.array;
  array.null_count = -1;
  CHECK(evaluator.evaluate(array, {}, answers));
}

TEST_CASE("an event that is null takes its row out, as in a record") {
  const Rulebook rules = eval_fixture::load(many_tests);
  const auto events = [](std::int64_t nulls) {
    ArrowNode items = record({column<std::int32_t>("received_on", "tdD", {19000, 19001, 19002})});
    const auto bits = std::make_shared<const std::vector<std::uint8_t>>(ir::bitmap({1, 1, 0}));
    items.nulls = nulls;
    items.buffers[0] = bits->data();
    items.owners.push_back(bits);
    std::vector<ArrowNode> columns;
    columns.push_back(column<std::int32_t>("claim.filed_on", "tdD", {19010, 19010, 19010}));
    columns.push_back(
        list("repairs", "+l", std::vector<std::int32_t>{0, 1, 3, 3}, std::move(items)));
    return columns;
  };
  for (const std::int64_t nulls : {1, -1})
    CHECK(refusal(rules, events(nulls)) == "1 repairs[1] SB3011 `repairs[1]` cannot be null");
  CHECK(refusal(rules, events(0)).empty());
}

TEST_CASE("a column without a format, and no rulebook at all") {
  const Rulebook rules = eval_fixture::load(many_tests);
  const Handed days({column<std::int32_t>("claim.filed_on", "tdD", {19000})});
  ArrowSchema column = *days.schema.children[0];
  column.format = nullptr;
  ArrowSchema* columns[] = {&column};
  ArrowSchema schema = days.schema;
  schema.children = columns;
  ColumnEvaluator evaluator(rules);
  CHECK_FALSE(evaluator.bind(schema));
  CHECK(evaluator.fault().message == "no fact is read from the format ``");

  ColumnEvaluator nobody{std::span<const Rulebook>()};
  CHECK_FALSE(nobody.bind(days.schema));
  CHECK(nobody.fault().message == "there is no rulebook to decide by");
  CHECK_FALSE(nobody.evaluate(days.array, {}, std::span<ColumnAnswers>()));
  CHECK(nobody.wanted().empty());
  CHECK(nobody.unread().empty());
  CHECK(nobody.refused().empty());
}

TEST_CASE("values of a coded column, of a short number and of events that no claim can have") {
  const Rulebook rules = eval_fixture::load(many_tests);
  CHECK(refusal(rules,
                {coded<std::int8_t>("fault.kind", "c", {0, 1, 0}, {"performance", "broken"})}) ==
        "1 fault.kind SB3013 `fault.kind` has no value `broken`");
  CHECK(refusal(rules, {column<std::int16_t>("shop.visits", "s", {3, -4})}) ==
        "1 shop.visits SB3022 `-4` is below zero");
  std::vector<std::int32_t> received(1002, 19000);
  received.push_back(90000);
  CHECK(
      refusal(rules, {list("repairs", "+l", std::vector<std::int32_t>{0, 1, 1002, 1003},
                           record({column("received_on", "tdD", received)}))}) ==
      "1 repairs SB3009 more than 1000 entries, from `repairs` on; "
      "2 repairs[0].received_on SB3019 `day 90000 since 1970-01-01` is before 1970 or after 2199");
  ArrowNode none = list("repairs", "+l", std::vector<std::int32_t>{0, 0},
                        record({column<std::int32_t>("received_on", "tdD", {})}));
  const ArrowNode null = column<std::int32_t>("repairs", "+l", {0, 0}, {0, 0});
  none.nulls = 1;
  none.buffers[0] = null.buffers[0];
  CHECK(refusal(rules, {none, texts("repairs.state", {"never"})}) ==
        "0 repairs SB3012 `repairs` cannot be \"never\"");
}

TEST_CASE("claims that are collected may be moved") {
  const Rulebook rules = eval_fixture::load(many_tests);
  ClaimColumns first(rules);
  REQUIRE(
      first.add(eval_fixture::read(rules, line("2024-05-06", R"("sold_on":"2024-05-01")", ""))));
  ClaimColumns second(std::move(first));
  ClaimColumns third(rules);
  third = std::move(second);
  const Table table(third);
  CHECK(table.array.length == 1);
}

TEST_CASE("periods counted by two calendars, and more policies than a table is planned for") {
  const auto policy = [](const std::string& id, const std::string& clock,
                         const std::string& remedy) {
    return PolicySource{
        id + ".yaml",
        "sanbao: 1\npolicy: " + id +
            "\nversion: \"1\"\ntitle: {zh: 示例, en: Example}\nclock: {zone: Asia/Shanghai, "
            "count_from: next_day, month_end: last_day, " +
            clock +
            "}\nperiods: {trial: {from: purchase.sold_on, length: 7 days}}\nrules:\n"
            "  - {id: \"1\", title: {zh: 修, en: F}, when: claim.filed_on in trial, grants: {" +
            remedy + ": {}}}\n"};
  };
  std::vector<PolicySource> sources{policy("a", "roll: next_working_day, calendar: cn", "return"),
                                    policy("b", "roll: none", "repair")};
  const auto both = load_rulebook(sources);
  REQUIRE(both.has_value());
  // Of 28 September 2024 the seven days end on 5 October, in the holidays, and move to the 8th.
  const std::vector<std::string> lines{line("2024-10-05", R"("sold_on":"2024-09-28")", ""),
                                       line("2024-10-08", R"("sold_on":"2024-09-28")", ""),
                                       line("2024-10-09", R"("sold_on":"2024-09-28")", "")};
  auto counts = compare(*both, claims_of(*both, lines));
  CHECK(counts.differences == 0);

  for (int i = 0; i < 64; ++i)
    sources.push_back(policy("p" + std::to_string(i), "roll: none", "repair"));
  const auto many = load_rulebook(sources);
  REQUIRE(many.has_value());
  counts = compare(*many, claims_of(*many, lines));
  CHECK(counts.differences == 0);
  CHECK(counts.by_row == lines.size());
}
