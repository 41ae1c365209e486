// SPDX-License-Identifier: Apache-2.0
//
// Differences of two versions (sanbao/compare.hpp): one change of a text and what it makes different; and changes
// that make none.
#include "sanbao/compare.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "sanbao/variants.hpp"

using namespace sanbao;

namespace {

const std::string base = R"(sanbao: 1
policy: shop
version: "1"
title: {zh: 店规, en: Shop terms}
basis: vendor
verified: seen
source: {title: 店规}
in_force: {from: 2020-01-01, by: purchase.sold_on}
applies_to: product.category == bicycle
currency: CNY
round: {to: 0.01, mode: half_up}
clauses: ["1", "2", "3", "4", "5", "6"]
clock: {zone: Asia/Shanghai, count_from: next_day, month_end: last_day, roll: if moves then next_working_day else none, calendar: cn}
facts:
  goods.human_damage: {assume: false}
  repairs.waiting_days: {assume: 0 days}
  lamp.watts: {type: count, ask: {zh: 瓦数, en: watts}}
parameters:
  moves: {value: true, contested: {zh: 顺延, en: it moves}}
  rate: {value: 10%}
tables:
  shelf: {by: product.category, columns: [cut, parts], of: {bicycle: [5%, [frame, motor]], other: [7%, [frame]]}}
values:
  used: days from purchase.sold_on to claim.filed_on less repairs
  fee:
    - purchase.price * 0.3% * used
    - at_most: purchase.price
  unused: purchase.price * 2
periods:
  trial: {from: purchase.sold_on, length: 7 days}
  guarantee: {from: [purchase.delivered_on, purchase.sold_on], length: 1 year, extend_by: repairs where fixed}
conditions:
  faulty: fault.kind == performance and not goods.human_damage
  often: {count: repairs, where: received_on in guarantee and not fixed, at_least: 2}
remedies:
  cleaning: {zh: 清洗, en: cleaning, side: true}
names:
  trial: {zh: 试用期, en: trial}
  refund: {zh: 退款, en: refund}
rules:
  - id: "1"
    title: {zh: 退货, en: Return}
    when: faulty and claim.filed_on in trial and lamp.watts > 5
    overrides: ["2"]
    grants: {return: {needs: [purchase.documents has invoice, fault.described], pays: {refund: purchase.price}}}
  - id: "2"
    title: {zh: 折旧退货, en: Less depreciation}
    when: faulty and claim.filed_on in guarantee and often
    unless: fault.cause == misuse
    grants: {return: {pays: {refund: purchase.price}, charges: {fee: fee, rate: purchase.price * rate}}, repair: {}}
  - id: "3"
    title: {zh: 换货, en: Exchange}
    when: product.category in shelf and fault.component in shelf.parts
    grants: {exchange: {charges: {cut: purchase.price * shelf.cut}, terms: {answer_by: claim.filed_on + 15 days, papers: {zh: 票据, en: papers}}}, cleaning: {}}
  - {id: "4", title: {zh: 除外, en: Excluded}, when: goods.counterfeit, excludes: [return, exchange]}
  - {id: "5", title: {zh: 附件, en: Accessories}, for: [return], granted_by: ["1"], needs: goods.accessories_complete}
notices:
  - {id: "6", on: [denied], text: {zh: 投诉, en: complain}}
)";

std::string replaced(const std::string& old_piece, const std::string& new_piece) {
  std::string text = base;
  const std::size_t at = text.find(old_piece);
  CAPTURE(old_piece);
  REQUIRE(at != std::string::npos);
  text.replace(at, old_piece.size(), new_piece);
  return text;
}

Rulebook load(const std::string& text) {
  auto policy = load_policy(text, "shop.yaml");
  for (const auto& fault : policy.diagnostics())
    if (!policy) MESSAGE(render(fault));
  REQUIRE(policy.has_value());
  return *policy;
}

/// `rules 1 when; values fee` of what is different, with what it goes through.
std::string told(const std::string& from, const std::string& to) {
  std::string text;
  const auto pairs = differences(load(from), load(to));
  REQUIRE(pairs.size() == 1);
  for (const auto& difference : pairs[0].differences) {
    if (!text.empty()) text += "; ";
    text += difference.section + " " + difference.name;
    if (!difference.part.empty()) text += " " + difference.part;
    for (const auto& name : difference.through)
      text += " <" + name;
  }
  return text;
}

