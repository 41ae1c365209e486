// SPDX-License-Identifier: Apache-2.0
//
// replay: the records of a log decided again, by the texts kept beside it or by others.
// In: the folder of a log. Out: how many came out the same byte for byte, and what parts the others,
// with the rule and the facts behind it. Never writes; never asks whether the log is sound (verify.hpp).
// Tested by tests/cli/replay_test.py.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sanbao/audit/where.hpp"
#include "sanbao/export.hpp"
#include "sanbao/rulebook.hpp"

namespace sanbao::audit {

/// A record that did not come out the same.
struct Replayed {
  std::string file;
  std::uint64_t line = 0, record = 0;
  std::string claim;  ///< empty where it has no id
  /// What is missing for deciding again: a text, a line, a field that is masked, or a claim that the rules can read; empty:
  /// it was, and differs.
  std::string missing;
  /// Where the two decisions part first, and the JSON of what stands there; empty: nothing does.
  std::string path, kept, made;
  /// The rule behind it, and the facts, periods and event lists by which it holds or fails now.
  std::string policy, rule;
  std::string
      change;  ///< "holds now", "holds no more", or empty: it did not come or go, as far as is known
  std::vector<std::pair<std::string, std::string>> facts;  ///< name, JSON of what the claim says
};

struct ReplayOptions {
  unsigned threads = 1;
  /// Instead of the kept texts. Then only what the claim gets is compared, whoever gives it: the outcome, and of each remedy
  /// its status, money, terms and last day.
  std::optional<Rulebook> rules = {};
  /// Of each field that is named, one value must be met.
  std::vector<Where> where = {};
  /// Called with records and bytes that were replayed, by one thread at a time.
  std::function<void(std::uint64_t records, std::uint64_t bytes)> progress = {};
  /// Called with each record that does not come out the same, in the order of the log, by one thread at a time. False:
  /// the others are only counted. Nothing is kept of them.
  std::function<bool(const Replayed& found)> found = {};
};

struct Replay {
  std::uint64_t equal = 0, differ = 0, missing = 0;
  std::uint64_t passed_by = 0;  ///< records that `where` leaves out
  /// Versions of the program that kept records, other than this one; that difference alone counts as none.
  std::vector<std::string> other_engines;

  [[nodiscard]] bool all_agree() const { return differ == 0 && missing == 0; }
};

/// LogError where the folder cannot be read.
[[nodiscard]] SANBAO_EXPORT Replay replay(const std::string& folder, const ReplayOptions& options);

/// One object in one line, without a line break: `record`, `file`, `line`, `claim`, then `missing`, or `path`,
/// `kept`, `again` and the rule behind it.
[[nodiscard]] SANBAO_EXPORT std::string to_json(const Replayed& found);
/// `{"equal":28,"differ":1,"missing":0,"passed_by":0}`
[[nodiscard]] SANBAO_EXPORT std::string to_json(const Replay& replay);

}  // namespace sanbao::audit
