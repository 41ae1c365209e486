// SPDX-License-Identifier: Apache-2.0
//
// Claims as tables for the benchmark: one of them under one rulebook, or under many variants of it.
// In: claims that were read. Out: tables decided, again and again; how many rows went one at a time.
// Never times anything; tables.cpp does.
#pragma once

#include <string>
#include <vector>

#include "sanbao/sanbao.hpp"

namespace sanbao::bench {

/// A table of the columns that the rules read, and of no other.
class ClaimTable {
 public:
  ClaimTable(const Rulebook& rules, std::span<const Claim> claims);
  ClaimTable(const ClaimTable&) = delete;
  ClaimTable& operator=(const ClaimTable&) = delete;
  ~ClaimTable();

  [[nodiscard]] const ArrowSchema& schema() const { return schema_; }
  [[nodiscard]] const ArrowArray& array() const { return array_; }

 private:
  ArrowSchema schema_{};
  ArrowArray array_{};
};

class Columns {
 public:
  Columns(std::span<const Rulebook> rulebooks, const ClaimTable& table);
  void decide();
  /// Of a hundred rows, those that were decided as columns.
  [[nodiscard]] double share() const;
  [[nodiscard]] std::span<const ColumnAnswers> answers() const { return answers_; }

 private:
  const ClaimTable& table_;
  ColumnEvaluator evaluator_;
  std::vector<ColumnAnswers> answers_;
};

}  // namespace sanbao::bench
