// SPDX-License-Identifier: Apache-2.0
//
// See column_plan.hpp: from the conditions of each policy to the columns of a rulebook's answers.
#include "eval/column_plan.hpp"

#include <algorithm>

#include "base/sorted.hpp"
#include "eval/column_values.hpp"

namespace sanbao::eval {

namespace {

using Kind = ColumnStep::Kind;

/// One policy, and the rows that it alone is about.
struct PolicyPart {
  const ir::Program* program = nullptr;
  ColumnTri applies;
  Literal lacking;
  Literal alone;  ///< it applies, no other does, and none of its conditions takes more
};

class SheetMaker {
 public:
  SheetMaker(ColumnMaker& maker, const ir::Ruleset& ruleset) : maker_(maker), ruleset_(ruleset) {}

  ColumnSheet sheet() {
    here_ = maker_.step(Kind::here);
    if (ruleset_.programs.size() > most_column_policies) {
      sheet_.by_row = here_;
      return sheet_;
    }
    for (const ir::Program& program : ruleset_.programs) {
      conditions_.emplace_back(maker_, ruleset_, program);
      conditions_.back().lay_bits();
      parts_.push_back({&program, conditions_.back().applies(), conditions_.back().lacking(), {}});
    }
    part_rows();
    for (std::size_t i = 0; i < parts_.size(); ++i)
      add_policy(i);
    add_remedies();
    add_outcome();
    sheet_.by_row = maker_.all({here_, !maker_.all({maker_.any(decided_), !maker_.any(open_)})});
    return std::move(sheet_);
  }

 private:
  // Where several policies apply, or may, their answers are combined: that takes more.
  void part_rows() {
    const Literal filed = maker_.step(Kind::given, maker_.plan().schema->filed_on);
    std::vector<Literal> none{here_, filed};
    for (PolicyPart& part : parts_) {
      std::vector<Literal> alone{here_, filed, part.applies.yes, !part.lacking};
      for (const PolicyPart& other : parts_)
        if (&other != &part) alone.push_back(other.applies.no);
      part.alone = maker_.all(alone);
      decided_.push_back(part.alone);
      none.push_back(part.applies.no);
    }
    none_ = maker_.all(none);
    decided_.push_back(none_);
  }

  void add_policy(std::size_t index) {
    const PolicyPart& part = parts_[index];
    const ColumnConditions& conditions = conditions_[index];
    ColumnSheet::Policy& policy = sheet_.policies.emplace_back();
    policy.listed = part.alone;
    const auto holds = [&](Index rule) {
      return conditions.truth(part.program->short_way.rules[rule]);
    };
    for (Index rule = 0; rule < part.program->rules.size(); ++rule) {
      const Literal dropped = dropped_everywhere(*part.program, rule, holds);
      ColumnSheet::Rule& bits = policy.rules.emplace_back();
      bits.holds = maker_.all({part.alone, holds(rule), !dropped});
      bits.fails = maker_.all({part.alone, !holds(rule)});
      bits.overridden = maker_.all({part.alone, holds(rule), dropped});
    }
  }

  // For each remedy that it grants another rule that holds drops it.
  template <typename Holds>
  Literal dropped_everywhere(const ir::Program& program, Index rule, const Holds& holds) {
    if (std::find(program.droppable.begin(), program.droppable.end(), rule) ==
        program.droppable.end())
      return nowhere;
    std::vector<Literal> everywhere;
    for (const auto& grant : program.source->rules[rule].grants) {
      std::vector<Literal> tops;
      for (const Index top : program.rules[rule].overriders) {
        const auto& others = program.source->rules[top].grants;
        if (std::any_of(others.begin(), others.end(),
                        [&](const auto& other) { return other.first == grant.first; }))
          tops.push_back(holds(top));
      }
      everywhere.push_back(maker_.any(tops));
    }
    return maker_.all(everywhere);
  }

  void add_remedies() {
    std::vector<Index> granted;
    for (const PolicyPart& part : parts_)
      for (const ir::RemedyPlan& plan : part.program->remedies)
        if (!plan.grants.empty()) granted.push_back(plan.remedy);
    base::sort_unique(granted);
    for (const Index remedy : granted)
      add_remedy(remedy);
    granted_ = std::move(granted);
  }

  void add_remedy(Index remedy) {
    std::vector<Literal> due;
    std::vector<Literal> ok;
    ColumnSheet::Remedy& column = sheet_.remedies.emplace_back();
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      const ir::Program& program = *parts_[i].program;
      for (std::size_t at = 0; at < program.remedies.size(); ++at) {
        if (program.remedies[at].remedy != remedy) continue;
        const ir::RemedyBits& bits = program.short_way.remedies[at];
        due.push_back(maker_.all({parts_[i].alone, conditions_[i].truth(bits.any_due)}));
        ok.push_back(maker_.all({parts_[i].alone, conditions_[i].truth(bits.any_ok)}));
        if (program.remedies[at].has_money) add_money(i, at, column);
      }
    }
    column.due = maker_.any(due);
    column.ok = maker_.any(ok);
    column.conditional = maker_.all({column.due, !column.ok});
  }

