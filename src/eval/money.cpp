// SPDX-License-Identifier: Apache-2.0
//
// Money of a remedy: equal amounts merge, different ones conflict or are settled for the consumer.
// Part of RemedySolver (docs/language.md §3, §7 "Money"): see remedies.hpp.
// Tested by tests/cases/meaning.
#include <algorithm>

#include "eval/remedies.hpp"

namespace sanbao::eval {

using ir::no_index;
using ir::Node;
using ir::Op;

std::optional<std::int64_t> minor_of(const Scalar& scalar) {
  if (!scalar.is_known()) return std::nullopt;
  const auto minor = scalar.exact.to_integer();
  if (!minor) return std::nullopt;
  return std::max<std::int64_t>(0, *minor);  // an entry below nought becomes nought
}

void sort_amounts(std::vector<Amount>& amounts) {
  std::sort(amounts.begin(), amounts.end(), [](const Amount& a, const Amount& b) {
    return a.charge != b.charge ? !a.charge : a.key < b.key;
  });
}

bool same(const std::vector<Amount>& a, const std::vector<Amount>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Amount& x, const Amount& y) {
    return x.key == y.key && x.charge == y.charge && x.minor == y.minor;
  });
}

namespace {

// Keys of either answer; an amount that is not alike in both is open. Whether there is one.
bool unite_amounts(std::vector<Amount>& into, const std::vector<Amount>& from) {
  const auto find = [](auto& amounts, const Amount& like) {
    return std::find_if(amounts.begin(), amounts.end(), [&](const Amount& a) {
      return a.key == like.key && a.charge == like.charge;
    });
  };
  bool differs = false;
  for (Amount& amount : into) {
    const auto at = find(from, amount);
    if (at != from.end() && at->minor == amount.minor) continue;
    differs = true;
    amount.minor.reset();
  }
  for (const Amount& amount : from) {
    if (find(into, amount) != into.end()) continue;
    differs = true;
    into.push_back({amount.key, amount.charge, std::nullopt});
  }
  sort_amounts(into);
  return differs;
}

}  // namespace

// Amounts that only completions of nulls tell apart cannot be asked for: every group of completions that
// differ in nulls alone then meets the same amounts.
bool RemedySolver::money_varies_by_asking() const {
  for (const Part& part : parts_) {
    Mask spread = part.mask;
    for (const Part& other : parts_)
      if (&other != &part && other.status == part.status && other.money.same_amounts(part.money))
        for (std::size_t i = 0; i < view_.words(); ++i)
          spread.word[i] |= other.mask.word[i];
    view_.any_over_nulls(spread);
    if (!every(spread)) return true;
  }
  return false;
}

RemedySolver::Items RemedySolver::items_of(const ir::GrantPlan& grant, const Table& table,
                                           std::size_t bit) {
  Items items;
  const auto add = [&](const std::vector<ir::MoneyEntry>& entries, Index rule) {
    session_->in_rule(rule);
    for (const auto& entry : entries)
      items.push_back({entry.key, entry.charge, entry.amount, session_->value(entry.amount)});
  };
  add(grant.money, grant.rule);
  for (const Index a : grant.additions)
    if ((table.addition[a].word[bit / 64] >> (bit % 64) & 1U) != 0)
      add(plan_->additions[a].money, plan_->additions[a].rule);
  session_->in_rule(no_index);
  std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) {
    return a.charge != b.charge ? !a.charge : a.key < b.key;
  });
  return items;
}

MoneyResult RemedySolver::money_of(const Items& items, Index rule) const {
  MoneyResult money;
  money.rules.push_back(rule);
  for (const Item& item : items)
    money.amounts.push_back({item.key, item.charge, minor_of(item.amount)});
  return money;
}

// The same keys with the same amounts, or the same trees; open where a missing fact keeps it so. Where
// only nulls do, amounts count as different.
Tri RemedySolver::equal(const Items& a, const Items& b) const {
  if (a.size() != b.size()) return Tri::of(false);
  Tri all = Tri::of(true);
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i].key != b[i].key || a[i].charge != b[i].charge) return Tri::of(false);
    if (a[i].node == b[i].node) continue;
    const auto x = minor_of(a[i].amount);
    const auto y = minor_of(b[i].amount);
    if (x && y) {
      all = all & Tri::of(*x == *y);
      continue;
    }
    const Why why = static_cast<Why>((a[i].amount.is_open() ? a[i].amount.why : 0) |
                                     (b[i].amount.is_open() ? b[i].amount.why : 0));
    const bool lacks_value =
        a[i].amount.state == Scalar::State::none || b[i].amount.state == Scalar::State::none;
    all = all & (asks(why) && !lacks_value ? Tri::open(why) : Tri::of(false));
  }
  return all;
}

