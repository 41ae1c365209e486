// SPDX-License-Identifier: Apache-2.0
//
// Periods and events of a ColumnBlock: where a period falls for each row, which events are counted. What
// Session::plain_window, plain_last and plain_event_test say of one claim (eval/periods.cpp, eval/events.cpp).
// See column_block.hpp.
#include <algorithm>
#include <bit>
#include <cstring>

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

template <typename T>
void read_all(const Column& column, std::int64_t first, std::vector<std::int64_t>& values) {
  const T* const at = static_cast<const T*>(column.values) + column.offset + first;
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = static_cast<std::int64_t>(at[i]);
}

// Bits of a bitmap from any bit on, one an entry; nothing beyond the last is read.
template <typename T>
void spread_bits(const void* bitmap, std::int64_t offset, std::size_t count, T* values) {
  const auto* byte = static_cast<const std::uint8_t*>(bitmap) + offset / 8;
  const auto skipped = static_cast<std::size_t>(offset % 8);
  std::size_t at = 0;
  if (skipped > 0) {
    for (; at < std::min(8 - skipped, count); ++at)
      values[at] = static_cast<T>(*byte >> (skipped + at) & 1);
    ++byte;
  }
  for (; at + 8 <= count; at += 8, ++byte)
    for (unsigned bit = 0; bit < 8; ++bit)
      values[at + bit] = static_cast<T>(*byte >> bit & 1);
  for (unsigned bit = 0; at < count; ++at, ++bit)
    values[at] = static_cast<T>(*byte >> bit & 1);
}

}  // namespace

std::vector<std::int32_t>& ColumnBlock::days_after(std::uint32_t count) {
  std::vector<std::int32_t>& table = last_days_[count];
  if (table.empty())
    table.assign(static_cast<std::size_t>(CivilDate::last_fact().days_since_epoch()) + 1,
                 not_looked);
  return table;
}

std::int32_t ColumnBlock::last_day(std::uint32_t count, std::int32_t from) {
  std::vector<std::int32_t>& table = days_after(count);
  const auto place = static_cast<std::size_t>(static_cast<std::uint32_t>(from));
  if (place >= table.size()) return no_day;
  std::int32_t& known = table[place];
  if (known != not_looked) return known;
  const ColumnCount& way = plan_->counts[count];
  const Counted counted =
      count_window(CivilDate::from_days(from), sanbao::Period::decode(way.length), way.count_from,
                   way.month_end, way.calendar);
  known = no_day;
  if (!counted.ok || counted.empty) return known;
  const Rolled rolled = roll_last(counted.last, way.roll, way.calendar);
  if (rolled.state != RollState::unknown) known = rolled.last.days_since_epoch();
  return known;
}

// The first day that there is; what is never is passed by. From the last to the first, so that an earlier one
// takes the place of a later one.
void ColumnBlock::lay_first_days(const ColumnPeriod& way, Period& period) const {
  BlockBits left = bits_[1];
  period.lacks.fill(0);
  for (const ColumnPeriod::From& from : way.from) {
    BlockBits given{};
    BlockBits never{};
    if (from.is_last) {
      given = lasts_[from.place].given;
      never = lasts_[from.place].never;
    } else {
      absent(from.place, FactState::never, never);
      if (fact(from.place) != nullptr) load_given(fact(from.place)->value, first_, count_, given);
    }
    for (std::size_t word = 0; word < block_words; ++word) {
      period.lacks[word] |= left[word] & ~given[word] & ~never[word];
      left[word] &= never[word];
    }
  }
  for (std::size_t word = 0; word < block_words; ++word)
    period.lacks[word] |= left[word];
  for (std::size_t at = way.from.size(); at-- > 0;) {
    const ColumnPeriod::From& from = way.from[at];
    if (!from.is_last) {
      const ir::CellColumn* column = fact(from.place);
      if (column == nullptr) continue;
      const std::int32_t* const day = days(from.place);
      if (at + 1 == way.from.size() || column->value.validity == nullptr) {
        std::copy_n(day, count_, period.from.begin());
        continue;
      }
      for (std::size_t row = 0; row < count_; ++row)
        if (column->value.has(first_ + static_cast<std::int64_t>(row))) period.from[row] = day[row];
      continue;
    }
    const Last& last = lasts_[from.place];
    for (std::size_t word = 0; word < block_words; ++word)
      for (std::uint64_t bits = last.given[word]; bits != 0; bits &= bits - 1) {
        const std::size_t row = word * 64 + static_cast<unsigned>(std::countr_zero(bits));
        period.from[row] = last.day[row];
      }
  }
}

