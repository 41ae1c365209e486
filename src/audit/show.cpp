// SPDX-License-Identifier: Apache-2.0
//
// See sanbao/audit/show.hpp. A faulty line is told by the line behind it, as verifying does: so each is held until then.
#include "sanbao/audit/show.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "audit/chain_check.hpp"
#include "audit/json_tree.hpp"
#include "audit/kept_sources.hpp"
#include "audit/line_blocks.hpp"
#include "audit/segments.hpp"

namespace sanbao::audit {

namespace {

/// A `rulebook` record, and what is wrong with it.
struct RunBefore {
  ShownRun shown;
  std::optional<ChainFault> fault;
};

class Showing {
 public:
  Showing(std::uint64_t first, std::uint64_t last,
          const std::function<void(const ShownRecord&)>& show)
      : first_(first), last_(last), next_(first), show_(show) {}

  void read(const Segment& segment) {
    segment_ = segment;
    chain_ = ChainCheck(segment.first);
    place_ = segment.first - 1;
    run_.reset();
    run_is_held_ = false;
    LineBlocks blocks(std::span(&segment, 1));
    for (LineBlock block; blocks.next(block);)
      for (LogLine line; block.next(line);)
        if (!take(line)) return flush();
    flush();
  }

  /// What came of it, and of the segments of the log the last that was read.
  Shown end(std::span<const Segment> segments) {
    if (result_.first_missing == 0 && next_ <= last_) {
      result_.first_missing = next_;
      result_.last_missing = last_;
    }
    if (result_.first_missing > 0) result_.why = why(segments);
    return std::move(result_);
  }

 private:
  /// A line that may be shown, until the next one tells what is wrong with it.
  struct Held {
    std::string text;
    std::uint64_t line = 0, place = 0;
    std::optional<ChainFault> fault;
  };

  /// False: none of those behind it is asked for.
  bool take(const LogLine& line) {
    ReadLine read = read_line(line.text, line.whole);
    const bool sound = read.record && is_sound(*read.record);
    auto fault = chain_.line(std::move(read), sound);
    if (const auto& better = chain_.told_better()) {
      if (held_ && held_->fault) held_->fault = better;
      if (run_is_held_ && run_->fault) run_->fault = better;
    }
    flush();
    const auto& record = chain_.record();
    const bool stands =
        record && (!fault || fault->kind == FaultKind::changed ||
                   fault->kind == FaultKind::previous || fault->kind == FaultKind::ending);
    place_ = stands ? record->number : place_ + 1;
    hold(line, fault);
    return place_ <= last_;
  }

  [[nodiscard]] bool is_asked_for(std::uint64_t number) const {
    return number >= first_ && number <= last_;
  }

  void hold(const LogLine& line, std::optional<ChainFault>& fault) {
    const auto& record = chain_.record();
    run_is_held_ = record && record->kind == RecordKind::rulebook;
    if (run_is_held_) {
      run_.emplace();
      run_->shown.record = record->number;
      run_->shown.manifest = read_manifest(record->content);
      // Other ends of lines change nothing of what it says.
      if (!fault || fault->kind != FaultKind::ending) run_->fault = fault;
    }
    if (!(record && is_asked_for(record->number)) && !is_asked_for(place_)) return;
    held_ = Held{std::string(line.text), line.number, place_, std::move(fault)};
  }

  void flush() {
    if (!held_) return;
    ShownRecord shown;
    shown.file = segment_.name;
    shown.line = held_->line;
    shown.place = held_->place;
    shown.text = held_->text;
    const bool torn = held_->fault && held_->fault->kind == FaultKind::torn;
    shown.record = read_line(shown.text, !torn).record;
    if (held_->fault) shown.faults.push_back(held_->fault->what);
    if (shown.record) tell_content(shown);
    ++result_.records;
    result_.sound = result_.sound && shown.faults.empty();
    tell_missing(shown);
    show_(shown);
    held_.reset();
  }

  /// What was asked for and did not stand before this line.
  void tell_missing(const ShownRecord& shown) {
    const std::uint64_t number = shown.record ? shown.record->number : shown.place;
    const bool both = is_asked_for(number) && is_asked_for(shown.place);
    const std::uint64_t one = is_asked_for(number) ? number : shown.place;
    const std::uint64_t least = both ? std::min(number, shown.place) : one;
    if (least > next_ && result_.first_missing == 0) {
      result_.first_missing = next_;
      result_.last_missing = least - 1;
    }
    next_ = std::max({next_, one + 1, both ? shown.place + 1 : 0});
  }

  void tell_content(ShownRecord& shown) const {
    const Record& record = *shown.record;
    if (run_) shown.run = run_->shown;
    if (run_ && !run_->shown.manifest) shown.faults.emplace_back(unknown_form);
    if (record.kind == RecordKind::rulebook) return;
    if (!run_) shown.faults.emplace_back(no_rulebook);
    if (run_ && run_->fault) shown.faults.push_back("the record of its run: " + run_->fault->what);
    if (record.kind == RecordKind::refused) {
      shown.outcome = "refused";
      shown.refused = refused_parts(record.content);
      if (!shown.refused) shown.faults.emplace_back(no_line);
      return;
    }
    shown.decided = decided_parts(record);
    const auto words = shown.decided ? words_of(shown.decided->decision) : std::nullopt;
    if (!words) {
      shown.faults.emplace_back(no_parts);
      return;
    }
    shown.claim = words->claim;
    shown.outcome = words->outcome;
    shown.as_of = words->as_of;
  }

  /// Why the first of the missing records is not there.
  [[nodiscard]] std::string why(std::span<const Segment> segments) const {
    const std::uint64_t missing = result_.first_missing;
    if (segments.empty()) return "it holds no records";
    const std::uint64_t begins = segments.front().first;
    if (missing < begins) return "it begins with record " + std::to_string(begins);
    // The last segment was read to its end.
    if (missing > place_ && segment_.first == segments.back().first) {
      if (place_ < begins) return "it holds no records";
      return "it has records " + std::to_string(begins) + " to " + std::to_string(place_);
    }
    return "it is not in " + segments_with(segments, missing, missing).front().name +
           ", where its place is";
  }

  const std::uint64_t first_, last_;
  std::uint64_t next_;  // the first of them that was not shown
  const std::function<void(const ShownRecord&)>& show_;
  Shown result_;
  Segment segment_;
  ChainCheck chain_{Head{}};
  std::uint64_t place_ = 0;  // of the line last looked at
  std::optional<Held> held_;
  std::optional<RunBefore> run_;
  bool run_is_held_ = false;  // the line last looked at
};

}  // namespace

Shown show_records(const std::string& folder, std::uint64_t first, std::uint64_t last,
                   const std::function<void(const ShownRecord&)>& show) {
  const auto segments = segments_of(folder);
  Showing showing(first, last, show);
  for (const Segment& segment : segments_with(segments, first, last))
    showing.read(segment);
  return showing.end(segments);
}

}  // namespace sanbao::audit