  void add_money(std::size_t index, std::size_t at, ColumnSheet::Remedy& column) {
    const ir::Program& program = *parts_[index].program;
    const ColumnConditions& conditions = conditions_[index];
    const ir::RemedyPlan& plan = program.remedies[at];
    const ir::RemedyBits& bits = program.short_way.remedies[at];
    const Literal any_ok = conditions.truth(bits.any_ok);
    std::vector<ColumnMoney> own;
    for (std::size_t g = 0; g < plan.grants.size(); ++g) {
      ColumnMoney& money = own.emplace_back();
      money.due = maker_.all({parts_[index].alone,
                              maker_.any({conditions.truth(bits.ok[g]),
                                          maker_.all({!any_ok, conditions.truth(bits.due[g])})})});
      if (!entries(index, plan, plan.grants[g], money.entries)) open_.push_back(money.due);
    }
    // Where two of them stand, and do not say the same, they are weighed.
    for (std::size_t a = 0; a < own.size(); ++a)
      for (std::size_t b = a + 1; b < own.size(); ++b)
        if (!same(own[a].entries, own[b].entries))
          open_.push_back(maker_.all({own[a].due, own[b].due}));
    for (const ColumnMoney& money : own)
      if (!money.entries.empty()) column.money.push_back(maker_.money(money));
  }

  static bool same(const std::vector<ColumnMoney::Entry>& a,
                   const std::vector<ColumnMoney::Entry>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
      return x.value == y.value && x.charge == y.charge && x.where.bit == y.where.bit &&
             x.where.negated == y.where.negated;
    });
  }

  bool entries(std::size_t index, const ir::RemedyPlan& plan, const ir::GrantPlan& grant,
               std::vector<ColumnMoney::Entry>& list) {
    const ir::Program& program = *parts_[index].program;
    ColumnValues values(maker_, program, conditions_[index]);
    const auto add = [&](const std::vector<ir::MoneyEntry>& from, Literal where) {
      return std::all_of(from.begin(), from.end(), [&](const ir::MoneyEntry& entry) {
        const auto value = values.amount(entry.amount);
        if (value) list.push_back({*value, entry.charge, where});
        return value.has_value();
      });
    };
    if (!add(grant.money, always)) return false;
    return std::all_of(grant.additions.begin(), grant.additions.end(), [&](Index a) {
      const ir::AdditionPlan& addition = plan.additions[a];
      return addition.money.empty() ||
             add(addition.money, conditions_[index].truth(program.short_way.rules[addition.rule]));
    });
  }

  // The status of what was requested, or the best there is.
  void add_outcome() {
    const std::uint32_t slot = maker_.plan().schema->requests;
    const auto requests = [&](ir::Symbol symbol) {
      std::uint32_t texts = 0;
      const std::int64_t place = maker_.text(slot, symbol, texts);
      return maker_.step(Kind::text, texts, place);
    };
    const Literal open = maker_.any({requests(ruleset_.any), maker_.step(Kind::absent, slot)});
    std::vector<Literal> due;
    std::vector<Literal> ok;
    for (std::size_t i = 0; i < granted_.size(); ++i) {
      Literal looked_at = requests(ruleset_.remedy_symbols[granted_[i]]);
      if (!ruleset_.remedies[granted_[i]].side) looked_at = maker_.any({looked_at, open});
      due.push_back(maker_.all({looked_at, sheet_.remedies[i].due}));
      ok.push_back(maker_.all({looked_at, sheet_.remedies[i].ok}));
    }
    std::vector<Literal> covered;
    for (const PolicyPart& part : parts_)
      covered.push_back(part.alone);
    const Literal any_due = maker_.any(due);
    sheet_.not_covered = none_;
    sheet_.denied = maker_.all({maker_.any(covered), !any_due});
    sheet_.uncertain = maker_.any({none_, maker_.all({any_due, !maker_.any(ok)})});
  }

  ColumnMaker& maker_;
  const ir::Ruleset& ruleset_;
  ColumnSheet sheet_;
  std::vector<ColumnConditions> conditions_;
  std::vector<PolicyPart> parts_;
  std::vector<Index> granted_;
  std::vector<Literal> decided_, open_;
  Literal here_, none_;
};

}  // namespace

ColumnPlan plan_columns(std::span<const std::shared_ptr<const ir::Ruleset>> rulesets) {
  ColumnMaker maker(rulesets.front()->schema());
  for (const auto& ruleset : rulesets) {
    ColumnSheet sheet = SheetMaker(maker, *ruleset).sheet();
    maker.plan().sheets.push_back(std::move(sheet));
  }
  return std::move(maker.plan());
}

}  // namespace sanbao::eval