void ColumnBlock::lay_period(std::size_t index, BlockBits& lacks) {
  const ColumnPeriod& way = plan_->periods[index];
  Period& period = periods_[index];
  lay_first_days(way, period);
  const std::vector<std::int32_t>& table = days_after(way.count);
  const std::int32_t* const known = table.data();
  const auto size = static_cast<std::uint32_t>(table.size());
  std::int32_t any = 0;
  for (std::size_t row = 0; row < count_; ++row) {
    const auto place = static_cast<std::uint32_t>(period.from[row]);
    const std::int32_t last = known[place < size ? place : 0];
    period.last[row] = last;
    any |= last;
  }
  for (std::size_t row = 0; any < 0 && row < count_; ++row) {
    if (period.last[row] >= 0 || has(period.lacks, row)) continue;
    period.last[row] = last_day(way.count, period.from[row]);
    if (period.last[row] < 0) set(period.lacks, row);
  }
  lacks = period.lacks;
}

BlockEvents::Field& ColumnBlock::field(std::uint32_t list, std::uint32_t index) {
  BlockEvents& events = events_[list];
  BlockEvents::Field& field = events.fields[index];
  if (field.loaded) return field;
  field.loaded = true;
  field.values.resize(events.count);
  if (field.column == nullptr || events.count == 0) {
    std::fill(field.values.begin(), field.values.end(), 0);
    field.states.assign(events.count, FactState::absent);
    return field;
  }
  const Column& column = field.column->value;
  const std::int64_t first = events.column->rows.value.begin(first_);
  if (!field.column->symbols.empty()) {
    const bool coded = column.form == ColumnForm::coded;
    const std::vector<ir::Symbol>& symbols = field.column->symbols;
    const auto put = [&](std::size_t i, std::size_t place) {
      field.values[i] = place < symbols.size() ? symbols[place] : ir::other_text;
    };
    if (coded && column.places == ColumnForm::int32) {
      read_all<std::int32_t>(column, first, field.values);
      for (std::size_t i = 0; i < events.count; ++i)
        put(i, static_cast<std::size_t>(field.values[i]));
    } else {
      for (std::size_t i = 0; i < events.count; ++i) {
        const std::int64_t at = first + static_cast<std::int64_t>(i);
        put(i, static_cast<std::size_t>(coded ? column.place(at) : at));
      }
    }
  } else if (column.form == ColumnForm::int32) {
    read_all<std::int32_t>(column, first, field.values);
  } else if (column.form == ColumnForm::int64) {
    read_all<std::int64_t>(column, first, field.values);
  } else if (column.form == ColumnForm::bits) {
    spread_bits(column.values, column.offset + first, events.count, field.values.data());
  } else {
    for (std::size_t i = 0; i < events.count; ++i)
      field.values[i] = column.integer(first + static_cast<std::int64_t>(i));
  }
  if (field.column->times != 1)
    for (std::int64_t& value : field.values)
      value *= field.column->times;
  field.all_given = column.validity == nullptr;
  if (field.all_given) return field;
  field.states.resize(events.count);
  if (!field.column->has_states) {
    static_assert(FactState{0} == FactState::absent && FactState{1} == FactState::given);
    spread_bits(column.validity, column.offset + first, events.count, field.states.data());
    return field;
  }
  for (std::size_t i = 0; i < events.count; ++i) {
    const std::int64_t at = first + static_cast<std::int64_t>(i);
    field.states[i] = column.has(at) ? FactState::given : field.column->missing(at);
  }
  return field;
}

