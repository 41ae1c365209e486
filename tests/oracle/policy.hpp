// SPDX-License-Identifier: Apache-2.0
//
// A policy as the oracle holds it: expressions as trees, periods, rules; nothing compiled, nothing shared.
// In: the text of a valid policy. Out: a tree to be walked again for every claim.
// Never refuses a faulty policy with a fine message: the library does that, and is asked first.
// Tested by its comparison with the library, oracle.random.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "numbers.hpp"

namespace oracle {

enum class Type { boolean, number, text, date, days, length, money, rate, set, list, none };

/// One fact of the vocabulary or of a policy, or one field of an event list.
struct FactType {
  Type type = Type::text;
  std::vector<std::string> members;  // of enumerations, sets and open texts
  bool open = false;                 // takes any other text too
  bool whole = false;                // counts and days: digits only
};

/// Paths are numbered once for a run: `purchase.sold_on`, `repairs.fixed`, `repairs[0].fixed`.
int path_id(std::string_view path);
const std::string& path_name(int id);

/// The vocabulary of docs/records.md.
const std::map<std::string, FactType>& vocabulary();
const std::map<std::string, std::map<std::string, FactType>>& event_lists();
const std::vector<std::string>& standard_remedies();

struct Period;
struct Expr;
using ExprPtr = std::shared_ptr<const Expr>;

enum class Op {
  // values
  literal,
  word,  // a bare name before it is resolved
  fact,
  field,
  cell,
  rounded,  // a named amount
  steps,
  plus,
  minus,
  times,
  divide,
  min,
  max,
  first,
  round_up,
  days_from,  // from, to; `less` list and where
  last_of,    // list, field, where
  last_day,
  measure,  // an event test without a bound
  // conditions and values
  choice,
  // conditions
  constant,
  all,
  any,
  negation,
  at_least,
  // tests: the atoms
  truth,  // of a fact or field
  equal,
  less,
  less_equal,
  greater,
  greater_equal,
  in_period,
  before_period,
  after_period,
  has,
  in_table,
  in_cell,
  known,
  never,
  event_test,
};

/// What a condition or a rule speaks of.
struct Mentions {
  std::set<int> facts;                                 // path ids
  std::map<std::string, std::set<std::string>> lists;  // with the fields of their events
  bool recalled = false;  // a period, parameter or table whose values were not read in the source
};

struct Table {
  std::string name;
  bool recalled = false;  // it, or a row of it
  ExprPtr by;
  std::vector<std::string> columns;
  std::vector<Type> types;
  std::map<std::string, std::vector<ExprPtr>> rows;  // nullptr: no value
  std::vector<ExprPtr> otherwise;
};

struct Step {
  std::string kind;  // plus, minus, times, at_most, at_least
  ExprPtr value;
};

struct Expr {
  Op op = Op::literal;
  Type type = Type::none;
  std::vector<ExprPtr> kids;
  std::string text;  // literal text, path, name, unit of a length, measure of an event test
  Ratio number;      // literal
  Day day = 0;       // literal date
  std::vector<std::string> texts;  // a list of texts in a cell; `same`
  int fact = -1;                   // path id
  std::string list, field;
  ExprPtr where, of, bound;
  std::string bound_kind;
  std::vector<Step> steps;
  std::shared_ptr<const Period> period;
  std::shared_ptr<const Table> table;
  std::size_t column = 0;
  std::int64_t k = 0;  // at_least

