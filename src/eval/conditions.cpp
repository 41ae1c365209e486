// SPDX-License-Identifier: Apache-2.0
//
// Conditions in Kleene logic: leaves, comparisons, membership (docs/language.md §5, §7 "Atoms",
// "Known, never"). See session.hpp.
#include <algorithm>
#include <array>

#include "eval/session.hpp"

namespace sanbao::eval {

using ir::no_index;
using ir::Node;
using ir::Op;
using ir::Type;

namespace {

bool is_whole(Type type) {
  return type == Type::date || type == Type::text || type == Type::enumeration ||
         type == Type::remedy || type == Type::length || type == Type::boolean;
}

// Inner conditions are completed one by one up to this many (docs/language.md §3 "Status").
constexpr std::size_t max_inner = 12;

}  // namespace

Tri Session::condition(NodeId id, EventAt at) {
  const Node& node = program_->nodes[id];
  switch (node.op) {
    case Op::constant_bool:
      return Tri::of(node.imm != 0);
    case Op::negation:
      return !condition(node.a, at);
    case Op::all_of:
    case Op::any_of:
    case Op::at_least_of: {
      // Named conditions share their parts: what stands twice is worked out once.
      const auto once = [&] {
        return walk(walked_junctions_[id], at, [&] { return junction(node, at); });
      };
      if (at.here() || completion_ != nullptr || moved_) return once();
      auto& remembered = junctions_[id];
      if (is_current(remembered.epoch, program_->node_reads[id]) &&
          !(collector_ != nullptr && remembered.tri.is_open()))
        return remembered.tri;
      const Tri tri = collector_ != nullptr ? once() : junction(node, at);
      remembered = {tri, epoch_};
      return tri;
    }
    default:
      break;
  }
  const Index leaf = program_->leaf_of[id];
  if (leaf != no_index && !at.here()) return this->leaf(leaf);
  return agreeing(id, at);
}

Tri Session::junction(const Node& node, EventAt at) {
  const std::size_t gaps = gaps_met();
  return with_its_gaps(join(node, at), gaps);
}

Tri Session::join(const Node& node, EventAt at) {
  const auto child = [&](Index i) {
    return condition(program_->children[node.children_begin + i], at);
  };
  if (node.op == Op::at_least_of) {
    std::int64_t wanted = 0;
    if (const Scalar k = value(node.a, at); k.is_known()) wanted = k.exact.to_integer().value_or(0);
    std::int64_t yes = 0;
    std::int64_t open = 0;
    Why why = 0;
    for (Index i = 0; i < node.children_count; ++i) {
      const Tri tri = child(i);
      yes += tri.yes() ? 1 : 0;
      open += tri.is_open() ? 1 : 0;
      why = static_cast<Why>(why | tri.why);
    }
    if (yes >= wanted) return Tri::of(true);
    if (yes + open < wanted) return Tri::of(false);
    return Tri::open(why);
  }
  const bool all = node.op == Op::all_of;
  Tri result = Tri::of(all);
  for (Index i = 0; i < node.children_count; ++i) {
    result = all ? result & child(i) : result | child(i);
    if (!result.is_open() && result.yes() != all) return result;
  }
  return result;
}

// What the claim alone says of a leaf, remembered.
Tri Session::base(Index index) {
  auto& remembered = leaves_[index];
  if (is_current(remembered.epoch, program_->node_reads[program_->leaves[index].node]) &&
      !(collector_ != nullptr && remembered.tri.is_open()))
    return remembered.tri;
  if (collector_ != nullptr &&
      !is_current(remembered.epoch, program_->node_reads[program_->leaves[index].node])) {
    const Without apart(collector_);
    if (const Tri tri = base(index); !tri.is_open()) return tri;
  }
  const auto* completion = completion_;
  const auto moved = moved_;
  const std::size_t gaps = gaps_met();
  completion_ = nullptr;
  moved_.reset();
  const Node& node = program_->nodes[program_->leaves[index].node];
  remembered.tri = with_its_gaps(atom(node, {}), gaps);
  remembered.epoch = epoch_;
  completion_ = completion;
  moved_ = moved;
  return remembered.tri;
}

Tri Session::leaf(Index index) {
  const ir::Leaf& leaf = program_->leaves[index];
  Tri tri;
  if ((moved_ && leaf.may_move) || (completion_ != nullptr && !leaf.inner.empty())) {
    tri = atom(program_->nodes[leaf.node], {});
  } else {
    tri = base(index);
  }
  if (tri.is_open() && completion_ != nullptr && completion_[leaf.atom] != 0)
    return Tri::of((completion_[leaf.atom] > 0) != leaf.negated);
  return tri;
}

// Inside an event's conditions nothing is completed with the claim's other atoms: a test is decided
// where all completions of its own inner conditions agree (docs/language.md §7 "Atoms").
Tri Session::agreeing(NodeId id, EventAt at) {
  const Node& node = program_->nodes[id];
  const Index own = program_->leaf_of[id];
  const std::size_t gaps = gaps_met();
  const Tri plain = with_its_gaps(atom(node, at), gaps);
  if (!plain.is_open()) return plain;
  if (completion_ != nullptr) {
    // Inner itself: the test around it goes through the completions.
    const std::int8_t truth =
        own == no_index ? std::int8_t{0} : completion_[program_->leaves[own].atom];
    if (truth == 0) return plain;
    return Tri::of((truth > 0) != program_->leaves[own].negated);
  }
  std::array<Index, max_inner> atoms{};
  std::size_t count = 0;
  for (const Index index : program_->inner[id]) {
    const ir::Leaf& leaf = program_->leaves[index];
    if (index == own) continue;
    if (!(leaf.in_event ? agreeing(leaf.node, at) : base(index)).is_open()) continue;
    const auto end = atoms.begin() + static_cast<std::ptrdiff_t>(count);
    if (std::find(atoms.begin(), end, leaf.atom) != end) continue;
    if (count == max_inner) return plain;
    atoms[count++] = leaf.atom;
  }
  if (count == 0) return plain;
  const std::size_t own_gaps = gaps_met();  // and not what it may come to in some completion
  std::vector<std::int8_t> completion(program_->atoms, 0);
  bool agree = true;
  Tri common;
  for (std::uint32_t bits = 0; agree && bits < (1U << count); ++bits) {
    for (std::size_t i = 0; i < count; ++i)
      completion[atoms[i]] = (bits >> i & 1U) != 0 ? 1 : -1;
    complete(completion.data());
    const Tri tri = atom(node, at);
    agree = !tri.is_open() && (bits == 0 || tri.yes() == common.yes());
    common = tri;
  }
  completion_ = nullptr;
  forget_gaps(agree ? gaps : own_gaps);
  return agree ? common : plain;
}

Tri Session::atom(const Node& node, EventAt at) {
  switch (node.op) {
    case Op::fact_bool:
      return boolean_fact(static_cast<std::uint32_t>(node.imm));
    case Op::field_bool:
      return boolean_field(at.list, at.event, static_cast<Index>(node.imm));
    case Op::equal:
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal:
      return compare(node, at);
    case Op::set_has:
      return has(node, at);
    case Op::in_table: {
      const Scalar key = value(node.a, at);
      if (key.is_open()) return Tri::open(key.why);
      return Tri::of(key.is_known() &&
                     row_of(program_->tables[static_cast<std::size_t>(node.imm)], key) != nullptr);
    }
    case Op::in_cell:
      return in_cell(node, at);
    case Op::is_known: {
      const Node& of = program_->nodes[node.a];
      Scalar s;
      if (of.op == Op::fact_bool || of.op == Op::field_bool) {
        const Tri tri = atom(of, at);  // never as a completion has it
        s = tri.is_open() ? Scalar::open(tri.why) : Scalar::known(0);
      } else {
        s = value(node.a, at);
      }
      if (s.is_open()) return is_null(s.why) ? Tri::of(false) : Tri::open(s.why);
      return Tri::of(s.state != Scalar::State::none);
    }
    case Op::is_never: {
      const Scalar s = value(node.a, at);
      if (s.is_open()) return is_null(s.why) ? Tri::of(false) : Tri::open(s.why);
      return Tri::of(s.state == Scalar::State::never);
    }
    case Op::period_in:
    case Op::period_before:
    case Op::period_after:
      return period_test(node.op, value(node.a, at), static_cast<Index>(node.imm));
    case Op::event_test:
      return event_test(program_->event_tests[static_cast<std::size_t>(node.imm)]);
    default:
      return condition(static_cast<NodeId>(&node - program_->nodes.data()), at);
  }
}

Tri Session::compare(const Node& node, EventAt at) {
  const Scalar a = value(node.a, at);
  const Scalar b = value(node.b, at);
  if (a.is_void() || b.is_void()) return Tri::of(false);
  if (a.is_open() || b.is_open()) return Tri::open(static_cast<Why>(a.why | b.why));
  std::partial_ordering order = std::partial_ordering::unordered;
  const Type type = program_->nodes[node.a].type;
  if (type == Type::length && program_->nodes[node.b].type == Type::length) {
    const auto known = sanbao::compare(Period::decode(a.whole), Period::decode(b.whole));
    if (known) order = *known;
  } else if (is_whole(type)) {
    order = a.whole <=> b.whole;
  } else {
    order = a.exact <=> b.exact;
  }
  switch (node.op) {
    case Op::equal:
      return Tri::of(order == 0);
    case Op::less:
      return Tri::of(order < 0);
    case Op::less_equal:
      return Tri::of(order <= 0);
    case Op::greater:
      return Tri::of(order > 0);
    default:
      return Tri::of(order >= 0);
  }
}

Tri Session::has(const Node& node, EventAt at) {
  const Scalar set = value(node.a, at);
  const Scalar member = value(node.b, at);
  if (set.is_void() || member.is_void()) return Tri::of(false);
  if (set.is_open() || member.is_open()) return Tri::open(static_cast<Why>(set.why | member.why));
  return Tri::of(has_member(set.whole, static_cast<ir::Symbol>(member.whole)));
}

Tri Session::in_cell(const Node& node, EventAt at) {
  const Scalar text = value(node.a, at);
  const Scalar row = value(node.b, at);
  if (text.is_void() || row.is_void()) return Tri::of(false);
  if (text.is_open() || row.is_open()) return Tri::open(static_cast<Why>(text.why | row.why));
  const Node& cell = program_->nodes[node.b];
  const auto& table = program_->tables[static_cast<std::size_t>(cell.imm)];
  const auto& list =
      (row.whole < 0 ? table.otherwise : table.rows[static_cast<std::size_t>(row.whole)])
          .lists[cell.aux];
  return Tri::of(std::find(list.begin(), list.end(), static_cast<ir::Symbol>(text.whole)) !=
                 list.end());
}

}  // namespace sanbao::eval
