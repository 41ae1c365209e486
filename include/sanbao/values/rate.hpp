// SPDX-License-Identifier: Apache-2.0
//
// Rate: an exact share, such as the 0.3 % of the price that depreciation takes for each day.
//
// In:  text with its sign: `0.3%`, `0.25%`, `5‰`.
// Out: whole parts of 10^9, exactly; the same text back.
// Never: loses a digit; adds to money; multiplies by itself. `5‰` and `0.5%` are the same rate.
// Tested by tests/unit/rate_test.cpp, tests/compile_fail.
#pragma once

#include "sanbao/export.hpp"

#include <compare>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sanbao {

// A rate in whole parts of 10^9, fine enough for six decimals of a per mille.
//
//     Rate daily = *Rate::parse("0.3%");         // 3 000 000 parts of 10^9
class SANBAO_EXPORT Rate {
 public:
  // Nought.
  constexpr Rate() noexcept = default;

  static constexpr std::int64_t parts_per_whole = 1'000'000'000;
  // The greatest rate: a hundred thousand times the whole.
  static constexpr std::int64_t max_parts = 100'000 * parts_per_whole;

  [[nodiscard]] static constexpr Rate from_parts(std::int64_t parts) noexcept {
    return Rate(parts);
  }
  static Rate from_parts(std::floating_point auto) = delete;  // 0.003 is no exact share

  // `(0|[1-9][0-9]*)(\.[0-9]{1,6})?` and `%` or `‰` right behind it; no sign, no blank, no
  // exponent.
  [[nodiscard]] static std::optional<Rate> parse(std::string_view text) noexcept;

  [[nodiscard]] constexpr std::int64_t parts() const noexcept { return parts_; }

  // The shortest exact text with `%`; with `‰` where `%` would take a seventh decimal. parse()
  // reads it back.
  [[nodiscard]] std::string to_string() const;

  friend constexpr auto operator<=>(Rate, Rate) noexcept = default;

 private:
  constexpr explicit Rate(std::int64_t parts) noexcept : parts_(parts) {}

  std::int64_t parts_ = 0;
};

}  // namespace sanbao
