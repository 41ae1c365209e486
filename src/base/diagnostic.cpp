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

// The characters of a line with their widths, so that pieces can be cut and carets be put below.
struct Cell {
  std::string text;
  std::size_t width = 0;
};

std::vector<Cell> cells_of(std::string_view line) {
  const std::string clean = base::printable(line);
  std::vector<Cell> cells;
  for (std::size_t at = 0; at < clean.size();) {
    const base::Character character = base::character_at(clean, at);
    cells.push_back({clean.substr(at, character.bytes), base::display_width(character.code_point)});
    at += character.bytes;
  }
  return cells;
}

struct Excerpt {
  std::string line, blanks, carets;
};

std::size_t width_of(const std::vector<Cell>& cells, std::size_t begin, std::size_t end) {
  std::size_t width = 0;
  for (std::size_t i = begin; i < std::min(end, cells.size()); ++i) width += cells[i].width;
  return width;
}

Excerpt excerpt_of(const Diagnostic& fault) {
  const std::vector<Cell> cells = cells_of(fault.source_line);
  const auto is_blank = [](const Cell& cell) { return cell.text == " "; };
  std::size_t first = fault.span.column > 0 ? fault.span.column - 1 : 0;
  std::size_t last = first + fault.span.length;
  if (fault.span.length == 0) {
    // The whole line is meant: its words, without the blanks around them.
    const auto begin = std::find_if_not(cells.begin(), cells.end(), is_blank);
    const auto end = std::find_if_not(cells.rbegin(), cells.rend(), is_blank).base();
    first = static_cast<std::size_t>(begin - cells.begin());
    last = static_cast<std::size_t>(std::max(begin, end) - cells.begin());
  }
  first = std::min(first, cells.size());

  std::size_t from = 0;
  std::size_t to = cells.size();
  if (width_of(cells, 0, to) > widest_line) {
    while (width_of(cells, from, first) > before_caret) ++from;
    to = from;
    for (std::size_t width = 0; to < cells.size() && width < widest_line; ++to) {
      width += cells[to].width;
    }
    last = std::min(last, std::max(to, first));
  }

  Excerpt out;
  if (from > 0) out.line += "… ";
  for (std::size_t i = from; i < to; ++i) out.line += cells[i].text;
  if (to < cells.size()) out.line += " …";
  out.blanks.assign((from > 0 ? 2 : 0) + width_of(cells, from, first), ' ');
  // A place behind the last character still gets its caret.
  const std::size_t behind = last > cells.size() ? 1 : 0;
  out.carets.assign(std::max<std::size_t>(width_of(cells, first, last) + behind, 1), '^');
  while (!out.line.empty() && out.line.back() == ' ') out.line.pop_back();
  return out;
}

void append_json_text(std::string& out, std::string_view text) {
  out.push_back('"');
  for (std::size_t at = 0; at < text.size();) {
    const base::Character character = base::character_at(text, at);
    at += character.bytes;
    switch (character.code_point) {
      case U'"': out += "\\\""; break;
      case U'\\': out += "\\\\"; break;
      case U'\n': out += "\\n"; break;
      case U'\t': out += "\\t"; break;
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
  const Paint& paint = !colour                              ? no_paint
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
  fmt::format_to(std::back_inserter(out), R"(,"line":{},"column":{},"end_column":{},"severity":"{}")",
                 fault.span.line, fault.span.column, fault.span.column + fault.span.length,
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
  return std::any_of(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& fault) {
    return fault.severity == Severity::error;
  });
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
