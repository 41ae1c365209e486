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
  has_events_left_out_ = has_events_open_ = false;
  for (std::uint32_t list = 0; list < schema.lists.size(); ++list) {
    first_state_[list] = static_cast<std::uint32_t>(states_.size());
    for (std::uint32_t event = 0; event < claim.lists[list].count; ++event) {
      const EventState state = state_of(list, event);
      has_events_left_out_ = has_events_left_out_ || state.ignored || state.cut;
      has_events_open_ = has_events_open_ || state.open || state.cut;
      states_.push_back(state);
    }
  }
}

EventState Facts::state_of(std::uint32_t list, std::uint32_t event) const {
  const auto& shape = schema_->lists[list];
  EventState state;
  const auto given = [&](int field) -> const ir::Cell* {
    if (field < 0) return nullptr;
    const ir::Cell& cell = this->cell(list, event, static_cast<std::uint32_t>(field));
    return cell.state == FactState::given ? &cell : nullptr;
  };
  const ir::Cell* begin = given(shape.received_on);
  if (begin == nullptr) begin = given(shape.on);
  if (begin != nullptr) {
    state.has_begin = true;
    state.begin = static_cast<std::int32_t>(begin->value);
  }
  if (shape.interval) {
    const auto end_state = cell(list, event, static_cast<std::uint32_t>(shape.returned_on)).state;
    state.open = end_state == FactState::absent || end_state == FactState::never;
  }
  if (!has_as_of_) {
    state.certain = false;
    return state;
  }
  state.ignored = state.has_begin && state.begin > as_of_;
  if (!state.ignored && shape.interval) {
    const ir::Cell* end = given(shape.returned_on);
    state.cut = end != nullptr && end->value > as_of_;
  }
  return state;
}

}  // namespace sanbao::eval