struct Row {
  std::string old_piece, new_piece, expected;
};

}  // namespace

TEST_CASE("one change, and what it makes different") {
  const Row rows[] = {
      // What a rule says itself.
      {"lamp.watts > 5", "lamp.watts > 6", "rules 1 when"},
      {"lamp.watts > 5", "lamp.watts >= 5", "rules 1 when"},
      {"lamp.watts > 5\n", "not lamp.watts > 5\n", "rules 1 when"},
      {"    overrides: [\"2\"]\n", "", "rules 1 overrides"},
      {", fault.described]", "]", "rules 1 grants.return.needs"},
      {"fault.cause == misuse", "fault.cause == storage", "rules 2 unless"},
      {"    unless: fault.cause == misuse\n", "", "rules 2 unless"},
      {", repair: {}}", "}", "rules 2 grants.repair"},
      {"{return: {needs: [purchase.documents has invoice, fault.described], pays: {refund: "
       "purchase.price}}}",
       "{return: {needs: [purchase.documents has invoice, fault.described], pays: {refund: "
       "purchase.price * 50%}}}",
       "rules 1 grants.return.pays.refund"},
      {"claim.filed_on + 15 days", "claim.filed_on + 10 days",
       "rules 3 grants.exchange.terms.answer_by"},
      {"papers: {zh: 票据, en: papers}", "papers: {zh: 票据, en: all papers}",
       "rules 3 grants.exchange.terms.papers"},
      {"excludes: [return, exchange]", "excludes: [return]", "rules 4 excludes"},
      {"excludes: [return, exchange]", "excludes: all", "rules 4 excludes"},
      {", granted_by: [\"1\"]", "", "rules 5 granted_by"},
      {"for: [return]", "for: [return, repair]", "rules 5 for"},
      {"needs: goods.accessories_complete", "needs: goods.packaging_complete", "rules 5 needs"},
      {"title: {zh: 换货, en: Exchange}", "title: {zh: 换货, en: Swap}", "rules 3 title"},
      {"title: {zh: 换货, en: Exchange}",
       "title: {zh: 换货, en: Exchange}\n    note: {zh: 疑, en: doubtful}", "rules 3 note"},
      {"when: product.category in shelf",
       "cite: [\"3\", \"4\"]\n    when: product.category in shelf", "rules 3 cite"},
      {"  - {id: \"4\", title: {zh: 除外, en: Excluded}, when: goods.counterfeit, excludes: "
       "[return, exchange]}\n",
       "  - {id: \"4\", title: {zh: 除外, en: Excluded}, when: goods.counterfeit, grants: {repair: "
       "{}}}\n",
       "rules 4; rules 4"},
      // What rules speak of.
      {"0.3% * used", "0.5% * used", "rules 2 grants.return.charges.fee <fee; values fee"},
      {"less repairs\n", "less repairs where fixed\n",
       "rules 2 grants.return.charges.fee <used; values fee <used; values used"},
      {"7 days}", "15 days}", "rules 1 when <trial; periods trial length"},
      {"1 year, extend_by: repairs where fixed}", "1 year}",
       "rules 2 when <guarantee; periods guarantee extend_by"},
      {"[purchase.delivered_on, purchase.sold_on]", "[purchase.sold_on, purchase.delivered_on]",
       "rules 2 when <guarantee; periods guarantee from"},
      {"at_least: 2}", "at_least: 3}", "rules 2 when <often; conditions often"},
      {"received_on in guarantee and not fixed", "received_on in trial and not fixed",
       "rules 2 when <often; conditions often"},
      {"kind == performance and not goods.human_damage", "kind == performance",
       "rules 1 when <faulty; rules 2 when <faulty; conditions faulty"},
      {"rate: {value: 10%}", "rate: {value: 12%}",
       "rules 2 grants.return.charges.rate <rate; parameters rate"},
      {"en: it moves}", "en: the last day moves}", "parameters moves"},
      {"[5%, [frame, motor]]", "[6%, [frame, motor]]",
       "rules 3 grants.exchange.charges.cut <shelf; tables shelf of.bicycle"},
      {"[5%, [frame, motor]]", "[5%, [frame]]", "rules 3 when <shelf; tables shelf of.bicycle"},
      {"purchase.price * 2\n", "purchase.price * 3\n", "values unused"},
      {"goods.human_damage: {assume: false}", "goods.human_damage: {assume: true}",
       "rules 1 when <goods.human_damage; rules 2 when <goods.human_damage; facts "
       "goods.human_damage"},
      {"  goods.human_damage: {assume: false}\n", "",
       "rules 1 when <goods.human_damage; rules 2 when <goods.human_damage; facts "
       "goods.human_damage"},
      {"{assume: 0 days}", "{assume: 1 day}", "facts repairs.waiting_days"},
      {"ask: {zh: 瓦数, en: watts}", "ask: {zh: 瓦数, en: power}", "facts lamp.watts"},
      {"cleaning, side: true}", "cleaning}", "remedies cleaning"},
      {"on: [denied]", "on: [denied, conflict]", "notices 6 on"},
      {"en: complain}", "en: complaints}", "notices 6 text"},
      {"trial: {zh: 试用期, en: trial}", "trial: {zh: 试用期, en: trial period}", "names trial"},
      // The head.
      {"from: 2020-01-01", "from: 2020-01-02", "head in_force"},
      {"by: purchase.sold_on}", "by: purchase.delivered_on}", "head in_force"},
      {"by: purchase.sold_on}", "by: purchase.sold_on, verified: recalled}", "head in_force"},
      {"by: purchase.sold_on}", "by: purchase.sold_on, verified: seen}", ""},
      {"category == bicycle", "category == other", "head applies_to"},
      {"mode: half_up", "mode: down", "head round"},
      {"basis: vendor", "basis: statute", "head basis"},
      {"verified: seen", "verified: recalled", "head verified"},
      {"round:", "prefer: consumer\nround:", "head prefer"},
      {"round:", "yields_to: [statute]\nround:", "head yields_to"},
      {"count_from: next_day", "count_from: same_day",
       "rules 1 when <clock; rules 2 when <clock; periods guarantee <clock; periods trial <clock; "
       "head clock"},
      {"moves: {value: true", "moves: {value: false",
       "rules 1 when <clock; rules 2 when <clock; parameters moves; periods guarantee <clock; "
       "periods trial <clock; "
       "head clock <moves"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.old_piece);
    CAPTURE(row.new_piece);
    CHECK(told(base, replaced(row.old_piece, row.new_piece)) == row.expected);
    CHECK(told(replaced(row.old_piece, row.new_piece), base).empty() == row.expected.empty());
  }
}

