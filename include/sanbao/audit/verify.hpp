// SPDX-License-Identifier: Apache-2.0
//
// verify: whether a log is what was written: no record changed, taken out, put in, moved or repeated,
// and the texts beside it those that its records name.
// In: the folder of a log, and a head kept elsewhere. Out: every fault with its place.
// Never writes. What it cannot see without a kept head: records cut off the end, and a chain made anew
// from its first record (docs/audit.md).
// Tested by tests/unit/audit_tamper_test.cpp and tests/cli/log_test.py.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sanbao/audit/head.hpp"
#include "sanbao/audit/record.hpp"
#include "sanbao/export.hpp"

namespace sanbao::audit {

struct VerifyOptions {
  unsigned threads = 1;
  /// What was kept: the log must hold this record, with this digest.
  std::optional<SignedHead> kept = {};
  /// By whose key the kept head must be signed.
  std::optional<PublicKey> key = {};
  /// Called with records and bytes that were checked, by one thread at a time.
  std::function<void(std::uint64_t records, std::uint64_t bytes)> progress = {};
};

enum class FaultKind : std::uint8_t {
  no_record,  ///< a line that is no record
  torn,       ///< a line without its end
  ending,     ///< a line that ends with CR LF
  place,      ///< a number that does not follow: a record was taken out, put in, moved or repeated
  previous,   ///< a record does not stand on the one before it
  changed,    ///< the digest of a record is not that of its content
  form,       ///< the content is not what has to stand there, or is of a form that is not known
  segment,    ///< a segment is empty, missing, or stands where another does
  text,       ///< a text beside the log is missing or was changed
  head,       ///< the log does not hold the kept head, or that is not signed as it should be
};
/// As it stands above: `no_record`.
[[nodiscard]] SANBAO_EXPORT std::string_view to_string(FaultKind kind);

struct LogFault {
  std::string file;        ///< of the log; `the kept head`
  std::uint64_t line = 0;  ///< 0: the file as a whole
  std::string what;        ///< lower-case sentence, no full stop
  FaultKind kind = FaultKind::no_record;
  /// The record it is about; nothing: the line says none, or it is about no single record.
  std::optional<std::uint64_t> record = {};
  std::uint64_t more = 0;  ///< so many more of its kind in this file, not told
};

struct Verification {
  /// In the order of the log; of each kind in a segment the first ten at most. `more` says how many there are besides.
  std::vector<LogFault> faults;
  std::uint64_t more = 0;
  /// Names in the folder that are no part of a log, and were not looked at.
  std::vector<std::string> strays;
  std::uint64_t segments = 0, decided = 0, refused = 0, rulebooks = 0;
  Head head;

  [[nodiscard]] bool sound() const { return faults.empty(); }
};

/// LogError where the folder cannot be read.
[[nodiscard]] SANBAO_EXPORT Verification verify(const std::string& folder,
                                                const VerifyOptions& options);

/// One object in one line, without a line break: `file`, `line` (null: the file as a whole), `record` (or null), `kind`,
/// `message`, and `more` where there are others of its kind that are not told.
[[nodiscard]] SANBAO_EXPORT std::string to_json(const LogFault& fault);
/// The same of all counts, the head, what is no part of the log, and `kept`: the head that `options` names, whether the
/// log is sound and holds it, and what came of its signature (`none`, `not_checked`, `good`, `wrong`); null: none is named.
[[nodiscard]] SANBAO_EXPORT std::string to_json(const Verification& verification,
                                                const VerifyOptions& options);

/// The head of a log as it stands on disk; LogError::damaged where its last segment is not sound.
[[nodiscard]] SANBAO_EXPORT Head head_of(const std::string& folder);
/// Whether fields of its claims were masked at some time: there is a salt.
[[nodiscard]] SANBAO_EXPORT bool has_salt(const std::string& folder);
/// The size of its segments, in bytes.
[[nodiscard]] SANBAO_EXPORT std::uint64_t size_of(const std::string& folder);

}  // namespace sanbao::audit
