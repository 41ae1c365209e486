// SPDX-License-Identifier: Apache-2.0
//
// Weighing: claims decided under several rulebooks, and what comes of it counted; see sanbao/audit/impact.hpp.
// In: claims, one at a time. Out: counts, sums and the largest changes, which merge in any order.
// Never builds a ClaimChange that nobody keeps. Tested by tests/unit/impact_test.cpp.
#include "sanbao/audit/impact.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "audit/weights.hpp"
#include "sanbao/compare.hpp"
#include "sanbao/evaluate.hpp"

namespace sanbao::audit {

namespace {

constexpr std::size_t most_refused = 10;

std::vector<WeighedPolicy> policies_of(const Rulebook& rulebook) {
  std::vector<WeighedPolicy> list;
  for (const PolicyInfo& info : rulebook.policies())
    list.push_back({std::string(info.id), std::string(info.version), std::string(info.digest)});
  return list;
}

bool larger(const ClaimChange& a, const ClaimChange& b) {
  const auto size = [](const ClaimChange& change) { return magnitude(*change.money); };
  return size(a) != size(b) ? size(a) > size(b) : a.record < b.record;
}

/// Those of `more` that are not there yet.
void add_policies(const std::vector<WeighedPolicy>& more, std::vector<WeighedPolicy>& policies) {
  for (const WeighedPolicy& policy : more)
    if (std::ranges::find(policies, policy) == policies.end()) policies.push_back(policy);
}

/// Of several, the first records by number.
void keep_first(std::vector<RefusedClaim>& refused) {
  std::ranges::sort(refused, {}, &RefusedClaim::record);
  if (refused.size() > most_refused) refused.resize(most_refused);
}

}  // namespace

/// What one thread counted for one of the other rulebooks.
struct VariantTally {
  std::uint64_t alike = 0, beside = 0;
  DirectedSums otherwise;
  std::array<std::array<Sum, outcomes>, outcomes> moves;
  std::map<std::string, RuleTally, std::less<>> rules;
  Distribution distribution;
  std::vector<ClaimChange> largest;  // a heap: the smallest of them in front

  void merge(const VariantTally& other, std::size_t most) {
    alike += other.alike;
    beside += other.beside;
    otherwise += other.otherwise;
    for (std::size_t from = 0; from < outcomes; ++from)
      for (std::size_t to = 0; to < outcomes; ++to)
        moves[from][to] += other.moves[from][to];
    for (const auto& [key, tally] : other.rules) {
      const auto [at, fresh] = rules.try_emplace(key, tally);
      if (!fresh) at->second.sums += tally.sums;
    }
    distribution += other.distribution;
    for (const ClaimChange& change : other.largest)
      keep(change, most);
  }

  /// Whether a change of that money is among the largest so far.
  [[nodiscard]] bool wants(std::int64_t money, std::uint64_t record, std::size_t most) const {
    if (largest.size() < most) return most > 0;
    const ClaimChange& least = largest.front();
    const std::uint64_t size = magnitude(money);
    const std::uint64_t known = magnitude(*least.money);
    return size != known ? size > known : record < least.record;
  }

  void keep(ClaimChange change, std::size_t most) {
    if (!wants(*change.money, change.record, most)) return;
    if (largest.size() == most) {
      std::ranges::pop_heap(largest, larger);
      largest.pop_back();
    }
    largest.push_back(std::move(change));
    std::ranges::push_heap(largest, larger);
  }
};

struct Weighing::State {
  State(std::span<const Rulebook> books, const WeighOptions& with)
      : rulebooks(books.begin(), books.end()),
        options(with),
        evaluating{.as_of = with.as_of, .detail = Detail::codes, .ask = false},
        reader(rulebooks.front()),
        claim(rulebooks.front()),
        currency(currency_of(rulebooks.front())),
        variants(rulebooks.size() - 1) {
    for (const Rulebook& rulebook : rulebooks)
      policies.push_back(policies_of(rulebook));
    for (std::size_t variant = 0; variant < variants.size(); ++variant) {
      Likeness likeness(rulebooks.front(), rulebooks[variant + 1]);
      auto at = std::ranges::find(groups, likeness, &Group::likeness);
      if (at == groups.end()) at = groups.insert(at, {std::move(likeness), {}, 0});
      at->variants.push_back(variant);
    }
  }

  /// Variants of which the decision under the first rulebook tells the same: for many claims that they decide alike.
  struct Group {
    Likeness likeness;
    std::vector<std::size_t> variants;
    std::uint64_t alike = 0;
  };

