// SPDX-License-Identifier: Apache-2.0
//
// See form.hpp: one pass with a stack of at most max_depth open arrays and objects.
#include "claims/form.hpp"

#include "base/utf8.hpp"
#include "claims/json_text.hpp"
#include "claims/limits.hpp"

namespace sanbao::claims {
namespace {

// Longer keys are cut in a path: an error line stays readable and small.
constexpr std::size_t longest_shown_key = 80;
constexpr std::size_t no_index = static_cast<std::size_t>(-1);

class Examiner {
 public:
  Examiner(std::string_view line, std::size_t place) : line_(line), place_(place) {}

  Form run() {
    if (walk() && form_.fault == Fault::none) {
      skip_blanks();
      if (at_ < line_.size()) fail("nothing behind the record");
    }
    return std::move(form_);
  }

 private:
  struct Open {
    bool object = false;
    std::size_t index = no_index;  // of the element; of an object: none
    std::string_view key;          // as written, between its quotes; without data: not read yet
  };

  bool walk() {
    bool value_next = true;  // else: a comma or the end of what is open
    do {
      skip_blanks();
      if (value_next) {
        if (depth_ > 0 && open_[depth_ - 1].object && !key_and_colon()) return false;
        name_place();
        if (!value(value_next)) return false;
        continue;
      }
      Open& inner = open_[depth_ - 1];
      if (peek() == ',') {
        ++at_;
        if (!inner.object) ++inner.index;
        value_next = true;
      } else if (peek() == (inner.object ? '}' : ']')) {
        ++at_;
        --depth_;
      } else {
        return fail(inner.object ? "`,` or `}`" : "`,` or `]`");
      }
    } while (value_next || depth_ > 0);
    return true;
  }

  // A scalar, or the opening of an array or object; `opened` where something stands in it.
  bool value(bool& opened) {
    opened = false;
    const char c = peek();
    if (c == '{' || c == '[') return open(c == '{', opened);
    if (c == '"') {
      const std::size_t from = at_;
      if (!text()) return false;
      keep_id(line_.substr(from + 1, at_ - from - 2));
      return true;
    }
    if (c == '-' || is_digit(c)) {
      const NumberFront number = number_front(line_.substr(at_));
      at_ += number.length;
      return number.whole ? true : fail("a digit");
    }
    for (const std::string_view word : {"true", "false", "null"})
      if (c == word.front()) return literal(word);
    return fail("a value");
  }

  bool open(bool object, bool& opened) {
    if (depth_ == max_depth) return fail_at_value(Fault::too_deep);
    ++at_;
    open_[depth_++] = {object, object ? no_index : 0, {}};
    skip_blanks();
    if (peek() == (object ? '}' : ']')) {
      ++at_;
      --depth_;
    } else {
      opened = true;
    }
    return true;
  }

  bool key_and_colon() {
    const std::size_t from = at_;
    if (peek() != '"') return fail("a key in quotes");
    Open& inner = open_[depth_ - 1];
    inner.key = {};
    if (!text()) return false;
    inner.key = line_.substr(from + 1, at_ - from - 2);
    if (from == place_) form_.path = path();
    skip_blanks();
    if (peek() != ':') return fail("`:`");
    ++at_;
    skip_blanks();
    return true;
  }

  bool text() {
    ++at_;
    while (at_ < line_.size()) {
      const auto byte = static_cast<unsigned char>(line_[at_]);
      if (byte == '"') {
        ++at_;
        return true;
      }
      if (byte == '\\') {
        const Escape escape = read_escape(line_.substr(at_));
        if (escape.state == Escape::State::half) return fail_at_value(Fault::half_surrogate);
        at_ += escape.length;
        if (escape.state == Escape::State::bad) return fail("an escape that JSON knows");
      } else if (byte < 0x20) {
        return fail("`\"`, or this control character as an escape");
      } else {
        const base::Character character = base::character_at(line_, at_);
        if (!character.valid) return fail_utf8();
        at_ += character.bytes;
      }
    }
    return fail("`\"` at the end of a text");
  }

  bool literal(std::string_view word) {
    for (const char c : word) {
      if (peek() != c) return fail("true, false or null");
      ++at_;
    }
    return true;
  }

  void skip_blanks() {
    while (at_ < line_.size() && is_blank(line_[at_]))
      ++at_;
  }
  // Nought at the end and where a nought stands: neither is ever expected.
  [[nodiscard]] char peek() const { return at_ < line_.size() ? line_[at_] : '\0'; }

  bool fail(std::string_view expected) {
    if (at_ < line_.size() && !base::character_at(line_, at_).valid) return fail_utf8();
    form_.fault = Fault::not_json;
    form_.offset = at_;
    form_.expected = expected;
    form_.path.clear();
    return false;
  }
  bool fail_utf8() {
    form_.fault = Fault::not_utf8;
    form_.offset = at_;
    form_.path.clear();
    return false;
  }
  bool fail_at_value(Fault fault) {
    form_.fault = fault;
    form_.offset = at_;
    form_.path = path();
    return false;
  }

  void name_place() {
    if (at_ == place_) form_.path = path();
  }

  [[nodiscard]] std::string path() const {
    std::string path;
    for (std::uint32_t i = 0; i < depth_; ++i) {
      if (open_[i].object) {
        if (open_[i].key.data() == nullptr) continue;
        if (i > 0) path += '.';
        append_key(open_[i].key, path);
      } else {
        path += '[' + std::to_string(open_[i].index) + ']';
      }
    }
    return path;
  }

  static void append_key(std::string_view raw, std::string& path) {
    std::string key;
    resolve_escapes(raw, key);
    std::size_t shown = 0;
    while (shown < key.size() && shown < longest_shown_key)
      shown += base::character_at(key, shown).bytes;
    path.append(key, 0, shown);
    if (shown < key.size()) path += "…";
  }

  void keep_id(std::string_view raw) {
    if (depth_ != 2 || form_.has_claim_id || open_[0].key != "claim" || open_[1].key != "id")
      return;
    resolve_escapes(raw, form_.claim_id);
    form_.has_claim_id = form_.claim_id.size() <= max_text_bytes;
    if (!form_.has_claim_id) form_.claim_id.clear();
  }

  std::string_view line_;
  std::size_t place_;
  std::size_t at_ = 0;
  std::uint32_t depth_ = 0;
  Open open_[max_depth];
  Form form_;
};

}  // namespace

Form examine_form(std::string_view line, std::size_t place) {
  return Examiner(line, place).run();
}

}  // namespace sanbao::claims
