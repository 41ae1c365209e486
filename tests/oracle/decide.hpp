// SPDX-License-Identifier: Apache-2.0
//
// Decides a claim by trying every completion of its undecided atoms.
// In: policies and a claim. Out: the decision as flat text, `remedies.return.status` = `available`.
// Never prunes: what is tried is every combination, each judged by itself.
// Tested by its comparison with the library, oracle.random.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "evaluator.hpp"

namespace oracle {

enum class Status { available, conditional, unavailable, unknown, conflict };
const char* status_word(Status status);

/// An amount of a remedy; without value where it is open.
using Amounts = std::map<std::string, std::optional<Ratio>>;

struct Group {
  std::vector<std::string> rules;
  Amounts pays, charges;
};

struct Remedy {
  Status status = Status::unavailable;
  bool at_least = false;
  bool too_many = false;     // more undecided atoms than are completed
  std::set<Status> sampled;  // then: what some completions give; nothing where nulls have a part
  bool sampled_not_due = false;
  std::vector<std::string> rules, excluded_by, needs;
  Amounts pays, charges;
  bool has_money = false;
  std::optional<Ratio> net;
  bool amount_asks = false;  // an amount is open, and a missing fact keeps it so
  std::vector<Group> conflict, preferred;
  bool one_way = false;  // there is one completion: it tells which amounts stand against each other
  std::vector<std::string> terms, attached;  // additions that add to it in any case
  std::optional<Day> until;
  bool until_left_out = false;  // on a later day more atoms are undecided than are completed
  std::vector<int> all;         // absent facts that bear on it
};

enum class Applies { yes, no, open, null };

struct PolicyAnswer {
  const Policy* policy = nullptr;
  Applies applies = Applies::yes;
  Why applying;
  std::map<std::string, Remedy> remedies;
  std::string outcome;
  std::map<std::string, Truth> holds;
  std::vector<std::string> codes_holds, codes_open, codes_fails, codes_overridden;
  bool met_gap = false;  // a gap was met while it was worked out
  // What is said beside it: notes.cpp.
  std::set<std::string> assumed;  // `goods.human_damage=false`
  std::set<std::string> gaps;
  std::vector<std::string> recalled, notices, parameters;
};

/// A policy that does not apply, and the facts because of which.
struct NotApplied {
  const Policy* policy = nullptr;
  bool by_null = false;  // nulls alone keep it from applying
  std::set<std::string> because;
};

struct Settings {
  bool day_by_day = false;  // `until` by every single day of 400, then by edges
  bool all_days = false;    // `until` by every single day to the horizon, edges or none
  std::size_t most_atoms = 12;
  /// `until` and reasons are left out: the sets of `ask` need the status alone.
  bool status_only = false;
};

struct Decision {
  std::optional<Day> as_of;
  std::string requested, outcome;
  std::map<std::string, Remedy> remedies;
  std::map<std::string, std::string> policy_of;
  std::map<std::string, std::vector<std::string>> policies_of, may_improve;
  std::vector<PolicyAnswer> policies;
  std::vector<NotApplied> not_applied;  // all of them
  std::vector<std::string> ignored;
  std::set<std::string> unread, assumed, gaps;
};

Decision decide(const std::vector<std::shared_ptr<Policy>>& policies, const ClaimFacts& claim,
                const std::map<std::string, Calendar>& calendars, const Settings& settings);

}  // namespace oracle