// How each event stands to the day of judgement (eval/facts.cpp).
void ColumnBlock::load_states(std::uint32_t list, BlockEvents& events) {
  const ir::SchemaList& shape = plan_->schema->lists[list];
  const std::size_t count = events.count;
  events.ignored.assign(count, 0);
  events.cut.assign(count, 0);
  events.open.assign(count, 0);
  std::uint8_t* const ignored = events.ignored.data();
  std::uint8_t* const cut = events.cut.data();
  const std::uint16_t* const row_of = events.row_of.data();
  const std::int32_t* const as_of = as_of_days_.data();
  const int begins = shape.received_on >= 0 ? shape.received_on : shape.on;
  if (begins >= 0) {
    const BlockEvents::Field& begin = field(list, static_cast<std::uint32_t>(begins));
    const std::int64_t* const day = begin.values.data();
    for (std::size_t i = 0; i < count; ++i)
      ignored[i] = day[i] > as_of[row_of[i]] ? 1 : 0;
    for (std::size_t i = 0; !begin.all_given && i < count; ++i)
      if (!begin.is_given(i)) ignored[i] = 0;
  }
  if (shape.interval) {
    const BlockEvents::Field& end = field(list, static_cast<std::uint32_t>(shape.returned_on));
    const std::int64_t* const day = end.values.data();
    for (std::size_t i = 0; i < count; ++i)
      cut[i] = ((day[i] > as_of[row_of[i]]) & (ignored[i] == 0)) ? 1 : 0;
    for (std::size_t i = 0; !end.all_given && i < count; ++i) {
      if (end.is_given(i)) continue;
      cut[i] = 0;
      events.open[i] = end.states[i] != FactState::null ? 1 : 0;
    }
  }
  static_assert(out == 0 && in == 1 && open == 2);
  events.picked.resize(count);
  std::uint8_t* const picked = events.picked.data();
  for (std::size_t i = 0; i < count; ++i)
    picked[i] = static_cast<std::uint8_t>(1 + cut[i] - ignored[i]);
}

template <typename T>
void ColumnBlock::lay_rows(const Column& rows, BlockEvents& events) const {
  const T* const begin = static_cast<const T*>(rows.values) + rows.offset + first_;
  events.count = static_cast<std::size_t>(begin[count_] - begin[0]);
  // Four at once, whether a row has as many or not: those that follow write over what is too many.
  constexpr std::uint32_t four = 4;
  events.row_of.resize(events.count + four);
  for (std::size_t row = 0; row < count_; ++row) {
    auto at = static_cast<std::uint32_t>(begin[row] - begin[0]);
    const auto end = static_cast<std::uint32_t>(begin[row + 1] - begin[0]);
    events.begin[row] = at;
    const std::uint64_t rows_of_four = row * 0x0001000100010001U;
    do {
      std::memcpy(&events.row_of[at], &rows_of_four, sizeof rows_of_four);
      at += four;
    } while (at < end);
  }
  events.begin[count_] = static_cast<std::uint32_t>(events.count);
}

BlockEvents& ColumnBlock::events(std::uint32_t list) {
  BlockEvents& events = events_[list];
  if (events_loaded_[list] != 0) return events;
  events_loaded_[list] = 1;
  events.column = lists_[list];
  events.fields.resize(plan_->schema->lists[list].fields.size());
  for (BlockEvents::Field& field : events.fields) {
    field.column = nullptr;
    field.loaded = field.all_given = false;
  }
  events.count = 0;
  if (events.column == nullptr) events.begin.fill(0);
  events.given.fill(0);
  if (events.column != nullptr) {
    for (const ir::CellColumn& column : events.column->fields)
      events.fields[column.place].column = &column;
    const Column& rows = events.column->rows.value;
    load_given(rows, first_, count_, events.given);
    if (rows.form == ColumnForm::list) {
      lay_rows<std::int32_t>(rows, events);
    } else {
      lay_rows<std::int64_t>(rows, events);
    }
  }
  for (std::size_t word = 0; word < block_words; ++word)
    events.silent[word] = bits_[1][word] & ~events.given[word];
  load_states(list, events);
  return events;
}

