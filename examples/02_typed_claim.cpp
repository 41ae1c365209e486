// SPDX-License-Identifier: Apache-2.0
//
// 02_typed_claim: a claim built from a shop's own order, without JSON in between.
// In: an order as a shop's database holds it. Out: what is owed for it, or which question to ask, as
// examples/expected/02_typed_claim.txt holds it. Run from the top of the tree; tested by ctest `example.*`.
#include <array>
#include <cstdint>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sanbao/sanbao.hpp"

namespace {

struct Repair {
  sanbao::CivilDate received, returned;
  bool fixed = false;
};
struct Order {
  std::string_view number;
  std::optional<sanbao::CivilDate> delivered;  // nothing: the courier has not reported yet
  std::int64_t price_fen = 0;
  std::vector<Repair> repairs;
};

// The handles of the facts that this shop knows, found once. A fact that the rulebook does not have, or
// has with another type, is found missing here and not at the first customer.
struct Handles {
  sanbao::Fact<std::string_view> id, requests;
  sanbao::Fact<sanbao::CivilDate> filed_on, delivered_on;
  sanbao::Fact<sanbao::Money> price;
  sanbao::Fact<bool> accessories_complete;
  sanbao::Events repairs;
  sanbao::Field<sanbao::CivilDate> received_on, returned_on;
  sanbao::Field<bool> fixed;

  static std::optional<Handles> find(const sanbao::Rulebook& rules) {
    const auto id = rules.fact<std::string_view>("claim.id");
    const auto requests = rules.fact<std::string_view>("claim.requests");
    const auto filed_on = rules.fact<sanbao::CivilDate>("claim.filed_on");
    const auto delivered_on = rules.fact<sanbao::CivilDate>("purchase.delivered_on");
    const auto price = rules.fact<sanbao::Money>("purchase.price");
    const auto accessories_complete = rules.fact<bool>("goods.accessories_complete");
    const auto repairs = rules.events("repairs");
    const auto received_on = rules.field<sanbao::CivilDate>("repairs", "received_on");
    const auto returned_on = rules.field<sanbao::CivilDate>("repairs", "returned_on");
    const auto fixed = rules.field<bool>("repairs", "fixed");
    if (!id || !requests || !filed_on || !delivered_on || !price || !accessories_complete ||
        !repairs || !received_on || !returned_on || !fixed)
      return std::nullopt;
    return Handles{
        *id,      *requests,    *filed_on,    *delivered_on, *price, *accessories_complete,
        *repairs, *received_on, *returned_on, *fixed};
  }
};

// `set` answers false where the value is not one that the fact takes.
bool fill(sanbao::Claim& claim, const Handles& facts, const Order& order,
          sanbao::CivilDate filed_on) {
  const sanbao::Currency yuan = *sanbao::Currency::parse("CNY");
  claim.clear();
  bool sound = claim.set(facts.id, order.number) && claim.set(facts.filed_on, filed_on) &&
               claim.set(facts.requests, "return") &&
               claim.set(facts.price, sanbao::Money::minor(order.price_fen, yuan)) &&
               claim.set(facts.accessories_complete, true);
  // What is not known is not set: the decision asks for it where it matters.
  if (order.delivered) sound = sound && claim.set(facts.delivered_on, *order.delivered);
  for (const Repair& repair : order.repairs) {
    const sanbao::Event event = claim.add(facts.repairs);
    sound = sound && claim.set(event, facts.received_on, repair.received) &&
            claim.set(event, facts.returned_on, repair.returned) &&
            claim.set(event, facts.fixed, repair.fixed);
  }
  return sound;
}

sanbao::CivilDate day(std::string_view text) {
  return *sanbao::CivilDate::parse(text);
}

}  // namespace

int main() {
  const auto rules = sanbao::load_rulebook_files(std::array{std::string("examples/shop.yaml")});
  if (!rules) {
    for (const auto& fault : rules.diagnostics())
      std::cerr << sanbao::render(fault);
    return 1;
  }
  const auto facts = Handles::find(*rules);
  if (!facts) {
    std::cerr << "the rulebook does not know a fact of ours\n";
    return 1;
  }

  const std::array orders{
      Order{"A-1", day("2026-03-02"), 240000, {}},
      Order{"A-2",
            day("2025-11-29"),
            240000,
            {{day("2025-12-10"), day("2025-12-14"), false},
             {day("2026-01-20"), day("2026-01-26"), false}}},
      Order{"A-3", std::nullopt, 89900, {}},
  };

  // One claim and one decision serve all orders and keep their memory.
  sanbao::Claim claim(*rules);
  sanbao::Decision decision;
  const sanbao::EvaluateOptions verdict_only{.as_of = {}, .detail = sanbao::Detail::none};
  for (const Order& order : orders) {
    if (!fill(claim, *facts, order, day("2026-03-09")) ||
        !sanbao::evaluate(*rules, claim, verdict_only, decision)) {
      std::cerr << order.number << ": the order holds a value that no claim can have\n";
      return 1;
    }
    std::cout << order.number << ": " << sanbao::to_string(decision.outcome());
    const sanbao::RemedyAnswer* answer = decision.remedy("return");
    if (answer != nullptr && answer->net) std::cout << ", pay " << answer->net->to_string();
    if (answer != nullptr && answer->until) std::cout << ", until " << answer->until->to_string();
    // The smallest set of facts that settles the return, in the words of their questions.
    for (const auto& ask : decision.ask()) {
      if (ask.remedy != "return" || ask.sets.empty()) continue;
      for (const auto path : ask.sets.front())
        for (const auto& question : decision.questions())
          if (question.path == path) std::cout << ", ask: " << question.text.en;
    }
    std::cout << '\n';
  }
}
