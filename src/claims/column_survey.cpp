// SPDX-License-Identifier: Apache-2.0
//
// A table looked over column by column before it is decided: texts as symbols, and which rows hold a value that
// no claim can have. Such a row is read by itself then, and its fault told (columns.cpp).
// Never lets a wrong value pass; a sound row that is out of the ordinary may be marked too.
// Tested by tests/unit/columns_test.cpp.
#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "base/utf8.hpp"
#include "claims/columns.hpp"
#include "claims/fact_rules.hpp"
#include "claims/limits.hpp"
#include "ir/cells.hpp"

namespace sanbao::claims {
namespace {

using ir::CellColumn;
using ir::Column;
using ir::ColumnForm;
using ir::Type;

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

/// Which row an entry of a list belongs to.
std::int64_t row_of(const Column& list, std::int64_t rows, std::int64_t entry) {
  std::int64_t low = 0;
  for (std::int64_t high = rows; high - low > 1;) {
    const std::int64_t middle = low + (high - low) / 2;
    (list.begin(middle) <= entry ? low : high) = middle;
  }
  return low;
}

/// Marks rows; `row` counts entries of the column that is looked at.
template <typename Mark>
class Survey {
 public:
  Survey(const FactRules& rules, Symbols& symbols, const Mark& mark)
      : rules_(rules), symbols_(symbols), mark_(mark) {}

  void look(CellColumn& column, std::int64_t from, std::int64_t to) {
    column.symbols.clear();  // in its place another column of the last table may have stood
    column.read_states();
    if (column.has_states) look_at_states(column, from, to);
    if (rules_.type == Type::set) return look_at_sets(column, from, to);
    if (is_text(column.value.form)) {
      look_at_texts(column.value, column.symbols, from, to);
    } else if (rules_.type == Type::date) {
      range<std::int32_t>(column.value, from, to, CivilDate::last_fact().days_since_epoch());
    } else if (column.value.form == ColumnForm::int64) {
      range<std::int64_t>(column.value, from, to, ir::greatest(rules_.type) / column.times);
    } else if (column.value.form != ColumnForm::bits) {
      const std::int64_t most = ir::greatest(rules_.type) / column.times;
      for (std::int64_t row = from; row < to; ++row)
        if (column.value.has(row) &&
            (column.value.integer(row) < 0 || column.value.integer(row) > most))
          mark_(row);
    }
  }

 private:
  [[nodiscard]] bool is_allowed(std::string_view state) const {
    return state == "null"    ? rules_.null_allowed
           : state == "never" ? rules_.never_allowed
                              : state == "absent";
  }

  void look_at_states(const CellColumn& column, std::int64_t from, std::int64_t to) {
    const Column& states = column.states;
    if (states.form != ColumnForm::coded)
      return column.value.each_null(from, to, [&](std::int64_t row) {
        if (states.has(row) && !is_allowed(states.text(row))) mark_(row);
      });
    const Column& texts = states.inner[0];
    std::vector<std::uint8_t> wrong(static_cast<std::size_t>(texts.length));
    for (std::int64_t at = 0; at < texts.length; ++at)
      wrong[static_cast<std::size_t>(at)] = texts.has(at) && !is_allowed(texts.text(at)) ? 1 : 0;
    if (std::find(wrong.begin(), wrong.end(), 1) == wrong.end()) return;
    column.value.each_null(from, to, [&](std::int64_t row) {
      if (states.has(row) && wrong[static_cast<std::size_t>(states.place(row))] != 0) mark_(row);
    });
  }

