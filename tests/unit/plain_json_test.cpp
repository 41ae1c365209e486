// SPDX-License-Identifier: Apache-2.0
//
// plain_json_test.cpp: a plain answer is written from prepared pieces; whoever reads the answers first has them
// put together and written from their shapes. Both are the same bytes.
#include "ir/plain_answer.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>

#include "eval_fixture.hpp"
#include "hyundai_claims.hpp"

namespace {

using namespace sanbao;
using namespace eval_fixture;

struct Counts {
  std::size_t plain = 0, other = 0;
};

std::string written(const Decision& decision) {
  std::string out;
  append_json(decision, out);
  return out;
}

std::string told(const Codes& codes) {
  std::string out;
  for (const auto& list : {codes.holds, codes.open, codes.fails, codes.overridden}) {
    for (const auto id : list)
      out += std::string(id) + " ";
    out += "/ ";
  }
  return out;
}

/// Policies and their codes, by themselves.
std::string codes_alone(const Decision& decision) {
  std::string out;
  for (const PolicyCodes& policy : decision.codes())
    out += std::string(policy.policy) + " " + std::string(policy.version) + ": " +
           told(policy.codes) + "\n";
  return out;
}

/// The same out of the answers.
std::string codes_of_answers(const Decision& decision) {
  std::string out;
  for (const PolicyAnswer& policy : decision.policies())
    out += std::string(policy.policy) + " " + std::string(policy.version) + ": " +
           told(policy.codes) + "\n";
  return out;
}

/// One after the other, both into decisions used before.
class Both {
 public:
  explicit Both(Rulebook rules) : rules_(std::move(rules)), reader_(rules_), claim_(rules_) {}

  void compare(const std::string& line, Counts& counts) {
    REQUIRE(reader_.read(line, claim_));
    for (const Detail detail : {Detail::none, Detail::codes, Detail::full}) {
      CAPTURE(line);
      REQUIRE(evaluate(rules_, claim_, {{}, detail}, decision_));
      const std::string codes = codes_alone(decision_);
      const bool plain = ir::plain_answer(decision_) != nullptr;
      ++(plain ? counts.plain : counts.other);
      const std::string from_pieces = written(decision_);
      CHECK(from_pieces == written(decision_));
      CHECK(codes == codes_of_answers(decision_));
      CHECK(codes == codes_alone(decision_));
      CHECK(ir::plain_answer(decision_) == nullptr);
      CHECK(from_pieces == written(decision_));
    }
  }
  /// What was written last, with full reasons.
  [[nodiscard]] std::string last() const { return written(decision_); }

 private:
  Rulebook rules_;
  ClaimReader reader_;
  Claim claim_;
  Decision decision_;
};

/// Truths of goods by bit.
std::string goods(std::uint32_t truths, const std::string& requests,
                  const std::string& price = R"("100.00")") {
  static constexpr std::array<std::string_view, 6> facts{
      "intact", "opened", "modified", "counterfeit", "human_damage", "label_intact"};
  std::string out =
      R"({"claim":{"id":"quote \" and line \n","filed_on":"2024-05-08","requests":")" + requests +
      R"("},"purchase":{"sold_on":"2024-05-01","price":)" + price + R"(},"goods":{)";
  for (std::size_t i = 0; i < facts.size(); ++i)
    out += (i == 0 ? "\"" : ",\"") + std::string(facts[i]) +
           ((truths >> i & 1U) != 0 ? "\":true" : "\":false");
  return out + "}}";
}

}  // namespace

TEST_CASE("the Hyundai policy, from pieces and from shapes") {
  const auto rules =
      *load_rulebook_files(std::vector<std::string>{"rules/vendors/hyundai-mp3.yaml"});
  Both both(rules);
  Counts counts;
  for (unsigned n = 0; n < 400; ++n)
    both.compare(hyundai_claims::generated(n), counts);
  CHECK(counts.plain > 800);  // the rest name repairs that are still to come
  CHECK(counts.other > 300);
  std::ifstream file("examples/claims/hyundai-mp3/claims.jsonl", std::ios::binary);
  for (std::string line; std::getline(file, line);)
    both.compare(line, counts);
  CHECK(counts.plain > 870);
  // What keeps an amount open is found only where it is first worked out.
  counts = {};
  both.compare(
      R"({"claim":{"filed_on":"2022-08-29","requests":"exchange"},"purchase":{"sold_on":"2022-08-13",)"
      R"("invoiced_on":"2022-08-13","price":null,"net_dealer_price":"1659.06","sold_directly":false,)"
      R"("documents":["invoice","guarantee_certificate"]},"product":{"category":"mp3_player","brand":"现代"},)"
      R"("fault":{"kind":"performance","cause":"own_component","confirmed":true,"described":true},)"
      R"("goods":{"accessories_complete":true},"stock":{"same_model":false},"proof":{"within_guarantee":false},)"
      R"("repairs":[{"received_on":"2022-08-25","returned_on":null,"fixed":true,"waiting_days":13}]})",
      counts);
  CHECK(counts.plain == 3);
  CHECK(both.last().find(R"("not_established":["purchase.price","repairs[0].returned_on"])") !=
        std::string::npos);
}

