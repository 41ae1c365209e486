// SPDX-License-Identifier: Apache-2.0
//
// Variants (sanbao/variants.hpp): several rulebooks over one claim shape decide as each does alone, what cannot
// share a shape is a fault, and a changed place of a policy reads as if its author had written it so.
#include "sanbao/variants.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "sanbao/evaluate.hpp"
#include "sanbao/records.hpp"

using namespace sanbao;
namespace fs = std::filesystem;

namespace {

const std::string hyundai = "rules/vendors/hyundai-mp3.yaml";

/// A policy of one rule; `sections` may declare facts, remedies and the like.
std::string text(const std::string& sections, const std::string& zone = "Asia/Shanghai",
                 const std::string& currency = "CNY") {
  return "sanbao: 1\npolicy: shop\nversion: \"1\"\ntitle: {zh: 示例, en: Example}\nbasis: vendor\n"
         "currency: " +
         currency + "\nround: {to: 0.01, mode: half_up}\nclock: {zone: " + zone +
         ", count_from: next_day, month_end: last_day, roll: none}\n" + sections;
}
const std::string rule =
    "rules:\n  - {id: \"1\", title: {zh: 退, en: Return}, when: fault.confirmed, grants: {return: "
    "{pays: {refund: purchase.price}}}}\n";

Variant memory(const std::string& policy, std::vector<PolicyChange> changes = {}) {
  return {.paths = {},
          .policies = {{"shop.yaml", policy}},
          .calendars = {},
          .settings = {},
          .changes = std::move(changes)};
}
Variant files(std::vector<std::string> paths, std::vector<PolicyChange> changes = {}) {
  return {.paths = std::move(paths),
          .policies = {},
          .calendars = {},
          .settings = {},
          .changes = std::move(changes)};
}

std::vector<Rulebook> load(const std::vector<Variant>& variants) {
  auto loaded = load_variants(variants);
  for (const auto& fault : loaded.diagnostics())
    if (!loaded) MESSAGE(render(fault));
  REQUIRE(loaded.has_value());
  return *loaded;
}

std::vector<std::string> codes(const std::vector<Variant>& variants) {
  const auto loaded = load_variants(variants);
  std::vector<std::string> found;
  for (const auto& fault : loaded.diagnostics())
    if (fault.severity == Severity::error) found.push_back(fault.code);
  CHECK(loaded.has_value() == found.empty());
  return found;
}
using List = std::vector<std::string>;

std::string decided(const Rulebook& rules, const Claim& claim) {
  Decision decision;
  REQUIRE(evaluate(rules, claim, {}, decision));
  std::string out;
  append_json(decision, out);
  return out;
}

/// The decision, or the code of the refusal.
std::string alone(const Rulebook& rules, std::string_view line) {
  Claim claim(rules);
  ClaimReader reader(rules);
  return reader.read(line, claim) ? decided(rules, claim) : reader.error().code;
}

std::vector<std::string> example_claims() {
  std::vector<std::string> lines;
  for (const auto& entry : fs::recursive_directory_iterator("examples/claims")) {
    if (entry.path().extension() != ".jsonl") continue;
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);)
      if (!line.empty()) lines.push_back(line);
  }
  return lines;
}

}  // namespace

TEST_CASE("a claim read once is decided under each rulebook as under it alone") {
  const std::vector<Variant> variants{
      files({"rules"}), files({hyundai}),
      files({hyundai},
            {{"", "values.depreciation", "0.5%"}, {"", "periods.guarantee.length", "2 years"}})};
  const auto family = load(variants);
  REQUIRE(family.size() == variants.size());
  std::vector<Rulebook> single;
  for (const auto& variant : variants)
    single.push_back(load({variant}).front());
  ClaimReader reader(family[1]);
  Claim claim(family[2]);
  std::size_t alike = 0;
  for (const std::string& line : example_claims()) {
    if (!reader.read(line, claim)) continue;
    for (std::size_t i = 0; i < family.size(); ++i) {
      CHECK(claim.belongs_to(family[i]));
      const std::string expected = alone(single[i], line);
      // What only the others know is left unread or refused alone; see below.
      if (expected.starts_with("SB3") || expected.find("\"unread\"") != std::string::npos) continue;
      CHECK(decided(family[i], claim) == expected);
      ++alike;
    }
  }
  CHECK(alike > 100);
}

