// SPDX-License-Identifier: Apache-2.0
//
// ColumnEvaluator: many claims at once, as columns in the layout of the Arrow C data interface.
// In: a table of columns named by fact, borrowed from whoever has it; one rulebook, or several that share their
// facts. Out: for each claim its outcome, for each remedy status and net money, for each rule a bit: as plain
// spans, or as an Arrow table. What `evaluate` says of the same claim, always.
// Never keeps a buffer of the caller's table, never takes a value that `Claim::set` would refuse.
// Tested by tests/unit/columns_test.cpp, tests/columns and examples/10_columns.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sanbao/claim.hpp"
#include "sanbao/decision.hpp"
#include "sanbao/export.hpp"
#include "sanbao/rulebook.hpp"

// The two structures of the Arrow C data interface, word for word as Arrow's specification gives them for
// copying. https://arrow.apache.org/docs/format/CDataInterface.html
#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

extern "C" {

struct ArrowSchema {
  const char* format;
  const char* name;
  const char* metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema** children;
  struct ArrowSchema* dictionary;
  void (*release)(struct ArrowSchema*);
  void* private_data;
};

struct ArrowArray {
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void** buffers;
  struct ArrowArray** children;
  struct ArrowArray* dictionary;
  void (*release)(struct ArrowArray*);
  void* private_data;
};

}  // extern "C"

#endif  // ARROW_C_DATA_INTERFACE

namespace sanbao {

/// Why a table, or one row of it, cannot be read.
struct ColumnFault {
  std::string
      column;  ///< "purchase.sold_on", "repairs[1].returned_on"; empty: the table as a whole
  std::int64_t row = -1;  ///< from 0; -1: every row
  std::string code;       ///< of docs/diagnostics.md, where it is the value that is refused
  std::string message;    ///< lower-case sentence, no full stop
  std::string expected;   ///< what was expected there; empty where the message says it
};

/// One bit a row, the first row in the lowest bit: words that hold what an Arrow bitmap holds.
class RowBits {
 public:
  RowBits() = default;
  RowBits(const std::uint64_t* words, std::size_t rows) : words_(words), rows_(rows) {}
  [[nodiscard]] bool operator[](std::size_t row) const {
    return (words_[row / 64] >> row % 64 & 1U) != 0;
  }
  [[nodiscard]] std::size_t size() const { return rows_; }
  /// Bits beyond the last row are nought.
  [[nodiscard]] std::span<const std::uint64_t> words() const { return {words_, (rows_ + 63) / 64}; }
  [[nodiscard]] SANBAO_EXPORT std::size_t count() const;

 private:
  const std::uint64_t* words_ = nullptr;
  std::size_t rows_ = 0;
};

/// The combined answer for one remedy, by row. A remedy that is not listed for a claim is unavailable.
struct RemedyColumns {
  std::string_view remedy;
  std::span<const Status> status;
  RowBits has_net;  ///< whether `net` is known: money is due, and no amount is open
  std::span<const std::int64_t> net;  ///< minor units: what is paid less what is charged; else 0
  std::optional<Currency> currency;
  bool side = false;  ///< a side remedy, never the answer to `any`
};

/// What is said of one rule where its policy is listed: one of the four bits is set. Else none.
struct RuleColumns {
  std::string_view rule;
  RowBits holds, open, fails, overridden;
};

struct PolicyColumns {
  std::string_view policy, version;
  RowBits listed;  ///< it applies, or may: it stands among `Decision::policies`
  std::span<const RuleColumns> rules;
};

/// The answers of one rulebook for one table. They live until the next table is evaluated into them.
class SANBAO_EXPORT ColumnAnswers {
 public:
  ColumnAnswers();
  ColumnAnswers(ColumnAnswers&&) noexcept;
  ColumnAnswers& operator=(ColumnAnswers&&) noexcept;
  ~ColumnAnswers();

