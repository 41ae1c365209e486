// SPDX-License-Identifier: Apache-2.0
//
// One policy on one claim: every remedy's status over all completions.
// In: a policy and a claim. Out: a PolicyAnswer.
// Never speaks of other policies; decide.cpp combines.
// Tested by its comparison with the library, oracle.random.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "decide.hpp"

namespace oracle {

/// What a rule grants of a remedy; or nullptr.
const Body* body_of(const Rule& rule, const std::string& remedy);
/// Whether a rule grants a remedy, excludes it or adds to it.
bool names(const Rule& rule, const std::string& remedy);

class Judge {
 public:
  Judge(const Policy& policy, const ClaimFacts& claim,
        const std::map<std::string, Calendar>& calendars, const Settings& settings)
      : policy_(policy), claim_(claim), settings_(settings), eval_(policy, claim, calendars) {}

  PolicyAnswer answer();
  Remedy remedy(const std::string& name);
  /// `applies_to` and the binding date; yielding is judged by who knows the other policies.
  Applies applies(Why& why);
  /// Of a policy that does not apply: the facts because of which.
  std::set<std::string> because();

 private:
  /// What every `when`, `unless` and need of the rules that bear on a remedy is read as.
  struct Readings {
    std::map<const Expr*, bool> of;
  };
  struct Undecided {
    std::vector<const Expr*> absent, null, mixed;
    Why why;  // of all of them
    [[nodiscard]] std::size_t count() const { return absent.size() + null.size() + mixed.size(); }
  };
  struct Entry {
    Val amount;  // rounded, not below zero
    std::string key;
    std::optional<Ratio> most;
  };
  struct Money {
    std::map<std::string, Entry> pays, charges;
    [[nodiscard]] bool any() const { return !pays.empty() || !charges.empty(); }
  };
  /// What one completion gives.
  struct Outcome {
    Status status = Status::unavailable;
    bool due = false;
    std::set<std::string> due_rules, ok_rules, excluding, unmet, attached;
    std::vector<std::pair<std::vector<std::string>, Money>> groups;
    Money money;                      // of the answer taken
    std::optional<std::size_t> best;  // its place in `groups`, where it was chosen
    bool open = false;                // which answer is taken is open
    Why why;                          // what keeps amounts open
  };
  using Tried = std::vector<signed char>;

  // completions.cpp
  std::optional<Why> open_itself(const Expr& atom);
  Undecided undecided(const std::vector<const Expr*>& atoms);
  void each_null(const Undecided& open, const Tried& start, const std::vector<const Expr*>& nulls,
                 const std::function<void(const Tried&)>& use);
  /// Calls `use` once for each completion of the absent atoms with all completions of the nulls.
  void each_absent(const Undecided& open,
                   const std::function<void(const std::vector<Tried>&)>& use);

  std::vector<const Expr*> atoms_of_remedy(const std::string& name) const;
  std::vector<const Expr*> conditions_of_remedy(const std::string& name) const;
  bool read(const Readings& readings, const ExprPtr& expr, bool absent_value) const;
  bool holds(const Readings& readings, const Rule& rule) const;
  Outcome judge(const std::string& name, const Readings& readings,
                const std::vector<Tried>& completions);
  Money money_of(const std::string& name, const Rule& rule, const Readings& readings,
                 const std::vector<Tried>& completions);
  static Truth same_money(const Money& a, const Money& b);
  void choose(Outcome& outcome);
  Remedy completed(const std::string& name, bool status_only);
  /// What some of the completions give, where there are too many for all of them.
  void sample(const std::string& name, const Undecided& open, Remedy& remedy);
  Truth rule_holds(const Rule& rule);
  void until(const std::string& name, Remedy& remedy);
  bool adds_to(const Rule& addition, const std::string& name, const Rule& grant) const;
  static void list_preferred(const Outcome& outcome, Remedy& remedy);
  void list_sides(const std::vector<Outcome>& outcomes, Remedy& remedy) const;
  void list_terms(const std::string& name, Remedy& remedy, const std::set<std::string>& attached);

  const Policy& policy_;
  const ClaimFacts& claim_;
  const Settings& settings_;
  Evaluator eval_;
};

}  // namespace oracle
