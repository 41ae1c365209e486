// SPDX-License-Identifier: Apache-2.0
//
// Names: whether a word is a remedy, a fact or a list of the rulebook under test.
// In: a rulebook, through its public handles alone. Out: yes or no. Never guesses.
// Tested by tests/unit/testing_test.cpp.
#include <algorithm>

#include "testing/test_file.hpp"

namespace sanbao::testing {
namespace {

using Set = std::span<const std::string_view>;

template <typename... T>
bool any_fact(const Rulebook& rulebook, std::string_view path) {
  return (rulebook.fact<T>(path).has_value() || ...);
}

template <typename... T>
bool any_field(const Rulebook& rulebook, std::string_view list, std::string_view field) {
  return (rulebook.field<T>(list, field).has_value() || ...);
}

}  // namespace

Names::Names(const Rulebook& rulebook) : rulebook_(&rulebook) {
  for (const PolicyInfo& policy : rulebook.policies()) {
    if (policies_.empty() || policies_.back() != policy.id) policies_.emplace_back(policy.id);
    all_list_clauses_ = all_list_clauses_ && !policy.clauses.empty();
    clauses_.insert(clauses_.end(), policy.clauses.begin(), policy.clauses.end());
  }
}

bool Names::is_remedy(std::string_view name) const {
  // A claim takes a remedy of the rulebook as its request, and nothing else.
  const auto requests = rulebook_->fact<std::string_view>("claim.requests");
  Claim claim(*rulebook_);
  return name != "any" && requests && claim.set(*requests, name);
}

bool Names::may_be_clause(std::string_view clause) const {
  return !all_list_clauses_ ||
         std::find(clauses_.begin(), clauses_.end(), clause) != clauses_.end();
}

bool Names::is_list(std::string_view name) const {
  return rulebook_->events(name).has_value();
}

bool Names::is_unread(std::string_view key) const {
  if (key == "context" || is_list(key)) return false;
  if (key.find_first_of(" []\"\\") != std::string_view::npos) return true;
  // No fact has a name of nothing but a sign: what is carried under it is a group nobody knows.
  return rulebook_->use_of(std::string(key) + ".-") == PathUse::carried;
}

bool Names::is_fact(std::string_view path) const {
  const std::size_t open = path.find('[');
  if (open == std::string_view::npos) {
    return any_fact<bool, std::int64_t, Decimal, std::string_view, CivilDate, Days, Period, Money,
                    Rate, Set>(*rulebook_, path);
  }
  const std::string_view list = path.substr(0, open);
  const std::size_t dot = path.find("].", open);
  if (!is_list(list) || dot == std::string_view::npos) return false;
  return any_field<bool, std::int64_t, Decimal, std::string_view, CivilDate, Days, Money>(
      *rulebook_, list, path.substr(dot + 2));
}

}  // namespace sanbao::testing
