// SPDX-License-Identifier: Apache-2.0
//
// read_yaml.cpp: a file's bytes to a tree: size, then the text, then the parser.
// In: bytes and a name. Out: the tree, or every fault found.
// Never hands back a part of a file.
// Tested by tests/unit/yaml_reader_test.cpp.
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/limits.hpp"
#include "base/utf8.hpp"
#include "parse/full_width.hpp"
#include "parse/parse.hpp"
#include "parse/yaml_explain.hpp"
#include "parse/yaml_reader.hpp"

namespace sanbao::parse {
namespace {

// How often a text is mended and read again, and how much is read in all.
constexpr std::size_t most_mends = 32;
constexpr std::size_t most_bytes = 8 * limits::max_policy_bytes;

/// Where a mend has put characters in: what stands behind them in its line is told where the file
/// has it.
class Shifts {
 public:
  void note(std::string_view before, std::string_view after) {
    const auto differ = std::mismatch(before.begin(), before.end(), after.begin(), after.end());
    const auto at = static_cast<std::size_t>(differ.first - before.begin());
    const base::SourceText from(before), to(after);
    const Span place = from.place_of(std::min(at, before.size()));
    const std::size_t old_length = base::count_characters(from.line(place.line));
    const std::size_t new_length = base::count_characters(to.line(place.line));
    if (new_length <= old_length) return;
    list_.push_back(
        {place.line, place.column, static_cast<std::uint32_t>(new_length - old_length)});
  }

  [[nodiscard]] bool any() const { return !list_.empty(); }

  void apply(Span& span) const {
    // The last mend first: each tells its place in the text as it was then.
    // NOLINTNEXTLINE(modernize-loop-convert)
    for (auto shift = list_.rbegin(); shift != list_.rend(); ++shift) {
      if (shift->line != span.line) continue;
      const std::uint32_t end = moved(*shift, span.column + span.length);
      span.column = moved(*shift, span.column);
      span.length = end - span.column;
    }
  }

  void apply(ir::YamlNode& node) const {
    apply(node.span);
    for (ir::YamlNode::Jump& jump : node.jumps) {
      Span place{jump.line, jump.column, 0};
      apply(place);
      jump.column = place.column;
    }
    for (ir::YamlNode& item : node.items)
      apply(item);
    for (ir::YamlEntry& entry : node.entries) {
      apply(entry.key_span);
      apply(entry.value);
    }
  }

