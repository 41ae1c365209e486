// SPDX-License-Identifier: Apache-2.0
//
// json_form.cpp: whether a text is one JSON value, by the grammar of RFC 8259 and nothing else.
// In: bytes. Out: yes or no. Never shares a line with the library's own reader and writer.
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "base/utf8.hpp"
#include "promises.hpp"

namespace fuzz {

namespace {

class Form {
 public:
  explicit Form(std::string_view text) : text_(text) {}

  bool whole() {
    blanks();
    if (!value(0)) return false;
    blanks();
    return at_ == text_.size();
  }

 private:
  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool word(std::string_view expected) {
    if (text_.substr(at_, expected.size()) != expected) return false;
    at_ += expected.size();
    return true;
  }
  void blanks() {
    while (at_ < text_.size() && std::string_view(" \t\n\r").find(text_[at_]) != text_.npos)
      ++at_;
  }
  bool digits() {
    const std::size_t begin = at_;
    while (peek() >= '0' && peek() <= '9')
      ++at_;
    return at_ > begin;
  }
  bool number() {
    take('-');
    if (!take('0') && !digits()) return false;
    if (take('.') && !digits()) return false;
    if (peek() != 'e' && peek() != 'E') return true;
    ++at_;
    if (!take('+')) take('-');
    return digits();
  }
  // Four hexadecimal digits.
  bool unit(std::uint32_t& out) {
    out = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
      const std::size_t digit = std::string_view("0123456789abcdef").find(lower(peek()));
      if (at_ >= text_.size() || digit == std::string_view::npos) return false;
      out = out * 16 + static_cast<std::uint32_t>(digit);
    }
    return true;
  }
  static char lower(char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; }
  bool escape(std::string& out) {
    static constexpr std::string_view letters = "\"\\/bfnrt", meant = "\"\\/\b\f\n\r\t";
    if (const std::size_t which = letters.find(peek()); which != letters.npos) {
      ++at_;
      out.push_back(meant[which]);
      return true;
    }
    std::uint32_t high = 0, low = 0;
    if (!take('u') || !unit(high)) return false;
    if (high >= 0xDC00 && high <= 0xDFFF) return false;
    if (high >= 0xD800 && high <= 0xDBFF) {
      if (!word("\\u") || !unit(low) || low < 0xDC00 || low > 0xDFFF) return false;
      high = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
    }
    sanbao::base::append_utf8(out, static_cast<char32_t>(high));
    return true;
  }
  bool text(std::string& out) {
    if (!take('"')) return false;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '"') return true;
      if (static_cast<unsigned char>(c) < 0x20) return false;
      if (c != '\\') {
        out.push_back(c);
      } else if (at_ >= text_.size() || !escape(out)) {
        return false;
      }
    }
    return false;
  }
  bool object(int level) {
    std::set<std::string> keys;
    blanks();
    if (take('}')) return true;
    do {
      std::string key;
      blanks();
      if (!text(key) || !keys.insert(key).second) return false;
      blanks();
      if (!take(':')) return false;
      blanks();
      if (!value(level)) return false;
      blanks();
    } while (take(','));
    return take('}');
  }
  bool array(int level) {
    blanks();
    if (take(']')) return true;
    do {
      blanks();
      if (!value(level)) return false;
      blanks();
    } while (take(','));
    return take(']');
  }
  bool value(int level) {
    if (level > 64) return false;
    std::string ignored;
    if (take('{')) return object(level + 1);
    if (take('[')) return array(level + 1);
    if (peek() == '"') return text(ignored);
    return word("true") || word("false") || word("null") || number();
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

bool is_json(std::string_view text) {
  return !sanbao::base::find_invalid_utf8(text) && Form(text).whole();
}

}  // namespace fuzz
