// SPDX-License-Identifier: Apache-2.0
//
// LogClaims: the claims of a log, to be weighed under other policies (docs/audit.md "Weighing another policy").
// In: the folder of a log, filters. Out: each claim as it was read then, with the day and the policies it was
// decided by; of one that cannot be weighed, why.
// Never writes; never asks whether the log is sound (verify.hpp). Blocks of records are worked on by several threads.
// Tested by tests/cli/impact_log_test.py.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sanbao/audit/where.hpp"
#include "sanbao/export.hpp"
#include "sanbao/rulebook.hpp"
#include "sanbao/variants.hpp"

namespace sanbao::audit {

/// What records were decided by: policies kept beside the log, with the parameters that were set.
struct KeptRules {
  Variant variant;
  std::string missing;  ///< a text that is not there; empty: none
};

struct KeptClaim {
  std::uint64_t record = 0;  ///< by its place in the log, which `LogClaims::place_of` tells
  std::string_view json;     ///< as it was read then
  std::string_view missing;  ///< why it cannot be weighed: then there is no more; empty: it can
  std::size_t rules = 0;     ///< into LogClaims::rules
  std::optional<CivilDate> as_of;  ///< the day of judgement, where one was given for all
};

/// What is done with the claims of a block, one after the other, and with its end: then there is no claim. What is
/// appended to `bytes` is written in the order of the log.
using ClaimWork = std::function<void(const KeptClaim* claim, std::string& bytes)>;

struct LogReading {
  unsigned threads = 1;
  /// Makes what works on one block at a time; there are as many as work at once. Called by one thread at a time.
  std::function<ClaimWork()> begin;
  /// What a block gave, and how many records and bytes it had; by one thread at a time.
  std::function<void(std::string_view bytes, std::uint64_t records, std::uint64_t size)> write;
};

class SANBAO_EXPORT LogClaims {
 public:
  /// Looks through the log for the policies it names. LogError where the folder cannot be read.
  LogClaims(const std::string& folder, std::vector<Where> where);
  LogClaims(LogClaims&&) noexcept;
  LogClaims& operator=(LogClaims&&) noexcept;
  ~LogClaims();

  /// Each once, in the order of the log.
  [[nodiscard]] std::span<const KeptRules> rules() const;
  /// By what the claims will be decided: one that masks a field which any of these reads cannot be weighed.
  void decide_by(std::span<const Rulebook> rulebooks);

  /// Every claim that the filters take. How many records were left out.
  std::uint64_t read(const LogReading& reading) const;
  /// `000000000001.jsonl:17`.
  [[nodiscard]] std::string place_of(std::uint64_t record) const;

 private:
  struct State;
  class Handing;
  std::unique_ptr<State> state_;
};

}  // namespace sanbao::audit