  // First whether any could be wrong, many at a time, then which. Values are from nought on: what all their bits
  // together do not reach none of them does.
  template <typename T>
  void range(const Column& column, std::int64_t from, std::int64_t to, T most) {
    constexpr std::int64_t many = 256;
    const T* const values = static_cast<const T*>(column.values) + column.offset;
    const T surely = static_cast<T>(std::bit_floor(static_cast<std::make_unsigned_t<T>>(most)) - 1);
    for (std::int64_t at = from; at < to; at += many) {
      T together = 0;
      if (to - at >= many) {
        // Four of them in one round of the loop.
        for (std::int64_t i = at; i < at + many / 4; ++i)
          together |= (values[i] | values[i + many / 4]) |
                      (values[i + many / 2] | values[i + many / 4 * 3]);
      } else {
        for (std::int64_t row = at; row < to; ++row)
          together |= values[row];
      }
      if (together >= 0 && together <= surely) continue;
      for (std::int64_t row = at; row < std::min(at + many, to); ++row)
        if (column.has(row) && (values[row] < 0 || values[row] > most)) mark_(row);
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

  // Each known member has a bit, and all others together have one: where a row has fewer bits than members it
  // may hold one twice.
  void look_at_sets(CellColumn& column, std::int64_t from, std::int64_t to) {
    const Column& members = column.value.inner[0];
    const std::int64_t first = from < to ? column.value.begin(from) : 0;
    const std::int64_t end = from < to ? column.value.begin(to) : 0;
    std::vector<std::int64_t> wrong;
    const auto note = [&](std::int64_t at) { wrong.push_back(at); };
    std::vector<ir::Symbol> texts;
    Survey<decltype(note)>(rules_, symbols_, note).look_at_texts(members, texts, first, end);
    std::vector<std::uint8_t> bit_of;
    column.symbols = {ir::other_text};
    for (const ir::Symbol text : texts) {
      auto at = std::find(column.symbols.begin(), column.symbols.end(), text);
      if (at == column.symbols.end() && column.symbols.size() < 64)
        at = column.symbols.insert(at, text);
      // What finds no bit is looked at by itself.
      bit_of.push_back(static_cast<std::uint8_t>(at - column.symbols.begin()));
    }
    column.members.clear();
    column.few_members.clear();
    const bool few = column.symbols.size() <= 8;
    if (few) {
      add_up(column, bit_of, column.few_sums, column.few_members, from, to, wrong);
    } else {
      add_up(column, bit_of, column.sums, column.members, from, to, wrong);
    }
    for (const std::int64_t at : wrong)
      mark_(row_of(column.value, to, at));
  }

  // The bits of all members so far, added up: what a row adds is the set of its own, unless one stands twice,
  // for then the sum has fewer bits than the row has members. What runs over is lost, and lowers their number too.
  template <typename Sum>
  void add_up(const CellColumn& column, std::vector<std::uint8_t>& bit_of, std::vector<Sum>& sums,
              std::vector<Sum>& sets, std::int64_t from, std::int64_t to,
              std::vector<std::int64_t>& wrong) {
    const Column& members = column.value.inner[0];
    const std::int64_t first = from < to ? column.value.begin(from) : 0;
    const std::int64_t end = from < to ? column.value.begin(to) : 0;
    const bool coded = members.form == ColumnForm::coded;
    sums.resize(static_cast<std::size_t>(end - first) + 1);
    sums[0] = 0;
    const auto add = [&](const auto& place) {
      std::vector<Sum> ones;
      for (const std::uint8_t bit : bit_of)
        ones.push_back(static_cast<Sum>(std::uint64_t{1} << bit % 64));
      const Sum* const one = ones.data();
      Sum* sum = sums.data();
      Sum all = 0;
      for (std::int64_t at = first; at < end; ++at) {
        all = static_cast<Sum>(all + one[place(at)]);
        *++sum = all;
      }
      const bool every_has_one =
          std::find(bit_of.begin(), bit_of.end(), std::uint8_t{64}) == bit_of.end();
      for (std::int64_t at = first; !every_has_one && at < end; ++at)
        if (bit_of[place(at)] >= 64) wrong.push_back(at);
    };
    if (coded && members.places == ColumnForm::int32 && members.validity == nullptr) {
      const auto* const places = static_cast<const std::int32_t*>(members.values) + members.offset;
      add([&](std::int64_t at) { return static_cast<std::size_t>(places[at]); });
    } else {
      members.each_null(first, end, [&](std::int64_t at) { wrong.push_back(at); });
      bit_of.push_back(0);  // below a null anything may stand
      add([&](std::int64_t at) {
        const auto place = static_cast<std::size_t>(coded ? members.place(at) : at);
        return std::min(place, bit_of.size() - 1);
      });
    }
    constexpr std::size_t many = CellColumn::members_at_once;
    sets.resize((static_cast<std::size_t>(to) + many - 1) / many * many);
    std::array<std::uint8_t, 256> counts{};
    for (unsigned i = 0; i < counts.size(); ++i)
      counts[i] = static_cast<std::uint8_t>(std::popcount(i));
    const auto lay = [&](const auto* begins) {
      std::size_t begin = from < to ? static_cast<std::size_t>(begins[from] - first) : 0;
      for (std::int64_t row = from; row < to; ++row) {
        const auto stop = static_cast<std::size_t>(begins[row + 1] - first);
        const auto bits = static_cast<Sum>(sums[stop] - sums[begin]);
        sets[static_cast<std::size_t>(row)] = bits;
        const std::size_t count =
            bits < counts.size() ? counts[bits] : static_cast<std::size_t>(std::popcount(bits));
        if (count != stop - begin && column.value.has(row)) mark_(row);
        begin = stop;
      }
    };
    if (column.value.form == ColumnForm::list) {
      lay(static_cast<const std::int32_t*>(column.value.values) + column.value.offset);
    } else {
      lay(static_cast<const std::int64_t*>(column.value.values) + column.value.offset);
    }
  }

  template <typename Other>
  friend class Survey;

  const FactRules& rules_;
  Symbols& symbols_;
  const Mark& mark_;
};

/// Calls `each` with every entry that ends before it begins, but not where no end is given. Where no begin is, anything
/// may stand.
template <typename Each>
void look_at_spans(const Column& begins, const Column& ends, std::int64_t from, std::int64_t to,
                   const Each& each) {
  constexpr std::int64_t many = 256;
  const auto* const begin = static_cast<const std::int32_t*>(begins.values) + begins.offset;
  const auto* const end = static_cast<const std::int32_t*>(ends.values) + ends.offset;
  std::array<std::uint8_t, many> early{};
  for (; from < to; from += many) {
    const std::int64_t count = std::min(many, to - from);
    early.fill(0);
    for (std::int64_t i = 0; i < count; ++i)
      early[static_cast<std::size_t>(i)] = end[from + i] < begin[from + i] ? 1 : 0;
    for (std::int64_t i = 0; i < count; i += 8) {
      std::uint64_t eight = 0;
      std::memcpy(&eight, &early[static_cast<std::size_t>(i)], sizeof eight);
      const auto bits = static_cast<unsigned>(eight * 0x0102040810204080U >> 56U);
      for (unsigned left = bits & ~ends.nulls(from + i, std::min<std::int64_t>(8, count - i));
           left != 0; left &= left - 1)
        each(from + i + std::countr_zero(left));
    }
  }
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
    // A list that is too long holds a place whose row begins long before it.
    for (std::int64_t at = first + max_entries; at < end; at += max_entries)
      if (const std::int64_t row = row_of(rows, batch.rows, at);
          rows.begin(row + 1) - rows.begin(row) > max_entries)
        mark(row);
    // What stands below a null, and states, are read by themselves.
    for (std::int64_t row = 0; rows.validity != nullptr && row < batch.rows; ++row)
      if (!rows.has(row) && (list.rows.has_states || rows.begin(row + 1) > rows.begin(row)))
        mark(row);
    rows.inner[0].each_null(first, end, mark_event);
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
    look_at_spans(received->value, returned->value, first, end, [&](std::int64_t entry) {
      if (received->value.has(entry)) mark_event(entry);
    });
  }
}

}  // namespace sanbao::claims
