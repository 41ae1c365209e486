// SPDX-License-Identifier: Apache-2.0
//
// Faults: the faults of one test file (SB14xx), each at its place with the line it stands in.
// In: places and words. Out: diagnostics in file order. Never throws, never stops at the first.
// Tested by tests/unit/testing_test.cpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pipeline.hpp"

namespace sanbao::testing {

class Faults {
 public:
  /// `tree` must outlive the list.
  explicit Faults(const ir::YamlTree& tree) : tree_(&tree) {}

  void error(std::string_view code, const Span& span, std::string message, std::string help = {});
  [[nodiscard]] bool none() const { return found_.empty(); }
  [[nodiscard]] std::vector<Diagnostic> take();

 private:
  const ir::YamlTree* tree_;
  std::vector<Diagnostic> found_;
};

/// "did you mean `rules`?", or the accepted words where none is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& known);
/// nullptr: none is near.
const std::string* nearest(std::string_view word, const std::vector<std::string>& known);

/// The place of a node; of a list or mapping: where it begins.
Span place(const ir::YamlNode& node);

}  // namespace sanbao::testing
