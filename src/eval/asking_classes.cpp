// SPDX-License-Identifier: Apache-2.0
//
// Answers that the rules cannot tell apart: of those one is tried. Told by what the conditions and amounts that
// read the fact come to; an answer after which they are what they were before is none.
// See asking.hpp.
#include <algorithm>
#include <set>

#include "base/sorted.hpp"
#include "eval/asking.hpp"

namespace sanbao::eval {

using ir::FactState;
using ir::no_index;
using ir::no_node;

namespace {

/// Conditions inside a test are completed in every way up to this many; beyond, every answer is one of its own.
constexpr std::size_t most_inner = 4;

constexpr std::uint64_t coded(Tri tri) {
  return static_cast<std::uint64_t>(tri.truth) << 8U | tri.why;
}

std::uint64_t coded(const Scalar& amount, bool apart) {
  const std::uint64_t state = static_cast<std::uint64_t>(amount.state) << 8U | amount.why;
  const auto minor = minor_of(amount);
  if (!minor) return state | std::uint64_t{1} << 16U;
  return apart ? static_cast<std::uint64_t>(*minor) << 17U | state : state;
}

}  // namespace

bool Asker::is_open(const Probe& probe) const {
  Session& session = judged_[probe.policy]->session;
  if (probe.is_binding_date()) return Evaluator::is_in_force(session).is_open();
  if (probe.money != nullptr) return session.value(probe.money->amount).is_open();
  return session.base(probe.leaf).is_open();
}

// What the answer hangs on: leaves of the rules and of applying, the binding date, amounts where they matter.
void Asker::find_probes() {
  probes_.clear();
  probe_of_.assign(judged_.size(), {});
  remedy_reads_.begin(judged_.size(), all_->size());
  applying_reads_.begin(judged_.size(), all_->size());
  readers_.assign(all_->size(), {});
  const auto add = [&](Probe probe) {
    const auto index = static_cast<std::uint32_t>(probes_.size());
    const bool open = is_open(probe);
    const auto& plans = tried_plans_[probe.policy];
    const bool is_leaf = probe.leaf != no_index;
    const auto among = [&](const ir::Formula& formula) {
      return is_leaf && std::find(formula.leaves.begin(), formula.leaves.end(), probe.leaf) !=
                            formula.leaves.end();
    };
    const bool of_applying =
        probe.is_binding_date() || among(judged_[probe.policy]->program->applies);
    const bool of_remedy = probe.money != nullptr ||
                           std::any_of(plans.begin(), plans.end(),
                                       [&](const auto* plan) { return among(plan->formula); });
    if (is_leaf) probe_of_[probe.policy][probe.leaf] = index;
    probe.reads.resize(all_->size());
    for (std::size_t place = 0; place < all_->size(); ++place) {
      const bool read = (open || may_reopen(probe.policy, static_cast<std::uint32_t>(place))) &&
                        may_read(probe.row, (*all_)[place]);
      probe.reads[place] = read ? 1 : 0;
      if (!read) continue;
      readers_[place].push_back(index);
      if (of_applying) applying_reads_.note(probe.policy, place);
      if (of_remedy) remedy_reads_.note(probe.policy, place);
    }
    probes_.push_back(std::move(probe));
  };
  std::vector<Index> leaves;
  for (std::uint32_t p = 0; p < judged_.size(); ++p) {
    const ir::Program& program = *judged_[p]->program;
    const bool may_apply = may_change_[p] != 0;
    probe_of_[p].assign(program.leaves.size(), 0);
    const auto what = [&](AskingMemory::Of of, std::uint32_t index) {
      return AskingMemory::what(of, program.order, index);
    };
    leaves.clear();
    for (const auto* plan : tried_plans_[p])
      leaves.insert(leaves.end(), plan->formula.leaves.begin(), plan->formula.leaves.end());
    if (may_apply)
      leaves.insert(leaves.end(), program.applies.leaves.begin(), program.applies.leaves.end());
    base::sort_unique(leaves);
    for (const Index leaf : leaves)
      add({p,
           leaf,
           nullptr,
           false,
           false,
           program.read_row(program.node_reads[program.leaves[leaf].node]),
           what(AskingMemory::Of::leaf, leaf),
           {}});
    if (may_apply && !program.in_force_by.empty())
      add({p,
           no_index,
           nullptr,
           false,
           false,
           program.read_row(program.in_force_reads),
           what(AskingMemory::Of::binding_date, 0),
           {}});
    for (const auto* plan : tried_plans_[p]) {
      if (!plan->has_money || (goal_ != Goal::amount && plan->grants.size() == 1)) continue;
      // One grant has the same amounts wherever it stands: it matters only that they are known.
      bool apart = plan->grants.size() > 1;
      for (const auto& addition : plan->additions)
        apart = apart || !addition.money.empty();
      for (const auto& grant : plan->grants)
        for (const auto& entry : grant.money)
          apart = apart || !entry.inner.empty();
      const auto amounts = [&](const std::vector<ir::MoneyEntry>& entries, bool added) {
        for (const auto& entry : entries)
          add({p,
               no_index,
               &entry,
               added,
               apart,
               program.read_row(program.node_reads[entry.amount]),
               what(apart ? AskingMemory::Of::sum : AskingMemory::Of::known_sum, entry.amount),
               {}});
      };
      for (const auto& grant : plan->grants)
        amounts(grant.money, false);
      for (const auto& addition : plan->additions)
        amounts(addition.money, true);
    }
  }
}

bool Asker::reads_together(std::uint32_t a, std::uint32_t b) const {
  return std::any_of(readers_[a].begin(), readers_[a].end(),
                     [&](std::uint32_t probe) { return probes_[probe].reads[b] != 0; });
}

// Whether an answer to it may be taken up where all seems decided without: what is assumed, what is read off
// events, and the day of judgement.
bool Asker::may_reopen(std::uint32_t policy, std::uint32_t place) const {
  const FactPath& fact = (*all_)[place];
  return fact.kind != FactPath::Kind::slot || fact.slot == claim_->schema->filed_on ||
         judged_[policy]->program->slot_assume[fact.slot] != no_node;
}

Asker::Look Asker::plain_look(Tri tri) {
  return {Look::Kind::plain, tri.is_open(), static_cast<std::uint32_t>(coded(tri))};
}

Tri Asker::truth_of(Look look) const {
  const std::uint64_t code =
      look.kind == Look::Kind::plain ? look.of : evaluator_.asking_memory_.words(look.of)[0];
  return {static_cast<Tri::Truth>(code >> 8U), static_cast<Why>(code & 0xFFU)};
}

// What a probe comes to under the answers so far, and in each completion of the conditions inside it.
Asker::Look Asker::work_out(const Probe& probe) {
  Session& session = trial(probe.policy);
  const ir::Program& program = session.program();
  if (probe.is_binding_date()) return plain_look(Evaluator::is_in_force(session));
  const auto& inner =
      probe.money != nullptr ? probe.money->inner : program.leaves[probe.leaf].inner;
  Key words;
  const auto look = [&] {
    if (probe.money == nullptr) {
      const Tri tri = session.leaf(probe.leaf);
      words.push_back(coded(tri));
      return tri.is_open();
    }
    const Scalar amount = session.value(probe.money->amount);
    words.push_back(coded(amount, probe.apart));
    return amount.is_open();
  };
  const bool open = look();
  std::vector<Index> atoms;
  for (const Index leaf : inner)
    if (open && session.base(leaf).is_open()) atoms.push_back(program.leaves[leaf].atom);
  base::sort_unique(atoms);
  const bool unfinished = atoms.size() > most_inner ||
                          (open && probe.money != nullptr && program.source->prefer_consumer);
  if (atoms.empty() && probe.money == nullptr)
    return {Look::Kind::plain, open, static_cast<std::uint32_t>(words[0])};
  if (!unfinished) {
    words.push_back(atoms.size());
    words.insert(words.end(), atoms.begin(), atoms.end());
  }
  if (!atoms.empty() && !unfinished) {
    std::vector<std::int8_t> completion(program.atoms, 0);
    for (std::size_t bits = 0; bits < std::size_t{1} << atoms.size(); ++bits) {
      for (std::size_t i = 0; i < atoms.size(); ++i)
        completion[atoms[i]] = (bits >> i & 1U) != 0 ? 1 : -1;
      session.complete(completion.data());
      (void)look();
    }
    session.complete(nullptr);
  }
  return {unfinished ? Look::Kind::unfinished : Look::Kind::words, open,
          evaluator_.asking_memory_.number_of_words(words)};
}

void Asker::find_readers(const Level& level) {
  AskingMemory& memory = evaluator_.asking_memory_;
  memory.make_room();
  first_readers_.clear();
  following_readers_.clear();
  const std::uint32_t none = unanswered_[level.place];
  for (const std::uint32_t index : readers_[level.place]) {
    const Probe& probe = probes_[index];
    const auto reads = [&](std::uint32_t place) { return probe.reads[place] != 0; };
    AskingMemory::Key key = remembered(probe.what, reads);
    *std::find(key.answers.begin(), key.answers.end(), 0U) = none;
    Reader reader{&probe, memory.row(key, numbers_[level.place]->size() + 1)};
    for (const std::uint32_t place : level.later) {
      if (!reads(place)) continue;
      reader.reads_later = true;
      reader.reopens = reader.reopens || may_reopen(probe.policy, place);
    }
    const bool follows = std::any_of(level.earlier.begin(), level.earlier.end(), reads);
    (follows ? following_readers_ : first_readers_).push_back(reader);
  }
}

// False: what they come to does not tell what they may come to with the facts that are still to be answered.
bool Asker::look_at(const std::vector<Reader>& readers, std::uint32_t answer, Key& key) {
  AskingMemory& memory = evaluator_.asking_memory_;
  bool tells = true;
  work_ += readers.size();
  for (const Reader& reader : readers) {
    const auto known = memory.at(reader.row, answer);
    const Look look = known ? Look::unpacked(*known) : work_out(*reader.probe);
    if (!known) {
      memory.keep_at(reader.row, answer, look.packed());
      work_ += event_units_;
    }
    key.push_back(look.packed());
    tells = tells && look.kind != Look::Kind::unfinished && !reader.reopens &&
            !(reader.reads_later && look.open);
  }
  return tells;
}

// `rest`: where some follow.
bool Asker::look_at_readers(Rest* rest, const ir::Cell& cell, std::uint32_t answer, Key& key) {
  key.clear();
  if (rest == nullptr) return look_at(first_readers_, answer, key);
  const auto [at, fresh] = rest->by_value.try_emplace({cell.value, cell.state});
  if (fresh) {
    at->second.tells = look_at(first_readers_, answer, key);
    at->second.key = rest->keys.try_emplace(key, rest->keys.size()).first->second;
    key.clear();
  }
  key.push_back(at->second.key);
  const bool tells = look_at(following_readers_, answer, key);
  return tells && at->second.tells;
}

// A record of a later day would be refused, not decided: of one filed after the day of judgement, and of a repair that
// begins after its end.
std::optional<std::int64_t> Asker::latest_answer(const FactPath& fact) const {
  const ir::Schema& schema = *claim_->schema;
  if (fact.kind == FactPath::Kind::slot) {
    if (fact.slot != schema.filed_on || !evaluator_.as_of_option_) return std::nullopt;
    return evaluator_.as_of_option_->days_since_epoch();
  }
  if (fact.kind != FactPath::Kind::field) return std::nullopt;
  const auto& shape = schema.lists[fact.slot];
  if (shape.returned_on < 0 || static_cast<int>(fact.field) != shape.received_on)
    return std::nullopt;
  const ir::Cell& end =
      claim_->lists[fact.slot].at(fact.event, static_cast<Index>(shape.returned_on),
                                  static_cast<std::uint32_t>(shape.fields.size()));
  return end.state == FactState::given ? std::optional(end.value) : std::nullopt;
}

// Of the answers to a fact one of each class, under the answers given so far, as long as `take` wants more.
template <typename Take>
void Asker::for_each_class(const Level& level, const Take& take) {
  const FactPath& fact = (*all_)[level.place];
  std::vector<ir::Cell> cells;
  if (fact.kind == FactPath::Kind::list) {
    cells.push_back({0, FactState::given});
  } else {
    find_compared(level.place);
    find_turning_points(level.place);
    candidates(fact, cells);
  }
  Rest* rest = nullptr;
  if (!level.earlier.empty()) {
    std::vector<std::uint32_t> of{level.place};
    of.insert(of.end(), level.earlier.begin(), level.earlier.end());
    of.push_back(no_index);
    of.insert(of.end(), level.later.begin(), level.later.end());
    rest = &rests_[std::move(of)];
  }
  find_readers(level);
  std::set<Key> seen;
  Key key;
  if (look_at_readers(rest, {}, 0, key)) seen.insert(key);
  const auto latest = latest_answer(fact);
  for (const ir::Cell& cell : cells) {
    if (spent_all()) break;
    if (latest && cell.value > *latest) continue;
    const AskingMemory::Number number = number_of(level.place, cell);
    answer(level.place, cell, number);
    const bool fresh = !look_at_readers(rest, cell, number.of_fact, key) || seen.insert(key).second;
    if (fresh && !take({cell, number, key})) break;
  }
  withdraw(level.place);
}

void Asker::find_classes(const Level& level, std::vector<Answer>& out) {
  for_each_class(level, [&](const Answer& one) {
    out.push_back(one);
    return true;
  });
}

// What does not is kept for the larger sets.
bool Asker::settles_alone(std::uint32_t place) {
  auto& answers = classes_[{place, {}}];
  bool found = false;
  Level level;
  level.place = place;
  find_touched({place});
  for_each_class(level, [&](const Answer& one) {
    answers.push_back(one);
    found = settled();
    return !found;
  });
  return found;
}

}  // namespace sanbao::eval
