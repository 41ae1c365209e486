// SPDX-License-Identifier: Apache-2.0
//
// See unread.hpp.
#include "claims/unread.hpp"

#include <algorithm>

#include "claims/limits.hpp"

namespace sanbao::claims {
namespace {

constexpr std::uint32_t nowhere = 0xFFFFFFFFU;
constexpr std::size_t few_keys = 12;

}  // namespace

Fault UnreadWalk::pass(Cursor& cursor, std::uint32_t depth, bool escapes, std::string& scratch) {
  escapes_ = escapes;
  scratch_ = &scratch;
  repeated_at_ = nowhere;
  keys_.clear();
  begins_.clear();
  std::uint64_t objects = 0;  // a bit for each open value, the innermost lowest
  for (;;) {
    // at a value
    bool opened = false;
    const char c = cursor.peek();
    if (c == '{' || c == '[') {
      if (depth + begins_.size() == max_depth) return Fault::too_deep;
      cursor.next();
      begins_.push_back(keys_.size());
      objects = objects << 1 | (c == '{' ? 1U : 0U);
      opened = cursor.peek() != (c == '{' ? '}' : ']');
      if (opened && c == '{' && pass_key(cursor) != Fault::none) return Fault::not_json;
    } else if (pass_scalar(cursor) != Fault::none) {
      return Fault::not_json;
    }
    // behind a value: close what ends here, go on after a comma
    while (!opened) {
      if (begins_.empty()) return repeated_at_ == nowhere ? Fault::none : Fault::repeated_key;
      const bool object = (objects & 1) != 0;
      if (cursor.take(',')) {
        if (object && pass_key(cursor) != Fault::none) return Fault::not_json;
        break;
      }
      if (!cursor.take(object ? '}' : ']')) return Fault::not_json;
      if (object) compare_keys(begins_.back());
      begins_.pop_back();
      objects >>= 1;
    }
  }
}

Fault UnreadWalk::pass_key(Cursor& cursor) {
  const std::uint32_t offset = cursor.offset();
  std::string_view text;
  if (!cursor.take_text(text) || !cursor.take(':')) return Fault::not_json;
  if (escapes_ && text.find('\\') != std::string_view::npos) {
    const std::size_t begin = scratch_->size();
    if (!resolve_escapes(text, *scratch_)) return Fault::not_json;
    text = std::string_view(*scratch_).substr(begin);
  }
  keys_.push_back({text, offset});
  return Fault::none;
}

Fault UnreadWalk::pass_scalar(Cursor& cursor) {
  const char c = cursor.peek();
  if (c == '"') {
    std::string_view text;
    if (!cursor.take_text(text)) return Fault::not_json;
    if (!escapes_ || text.find('\\') == std::string_view::npos) return Fault::none;
    const std::size_t begin = scratch_->size();
    const bool good = resolve_escapes(text, *scratch_);
    scratch_->resize(begin);
    return good ? Fault::none : Fault::not_json;
  }
  if (cursor.at_end()) return Fault::not_json;
  const std::string_view word = cursor.take_word();
  if (c == '-' || is_digit(c)) {
    const NumberFront number = number_front(word);
    return number.whole && number.length == word.size() ? Fault::none : Fault::not_json;
  }
  return word == "true" || word == "false" || word == "null" ? Fault::none : Fault::not_json;
}

// Keeps the earliest repeated key of the whole value: inner objects end before outer ones.
void UnreadWalk::compare_keys(std::size_t begin) {
  const auto first = keys_.begin() + static_cast<std::ptrdiff_t>(begin);
  if (keys_.size() - begin <= few_keys) {
    for (auto second = first; second != keys_.end(); ++second)
      for (auto earlier = first; earlier != second; ++earlier)
        if (earlier->text == second->text) repeated_at_ = std::min(repeated_at_, second->offset);
  } else {
    std::sort(first, keys_.end(), [](const Key& a, const Key& b) {
      if (a.text.size() != b.text.size()) return a.text.size() < b.text.size();
      const int order = a.text.compare(b.text);
      return order != 0 ? order < 0 : a.offset < b.offset;
    });
    for (auto key = first; key + 1 < keys_.end(); ++key)
      if (key->text == key[1].text) repeated_at_ = std::min(repeated_at_, key[1].offset);
  }
  keys_.resize(begin);
}

}  // namespace sanbao::claims
