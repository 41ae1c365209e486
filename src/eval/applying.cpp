// SPDX-License-Identifier: Apache-2.0
//
// Which policies apply: `applies_to`, the binding date, `yields_to`, three-valued (docs/language.md §3
// "Several policies", §7 "Applying"). Part of Evaluator: see evaluator.hpp.
// Tested by tests/cases/combined and tests/unit/selection_test.cpp.
#include <algorithm>
#include <numeric>

#include "base/sorted.hpp"
#include "eval/evaluator.hpp"

namespace sanbao::eval {

using ir::no_node;

namespace {

bool in_force(const ir::CheckedPolicy& policy, std::int64_t day) {
  return (!policy.in_force_from || day >= policy.in_force_from->days_since_epoch()) &&
         (!policy.in_force_until || day <= policy.in_force_until->days_since_epoch());
}

// Where every cell that is looked at is given. Open: it takes more.
Tri applies_plainly(Session& session) {
  const ir::Program& program = session.program();
  const ir::PlainApplying& plain = program.short_way.applying;
  const Facts& facts = session.facts();
  if (!plain.usable) return Tri::open(0);
  bool applies = true;
  for (const ir::CellTest& test : plain.where) {
    const ir::Cell& cell = facts.slot(test.cell);
    if (cell.state != ir::FactState::given) return Tri::open(0);
    const Tri tri = session.cell_test(test, cell, cell.value);
    if (tri.is_open()) return tri;
    applies = applies && tri.yes();
  }
  if (plain.by.empty() || !applies) return Tri::of(applies);
  const ir::Cell& by = facts.slot(plain.by.front());
  if (by.state != ir::FactState::given) return Tri::open(0);
  return Tri::of(in_force(*program.source, by.value));
}

bool reads(const ir::Program& program, NodeId root, std::uint32_t slot) {
  bool found = false;
  program.for_each_slot(root, [&](std::uint32_t read) { found = found || read == slot; });
  return found;
}

/// Each part of `applies_to` that does not hold, and each binding date that is not in force.
template <typename Each>
void for_what_fails(PolicyRun& run, Each each) {
  const ir::Program& program = *run.program;
  if (program.applies_to != no_node) {
    const ir::Node& root = program.nodes[program.applies_to];
    if (root.op != ir::Op::all_of) {
      if (!run.session.condition(program.applies_to).yes()) each(program.applies_to);
    } else {
      for (Index i = 0; i < root.children_count; ++i) {
        const NodeId part = program.children[root.children_begin + i];
        if (!run.session.condition(part).yes()) each(part);
      }
    }
  }
  if (program.in_force_by.empty()) return;
  const Scalar by = run.session.first(program.in_force_by);
  if (!by.is_known() || !in_force(*program.source, by.whole))
    for (const NodeId node : program.in_force_by)
      each(node);
}

/// The policies that demand the text of a given cell.
void add_those_of(const ir::Selection::ByText& by, const ir::Cell& cell,
                  std::vector<Index>& programs) {
  const auto text = static_cast<ir::Symbol>(cell.value);
  for (auto at = std::lower_bound(by.programs.begin(), by.programs.end(), std::pair(text, 0U));
       at != by.programs.end() && at->first == text; ++at)
    programs.push_back(at->second);
}

}  // namespace

Tri Evaluator::applies_alone(Session& session, Completions& completions) {
  if (const Tri plain = applies_plainly(session); !plain.is_open()) return plain;
  const ir::Program& program = session.program();
  Tri applies = Tri::of(true);
  if (program.applies_to != no_node)
    applies = exactly(session, program.applies, program.applies_to, completions);
  if (!program.in_force_by.empty() && !applies.no()) applies = applies & is_in_force(session);
  return applies;
}

// A binding date that is never, or has no value: not in force.
Tri Evaluator::is_in_force(Session& session) {
  const ir::Program& program = session.program();
  const Scalar by = session.first(program.in_force_by);
  return by.is_open() ? Tri::open(by.why)
                      : Tri::of(by.is_known() && in_force(*program.source, by.whole));
}

Evaluator::Distance Evaluator::distance(PolicyRun& run) const {
  const std::uint32_t category = facts_.schema().category;
  bool same = facts_.slot(category).state == ir::FactState::given &&
              reads(*run.program, run.program->applies_to, category);
  Distance distance;
  for_what_fails(run, [&](NodeId part) {
    ++distance.fails;
    same = same && !reads(*run.program, part, category);
  });
  distance.other_category = !same;
  return distance;
}

void Evaluator::note_not_applied(PolicyRun& run, bool same_category) {
  const ir::Program& program = *run.program;
  NotApplied entry;
  entry.same_category = same_category;
  entry.policy = program.source->id;
  entry.version = program.source->version;
  entry.title = {program.source->title.zh, program.source->title.en};
  // What kept it out: the facts behind what is false; where nulls alone do, those.
  collector_.clear();
  std::vector<FactPath> because;
  run.session.collect(&collector_);
  for_what_fails(run, [&](NodeId root) {
    program.for_each_slot(root, [&](std::uint32_t slot) {
      because.push_back({FactPath::Kind::slot, slot, 0, 0});
    });
  });
  run.session.collect(nullptr);
  collector_.sort();
  sort_by_path(because);
  if (detail_ == Detail::full) {
    const auto read = out_->arena.make<Reading>(because.size());
    for (std::size_t i = 0; i < because.size(); ++i) {
      read[i].path = path_text(because[i]);
      read[i].name = fact_name(because[i]);
      const auto slot = because[i].slot;
      const Scalar fact = run.session.fact(slot);
      read[i].value = value_of(fact, facts_.schema().facts[slot].type, &run);
      name_members(slot, fact.whole, read[i].value);
    }
    entry.read = read;
  }
  entry.because = path_texts(std::move(because));
  if (run.applies.is_open()) entry.not_established = path_texts(collector_.nulls);
  not_applied_.push_back(entry);
}

void Evaluator::begin_run(PolicyRun& run, Index program) {
  run.program = &ruleset_->programs[program];
  run.session.begin(*ruleset_, *run.program, facts_);
  run.applies = applies_alone(run.session, scratch_);
}

// The texts that the claim gives leave few policies of a large rulebook to look at.
void Evaluator::pick_candidates() {
  const ir::Selection& selection = ruleset_->selection;
  candidates_.assign(selection.others.begin(), selection.others.end());
  for (const ir::Selection::ByText& by : selection.facts) {
    const ir::Cell& cell = facts_.slot(by.slot);
    if (cell.state != ir::FactState::given) {
      candidates_.insert(candidates_.end(), by.all.begin(), by.all.end());
      continue;
    }
    add_those_of(by, cell, candidates_);
  }
  if (!selection.facts.empty()) std::sort(candidates_.begin(), candidates_.end());
}

// A policy stands back where one that it yields to applies; chains are settled from the kinder end.
Tri Evaluator::settled(Index candidate) {
  if (settled_[candidate] == 0) {
    settled_[candidate] = 1;
    for (const Index other : considered_[candidate]->program->yields_to) {
      const auto at = std::lower_bound(candidates_.begin(), candidates_.end(), other);
      if (at == candidates_.end() || *at != other) continue;
      const Tri stronger = settled(static_cast<Index>(at - candidates_.begin()));
      applies_[candidate] = applies_[candidate] & !stronger;
    }
  }
  return applies_[candidate];
}

std::span<PolicyRun* const> Evaluator::considered() const {
  return candidates_.size() == 1 ? runs_ : considered_;
}

PolicyRun* Evaluator::considered(Index program) const {
  const auto all = considered();
  const auto at = std::find_if(
      all.begin(), all.end(), [&](const PolicyRun* run) { return run->program->order == program; });
  return at == all.end() ? nullptr : *at;
}

PolicyRun& Evaluator::begin_next(Index program) {
  if (used_ == pool_.size()) pool_.push_back(std::make_unique<PolicyRun>());
  PolicyRun& run = *pool_[used_++];
  begin_run(run, program);
  return run;
}

void Evaluator::find_applying() {
  // Not shown to apply, neither to the claim nor to those that would stand back for it.
  const auto not_shown = [](Tri applies) { return applies.is_open() && only_nulls(applies.why); };
  pick_candidates();
  if (candidates_.size() == 1) {
    PolicyRun& run = begin_next(candidates_.front());
    if (run.applies.no() || not_shown(run.applies)) return note_nearest();
    return runs_.push_back(&run);
  }
  considered_.clear();
  applies_.clear();
  for (const Index program : candidates_) {
    PolicyRun& run = begin_next(program);
    considered_.push_back(&run);
    applies_.push_back(not_shown(run.applies) ? Tri::of(false) : run.applies);
  }
  settled_.assign(candidates_.size(), 0);
  for (Index i = 0; i < candidates_.size(); ++i) {
    PolicyRun& run = *considered_[i];
    const Tri applies = settled(i);
    if (!applies.no()) {
      run.applies = applies;
      runs_.push_back(&run);
    }
  }
  if (runs_.empty()) return note_nearest();
  for (Index i = 0; i < candidates_.size(); ++i) {
    // What steps back for another was not kept out by a null.
    if (applies_[i].no() && not_shown(considered_[i]->applies)) {
      note_not_applied(*considered_[i], !distance(*considered_[i]).other_category);
      if (not_applied_.back().not_established.empty()) not_applied_.pop_back();
    }
    considered_[i]->applies = applies_[i];
  }
}

// Of a large rulebook no more than some are looked at: those that a null may keep out, those that demand a text
// which the claim gives, then the first.
const std::vector<Index>& Evaluator::near_programs() {
  constexpr std::size_t most = 64;
  const std::size_t count = ruleset_->programs.size();
  auto& near = near_;
  near = candidates_;
  const auto tidy = [&] { base::sort_unique(near); };
  for (const ir::Selection::ByText& by : ruleset_->selection.demands) {
    const ir::Cell& cell = facts_.slot(by.slot);
    if (near.size() < most && cell.state == ir::FactState::given) add_those_of(by, cell, near);
  }
  tidy();
  if (count <= most) {
    near.resize(count);
    std::iota(near.begin(), near.end(), 0);
  } else if (near.size() < most) {
    for (Index program = 0; program < most; ++program)
      near.push_back(program);
    tidy();
  }
  return near;
}

// A policy that was looked at already, else one that is looked at in passing.
PolicyRun& Evaluator::looked_at(Index program) {
  const ir::Program* wanted = &ruleset_->programs[program];
  for (std::size_t i = 0; i < used_; ++i)
    if (pool_[i]->program == wanted) return *pool_[i];
  begin_run(aside_, program);
  return aside_;
}

// Of a claim that no policy covers: those that come nearest, for its category of goods and with the least that
// does not fit, and those that nulls alone keep out.
void Evaluator::note_nearest() {
  constexpr std::size_t most = 5;
  nearest_.clear();
  told_.clear();
  for (const Index program : near_programs()) {
    PolicyRun& run = looked_at(program);
    (run.applies.is_open() ? told_ : nearest_).push_back({distance(run), program});
  }
  const std::size_t count = std::min(nearest_.size(), most - std::min(most, told_.size()));
  const auto end = nearest_.begin() + static_cast<std::ptrdiff_t>(count);
  std::partial_sort(nearest_.begin(), end, nearest_.end());
  told_.insert(told_.end(), nearest_.begin(), end);
  std::ranges::sort(told_, {}, &Near::program);
  for (const Near& near : told_)
    note_not_applied(looked_at(near.program), !near.distance.other_category);
}

}  // namespace sanbao::eval
