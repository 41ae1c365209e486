// SPDX-License-Identifier: Apache-2.0
//
// See column_maker.hpp.
#include "eval/column_maker.hpp"

#include <algorithm>

namespace sanbao::eval {
namespace {

/// What a key is of: keys of different things never meet.
enum Of : std::int64_t { of_step, of_period, of_count, of_test, of_last, of_value, of_money };

std::int64_t word(Literal literal) {
  return std::int64_t{literal.bit} * 2 + (literal.negated ? 1 : 0);
}

void add_wide(std::vector<std::int64_t>& key, values::Int128 number) {
  key.push_back(static_cast<std::int64_t>(number >> 64));
  key.push_back(static_cast<std::int64_t>(number));
}

}  // namespace

template <typename T>
std::uint32_t ColumnMaker::place(std::vector<T>& list, const T& entry, Key key) {
  const auto [at, fresh] = known_.emplace(std::move(key), static_cast<std::uint32_t>(list.size()));
  if (fresh) list.push_back(entry);
  return at->second;
}

Literal ColumnMaker::joint(ColumnStep step, const std::vector<Literal>& parts) {
  Key key{of_step, static_cast<std::int64_t>(step.kind), step.what, step.value};
  for (const Literal part : parts)
    key.push_back(word(part));
  step.first = static_cast<std::uint32_t>(plan_.parts.size());
  step.parts = static_cast<std::uint32_t>(parts.size());
  const std::size_t before = plan_.steps.size();
  const std::uint32_t at = place(plan_.steps, step, std::move(key));
  if (plan_.steps.size() > before)
    plan_.parts.insert(plan_.parts.end(), parts.begin(), parts.end());
  return {at + 1, false};
}

Literal ColumnMaker::step(Kind kind, std::uint32_t what, std::int64_t value) {
  return joint({kind, what, value, 0, 0}, {});
}

Literal ColumnMaker::all(std::vector<Literal> parts) {
  std::sort(parts.begin(), parts.end(), [](Literal a, Literal b) { return word(a) < word(b); });
  const auto same = [](Literal a, Literal b) { return word(a) == word(b); };
  parts.erase(std::unique(parts.begin(), parts.end(), same), parts.end());
  // Nought stands in front, and so does its opposite.
  if (!parts.empty() && same(parts.front(), nowhere)) return nowhere;
  if (!parts.empty() && same(parts.front(), always)) parts.erase(parts.begin());
  for (std::size_t i = 1; i < parts.size(); ++i)
    if (parts[i].bit == parts[i - 1].bit) return nowhere;
  if (parts.empty()) return always;
  return parts.size() == 1 ? parts[0] : joint({Kind::all, 0, 0, 0, 0}, parts);
}

Literal ColumnMaker::any(std::vector<Literal> parts) {
  for (Literal& part : parts)
    part = !part;
  return !all(std::move(parts));
}

Literal ColumnMaker::at_least(std::int64_t least, const std::vector<Literal>& parts) {
  if (least <= 0) return always;
  if (least > static_cast<std::int64_t>(parts.size())) return nowhere;
  return joint({Kind::count, 0, least, 0, 0}, parts);
}

std::uint32_t ColumnMaker::period(const ColumnPeriod& period) {
  Key key{of_period, period.count};
  for (const ColumnPeriod::From& from : period.from)
    key.insert(key.end(), {from.is_last ? 1 : 0, from.place});
  return place(plan_.periods, period, std::move(key));
}

// The same calendar, whoever read it.
std::uint32_t ColumnMaker::count(const ColumnCount& count) {
  const auto calendar = [](const WorkCalendar* of) { return of == nullptr ? "" : of->digest(); };
  std::int64_t number = 0;
  while (number < static_cast<std::int64_t>(plan_.counts.size()) &&
         calendar(plan_.counts[static_cast<std::size_t>(number)].calendar) !=
             calendar(count.calendar))
    ++number;
  return place(
      plan_.counts, count,
      {of_count, count.length, static_cast<std::int64_t>(count.count_from),
       static_cast<std::int64_t>(count.month_end), static_cast<std::int64_t>(count.roll), number});
}

std::uint32_t ColumnMaker::events(const ColumnEventTest& of, bool is_last) {
  Key key{is_last ? of_last : of_test,
          of.list,
          of.assume_empty ? 1 : 0,
          static_cast<std::int64_t>(of.measure),
          static_cast<std::int64_t>(of.bound),
          of.of,
          of.limit,
          of.field};
  for (const ir::CellTest& test : of.where)
    key.insert(key.end(), {static_cast<std::int64_t>(test.kind), test.negated ? 1 : 0, test.cell,
                           test.leaf, test.period, test.value});
  return place(is_last ? plan_.lasts : plan_.event_tests, of, std::move(key));
}

std::uint32_t ColumnMaker::value(const ColumnValue& value) {
  Key key{of_value,
          static_cast<std::int64_t>(value.op),
          value.slot,
          word(value.condition),
          value.days ? 1 : 0,
          value.step,
          static_cast<std::int64_t>(value.rounding),
          value.less ? 1 : 0,
          value.list};
  add_wide(key, value.constant);
  add_wide(key, value.denominator);
  for (const std::uint32_t part : value.parts)
    key.push_back(part);
  return place(plan_.values, value, std::move(key));
}

std::uint32_t ColumnMaker::money(const ColumnMoney& money) {
  Key key{of_money, word(money.due)};
  for (const ColumnMoney::Entry& entry : money.entries)
    key.insert(key.end(), {entry.value, entry.charge ? 1 : 0, word(entry.where)});
  return place(plan_.money, money, std::move(key));
}

std::int64_t ColumnMaker::column_of(std::vector<ColumnTexts>& columns, std::uint32_t slot,
                                    ir::Symbol symbol, std::uint32_t& column) {
  auto at = std::find_if(columns.begin(), columns.end(),
                         [&](const auto& texts) { return texts.slot == slot; });
  if (at == columns.end()) at = columns.insert(at, {slot, {}});
  column = static_cast<std::uint32_t>(at - columns.begin());
  auto place = std::find(at->symbols.begin(), at->symbols.end(), symbol);
  if (place == at->symbols.end()) place = at->symbols.insert(place, symbol);
  return place - at->symbols.begin() + 1;
}

std::int64_t ColumnMaker::text(std::uint32_t slot, ir::Symbol symbol, std::uint32_t& column) {
  return column_of(plan_.texts, slot, symbol, column);
}

std::int64_t ColumnMaker::member(std::uint32_t slot, ir::Symbol symbol, std::uint32_t& column) {
  return column_of(plan_.sets, slot, symbol, column);
}

}  // namespace sanbao::eval
