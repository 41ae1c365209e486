// SPDX-License-Identifier: Apache-2.0
//
// A block of claims weighed at once: columns tell which claims which rulebooks decide alike, and by how much amounts
// differ where all else is the same; what they do not tell is decided claim by claim. See weighing_state.hpp.
#include <algorithm>
#include <bit>

#include "audit/weighing_state.hpp"

namespace sanbao::audit {

namespace {

/// Fewer are sooner decided one by one.
constexpr std::size_t worth_columns = 64;
constexpr std::size_t word_bits = 64;

/// Calls `each` with every row of which the bit is set.
template <typename Each>
void for_each_row(std::span<const std::uint64_t> words, const Each& each) {
  for (std::size_t word = 0; word < words.size(); ++word)
    for (std::uint64_t left = words[word]; left != 0; left &= left - 1)
      each(word * word_bits + static_cast<std::size_t>(std::countr_zero(left)));
}

bool has(const std::vector<std::uint64_t>& words, std::size_t row) {
  return (words[row / word_bits] >> row % word_bits & 1U) != 0;
}

}  // namespace

void Weighing::State::settle() {
  if (std::exchange(settled, false)) changes.clear();
  if (options.one_by_one || options.periods || framed.empty() || block.size() < worth_columns) {
    for (std::size_t row = 0; row < block.size(); ++row)
      weigh(row);
  } else {
    weigh_columns();
  }
  block.clear();
  std::ranges::stable_sort(block_changes, [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : a.second.variant < b.second.variant;
  });
  for (auto& [row, change] : block_changes)
    changes.push_back(std::move(change));
  block_changes.clear();
}

void Weighing::State::weigh_columns() {
  if (!columns) {
    std::vector<Rulebook> books{rulebooks.front()};
    for (const std::size_t variant : framed)
      books.push_back(rulebooks[variant + 1]);
    columns.emplace(books);
  }
  columns->decide(block, evaluating.as_of);
  const RowBits decided = columns->answers().front().decided();
  sides.front().claims += decided.count();
  paid += columns->paid();
  note_filed(columns->first_filed(), columns->last_filed());
  weigh_left(decided);
  find_differences();
  weigh_framed();
  weigh_amounts();
}

// What the columns leave, and all where some rulebooks are not read from them.
void Weighing::State::weigh_left(RowBits decided) {
  for (std::size_t row = 0; row < block.size(); ++row) {
    if (!decided[row]) {
      weigh(row);
    } else if (!all_framed) {
      decide_base(row);
      weigh_groups(row, false);
    }
  }
}

void Weighing::State::decide_base(std::size_t row) {
  // It was judged as of that day before.
  const bool decided = evaluate(rulebooks.front(), block.claim(row), evaluating, base);
  (void)decided;
}

void Weighing::State::find_differences() {
  const auto answered = columns->answers();
  const RowBits decided = answered.front().decided();
  differences.resize(framed.size());
  for (std::size_t i = 0; i < framed.size(); ++i) {
    RowDifferences& found = differences[i];
    found.find(answered.front(), answered[i + 1]);
    std::uint64_t otherwise = 0;
    for (std::size_t word = 0; word < found.frame.size(); ++word) {
      // Of a change that is told one by one more is asked than its money.
      if (options.tells_changes()) {
        found.frame[word] |= found.amounts[word];
        found.amounts[word] = 0;
      }
      otherwise +=
          static_cast<std::uint64_t>(std::popcount(found.frame[word] | found.amounts[word]));
    }
    variants[framed[i]].alike += decided.count() - otherwise;
  }
}

/// Row by row: the first rulebook decides once for all.
void Weighing::State::weigh_framed() {
  std::vector<std::uint64_t> any((block.size() + word_bits - 1) / word_bits, 0);
  for (const RowDifferences& found : differences)
    for (std::size_t word = 0; word < any.size(); ++word)
      any[word] |= found.frame[word];
  for_each_row(any, [&](std::size_t row) {
    decide_base(row);
    for (std::size_t i = 0; i < framed.size(); ++i)
      if (has(differences[i].frame, row)) compare(framed[i], row);
  });
}

void Weighing::State::weigh_amounts() {
  find_answers();
  for (std::size_t i = 0; i < framed.size(); ++i)
    count_amounts(i);
}

/// Where the frame is the same, a change rests on the rules that grant, whoever compares.
void Weighing::State::find_answers() {
  std::vector<std::uint64_t> any((block.size() + word_bits - 1) / word_bits, 0);
  for (const RowDifferences& found : differences)
    for (std::size_t word = 0; word < any.size(); ++word)
      any[word] |= found.amounts[word];
  const auto remedies = columns->answers().front().remedies();
  answers.resize(block.size());
  for_each_row(any, [&](std::size_t row) {
    decide_base(row);
    const Seen seen = see(base);
    RowAnswer& answer = answers[row];
    answer.remedy = -1;
    if (seen.answer == nullptr) return;
    const auto at = std::ranges::find(remedies, seen.answer->remedy, &RemedyColumns::remedy);
    if (at == remedies.end()) return;
    answer.remedy = static_cast<std::int32_t>(at - remedies.begin());
    key = rules_behind(base, seen, base, seen);
    key += static_cast<char>('0' + static_cast<int>(seen.outcome));
    const auto [kind, fresh] = kind_of.try_emplace(key, static_cast<std::uint32_t>(kinds.size()));
    if (fresh) kinds.push_back({seen.outcome, key.substr(0, key.size() - 1)});
    answer.kind = kind->second;
  });
}

void Weighing::State::count_amounts(std::size_t variant) {
  VariantTally& tally = variants[framed[variant]];
  std::vector<const std::int64_t*> before;
  std::vector<const std::int64_t*> after;
  const auto answered = columns->answers();
  for (const RemedyColumns& remedy : answered.front().remedies())
    before.push_back(remedy.net.data());
  for (const RemedyColumns& remedy : answered[variant + 1].remedies())
    after.push_back(remedy.net.data());
  sums.assign(kinds.size(), {});
  for_each_row(differences[variant].amounts, [&](std::size_t row) {
    const RowAnswer answer = answers[row];
    const auto remedy = static_cast<std::size_t>(answer.remedy);
    std::int64_t money = 0;
    if (answer.remedy >= 0 &&
        __builtin_sub_overflow(after[remedy][row], before[remedy][row], &money)) {
      decide_base(row);
      return compare(framed[variant], row);
    }
    if (money == 0) {
      ++tally.alike;
      ++tally.beside;
      return;
    }
    KindSums& of_kind = sums[answer.kind];
    (money > 0 ? of_kind.better : of_kind.worse).add(money);
    tally.distribution.add(money, steps);
    if (tally.largest.wants(magnitude(money), block.record(row), options.largest))
      keep_largest(framed[variant], row, money);
  });
  for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
    const KindSums& of_kind = sums[kind];
    if (of_kind.better.claims + of_kind.worse.claims == 0) continue;
    const Outcome outcome = kinds[kind].outcome;
    RuleTally& rules = tally_of(framed[variant], kinds[kind].behind);
    for (const auto& [sum, direction] : {std::pair(&of_kind.better, Direction::better),
                                         std::pair(&of_kind.worse, Direction::worse)}) {
      tally.otherwise.add(*sum, direction);
      rules.sums.add(*sum, direction);
      tally.move(outcome, outcome) += *sum;
    }
  }
}

void Weighing::State::keep_largest(std::size_t variant, std::size_t row, std::int64_t money) {
  decide_base(row);
  const Seen before = see(base);
  Seen after = before;
  after.money = before.money.value_or(0) + money;
  const Change change = weigh_change(before, after);
  const RuleTally& rules = tally_of(variant, kinds[answers[row].kind].behind);
  variants[variant].largest.keep(change_of(variant, row, before, after, change, rules),
                                 options.largest);
}

}  // namespace sanbao::audit
