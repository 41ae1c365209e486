// SPDX-License-Identifier: Apache-2.0
//
// Reads one policy file; what read_policy.cpp, read_named.cpp and read_rules.cpp share.
// In: YAML that the library accepts. Out: a Policy.
// Never outlives the reading: names are looked up in the file while it is read.
// Tested by its comparison with the library, oracle.random.
#pragma once

#include <yaml-cpp/yaml.h>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "policy.hpp"
#include "read_expr.hpp"

namespace oracle {

std::string text_of(const YAML::Node& node);
/// Whether it says `verified: recalled`.
bool is_recalled(const YAML::Node& node);
/// Of a list, or of one text that stands for a list of one.
std::vector<std::string> texts_of(const YAML::Node& node);

class Reader {
 public:
  Reader(Policy& policy, const YAML::Node& root, const ParameterValues& set);
  void read();

 private:
  // read_policy.cpp
  void read_facts();
  void read_notices(const YAML::Node& notices);
  ExprPtr assumption(const std::string& path, const YAML::Node& node);
  [[nodiscard]] std::string parameter_text(const YAML::Node& node, const std::string& name) const;
  // read_named.cpp
  ExprPtr value(const std::string& text);
  ExprPtr named(const std::string& name);
  ExprPtr named_value(const YAML::Node& node);
  std::shared_ptr<const Table> table(const std::string& name);
  std::string chosen(const std::string& text, ExprPtr& by);
  void read_clock(const YAML::Node& node, Clock& clock);
  std::shared_ptr<const Period> period(const std::string& name);
  ExprPtr condition(const YAML::Node& node, const std::string& scope);
  ExprPtr event_test(const YAML::Node& node, const std::string& scope);
  // read_rules.cpp
  Body body(const YAML::Node& node);
  void read_rule(const YAML::Node& node);
  void sort_rules();

  Policy& p_;
  YAML::Node root_;
  const ParameterValues& set_;
  Names names_;
  std::vector<std::pair<std::string, YAML::Node>> assumptions_;
  std::map<std::string, ExprPtr> named_;
  std::map<std::string, std::shared_ptr<const Table>> tables_;
  std::map<std::string, std::shared_ptr<const Period>> periods_;
};

}  // namespace oracle