  std::string key;                 // the expanded, typed tree in words
  int atom = -1;                   // tests
  bool flipped = false;            // the atom is the negation of this test
  std::vector<const Expr*> inner;  // atoms inside the operands of a test, of a value, of an amount
};

/// How days are counted. `…_by`: the parameter that chose the word; none where it stands there.
struct Clock {
  bool same_day = false;
  MonthEnd month_end = MonthEnd::last_day;
  Roll roll = Roll::none;
  ExprPtr count_from_by, month_end_by, roll_by;
};

struct Period {
  std::string name;
  std::vector<ExprPtr> from;
  ExprPtr length, until;
  bool until_never = false;
  std::vector<std::pair<int, ExprPtr>> usage;
  std::string extend_list;
  ExprPtr extend_where;
  Clock clock;
  std::string key;
  std::vector<const Expr*> inner;
  bool recalled = false;
};

struct Term {
  std::string key;
  bool is_text = false;
  ExprPtr value;
};

struct Body {
  std::vector<ExprPtr> needs;
  std::map<std::string, ExprPtr> pays, charges;
  std::vector<Term> terms;
};

/// Needs, then amounts, then terms.
template <typename Visit>
void each_expr(const Body& body, Visit visit) {
  for (const ExprPtr& need : body.needs)
    visit(*need);
  for (const auto* amounts : {&body.pays, &body.charges}) {
    for (const auto& [key, amount] : *amounts)
      visit(*amount);
  }
  for (const Term& term : body.terms) {
    if (term.value) visit(*term.value);
  }
}

struct Rule {
  std::string id;
  std::vector<std::string> cite;
  ExprPtr when, unless;
  enum class Effect { grants, excludes, adds } effect = Effect::grants;
  std::map<std::string, Body> grants;
  std::vector<std::string> remedies;  // excluded or added to, in the vocabulary's order
  bool excludes_all = false;
  Body added;
  std::set<std::string> granted_by;
  std::set<std::string> overrides;  // transitively closed
  bool recalled = false;            // it rests on what was not read in the source
  bool marked_recalled = false;     // it says so itself, or its policy does
};

/// What stands under `values`: its tree, and its lines as the policy writes them.
struct NamedValue {
  std::string name;
  std::vector<std::string> lines;
};

struct Policy {
  std::string id, version, basis;
  bool recalled = false;  // as a whole
  std::vector<std::string> clauses;
  ExprPtr applies_to;
  std::optional<Day> in_force_from, in_force_until;
  std::vector<ExprPtr> in_force_by;
  bool in_force_recalled = false;
  std::vector<std::string> yields_to;
  std::string currency = "CNY";
  int places = 2;
  Ratio round_to = Ratio(1, 100);
  Rounding round_mode = Rounding::half_up;
  bool prefer_consumer = false;
  std::map<std::string, std::pair<bool, bool>> remedies;  // declared: side, paid

  Clock clock;
  std::string calendar;
  std::string zone;  // of the clock, where it has one

  std::map<std::string, FactType> facts;  // known to this policy, the vocabulary's included
  std::map<std::string, std::map<std::string, FactType>> lists;
  std::map<std::string, ExprPtr> assumed;  // by path, `repairs.authorised` too
  std::set<std::string> assumed_lists;     // `assume: []`

  std::map<std::string, std::string>
      counted_alike;  // by period, one of those that are counted as it is

  std::vector<Rule> rules;  // in the order of output
  std::vector<std::string> remedy_order;
  std::vector<std::pair<std::string, std::set<std::string>>> notices;  // in the order of output
  Mentions mentioned;                                                  // by the rules
  std::set<const Expr*> recalled_values;                               // of parameters
  std::set<const Expr*> parameter_values;
  std::map<std::string, std::pair<ExprPtr, bool>> shown_parameters;  // in dispute, or set: true

  // All atoms of the file, by number; kept alive by the trees.
  std::vector<const Expr*> atoms;
  std::vector<ExprPtr> kept;

  // For the makers of claims: what is spoken of.
  std::set<std::string> used_facts, used_lists;
  std::set<std::string> used_fields;  // `repairs.fixed`
  std::set<Day> used_days;
  std::set<std::string> literals;                      // of numbers and amounts, as written
  std::set<std::string> lengths;                       // `7 days`
  std::map<std::string, std::set<std::string>> words;  // by fact or field: what it is compared with
  std::map<std::string, std::string> contested;        // parameters in dispute, with their values

  // For reasons.
  std::map<const Expr*, NamedValue> named_values;
  std::map<const Expr*, std::string>
      amount_texts;  // of `pays` and `charges`, as the policy writes them

  [[nodiscard]] bool is_side(const std::string& remedy) const;
  [[nodiscard]] bool is_paid(const std::string& remedy) const;
};

/// Parameters that the caller sets, by policy and name, `cn/zhejiang:weekend_rolls`.
using ParameterValues = std::map<std::string, std::string>;

/// Reads a policy that the library accepts. Throws std::runtime_error where it does not understand it.
std::shared_ptr<Policy> read_policy(const std::string& text, const ParameterValues& set = {});

/// Rules ids with runs of digits compared as numbers.
bool id_before(const std::string& a, const std::string& b);

}  // namespace oracle