TEST_CASE("marks that are turned against that of the policy are told") {
  const std::string force = "in_force: {from: 2020-01-01, by: purchase.sold_on";
  const auto marked = [&](const std::string& policy, const std::string& days) {
    std::string text = replaced("verified: seen", "verified: " + policy);
    text.insert(text.find(force) + force.size(), ", verified: " + days);
    return text;
  };
  CHECK(told(marked("recalled", "seen"), marked("seen", "recalled")) ==
        "head verified; head in_force");
  CHECK(told(marked("recalled", "recalled"), marked("seen", "seen")) == "head verified");
}

TEST_CASE("order, spelling and a file's own names make no difference") {
  const Row rows[] = {
      {"version: \"1\"", "version: \"2\"", ""},
      {"basis: vendor", "basis: vendor     # as it always was", ""},
      {"lamp.watts > 5", "5 < lamp.watts", ""},
      {"faulty and claim.filed_on in trial and lamp.watts > 5",
       "{all: [claim.filed_on in trial, lamp.watts > 5, faulty]}", ""},
      {"fault.kind == performance and not goods.human_damage",
       "not goods.human_damage and performance == fault.kind", ""},
      {"when: faulty and claim.filed_on in trial",
       "when: fault.kind == performance and (not goods.human_damage) and claim.filed_on in trial",
       ""},
      {"[purchase.documents has invoice, fault.described]",
       "[fault.described, purchase.documents has invoice]", ""},
      {"excludes: [return, exchange]", "excludes: [exchange, return]", ""},
      {"purchase.price * 0.3% * used", "0.3% * purchase.price * used", ""},
      {"purchase.price * rate}", "rate * purchase.price}", ""},
      {"purchase.price * rate}", "purchase.price * 10%}", ""},
      {"bicycle: [5%, [frame, motor]], other: [7%, [frame]]",
       "other: [7%, [frame]], bicycle: [5%, [motor, frame]]", ""},
      {"  unused: purchase.price * 2\n", "", ""},
      {"conditions:\n", "conditions:\n  spare: fault.confirmed\n", ""},
      {"length: 7 days", "length: \"7 days\"", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.old_piece);
    CAPTURE(row.new_piece);
    CHECK(told(base, replaced(row.old_piece, row.new_piece)) == row.expected);
  }
  // A field of an event is named without its list.
  std::string waits = replaced("and not fixed", "and waiting_days > 3 days");
  std::string waits_longer = waits;
  const std::string assumed = "assume: 0 days";
  waits_longer.replace(waits.find(assumed), assumed.size(), "assume: 1 day");
  CHECK(told(waits, waits_longer) ==
        "rules 2 when <repairs.waiting_days; facts repairs.waiting_days");
  // Renamed throughout.
  for (const std::string name : {"faulty", "guarantee", "often", "fee", "used", "shelf"}) {
    std::string text = base;
    for (std::size_t at = 0; (at = text.find(name, at)) != std::string::npos;
         at += name.size() + 2) {
      const bool word = std::isalpha(static_cast<unsigned char>(text[at - 1])) == 0 &&
                        text[at - 1] != '_' &&
                        std::isalpha(static_cast<unsigned char>(text[at + name.size()])) == 0 &&
                        text[at + name.size()] != '_';
      // `fee` is a key of the charges as well, and un`used` holds another name.
      if (word && text.substr(at, 9) != "fee: fee,") text.insert(at + name.size(), "_x");
      if (text.substr(at, 9) == "fee: fee,") text.insert(at + 8, "_x"), at += 8;
    }
    CAPTURE(name);
    CHECK(told(base, text) == "");
  }
}

