// SPDX-License-Identifier: Apache-2.0
//
// Cursor: a place among the tokens of a line, and what stands there.
// In: Tokens. Out: the token's first character, and the extent of a text, number or word.
// Never reads behind the padding of Tokens; says `false` rather than guess where a token is not
// what was asked for. Tested by tests/unit/claim_reader_test.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "claims/json_text.hpp"
#include "claims/tokens.hpp"

namespace sanbao::claims {

class Cursor {
 public:
  Cursor() = default;
  explicit Cursor(const Tokens& tokens)
      : text_(tokens.text()), at_(tokens.begin()), end_(tokens.end()) {}

  /// Nought behind the last token, where the padding begins.
  [[nodiscard]] char peek() const { return text_[*at_]; }
  [[nodiscard]] std::uint32_t offset() const { return *at_; }
  [[nodiscard]] bool at_end() const { return at_ == end_; }
  void next() { ++at_; }
  bool take(char mark) {
    if (peek() != mark) return false;
    ++at_;
    return true;
  }

  /// The characters between the quotes, as written, and moves on.
  bool take_text(std::string_view& text) {
    if (peek() != '"') return false;
    const char* begin = text_ + *at_ + 1;
    const char* end = token_end();
    // closed, by the first stage; what stands behind the closing quote is a token of its own
    if (end <= begin || end[-1] != '"') return false;
    text = {begin, static_cast<std::size_t>(end - 1 - begin)};
    ++at_;
    return true;
  }

  /// A number, true, false, null, or something that is none of them.
  std::string_view take_word() {
    const char* begin = text_ + *at_;
    const std::string_view word(begin, static_cast<std::size_t>(token_end() - begin));
    ++at_;
    return word;
  }

 private:
  // Blanks behind a token belong to no token.
  [[nodiscard]] const char* token_end() const {
    const char* end = text_ + at_[1];
    while (is_blank(end[-1]))
      --end;
    return end;
  }

  const char* text_ = nullptr;
  const std::uint32_t* at_ = nullptr;
  const std::uint32_t* end_ = nullptr;
};

}  // namespace sanbao::claims
