// SPDX-License-Identifier: Apache-2.0
//
// graph.cpp: nodes are found again by a hash of all that makes them what they are.
// Tested by tests/unit/check_graph_test.cpp.
#include "check/graph.hpp"

#include <algorithm>
#include <utility>

#include "base/sorted.hpp"

namespace sanbao::check {

using ir::Index;
using ir::no_node;
using ir::Node;
using ir::NodeId;
using ir::Op;
using ir::Type;

namespace {

class Hash {
 public:
  Hash& operator<<(std::uint64_t part) {
    // FNV-1a over words, with a final spread of the high bits.
    state_ = (state_ ^ part) * 0x100000001B3ULL;
    state_ ^= state_ >> 29U;
    return *this;
  }
  [[nodiscard]] std::uint64_t value() const { return state_; }

 private:
  std::uint64_t state_ = 0xCBF29CE484222325ULL;
};

bool same_shape(const Node& x, const Node& y) {
  return x.op == y.op && x.type == y.type && x.a == y.a && x.b == y.b && x.c == y.c &&
         x.aux == y.aux && x.imm == y.imm && x.children_count == y.children_count &&
         x.may_be_never == y.may_be_never;
}

bool same(const ir::EventTest& x, const ir::EventTest& y) {
  return x.measure == y.measure && x.list == y.list && x.where == y.where && x.of == y.of &&
         x.same == y.same && x.bound == y.bound && x.limit == y.limit && x.type == y.type;
}
bool same(const ir::EventFilter& x, const ir::EventFilter& y) {
  return x.list == y.list && x.where == y.where;
}
bool same(const ir::LastField& x, const ir::LastField& y) {
  return x.list == y.list && x.field == y.field && x.where == y.where;
}

template <typename T>
Index find_or_add(std::unordered_multimap<std::uint64_t, Index>& index, std::vector<T>& all,
                  std::uint64_t hash, T item) {
  const auto [begin, end] = index.equal_range(hash);
  for (auto it = begin; it != end; ++it)
    if (same(all[it->second], item)) return it->second;
  const auto id = static_cast<Index>(all.size());
  all.push_back(std::move(item));
  index.emplace(hash, id);
  return id;
}

}  // namespace

std::span<const NodeId> Graph::children(NodeId id) const {
  const Node& node = policy_.nodes[id];
  return std::span(policy_.children).subspan(node.children_begin, node.children_count);
}

Index Graph::intern(std::string_view text) {
  const auto [it, fresh] =
      texts_.try_emplace(std::string(text), static_cast<Index>(policy_.texts.size()));
  if (fresh) policy_.texts.emplace_back(text);
  return it->second;
}

NodeId Graph::add(Node node, std::span<const NodeId> children, bool always_a_day) {
  node.children_count = static_cast<Index>(children.size());
  // docs/language.md §7 "Atoms": any date expression but a literal, claim.filed_on and received_on.
  node.may_be_never = node.type == Type::date && node.op != Op::constant &&
                      node.op != Op::parameter && !always_a_day;
  Hash hash;
  hash << static_cast<std::uint64_t>(node.op) << static_cast<std::uint64_t>(node.type) << node.a
       << node.b << node.c << node.aux << static_cast<std::uint64_t>(node.imm);
  for (const NodeId child : children)
    hash << child;

  const auto [begin, end] = index_.equal_range(hash.value());
  for (auto it = begin; it != end; ++it)
    if (same_shape(policy_.nodes[it->second], node) &&
        std::ranges::equal(this->children(it->second), children))
      return it->second;

  std::uint32_t below = 0;
  for (const NodeId child : {node.a, node.b, node.c})
    if (child != no_node) below = std::max(below, depth_[child]);
  for (const NodeId child : children)
    below = std::max(below, depth_[child]);

  const auto id = static_cast<NodeId>(policy_.nodes.size());
  node.children_begin = static_cast<Index>(policy_.children.size());
  policy_.children.insert(policy_.children.end(), children.begin(), children.end());
  policy_.nodes.push_back(node);
  depth_.push_back(below + 1);
  index_.emplace(hash.value(), id);
  return id;
}

NodeId Graph::constant(Type type, std::int64_t imm) {
  return add({.op = Op::constant, .type = type, .imm = imm});
}

NodeId Graph::constant_text(Type type, std::string_view text) {
  return constant(type, intern(text));
}

NodeId Graph::leaf(Op op, Type type, std::int64_t imm, Index aux, bool always_a_day) {
  return add({.op = op, .type = type, .aux = aux, .imm = imm}, {}, always_a_day);
}

NodeId Graph::binary(Op op, Type type, NodeId a, NodeId b, std::int64_t imm) {
  return add({.op = op, .type = type, .a = a, .b = b, .imm = imm});
}

NodeId Graph::unary(Op op, Type type, NodeId a, std::int64_t imm, Index aux) {
  return add({.op = op, .type = type, .a = a, .aux = aux, .imm = imm});
}

NodeId Graph::choose(Type type, NodeId condition, NodeId then, NodeId otherwise) {
  return add({.op = Op::choose, .type = type, .a = condition, .b = then, .c = otherwise});
}

NodeId Graph::series(Op op, Type type, std::vector<NodeId> children) {
  if (children.size() == 1) return children.front();
  return add({.op = op, .type = type}, children);
}

NodeId Graph::round_money(NodeId amount) {
  if (policy_.nodes[amount].op == Op::round_money) return amount;
  return add({.op = Op::round_money, .type = Type::money, .a = amount});
}

NodeId Graph::truth(bool value) {
  return add({.op = Op::constant_bool, .type = Type::boolean, .imm = value ? 1 : 0});
}

NodeId Graph::negation(NodeId a) {
  const Node& node = policy_.nodes[a];
  if (node.op == Op::negation) return node.a;
  if (node.op == Op::constant_bool) return truth(node.imm == 0);
  return add({.op = Op::negation, .type = Type::boolean, .a = a});
}

NodeId Graph::junction(Op op, std::vector<NodeId> children, bool neutral) {
  base::sort_unique(children);
  const NodeId nothing = truth(neutral);
  const NodeId everything = truth(!neutral);
  if (std::ranges::binary_search(children, everything)) return everything;
  std::erase(children, nothing);
  if (children.empty()) return nothing;
  if (children.size() == 1) return children.front();
  return add({.op = op, .type = Type::boolean}, children);
}

NodeId Graph::all_of(std::vector<NodeId> children) {
  return junction(Op::all_of, std::move(children), true);
}

NodeId Graph::any_of(std::vector<NodeId> children) {
  return junction(Op::any_of, std::move(children), false);
}

NodeId Graph::at_least_of(NodeId how_many, std::vector<NodeId> children) {
  // The same condition twice counts twice, so none is dropped.
  std::ranges::sort(children);
  return add({.op = Op::at_least_of, .type = Type::boolean, .a = how_many}, children);
}

NodeId Graph::equal(NodeId a, NodeId b) {
  ir::order_sides(policy_.nodes, a, b);
  return add({.op = Op::equal, .type = Type::boolean, .a = a, .b = b});
}

NodeId Graph::choose_condition(NodeId condition, NodeId then, NodeId otherwise) {
  return any_of({all_of({condition, then}), all_of({negation(condition), otherwise}),
                 all_of({then, otherwise})});
}

Index Graph::event_test(ir::EventTest test) {
  Hash hash;
  hash << static_cast<std::uint64_t>(test.measure) << test.list << test.where << test.of
       << static_cast<std::uint64_t>(test.bound) << test.limit;
  for (const Index field : test.same)
    hash << field;
  return find_or_add(tests_, policy_.event_tests, hash.value(), std::move(test));
}

Index Graph::filter(ir::EventFilter filter) {
  Hash hash;
  hash << filter.list << filter.where;
  return find_or_add(filters_, policy_.filters, hash.value(), filter);
}

Index Graph::last(ir::LastField last) {
  Hash hash;
  hash << last.list << last.field << last.where;
  return find_or_add(lasts_, policy_.lasts, hash.value(), last);
}

}  // namespace sanbao::check