void RemedySolver::settle_part(Table& table, Part& part, bool due) {
  const std::size_t bit = first_bit(part.mask);
  if (!view_.decided()) session_->complete(view_.completion_of(bit));
  std::vector<Index> grants;
  std::vector<Items> items;
  for (Index g = 0; g < plan_->grants.size(); ++g) {
    const Mask& mask = due ? table.due[g] : table.ok[g];
    if ((mask.word[bit / 64] >> (bit % 64) & 1U) == 0) continue;
    grants.push_back(g);
    items.push_back(items_of(plan_->grants[g], table, bit));
  }
  Tri alike = Tri::of(true);
  for (std::size_t i = 1; i < items.size(); ++i)
    alike = alike & equal(items[0], items[i]);
  // Open between the first and two others may still be decided between those two.
  for (std::size_t i = 1; alike.is_open() && i < items.size(); ++i)
    for (std::size_t j = i + 1; j < items.size(); ++j)
      alike = alike & equal(items[i], items[j]);
  for (const auto& list : items)
    for (const Item& item : list)
      part.amount_why =
          static_cast<Why>(part.amount_why | (item.amount.is_open() ? item.amount.why : 0));
  if (alike.yes()) {
    // Equal trees may be worked out in one grant alone; equal values are the same everywhere.
    part.money = money_of(items[0], plan_->grants[grants[0]].rule);
  } else if (session_->program().source->prefer_consumer) {
    prefer(part, grants, items, std::vector<std::uint8_t>(items.size(), 1));
  } else if (alike.no()) {
    settle_conflict(part, grants, items);
  } else {
    part.open = true;
  }
  session_->complete(nullptr);
}

void RemedySolver::settle_conflict(Part& part, const std::vector<Index>& grants,
                                   const std::vector<Items>& items) {
  part.status = Status::conflict;
  std::vector<std::size_t> leader;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto at = std::find_if(leader.begin(), leader.end(),
                                 [&](std::size_t l) { return equal(items[l], items[i]).yes(); });
    if (at == leader.end()) {
      leader.push_back(i);
      part.conflict.push_back(money_of(items[i], plan_->grants[grants[i]].rule));
    } else {
      part.conflict[static_cast<std::size_t>(at - leader.begin())].rules.push_back(
          plan_->grants[grants[i]].rule);
    }
  }
}

// What an entry can come to at most; nothing: no bound. A `min` with a known side and a last `at_most`
// bound an amount that is open.
std::optional<std::int64_t> RemedySolver::upper_bound(const Item& item) {
  if (const auto minor = minor_of(item.amount)) return minor;
  const auto& program = session_->program();
  const Node* node = &program.nodes[item.node];
  while (node->op == Op::round_money)
    node = &program.nodes[node->a];
  if (node->op != Op::minimum) return std::nullopt;
  std::optional<std::int64_t> least;
  for (Index i = 0; i < node->children_count; ++i) {
    const Scalar side = session_->value(program.children[node->children_begin + i]);
    if (!side.is_known()) continue;
    const auto& policy = *program.source;
    const auto rounded = side.exact.to_multiple_of(policy.round_to, policy.rounding).to_integer();
    if (rounded && (!least || *rounded < *least)) least = std::max<std::int64_t>(0, *rounded);
  }
  return least;
}