  bool weigh(std::uint64_t record, const Claim& of);
  void compare(std::size_t variant, const Claim& of, std::uint64_t record);
  void count_change(std::size_t variant, std::uint64_t record, const Seen& before,
                    const Seen& after);
  ClaimChange change_of(std::size_t variant, std::uint64_t record, const Seen& before,
                        const Seen& after, const Change& change, const RuleTally& rules) const;
  const RuleTally& tally_of(std::size_t variant, const Change& change);

  [[nodiscard]] std::uint64_t alike_in_group(std::size_t variant) const {
    for (const Group& group : groups)
      if (std::ranges::find(group.variants, variant) != group.variants.end()) return group.alike;
    return 0;
  }

  void refuse(std::uint64_t record, RecordError why) {
    ++refused;
    error = std::move(why);
    if (first_refused.size() == most_refused && first_refused.back().record < record) return;
    first_refused.push_back({record, error});
    keep_first(first_refused);
  }

  void add_not_weighed(const NotWeighed& more) {
    const auto [at, fresh] = not_weighed.try_emplace(more.why, more);
    if (fresh) return;
    at->second.records += more.records;
    at->second.first = std::min(at->second.first, more.first);
  }

  std::vector<Rulebook> rulebooks;
  WeighOptions options;
  EvaluateOptions evaluating;
  ClaimReader reader;
  Claim claim;
  std::optional<Currency> currency;
  Decision base, other;
  RecordError error;
  std::vector<ClaimChange> changes;
  std::string key;

