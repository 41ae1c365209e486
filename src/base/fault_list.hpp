// SPDX-License-Identifier: Apache-2.0
//
// FaultList: the faults of one file while a stage goes through it.
// In: codes, places, words. Out: diagnostics with the file's name and the line at fault.
// Never grows without bound: beyond limits::max_faults it only counts, and says so at the end.
// Tested by tests/unit/diagnostic_test.cpp.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/source_text.hpp"
#include "sanbao/diagnostic.hpp"

namespace sanbao::base {

class FaultList {
 public:
  /// `source` must outlive the list.
  FaultList(std::string file, const SourceText& source);

  void error(std::string_view code, Span span, std::string message, std::string help = {});
  void warning(std::string_view code, Span span, std::string message, std::string help = {});

  /// Errors so far; to see whether a part was read without any.
  [[nodiscard]] std::size_t error_count() const { return errors_; }
  [[nodiscard]] const SourceText& source() const { return *source_; }

  /// Everything found, in file order.
  [[nodiscard]] std::vector<Diagnostic> take();

 private:
  void add(Severity severity, std::string_view code, Span span, std::string message,
           std::string help);

  std::string file_;
  const SourceText* source_;
  std::vector<Diagnostic> found_;
  std::size_t errors_ = 0;
  std::size_t left_out_ = 0;
  std::size_t shown_bytes_ = 0;
};

}  // namespace sanbao::base
