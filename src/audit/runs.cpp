// SPDX-License-Identifier: Apache-2.0
//
// See sanbao/audit/runs.hpp. Blocks of lines are counted by any thread; where runs begin is put together in order.
#include "sanbao/audit/runs.hpp"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "audit/json_tree.hpp"
#include "audit/json_writer.hpp"
#include "audit/kept_sources.hpp"
#include "audit/line_flow.hpp"
#include "audit/record_form.hpp"
#include "audit/segments.hpp"
#include "sanbao/audit/record.hpp"

namespace sanbao::audit {

namespace {

std::optional<Outcome> outcome_named(std::string_view word) {
  for (std::size_t i = 0; i < RunCounts().outcomes.size(); ++i)
    if (word == to_string(static_cast<Outcome>(i))) return static_cast<Outcome>(i);
  return std::nullopt;
}

void add_day(RunCounts& counts, const std::optional<CivilDate>& day) {
  if (!day) return;
  counts.first_day = std::min(counts.first_day.value_or(*day), *day);
  counts.last_day = std::max(counts.last_day.value_or(*day), *day);
}

void add(RunCounts& to, const RunCounts& counts) {
  to.decided += counts.decided;
  to.refused += counts.refused;
  for (std::size_t i = 0; i < to.outcomes.size(); ++i)
    to.outcomes[i] += counts.outcomes[i];
  add_day(to, counts.first_day);
  add_day(to, counts.last_day);
}

/// Records of a block that one `rulebook` record stands before, or none.
struct Stretch {
  std::string rulebook;               // its content, where it stands in this block
  std::uint64_t line = 0;             // of it, or of the first record
  std::uint64_t first = 0, last = 0;  // numbers; 0: no record
  RunCounts counts;
};

/// What a block tells.
struct Counted {
  std::vector<Stretch> stretches;
  std::uint64_t records = 0, lines = 0, unread = 0;
  std::uint64_t first_unread = 0;  // its line
  std::string_view why;
};

/// What is counted of a decision; why nothing can be.
std::string_view count(const Record& record, RunCounts& counts) {
  const auto parts = decided_parts(record);
  const auto words = parts ? words_of(parts->decision) : std::nullopt;
  if (!words) return no_parts;
  const auto outcome = outcome_named(words->outcome);
  if (!outcome) return "the decision has no outcome";
  ++counts.decided;
  ++counts.outcomes[static_cast<std::size_t>(*outcome)];
  add_day(counts, CivilDate::parse(words->as_of));
  return {};
}

void count_block(LineBlock& block, Counted& part) {
  part = {};
  for (LogLine line; block.next(line);) {
    ++part.lines;
    const auto record = line.whole ? read_record(line.text) : std::nullopt;
    std::string_view why = record ? std::string_view() : not_a_record;
    if (record) {
      ++part.records;
      const bool is_rulebook = record->kind == RecordKind::rulebook;
      if (is_rulebook || part.stretches.empty()) {
        Stretch& fresh = part.stretches.emplace_back();
        fresh.line = line.number;
        fresh.first = record->number;
        if (is_rulebook) fresh.rulebook = record->content;
      }
      Stretch& stretch = part.stretches.back();
      stretch.last = record->number;
      if (record->kind == RecordKind::refused) ++stretch.counts.refused;
      if (record->kind == RecordKind::decided) why = count(*record, stretch.counts);
    }
    if (why.empty() || part.unread++ > 0) continue;
    part.first_unread = line.number;
    part.why = why;
  }
}

/// Whether a segment that begins with `next` goes on with a run. Where something was cut off, a run begins, and only the
/// first record of it says so.
bool goes_on_with(std::string_view run, std::string_view next) {
  constexpr std::string_view key = ",\"cut_bytes\":";
  if (run.empty() || next.empty()) return run == next;
  run.remove_suffix(1);
  return run.substr(0, run.rfind(key)) == next.substr(0, next.size() - 1);
}

/// Puts stretches together to runs, in the order of the log.
class Joining {
 public:
  Joining(std::span<const Segment> segments, const RunsOptions& options)
      : segments_(segments), options_(options) {}

  void take(const LineBlock& block, Counted& part) {
    const Segment& segment = segments_[block.segment()];
    if (std::exchange(segment_, &segment) != &segment) is_first_ = true;
    for (Stretch& stretch : part.stretches) {
      if (!goes_on(stretch)) begin(segment, stretch);
      is_first_ = false;
      run_->last = stretch.last;
      add(run_->counts, stretch.counts);
    }
    all_.records += part.records;
    if (part.unread > 0 && !all_.first_unread)
      all_.first_unread = {segment.name, part.first_unread, std::string(part.why)};
    all_.unread += part.unread;
    if (options_.progress) options_.progress(part.lines, block.size());
  }

  LogRuns end() {
    tell();
    return std::move(all_);
  }

 private:
  [[nodiscard]] bool goes_on(const Stretch& stretch) const {
    if (!run_) return false;
    return is_first_ ? goes_on_with(run_->rulebook, stretch.rulebook) : stretch.rulebook.empty();
  }

  void begin(const Segment& segment, Stretch& stretch) {
    tell();
    run_.emplace();
    run_->first = stretch.first;
    run_->file = segment.name;
    run_->line = stretch.line;
    run_->rulebook = std::move(stretch.rulebook);
    if (!run_->rulebook.empty()) run_->manifest = read_manifest(run_->rulebook);
  }

  void tell() {
    if (!run_) return;
    ++all_.runs;
    add(all_.counts, run_->counts);
    if (options_.found) options_.found(*run_);
    run_.reset();
  }

  const std::span<const Segment> segments_;
  const RunsOptions& options_;
  const Segment* segment_ = nullptr;
  bool is_first_ = true;  // nothing of the segment was taken yet
  std::optional<LogRun> run_;
  LogRuns all_;
};

void write_day(JsonWriter& json, std::string_view key, const std::optional<CivilDate>& day) {
  day ? json.text(key, day->to_string()) : json.word(key, "null");
}

void write_counts(JsonWriter& json, const RunCounts& counts) {
  json.number("decided", counts.decided);
  json.number("refused", counts.refused);
  json.object("outcomes", [&] {
    for (std::size_t i = 0; i < counts.outcomes.size(); ++i)
      json.number(to_string(static_cast<Outcome>(i)), counts.outcomes[i]);
  });
  write_day(json, "first_day", counts.first_day);
  write_day(json, "last_day", counts.last_day);
}

}  // namespace

LogRuns runs_of(const std::string& folder, const RunsOptions& options) {
  const auto segments = segments_of(folder);
  Joining joining(segments, options);
  flow_lines<Counted>(segments, options.threads, count_block,
                      [&](const LineBlock& block, Counted& part) { joining.take(block, part); });
  return joining.end();
}

std::string to_json(const LogRun& run) {
  std::string out;
  JsonWriter json(out);
  json.object([&] {
    json.number("first", run.first);
    json.number("last", run.last);
    json.text("file", run.file);
    json.number("line", run.line);
    write_counts(json, run.counts);
    json.word("rulebook", is_json(run.rulebook) ? run.rulebook : "null");
  });
  return out;
}

std::string to_json(const LogRuns& runs) {
  std::string out;
  JsonWriter json(out);
  json.object([&] {
    json.number("runs", runs.runs);
    json.number("records", runs.records);
    write_counts(json, runs.counts);
    json.number("unread", runs.unread);
  });
  return out;
}

}  // namespace sanbao::audit
