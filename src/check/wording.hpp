// SPDX-License-Identifier: Apache-2.0
//
// How check/ words its faults: names in backticks, lists of accepted words, the nearest known name.
// In: words of the author's file and of the vocabulary. Out: pieces of messages and helps.
// Never names a C++ type; never guesses further than base/nearest.hpp does.
// Tested by the baselines in tests/baselines/bad.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sanbao::check {

/// `x`; a long text is cut.
std::string tick(std::string_view text);

/// "`a`", "`a` or `b`", "`a`, `b` or `c`"; beyond `limit` the rest is left out with an ellipsis.
std::string one_of(std::span<const std::string> words, std::size_t limit = 12);
/// The same with "and".
std::string all_of_them(std::span<const std::string> words, std::size_t limit = 12);

/// "did you mean `x`?", or nothing where no known name is near.
std::string did_you_mean(std::string_view word, std::span<const std::string> known);
/// The nearest known name itself, or nothing.
std::string nearest_of(std::string_view word, std::span<const std::string> known);

/// Two helps in one: joined by "; ", either may be empty.
std::string both(std::string first, std::string_view second);

/// "a -> b -> a" with arrows.
std::string path_text(std::span<const std::string> steps);

/// A word that an expression can hold bare: a lower-case letter, then such letters, digits, `_`.
bool is_bare_word(std::string_view text);

}  // namespace sanbao::check
