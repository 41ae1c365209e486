// SPDX-License-Identifier: Apache-2.0
//
// Record: one line of a log, and what ties it to the line before (docs/audit.md, "The form of a record").
// In: a line without its end. Out: its parts as views into it, or nothing where it is no record.
// Never trusts a line: whether its digests are true is `verify`'s affair (verify.hpp).
// Tested by tests/unit/audit_record_test.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "sanbao/audit/digest.hpp"
#include "sanbao/export.hpp"

namespace sanbao::audit {

/// Why a log cannot be written or read.
class SANBAO_EXPORT LogError : public std::runtime_error {
 public:
  enum class Kind : std::uint8_t {
    system,   ///< the system refused: a full disk, a failed sync, no permission
    damaged,  ///< the log is not what was written; the message names the place
    busy,     ///< another writer holds it
    refused,  ///< what was asked for cannot be done: a mask on a fact that a rule reads
  };
  LogError(Kind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}
  [[nodiscard]] Kind kind() const { return kind_; }

 private:
  Kind kind_;
};

/// The end of a log: how many records there are, and the digest of the last. Kept elsewhere, it shows
/// later that nothing before it was changed or cut off.
struct Head {
  std::uint64_t records = 0;
  Digest digest;

  friend bool operator==(const Head&, const Head&) = default;
};

enum class RecordKind : std::uint8_t {
  rulebook,  ///< what the records behind it were decided by, and how
  decided,   ///< a claim and its decision
  refused,   ///< a line that could not be read, and what was said of it
};

struct Record {
  std::uint64_t number = 0;  ///< from 1, without a gap
  Digest previous, digest;
  RecordKind kind = RecordKind::decided;
  /// What the digest covers beside number and previous: from the quote before the kind to the brace
  /// that ends its value.
  std::string_view body;
  /// The value of the kind: an object.
  std::string_view content;
};

/// Nothing where the line has not the form of a record.
[[nodiscard]] SANBAO_EXPORT std::optional<Record> read_record(std::string_view line);

/// The digest that a record after `previous` must carry.
[[nodiscard]] SANBAO_EXPORT Digest chain_digest(const Digest& previous, std::uint64_t number,
                                                const Digest& body);

/// The two parts of a `decided` record: the claim as it was read, the decision as it was written.
/// Nothing where it has other parts.
struct DecidedParts {
  std::string_view claim, decision;
};
[[nodiscard]] SANBAO_EXPORT std::optional<DecidedParts> decided_parts(const Record& record);

/// The parts of a `refused` record.
struct RefusedParts {
  std::uint64_t record = 0, offset = 0;  ///< number and place of the line in the input
  std::string line;                      ///< as it was read, any bytes; empty where it is masked
  std::string_view error;  ///< the error line, as it stands in the record; empty where it is masked
  bool masked = false;
  bool is_text = true;  ///< the line is UTF-8
};

}  // namespace sanbao::audit
