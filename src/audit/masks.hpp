// SPDX-License-Identifier: Apache-2.0
//
// Masks: personal fields of a claim replaced by salted digests before anything is kept.
// In: a claim that was read without a fault. Out: the same with `"masked:…"` in place of each value
// named. Never leaves a value because its key is written with escapes; never masks what decides.
// Tested by tests/unit/audit_masks_test.cpp.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sanbao/audit/digest.hpp"
#include "sanbao/rulebook.hpp"

namespace sanbao::audit {

using Salt = std::array<unsigned char, 32>;

class Masks {
 public:
  Masks(const std::vector<std::string>& paths, const Salt& salt);

  /// Appends the claim to `out`. `id`: the masked text of claim.id, empty where it stays as it is.
  void apply(std::string_view claim, std::string& out, std::string& id) const;
  /// What stands for a value: `masked:` and 64 digits, without quotes.
  [[nodiscard]] std::string masked(std::string_view path, std::string_view value) const;
  /// Paths that were in none of the claims so far, in the order they were named; not those below a path that was.
  [[nodiscard]] std::vector<std::string> never_met() const;

 private:
  struct Step {
    std::map<std::string, Step, std::less<>> inner;
    std::string path;  // whole, where a value is to be masked here; else empty
    std::size_t index = 0;
  };
  struct Walk;

  Step root_;
  std::vector<std::string> paths_;
  /// Of each path whether some claim had it; claims are masked by several threads.
  std::unique_ptr<std::atomic<bool>[]> met_;
  Salt salt_;
};

/// Masked fields that decide under some rules: other ones than a claim was kept for. What stands there is a digest.
class HiddenFields {
 public:
  HiddenFields() = default;
  /// Of these paths those that one of the rulebooks reads.
  HiddenFields(const std::vector<std::string>& masked, std::span<const Rulebook> rulebooks);

  /// Why such rules cannot decide this claim; empty: they can. `room` is overwritten.
  [[nodiscard]] std::string_view fault_of(std::string_view claim, std::string& room) const;

 private:
  struct Hidden {
    Masks masks;
    std::string why;
  };
  std::vector<Hidden> hidden_;
};

}  // namespace sanbao::audit
