// SPDX-License-Identifier: Apache-2.0
//
// Rates: reading and writing.
//
// In:  text with `%` or `‰`.
// Out: see include/sanbao/values/rate.hpp.
// Never: accepts a bare number: whether `0.3` is meant as 30 % is nobody's guess.
// Tested by tests/unit/rate_test.cpp.
#include "sanbao/values/rate.hpp"

#include "values/decimal.hpp"

namespace sanbao {
namespace {

constexpr std::string_view percent = "%";
constexpr std::string_view per_mille = "‰";

// Parts of 10^9 in a millionth of one per cent, and of one per mille.
constexpr std::int64_t parts_of_percent = 10;
constexpr std::int64_t parts_of_per_mille = 1;

}  // namespace

std::optional<Rate> Rate::parse(std::string_view text) noexcept {
  const bool is_percent = text.ends_with(percent);
  if (!is_percent && !text.ends_with(per_mille)) return std::nullopt;
  const std::int64_t parts = is_percent ? parts_of_percent : parts_of_per_mille;
  text.remove_suffix(is_percent ? percent.size() : per_mille.size());
  const auto millionths = values::read_decimal(text, values::number_decimals, max_parts / parts);
  if (!millionths) return std::nullopt;
  return Rate(*millionths * parts);
}

std::string Rate::to_string() const {
  const bool is_percent = parts_ % parts_of_percent == 0;
  char number[values::max_decimal_text];
  const std::size_t size =
      values::write_decimal(number, is_percent ? parts_ / parts_of_percent : parts_,
                            values::number_decimals, values::Trailing::drop);
  std::string text(number, size);
  text += is_percent ? percent : per_mille;
  return text;
}

}  // namespace sanbao
