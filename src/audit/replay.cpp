// SPDX-License-Identifier: Apache-2.0
//
// See sanbao/audit/replay.hpp. Segments are replayed by themselves: each begins with the record of its
// rulebook. Tested by tests/cli/replay_test.py.
#include "sanbao/audit/replay.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <set>

#include "audit/each_segment.hpp"
#include "audit/files.hpp"
#include "audit/json_text.hpp"
#include "audit/json_tree.hpp"
#include "audit/replay_why.hpp"
#include "audit/segments.hpp"
#include "sanbao/audit/record.hpp"
#include "sanbao/judge.hpp"
#include "sanbao/version.hpp"

namespace sanbao::audit {

namespace {

constexpr std::uint64_t most_text_bytes = std::uint64_t{64} << 20;

/// What a `rulebook` record leads to.
struct Loaded {
  Manifest manifest;
  std::optional<Rulebook> rulebook;
  std::string missing;  // why there is none
};

std::string read_text(const std::string& path, const std::string& digest, std::string& missing) {
  if (!exists(path)) {
    missing = "the text " + digest + " is not in the log";
    return {};
  }
  std::string text = read_file(path, most_text_bytes);
  if ("sha256:" + sha256(text).to_string() != digest)
    missing = "the text " + digest + " was changed";
  return text;
}

Loaded load(const std::string& folder, std::string_view content) {
  Loaded loaded;
  auto manifest = read_manifest(content);
  if (!manifest) {
    loaded.missing = "this program does not know the form of its rulebook";
    return loaded;
  }
  loaded.manifest = std::move(*manifest);
  const std::string texts = folder + "/" + std::string(texts_name) + "/";
  std::vector<PolicySource> sources;
  for (const Manifest::Policy& policy : loaded.manifest.policies) {
    PolicySource& source = sources.emplace_back();
    source.name = policy.id + ".yaml";
    source.text = read_text(texts + policy_text_name(policy.digest), policy.digest, loaded.missing);
    if (policy.calendar.empty()) continue;
    source.calendars.push_back(
        {policy.calendar, read_text(texts + calendar_text_name(policy.calendar_digest),
                                    policy.calendar_digest, loaded.missing)});
  }
  if (!loaded.missing.empty()) return loaded;
  auto rulebook = load_rulebook(sources, {}, loaded.manifest.settings);
  if (rulebook) {
    loaded.rulebook = std::move(*rulebook);
  } else {
    const Diagnostic& fault = rulebook.diagnostics().front();
    loaded.missing = "this program refuses the policy " + fault.file + ", line " +
                     std::to_string(fault.span.line) + ": " + fault.message;
  }
  return loaded;
}

/// Rulebooks by the content of their record, each loaded once for all segments.
class Shelf {
 public:
  Shelf(const std::string& folder, const std::optional<Rulebook>& instead)
      : folder_(folder), instead_(instead) {}

  std::shared_ptr<const Loaded> at(std::string_view content) {
    const std::lock_guard lock(mutex_);
    auto& entry = loaded_[std::string(content)];
    if (entry) return entry;
    auto loaded = std::make_shared<Loaded>();
    if (instead_) {
      if (auto manifest = read_manifest(content)) loaded->manifest = std::move(*manifest);
      loaded->rulebook = instead_;
    } else {
      *loaded = load(folder_, content);
    }
    return entry = std::move(loaded);
  }

 private:
  const std::string& folder_;
  const std::optional<Rulebook>& instead_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const Loaded>> loaded_;
};

bool is_met(const Where& where, const DecisionWords& words) {
  const auto holds = [&](const std::vector<std::string>& list) {
    return std::find(list.begin(), list.end(), where.value) != list.end();
  };
  if (where.field == "policy") return holds(words.policies);
  if (where.field == "rule") return holds(words.rules);
  if (where.field == "outcome") return words.outcome == where.value;
  if (where.field == "claim") return words.claim == where.value;
  const std::size_t dots = where.value.find("..");
  if (dots == std::string::npos)
    return words.as_of.starts_with(where.value) && !words.as_of.empty();
  // Days sort as their texts do.
  return words.as_of >= where.value.substr(0, dots) && words.as_of <= where.value.substr(dots + 2);
}

/// Of each field named one value must be met.
bool all_met(const std::vector<Where>& where, const DecisionWords& words) {
  return std::all_of(where.begin(), where.end(), [&](const Where& any) {
    return std::any_of(where.begin(), where.end(), [&](const Where& one) {
      return one.field == any.field && is_met(one, words);
    });
  });
}

/// What the claim gets: the decision up to the answers of the single policies.
std::string_view common_part(std::string_view decision) {
  std::string_view rest = decision;
  while (!rest.empty()) {
    rest.remove_prefix(1);  // the brace, or a comma
    if (rest.starts_with("\"policies\":")) return decision.substr(0, decision.size() - rest.size());
    if (take_value(rest).empty() || rest.empty()) break;  // the key
    rest.remove_prefix(1);
    if (take_value(rest).empty()) break;
  }
  return decision;
}

/// Without the version of the program that wrote it.
std::string_view without_engine(std::string_view decision) {
  const std::size_t at = decision.rfind(",\"engine\":\"");
  return at == std::string_view::npos ? decision : decision.substr(0, at);
}

/// One segment.
class Replaying {
 public:
  Replaying(const Segment& segment, const ReplayOptions& options, Shelf& shelf, Replay& result)
      : segment_(segment), options_(options), shelf_(shelf), result_(result) {}

