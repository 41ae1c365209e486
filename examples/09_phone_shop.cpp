// SPDX-License-Identifier: Apache-2.0
//
// 09_phone_shop: a desk that asks only what the answer hangs on, one question after the other.
// In: a telephone with its receipt, and a customer who answers. Out: each question as it comes up, and the answer,
// as examples/expected/09_phone_shop.txt holds it. Run from the top of the tree; tested by ctest `example.*`.
#include <array>
#include <iostream>
#include <map>
#include <string>
#include <string_view>

#include "sanbao/sanbao.hpp"

namespace {

/// A record grows as answers come in: what is known, by group and key.
using Record = std::map<std::string, std::map<std::string, std::string>>;

std::string json(const Record& record) {
  std::string text = "{";
  for (const auto& [group, facts] : record) {
    text += (text.size() > 1 ? ",\"" : "\"") + group + "\":{";
    bool first = true;
    for (const auto& [key, value] : facts) {
      text += (first ? "\"" : ",\"") + key + "\":" + value;
      first = false;
    }
    text += "}";
  }
  return text + ",\"repairs\":[],\"exchanges\":[]}";
}

/// The first question of the smallest set that settles what was asked for; empty: there is none.
std::string_view next_question(const sanbao::Decision& decision) {
  for (const sanbao::Ask& ask : decision.ask())
    if (ask.remedy == decision.requested() && !ask.sets.empty()) return ask.sets[0][0];
  return {};
}

}  // namespace

int main() {
  const auto rules =
      sanbao::load_rulebook_files(std::array{std::string("rules/cn/mobile-phone.yaml")});
  if (!rules) {
    for (const auto& fault : rules.diagnostics())
      std::cerr << sanbao::render(fault);
    return 1;
  }
  Record record{{"claim", {{"filed_on", "\"2026-03-10\""}, {"requests", "\"return\""}}},
                {"product", {{"category", "\"mobile_phone\""}}},
                {"purchase",
                 {{"sold_on", "\"2026-03-04\""},
                  {"invoiced_on", "\"2026-03-04\""},
                  {"price", "\"2999.00\""},
                  {"documents", "[\"invoice\",\"guarantee_certificate\"]"}}}};
  // What this customer will say.
  const std::map<std::string_view, std::string> answers{
      {"fault.kind", "\"performance\""},       {"fault.cause", "\"own_component\""},
      {"fault.component", "\"mainboard\""},    {"fault.confirmed", "true"},
      {"fault.appeared_on", "\"2026-03-08\""}, {"goods.serial_matches", "true"},
      {"goods.model_matches", "true"},         {"goods.human_damage", "false"}};
  sanbao::ClaimReader reader(*rules);
  sanbao::Claim claim(*rules);
  for (;;) {
    if (!reader.read(json(record), claim)) {
      std::cerr << reader.error().path << ": " << reader.error().message << '\n';
      return 1;
    }
    const sanbao::Decision decision = sanbao::evaluate(*rules, claim);
    const std::string path(next_question(decision));
    if (path.empty() || !answers.contains(path)) {
      std::cout << sanbao::to_string(decision.outcome());
      const sanbao::RemedyAnswer* answer = decision.remedy("return");
      if (answer != nullptr && answer->net) std::cout << ", " << answer->net->to_string();
      if (!path.empty()) std::cout << "; still open: " << path;
      std::cout << '\n';
      return 0;
    }
    for (const sanbao::Question& question : decision.questions())
      if (question.path == path) std::cout << question.text.en << ' ' << answers.at(path) << '\n';
    const std::size_t dot = path.find('.');
    record[path.substr(0, dot)][path.substr(dot + 1)] = answers.at(path);
  }
}
