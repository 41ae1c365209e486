// SPDX-License-Identifier: Apache-2.0
//
// The values that Asker tries for a fact: few, but one for each way the policy can tell them apart.
// Dates lie on, just before and just after what they are compared with, a period's length away, and past
// the reach of a roll; numbers at and next to what they are compared with: dates, lengths and numbers that
// are read together with the fact, and what makes an expression come to them (turning_points.hpp). See asking.hpp.
#include <algorithm>
#include <bit>

#include "base/sorted.hpp"
#include "eval/asking.hpp"
#include "eval/turning_points.hpp"
#include "ir/cells.hpp"

namespace sanbao::eval {

using ir::Cell;
using ir::FactState;
using ir::Type;

namespace {

Cell given(std::int64_t value) {
  return {value, FactState::given};
}

/// Where a claim gives no date at all: a plain working day within every calendar's years.
constexpr std::int32_t some_day = 16'589;  // 2015-06-03
/// A last day rolls past at most a long holiday.
constexpr std::int64_t roll_reach = 16;

}  // namespace

const ir::SchemaFact& Asker::shape_of(const FactPath& path) const {
  const ir::Schema& schema = *claim_->schema;
  return path.kind == FactPath::Kind::slot ? schema.facts[path.slot]
                                           : schema.lists[path.slot].fields[path.field];
}

// What stands in the conditions and amounts that read a fact.
void Asker::find_compared(std::uint32_t place) {
  const std::size_t slots = claim_->schema->facts.size();
  const std::size_t lists = claim_->schema->lists.size();
  auto& found = compared_;
  found.slots.clear();
  found.lists.clear();
  found.days.clear();
  found.constants.clear();
  const auto look_at = [&](const Probe& probe) {
    const ir::Program& program = *judged_[probe.policy]->program;
    for (std::size_t w = 0; w < program.reads_words; ++w)
      for (std::uint64_t left = probe.row[w]; left != 0; left &= left - 1) {
        const std::size_t bit = w * 64 + static_cast<std::size_t>(std::countr_zero(left));
        if (bit < slots) {
          found.slots.push_back(static_cast<std::uint32_t>(bit));
        } else if (bit < slots + lists) {
          found.lists.push_back(static_cast<std::uint32_t>(bit - slots));
        } else {
          const ir::Node& node = program.nodes[program.constants[bit - slots - lists]];
          found.constants.emplace_back(node.type, node.imm);
        }
      }
    if (!probe.is_binding_date()) return;
    for (const auto& day : {program.source->in_force_from, program.source->in_force_until})
      if (day) found.days.push_back(day->days_since_epoch());
  };
  std::vector<std::uint8_t> sums(judged_.size(),
                                 0);  // by policy: some amount that matters reads it
  for (const std::uint32_t reader : readers_[place]) {
    const Probe& probe = probes_[reader];
    look_at(probe);
    if (probe.money != nullptr && probe.apart) sums[probe.policy] = 1;
  }
  // It may come to what another rule pays.
  for (const Probe& probe : probes_)
    if (probe.money != nullptr && sums[probe.policy] != 0) look_at(probe);
  base::sort_unique(found.slots);
  base::sort_unique(found.lists);
  base::sort_unique(found.constants);
  base::sort_unique(found.days);
}

// Under the answers given so far.
void Asker::find_turning_points(std::uint32_t place) {
  points_.clear();
  const Type type = shape_of((*all_)[place]).type;
  if (!ir::is_numeric(type) && type != Type::date) return;
  for (const std::uint32_t reader : readers_[place]) {
    const Probe& probe = probes_[reader];
    if (probe.is_binding_date()) continue;
    Session& session = trial(probe.policy);
    TurningPoints points(session, (*all_)[place], points_);
    if (probe.money == nullptr) {
      points.of_condition(session.program().leaves[probe.leaf].node);
      continue;
    }
    if (!probe.apart) continue;
    // It may come to what another rule pays.
    for (const Probe& other : probes_) {
      if (other.money == nullptr || other.money == probe.money || other.policy != probe.policy)
        continue;
      const Scalar amount = session.value(other.money->amount);
      if (amount.is_known()) points.of_value(probe.money->amount, amount.exact);
    }
  }
}

void Asker::candidates(const FactPath& path, std::vector<Cell>& out) {
  const ir::Schema& schema = *claim_->schema;
  const ir::SchemaFact& fact = shape_of(path);
  switch (fact.type) {
    case Type::boolean:
      out = {given(1), given(0)};
      return;
    case Type::date: {
      const bool filing = path.kind == FactPath::Kind::slot && path.slot == schema.filed_on;
      const bool receiving = path.kind == FactPath::Kind::field &&
                             static_cast<int>(path.field) == schema.lists[path.slot].received_on;
      return date_candidates(out, !filing && !receiving);
    }
    case Type::enumeration:
    case Type::remedy:
    case Type::text:
      return text_candidates(path, fact, out);
    case Type::set:
      return set_candidates(path, fact, out);
    default:
      return number_candidates(fact.type, out);
  }
}

void Asker::date_candidates(std::vector<Cell>& out, bool may_be_never) {
  std::vector<std::int64_t> anchors{some_day};
  std::vector<std::int64_t> lengths;
  const ir::Schema& schema = *claim_->schema;
  for (const std::uint32_t slot : compared_.slots)
    if (schema.facts[slot].type == Type::date && claim_->cells[slot].state == FactState::given)
      anchors.push_back(claim_->cells[slot].value);
  for (const std::uint32_t list : compared_.lists) {
    const auto& fields = schema.lists[list].fields;
    const auto& cells = claim_->lists[list].cells;
    // A handful of events tell as much as a thousand.
    const std::size_t most = std::min<std::size_t>(cells.size(), fields.size() * 8);
    for (std::size_t i = 0; i < most; ++i)
      if (fields[i % fields.size()].type == Type::date && cells[i].state == FactState::given)
        anchors.push_back(cells[i].value);
  }
  if (evaluator_.as_of_option_) anchors.push_back(evaluator_.as_of_option_->days_since_epoch());
  anchors.insert(anchors.end(), compared_.days.begin(), compared_.days.end());
  for (const auto& [type, value] : compared_.constants) {
    if (type == Type::date) anchors.push_back(value);
    if (type == Type::length) lengths.push_back(value);
    if (type == Type::days) lengths.push_back(Period::days(value).encode());
  }
  base::sort_unique(anchors);
  std::vector<std::int64_t> days;
  const auto around = [&](std::int64_t day) {
    for (const std::int64_t by : {std::int64_t{-1}, std::int64_t{0}, std::int64_t{1}})
      days.push_back(day + by);
  };
  for (const Exact& point : points_)
    if (const auto day = point.round_to(Exact::from_integer(1), Rounding::down)) around(*day);
  for (const std::int64_t anchor : anchors) {
    around(anchor);
    const auto from = CivilDate::from_days(static_cast<std::int32_t>(anchor));
    for (const std::int64_t code : lengths) {
      Period length = Period::decode(code);
      if (length.kind() == PeriodKind::working_days) length = Period::days(length.count() * 2);
      const auto later = add(from, length, MonthEnd::last_day);
      const auto earlier = subtract(from, length, MonthEnd::last_day);
      if (later) {
        around(later->days_since_epoch());
        days.push_back(later->days_since_epoch() + roll_reach);
      }
      if (earlier) {
        around(earlier->days_since_epoch());
        days.push_back(earlier->days_since_epoch() - roll_reach);
      }
    }
  }
  days.push_back(CivilDate::first_fact().days_since_epoch());
  days.push_back(CivilDate::last_fact().days_since_epoch());
  base::sort_unique(days);
  for (const std::int64_t day : days)
    if (day >= CivilDate::first_fact().days_since_epoch() &&
        day <= CivilDate::last_fact().days_since_epoch())
      out.push_back(given(day));
  if (may_be_never) out.push_back({0, FactState::never});
}

void Asker::number_candidates(Type type, std::vector<Cell>& out) {
  std::vector<std::int64_t> values{0, 1};
  const auto add_around = [&](std::int64_t value, std::int64_t step) {
    values.insert(values.end(), {value - step, value, value + step});
  };
  for (const auto& [of, value] : compared_.constants) {
    if (of == type) {
      add_around(value, 1);
      if (type == Type::days || type == Type::money) add_around(value, 100);
    }
    // Counts, numbers and days are written alike in a policy: `> 30` fits all of them.
    if (of == Type::count && type == Type::number)
      add_around(value * values::number_scale, values::number_scale);
    if (of == Type::count && (type == Type::count || type == Type::days)) add_around(value, 1);
  }
  const ir::Schema& schema = *claim_->schema;
  for (const std::uint32_t slot : compared_.slots)
    if (schema.facts[slot].type == type && claim_->cells[slot].state == FactState::given) {
      const std::int64_t value = claim_->cells[slot].value;
      values.insert(values.end(), {value, value + 1});
      if (value > 0) values.push_back(value - 1);
    }
  if (type == Type::length) {
    values = {Period::days(0).encode(), Period::days(1).encode(), Period::months(1).encode(),
              Period::months(1200).encode()};
    for (const auto& [of, value] : compared_.constants) {
      if (of == Type::length) values.push_back(value);
      if (of == Type::days) values.push_back(Period::days(value).encode());
    }
  } else {
    values.push_back(type == Type::days    ? 100'000
                     : type == Type::count ? 1'000'000
                                           : 1'000'000'000'000);
  }
  const Exact step = Exact::from_scaled(1, ir::parts_of_one(type));
  for (const Exact& point : points_)
    if (const auto value = point.round_to(step, Rounding::down);
        value && *value < ir::greatest(type))
      add_around(*value, 1);
  base::sort_unique(values);
  for (const std::int64_t value : values)
    if (value >= 0) out.push_back(given(value));
}

void Asker::text_candidates(const FactPath& path, const ir::SchemaFact& fact,
                            std::vector<Cell>& out) {
  std::vector<ir::Symbol> symbols;
  for (const PolicyRun* run : judged_) {
    const auto& compared =
        run->program->compared_texts(path.kind == FactPath::Kind::slot, path.slot, path.field);
    symbols.insert(symbols.end(), compared.begin(), compared.end());
  }
  // What is read beside it may be compared with it, be it a fact or a field, or share a group with it.
  const ir::Schema& schema = *claim_->schema;
  const auto spoken = [&](const Cell& cell) {
    if (cell.state == FactState::given) symbols.push_back(static_cast<ir::Symbol>(cell.value));
  };
  for (const std::uint32_t slot : compared_.slots)
    if (fact.open && schema.facts[slot].type == Type::text && schema.facts[slot].open)
      spoken(claim_->cells[slot]);
  for (const std::uint32_t list : compared_.lists) {
    const auto& fields = schema.lists[list].fields;
    const auto& rows = claim_->lists[list];
    for (std::size_t field = 0; field < fields.size(); ++field) {
      const bool same =
          path.kind == FactPath::Kind::field && path.slot == list && path.field == field;
      const bool other = fact.open && fields[field].type == Type::text && fields[field].open;
      for (std::uint32_t event = 0; (same || other) && event < std::min(rows.count, 16U); ++event)
        spoken(rows.at(event, static_cast<ir::Index>(field),
                       static_cast<std::uint32_t>(fields.size())));
    }
  }
  base::sort_unique(symbols);
  if (!fact.open) {
    // One member that nothing is compared with stands for all of those.
    std::erase_if(symbols, [&](ir::Symbol s) {
      return std::find(fact.members.begin(), fact.members.end(), s) == fact.members.end();
    });
    for (const ir::Symbol member : fact.members)
      if (std::find(symbols.begin(), symbols.end(), member) == symbols.end()) {
        symbols.push_back(member);
        break;
      }
  } else {
    symbols.push_back(claim_->intern("\x01"));
  }
  for (const ir::Symbol symbol : symbols)
    out.push_back(given(symbol));
}

void Asker::set_candidates(const FactPath& path, const ir::SchemaFact& fact,
                           std::vector<Cell>& out) {
  std::vector<ir::Symbol> members;
  for (const PolicyRun* run : judged_) {
    const auto& compared =
        run->program->compared_texts(path.kind == FactPath::Kind::slot, path.slot, path.field);
    members.insert(members.end(), compared.begin(), compared.end());
  }
  base::sort_unique(members);
  if (!fact.open)
    std::erase_if(members, [&](ir::Symbol s) {
      return std::find(fact.members.begin(), fact.members.end(), s) == fact.members.end();
    });
  const auto add = [&](auto&& chosen) {
    const std::size_t begin = claim_->set_members.size();
    for (std::size_t i = 0; i < members.size(); ++i)
      if (chosen(i)) claim_->set_members.push_back(members[i]);
    const std::size_t count = claim_->set_members.size() - begin;
    out.push_back(given(static_cast<std::int64_t>(begin << 32U | count)));
  };
  if (members.size() <= 6) {
    for (std::size_t bits = 0; bits < (std::size_t{1} << members.size()); ++bits)
      add([&](std::size_t i) { return (bits >> i & 1U) != 0; });
    return;
  }
  add([](std::size_t) { return true; });
  add([](std::size_t) { return false; });
  for (std::size_t one = 0; one < members.size(); ++one) {
    add([&](std::size_t i) { return i == one; });
    add([&](std::size_t i) { return i != one; });
  }
}

}  // namespace sanbao::eval
