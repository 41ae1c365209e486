// SPDX-License-Identifier: Apache-2.0
//
// Which texts a fact, or a field of an event, can be compared with: `fact == member`, `set has member`, the rows of a
// table, the list of a cell. What is compared with another fact, or may stand for it (`first`, `if`, an assumption),
// meets what that one meets. See plans.hpp.
#include <map>
#include <utility>

#include "base/sorted.hpp"
#include "compile/plans.hpp"

namespace sanbao::compile {

using ir::Index;
using ir::no_node;
using ir::Node;
using ir::NodeId;
using ir::Op;
using ir::Symbol;

namespace {

bool is_textual(const Node& node) {
  return node.type == ir::Type::text || node.type == ir::Type::enumeration ||
         node.type == ir::Type::remedy || node.type == ir::Type::set;
}

class ComparedTexts {
 public:
  explicit ComparedTexts(ir::Program& program) : program_(program) {}

  void run() {
    for (const Node& node : program_.nodes)
      compare(node);
    for (std::uint32_t slot = 0; slot < program_.slot_assume.size(); ++slot)
      assume({true, slot, 0}, program_.slot_assume[slot]);
    for (std::uint32_t list = 0; list < program_.field_assume.size(); ++list)
      for (std::uint32_t field = 0; field < program_.field_assume[list].size(); ++field)
        assume({false, list, field}, program_.field_assume[list][field]);
    for (const auto& table : program_.tables)
      for (const auto& row : table.rows)
        meet(table.key, {row.key});
    tell();
  }

 private:
  /// A slot, or a field of a list.
  struct Place {
    bool is_slot = false;
    std::uint32_t slot_or_list = 0, field = 0;
    auto operator<=>(const Place&) const = default;
  };

  void compare(const Node& node) {
    switch (node.op) {
      case Op::equal:
      case Op::set_has:
        if (is_textual(program_.nodes[node.a])) join(source(node.a), source(node.b));
        break;
      case Op::in_table:
        for (const auto& row : program_.tables[static_cast<std::size_t>(node.imm)].rows)
          meet(node.a, {row.key});
        break;
      case Op::in_cell: {
        const Node& cell = program_.nodes[node.b];
        const auto& table = program_.tables[static_cast<std::size_t>(cell.imm)];
        for (const auto& row : table.rows)
          meet(node.a, row.lists[cell.aux]);
        if (table.has_otherwise) meet(node.a, table.otherwise.lists[cell.aux]);
        break;
      }
      default:
        break;
    }
  }

  void assume(Place place, NodeId assumed) {
    if (assumed != no_node && is_textual(program_.nodes[assumed]))
      join(group_of(place), source(assumed));
  }

  /// The group of what a text may come from. Named values share their parts: each is looked at once.
  std::size_t source(NodeId id) {
    if (const auto at = sources_.find(id); at != sources_.end()) return at->second;
    const std::size_t group = new_source(id);
    sources_.emplace(id, group);
    return group;
  }

  std::size_t new_source(NodeId id) {
    const Node& node = program_.nodes[id];
    switch (node.op) {
      case Op::constant: {
        const std::size_t group = fresh();
        if (node.type != ir::Type::set) texts_[group].push_back(static_cast<Symbol>(node.imm));
        return group;
      }
      case Op::fact:
        return group_of({true, static_cast<std::uint32_t>(node.imm), 0});
      case Op::field:
        return group_of({false, node.aux, static_cast<std::uint32_t>(node.imm)});
      case Op::last_field: {
        const auto& last = program_.lasts[static_cast<std::size_t>(node.imm)];
        return group_of({false, last.list, last.field});
      }
      case Op::choose:
        return join(source(node.b), source(node.c));
      case Op::cell: {
        const auto& table = program_.tables[static_cast<std::size_t>(node.imm)];
        std::size_t group = fresh();
        for (const auto& row : table.rows)
          if (row.cells[node.aux] != no_node) group = join(group, source(row.cells[node.aux]));
        if (table.has_otherwise && table.otherwise.cells[node.aux] != no_node)
          group = join(group, source(table.otherwise.cells[node.aux]));
        return group;
      }
      default: {
        std::size_t group = fresh();
        for (Index i = 0; i < node.children_count; ++i)
          group = join(group, source(program_.children[node.children_begin + i]));
        return group;
      }
    }
  }

  void meet(NodeId fact, const std::vector<Symbol>& texts) {
    auto& met = texts_[root(source(fact))];
    met.insert(met.end(), texts.begin(), texts.end());
  }

  // -- groups of places that meet the same texts

  std::size_t fresh() {
    parents_.push_back(parents_.size());
    texts_.emplace_back();
    return parents_.size() - 1;
  }
  std::size_t group_of(Place place) {
    const auto [at, is_new] = places_.try_emplace(place, 0);
    if (is_new) at->second = fresh();
    return at->second;
  }
  std::size_t root(std::size_t group) {
    while (parents_[group] != group)
      group = parents_[group] = parents_[parents_[group]];
    return group;
  }
  std::size_t join(std::size_t a, std::size_t b) {
    a = root(a);
    b = root(b);
    if (a == b) return a;
    parents_[b] = a;
    texts_[a].insert(texts_[a].end(), texts_[b].begin(), texts_[b].end());
    texts_[b].clear();
    return a;
  }

  void tell() {
    for (const auto& [place, group] : places_) {
      auto texts = texts_[root(group)];
      if (texts.empty()) continue;
      base::sort_unique(texts);
      if (place.is_slot) {
        program_.slot_texts[place.slot_or_list] = std::move(texts);
      } else {
        program_.field_texts[{place.slot_or_list, place.field}] = std::move(texts);
      }
    }
  }

  ir::Program& program_;
  std::map<Place, std::size_t> places_;
  std::map<NodeId, std::size_t> sources_;
  std::vector<std::size_t> parents_;
  std::vector<std::vector<Symbol>> texts_;
};

}  // namespace

void find_compared_texts(ir::Program& program) {
  ComparedTexts(program).run();
}

}  // namespace sanbao::compile
