// SPDX-License-Identifier: Apache-2.0
//
// yaml_text.cpp: what the YAML parser would let pass or choke on is refused here: it accepts NUL
// and broken UTF-8, drops text behind the document, and keeps a token for every bracket and comma.
// Tested by tests/unit/yaml_reader_test.cpp.
#include "parse/yaml_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/limits.hpp"
#include "base/utf8.hpp"

namespace sanbao::parse {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool check_encoding(std::string_view bytes, base::FaultList& faults) {
  const auto broken = base::find_invalid_utf8(bytes);
  if (!broken) return true;
  const bool utf16 = bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
  faults.error(
      "SB1002", faults.source().place_of(*broken),
      fmt::format("byte 0x{:02x} is not UTF-8", static_cast<unsigned char>(bytes[*broken])),
      utf16 ? "the file looks like UTF-16; save it as UTF-8"
            : "save the file as UTF-8; the byte stands at the caret");
  return false;
}

std::string hidden_name(char32_t code_point) {
  if (code_point == 0) return "a NUL byte";
  if (code_point == 0xFEFF) return "a byte order mark inside the text";
  if (code_point < 0xA0)
    return fmt::format("control character U+{:04X}", static_cast<std::uint32_t>(code_point));
  return fmt::format("invisible character U+{:04X}", static_cast<std::uint32_t>(code_point));
}

// One fault a line is enough: a line with one such character often has many.
bool check_hidden(std::string_view bytes, std::size_t first, base::FaultList& faults) {
  bool good = true;
  for (std::size_t at = first; at < bytes.size(); at = base::find_unplain(bytes, at)) {
    const base::Character character = base::character_at(bytes, at);
    if (character.code_point == U'\r' && at + 1 < bytes.size() && bytes[at + 1] == '\n') {
      at += character.bytes;
      continue;
    }
    good = false;
    if (character.code_point == U'\r') {
      faults.error("SB1003", faults.source().place_of(at), "a carriage return without a line feed",
                   "save the file with LF or CR LF at the end of each line");
    } else {
      faults.error("SB1003", faults.source().place_of(at),
                   fmt::format("{} cannot stand in a file", hidden_name(character.code_point)),
                   "take it out; where a text needs it, it is most likely a slip of copying");
    }
    at = std::min(bytes.find('\n', at), bytes.size());
  }
  return good;
}

bool check_characters(std::string_view bytes, base::FaultList& faults) {
  const std::size_t begin = bytes.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  const std::size_t unplain = base::find_unplain(bytes, begin);
  return unplain == bytes.size() ||
         (check_encoding(bytes, faults) && check_hidden(bytes, unplain, faults));
}

bool check_marks(std::string_view bytes, base::FaultList& faults) {
  std::size_t marks = 0;
  for (const char& c : bytes) {
    const bool is_mark = c == '[' || c == ']' || c == '{' || c == '}' || c == ',';
    if (!is_mark || ++marks <= limits::max_flow_marks) continue;
    faults.error(
        "SB1005", faults.source().place_of(static_cast<std::size_t>(&c - bytes.data())),
        fmt::format("more than {} brackets and commas in one file", limits::max_flow_marks),
        "split the file");
    return false;
  }
  return true;
}

std::string normalised(std::string_view bytes) {
  if (bytes.starts_with(byte_order_mark)) bytes.remove_prefix(byte_order_mark.size());
  std::string text(bytes);
  std::erase(text, '\r');
  return text;
}

bool is_marker(std::string_view line, std::string_view marker) {
  return line.starts_with(marker) && (line.size() == marker.size() || line[marker.size()] == ' ' ||
                                      line[marker.size()] == '\t');
}

bool holds_nothing(std::string_view line) {
  const std::size_t word = line.find_first_not_of(" \t");
  return word == std::string_view::npos || line[word] == '#';
}

// A line that begins with --- or ... is a marker wherever it stands, even inside a quoted text
// (YAML 1.2, 9.1.2). One --- before the document is allowed and blanked; from a last ... on nothing
// may follow.
class MarkerCheck {
 public:
  MarkerCheck(YamlText& yaml, base::FaultList& faults) : yaml_(yaml), faults_(faults) {}

  bool run() {
    std::string& text = yaml_.text;
    for (std::size_t begin = 0; begin < text.size() && good_;) {
      ++number_;
      const std::size_t end = std::min(text.find('\n', begin), text.size());
      look_at(begin, std::string_view(text).substr(begin, end - begin));
      begin = end + 1;
    }
    if (good_ && end_ < text.size()) text.resize(end_);
    return good_;
  }

 private:
  void look_at(std::size_t begin, std::string_view line) {
    if (is_marker(line, "---")) {
      if (begun_ || ended_)
        return refuse("a second document begins here", "keep one document in a file");
      begun_ = true;
      yaml_.text.replace(begin, 3, "   ");
      if (!holds_nothing(line.substr(3))) {
        refuse("text follows `---` on its line", "begin the document on the next line");
      }
    } else if (is_marker(line, "...")) {
      if (ended_ || !holds_nothing(line.substr(3))) return refuse_text_after();
      ended_ = true;
      end_ = begin;
    } else if (holds_nothing(line)) {
      return;
    } else if (ended_) {
      refuse_text_after();
    } else if (line.starts_with('%')) {
      refuse(begun_ ? "a line cannot begin with `%`" : "directives are not accepted",
             begun_ ? "indent the line, and quote a text that begins with `%`"
                    : "take the line out; the language has its own version key");
    } else {
      begun_ = true;
    }
  }

  void refuse_text_after() {
    refuse("text after the end of the document", "`...` ends the document; take it out");
  }

  void refuse(std::string message, std::string help) {
    good_ = false;
    faults_.error("SB1011", {number_, 1, 0}, std::move(message), std::move(help));
  }

  YamlText& yaml_;
  base::FaultList& faults_;
  std::uint32_t number_ = 0;
  bool begun_ = false, ended_ = false, good_ = true;
  std::size_t end_ = std::string::npos;
};

}  // namespace

std::optional<YamlText> prepare_yaml(std::string_view bytes, base::FaultList& faults) {
  if (!check_characters(bytes, faults) || !check_marks(bytes, faults)) return std::nullopt;
  YamlText yaml{normalised(bytes)};
  if (!MarkerCheck(yaml, faults).run()) return std::nullopt;
  return yaml;
}

}  // namespace sanbao::parse
