// SPDX-License-Identifier: Apache-2.0
//
// check_graph_test.cpp: equal trees are one node, children stand before parents, and nothing else
// is folded.
#include "check/graph.hpp"

#include <doctest/doctest.h>

#include "check_fixture.hpp"

using sanbao::check::Graph;
using sanbao::ir::CheckedPolicy;
using sanbao::ir::NodeId;
using sanbao::ir::Op;
using sanbao::ir::Type;

TEST_CASE("equal trees are one node") {
  CheckedPolicy policy;
  Graph graph(policy);
  const NodeId a = graph.leaf(Op::fact_bool, Type::boolean, 0);
  const NodeId b = graph.leaf(Op::fact_bool, Type::boolean, 1);
  CHECK(graph.leaf(Op::fact_bool, Type::boolean, 0) == a);
  CHECK(graph.all_of({a, b}) == graph.all_of({b, a, b}));
  CHECK(graph.all_of({a, b}) != graph.any_of({a, b}));
  CHECK(graph.all_of({a, a}) == a);
  CHECK(graph.negation(graph.negation(a)) == a);
  // The same number twice counts twice.
  const NodeId two = graph.constant(Type::count, 2);
  CHECK(graph.at_least_of(two, {a, a, b}) != graph.at_least_of(two, {a, b}));
  // Fields of two lists differ.
  CHECK(graph.leaf(Op::field, Type::date, 0, 0) != graph.leaf(Op::field, Type::date, 0, 1));
}

TEST_CASE("only true and false are folded") {
  CheckedPolicy policy;
  Graph graph(policy);
  const NodeId a = graph.leaf(Op::fact_bool, Type::boolean, 0);
  CHECK(graph.all_of({a, graph.truth(true)}) == a);
  CHECK(graph.any_of({a, graph.truth(false)}) == a);
  CHECK(graph.all_of({a, graph.truth(false)}) == graph.truth(false));
  CHECK(graph.negation(graph.truth(false)) == graph.truth(true));
  const NodeId both = graph.all_of({a, graph.negation(a)});
  CHECK(graph[both].op == Op::all_of);
}

TEST_CASE("rounding twice is rounding once; the order of min and first is kept") {
  CheckedPolicy policy;
  Graph graph(policy);
  const NodeId a = graph.leaf(Op::fact, Type::money, 0);
  const NodeId b = graph.leaf(Op::fact, Type::money, 1);
  CHECK(graph.round_money(graph.round_money(a)) == graph.round_money(a));
  CHECK(graph.series(Op::minimum, Type::money, {a, b}) !=
        graph.series(Op::minimum, Type::money, {b, a}));
  CHECK(graph.equal(a, b) == graph.equal(b, a));
}

TEST_CASE("in a whole policy children stand before parents") {
  const auto checked = check_fixture::check_rule(
      "{any: [fault.confirmed and purchase.price > 5 CNY, "
      "{count: repairs, where: not fixed and received_on in p, at_least: 2}]}",
      "periods:\n  p: {from: [last exchanges.on where whole_unit, purchase.sold_on], length: 1 "
      "year, extend_by: repairs}\n");
  REQUIRE(checked.policy != nullptr);
  const auto& nodes = checked.policy->nodes;
  for (NodeId id = 0; id < nodes.size(); ++id) {
    for (const NodeId child : {nodes[id].a, nodes[id].b, nodes[id].c})
      if (child != sanbao::ir::no_node) CHECK(child < id);
    for (std::uint32_t i = 0; i < nodes[id].children_count; ++i)
      CHECK(checked.policy->children[nodes[id].children_begin + i] < id);
  }
}
