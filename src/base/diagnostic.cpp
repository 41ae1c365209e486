// SPDX-License-Identifier: Apache-2.0
//
// diagnostic.cpp: a fault as its author reads it, and as an editor reads it.
// In: diagnostics as they were found. Out: text for a terminal, or one line of JSON.
// Never sends a control character of the author's file to a terminal.
// Tested by tests/unit/diagnostic_test.cpp and the baselines in tests/baselines/bad.
#include "sanbao/diagnostic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <tuple>

#include "base/display_width.hpp"
#include "base/utf8.hpp"

namespace sanbao {
namespace {

// Wider lines are shown as a piece around the caret.
constexpr std::size_t widest_line = 160;
constexpr std::size_t before_caret = 60;

struct Paint {
  std::string_view strong, fault, gutter, plain;
};
constexpr Paint no_paint{"", "", "", ""};
constexpr Paint error_paint{"\x1b[1m", "\x1b[1;31m", "\x1b[1;34m", "\x1b[0m"};
constexpr Paint warning_paint{"\x1b[1m", "\x1b[1;33m", "\x1b[1;34m", "\x1b[0m"};

std::string_view word_for(Severity severity) {
  return severity == Severity::error ? "error" : "warning";
}

std::u32string characters_of(std::string_view line) {
  const std::string clean = base::printable(line);
  std::u32string characters;
  for (std::size_t at = 0; at < clean.size();) {
    const base::Character character = base::character_at(clean, at);
    characters.push_back(character.code_point);
    at += character.bytes;
  }
  return characters;
}

std::size_t width_of(std::u32string_view characters) {
  std::size_t width = 0;
  for (const char32_t character : characters)
    width += base::display_width(character);
  return width;
}

// The characters from `begin` to `end` that are shown of a line; all of them unless it is very
// wide.
struct Window {
  std::size_t begin, end;
};

Window window_of(std::u32string_view line, std::size_t caret) {
  if (width_of(line) <= widest_line) return {0, line.size()};
  Window window{caret, caret};
  std::size_t width = 0;
  while (window.begin > 0 && width < before_caret) {
    width += base::display_width(line[--window.begin]);
  }
  while (window.end < line.size() && width < widest_line) {
    width += base::display_width(line[window.end++]);
  }
  return window;
}

struct Excerpt {
  std::string line, blanks, carets;
};

Excerpt excerpt_of(const Diagnostic& fault) {
  const std::u32string line = characters_of(fault.source_line);
  std::size_t first = fault.span.column > 0 ? fault.span.column - 1 : 0;
  std::size_t last = first + fault.span.length;
  if (fault.span.length == 0) {
    // The whole line is meant: its words, without the blanks around them.
    first = std::min(line.find_first_not_of(U' '), line.size());
    last = std::max(line.find_last_not_of(U' ') + 1, first);
  }
  first = std::min(first, line.size());
  const Window window = window_of(line, first);

  Excerpt out;
  if (window.begin > 0) out.line += "… ";
  for (std::size_t i = window.begin; i < window.end; ++i)
    base::append_utf8(out.line, line[i]);
  if (window.end < line.size()) out.line += " …";
  while (!out.line.empty() && out.line.back() == ' ')
    out.line.pop_back();

  const auto width_between = [&line](std::size_t begin, std::size_t end) {
    return width_of(std::u32string_view(line).substr(begin, end - begin));
  };
  out.blanks.assign((window.begin > 0 ? 2 : 0) + width_between(window.begin, first), ' ');
  // A place behind the last character still gets its caret.
  const std::size_t behind = last > line.size() ? 1 : 0;
  const std::size_t shown_last = std::max(first, std::min(last, window.end));
  out.carets.assign(std::max<std::size_t>(width_between(first, shown_last) + behind, 1), '^');
  return out;
}

void append_json_text(std::string& out, std::string_view text) {
  out.push_back('"');
  for (std::size_t at = 0; at < text.size();) {
    const base::Character character = base::character_at(text, at);
    at += character.bytes;
    switch (character.code_point) {
      case U'"':
        out += "\\\"";
        break;
      case U'\\':
        out += "\\\\";
        break;
      case U'\n':
        out += "\\n";
        break;
      case U'\t':
        out += "\\t";
        break;
      default:
        if (character.code_point < 0x20) {
          fmt::format_to(std::back_inserter(out), "\\u{:04x}",
                         static_cast<std::uint32_t>(character.code_point));
        } else {
          base::append_utf8(out, character.code_point);
        }
    }
  }
  out.push_back('"');
}

}  // namespace

std::string render(const Diagnostic& fault, bool colour) {
  const Paint& paint = !colour                             ? no_paint
                       : fault.severity == Severity::error ? error_paint
                                                           : warning_paint;
  std::string out = base::printable(fault.file);
  const auto sink = std::back_inserter(out);
  if (fault.span.line > 0) fmt::format_to(sink, ":{}", fault.span.line);
  if (fault.span.line > 0 && fault.span.column > 0) fmt::format_to(sink, ":{}", fault.span.column);
  fmt::format_to(sink, ": {}{}[{}]{}: {}{}{}\n", paint.fault, word_for(fault.severity), fault.code,
                 paint.plain, paint.strong, base::printable(fault.message), paint.plain);

  const std::string number = fault.span.line > 0 ? fmt::format("{}", fault.span.line) : "";
  const std::string indent(number.size(), ' ');
  if (fault.span.line > 0 && !fault.source_line.empty()) {
    const Excerpt excerpt = excerpt_of(fault);
    fmt::format_to(sink, " {}{} |{} {}\n", paint.gutter, number, paint.plain, excerpt.line);
    fmt::format_to(sink, " {}{} |{} {}{}{}{}\n", paint.gutter, indent, paint.plain, excerpt.blanks,
                   paint.fault, excerpt.carets, paint.plain);
  }
  if (!fault.help.empty()) {
    fmt::format_to(sink, " {}{} ={} help: {}\n", paint.gutter, indent, paint.plain,
                   base::printable(fault.help));
  }
  return out;
}

std::string render_json(const Diagnostic& fault) {
  std::string out = "{\"file\":";
  append_json_text(out, fault.file);
  fmt::format_to(std::back_inserter(out),
                 R"(,"line":{},"column":{},"end_column":{},"severity":"{}")", fault.span.line,
                 fault.span.column, fault.span.column + fault.span.length,
                 word_for(fault.severity));
  out += ",\"code\":";
  append_json_text(out, fault.code);
  out += ",\"message\":";
  append_json_text(out, fault.message);
  out += ",\"help\":";
  append_json_text(out, fault.help);
  out += "}";
  return out;
}

bool has_errors(std::span<const Diagnostic> diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& fault) { return fault.severity == Severity::error; });
}

void sort_diagnostics(std::vector<Diagnostic>& diagnostics) {
  const auto key = [](const Diagnostic& fault) {
    return std::tie(fault.file, fault.span.line, fault.span.column, fault.code, fault.message,
                    fault.span.length, fault.help);
  };
  std::stable_sort(diagnostics.begin(), diagnostics.end(),
                   [&key](const auto& a, const auto& b) { return key(a) < key(b); });
  const auto same = [&key](const auto& a, const auto& b) { return key(a) == key(b); };
  diagnostics.erase(std::unique(diagnostics.begin(), diagnostics.end(), same), diagnostics.end());
}

}  // namespace sanbao
