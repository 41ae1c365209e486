// SPDX-License-Identifier: Apache-2.0
//
// Judge: see sanbao/judge.hpp. Tested by tests/cli/decide_test.py and tests/cli/explain_test.py.
#include "sanbao/judge.hpp"

namespace sanbao {

Judge::Judge(const Rulebook& rulebook, const EvaluateOptions& options)
    : rulebook_(rulebook), options_(options), reader_(rulebook), claim_(rulebook) {}

bool Judge::decide(std::string_view record) {
  if (!reader_.read(record, claim_)) {
    error_ = &reader_.error();
    decision_.clear();
    return false;
  }
  if (evaluate(rulebook_, claim_, options_, decision_)) return true;
  early_day_ = refuse_early_day(claim_, *options_.as_of);
  error_ = &early_day_;
  return false;
}

}  // namespace sanbao
