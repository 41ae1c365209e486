// SPDX-License-Identifier: Apache-2.0
//
// Money of a ColumnBlock: what each grant comes to in the rows where it is due. Numerators over a denominator
// that a value has in every row; ColumnValues has shown that they fit.
// See column_block.hpp.
#include <algorithm>
#include <bit>

#include "eval/column_block.hpp"
#include "eval/value.hpp"

namespace sanbao::eval {

using ir::Op;

void ColumnBlock::work_out_fact(const ColumnValue& value, const std::vector<std::uint16_t>& rows,
                                std::vector<Wide>& out, BlockBits& lost) const {
  const ir::CellColumn* column = fact(value.slot);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::int64_t row = first_ + rows[i];
    out[i] = 0;
    if (column == nullptr || !column->value.has(row)) {
      set(lost, rows[i]);
      continue;
    }
    const std::int64_t whole = column->value.form == ir::ColumnForm::int64
                                   ? column->value.at<std::int64_t>(row)
                                   : column->value.integer(row);
    // A row whose value no claim can have is looked at by itself.
    out[i] = Wide{whole} * column->times;
  }
}

// The days that the events of a row take off a span, each once. Not whole: it takes more to say.
std::int64_t ColumnBlock::days_off(const ColumnValue& value, std::uint16_t row, std::int32_t from,
                                   std::int32_t to, bool& whole) {
  const ir::SchemaList& shape = plan_->schema->lists[value.list];
  BlockEvents& events = this->events(value.list);
  const auto& received = field(value.list, static_cast<std::uint32_t>(shape.received_on));
  const auto& returned = field(value.list, static_cast<std::uint32_t>(shape.returned_on));
  const bool silent = has(events.silent, row);
  whole = !silent || value.step != 0;
  intervals_.clear();
  const auto place = [&](std::int64_t of) {
    const auto* column = events.column;
    return column == nullptr
               ? std::size_t{0}
               : static_cast<std::size_t>(column->rows.value.begin(first_ + of) - events.first);
  };
  const std::size_t end = place(row + 1);
  for (std::size_t i = place(row); whole && i < end; ++i) {
    if (events.ignored[i] != 0) continue;
    const bool ended = events.open[i] == 0 && events.cut[i] == 0;
    whole = received.is_given(i) && (!ended || returned.is_given(i));
    if (whole)
      intervals_.push_back({CivilDate::from_days(received.days[i]),
                            CivilDate::from_days(ended ? returned.days[i] : as_of(row))});
  }
  if (!whole) return 0;
  return values::union_days(intervals_, CivilDate::from_days(from), CivilDate::from_days(to)).count;
}

void ColumnBlock::work_out_days(const ColumnValue& value, const std::vector<std::uint16_t>& rows,
                                std::vector<Wide>& out, BlockBits& lost) {
  const ir::CellColumn* from = fact(value.parts[0]);
  const ir::CellColumn* to = fact(value.parts[1]);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::int64_t row = first_ + rows[i];
    out[i] = 0;
    if (from == nullptr || to == nullptr || !from->value.has(row) || !to->value.has(row)) {
      set(lost, rows[i]);
      continue;
    }
    const std::int32_t begin = days(value.parts[0])[rows[i]];
    const std::int32_t end = days(value.parts[1])[rows[i]];
    if (end <= begin) continue;
    std::int64_t span = std::int64_t{end} - begin;
    bool whole = true;
    if (value.less) span -= days_off(value, rows[i], begin, end, whole);
    if (!whole) set(lost, rows[i]);
    out[i] = std::max<std::int64_t>(0, span);
  }
}

void ColumnBlock::join(const ColumnValue& value, const std::vector<std::uint16_t>& rows,
                       std::vector<Wide>& out, BlockBits& lost) {
  std::vector<Wide> part(rows.size());
  for (std::size_t p = 0; p < value.parts.size(); ++p) {
    const Wide times = value.denominator / plan_->values[value.parts[p]].denominator;
    BlockBits own{};
    work_out(value.parts[p], rows, part, own);
    for (std::size_t i = 0; times != 1 && i < rows.size(); ++i)
      part[i] *= times;
    if (value.op == Op::choose) {
      BlockBits chosen;
      for (std::size_t word = 0; word < block_words; ++word) {
        const std::uint64_t truth = this->word(value.condition, word);
        chosen[word] = p == 0 ? truth : ~truth;
        lost[word] |= own[word] & chosen[word];
      }
      for (std::size_t i = 0; i < rows.size(); ++i)
        out[i] = has(chosen, rows[i]) ? part[i] : out[i];
      continue;
    }
    for (std::size_t word = 0; word < block_words; ++word)
      lost[word] |= own[word];
    const auto put = [&](const auto& joined) {
      for (std::size_t i = 0; i < rows.size(); ++i)
        out[i] = joined(out[i], part[i]);
    };
    if (p == 0) {
      std::swap(out, part);
    } else if (value.op == Op::add) {
      put([](Wide a, Wide b) { return a + b; });
    } else if (value.op == Op::subtract) {
      put([](Wide a, Wide b) { return a - b; });
    } else if (value.op == Op::minimum) {
      put([](Wide a, Wide b) { return std::min(a, b); });
    } else {
      put([](Wide a, Wide b) { return std::max(a, b); });
    }
  }
  // A difference of days is never negative.
  for (std::size_t i = 0; value.op == Op::subtract && value.days && i < rows.size(); ++i)
    out[i] = std::max<Wide>(0, out[i]);
}

