// SPDX-License-Identifier: Apache-2.0
//
// Impact: what other policies would have made of the same claims: how many decided otherwise, by which rules, in
// which direction, and the money (docs/audit.md "Weighing another policy").
// In: rulebooks that share one claim shape (sanbao/variants.hpp), claims one by one. Out: an ImpactReport, from
// which its text, its JSON and its page are all written.
// Never depends on the order in which claims came or on the number of threads; sums are exact or said to be too
// large. Memory does not grow with the claims.
// Tested by tests/unit/impact_test.cpp and tests/cli/impact_test.py, which holds it to two runs of `sanbao decide`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sanbao/audit/record.hpp"
#include "sanbao/audit/where.hpp"
#include "sanbao/decision.hpp"
#include "sanbao/export.hpp"
#include "sanbao/records.hpp"
#include "sanbao/rulebook.hpp"
#include "sanbao/variants.hpp"

namespace sanbao::audit {

/// For the consumer: first by what may still come of the outcome, then by the net. Neither: the amount is open,
/// or an open outcome may turn out either way.
enum class Direction : std::uint8_t { better, worse, neither };
SANBAO_EXPORT std::string_view to_string(Direction direction);

/// What one rulebook says of a claim, as far as it is weighed: the outcome, and the remedy that it is about (the
/// one asked for; of `any` the first of the best).
struct WeighedAnswer {
  Outcome outcome = Outcome::not_covered;
  std::string remedy;  ///< empty: none
  std::optional<std::int64_t>
      money;                         ///< net in minor units; 0 where nothing is paid; nothing: open
  std::string remedy_zh, remedy_en;  ///< its name
};

/// A rule that a change rests on.
struct WeighedRule {
  std::string policy, rule;
  std::string title_zh, title_en;

  friend bool operator==(const WeighedRule&, const WeighedRule&) = default;
};

/// One claim that one of the other rulebooks decides otherwise.
struct ClaimChange {
  std::size_t variant = 0;   ///< into ImpactReport::variants
  std::uint64_t record = 0;  ///< as the caller numbered it
  std::string claim;         ///< its id; empty: it has none
  WeighedAnswer from, to;
  std::optional<std::int64_t> money;  ///< to - from; nothing: open on one side
  Direction direction = Direction::neither;
  std::vector<WeighedRule> rules;
};

/// Claims decided otherwise, and what their money comes to.
struct Weight {
  std::uint64_t claims = 0;
  std::optional<std::int64_t> money = 0;  ///< minor units; nothing: beyond 64 bits
  std::uint64_t open = 0;                 ///< of the claims: their money is open and in no sum
};

/// What the answers come to in all, before and after, in minor units. Claims whose money is open on one side are in neither
/// sum: so the two differ by the change.
struct PaidInAll {
  std::optional<std::int64_t> from = 0, to = 0;  ///< nothing: beyond 64 bits
  std::uint64_t open = 0;                        ///< claims in neither sum
  /// The change in hundredths of a percent of `from`, rounded half up; nothing: `from` is not above nought, or one of
  /// them is beyond 64 bits.
  std::optional<std::int64_t> change;
};

/// Claims whose money, or last day, changes by `least` to `most` minor units, or days, both included; a missing bound
/// is none.
struct ChangeBucket {
  std::optional<std::int64_t> least, most;
  std::uint64_t claims = 0;
};

struct OutcomeMove {
  Outcome from, to;  ///< the same where the money alone differs
  Weight weight;
};

/// The claims whose change rests on these rules together. Each change is in one line, so lines add up.
struct RuleLine {
  std::vector<WeighedRule> rules;  ///< empty: there is none behind it (docs/audit.md, "by rule")
  Weight all, better, worse, neither;
  std::uint64_t listed = 0;  ///< claims of the line that `WeighOptions::list` takes
  /// The first of those, by record. Their own `rules` are empty: they are those of the line.
  std::vector<ClaimChange> first_listed;
};

struct WeighedPolicy {
  std::string id, version, digest;
  std::string title_zh, title_en;

