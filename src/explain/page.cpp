// SPDX-License-Identifier: Apache-2.0
//
// Setting a page: width of characters, line breaks, columns that line up.
// In: texts in UTF-8 (texts of policies and claims, checked when they were read). Out: lines.
// Never asks the terminal or the locale for widths: they are those of base/display_width.hpp.
// Tested by tests/unit/explain_page_test.cpp.
#include "explain/page.hpp"

#include <algorithm>
#include <utility>

#include "base/display_width.hpp"
#include "base/utf8.hpp"
#include "html/one_line.hpp"

namespace sanbao::wording {
namespace {

using base::Character;
using base::character_at;

// Chinese quotation marks belong to both scripts; beside wide characters they are set wide by most
// fonts but counted narrow by most terminals, so they are counted narrow.
std::size_t columns_of(char32_t code) {
  return base::display_width(code);
}

// Marks that may not begin a line, and marks that may not end one.
bool closes(char32_t code) {
  constexpr std::u32string_view marks = U"，。；：、！？）】》」』”’,.;:!?)]}%‰";
  return marks.find(code) != std::u32string_view::npos;
}
bool opens(char32_t code) {
  constexpr std::u32string_view marks = U"（【《「『“‘([{";
  return marks.find(code) != std::u32string_view::npos;
}

// A piece that is never broken: one wide character with the marks that cling to it, or a run of
// others.
struct Piece {
  std::string_view text;
  std::size_t columns = 0;
  bool blank = false;
};

constexpr std::string_view no_break = "\u00A0";

// `8 日`, `1,018.42 元`, `2024 年 5 月 8 日`: a number is not torn from its unit, nor a date in
// two.
bool holds_together(char32_t before, char32_t after) {
  const bool digit_before = before >= '0' && before <= '9';
  const bool digit_after = after >= '0' && after <= '9';
  if (digit_before) return columns_of(after) == 2;
  return digit_after && (before == U'年' || before == U'月' || before == U'第');
}

std::vector<Piece> pieces_of(std::string_view text) {
  std::vector<Piece> pieces;
  bool joined = false;  // the next character belongs to the piece before it
  bool narrow = false;  // the piece before it ends in a narrow character
  char32_t before = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Character letter = character_at(text, at);
    const std::size_t cells = columns_of(letter.code_point);
    const std::string_view bytes = text.substr(at, letter.bytes);
    at += letter.bytes;
    const char32_t previous = std::exchange(before, letter.code_point);
    const bool blank = letter.code_point == ' ';
    if (blank && at < text.size() && !pieces.empty() && !pieces.back().blank &&
        holds_together(previous, character_at(text, at).code_point)) {
      Piece& last = pieces.back();
      last.text = {last.text.data(), last.text.size() + 1};
      last.columns += 1;
      joined = true;
      continue;
    }
    if (blank) {
      pieces.push_back({bytes, 1, true});
      joined = narrow = false;
      continue;
    }
    const bool clings = joined || closes(letter.code_point) || (narrow && cells < 2);
    if (clings && !pieces.empty() && !pieces.back().blank) {
      Piece& last = pieces.back();
      last.text = {last.text.data(), last.text.size() + bytes.size()};
      last.columns += cells;
    } else {
      pieces.push_back({bytes, cells, false});
    }
    joined = opens(letter.code_point);
    narrow = cells < 2;
  }
  return pieces;
}

std::string blanks(std::size_t count) {
  return std::string(count, ' ');
}

void pad_to(std::string& line, std::size_t column) {
  const std::size_t now = columns(line);
  if (now < column) line.append(column - now, ' ');
}

}  // namespace

std::size_t columns(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Character letter = character_at(text, at);
    count += columns_of(letter.code_point);
    at += letter.bytes;
  }
  return count;
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  std::vector<std::string> lines(1);
  std::size_t used = 0;
  std::size_t pending = 0;  // blanks not yet written
  for (const Piece& piece : pieces_of(text)) {
    if (piece.blank) {
      ++pending;
      continue;
    }
    if (used > 0 && used + pending + piece.columns > width) {
      lines.emplace_back();
      used = pending = 0;
    }
    if (used == 0) pending = 0;
    lines.back().append(pending, ' ').append(piece.text);
    used += pending + piece.columns;
    pending = 0;
  }
  return lines;
}

