// SPDX-License-Identifier: Apache-2.0
//
// yaml_explain.cpp: the traps of YAML by name (docs/language.md, Expressions), then the plain
// message.
// Tested by tests/unit/yaml_reader_test.cpp and tests/baselines/bad.
#include "parse/yaml_explain.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.hpp"
#include "parse/full_width.hpp"

namespace sanbao::parse {
namespace {

// The end of the entry that begins here: a comma or closing bracket of the same level, or the
// line's end.
std::size_t entry_end(std::string_view text, std::size_t at) {
  int depth = 0;
  for (; at < text.size() && text[at] != '\n'; ++at) {
    const char c = text[at];
    if (c == '[' || c == '{' || c == '(') ++depth;
    if (depth == 0 && (c == ',' || c == ']' || c == '}')) break;
    if (c == ']' || c == '}' || c == ')') --depth;
  }
  return at;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(" \t"), text.size());
  const std::size_t end = text.find_last_not_of(" \t");
  return end == std::string_view::npos ? std::string_view{} : text.substr(begin, end + 1 - begin);
}

std::string shortened(std::string_view text) {
  constexpr std::size_t longest = 80;
  if (text.size() <= longest) return std::string(text);
  std::size_t cut = longest;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80)
    --cut;
  return std::string(text.substr(0, cut)) + "…";
}

std::string quoted_yaml(std::string_view text) {
  const bool single =
      text.find('"') != std::string_view::npos || text.find('\\') != std::string_view::npos;
  if (!single) return fmt::format("\"{}\"", text);
  std::string out = "'";
  for (const char c : text)
    out.append(c == '\'' ? 2 : 1, c);
  return out + "'";
}

void YamlExplainer::tell(std::string_view code, std::size_t offset, std::size_t length,
                         std::string message, std::string help) {
  faults_.error(code, source_.span_of(offset, offset + length), std::move(message),
                std::move(help));
}

std::string_view YamlExplainer::line_at(std::size_t offset) const {
  return source_.line(source_.place_of(offset).line);
}

std::string_view YamlExplainer::word_at(std::size_t offset) const {
  const std::string_view text = source_.bytes();
  if (offset >= text.size()) return {};
  const std::size_t end = std::min(text.find_first_of(" \t\n,[]{}", offset + 1), text.size());
  return text.substr(offset, end - offset);
}

// `key: "the whole text"` for the entry whose value begins at `scalar`.
std::string YamlExplainer::mended(std::size_t scalar) const {
  const std::string_view text = source_.bytes();
  const std::string_view value = trimmed(text.substr(scalar, entry_end(text, scalar) - scalar));
  std::size_t at = text.find_last_not_of(" \t", scalar > 0 ? scalar - 1 : 0);
  std::string key;
  if (scalar > 0 && at != std::string_view::npos && text[at] == ':') {
    const std::size_t before = text.find_last_of("{[,\n", at);
    const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
    key = fmt::format("{}: ", trimmed(text.substr(begin, at - begin)));
  }
  return shortened(key + quoted_yaml(value));
}

void YamlExplainer::mend_line(std::size_t offset, std::string_view line) {
  const std::size_t start = source_.line_start(source_.place_of(offset).line);
  mended_text_ = std::string(source_.bytes());
  mended_text_->replace(start, line_at(offset).size(), line);
}

// The value is kept in its place as one word.
void YamlExplainer::mend_value(std::size_t begin, std::size_t end) {
  const std::string_view text = source_.bytes();
  std::string out(text.substr(0, begin));
  for (std::size_t i = begin; i < end; ++i) {
    const bool sign =
        std::string_view("[]{},:#\"'&*!|>%@`?-").find(text[i]) != std::string_view::npos;
    if (sign) {
      out += mended_sign;
    } else {
      out += text[i];
    }
  }
  mended_text_ = out.append(text.substr(end));
}

