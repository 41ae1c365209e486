// SPDX-License-Identifier: Apache-2.0
//
// What stands inside records, read as JSON: manifests, what decisions say, where two of them part.
// simdjson's other door. In: bytes of a record. Out: values, or nothing where they are no such JSON.
// Never throws at what it reads. Tested by tests/unit/audit_json_test.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/manifest.hpp"
#include "sanbao/audit/record.hpp"

namespace sanbao::audit {

[[nodiscard]] bool is_utf8(std::string_view bytes);
[[nodiscard]] bool is_json(std::string_view bytes);
/// The text of a JSON string given with its quotes.
[[nodiscard]] std::string unescaped(std::string_view quoted);
/// `SB3005` of an error line; empty where it has none.
[[nodiscard]] std::string error_code(std::string_view error);

/// The content of a `rulebook` record.
[[nodiscard]] std::optional<Manifest> read_manifest(std::string_view content);

/// The content of a `refused` record.
[[nodiscard]] std::optional<RefusedParts> refused_parts(std::string_view content);

/// What `--where` looks at.
struct DecisionWords {
  std::string claim, as_of, outcome;
  std::vector<std::string> policies;  ///< that apply
  std::vector<std::string> rules;     ///< that hold, as `5` and as `hyundai-mp3:5`
};
[[nodiscard]] std::optional<DecisionWords> words_of(std::string_view decision);
/// The rules that are open, as `hyundai-mp3:5`; none where the decision has no reasons.
[[nodiscard]] std::vector<std::string> open_rules(std::string_view decision);

/// What a rule of a decision with full reasons read under this name: the value of a fact, the days of a
/// period; empty where the reason says nothing of it.
[[nodiscard]] std::string fact_in(std::string_view decision, std::string_view policy,
                                  std::string_view rule, std::string_view name);

/// The first place, in the order of the first text, where two JSON texts say different things.
struct Parting {
  std::string path;           ///< `remedies.return.net`
  std::string first, second;  ///< JSON of what stands there, cut short; empty: nothing
};
[[nodiscard]] std::optional<Parting> first_parting(std::string_view first, std::string_view second);

/// What a claim gets by each of two decisions: outcome, and of each remedy its status, money, terms and last day. A remedy
/// that is not listed is unavailable, and ids of policies and rules are no part of it: where it is the same, the texts are.
struct Given {
  std::string first, second;
};
/// Nothing where one of them is no decision.
[[nodiscard]] std::optional<Given> given_by(std::string_view first, std::string_view second);
/// The remedies of which it is not the same.
[[nodiscard]] std::vector<std::string> remedies_otherwise(std::string_view first,
                                                          std::string_view second);

/// What a decision says of one remedy, for all policies together.
struct RemedyWords {
  std::string policy;              ///< whose answer it is; empty: nobody's
  std::vector<std::string> rules;  ///< that grant it, exclude it or add terms
};
[[nodiscard]] RemedyWords remedy_words(std::string_view decision, std::string_view remedy);

}  // namespace sanbao::audit
