// SPDX-License-Identifier: Apache-2.0
//
// check_policy_test.cpp: whole files: the Hyundai policy, files of which only a part can be read,
// files made to be hard, and every kind of damage to a good one.
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "check_fixture.hpp"

using check_fixture::check_text;
using Codes = std::vector<std::string>;

namespace {

std::string read(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}
std::string hyundai() {
  return read("rules/vendors/hyundai-mp3.yaml");
}

// Parsed as far as it goes, then checked, as the loader does; all faults.
std::vector<sanbao::Diagnostic> load(const std::string& text) {
  sanbao::ir::PolicyDocument partial;
  auto document = sanbao::parse::parse_policy(text, "demo.yaml", &partial);
  auto checked =
      sanbao::check::check_policy(document ? *document : partial, check_fixture::find_calendar);
  std::vector<sanbao::Diagnostic> all = document.diagnostics();
  all.insert(all.end(), checked.diagnostics().begin(), checked.diagnostics().end());
  return all;
}

Codes check_codes(const std::string& text) {
  Codes out;
  for (const auto& fault : load(text))
    if (fault.code.starts_with("SB2")) out.push_back(fault.code);
  return out;
}

}  // namespace

TEST_CASE("the Hyundai policy is sound and without a warning") {
  const auto checked = check_text(hyundai());
  CHECK(checked.codes().empty());
  REQUIRE(checked.policy != nullptr);
  const auto& policy = *checked.policy;
  CHECK(policy.id == "hyundai-mp3");
  CHECK(policy.clauses.size() == 26);
  CHECK(policy.rules.size() == 24);
  CHECK(policy.rules.front().id == "2.2");
  CHECK(policy.rules.back().id == "7.5");
  CHECK(policy.periods.size() == 3);
  CHECK(policy.notices.size() == 1);
  const auto rule = std::find_if(policy.rules.begin(), policy.rules.end(),
                                 [](const auto& r) { return r.id == "6.4b"; });
  REQUIRE(rule != policy.rules.end());
  CHECK(rule->cites == Codes{"6.4"});
  // The amounts of the charge and of the named value are one node.
  CHECK(rule->grants[0].second.charges[0].amount == policy.values[0].node);
  CHECK(policy.values[0].name == "depreciation");
  // Exclusions and free repair share the atom of the human damage.
  CHECK(std::is_sorted(policy.facts.begin(), policy.facts.end(),
                       [](const auto& a, const auto& b) { return a.path < b.path; }));
}

TEST_CASE("moving rules changes nothing but places and the digest") {
  const std::string first =
      "  - id: \"1\"\n    title: {zh: 规则, en: A rule}\n    when: goods.opened\n    grants: "
      "{repair: {}}\n";
  const std::string second =
      "  - id: \"2\"\n    title: {zh: 规则, en: A rule}\n    when: goods.intact or goods.opened\n  "
      "  excludes: [return]\n";
  const auto one = check_text(check_fixture::head + "rules:\n" + first + second);
  const auto two = check_text(check_fixture::head + "rules:\n" + second + first);
  REQUIRE(one.policy != nullptr);
  REQUIRE(two.policy != nullptr);
  REQUIRE(one.policy->nodes.size() == two.policy->nodes.size());
  for (std::size_t i = 0; i < one.policy->nodes.size(); ++i) {
    CHECK(one.policy->nodes[i].op == two.policy->nodes[i].op);
    CHECK(one.policy->nodes[i].imm == two.policy->nodes[i].imm);
    CHECK(one.policy->nodes[i].a == two.policy->nodes[i].a);
  }
  for (std::size_t i = 0; i < 2; ++i)
    CHECK(one.policy->rules[i].when == two.policy->rules[i].when);
}

TEST_CASE("what cannot be read is not told a second time") {
  const std::string rules =
      "rules:\n  - id: \"1\"\n    title: {zh: 规则, en: A rule}\n    when: x and claim.filed_on in "
      "p and v > 1 CNY\n    grants: {repair: {}}\n";
  CHECK(check_codes("[").empty());
  CHECK(check_codes("").empty());
  CHECK(check_codes("[1, 2]").empty());
  CHECK(check_codes(
            check_fixture::head +
            "conditions:\n  x: fault.confirmed and\nvalues:\n  v: (1 CNY\nperiods:\n  p: [1]\n" +
            rules)
            .empty());
  CHECK(check_codes(
            "sanbao: 1\npolicy: [a]\nversion: [a]\ntitle: []\ncurrency: {}\nclock: []\nround: 3\n" +
            rules) == Codes{"SB2003", "SB2006", "SB2003"});
  CHECK(check_codes(check_fixture::head +
                    "rules:\n  - id: [1]\n    title: 5\n    when: [1]\n    grants: [repair]\n")
            .empty());
}

