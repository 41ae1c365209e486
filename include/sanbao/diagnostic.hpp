// SPDX-License-Identifier: Apache-2.0
//
// Diagnostic: one fault of an author's file, at its place, with the way to mend it.
// In: a code, a span and words. Out: `render` gives the text a policy author reads.
// Never thrown, never logged: functions that read files hand diagnostics back in a Result.
// Tested by tests/unit/diagnostic_test.cpp and the baselines in tests/baselines/bad.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sanbao/export.hpp"

namespace sanbao {

/// An error keeps the file from being loaded; a warning does not.
enum class Severity : std::uint8_t { error, warning };

/// A piece of one line of a file. Lines and columns count from 1; columns and length are in
/// characters (code points), so a Chinese title does not shift the caret. Length 0: the whole line
/// is meant. Line 0: the file as a whole.
struct Span {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t length = 0;

  friend bool operator==(const Span&, const Span&) = default;
};

/// One fault. `code` is stable: `SB1xxx` the file cannot be read, `SB2xxx` it reads but means nothing
/// sound, `SB3xxx` a claim record is at fault. docs/diagnostics.md lists them all.
struct Diagnostic {
  Severity severity = Severity::error;
  std::string code;         ///< "SB2004"
  std::string file;         ///< as the caller named it
  Span span;                ///< where
  std::string message;      ///< lower-case sentence, no full stop, the author's words in backticks
  std::string help;         ///< how to mend it; may be empty
  std::string source_line;  ///< the text of the line, without its end; for the caret
};

/// The text of one diagnostic:
///
///     shop.yaml:41:24: error[SB2004]: unknown fact `purchase.invoice_on`
///      41 |   used_days: days from purchase.invoice_on to claim.filed_on
///         |                        ^^^^^^^^^^^^^^^^^^^
///         = help: did you mean `purchase.invoiced_on`?
///
/// Wide characters before the caret are counted as two columns of a terminal. `colour` adds ANSI
/// colours. Ends with a line break.
SANBAO_EXPORT std::string render(const Diagnostic& diagnostic, bool colour = false);

/// One JSON object in one line, for editors: file, line, column, end_column, severity, code, message,
/// help. Without a line break.
SANBAO_EXPORT std::string render_json(const Diagnostic& diagnostic);

/// True where at least one of them is an error.
SANBAO_EXPORT bool has_errors(std::span<const Diagnostic> diagnostics);

/// File order: by file, line, column, code; equal ones once.
SANBAO_EXPORT void sort_diagnostics(std::vector<Diagnostic>& diagnostics);

}  // namespace sanbao