// A blank that holds a date together has done its work: it is written as a plain one.
// A claim may hold characters that break a line or steer a terminal: on a page they would say what nobody decided.
void Page::put(std::string_view raw) {
  const std::string safe = html::on_one_line(raw);
  std::string_view line = safe;
  const std::size_t end = line.find_last_not_of(' ');
  line = line.substr(0, end == std::string_view::npos ? 0 : end + 1);
  for (std::size_t at = line.find(no_break); at != std::string_view::npos;
       at = line.find(no_break)) {
    text_.append(line.substr(0, at)).push_back(' ');
    line.remove_prefix(at + no_break.size());
  }
  text_.append(line).push_back('\n');
}

void Page::line(std::string_view text, std::size_t indent) {
  for (const std::string& part : wrap(text, width - indent))
    put(blanks(indent) + part);
}

void Page::gap() {
  if (!text_.empty()) put({});
}

void Page::heading(std::string_view text) {
  gap();
  put(text);
}

void Page::item(std::string_view label, std::size_t label_width, std::string_view text,
                std::string_view mark) {
  const std::size_t left = 2 + label_width + 2;
  const std::size_t right = mark.empty() ? width : width - columns(mark) - 2;
  bool first = true;
  for (const std::string& part : wrap(text, right - left)) {
    std::string line = "  ";
    if (first) line += label;
    pad_to(line, left);
    line += part;
    if (first && !mark.empty()) {
      pad_to(line, width - columns(mark));
      line += mark;
    }
    put(line);
    first = false;
  }
}

void Page::below(std::size_t label_width, std::string_view text, std::size_t deeper) {
  line(text, 2 + label_width + 2 + deeper);
}

void Page::sums(const std::vector<Sum>& rows) {
  std::size_t label_width = 0;
  std::size_t amount_width = 0;
  std::size_t detail_width = 0;
  std::size_t clause_width = 0;
  for (const Sum& row : rows) {
    label_width = std::max(label_width, columns(row.label));
    amount_width = std::max(amount_width, columns(row.amount));
    detail_width = std::max(detail_width, columns(row.detail));
    clause_width = std::max(clause_width, columns(row.clauses));
  }
  const std::size_t detail_at = 2 + label_width + 2;
  const std::size_t clause_room = clause_width == 0 ? 0 : clause_width + 3;
  // Amounts end where most pages end them, further right only where a detail needs the room.
  const std::size_t longest = detail_at + detail_width + 2 + amount_width;
  const std::size_t amount_end = std::max(
      std::min(std::max(longest, std::size_t{58}), width - std::min(clause_room, width / 3)),
      detail_at + 2 + amount_width);
  for (const Sum& row : rows) {
    std::string line = "  " + row.label;
    pad_to(line, detail_at);
    const bool fits = detail_at + columns(row.detail) + 2 + columns(row.amount) <= amount_end;
    if (fits) line += row.detail;
    if (!row.amount.empty()) {
      pad_to(line, amount_end - columns(row.amount));
      line += row.amount;
    }
    if (!row.clauses.empty()) {
      pad_to(line, amount_end + 3);
      line += row.clauses;
    }
    put(line);
    if (!fits) this->line(row.detail, detail_at);
    for (const std::string& note : row.notes)
      this->line(note, detail_at);
  }
}

std::string held_together(std::string_view text) {
  std::string out;
  char32_t before = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Character letter = character_at(text, at);
    const std::size_t next = at + letter.bytes;
    const bool holds = letter.code_point == ' ' && next < text.size() &&
                       holds_together(before, character_at(text, next).code_point);
    out += holds ? no_break : text.substr(at, letter.bytes);
    before = letter.code_point;
    at = next;
  }
  return out;
}

std::string lay_out_text(const Document& document, const Phrases& phrases) {
  Page page;
  for (const Section& section : document.sections()) {
    if (section.heading) {
      page.heading(phrases.heading(*section.heading));
    } else {
      page.gap();
    }
    std::size_t label_width = 3;
    for (const Block& block : section.blocks)
      label_width = std::max(label_width, columns(block.label));
    for (const Block& block : section.blocks) {
      switch (block.kind) {
        case Block::Kind::sentence:
        case Block::Kind::question:
        case Block::Kind::about:
          page.line(block.text);
          break;
        case Block::Kind::line:
        case Block::Kind::part:
          page.line(block.text, 2);
          break;
        case Block::Kind::answer:
          page.line(block.text, 4);
          break;
        case Block::Kind::item:
          page.item(block.label, label_width, block.text,
                    block.mark ? phrases.mark(*block.mark) : std::string_view());
          for (const Block::Below& below : block.below)
            page.below(label_width, below.text, below.deeper ? 2 : 0);
          break;
        case Block::Kind::aside:
          page.below(label_width, block.text);
          break;
        case Block::Kind::sums:
          page.sums(block.sums);
          break;
      }
    }
  }
  return page.take();
}

}  // namespace sanbao::wording
