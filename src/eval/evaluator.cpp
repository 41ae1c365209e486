// SPDX-License-Identifier: Apache-2.0
//
// See evaluator.hpp: the run, and the public entry `evaluate`.
#include "eval/evaluator.hpp"

#include <algorithm>

#include "eval/asking.hpp"
#include "sanbao/evaluate.hpp"

namespace sanbao::eval {

using ir::FactState;
using ir::no_index;

bool Evaluator::run(const std::shared_ptr<const ir::Ruleset>& ruleset, const ir::ClaimData& claim,
                    std::optional<CivilDate> as_of, Detail detail, Decision::State& out) {
  out.clear();
  out.ruleset = ruleset;
  ruleset_ = ruleset.get();
  out_ = &out;
  detail_ = detail;
  as_of_option_ = as_of;
  used_ = 0;
  runs_.clear();
  not_applied_.clear();
  gaps_.clear();
  asked_.clear();
  const ir::Schema& schema = ruleset->schema();
  const ir::Cell& filed = claim.cells[schema.filed_on];
  if (filed.state == FactState::given) {
    const auto day = CivilDate::from_days(static_cast<std::int32_t>(filed.value));
    if (as_of && *as_of < day) return false;
    out.filed_on = day;
  }
  facts_.begin(schema, claim, as_of);
  if (facts_.has_as_of()) out.as_of = CivilDate::from_days(facts_.as_of());
  out.detail = detail;
  const ir::Cell& id = claim.cells[schema.claim_id];
  if (id.state == FactState::given)
    out.claim_id = out.arena.keep(claim.text(static_cast<ir::Symbol>(id.value)));
  requested_ = no_index;
  const ir::Cell& requests = claim.cells[schema.requests];
  if (requests.state == FactState::given &&
      static_cast<ir::Symbol>(requests.value) != ruleset->any) {
    const auto& symbols = ruleset->remedy_symbols;
    const auto at =
        std::find(symbols.begin(), symbols.end(), static_cast<ir::Symbol>(requests.value));
    requested_ = static_cast<Index>(at - symbols.begin());
  }
  out.requested = "any";
  if (requested_ != no_index) {
    const auto& remedy = ruleset->remedies[requested_];
    out.requested = remedy.id;
    out.requested_name = {remedy.name.zh, remedy.name.en};
  }
  find_applying();
  for (PolicyRun* run : runs_)
    decide(*run);
  combine();
  finish_lists();
  return true;
}

}  // namespace sanbao::eval

namespace sanbao {

bool evaluate(const Rulebook& rulebook, const Claim& claim, const EvaluateOptions& options,
              Decision& decision) {
  Decision::State& state = decision.state();
  if (!state.evaluator) state.evaluator = std::make_unique<eval::Evaluator>();
  return state.evaluator->run(rulebook.shared(), claim.data(), options.as_of, options.detail,
                              state);
}

Decision evaluate(const Rulebook& rulebook, const Claim& claim) {
  Decision decision;
  const bool decided = evaluate(rulebook, claim, {}, decision);
  (void)decided;  // without a day of its own to be judged on, a claim is always decided
  return decision;
}

}  // namespace sanbao
