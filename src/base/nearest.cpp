// SPDX-License-Identifier: Apache-2.0
//
// nearest.cpp: the distance, row by row, with the row where each letter was last seen (Lowrance and
// Wagner 1975), so that letters may stand between two that were swapped.
// Tested by tests/unit/nearest_test.cpp.
#include "base/nearest.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include "base/utf8.hpp"

namespace sanbao::base {
namespace {

// No name of a vocabulary is longer; a longer word is no slip for one.
constexpr std::size_t longest_name = 200;

std::vector<char32_t> letters(std::string_view text) {
  std::vector<char32_t> out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    out.push_back(character.code_point);
    at += character.bytes;
  }
  return out;
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  const std::size_t beyond = limit + 1;
  if (a.size() > 4 * longest_name || b.size() > 4 * longest_name) return beyond;
  const std::vector<char32_t> x = letters(a);
  const std::vector<char32_t> y = letters(b);
  if (std::max(x.size(), y.size()) - std::min(x.size(), y.size()) > limit) return beyond;

  // rows[i + 1][j + 1]: distance of the first i letters of x and the first j of y.
  const std::size_t far = x.size() + y.size();
  std::vector<std::vector<std::size_t>> rows(x.size() + 2,
                                             std::vector<std::size_t>(y.size() + 2, far));
  for (std::size_t i = 0; i <= x.size(); ++i)
    rows[i + 1][1] = i;
  for (std::size_t j = 0; j <= y.size(); ++j)
    rows[1][j + 1] = j;

  std::map<char32_t, std::size_t> last_row;
  for (std::size_t i = 1; i <= x.size(); ++i) {
    std::size_t last_match = 0;
    for (std::size_t j = 1; j <= y.size(); ++j) {
      const auto seen = last_row.find(y[j - 1]);
      const std::size_t k = seen == last_row.end() ? 0 : seen->second;
      const std::size_t l = last_match;
      const bool same = x[i - 1] == y[j - 1];
      if (same) last_match = j;
      const std::size_t swapped = rows[k][l] + (i - k - 1) + 1 + (j - l - 1);
      rows[i + 1][j + 1] = std::min(
          {rows[i][j] + (same ? 0U : 1U), rows[i + 1][j] + 1, rows[i][j + 1] + 1, swapped});
    }
    last_row[x[i - 1]] = i;
  }
  return std::min(rows[x.size() + 1][y.size() + 1], beyond);
}

std::string_view other_word_for(std::string_view word) {
  for (const std::string_view chinese : {"cn", "zh_cn", "zh-cn", "zh-CN", "chinese", "中文"})
    if (word == chinese) return "zh";
  return {};
}

std::size_t allowed_slips(std::string_view word) {
  const std::size_t count = count_characters(word);
  if (count < 2) return 0;
  return count < 5 ? 1 : 2;
}

}  // namespace sanbao::base
