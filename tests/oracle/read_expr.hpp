// SPDX-License-Identifier: Apache-2.0
//
// Reads one expression of the policy language by recursive descent.
// In: its text, and what its names mean. Out: a typed tree with its atoms.
// Never reads YAML; read_policy.cpp does.
// Tested by its comparison with the library, oracle.random.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "policy.hpp"

namespace oracle {

/// What names mean, asked of the reader of the file.
struct Names {
  std::function<ExprPtr(const std::string&)> named;  // value, condition or parameter; or nullptr
  std::function<std::shared_ptr<const Period>(const std::string&)> period;  // or nullptr
  std::function<std::shared_ptr<const Table>(const std::string&)> table;    // or nullptr
};

/// `scope`: the event list whose fields bare names may be; empty outside events.
ExprPtr read_value(Policy& policy, const Names& names, const std::string& text,
                   const std::string& scope);
ExprPtr read_condition(Policy& policy, const Names& names, const std::string& text,
                       const std::string& scope);

/// Makes a condition of what was read as a value: a fact that is true or false.
ExprPtr as_condition(Policy& policy, const ExprPtr& expr);
/// Works out type, key, atom and inner atoms of a new node, and keeps it.
ExprPtr finish(Policy& policy, Expr&& expr);
/// The atoms of a condition, its own and those inside them; of a value, those inside.
std::vector<const Expr*> atoms_of(const Expr& expr);
void add_atoms(std::vector<const Expr*>& into, const std::vector<const Expr*>& more);
bool is_test(Op op);
ExprPtr literal_text(Policy& policy, const std::string& text);

}  // namespace oracle
