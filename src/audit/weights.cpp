// SPDX-License-Identifier: Apache-2.0
//
// See weights.hpp.
#include "audit/weights.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

#include "sanbao/compare.hpp"

namespace sanbao::audit {

namespace {

/// Between keys of policies and rules, which hold no control characters.
constexpr char between = '\x1f';
constexpr char after_rule = '\x1e';

/// How good it may still become, and how bad: docs/audit.md.
struct Range {
  int worst, best;
};

Range range_of(const Seen& seen) {
  constexpr int nothing = 0;
  constexpr int due = 1;
  constexpr int granted = 2;
  switch (seen.outcome) {
    case Outcome::approved:
      return {granted, granted};
    case Outcome::conditional:
      return {due, due};
    case Outcome::conflict:  // the right stands, its amount is in dispute
      return {due, granted};
    case Outcome::needs_facts:
      return {seen.answer != nullptr && seen.answer->at_least ? due : nothing, granted};
    case Outcome::denied:
    case Outcome::not_covered:
      break;
  }
  return {nothing, nothing};
}

const RemedyAnswer* answered(const Decision& decision) {
  if (decision.requested() != "any") return decision.remedy(decision.requested());
  const RemedyAnswer* best = nullptr;
  for (const RemedyAnswer& answer : decision.remedies())
    if (!answer.side && (best == nullptr || rank(answer.status) < rank(best->status)))
      best = &answer;
  return best;
}

enum class Code : std::uint8_t { absent, holds, open, fails, overridden };

Code code_of(const Decision& decision, std::string_view policy, std::string_view rule) {
  const auto among = [&](std::span<const std::string_view> list) {
    return std::ranges::find(list, rule) != list.end();
  };
  for (const PolicyCodes& answer : decision.codes()) {
    if (answer.policy != policy) continue;
    if (among(answer.codes.holds)) return Code::holds;
    if (among(answer.codes.open)) return Code::open;
    if (among(answer.codes.fails)) return Code::fails;
    if (among(answer.codes.overridden)) return Code::overridden;
  }
  return Code::absent;
}

/// A rule of an answer, and how it stands there.
struct Standing {
  std::string_view policy, rule;
  bool decides = false;  ///< its code, or its part in the answer, is not the same on both sides

