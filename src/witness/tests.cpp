// SPDX-License-Identifier: Apache-2.0
//
// Second half of Solver: what each test, wanted true or false, asks of a claim. A test that is not understood
// asks nothing. Tested by tests/unit/witness_test.cpp.
#include "witness/solver.hpp"

namespace sanbao::witness {

using ir::Bound;
using ir::Op;
using ir::Type;

namespace {

constexpr std::int64_t most_events = 12;
constexpr std::int64_t most_days = 3650;
// A last day may still be moved out of a holiday.
constexpr std::int64_t longest_move = 12;

Op negated(Op op) {
  switch (op) {
    case Op::less:
      return Op::greater_equal;
    case Op::less_equal:
      return Op::greater;
    case Op::greater:
      return Op::less_equal;
    default:
      return Op::less;
  }
}

Op turned(Op op) {
  switch (op) {
    case Op::less:
      return Op::greater;
    case Op::less_equal:
      return Op::greater_equal;
    case Op::greater:
      return Op::less;
    case Op::greater_equal:
      return Op::less_equal;
    default:
      return op;
  }
}

bool is_fact(const ir::Node& node) {
  return node.op == Op::fact || node.op == Op::field || node.op == Op::fact_bool ||
         node.op == Op::field_bool;
}

void raise(std::optional<DayEnd>& end, DayEnd to) {
  if (!end || to.day > end->day) end = to;
}
void lower(std::optional<DayEnd>& end, DayEnd to) {
  if (!end || to.day < end->day) end = to;
}

}  // namespace

Wish* Solver::wish_of(State& state, NodeId node, Index event) const {
  const ir::Node& n = p_.nodes[node];
  if (!is_fact(n)) return nullptr;
  const auto place = static_cast<std::uint32_t>(n.imm);
  if (n.op == Op::fact || n.op == Op::fact_bool) return &state.draft.facts[place];
  if (event == no_index || schema_.lists[n.aux].fields[place].computed) return nullptr;
  return &state.draft.events[event].fields[place];
}

bool Solver::compare(State& state, const Goal& goal) const {
  const ir::Node& node = p_.nodes[goal.node];
  Op op = node.op;
  if (!goal.wanted && op != Op::equal) op = negated(op);
  NodeId left = node.a;
  NodeId right = node.b;
  if (is_fact(p_.nodes[right]) && p_.nodes[left].op == Op::constant) {
    std::swap(left, right);
    op = turned(op);
  }
  const ir::Node& of = p_.nodes[left];
  const ir::Node& to = p_.nodes[right];
  if (is_fact(of) && to.op == Op::constant && of.type != Type::date) {
    Wish* wish = wish_of(state, left, goal.event);
    if (wish == nullptr) return true;
    // Months and days have no order that their codes would show.
    if (of.type == Type::length && op != Op::equal) return true;
    if (op == Op::equal && goal.wanted) {
      if (!wish->allows(to.imm)) return false;
      wish->value = to.imm;
    } else if (op == Op::equal) {
      wish->other_than.push_back(to.imm);
    } else if (op == Op::less || op == Op::less_equal) {
      wish->high = std::min(wish->high, op == Op::less ? to.imm - 1 : to.imm);
    } else {
      wish->low = std::max(wish->low, op == Op::greater ? to.imm + 1 : to.imm);
    }
    return wish->is_possible();
  }
  if (goal.event != no_index || (op == Op::equal && !goal.wanted)) return true;
  const auto a = days_.value(left, state.draft);
  const auto b = days_.value(right, state.draft);
  if (!a || !b) return true;
  return compare_days(state.draft, op, *a, *b, no_index);
}

// left op right, of days: an end for the day of the claim, for the first day, or a date that must be moved.
bool Solver::compare_days(Draft& draft, Op op, const Linear& left, const Linear& right,
                          Index period) const {
  if (op == Op::equal)
    return compare_days(draft, Op::less_equal, left, right, period) &&
           compare_days(draft, Op::greater_equal, left, right, period);
  if (op == Op::greater || op == Op::greater_equal)
    return compare_days(draft, turned(op), right, left, period);
  // filed * x + first * (the first day) <= room
  const int filed = left.filed - right.filed;
  const int first = left.first - right.first;
  const std::int64_t room = right.days - left.days - (op == Op::less ? 1 : 0);
  const Index root = left.filed != 0 ? right.root : left.root;
  if (filed == 0 && first == 0) {
    if (room >= 0) return true;
    if (right.root != no_index && !draft.shifts.contains(right.root)) {
      draft.shifts[right.root] = -room;
      return true;
    }
    if (left.root == no_index || draft.shifts.contains(left.root)) return false;
    draft.shifts[left.root] = room;
    return true;
  }
  if (std::abs(filed) > 1 || std::abs(first) > 1 || filed * first < 0) return true;
  if (filed == 0) {
    if (first > 0) {
      draft.first_high = std::min(draft.first_high, room);
    } else {
      draft.first_low = std::max(draft.first_low, -room);
    }
    return draft.first_low <= draft.first_high;
  }
  if (!with_days_) return true;
  if (first != 0) {
    if (filed > 0) {
      draft.filed_high = std::min(draft.filed_high, room);
    } else {
      draft.filed_low = std::max(draft.filed_low, -room);
    }
    return draft.filed_low <= draft.filed_high;
  }
  if (filed > 0) {
    lower(draft.high, {room, period, root});
  } else {
    raise(draft.low, {-room, period, root});
  }
  return !draft.low || !draft.high || draft.low->day <= draft.high->day + longest_move;
}

bool Solver::test_period(Draft& draft, const Goal& goal) const {
  const ir::Node& node = p_.nodes[goal.node];
  const auto period = static_cast<Index>(node.imm);
  const auto day = days_.value(node.a, draft);
  if (!day) return true;
  const auto window = days_.window(period, draft);
  const bool outside = node.op == Op::period_in && !goal.wanted;
  const bool after =
      (node.op == Op::period_after && goal.wanted) || (outside && goal.way == after_period);
  const bool before =
      (node.op == Op::period_before && goal.wanted) || (outside && goal.way == before_period);
  const ir::PeriodUse& use = p_.periods[period];
  for (const auto& usage : use.usage) {
    // A reading within the limit, so that the days alone decide.
    if (p_.nodes[usage.limit].op != Op::constant) continue;
    Wish& wish = draft.facts[usage.fact];
    wish.high = std::min(wish.high, p_.nodes[usage.limit].imm);
    if (!wish.is_possible()) return false;
  }
  if (after) {
    if (window.open_end) return false;
    return !window.last || compare_days(draft, Op::greater, *day, *window.last, period);
  }
  if (before) return !window.from || compare_days(draft, Op::less, *day, *window.from, period);
  const bool from_on = node.op != Op::period_after;
  const bool to_last = node.op != Op::period_before;
  if (from_on && window.from && !compare_days(draft, Op::greater_equal, *day, *window.from, period))
    return false;
  return !to_last || !window.last ||
         compare_days(draft, Op::less_equal, *day, *window.last, period);
}

bool Solver::test_known(State& state, const Goal& goal) const {
  const ir::Node& node = p_.nodes[goal.node];
  Wish* wish = wish_of(state, node.a, goal.event);
  if (wish == nullptr) return true;
  const bool is_known = node.op == Op::is_known;
  const auto want = is_known ? (goal.wanted ? Wish::State::given : Wish::State::null)
                             : (goal.wanted ? Wish::State::never : Wish::State::given);
  if (wish->state != Wish::State::any && wish->state != want) return false;
  // Nothing of `claim` can be null.
  if (want == Wish::State::null && p_.nodes[node.a].op == Op::fact &&
      schema_.facts[static_cast<std::size_t>(p_.nodes[node.a].imm)].path.starts_with("claim."))
    return false;
  wish->state = want;
  return wish->is_possible();
}

bool Solver::test_row(State& state, const Goal& goal) const {
  const ir::Node& node = p_.nodes[goal.node];
  const ir::Node& cell = node.op == Op::in_cell ? p_.nodes[node.b] : node;
  const ir::TablePlan& table = p_.tables[static_cast<std::size_t>(cell.imm)];
  Wish* key = wish_of(state, cell.a, goal.event);
  if (key == nullptr) return true;
  if (goal.way == no_index) {
    for (const ir::TableRow& row : table.rows)
      key->other_than.push_back(row.key);
    return key->is_possible();
  }
  const ir::TableRow& row = table.rows[goal.way];
  if (!key->allows(row.key)) return false;
  key->value = row.key;
  if (node.op == Op::in_table || cell.aux >= row.lists.size()) return key->is_possible();
  Wish* text = wish_of(state, node.a, goal.event);
  if (text == nullptr) return true;
  const auto& texts = row.lists[cell.aux];
  if (goal.wanted) {
    const auto fits = std::ranges::find_if(texts, [&](ir::Symbol s) { return text->allows(s); });
    if (fits == texts.end()) return false;
    text->value = *fits;
  } else {
    text->other_than.insert(text->other_than.end(), texts.begin(), texts.end());
  }
  return text->is_possible();
}

bool Solver::test_events(State& state, const Goal& goal) const {
  const ir::EventTest& test = p_.event_tests[static_cast<std::size_t>(p_.nodes[goal.node].imm)];
  if (test.limit == no_node || p_.nodes[test.limit].op != Op::constant) return true;
  const ir::Node& limit_node = p_.nodes[test.limit];
  std::int64_t limit = limit_node.imm;
  if (test.measure == ir::EventMeasure::count && limit_node.type == Type::number)
    limit /= 1'000'000;
  std::int64_t many = 0;
  switch (test.bound) {
    case Bound::at_least:
      many = goal.wanted ? limit : 0;
      break;
    case Bound::more_than:
      many = goal.wanted ? limit + 1 : 0;
      break;
    case Bound::at_most:
      many = goal.wanted ? 0 : limit + 1;
      break;
    case Bound::fewer_than:
      many = goal.wanted ? 0 : limit;
      break;
    default:
      many = goal.wanted ? limit : limit == 0 ? 1 : 0;
      break;
  }
  if (many <= 0) return true;
  EventWish wish;
  wish.list = test.list;
  if (test.measure == ir::EventMeasure::count) {
    wish.count = many;
  } else if (test.measure == ir::EventMeasure::days) {
    wish.days = many;
  } else if (test.of != no_node && p_.nodes[test.of].op == Op::field) {
    const auto field = static_cast<std::uint32_t>(p_.nodes[test.of].imm);
    if (schema_.lists[test.list].fields[field].computed) {
      wish.days = many;
    } else {
      wish.fields[field].low = many;
    }
  }
  if (wish.count > most_events || wish.days > most_days) return true;
  state.draft.events.push_back(std::move(wish));
  if (test.where != no_node)
    state.open.push_back({test.where, true, static_cast<Index>(state.draft.events.size() - 1)});
  return true;
}

}  // namespace sanbao::witness
