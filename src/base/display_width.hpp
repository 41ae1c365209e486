// SPDX-License-Identifier: Apache-2.0
//
// display_width.hpp: how many columns of a terminal a text takes.
// In: UTF-8. Out: columns: 2 for Chinese, Japanese and Korean and full-width forms, 0 for combining
// marks.
// Never asks the terminal or the locale. A tab counts as one: messages print it as a blank.
// Tested by tests/unit/source_text_test.cpp and tests/unit/diagnostic_test.cpp.
#pragma once

#include <cstddef>
#include <string_view>

namespace sanbao::base {

std::size_t display_width(char32_t code_point);
std::size_t display_width(std::string_view text);

}  // namespace sanbao::base
