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

/// Bytes in a string of their own, behind which 32 more may be read.
struct Piece {
  std::uint32_t at = 0, size = 0;
};

/// By the plans of ReasonPlans. What is for people only is left out.
struct PlainReasons {
  /// What a rule says beside what it read and worked out.
  struct Said {
    std::span<const std::string_view> overridden_by, not_established;
    [[nodiscard]] bool nothing() const { return overridden_by.empty() && not_established.empty(); }
  };

  std::span<const Said> said;              ///< by ReasonPlans::saying
  std::span<const Value* const> readings;  ///< nullptr: the claim is silent on it
  std::span<const PeriodReading> periods;
  std::span<const EventReading> events;
  std::span<const Value> steps;

  // Room for who writes them, used again from claim to claim: what fills the holes of a ReasonText, as bytes.
  std::span<Piece> items;
  std::string* shelf = nullptr;
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

/// The reasons of all rules as one text, `,"reasons":[{"rule":"5",…}]`, with holes for what each claim says of its own.
/// What fills a hole is an item, and a hole whose item is empty stays as it stands: a truth stands as `false`.
struct ReasonText {
  struct Hole {
    std::uint32_t at = 0;    ///< where it is filled
    std::uint32_t next = 0;  ///< where the text goes on
    Index item = 0;
  };
  /// What one rule read: `,"read":{"fault.kind":…}`, its holes, a comma between two of them.
  struct Read {
    Piece where;
    Index first = 0, end = 0;  ///< holes
  };
  Piece whole;  ///< empty where there are no rules
  std::vector<Hole> holes;
  std::vector<Read> reads;  ///< by rule

  // Items stand by kind: the truth of each rule comes first, then readings by plan, lists of periods, event tests and
  // steps by plan.
  Index readings = 0, periods = 0, events = 0, steps = 0, items = 0;
  std::vector<Index> uses;  ///< by item: how many holes it fills
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
  ReasonText reasons;
  std::array<Piece, 6> notices;  ///< `,"notices":[…]`, by Outcome

  [[nodiscard]] std::string_view operator[](Piece piece) const {
    return {bytes.data() + piece.at, piece.size};
  }
};

}  // namespace sanbao::ir