TEST_CASE("whatever a remedy may say, in every combination of truths") {
  std::string many;  // more rules than one word has bits
  for (int i = 0; i < 70; ++i)
    many += "  - {id: \"9." + std::to_string(i) +
            "\", title: {zh: 多, en: M}, when: goods.opened, excludes: [spare_unit]}\n";
  Both both(
      load("verified: recalled\n"
           "in_force: {from: 2020-01-01, by: purchase.sold_on}\n"
           "parameters:\n"
           "  strict: {value: true, contested: {zh: 是否从严, en: whether it is read strictly}}\n"
           "remedies:\n"
           "  repaint: {zh: 重新喷漆, en: repaint}\n"
           "notices:\n"
           "  - {id: \"n\\\"1\", on: [denied], text: {zh: 申诉, en: Complain}}\n"
           "  - {id: n2, on: [denied, approved], text: {zh: 保留凭证, en: Keep the papers}}\n"
           "periods:\n"
           "  week: {from: purchase.sold_on, length: 14 days}\n"
           "rules:\n"
           "  - {id: \"1\", title: {zh: 甲, en: A}, when: goods.intact and claim.filed_on in week, "
           "grants: {return: {needs: goods.opened, pays: {refund: purchase.price, gift: 5 CNY}, "
           "charges: {wear: 3 CNY}, terms: {b: {zh: 乙, en: \"b \\\"quoted\\\"\"}, a: {zh: 甲}}}, "
           "repair: {}}}\n"
           "  - {id: \"2\", title: {zh: 乙, en: B}, when: goods.modified, overrides: [\"1\"], "
           "grants: {return: {pays: {refund: 100 CNY, gift: 5 CNY}, charges: {wear: 3 CNY}}, "
           "repair: {terms: {c: {en: c}}}}}\n"
           "  - {id: \"3\", title: {zh: 丙, en: C}, when: goods.counterfeit, excludes: [return, "
           "exchange]}\n"
           "  - {id: \"4\", title: {zh: 丁, en: D}, for: [return, repair], when: "
           "goods.human_damage, needs: goods.label_intact, terms: {d: {zh: 丁}, e: {en: e}}}\n"
           "  - {id: \"5\", title: {zh: 戊, en: E}, note: {zh: 注, en: N}, when: "
           "goods.label_intact and strict, grants: "
           "{repaint: {}}}\n" +
           many));
  Counts counts;
  for (const std::string requests : {"any", "return", "repair", "exchange", "spare_unit"})
    for (std::uint32_t truths = 0; truths < 64; ++truths)
      both.compare(goods(truths, requests), counts);
  CHECK(counts.plain == 960);
  // An amount that nobody pays may be open: what keeps it so is told.
  for (std::uint32_t truths = 0; truths < 64; ++truths)
    both.compare(goods(truths, "repair", "null"), counts);
  CHECK(counts.plain > 960);
  CHECK(counts.other > 0);
}

TEST_CASE("answers are those of the claim that was decided, whatever became of it") {
  const auto rules =
      *load_rulebook_files(std::vector<std::string>{"rules/vendors/hyundai-mp3.yaml"});
  ClaimReader reader(rules);
  Claim claim(rules);
  Decision decision;
  std::size_t plain = 0;
  for (const Detail detail : {Detail::codes, Detail::full})
    for (const bool pieces : {true, false})
      for (unsigned n = 0; n < 100; ++n) {
        REQUIRE(reader.read(hyundai_claims::generated(n), claim));
        REQUIRE(evaluate(rules, claim, {{}, detail}, decision));
        const std::string at_once = written(decision);
        const std::string codes = codes_alone(decision);
        REQUIRE(evaluate(rules, claim, {{}, detail}, decision));
        REQUIRE(reader.read(hyundai_claims::generated(n + 1), claim));
        CHECK(codes_alone(decision) == codes);
        if (ir::plain_answer(decision) != nullptr) ++plain;
        if (!pieces) (void)decision.policies();
        CHECK(written(decision) == at_once);
      }
  CHECK(plain > 200);
}

