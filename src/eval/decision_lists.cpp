// SPDX-License-Identifier: Apache-2.0
//
// What stands once in a decision beside its answers: what is asked, assumed, ignored, unread and missing
// from the calendars. Part of Evaluator: see evaluator.hpp.
// Tested by tests/unit/eval_asking_test.cpp and tests/cases/{combined,conditions,meaning,periods}.
#include <algorithm>

#include "eval/asking.hpp"
#include "eval/evaluator.hpp"

namespace sanbao::eval {

using ir::no_index;

void Evaluator::merge_assumed() {
  if (runs_.size() == 1) {
    out_->assumed = runs_[0]->assumed;
    return;
  }
  ArenaList<Assumption> assumed(out_->arena);
  for (const PolicyRun* run : runs_)
    for (const auto& assumption : run->assumed)
      if (std::none_of(assumed.begin(), assumed.end(), [&](const auto& a) {
            return a.path == assumption.path && a.value == assumption.value;
          }))
        assumed.push_back(assumption);
  // What policies assume otherwise stays in their order.
  std::stable_sort(assumed.begin(), assumed.end(),
                   [](const auto& a, const auto& b) { return a.path < b.path; });
  out_->assumed = assumed.items();
}

void Evaluator::finish_lists() {
  Decision::State& out = *out_;
  const ir::Schema& schema = facts_.schema();
  if (runs_.size() == 1) {
    // One policy that applies: what it asks is what is asked.
    out.ask = ask_ && runs_[0]->applies.is_open() ? Asker(*this, true).ask(runs_, asked_)
                                                  : out.policies[0].ask;
  } else if (!runs_.empty() && ask_) {
    out.ask = Asker(*this, true).ask(runs_, asked_);
  }
  if (!runs_.empty()) merge_assumed();
  sort_by_path(asked_);
  const auto questions = out.arena.make<Question>(asked_.size());
  for (std::size_t i = 0; i < asked_.size(); ++i)
    questions[i] = {path_text(asked_[i]), question(asked_[i])};
  out.questions = questions;
  out.not_applied = out.arena.keep(not_applied_);
  ArenaList<FactPath> ignored(out.arena);
  for (std::uint32_t list = 0; list < schema.lists.size(); ++list)
    for (std::uint32_t event = 0; event < facts_.rows(list).count; ++event) {
      const auto& state = facts_.event(list, event);
      if (state.ignored) ignored.push_back({FactPath::Kind::field, list, event, no_index});
      if (state.cut)
        ignored.push_back({FactPath::Kind::field, list, event,
                           static_cast<Index>(schema.lists[list].returned_on)});
    }
  const auto texts = out.arena.make<std::string_view>(ignored.size());
  for (std::size_t i = 0; i < ignored.size(); ++i)
    texts[i] = path_text(ignored.items()[i]);
  out.ignored = texts;
  ArenaList<std::string_view> unread(out.arena);
  for (const auto& group : facts_.claim().unread)
    unread.push_back(out.arena.keep(group));
  std::sort(unread.begin(), unread.end());
  out.unread = unread.items();
  std::sort(gaps_.begin(), gaps_.end());
  out.gaps = out.arena.keep(gaps_);
}

}  // namespace sanbao::eval
