// SPDX-License-Identifier: Apache-2.0
//
// Names: the one name space of a policy: values, periods, conditions, tables, parameters, remedies.
// In: a PolicyDocument and its facts. Out: each name with what it stands for; faults SB2001,
// SB2002. Never works out what a name means (definitions.cpp does); order is by name, not by the
// file. Tested by tests/unit/check_names_test.cpp and tests/baselines/bad/sb200*.
#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "check/facts.hpp"

namespace sanbao::check {

/// What an expression is. Where `known` is false an error was told already: whatever it meets stays
/// silent.
struct Typed {
  bool known = false;
  ir::Type type = ir::Type::boolean;
  ir::NodeId node = ir::no_node;
  const Members* members = nullptr;  ///< words it can be compared with
};

enum class NameKind : std::uint8_t { value, period, condition, table, parameter, remedy };

/// "a value", "a period", …
std::string_view kind_name(NameKind kind);

struct Named {
  NameKind kind = NameKind::value;
  std::string name;
  Span span;
  ir::Index doc = 0;   ///< which of the document's values, periods, …
  ir::Index slot = 0;  ///< which of the CheckedPolicy's
  bool used = false;
  Progress progress = Progress::untouched;
  bool broken = false;  ///< a fault in its definition was told
  Typed typed;          ///< value, condition, parameter
};

class Names {
 public:
  Names(const ir::PolicyDocument& document, const FactTable& facts, base::FaultList& faults);

  /// nullptr where there is none. Standard remedies are no names of the file.
  [[nodiscard]] Named* find(std::string_view name);
  /// Sorted by name.
  [[nodiscard]] std::map<std::string, Named, std::less<>>& all() { return names_; }
  /// Of these kinds, to look for the nearest.
  [[nodiscard]] std::vector<std::string> of_kinds(std::span<const NameKind> kinds) const;

 private:
  void declare(NameKind kind, const ir::Word& word, std::size_t doc);
  [[nodiscard]] std::string refusal(NameKind kind, std::string_view name) const;

  const FactTable& facts_;
  base::FaultList& faults_;
  std::map<std::string, Named, std::less<>> names_;
  std::map<std::string, std::string, std::less<>> fields_;  ///< event field -> its list
};

/// A word of the language itself.
bool is_keyword(std::string_view word);

}  // namespace sanbao::check
