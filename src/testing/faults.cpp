// SPDX-License-Identifier: Apache-2.0
//
// Faults of a test file: places, source lines and near names. See faults.hpp.
// Tested by tests/unit/testing_test.cpp.
#include "testing/faults.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

namespace sanbao::testing {
namespace {

std::string line_of(std::string_view bytes, std::uint32_t number) {
  if (number == 0) return {};
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  for (std::uint32_t i = 1; i < number; ++i) {
    const std::size_t end = bytes.find('\n');
    if (end == std::string_view::npos) return {};
    bytes.remove_prefix(end + 1);
  }
  std::string_view line = bytes.substr(0, bytes.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return std::string(line);
}

// Letters added, dropped, changed, or two neighbours swapped.
std::size_t slips(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> two_before;
  std::iota(before.begin(), before.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::vector<std::size_t> row(b.size() + 1, i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = a[i - 1] == b[j - 1];
      row[j] = std::min({before[j] + 1, row[j - 1] + 1, before[j - 1] + (same ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], two_before[j - 2] + 1);
      }
    }
    two_before = std::exchange(before, std::move(row));
  }
  return before.back();
}

}  // namespace

void Faults::error(std::string_view code, const Span& span, std::string message, std::string help) {
  Diagnostic fault;
  fault.code = code;
  fault.file = tree_->file;
  fault.span = span;
  fault.message = std::move(message);
  fault.help = std::move(help);
  fault.source_line = line_of(tree_->bytes, span.line);
  found_.push_back(std::move(fault));
}

std::vector<Diagnostic> Faults::take() {
  sort_diagnostics(found_);
  return std::exchange(found_, {});
}

const std::string* nearest(std::string_view word, const std::vector<std::string>& known) {
  const std::string* best = nullptr;
  std::size_t fewest = word.size() < 5 ? 2 : 3;
  for (const std::string& name : known) {
    const std::size_t distance = slips(word, name);
    if (distance < fewest) {
      fewest = distance;
      best = &name;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& known) {
  if (const std::string* best = nearest(word, known))
    return fmt::format("did you mean `{}`?", *best);
  if (known.empty() || known.size() > 24) return {};
  return fmt::format("one of {}", fmt::join(known, ", "));
}

Span place(const ir::YamlNode& node) {
  return node.span;
}

}  // namespace sanbao::testing
