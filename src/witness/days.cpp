// SPDX-License-Identifier: Apache-2.0
//
// See days.hpp. Tested by tests/unit/witness_test.cpp.
#include "witness/days.hpp"

#include <algorithm>

#include "sanbao/values/civil_date.hpp"
#include "sanbao/values/period.hpp"

namespace sanbao::witness {

using ir::Op;
using ir::Type;

namespace {

// Working days as days: five of seven.
std::int64_t in_days(std::int64_t working_days) {
  return working_days + working_days / 5 * 2;
}

}  // namespace

// A length as Period::encode(): a literal, or the cell of a row that the draft has chosen.
std::optional<std::int64_t> Days::length(NodeId node, const Draft& draft) const {
  const ir::Node& n = p_.nodes[node];
  if (n.op == Op::constant) return n.imm;
  if (n.op != Op::cell || p_.nodes[n.a].op != Op::fact) return std::nullopt;
  const auto wish = draft.facts.find(static_cast<std::uint32_t>(p_.nodes[n.a].imm));
  if (wish == draft.facts.end() || !wish->second.value) return std::nullopt;
  const ir::TablePlan& table = p_.tables[static_cast<std::size_t>(n.imm)];
  const auto row = std::ranges::find(table.rows, *wish->second.value, &ir::TableRow::key);
  const ir::TableRow* found = row != table.rows.end() ? &*row
                              : table.has_otherwise   ? &table.otherwise
                                                      : nullptr;
  if (found == nullptr || n.aux >= found->cells.size() || found->cells[n.aux] == no_node)
    return std::nullopt;
  const ir::Node& cell = p_.nodes[found->cells[n.aux]];
  return cell.op == Op::constant ? std::optional(cell.imm) : std::nullopt;
}

std::optional<Linear> Days::moved(Linear from, NodeId by, int sign, const Draft& draft) const {
  if (p_.nodes[by].type != Type::length) {
    const auto days = value(by, draft);
    if (!days) return std::nullopt;
    from.filed += sign * days->filed;
    from.first += sign * days->first;
    from.days += sign * days->days;
    if (from.root == no_index) from.root = days->root;
    return from;
  }
  const auto code = length(by, draft);
  if (!code) return std::nullopt;
  const Period period = Period::decode(*code);
  if (period.kind() == PeriodKind::days) {
    from.days += sign * period.count();
  } else if (period.kind() == PeriodKind::working_days) {
    from.days += sign * in_days(period.count());
  } else {
    const std::int64_t day = from.days + (from.first != 0 ? first_day_ : 0);
    if (day < CivilDate::first_fact().days_since_epoch() ||
        day > CivilDate::last_fact().days_since_epoch())
      return std::nullopt;
    const auto start = CivilDate::from_days(static_cast<std::int32_t>(day));
    const auto end = sign > 0 ? add(start, period, MonthEnd::last_day)
                              : subtract(start, period, MonthEnd::last_day);
    if (!end) return std::nullopt;
    from.days += (*end - start).count;
  }
  return from;
}

std::optional<Linear> Days::value(NodeId node, const Draft& draft) const {
  const ir::Node& n = p_.nodes[node];
  switch (n.op) {
    case Op::fact: {
      if (n.type != Type::date) return std::nullopt;
      const auto slot = static_cast<std::uint32_t>(n.imm);
      if (slot == schema_.filed_on) return Linear{1, 1, 0, no_index};
      const auto wish = draft.facts.find(slot);
      if (wish != draft.facts.end() &&
          (wish->second.state == Wish::State::never || wish->second.state == Wish::State::null))
        return std::nullopt;
      const auto shift = draft.shifts.find(slot);
      return Linear{0, 1, shift == draft.shifts.end() ? 0 : shift->second, slot};
    }
    case Op::constant:
      if (n.type != Type::date && n.type != Type::days) return std::nullopt;
      return Linear{0, 0, n.imm, no_index};
    case Op::add:
    case Op::subtract: {
      if (n.type != Type::date && n.type != Type::days) return std::nullopt;
      const auto from = value(n.a, draft);
      return from ? moved(*from, n.b, n.op == Op::add ? 1 : -1, draft) : std::nullopt;
    }
    case Op::days_between: {
      const auto to = value(n.b, draft);
      return to ? moved(*to, n.a, -1, draft) : std::nullopt;
    }
    case Op::first:
      for (Index i = 0; i < n.children_count; ++i)
        if (const auto found = value(p_.children[n.children_begin + i], draft)) return found;
      return std::nullopt;
    case Op::last_day:
      return window(static_cast<Index>(n.imm), draft).last;
    default:
      return std::nullopt;
  }
}

Days::Window Days::window(Index period, const Draft& draft) const {
  const ir::PeriodUse& use = p_.periods[period];
  Window window;
  for (const NodeId from : use.from) {
    window.from = value(from, draft);
    if (window.from) break;
  }
  window.open_end = use.open_end;
  if (use.until != no_node) {
    window.last = value(use.until, draft);
  } else if (window.from && use.length != no_node) {
    window.last = moved(*window.from, use.length, 1, draft);
    if (window.last && use.count_from.then == CountFrom::same_day) --window.last->days;
  }
  return window;
}

}  // namespace sanbao::witness
