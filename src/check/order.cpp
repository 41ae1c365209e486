// SPDX-License-Identifier: Apache-2.0
//
// order.cpp: the one order of rules, reasons and codes (docs/language.md §7 "Order").
// In: clauses and ids. Out: which stands first. Never looks at the place in the file.
// Tested by tests/unit/check_rules_test.cpp.
#include <algorithm>

#include "check/rules.hpp"

namespace sanbao::check {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// The run of digits that begins at `at`, without its leading noughts; `at` moves behind it.
std::string_view take_number(std::string_view text, std::size_t& at) {
  while (at < text.size() && text[at] == '0')
    ++at;
  const std::size_t begin = at;
  while (at < text.size() && is_digit(text[at]))
    ++at;
  return text.substr(begin, at - begin);
}

}  // namespace

bool natural_less(std::string_view a, std::string_view b) {
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    if (is_digit(a[i]) && is_digit(b[j])) {
      const std::string_view x = take_number(a, i);
      const std::string_view y = take_number(b, j);
      if (x.size() != y.size()) return x.size() < y.size();
      if (x != y) return x < y;
      continue;
    }
    if (a[i] != b[j]) return static_cast<unsigned char>(a[i]) < static_cast<unsigned char>(b[j]);
    ++i;
    ++j;
  }
  const bool a_ends = i == a.size();
  const bool b_ends = j == b.size();
  if (a_ends != b_ends) return a_ends;
  return a < b;  // "2.01" and "2.1"
}

ClauseOrder::ClauseOrder(const ir::PolicyDocument& document) {
  for (std::size_t i = 0; i < document.clauses.size(); ++i)
    places_.emplace(document.clauses[i].text, i);
}

std::size_t ClauseOrder::place(std::string_view clause) const {
  const auto at = places_.find(clause);
  return at == places_.end() ? places_.size() : at->second;
}

bool ClauseOrder::before(std::string_view clause_a, std::string_view id_a,
                         std::string_view clause_b, std::string_view id_b) const {
  const std::size_t a = place(clause_a);
  const std::size_t b = place(clause_b);
  return a != b ? a < b : natural_less(id_a, id_b);
}

}  // namespace sanbao::check
