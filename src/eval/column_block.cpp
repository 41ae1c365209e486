// SPDX-License-Identifier: Apache-2.0
//
// See column_block.hpp: facts and joints. Loops run over whole blocks, also where a table ends within one: the
// rows that there are stand in a bitmap of their own.
#include "eval/column_block.hpp"

#include <algorithm>
#include <cstring>

namespace sanbao::eval {

using ir::Column;
using ir::ColumnForm;
using ir::FactState;

namespace {

constexpr std::uint64_t every = ~std::uint64_t{0};
constexpr std::uint64_t ones = 0x0101010101010101U, lows = 0x7F7F7F7F7F7F7F7FU;

std::uint64_t eight(const std::uint8_t* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

/// Bits of a bitmap from any bit on; nothing beyond the last is read.
void load_bits(const void* bitmap, std::int64_t offset, std::size_t count, BlockBits& bits) {
  const auto* const bytes = static_cast<const std::uint8_t*>(bitmap);
  const auto shift = static_cast<unsigned>(offset % 8);
  const std::uint8_t* const from = bytes + offset / 8;
  bits.fill(0);
  for (std::size_t word = 0; word * 64 < count; ++word) {
    const std::size_t left = std::min<std::size_t>(64, count - word * 64);
    const std::size_t size = (shift + left + 7) / 8;
    std::uint64_t low = 0;
    std::memcpy(&low, from + word * 8, std::min<std::size_t>(size, 8));
    std::uint64_t value = low >> shift;
    if (size > 8) value |= std::uint64_t{from[word * 8 + 8]} << (64 - shift);
    bits[word] = left < 64 ? value & ((std::uint64_t{1} << left) - 1) : value;
  }
}

void load_given(const Column& column, std::int64_t first, std::size_t count, BlockBits& bits) {
  if (column.validity != nullptr)
    return load_bits(column.validity, column.offset + first, count, bits);
  for (std::size_t word = 0; word < block_words; ++word) {
    const std::size_t from = word * 64;
    bits[word] = count <= from        ? 0
                 : count >= from + 64 ? every
                                      : (std::uint64_t{1} << (count - from)) - 1;
  }
}

/// Places of a dictionary, or of texts themselves, by what they are compared with.
template <typename T>
void load_places(const Column& column, std::int64_t first, std::size_t count,
                 const std::vector<std::uint8_t>& places, BlockBytes& out) {
  const T* const at = static_cast<const T*>(column.values) + column.offset + first;
  const std::uint8_t* const table = places.data();
  const std::size_t size = places.size();
  for (std::size_t row = 0; row < count; ++row) {
    // Below a null anything may stand.
    const auto place = static_cast<std::size_t>(static_cast<std::make_unsigned_t<T>>(at[row]));
    out[row] = place < size ? table[place] : std::uint8_t{0};
  }
}

}  // namespace

void pack(const BlockBytes& bytes, BlockBits& bits) {
  for (std::size_t word = 0; word < block_words; ++word) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 8; ++i)
      value |= pack(eight(bytes.data() + word * 64 + i * 8)) << (8 * i);
    bits[word] = value;
  }
}

ColumnBlock::ColumnBlock(const ColumnPlan& plan) : plan_(&plan) {
  bits_.resize(plan.steps.size() + 1);
  texts_.resize(plan.texts.size());
  sets_.resize(plan.sets.size());
  places_.resize(plan.texts.size() + plan.sets.size());
  periods_.resize(plan.periods.size());
  lasts_.resize(plan.lasts.size());
  event_lacks_.resize(plan.event_tests.size());
  events_.resize(plan.schema->lists.size());
  events_loaded_.resize(plan.schema->lists.size());
  last_days_.resize(plan.counts.size());
  dues_.resize(plan.money.size());
  dues_made_.resize(plan.money.size());
}