  std::uint64_t claims = 0, refused = 0;
  std::vector<RefusedClaim> first_refused;
  std::optional<CivilDate> first_filed, last_filed;
  std::optional<std::uint64_t> left_out;
  std::map<std::string, NotWeighed, std::less<>> not_weighed;  // by the reason
  std::vector<std::vector<WeighedPolicy>> policies;            // by rulebook
  std::vector<VariantTally> variants;
  std::vector<Group> groups;
  std::vector<std::size_t> differing;  // of the current claim
};

bool Weighing::State::weigh(std::uint64_t record, const Claim& of) {
  changes.clear();
  if (!evaluate(rulebooks.front(), of, evaluating, base)) {
    refuse(record, refuse_early_day(of, *evaluating.as_of));
    return false;
  }
  ++claims;
  if (const auto filed = base.filed_on()) {
    if (!first_filed || *filed < *first_filed) first_filed = filed;
    if (!last_filed || *filed > *last_filed) last_filed = filed;
  }
  // Asked first: until its answers are read, a decision tells cheaply what held.
  differing.clear();
  for (Group& group : groups) {
    if (group.likeness.same_answers(base)) {
      ++group.alike;
    } else {
      differing.insert(differing.end(), group.variants.begin(), group.variants.end());
    }
  }
  if (differing.empty()) return true;
  std::ranges::sort(differing);
  for (const std::size_t variant : differing)
    compare(variant, of, record);
  return true;
}

void Weighing::State::compare(std::size_t variant, const Claim& of, std::uint64_t record) {
  // The day of judgement is the same, so what is judged under the first is judged under each.
  const bool decided = evaluate(rulebooks[variant + 1], of, evaluating, other);
  (void)decided;
  const Seen before = see(base);
  const Seen after = see(other);
  if (!same_answer(before, after)) return count_change(variant, record, before, after);
  VariantTally& tally = variants[variant];
  ++tally.alike;
  if (!same_beside(base, other)) ++tally.beside;
}

void Weighing::State::count_change(std::size_t variant, std::uint64_t record, const Seen& before,
                                   const Seen& after) {
  const Change change = weigh_change(before, after);
  VariantTally& tally = variants[variant];
  tally.otherwise.add(change);
  tally.moves[static_cast<std::size_t>(before.outcome)][static_cast<std::size_t>(after.outcome)]
      .add(change.money);
  if (change.money) tally.distribution.add(*change.money, currency);
  key = rules_behind(base, before, other, after);
  const RuleTally& rules = tally_of(variant, change);
  const bool among_largest =
      change.money && *change.money != 0 && tally.wants(*change.money, record, options.largest);
  if (!among_largest && !options.keep_changes) return;
  ClaimChange told_change = change_of(variant, record, before, after, change, rules);
  if (options.keep_changes) changes.push_back(told_change);
  if (among_largest) tally.keep(std::move(told_change), options.largest);
}

const RuleTally& Weighing::State::tally_of(std::size_t variant, const Change& change) {
  auto& lines = variants[variant].rules;
  auto at = lines.find(key);
  if (at == lines.end()) {
    RuleTally fresh{rules_of(key), {}};
    // The words of the other rulebook, where it has the rule.
    for (const Rulebook* rulebook : {&rulebooks[variant + 1], &rulebooks.front()})
      add_titles(*rulebook, fresh.rules);
    at = lines.emplace(key, std::move(fresh)).first;
  }
  at->second.sums.add(change);
  return at->second;
}

ClaimChange Weighing::State::change_of(std::size_t variant, std::uint64_t record,
                                       const Seen& before, const Seen& after, const Change& change,
                                       const RuleTally& rules) const {
  ClaimChange made;
  made.variant = variant;
  made.record = record;
  made.claim = base.claim_id().value_or("");
  made.from = answer_of(before);
  made.to = answer_of(after);
  made.money = change.money;
  made.direction = change.direction;
  made.rules = rules.rules;
  return made;
}

Weighing::Weighing(std::span<const Rulebook> rulebooks, const WeighOptions& options)
    : state_(std::make_unique<State>(rulebooks, options)) {}
Weighing::Weighing(Weighing&&) noexcept = default;
Weighing& Weighing::operator=(Weighing&&) noexcept = default;
Weighing::~Weighing() = default;

bool Weighing::add(std::uint64_t record, std::string_view json) {
  if (state_->reader.read(json, state_->claim)) return state_->weigh(record, state_->claim);
  state_->changes.clear();
  state_->refuse(record, state_->reader.error());
  return false;
}

bool Weighing::add(std::uint64_t record, const Claim& claim) {
  return state_->weigh(record, claim);
}

const RecordError& Weighing::error() const {
  return state_->error;
}

std::span<const ClaimChange> Weighing::changes() const {
  return state_->changes;
}

void Weighing::judge_as_of(std::optional<CivilDate> as_of) {
  state_->evaluating.as_of = as_of;
}

void Weighing::pass_by(std::uint64_t record, std::string_view why) {
  state_->add_not_weighed({std::string(why), 1, record});
}

void Weighing::leave_out(std::uint64_t records) {
  state_->left_out = state_->left_out.value_or(0) + records;
}

void Weighing::merge(const Weighing& other) {
  State& into = *state_;
  const State& from = *other.state_;
  into.claims += from.claims;
  into.refused += from.refused;
  into.first_refused.insert(into.first_refused.end(), from.first_refused.begin(),
                            from.first_refused.end());
  keep_first(into.first_refused);
  if (from.first_filed && (!into.first_filed || *from.first_filed < *into.first_filed))
    into.first_filed = from.first_filed;
  if (from.last_filed && (!into.last_filed || *from.last_filed > *into.last_filed))
    into.last_filed = from.last_filed;
  if (from.left_out) leave_out(*from.left_out);
  for (const auto& [why, records] : from.not_weighed)
    into.add_not_weighed(records);
  for (std::size_t i = 0; i < into.policies.size(); ++i)
    add_policies(from.policies[i], into.policies[i]);
  for (std::size_t i = 0; i < into.variants.size(); ++i) {
    into.variants[i].merge(from.variants[i], into.options.largest);
    into.variants[i].alike += from.alike_in_group(i);
  }
}

ImpactReport Weighing::report(std::span<const std::string> names) const {
  const State& state = *state_;
  ImpactReport report;
  const auto name = [&](std::size_t at) { return at < names.size() ? names[at] : std::string(); };
  report.name = name(0);
  report.policies = state.policies.front();
  report.claims = state.claims;
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
    for (std::size_t from = 0; from < outcomes; ++from)
      for (std::size_t to = 0; to < outcomes; ++to)
        if (tally.moves[from][to].claims > 0)
          impact.moves.push_back({static_cast<Outcome>(from), static_cast<Outcome>(to),
                                  tally.moves[from][to].weight()});
    impact.rules = lines_of(tally.rules);
    impact.distribution = tally.distribution.buckets(state.currency);
    impact.largest = tally.largest;
    std::ranges::sort(impact.largest, larger);
    for (ClaimChange& change : impact.largest)
      change.variant = i;
    report.variants.push_back(std::move(impact));
  }
  return report;
}

}  // namespace sanbao::audit
