// SPDX-License-Identifier: Apache-2.0
//
// sanbao rules list: what the policies of a rulebook are, a line each.
// In: files and folders. Out: a table for people, or a JSON object a policy, on standard output; faults on
// standard error. Never decides. Tested by tests/cli/rules_test.py.
#include <algorithm>
#include <array>

#include "cli/commands.hpp"
#include "cli/loading.hpp"
#include "cli/streams.hpp"
#include "cli/wording.hpp"
#include "sanbao/records.hpp"

namespace sanbao::cli {

namespace {

using Row = std::array<std::string, 8>;
const Row headings = {"policy", "version", "basis",    "in force",
                      "rules",  "clauses", "verified", "category"};
constexpr std::array<bool, 8> is_number = {false, false, false, false, true, true, true, false};

/// `2013-10-01 to 2021-12-31 by purchase.sold_on`, `from 2022-01-01`, `always`.
std::string days(const PolicyInfo& policy) {
  const auto& from = policy.in_force_from;
  const auto& until = policy.in_force_until;
  if (!from && !until) return "always";
  std::string text = from ? (until ? "" : "from ") + from->to_string() : "";
  if (until) text += (from ? " to " : "until ") + until->to_string();
  return text + " by " + joined(policy.in_force_by, " or ");
}

/// `24 of 25`: statements that were read from the text.
std::string verified(const PolicyInfo& policy) {
  const std::size_t all = policy.seen + policy.recalled;
  return all == 0 ? "-" : std::to_string(policy.seen) + " of " + std::to_string(all);
}

Row row_of(const PolicyInfo& policy) {
  return {std::string(policy.id),
          std::string(policy.version),
          std::string(policy.basis),
          days(policy),
          std::to_string(policy.rules),
          std::to_string(policy.clauses.size()),
          verified(policy),
          policy.categories.empty() ? "any" : joined(policy.categories, ", ")};
}

void write_table(const std::vector<PolicyInfo>& policies, Output& output) {
  std::vector<Row> rows{headings};
  for (const PolicyInfo& policy : policies)
    rows.push_back(row_of(policy));
  Row blanks;
  for (std::size_t i = 0; i < blanks.size(); ++i)
    for (const Row& row : rows)
      blanks[i].resize(std::max(blanks[i].size(), row[i].size()), ' ');
  for (const Row& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string fill = blanks[i].substr(row[i].size());
      line += i == 0 ? "" : "  ";
      line += is_number[i] ? fill + row[i] : row[i] + fill;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    output.write(line + "\n");
  }
}

}  // namespace

Exit list_rules(const Invocation& invocation) {
  const auto paths =
      std::vector<std::string>(invocation.operands.begin() + 1, invocation.operands.end());
  const auto rulebook = load_rulebook_files(paths);
  tell_faults(rulebook.diagnostics());
  if (!rulebook) return Exit::faults;
  Output output;
  const std::vector<PolicyInfo> policies = rulebook->policies();
  if (invocation.value("--format") == "json") {
    std::string text;
    for (const PolicyInfo& policy : policies) {
      append_json(policy, text);
      text += '\n';
    }
    output.write(text);
  } else {
    write_table(policies, output);
  }
  output.close();
  return Exit::fine;
}

}  // namespace sanbao::cli