// The last day is looked for when it is read, where it can be found without the claim.
TEST_CASE("answers under each shipped policy do not need the claim any longer") {
  namespace fs = std::filesystem;
  std::vector<std::string> lines;
  for (const auto& entry : fs::recursive_directory_iterator("examples/claims")) {
    if (entry.path().extension() != ".jsonl") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    for (std::string line; std::getline(file, line);)
      lines.push_back(line);
  }
  std::size_t with_last_day = 0;
  for (const auto& entry : fs::recursive_directory_iterator("rules")) {
    const std::string name = entry.path().string();
    if (!name.ends_with(".yaml") || name.ends_with(".test.yaml")) continue;
    CAPTURE(name);
    const auto rules = *load_rulebook_files(std::vector{name});
    ClaimReader reader(rules);
    Decision decision;
    for (const std::string& line : lines) {
      auto claim = std::make_unique<Claim>(rules);
      if (!reader.read(line, *claim)) continue;  // it is about what another policy knows
      CAPTURE(line);
      REQUIRE(evaluate(rules, *claim, {{}, Detail::codes}, decision));
      const std::string at_once = written(decision);
      REQUIRE(evaluate(rules, *claim, {{}, Detail::codes}, decision));
      claim.reset();
      CHECK(written(decision) == at_once);
      const bool plain = ir::plain_answer(decision) != nullptr;
      if (plain && std::ranges::any_of(decision.remedies(), [](const RemedyAnswer& answer) {
            return answer.until.has_value();
          }))
        ++with_last_day;
    }
  }
  CHECK(with_last_day > 1);
}

TEST_CASE("an empty decision has no codes") {
  const auto rules = load_when("goods.opened");
  Decision decision;
  CHECK(decision.codes().empty());
  REQUIRE(evaluate(rules, read(rules, goods(2, "repair")), {{}, Detail::codes}, decision));
  CHECK(codes_alone(decision) == "demo 1: 1 / / / / \n");
  decision.clear();
  CHECK(decision.codes().empty());
  const CivilDate before = *CivilDate::from_ymd(2024, 5, 7);
  CHECK_FALSE(evaluate(rules, read(rules, goods(2, "repair")), {before, Detail::codes}, decision));
  CHECK(decision.codes().empty());
}

TEST_CASE("a fact of which the claim is silent stands nowhere, first or between others") {
  Both both(
      load("rules:\n"
           "  - {id: \"1\", title: {zh: 甲, en: A}, grants: {return: {pays: {refund: \"if "
           "purchase.price "
           "> 1 CNY then purchase.price else purchase.net_dealer_price\"}}}}\n"
           "  - {id: \"2\", title: {zh: 乙, en: B}, when: goods.opened, excludes: [exchange]}\n"
           "  - {id: \"3\", title: {zh: 丙, en: C}, when: goods.intact, grants: {repair: {charges: "
           "{fee: \"if goods.opened then purchase.price else purchase.net_dealer_price\"}}}}\n"));
  Counts counts;
  both.compare(goods(3, "any"), counts);
  CHECK(counts.plain == 3);
  CHECK(both.last().find(R"("read":{"purchase.price":"100.00"})") != std::string::npos);
  CHECK(both.last().find(
            R"("read":{"goods.intact":true,"goods.opened":true,"purchase.price":"100.00"})") !=
        std::string::npos);
  both.compare(goods(2, "any", R"("0.50")"), counts);
}

TEST_CASE("more remedies and longer lines than a writer has places for") {
  std::string remedies = "remedies:\n";
  std::string grants;
  const std::string words(400, 'w');
  for (int i = 0; i < 20; ++i) {
    const std::string name = "extra_" + std::to_string(i);
    remedies += "  " + name + ": {zh: 另, en: " + name + "}\n";
    grants += std::string(i == 0 ? "" : ", ") + name + ": {terms: {words: {en: " + words + "}}}";
  }
  Both both(load(remedies +
                 "rules:\n  - {id: \"1\", title: {zh: 甲, en: A}, when: goods.intact, "
                 "grants: {" +
                 grants + "}}\n"));
  Counts counts;
  both.compare(goods(1, "any"), counts);
  both.compare(goods(0, "any"), counts);
  CHECK(counts.plain == 6);
}

TEST_CASE("several policies, and one that does not apply, are written from shapes") {
  const std::string rule =
      "rules:\n  - {id: \"1\", title: {zh: 修理, en: Repair}, when: goods.intact, grants: {repair: "
      "{}}}\n";
  const std::string other = "applies_to: goods.opened\n" + rule;
  std::string second = head + other;
  second.replace(second.find("demo"), 4, "else");
  const std::array sources{PolicySource{"demo.yaml", head + rule},
                           PolicySource{"else.yaml", second}};
  Both both(*load_rulebook(sources));
  Counts counts;
  both.compare(goods(1, "any"), counts);
  CHECK(counts.plain == 3);  // the other stands aside
  both.compare(goods(3, "any"), counts);
  CHECK(counts.plain == 3);
}

TEST_CASE("what is assumed is told whatever is read first") {
  const auto rules = load_when("goods.intact", "facts: {goods.intact: {assume: true}}\n");
  const auto decision = decide(rules, R"({"claim":{"filed_on":"2024-05-08"}})");
  CHECK(decision.assumed().size() == 1);
}
