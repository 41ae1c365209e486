// SPDX-License-Identifier: Apache-2.0
//
// fault_list.cpp: see fault_list.hpp.
// Tested by tests/unit/diagnostic_test.cpp.
#include "base/fault_list.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/limits.hpp"
#include "base/utf8.hpp"

namespace sanbao::base {

FaultList::FaultList(std::string file, const SourceText& source)
    : file_(std::move(file)), source_(&source) {}

void FaultList::error(std::string_view code, Span span, std::string message, std::string help) {
  ++errors_;
  add(Severity::error, code, span, std::move(message), std::move(help));
}

void FaultList::warning(std::string_view code, Span span, std::string message, std::string help) {
  add(Severity::warning, code, span, std::move(message), std::move(help));
}

void FaultList::add(Severity severity, std::string_view code, Span span, std::string message,
                    std::string help) {
  if (found_.size() >= limits::max_faults) {
    ++left_out_;
    return;
  }
  Diagnostic fault{severity,           std::string(code), file_, span,
                   std::move(message), std::move(help),   {}};
  const std::string_view line = source_->line(span.line);
  if (shown_bytes_ + line.size() <= limits::max_shown_bytes) {
    shown_bytes_ += line.size();
    fault.source_line = printable(line);
  }
  found_.push_back(std::move(fault));
}

std::vector<Diagnostic> FaultList::take() {
  std::vector<Diagnostic> out = std::exchange(found_, {});
  sort_diagnostics(out);
  if (left_out_ > 0) {
    const Severity severity = errors_ > 0 ? Severity::error : Severity::warning;
    out.push_back({severity,
                   "SB1006",
                   file_,
                   {},
                   fmt::format("{} more faults are not shown", left_out_),
                   "mend the first ones and check again",
                   {}});
    left_out_ = 0;
  }
  return out;
}

}  // namespace sanbao::base