  void run() {
    for_each_line(segment_.path, [&](std::string_view line, bool whole) {
      ++line_;
      if (options_.progress) options_.progress(line.size() + 1);
      const auto record = whole ? read_record(line) : std::nullopt;
      if (!record) {
        add(0, {}).missing = "this is no record";
        return true;
      }
      switch (record->kind) {
        case RecordKind::rulebook:
          use(record->content);
          break;
        case RecordKind::decided:
          decided(*record);
          break;
        case RecordKind::refused:
          refused(*record);
          break;
      }
      return true;
    });
  }

  [[nodiscard]] const std::set<std::string>& engines() const { return engines_; }

 private:
  void use(std::string_view content) {
    judge_.reset();
    loaded_ = shelf_.at(content);
    same_engine_ = loaded_->manifest.engine == library_version();
    if (!same_engine_) engines_.insert(loaded_->manifest.engine);
    if (loaded_->rulebook) judge_.emplace(*loaded_->rulebook, loaded_->manifest.options);
  }

  Replayed& add(std::uint64_t number, std::string_view claim) {
    Replayed& found = result_.found.emplace_back();
    found.file = segment_.name;
    found.line = line_;
    found.record = number;
    found.claim = claim;
    ++result_.missing;  // unless it turns out to differ
    return found;
  }

  /// Whether the record can be decided again; told where it cannot.
  bool is_ready(const Record& record) {
    if (judge_) return true;
    add(record.number, {}).missing =
        loaded_ ? loaded_->missing : "no record says by which rulebook it was decided";
    return false;
  }

  void decided(const Record& record) {
    const auto parts = decided_parts(record);
    if (!parts) {
      add(record.number, {}).missing = "the record has no claim and decision";
      return;
    }
    if (!options_.where.empty()) {
      const auto words = words_of(parts->decision);
      if (!words || !all_met(options_.where, *words)) {
        ++result_.passed_by;
        return;
      }
    }
    if (!is_ready(record)) return;
    write(parts->claim, record.number, 0);
    if (are_equal(parts->decision)) {
      ++result_.equal;
      return;
    }
    differs(record, parts->decision, parts->claim);
  }

  void refused(const Record& record) {
    DecisionWords words;
    words.outcome = "refused";
    if (!all_met(options_.where, words)) {
      ++result_.passed_by;
      return;
    }
    const auto parts = refused_parts(record.content);
    if (!parts || parts->masked) {
      add(record.number, {}).missing =
          parts ? "the line is masked" : "the record has no line and error";
      return;
    }
    if (!is_ready(record)) return;
    write(parts->line, parts->record, parts->offset);
    if (made_ == parts->error) {
      ++result_.equal;
      return;
    }
    differs(record, parts->error, parts->line);
  }

  void write(std::string_view claim, std::uint64_t number, std::uint64_t offset) {
    made_.clear();
    if (judge_->decide(claim)) {
      append_json(judge_->decision(), made_);
    } else {
      append_json(judge_->error(), number, offset, made_);
    }
  }

  bool are_equal(std::string_view kept) {
    if (options_.rules) return common_part(kept) == common_part(made_);
    if (kept == made_) return true;
    return !same_engine_ && without_engine(kept) == without_engine(made_);
  }

  void differs(const Record& record, std::string_view kept, std::string_view claim) {
    const auto words = words_of(kept);
    Replayed& found = add(record.number, words ? words->claim : std::string());
    --result_.missing;
    ++result_.differ;
    find_why(kept, made_, claim, *loaded_->rulebook, loaded_->manifest.options, found);
  }

  const Segment& segment_;
  const ReplayOptions& options_;
  Shelf& shelf_;
  Replay& result_;
  std::uint64_t line_ = 0;
  std::shared_ptr<const Loaded> loaded_;
  bool same_engine_ = true;
  std::optional<Judge> judge_;
  std::string made_;
  std::set<std::string> engines_;
};

}  // namespace

bool is_filter(const Where& where) {
  if (where.value.empty()) return false;
  if (where.field != "date") {
    constexpr std::string_view fields[] = {"policy", "rule", "outcome", "claim"};
    return std::find(std::begin(fields), std::end(fields), where.field) != std::end(fields);
  }
  const std::string_view value = where.value;
  const auto is_day = [](std::string_view text) { return CivilDate::parse(text).has_value(); };
  if (const std::size_t dots = value.find(".."); dots != std::string_view::npos)
    return is_day(value.substr(0, dots)) && is_day(value.substr(dots + 2));
  return is_day(value) || is_day(std::string(value) + "-01") ||
         is_day(std::string(value) + "-01-01");
}

Replay replay(const std::string& folder, const ReplayOptions& options) {
  const auto segments = segments_of(folder);
  Shelf shelf(folder, options.rules);
  std::vector<Replay> parts(segments.size());
  std::vector<std::set<std::string>> engines(segments.size());
  each_segment(segments.size(), options.threads, [&](std::size_t i) {
    Replaying replaying(segments[i], options, shelf, parts[i]);
    replaying.run();
    engines[i] = replaying.engines();
  });
  Replay result;
  std::set<std::string> other;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    Replay& part = parts[i];
    result.equal += part.equal;
    result.differ += part.differ;
    result.missing += part.missing;
    result.passed_by += part.passed_by;
    std::move(part.found.begin(), part.found.end(), std::back_inserter(result.found));
    other.merge(engines[i]);
  }
  result.other_engines.assign(other.begin(), other.end());
  return result;
}

}  // namespace sanbao::audit
