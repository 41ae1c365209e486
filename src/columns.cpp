// SPDX-License-Identifier: Apache-2.0
//
// The public ColumnEvaluator and ColumnAnswers: columns are read by claims/, decided by eval/.
// In: a table. Out: columns of answers. What cannot be decided as columns is decided row by row by `evaluate`.
// Tested by tests/unit/columns_test.cpp.
#include "sanbao/columns.hpp"
#include "base/sorted.hpp"

#include <algorithm>
#include <bit>
#include <cassert>

#include "claims/columns.hpp"
#include "eval/column_engine.hpp"
#include "eval/column_rows.hpp"
#include "ir/arrow.hpp"
#include "ir/column_result.hpp"
#include "sanbao/evaluate.hpp"

static_assert(std::endian::native == std::endian::little,
              "bitmaps are handed out as words: their bytes have to lie as Arrow has them");

namespace sanbao {

std::size_t RowBits::count() const {
  std::size_t count = 0;
  for (const std::uint64_t word : words())
    count += static_cast<std::size_t>(std::popcount(word));
  return count;
}

struct ColumnAnswers::State {
  std::shared_ptr<const ir::Ruleset> ruleset;
  ir::ColumnResult result;
  std::size_t by_row = 0;
  std::vector<RemedyColumns> remedies;
  std::vector<PolicyColumns> policies;
  std::vector<std::vector<RuleColumns>> rules;

  [[nodiscard]] RowBits bits(const ir::SharedBits& column) const {
    return column ? RowBits(column->data(), result.rows) : RowBits();
  }
  void show();
};

void ColumnAnswers::State::show() {
  remedies.clear();
  for (const auto& remedy : result.remedies) {
    const auto& entry = ruleset->remedies[remedy.remedy];
    remedies.push_back({entry.id, *remedy.status, bits(remedy.has_net), *remedy.net,
                        ruleset->schema().currency, entry.side});
  }
  policies.clear();
  rules.assign(result.policies.size(), {});
  for (std::size_t i = 0; i < result.policies.size(); ++i) {
    const auto& source = *ruleset->programs[i].source;
    for (std::size_t rule = 0; rule < source.rules.size(); ++rule) {
      const auto& of = result.policies[i].rules[rule];
      rules[i].push_back({source.rules[rule].id, bits(of.holds), bits(of.open), bits(of.fails),
                          bits(of.overridden)});
    }
    policies.push_back({source.id, source.version, bits(result.policies[i].listed), rules[i]});
  }
}

ColumnAnswers::ColumnAnswers() : state_(std::make_unique<State>()) {}
ColumnAnswers::ColumnAnswers(ColumnAnswers&&) noexcept = default;
ColumnAnswers& ColumnAnswers::operator=(ColumnAnswers&&) noexcept = default;
ColumnAnswers::~ColumnAnswers() = default;

std::size_t ColumnAnswers::rows() const {
  return state_->result.rows;
}
RowBits ColumnAnswers::decided() const {
  return state_->bits(state_->result.decided);
}
std::span<const Outcome> ColumnAnswers::outcomes() const {
  return state_->result.outcomes ? std::span<const Outcome>(*state_->result.outcomes)
                                 : std::span<const Outcome>();
}
std::span<const RemedyColumns> ColumnAnswers::remedies() const {
  return state_->remedies;
}
const RemedyColumns* ColumnAnswers::remedy(std::string_view id) const {
  const auto at = std::find_if(state_->remedies.begin(), state_->remedies.end(),
                               [&](const RemedyColumns& remedy) { return remedy.remedy == id; });
  return at == state_->remedies.end() ? nullptr : &*at;
}
std::span<const PolicyColumns> ColumnAnswers::policies() const {
  return state_->policies;
}
std::size_t ColumnAnswers::decided_by_row() const {
  return state_->by_row;
}

namespace {

using ir::ArrowNode;

ArrowNode bits_node(std::string name, const ir::SharedBits& bits, std::size_t rows) {
  ArrowNode node;
  node.name = std::move(name);
  node.format = "b";
  node.length = static_cast<std::int64_t>(rows);
  node.buffers = {nullptr, bits->data()};
  node.owners = {bits};
  return node;
}

/// An enumeration of one byte: its enumerators in order are the words.
template <typename E>
ArrowNode words_node(std::string name, const ir::Shared<E>& values, std::size_t count) {
  static_assert(sizeof(E) == 1);
  std::vector<std::string> words;
  for (std::size_t i = 0; i < count; ++i)
    words.emplace_back(to_string(static_cast<E>(i)));
  ArrowNode node;
  node.name = std::move(name);
  node.format = "c";
  node.length = static_cast<std::int64_t>(values->size());
  node.buffers = {nullptr, values->data()};
  node.owners = {values};
  node.dictionary = std::make_shared<ArrowNode>(ir::text_node(words));
  return node;
}

void set_validity(ArrowNode& node, const ir::SharedBits& bits, std::size_t nulls) {
  node.nullable = true;
  node.nulls = static_cast<std::int64_t>(nulls);
  node.buffers[0] = bits->data();
  node.owners.push_back(bits);
}

constexpr std::size_t outcome_words = static_cast<std::size_t>(Outcome::not_covered) + 1;
constexpr std::size_t status_words = static_cast<std::size_t>(Status::conflict) + 1;

}  // namespace

void ColumnAnswers::export_to(ArrowSchema& schema, ArrowArray& table) const {
  const ir::ColumnResult& result = state_->result;
  const std::size_t undecided = result.rows - decided().count();
  ArrowNode node;
  node.format = "+s";
  node.length = static_cast<std::int64_t>(result.rows);
  node.buffers.push_back(nullptr);
  const auto add = [&](ArrowNode column) {
    if (undecided > 0) set_validity(column, result.decided, undecided);
    node.children.push_back(std::move(column));
  };
  if (result.outcomes) add(words_node("outcome", result.outcomes, outcome_words));
  for (std::size_t i = 0; i < result.remedies.size(); ++i) {
    const auto& remedy = result.remedies[i];
    const std::string name = "remedies." + std::string(state_->remedies[i].remedy);
    add(words_node(name + ".status", remedy.status, status_words));
    ArrowNode net;
    net.name = name + ".net";
    net.format = "l";
    net.length = node.length;
    net.buffers = {nullptr, remedy.net->data()};
    net.owners = {remedy.net};
    set_validity(net, remedy.has_net, result.rows - state_->remedies[i].has_net.count());
    node.children.push_back(std::move(net));
  }
  for (std::size_t i = 0; i < result.policies.size(); ++i) {
    const PolicyColumns& policy = state_->policies[i];
    const std::string name =
        "policies." + std::string(policy.policy) + "@" + std::string(policy.version);
    add(bits_node(name + ".listed", result.policies[i].listed, result.rows));
    for (std::size_t r = 0; r < policy.rules.size(); ++r) {
      const std::string rule = name + ".rules." + std::string(policy.rules[r].rule);
      const auto& bits = result.policies[i].rules[r];
      add(bits_node(rule + ".holds", bits.holds, result.rows));
      add(bits_node(rule + ".open", bits.open, result.rows));
      add(bits_node(rule + ".fails", bits.fails, result.rows));
      add(bits_node(rule + ".overridden", bits.overridden, result.rows));
    }
  }
  ir::export_arrow(std::move(node), schema, table);
}

struct ColumnEvaluator::State {
  explicit State(std::span<const Rulebook> of)
      : rulebooks(of.begin(), of.end()),
        table(rulebooks.front().ruleset().schema()),
        claim(rulebooks.front()) {}

