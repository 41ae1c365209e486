// SPDX-License-Identifier: Apache-2.0
//
// Periods and events of a ColumnBlock: where a period falls for each row, which events are counted. What
// Session::plain_window, plain_last and plain_event_test say of one claim (eval/periods.cpp, eval/events.cpp).
// See column_block.hpp.
#include <algorithm>

#include "eval/column_block.hpp"
#include "sanbao/values/window.hpp"

namespace sanbao::eval {

using ir::CellTest;
using ir::Column;
using ir::ColumnForm;
using ir::FactState;

namespace {

// What stands in a table of last days where no such day can be said, and where nobody looked yet.
constexpr std::int32_t no_day = -1, not_looked = -2;

// Whether an event is counted; open: it takes more to say.
constexpr std::uint8_t out = 0, in = 1, open = 2;

void set(BlockBits& bits, std::size_t row) {
  bits[row / 64] |= std::uint64_t{1} << row % 64;
}
bool has(const BlockBits& bits, std::size_t row) {
  return (bits[row / 64] >> row % 64 & 1U) != 0;
}

template <typename T>
void read_all(const Column& column, std::int64_t first, std::vector<std::int64_t>& values) {
  const T* const at = static_cast<const T*>(column.values) + column.offset + first;
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = static_cast<std::int64_t>(at[i]);
}

}  // namespace

std::int32_t ColumnBlock::last_day(std::uint32_t count, std::int32_t from) {
  std::vector<std::int32_t>& table = last_days_[count];
  if (table.empty())
    table.assign(static_cast<std::size_t>(CivilDate::last_fact().days_since_epoch()) + 1,
                 not_looked);
  const auto place = static_cast<std::size_t>(static_cast<std::uint32_t>(from));
  if (place >= table.size()) return no_day;
  std::int32_t& known = table[place];
  if (known != not_looked) return known;
  const ColumnCount& way = plan_->counts[count];
  const Counted counted = count_window(CivilDate::from_days(from), sanbao::Period::decode(way.length),
                                       way.count_from, way.month_end, way.calendar);
  known = no_day;
  if (!counted.ok || counted.empty) return known;
  const Rolled rolled = roll_last(counted.last, way.roll, way.calendar);
  if (rolled.state != RollState::unknown) known = rolled.last.days_since_epoch();
  return known;
}

void ColumnBlock::lay_period(std::size_t index, BlockBits& lacks) {
  const ColumnPeriod& way = plan_->periods[index];
  Period& period = periods_[index];
  lacks.fill(0);
  BlockBits left = bits_[1];
  for (const ColumnPeriod::From& from : way.from) {
    BlockBits given{};
    BlockBits never{};
    const std::int32_t* day = nullptr;
    if (from.is_last) {
      const Last& last = lasts_[from.place];
      given = last.given;
      never = last.never;
      day = last.day.data();
    } else {
      absent(from.place, FactState::never, never);
      const ir::CellColumn* column = fact(from.place);
      day = days(from.place);
      if (column != nullptr)
        for (std::size_t row = 0; row < count_; ++row)
          if (column->value.validity == nullptr ||
              column->value.has(first_ + static_cast<std::int64_t>(row)))
            set(given, row);
    }
    for (std::size_t row = 0; row < count_; ++row)
      if (has(left, row) && has(given, row)) period.from[row] = day[row];
    for (std::size_t word = 0; word < block_words; ++word) {
      lacks[word] |= left[word] & ~given[word] & ~never[word];
      left[word] &= never[word];
    }
  }
  for (std::size_t word = 0; word < block_words; ++word)
    lacks[word] |= left[word];
  for (std::size_t row = 0; row < count_; ++row) {
    if (has(lacks, row)) continue;
    period.last[row] = last_day(way.count, period.from[row]);
    if (period.last[row] < 0) set(lacks, row);
  }
  period.lacks = lacks;
}

BlockEvents::Field& ColumnBlock::field(std::uint32_t list, std::uint32_t index) {
  BlockEvents& events = events_[list];
  BlockEvents::Field& field = events.fields[index];
  if (field.loaded) return field;
  field.loaded = true;
  field.values.assign(events.count, 0);
  field.states.assign(events.count, FactState::absent);
  if (field.column == nullptr || events.count == 0) return field;
  const Column& column = field.column->value;
  const std::int64_t first = events.column->rows.value.begin(first_);
  if (!field.column->symbols.empty()) {
    const bool coded = column.form == ColumnForm::coded;
    for (std::size_t i = 0; i < events.count; ++i) {
      const std::int64_t at = first + static_cast<std::int64_t>(i);
      const auto place = static_cast<std::size_t>(coded ? column.place(at) : at);
      if (place < field.column->symbols.size()) field.values[i] = field.column->symbols[place];
    }
  } else if (column.form == ColumnForm::int32) {
    read_all<std::int32_t>(column, first, field.values);
  } else if (column.form == ColumnForm::int64) {
    read_all<std::int64_t>(column, first, field.values);
  } else {
    for (std::size_t i = 0; i < events.count; ++i)
      field.values[i] = column.integer(first + static_cast<std::int64_t>(i));
  }
  if (field.column->times != 1)
    for (std::int64_t& value : field.values)
      value *= field.column->times;
  for (std::size_t i = 0; i < events.count; ++i) {
    const std::int64_t at = first + static_cast<std::int64_t>(i);
    field.states[i] = column.has(at) ? FactState::given : field.column->missing(at);
  }
  return field;
}

// How each event stands to the day of judgement (eval/facts.cpp).
void ColumnBlock::load_states(std::uint32_t list, BlockEvents& events) {
  const ir::SchemaList& shape = plan_->schema->lists[list];
  events.ignored.assign(events.count, 0);
  events.cut.assign(events.count, 0);
  events.open.assign(events.count, 0);
  const auto begins = [&](int index) {
    if (index < 0) return;
    const BlockEvents::Field& begin = field(list, static_cast<std::uint32_t>(index));
    for (std::size_t i = 0; i < events.count; ++i)
      if (begin.states[i] == FactState::given && begin.values[i] > as_of(events.row_of[i]))
        events.ignored[i] = 1;
  };
  begins(shape.received_on);
  if (shape.received_on < 0) begins(shape.on);
  if (!shape.interval) return;
  const BlockEvents::Field& end = field(list, static_cast<std::uint32_t>(shape.returned_on));
  for (std::size_t i = 0; i < events.count; ++i) {
    events.open[i] = end.states[i] == FactState::absent || end.states[i] == FactState::never;
    events.cut[i] = events.ignored[i] == 0 && end.states[i] == FactState::given &&
                    end.values[i] > as_of(events.row_of[i]);
  }
}

BlockEvents& ColumnBlock::events(std::uint32_t list) {
  BlockEvents& events = events_[list];
  if (events_loaded_[list] != 0) return events;
  events_loaded_[list] = 1;
  events.column = lists_[list];
  events.fields.assign(plan_->schema->lists[list].fields.size(), {});
  events.count = 0;
  events.row_of.clear();
  events.begin.fill(0);
  events.given.fill(0);
  if (events.column != nullptr) {
    for (const ir::CellColumn& column : events.column->fields)
      events.fields[column.place].column = &column;
    const Column& rows = events.column->rows.value;
    const std::int64_t first = count_ > 0 ? rows.begin(first_) : 0;
    for (std::size_t row = 0; row < count_; ++row) {
      const std::int64_t at = first_ + static_cast<std::int64_t>(row);
      const auto end = static_cast<std::size_t>(rows.begin(at + 1) - first);
      if (rows.has(at)) set(events.given, row);
      events.row_of.resize(end, static_cast<std::uint16_t>(row));
      events.begin[row + 1] = static_cast<std::uint32_t>(end);
    }
    events.count = events.row_of.size();
  }
  for (std::size_t word = 0; word < block_words; ++word)
    events.silent[word] = bits_[1][word] & ~events.given[word];
  load_states(list, events);
  return events;
}

void ColumnBlock::pick_by(const CellTest& test, const ColumnEventTest& of, BlockEvents& events) {
  const BlockEvents::Field& field = this->field(of.list, test.cell);
  const bool mends =
      static_cast<int>(test.cell) == plan_->schema->lists[of.list].fixed;
  const auto pick = [&](const auto& truth) {
    for (std::size_t i = 0; i < events.count; ++i) {
      if (picked_[i] != in) continue;
      std::uint8_t found = open;
      if (field.states[i] == FactState::given) {
        found = truth(i);
      } else if (field.states[i] == FactState::absent) {
        // What is still in repair is not mended.
        const bool unmended = events.open[i] != 0 && mends;
        if (test.kind == CellTest::Kind::silent || unmended) found = unmended ? out : in;
      }
      picked_[i] = found == open ? open : (found == in) != test.negated ? in : out;
    }
  };
  const auto of_period = [&](const auto& truth) {
    const Period& period = periods_[test.period];
    pick([&](std::size_t i) -> std::uint8_t {
      const std::size_t row = events.row_of[i];
      if (has(period.lacks, row)) return open;
      return truth(field.values[i], period.from[row], period.last[row]) ? in : out;
    });
  };
  switch (test.kind) {
    case CellTest::Kind::boolean:
      pick([&](std::size_t i) -> std::uint8_t { return field.values[i] != 0 ? in : out; });
      break;
    case CellTest::Kind::equal:
      pick([&](std::size_t i) -> std::uint8_t {
        return field.values[i] == test.value ? in : out;
      });
      break;
    case CellTest::Kind::in_period:
      of_period([](std::int64_t day, std::int32_t from, std::int32_t last) {
        return day >= from && day <= last;
      });
      break;
    case CellTest::Kind::after_period:
      of_period([](std::int64_t day, std::int32_t, std::int32_t last) { return day > last; });
      break;
    case CellTest::Kind::before_period:
      of_period([](std::int64_t day, std::int32_t from, std::int32_t) { return day < from; });
      break;
    default:
      pick([](std::size_t) -> std::uint8_t { return out; });
      break;
  }
}

void ColumnBlock::pick(const ColumnEventTest& test, BlockEvents& events) {
  picked_.resize(events.count);
  for (std::size_t i = 0; i < events.count; ++i)
    picked_[i] = events.ignored[i] != 0 ? out : events.cut[i] != 0 ? open : in;
  for (const CellTest& where : test.where)
    pick_by(where, test, events);
}

void ColumnBlock::lay_last(std::size_t index) {
  const ColumnEventTest& test = plan_->lasts[index];
  BlockEvents& events = this->events(test.list);
  Last& last = lasts_[index];
  last.given.fill(0);
  BlockBits lacks{};
  if (!test.assume_empty) lacks = events.silent;
  pick(test, events);
  const BlockEvents::Field& field = this->field(test.list, test.field);
  for (std::size_t i = 0; i < events.count; ++i) {
    if (picked_[i] == out) continue;
    const std::size_t row = events.row_of[i];
    if (picked_[i] == open ||
        (field.states[i] != FactState::given && field.states[i] != FactState::never)) {
      set(lacks, row);
      continue;
    }
    if (field.states[i] == FactState::never || field.values[i] > as_of(row)) continue;
    const auto day = static_cast<std::int32_t>(field.values[i]);
    if (!has(last.given, row) || day > last.day[row]) last.day[row] = day;
    set(last.given, row);
  }
  for (std::size_t word = 0; word < block_words; ++word) {
    last.given[word] &= ~lacks[word];
    last.never[word] = bits_[1][word] & ~lacks[word] & ~last.given[word];
  }
}

void ColumnBlock::test_events(const ColumnEventTest& test, BlockBits& holds, BlockBits& lacks) {
  BlockEvents& events = this->events(test.list);
  lacks.fill(0);
  if (!test.assume_empty) lacks = events.silent;
  pick(test, events);
  measured_.assign(block_rows, 0);
  const BlockEvents::Field* amounts =
      test.of == ir::no_index ? nullptr : &this->field(test.list, test.of);
  for (std::size_t i = 0; i < events.count; ++i) {
    if (picked_[i] == out) continue;
    const std::size_t row = events.row_of[i];
    std::int64_t& measured = measured_[row];
    if (picked_[i] == open ||
        (amounts != nullptr && amounts->states[i] != FactState::given)) {
      set(lacks, row);
    } else if (amounts == nullptr) {
      ++measured;
    } else if (test.measure == ir::EventMeasure::largest) {
      measured = std::max(measured, amounts->values[i]);
    } else {
      measured += amounts->values[i];  // as many as a list may have stay far below 64 bits
    }
  }
  BlockBytes truths;
  const auto compare = [&](const auto& truth) {
    for (std::size_t row = 0; row < block_rows; ++row)
      truths[row] = truth(measured_[row]) ? 1 : 0;
  };
  switch (test.bound) {
    case ir::Bound::at_least:
      compare([&](std::int64_t value) { return value >= test.limit; });
      break;
    case ir::Bound::more_than:
      compare([&](std::int64_t value) { return value > test.limit; });
      break;
    case ir::Bound::at_most:
      compare([&](std::int64_t value) { return value <= test.limit; });
      break;
    case ir::Bound::fewer_than:
      compare([&](std::int64_t value) { return value < test.limit; });
      break;
    default:
      compare([&](std::int64_t value) { return value == test.limit; });
      break;
  }
  pack(truths, holds);
}

}  // namespace sanbao::eval
