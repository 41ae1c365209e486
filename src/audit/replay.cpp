// SPDX-License-Identifier: Apache-2.0
//
// See sanbao/audit/replay.hpp. Blocks of lines are replayed by any thread: each knows the rulebook where it begins.
// Tested by tests/cli/replay_test.py.
#include "sanbao/audit/replay.hpp"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <span>
#include <utility>

#include "audit/filters.hpp"
#include "audit/json_text.hpp"
#include "audit/json_tree.hpp"
#include "audit/kept_sources.hpp"
#include "audit/line_flow.hpp"
#include "audit/masks.hpp"
#include "audit/record_form.hpp"
#include "audit/replay_why.hpp"
#include "audit/segments.hpp"
#include "flow/pool.hpp"
#include "sanbao/audit/record.hpp"
#include "sanbao/judge.hpp"
#include "sanbao/version.hpp"

namespace sanbao::audit {

namespace {

/// What a `rulebook` record leads to.
struct Loaded {
  Manifest manifest;
  std::optional<Rulebook> rulebook;
  std::string missing;  // why there is none
  HiddenFields hidden;  // from the rules that decide
};

Loaded load(const std::string& folder, std::string_view content) {
  Loaded loaded;
  auto manifest = read_manifest(content);
  if (!manifest) {
    loaded.missing = unknown_form;
    return loaded;
  }
  loaded.manifest = std::move(*manifest);
  const auto sources = kept_sources(folder, loaded.manifest, loaded.missing);
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
    if (loaded->rulebook)
      loaded->hidden = HiddenFields(loaded->manifest.masked, std::span(&*loaded->rulebook, 1));
    return entry = std::move(loaded);
  }

 private:
  const std::string& folder_;
  const std::optional<Rulebook>& instead_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const Loaded>> loaded_;
};

/// The decision up to the answers of the single policies: where it is the same, the claim gets the same.
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

/// What came of a block of lines.
struct Part {
  std::uint64_t equal = 0, differ = 0, missing = 0, passed_by = 0, records = 0;
  std::vector<Replayed> found;
  std::set<std::string> engines;
};

/// What one thread replays with.
class Replaying {
 public:
  /// `told`: whether somebody wants to know why a record differs.
  Replaying(std::span<const Segment> segments, const ReplayOptions& options, Shelf& shelf,
            const std::atomic<bool>& told)
      : segments_(segments), options_(options), shelf_(shelf), told_(told) {}

  Part run(LineBlock& block) {
    part_ = {};
    segment_ = block.segment();
    if (!block.rulebook()) {
      loaded_ = nullptr;
      rulebook_ = nullptr;
    } else if (rulebook_ != block.rulebook()) {
      rulebook_ = block.rulebook();
      use(*rulebook_);
    }
    for (LogLine line; block.next(line);)
      replay(line);
    return std::move(part_);
  }

 private:
  void replay(const LogLine& line) {
    ++part_.records;
    line_ = line.number;
    const auto record = line.whole ? read_record(line.text) : std::nullopt;
    if (!record) return lacks(0, not_a_record);
    switch (record->kind) {
      case RecordKind::rulebook:
        rulebook_ = nullptr;  // the next block names it
        use(record->content);
        break;
      case RecordKind::decided:
        decided(*record);
        break;
      case RecordKind::refused:
        refused(*record);
        break;
    }
  }

  /// Each segment names its rulebook. Where that is the one before, its judge stays: made anew a thousand times it would
  /// leave memory in pieces.
  void use(std::string_view content) {
    loaded_ = shelf_.at(content);
    same_engine_ = loaded_->manifest.engine == library_version();
    if (!same_engine_) part_.engines.insert(loaded_->manifest.engine);
    if (loaded_ == judges_) return;
    judges_ = loaded_;
    judge_.reset();
    if (loaded_->rulebook) judge_.emplace(*loaded_->rulebook, loaded_->manifest.options);
  }

  Replayed& add(std::uint64_t number, std::string_view claim) {
    Replayed& found = part_.found.emplace_back();
    found.file = segments_[segment_].name;
    found.line = line_;
    found.record = number;
    found.claim = claim;
    return found;
  }

  void lacks(std::uint64_t number, std::string_view missing, std::string_view claim = {}) {
    ++part_.missing;
    if (told_) add(number, claim).missing = missing;
  }

  /// Whether the record can be decided again; told where it cannot.
  bool is_ready(const Record& record) {
    if (loaded_ && judge_) return true;
    lacks(record.number, loaded_ ? std::string_view(loaded_->missing) : no_rulebook);
    return false;
  }