// A full-width sign where YAML wants the plain one, in the line of an offset.
bool YamlExplainer::full_width(std::size_t offset, bool above) {
  const auto found = mend_full_width(line_at(offset));
  if (!found) return false;
  const std::size_t start = source_.line_start(source_.place_of(offset).line);
  // A line that YAML has read already is at fault by its colon or brackets alone.
  if (above && found->plain == '"') return false;
  tell("SB1012", start + found->at, found->bytes, found->message, found->help);
  mend_line(offset, found->line);
  return true;
}

void YamlExplainer::explain(const YamlError& error) {
  const bool plain = error.trouble != YamlTrouble::anchor && error.trouble != YamlTrouble::tag &&
                     error.trouble != YamlTrouble::escape && error.trouble != YamlTrouble::nesting;
  const std::size_t here = std::min(error.offset, source_.bytes().size());
  if (plain) {
    if (full_width(here, false)) return;
    if (error.last_scalar && full_width(*error.last_scalar, true)) return;
    const std::uint32_t number = source_.place_of(here).line;
    if (number > 1 && full_width(source_.line_start(number - 1), true)) return;
    if (long_dash_first(here)) return;
    if (number > 1 && long_dash_first(source_.line_start(number - 1))) return;
  }
  if (known_trap(error)) return;
  const std::size_t at = error.offset;
  const std::string word = shortened(word_at(at));
  switch (error.trouble) {
    case YamlTrouble::no_key:
      return no_key(error);
    case YamlTrouble::flow_mapping:
    case YamlTrouble::flow_list:
      return in_flow(error);
    case YamlTrouble::second_colon:
      return second_colon(at);
    case YamlTrouble::no_item:
      if (lacks_dash(at) || misplaced(at)) return;
      return tell("SB1012", at, word.size(), "a list item must stand here",
                  "each item of a list begins with `- ` in the same column");
    case YamlTrouble::dash:
      return tell(
          "SB1012", at, 1, "`- ` cannot begin a list here",
          "a list begins on a line of its own; inside brackets items are parted by commas, and a "
          "text that begins with `- ` is quoted");
    case YamlTrouble::question_mark:
      return tell("SB1012", at, 1, "`? ` cannot stand here", "quote a text that begins with `? `");
    case YamlTrouble::closing:
      return tell("SB1014", at, 1, fmt::format("`{}` closes nothing", word.substr(0, 1)),
                  "take it out, or quote the text it belongs to");
    case YamlTrouble::unclosed_quote:
      return tell("SB1013", at, 1, "a quoted text is not closed", "write the closing quote");
    case YamlTrouble::block_header:
      if (comparison_first(at)) return;
      return tell("SB1012", at, word.size(), "text behind `|` or `>`",
                  "the text begins on the next line; to begin a text with `|` or `>`, quote it");
    case YamlTrouble::escape:
      return escape(at);
    case YamlTrouble::anchor:
      return anchor(at);
    case YamlTrouble::tag:
      return tell("SB1010", at, word.size(), "tags (`!`) are not accepted",
                  "write `not` for a negation; quote a text that begins with `!`");
    case YamlTrouble::tab:
      return tell("SB1015", at, 1, "a tab in the indentation", "indent with blanks");
    case YamlTrouble::character:
      if (inside_text(error)) return;
      return tell("SB1012", at, 1, fmt::format("a text cannot begin with `{}`", word.substr(0, 1)),
                  fmt::format("quote it: `{}`", mended(at)));
    case YamlTrouble::nesting:
      return tell("SB1004", at, 1, "lists and mappings stand too deep inside each other",
                  "name the inner parts under `conditions` or `values`");
    case YamlTrouble::other:
      break;
  }
  tell("SB1012", at, word.size(), "this cannot be read as YAML",
       "check quotes, colons and indentation");
}

