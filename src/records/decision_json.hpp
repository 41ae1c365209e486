// SPDX-License-Identifier: Apache-2.0
//
// The parts of a decision's JSON line, each from the public shape that holds it (docs/records.md
// §5). In: the shapes of sanbao/decision.hpp. Out: their objects, keys in the contract's order,
// appended to a writer. Never decides what a decision says: a key is left out only where its shape
// says so. Tested by tests/unit/decision_json_test.cpp.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "ir/plain_answer.hpp"
#include "records/json_writer.hpp"
#include "sanbao/decision.hpp"

namespace sanbao::records {

/// Everything a decision says, as its getters hand it out.
struct Verdict {
  std::optional<std::string_view> claim_id = {};
  std::optional<CivilDate> as_of = {};
  std::string_view requested = {};
  Outcome outcome = Outcome::not_covered;
  Detail detail = Detail::codes;
  std::span<const RemedyAnswer> remedies = {};
  std::span<const PolicyAnswer> policies = {};
  const ir::PlainAnswer* plain = nullptr;  ///< in place of remedies and policies
  std::span<const NotApplied> not_applied = {};
  std::span<const Ask> ask = {};
  std::span<const Question> questions = {};
  std::span<const Assumption> assumed = {};
  std::span<const std::string_view> ignored = {}, unread = {}, gaps = {};
  std::string_view engine = {};
};

/// Whose answer a remedy is: the combined one names policies, a policy's own does not.
enum class Scope : std::uint8_t { combined, own };

void write(JsonWriter& json, const Verdict& verdict);
void write(JsonWriter& json, const PolicyAnswer& policy, Detail detail);
void write(JsonWriter& json, const RemedyAnswer& remedy, Scope scope);
/// The combined answer and the one policy's own: the same bytes as of the shapes above.
void write(JsonWriter& json, const ir::PlainAnswer& answer, Detail detail);
void write(JsonWriter& json, const Reason& reason);
void write(JsonWriter& json, std::span<const Reason> reasons);
void write(JsonWriter& json, const Value& value);

/// `{"zh":"…","en":"…"}`, a language left out where it has no text.
void write(JsonWriter& json, const Text& text);

// Parts of remedies and policies.

/// `{"status":"available"`.
void write_status(JsonWriter& json, Status status);
/// The keys pays, charges and net that a remedy and one of several amounts have in common.
void write_money(JsonWriter& json, std::span<const MoneyLine> pays,
                 std::span<const MoneyLine> charges, bool has_net, const std::optional<Money>& net);
void write_currency(JsonWriter& json, Currency currency);
/// Terms by rule: `{"6.5":{"guarantee":{"zh":"…","en":"…"}}}`. Those of one rule stand together.
void write_terms(JsonWriter& json, std::span<const Term> terms);
/// Which policy it is, by which calendars.
void write_head(JsonWriter& json, const PolicyAnswer& policy);
void write_parameters(JsonWriter& json, std::span<const ParameterReading> parameters);
void write_assumptions(JsonWriter& json, std::span<const Assumption> assumptions);
void write_notices(JsonWriter& json, std::span<const Notice> notices);

// Parts of reasons.

/// Up to the truth of the rule.
void write_reason_head(JsonWriter& json, const Reason& reason);
/// What a rule says of itself: cite, text, note.
void write_reason_words(JsonWriter& json, const Reason& reason);
/// Items of a list, all of them or some in an order of their own.
template <typename T>
class Picked {
 public:
  explicit Picked(std::span<const T> all) : all_(all.data()), size_(all.size()) {}
  Picked(std::span<const T> all, std::span<const ir::Index> which)
      : all_(all.data()), which_(which.data()), size_(which.size()) {}

  [[nodiscard]] std::size_t size() const { return size_; }
  const T& operator[](std::size_t i) const { return all_[which_ == nullptr ? i : which_[i]]; }

 private:
  const T* all_;
  const ir::Index* which_ = nullptr;
  std::size_t size_;
};

/// The key of what it counted, a comma before it.
void write_periods(JsonWriter& json, Picked<PeriodReading> periods);
/// `{"list":"repairs","measure":"count","at_least":`, without a bound up to the measure; then the rest.
void write_event_head(JsonWriter& json, const EventReading& test);
void write_event_rest(JsonWriter& json, const EventReading& test);
/// Up to its value: `{"name":"used_days","text":"…","value":`.
void write_step_head(JsonWriter& json, const Step& step);

/// `["5","6.1"]`.
void write(JsonWriter& json, std::span<const std::string_view> names);

/// `,"rules":["5","6.1"]`, or nothing where the list is empty.
template <std::size_t n>
void write_list(JsonWriter& json, const char (&key)[n], std::span<const std::string_view> names) {
  if (names.empty()) return;
  json.raw(key);
  write(json, names);
}

/// Each of a list, a comma between two of them.
template <typename T, typename Write>
void write_each(JsonWriter& json, std::span<const T> items, Write write_one) {
  bool first = true;
  for (const T& item : items) {
    if (!first) json.raw(',');
    first = false;
    write_one(item);
  }
}

}  // namespace sanbao::records