TEST_CASE("what one of them declares is read and checked for all") {
  const std::string declares =
      "facts: {lamp.watts: {type: count, ask: {zh: 瓦数, en: watts}}}\n"
      "remedies: {cleaning: {zh: 清洗, en: cleaning}}\n"
      "rules:\n  - {id: \"1\", title: {zh: 清洗, en: Cleaning}, when: lamp.watts > 5, grants: "
      "{cleaning: {}}}\n";
  const auto family = load({memory(text(rule)), memory(text(declares))});
  const Rulebook plain = load({memory(text(rule))}).front();
  const std::string speaks = R"({"fault":{"confirmed":true},"lamp":{"watts":6}})";
  const std::string wrong = R"({"fault":{"confirmed":true},"lamp":{"watts":"six"}})";
  const std::string asks = R"({"claim":{"requests":"cleaning"},"lamp":{"watts":6}})";
  CHECK(alone(family[0], speaks) == alone(plain, R"({"fault":{"confirmed":true}})"));
  CHECK(alone(plain, speaks).find(R"("unread":["lamp"])") != std::string::npos);
  CHECK(alone(family[0], wrong) == alone(family[1], wrong));
  CHECK(alone(family[0], wrong).starts_with("SB3"));
  CHECK(alone(plain, asks).starts_with("SB3"));
  CHECK(alone(family[0], asks).find(R"("outcome":"denied")") != std::string::npos);
  CHECK(alone(family[1], asks).find(R"("outcome":"approved")") != std::string::npos);
}

TEST_CASE("instants are read in the one zone that is given") {
  const std::string no_clock =
      "sanbao: 1\npolicy: none\nversion: \"1\"\ntitle: {zh: 示例, en: Example}\nbasis: vendor\n"
      "rules:\n  - {id: \"1\", title: {zh: 修, en: Repair}, when: fault.confirmed, grants: "
      "{repair: "
      "{}}}\n";
  const std::string line = R"({"claim":{"filed_on":"2024-05-07T23:00:00Z"}})";
  const auto family = load({memory(text(rule)), memory(no_clock)});
  for (const auto& rules : family)
    CHECK(alone(rules, line).find(R"("as_of":"2024-05-08")") != std::string::npos);
}

TEST_CASE("what cannot be read alike for all is a fault") {
  const auto declared = [](const std::string& type) {
    return text("facts: {lamp.watts: {type: " + type + "}}\n" + rule);
  };
  CHECK(codes({memory(declared("count")), memory(declared("count"))}) == List{});
  CHECK(codes({memory(declared("count")), memory(declared("text"))}) == List{"SB2201"});
  CHECK(codes({memory(declared("{enum: [a, b]}")), memory(declared("{enum: [a, c]}"))}) ==
        List{"SB2201"});
  CHECK(codes({memory(text(rule)), memory(text(rule, "UTC"))}) == List{"SB2203"});
  CHECK(codes({memory(text(rule)), memory(text(rule, "Asia/Shanghai", "USD"))}) == List{"SB2204"});
  const auto side = [](const std::string& more) {
    return text("remedies: {cleaning: {zh: 清洗, en: cleaning" + more + "}}\n" + rule);
  };
  CHECK(codes({memory(side("")), memory(side(", side: true"))}) == List{"SB2206"});
  const auto clash =
      load_variants(std::vector{memory(declared("count")), memory(declared("text"))});
  CHECK(std::ranges::any_of(clash.diagnostics(), [](const Diagnostic& fault) {
    return fault.help.ends_with("a fact has one type in a comparison");
  }));
}

TEST_CASE("each rulebook has versions of its own, and a fault of a shared file is told once") {
  CHECK(codes({files({hyundai}), files({hyundai})}) == List{});
  const std::string broken = text("rules:\n  - {id: \"1\", when: fault.confirmd}\n");
  const auto once = codes({memory(broken)});
  CHECK(once.size() >= 2);
  CHECK(codes({memory(broken), memory(broken)}) == once);
  CHECK(codes({files({"rules"}), files({"no/such.yaml"})}) == List{"SB1090"});
  CHECK(codes({}) == List{"SB1092"});
  CHECK(codes({files({hyundai}), Variant{}}) == List{"SB1092"});
}