// `when: >=7 days`, `more_than: >7`: YAML reads the sign itself.
bool YamlExplainer::comparison_first(std::size_t offset) {
  const std::string_view text = source_.bytes();
  if (offset == 0 || offset >= text.size() || text[offset - 1] != '>') return false;
  const char next = text[offset];
  if (next != '=' && (next < '0' || next > '9')) return false;
  const std::size_t begin = offset - 1;
  const std::size_t value = text.find_first_not_of("= ", offset);
  const std::size_t end = std::min(text.find_first_of(",]}\n#", offset), text.size());
  const std::string_view bound =
      value < end ? trimmed(text.substr(value, end - value)) : std::string_view{};
  const std::string sign = next == '=' ? ">=" : ">";
  tell("SB1012", begin, sign.size(), fmt::format("nothing stands before `{}`", sign),
       fmt::format("write what is compared: `repairs_counted {} {}`; behind a key such as "
                   "`at_least` or `more_than` the bound stands alone",
                   sign, shortened(bound)));
  mend_value(begin, end);
  return true;
}

// A quote, bracket or comment further up is more often the cause than the place where reading
// stopped.
bool YamlExplainer::known_trap(const YamlError& error) {
  const bool structural =
      error.trouble != YamlTrouble::anchor && error.trouble != YamlTrouble::tag &&
      error.trouble != YamlTrouble::escape && error.trouble != YamlTrouble::nesting;
  if (!structural) return false;
  const std::string_view text = source_.bytes();
  for (const std::size_t comment : outline_.flow_comments) {
    if (comment > error.offset) break;
    const auto lines = std::count(
        text.begin() + static_cast<std::ptrdiff_t>(comment),
        text.begin() + static_cast<std::ptrdiff_t>(std::min(error.offset, text.size())), '\n');
    if (lines > 1) continue;
    comment_cuts(comment);
    return true;
  }
  const auto first = outline_.unclosed.begin();
  if (first != outline_.unclosed.end() && first->opened <= error.offset) {
    unclosed(*first);
    return true;
  }
  return outline_.mismatched && *outline_.mismatched <= error.offset && mismatched();
}

bool YamlExplainer::mismatched() {
  tell("SB1014", *outline_.mismatched, 1,
       fmt::format("`{}` does not close the bracket that is open here",
                   source_.bytes()[*outline_.mismatched]),
       "brackets close in the order in which they were opened; quote a text that holds one");
  return true;
}

void YamlExplainer::unclosed(const Outline::Unclosed& found) {
  const std::string_view text = source_.bytes();
  for (const std::size_t comment : outline_.flow_comments) {
    if (comment > found.opened && comment < found.broken) return comment_cuts(comment);
  }
  if (outline_.mismatched && *outline_.mismatched < found.broken) {
    mismatched();
    return;
  }
  if (full_width(found.opened, false)) return;
  // A quote that is still open has swallowed the closing bracket.
  Outline::Unclosed entry = found;
  for (const Outline::Unclosed& inner : outline_.unclosed) {
    const bool quote = text[inner.opened] == '"' || text[inner.opened] == '\'';
    if (quote && inner.opened > entry.opened && inner.broken <= entry.broken) entry = inner;
  }
  const char mark = text[entry.opened];
  const bool quote = mark == '"' || mark == '\'';
  const std::string where = entry.broken >= text.size()
                                ? std::string("the end of the file")
                                : fmt::format("line {}", source_.place_of(entry.broken).line);
  if (quote) {
    return tell(
        "SB1013", entry.opened, 1, fmt::format("this quoted text is still open at {}", where),
        fmt::format("write the closing `{}`; a quote inside the text is doubled in single quotes "
                    "and written `\\\"` in double ones",
                    mark));
  }
  tell("SB1014", entry.opened, 1, fmt::format("this `{}` is still open at {}", mark, where),
       fmt::format("write the closing `{}`, or indent the lines that belong to it",
                   mark == '[' ? ']' : '}'));
}

