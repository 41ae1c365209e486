// SPDX-License-Identifier: Apache-2.0
//
// A table looked over column by column before it is decided: texts as symbols, and which rows hold a value that
// no claim can have. Such a row is read by itself then, and its fault told (columns.cpp).
// Never lets a wrong value pass; a sound row that is out of the ordinary may be marked too.
// Tested by tests/unit/columns_test.cpp.
#include <algorithm>

#include "base/utf8.hpp"
#include "claims/columns.hpp"
#include "claims/fact_rules.hpp"
#include "claims/limits.hpp"

namespace sanbao::claims {
namespace {

using ir::CellColumn;
using ir::Column;
using ir::ColumnForm;
using ir::FactState;
using ir::Type;

bool is_text(const Column& column) {
  return column.form == ColumnForm::text || column.form == ColumnForm::large_text ||
         column.form == ColumnForm::coded;
}

/// Of the texts of a column or a dictionary: what stands for each.
class Symbols {
 public:
  explicit Symbols(const ir::Schema& schema) : scratch_(schema) {}

  /// False: no claim can have that text.
  bool find(const FactRules& rules, std::string_view text, ir::Symbol& symbol) {
    if (base::find_invalid_utf8(text)) return false;
    symbol = ir::other_text;
    if (rules.type == Type::length) return Period::parse(text).has_value();
    constexpr std::size_t many = 64;
    if (scratch_.local_texts.size() > many) scratch_.clear();
    ir::Cell cell;
    if (take_text(rules, text, scratch_, cell) != Fault::none) return false;
    const auto found = static_cast<ir::Symbol>(cell.value);
    if (found < scratch_.schema->symbols.size()) symbol = found;
    return true;
  }

 private:
  ir::ClaimData scratch_;
};

/// Marks rows; `row` counts entries of the column that is looked at.
template <typename Mark>
class Survey {
 public:
  Survey(const FactRules& rules, Symbols& symbols, const Mark& mark)
      : rules_(rules), symbols_(symbols), mark_(mark) {}

  void look(CellColumn& column, std::int64_t from, std::int64_t to) {
    if (column.value.validity != nullptr && column.has_states)
      for (std::int64_t row = from; row < to; ++row)
        if (!column.value.has(row)) look_at_state(column, row);
    if (rules_.type == Type::set) return look_at_sets(column, from, to);
    if (is_text(column.value)) {
      look_at_texts(column.value, column.symbols, from, to);
    } else if (rules_.type == Type::date) {
      range<std::int32_t>(column.value, from, to, CivilDate::first_fact().days_since_epoch(),
                          CivilDate::last_fact().days_since_epoch());
    } else if (column.value.form == ColumnForm::int64) {
      range<std::int64_t>(column.value, from, to, 0, greatest(rules_.type) / column.times);
    } else if (column.value.form != ColumnForm::bits) {
      const std::int64_t most = greatest(rules_.type) / column.times;
      for (std::int64_t row = from; row < to; ++row)
        if (column.value.has(row) &&
            (column.value.integer(row) < 0 || column.value.integer(row) > most))
          mark_(row);
    }
  }

 private:
  void look_at_state(const CellColumn& column, std::int64_t row) {
    if (!column.states.has_text(row)) return;
    const std::string_view word = column.states.text(row);
    const FactState state = column.missing(row);
    const bool allowed = state == FactState::null    ? rules_.null_allowed
                         : state == FactState::never ? rules_.never_allowed
                                                     : word == "absent";
    if (!allowed) mark_(row);
  }

  // First whether any is wrong, some at a time, then which.
  template <typename T>
  void range(const Column& column, std::int64_t from, std::int64_t to, T least, T most) {
    constexpr std::int64_t some = 256;
    const T* const values = static_cast<const T*>(column.values) + column.offset;
    for (std::int64_t at = from; at < to; at += some) {
      const std::int64_t end = std::min(at + some, to);
      bool wrong = false;
      for (std::int64_t row = at; row < end; ++row)
        wrong |= values[row] < least || values[row] > most;
      for (std::int64_t row = at; wrong && row < end; ++row)
        if (column.has(row) && (values[row] < least || values[row] > most)) mark_(row);
    }
  }

  void look_at_texts(const Column& column, std::vector<ir::Symbol>& symbols, std::int64_t from,
                     std::int64_t to) {
    const bool coded = column.form == ColumnForm::coded;
    const Column& texts = coded ? column.inner[0] : column;
    symbols.assign(static_cast<std::size_t>(coded ? texts.length : to), ir::other_text);
    std::vector<std::uint8_t> wrong;
    for (std::int64_t at = coded ? 0 : from; at < (coded ? texts.length : to); ++at) {
      const auto place = static_cast<std::size_t>(at);
      const bool is_null = !texts.has(at);
      if (is_null && !coded) continue;
      // A null of a dictionary is a null of its rows: they are looked at one at a time.
      if (!is_null && symbols_.find(rules_, texts.text(at), symbols[place])) continue;
      if (!coded) {
        mark_(at);
        continue;
      }
      wrong.resize(symbols.size());
      wrong[place] = 1;
    }
    if (wrong.empty()) return;
    for (std::int64_t row = from; row < to; ++row)
      if (column.has(row) && wrong[static_cast<std::size_t>(column.place(row))] != 0) mark_(row);
  }

