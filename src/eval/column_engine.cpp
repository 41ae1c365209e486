// SPDX-License-Identifier: Apache-2.0
//
// See column_engine.hpp.
#include "eval/column_engine.hpp"

#include <algorithm>
#include <cstring>
#include <map>
#include <utility>

#include "eval/column_maker.hpp"

namespace sanbao::eval {

namespace {

constexpr std::size_t word_bits = 64;

std::uint64_t tail(std::size_t rows) {
  return rows >= word_bits ? ~std::uint64_t{0} : (std::uint64_t{1} << rows) - 1;
}

}  // namespace

/// Gives each column of a result its memory, and finds those that say what another says.
class ColumnEngine::Sharing {
 public:
  Sharing(ColumnEngine& engine, std::size_t rows)
      : engine_(engine), rows_(rows), bits_((engine.plan_.steps.size() + 1) * 2) {}

  void lay(const ColumnSheet& sheet, ir::ColumnResult& result) {
    bits(always, result.decided);
    bytes(sheet.uncertain, sheet.denied, sheet.not_covered, result.outcomes);
    for (std::size_t i = 0; i < sheet.remedies.size(); ++i) {
      const ColumnSheet::Remedy& from = sheet.remedies[i];
      ir::ColumnResult::Remedy& to = result.remedies[i];
      // available 0, conditional 1, unavailable 2
      bytes(from.conditional, !from.due, nowhere, to.status);
      money(from.money, to);
    }
    for (std::size_t i = 0; i < sheet.policies.size(); ++i) {
      const ColumnSheet::Policy& from = sheet.policies[i];
      bits(from.listed, result.policies[i].listed);
      for (std::size_t rule = 0; rule < from.rules.size(); ++rule) {
        ir::ColumnResult::Rule& to = result.policies[i].rules[rule];
        bits(from.rules[rule].holds, to.holds);
        bits(from.rules[rule].fails, to.fails);
        bits(from.rules[rule].overridden, to.overridden);
        bits(nowhere, to.open);
      }
    }
  }

 private:
  static std::uint64_t key(Literal literal) {
    return std::uint64_t{literal.bit} * 2 + (literal.negated ? 1 : 0);
  }

  void bits(Literal from, ir::SharedBits& to) {
    ir::SharedBits& shared = bits_[key(from)];
    if (!shared) {
      ir::own(to, rows_);
      engine_.bits_.push_back({from, to->data()});
      shared = to;
    } else {
      to = shared;
    }
  }

  template <typename E>
  void bytes(Literal one, Literal two, Literal four, ir::Shared<E>& to) {
    static_assert(sizeof(E) == 1);
    const auto [at, fresh] = bytes_.try_emplace(
        std::vector{key(one), key(two), key(four), std::uint64_t{std::is_same_v<E, Outcome>}});
    if (fresh) {
      ir::own(to, rows_);
      at->second = to;
      engine_.bytes_.push_back({one, two, four, reinterpret_cast<std::uint8_t*>(to->data())});
    }
    to = std::static_pointer_cast<std::vector<E>>(at->second);
  }

  void money(const std::vector<std::uint32_t>& from, ir::ColumnResult::Remedy& to) {
    const auto [at, fresh] = money_.try_emplace(from);
    if (fresh) {
      ir::own(to.has_net, rows_);
      ir::own(to.net, rows_);
      at->second = {to.has_net, to.net};
      engine_.money_.push_back({&from, to.has_net->data(), to.net->data()});
    }
    std::tie(to.has_net, to.net) = at->second;
  }