TEST_CASE("parameters are set for one rulebook alone") {
  const std::string policy = text(
      "parameters: {rate: {value: 10%}}\nrules:\n  - {id: \"1\", title: {zh: 退, en: Return}, "
      "grants: {return: {pays: {refund: purchase.price * rate}}}}\n");
  auto set = memory(policy);
  set.settings = {{"shop", "rate", "20%"}};
  const auto family = load({memory(policy), set, memory(policy)});
  const std::string line = R"({"purchase":{"price":"100.00"}})";
  CHECK(alone(family[0], line).find(R"("net":"10.00")") != std::string::npos);
  CHECK(alone(family[1], line).find(R"("net":"20.00")") != std::string::npos);
  CHECK(alone(family[2], line) == alone(family[0], line));
}

namespace {

const std::string varied = R"(parameters:
  rate: {value: 10%}     # of the price
  weekend: {value: true, contested: {zh: 周末, en: "a Sunday, or 10%"}}
facts: {repairs.waiting_days: {assume: 0 days}}
tables: {shelf: {by: product.category, columns: [cut], of: {bicycle: [5%], other: [7%]}}}
values:
  fee:
    - purchase.price * 0.3% * (days from purchase.sold_on to claim.filed_on)
    - at_most: purchase.price * 50%
  cut: purchase.price * shelf.cut
  cap: min(cut, 30 CNY)
periods:
  trial: {from: purchase.sold_on, length: 7 days}
conditions:
  often: {count: repairs, where: waiting_days > 3 days, at_least: 2}
rules:
  - id: "6.1"
    title: {zh: 退货 0.5%, en: 3 days or 0.5%}
    when: "claim.filed_on in trial or often"
    grants: {return: {pays: {refund: purchase.price * rate}, charges: {fee: fee, cut: cap * 2}}}
)";

/// The lines that a change makes different, or the code and message of its fault.
std::string changed(const std::string& path, const std::string& value,
                    const std::string& policy = {}) {
  const std::string before = text(varied);
  const std::vector<Variant> variants{memory(before, {{policy, path, value}})};
  const auto loaded = load_variants(variants);
  for (const auto& fault : loaded.diagnostics())
    if (fault.severity == Severity::error) return fault.code + " " + fault.message;
  // What the rulebook was made from tells itself by its digest alone; so does the text that is expected.
  return std::string(loaded->front().policies().front().digest);
}

/// The digest of the text with one piece in the place of another.
std::string by_hand(const std::string& old_piece, const std::string& new_piece) {
  std::string after = text(varied);
  const std::size_t at = after.find(old_piece);
  REQUIRE(at != std::string::npos);
  REQUIRE(after.find(old_piece, at + 1) == std::string::npos);
  after.replace(at, old_piece.size(), new_piece);
  return std::string(load({memory(after)}).front().policies().front().digest);
}

}  // namespace

TEST_CASE("a place written otherwise reads as if its author had written it so") {
  CHECK(changed("parameters.rate", "12.5%") == by_hand("value: 10%", "value: 12.5%"));
  CHECK(changed("parameters.rate.value", "12%") == by_hand("value: 10%", "value: 12%"));
  CHECK(changed("parameters.rate", "12%", "shop") == by_hand("value: 10%", "value: 12%"));
  CHECK(changed("parameters.weekend", "false") == by_hand("value: true", "value: false"));
  CHECK(changed("periods.trial.length", "15 days") == by_hand("7 days", "15 days"));
  CHECK(changed("periods.trial", "1 month") == by_hand("7 days", "1 month"));
  CHECK(changed("values.fee.0", "0.1%") == by_hand("0.3%", "0.1%"));
  CHECK(changed("values.fee.1.at_most", "40%") == by_hand("50%", "40%"));
  CHECK(changed("values.fee.0", "purchase.price * 1%") ==
        by_hand("purchase.price * 0.3% * (days from purchase.sold_on to claim.filed_on)",
                "purchase.price * 1%"));
  CHECK(changed("conditions.often", "3") == by_hand("at_least: 2", "at_least: 3"));
  CHECK(changed("conditions.often.where", "4 days") == by_hand("> 3 days", "> 4 days"));
  CHECK(changed("facts.repairs.waiting_days.assume", "1 day") == by_hand("0 days", "1 day"));
  CHECK(changed("tables.shelf.of.bicycle", "6%") == by_hand("[5%]", "[6%]"));
  CHECK(changed("values.cap", "25 CNY") == by_hand("30 CNY", "25 CNY"));
  CHECK(changed("rules.6.1", "3") == by_hand("cap * 2", "cap * 3"));
  CHECK(changed("rules.6.1.when", "often") ==
        by_hand("\"claim.filed_on in trial or often\"", "\"often\""));
}

