// SPDX-License-Identifier: Apache-2.0
//
// AskingMemory: what conditions, remedies and policies come to under a few answers, for one claim. Whoever reads
// none but those answers comes to the same in every search: of another remedy, of a larger set, of all policies
// together. See asking.hpp.
// In: what is looked at, with the answers that it reads. Out: what it came to, unless that was forgotten.
// Never holds more than a bounded number of them: later ones take the place of earlier ones.
// Tested by tests/unit/eval_asking_test.cpp.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "eval/facts.hpp"

namespace sanbao::eval {

class AskingMemory {
 public:
  /// What is looked at. Of a sum it may matter only that it is known. `status`, `amount`: of a remedy, as one
  /// policy decides it.
  enum class Of : std::uint8_t {
    leaf,
    binding_date,
    sum,
    known_sum,
    status,
    amount,
    reach,
    applies
  };
  static constexpr std::uint64_t what(Of of, ir::Index program, std::uint32_t index) {
    return static_cast<std::uint64_t>(of) << 60U | std::uint64_t{program} << 32U | index;
  }
  /// An answer to a fact: its number among all answers, and among those to the fact. 0: none.
  struct Number {
    std::uint32_t of_all = 0, of_fact = 0;
  };
  using Numbers = std::map<std::pair<std::int64_t, ir::FactState>, Number>;
  struct Key {
    std::uint64_t what = 0;
    std::array<std::uint32_t, 3> answers{};  ///< Number::of_all
    bool operator==(const Key&) const = default;
    [[nodiscard]] std::size_t hash() const;
  };

  /// Forgets all of the claim before.
  void begin();

  /// The answers to a fact that have a number. They stay where they are.
  Numbers& numbers(const FactPath& fact) { return numbers_[fact]; }
  Number number_of(Numbers& numbers, std::int64_t value, ir::FactState state);
  /// Of a set of texts: equal sets, equal numbers.
  std::int64_t number_of_set(std::vector<ir::Symbol> members);
  /// Of several words: equal ones, equal numbers.
  std::uint32_t number_of_words(const std::vector<std::uint64_t>& words);
  [[nodiscard]] const std::vector<std::uint64_t>& words(std::uint32_t number) const {
    return *words_[number];
  }

  /// nullptr: not known. Until something is kept.
  [[nodiscard]] const std::uint32_t* find(const Key& key) const;
  void keep(const Key& key, std::uint32_t value);

  // -- the same for all answers to one fact, by Number::of_fact. In the key the fact stands last, as no answer to it.
  static constexpr std::uint32_t no_row = 0xFFFFFFFFU;
  [[nodiscard]] std::uint32_t find_row(const Key& key) const;
  /// Rows stay until `make_room`.
  std::uint32_t row(const Key& key, std::size_t answers);
  void make_room();
  /// nullopt: not known.
  [[nodiscard]] std::optional<std::uint32_t> at(std::uint32_t row, std::uint32_t answer) const {
    const Row& of = rows_[row];
    const std::uint16_t code = answer < of.size ? codes_[of.begin + answer] : std::uint16_t{0};
    if (code == 0) return std::nullopt;
    return code - 1U;
  }
  void keep_at(std::uint32_t row, std::uint32_t answer, std::uint32_t value);

 private:
  struct Entry {
    Key key;
    std::uint32_t value = 0;
    std::uint32_t epoch = 0;
  };
  struct Row {
    Key key;
    std::uint32_t begin = 0, size = 0;  ///< of `codes_`
  };
  void grow();
  [[nodiscard]] std::size_t place_of(const Key& key) const;
  void forget_rows();

  std::vector<Entry> entries_;
  std::size_t used_ = 0;
  std::uint32_t epoch_ = 1;
  std::vector<Row> rows_;
  std::vector<std::uint32_t> row_places_;  ///< by hash: rows
  std::vector<std::uint16_t> codes_;       ///< of values; 0: not known
  std::map<FactPath, Numbers> numbers_;
  std::uint32_t last_number_ = 0;
  std::map<std::vector<ir::Symbol>, std::int64_t> set_numbers_;
  std::map<std::vector<std::uint64_t>, std::uint32_t> word_numbers_;
  std::vector<const std::vector<std::uint64_t>*> words_;
};

}  // namespace sanbao::eval
