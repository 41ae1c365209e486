// SPDX-License-Identifier: Apache-2.0
//
// Periods and events of a ColumnBlock: where a period falls for each row, and what the events of a list are. What
// Session::plain_window says of one claim (eval/periods.cpp). See column_block.hpp.
#include <algorithm>
#include <cstring>

#include "eval/column_block.hpp"
#include "sanbao/values/window.hpp"

namespace sanbao::eval {

using ir::Column;
using ir::ColumnForm;
using ir::FactState;

namespace {

// What stands in a table of last days where no such day can be said, and where nobody looked yet.
constexpr std::int32_t no_day = -1, not_looked = -2;

template <typename T>
void read_all(const Column& column, std::int64_t first, std::vector<std::int64_t>& values) {
  const T* const at = static_cast<const T*>(column.values) + column.offset + first;
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = static_cast<std::int64_t>(at[i]);
}

// Bits of a bitmap from any bit on, one a byte; nothing beyond the last is read.
void spread_bits(const void* bitmap, std::int64_t offset, std::size_t count, std::uint8_t* bytes) {
  const auto* byte = static_cast<const std::uint8_t*>(bitmap) + offset / 8;
  const auto skipped = static_cast<std::size_t>(offset % 8);
  std::size_t at = 0;
  if (skipped > 0) {
    for (; at < std::min(8 - skipped, count); ++at)
      bytes[at] = static_cast<std::uint8_t>(*byte >> (skipped + at) & 1);
    ++byte;
  }
  for (; at + 8 <= count; at += 8, ++byte) {
    const std::uint64_t eight = spread(*byte);
    std::memcpy(bytes + at, &eight, sizeof eight);
  }
  for (unsigned bit = 0; at < count; ++at, ++bit)
    bytes[at] = static_cast<std::uint8_t>(*byte >> bit & 1);
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
    // Where one is not plain the period lacks it, whatever stands here.
    const BlockDays& last = lasts_[from.place].day;
    for (std::size_t row = 0; row < block_rows; ++row)
      period.from[row] = last[row] != no_last ? last[row] : period.from[row];
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
  const BlockEvents& events = events_[list];
  BlockEvents::Field& field = events_[list].fields[index];
  if (!field.loaded) load_field(events, field);
  field.loaded = true;
  return field;
}

void ColumnBlock::load_field(const BlockEvents& events, BlockEvents::Field& field) const {
  const std::size_t count = events.count;
  const std::int64_t first = events.first;
  field.truths = nullptr;
  field.days = nullptr;
  field.numbers = nullptr;
  if (field.column == nullptr || count == 0) {
    field.own_truths.assign(count, 0);
    field.own_days.assign(count, 0);
    field.own_numbers.assign(count, 0);
    field.truths = field.own_truths.data();
    field.days = field.own_days.data();
    field.numbers = field.own_numbers.data();
    field.states.assign(count, FactState::absent);
    return;
  }
  const Column& column = field.column->value;
  const std::vector<ir::Symbol>& symbols = field.column->symbols;
  const bool as_it_is = symbols.empty() && field.column->times == 1;
  if (column.form == ColumnForm::bits) {
    field.own_truths.resize(count);
    spread_bits(column.values, column.offset + first, count, field.own_truths.data());
    field.truths = field.own_truths.data();
  } else if (as_it_is && column.form == ColumnForm::int32) {
    field.days = static_cast<const std::int32_t*>(column.values) + column.offset + first;
  } else if (as_it_is && column.form == ColumnForm::int64) {
    field.numbers = static_cast<const std::int64_t*>(column.values) + column.offset + first;
  } else {
    std::vector<std::int64_t>& values = field.own_numbers;
    values.resize(count);
    const bool coded = column.form == ColumnForm::coded;
    if ((coded ? column.places : column.form) == ColumnForm::int32) {
      read_all<std::int32_t>(column, first, values);
    } else {
      for (std::size_t i = 0; i < count; ++i) {
        const std::int64_t at = first + static_cast<std::int64_t>(i);
        values[i] = coded ? column.place(at) : symbols.empty() ? column.integer(at) : at;
      }
    }
    for (std::int64_t& value : values) {
      const auto place = static_cast<std::size_t>(value);
      value = symbols.empty()          ? value * field.column->times
              : place < symbols.size() ? symbols[place]
                                       : ir::other_text;
    }
    field.numbers = values.data();
  }
  field.all_given = column.validity == nullptr;
  if (field.all_given) return;
  field.states.resize(count);
  static_assert(FactState{0} == FactState::absent && FactState{1} == FactState::given &&
                sizeof(FactState) == 1);
  spread_bits(column.validity, column.offset + first, count,
              reinterpret_cast<std::uint8_t*>(field.states.data()));
  if (!field.column->has_states) return;
  column.each_null(first, first + static_cast<std::int64_t>(count), [&](std::int64_t at) {
    field.states[static_cast<std::size_t>(at - first)] = field.column->missing(at);
  });
}

// How each event stands to the day of judgement (eval/facts.cpp).
void ColumnBlock::load_states(std::uint32_t list, BlockEvents& events) {
  const ir::SchemaList& shape = plan_->schema->lists[list];
  const std::size_t count = events.count;
  events.as_of.resize(count);
  events.ignored.resize(count);
  events.cut.resize(count);
  events.open.resize(count);
  events.picked.resize(count);
  std::int32_t* const as_of = events.as_of.data();
  std::uint8_t* const ignored = events.ignored.data();
  std::uint8_t* const cut = events.cut.data();
  std::uint8_t* const still = events.open.data();
  const std::uint16_t* const row_of = events.row_of.data();
  const std::int32_t* const by_row = as_of_days_.data();
  for (std::size_t i = 0; i < count; ++i)
    as_of[i] = by_row[row_of[i]];
  std::fill_n(ignored, count, std::uint8_t{0});
  std::fill_n(cut, count, std::uint8_t{0});
  std::fill_n(still, count, std::uint8_t{0});
  const int begins = shape.received_on >= 0 ? shape.received_on : shape.on;
  if (begins >= 0) {
    const BlockEvents::Field& begin = field(list, static_cast<std::uint32_t>(begins));
    const std::int32_t* const day = begin.days;
    const FactState* const states = begin.states.data();
    for (std::size_t i = 0; i < count; ++i)
      ignored[i] = day[i] > as_of[i] ? 1 : 0;
    for (std::size_t i = 0; !begin.all_given && i < count; ++i)
      ignored[i] &= states[i] == FactState::given ? 1 : 0;
  }
  if (shape.interval) {
    const BlockEvents::Field& end = field(list, static_cast<std::uint32_t>(shape.returned_on));
    const std::int32_t* const day = end.days;
    const FactState* const states = end.states.data();
    for (std::size_t i = 0; i < count; ++i)
      cut[i] = day[i] > as_of[i] ? 1 : 0;
    for (std::size_t i = 0; i < count; ++i)
      cut[i] = static_cast<std::uint8_t>(cut[i] & (ignored[i] ^ 1));
    for (std::size_t i = 0; !end.all_given && i < count; ++i) {
      cut[i] &= states[i] == FactState::given ? 1 : 0;
      still[i] = states[i] == FactState::absent || states[i] == FactState::never ? 1 : 0;
    }
  }
  static_assert(EventPick::out == 0 && EventPick::in == 1 && EventPick::open == 2);
  std::uint8_t* const picked = events.picked.data();
  for (std::size_t i = 0; i < count; ++i)
    picked[i] = static_cast<std::uint8_t>(1 + cut[i] - ignored[i]);
}

template <typename T>
void ColumnBlock::lay_rows(const Column& rows, BlockEvents& events) const {
  const T* const begin = static_cast<const T*>(rows.values) + rows.offset + first_;
  const T from = begin[0];
  events.first = static_cast<std::int64_t>(from);
  events.count = static_cast<std::size_t>(begin[count_] - from);
  // Four at once, whether a row has as many or not: those that follow write over what is too many.
  constexpr std::ptrdiff_t four = 4;
  events.row_of.resize(events.count + four);
  std::uint16_t* at = events.row_of.data();
  std::uint16_t* const to = at;
  std::uint64_t rows_of_four = 0;
  for (std::size_t row = 0; row < count_; ++row, rows_of_four += 0x0001000100010001U) {
    std::uint16_t* const end = to + (begin[row + 1] - from);
    std::memcpy(at, &rows_of_four, sizeof rows_of_four);
    if (end - at > four) [[unlikely]]
      std::fill(at + four, end, static_cast<std::uint16_t>(row));
    at = end;
  }
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
  events.has_start = false;
  events.first = 0;
  events.count = 0;
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

}  // namespace sanbao::eval