  void look_at_sets(CellColumn& column, std::int64_t from, std::int64_t to) {
    const Column& members = column.value.inner[0];
    const std::int64_t first = from < to ? column.value.begin(from) : 0;
    const std::int64_t end = from < to ? column.value.begin(to) : 0;
    std::vector<std::int64_t> wrong;
    const auto note = [&](std::int64_t at) { wrong.push_back(at); };
    Survey<decltype(note)>(rules_, symbols_, note)
        .look_at_texts(members, column.symbols, first, end);
    std::sort(wrong.begin(), wrong.end());
    auto next = wrong.begin();
    for (std::int64_t row = from; row < to; ++row) {
      const std::int64_t begin = column.value.begin(row);
      const std::int64_t stop = column.value.begin(row + 1);
      bool odd = stop - begin > most_plain_members;
      for (; next != wrong.end() && *next < stop; ++next)
        odd = odd || *next >= begin;
      for (std::int64_t a = begin; !odd && a < stop; ++a) {
        odd = !members.has(a);
        for (std::int64_t b = begin; !odd && b < a; ++b)
          odd = symbol(column, a) == symbol(column, b);
      }
      if (odd && column.value.has(row)) mark_(row);
    }
  }
  static ir::Symbol symbol(const CellColumn& column, std::int64_t at) {
    const Column& members = column.value.inner[0];
    return column.symbols[static_cast<std::size_t>(
        members.form == ColumnForm::coded ? members.place(at) : at)];
  }

  template <typename Other>
  friend class Survey;

  static constexpr std::int64_t most_plain_members = 8;
  const FactRules& rules_;
  Symbols& symbols_;
  const Mark& mark_;
};

/// Which row an entry of a list belongs to.
std::int64_t row_of(const Column& list, std::int64_t rows, std::int64_t entry) {
  std::int64_t low = 0;
  for (std::int64_t high = rows; high - low > 1;) {
    const std::int64_t middle = low + (high - low) / 2;
    (list.begin(middle) <= entry ? low : high) = middle;
  }
  return low;
}

}  // namespace

void ColumnTable::survey(ir::ColumnBatch& batch) const {
  constexpr std::size_t word_bits = 64;
  batch.odd.assign((static_cast<std::size_t>(batch.rows) + word_bits - 1) / word_bits, 0);
  Symbols symbols(*schema_);
  const auto mark = [&](std::int64_t row) {
    const auto at = static_cast<std::size_t>(row);
    batch.odd[at / word_bits] |= std::uint64_t{1} << at % word_bits;
  };
  for (CellColumn& column : batch.facts) {
    const FactRules rules = rules_of_fact(*schema_, column.place);
    Survey(rules, symbols, mark).look(column, 0, batch.rows);
  }
  for (ir::ListColumn& list : batch.lists) {
    const Column& rows = list.rows.value;
    const auto mark_event = [&](std::int64_t entry) { mark(row_of(rows, batch.rows, entry)); };
    const std::int64_t first = batch.rows > 0 ? rows.begin(0) : 0;
    const std::int64_t end = batch.rows > 0 ? rows.begin(batch.rows) : 0;
    for (std::int64_t row = 0; row < batch.rows; ++row) {
      if (rows.begin(row + 1) - rows.begin(row) > max_entries) mark(row);
      // What stands below a null, and states, are read by themselves.
      if (!rows.has(row) && (list.rows.has_states || rows.begin(row + 1) > rows.begin(row)))
        mark(row);
    }
    const auto& schema = schema_->lists[list.list];
    const CellColumn* received = nullptr;
    const CellColumn* returned = nullptr;
    for (CellColumn& field : list.fields) {
      const FactRules rules = rules_of_field(*schema_, list.list, field.place);
      Survey(rules, symbols, mark_event).look(field, first, end);
      if (static_cast<int>(field.place) == schema.received_on) received = &field;
      if (static_cast<int>(field.place) == schema.returned_on) returned = &field;
    }
    if (!schema.interval || received == nullptr || returned == nullptr) continue;
    for (std::int64_t entry = first; entry < end; ++entry)
      if (returned->value.at<std::int32_t>(entry) < received->value.at<std::int32_t>(entry) &&
          received->value.has(entry) && returned->value.has(entry))
        mark_event(entry);
  }
}

}  // namespace sanbao::claims
