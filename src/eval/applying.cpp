// SPDX-License-Identifier: Apache-2.0
//
// Which policies apply: `applies_to`, the binding date, `yields_to`, three-valued (docs/language.md §3
// "Several policies", §7 "Applying"). Part of Evaluator.
#include <algorithm>

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

}  // namespace

Tri Evaluator::applies_alone(Session& session, Completions& completions) {
  if (const Tri plain = applies_plainly(session); !plain.is_open()) return plain;
  const ir::Program& program = session.program();
  Tri applies = Tri::of(true);
  if (program.applies_to != no_node)
    applies = exactly(session, program.applies, program.applies_to, completions);
  if (!program.in_force_by.empty() && !applies.no()) {
    const Scalar by = session.first(program.in_force_by);
    // A binding date that is never, or has no value: not in force.
    applies =
        applies & (by.is_open() ? Tri::open(by.why)
                                : Tri::of(by.is_known() && in_force(*program.source, by.whole)));
  }
  return applies;
}

void Evaluator::note_not_applied(PolicyRun& run) {
  const ir::Program& program = *run.program;
  NotApplied entry;
  entry.policy = program.source->id;
  entry.version = program.source->version;
  entry.title = {program.source->title.zh, program.source->title.en};
  // What kept it out: the facts behind what is false; where nulls alone do, those.
  collector_.clear();
  std::vector<FactPath> because;
  run.session.collect(&collector_);
  const auto add_facts = [&](NodeId root) {
    std::vector<NodeId> open{root};
    while (!open.empty()) {
      const ir::Node& node = program.nodes[open.back()];
      open.pop_back();
      if (node.op == ir::Op::fact || node.op == ir::Op::fact_bool)
        because.push_back({FactPath::Kind::slot, static_cast<std::uint32_t>(node.imm), 0, 0});
      for (const NodeId part : {node.a, node.b, node.c})
        if (part != no_node) open.push_back(part);
      for (Index i = 0; i < node.children_count; ++i)
        open.push_back(program.children[node.children_begin + i]);
    }
  };
  if (program.applies_to != no_node) {
    const ir::Node& root = program.nodes[program.applies_to];
    if (root.op == ir::Op::all_of) {
      for (Index i = 0; i < root.children_count; ++i) {
        const NodeId part = program.children[root.children_begin + i];
        if (!run.session.condition(part).yes()) add_facts(part);
      }
    } else if (!run.session.condition(program.applies_to).yes()) {
      add_facts(program.applies_to);
    }
  }
  if (!program.in_force_by.empty()) {
    const Scalar by = run.session.first(program.in_force_by);
    if (!by.is_known() || !in_force(*program.source, by.whole))
      for (const NodeId node : program.in_force_by)
        add_facts(node);
  }
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
      name_members(slot, fact, read[i].value);
    }
    entry.read = read;
  }
  entry.because = path_texts(std::move(because));
  if (run.applies.is_open()) entry.not_established = path_texts(collector_.nulls);
  not_applied_.push_back(entry);
}

void Evaluator::find_applying() {
  applies_.assign(ruleset_->programs.size(), Tri::of(false));
  auto& all = candidates_;
  all.clear();
  for (const auto& program : ruleset_->programs) {
    if (used_ == pool_.size()) pool_.push_back(std::make_unique<PolicyRun>());
    PolicyRun& run = *pool_[used_++];
    run.program = &program;
    run.session.begin(*ruleset_, program, facts_);
    run.applies = applies_alone(run.session, scratch_);
    // Not shown to apply, neither to the claim nor to those that would stand back for it.
    const bool not_shown = run.applies.is_open() && only_nulls(run.applies.why);
    applies_[program.order] = not_shown ? Tri::of(false) : run.applies;
    all.push_back(&run);
  }
  // A policy stands back where one that it yields to applies; chains are settled from the kinder end.
  auto& settled = settled_;
  settled.assign(all.size(), 0);
  const auto settle = [&](auto&& self, Index p) -> Tri {
    if (settled[p] == 0) {
      settled[p] = 1;
      for (const Index other : all[p]->program->yields_to)
        applies_[p] = applies_[p] & !self(self, other);
    }
    return applies_[p];
  };
  for (Index p = 0; p < all.size(); ++p) {
    PolicyRun& run = *all[p];
    const Tri applies = settle(settle, p);
    if (!applies.no()) {
      run.applies = applies;
      runs_.push_back(&run);
    } else {
      note_not_applied(run);
    }
  }
}

}  // namespace sanbao::eval