  [[nodiscard]] auto name() const { return std::tie(policy, rule); }
};

void add_rules(const Seen& seen, std::span<const std::string_view> ids,
               std::vector<Standing>& rules) {
  for (const std::string_view rule : ids)
    rules.push_back({seen.answer->policy, rule, false});
}

/// Needs of a remedy that is due on both sides, unmet on one of them.
void add_needs(const Seen& seen, const Seen& opposite, std::vector<Standing>& rules) {
  if (!is_due(seen) || !is_due(opposite)) return;
  const auto& others = opposite.answer->needs;
  for (const std::string_view rule : seen.answer->needs)
    if (seen.answer->policy != opposite.answer->policy ||
        std::ranges::find(others, rule) == others.end())
      rules.push_back({seen.answer->policy, rule, true});
}

/// Rules of an open answer, which names none, that stand otherwise on the other side. One that is not there is one
/// that fails.
void add_open(const Seen& seen, const Decision& base, const Decision& other,
              std::span<const DecidingRules* const> deciding, std::vector<Standing>& rules) {
  if (!is_open(seen)) return;
  const auto code = [&](const Decision& decision, std::string_view rule) {
    const Code found = code_of(decision, seen.answer->policy, rule);
    return found == Code::absent ? Code::fails : found;
  };
  for (const DecidingRules* const known : deciding)
    for (const std::string_view rule : known->of(seen.answer->policy, seen.answer->remedy))
      if (code(base, rule) != code(other, rule)) rules.push_back({seen.answer->policy, rule, true});
}

}  // namespace

Seen see(const Decision& decision) {
  Seen seen;
  seen.outcome = decision.outcome();
  seen.answer = answered(decision);
  if (seen.answer == nullptr) return seen;
  switch (seen.answer->status) {
    case Status::available:
    case Status::conditional:
      if (!seen.answer->has_net) break;
      seen.money = std::nullopt;
      if (seen.answer->net) seen.money = seen.answer->net->minor_units();
      break;
    case Status::unknown:
    case Status::conflict:
      seen.money = std::nullopt;
      break;
    case Status::unavailable:
      break;
  }
  return seen;
}

bool is_open(const Seen& seen) {
  return seen.answer != nullptr && seen.answer->status == Status::unknown;
}

bool is_due(const Seen& seen) {
  return seen.answer != nullptr &&
         (seen.answer->status == Status::available || seen.answer->status == Status::conditional);
}

WeighedAnswer answer_of(const Seen& seen) {
  if (seen.answer == nullptr) return {seen.outcome, {}, seen.money, {}, {}};
  return {seen.outcome, std::string(seen.answer->remedy), seen.money,
          std::string(seen.answer->name.zh), std::string(seen.answer->name.en)};
}

bool same_answer(const Seen& a, const Seen& b) {
  const auto remedy = [](const Seen& seen) {
    return seen.answer == nullptr || seen.answer->status == Status::unavailable
               ? std::string_view()
               : seen.answer->remedy;
  };
  return a.outcome == b.outcome && a.money == b.money && remedy(a) == remedy(b);
}

bool same_beside(const Decision& a, const Decision& b) {
  const auto next = [](std::span<const RemedyAnswer> list, std::size_t& at) {
    while (at < list.size() && list[at].status == Status::unavailable)
      ++at;
    return at < list.size() ? &list[at++] : nullptr;
  };
  std::size_t i = 0;
  std::size_t j = 0;
  for (;;) {
    const RemedyAnswer* one = next(a.remedies(), i);
    const RemedyAnswer* two = next(b.remedies(), j);
    if (one == nullptr || two == nullptr) return one == two;
    if (one->remedy != two->remedy || one->status != two->status || one->net != two->net ||
        !std::ranges::equal(one->rules, two->rules))
      return false;
  }
}

Change weigh_change(const Seen& before, const Seen& after) {
  Change change;
  std::int64_t money = 0;
  if (before.money && after.money && !__builtin_sub_overflow(*after.money, *before.money, &money))
    change.money = money;
  const Range was = range_of(before);
  const Range is = range_of(after);
  if (was.worst == is.worst && was.best == is.best) {
    if (change.money.value_or(0) != 0)
      change.direction = *change.money > 0 ? Direction::better : Direction::worse;
  } else if (is.worst >= was.worst && is.best >= was.best) {
    change.direction = Direction::better;
  } else if (is.worst <= was.worst && is.best <= was.best) {
    change.direction = Direction::worse;
  }
  return change;
}

void Sum::add(std::optional<std::int64_t> amount) {
  ++claims;
  if (amount) {
    money += *amount;
  } else {
    ++open;
  }
}

Sum& Sum::operator+=(const Sum& other) {
  claims += other.claims;
  open += other.open;
  money += other.money;
  return *this;
}

Weight Sum::weight() const {
  Weight weight{claims, std::nullopt, open};
  if (money >= std::numeric_limits<std::int64_t>::min() &&
      money <= std::numeric_limits<std::int64_t>::max())
    weight.money = static_cast<std::int64_t>(money);
  return weight;
}

std::optional<std::int64_t> in_hundredths_of_percent(Wide part, Wide whole) {
  constexpr Wide hundredths = 10'000;
  const Wide size = (part < 0 ? -part : part) * hundredths;
  const Wide rounded = (2 * size + whole) / (2 * whole);
  if (rounded > std::numeric_limits<std::int64_t>::max()) return std::nullopt;
  return static_cast<std::int64_t>(part < 0 ? -rounded : rounded);
}

void DirectedSums::add(const Change& change) {
  all.add(change.money);
  by_direction[static_cast<std::size_t>(change.direction)].add(change.money);
}

DirectedSums& DirectedSums::operator+=(const DirectedSums& other) {
  all += other.all;
  for (std::size_t i = 0; i < by_direction.size(); ++i)
    by_direction[i] += other.by_direction[i];
  return *this;
}

ChangeSteps ChangeSteps::of_money(std::optional<Currency> currency) {
  constexpr std::array<std::uint64_t, count> units{10, 50, 100, 500, 1000, 5000};
  ChangeSteps steps;
  for (std::size_t i = 0; i < count; ++i)
    steps.bounds_[i] =
        units[i] * static_cast<std::uint64_t>(currency ? currency->minor_per_major() : 1);
  return steps;
}

ChangeSteps ChangeSteps::of_days() {
  ChangeSteps steps;
  steps.bounds_ = {7, 15, 30, 90, 180, 365};
  return steps;
}

Distribution& Distribution::operator+=(const Distribution& other) {
  for (std::size_t i = 0; i < claims_.size(); ++i)
    claims_[i] += other.claims_[i];
  return *this;
}

std::vector<ChangeBucket> Distribution::buckets(const ChangeSteps& steps) const {
  std::vector<ChangeBucket> list(claims_.size());
  for (std::size_t step = 1; step <= half; ++step) {
    ChangeBucket& up = list[half + step];
    ChangeBucket& down = list[half - step];
    up.least = step == 1 ? 1 : steps.bound(step - 2) + 1;
    if (step < half) up.most = steps.bound(step - 1);
    down.most = -*up.least;
    if (up.most) down.least = -*up.most;
  }
  list[half].least = list[half].most = 0;
  for (std::size_t i = 0; i < list.size(); ++i)
    list[i].claims = claims_[i];
  return list;
}

DecidingRules::DecidingRules(const Rulebook& rulebook) {
  for (const RuleInfo& info : rules_of(rulebook))
    if (!info.adds)
      for (const std::string_view remedy : info.remedies)
        rules_[{info.policy, remedy}].push_back(info.rule);
}

std::span<const std::string_view> DecidingRules::of(std::string_view policy,
                                                    std::string_view remedy) const {
  const auto at = rules_.find({policy, remedy});
  if (at == rules_.end()) return {};
  return at->second;
}

std::string rules_behind(const Decision& base, const Seen& before, const Decision& other,
                         const Seen& after, std::span<const DecidingRules* const> deciding) {
  std::vector<Standing> rules;
  for (const Seen* seen : {&before, &after})
    if (seen->answer != nullptr) add_rules(*seen, seen->answer->rules, rules);
  const std::size_t grants = rules.size();
  for (const Seen* seen : {&before, &after})
    if (seen->answer != nullptr) add_rules(*seen, seen->answer->excluded_by, rules);
  add_needs(before, after, rules);
  add_needs(after, before, rules);
  add_open(before, base, other, deciding, rules);
  add_open(after, base, other, deciding, rules);
  for (Standing& rule : rules)
    rule.decides = rule.decides ||
                   code_of(base, rule.policy, rule.rule) != code_of(other, rule.policy, rule.rule);
  if (std::ranges::any_of(rules, &Standing::decides)) {
    std::erase_if(rules, [](const Standing& rule) { return !rule.decides; });
  } else if (grants > 0) {
    rules.resize(grants);
  }
  std::ranges::sort(rules, {}, &Standing::name);
  std::string key;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (i > 0 && rules[i].name() == rules[i - 1].name()) continue;
    key.append(rules[i].policy).append(1, between).append(rules[i].rule).append(1, after_rule);
  }
  return key;
}

std::vector<WeighedRule> rules_of(std::string_view key) {
  std::vector<WeighedRule> rules;
  while (!key.empty()) {
    const std::size_t middle = key.find(between);
    const std::size_t end = key.find(after_rule);
    rules.push_back({std::string(key.substr(0, middle)),
                     std::string(key.substr(middle + 1, end - middle - 1)),
                     {},
                     {}});
    key.remove_prefix(end + 1);
  }
  return rules;
}

void add_titles(const Rulebook& rulebook, std::vector<WeighedRule>& rules) {
  const auto known = rules_of(rulebook);
  for (WeighedRule& rule : rules) {
    if (!rule.title_zh.empty() || !rule.title_en.empty()) continue;
    for (const RuleInfo& info : known) {
      if (info.policy != rule.policy || info.rule != rule.rule) continue;
      rule.title_zh = info.title.zh;
      rule.title_en = info.title.en;
    }
  }
}

}  // namespace sanbao::audit
