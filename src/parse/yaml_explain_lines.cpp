// SPDX-License-Identifier: Apache-2.0
//
// yaml_explain_lines.cpp: lines that are no `key: value` or stand in the wrong column.
// Tested by tests/unit/yaml_reader_test.cpp and tests/baselines/bad/sb1012*.
#include <fmt/format.h>

#include <algorithm>

#include "parse/full_width.hpp"
#include "parse/yaml_explain.hpp"

namespace sanbao::parse {
namespace {

constexpr std::string_view full_width_colon = "：";

// Where a line begins an entry: in the column of its dash, if it has one, and in that of its key.
struct EntryBegin {
  std::size_t column = 0, key = 0;
  bool dash = false;
};

std::optional<EntryBegin> begin_of_entry(std::string_view line) {
  EntryBegin out;
  out.column = line.find_first_not_of(' ');
  if (out.column == std::string_view::npos || line[out.column] == '#') return std::nullopt;
  out.dash = line.substr(out.column).starts_with("- ");
  out.key = out.dash ? line.find_first_not_of(' ', out.column + 1) : out.column;
  const std::string_view rest = line.substr(std::min(out.key, line.size()));
  const bool named = rest.find(": ") != std::string_view::npos || rest.ends_with(':');
  if (!out.dash && !named) return std::nullopt;
  return out;
}

// `goods.modified: true` is a comparison to its author.
std::string comparison_meant(std::string_view value) {
  const std::size_t colon = value.find(": ");
  const std::string_view path = value.substr(0, colon);
  const bool fact =
      path.find('.') != std::string_view::npos &&
      path.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.") == std::string_view::npos;
  if (colon == std::string_view::npos || !fact) return {};
  return fmt::format("{} == {}", path, trimmed(value.substr(colon + 1)));
}

}  // namespace

void YamlExplainer::second_colon(std::size_t offset) {
  const std::string_view line = line_at(offset);
  const std::size_t start = source_.line_start(source_.place_of(offset).line);
  const std::size_t key_end = line.find(": ");
  if (key_end != std::string_view::npos && start + key_end < offset) {
    const std::string_view value = trimmed(line.substr(key_end + 1));
    const auto begin = static_cast<std::size_t>(value.data() - source_.bytes().data());
    mend_value(begin, begin + value.size());
    const std::string_view key = trimmed(line.substr(0, key_end));
    const std::string compared = comparison_meant(value);
    return tell("SB1012", offset, 1, "a second `: ` in one line",
                compared.empty()
                    ? fmt::format("quote the text: `{}: {}`", key, shortened(quoted_yaml(value)))
                    : fmt::format("a fact is compared by `==`: `{}: {}`", key, compared));
  }
  // An unquoted text goes on over lines: the line above may lack its colon.
  const std::size_t above = start > 1 ? source_.bytes().find_last_not_of(" \t\n", start - 1) : 0;
  if (above != std::string_view::npos && lacks_colon(above)) return;
  const auto neighbours = neighbours_of(line, source_.place_of(offset).line);
  tell("SB1012", offset, 1, "a key cannot stand here",
       fmt::format("this line goes on with the text above it; is it indented too far{}, or is a "
                   "quote missing there?",
                   neighbours ? fmt::format(" (by {}, its neighbours by {})",
                                            line.find_first_not_of(' '), *neighbours)
                              : ""));
}

// A line whose colon is full-width, has no blank behind it, or is missing.
bool YamlExplainer::lacks_colon(std::size_t offset) {
  const std::string_view line = line_at(offset);
  if (line.find(':') == std::string_view::npos && no_colon(offset)) return true;
  const std::size_t indent = line.find_first_not_of(" \t-");
  if (indent == std::string_view::npos || line.find(": ") != std::string_view::npos) return false;
  const std::size_t at = source_.line_start(source_.place_of(offset).line) + indent;
  const std::string word = shortened(word_at(at));
  if (line.find(full_width_colon) != std::string_view::npos) {
    tell("SB1012", at, word.size(), "`：` is the full-width colon",
         "write `: `, a colon and a blank");
    return true;
  }
  const std::size_t colon = word.find(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 >= word.size()) return false;
  const std::string_view behind = line.substr(indent + colon + 1);
  tell("SB1012", at, word.size(), "no blank behind the colon",
       fmt::format("write `{}: {}`", word.substr(0, colon), word.substr(colon + 1)));
  mend_line(offset, fmt::format("{}: {}", line.substr(0, indent + colon), behind));
  return true;
}

// `and goods.intact` in the column of the `when` that it goes on with; several lines are told once.
bool YamlExplainer::goes_on(std::size_t indent, std::uint32_t number) {
  const auto joins = [&](std::uint32_t n) {
    const std::string_view line = source_.line(n);
    const std::string_view rest = line.substr(std::min(indent, line.size()));
    return line.find_first_not_of(' ') == indent &&
           (rest.starts_with("and ") || rest.starts_with("or "));
  };
  std::uint32_t first = number;
  while (first > 1 && joins(first - 1))
    --first;
  if (!joins(number)) return false;
  // The key in this column, above the lines that stand below it.
  std::uint32_t above = first - 1;
  while (above > 0 && source_.line(above).find_first_not_of(" -") > indent)
    --above;
  if (above == 0) return false;
  const std::string_view line = source_.line(above);
  const std::size_t begin = line.find_first_not_of(" -");
  const std::size_t colon = std::min(line.find(':'), line.size());
  if (begin != indent || colon == line.size()) return false;
  const std::string_view key = line.substr(begin, colon - begin);
  const std::size_t start = source_.line_start(first) + indent;
  const std::string_view word = word_at(start);
  const bool block = line.ends_with(':');
  tell("SB1012", start, word.size(),
       fmt::format("`{}` begins no line in the column of `{}`", word, key),
       block ? fmt::format("conditions in lines of their own stand in a list: `{}: [ … ]`",
                           word == "and" ? "all" : "any")
             : fmt::format("the condition goes on here: indent this line further than `{}`, or "
                           "write it in one line",
                           key));
  // Its lines are left empty.
  const std::size_t from = source_.line_start(first);
  const std::size_t to = source_.line_start(number) + source_.line(number).size();
  mended_text_ = std::string(source_.bytes());
  mended_text_->replace(from, to - from, std::string(number - first, '\n'));
  return true;
}

// `policy kettle`, `rules`: a word in the place of a key, where the line above is no text that goes
// on here.
bool YamlExplainer::no_colon(std::size_t offset) {
  const std::string_view line = line_at(offset);
  const std::size_t indent = line.find_first_not_of(" -");
  if (indent == std::string_view::npos) return false;
  std::size_t end = indent;
  while (end < line.size() && (line[end] == '_' || (line[end] >= 'a' && line[end] <= 'z')))
    ++end;
  const std::string_view rest = trimmed(line.substr(end));
  if (end == indent || (!rest.empty() && line[end] != ' ')) return false;
  const std::uint32_t number = source_.place_of(offset).line;
  if (goes_on(indent, number)) return true;
  if (number > 1) {
    const std::string_view before = source_.line(number - 1);
    const std::size_t own = before.find_first_not_of(" -");
    const std::size_t colon = before.find(": ");
    const bool text = colon != std::string_view::npos && own != std::string_view::npos &&
                      own < indent && !before.ends_with('}') && !before.ends_with(']') &&
                      !before.ends_with('"') && !before.ends_with('\'');
    if (text || (colon == std::string_view::npos && own == indent && !before.ends_with(':')))
      return false;
  }
  const std::string_view key = line.substr(indent, end - indent);
  std::string mended(line.substr(0, end));
  mended += rest.empty() ? ":" : fmt::format(": {}{}", mended_sign, rest);
  tell("SB1012", source_.line_start(number) + indent, end - indent,
       fmt::format("no colon behind `{}`", key),
       rest.empty() ? fmt::format("write `{}:`", key)
                    : fmt::format("write `{}: {}`", key, shortened(rest)));
  mend_line(offset, mended);
  return true;
}

// A key in the column of the dashes above, where an item must begin.
bool YamlExplainer::lacks_dash(std::size_t offset) {
  constexpr std::uint32_t most_lines = 200;
  const std::string_view line = line_at(offset);
  const std::size_t indent = line.find_first_not_of(' ');
  const std::size_t colon = line.find(':');
  if (indent == std::string_view::npos || colon == std::string_view::npos) return false;
  if (line[indent] < 'a' || line[indent] > 'z') return false;
  const std::uint32_t number = source_.place_of(offset).line;
  for (std::uint32_t i = 1; i < most_lines && i < number; ++i) {
    const std::string_view above = source_.line(number - i);
    const std::size_t word = above.find_first_not_of(' ');
    if (word == std::string_view::npos || above[word] == '#' || word > indent) continue;
    if (word < indent || !above.substr(word).starts_with("- ")) return false;
    const std::size_t at = source_.line_start(number) + indent;
    tell("SB1012", at, colon - indent, "a `- ` is missing here",
         fmt::format("each item of a list begins with it: `- {}`", shortened(line.substr(indent))));
    mend_line(offset, fmt::format("{}- {}", line.substr(0, indent), line.substr(indent)));
    return true;
  }
  return false;
}

// `-id: "3"`
bool YamlExplainer::dash_without_blank(std::size_t offset) {
  const std::string_view line = line_at(offset);
  const std::size_t dash = line.find_first_not_of(' ');
  if (dash == std::string_view::npos || line[dash] != '-' || dash + 1 >= line.size()) return false;
  if (line[dash + 1] < 'a' || line[dash + 1] > 'z' || line.find(": ") == std::string_view::npos)
    return false;
  const std::size_t at = source_.line_start(source_.place_of(offset).line) + dash;
  const std::string mended = fmt::format("- {}", line.substr(dash + 1));
  tell("SB1012", at, 1, "no blank behind `-`", fmt::format("write `{}`", shortened(mended)));
  mend_line(offset, fmt::format("{}{}", line.substr(0, dash), mended));
  return true;
}

// `– id: "3"`
bool YamlExplainer::long_dash_first(std::size_t offset) {
  const std::string_view line = line_at(offset);
  const std::size_t at = std::min(line.find_first_not_of(' '), line.size());
  const std::string_view dash = long_dash(line.substr(at));
  if (dash.empty()) return false;
  const std::string mended = fmt::format("-{}", line.substr(at + dash.size()));
  tell("SB1012", source_.line_start(source_.place_of(offset).line) + at, dash.size(),
       fmt::format("`{}` is no `-` to YAML", dash), fmt::format("write `{}`", shortened(mended)));
  mend_line(offset, fmt::format("{}{}", line.substr(0, at), mended));
  return true;
}

// The column in which the keys or dashes around a line stand, where it is not the line's own.
std::optional<std::size_t> YamlExplainer::neighbours_of(std::string_view line,
                                                        std::uint32_t number) const {
  constexpr std::uint32_t most_lines = 200;
  const auto own = begin_of_entry(line);
  if (!own) return std::nullopt;
  std::optional<std::size_t> nearest;
  const auto distance = [&own](std::size_t column) {
    return std::max(column, own->column) - std::min(column, own->column);
  };
  std::size_t open = std::string_view::npos;  // what stands further right is closed
  for (std::uint32_t i = 1; i < number && i < most_lines && open > 0; ++i) {
    const auto above = begin_of_entry(source_.line(number - i));
    if (!above || above->column >= open) continue;
    open = above->column;
    const std::size_t column = above->dash && !own->dash ? above->key : above->column;
    if (own->dash && !above->dash) continue;
    if (!nearest || distance(column) < distance(*nearest)) nearest = column;
  }
  return nearest && *nearest != own->column ? nearest : std::nullopt;
}

bool YamlExplainer::misplaced(std::size_t offset) {
  const std::string_view line = line_at(offset);
  const std::uint32_t number = source_.place_of(offset).line;
  const auto neighbours = neighbours_of(line, number);
  if (!neighbours) return false;
  const std::size_t own = line.find_first_not_of(' ');
  tell("SB1012", source_.line_start(number) + own, line.size() - own,
       fmt::format("indented by {}, its neighbours by {}", own, *neighbours),
       "begin it in the same column as they do");
  if (std::max(own, *neighbours) - std::min(own, *neighbours) == 1)
    mend_line(offset, std::string(*neighbours, ' ').append(line.substr(own)));
  return true;
}

void YamlExplainer::no_key(const YamlError& error) {
  const std::size_t at = error.offset;
  // `-id` may have been read as a key, in whose column the keys of its item do not stand.
  const std::uint32_t number = source_.place_of(at).line;
  if (number > 1 && dash_without_blank(source_.line_start(number - 1))) return;
  if (lacks_colon(at) || lacks_dash(at) || dash_without_blank(at) || misplaced(at)) return;
  const std::string word = shortened(word_at(at));
  const std::string_view before = source_.bytes().substr(0, std::min(at, source_.bytes().size()));
  const std::size_t last = before.find_last_not_of(" \t");
  const bool same_line = last != std::string_view::npos && before[last] != '\n';
  if (same_line && (before[last] == '"' || before[last] == '\'')) {
    return tell("SB1012", at, word.size(), "text behind a closing quote",
                "put the quotes around the whole text");
  }
  if (same_line && (before[last] == ']' || before[last] == '}')) {
    return tell("SB1012", at, word.size(), "text behind a closing bracket",
                "quote a text that begins with a bracket");
  }
  tell("SB1012", at, word.size(), "a key must stand here",
       "a key is a word followed by `: `, in the same column as its neighbours");
}

}  // namespace sanbao::parse
