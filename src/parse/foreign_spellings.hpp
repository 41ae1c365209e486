// SPDX-License-Identifier: Apache-2.0
//
// foreign_spellings.hpp: what people write for units, words and dates of an expression who write
// them elsewhere: `7天`, `￥200`, `AND`, `且`, `2025年1月1日`, `01.05.2025`.
// In: what was written. Out: what the language calls it.
// Never decides whether it may stand there, and never guesses at an order of day and month that is
// not settled by its marks.
// Tested by tests/unit/expr_lexer_test.cpp and tests/baselines/bad/sb104*.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace sanbao::parse {

/// The unit or currency behind a number; empty where the number is meant alone (`2次`), nothing
/// where the word is no unit.
std::optional<std::string_view> unit_meant(std::string_view unit);

/// A number and its unit as the language writes them: `1 year`, `7 days`, `30 CNY`, `2`.
std::string counted(std::string_view count, std::string_view unit);

/// The currency of a sign, or nothing: `￥`, `€`.
std::string_view currency_meant(char32_t sign);

/// A word of the language in capitals or in Chinese; empty for any other, and for one that is
/// written well.
std::string_view keyword_meant(std::string_view word);

/// A unit of measure, which no number of the language carries: `cm`, `公斤`.
bool is_measure(std::string_view unit);

/// A sign of comparison in Chinese, or nothing: `大于`.
std::string_view sign_meant(std::string_view word);

struct WrittenDate {
  std::size_t length = 0;  ///< in characters
  std::string date;        ///< as `2024-02-09`, as far as that can be
  bool exact = false;      ///< it stands there as the language writes it
  bool mendable = false;   ///< `date` is the day that was meant
};

/// The date that the text begins with, in any notation.
std::optional<WrittenDate> date_at(std::u32string_view text);

}  // namespace sanbao::parse
