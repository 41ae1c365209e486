// SPDX-License-Identifier: Apache-2.0
//
// See columns.hpp.
#include "ir/columns.hpp"

namespace sanbao::ir {

std::int64_t Column::integer(ColumnForm of, std::int64_t row) const {
  switch (of) {
    case ColumnForm::bits: {
      const auto at = static_cast<std::uint64_t>(offset + row);
      return static_cast<const std::uint8_t*>(values)[at / 8] >> at % 8 & 1;
    }
    case ColumnForm::int8:
      return at<std::int8_t>(row);
    case ColumnForm::uint8:
      return at<std::uint8_t>(row);
    case ColumnForm::int16:
      return at<std::int16_t>(row);
    case ColumnForm::uint16:
      return at<std::uint16_t>(row);
    case ColumnForm::int32:
      return at<std::int32_t>(row);
    case ColumnForm::uint32:
      return at<std::uint32_t>(row);
    case ColumnForm::int64:
      return at<std::int64_t>(row);
    case ColumnForm::uint64: {
      const auto value = at<std::uint64_t>(row);
      return value > static_cast<std::uint64_t>(INT64_MAX) ? INT64_MAX
                                                           : static_cast<std::int64_t>(value);
    }
    default: {
      // The higher half of a decimal that fits says its sign alone.
      struct Halves {
        std::uint64_t low;
        std::int64_t high;
      };
      const auto halves = at<Halves>(row);
      const auto low = static_cast<std::int64_t>(halves.low);
      if (halves.high == (low < 0 ? -1 : 0)) return low;
      return halves.high < 0 ? INT64_MIN : INT64_MAX;
    }
  }
}

std::string_view Column::text(std::int64_t row) const {
  if (form == ColumnForm::coded) return inner[0].text(place(row));
  std::int64_t begin = 0;
  std::int64_t end = 0;
  if (form == ColumnForm::text) {
    begin = at<std::int32_t>(row);
    end = at<std::int32_t>(row + 1);
  } else {
    begin = at<std::int64_t>(row);
    end = at<std::int64_t>(row + 1);
  }
  return {bytes + begin, static_cast<std::size_t>(end - begin)};
}

namespace {

FactState state_of(std::string_view state) {
  return state == "null"    ? FactState::null
         : state == "never" ? FactState::never
                            : FactState::absent;
}

}  // namespace

void CellColumn::read_states() {
  states_of_texts.clear();
  if (!has_states || states.form != ColumnForm::coded) return;
  const Column& texts = states.inner[0];
  for (std::int64_t at = 0; at < texts.length; ++at)
    states_of_texts.push_back(texts.has(at) ? state_of(texts.text(at)) : FactState::absent);
}

FactState CellColumn::missing(std::int64_t row) const {
  if (!has_states || !states.has(row)) return FactState::absent;
  if (states.form == ColumnForm::coded)
    return states_of_texts[static_cast<std::size_t>(states.place(row))];
  return state_of(states.text(row));
}

}  // namespace sanbao::ir