void ColumnBlock::begin(const ir::ColumnBatch& batch, std::optional<CivilDate> as_of) {
  batch_ = &batch;
  as_of_.reset();
  if (as_of) as_of_ = as_of->days_since_epoch();
  facts_.assign(plan_->schema->facts.size(), nullptr);
  for (const ir::CellColumn& column : batch.facts)
    facts_[column.place] = &column;
  lists_.assign(plan_->schema->lists.size(), nullptr);
  for (const ir::ListColumn& list : batch.lists)
    lists_[list.list] = &list;
  const auto lay_places = [&](const ColumnTexts& texts, std::vector<std::uint8_t>& places) {
    places.clear();
    const ir::CellColumn* column = fact(texts.slot);
    if (column == nullptr) return;
    for (const ir::Symbol symbol : column->symbols) {
      const auto at = std::find(texts.symbols.begin(), texts.symbols.end(), symbol);
      places.push_back(static_cast<std::uint8_t>(
          at == texts.symbols.end() ? 0 : at - texts.symbols.begin() + 1));
    }
  };
  for (std::size_t i = 0; i < plan_->texts.size(); ++i)
    lay_places(plan_->texts[i], places_[i]);
  for (std::size_t i = 0; i < plan_->sets.size(); ++i) {
    lay_places(plan_->sets[i], places_[plan_->texts.size() + i]);
    sets_[i].resize((plan_->sets[i].symbols.size() + 7) / 8);
  }
}

void ColumnBlock::load_texts() {
  for (std::size_t i = 0; i < plan_->texts.size(); ++i) {
    const ir::CellColumn* column = fact(plan_->texts[i].slot);
    if (column == nullptr) continue;
    const Column& values = column->value;
    if (values.form != ColumnForm::coded) {
      for (std::size_t row = 0; row < count_; ++row)
        texts_[i][row] = places_[i][static_cast<std::size_t>(first_) + row];
    } else if (values.places == ColumnForm::int32 || values.places == ColumnForm::uint32) {
      load_places<std::uint32_t>(values, first_, count_, places_[i], texts_[i]);
    } else if (values.places == ColumnForm::int8 || values.places == ColumnForm::uint8) {
      load_places<std::uint8_t>(values, first_, count_, places_[i], texts_[i]);
    } else if (values.places == ColumnForm::int16 || values.places == ColumnForm::uint16) {
      load_places<std::uint16_t>(values, first_, count_, places_[i], texts_[i]);
    } else {
      load_places<std::uint64_t>(values, first_, count_, places_[i], texts_[i]);
    }
  }
  for (std::size_t i = 0; i < plan_->sets.size(); ++i)
    load_members(plan_->sets[i], sets_[i], places_[plan_->texts.size() + i]);
}

void ColumnBlock::load_members(const ColumnTexts& set, std::vector<BlockBytes>& masks,
                               const std::vector<std::uint8_t>& places) const {
  const ir::CellColumn* column = fact(set.slot);
  if (column == nullptr) return;
  for (BlockBytes& bytes : masks)
    bytes.fill(0);
  const Column& values = column->value;
  const Column& members = values.inner[0];
  const bool coded = members.form == ColumnForm::coded;
  std::int64_t begin = count_ > 0 ? values.begin(first_) : 0;
  for (std::size_t row = 0; row < count_; ++row) {
    const std::int64_t end = values.begin(first_ + static_cast<std::int64_t>(row) + 1);
    for (; begin < end; ++begin) {
      const auto at = static_cast<std::size_t>(coded ? members.place(begin) : begin);
      const unsigned place = at < places.size() ? places[at] : 0U;
      if (place == 0) continue;
      std::uint8_t& byte = masks[(place - 1) / 8][row];
      byte = static_cast<std::uint8_t>(byte | 1U << (place - 1) % 8);
    }
  }
}

const std::int32_t* ColumnBlock::days(std::uint32_t slot) const {
  static constexpr BlockDays no_days{};
  const ir::CellColumn* column = fact(slot);
  if (column == nullptr) return no_days.data();
  return static_cast<const std::int32_t*>(column->value.values) + column->value.offset + first_;
}

