// SPDX-License-Identifier: Apache-2.0
//
// Events of a ColumnBlock: which are counted, the last day of them, and what they come to. What
// Session::plain_last and plain_event_test say of one claim (eval/events.cpp). See column_block.hpp.
#include <algorithm>
#include <cstring>

#include "eval/column_block.hpp"

namespace sanbao::eval {

using ir::CellTest;
using ir::FactState;

namespace {

constexpr std::uint8_t out = EventPick::out, in = EventPick::in, open = EventPick::open;

bool alike(const CellTest& a, const CellTest& b) {
  return a.kind == b.kind && a.negated == b.negated && a.cell == b.cell && a.leaf == b.leaf &&
         a.period == b.period && a.value == b.value;
}

// Calls `each` with some events, among them every one that is open, or every one that is not out.
template <typename Each>
void each_open(const std::uint8_t* picked, std::size_t count, bool also_in, const Each& each) {
  constexpr std::size_t some = 8;
  static_assert(out == 0 && in == 1 && open == 2);
  const std::uint64_t looked_for = (also_in ? 3U : 2U) * 0x0101010101010101U;
  for (std::size_t i = 0; i < count; i += some) {
    const std::size_t end = std::min(i + some, count);
    std::uint64_t any = 0;
    std::memcpy(&any, picked + i, end - i);
    if ((any & looked_for) == 0) continue;
    for (std::size_t at = i; at < end; ++at)
      if (picked[at] != out) each(at);
  }
}

}  // namespace

void ColumnBlock::pick_by(const CellTest& test, const ColumnEventTest& of, BlockEvents& events) {
  const BlockEvents::Field& field = this->field(of.list, test.cell);
  const bool mends = static_cast<int>(test.cell) == plan_->schema->lists[of.list].fixed;
  // Bytes may lie anywhere: what is read beside them is kept at hand.
  const std::size_t count = events.count;
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
    const std::int32_t* const values = field.days;
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
      pick([values = field.truths](std::size_t i) -> std::uint8_t {
        return values[i] != 0 ? in : out;
      });
      break;
    case CellTest::Kind::equal:
      field.with_values([&](const auto* values) {
        pick([values, wanted = test.value](std::size_t i) -> std::uint8_t {
          return values[i] == wanted ? in : out;
        });
      });
      break;
    case CellTest::Kind::in_period:
      of_period([](std::int32_t day, std::int32_t from, std::int32_t last) {
        return (day >= from) & (day <= last);
      });
      break;
    case CellTest::Kind::after_period:
      of_period([](std::int32_t day, std::int32_t, std::int32_t last) { return day > last; });
      break;
    case CellTest::Kind::before_period:
      of_period([](std::int32_t day, std::int32_t from, std::int32_t) { return day < from; });
      break;
    default:
      pick([](std::size_t) -> std::uint8_t { return out; });
      break;
  }
}

void ColumnBlock::pick(const ColumnEventTest& test, BlockEvents& events) {
  bool first = true;
  picked_ = events.picked;
  for (const CellTest& where : test.where) {
    if (first && events.has_start && alike(events.start, where)) {
      picked_ = events.started;
    } else {
      pick_by(where, test, events);
      if (first) events.started = picked_;
    }
    if (first) events.start = where;
    events.has_start = true;
    first = false;
  }
}

void ColumnBlock::lay_last(std::size_t index) {
  const ColumnEventTest& test = plan_->lasts[index];
  BlockEvents& events = this->events(test.list);
  Last& last = lasts_[index];
  last.given.fill(0);
  last.day.fill(no_last);
  BlockBits lacks{};
  if (!test.assume_empty) lacks = events.silent;
  pick(test, events);
  const BlockEvents::Field& field = this->field(test.list, test.field);
  const std::size_t count = events.count;
  const std::uint8_t* const picked = picked_.data();
  const std::uint16_t* const row_of = events.row_of.data();
  const std::int32_t* const as_of = events.as_of.data();
  const std::int32_t* const days = field.days;
  const FactState* const states = field.states.data();
  const bool all_given = field.all_given;
  each_open(picked, count, !all_given, [&](std::size_t i) {
    if (picked[i] == open || (!field.is_given(i) && states[i] != FactState::never))
      set(lacks, row_of[i]);
  });
  // What does not count is no day at all: no row need be told from another.
  const auto lay = [&](std::size_t i, bool given) {
    const int counts = int{picked[i] == in} & int{days[i] <= as_of[i]} & int{given};
    std::int32_t& day = last.day[row_of[i]];
    day = std::max(day, (days[i] & -counts) | (no_last & (counts - 1)));
  };
  for (std::size_t i = 0; all_given && i < count; ++i)
    lay(i, true);
  for (std::size_t i = 0; !all_given && i < count; ++i)
    lay(i, states[i] == FactState::given);
  BlockBytes given;
  for (std::size_t row = 0; row < block_rows; ++row)
    given[row] = last.day[row] != no_last ? 1 : 0;
  pack(given, 0, last.given);
  for (std::size_t word = 0; word < block_words; ++word) {
    last.given[word] &= ~lacks[word];
    last.never[word] = bits_[1][word] & ~lacks[word] & ~last.given[word];
  }
}

