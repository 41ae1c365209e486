// SPDX-License-Identifier: Apache-2.0
//
// Rulebook: one or more policies with their calendars, loaded, checked and compiled; what `evaluate` decides by.
// In: files, folders or texts. Out: an immutable handle, cheap to copy and shared between threads freely.
// Never half-loaded: a fault in one file and nothing is loaded, with the faults of all files reported.
// Tested by tests/unit/rulebook_test.cpp and examples/.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sanbao/claim.hpp"
#include "sanbao/export.hpp"
#include "sanbao/result.hpp"

namespace sanbao {

namespace ir {
struct Ruleset;
}

/// A calendar's text from memory: `calendars/NAME.csv` of docs/language.md.
struct CalendarSource {
  std::string name;  ///< "cn"
  std::string text;
};
/// A policy's text from memory, for callers that keep policies in a database.
struct PolicySource {
  std::string name;  ///< as diagnostics call it: a file name
  std::string text;
  /// Its own, looked through before those that all policies share.
  std::vector<CalendarSource> calendars = {};
};
/// `--set POLICY:NAME=VALUE`: a parameter that the caller chooses; shown in every decision.
struct ParameterSetting {
  std::string policy, name, value;
};

/// What one policy of a rulebook is, for listings.
struct PolicyInfo {
  std::string_view id, version, digest, basis;
  std::string_view title_zh, title_en;
  std::span<const std::string> clauses;
  std::size_t rules = 0;

  /// `in_force`: the first and last day, where it names them, and the facts that are held against them, of
  /// which the first that there is counts; none: always in force.
  std::optional<CivilDate> in_force_from, in_force_until;
  std::vector<std::string_view> in_force_by;
  /// The categories of goods that `applies_to` demands; none: it does not go by them.
  std::vector<std::string_view> categories;
  /// Of its rules, periods, parameters, rows of tables and the days of `in_force`, which count as one: how many were
  /// read from the text, and how many were not (`verified: recalled`). Both 0 where the file says nothing of it.
  std::size_t seen = 0, recalled = 0;
};

/// The text a policy was loaded from and the calendar it counts by, byte for byte: with these and the
/// settings the same rulebook can be loaded again. Views into the rulebook.
struct PolicyText {
  std::string_view id, version, file, digest, text;
  /// Empty where it names no calendar.
  std::string_view calendar, calendar_digest, calendar_text;
};

/// What a rulebook makes of the value at a path of a record.
enum class PathUse : std::uint8_t {
  unknown,  ///< no key of a group that it knows
  read,     ///< a policy reads it, or the counting of days does
  checked,  ///< no policy reads it, but it must be of its kind: a date, an amount, a listed word
  carried,  ///< any text will do: nothing is decided by it
};

class SANBAO_EXPORT Rulebook {
 public:
  /// The policies, in the order of their ids.
  [[nodiscard]] std::vector<PolicyInfo> policies() const;

  /// What it was loaded from, in the order of policies().
  [[nodiscard]] std::vector<PolicyText> texts() const;
  [[nodiscard]] std::span<const ParameterSetting> settings() const;
  /// `product.serial`, `repairs.component` (of every event), `context.phone`.
  [[nodiscard]] PathUse use_of(std::string_view path) const;

  /// Handles for a typed claim; nothing where no such fact of that type is known to this rulebook.
  template <typename T>
  [[nodiscard]] std::optional<Fact<T>> fact(std::string_view path) const;
  template <typename T>
  [[nodiscard]] std::optional<Field<T>> field(std::string_view list, std::string_view field) const;
  [[nodiscard]] std::optional<Events> events(std::string_view list) const;

  /// For the library's own stages.
  explicit Rulebook(std::shared_ptr<const ir::Ruleset> ruleset) : ruleset_(std::move(ruleset)) {}
  [[nodiscard]] const ir::Ruleset& ruleset() const { return *ruleset_; }
  [[nodiscard]] const std::shared_ptr<const ir::Ruleset>& shared() const { return ruleset_; }

 private:
  std::shared_ptr<const ir::Ruleset> ruleset_;
};

/// A rulebook of one policy. (A `Policy` is one: what holds for several holds for one.)
using Policy = Rulebook;

/// One policy from its text. The calendars it names are looked for among `calendars`, then among those
/// shipped inside the library (`cn`).
SANBAO_EXPORT Result<Policy> load_policy(std::string_view text, std::string_view name,
                                         std::span<const CalendarSource> calendars = {},
                                         std::span<const ParameterSetting> settings = {});

/// Several from memory.
SANBAO_EXPORT Result<Rulebook> load_rulebook(std::span<const PolicySource> policies,
                                             std::span<const CalendarSource> calendars = {},
                                             std::span<const ParameterSetting> settings = {});

/// Files and folders: every `*.yaml` below a folder but `*.test.yaml`, every `calendars/*.csv`. A folder that is a log
/// (docs/audit.md) is passed by. A calendar is looked for in the folder's `calendars/`, then in `calendars/` beside the
/// policy or in a folder above it, then inside the library.
SANBAO_EXPORT Result<Rulebook> load_rulebook_files(std::span<const std::string> paths,
                                                   std::span<const ParameterSetting> settings = {});

/// How many policies, rules and calendars a set of files holds (`sanbao check` says so when all is well).
struct RulebookCounts {
  std::size_t policies = 0, rules = 0, calendars = 0, files = 0;
};
SANBAO_EXPORT RulebookCounts count(const Rulebook& rulebook);

/// Warnings that only a claim shows: grants of one policy that hold together on different money, and days
/// between two periods on which nothing is decided (docs/language.md §6). Each policy is looked at by itself;
/// each warning names a claim that was decided and showed it. `sanbao check` tells them; loading does not look
/// for them. The search is bounded: that nothing is found proves nothing.
SANBAO_EXPORT std::vector<Diagnostic> find_traps(const Rulebook& rulebook);

/// What `sanbao check` tells of files and folders: policies as one rulebook, with its traps; calendars that are
/// named alone, or stand in a folder without policies, by themselves. `faults` by file and place.
struct CheckedFiles {
  std::optional<Rulebook> rulebook;  ///< where there are policies, and none has an error
  std::size_t lone_calendars = 0;
  std::vector<Diagnostic> faults;
};
SANBAO_EXPORT CheckedFiles check_files(std::span<const std::string> paths);

}  // namespace sanbao