void ColumnBlock::find_shared_values() {
  std::vector<std::size_t> uses(plan_->values.size(), 0);
  for (const ColumnMoney& money : plan_->money)
    for (const ColumnMoney::Entry& entry : money.entries)
      ++uses[entry.value];
  for (const ColumnValue& value : plan_->values)
    if (value.op != Op::days_between)  // whose parts are facts
      for (const std::uint32_t part : value.parts)
        ++uses[part];
  worked_.resize(uses.size());
  for (std::size_t i = 0; i < uses.size(); ++i)
    shared_.push_back(uses[i] > 1 && plan_->values[i].op != Op::constant ? 1 : 0);
}

void ColumnBlock::work_out(std::uint32_t index, const std::vector<std::uint16_t>& rows,
                           std::vector<Wide>& out, BlockBits& lost) {
  if (shared_[index] == 0) return work_out_anew(index, rows, out, lost);
  Worked& worked = worked_[index];
  if (!worked.made || worked.due.bit != due_.bit || worked.due.negated != due_.negated) {
    worked.numbers.resize(rows.size());
    worked.lost.fill(0);
    work_out_anew(index, rows, worked.numbers, worked.lost);
    worked.made = true;
    worked.due = due_;
  }
  std::copy(worked.numbers.begin(), worked.numbers.end(), out.begin());
  for (std::size_t word = 0; word < block_words; ++word)
    lost[word] |= worked.lost[word];
}

void ColumnBlock::work_out_anew(std::uint32_t index, const std::vector<std::uint16_t>& rows,
                                std::vector<Wide>& out, BlockBits& lost) {
  const ColumnValue& value = plan_->values[index];
  switch (value.op) {
    case Op::constant:
      std::fill(out.begin(), out.end(), value.constant);
      break;
    case Op::fact:
      work_out_fact(value, rows, out, lost);
      break;
    case Op::days_between:
      work_out_days(value, rows, out, lost);
      break;
    case Op::multiply: {
      std::vector<Wide> other(rows.size());
      work_out(value.parts[0], rows, out, lost);
      work_out(value.parts[1], rows, other, lost);
      for (std::size_t i = 0; i < rows.size(); ++i)
        out[i] *= other[i];
      break;
    }
    case Op::round_money:
    case Op::round_up: {
      work_out(value.parts[0], rows, out, lost);
      const Wide divisor = plan_->values[value.parts[0]].denominator * value.step;
      for (std::size_t i = 0; i < rows.size(); ++i) {
        out[i] = value.op == Op::round_money
                     ? values::round_quotient(out[i], divisor, value.rounding)
                     : values::ceil_quotient(out[i], divisor);
        if (out[i] > INT64_MAX || out[i] < -INT64_MAX) {
          out[i] = 0;
          set(lost, rows[i]);
        }
        out[i] *= value.step;
      }
      break;
    }
    default:
      join(value, rows, out, lost);
      break;
  }
}

void ColumnBlock::make_due(const ColumnMoney& money, Due& due) {
  due.rows.clear();
  due.lost.fill(0);
  for (std::size_t at = 0; at < block_words; ++at)
    for (std::uint64_t left = word(money.due, at); left != 0; left &= left - 1)
      due.rows.push_back(
          static_cast<std::uint16_t>(at * 64 + static_cast<unsigned>(std::countr_zero(left))));
  due.net.assign(due.rows.size(), 0);
  due.known.assign(due.rows.size(), 0);
  due_ = money.due;
  std::vector<Wide> amounts(due.rows.size());
  for (const ColumnMoney::Entry& entry : money.entries) {
    BlockBits lost{};
    work_out(entry.value, due.rows, amounts, lost);
    BlockBits where;
    for (std::size_t at = 0; at < block_words; ++at) {
      where[at] = word(entry.where, at);
      due.lost[at] |= lost[at] & where[at];
    }
    for (std::size_t i = 0; i < due.rows.size(); ++i) {
      if (!has(where, due.rows[i])) continue;
      const Wide amount = amounts[i];
      if (amount > greatest_amount) set(due.lost, due.rows[i]);
      due.known[i] = 1;
      const auto minor = static_cast<std::int64_t>(std::clamp<Wide>(amount, 0, greatest_amount));
      due.net[i] += entry.charge ? -minor : minor;
    }
  }
}

const ColumnBlock::Due& ColumnBlock::due(std::uint32_t money) {
  if (dues_made_[money] == 0) {
    dues_made_[money] = 1;
    make_due(plan_->money[money], dues_[money]);
  }
  return dues_[money];
}

}  // namespace sanbao::eval
