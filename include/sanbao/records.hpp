// SPDX-License-Identifier: Apache-2.0
//
// The JSON records of docs/records.md: a claim from one line and to one line, a decision to one line.
// In: bytes. Out: a Claim, or exactly one RecordError; the bytes of a decision or a claim, the same on every machine.
// Never converts a number through floating point, never reads beyond the line it was given.
// Tested by tests/unit/{claim_reader,claim_json,decision_json}_test.cpp and tests/bad.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "sanbao/claim.hpp"
#include "sanbao/decision.hpp"
#include "sanbao/export.hpp"
#include "sanbao/rulebook.hpp"

namespace sanbao {

/// A longer line is refused unread. Who reads a stream need keep no more than one byte beyond this of a
/// line: `ClaimReader::read` refuses what it is given then, and its offset is right.
inline constexpr std::size_t max_record_bytes = std::size_t{1} << 20;

/// Why a record could not be read. `offset`: byte of the first byte at fault within the line.
struct RecordError {
  std::string code;      ///< "SB3005"
  std::string path;      ///< "purchase.sold_on"; empty where the line is no JSON at all
  std::string message;   ///< lower-case sentence, no full stop
  std::string expected;  ///< what was expected there
  std::size_t offset = 0;
  std::string claim_id;  ///< where it could be read
  bool has_claim_id = false;
};

/// Why a claim is not judged as of a day: it was filed later (SB3101).
[[nodiscard]] SANBAO_EXPORT RecordError refuse_early_day(const Claim& claim, CivilDate as_of);

/// Reads claims of one rulebook. Keeps buffers: one reader a thread.
class SANBAO_EXPORT ClaimReader {
 public:
  explicit ClaimReader(const Rulebook& rulebook);
  ClaimReader(ClaimReader&&) noexcept;
  ClaimReader& operator=(ClaimReader&&) noexcept;
  ~ClaimReader();

  /// One JSON value (a line without its end; line breaks inside count as white space). True: `claim`
  /// holds it. False: `error()` says why, and `claim` is empty. The whole line is validated.
  [[nodiscard]] bool read(std::string_view line, Claim& claim);
  [[nodiscard]] const RecordError& error() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// One line of JSON without a line break, appended to `out`, that `ClaimReader::read` of the same rulebook makes the
/// same claim of: groups in the order of their names, then event lists; facts in the order of their paths, values as
/// docs/records.md writes them, sets and events as they stand. Of what the claim was read from, `context` is not
/// there, and of a group that no policy knows the name alone (`"crm":{}`). False, and nothing appended, where the line
/// would be longer than `max_record_bytes`, or the claim was moved from.
[[nodiscard]] SANBAO_EXPORT bool append_json(const Claim& claim, std::string& out);

/// One line of JSON, keys in the contract's order, without a line break, appended to `out`. What is
/// written of the reasons follows the Detail the decision was made with. Nothing of an empty decision.
SANBAO_EXPORT void append_json(const Decision& decision, std::string& out);

/// What a policy of a rulebook is, in one line of JSON without a line break, appended to `out`.
SANBAO_EXPORT void append_json(const PolicyInfo& policy, std::string& out);

/// The error line that stands in the place of record `record` (counted from 1), whose line begins at
/// byte `line_offset` of the input.
SANBAO_EXPORT void append_json(const RecordError& error, std::uint64_t record,
                               std::uint64_t line_offset, std::string& out);

}  // namespace sanbao
