// SPDX-License-Identifier: Apache-2.0
//
// Log: decisions kept, one record each, in a folder that can be checked and decided again years later.
// In: claims as they were read or filled in, decisions as they were written, in order. Out: lines of JSON, each tied
// to the one before, and the texts that decided (docs/audit.md).
// Never releases what is not kept: `commit` returns when everything appended may be shown. Throws
// LogError; after one the log takes nothing more.
// Tested by tests/unit/audit_log_test.cpp, tests/cli/log_test.py and tests/audit.
//
//     auto log = audit::Log::open("decisions.log", {});
//     log.use(*rulebook, options);
//     auto batch = log.batch();
//     batch.decided(line, json);       // on any thread, a batch each; or a Claim in place of the line
//     log.append(batch);               // in the order of the claims
//     log.commit();                    // now the decision may be released
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sanbao/audit/digest.hpp"
#include "sanbao/audit/record.hpp"
#include "sanbao/evaluate.hpp"
#include "sanbao/export.hpp"
#include "sanbao/rulebook.hpp"

namespace sanbao::audit {

/// What a power cut may take. A program that ends, however, loses nothing that was committed.
enum class Durability : std::uint8_t {
  record,  ///< nothing: each record is on disk before the next is written
  group,   ///< nothing that was released: `commit` brings everything appended to disk at once
  none,    ///< whatever the system had not written yet; the chain may end in a torn record
};

struct LogOptions {
  Durability durability = Durability::group;
  /// A segment that reaches this size is followed by another. At least 1.
  std::uint64_t segment_size = std::uint64_t{64} << 20;
  /// Paths whose values are kept as salted digests: `claim.id`, `product.serial`, `context.phone`.
  std::vector<std::string> mask = {};
};

/// LogError::refused where a path of `LogOptions::mask` is one that decides, takes no text, or is not known. `Log::use`
/// asks it too; who asks before `Log::open` has no folder made in vain.
SANBAO_EXPORT void check_masks(const std::vector<std::string>& mask, const Rulebook& rulebook);

class Masks;

/// Records in the making, with the digests of their content: the part of the work that any thread can
/// do. Used again after `Log::append`, it allocates nothing.
class SANBAO_EXPORT Batch {
 public:
  Batch(Batch&&) noexcept;
  Batch& operator=(Batch&&) noexcept;
  ~Batch();

  /// A claim as it was read and its decision as it was written (records.hpp), for which it was decided
  /// by the rulebook of the log. Neither is read again: that they are what they are said to be is the caller's affair.
  /// Line breaks of the claim become blanks. LogError::refused, and nothing is added, where the decision is not one line, as
  /// nothing is that `append_json` writes of an empty decision, either is not in braces or holds a zero byte, or the claim
  /// is longer than `max_record_bytes` once it is masked: it could not be decided again.
  void decided(std::string_view claim, std::string_view decision);
  /// The same of a claim that was filled in by hand: it is kept as `append_json` writes it. LogError::refused, and nothing
  /// is added, where it has no record that could be read again, does not belong to the rulebook of the log, or was moved
  /// from.
  void decided(const Claim& claim, std::string_view decision);
  /// A line that could not be read: its number, its place in the input, and the error line. LogError::refused where the
  /// error is not one line of JSON, and nothing is added.
  void refused(std::string_view line, std::uint64_t record, std::uint64_t offset,
               std::string_view error);
  /// Works out what digests are missing. `Log::append` does it otherwise.
  void seal();
  [[nodiscard]] bool empty() const;
  void clear();

 private:
  friend class Log;
  struct Content;
  Batch(std::shared_ptr<const Masks> masks, std::optional<Rulebook> rules, std::uint64_t use);
  std::unique_ptr<Content> content_;
};

class SANBAO_EXPORT Log {
 public:
  /// Opens a log, or begins one where the folder is empty or not there. The last segment is checked,
  /// and of those before it the first and last record: a torn end is cut off and kept beside (see `cut_file`), any other
  /// damage there, a whole line at the end that is not what was written too, and a segment that does not follow the one
  /// before, is LogError::damaged with its place. LogError::busy while another writer has it open.
  [[nodiscard]] static Log open(const std::string& folder, LogOptions options);
  Log(Log&&) noexcept;
  Log& operator=(Log&&) noexcept;
  /// What is on its way is kept first. What was appended and not committed is dropped, but for what was written already.
  ~Log();

  /// What the records that follow are decided by; keeps the texts of policies and calendars. To be
  /// called before the first batch, and again whenever rulebook or options change; batches are taken anew then.
  /// LogError::refused where a masked path is one that decides, or takes no text, or where `as_of` is no day that a
  /// record may say (1970-01-01 to 2199-12-31).
  void use(const Rulebook& rulebook, const EvaluateOptions& options);

  [[nodiscard]] Batch batch() const;
  /// Takes the records of a batch behind what is there, and empties it. They are written at the latest when they are
  /// committed. LogError::refused where the batch was taken from another log, or before the last `use`: what it holds may
  /// be masked otherwise, and decided by something else.
  void append(Batch& batch);
  /// Returns when all that was appended is as safe as the durability asks. LogError::system where the log was deleted in
  /// the meantime.
  void commit();
  /// Returns before it is: then `released` is called, on a thread of the log's own, in the order of the calls. One call
  /// is on its way at a time; the next one returns after the one before has been released. Where the system gives no
  /// thread, all is done before it returns. What fails, `released` too, is thrown by a later call.
  void commit_behind(std::function<void()> released);
  /// Returns when nothing is on its way; never says what has failed.
  void wait() noexcept;

  [[nodiscard]] Durability durability() const;
  /// Bytes that were appended and not committed, and are not on their way either.
  [[nodiscard]] std::uint64_t pending() const;
  /// Of everything appended so far.
  [[nodiscard]] Head head() const;
  /// Bytes of a torn end that opening has cut off; 0: none.
  [[nodiscard]] std::uint64_t cut_bytes() const;
  /// The name of the file in the folder in which they are kept; empty: none.
  [[nodiscard]] std::string cut_file() const;
  /// Paths of `mask` that were in none of the claims so far: perhaps misspelt, and then nothing is masked. What lies below
  /// another path of `mask` that was met is masked with it, and is not among them.
  [[nodiscard]] std::vector<std::string> masks_never_met() const;

 private:
  struct State;
  explicit Log(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace sanbao::audit