  std::vector<Rulebook> rulebooks;             ///< at least one: of none there is no State
  std::unique_ptr<eval::ColumnEngine> engine;  ///< made when it is first needed
  claims::ColumnTable table;
  ir::ColumnBatch batch;
  Claim claim;
  Decision decision;
  ColumnFault fault;
  std::vector<ColumnFault> refused;

  void decide_as_columns(const ColumnOptions& options, std::span<ColumnAnswers> answers);
  void decide_row(std::size_t row, const ColumnOptions& options, std::span<ColumnAnswers> answers);
};

void ColumnEvaluator::State::decide_as_columns(const ColumnOptions& options,
                                               std::span<ColumnAnswers> answers) {
  if (!engine) {
    std::vector<std::shared_ptr<const ir::Ruleset>> rulesets;
    for (const Rulebook& rulebook : rulebooks)
      rulesets.push_back(rulebook.shared());
    engine = std::make_unique<eval::ColumnEngine>(std::move(rulesets));
  }
  std::vector<ir::ColumnResult*> results;
  for (ColumnAnswers& answer : answers)
    results.push_back(&answer.state().result);
  if (options.by_row) return engine->leave_all(static_cast<std::size_t>(batch.rows), results);
  table.survey(batch);
  engine->run(batch, options.as_of, options.leave, results);
}

// A row is read once, for all rulebooks that look at it by itself.
void ColumnEvaluator::State::decide_row(std::size_t row, const ColumnOptions& options,
                                        std::span<ColumnAnswers> answers) {
  std::optional<bool> read;
  const EvaluateOptions how{options.as_of, Detail::codes, false};
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if ((engine->by_row(i)[row / 64] >> row % 64 & 1U) == 0) continue;
    ColumnAnswers::State& state = answers[i].state();
    ++state.by_row;
    if (!read) {
      ColumnFault found;
      read = table.read(batch, static_cast<std::int64_t>(row), claim.data(), found);
      if (!*read) refused.push_back(std::move(found));
    }
    if (*read && sanbao::evaluate(rulebooks[i], claim, how, decision)) {
      eval::put_row(rulebooks[i].ruleset(), decision, row, state.result);
    } else {
      eval::put_undecided(row, state.result);
    }
  }
}

