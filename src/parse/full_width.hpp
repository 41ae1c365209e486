// SPDX-License-Identifier: Apache-2.0
//
// full_width.hpp: full-width commas, colons, brackets and quotes that stand where YAML wants the
// plain sign.
// In: one line. Out: the first such sign and the line as it was meant.
// Never touches a sign inside a text: `{zh: 甲，乙, en: x}` is left alone.
// Tested by tests/unit/yaml_reader_test.cpp and tests/baselines/bad/sb1012-full-width*.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace sanbao::parse {

struct FullWidthMend {
  std::size_t at = 0;     ///< byte in the line
  std::size_t bytes = 0;  ///< of the sign
  char plain = '\0';      ///< what was meant
  std::string message, help;
  std::string line;  ///< the whole line with plain signs
};

std::optional<FullWidthMend> mend_full_width(std::string_view line);

/// NBSP, the ideographic blank and their like: blanks to the eye, letters to YAML.
bool is_odd_blank(char32_t c);

/// The dash, with a blank behind it, that a text program has put where a line begins with `- `; else
/// nothing.
std::string_view long_dash(std::string_view text);

}  // namespace sanbao::parse
