// SPDX-License-Identifier: Apache-2.0
//
// sanbao impact: claims decided under several rulebooks, and what is otherwise.
// In: rulebooks by --from, --to and --vary, claims from a file, standard input or a log, which also tells what they
// were decided by. Out: an ImpactReport as text, JSON or a page on standard output, before it the claims that
// --list asks for, in the order of the input; of a page the first of each line stand in it.
// Never depends on the number of threads; never holds the claims, but for those of a page. Tested by
// tests/cli/impact_test.py, tests/cli/impact_page_test.py, tests/cli/impact_list_page_test.py and tests/cli/impact_log_test.py.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "cli/commands.hpp"
#include "cli/impact_weighing.hpp"
#include "cli/loading.hpp"
#include "cli/streams.hpp"
#include "cli/wording.hpp"
#include "sanbao/audit/impact_page.hpp"
#include "sanbao/audit/record.hpp"
#include "sanbao/audit/verify.hpp"
#include "sanbao/compare.hpp"

namespace sanbao::cli {

namespace {

constexpr std::size_t most_variants = 1000;
/// Claims that a page shows behind a rule, in all variants together.
constexpr std::size_t most_held = 1000;

/// `--vary [POLICY:]PATH=V1,V2`: the same place with each of the values.
std::vector<PolicyChange> changes_of(const std::string& text) {
  const auto wrong = [&](const std::string& help) {
    return WrongUsage("`" + text + "` is no value of `--vary`", help);
  };
  const std::size_t equals = text.find('=');
  const std::string example =
      "write [POLICY:]PATH=V1,V2…, as in `--vary periods.guarantee.length=\"1 year,2 years\"`";
  if (equals == std::string::npos || equals == 0) throw wrong(example);
  const std::size_t colon = std::min(text.find(':'), equals);
  PolicyChange change;
  if (colon < equals) change.policy = text.substr(0, colon);
  change.path =
      text.substr(colon < equals ? colon + 1 : 0, equals - (colon < equals ? colon + 1 : 0));
  std::vector<PolicyChange> changes;
  std::set<std::string> values;
  int depth = 0;
  bool quoted = false;
  std::string value;
  const auto end_value = [&] {
    const std::size_t first = value.find_first_not_of(' ');
    if (first == std::string::npos) throw wrong("a value is empty");
    change.value = value.substr(first, value.find_last_not_of(' ') + 1 - first);
    if (!values.insert(change.value).second)
      throw wrong("`" + change.value + "` stands there twice");
    changes.push_back(change);
    value.clear();
  };
  // A comma inside brackets or quotes belongs to its value.
  for (const char character : text.substr(equals + 1)) {
    if (character == '"') quoted = !quoted;
    if (character == '(' || character == '[') ++depth;
    if (character == ')' || character == ']') --depth;
    if (character == ',' && depth == 0 && !quoted) {
      end_value();
    } else {
      value += character;
    }
  }
  end_value();
  return changes;
}

/// The rulebooks to load, and which of them are compared: the first of a side with the others.
struct Asked {
  std::vector<Variant> variants;
  std::vector<std::vector<std::size_t>> sides;
  std::vector<std::string> names;  ///< of the rulebooks of a side, beside their policies
  std::vector<std::vector<PolicyChange>> varied;  ///< of those that are compared with the first
};

Variant variant_of(std::vector<std::string> paths) {
  Variant variant;
  variant.paths = std::move(paths);
  return variant;
}

/// Every combination of the values of several sweeps.
std::vector<std::vector<PolicyChange>> combinations_of(const Invocation& invocation) {
  const std::size_t bases = std::max<std::size_t>(1, invocation.values("--to").size());
  std::vector<std::vector<PolicyChange>> combinations{{}};
  for (const std::string& text : invocation.values("--vary")) {
    std::vector<std::vector<PolicyChange>> longer;
    for (const auto& combination : combinations) {
      for (const PolicyChange& change : changes_of(text)) {
        longer.push_back(combination);
        longer.back().push_back(change);
      }
      if (longer.size() * bases > most_variants)
        throw WrongUsage("more than " + grouped(most_variants) + " variants are asked for",
                         "several `--vary` give every combination of their values");
    }
    combinations = std::move(longer);
  }
  return combinations;
}

/// `kept`: by what the claims of a log were decided, where there is no `--from`.
Asked asked(const Invocation& invocation, std::span<const audit::KeptRules> kept) {
  const auto to = invocation.values("--to");
  const auto combinations = combinations_of(invocation);
  Asked all;
  all.names.emplace_back();
  const auto add = [&](const Variant& variant, std::vector<std::size_t>& side) {
    side.push_back(all.variants.size());
    all.variants.push_back(variant);
  };
  const auto add_combinations = [&](const Variant& base, std::vector<std::size_t>& side) {
    for (const auto& combination : combinations) {
      Variant variant = base;
      variant.changes = combination;
      add(variant, side);
    }
  };
  if (invocation.has("--from")) {
    add(variant_of(invocation.values("--from")), all.sides.emplace_back());
  } else {
    for (const audit::KeptRules& rules : kept) {
      all.sides.emplace_back();
      if (rules.missing.empty()) add(rules.variant, all.sides.back());
    }
  }
  std::vector<std::size_t> others;
  for (const std::string& path : to)
    add_combinations(variant_of({path}), others);
  for (auto& side : all.sides) {
    if (side.empty()) continue;
    if (to.empty()) {
      add_combinations(Variant(all.variants[side.front()]), side);
    } else {
      side.insert(side.end(), others.begin(), others.end());
    }
  }
  for (std::size_t base = 0; base < std::max<std::size_t>(1, to.size()); ++base)
    for (const auto& combination : combinations) {
      all.varied.push_back(combination);
      std::string& name = all.names.emplace_back();
      for (const PolicyChange& change : combination)
        name.append(name.empty() ? "" : ", ").append(change.path).append("=").append(change.value);
    }
  return all;
}

/// Which changes `--list` asks for: kinds, and rules by their number or as `POLICY:RULE`.
class Listed {
 public:
  Listed(const Invocation& invocation, std::span<const Rulebook> rulebooks)
      : words_(invocation.values("--list")) {
    std::vector<std::string> known;
    for (const Rulebook& rulebook : rulebooks)
      for (const RuleInfo& info : rules_of(rulebook)) {
        known.emplace_back(info.rule);
        known.push_back(std::string(info.policy) + ":" + std::string(info.rule));
      }
    for (const std::string& word : words_) {
      if (is_kind(word) || std::ranges::find(known, word) != known.end()) continue;
      std::vector<std::string_view> words(std::begin(kinds), std::end(kinds));
      words.insert(words.end(), known.begin(), known.end());
      std::string help = did_you_mean(word, words);
      if (help.empty()) help = "it is better, worse, neither, changed, or the id of a rule";
      throw WrongUsage("`" + word + "` is no value of `--list`", help);
    }
  }