// The highest net for the consumer; final where no open one can exceed it.
void RemedySolver::prefer(Part& part, const std::vector<Index>& grants,
                          const std::vector<Items>& items,
                          const std::vector<std::uint8_t>& certain) {
  std::optional<std::size_t> best;
  values::Int128 best_net = 0;
  std::vector<MoneyResult> all;
  for (std::size_t i = 0; i < items.size(); ++i) {
    all.push_back(money_of(items[i], plan_->grants[grants[i]].rule));
    const auto net = all.back().sum();
    if (certain[i] != 0 && net && (!best || *net > best_net)) {
      best = i;
      best_net = *net;
    }
  }
  bool final = best.has_value();
  for (std::size_t i = 0; final && i < items.size(); ++i) {
    if (const auto net = all[i].sum()) {
      final = certain[i] != 0 || *net <= best_net;
      continue;
    }
    values::Int128 most = 0;
    bool bounded = true;
    for (const Item& item : items[i]) {
      const auto cap =
          item.charge ? std::optional(-minor_of(item.amount).value_or(0)) : upper_bound(item);
      bounded = bounded && cap.has_value();
      most += cap.value_or(0);
    }
    final = bounded && most <= best_net;
  }
  if (!final) {
    part.money.open_choice = true;
    for (const auto& list : items)
      for (const Item& item : list) {
        const auto known = [&](const Amount& a) {
          return a.key == item.key && a.charge == item.charge;
        };
        if (std::none_of(part.money.amounts.begin(), part.money.amounts.end(), known))
          part.money.amounts.push_back({item.key, item.charge, std::nullopt});
      }
    sort_amounts(part.money.amounts);
    return;
  }
  part.money = all[*best];
  part.amount_why = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i == *best || equal(items[*best], items[i]).yes()) continue;
    const auto at = std::find_if(part.preferred.begin(), part.preferred.end(),
                                 [&](const MoneyResult& m) { return m.same_amounts(all[i]); });
    if (at != part.preferred.end() && !all[i].is_open()) {
      at->rules.push_back(all[i].rules.front());
    } else {
      part.preferred.push_back(all[i]);
    }
  }
}

// Sides of a conflict over completions: rules stand on one side that do so in each of them.
void RemedySolver::merge_conflicts(std::vector<MoneyResult>& into,
                                   const std::vector<MoneyResult>& from) {
  const auto bears = [](const MoneyResult& side, Index rule) {
    return std::find(side.rules.begin(), side.rules.end(), rule) != side.rules.end();
  };
  const auto only = [](MoneyResult side, const auto& wanted) {
    std::erase_if(side.rules, [&](Index rule) { return !wanted(rule); });
    return side;
  };
  // Rules of one of the two alone: another completion has no amounts for them.
  const auto lone = [&](const MoneyResult& side, const std::vector<MoneyResult>& others) {
    MoneyResult open = only(side, [&](Index rule) {
      return std::none_of(others.begin(), others.end(),
                          [&](const MoneyResult& other) { return bears(other, rule); });
    });
    for (Amount& amount : open.amounts)
      amount.minor.reset();
    return open;
  };
  std::vector<MoneyResult> sides;
  const auto take = [&](MoneyResult side) {
    if (!side.rules.empty()) sides.push_back(std::move(side));
  };
  for (const MoneyResult& side : into) {
    for (const MoneyResult& other : from) {
      MoneyResult both = only(side, [&](Index rule) { return bears(other, rule); });
      unite_amounts(both.amounts, other.amounts);
      take(std::move(both));
    }
    take(lone(side, from));
  }
  for (const MoneyResult& other : from)
    take(lone(other, into));
  std::sort(sides.begin(), sides.end(), [](const MoneyResult& a, const MoneyResult& b) {
    return a.rules.front() < b.rules.front();
  });
  into = std::move(sides);
}

// The union over completions: an entry alike in all is written, any other is open.
void RemedySolver::finish_money(RemedyResult& result) {
  bool first = true;
  bool differs = false;
  for (Part& part : money_parts_) {
    if (part.status == Status::conflict) {
      if (result.conflict.empty()) {
        result.conflict = std::move(part.conflict);
      } else {
        merge_conflicts(result.conflict, part.conflict);
      }
      continue;
    }
    result.amount_asks = result.amount_asks || asks(part.amount_why);
    if (first) {
      result.money.amounts = part.money.amounts;
      result.money.open_choice = part.money.open_choice;
      result.preferred = part.preferred;
      first = false;
      continue;
    }
    differs = unite_amounts(result.money.amounts, part.money.amounts) || differs;
    result.money.open_choice = result.money.open_choice || part.money.open_choice;
    if (differs) result.preferred.clear();
  }
  if (differs && (money_asks_ || view_.choices() > 1)) result.amount_asks = true;
}

}  // namespace sanbao::eval
