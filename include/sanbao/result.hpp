// SPDX-License-Identifier: Apache-2.0
//
// Result<T>: a value, or the diagnostics that say why there is none.
// In: what a loader made. Out: the value and the warnings, or the errors.
// Never throws and never holds neither; reading the value of a failed result is a bug (assert).
// Tested by tests/unit/result_test.cpp.
#pragma once

#include <cassert>
#include <optional>
#include <utility>
#include <vector>

#include "sanbao/diagnostic.hpp"

namespace sanbao {

/// What every function that reads an author's file returns. A result with a value may carry warnings;
/// a result without one carries at least one error.
///
///     auto policy = sanbao::load_policy(text, "shop.yaml");
///     if (!policy) { for (const auto& d : policy.diagnostics()) std::cerr << render(d); return 1; }
///     use(*policy);
template <typename T>
class [[nodiscard]] Result {
 public:
  // Both convert on purpose: a loader returns its value or its faults as they are.
  // NOLINTNEXTLINE(google-explicit-constructor)
  Result(T value, std::vector<Diagnostic> warnings = {})
      : value_(std::move(value)), diagnostics_(std::move(warnings)) {}
  // NOLINTNEXTLINE(google-explicit-constructor)
  Result(std::vector<Diagnostic> errors) : diagnostics_(std::move(errors)) {
    assert(has_errors(diagnostics_));
  }

  [[nodiscard]] bool has_value() const { return value_.has_value(); }
  explicit operator bool() const { return value_.has_value(); }

  [[nodiscard]] T& operator*() & { return assert(value_), *value_; }
  [[nodiscard]] const T& operator*() const& { return assert(value_), *value_; }
  [[nodiscard]] T&& operator*() && { return assert(value_), std::move(*value_); }
  [[nodiscard]] T* operator->() { return assert(value_), &*value_; }
  [[nodiscard]] const T* operator->() const { return assert(value_), &*value_; }

  /// Errors, or the warnings of a value.
  [[nodiscard]] const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }

 private:
  std::optional<T> value_;
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace sanbao
