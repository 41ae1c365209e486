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
#include <vector>

#include "eval/facts.hpp"

namespace sanbao::eval {

class AskingMemory {
 public:
  /// What is looked at. Of a sum it may matter only that it is known. `status`, `amount`: of a remedy, as one
  /// policy decides it.
  enum class Of : std::uint8_t {
    leaf, binding_date, sum, known_sum, status, amount, reach, applies };
  /// Answers to one fact, by number.
  using Numbers = std::map<std::pair<std::int64_t, ir::FactState>, std::uint32_t>;
  struct Key {
    std::uint64_t what = 0;
    std::array<std::uint32_t, 3> answers{};  ///< 0: none
    bool operator==(const Key&) const = default;
  };
  static constexpr std::uint64_t what(Of of, ir::Index program, std::uint32_t index) {
    return static_cast<std::uint64_t>(of) << 60U | std::uint64_t{program} << 32U | index;
  }

  /// Forgets all of the claim before.
  void begin();

  /// nullptr: not known. Until something is kept.
  [[nodiscard]] const std::uint32_t* find(const Key& key) const;
  void keep(const Key& key, std::uint32_t value);

  /// The answers to a fact that have a number. They stay where they are.
  Numbers& numbers(const FactPath& fact) { return numbers_[fact]; }
  std::uint32_t next_number() { return ++last_number_; }
  /// Of a set of texts: equal sets, equal numbers.
  std::int64_t number_of_set(std::vector<ir::Symbol> members);
  /// Of several words: equal ones, equal numbers.
  std::uint32_t number_of_words(const std::vector<std::uint64_t>& words);
  [[nodiscard]] const std::vector<std::uint64_t>& words(std::uint32_t number) const {
    return *words_[number];
  }

 private:
  struct Entry {
    Key key;
    std::uint32_t value = 0;
    std::uint32_t epoch = 0;
  };
  [[nodiscard]] static std::size_t hash(const Key& key);
  void grow();

  std::vector<Entry> entries_;
  std::size_t used_ = 0;
  std::uint32_t epoch_ = 1;
  std::map<FactPath, Numbers> numbers_;
  std::uint32_t last_number_ = 0;
  std::map<std::vector<ir::Symbol>, std::int64_t> set_numbers_;
  std::map<std::vector<std::uint64_t>, std::uint32_t> word_numbers_;
  std::vector<const std::vector<std::uint64_t>*> words_;
};

}  // namespace sanbao::eval
