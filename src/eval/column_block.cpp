// SPDX-License-Identifier: Apache-2.0
//
// See column_block.hpp: facts and joints. Loops run over whole blocks, also where a table ends within one: the
// rows that there are stand in a bitmap of their own.
#include "eval/column_block.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace sanbao::eval {

using ir::Column;
using ir::ColumnForm;
using ir::FactState;

namespace {

constexpr std::uint64_t every = ~std::uint64_t{0};

/// Bits of a bitmap from any bit on; nothing beyond the last is read.
void load_bits(const void* bitmap, std::int64_t offset, std::size_t count, BlockBits& bits) {
  const auto* const bytes = static_cast<const std::uint8_t*>(bitmap);
  const auto shift = static_cast<unsigned>(offset % 8);
  const std::uint8_t* const from = bytes + offset / 8;
  if (count == block_rows && shift == 0) {
    std::memcpy(bits.data(), from, sizeof bits);
    return;
  }
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

}  // namespace

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

namespace {

/// Places of a dictionary, or of texts themselves, by what they are compared with.
template <typename T>
void load_places(const Column& column, std::int64_t first, std::size_t count,
                 const std::uint8_t* table, std::size_t size, BlockBytes& out) {
  const T* const at = static_cast<const T*>(column.values) + column.offset + first;
  if (column.validity == nullptr && size == 2 && count == block_rows) {
    const std::uint8_t turn = table[0] ^ table[1];
    for (std::size_t row = 0; row < block_rows; ++row)
      out[row] = static_cast<std::uint8_t>(table[0] ^ (at[row] != 0 ? turn : 0));
    return;
  }
  if (column.validity == nullptr) {
    for (std::size_t row = 0; row < count; ++row)
      out[row] = table[static_cast<std::size_t>(at[row])];
    return;
  }
  for (std::size_t row = 0; row < count; ++row) {
    // Below a null anything may stand.
    const auto place = static_cast<std::size_t>(static_cast<std::make_unsigned_t<T>>(at[row]));
    out[row] = place < size ? table[place] : std::uint8_t{0};
  }
}

}  // namespace

ColumnBlock::ColumnBlock(const ColumnPlan& plan) : plan_(&plan) {
  bits_.resize(plan.steps.size() + 1);
  texts_.resize(plan.texts.size());
  sets_.resize(plan.sets.size());
  places_.resize(plan.texts.size());
  for (std::size_t i = 0; i < plan.texts.size(); ++i) {
    places_[i].resize((plan.texts[i].symbols.size() + 7) / 8);
    texts_[i].resize(places_[i].size());
  }
  periods_.resize(plan.periods.size());
  lasts_.resize(plan.lasts.size());
  event_lacks_.resize(plan.event_tests.size());
  events_.resize(plan.schema->lists.size());
  events_loaded_.resize(plan.schema->lists.size());
  last_days_.resize(plan.counts.size());
  dues_.resize(plan.money.size());
  dues_made_.resize(plan.money.size());
  find_shared_values();
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
  for (std::size_t i = 0; i < plan_->texts.size(); ++i)
    lay_places(plan_->texts[i], places_[i]);
  for (std::size_t i = 0; i < plan_->sets.size(); ++i) {
    const ir::CellColumn* column = fact(plan_->sets[i].slot);
    sets_[i].assign(plan_->sets[i].symbols.size(), 0);
    for (std::size_t bit = 0; column != nullptr && bit < column->symbols.size(); ++bit)
      for (std::size_t at = 0; at < sets_[i].size(); ++at)
        if (plan_->sets[i].symbols[at] == column->symbols[bit])
          sets_[i][at] |= std::uint64_t{1} << bit;
  }
  if (as_of_) as_of_days_.fill(*as_of_);
  fold();
}

// What is the same in every row of a table is written once, and no joint waits for it.
void ColumnBlock::fold() {
  using Kind = ColumnStep::Kind;
  active_.clear();
  parts_.clear();
  folded_.assign(bits_.size(), Fold::open);
  folded_[0] = Fold::no;
  for (std::size_t i = 0; i < plan_->steps.size(); ++i) {
    const ColumnStep& step = plan_->steps[i];
    const auto bit = static_cast<std::uint32_t>(i + 1);
    Fold& folded = folded_[bit];
    if (step.kind == Kind::all || step.kind == Kind::count) {
      fold_joint(step, bit);
    } else if (step.kind == Kind::given || step.kind == Kind::absent || step.kind == Kind::never) {
      const ir::CellColumn* column = fact(step.what);
      const bool is_given = step.kind == Kind::given;
      if (column == nullptr && step.kind != Kind::absent) folded = Fold::no;
      if (column != nullptr && column->value.validity == nullptr)
        folded = is_given ? Fold::yes : Fold::no;
      if (column != nullptr && step.kind == Kind::never && !column->has_states) folded = Fold::no;
    }
    if (folded != Fold::open)
      bits_[bit].fill(folded == Fold::yes ? every : 0);
    else if (step.kind != Kind::all && step.kind != Kind::count)
      active_.push_back({step, bit});
  }
}

void ColumnBlock::fold_joint(ColumnStep step, std::size_t at) {
  const auto first = static_cast<std::uint32_t>(parts_.size());
  bool never = false;
  for (std::uint32_t i = 0; i < step.parts; ++i) {
    const Literal part = plan_->parts[step.first + i];
    const Fold of = folded_[part.bit];
    const bool all = step.kind == ColumnStep::Kind::all;
    if (all && of != Fold::open) {
      never = never || (of == Fold::no) != part.negated;
    } else {
      parts_.push_back(part);
    }
  }
  step.first = first;
  step.parts = static_cast<std::uint32_t>(parts_.size()) - first;
  if (never || step.parts == 0) {
    parts_.resize(first);
    folded_[at] = never ? Fold::no : Fold::yes;
    return;
  }
  active_.push_back({step, static_cast<std::uint32_t>(at)});
}

void ColumnBlock::lay_places(const ColumnTexts& texts,
                             std::vector<std::vector<std::uint8_t>>& groups) const {
  const ir::CellColumn* column = fact(texts.slot);
  for (auto& places : groups)
    places.assign(column == nullptr ? 0 : column->symbols.size(), 0);
  for (std::size_t at = 0; column != nullptr && at < column->symbols.size(); ++at) {
    const auto found = std::find(texts.symbols.begin(), texts.symbols.end(), column->symbols[at]);
    if (found == texts.symbols.end()) continue;
    const auto place = static_cast<std::size_t>(found - texts.symbols.begin());
    groups[place / 8][at] = static_cast<std::uint8_t>(1U << place % 8);
  }
}

void ColumnBlock::load_texts() {
  for (std::size_t i = 0; i < plan_->texts.size(); ++i) {
    const ir::CellColumn* column = fact(plan_->texts[i].slot);
    for (std::size_t group = 0; column != nullptr && group < texts_[i].size(); ++group)
      load_text(column->value, places_[i][group], texts_[i][group]);
  }
}

void ColumnBlock::load_text(const Column& values, const std::vector<std::uint8_t>& places,
                            BlockBytes& out) const {
  const auto load = [&]<typename T>(T) {
    load_places<T>(values, first_, count_, places.data(), places.size(), out);
  };
  if (values.form != ColumnForm::coded) {
    std::copy_n(places.begin() + first_, count_, out.begin());
  } else if (values.places == ColumnForm::int32 || values.places == ColumnForm::uint32) {
    load(std::uint32_t{});
  } else if (values.places == ColumnForm::int8 || values.places == ColumnForm::uint8) {
    load(std::uint8_t{});
  } else if (values.places == ColumnForm::int16 || values.places == ColumnForm::uint16) {
    load(std::uint16_t{});
  } else {
    load(std::uint64_t{});
  }
}

const std::int32_t* ColumnBlock::days(std::uint32_t slot) const {
  static constexpr BlockDays no_days{};
  const ir::CellColumn* column = fact(slot);
  if (column == nullptr) return no_days.data();
  return static_cast<const std::int32_t*>(column->value.values) + column->value.offset + first_;
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
    const Literal part = parts_[step.first + i];
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
    const Literal part = parts_[step.first + i];
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

// A whole block is a loop of a known length.
template <typename Test>
void ColumnBlock::test_rows(BlockBits& out, const Test& test) const {
  BlockBytes truths;
  if (count_ == block_rows) {
    for (std::size_t row = 0; row < block_rows; ++row)
      truths[row] = test(row) ? 1 : 0;
  } else {
    truths.fill(0);
    for (std::size_t row = 0; row < count_; ++row)
      truths[row] = test(row) ? 1 : 0;
  }
  pack(truths, 0, out);
}

template <typename Test>
void ColumnBlock::test_days(std::uint32_t slot, BlockBits& out, const Test& test) const {
  if (fact(slot) == nullptr) return out.fill(0);
  const std::int32_t* const day = days(slot);
  test_rows(out, [&](std::size_t row) { return test(day[row], row); });
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
      const auto place = static_cast<unsigned>(step.value - 1);
      pack(texts_[step.what][place / 8], place % 8, out);
      only_given(slot);
      break;
    }
    case Kind::member: {
      out.fill(0);
      const std::uint32_t slot = plan_->sets[step.what].slot;
      if (fact(slot) == nullptr) break;
      const std::uint64_t member = sets_[step.what][static_cast<std::size_t>(step.value - 1)];
      const std::vector<std::uint8_t>& few = fact(slot)->few_members;
      static_assert(ir::CellColumn::members_at_once % block_rows == 0);
      if (!few.empty()) {
        if (member != 0)
          pack(few.data() + first_, static_cast<unsigned>(std::countr_zero(member)), out);
        only_given(slot);
        break;
      }
      const std::uint64_t* const members =
          fact(slot)->members.data() + static_cast<std::size_t>(first_);
      test_rows(out, [&](std::size_t row) { return (members[row] & member) != 0; });
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
        return (int{day >= period.from[row]} & int{day <= period.last[row]}) != 0;
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
  for (Worked& worked : worked_)
    worked.made = false;
  if (!as_of_ && fact(plan_->schema->filed_on) != nullptr)
    std::copy_n(days(plan_->schema->filed_on), count_, as_of_days_.begin());
  load_texts();
  for (const Active& active : active_)
    run_step(active.step, bits_[active.bit]);
}

}  // namespace sanbao::eval
