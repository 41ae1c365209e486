// SPDX-License-Identifier: Apache-2.0
//
// The texts that each policy's `applies_to` demands, and the one fact by which each is looked up: that of
// which the rulebook as a whole knows the most texts, for it parts the policies best. See plans.hpp and ir/selection.hpp.
// Tested by tests/unit/selection_test.cpp.
#include <algorithm>
#include <map>
#include <set>

#include "compile/plans.hpp"

namespace sanbao::compile {
namespace {

using ir::Index;
using ir::no_node;
using ir::NodeId;
using ir::Op;
using ir::Symbol;

using Texts = std::set<Symbol>;
using Demands = decltype(ir::Program::demands);

bool is_fact_of_text(const ir::Program& program, NodeId id) {
  if (id == no_node) return false;
  const ir::Node& node = program.nodes[id];
  return node.op == Op::fact && (node.type == ir::Type::text || node.type == ir::Type::enumeration);
}

/// One test that holds only where a fact is among some texts; false where it is no such test.
bool one_text(const ir::Program& program, const ir::Node& node, std::uint32_t& slot, Texts& texts) {
  if ((node.op != Op::equal && node.op != Op::in_table) || !is_fact_of_text(program, node.a))
    return false;
  slot = static_cast<std::uint32_t>(program.nodes[node.a].imm);
  if (node.op == Op::in_table) {
    for (const ir::TableRow& row : program.tables[static_cast<std::size_t>(node.imm)].rows)
      texts.insert(row.key);
    return true;
  }
  const ir::Node& constant = program.nodes[node.b];
  if (constant.op != Op::constant) return false;
  texts.insert(static_cast<Symbol>(constant.imm));
  return true;
}

/// The same for a part of `applies_to`, which may offer several texts of one fact.
void demand(const ir::Program& program, const ir::Node& part, Demands& demands) {
  std::uint32_t slot = 0;
  Texts texts;
  if (part.op == Op::any_of) {
    for (Index i = 0; i < part.children_count; ++i) {
      std::uint32_t other = 0;
      const ir::Node& choice = program.nodes[program.children[part.children_begin + i]];
      if (!one_text(program, choice, other, texts) || (i > 0 && other != slot)) return;
      slot = other;
    }
  } else if (!one_text(program, part, slot, texts)) {
    return;
  }
  // Of two demands on one fact the first is enough: no policy is left out that could apply.
  demands.emplace(slot, std::move(texts));
}

void find_demands(ir::Program& program) {
  if (program.applies_to == no_node) return;
  const ir::Node& root = program.nodes[program.applies_to];
  if (root.op != Op::all_of) return demand(program, root, program.demands);
  for (Index i = 0; i < root.children_count; ++i)
    demand(program, program.nodes[program.children[root.children_begin + i]], program.demands);
}

std::vector<ir::Selection::ByText> finished(
    std::map<std::uint32_t, ir::Selection::ByText>& by_slot) {
  std::vector<ir::Selection::ByText> list;
  for (auto& [slot, entry] : by_slot) {
    entry.slot = slot;
    std::sort(entry.programs.begin(), entry.programs.end());
    list.push_back(std::move(entry));
  }
  return list;
}

}  // namespace

void plan_selection(ir::Ruleset& ruleset) {
  std::map<std::uint32_t, Texts> known;
  for (ir::Program& program : ruleset.programs) {
    find_demands(program);
    for (const auto& [slot, texts] : program.demands)
      known[slot].insert(texts.begin(), texts.end());
  }
  std::map<std::uint32_t, ir::Selection::ByText> by_slot;
  for (Index program = 0; program < ruleset.programs.size(); ++program) {
    const Demands& demands = ruleset.programs[program].demands;
    const auto best =
        std::max_element(demands.begin(), demands.end(), [&](const auto& a, const auto& b) {
          return known[a.first].size() < known[b.first].size();
        });
    // A text that all of them share parts nothing.
    if (best == demands.end() || known[best->first].size() == 1) {
      ruleset.selection.others.push_back(program);
      continue;
    }
    ir::Selection::ByText& entry = by_slot[best->first];
    for (const Symbol text : best->second)
      entry.programs.emplace_back(text, program);
    entry.all.push_back(program);
  }
  std::map<std::uint32_t, ir::Selection::ByText> all;
  for (Index program = 0; program < ruleset.programs.size(); ++program)
    for (const auto& [slot, texts] : ruleset.programs[program].demands)
      for (const Symbol text : texts)
        all[slot].programs.emplace_back(text, program);
  ruleset.selection.facts = finished(by_slot);
  ruleset.selection.demands = finished(all);
}

}  // namespace sanbao::compile
