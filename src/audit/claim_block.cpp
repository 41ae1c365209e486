// SPDX-License-Identifier: Apache-2.0
//
// See claim_block.hpp.
#include "audit/claim_block.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>

namespace sanbao::audit {

namespace {

constexpr std::size_t word_bits = 64;
constexpr std::string_view filed_on = "claim.filed_on";
constexpr std::string_view requests = "claim.requests";

/// A table that is ours until it goes.
struct Table {
  ArrowSchema schema{};
  ArrowArray array{};

  Table() = default;
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;
  ~Table() {
    if (schema.release != nullptr) schema.release(&schema);
    if (array.release != nullptr) array.release(&array);
  }
};

/// Rows of one word in which two columns are not the same.
template <typename T>
std::uint64_t unlike(const T* a, const T* b, std::size_t rows) {
  if (std::memcmp(a, b, rows * sizeof(T)) == 0) return 0;
  std::uint64_t bits = 0;
  for (std::size_t row = 0; row < rows; ++row)
    bits |= std::uint64_t{a[row] != b[row]} << row;
  return bits;
}

template <typename T>
void add_unlike(std::span<const T> a, std::span<const T> b, std::vector<std::uint64_t>& rows) {
  if (a.data() == b.data()) return;  // one column for both
  for (std::size_t word = 0; word < rows.size(); ++word) {
    const std::size_t first = word * word_bits;
    rows[word] |= unlike(a.data() + first, b.data() + first, std::min(word_bits, a.size() - first));
  }
}

void add_unlike(RowBits a, RowBits b, std::vector<std::uint64_t>& rows) {
  const auto before = a.words();
  const auto after = b.words();
  if (before.data() == after.data()) return;
  for (std::size_t word = 0; word < rows.size(); ++word)
    rows[word] |= before[word] ^ after[word];
}

/// Calls `each` with every row that is decided.
template <typename Each>
void for_each_decided(const RowBits& decided, const Each& each) {
  for (std::size_t word = 0; word < decided.words().size(); ++word)
    for (std::uint64_t left = decided.words()[word]; left != 0; left &= left - 1)
      each(word * word_bits + static_cast<std::size_t>(std::countr_zero(left)));
}

/// Net of the first of the best remedies (docs/language.md §3). What columns decide is due, perhaps on conditions, or not.
std::int64_t net_of_best(std::span<const RemedyColumns> remedies, std::size_t row) {
  const RemedyColumns* conditional = nullptr;
  for (const RemedyColumns& remedy : remedies) {
    if (remedy.side) continue;
    if (remedy.status[row] == Status::available) return remedy.net[row];
    if (remedy.status[row] == Status::conditional && conditional == nullptr) conditional = &remedy;
  }
  return conditional == nullptr ? 0 : conditional->net[row];
}

/// The texts of a column that names them by their places.
std::vector<std::string_view> texts_of(const ArrowArray& coded) {
  const ArrowArray& list = *coded.dictionary;
  const auto* const ends = static_cast<const std::int32_t*>(list.buffers[1]);
  const auto* const bytes = static_cast<const char*>(list.buffers[2]);
  std::vector<std::string_view> texts;
  for (std::int64_t i = 0; i < list.length; ++i)
    texts.emplace_back(bytes + ends[i], static_cast<std::size_t>(ends[i + 1] - ends[i]));
  return texts;
}

}  // namespace

BlockColumns::BlockColumns(std::span<const Rulebook> rulebooks)
    : evaluator_(rulebooks),
      maker_(rulebooks.front(), evaluator_.wanted()),
      answers_(rulebooks.size()) {}

void BlockColumns::decide(const ClaimBlock& block, std::optional<CivilDate> as_of) {
  Table table;
  for (std::size_t row = 0; row < block.size(); ++row) {
    const bool added = maker_.add(block.claim(row));
    assert(added);
    (void)added;
  }
  maker_.export_to(table.schema, table.array);
  const bool decided = evaluator_.bind(table.schema) &&
                       evaluator_.evaluate(table.array, {as_of, false, true}, answers_);
  assert(decided);
  (void)decided;
  first_filed_ = last_filed_ = std::nullopt;
  const ArrowArray* requested = nullptr;
  for (std::int64_t i = 0; i < table.schema.n_children; ++i) {
    if (table.schema.children[i]->name == filed_on) note_days(*table.array.children[i]);
    if (table.schema.children[i]->name == requests) requested = table.array.children[i];
  }
  add_paid(requested);
}

/// `requested`: nullptr where no claim says what it asks for, which is any remedy.
void BlockColumns::add_paid(const ArrowArray* requested) {
  const auto remedies = answers_.front().remedies();
  const RowBits decided = answers_.front().decided();
  paid_ = {};
  paid_.claims = decided.count();
  if (requested == nullptr) {
    for_each_decided(decided, [&](std::size_t row) { paid_.money += net_of_best(remedies, row); });
    return;
  }
  const auto words = texts_of(*requested);
  std::vector<const RemedyColumns*> asked_for;
  for (const std::string_view word : words)
    asked_for.push_back(answers_.front().remedy(word));
  const auto* const validity = static_cast<const std::uint8_t*>(requested->buffers[0]);
  const auto* const places = static_cast<const std::int32_t*>(requested->buffers[1]);
  for_each_decided(decided, [&](std::size_t row) {
    const bool said = validity == nullptr || (validity[row / 8] >> row % 8 & 1U) != 0;
    const auto place = static_cast<std::size_t>(places[row]);
    if (!said || words[place] == "any") {
      paid_.money += net_of_best(remedies, row);
    } else if (asked_for[place] != nullptr) {
      paid_.money += asked_for[place]->net[row];
    }
  });
}

// What is decided as columns has such a day.
void BlockColumns::note_days(const ArrowArray& filed) {
  const auto* const values = static_cast<const std::int32_t*>(filed.buffers[1]);
  for_each_decided(answers_.front().decided(), [&](std::size_t row) {
    const CivilDate day = CivilDate::from_days(values[row]);
    if (!first_filed_ || day < *first_filed_) first_filed_ = day;
    if (!last_filed_ || day > *last_filed_) last_filed_ = day;
  });
}

void RowDifferences::find(const ColumnAnswers& before, const ColumnAnswers& after) {
  const std::size_t words = (before.rows() + word_bits - 1) / word_bits;
  frame.assign(words, 0);
  amounts.assign(words, 0);
  add_unlike(before.outcomes(), after.outcomes(), frame);
  for (std::size_t i = 0; i < before.remedies().size(); ++i) {
    const RemedyColumns& one = before.remedies()[i];
    const RemedyColumns& two = after.remedies()[i];
    add_unlike(one.status, two.status, frame);
    add_unlike(one.has_net, two.has_net, amounts);
    add_unlike(one.net, two.net, amounts);
  }
  for (std::size_t i = 0; i < before.policies().size(); ++i) {
    const PolicyColumns& one = before.policies()[i];
    const PolicyColumns& two = after.policies()[i];
    add_unlike(one.listed, two.listed, frame);
    for (std::size_t rule = 0; rule < one.rules.size(); ++rule) {
      // A rule that is listed and does neither fails.
      add_unlike(one.rules[rule].holds, two.rules[rule].holds, frame);
      add_unlike(one.rules[rule].overridden, two.rules[rule].overridden, frame);
    }
  }
  // Rows that one of them leaves are decided by themselves.
  add_unlike(before.decided(), after.decided(), frame);
  const auto decided = before.decided().words();
  for (std::size_t word = 0; word < words; ++word) {
    frame[word] &= decided[word];
    amounts[word] &= decided[word] & ~frame[word];
  }
}

}  // namespace sanbao::audit
