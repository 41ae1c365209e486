// SPDX-License-Identifier: Apache-2.0
//
// What a change is worth: answers compared, directions, exact sums, the rules behind.
// In: decisions of one claim. Out: numbers that add up in any order.
// Never rounds, never loses a sum: 128 bits hold any number of amounts, and only the report asks for 64.
// Tested by tests/unit/impact_test.cpp.
#pragma once

#include <array>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sanbao/audit/impact.hpp"

namespace sanbao::audit {

__extension__ typedef __int128 Wide;

inline constexpr std::size_t outcomes = 6;

[[nodiscard]] inline std::uint64_t magnitude(std::int64_t amount) {
  const auto bits = static_cast<std::uint64_t>(amount);
  return amount < 0 ? 0 - bits : bits;
}

/// An answer where it stands in a decision.
struct Seen {
  Outcome outcome = Outcome::not_covered;
  const RemedyAnswer* answer = nullptr;
  std::optional<std::int64_t> money = 0;
};
[[nodiscard]] Seen see(const Decision& decision);
/// Whether facts are missing for its remedy.
[[nodiscard]] bool is_open(const Seen& seen);
/// Whether its remedy is granted, perhaps on conditions.
[[nodiscard]] bool is_due(const Seen& seen);
[[nodiscard]] WeighedAnswer answer_of(const Seen& seen);

/// Whether outcome, remedy and money are the same.
[[nodiscard]] bool same_answer(const Seen& a, const Seen& b);
/// Whether everything else that the consumer may ask for is, too: remedies, money, clauses. (Not the last days.)
[[nodiscard]] bool same_beside(const Decision& a, const Decision& b);

struct Change {
  std::optional<std::int64_t> money;
  Direction direction = Direction::neither;
};
[[nodiscard]] Change weigh_change(const Seen& before, const Seen& after);

struct Sum {
  std::uint64_t claims = 0, open = 0;
  Wide money = 0;

  void add(std::optional<std::int64_t> amount);
  void add(std::int64_t amount) {
    ++claims;
    money += amount;
  }
  Sum& operator+=(const Sum& other);
  [[nodiscard]] Weight weight() const;
};

/// `part` in hundredths of a percent of `whole`, which is above nought, both of at most 65 bits; a half goes away from
/// nought, as where policies round half up. Nothing: beyond 64 bits.
[[nodiscard]] std::optional<std::int64_t> in_hundredths_of_percent(Wide part, Wide whole);

struct DirectedSums {
  Sum all;
  std::array<Sum, 3> by_direction;

  void add(const Change& change);
  void add(const Sum& sum, Direction direction) {
    all += sum;
    by_direction[static_cast<std::size_t>(direction)] += sum;
  }
  DirectedSums& operator+=(const DirectedSums& other);
  [[nodiscard]] const Sum& of(Direction direction) const {
    return by_direction[static_cast<std::size_t>(direction)];
  }
};

/// By what bounds changes are told apart: whole units of a currency, in minor units, or days.
class ChangeSteps {
 public:
  static ChangeSteps of_money(std::optional<Currency> currency);
  static ChangeSteps of_days();
  /// 0: none; else how many of the bounds it is not within, and one.
  [[nodiscard]] std::size_t of(std::uint64_t size) const {
    std::size_t step = size > 0 ? 1 : 0;
    for (const std::uint64_t bound : bounds_)
      step += size > bound ? 1 : 0;
    return step;
  }

  [[nodiscard]] std::int64_t bound(std::size_t at) const {
    return static_cast<std::int64_t>(bounds_[at]);
  }

  static constexpr std::size_t count = 6;

 private:
  std::array<std::uint64_t, count> bounds_{};
};

/// Changes by size.
class Distribution {
 public:
  void add(std::int64_t change, const ChangeSteps& steps) {
    const std::size_t step = steps.of(magnitude(change));
    ++claims_[change < 0 ? half - step : half + step];
  }
  Distribution& operator+=(const Distribution& other);
  [[nodiscard]] std::vector<ChangeBucket> buckets(const ChangeSteps& steps) const;

 private:
  static constexpr std::size_t half = ChangeSteps::count + 1;

  std::array<std::uint64_t, 2 * half + 1> claims_{};
};

/// Of a rulebook the rules that grant or exclude a remedy. Views into the rulebook.
class DecidingRules {
 public:
  explicit DecidingRules(const Rulebook& rulebook);
  [[nodiscard]] std::span<const std::string_view> of(std::string_view policy,
                                                     std::string_view remedy) const;

 private:
  std::map<std::pair<std::string_view, std::string_view>, std::vector<std::string_view>> rules_;
};

/// The rules that a change rests on, as a key: those of the two answers that stand otherwise on the other side, else
/// those that grant (docs/audit.md). `deciding`: of the two rulebooks, wanted where an answer is open, which names none.
[[nodiscard]] std::string rules_behind(const Decision& base, const Seen& before,
                                       const Decision& other, const Seen& after,
                                       std::span<const DecidingRules* const> deciding = {});
[[nodiscard]] std::vector<WeighedRule> rules_of(std::string_view key);
/// Titles that are still missing, from a rulebook that has such rules.
void add_titles(const Rulebook& rulebook, std::vector<WeighedRule>& rules);

}  // namespace sanbao::audit
