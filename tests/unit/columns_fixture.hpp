// SPDX-License-Identifier: Apache-2.0
//
// Columns held to `evaluate`: the same claims as a table and one by one.
// In: a rulebook and claims. Out: how many rows differ, with the first differences in print, and how many were
// decided one at a time. Read from what is public alone.
#pragma once

#include <cstdio>
#include <string>
#include <vector>

#include "sanbao/sanbao.hpp"

namespace columns_fixture {

using namespace sanbao;

/// An Arrow table that is released when it goes.
struct Table {
  ArrowSchema schema{};
  ArrowArray array{};
  Table() = default;
  explicit Table(ClaimColumns& columns) { columns.export_to(schema, array); }
  explicit Table(const ColumnAnswers& answers) { answers.export_to(schema, array); }
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;
  ~Table() {
    if (schema.release != nullptr) schema.release(&schema);
    if (array.release != nullptr) array.release(&array);
  }
};

inline std::string told(const Rulebook& rules, const Decision& decision,
                        std::span<const RemedyColumns> remedies) {
  std::string text(to_string(decision.outcome()));
  for (const RemedyColumns& remedy : remedies) {
    const RemedyAnswer* answer = decision.remedy(remedy.remedy);
    text += " " + std::string(remedy.remedy) + "=" +
            std::string(to_string(answer == nullptr ? Status::unavailable : answer->status));
    if (answer != nullptr && answer->net) text += ":" + std::to_string(answer->net->minor_units());
  }
  for (const PolicyInfo& info : rules.policies())
    for (const PolicyAnswer& policy : decision.policies()) {
      if (policy.policy != info.id || policy.version != info.version) continue;
      text += " " + std::string(info.id);
      const auto list = [&](const char* name, std::span<const std::string_view> ids) {
        text += std::string(" ") + name;
        for (const std::string_view id : ids)
          text += "," + std::string(id);
      };
      list("holds", policy.codes.holds);
      list("open", policy.codes.open);
      list("fails", policy.codes.fails);
      list("overridden", policy.codes.overridden);
    }
  return text;
}

inline std::string told(const ColumnAnswers& answers, std::size_t row) {
  std::string text(to_string(answers.outcomes()[row]));
  for (const RemedyColumns& remedy : answers.remedies()) {
    text += " " + std::string(remedy.remedy) + "=" + std::string(to_string(remedy.status[row]));
    if (remedy.has_net[row]) text += ":" + std::to_string(remedy.net[row]);
    if (!remedy.has_net[row] && remedy.net[row] != 0) text += " net without net";
  }
  for (const PolicyColumns& policy : answers.policies()) {
    const bool listed = policy.listed[row];
    if (listed) text += " " + std::string(policy.policy);
    const auto list = [&](const char* name, RowBits RuleColumns::*bits) {
      if (listed) text += std::string(" ") + name;
      for (const RuleColumns& rule : policy.rules)
        if ((rule.*bits)[row]) text += "," + std::string(rule.rule);
    };
    list("holds", &RuleColumns::holds);
    list("open", &RuleColumns::open);
    list("fails", &RuleColumns::fails);
    list("overridden", &RuleColumns::overridden);
  }
  return text;
}

struct Compared {
  std::size_t rows = 0, differences = 0, by_row = 0;
};

/// Rows of a table against claims, under one rulebook.
inline void compare_rows(const Rulebook& rules, const std::vector<Claim>& claims,
                         const ColumnOptions& options, const ColumnAnswers& answers,
                         Compared& counts) {
  Decision decision;
  counts.rows += answers.rows();
  counts.by_row += answers.decided_by_row();
  for (std::size_t row = 0; row < answers.rows(); ++row) {
    const bool decided =
        evaluate(rules, claims[row], {options.as_of, Detail::codes, false}, decision);
    const std::string one = decided ? told(rules, decision, answers.remedies()) : "undecided";
    const std::string other = answers.decided()[row] ? told(answers, row) : "undecided";
    if (one == other) continue;
    if (++counts.differences > 3) continue;
    std::string json;
    append_json(decision, json);
    std::printf("row %zu\n  evaluate %s\n  columns  %s\n  %s\n", row, one.c_str(), other.c_str(),
                json.substr(0, 3000).c_str());
  }
}

inline Compared compare(const Rulebook& rules, const std::vector<Claim>& claims,
                        const ColumnOptions& options = {}) {
  Compared counts;
  ClaimColumns columns(rules);
  for (const Claim& claim : claims)
    if (!columns.add(claim)) ++counts.differences;
  const Table table(columns);
  ColumnEvaluator evaluator(rules);
  ColumnAnswers answers;
  if (!evaluator.bind(table.schema) || !evaluator.evaluate(table.array, options, answers)) {
    std::printf("%s: %s\n", evaluator.fault().column.c_str(), evaluator.fault().message.c_str());
    ++counts.differences;
    return counts;
  }
  for (const ColumnFault& fault : evaluator.refused()) {
    std::printf("row %ld %s: %s\n", static_cast<long>(fault.row), fault.column.c_str(),
                fault.message.c_str());
    ++counts.differences;
  }
  compare_rows(rules, claims, options, answers, counts);
  return counts;
}

}  // namespace columns_fixture
