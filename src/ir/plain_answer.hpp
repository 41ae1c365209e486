// SPDX-License-Identifier: Apache-2.0
//
// PlainAnswer: what the one policy that applies says of a claim that leaves nothing open, in numbers of its
// rules and remedies; PlainReasons: what its rules read and worked out, as far as the record shows it.
// AnswerPieces: the bytes that the JSON of such answers is put together from.
// In: an answer is made by eval/plain.cpp, pieces by records/plain_json.cpp when a rulebook is loaded.
// Out: both are read by records/plain_json.cpp. Never says anything that sanbao/decision.hpp has no shape for:
// whoever reads the shapes gets the same, and writes the same bytes.
// Tested by tests/unit/plain_json_test.cpp.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ir/checked_policy.hpp"
#include "sanbao/decision.hpp"

namespace sanbao::ir {

struct Program;

struct PlainRemedy {
  Index remedy = no_index;                    ///< of Ruleset::remedies
  Status status = Status::unavailable;        ///< or available, conditional
  std::span<const Index> rules, excluded_by;  ///< of Program::rules, as the two below
  std::span<const Index> needs;
  std::span<const Index> terms;  ///< of Program::terms
  std::span<const MoneyLine> pays, charges;
  bool has_money = false;
  std::optional<Money> net;
  std::optional<CivilDate> until;
};

/// By the plans and lists of ReasonPlans. What is for people only is left out.
struct PlainReasons {
  struct Rule {
    std::span<const std::string_view> overridden_by, not_established;
  };
  template <typename T>
  using Lists = std::span<const std::span<const T>>;
  /// Where something stands in a line.
  struct Place {
    std::size_t from = 0, to = 0;
  };

  std::span<const Rule> rules;
  std::span<const Value* const> readings;  ///< by plan; nullptr: the claim is silent on it
  Lists<PeriodReading> periods;
  Lists<EventReading> events;
  Lists<Step> steps;
  std::span<Place> places;  ///< of readings, then of each kind of lists: noted by who writes them
};

struct PlainAnswer {
  const Program* program = nullptr;
  Outcome outcome = Outcome::denied;
  std::span<const PlainRemedy> remedies;                    ///< by remedy
  std::span<const std::uint64_t> holds, fails, overridden;  ///< one bit a rule
  std::span<const Index> recalled;                          ///< rules
  std::span<const ParameterReading> parameters;
  std::span<const Assumption> assumed;
  const PlainReasons* reasons = nullptr;  ///< of Detail::full alone
};

/// Nothing where more is open, or where its answers were read already.
const PlainAnswer* plain_answer(const Decision& decision);

/// Bytes in a string of their own, behind which 32 more may be read.
struct Piece {
  std::uint32_t at = 0, size = 0;
};

/// Of the reason of one rule: what stands before its truth, and what follows up to what it read. `false` stands
/// between the two.
struct ReasonPieces {
  Piece head;   ///< `,{"rule":"5","effect":"grants","remedies":[…],"holds":`
  Piece words;  ///< `,"cite":"5","text":{…}`
};

/// What the JSON of a policy's answers has in common for every claim. What stands in a list begins with a comma.
struct AnswerPieces {
  std::string bytes;
  Piece policy;                                ///< `,"policy":"hyundai-mp3"`
  Piece head;                                  ///< of the policy, up to its calendars
  Piece currency;                              ///< `,"currency":"CNY"`
  std::vector<std::array<Piece, 3>> remedies;  ///< `,"return":{"status":"available"`, by Status
  std::vector<Piece> rules;                    ///< `,"6.5"`
  std::vector<Piece> terms;                    ///< `,"6.5":{…}`, by Program::terms
  std::vector<ReasonPieces> reasons;           ///< by rule
  std::vector<Piece> readings;                 ///< `"purchase.sold_on":`, by ReasonPlans::readings
  std::array<Piece, 6> notices;                ///< `,"notices":[…]`, by Outcome

  [[nodiscard]] std::string_view operator[](Piece piece) const {
    return {bytes.data() + piece.at, piece.size};
  }
};

}  // namespace sanbao::ir