// What the events of each row come to, and whether that is within the bound.
void ColumnBlock::measure(const ColumnEventTest& test, const BlockEvents& events,
                          BlockBytes& truths) {
  const std::size_t count = events.count;
  const std::uint16_t* const row_of = events.row_of.data();
  const std::uint8_t* const picked = picked_.data();
  const auto with_bound = [&](auto limit, const auto& with) {
    using T = decltype(limit);
    switch (test.bound) {
      case ir::Bound::at_least:
        return with([=](T value) { return value >= limit; });
      case ir::Bound::more_than:
        return with([=](T value) { return value > limit; });
      case ir::Bound::at_most:
        return with([=](T value) { return value <= limit; });
      case ir::Bound::fewer_than:
        return with([=](T value) { return value < limit; });
      default:
        return with([=](T value) { return value == limit; });
    }
  };
  if (test.of == ir::no_index) {
    // A list that has more than a thousand makes its row odd.
    constexpr std::int64_t many = 30'000;
    std::array<std::uint16_t, block_rows> counts{};
    for (std::size_t i = 0; i < count; ++i)
      counts[row_of[i]] = static_cast<std::uint16_t>(counts[row_of[i]] + (picked[i] & in));
    const auto limit = static_cast<std::int16_t>(std::clamp<std::int64_t>(test.limit, -1, many));
    return with_bound(limit, [&](const auto& truth) {
      for (std::size_t row = 0; row < block_rows; ++row)
        truths[row] = truth(static_cast<std::int16_t>(counts[row])) ? 1 : 0;
    });
  }
  const BlockEvents::Field& amounts = this->field(test.list, test.of);
  const bool largest = test.measure == ir::EventMeasure::largest;
  // The largest of several reaches a limit where any of them does. What is not counted is nought.
  const bool by_event = largest && ((test.bound == ir::Bound::at_least && test.limit > 0) ||
                                    (test.bound == ir::Bound::more_than && test.limit >= 0));
  amounts.with_values([&](const auto* values) {
    if (by_event) {
      truths.fill(0);
      return with_bound(test.limit, [&](const auto& truth) {
        for (std::size_t i = 0; i < count; ++i)
          truths[row_of[i]] |= static_cast<std::uint8_t>((picked[i] & in) & int{truth(values[i])});
      });
    }
    // As many as a list may have stay far below 64 bits.
    measured_.assign(block_rows, 0);
    std::int64_t* const measured = measured_.data();
    for (std::size_t i = 0; i < count; ++i) {
      const std::int64_t value = picked[i] == in ? std::int64_t{values[i]} : 0;
      std::int64_t& sum = measured[row_of[i]];
      sum = largest ? std::max(sum, value) : sum + value;
    }
    with_bound(test.limit, [&](const auto& truth) {
      for (std::size_t row = 0; row < block_rows; ++row)
        truths[row] = truth(measured[row]) ? 1 : 0;
    });
  });
}

void ColumnBlock::test_events(const ColumnEventTest& test, BlockBits& holds, BlockBits& lacks) {
  BlockEvents& events = this->events(test.list);
  lacks.fill(0);
  if (!test.assume_empty) lacks = events.silent;
  pick(test, events);
  const std::uint8_t* const picked = picked_.data();
  const BlockEvents::Field* amounts =
      test.of == ir::no_index ? nullptr : &this->field(test.list, test.of);
  const bool plain = amounts == nullptr || amounts->all_given;
  each_open(picked, events.count, !plain, [&](std::size_t i) {
    if (picked[i] == open || (picked[i] == in && !plain && !amounts->is_given(i)))
      set(lacks, events.row_of[i]);
  });
  BlockBytes truths;
  measure(test, events, truths);
  pack(truths, 0, holds);
}

}  // namespace sanbao::eval
