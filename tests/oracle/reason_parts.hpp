// SPDX-License-Identifier: Apache-2.0
//
// The parts of a reason: what the library says in them, and what the oracle says, as flat text.
// In: a reason as JSON; a rule, a claim. Out: `periods.trial.first` = `2024-05-02`, on both sides.
// Never says of a part what the documents leave open: such a key is left out on both sides.
// Tested by its comparison with the library, oracle.random.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "evaluator.hpp"
#include "json.hpp"

namespace oracle {

/// One side of a reason. What stands several times under a key is counted.
struct Said {
  std::map<std::string, std::multiset<std::string>> of;
  std::set<std::string> left_out;  // keys, and beginnings of keys that end in `.`
  std::set<std::string> may_lack;  // keys that the library may leave out
  void put(const std::string& key, const std::string& value) { of[key].insert(value); }
};

/// A period that a rule speaks of, with the days that are tested against it outside event tests.
struct SpokenPeriod {
  std::shared_ptr<const Period> period;
  std::vector<ExprPtr> days;  // in `when` and `unless`
  bool elsewhere = false;     // a day is tested in a need, an amount or a term
};

/// What a rule speaks of, in the order of its text.
struct Spoken {
  std::vector<SpokenPeriod> periods;  // each name once
  std::vector<const Expr*> events;    // event tests, each once
  std::set<const Expr*> values;       // named ones that amounts speak of
  std::set<const Expr*> beside;       // and conditions, needs and terms
};

Spoken spoken_of(const Policy& policy, const Rule& rule);

void library_periods(const Json& reason, Said& said);
void oracle_periods(const Spoken& spoken, Evaluator& eval, Said& said);

void library_steps(const Json& reason, Said& said);
void oracle_steps(const Rule& rule, const Spoken& spoken, Evaluator& eval, Said& said);

void library_read(const Json& reason, Said& said);
void oracle_read(const Rule& rule, Evaluator& eval, Said& said);

void library_events(const Json& reason, Said& said);
void oracle_events(const Spoken& spoken, Evaluator& eval, Said& said);
/// Because of what events are possible or left out: fields, periods and facts that the rule speaks of; never nothing.
void check_because(const std::string& place, const Json& reason, const Rule& rule,
                   const Spoken& spoken, const Evaluator& eval, std::vector<std::string>& out);

}  // namespace oracle
