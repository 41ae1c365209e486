// SPDX-License-Identifier: Apache-2.0
//
// nearest.hpp: "did you mean": the known name that an unknown word is most likely a slip for.
// In: the word as written and the names known at that place. Out: the nearest, or nothing.
// Never guesses further than two slips (one under five letters), the rule of docs/records.md for
// groups.
// Tested by tests/unit/nearest_test.cpp.
#pragma once

#include <concepts>
#include <cstddef>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>

namespace sanbao::base {

/// Damerau–Levenshtein distance in characters: letters added, left out, changed, or two neighbours
/// swapped. Never more than `limit + 1`: what lies further is not worked out.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

/// How many slips `word` may be away from a name and still be taken for it; 0: none.
std::size_t allowed_slips(std::string_view word);

/// What a word that is no slip is called here, as `cn` is `zh`; empty for any other.
std::string_view other_word_for(std::string_view word);

/// The nearest of `names`; of several equally near ones the first.
template <std::ranges::input_range Names>
requires std::convertible_to<std::ranges::range_reference_t<Names>, std::string_view>
    std::optional<std::string> nearest(std::string_view word, Names&& names) {
  std::optional<std::string> best;
  std::size_t limit = allowed_slips(word);
  const std::string_view meant = other_word_for(word);
  for (const auto& name : names) {
    const std::string_view candidate = name;
    if (candidate == word || (!meant.empty() && candidate == meant)) return std::string(candidate);
    if (limit == 0) continue;
    const std::size_t distance = edit_distance(word, candidate, limit);
    if (distance > limit) continue;
    best = std::string(candidate);
    limit = distance - (distance > 0 ? 1 : 0);
  }
  return best;
}

}  // namespace sanbao::base