  void decided(const Record& record) {
    const auto parts = decided_parts(record);
    if (!parts) return lacks(record.number, no_parts);
    if (!options_.where.empty()) {
      const auto words = words_of(parts->decision);
      if (!words || !all_met(options_.where, *words)) {
        ++part_.passed_by;
        return;
      }
    }
    if (!is_ready(record)) return;
    if (const auto why = loaded_->hidden.fault_of(parts->claim, masked_); !why.empty())
      return lacks(record.number, why, id_of(parts->decision));
    if (!write(parts->claim, record.number, 0)) return unread(record, parts->decision);
    if (are_equal(parts->decision)) {
      ++part_.equal;
      return;
    }
    differs(record, parts->decision, parts->claim);
  }

  void refused(const Record& record) {
    DecisionWords words;
    words.outcome = "refused";
    if (!all_met(options_.where, words)) {
      ++part_.passed_by;
      return;
    }
    const auto parts = refused_parts(record.content);
    if (!parts) return lacks(record.number, no_line);
    if (parts->masked) return lacks(record.number, "the line is masked");
    if (!is_ready(record)) return;
    static_cast<void>(write(parts->line, parts->record, parts->offset));
    if (made_ == parts->error) {
      ++part_.equal;
      return;
    }
    differs(record, parts->error, parts->line);
  }

  /// False: the claim cannot be read, and what is written is the error.
  bool write(std::string_view claim, std::uint64_t number, std::uint64_t offset) {
    made_.clear();
    const bool decided = judge_->decide(claim);
    if (decided) {
      append_json(judge_->decision(), made_);
    } else {
      append_json(judge_->error(), number, offset, made_);
    }
    return decided;
  }

  /// A claim that was decided, and that the rules cannot read: those of another currency, perhaps.
  void unread(const Record& record, std::string_view kept) {
    lacks(record.number, "a claim that can be read: " + judge_->error().message, id_of(kept));
  }

  /// The id of the claim, where somebody wants to know.
  std::string id_of(std::string_view kept) {
    const auto words = told_ ? words_of(kept) : std::nullopt;
    return words ? words->claim : std::string();
  }

  bool are_equal(std::string_view kept) {
    if (options_.rules) {
      if (common_part(kept) == common_part(made_)) return true;
      const auto given = given_by(kept, made_);
      return given && given->first == given->second;
    }
    if (kept == made_) return true;
    return !same_engine_ && without_engine(kept) == without_engine(made_);
  }

  void differs(const Record& record, std::string_view kept, std::string_view claim) {
    ++part_.differ;
    if (!told_) return;
    const auto words = words_of(kept);
    Replayed& found = add(record.number, words ? words->claim : std::string());
    find_why({kept, made_, claim, options_.rules.has_value()}, *loaded_->rulebook,
             loaded_->manifest.options, found);
  }

  std::span<const Segment> segments_;
  const ReplayOptions& options_;
  Shelf& shelf_;
  const std::atomic<bool>& told_;
  Part part_;
  std::size_t segment_ = 0;
  std::uint64_t line_ = 0;
  std::shared_ptr<const std::string> rulebook_;  // by which the last block began
  std::shared_ptr<const Loaded>
      loaded_;  // what is in force; none before the first rulebook of a segment
  std::shared_ptr<const Loaded> judges_;  // by which `judge_` decides, as long as it is in force
  bool same_engine_ = true;
  std::optional<Judge> judge_;
  std::string made_, masked_;
};

}  // namespace

Replay replay(const std::string& folder, const ReplayOptions& options) {
  const auto segments = segments_of(folder);
  Shelf shelf(folder, options.rules);
  std::atomic<bool> told = static_cast<bool>(options.found);
  flow::Pool<Replaying> pool([&] { return Replaying(segments, options, shelf, told); });
  Replay result;
  std::set<std::string> engines;
  const auto work = [&](LineBlock& block, Part& part) {
    part = pool.with([&](Replaying& replaying) { return replaying.run(block); });
  };
  const auto take = [&](const LineBlock& block, Part& part) {
    result.equal += part.equal;
    result.differ += part.differ;
    result.missing += part.missing;
    result.passed_by += part.passed_by;
    engines.merge(part.engines);
    for (const Replayed& found : part.found)
      if (told && !options.found(found)) told = false;
    if (options.progress) options.progress(part.records, block.size());
  };
  flow_lines<Part>(segments, options.threads, work, take);
  result.other_engines.assign(engines.begin(), engines.end());
  return result;
}

}  // namespace sanbao::audit
