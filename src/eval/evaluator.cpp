// SPDX-License-Identifier: Apache-2.0
//
// See evaluator.hpp: the run, and the public entry `evaluate`.
#include "eval/evaluator.hpp"

#include <algorithm>

#include "eval/asking.hpp"

namespace sanbao::eval {

using ir::FactState;
using ir::no_index;

namespace {

constexpr std::uint32_t cells_of_line = 64 / sizeof(ir::Cell);

// Asks for what will be read, so that a claim that lies far away is waited for once.
template <typename T>
void fetch_ahead(const std::vector<T>& list) {
  constexpr std::size_t line = 64;
  constexpr std::size_t step = std::max<std::size_t>(1, line / sizeof(T));
  for (std::size_t at = 0; at < list.size(); at += step)
    __builtin_prefetch(&list[at]);
}

}  // namespace

bool Evaluator::run(const std::shared_ptr<const ir::Ruleset>& ruleset, const ir::ClaimData& claim,
                    const EvaluateOptions& options, Decision::State& out) {
  const ir::Schema& schema = ruleset->schema();
  if (claim.schema != &schema) {
    out.clear();
    return false;
  }
  const auto as_of = options.as_of;
  if (out.ruleset != ruleset || read_ahead_.empty()) list_read_ahead(*ruleset);
  for (const std::uint32_t slot : read_ahead_)
    __builtin_prefetch(&claim.cells[slot]);
  fetch_ahead(claim.lists);
  __builtin_prefetch(claim.local_texts.data());
  __builtin_prefetch(claim.text_bytes.data());
  out.clear();
  if (out.ruleset != ruleset) out.ruleset = ruleset;
  ruleset_ = ruleset.get();
  out_ = &out;
  detail_ = options.detail;
  ask_ = options.ask;
  as_of_option_ = as_of;
  used_ = 0;
  runs_.clear();
  not_applied_.clear();
  gaps_.clear();
  asked_.clear();
  own_sets_.clear();
  asking_work_ = own_asked_ = 0;
  decided_aside_.clear();
  asking_memory_.begin();
  plain_ = nullptr;
  plain_reasons_ = nullptr;
  const ir::Cell& filed = claim.cells[schema.filed_on];
  if (filed.state == FactState::given) {
    const auto day = CivilDate::from_days(static_cast<std::int32_t>(filed.value));
    if (as_of && *as_of < day) return false;
    out.filed_on = day;
  }
  for (const ir::EventRows& rows : claim.lists)
    fetch_ahead(rows.cells);
  out.detail = options.detail;
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
  facts_.begin(schema, claim, as_of);
  if (facts_.has_as_of()) out.as_of = CivilDate::from_days(facts_.as_of());
  find_applying();
  for (PolicyRun* run : runs_)
    decide(*run);
  for (PolicyRun* run : runs_)
    run->assumed = assumptions(*run);
  apart_ = !leaves_more_to_say();
  if (apart_) {
    out.outcome = combined_outcome();
    merge_assumed();
    out.unfinished = true;
    if (detail_ == Detail::full) {
      kept_ = claim;
      facts_.read_from(*kept_);
    }
  } else {
    finish();
  }
  return true;
}

// One slot of each stretch of cells that lie in one line of memory and hold one that is read.
void Evaluator::list_read_ahead(const ir::Ruleset& ruleset) {
  const ir::Schema& schema = ruleset.schema();
  std::vector<bool> lines(schema.facts.size() / cells_of_line + 1, false);
  const auto add = [&](std::uint32_t slot) { lines[slot / cells_of_line] = true; };
  for (const std::uint32_t slot :
       {schema.claim_id, schema.filed_on, schema.requests, schema.category})
    add(slot);
  for (const ir::Program& program : ruleset.programs) {
    std::ranges::for_each(program.mentioned_slots, add);
    program.for_each_slot(program.applies_to, add);
  }
  read_ahead_.clear();
  for (std::uint32_t line = 0; line < lines.size(); ++line)
    if (lines[line]) read_ahead_.push_back(line * cells_of_line);
}

void Evaluator::finish() {
  for (PolicyRun* run : runs_) {
    list_rules(*run);
    find_waiting_untils(*run);
  }
  combine();
  if (!apart_ || detail_ == Detail::full) finish_lists();
}

// Whether an answer says anything of the claim beyond what has been worked out, apart from reasons: whatever is
// open or left out.
bool Evaluator::leaves_more_to_say() const {
  if (runs_.empty() || !facts_.claim().unread.empty() || facts_.has_events_left_out()) return true;
  const bool plain = std::all_of(runs_.begin(), runs_.end(), [&](const PolicyRun* run) {
    return run->plain && run->applies.yes() && !run->session.met_gap() &&
           run->program->term_nodes.empty();
  });
  return !plain || !not_applied_.empty();
}

}  // namespace sanbao::eval

namespace sanbao {

bool evaluate(const Rulebook& rulebook, const Claim& claim, const EvaluateOptions& options,
              Decision& decision) {
  if (!decision.has_state()) decision = Decision();
  Decision::State& state = decision.state();
  if (!claim.has_data()) {
    state.clear();
    return false;
  }
  if (!state.evaluator) state.evaluator = std::make_unique<eval::Evaluator>();
  return state.evaluator->run(rulebook.shared(), claim.data(), options, state);
}

Decision evaluate(const Rulebook& rulebook, const Claim& claim) {
  Decision decision;
  const bool decided = evaluate(rulebook, claim, {}, decision);
  (void)
      decided;  // without a day of its own to be judged on, a claim of the rulebook is always decided
  return decision;
}

}  // namespace sanbao
