// SPDX-License-Identifier: Apache-2.0
//
// See shapes.hpp. Tested by tests/unit/witness_test.cpp.
#include "witness/shapes.hpp"

#include <string>

namespace sanbao::witness {

using ir::Op;

namespace {

std::uint64_t mix(std::uint64_t hash, std::uint64_t with) {
  hash ^= with + 0x9E3779B97F4A7C15U + (hash << 6U) + (hash >> 2U);
  return hash * 0xBF58476D1CE4E5B9U;
}

bool is_text(ir::Type type) {
  return type == ir::Type::text || type == ir::Type::enumeration || type == ir::Type::remedy;
}

// What `imm` and `aux` point at, by its name.
std::uint64_t named(const ir::Node& node, const ir::Program& program, const ir::Schema& schema) {
  const auto at = static_cast<std::size_t>(node.imm);
  switch (node.op) {
    case Op::fact:
    case Op::fact_bool:
      return ir::text_hash(schema.facts[at].path);
    case Op::field:
    case Op::field_bool:
      return mix(ir::text_hash(schema.lists[node.aux].path),
                 ir::text_hash(schema.lists[node.aux].fields[at].path));
    case Op::constant:
      return is_text(node.type)
                 ? ir::text_hash(schema.symbols.text(static_cast<ir::Symbol>(node.imm)))
                 : static_cast<std::uint64_t>(node.imm);
    case Op::period_in:
    case Op::period_before:
    case Op::period_after:
    case Op::last_day:
      return ir::text_hash(program.source->periods[at].name);
    case Op::in_table:
    case Op::cell:
      return mix(ir::text_hash(program.source->tables[at].name), node.aux);
    case Op::event_test:
    case Op::event_measure:
      return ir::text_hash(program.event_signature[at]);
    case Op::last_field:
      return program.lasts[at].list * 64U + program.lasts[at].field;
    case Op::days_between:
      return node.imm < 0 ? 0 : 1 + program.filters[at].list;
    default:
      return static_cast<std::uint64_t>(node.imm);
  }
}

}  // namespace

std::vector<std::uint64_t> shapes_of(const ir::Program& program, const ir::Schema& schema) {
  std::vector<std::uint64_t> shapes;
  shapes.reserve(program.nodes.size());
  for (const ir::Node& node : program.nodes) {
    std::uint64_t hash = mix(static_cast<std::uint64_t>(node.op), named(node, program, schema));
    // The operands of `==` and the children of junctions stand in the order of their ids, which is no order
    // to rely on: their sum has none.
    std::uint64_t parts = 0;
    for (ir::Index i = 0; i < node.children_count; ++i)
      parts += shapes[program.children[node.children_begin + i]] | 1U;
    if (node.op == Op::equal) {
      parts += shapes[node.a] + shapes[node.b];
    } else {
      for (const ir::NodeId part : {node.a, node.b, node.c})
        if (part != ir::no_node) hash = mix(hash, shapes[part]);
    }
    shapes.push_back(mix(hash, parts));
  }
  return shapes;
}

}  // namespace sanbao::witness