TEST_CASE("a place that is not there, not one, or not to be written so") {
  const auto says = [](const std::string& fault) { return "SB1094 " + fault; };
  CHECK(changed("parameters.rates", "1%") == says("nothing stands at `parameters.rates`"));
  CHECK(changed("nowhere", "1%") == says("nothing stands at `nowhere`"));
  CHECK(changed("", "1%") == says("nothing stands at ``"));
  CHECK(changed("parameters.rate", "1%", "shopp") == says("there is no policy `shopp`"));
  CHECK(changed("values.fee", "1%") ==
        says("`values.fee` holds 2 rates, and `1%` can take the place of one alone"));
  CHECK(changed("values.fee.0", "3 days") ==
        says("`values.fee.0` holds no lengths, and `3 days` can take the place of one alone"));
  CHECK(changed("rules.6.1", "often") == says("`rules.6.1` is not one value on one line"));
  CHECK(changed("periods.trial.length", "7 days, roll: none") ==
        says("`7 days, roll: none` cannot be written there"));
  CHECK(changed("periods.trial.length", "7 days # and a week") ==
        says("`7 days # and a week` cannot be written there"));
  CHECK(changed("parameters.rate", "") == says("`` cannot be written there"));
  CHECK(changed("rules.6.1.when", "a\"b") == says("`a\"b` cannot be written there"));
  // What can be written but means nothing there is the checker's affair.
  CHECK(changed("periods.trial.length", "10%").starts_with("SB2"));
  CHECK(changed("parameters.rate", "true").starts_with("SB2"));
}

TEST_CASE("one place is changed, and the help says how to name it") {
  const auto fault_of = [](const Variant& variant) {
    const auto loaded = load_variants(std::vector{variant});
    REQUIRE(!loaded.has_value());
    return loaded.diagnostics().front();
  };
  CHECK(fault_of(memory(text(varied), {{"", "parameters.rates", "1%"}})).help ==
        "did you mean `parameters.rate`?");
  CHECK(fault_of(memory(text(varied), {{"", "values.share", "1%"}})).help ==
        "under `values` stand `cap`, `cut`, `fee`");
  auto two = memory(text(varied), {{"", "parameters.rate", "1%"}});
  two.policies.push_back({"b.yaml", text(varied)});
  two.policies[1].text.replace(two.policies[1].text.find("policy: shop"), 12, "policy: b");
  CHECK(fault_of(two).message == "`parameters.rate` stands in 2 policies");
  CHECK(fault_of(two).file == "--vary parameters.rate=1%");
  two.changes[0].policy = "b";
  CHECK(codes({two}) == List{});
  // The same place of another policy is another place.
  two.changes.push_back({"shop", "parameters.rate", "2%"});
  CHECK(codes({two}) == List{});
}

TEST_CASE("what one change has put somewhere, another does not change") {
  const auto said = [](const std::vector<PolicyChange>& changes) {
    const auto loaded = load_variants(std::vector{memory(text(varied), changes)});
    return loaded ? std::string() : loaded.diagnostics().front().message;
  };
  const PolicyChange cap{"", "values.cap", "25 CNY"};
  CHECK(said({cap, {"", "values.cap", "20 CNY"}}) ==
        "what stands at `values.cap` was put there by `--vary values.cap=25 CNY`");
  CHECK(said({cap, {"shop", "values.cap", "20 CNY"}, cap}) ==
        "what stands at `values.cap` was put there by `--vary values.cap=25 CNY`");
  CHECK(said({{"", "parameters.rate", "12.5%"}, {"", "parameters.rate.value", "1%"}}) ==
        "what stands at `parameters.rate.value` was put there by `--vary parameters.rate=12.5%`");
  // Other changes before it and behind it move the place.
  CHECK(
      said({cap, {"", "periods.trial.length", "15 days"}, {"", "parameters.rate", "12.5%"}, cap}) ==
      "what stands at `values.cap` was put there by `--vary values.cap=25 CNY`");
  CHECK(said({{"", "values.fee.0", "0.1%"}, {"", "values.fee.1.at_most", "40%"}}).empty());
}