  [[nodiscard]] std::size_t rows() const;
  /// Rows that were decided. Of any other nothing is said, and what stands in its place means nothing: it
  /// could not be read (`ColumnEvaluator::refused`), or the day of judgement lies before that of the claim.
  [[nodiscard]] RowBits decided() const;
  [[nodiscard]] std::span<const Outcome> outcomes() const;
  /// Every remedy that some policy grants, in the order of remedies.
  [[nodiscard]] std::span<const RemedyColumns> remedies() const;
  [[nodiscard]] const RemedyColumns* remedy(std::string_view id) const;
  /// Every policy of the rulebook, in its order.
  [[nodiscard]] std::span<const PolicyColumns> policies() const;
  /// Rows that were decided one at a time, because something about them is out of the ordinary.
  [[nodiscard]] std::size_t decided_by_row() const;

  /// The same as an Arrow table, described in docs/columns.md. It stays good however long it is kept, also when
  /// these answers are used again or gone; whoever takes it calls the two `release`s.
  void export_to(ArrowSchema& schema, ArrowArray& table) const;

  struct State;
  /// For the library's own stages.
  [[nodiscard]] State& state() const { return *state_; }

 private:
  std::unique_ptr<State> state_;
};

struct ColumnOptions {
  /// The day of judgement of every claim; nothing: the day each was filed.
  std::optional<CivilDate> as_of;
  /// Decides each row by itself. The answers are the same: this is what the other way is tested against.
  bool by_row = false;
  /// Leaves rows of which something is out of the ordinary undecided, for whoever has the claims at hand.
  bool leave = false;
};

/// Decides tables of one schema. Keeps buffers: one evaluator a thread.
///
///     ColumnEvaluator evaluator(rulebook);
///     if (!evaluator.bind(schema)) return say(evaluator.fault());
///     ColumnAnswers answers;
///     while (next(table)) {                                  // the caller's table, and still the caller's
///       if (!evaluator.evaluate(table, {}, answers)) return say(evaluator.fault());
///       use(answers.outcomes(), answers.remedy("return")->net);
///     }
class SANBAO_EXPORT ColumnEvaluator {
 public:
  explicit ColumnEvaluator(const Rulebook& rulebook);
  /// Several rulebooks that share their facts (a claim of one `belongs_to` all of them): what is alike in them
  /// is worked out once. Of others, and of none, `bind` says so.
  explicit ColumnEvaluator(std::span<const Rulebook> rulebooks);
  ColumnEvaluator(ColumnEvaluator&&) noexcept;
  ColumnEvaluator& operator=(ColumnEvaluator&&) noexcept;
  ~ColumnEvaluator();

  /// The facts and lists that the rules read, sorted: the columns that a table should have.
  [[nodiscard]] std::vector<std::string> wanted() const;

  /// Which columns give which facts (docs/columns.md). Nothing of the schema is kept. False: `fault` says why.
  [[nodiscard]] bool bind(const ArrowSchema& schema);
  /// Columns of groups that no policy knows, nor nearly; they are not looked at.
  [[nodiscard]] std::span<const std::string> unread() const;

  /// Decides every row of a table of the schema bound last. False, and no answer: it is no such table.
  [[nodiscard]] bool evaluate(const ArrowArray& table, const ColumnOptions& options,
                              ColumnAnswers& answers);
  /// The same under every rulebook: as many answers as rulebooks, else false.
  [[nodiscard]] bool evaluate(const ArrowArray& table, const ColumnOptions& options,
                              std::span<ColumnAnswers> answers);

  [[nodiscard]] const ColumnFault& fault() const;
  /// Rows of the last table that hold a value which no claim can have, and the first such value of each.
  [[nodiscard]] std::span<const ColumnFault> refused() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Claims that were read already, as such a table: one column for each fact that any of them says something
/// of. Null where a claim is silent; what a null means otherwise stands in the column `….state`.
class SANBAO_EXPORT ClaimColumns {
 public:
  explicit ClaimColumns(const Rulebook& rulebook);
  /// Of these facts and lists alone: those that `ColumnEvaluator::wanted` tells are all that decides.
  ClaimColumns(const Rulebook& rulebook, std::span<const std::string> columns);
  ClaimColumns(ClaimColumns&&) noexcept;
  ClaimColumns& operator=(ClaimColumns&&) noexcept;
  ~ClaimColumns();

  /// One more row. False: not a claim of that rulebook.
  [[nodiscard]] bool add(const Claim& claim);
  /// The rows added so far, and begins anew. Whoever takes the table calls the two `release`s.
  void export_to(ArrowSchema& schema, ArrowArray& table);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sanbao
