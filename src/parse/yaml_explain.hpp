// SPDX-License-Identifier: Apache-2.0
//
// yaml_explain.hpp: what a parser's error is really about, told to the author of the file.
// In: the kind of error, its place, what was read last, the outline. Out: one fault with the mended
// line.
// Never guesses beyond the line: where no known trap fits, it says what was expected at the place.
// Tested by tests/unit/yaml_reader_test.cpp and tests/baselines/bad/sb101*.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/fault_list.hpp"
#include "parse/yaml_outline.hpp"

namespace sanbao::parse {

enum class YamlTrouble : std::uint8_t {
  no_key,         // a line that is no `key: value` where one must stand
  no_item,        // no `- ` where one must stand
  flow_mapping,   // neither `,` nor `}`
  flow_list,      // neither `,` nor `]`
  second_colon,   // `: ` inside an unquoted text, or a line indented too far
  dash,           // `- ` where no list can begin
  question_mark,  // `? `
  closing,        // a closing bracket too many
  unclosed_quote,
  block_header,  // text behind | or >
  escape,        // in double quotes
  anchor,
  tag,
  tab,
  character,  // a character that begins nothing
  nesting,
  other,
};

struct YamlError {
  YamlTrouble trouble = YamlTrouble::other;
  std::size_t offset = 0;
  /// Where the scalar before the error begins, if one was read.
  std::optional<std::size_t> last_scalar;
};

class YamlExplainer {
 public:
  YamlExplainer(const base::SourceText& source, const Outline& outline, base::FaultList& faults)
      : source_(source), outline_(outline), faults_(faults) {}

  void explain(const YamlError& error);
  void unclosed(const Outline::Unclosed& found);

  /// The whole text with the line mended that was told, character for character where that can be,
  /// so that what follows keeps its place; nothing where no mend is sure.
  [[nodiscard]] std::optional<std::string> take_mended() { return std::move(mended_text_); }

 private:
  bool full_width(std::size_t offset, bool above);
  void mend_line(std::size_t offset, std::string_view line);
  void mend_value(std::size_t begin, std::size_t end);
  bool comparison_first(std::size_t offset);
  bool known_trap(const YamlError& error);
  bool mismatched();
  void comment_cuts(std::size_t offset);
  void in_flow(const YamlError& error);
  void second_colon(std::size_t offset);
  void escape(std::size_t offset);
  void anchor(std::size_t offset);
  bool lacks_colon(std::size_t offset);
  bool lacks_dash(std::size_t offset);
  bool no_colon(std::size_t offset);
  bool long_dash_first(std::size_t offset);
  bool goes_on(std::size_t indent, std::uint32_t number);
  bool dash_without_blank(std::size_t offset);
  bool misplaced(std::size_t offset);
  bool inside_text(const YamlError& error);
  void no_key(const YamlError& error);
  void tell(std::string_view code, std::size_t offset, std::size_t length, std::string message,
            std::string help);

  [[nodiscard]] std::string_view line_at(std::size_t offset) const;
  [[nodiscard]] std::string_view word_at(std::size_t offset) const;
  [[nodiscard]] std::string mended(std::size_t scalar) const;
  [[nodiscard]] std::optional<std::size_t> neighbours_of(std::string_view line,
                                                         std::uint32_t number) const;

  const base::SourceText& source_;
  const Outline& outline_;
  base::FaultList& faults_;
  std::optional<std::string> mended_text_;
};

/// Stands in a mended text for a sign that YAML would read; what holds it was told and says nothing
/// more.
constexpr std::string_view mended_sign = "\xEF\xA3\xBF";

/// Without the blanks around it.
std::string_view trimmed(std::string_view text);

/// What an author should see of a long text.
std::string shortened(std::string_view text);

/// The text in quotes as YAML wants them.
std::string quoted_yaml(std::string_view text);

}  // namespace sanbao::parse
