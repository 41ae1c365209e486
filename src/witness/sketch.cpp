// SPDX-License-Identifier: Apache-2.0
//
// See sketch.hpp. Tested by tests/unit/witness_test.cpp.
#include "witness/sketch.hpp"

#include <map>
#include <set>

#include "sanbao/values/rate.hpp"
#include "values/decimal.hpp"

namespace sanbao::witness {

using ir::FactState;
using ir::Op;
using ir::Type;

namespace {

// A text that no policy speaks of.
constexpr std::string_view other_text = "something else";

constexpr std::int64_t own_text = -1;

std::int64_t plain_value(Type type, std::uint32_t place, std::uint32_t decimals) {
  switch (type) {
    case Type::money: {
      // No two amounts of a claim are alike, so that sums of one are not those of another.
      std::int64_t unit = 1;
      for (std::uint32_t i = 0; i < decimals; ++i)
        unit *= 10;
      return (1000 + place % 100) * unit;
    }
    case Type::number:
      return values::number_scale;
    case Type::rate:
      return Rate::parts_per_whole / 10;
    case Type::length:
      return Period::years(1).encode();
    default:
      return 1;
  }
}

}  // namespace

Sketcher::Sketcher(const ir::Program& program, const ir::Schema& schema)
    : p_(program), schema_(schema) {
  std::set<std::uint32_t> slots{schema.filed_on};
  for (const ir::Node& node : program.nodes)
    if (node.op == Op::fact || node.op == Op::fact_bool)
      slots.insert(static_cast<std::uint32_t>(node.imm));
  for (const ir::PeriodUse& period : program.periods)
    for (const auto& usage : period.usage)
      slots.insert(usage.fact);
  // Nobody asks for anything unless a rule wants it, and a claim needs no number.
  slots.erase(schema.requests);
  slots.erase(schema.claim_id);
  read_.assign(slots.begin(), slots.end());
}

Entry Sketcher::entry(Index list, Index event, std::uint32_t place, const ir::SchemaFact& fact,
                      const Wish* wish, std::int64_t day, bool yes) const {
  static const Wish anything;
  const Wish& want = wish == nullptr ? anything : *wish;
  // Which day it was is seldom told by a condition, and matters to all.
  Entry entry{
      list, event, place, {0, FactState::given}, {}, wish != nullptr || fact.type == Type::date};
  if (want.state == Wish::State::null || want.state == Wish::State::never) {
    entry.cell.state = want.state == Wish::State::null ? FactState::null : FactState::never;
    return entry;
  }
  if (fact.type == Type::set) {
    entry.members = want.has;
    std::ranges::sort(entry.members, {}, [&](ir::Symbol s) { return schema_.symbols.text(s); });
    entry.members.erase(std::unique(entry.members.begin(), entry.members.end()),
                        entry.members.end());
    return entry;
  }
  if (want.value) {
    entry.cell.value = *want.value;
    return entry;
  }
  std::int64_t value = 0;
  switch (fact.type) {
    case Type::date:
      value = std::clamp<std::int64_t>(day, CivilDate::first_fact().days_since_epoch(),
                                       CivilDate::last_fact().days_since_epoch());
      break;
    case Type::boolean:
      value = want.allows(yes ? 1 : 0) ? (yes ? 1 : 0) : (yes ? 0 : 1);
      break;
    case Type::text:
    case Type::enumeration:
    case Type::remedy: {
      value = own_text;
      if (fact.type == Type::text && fact.open) break;
      const auto at =
          std::ranges::find_if(fact.members, [&](ir::Symbol s) { return want.allows(s); });
      if (at != fact.members.end()) value = *at;
      break;
    }
    default:
      value = std::clamp(plain_value(fact.type, place, schema_.decimals), want.low, want.high);
      while (!want.allows(value) && value < want.high)
        ++value;
      break;
  }
  entry.cell.value = value;
  return entry;
}

void Sketcher::add_events(const Draft& draft, std::int64_t first, bool yes, Sketch& into) const {
  std::map<Index, Index> counts;
  for (const EventWish& wish : draft.events) {
    const ir::SchemaList& list = schema_.lists[wish.list];
    std::set<std::uint32_t> fields;
    for (const auto& [of, field] : p_.mentioned_fields)
      if (of == wish.list) fields.insert(field);
    for (const auto& [field, unused] : wish.fields)
      fields.insert(field);
    for (const int field : {list.received_on, list.returned_on, list.on})
      if (field >= 0) fields.insert(static_cast<std::uint32_t>(field));
    for (std::int64_t i = 0; i < wish.count; ++i) {
      const Index event = counts[wish.list]++;
      for (const std::uint32_t field : fields) {
        if (list.fields[field].computed) continue;
        const auto wished = wish.fields.find(field);
        // Whole units are exchanged where nothing is said of a part.
        if (static_cast<int>(field) == list.component && list.whole_unit >= 0 &&
            wished == wish.fields.end())
          continue;
        const bool ends = static_cast<int>(field) == list.returned_on;
        into.push_back(entry(wish.list, event, field, list.fields[field],
                             wished == wish.fields.end() ? nullptr : &wished->second,
                             first + event + (ends ? wish.days : 0), yes));
      }
    }
  }
  for (const Index list : p_.mentioned_lists)
    if (!counts.contains(list))
      into.push_back({list, no_index, 0, {0, FactState::given}, {}, false});
}

Sketch Sketcher::sketch(const Draft& draft, std::int64_t first, std::int64_t filed,
                        bool yes) const {
  Sketch sketch;
  std::set<std::uint32_t> slots(read_.begin(), read_.end());
  for (const auto& [slot, wish] : draft.facts)
    slots.insert(slot);
  for (const std::uint32_t slot : slots) {
    const auto wish = draft.facts.find(slot);
    const bool wished = wish != draft.facts.end();
    // What the policy takes for granted need not be said.
    if (!wished && p_.slot_assume[slot] != no_node) continue;
    const auto shift = draft.shifts.find(slot);
    const std::int64_t day = slot == schema_.filed_on      ? filed
                             : shift == draft.shifts.end() ? first
                                                           : first + shift->second;
    sketch.push_back(entry(no_index, no_index, slot, schema_.facts[slot],
                           wished ? &wish->second : nullptr, day, yes));
  }
  add_events(draft, first, yes, sketch);
  return sketch;
}

void Sketcher::want(NodeId value, Sketch& sketch) const {
  std::vector<NodeId> open{value};
  std::set<NodeId> seen;
  while (!open.empty()) {
    const NodeId id = open.back();
    open.pop_back();
    if (id == no_node || !seen.insert(id).second) continue;
    const ir::Node& node = p_.nodes[id];
    if (node.op == Op::fact || node.op == Op::fact_bool)
      for (Entry& entry : sketch)
        if (entry.list == no_index && entry.place == static_cast<std::uint32_t>(node.imm))
          entry.wanted = true;
    open.insert(open.end(), {node.a, node.b, node.c});
    const auto children = p_.children.begin() + node.children_begin;
    open.insert(open.end(), children, children + node.children_count);
  }
}

void Sketcher::write(const Sketch& sketch, Claim& claim) const {
  claim.clear();
  ir::ClaimData& data = claim.data();
  std::map<std::pair<Index, Index>, std::uint32_t> rows;  // an event without entries is left out
  for (const Entry& entry : sketch) {
    ir::Cell cell = entry.cell;
    const ir::SchemaFact& fact = entry.list == no_index
                                     ? schema_.facts[entry.place]
                                     : schema_.lists[entry.list].fields[entry.place];
    if (entry.list != no_index && entry.event == no_index) {
      claim.set_none(Events{entry.list, claim.data().schema->shape});
      continue;
    }
    if (cell.state == FactState::given && fact.type == Type::set) {
      cell.value = static_cast<std::int64_t>(data.set_members.size() << 32U | entry.members.size());
      data.set_members.insert(data.set_members.end(), entry.members.begin(), entry.members.end());
    } else if (cell.state == FactState::given && fact.type == Type::text &&
               cell.value == own_text) {
      cell.value = data.intern(other_text);
    }
    if (entry.list == no_index) {
      data.cells[entry.place] = cell;
      continue;
    }
    const auto [row, fresh] = rows.try_emplace({entry.list, entry.event}, 0U);
    if (fresh) row->second = claim.add(Events{entry.list, claim.data().schema->shape}).index;
    const std::size_t width = schema_.lists[entry.list].fields.size();
    data.lists[entry.list].cells[row->second * width + entry.place] = cell;
  }
}

const std::string& Sketcher::path(const Entry& entry) const {
  return entry.list == no_index ? schema_.facts[entry.place].path
                                : schema_.lists[entry.list].fields[entry.place].path;
}

std::string Sketcher::value(const ir::SchemaFact& fact, const Entry& entry) const {
  const ir::Cell& cell = entry.cell;
  if (cell.state == FactState::null) return "null";
  if (cell.state == FactState::never) return "never";
  const auto symbol = [&](std::int64_t of) {
    const std::string_view text =
        of == own_text ? other_text : schema_.symbols.text(static_cast<ir::Symbol>(of));
    const bool is_word = !text.empty() && std::ranges::all_of(text, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
    if (is_word) return std::string(text);
    std::string quoted = "\"";
    for (const char c : text) {
      if (c == '"' || c == '\\') quoted += '\\';
      quoted += c;
    }
    return quoted + '"';
  };
  const auto decimal = [&](int decimals, values::Trailing noughts) {
    char digits[values::max_decimal_text];
    return std::string(digits, values::write_decimal(digits, cell.value, decimals, noughts));
  };
  switch (fact.type) {
    case Type::boolean:
      return cell.value != 0 ? "true" : "false";
    case Type::number:
      return decimal(values::number_decimals, values::Trailing::drop);
    case Type::money:
      return decimal(static_cast<int>(schema_.decimals), values::Trailing::keep);
    case Type::rate:
      return Rate::from_parts(cell.value).to_string();
    case Type::length:
      return Period::decode(cell.value).to_string();
    case Type::date:
      return CivilDate::from_days(static_cast<std::int32_t>(cell.value)).to_string();
    case Type::set: {
      std::string text = "[";
      for (const ir::Symbol member : entry.members)
        text += (text.size() > 1 ? ", " : "") + symbol(member);
      return text + "]";
    }
    case Type::text:
    case Type::enumeration:
    case Type::remedy:
      return symbol(cell.value);
    default:
      return std::to_string(cell.value);
  }
}

std::string Sketcher::text(const Sketch& sketch) const {
  std::map<std::string, std::string> groups;                   // facts by group
  std::map<std::string, std::map<Index, std::string>> events;  // fields by event
  for (const Entry& entry : sketch) {
    if (entry.list == no_index) {
      const std::string& all = path(entry);
      const std::size_t dot = all.find('.');
      std::string& group = groups[all.substr(0, dot)];
      group += (group.empty() ? "" : ", ") + all.substr(dot + 1) + ": " +
               value(schema_.facts[entry.place], entry);
    } else if (entry.event == no_index) {
      events[schema_.lists[entry.list].path];
    } else {
      std::string& event = events[schema_.lists[entry.list].path][entry.event];
      event += (event.empty() ? "" : ", ") + path(entry) + ": " +
               value(schema_.lists[entry.list].fields[entry.place], entry);
    }
  }
  std::string text;
  for (const auto& [name, facts] : groups)
    text.append(text.empty() ? "" : ", ").append(name).append(": {").append(facts).append("}");
  for (const auto& [name, list] : events) {
    std::string rows;
    for (const auto& [unused, fields] : list)
      rows.append(rows.empty() ? "{" : ", {").append(fields).append("}");
    text.append(text.empty() ? "" : ", ").append(name).append(": [").append(rows).append("]");
  }
  return "{" + text + "}";
}

}  // namespace sanbao::witness
