// SPDX-License-Identifier: Apache-2.0
//
// What one would write by hand for rules/vendors/hyundai-mp3.yaml alone: the measure sanbao is held against.
// In: one JSON line. Out: the same bytes as `sanbao decide --reasons codes`, for claims with all facts given.
// Never decides a claim that lacks a fact, has an event after its day, or needs a day the calendar
// lacks: it says so and leaves it. Never looks for repeated or unknown keys.
// Checked byte for byte by bench.agrees.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sanbao::bench::hand {

/// The facts of the vocabulary (docs/records.md §2), those that the policy reads first.
enum Fact : std::uint8_t {
  filed_on,
  requests,
  sold_on,
  invoiced_on,
  price,
  net_dealer_price,
  sold_directly,
  documents,
  category,
  brand,
  kind,
  cause,
  confirmed,
  described,
  human_damage,
  opened_by_unauthorised,
  modified,
  counterfeit,
  certificate_altered,
  label_intact,
  serial_matches,
  model_matches,
  accessories_complete,
  accepts_exchange,
  accepts_other_model,
  same_model,
  within_guarantee,
  // Those it does not read are converted all the same: a record with a wrong one is refused.
  claim_id,
  settled_with_seller,
  price_alone,
  may_dissolve,
  fault_code,
  fault_component,
  fault_main_part,
  needs_replacement,
  occurred_on,
  fault_part,
  problem,
  reported_on,
  serious_safety,
  gift_returned,
  intact,
  lasting_traces,
  opened,
  packaging_complete,
  personal_data_left,
  energy,
  manufactured_on,
  model,
  return_exempt,
  serial,
  series,
  claim_until,
  compensation,
  freight_party,
  return_until,
  ship_by,
  channel,
  closed_on,
  confirmed_on,
  delivered_on,
  escrow,
  excluded_confirmed,
  purchase_id,
  installed_on,
  order_line,
  ordered_on,
  paid,
  paid_on,
  promises,
  region,
  registered_on,
  shipped_on,
  shipping_paid,
  purchase_use,
  parts,
  hours,
  odometer_km,
  use_coefficient,
  fact_count
};
inline constexpr std::size_t facts_read = claim_id;

enum Cause : std::uint8_t {
  own_component,
  misuse,
  installation,
  storage,
  transport,
  force_majeure,
  unauthorised_repair,
  modification
};
enum Kind : std::uint8_t { performance, no_fault = 9 };
enum Document : std::uint8_t { invoice, guarantee_certificate };

/// Fields of events; those of one event stand in its `value`s, given or not as `given` has their bits.
enum Field : std::uint8_t {
  received_on,
  returned_on,
  fixed,
  waiting_days,
  on,
  component,
  authorised,
  delay_cause,
  excluded_hours,
  repair_fault_code,
  repair_hours,
  repair_main_part,
  repair_odometer_km,
  replaced,
  safety,
  spare_given,
  damaged,
  field_count
};

/// Of a date: known not to have happened.
inline constexpr std::int64_t never = INT64_MAX;

struct Event {
  std::uint32_t given = 0, null = 0;
  std::array<std::int64_t, field_count> value;
  [[nodiscard]] bool has(Field field) const { return (given >> field & 1U) != 0; }
};

/// A claim, typed: truths as 0 and 1, dates as days since 1970, money in fen, members by their place,
/// sets as bits. A fact that is neither given nor null is absent.
struct Facts {
  std::array<std::uint64_t, 2> given{}, null{};
  std::array<std::int64_t, fact_count> value;
  std::array<std::string_view, fact_count> text;
  bool has_repairs = false, has_exchanges = false;
  std::vector<Event> repairs, exchanges, resends;

  void clear();
  [[nodiscard]] bool has(Fact fact) const { return (given[fact / 64] >> fact % 64 & 1U) != 0; }
  [[nodiscard]] bool is(Fact fact) const { return value[fact] != 0; }
};

/// Reads claims; keeps the parser's memory. `room`: bytes that may be read from the line's begin on,
/// at least 64 beyond its end. False: a value that cannot be read, or no JSON where it was looked at.
class Reader {
 public:
  Reader();
  ~Reader();
  [[nodiscard]] bool read(std::string_view line, std::size_t room, Facts& facts);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// For each covered day the next day of work, itself included.
class Calendar {
 public:
  /// The text of rules/calendars/cn.csv. False: not as expected.
  [[nodiscard]] bool load(std::string_view text);
  /// -1: a day that the calendar lacks would have to be looked at.
  [[nodiscard]] std::int32_t next_working_day(std::int64_t day) const {
    const std::int64_t at = day - first_;
    return at < 0 || at >= static_cast<std::int64_t>(next_.size())
               ? -1
               : next_[static_cast<std::size_t>(at)];
  }

 private:
  std::int64_t first_ = 0;
  std::vector<std::int32_t> next_;
};

enum Rule : std::uint8_t {
  r2_2,
  r2_3,
  r2_4,
  r3_1,
  r3_2,
  r3_3,
  r3_4,
  r3_5,
  r3_6,
  r3_7,
  r3_8,
  r5,
  r6_1,
  r6_2,
  r6_3,
  r6_4a,
  r6_4b,
  r6_5,
  r7,
  r7_1,
  r7_2,
  r7_3,
  r7_4,
  r7_5,
  rule_count
};
using Rules = std::uint32_t;
enum Status : std::uint8_t { available, conditional, unavailable };
enum Remedy : std::uint8_t { return_goods, exchange, repair, paid_repair, remedy_count };
enum Outcome : std::uint8_t { approved, conditionally, denied, not_covered };

struct RuleList {
  std::uint8_t size = 0;
  std::array<std::uint8_t, rule_count> ids;
};
struct RemedyAnswer {
  Status status = unavailable;
  Rules rules = 0, needs = 0, excluded_by = 0;
  std::int64_t until = -1;
};
struct Verdict {
  Outcome outcome = denied;
  std::array<RemedyAnswer, remedy_count> remedies;
  bool refunds = false, charges = false;  // of the return
  std::int64_t refund = 0, depreciation = 0;
  RuleList holds, fails, overridden;
  bool wrong_brand = false, wrong_category = false, too_early = false;  // not covered
};

/// False: not for this program to decide (see above).
[[nodiscard]] bool decide(const Facts& facts, const Calendar& calendar, Verdict& verdict);

/// What stands in each decision and is no part of the rules.
struct Constants {
  std::string policy_digest, calendar_digest, engine;
};

/// Bytes appended to one buffer, which grows by doubling.
class Output {
 public:
  explicit Output(std::size_t capacity) : bytes_(new char[capacity]), capacity_(capacity) {}
  void clear() { used_ = 0; }
  [[nodiscard]] std::string_view view() const { return {bytes_.get(), used_}; }
  /// Makes room for `size` more bytes, and returns where they go.
  char* reserve(std::size_t size);
  void advance_to(const char* end) { used_ = static_cast<std::size_t>(end - bytes_.get()); }

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t capacity_, used_ = 0;
};

/// One line of JSON without a line feed.
void write(const Facts& facts, const Verdict& verdict, const Constants& constants, Output& output);

}  // namespace sanbao::bench::hand
