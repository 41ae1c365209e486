// SPDX-License-Identifier: Apache-2.0
//
// Small pieces of what the program says: numbers with their nouns, the nearest of known words.
// In: counts and words. Out: text. Never prints. Tested by tests/cli/usage_test.py and
// tests/cli/check_test.py.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "html/one_line.hpp"

namespace sanbao::cli {

/// What stands between two counts of a line.
inline constexpr std::string_view point = "  ·  ";

/// `1 policy`, `14 policies`, `1,000,000 claims`.
[[nodiscard]] std::string counted(std::uint64_t number, std::string_view one,
                                  std::string_view many);
/// Thousands set apart: `1,000,000`.
[[nodiscard]] std::string grouped(std::uint64_t number);

/// The words, with something between two of them.
[[nodiscard]] std::string joined(std::span<const std::string_view> words, std::string_view between);

/// The known word that was probably meant: at most two letters wrong (one under five letters).
/// Empty: none is near.
[[nodiscard]] std::string_view nearest(std::string_view word,
                                       std::span<const std::string_view> known);
/// "did you mean `X`?", or empty.
[[nodiscard]] std::string did_you_mean(std::string_view word,
                                       std::span<const std::string_view> known);

/// A text of a claim or a log for a line of output.
using html::on_one_line;

}  // namespace sanbao::cli
