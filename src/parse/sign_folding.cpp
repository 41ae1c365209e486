// SPDX-License-Identifier: Apache-2.0
//
// sign_folding.cpp: full-width forms by their distance, the others by a table.
// Tested by tests/unit/expr_lexer_test.cpp.
#include "parse/sign_folding.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace sanbao::parse {
namespace {

constexpr std::array<std::pair<char32_t, char32_t>, 22> folded_signs{{
    {U'　', U' '}, {U'\u00A0', U' '}, {U'、', U','}, {U'。', U'.'}, {U'【', U'['}, {U'】', U']'},
    {U'“', U'"'},  {U'”', U'"'},      {U'„', U'"'},  {U'‘', U'\''}, {U'’', U'\''}, {U'×', U'*'},
    {U'÷', U'/'},  {U'−', U'-'},      {U'–', U'-'},  {U'—', U'-'},  {U'〔', U'('}, {U'〕', U')'},
    {U'《', U'"'}, {U'》', U'"'},     {U'「', U'"'}, {U'」', U'"'},
}};

}  // namespace

char32_t ascii_for(char32_t c) {
  if (c < 0x80) return c;
  if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFEE0;
  const auto* found = std::find_if(folded_signs.begin(), folded_signs.end(),
                                   [c](const auto& pair) { return pair.first == c; });
  return found == folded_signs.end() ? c : found->second;
}

}  // namespace sanbao::parse
