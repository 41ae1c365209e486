// SPDX-License-Identifier: Apache-2.0
//
// Outline: where quotes, brackets and comments of a YAML text begin and end, seen without parsing
// it.
// In: a prepared text. Out: what is nested too deeply, what is still open where it cannot be,
// comments that cut a text; used to refuse early and to say what a parser's error is really about.
// Never decides what a text means: that is yaml_reader.cpp.
// Tested by tests/unit/yaml_reader_test.cpp.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace sanbao::parse {

struct Outline {
  /// A quote or bracket that is still open where its text has ended: at a line that is not indented
  /// under its key, or at the end of the file.
  struct Unclosed {
    std::size_t opened = 0;  ///< offset of the quote or bracket
    std::size_t broken = 0;  ///< offset of the first character that shows it; the end of the text
  };

  std::optional<std::size_t> too_deep;    ///< bracket beyond limits::max_nesting
  std::vector<Unclosed> unclosed;         ///< by `opened`
  std::optional<std::size_t> mismatched;  ///< closing bracket that does not fit what is open
  std::vector<std::size_t> tabs;          ///< tabs in the indentation of a line
  std::vector<std::size_t> odd_blanks;    ///< where the indentation goes on with NBSP and the like
  std::vector<std::size_t>
      tight_comments;  ///< `#` that would begin a comment without a blank before it
  std::vector<std::size_t> flow_comments;  ///< `#` behind a text on one line inside brackets

  /// The entry of `unclosed` for the quote or bracket at `offset`.
  [[nodiscard]] const Unclosed* find_unclosed(std::size_t offset) const;
};

Outline outline_yaml(std::string_view text);

}  // namespace sanbao::parse