ColumnEvaluator::ColumnEvaluator(const Rulebook& rulebook) : ColumnEvaluator({&rulebook, 1}) {}
ColumnEvaluator::ColumnEvaluator(std::span<const Rulebook> rulebooks)
    : state_(rulebooks.empty() ? nullptr : std::make_unique<State>(rulebooks)) {}
ColumnEvaluator::ColumnEvaluator(ColumnEvaluator&&) noexcept = default;
ColumnEvaluator& ColumnEvaluator::operator=(ColumnEvaluator&&) noexcept = default;
ColumnEvaluator::~ColumnEvaluator() = default;

std::vector<std::string> ColumnEvaluator::wanted() const {
  if (!state_) return {};
  const ir::Schema& schema = state_->rulebooks.front().ruleset().schema();
  std::vector<std::string> names{schema.facts[schema.filed_on].path,
                                 schema.facts[schema.requests].path};
  for (const Rulebook& rulebook : state_->rulebooks)
    for (const ir::Program& program : rulebook.ruleset().programs) {
      for (const std::uint32_t slot : program.mentioned_slots)
        names.push_back(schema.facts[slot].path);
      const auto add = [&](ir::NodeId root) {
        program.for_each_slot(
            root, [&](std::uint32_t slot) { names.push_back(schema.facts[slot].path); });
      };
      add(program.applies_to);
      for (const ir::NodeId by : program.in_force_by)
        add(by);
      for (const ir::Index list : program.mentioned_lists)
        names.push_back(schema.lists[list].path);
    }
  base::sort_unique(names);
  return names;
}

bool ColumnEvaluator::bind(const ArrowSchema& schema) {
  if (!state_) return false;
  state_->fault = {};
  for (const Rulebook& other : state_->rulebooks) {
    if (state_->claim.belongs_to(other)) continue;
    state_->fault.message = "the rulebooks do not share their facts: load them by `load_variants`";
    return false;
  }
  return state_->table.bind(schema, state_->fault);
}
std::span<const std::string> ColumnEvaluator::unread() const {
  return state_ ? state_->table.unread() : std::span<const std::string>();
}
const ColumnFault& ColumnEvaluator::fault() const {
  static const ColumnFault none{{}, -1, {}, "there is no rulebook to decide by", {}};
  return state_ ? state_->fault : none;
}
std::span<const ColumnFault> ColumnEvaluator::refused() const {
  return state_ ? state_->refused : std::span<const ColumnFault>();
}

bool ColumnEvaluator::evaluate(const ArrowArray& table, const ColumnOptions& options,
                               ColumnAnswers& answers) {
  return evaluate(table, options, std::span(&answers, 1));
}

bool ColumnEvaluator::evaluate(const ArrowArray& table, const ColumnOptions& options,
                               std::span<ColumnAnswers> answers) {
  if (!state_) return false;
  State& state = *state_;
  state.refused.clear();
  state.fault = {};
  if (answers.size() != state.rulebooks.size()) {
    state.fault.message = "there are " + std::to_string(state.rulebooks.size()) +
                          " rulebooks, and room for " + std::to_string(answers.size()) + " answers";
    return false;
  }
  const bool open = state.table.open(table, state.batch, state.fault);
  if (!open) state.batch = {};
  for (std::size_t i = 0; i < answers.size(); ++i) {
    answers[i].state().ruleset = state.rulebooks[i].shared();
    answers[i].state().by_row = 0;
  }
  state.decide_as_columns(options, answers);
  const bool by_row = !options.leave || options.by_row;
  const auto rows = by_row ? static_cast<std::size_t>(state.batch.rows) : 0;
  for (std::size_t word = 0; word * 64 < rows; ++word) {
    std::uint64_t left = 0;
    for (std::size_t i = 0; i < answers.size(); ++i)
      left |= state.engine->by_row(i)[word];
    for (; left != 0; left &= left - 1)
      state.decide_row(word * 64 + static_cast<std::size_t>(std::countr_zero(left)), options,
                       answers);
  }
  for (ColumnAnswers& answer : answers)
    answer.state().show();
  return open;
}

}  // namespace sanbao