TEST_CASE("a long chain of names is refused, not followed to the end of the stack") {
  std::string conditions = "conditions:\n";
  for (int i = 0; i < 5'000; ++i)
    conditions +=
        "  c" + std::to_string(i) + ": not c" + std::to_string(i + 1) + " and goods.opened\n";
  conditions += "  c5000: goods.intact\n";
  const Codes codes = check_codes(check_fixture::head + conditions +
                                  "rules:\n  - id: \"1\"\n    title: {zh: 规则, en: A rule}\n    "
                                  "when: c0\n    grants: {repair: {}}\n");
  CHECK(codes == Codes{"SB2024"});
}

TEST_CASE("wide files stay fast: many names, many unknown ones, many words") {
  std::string conditions = "conditions:\n";
  for (int i = 0; i < 8'000; ++i)
    conditions += "  c" + std::to_string(i) + ": unknown_" + std::to_string(i) + "\n";
  CHECK_FALSE(load(check_fixture::head + conditions).empty());
  std::string rules = "rules:\n";
  for (int i = 0; i < 2'500; ++i)
    rules += "  - {id: \"" + std::to_string(i) +
             "\", title: {zh: 规则, en: A rule}, grants: {return: {pays: {refund: 1 CNY}}}}\n";
  CHECK(check_codes(check_fixture::head + rules).empty());
}

TEST_CASE("every construct of the language is sound, and nothing of it is warned of") {
  const auto checked = check_text(read("tests/baselines/good/every-construct.yaml"));
  CHECK(checked.first_message().empty());
  REQUIRE(checked.policy != nullptr);
  // No node is made twice, and each that a rule reads is there.
  const auto& nodes = checked.policy->nodes;
  for (const auto& fact : checked.policy->facts)
    if (fact.assume != sanbao::ir::no_node) CHECK(fact.assume < nodes.size());
  for (const auto& rule : checked.policy->rules)
    if (rule.when != sanbao::ir::no_node) CHECK(nodes[rule.when].type == sanbao::ir::Type::boolean);
}

TEST_CASE("whatever is done to a policy, check/ answers") {
  const std::vector<std::string> words{"never",
                                       "claim.filed_on",
                                       "guarantee",
                                       "5 CNY",
                                       "7 days",
                                       "1 month",
                                       "true",
                                       "repairs",
                                       "return",
                                       "not",
                                       "(",
                                       "]",
                                       "last_exchange",
                                       "0.3%",
                                       "fixed",
                                       "used_days",
                                       "purchase.price",
                                       "all",
                                       "1",
                                       "\"x\"",
                                       "2024-02-30",
                                       "catalogue",
                                       "catalogue.rate",
                                       "-",
                                       "[]",
                                       "{}",
                                       "visits",
                                       "daily_rate",
                                       "lcd.note",
                                       "none"};
  std::mt19937 random(7);
  const auto pick = [&](std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
  };
  for (const char* path :
       {"rules/vendors/hyundai-mp3.yaml", "tests/baselines/good/every-construct.yaml"}) {
    CAPTURE(path);
    const std::string text = read(path);
    REQUIRE(text.size() > 1'000);
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      lines.push_back(text.substr(at, end - at));
      at = end + 1;
    }
    std::size_t sound = 0;
    constexpr std::size_t rounds = 300;
    for (std::size_t round = 0; round < rounds; ++round) {
      std::vector<std::string> damaged = lines;
      for (std::size_t n = 0; n <= pick(3); ++n) {
        const std::size_t at = pick(damaged.size());
        switch (pick(5)) {
          case 0:
            damaged.erase(damaged.begin() + static_cast<std::ptrdiff_t>(at));
            break;
          case 1:
            std::swap(damaged[at], damaged[pick(damaged.size())]);
            break;
          case 2:
            damaged.insert(damaged.begin() + static_cast<std::ptrdiff_t>(at),
                           damaged[pick(damaged.size())]);
            break;
          default: {
            // One word gives way to another, of the file or of the list.
            std::string& line = damaged[at];
            const std::size_t blank =
                line.find_first_of(" [{(", line.empty() ? 0 : pick(line.size()));
            if (blank == std::string::npos) break;
            const std::size_t next = std::min(line.find_first_of(" ,]})", blank + 1), line.size());
            line.replace(blank + 1, next - blank - 1, words[pick(words.size())]);
          }
        }
      }
      std::string joined;
      for (const std::string& line : damaged)
        joined += line + "\n";
      const auto faults = load(joined);
      for (const auto& fault : faults)
        CHECK_FALSE(sanbao::render(fault).empty());
      sound += sanbao::has_errors(faults) ? 0U : 1U;
    }
    CHECK(sound > 0);
    CHECK(sound < rounds);
  }
}