void YamlExplainer::comment_cuts(std::size_t offset) {
  const std::string_view text = source_.bytes();
  const std::size_t end = std::min(text.find('\n', offset), text.size());
  tell("SB1017", offset, end - offset, "` #` begins a comment: the rest of the line is not read",
       "quote the text that holds it, or close the brackets before the comment");
}

// A sign that YAML reads itself, behind the words of an unquoted text: `{en: Is it?}`.
bool YamlExplainer::inside_text(const YamlError& error) {
  const std::string_view text = source_.bytes();
  const std::size_t at = error.offset;
  if (!error.last_scalar || *error.last_scalar >= at || at >= text.size()) return false;
  const std::size_t begin = *error.last_scalar;
  const std::string_view before = text.substr(begin, at - begin);
  const bool quoted = before.front() == '"' || before.front() == '\'';
  if (quoted || before.find_first_of("\n,:") != std::string_view::npos) return false;
  mend_value(begin, entry_end(text, begin));
  tell("SB1012", at, 1, fmt::format("`{}` inside an unquoted text", text[at]),
       fmt::format("quote the text: `{}`", mended(begin)));
  return true;
}

void YamlExplainer::in_flow(const YamlError& error) {
  const std::string_view text = source_.bytes();
  const std::size_t at = error.offset;
  const bool mapping = error.trouble == YamlTrouble::flow_mapping;
  const char c = at < text.size() ? text[at] : '\n';
  if (error.last_scalar && *error.last_scalar <= at &&
      text.substr(*error.last_scalar, at - *error.last_scalar).find('\n') ==
          std::string_view::npos) {
    const char first = text[*error.last_scalar];
    if (first == '"' || first == '\'') {
      return tell("SB1012", at, word_at(at).size(), "text behind a closing quote",
                  "put the quotes around the whole text, or a comma before this");
    }
    if (c == ':') {
      mend_value(*error.last_scalar, entry_end(text, *error.last_scalar));
      return tell("SB1012", at, 1, "a second `: ` in one entry",
                  fmt::format("quote the text: `{}`", mended(*error.last_scalar)));
    }
    if (std::string_view("[]{}?").find(c) != std::string_view::npos && inside_text(error)) return;
  }
  const std::size_t end = entry_end(text, at);
  const std::string_view entry = text.substr(at, end - at);
  if (entry.find(": ") != std::string_view::npos) {
    return tell("SB1012", at, end - at, "a second `: ` in one entry",
                fmt::format("quote the text: `{}`, or write a comma before it", mended(at)));
  }
  if (entry.find("：") != std::string_view::npos) {
    return tell("SB1012", at, word_at(at).size(), "`：` is the full-width colon",
                "write `: `, a colon and a blank");
  }
  tell("SB1012", at, word_at(at).size(),
       mapping ? "a comma or `}` must stand here" : "a comma or `]` must stand here",
       "is a quote or a bracket missing before this?");
}

// The parser may point behind the sign.
void YamlExplainer::anchor(std::size_t offset) {
  const std::size_t sign = source_.bytes().find_last_of("&*", offset);
  const std::size_t at = sign == std::string_view::npos ? offset : sign;
  tell("SB1009", at, word_at(at).size(), "anchors and aliases (`&`, `*`) are not accepted",
       "to say something once, name it under `values`, `conditions` or `periods`; quote a text "
       "that begins with `&` or `*`");
}

void YamlExplainer::escape(std::size_t offset) {
  const std::string_view text = source_.bytes();
  const std::size_t found = offset > 0 ? text.rfind('\\', offset - 1) : 0;
  const std::size_t begin = found == std::string_view::npos ? 0 : found;
  // The parser may have stopped inside a character.
  while (offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xC0U) == 0x80)
    ++offset;
  tell("SB1012", begin, offset - begin,
       fmt::format("`{}` is no escape of YAML", text.substr(begin, offset - begin)),
       "in double quotes write a backslash as `\\\\`, or use single quotes");
}

}  // namespace sanbao::parse
