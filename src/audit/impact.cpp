// SPDX-License-Identifier: Apache-2.0
//
// Weighing: claims decided under several rulebooks, and what comes of it counted; see sanbao/audit/impact.hpp.
// In: claims, kept until there are enough for a block. Out: counts, sums and the largest changes, which merge in any
// order. Here stands what is done with one claim by itself. Tested by tests/unit/impact_test.cpp.
#include "sanbao/audit/impact.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "audit/weighing_state.hpp"

namespace sanbao::audit {

namespace {

constexpr std::size_t most_refused = 10;

std::vector<WeighedPolicy> policies_of(const Rulebook& rulebook) {
  std::vector<WeighedPolicy> list;
  for (const PolicyInfo& info : rulebook.policies())
    list.push_back({std::string(info.id), std::string(info.version), std::string(info.digest),
                    std::string(info.title_zh), std::string(info.title_en)});
  return list;
}

/// Those of `more` that are not there yet.
void add_policies(const std::vector<WeighedPolicy>& more, std::vector<WeighedPolicy>& policies) {
  for (const WeighedPolicy& policy : more)
    if (std::ranges::find(policies, policy) == policies.end()) policies.push_back(policy);
}

/// The same, where a claim of the first is one of all: else they cannot be compared.
std::span<const Rulebook> that_share_facts(std::span<const Rulebook> rulebooks) {
  if (rulebooks.empty()) throw std::invalid_argument("there is no rulebook to weigh claims under");
  const Claim claim(rulebooks.front());
  if (!std::ranges::all_of(rulebooks,
                           [&](const Rulebook& other) { return claim.belongs_to(other); }))
    throw std::invalid_argument(
        "the rulebooks do not share their facts: load them by `load_variants`");
  return rulebooks;
}

/// Of several, the first records by number.
void keep_first(std::vector<RefusedClaim>& refused) {
  std::ranges::sort(refused, {}, &RefusedClaim::record);
  if (refused.size() > most_refused) refused.resize(most_refused);
}

}  // namespace

Weighing::State::State(std::span<const Rulebook> books, const WeighOptions& with)
    : rulebooks(books.begin(), books.end()),
      options(with),
      evaluating{.as_of = with.as_of, .detail = Detail::codes, .ask = false},
      reader(rulebooks.front()),
      block(rulebooks.front()),
      currency(currency_of(rulebooks.front())),
      steps(ChangeSteps::of_money(currency)),
      deciding(rulebooks.size()),
      variants(rulebooks.size() - 1) {
  for (const Rulebook& rulebook : rulebooks)
    policies.push_back(policies_of(rulebook));
  sides.push_back({policies.front(), {policies.begin() + 1, policies.end()}, 0});
  for (std::size_t variant = 0; variant < variants.size(); ++variant) {
    Likeness likeness(rulebooks.front(), rulebooks[variant + 1]);
    if (likeness.same_frame()) {
      framed.push_back(variant);
    } else {
      all_framed = false;
    }
    auto at = std::ranges::find(groups, likeness, &Group::likeness);
    if (at == groups.end()) at = groups.insert(at, {std::move(likeness), {}, 0});
    at->variants.push_back(variant);
  }
}

std::uint64_t Weighing::State::alike_in_group(std::size_t variant) const {
  for (const Group& group : groups)
    if (std::ranges::find(group.variants, variant) != group.variants.end()) return group.alike;
  return 0;
}

void Weighing::State::refuse(std::uint64_t record, RecordError why) {
  ++refused;
  error = std::move(why);
  if (first_refused.size() == most_refused && first_refused.back().record < record) return;
  first_refused.push_back({record, error});
  keep_first(first_refused);
}

void Weighing::State::add_not_weighed(const NotWeighed& more) {
  const auto [at, fresh] = not_weighed.try_emplace(more.why, more);
  if (fresh) return;
  at->second.records += more.records;
  at->second.first = std::min(at->second.first, more.first);
}

void Weighing::State::add_side(const WeighedSide& more) {
  for (WeighedSide& side : sides)
    if (side.policies == more.policies && side.to == more.to) {
      side.claims += more.claims;
      return;
    }
  sides.push_back(more);
}

void Weighing::State::note_filed(std::optional<CivilDate> first, std::optional<CivilDate> last) {
  if (first && (!first_filed || *first < *first_filed)) first_filed = first;
  if (last && (!last_filed || *last > *last_filed)) last_filed = last;
}

void Weighing::State::weigh(std::size_t row) {
  const Claim& claim = block.claim(row);
  if (!evaluate(rulebooks.front(), claim, evaluating, base))
    return refuse(block.record(row), refuse_early_day(claim, *evaluating.as_of));
  ++sides.front().claims;
  note_filed(base.filed_on(), base.filed_on());
  weigh_groups(row, true);
  paid.add(see(base).money);
}

void Weighing::State::weigh_groups(std::size_t row, bool all) {
  // Asked first: until its answers are read, a decision tells cheaply what held.
  differing.clear();
  for (Group& group : groups) {
    if (!all && group.likeness.same_frame()) continue;
    // It says nothing of last days.
    if (!options.periods && group.likeness.same_answers(base)) {
      ++group.alike;
    } else {
      differing.insert(differing.end(), group.variants.begin(), group.variants.end());
    }
  }
  std::ranges::sort(differing);
  for (const std::size_t variant : differing)
    compare(variant, row);
}

void Weighing::State::compare(std::size_t variant, std::size_t row) {
  // The day of judgement is the same, so what is judged under the first is judged under each.
  const bool decided = evaluate(rulebooks[variant + 1], block.claim(row), evaluating, other);
  (void)decided;
  const Seen before = see(base);
  const Seen after = see(other);
  if (options.periods) compare_periods(variant, row, before, after);
  if (!same_answer(before, after)) return count_change(variant, row, before, after);
  VariantTally& tally = variants[variant];
  ++tally.alike;
  if (!same_beside(base, other)) ++tally.beside;
}

void Weighing::State::count_change(std::size_t variant, std::size_t row, const Seen& before,
                                   const Seen& after) {
  const Change change = weigh_change(before, after);
  VariantTally& tally = variants[variant];
  tally.otherwise.add(change);
  if (!change.money && before.money) tally.no_longer_known.add(*before.money);
  tally.move(before.outcome, after.outcome).add(change.money);
  if (change.money) tally.distribution.add(*change.money, steps);
  if (is_open(before) || is_open(after)) {
    const std::array known{&deciding_rules(0), &deciding_rules(variant + 1)};
    key = rules_behind(base, before, other, after, known);
  } else {
    key = rules_behind(base, before, other, after);
  }
  RuleTally& rules = tally_of(variant, key);
  rules.sums.add(change);
  const bool among_largest =
      change.money && *change.money != 0 &&
      tally.largest.wants(magnitude(*change.money), block.record(row), options.largest);
  if (!among_largest && !options.tells_changes()) return;
  ClaimChange told_change = change_of(variant, row, before, after, change, rules);
  if (options.list && options.list(told_change)) rules.listed.add(told_change, options.most_listed);
  if (options.keep_changes) block_changes.emplace_back(row, told_change);
  if (among_largest) tally.largest.keep(std::move(told_change), options.largest);
}

void Weighing::State::compare_periods(std::size_t variant, std::size_t row, const Seen& before,
                                      const Seen& after) {
  if (!is_due(before) || !is_due(after) || before.answer->remedy != after.answer->remedy) return;
  const auto& from = before.answer->until;
  const auto& to = after.answer->until;
  PeriodTally& tally = variants[variant].periods;
  if (from.has_value() != to.has_value()) ++tally.one_sided;
  if (!from || !to || *from == *to) return;
  const std::int64_t days =
      std::int64_t{to->days_since_epoch()} - std::int64_t{from->days_since_epoch()};
  PeriodWeight& weight = days > 0 ? tally.longer : tally.shorter;
  ++weight.claims;
  weight.days += days;
  tally.distribution.add(days, ChangeSteps::of_days());
  if (!tally.largest.wants(magnitude(days), block.record(row), options.largest)) return;
  tally.largest.keep({block.record(row), std::string(base.claim_id().value_or("")),
                      std::string(before.answer->remedy), *from, *to, days},
                     options.largest);
}

const DecidingRules& Weighing::State::deciding_rules(std::size_t rulebook) {
  auto& known = deciding[rulebook];
  if (!known) known.emplace(rulebooks[rulebook]);
  return *known;
}

RuleTally& Weighing::State::tally_of(std::size_t variant, std::string_view behind) {
  auto& lines = variants[variant].rules;
  auto at = lines.find(behind);
  if (at == lines.end()) {
    RuleTally fresh{rules_of(behind), {}, {}};
    // The words of the other rulebook, where it has the rule.
    for (const Rulebook* rulebook : {&rulebooks[variant + 1], &rulebooks.front()})
      add_titles(*rulebook, fresh.rules);
    at = lines.emplace(behind, std::move(fresh)).first;
  }
  return at->second;
}

ClaimChange Weighing::State::change_of(std::size_t variant, std::size_t row, const Seen& before,
                                       const Seen& after, const Change& change,
                                       const RuleTally& rules) const {
  ClaimChange made;
  made.variant = variant;
  made.record = block.record(row);
  made.claim = base.claim_id().value_or("");
  made.from = answer_of(before);
  made.to = answer_of(after);
  made.money = change.money;
  made.direction = change.direction;
  made.rules = rules.rules;
  return made;
}

Weighing::Weighing(std::span<const Rulebook> rulebooks, const WeighOptions& options)
    : state_(std::make_unique<State>(that_share_facts(rulebooks), options)) {}
Weighing::Weighing(Weighing&&) noexcept = default;
Weighing& Weighing::operator=(Weighing&&) noexcept = default;
Weighing::~Weighing() = default;

bool Weighing::add(std::uint64_t record, std::string_view json) {
  State& state = *state_;
  if (!state.reader.read(json, state.block.next())) {
    state.refuse(record, state.reader.error());
    return false;
  }
  state.block.take(record);
  if (state.block.full()) state.settle();
  return true;
}

void Weighing::add(std::uint64_t first_record, std::span<const Claim> claims) {
  State& state = *state_;
  for (const Claim& claim : claims) {
    state.block.take(first_record++, claim);
    if (state.block.full()) state.settle();
  }
  state.settle();  // they are somebody else's
}

void Weighing::settle() {
  state_->settle();
  state_->settled = true;
}

const RecordError& Weighing::error() const {
  return state_->error;
}

std::span<const ClaimChange> Weighing::changes() const {
  return state_->changes;
}

void Weighing::judge_as_of(std::optional<CivilDate> as_of) {
  if (state_->evaluating.as_of == as_of) return;
  state_->settle();  // those before it are judged as of theirs
  state_->evaluating.as_of = as_of;
}

void Weighing::pass_by(std::uint64_t record, std::string_view why) {
  state_->add_not_weighed({std::string(why), 1, record});
}

void Weighing::leave_out(std::uint64_t records) {
  state_->left_out = state_->left_out.value_or(0) + records;
}

void Weighing::merge(Weighing& other) {
  State& into = *state_;
  State& from = *other.state_;
  into.settle();
  from.settle();
  for (const WeighedSide& side : from.sides)
    into.add_side(side);
  into.paid += from.paid;
  into.refused += from.refused;
  into.first_refused.insert(into.first_refused.end(), from.first_refused.begin(),
                            from.first_refused.end());
  keep_first(into.first_refused);
  into.note_filed(from.first_filed, from.last_filed);
  if (from.left_out) leave_out(*from.left_out);
  for (const auto& [why, records] : from.not_weighed)
    into.add_not_weighed(records);
  for (std::size_t i = 0; i < into.policies.size(); ++i)
    add_policies(from.policies[i], into.policies[i]);
  for (std::size_t i = 0; i < into.variants.size(); ++i) {
    into.variants[i].merge(from.variants[i], into.options.largest, into.options.most_listed);
    into.variants[i].alike += from.alike_in_group(i);
  }
}

ImpactReport Weighing::report(std::span<const std::string> names) {
  State& state = *state_;
  state.settle();
  ImpactReport report;
  const auto name = [&](std::size_t at) { return at < names.size() ? names[at] : std::string(); };
  report.name = name(0);
  report.policies = state.policies.front();
  for (const WeighedSide& side : state.sides) {
    report.claims += side.claims;
    if (side.claims > 0) report.sides.push_back(side);
  }
  report.as_of = state.options.as_of;
  report.refused = state.refused;
  report.first_refused = state.first_refused;
  report.left_out = state.left_out;
  for (const auto& [why, records] : state.not_weighed)
    report.not_weighed.push_back(records);
  std::ranges::stable_sort(report.not_weighed, {}, &NotWeighed::first);
  report.first_filed = state.first_filed;
  report.last_filed = state.last_filed;
  report.currency = state.currency;
  for (std::size_t i = 0; i < state.variants.size(); ++i) {
    const VariantTally& tally = state.variants[i];
    VariantImpact impact;
    impact.name = name(i + 1);
    impact.policies = state.policies[i + 1];
    impact.alike = tally.alike + state.alike_in_group(i);
    impact.beside = tally.beside;
    impact.otherwise = tally.otherwise.all.weight();
    impact.better = tally.otherwise.of(Direction::better).weight();
    impact.worse = tally.otherwise.of(Direction::worse).weight();
    impact.neither = tally.otherwise.of(Direction::neither).weight();
    impact.paid = paid_in_all(state.paid, tally);
    for (std::size_t from = 0; from < outcomes; ++from)
      for (std::size_t to = 0; to < outcomes; ++to)
        if (tally.moves[from][to].claims > 0)
          impact.moves.push_back({static_cast<Outcome>(from), static_cast<Outcome>(to),
                                  tally.moves[from][to].weight()});
    impact.rules = lines_of(tally.rules);
    for (RuleLine& line : impact.rules)
      for (ClaimChange& change : line.first_listed)
        change.variant = i;
    impact.distribution = tally.distribution.buckets(state.steps);
    impact.largest = tally.largest.sorted();
    for (ClaimChange& change : impact.largest)
      change.variant = i;
    if (state.options.periods) {
      const PeriodTally& periods = tally.periods;
      impact.periods = {periods.longer, periods.shorter, periods.one_sided,
                        periods.distribution.buckets(ChangeSteps::of_days()),
                        periods.largest.sorted()};
    }
    report.variants.push_back(std::move(impact));
  }
  return report;
}

}  // namespace sanbao::audit
