// SPDX-License-Identifier: Apache-2.0
//
// quoting.hpp: what an author meant by a bare word that names nothing.
// In: the word and its place. Out: a help.
// Never decides whether the word is at fault.
// Tested by tests/unit/check_names_test.cpp and tests/baselines/bad/sb2052*.
#pragma once

#include <string>
#include <string_view>

#include "base/source_text.hpp"

namespace sanbao::check {

/// What to write where something is true or false: what the word says, or either.
std::string truth_help(std::string_view word);

/// `no`, `off`, `yes` and `on` mean `false` and `true` elsewhere, `two` is 2. Any other word is most likely a
/// text; where it is the whole value, YAML takes one pair of quotes away.
std::string help_for_word(std::string_view word, Span span, const base::SourceText& source);

}  // namespace sanbao::check