  ColumnEngine& engine_;
  std::size_t rows_;
  std::vector<ir::SharedBits> bits_;  ///< by literal
  std::map<std::vector<std::uint64_t>, std::shared_ptr<void>> bytes_;
  std::map<std::vector<std::uint32_t>, std::pair<ir::SharedBits, ir::Shared<std::int64_t>>> money_;
};

ColumnEngine::ColumnEngine(std::vector<std::shared_ptr<const ir::Ruleset>> rulesets)
    : rulesets_(std::move(rulesets)), plan_(plan_columns(rulesets_)), block_(plan_) {
  by_row_.resize(rulesets_.size());
}

void ColumnEngine::begin(std::size_t rows, std::span<ir::ColumnResult* const> results) {
  for (std::size_t i = results.size(); i-- > 0;)
    results[i]->lay_out(*rulesets_[i], rows);
  for (auto& words : by_row_)
    words.assign((rows + word_bits - 1) / word_bits, 0);
  bits_.clear();
  bytes_.clear();
  money_.clear();
}

void ColumnEngine::leave_all(std::size_t rows, std::span<ir::ColumnResult* const> results) {
  begin(rows, results);
  for (ir::ColumnResult* result : results)
    result->make_own();
  for (auto& words : by_row_)
    for (std::size_t word = 0; word < words.size(); ++word)
      words[word] = tail(rows - word * word_bits);
}

void ColumnEngine::run(const ir::ColumnBatch& batch, std::optional<CivilDate> as_of, bool leave,
                       std::span<ir::ColumnResult* const> results) {
  const auto rows = static_cast<std::size_t>(batch.rows);
  begin(rows, results);
  {
    Sharing sharing(*this, rows);
    for (std::size_t i = 0; i < results.size(); ++i)
      sharing.lay(plan_.sheets[i], *results[i]);
  }
  block_.begin(batch, as_of);
  for (std::size_t first = 0; first < rows; first += block_rows) {
    block_.run(static_cast<std::int64_t>(first), std::min(block_rows, rows - first));
    put_block(first);
    for (std::size_t i = 0; i < results.size(); ++i)
      leave_rows(first, i);
  }
  for (std::size_t i = 0; i < results.size(); ++i) {
    const auto& words = by_row_[i];
    if (std::none_of(words.begin(), words.end(), [](std::uint64_t word) { return word != 0; }))
      continue;
    // A plan that has no columns has no memory for them either.
    if (!leave || plan_.sheets[i].policies.empty()) results[i]->make_own();
    if (leave) results[i]->leave(words);
  }
}

void ColumnEngine::put_block(std::size_t first) {
  const std::size_t count = block_.rows();
  for (const BitsColumn& column : bits_)
    for (std::size_t word = 0; word * word_bits < count; ++word)
      column.to[first / word_bits + word] =
          block_.word(column.from, word) & tail(count - word * word_bits);
  for (const ByteColumn& column : bytes_)
    put_bytes(column, first);
  for (const MoneyColumn& column : money_)
    put_money(column, first);
}

void ColumnEngine::put_bytes(const ByteColumn& column, std::size_t first) const {
  const std::size_t count = block_.rows();
  for (std::size_t word = 0; word * word_bits < count; ++word) {
    const std::uint64_t one = block_.word(column.one, word);
    const std::uint64_t two = block_.word(column.two, word);
    const std::uint64_t four = block_.word(column.four, word);
    std::uint8_t* const to = column.to + first + word * word_bits;
    if (count - word * word_bits >= word_bits) {
      spread(one, two, four, to);
    } else {
      std::uint8_t bytes[word_bits];
      spread(one, two, four, bytes);
      std::memcpy(to, bytes, count - word * word_bits);
    }
  }
}

void ColumnEngine::put_money(const MoneyColumn& column, std::size_t first) {
  const std::size_t count = block_.rows();
  std::fill_n(column.net + first, count, 0);
  std::fill_n(column.has + first / word_bits, (count + word_bits - 1) / word_bits, 0);
  for (const std::uint32_t money : *column.money) {
    const ColumnBlock::Due& due = block_.due(money);
    for (std::size_t i = 0; i < due.rows.size(); ++i) {
      if (due.known[i] == 0) continue;
      column.net[first + due.rows[i]] = due.net[i];
      column.has[(first + due.rows[i]) / word_bits] |= std::uint64_t{1} << due.rows[i] % word_bits;
    }
  }
}

void ColumnEngine::leave_rows(std::size_t first, std::size_t rulebook) {
  const ColumnSheet& sheet = plan_.sheets[rulebook];
  const std::size_t count = block_.rows();
  std::uint64_t* const words = by_row_[rulebook].data() + first / word_bits;
  for (std::size_t word = 0; word * word_bits < count; ++word) {
    words[word] =
        (block_.word(sheet.by_row, word) | ~block_.here(word)) & tail(count - word * word_bits);
    for (const ColumnSheet::Remedy& remedy : sheet.remedies)
      for (const std::uint32_t money : remedy.money)
        words[word] |= block_.due(money).lost[word];
  }
}

}  // namespace sanbao::eval
