// SPDX-License-Identifier: Apache-2.0
//
// sanbao diff: what is different in meaning between two versions of policies, clause by clause.
// In: two files or folders. Out: differences on standard output, for people or as JSON; faults on standard error.
// Never compares lines of text. Tested by tests/cli/diff_test.py.
#include <algorithm>
#include <array>

#include "cli/commands.hpp"
#include "cli/loading.hpp"
#include "cli/streams.hpp"
#include "cli/wording.hpp"
#include "sanbao/compare.hpp"

namespace sanbao::cli {

namespace {

/// `5  七日内可退 · Within seven days`, `periods  guarantee`, `in_force`.
std::string heading(const MeaningDifference& difference) {
  if (difference.section == "head") return difference.name;
  if (difference.section != "rules") return difference.section + "  " + difference.name;
  std::string text = difference.name + "  " + difference.title_zh;
  if (!difference.title_zh.empty() && !difference.title_en.empty()) text += " · ";
  return text + difference.title_en;
}

void write_one(const MeaningDifference& difference, std::string& text) {
  std::string line = "  ";
  if (difference.from.empty()) {
    line += difference.part.empty() ? "new" : difference.part + ", new";
  } else if (difference.to.empty()) {
    line += difference.part.empty() ? "gone" : difference.part + ", gone";
  } else {
    line += difference.part;
  }
  for (std::size_t i = 0; i < difference.through.size(); ++i)
    line += (i > 0 ? ", " : "  (through ") + difference.through[i];
  if (!difference.through.empty()) line += ")";
  if (line.find_first_not_of(' ') != std::string::npos) text.append(line).append("\n");
  if (difference.from == difference.to) {
    text.append("    = ").append(difference.to).append("\n");
    return;
  }
  if (!difference.from.empty()) text.append("    − ").append(difference.from).append("\n");
  if (!difference.to.empty()) text.append("    + ").append(difference.to).append("\n");
}

/// `hyundai-mp3 2008.1 → 2009.1`.
std::string title(const PolicyDifference& pair) {
  if (pair.from_digest.empty()) return pair.policy + " " + pair.to_version + ": new";
  if (pair.to_digest.empty()) return pair.policy + " " + pair.from_version + ": gone";
  return pair.policy + " " + pair.from_version + " → " + pair.to_version;
}

/// Whether both sides have policies, and none of them an id that the other side knows: two texts of one policy under
/// two ids look so, too.
bool none_is_a_pair(std::span<const PolicyDifference> pairs) {
  const auto one_sided = [](const std::string& digest) { return digest.empty(); };
  return std::ranges::any_of(pairs, one_sided, &PolicyDifference::from_digest) &&
         std::ranges::any_of(pairs, one_sided, &PolicyDifference::to_digest) &&
         std::ranges::all_of(pairs, [&](const PolicyDifference& pair) {
           return one_sided(pair.from_digest) || one_sided(pair.to_digest);
         });
}

bool differs(const PolicyDifference& pair) {
  return !pair.differences.empty() || pair.from_digest.empty() || pair.to_digest.empty();
}

std::string in_words(std::span<const PolicyDifference> pairs) {
  std::string text;
  std::uint64_t count = 0;
  std::uint64_t policies = 0;
  for (const PolicyDifference& pair : pairs) {
    if (!differs(pair)) continue;
    ++policies;
    text.append(title(pair)).append("\n\n");
    std::string head;
    for (const MeaningDifference& difference : pair.differences) {
      ++count;
      if (std::string next = heading(difference); next != head) {
        if (!head.empty()) text += "\n";
        head = std::move(next);
        text.append(head).append("\n");
      }
      write_one(difference, text);
    }
    if (!pair.differences.empty()) text += "\n";
  }
  if (policies == 0) return counted(pairs.size(), "policy", "policies") + ": alike in meaning\n";
  if (none_is_a_pair(pairs))
    return text + "policies are compared by their id, and these have different ids\n";
  return text + counted(count, "difference", "differences") + " in " +
         counted(policies, "policy", "policies") + "\n";
}

}  // namespace

Exit diff_policies(const Invocation& invocation) {
  std::array<std::optional<Rulebook>, 2> sides;
  for (std::size_t i = 0; i < sides.size(); ++i) {
    auto loaded = load_rulebook_files({&invocation.operands[i], 1});
    if (loaded) {
      sides[i] = std::move(*loaded);
    } else {
      tell_faults(loaded.diagnostics());
    }
  }
  if (!sides[0] || !sides[1]) return Exit::faults;
  const auto pairs = differences(*sides[0], *sides[1]);
  bool any = false;
  std::string json;
  for (const PolicyDifference& pair : pairs) {
    if (!differs(pair)) continue;
    any = true;
    append_json(pair, json);
    json += '\n';
  }
  Output output;
  output.write(invocation.value("--format") == "json" ? json : in_words(pairs));
  output.close();
  return any ? Exit::faults : Exit::fine;
}

}  // namespace sanbao::cli
