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
    return false;
  }
  if (evaluate(rulebook_, claim_, options_, decision_)) return true;
  refuse_early_day();
  return false;
}

/// `--as-of` before the day the claim was filed (docs/records.md §4). Decided as of that day, the
/// claim tells its id.
void Judge::refuse_early_day() {
  early_day_ = {};
  early_day_.code = "SB3101";
  early_day_.path = "claim.filed_on";
  early_day_.message = "the day of judgement is before the day the claim was filed";
  if (evaluate(rulebook_, claim_, {.as_of = std::nullopt, .detail = Detail::none}, decision_)) {
    if (const auto filed_on = decision_.filed_on(); filed_on && options_.as_of) {
      early_day_.message = "the day of judgement " + options_.as_of->to_string() +
                           " is before the day the claim was filed, " + filed_on->to_string();
    }
    if (const auto id = decision_.claim_id()) {
      early_day_.claim_id = *id;
      early_day_.has_claim_id = true;
    }
  }
  early_day_.expected = "a claim filed on or before the day of `--as-of`";
  error_ = &early_day_;
}

}  // namespace sanbao
