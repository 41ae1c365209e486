// SPDX-License-Identifier: Apache-2.0
//
// 07_marketplace: one order under everything that binds it: the state's rule for the goods, the seven days of
// online buying, consumer law, and the promise that the seller made on the platform.
// In: a telephone bought online, sent back on its fifth day. Out: what the consumer can have, by whose terms, and
// what each set of terms says by itself, as examples/expected/07_marketplace.txt holds it. Run from the top of the
// tree; tested by ctest `example.*`.
#include <array>
#include <iostream>
#include <string>
#include <string_view>

#include "sanbao/sanbao.hpp"

namespace {

constexpr std::string_view order = R"({
  "claim": {"id": "M-1", "filed_on": "2026-03-12", "requests": "return", "settled_with_seller": false},
  "product": {"category": "mobile_phone", "return_exempt": "none", "intact_list": "electronics"},
  "purchase": {"channel": "online", "region": "beijing", "sold_on": "2026-03-03", "invoiced_on": "2026-03-03",
               "ordered_on": "2026-03-03", "paid_on": "2026-03-03", "delivered_on": "2026-03-07",
               "price": "2999.00", "paid": "2899.00", "shipping_paid": "12.00", "escrow": true,
               "promises": ["free_return"], "documents": ["invoice", "guarantee_certificate"]},
  "promise": {"return_until": "2026-03-14", "freight_party": "seller"},
  "freight": {"sent_back": "15.00"},
  "consumer": {"asked_seller_first": true},
  "goods": {"accessories_complete": true, "as_agreed": true, "opened": true},
  "fault": {"kind": "none"}
})";

}  // namespace

int main() {
  const auto rules = sanbao::load_rulebook_files(std::array{std::string("rules")});
  if (!rules) {
    for (const auto& fault : rules.diagnostics())
      std::cerr << sanbao::render(fault);
    return 1;
  }
  sanbao::ClaimReader reader(*rules);
  sanbao::Claim claim(*rules);
  if (!reader.read(order, claim)) {
    std::cerr << reader.error().path << ": " << reader.error().message << '\n';
    return 1;
  }
  const sanbao::Decision decision = sanbao::evaluate(*rules, claim);
  std::cout << "asked for " << decision.requested() << ": " << sanbao::to_string(decision.outcome())
            << '\n';
  // The best answer for each remedy, and the terms that give it.
  for (const sanbao::RemedyAnswer& answer : decision.remedies()) {
    if (answer.status == sanbao::Status::unavailable) continue;
    std::cout << "  " << answer.remedy << ": " << sanbao::to_string(answer.status);
    if (answer.net) std::cout << ", " << answer.net->to_string();
    std::cout << ", by " << answer.policy;
    if (answer.until) std::cout << ", until " << answer.until->to_string();
    std::cout << '\n';
  }
  // What each set of terms that applies says for itself.
  for (const sanbao::PolicyAnswer& policy : decision.policies())
    std::cout << policy.policy << ' ' << policy.version << ": " << sanbao::to_string(policy.outcome)
              << '\n';
}