std::int32_t ColumnBlock::as_of(std::size_t row) const {
  return as_of_ ? *as_of_ : days(plan_->schema->filed_on)[row];
}

void ColumnBlock::lay_here(BlockBits& out) const {
  load_given(Column{}, first_, count_, out);
  for (std::size_t word = 0; word * 64 < count_; ++word)
    out[word] &= ~batch_->odd[static_cast<std::size_t>(first_) / 64 + word];
  if (!as_of_) return;
  const std::int32_t* const filed = days(plan_->schema->filed_on);
  for (std::size_t row = 0; row < count_; ++row)
    if (filed[row] > *as_of_) out[row / 64] &= ~(std::uint64_t{1} << row % 64);
}

void ColumnBlock::absent(std::uint32_t slot, FactState state, BlockBits& out) const {
  const ir::CellColumn* column = fact(slot);
  const bool silent = state == FactState::absent;
  out = silent ? bits_[1] : BlockBits{};
  if (column == nullptr) return;
  BlockBits given;
  load_given(column->value, first_, count_, given);
  for (std::size_t word = 0; silent && word < block_words; ++word)
    out[word] &= ~given[word];
  if (!column->has_states || column->value.validity == nullptr) return;
  for (std::size_t row = 0; row < count_; ++row) {
    const std::uint64_t one = std::uint64_t{1} << row % 64;
    if ((given[row / 64] & one) != 0) continue;
    const bool is = column->missing(first_ + static_cast<std::int64_t>(row)) == state;
    out[row / 64] = is ? out[row / 64] | one : out[row / 64] & ~one;
  }
}

void ColumnBlock::all_of(const ColumnStep& step, BlockBits& out) const {
  BlockBits all;
  all.fill(every);
  for (std::uint32_t i = 0; i < step.parts; ++i) {
    const Literal part = plan_->parts[step.first + i];
    const BlockBits& of = bits_[part.bit];
    const std::uint64_t turn = part.negated ? every : 0;
    for (std::size_t word = 0; word < block_words; ++word)
      all[word] &= of[word] ^ turn;
  }
  out = all;
}

// How many hold, one binary digit a bitmap.
void ColumnBlock::count_of(const ColumnStep& step, BlockBits& out) const {
  std::vector<BlockBits> digits;
  for (std::uint32_t i = 0; i < step.parts; ++i) {
    const Literal part = plan_->parts[step.first + i];
    for (std::size_t word = 0; word < block_words; ++word) {
      std::uint64_t carry = this->word(part, word);
      for (std::size_t digit = 0; carry != 0; ++digit) {
        if (digit == digits.size()) digits.emplace_back(BlockBits{});
        const std::uint64_t both = digits[digit][word] & carry;
        digits[digit][word] ^= carry;
        carry = both;
      }
    }
  }
  // From the highest digit down: above, or still alike.
  for (std::size_t word = 0; word < block_words; ++word) {
    std::uint64_t above = 0;
    std::uint64_t alike = every;
    for (std::size_t digit = std::max<std::size_t>(digits.size(), 63); digit-- > 0;) {
      const std::uint64_t has = digit < digits.size() ? digits[digit][word] : 0;
      if ((step.value >> digit & 1) != 0) {
        alike &= has;
      } else {
        above |= alike & has;
        alike &= ~has;
      }
    }
    out[word] = above | alike;
  }
}

template <typename Test>
void ColumnBlock::test_days(std::uint32_t slot, BlockBits& out, const Test& test) const {
  if (fact(slot) == nullptr) return out.fill(0);
  const std::int32_t* const day = days(slot);
  BlockBytes truths{};
  for (std::size_t row = 0; row < count_; ++row)
    truths[row] = test(day[row], row) ? 1 : 0;
  pack(truths, out);
}