void ColumnBlock::pick_by(const CellTest& test, const ColumnEventTest& of, BlockEvents& events) {
  const BlockEvents::Field& field = this->field(of.list, test.cell);
  const bool mends = static_cast<int>(test.cell) == plan_->schema->lists[of.list].fixed;
  // Bytes may lie anywhere: what is read beside them is kept at hand.
  const std::size_t count = events.count;
  const std::int64_t* const values = field.values.data();
  const std::uint16_t* const row_of = events.row_of.data();
  std::uint8_t* const picked = picked_.data();
  const std::uint8_t turn = test.negated ? 1 : 0;
  const auto pick = [&](const auto& truth) {
    for (std::size_t i = 0; field.all_given && i < count; ++i) {
      const std::uint8_t found = truth(i);
      picked[i] = picked[i] != in ? picked[i] : found == open ? open : found ^ turn;
    }
    if (field.all_given) return;
    const FactState* const states = field.states.data();
    const std::uint8_t* const in_repair = events.open.data();
    const std::uint8_t silent = test.kind == CellTest::Kind::silent ? in : open;
    for (std::size_t i = 0; i < count; ++i) {
      // What is still in repair is not mended.
      const std::uint8_t missing = (mends & (in_repair[i] != 0)) ? out : silent;
      std::uint8_t found = truth(i);
      found = states[i] == FactState::given    ? found
              : states[i] == FactState::absent ? missing
                                               : open;
      found = found == open ? open : found ^ turn;
      picked[i] = picked[i] == in ? found : picked[i];
    }
  };
  const auto of_period = [&](const auto& truth) {
    const Period& period = periods_[test.period];
    const std::int32_t* const from = period.from.data();
    const std::int32_t* const last = period.last.data();
    if (period.lacks == BlockBits{})
      return pick([=](std::size_t i) -> std::uint8_t {
        const std::size_t row = row_of[i];
        return truth(values[i], from[row], last[row]) ? in : out;
      });
    pick([&](std::size_t i) -> std::uint8_t {
      const std::size_t row = row_of[i];
      const bool holds = truth(values[i], from[row], last[row]);
      return has(period.lacks, row) ? open : holds ? in : out;
    });
  };
  switch (test.kind) {
    case CellTest::Kind::boolean:
      pick([=](std::size_t i) -> std::uint8_t { return values[i] != 0 ? in : out; });
      break;
    case CellTest::Kind::equal:
      pick([=, wanted = test.value](std::size_t i) -> std::uint8_t {
        return values[i] == wanted ? in : out;
      });
      break;
    case CellTest::Kind::in_period:
      of_period([](std::int64_t day, std::int32_t from, std::int32_t last) {
        return (day >= from) & (day <= last);
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
  picked_ = events.picked;
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
    if (picked_[i] == open || (!field.is_given(i) && field.states[i] != FactState::never)) {
      set(lacks, row);
      continue;
    }
    if (!field.is_given(i) || field.values[i] > as_of(row)) continue;
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
  measured_.resize(block_rows);
  const std::size_t count = events.count;
  const std::uint16_t* const row_of = events.row_of.data();
  const std::uint8_t* const picked = picked_.data();
  std::int64_t* const measured = measured_.data();
  for (std::size_t i = 0; i < count; ++i)
    measured[row_of[i]] = 0;
  const BlockEvents::Field* amounts =
      test.of == ir::no_index ? nullptr : &this->field(test.list, test.of);
  const bool plain = amounts == nullptr || amounts->all_given;
  std::uint8_t any = 0;
  for (std::size_t i = 0; i < count; ++i)
    any |= picked[i];
  for (std::size_t i = 0; (!plain || (any & open) != 0) && i < count; ++i)
    if (picked[i] == open || (picked[i] == in && !plain && !amounts->is_given(i)))
      set(lacks, row_of[i]);
  // As many as a list may have stay far below 64 bits. What is not counted is nought.
  if (amounts == nullptr) {
    for (std::size_t i = 0; i < count; ++i)
      measured[row_of[i]] += picked[i] & in;
  } else {
    const std::int64_t* const values = amounts->values.data();
    const bool largest = test.measure == ir::EventMeasure::largest;
    for (std::size_t i = 0; largest && i < count; ++i)
      measured[row_of[i]] = std::max(measured[row_of[i]], picked[i] == in ? values[i] : 0);
    for (std::size_t i = 0; !largest && i < count; ++i)
      measured[row_of[i]] += picked[i] == in ? values[i] : 0;
  }
  BlockBytes truths;
  const auto compare = [&](const auto& truth) {
    truths.fill(truth(0) ? 1 : 0);
    for (std::size_t i = 0; i < count; ++i)
      truths[row_of[i]] = truth(measured[row_of[i]]) ? 1 : 0;
  };
  const std::int64_t limit = test.limit;
  switch (test.bound) {
    case ir::Bound::at_least:
      compare([=](std::int64_t value) { return value >= limit; });
      break;
    case ir::Bound::more_than:
      compare([=](std::int64_t value) { return value > limit; });
      break;
    case ir::Bound::at_most:
      compare([=](std::int64_t value) { return value <= limit; });
      break;
    case ir::Bound::fewer_than:
      compare([=](std::int64_t value) { return value < limit; });
      break;
    default:
      compare([=](std::int64_t value) { return value == limit; });
      break;
  }
  pack(truths, 0, holds);
}

}  // namespace sanbao::eval
