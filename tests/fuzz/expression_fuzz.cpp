// SPDX-License-Identifier: Apache-2.0
//
// expression_fuzz.cpp: an expression by itself, and in a policy as a condition, a term and an
// amount.
// In: any bytes. Out: a tree or a fault inside the text; what the parser refuses no policy accepts.
#include <string>

#include "base/fault_list.hpp"
#include "base/source_text.hpp"
#include "base/utf8.hpp"
#include "parse/expr_parser.hpp"
#include "promises.hpp"

namespace {

constexpr std::string_view head = R"(sanbao: 1
policy: fuzz/expression
version: "1"
title: {zh: 表达式, en: Expression}
basis: vendor
currency: CNY
round: {to: 0.01, mode: half_up}
clock: {zone: Asia/Shanghai, count_from: next_day, month_end: last_day, roll: next_working_day, calendar: cn}
facts:
  lcd.dots: {type: count, assume: 3}
  lcd.size: {type: number, assume: 1.5}
  lcd.share: {type: rate, assume: 5%}
  lcd.fee: {type: money, assume: 12.50 CNY}
  lcd.promise: {type: length, assume: 6 months}
parameters:
  rate: {value: 0.25%}
  weekend: {value: false}
tables:
  shelf: {by: product.category, columns: [main, long], of: {bicycle: [[frame], 1 year]}}
values:
  last_exchange: last exchanges.on where whole_unit
  used: days from purchase.sold_on to claim.filed_on less repairs
  full: if purchase.sold_directly then purchase.price else purchase.net_dealer_price
periods:
  trial: {from: purchase.sold_on, length: 7 days}
  guarantee: {from: [last_exchange, purchase.sold_on], length: 1 year, extend_by: repairs}
conditions:
  faulty: fault.kind == performance
  twice: {count: repairs, where: received_on in guarantee, at_least: 2}
rules:
  - id: "1"
    title: {zh: 条款, en: Clause}
)";

// In double quotes, so that YAML hands on every character as it is.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out + "\"";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(fuzz::text_of(data, size));
  // The YAML reader lets nothing else through.
  if (!sanbao::base::is_plain_text(text) || text.find('\n') != std::string::npos) return 0;

  sanbao::ir::YamlNode node;
  node.kind = sanbao::ir::YamlNode::Kind::scalar;
  node.text = text;
  node.span = {1, 1, static_cast<std::uint32_t>(sanbao::base::count_characters(text))};
  const sanbao::base::SourceText source(text);
  sanbao::base::FaultList faults("f.yaml", source);
  sanbao::parse::ExprBudget budget;
  const bool is_tree = sanbao::parse::parse_expression(node, faults, budget).has_value();
  const std::vector<sanbao::Diagnostic> told = faults.take();
  fuzz::hold_faults(text, told);
  fuzz::promise(is_tree || sanbao::has_errors(told), "an expression without a tree has a fault");

  const std::string value = quoted(text);
  const std::string wholes[] = {
      std::string(head) + "    when: " + value + "\n    grants: {return: {}}\n",
      std::string(head) + "    grants: {return: {terms: {term: " + value + "}}}\n",
      std::string(head) + "    grants: {return: {pays: {refund: " + value + "}}}\n"};
  for (const std::string& whole : wholes) {
    const bool accepted = fuzz::hold_policy(whole);
    fuzz::promise(!accepted || !sanbao::has_errors(told), "what is refused alone stays refused");
    if (sanbao::has_errors(told)) return 0;  // the other two would say the same
  }
  return 0;
}
