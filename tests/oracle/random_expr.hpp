// SPDX-License-Identifier: Apache-2.0
//
// Makes expressions for a random policy, out of what that policy has named so far.
// In: chance. Out: text of the language, by type.
// Never names what comes later in the file.
// Tested by its comparison with the library, oracle.random.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "random.hpp"

namespace oracle {

class ExprMaker {
 public:
  explicit ExprMaker(Random& random) : r_(random) {}

 protected:
  std::vector<std::string> some(std::vector<std::string> from, std::int64_t least,
                                std::int64_t most);
  std::string date(int depth);
  std::string last_of();
  std::string days(int depth);
  std::string money(int depth);
  std::string rate(int depth);
  std::string number();
  std::string length(bool same_day);
  std::string limit_of_usage();
  std::string days_measure();
  std::string of_event();
  std::string chooser(int depth);
  std::string shipped_test(int depth);
  std::string test(int depth);
  std::string condition(int depth);
  std::string inner(int depth);
  std::string structured(int depth, int indent);
  std::string event_test(const std::string& list, int depth);
  std::string event_condition();
  static std::string quoted(const std::string& text) { return "'" + text + "'"; }

  // random_named.cpp
  std::string recalled(int percent);
  std::string contested();
  std::string declared_parameters();
  std::string declared_tables();
  std::string declared_facts();

  Random& r_;
  std::vector<std::string> bools_, dates_, periods_, counted_, conditions_;
  std::vector<std::string> date_values_, days_values_, money_values_;
  std::vector<std::string> rate_values_, number_values_, length_values_, text_values_;
  bool parameter_ = false;               // `strict` and `share`
  std::set<std::string> parameters_;     // further ones
  bool table_ = false, grades_ = false;  // `shelf`, `annex`
  std::string series_;                   // what `lines` is found by, where there is that table
};

}  // namespace oracle