TEST_CASE("policies are matched by id, and the same version first") {
  const auto as = [](const std::string& id, const std::string& version, const std::string& from,
                     const std::string& until) {
    std::string text = base;
    text.replace(text.find("policy: shop"), 12, "policy: " + id);
    text.replace(text.find("version: \"1\""), 12, "version: \"" + version + "\"");
    text.replace(text.find("from: 2020-01-01"), 16, "from: " + from + ", until: " + until);
    return PolicySource{id + version, text};
  };
  const auto load_all = [](std::vector<PolicySource> policies) {
    auto rulebook = load_rulebook(policies);
    REQUIRE(rulebook.has_value());
    return *rulebook;
  };
  const auto from =
      load_all({as("a", "1", "2020-01-01", "2020-12-31"), as("a", "2", "2021-01-01", "2021-12-31"),
                as("gone", "1", "2020-01-01", "2020-12-31")});
  const auto to =
      load_all({as("a", "2", "2021-01-01", "2021-12-31"), as("a", "3", "2020-01-01", "2020-12-31"),
                as("new", "1", "2020-01-01", "2020-12-31")});
  std::vector<std::string> found;
  for (const auto& pair : differences(from, to))
    found.push_back(pair.policy + " " + pair.from_version + ">" + pair.to_version + " " +
                    std::to_string(pair.differences.size()));
  CHECK(found == std::vector<std::string>{"a 1>3 0", "a 2>2 0", "gone 1> 0", "new >1 0"});
}

TEST_CASE("a rule that is gone stands where it stood, and one that is new where it stands") {
  const std::string without = replaced(
      "  - {id: \"4\", title: {zh: 除外, en: Excluded}, when: goods.counterfeit, excludes: "
      "[return, exchange]}\n",
      "");
  const auto gone = differences(
      load(base), load(replaced("clauses: [\"1\", \"2\", \"3\", \"4\", \"5\", \"6\"]\n", "")));
  CHECK(gone[0].differences.size() == 1);
  std::string bare = without;
  bare.replace(bare.find("\"4\", "), 5, "");
  const auto pairs = differences(load(base), load(bare));
  REQUIRE(pairs[0].differences.size() == 2);
  CHECK(pairs[0].differences[0].name == "4");
  CHECK(pairs[0].differences[0].to.empty());
  CHECK(pairs[0].differences[0].from.starts_with(
      "{id: 4, title: {zh: 除外, en: Excluded}, when: goods.counterfeit"));
  CHECK(pairs[0].differences[0].title_en == "Excluded");
  CHECK(pairs[0].differences[1].name == "clauses");
  CHECK(differences(load(bare), load(base))[0].differences[0].from.empty());
}
