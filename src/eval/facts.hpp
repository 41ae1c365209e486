// SPDX-License-Identifier: Apache-2.0
//
// Facts: the facts of one claim as of one day: which events count, which are cut, what a field reads.
// In: ClaimData and the day of judgement. Out: cells and event states. (docs/language.md §7 "Day of judgement")
// Never fills a fact in: assumptions are the policy's and are read by Session.
// Tested by tests/unit/eval_facts_test.cpp and tests/cases/meaning.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "ir/program.hpp"

namespace sanbao::eval {

/// A fact by its place: a slot, a whole list, or a field of an event. Ordered by kind, then place; texts
/// are made from it only when it is printed.
struct FactPath {
  enum class Kind : std::uint8_t { slot, list, field };
  Kind kind = Kind::slot;
  std::uint32_t slot = 0;  ///< slot, or list
  std::uint32_t event = 0, field = 0;

  friend auto operator<=>(const FactPath&, const FactPath&) = default;
};

/// How an event stands to the day of judgement.
struct EventState {
  bool ignored = false;  ///< begins after it: left out
  bool cut = false;      ///< ends after it: read as open
  bool open = false;     ///< has no end: the field is absent or never
  bool certain = true;   ///< false while there is no day of judgement
  bool has_begin = false;
  std::int32_t begin = 0;
};

class Facts {
 public:
  /// `as_of`: the caller's day, else the day the claim was filed, else none.
  void begin(const ir::Schema& schema, const ir::ClaimData& claim, std::optional<CivilDate> as_of);

  /// From now on out of a copy of the claim.
  void read_from(const ir::ClaimData& copy) { claim_ = &copy; }

  [[nodiscard]] const ir::Schema& schema() const { return *schema_; }
  [[nodiscard]] const ir::ClaimData& claim() const { return *claim_; }
  [[nodiscard]] const ir::Cell& slot(std::uint32_t slot) const { return claim_->cells[slot]; }
  [[nodiscard]] const ir::EventRows& rows(std::uint32_t list) const { return claim_->lists[list]; }
  [[nodiscard]] const ir::Cell& cell(std::uint32_t list, std::uint32_t event,
                                     std::uint32_t field) const {
    return claim_->lists[list].at(event, field,
                                  static_cast<std::uint32_t>(schema_->lists[list].fields.size()));
  }
  [[nodiscard]] const EventState& event(std::uint32_t list, std::uint32_t event) const {
    return states_[first_state_[list] + event];
  }
  /// Whether any event is left out, or cut, by the day of judgement.
  [[nodiscard]] bool has_events_left_out() const { return has_events_left_out_; }
  [[nodiscard]] bool has_as_of() const { return has_as_of_; }
  [[nodiscard]] std::int32_t as_of() const { return as_of_; }

 private:
  void read_event(const ir::SchemaList& shape, const ir::Cell* event, EventState& state);

  const ir::Schema* schema_ = nullptr;
  const ir::ClaimData* claim_ = nullptr;
  bool has_as_of_ = false;
  bool has_events_left_out_ = false;
  std::int32_t as_of_ = 0;
  std::vector<std::uint32_t> first_state_;
  std::vector<EventState> states_;
};

}  // namespace sanbao::eval