  friend bool operator==(const WeighedPolicy&, const WeighedPolicy&) = default;
};

/// Policies with which the others are compared, and how many claims they decided.
struct WeighedSide {
  std::vector<WeighedPolicy> policies;
  std::vector<std::vector<WeighedPolicy>> to;  ///< those they are compared with, by variant
  std::uint64_t claims = 0;
};

/// One claim of which one of the other rulebooks gives the same remedy until another day.
struct PeriodChange {
  std::uint64_t record = 0;
  std::string claim, remedy;
  CivilDate from, to;     ///< the last days (`until`)
  std::int64_t days = 0;  ///< to - from
};

struct PeriodWeight {
  std::uint64_t claims = 0;
  std::int64_t days = 0;
};

/// Last days, of claims to which both rulebooks give the same remedy.
struct PeriodImpact {
  PeriodWeight longer, shorter;
  std::uint64_t one_sided =
      0;  ///< a last day on one side alone: on the other there is none, or it is not known
  std::vector<ChangeBucket> distribution;
  std::vector<PeriodChange> largest;  ///< by the number of days, then by record
};

struct VariantImpact {
  std::string name;  ///< as the caller called it; may be empty
  /// What is written otherwise in its policies; several variants differ in it. Whoever writes the report sets it.
  std::vector<PolicyChange> varied;
  std::vector<WeighedPolicy> policies;
  std::uint64_t alike = 0;
  std::uint64_t beside = 0;  ///< of those: another remedy, its money or a clause differs
  Weight otherwise, better, worse, neither;
  PaidInAll paid;
  std::vector<OutcomeMove> moves;  ///< by outcome
  std::vector<RuleLine> rules;     ///< most claims first
  std::vector<ChangeBucket>
      distribution;  ///< from the least to the greatest; claims with open money in none
  std::vector<ClaimChange> largest;     ///< by the size of the change of money, then by record
  std::optional<PeriodImpact> periods;  ///< nothing: not asked for
};

struct RefusedClaim {
  std::uint64_t record = 0;
  RecordError error;
};

/// Records of a log that cannot be weighed, all for the same reason.
struct NotWeighed {
  std::string why;  ///< lower-case sentence, no full stop
  std::uint64_t records = 0;
  std::uint64_t first = 0;  ///< the first of them
};

struct ImpactReport {
  std::string name;  ///< of what the others are compared with
  std::vector<WeighedPolicy> policies;
  /// Those policies by the claims that they decided; several: of a log that holds records of several.
  std::vector<WeighedSide> sides;
  std::uint64_t claims = 0;   ///< weighed
  std::uint64_t refused = 0;  ///< could not be read, or were filed after the day of judgement
  std::vector<RefusedClaim> first_refused;  ///< at most ten
  /// Of the log that the claims come from; nothing: none, or one whose end is damaged. Whoever writes the report sets it.
  std::optional<Head> log;
  /// Of a log: records that a filter left out; nothing: the claims come from elsewhere.
  std::optional<std::uint64_t> left_out;
  std::vector<Where> where;  ///< those filters. Whoever writes the report sets them.
  /// Which changes `WeighOptions::list` takes, in the words of `--list`; empty: none are listed. Whoever writes the report
  /// sets them.
  std::vector<std::string> listed;
  std::optional<CivilDate> as_of;  ///< the day of judgement of all; nothing: each claim has its own
  std::vector<NotWeighed> not_weighed;  ///< by their first record
  std::optional<CivilDate> first_filed, last_filed;
  std::optional<Currency> currency;  ///< nothing: no policy speaks of money
  std::vector<VariantImpact> variants;
};

struct WeighOptions {
  std::optional<CivilDate> as_of;
  std::size_t largest = 10;   ///< how many of the largest changes are kept for each variant
  bool keep_changes = false;  ///< whether `changes()` tells those of each claim
  /// Which changes the lines of the report list (`RuleLine::first_listed`); empty: none. Several threads may ask at once. A
  /// page shows them with the words of `ImpactReport::listed`, where those are set.
  std::function<bool(const ClaimChange&)> list = {};
  std::size_t most_listed = 100;  ///< how many of them for each line
  /// Whether last days are compared, too. Each claim is decided by itself then.
  bool periods = false;
  /// Decides each claim by itself. The report is the same: this is what the other way is tested against.
  bool one_by_one = false;

  /// Whether more is asked of each change than what is counted.
  [[nodiscard]] bool tells_changes() const { return keep_changes || list != nullptr; }
};

/// One thread's part of the work: takes claims, is merged with the others, and tells the report.
///
///     auto books = load_variants(variants);                    // the first is compared with the others
///     audit::Weighing weighing(*books, {});
///     for (auto line : lines) (void)weighing.add(++record, line);
///     audit::ImpactReport report = weighing.report();
class SANBAO_EXPORT Weighing {
 public:
  /// Throws std::invalid_argument where there is no rulebook, or they do not share their facts (sanbao/variants.hpp).
  Weighing(std::span<const Rulebook> rulebooks, const WeighOptions& options);
  Weighing(Weighing&&) noexcept;
  Weighing& operator=(Weighing&&) noexcept;
  ~Weighing();

  /// A claim as JSON, from a file, a log or anywhere else. False: it cannot be read, and is refused for all alike.
  /// (One that was filed after the day of judgement is refused when it is weighed.)
  bool add(std::uint64_t record, std::string_view json);
  /// Claims that were read already, numbered from `first_record` on.
  void add(std::uint64_t first_record, std::span<const Claim> claims);
  /// Weighs what was added. Done without being asked for where some thousand claims have come together, and before a
  /// report or a merge.
  void settle();
  /// The day of judgement of those that follow, in place of that of the options.
  void judge_as_of(std::optional<CivilDate> as_of);
  /// A record of a log that cannot be weighed, and why.
  void pass_by(std::uint64_t record, std::string_view why);
  /// So many records of a log were left out by a filter.
  void leave_out(std::uint64_t records);
  /// Why the last one was refused.
  [[nodiscard]] const RecordError& error() const;
  /// How those changed that were weighed since the `settle` before the last: by claim, then by variant; those that
  /// decide it alike are left out.
  [[nodiscard]] std::span<const ClaimChange> changes() const;

  /// Takes over what was weighed elsewhere: by another thread, or from other policies to as many others.
  void merge(Weighing& other);
  /// `names`: of the rulebooks, in their order; none: they stay without.
  [[nodiscard]] ImpactReport report(std::span<const std::string> names = {});

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// For people; docs/audit.md shows it.
[[nodiscard]] SANBAO_EXPORT std::string to_text(const ImpactReport& report);
/// One JSON object without a line break, appended to `out`.
SANBAO_EXPORT void append_json(const ImpactReport& report, std::string& out);
/// A change of one claim, as `--list` writes it: a line of text, or one JSON object, without a line break.
[[nodiscard]] SANBAO_EXPORT std::string to_text(const ClaimChange& change,
                                                std::optional<Currency> currency);
SANBAO_EXPORT void append_json(const ClaimChange& change, std::optional<Currency> currency,
                               std::string& out);

}  // namespace sanbao::audit
