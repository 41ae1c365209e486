// SPDX-License-Identifier: Apache-2.0
//
// Claim: the facts of one claim, typed, in the shape that a rulebook reads.
// In: values by fact, from C++ or from a JSON record (records.hpp). Out: what `evaluate` reads, and `append_json`
// writes as a record.
// Never guesses: a fact that is not set is absent, and the decision asks for it where it matters.
// Tested by tests/unit/claim_test.cpp and examples/02_typed_claim.cpp.
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sanbao/export.hpp"
#include "sanbao/values/civil_date.hpp"
#include "sanbao/values/money.hpp"
#include "sanbao/values/period.hpp"
#include "sanbao/values/rate.hpp"

namespace sanbao {

class Rulebook;
namespace ir {
struct ClaimData;
}

/// A whole number or a decimal with at most six places, exact: `Decimal::parse("12000.5")`.
struct Decimal {
  std::int64_t millionths = 0;
  SANBAO_EXPORT static std::optional<Decimal> parse(std::string_view text);
};

/// Handle of a fact, found once by `Rulebook::fact<T>("purchase.sold_on")` and used for every
/// claim. T is the C++ type of its values: bool, std::int64_t (count), Decimal (number),
/// std::string_view (text, enumeration, remedy), CivilDate, Days, Period (length), Money, Rate,
/// std::span<const std::string_view> (set). `shape` tells rulebooks apart that know other facts: a handle works for
/// claims of every rulebook that knows the same ones.
template <typename T>
struct Fact {
  std::uint32_t slot = 0;
  std::uint64_t shape = 0;
};
/// Handle of a field of an event list: `Rulebook::field<bool>("repairs", "fixed")`.
template <typename T>
struct Field {
  std::uint32_t list = 0, field = 0;
  std::uint64_t shape = 0;
};
/// Handle of an event list: `Rulebook::events("repairs")`.
struct Events {
  std::uint32_t list = 0;
  std::uint64_t shape = 0;
};
/// One event of a claim, as `Claim::add` returned it. Counts from 0 within its list.
struct Event {
  std::uint32_t list = 0, index = 0;
};

/// Five states of a fact: absent (not set), given (`set`), null (`set_null`: asked, cannot be
/// known), never (`set_never`, dates: known not to have happened); assumed is the policy's affair.
///
///     Claim claim(rulebook);
///     if (!claim.set(*rulebook.fact<CivilDate>("claim.filed_on"), *CivilDate::parse("2024-05-08"))) return;
///     auto repair = claim.add(*rulebook.events("repairs"));
///     if (!claim.set(repair, *rulebook.field<bool>("repairs", "fixed"), false)) return;
///
/// `set` answers false, and changes nothing, where the value is not one the fact takes: a member
/// that the vocabulary does not have, money of another currency or below zero, a date outside 1970
/// to 2199, a text over 64 KiB or not UTF-8, a length of more than nine digits, a repeated member, a
/// repair returned before it was received, a handle of a rulebook that knows other facts. `set_null` and
/// `set_never` do likewise: nothing of `claim` can be null, and neither the day of the claim nor the day a
/// unit was handed in can be never. A claim may be cleared and filled again without allocating. One that was
/// moved from may be assigned to, read into (`ClaimReader::read`) and destroyed, nothing else.
class SANBAO_EXPORT Claim {
 public:
  explicit Claim(const Rulebook& rulebook);
  Claim(Claim&&) noexcept;
  Claim& operator=(Claim&&) noexcept;
  Claim(const Claim&);
  Claim& operator=(const Claim&);
  ~Claim();

  /// Forgets every fact; keeps the memory.
  void clear();

  [[nodiscard]] bool set(Fact<bool> fact, bool value);
  [[nodiscard]] bool set(Fact<std::int64_t> fact, std::int64_t value);
  [[nodiscard]] bool set(Fact<Decimal> fact, Decimal value);
  [[nodiscard]] bool set(Fact<std::string_view> fact, std::string_view value);
  [[nodiscard]] bool set(Fact<CivilDate> fact, CivilDate value);
  [[nodiscard]] bool set(Fact<Days> fact, Days value);
  [[nodiscard]] bool set(Fact<Period> fact, Period value);
  [[nodiscard]] bool set(Fact<Money> fact, Money value);
  [[nodiscard]] bool set(Fact<Rate> fact, Rate value);
  [[nodiscard]] bool set(Fact<std::span<const std::string_view>> fact,
                         std::span<const std::string_view> values);
  bool set_never(Fact<CivilDate> fact);
  template <typename T>
  bool set_null(Fact<T> fact) {
    return set_null_slot(fact.slot, fact.shape);
  }
  /// What is no bool is none by accident: a text, a number.
  template <typename T>
  requires(!std::same_as<T, bool>) bool set(Fact<bool> fact, T value) = delete;

  /// A new event at the end of a list; a list that is known to be empty: `set_none`; one that
  /// cannot be known: `set_null`. Beyond 1,000 events `add` gives one on which nothing can be set.
  Event add(Events list);
  bool set_none(Events list);
  bool set_null(Events list);

  [[nodiscard]] bool set(Event event, Field<bool> field, bool value);
  [[nodiscard]] bool set(Event event, Field<std::int64_t> field, std::int64_t value);
  [[nodiscard]] bool set(Event event, Field<Decimal> field, Decimal value);
  [[nodiscard]] bool set(Event event, Field<std::string_view> field, std::string_view value);
  [[nodiscard]] bool set(Event event, Field<CivilDate> field, CivilDate value);
  [[nodiscard]] bool set(Event event, Field<Days> field, Days value);
  [[nodiscard]] bool set(Event event, Field<Money> field, Money value);
  bool set_never(Event event, Field<CivilDate> field);
  template <typename T>
  bool set_null(Event event, Field<T> field) {
    return set_null_field(event, Field<void>{field.list, field.field, field.shape});
  }
  template <typename T>
  requires(!std::same_as<T, bool>) bool set(Event event, Field<bool> field, T value) = delete;

  /// Whether its facts are those of this rulebook.
  [[nodiscard]] bool belongs_to(const Rulebook& rulebook) const;

  /// For the library's own stages.
  [[nodiscard]] const ir::ClaimData& data() const { return *data_; }
  [[nodiscard]] ir::ClaimData& data() { return *data_; }
  /// False: it was moved from.
  [[nodiscard]] bool has_data() const { return data_ != nullptr; }

 private:
  bool set_null_slot(std::uint32_t slot, std::uint64_t shape);
  bool set_null_field(Event event, Field<void> field);

  std::shared_ptr<const void> keep_alive_;  // the rulebook's schema
  std::unique_ptr<ir::ClaimData> data_;
};

}  // namespace sanbao
