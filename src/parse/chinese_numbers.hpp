// SPDX-License-Identifier: Apache-2.0
//
// chinese_numbers.hpp: numbers, shares and lengths in the words of a card: `七天`, `一年`, `半年`, `两百元`,
// `百分之五`, `万分之五`, `九折`.
// In: what was written. Out: the number and its unit as the language writes them.
// Never reads a word that only begins with a numeral (`三包凭证`), and none where the number is not sure.
// Tested by tests/unit/expr_lexer_test.cpp and tests/baselines/bad/sb1045*.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace sanbao::parse {

struct ChineseNumber {
  std::size_t length = 0;  ///< in characters
  std::string number;      ///< `7`, `0.05%`
  std::string unit;        ///< `days`, `CNY`; empty where there is none
};

/// The number that makes up the whole run.
std::optional<ChineseNumber> chinese_number(std::u32string_view run);

}  // namespace sanbao::parse
