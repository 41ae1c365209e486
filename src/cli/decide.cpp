// SPDX-License-Identifier: Apache-2.0
//
// sanbao decide: JSON Lines in, JSON Lines out, in the same order.
// In: claims from a file or standard input. Out: one line for each record that is not blank, the
// same bytes for any number of threads, with a log or without. Never holds more than some blocks of
// input and output.
// Tested by tests/cli/decide_test.py, tests/cli/threads_test.py and tests/cli/log_test.py.
//
// Blocks flow through a pipeline (BlockFlow): read, decided by any thread, kept and written in order.
#include <memory>
#include <string>

#include "cli/block_flow.hpp"
#include "cli/commands.hpp"
#include "cli/input.hpp"
#include "cli/loading.hpp"
#include "cli/logging.hpp"
#include "cli/progress.hpp"
#include "sanbao/judge.hpp"

namespace sanbao::cli {

namespace {

Detail detail_of(const Invocation& invocation) {
  const std::string reasons = invocation.value("--reasons").value_or("codes");
  return reasons == "none" ? Detail::none : reasons == "full" ? Detail::full : Detail::codes;
}

/// What stands in the place of a decision that cannot be kept.
RecordError too_long_once_masked() {
  const std::string most = std::to_string(max_record_bytes) + " bytes";
  RecordError error;
  error.code = "SB3001";
  error.message = "the line is longer than " + most + " with its fields masked";
  error.expected = "at most " + most;
  return error;
}

/// False: its record would be too long to be read again, which masking can make of a claim that could be read.
bool keep(std::string_view claim, std::string_view decision, audit::Batch& batch) {
  try {
    batch.decided(claim, decision);
    return true;
  } catch (const audit::LogError& error) {
    if (error.kind() != audit::LogError::Kind::refused) throw;
    return false;
  }
}

class Deciding {
 public:
  Deciding(const Rulebook& rulebook, const EvaluateOptions& options, Input& input, Output& output,
           audit::Log* log, unsigned threads)
      : rulebook_(rulebook),
        options_(options),
        log_(log),
        flow_(input, output, log, threads),
        progress_(input.size(), Meanwhile::answers) {}

  /// Decides everything; throws what kept it from that. Returns how many records were refused.
  std::uint64_t run() {
    flow_.run([this] { return begin(); });
    progress_.summarise();
    if (log_ != nullptr) tell_masks_never_met(*log_, progress_.decided());
    return progress_.refused();
  }

 private:
  BlockWork begin() {
    auto judge = std::make_shared<Judge>(rulebook_, options_);
    return [this, judge](Block& block, Piece& piece) { return decide(*judge, block, piece); };
  }

  bool decide(Judge& judge, Block& block, Piece& piece) {
    std::uint64_t claims = 0;
    std::uint64_t refused = 0;
    std::string& bytes = piece.bytes;
    if (log_ != nullptr && !piece.kept) piece.kept = log_->batch();
    bool ended = true;
    for (Line line; ended && block.next(line);) {
      if (is_blank(line.text)) continue;
      ++claims;
      const std::size_t begin = bytes.size();
      const auto written = [&] { return std::string_view(bytes).substr(begin); };
      const RecordError* error = nullptr;
      if (!judge.decide(line.text)) {
        error = &judge.error();
      } else {
        append_json(judge.decision(), bytes);
        if (piece.kept && !keep(line.text, written(), *piece.kept)) error = &too_long_;
      }
      if (error != nullptr) {
        ++refused;
        bytes.resize(begin);
        append_json(*error, line.record, line.offset, bytes);
        if (piece.kept) piece.kept->refused(line.text, line.record, line.offset, written());
      }
      bytes += '\n';
      ended = bytes.size() < part_size;
    }
    progress_.add(claims, refused, ended ? block.size() : 0);
    if (piece.kept) piece.kept->seal();
    return ended;
  }

  const Rulebook& rulebook_;
  const EvaluateOptions options_;
  audit::Log* const log_;
  const RecordError too_long_ = too_long_once_masked();
  BlockFlow flow_;
  Progress progress_;
};

}  // namespace

Exit decide(const Invocation& invocation) {
  const EvaluateOptions options{.as_of = as_of_option(invocation), .detail = detail_of(invocation)};
  const unsigned threads = thread_count(invocation);
  const auto log_options = log_options_of(invocation);
  const auto rulebook = load_rules(invocation);
  if (!rulebook) return Exit::faults;
  Input input(invocation.operands.empty() ? "-" : invocation.operands.front());
  auto log = open_log(invocation, log_options, *rulebook, options);
  Output output;
  const std::uint64_t refused =
      Deciding(*rulebook, options, input, output, log ? &*log : nullptr, threads).run();
  output.close();
  if (refused > 0) tell_if_spread(input);
  return refused > 0 ? Exit::faults : Exit::fine;
}

}  // namespace sanbao::cli
