// SPDX-License-Identifier: Apache-2.0
//
// See facts.hpp.
#include "eval/facts.hpp"

namespace sanbao::eval {

using ir::FactState;

void Facts::begin(const ir::Schema& schema, const ir::ClaimData& claim,
                  std::optional<CivilDate> as_of) {
  schema_ = &schema;
  claim_ = &claim;
  const ir::Cell& filed = claim.cells[schema.filed_on];
  has_as_of_ = as_of.has_value() || filed.state == FactState::given;
  if (has_as_of_)
    as_of_ = as_of ? as_of->days_since_epoch() : static_cast<std::int32_t>(filed.value);
  first_state_.resize(schema.lists.size());
  states_.clear();
  has_events_left_out_ = false;
  for (std::uint32_t list = 0; list < schema.lists.size(); ++list) {
    first_state_[list] = static_cast<std::uint32_t>(states_.size());
    const ir::EventRows& rows = claim.lists[list];
    if (rows.count == 0) continue;
    const ir::SchemaList& shape = schema.lists[list];
    const std::size_t width = shape.fields.size();
    const ir::Cell* event = rows.cells.data();
    for (std::uint32_t left = rows.count; left > 0; --left, event += width)
      read_event(shape, event, states_.emplace_back());
  }
}

void Facts::read_event(const ir::SchemaList& shape, const ir::Cell* event, EventState& state) {
  const auto given = [&](int field) -> const ir::Cell* {
    return field >= 0 && event[field].state == FactState::given ? &event[field] : nullptr;
  };
  const ir::Cell* begin = given(shape.received_on);
  if (begin == nullptr) begin = given(shape.on);
  if (begin != nullptr) {
    state.has_begin = true;
    state.begin = static_cast<std::int32_t>(begin->value);
  }
  if (shape.interval) {
    const FactState end = event[shape.returned_on].state;
    state.open = end == FactState::absent || end == FactState::never;
  }
  if (!has_as_of_) {
    state.certain = false;
    return;
  }
  state.ignored = state.has_begin && state.begin > as_of_;
  if (!state.ignored && shape.interval) {
    const ir::Cell* end = given(shape.returned_on);
    state.cut = end != nullptr && end->value > as_of_;
  }
  has_events_left_out_ |= state.ignored || state.cut;
}

}  // namespace sanbao::eval
