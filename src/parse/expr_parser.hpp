// SPDX-License-Identifier: Apache-2.0
//
// expr_parser.hpp: one expression string to its syntax tree (docs/language.md, Expressions).
// In: a scalar of a policy. Out: the tree with places, or nothing after a fault that leaves none.
// Never settles a name or a type. One fault of grammar is told for each expression, all faults of
// spelling.
// Tested by tests/unit/expr_parser_test.cpp and tests/baselines/bad/sb105*.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/fault_list.hpp"
#include "base/limits.hpp"
#include "ir/document.hpp"
#include "ir/syntax.hpp"
#include "ir/yaml_tree.hpp"

namespace sanbao::parse {

/// How many nodes the expressions of one file may still have.
struct ExprBudget {
  std::size_t nodes_left = limits::max_expression_nodes;
};

std::optional<ir::Expr> parse_expression(const ir::YamlNode& scalar, base::FaultList& faults,
                                         ExprBudget& budget);

/// `repairs` or `repairs where …`, as `extend_by` takes it.
std::optional<ir::PeriodDoc::Extend> parse_list_where(const ir::YamlNode& scalar,
                                                      base::FaultList& faults, ExprBudget& budget);

/// What follows an unquoted scalar on its last line, blanks left out; empty where it is quoted.
std::string_view rest_behind(const ir::YamlNode& scalar, const base::SourceText& source);

/// The sign that follows an unquoted scalar and may have cut it: `#`, or a comma or bracket of the
/// braces around it; NUL where nothing does.
char sign_behind(const ir::YamlNode& scalar, const base::SourceText& source);

}  // namespace sanbao::parse