 private:
  struct Shift {
    std::uint32_t line, column, count;
  };
  static std::uint32_t moved(const Shift& shift, std::uint32_t column) {
    if (column <= shift.column) return column;
    return std::max(shift.column, column - std::min(column, shift.count));
  }
  std::vector<Shift> list_;
};

void tell_again(std::vector<Diagnostic> found, const Shifts& shifts, base::FaultList& faults) {
  for (Diagnostic& fault : found) {
    if (fault.code == "SB1006") continue;
    shifts.apply(fault.span);
    faults.error(fault.code, fault.span, std::move(fault.message), std::move(fault.help));
  }
}

// Blanks that are none to YAML, in the indentation: told, and made plain.
void mend_indentation(YamlText& yaml, const base::SourceText& source, const Outline& outline,
                      base::FaultList& faults) {
  std::string text;
  std::size_t copied = 0;
  for (const std::size_t at : outline.odd_blanks) {
    const base::Character first = base::character_at(source.bytes(), at);
    faults.error("SB1015", source.place_of(at),
                 fmt::format("U+{:04X} in the indentation is no blank to YAML",
                             static_cast<std::uint32_t>(first.code_point)),
                 "indent with ordinary blanks");
    text.append(source.bytes().substr(copied, at - copied));
    copied = at;
    while (copied < source.bytes().size()) {
      const base::Character c = base::character_at(source.bytes(), copied);
      if (c.code_point != U' ' && !is_odd_blank(c.code_point)) break;
      text += ' ';
      copied += c.bytes;
    }
  }
  text.append(source.bytes().substr(copied));
  yaml.text = std::move(text);
}

}  // namespace

bool read_root(const YamlText& first, base::FaultList& faults, ir::YamlNode& root) {
  YamlText yaml = first;
  Span last{};
  Shifts shifts;
  std::vector<std::uint32_t> mended_lines;
  std::size_t bytes = 0;
  for (std::size_t round = 0;; ++round) {
    const base::SourceText source(yaml.text);
    const Outline outline = outline_yaml(yaml.text);
    YamlExplainer explainer(source, outline, faults);
    if (outline.too_deep) {
      explainer.explain({YamlTrouble::nesting, *outline.too_deep, {}});
      return false;
    }
    for (const std::size_t tab : outline.tabs)
      explainer.explain({YamlTrouble::tab, tab, {}});
    for (const std::size_t comment : outline.tight_comments) {
      faults.error("SB1012", source.place_of(comment), "no blank before `#`",
                   "a comment begins with a blank and `#`; quote a text that begins with `#`");
    }
    if (!outline.tabs.empty() || !outline.tight_comments.empty()) return false;
    if (!outline.odd_blanks.empty() && round == 0) {
      for (const std::size_t at : outline.odd_blanks)
        mended_lines.push_back(source.place_of(at).line);
      mend_indentation(yaml, source, outline, faults);
      continue;
    }
    // A first run tells nothing but what stops it: where its line can be mended, the text is read
    // again.
    base::FaultList unheard("", faults.source());
    base::FaultList fatal("", faults.source());
    std::optional<std::string> mended;
    const bool whole = read_events(yaml, outline, unheard, fatal, root, mended);
    bytes += yaml.text.size();
    if (whole && unheard.error_count() == 0) {
      if (shifts.any()) shifts.apply(root);
      return true;
    }
    std::vector<Diagnostic> stops = fatal.take();
    const bool again = mended && *mended != yaml.text && round < most_mends && bytes < most_bytes &&
                       !stops.empty() && !(stops.front().span == last);
    // What a mended indentation may have brought about is not told.
    const bool doubtful =
        !stops.empty() && std::find(mended_lines.begin(), mended_lines.end(),
                                    stops.front().span.line) != mended_lines.end();
    if (!again || doubtful) {
      if (shifts.any()) {
        tell_again(unheard.take(), shifts, faults);
        if (!doubtful) tell_again(std::move(stops), shifts, faults);
        if (whole) shifts.apply(root);
        return whole;
      }
      root = {};
      return read_events(yaml, outline, faults, doubtful ? unheard : faults, root, mended);
    }
    root = {};
    last = stops.front().span;
    tell_again(std::move(stops), shifts, faults);
    shifts.note(yaml.text, *mended);
    yaml.text = std::move(*mended);
  }
}

bool read_tree(ir::YamlTree& tree, base::FaultList& faults) {
  const std::optional<YamlText> yaml = prepare_yaml(tree.bytes, faults);
  if (!yaml || !read_root(*yaml, faults, tree.root)) return false;
  if (tree.root.kind != ir::YamlNode::Kind::empty) return true;
  faults.error("SB1018", {}, "the file is empty", "a policy begins with `sanbao: 1`");
  return false;
}

bool is_too_large(std::string_view bytes) {
  return bytes.size() > limits::max_policy_bytes;
}

Diagnostic too_large(std::string file) {
  return {Severity::error,
          "SB1001",
          std::move(file),
          {},
          fmt::format("the file is larger than {} bytes", limits::max_policy_bytes),
          "split it; a rulebook is a folder of files",
          {}};
}

Result<ir::YamlTree> read_yaml(std::string bytes, std::string file) {
  if (is_too_large(bytes)) return std::vector<Diagnostic>{too_large(std::move(file))};
  ir::YamlTree tree{std::move(file), std::move(bytes), {}};
  const base::SourceText source(tree.bytes);
  base::FaultList faults(tree.file, source);
  const bool whole = read_tree(tree, faults);
  const bool good = whole && faults.error_count() == 0;
  std::vector<Diagnostic> found = faults.take();
  if (!good) return found;
  return {std::move(tree), std::move(found)};
}

}  // namespace sanbao::parse
