// SPDX-License-Identifier: Apache-2.0
//
// See reason_needs.hpp.
#include "compile/reason_needs.hpp"

namespace sanbao::compile {

using ir::Index;
using ir::Node;
using ir::NodeId;
using ir::Op;

void NeedReader::add_parts(NodeId id, ir::NeedPlan& plan) const {
  const Node& node = program_.nodes[id];
  const bool junction =
      node.op == Op::all_of || node.op == Op::any_of || node.op == Op::at_least_of;
  if (!junction) return;
  for (Index i = 0; i < node.children_count; ++i) {
    const NodeId child = program_.children[node.children_begin + i];
    std::vector<std::uint32_t> slots;
    program_.for_each_slot(child, [&](std::uint32_t slot) { slots.push_back(slot); });
    std::vector<Text> wanted;
    add_wanted(child, wanted);
    // The member of a `not … has` is one that is not wanted.
    const bool told = wanted.empty() || program_.nodes[child].op != Op::negation;
    if (slots.size() != 1 || wanted.size() > 1 || !told) {
      plan.parts.clear();
      plan.part_nodes.clear();
      return;
    }
    plan.parts.push_back({schema_.facts[slots.front()].path,
                          wanted.empty() ? Text{} : wanted.front(), std::nullopt});
    plan.part_nodes.push_back(child);
  }
  plan.begun.at_least = plan.parts.size();
  if (node.op == Op::any_of) plan.begun.at_least = 1;
  if (node.op == Op::at_least_of)
    plan.begun.at_least = static_cast<std::size_t>(program_.nodes[node.a].imm);
}

void NeedReader::add_wanted(NodeId id, std::vector<Text>& wanted) const {
  const Node& node = program_.nodes[id];
  const bool member_test = (node.op == Op::set_has || node.op == Op::equal) &&
                           program_.nodes[node.a].op == Op::fact &&
                           program_.nodes[node.b].op == Op::constant;
  const auto is_word = [&](NodeId part) {
    const ir::Type type = program_.nodes[part].type;
    return type == ir::Type::enumeration || type == ir::Type::text;
  };
  if (member_test && (node.op == Op::set_has || is_word(node.b)))
    wanted.push_back(member_name(static_cast<std::uint32_t>(program_.nodes[node.a].imm),
                                 static_cast<ir::Symbol>(program_.nodes[node.b].imm)));
  if (node.op == Op::negation) add_wanted(node.a, wanted);
  for (Index i = 0; i < node.children_count; ++i)
    add_wanted(program_.children[node.children_begin + i], wanted);
}

Text NeedReader::member_name(std::uint32_t slot, ir::Symbol symbol) const {
  const std::string_view id = schema_.symbols.text(symbol);
  for (const auto& member : members_of(slot))
    if (member.id == id && !(member.name.zh.empty() && member.name.en.empty()))
      return {member.name.zh, member.name.en};
  return {id, id};
}

std::span<const ir::Member> NeedReader::members_of(std::uint32_t slot) {
  const auto facts = ir::standard_facts();
  return slot < facts.size() ? facts[slot].members : std::span<const ir::Member>{};
}

}  // namespace sanbao::compile