  [[nodiscard]] bool any() const { return !words_.empty(); }
  [[nodiscard]] bool takes(const audit::ClaimChange& change) const {
    return std::ranges::any_of(words_, [&](const std::string& word) {
      return word == "changed" || word == to_string(change.direction) ||
             std::ranges::any_of(change.rules, [&](const audit::WeighedRule& rule) {
               return rule.rule == word || rule.policy + ":" + rule.rule == word;
             });
    });
  }

 private:
  static constexpr std::string_view kinds[] = {"better", "worse", "neither", "changed"};
  static bool is_kind(std::string_view word) {
    return std::ranges::find(kinds, word) != std::end(kinds);
  }

  std::vector<std::string> words_;
};

/// `place`: where a record stands.
void tell_refused(const audit::ImpactReport& report,
                  const std::function<std::string(std::uint64_t)>& place) {
  std::string text;
  for (const audit::RefusedClaim& refused : report.first_refused) {
    text += place(refused.record) + ": error[" + refused.error.code +
            "]: " + on_one_line(refused.error.message) + "\n";
    if (!refused.error.path.empty())
      text += "    = at: `" + on_one_line(refused.error.path) + "`\n";
  }
  if (const std::uint64_t more = report.refused - report.first_refused.size(); more > 0)
    text += "and " + counted(more, "more claim", "more claims") + " refused\n";
  for (const audit::NotWeighed& records : report.not_weighed) {
    text += place(records.first) + ": cannot be weighed: " + on_one_line(records.why) + "\n";
    if (records.records > 1)
      text += "and " + counted(records.records - 1, "more record", "more records") +
              " for the same reason\n";
  }
  cli::report(text);
}

void write(const audit::ImpactReport& report, const Invocation& invocation, Output& output) {
  const auto format = invocation.value("--format");
  std::string text;
  if (format == "json") {
    append_json(report, text);
    text += '\n';
  } else if (format == "html") {
    text = audit::to_html(report, invocation.value("--lang") == "en" ? Language::en : Language::zh);
  } else {
    text = to_text(report);
  }
  output.write(text);
  output.close();
}

/// A record of a log begins so, and no claim does.
bool is_segment(const std::string& path) {
  constexpr std::string_view begin = R"({"seq":)";
  std::string line(begin.size(), '\0');
  std::error_code none;
  if (!std::filesystem::is_regular_file(path, none)) return false;
  std::ifstream file(path, std::ios::binary);
  return file.read(line.data(), static_cast<std::streamsize>(line.size())) && line == begin;
}

void check_usage(const Invocation& invocation, bool from_log) {
  if (!invocation.has("--to") && !invocation.has("--vary"))
    throw WrongUsage("`sanbao impact` needs `--to` or `--vary`", "see `sanbao impact --help`");
  if (!from_log && !invocation.has("--from"))
    throw WrongUsage("`sanbao impact` needs `--from`",
                     "without it the claims must come from a log, which tells what decided them");
  if (!from_log && invocation.has("--where"))
    throw WrongUsage("`--where` is about the records of a log", "name its folder");
  if (invocation.has("--lang") && invocation.value("--format") != "html")
    throw WrongUsage("`--lang` is about the page", "ask for one: `--format html`");
}

/// Without `--from` there is nothing to compare with where all texts are missing or changed.
void check_kept(const std::string& folder, std::span<const audit::KeptRules> rules) {
  std::string why = "no record says by which policies it was decided";
  for (const audit::KeptRules& kept : rules) {
    if (kept.missing.empty()) return;
    why = on_one_line(kept.missing);
  }
  throw InputFailed("`" + folder + "` cannot be weighed: " + why +
                    "\n  help: name policies to compare with: `--from`");
}

// Nothing where its end is damaged, which `sanbao log verify` tells.
std::optional<audit::Head> head_of_log(const std::string& folder) {
  try {
    return audit::head_of(folder);
  } catch (const audit::LogError& error) {
    if (error.kind() != audit::LogError::Kind::damaged) throw;
    return std::nullopt;
  }
}

}  // namespace

Exit impact(const Invocation& invocation) {
  ImpactPlan plan;
  plan.as_of = as_of_option(invocation);
  plan.threads = thread_count(invocation);
  plan.periods = invocation.has("--periods");
  plan.json = invocation.value("--format") == "json";
  const std::string source = invocation.operands.empty() ? "-" : invocation.operands.front();
  std::error_code none;
  const bool from_log = std::filesystem::is_directory(source, none);
  if (source != "-" && !std::filesystem::exists(source, none))
    throw InputFailed("`" + source + "` is not there: claims, or the folder of a log, are wanted");
  if (is_segment(source))
    throw WrongUsage(
        "`" + source + "` looks like a segment of a log",
        "name its folder: `" + std::filesystem::absolute(source).parent_path().string() + "`");
  check_usage(invocation, from_log);
  std::optional<audit::LogClaims> log;
  if (from_log) {
    (void)size_of_log(source);
    log.emplace(source, where_options(invocation));
    if (!invocation.has("--from")) check_kept(source, log->rules());
  }
  Asked all = asked(invocation, log ? log->rules() : std::span<const audit::KeptRules>());
  const auto rulebooks = load_rules(all.variants);
  if (!rulebooks) return Exit::faults;
  const Listed listed(invocation, *rulebooks);
  const bool page = invocation.value("--format") == "html";
  if (listed.any())
    plan.lists = [&](const audit::ClaimChange& change) {
      return listed.takes(change) && (!page || change.variant < audit::variants_on_page);
    };
  plan.names = std::move(all.names);
  if (page && listed.any())
    plan.held = most_held / std::clamp<std::size_t>(all.varied.size(), 1, audit::variants_on_page);
  for (const auto& side : all.sides) {
    plan.sides.emplace_back();
    for (const std::size_t at : side)
      plan.sides.back().push_back((*rulebooks)[at]);
  }
  Output output;
  std::optional<Input> input;
  if (log) {
    log->decide_by(*rulebooks);
  } else {
    input.emplace(source);
  }
  ImpactWeighing weighing(plan, output, log ? audit::size_of(source) : input->size());
  auto report = log ? weighing.weigh(*log) : weighing.weigh(*input);
  if (log) {
    report.log = head_of_log(source);
    report.where = where_options(invocation);
  }
  report.listed = invocation.values("--list");
  for (std::size_t i = 0; i < report.variants.size(); ++i)
    report.variants[i].varied = all.varied[i];
  write(report, invocation, output);
  if (!report.where.empty() && report.claims + report.refused == 0 && report.not_weighed.empty())
    tell_none_taken();
  tell_refused(report, [&](std::uint64_t record) {
    return log ? source + "/" + log->place_of(record)
               : input->name() + ":" + std::to_string(record);
  });
  if (input && report.refused > 0) tell_if_spread(*input);
  return report.refused > 0 || !report.not_weighed.empty() ? Exit::faults : Exit::fine;
}

}  // namespace sanbao::cli
