// SPDX-License-Identifier: Apache-2.0
//
// sanbao impact: claims decided under several rulebooks, and what is otherwise.
// In: rulebooks by --from, --to and --vary, claims from a file or standard input. Out: an ImpactReport as text, JSON
// or a page on standard output, before it the claims that --list asks for, in the order of the input.
// Never depends on the number of threads; never holds the claims. Tested by tests/cli/impact_test.py.
#include <algorithm>
#include <list>

#include "cli/block_flow.hpp"
#include "cli/commands.hpp"
#include "cli/loading.hpp"
#include "cli/progress.hpp"
#include "cli/streams.hpp"
#include "cli/wording.hpp"
#include "sanbao/audit/impact.hpp"
#include "sanbao/audit/impact_page.hpp"
#include "sanbao/compare.hpp"

namespace sanbao::cli {

namespace {

constexpr std::size_t most_variants = 1000;

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
  int depth = 0;
  bool quoted = false;
  std::string value;
  const auto end_value = [&] {
    const std::size_t first = value.find_first_not_of(' ');
    if (first == std::string::npos) throw wrong("a value is empty");
    change.value = value.substr(first, value.find_last_not_of(' ') + 1 - first);
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

/// The rulebooks, `--from` first, and what each is called beside its policies.
struct Asked {
  std::vector<Variant> variants;
  std::vector<std::string> names;
};

Variant variant_of(std::vector<std::string> paths) {
  Variant variant;
  variant.paths = std::move(paths);
  return variant;
}

Asked asked(const Invocation& invocation) {
  const auto from = invocation.values("--from");
  const auto to = invocation.values("--to");
  const auto vary = invocation.values("--vary");
  if (to.empty() && vary.empty())
    throw WrongUsage("`sanbao impact` needs `--to` or `--vary`", "see `sanbao impact --help`");
  Asked all;
  all.variants.push_back(variant_of(from));
  all.names.emplace_back();
  // Every combination of the values of several sweeps.
  std::vector<std::vector<PolicyChange>> combinations{{}};
  for (const std::string& text : vary) {
    std::vector<std::vector<PolicyChange>> longer;
    for (const auto& combination : combinations) {
      for (const PolicyChange& change : changes_of(text)) {
        longer.push_back(combination);
        longer.back().push_back(change);
      }
      if (longer.size() * std::max<std::size_t>(1, to.size()) > most_variants)
        throw WrongUsage("more than " + grouped(most_variants) + " variants are asked for",
                         "several `--vary` give every combination of their values");
    }
    combinations = std::move(longer);
  }
  std::vector<std::vector<std::string>> bases;
  for (const std::string& path : to)
    bases.push_back({path});
  if (bases.empty()) bases.push_back(from);
  for (const auto& paths : bases) {
    for (const auto& combination : combinations) {
      Variant variant = variant_of(paths);
      variant.changes = combination;
      std::string name;
      for (const PolicyChange& change : combination)
        name.append(name.empty() ? "" : ", ").append(change.path).append("=").append(change.value);
      all.variants.push_back(std::move(variant));
      all.names.push_back(std::move(name));
    }
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

class Comparing {
 public:
  Comparing(std::span<const Rulebook> rulebooks, const Listed& listed, bool json,
            std::optional<CivilDate> as_of, Input& input, Output& output, unsigned threads)
      : rulebooks_(rulebooks),
        listed_(listed),
        json_(json),
        options_{.as_of = as_of, .largest = 10, .keep_changes = listed.any()},
        flow_(input, output, nullptr, threads),
        progress_(input.size()) {}

  audit::ImpactReport run(std::span<const std::string> names) {
    flow_.run([this] { return begin(); });
    progress_.end();
    audit::Weighing all(rulebooks_, options_);
    for (const audit::Weighing& one : weighings_)
      all.merge(one);
    return all.report(names);
  }

 private:
  BlockWork begin() {
    audit::Weighing* const weighing = &weighings_.emplace_back(rulebooks_, options_);
    return [this, weighing](Block& block, Piece& piece) { return weigh(*weighing, block, piece); };
  }

  bool weigh(audit::Weighing& weighing, Block& block, Piece& piece) {
    std::uint64_t claims = 0;
    std::uint64_t refused = 0;
    bool ended = true;
    for (Line line; ended && block.next(line);) {
      if (is_blank(line.text)) continue;
      ++claims;
      if (!weighing.add(line.record, line.text)) ++refused;
      for (const audit::ClaimChange& change : weighing.changes())
        if (listed_.takes(change)) list(change, piece.bytes);
      ended = piece.bytes.size() < part_size;
    }
    progress_.add(claims, refused, ended ? block.size() : 0);
    return ended;
  }

  void list(const audit::ClaimChange& change, std::string& bytes) {
    if (json_) {
      append_json(change, currency_, bytes);
    } else {
      if (rulebooks_.size() > 2) bytes += std::to_string(change.variant + 1) + "  ";
      bytes += to_text(change, currency_);
    }
    bytes += '\n';
  }

  std::span<const Rulebook> rulebooks_;
  const Listed& listed_;
  const bool json_;
  const audit::WeighOptions options_;
  const std::optional<Currency> currency_ = currency_of(rulebooks_.front());
  BlockFlow flow_;
  Progress progress_;
  std::list<audit::Weighing> weighings_;
};

void tell_refused(const audit::ImpactReport& report, const std::string& input) {
  std::string text;
  for (const audit::RefusedClaim& refused : report.first_refused) {
    text += input + ":" + std::to_string(refused.record) + ": error[" + refused.error.code +
            "]: " + refused.error.message + "\n";
    if (!refused.error.path.empty()) text += "    = at: `" + refused.error.path + "`\n";
  }
  if (const std::uint64_t more = report.refused - report.first_refused.size(); more > 0)
    text += "and " + counted(more, "more claim", "more claims") + " refused\n";
  cli::report(text);
}

}  // namespace

Exit impact(const Invocation& invocation) {
  const auto as_of = as_of_option(invocation);
  const unsigned threads = thread_count(invocation);
  const Asked all = asked(invocation);
  const auto rulebooks = load_rules(all.variants);
  if (!rulebooks) return Exit::faults;
  const Listed listed(invocation, *rulebooks);
  const auto format = invocation.value("--format");
  const bool json = format == "json";
  if (format == "html" && listed.any())
    throw WrongUsage("`--list` writes lines, and a page has none of them",
                     "ask for them with `--format text` or `json`");
  Input input(invocation.operands.empty() ? "-" : invocation.operands.front());
  Output output;
  const auto report =
      Comparing(*rulebooks, listed, json, as_of, input, output, threads).run(all.names);
  std::string text;
  if (json) {
    append_json(report, text);
    text += '\n';
  } else if (format == "html") {
    text = audit::to_html(report, invocation.value("--lang") == "en" ? Language::en : Language::zh);
  } else {
    text = to_text(report);
  }
  output.write(text);
  output.close();
  tell_refused(report, input.name());
  return report.refused > 0 ? Exit::faults : Exit::fine;
}

}  // namespace sanbao::cli
