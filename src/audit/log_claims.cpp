// SPDX-License-Identifier: Apache-2.0
//
// See sanbao/audit/log_claims.hpp. A log is read twice: first for the policies that its records name.
#include "sanbao/audit/log_claims.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "audit/filters.hpp"
#include "audit/kept_sources.hpp"
#include "audit/line_flow.hpp"
#include "audit/masks.hpp"
#include "audit/record_form.hpp"
#include "audit/segments.hpp"
#include "flow/pool.hpp"
#include "sanbao/audit/record.hpp"

namespace sanbao::audit {

namespace {

/// What a `rulebook` record says of those behind it.
struct Run {
  std::size_t rules = 0;
  std::optional<CivilDate> as_of;
  std::vector<std::string> masked;
  HiddenFields hidden;
  std::string_view missing;
};

/// Of two manifests that say the same here one rulebook is made.
using SameRules = std::pair<std::size_t, std::vector<std::string>>;
SameRules same_rules(const Manifest& manifest) {
  std::vector<std::string> words;
  for (const Manifest::Policy& policy : manifest.policies)
    words.insert(words.end(), {policy.digest, policy.calendar, policy.calendar_digest});
  for (const ParameterSetting& setting : manifest.settings)
    words.insert(words.end(), {setting.policy, setting.name, setting.value});
  return {manifest.policies.size(), std::move(words)};
}

}  // namespace

struct LogClaims::State {
  std::string folder;
  std::vector<Where> where;
  std::vector<Segment> segments;
  std::map<std::string, Run, std::less<>> runs;  // by the content of their record
  std::vector<KeptRules> rules;
  std::map<SameRules, std::size_t> known_rules;  // into `rules`

  void add_runs();
  void add_run(const std::string& content);
  [[nodiscard]] bool takes(const DecisionWords& words) const {
    return where.empty() || all_met(where, words);
  }
};

void LogClaims::State::add_runs() {
  LineBlocks blocks(segments);
  for (LineBlock block; blocks.next(block);)
    for (LogLine line; block.next(line);) {
      if (!line.whole || !may_be_rulebook(line.text)) continue;
      const auto record = read_record(line.text);
      if (!record || record->kind != RecordKind::rulebook) continue;
      if (!runs.contains(record->content)) add_run(std::string(record->content));
    }
}

void LogClaims::State::add_run(const std::string& content) {
  Run& run = runs[content];
  auto manifest = read_manifest(content);
  if (!manifest) {
    run.missing = unknown_form;
    return;
  }
  run.as_of = manifest->options.as_of;
  run.masked = manifest->masked;
  const auto [known, fresh] = known_rules.try_emplace(same_rules(*manifest), rules.size());
  run.rules = known->second;
  if (!fresh) return;
  KeptRules& kept = rules.emplace_back();
  kept.variant.policies = kept_sources(folder, *manifest, kept.missing);
  kept.variant.settings = std::move(manifest->settings);
}

LogClaims::LogClaims(const std::string& folder, std::vector<Where> where)
    : state_(std::make_unique<State>()) {
  state_->folder = folder;
  state_->where = std::move(where);
  state_->segments = segments_of(folder);
  state_->add_runs();
}
LogClaims::LogClaims(LogClaims&&) noexcept = default;
LogClaims& LogClaims::operator=(LogClaims&&) noexcept = default;
LogClaims::~LogClaims() = default;

std::span<const KeptRules> LogClaims::rules() const {
  return state_->rules;
}

void LogClaims::decide_by(std::span<const Rulebook> rulebooks) {
  for (auto& [content, run] : state_->runs)
    run.hidden = HiddenFields(run.masked, rulebooks);
}

/// What one thread hands out claims with.
class LogClaims::Handing {
 public:
  Handing(const State& state, ClaimWork work) : state_(state), work_(std::move(work)) {}

  /// How many records of the block the filters leave out; all of them.
  std::pair<std::uint64_t, std::uint64_t> run(LineBlock& block, std::string& bytes) {
    bytes_ = &bytes;
    left_out_ = 0;
    std::uint64_t records = 0;
    use(block.rulebook() ? std::string_view(*block.rulebook()) : std::string_view());
    for (LogLine line; block.next(line); ++records) {
      kept_.record = state_.segments[block.segment()].first + line.number - 1;
      const auto record = line.whole ? read_record(line.text) : std::nullopt;
      if (!record) {
        miss(not_a_record);
      } else if (record->kind == RecordKind::rulebook) {
        use(record->content);
      } else if (record->kind == RecordKind::decided) {
        decided(*record);
      } else {
        refused(*record);
      }
    }
    work_(nullptr, bytes);
    return {left_out_, records};
  }

 private:
  void use(std::string_view content) {
    const auto at = state_.runs.find(content);
    run_ = at == state_.runs.end() ? nullptr : &at->second;
  }

  void decided(const Record& record) {
    const auto parts = decided_parts(record);
    if (!parts) return miss(no_parts);
    const auto words = state_.where.empty() ? DecisionWords()
                                            : words_of(parts->decision).value_or(DecisionWords());
    state_.takes(words) ? hand_out(parts->claim) : leave_out();
  }

  void refused(const Record& record) {
    DecisionWords words;
    words.outcome = "refused";
    if (!state_.takes(words)) return leave_out();
    const auto parts = refused_parts(record.content);
    if (!parts) return miss(no_line);
    parts->masked ? miss("the line is masked") : hand_out(parts->line);
  }

  void leave_out() { ++left_out_; }

  void miss(std::string_view why) {
    kept_.json = {};
    kept_.missing = why;
    work_(&kept_, *bytes_);
  }

  void hand_out(std::string_view json) {
    if (run_ == nullptr) return miss(no_rulebook);
    if (!run_->missing.empty()) return miss(run_->missing);
    if (const auto why = run_->hidden.fault_of(json, masked_); !why.empty()) return miss(why);
    kept_.json = json;
    kept_.missing = {};
    kept_.rules = run_->rules;
    kept_.as_of = run_->as_of;
    work_(&kept_, *bytes_);
  }

  const State& state_;
  ClaimWork work_;
  const Run* run_ = nullptr;
  KeptClaim kept_;
  std::string* bytes_ = nullptr;
  std::uint64_t left_out_ = 0;
  std::string masked_;
};

std::uint64_t LogClaims::read(const LogReading& reading) const {
  struct Part {
    std::string bytes;
    std::uint64_t left_out = 0, records = 0;
  };
  flow::Pool<Handing> pool([&] { return Handing(*state_, reading.begin()); });
  std::uint64_t left_out = 0;
  const auto work = [&](LineBlock& block, Part& part) {
    part.bytes.clear();
    std::tie(part.left_out, part.records) =
        pool.with([&](Handing& handing) { return handing.run(block, part.bytes); });
  };
  const auto take = [&](const LineBlock& block, const Part& part) {
    left_out += part.left_out;
    reading.write(part.bytes, part.records, block.size());
  };
  flow_lines<Part>(state_->segments, reading.threads, work, take);
  return left_out;
}

std::string LogClaims::place_of(std::uint64_t record) const {
  const auto holding = segments_with(state_->segments, record, record);
  if (holding.empty()) return {};
  const Segment& segment = holding.front();
  return segment.name + ":" + std::to_string(record - segment.first + 1);
}

}  // namespace sanbao::audit
