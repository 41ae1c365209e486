// SPDX-License-Identifier: Apache-2.0
//
// Judge: one record to a decision, or to the error that stands in its place; what deciding, explaining
// and replaying share. In: the text of a record. Out: a Decision, or a RecordError. Keeps its buffers:
// one judge a thread. Never throws, never prints.
// Tested by tests/cli/decide_test.py, tests/cli/explain_test.py and tests/cli/replay_test.py.
#pragma once

#include <string_view>

#include "sanbao/evaluate.hpp"
#include "sanbao/export.hpp"
#include "sanbao/records.hpp"

namespace sanbao {

/// The rulebook must outlive it.
class SANBAO_EXPORT Judge {
 public:
  Judge(const Rulebook& rulebook, const EvaluateOptions& options);

  /// True: `decision()` holds the answer. False: `error()` says why there is none, and `decision()` is empty.
  [[nodiscard]] bool decide(std::string_view record);
  [[nodiscard]] const Decision& decision() const { return decision_; }
  [[nodiscard]] const RecordError& error() const { return *error_; }

 private:
  const Rulebook& rulebook_;
  EvaluateOptions options_;
  ClaimReader reader_;
  Claim claim_;
  Decision decision_;
  RecordError early_day_;
  const RecordError* error_ = nullptr;
};

}  // namespace sanbao
