// SPDX-License-Identifier: Apache-2.0
//
// The getters of Decision (include/sanbao/decision.hpp). What they read: see decision_state.hpp; it is filled by
// Evaluator, see evaluator.hpp. Tested by tests/unit/{eval_asking,eval_reasons}_test.cpp.
#include "sanbao/decision.hpp"

#include "eval/decision_state.hpp"
#include "eval/evaluator.hpp"

namespace sanbao {

Decision::State::State() = default;
Decision::State::~State() = default;

void Decision::State::clear() {
  arena.clear();
  claim_id.reset();
  as_of.reset();
  filed_on.reset();
  requested = {};
  requested_name = {};
  outcome = Outcome::not_covered;
  detail = Detail::none;
  unfinished = false;
  remedies = {};
  policies = {};
  codes = {};
  not_applied = {};
  ask = {};
  questions = {};
  assumed = {};
  ignored = unread = gaps = {};
}

void Decision::State::finish() {
  if (!unfinished) return;
  unfinished = false;
  evaluator->finish();
}

const ir::PlainAnswer* Decision::State::plain_answer() const {
  return unfinished ? evaluator->plain_answer() : nullptr;
}

const ir::PlainAnswer* ir::plain_answer(const Decision& decision) {
  return decision.state().plain_answer();
}

Decision::Decision() : state_(std::make_unique<State>()) {}
Decision::Decision(Decision&&) noexcept = default;
Decision& Decision::operator=(Decision&&) noexcept = default;
Decision::~Decision() = default;

bool Decision::is_empty() const {
  return state_->requested.empty();  // of a claim that asks for nothing it is `any`
}
void Decision::clear() {
  if (state_ != nullptr) state_->clear();
}
std::optional<std::string_view> Decision::claim_id() const {
  return state_->claim_id;
}
std::optional<CivilDate> Decision::as_of() const {
  return state_->as_of;
}
std::optional<CivilDate> Decision::filed_on() const {
  return state_->filed_on;
}
std::string_view Decision::requested() const {
  return state_->requested;
}
Text Decision::requested_name() const {
  return state_->requested_name;
}
Outcome Decision::outcome() const {
  return state_->outcome;
}
Detail Decision::detail() const {
  return state_->detail;
}
std::span<const RemedyAnswer> Decision::remedies() const {
  state_->finish();
  return state_->remedies;
}
const RemedyAnswer* Decision::remedy(std::string_view id) const {
  for (const auto& answer : remedies())
    if (answer.remedy == id) return &answer;
  return nullptr;
}
std::span<const PolicyAnswer> Decision::policies() const {
  state_->finish();
  return state_->policies;
}
std::span<const PolicyCodes> Decision::codes() const {
  if (state_->codes.empty() && !is_empty()) state_->codes = state_->evaluator->codes();
  return state_->codes;
}
std::span<const NotApplied> Decision::not_applied() const {
  return state_->not_applied;
}
std::span<const Ask> Decision::ask() const {
  return state_->ask;
}
std::span<const Question> Decision::questions() const {
  return state_->questions;
}
std::span<const Assumption> Decision::assumed() const {
  return state_->assumed;
}
std::span<const std::string_view> Decision::ignored() const {
  return state_->ignored;
}
std::span<const std::string_view> Decision::unread() const {
  return state_->unread;
}
std::span<const std::string_view> Decision::gaps() const {
  state_->finish();
  return state_->gaps;
}

}  // namespace sanbao