void ColumnBlock::run_step(const ColumnStep& step, BlockBits& out) {
  using Kind = ColumnStep::Kind;
  const auto only_given = [&](std::uint32_t slot) {
    const Column& column = fact(slot)->value;
    if (column.validity == nullptr) return;
    BlockBits given;
    load_given(column, first_, count_, given);
    for (std::size_t word = 0; word < block_words; ++word)
      out[word] &= given[word];
  };
  switch (step.kind) {
    case Kind::here:
      lay_here(out);
      break;
    case Kind::given:
      out.fill(0);
      if (fact(step.what) != nullptr) load_given(fact(step.what)->value, first_, count_, out);
      break;
    case Kind::absent:
      absent(step.what, FactState::absent, out);
      break;
    case Kind::never:
      absent(step.what, FactState::never, out);
      break;
    case Kind::truth: {
      out.fill(0);
      const ir::CellColumn* column = fact(step.what);
      if (column == nullptr) break;
      load_bits(column->value.values, column->value.offset + first_, count_, out);
      only_given(step.what);
      break;
    }
    case Kind::text: {
      out.fill(0);
      const std::uint32_t slot = plan_->texts[step.what].slot;
      if (fact(slot) == nullptr) break;
      const std::uint64_t same = static_cast<std::uint64_t>(step.value) * ones;
      const BlockBytes& bytes = texts_[step.what];
      for (std::size_t at = 0; at < block_rows; at += 8) {
        const std::uint64_t other = eight(bytes.data() + at) ^ same;
        const std::uint64_t zero = ~(((other & lows) + lows) | other | lows) >> 7U;
        out[at / 64] |= pack(zero) << at % 64;
      }
      only_given(slot);
      break;
    }
    case Kind::member: {
      out.fill(0);
      const std::uint32_t slot = plan_->sets[step.what].slot;
      if (fact(slot) == nullptr) break;
      const auto place = static_cast<unsigned>(step.value - 1);
      const BlockBytes& bytes = sets_[step.what][place / 8];
      for (std::size_t at = 0; at < block_rows; at += 8)
        out[at / 64] |= pack(eight(bytes.data() + at) >> place % 8 & ones) << at % 64;
      only_given(slot);
      break;
    }
    case Kind::at_least:
      test_days(step.what, out, [&](std::int32_t day, std::size_t) { return day >= step.value; });
      break;
    case Kind::at_most:
      test_days(step.what, out, [&](std::int32_t day, std::size_t) { return day <= step.value; });
      break;
    case Kind::in_period: {
      const Period& period = periods_[static_cast<std::size_t>(step.value)];
      test_days(step.what, out, [&](std::int32_t day, std::size_t row) {
        return (day >= period.from[row]) & (day <= period.last[row]);
      });
      break;
    }
    case Kind::after_period: {
      const Period& period = periods_[static_cast<std::size_t>(step.value)];
      test_days(step.what, out,
                [&](std::int32_t day, std::size_t row) { return day > period.last[row]; });
      break;
    }
    case Kind::before_period: {
      const Period& period = periods_[static_cast<std::size_t>(step.value)];
      test_days(step.what, out,
                [&](std::int32_t day, std::size_t row) { return day < period.from[row]; });
      break;
    }
    case Kind::no_period:
      lay_period(static_cast<std::size_t>(step.value), out);
      break;
    case Kind::last_given:
      lay_last(step.what);
      out = lasts_[step.what].given;
      break;
    case Kind::last_never:
      out = lasts_[step.what].never;
      break;
    case Kind::events:
      test_events(plan_->event_tests[step.what], out, event_lacks_[step.what]);
      break;
    case Kind::events_lack:
      out = event_lacks_[step.what];
      break;
    case Kind::all:
      all_of(step, out);
      break;
    case Kind::count:
      count_of(step, out);
      break;
  }
}

void ColumnBlock::run(std::int64_t first, std::size_t count) {
  first_ = first;
  count_ = count;
  std::fill(events_loaded_.begin(), events_loaded_.end(), 0);
  std::fill(dues_made_.begin(), dues_made_.end(), 0);
  load_texts();
  for (std::size_t i = 0; i < plan_->steps.size(); ++i)
    run_step(plan_->steps[i], bits_[i + 1]);
}

}  // namespace sanbao::eval
