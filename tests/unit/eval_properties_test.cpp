// SPDX-License-Identifier: Apache-2.0
//
// What holds of every claim, tried on claims made at random under the Hyundai policy: a decided status stays when
// more facts arrive (docs/language.md §3), one more exclusion opens nothing, a later day brings no period back.
#include <array>
#include <fstream>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "eval_fixture.hpp"

using namespace sanbao;
using namespace eval_fixture;

namespace {

std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  REQUIRE_FALSE(text.empty());
  return text;
}

struct Random {
  std::mt19937 engine;
  explicit Random(std::uint32_t seed) : engine(seed) {}
  std::size_t operator()(std::size_t below) { return static_cast<std::size_t>(engine() % below); }
};

// A fact and what it may be. None of them is assumed by the policy: what is assumed may change an answer.
struct Choice {
  const char *group, *key;
  std::vector<std::string> values;
};
const std::vector<Choice>& choices() {
  static const std::vector<Choice> all{
      {"purchase", "sold_on", {"\"2024-05-01\"", "\"2024-04-01\"", "\"2023-05-02\"", "\"never\""}},
      {"purchase", "invoiced_on", {"\"2024-05-01\"", "\"2024-04-03\""}},
      {"purchase", "price", {"\"1299.00\"", "\"0.01\""}},
      {"purchase", "net_dealer_price", {"\"980.00\""}},
      {"purchase", "sold_directly", {"true", "false"}},
      {"purchase", "documents", {"[]", "[\"invoice\"]", "[\"invoice\",\"guarantee_certificate\"]"}},
      {"product", "category", {"\"mp3_player\"", "\"mp3_player\"", "\"mp3_player\"", "\"fan\""}},
      {"product", "brand", {"\"现代\"", "\"现代\"", "\"现代\"", "\"other\""}},
      {"fault", "kind", {"\"performance\"", "\"performance\"", "\"cosmetic\"", "\"none\""}},
      {"fault",
       "cause",
       {"\"own_component\"", "\"own_component\"", "\"misuse\"", "\"force_majeure\""}},
      {"fault", "confirmed", {"true", "false"}},
      {"fault", "described", {"true", "false"}},
      {"goods", "accessories_complete", {"true", "false"}},
      {"stock", "same_model", {"true", "false"}},
      {"proof", "within_guarantee", {"true", "false"}}};
  return all;
}

// By fact: no_value where it is absent, null_value where it cannot be known, else the index of its value.
constexpr int no_value = -1, null_value = -2;
using Facts = std::vector<int>;

std::string claim_of(const Facts& facts, const std::string& filed, const std::string& repairs) {
  std::string out = R"({"claim":{"filed_on":")" + filed + R"("},"repairs":[)" + repairs + "]";
  std::string group;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if (facts[i] == no_value) continue;
    const Choice& choice = choices()[i];
    out += group == choice.group
               ? ","
               : std::string(group.empty() ? "" : "}") + ",\"" + choice.group + "\":{";
    group = choice.group;
    out += "\"" + std::string(choice.key) + "\":" +
           (facts[i] == null_value ? "null" : choice.values[static_cast<std::size_t>(facts[i])]);
  }
  return out + (group.empty() ? "}" : "}}");
}

constexpr std::array filings{"2024-05-06", "2024-05-08", "2024-05-30",
                             "2024-06-20", "2025-05-06", "2025-05-20"};
const std::array<std::string, 3> repair_lists{
    "", R"({"received_on":"2024-05-02","returned_on":"2024-05-04","fixed":false})",
    R"({"received_on":"2024-05-02","returned_on":"2024-05-03","fixed":false},{"received_on":"2024-05-04","returned_on":"2024-05-05","fixed":false})"};

Facts some_facts(Random& random) {
  Facts facts;
  for (const auto& choice : choices()) {
    const std::size_t pick = random(10);
    facts.push_back(pick < 3    ? no_value
                    : pick == 3 ? null_value
                                : static_cast<int>(random(choice.values.size())));
  }
  return facts;
}

std::vector<std::pair<std::string, Status>> statuses(const Decision& decision) {
  std::vector<std::pair<std::string, Status>> out;
  for (const auto& answer : decision.remedies())
    out.emplace_back(answer.remedy, answer.status);
  return out;
}
Status status_of(const Decision& decision, const std::string& remedy) {
  const auto* answer = decision.remedy(remedy);
  return answer == nullptr ? Status::unavailable : answer->status;
}

}  // namespace

