// SPDX-License-Identifier: Apache-2.0
//
// Escaping, and tags that balance. In, out and never: see writer.hpp.
// Tested by tests/unit/html_writer_test.cpp and tests/cli/pages_test.py.
#include "html/writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <optional>
#include <utility>

#include "base/utf8.hpp"

namespace sanbao::html {
namespace {

// Elements within a line: no line break of the source follows them.
constexpr std::string_view inline_tags[] = {"a", "bdi", "code", "span", "strong"};

// Hebrew, Arabic and the other scripts written from right to left.
bool right_to_left(char32_t code) {
  return (code >= 0x0590 && code <= 0x08FF) || (code >= 0xFB1D && code <= 0xFDFF) ||
         (code >= 0xFE70 && code <= 0xFEFF) || (code >= 0x10800 && code <= 0x10FFF) ||
         (code >= 0x1E800 && code <= 0x1EFFF);
}

// Blanks and signs of ASCII between two words of such a script belong to their run.
bool neutral(char32_t code) {
  return code < 'A' || (code > 'Z' && code < 'a') || (code > 'z' && code < 0x7F) || code == 0xA0;
}

void append_escaped(std::string& out, std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const base::Character character = base::character_at(text, at);
    const std::string_view bytes = text.substr(at, character.bytes);
    at += character.bytes;
    if (!character.valid) {
      base::append_utf8(out, base::replacement_character);
    } else if (base::is_hidden(character.code_point)) {
      out += fmt::format("⟨U+{:04X}⟩", static_cast<std::uint32_t>(character.code_point));
    } else if (bytes == "&") {
      out += "&amp;";
    } else if (bytes == "<") {
      out += "&lt;";
    } else if (bytes == ">") {
      out += "&gt;";
    } else if (bytes == "\"") {
      out += "&quot;";
    } else if (bytes == "'") {
      out += "&#39;";
    } else {
      out += bytes;
    }
  }
}

struct Run {
  std::size_t begin = 0, end = 0;
};

// The next run of right-to-left words from `at` on.
std::optional<Run> next_run(std::string_view text, std::size_t at) {
  std::optional<Run> run;
  while (at < text.size()) {
    const base::Character character = base::character_at(text, at);
    const std::size_t after = at + character.bytes;
    if (right_to_left(character.code_point)) {
      if (!run) run = Run{at, after};
      run->end = after;
    } else if (run && !neutral(character.code_point)) {
      break;
    }
    at = after;
  }
  return run;
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  append_escaped(out, text);
  return out;
}

void Writer::begin(std::string_view tag, Attributes attributes) {
  out_ += '<';
  out_ += tag;
  for (const Attribute& attribute : attributes) {
    out_ += ' ';
    out_ += attribute.name;
    out_ += "=\"";
    append_escaped(out_, attribute.value);
    out_ += '"';
  }
}

Writer& Writer::open(std::string_view tag, Attributes attributes) {
  begin(tag, attributes);
  out_ += '>';
  open_.push_back(tag);
  return *this;
}

Writer& Writer::close() {
  assert(!open_.empty());
  const std::string_view tag = open_.back();
  open_.pop_back();
  out_ += "</";
  out_ += tag;
  out_ += '>';
  const bool within_a_line =
      std::find(std::begin(inline_tags), std::end(inline_tags), tag) != std::end(inline_tags);
  if (!within_a_line) out_ += '\n';
  return *this;
}

Writer& Writer::empty(std::string_view tag, Attributes attributes) {
  begin(tag, attributes);
  out_ += "/>\n";
  return *this;
}

Writer& Writer::element(std::string_view tag, std::string_view text, Attributes attributes) {
  return open(tag, attributes).text(text).close();
}

Writer& Writer::text(std::string_view text) {
  std::size_t at = 0;
  while (const std::optional<Run> run = next_run(text, at)) {
    plain(text.substr(at, run->begin - at));
    out_ += "<bdi>";
    plain(text.substr(run->begin, run->end - run->begin));
    out_ += "</bdi>";
    at = run->end;
  }
  return plain(text.substr(at));
}

Writer& Writer::plain(std::string_view text) {
  append_escaped(out_, text);
  return *this;
}

Writer& Writer::raw(std::string_view markup) {
  out_ += markup;
  return *this;
}

std::string Writer::take() {
  assert(open_.empty());
  return std::move(out_);
}

}  // namespace sanbao::html
