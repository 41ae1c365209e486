// SPDX-License-Identifier: Apache-2.0
//
// A large policy: see policy_maker.hpp. Every seventh rule excludes, every eleventh adds, the others grant.
#include "policy_maker.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace sanbao::bench {

namespace {

constexpr std::string_view head = R"(# SPDX-License-Identifier: Apache-2.0
sanbao: 1
policy: example-NAME
version: "1"
title: {zh: 大型细则, en: A large policy}
basis: vendor
verified: seen
source: {title: 细则}
in_force: {from: 2010-01-01, by: purchase.sold_on}
applies_to: product.brand == "NAME"
currency: CNY
round: {to: 0.01, mode: half_up}
clock:
  zone: Asia/Shanghai
  count_from: next_day
  month_end: last_day
  roll: next_working_day
  calendar: cn
prefer: consumer
facts:
  goods.human_damage: {assume: false}
  goods.modified: {assume: false}
values:
  full_refund: if purchase.sold_directly then purchase.price else purchase.net_dealer_price
  used_days: days from purchase.invoiced_on to claim.filed_on less repairs
  depreciation:
    - purchase.price * 0.3% * used_days
    - at_most: full_refund
periods:
)";

constexpr std::array<std::string_view, 10> components = {
    "mainboard", "battery", "display", "keyboard",  "charger",
    "headset",   "memory",  "cpu",     "hard_disk", "power_supply"};
constexpr std::array<std::string_view, 6> causes = {"misuse",        "installation", "storage",
                                                    "force_majeure", "wear",         "virus"};
constexpr int most_periods = 100;

template <std::size_t size>
std::string_view pick(const std::array<std::string_view, size>& words, int number) {
  return words[static_cast<std::size_t>(number) % size];
}

void add_rule(std::string& out, int number, int periods) {
  const std::string n = std::to_string(number);
  const std::string period = "period_" + std::to_string(number % periods);
  out += "  - id: \"" + n + "\"\n    title: {zh: 第" + n + "条, en: Clause " + n + "}\n";
  if (number % 7 == 0) {
    out += "    when: fault.cause == ";
    out += pick(causes, number);
    out += " or (goods.modified and fault.component == ";
    out += pick(components, number / 7);
    out += ")\n    unless: proof.within_guarantee\n    excludes: [return, exchange, repair]\n";
    return;
  }
  if (number % 11 == 0) {
    out += "    for: [return, exchange]\n    when: claim.filed_on in " + period +
           "\n    needs: purchase.documents has invoice or proof.within_guarantee\n";
    return;
  }
  const bool in_lines = number % 4 == 0;
  out += in_lines
             ? "    when:\n      all:\n        - performance_fault\n        - claim.filed_on in "
             : "    when: performance_fault and claim.filed_on in ";
  out += period;
  out += in_lines ? "\n        - fault.component == " : " and fault.component == ";
  out += pick(components, number);
  out += in_lines ? "\n        - not goods.human_damage\n" : "\n";
  out += "    grants:\n";
  switch (number % 3) {
    case 0:
      out +=
          "      return:\n        needs: goods.accessories_complete\n"
          "        pays: {refund: full_refund}\n      exchange: {}\n";
      break;
    case 1:
      out +=
          "      return:\n        pays: {refund: full_refund}\n"
          "        charges: {depreciation: depreciation}\n";
      break;
    default:
      out += "      repair: {}\n";
      break;
  }
}

}  // namespace

std::string make_policy(int rules, const std::string& name) {
  std::string out(head);
  constexpr std::string_view mark = "NAME";
  for (std::size_t at = 0; (at = out.find(mark, at)) != std::string::npos; at += name.size())
    out.replace(at, mark.size(), name);
  // Each is used by some rule.
  const int periods = std::min(most_periods, rules / 2);
  for (int i = 0; i < periods; ++i) {
    const std::string n = std::to_string(i);
    out += "  period_" + n + ": {from: purchase.sold_on, length: ";
    out +=
        i % 2 == 0 ? std::to_string(7 + i) + " days}\n" : std::to_string(1 + i / 2) + " months}\n";
  }
  out +=
      "conditions:\n  performance_fault: fault.kind == performance and fault.confirmed\nrules:\n";
  for (int i = 1; i <= rules; ++i)
    add_rule(out, i, periods);
  return out;
}

}  // namespace sanbao::bench