TEST_CASE("a status that is decided stays when absent facts arrive with a value") {
  const Rulebook rules =
      *load_policy(text_of("rules/vendors/hyundai-mp3.yaml"), "hyundai-mp3.yaml");
  Random random(1);
  std::size_t stayed = 0, settled = 0;
  for (int round = 0; round < 1500; ++round) {
    const Facts before = some_facts(random);
    Facts after = before;
    for (std::size_t i = 0; i < after.size(); ++i)
      if (after[i] == no_value && random(2) == 0)
        after[i] = static_cast<int>(random(choices()[i].values.size()));
    const std::string filed = filings[random(filings.size())];
    const std::string repairs = repair_lists[random(repair_lists.size())];
    const std::string less = claim_of(before, filed, repairs),
                      more = claim_of(after, filed, repairs);
    const Decision first = decide(rules, less), second = decide(rules, more);
    CAPTURE(less);
    CAPTURE(more);
    if (first.outcome() == Outcome::not_covered) CHECK(second.outcome() == Outcome::not_covered);
    for (const auto& [id, status] : statuses(first)) {
      const auto& remedy = id;  // what a lambda of CAPTURE may hold
      CAPTURE(remedy);
      if (status == Status::unknown) {
        settled += status_of(second, remedy) == Status::unknown ? 0U : 1U;
        const auto least = first.remedy(remedy)->at_least;
        if (least == Status::conditional) CHECK(status_of(second, remedy) != Status::unavailable);
        continue;
      }
      CHECK(to_string(status_of(second, remedy)) == to_string(status));
      ++stayed;
    }
  }
  CHECK(stayed > 1000);
  CHECK(settled > 200);
}

TEST_CASE("one more exclusion makes no remedy better") {
  const std::string text = text_of("rules/vendors/hyundai-mp3.yaml");
  const Rulebook rules = *load_policy(text, "a.yaml");
  std::string more = text;
  const std::string at = "  - id: \"3.1\"\n";
  REQUIRE(more.find(at) != std::string::npos);
  more.insert(more.find(at),
              "  - id: \"3.0\"\n    cite: \"3.1\"\n    title: {zh: 又, en: One more}\n"
              "    when: fault.described and stock.same_model\n    excludes: [return, repair]\n");
  const auto loaded = load_policy(more, "b.yaml");
  REQUIRE(loaded);
  const auto rank = [](Status status) {
    switch (status) {
      case Status::unavailable:
        return 0;
      case Status::conditional:
        return 1;
      default:
        return 2;
    }
  };
  Random random(2);
  std::size_t worse = 0;
  for (int round = 0; round < 800; ++round) {
    Facts facts = some_facts(random);
    for (auto& fact : facts)
      if (fact < 0) fact = 0;  // decided both times, so that statuses have an order
    facts[11] = static_cast<int>(random(2));
    facts[13] = static_cast<int>(random(2));
    const std::string claim =
        claim_of(facts, filings[random(filings.size())], repair_lists[random(repair_lists.size())]);
    const Decision before = decide(rules, claim), after = decide(*loaded, claim);
    CAPTURE(claim);
    for (const auto& [remedy, status] : statuses(after)) {
      CHECK(rank(status) <= rank(status_of(before, remedy)));
      worse += rank(status) < rank(status_of(before, remedy)) ? 1U : 0U;
    }
  }
  CHECK(worse > 20);
}

TEST_CASE("with nothing happening in between, a later day brings no period back") {
  const Rulebook rules = *load_policy(text_of("rules/vendors/hyundai-mp3.yaml"), "a.yaml");
  Random random(3);
  std::size_t ended = 0;
  for (int round = 0; round < 60; ++round) {
    Facts facts = some_facts(random);
    for (auto& fact : facts)
      if (fact < 0) fact = 0;
    facts[0] = static_cast<int>(random(3));
    const std::string repairs = repair_lists[random(repair_lists.size())];
    bool was_over[2] = {false, false};
    for (std::int32_t d = 0; d < 380; d += 4) {
      const auto day = CivilDate::from_days(CivilDate::parse("2024-05-06")->days_since_epoch() + d);
      const Decision decision = decide(rules, claim_of(facts, day.to_string(), repairs));
      for (const auto& policy : decision.policies())
        for (const auto& reason : policy.reasons)
          for (const auto& period : reason.periods) {
            if (period.day_path != "claim.filed_on" || !period.in) continue;
            const std::size_t which = period.name == "guarantee"       ? 0
                                      : period.name == "return_period" ? 1
                                                                       : 2;
            if (which == 2) continue;
            if (!*period.in && period.days_late && !was_over[which]) {
              was_over[which] = true;
              ++ended;
            }
            CAPTURE(day.to_string());
            CHECK(!(*period.in && was_over[which]));
          }
      // `until` is never a day that has passed.
      for (const auto& answer : decision.remedies())
        if (answer.until) CHECK(*answer.until >= day);
    }
  }
  CHECK(ended > 60);
}
