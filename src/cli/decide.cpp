// SPDX-License-Identifier: Apache-2.0
//
// sanbao decide: JSON Lines in, JSON Lines out, in the same order.
// In: claims from a file or standard input. Out: one line for each record that is not blank, the
// same bytes for any number of threads, with a log or without. Never holds more than some blocks of
// input and output.
// Tested by tests/cli/decide_test.py, tests/cli/threads_test.py and tests/cli/log_test.py.
//
// Each thread reads the next block under a lock, decides its lines, and hands the bytes to
// OrderedOutput. Plain threads do: there is no graph of tasks to schedule, and nothing to start
// before the input turns out to be large.
#include <thread>

#include "cli/commands.hpp"
#include "cli/input.hpp"
#include "cli/loading.hpp"
#include "cli/logging.hpp"
#include "cli/ordered_output.hpp"
#include "cli/progress.hpp"
#include "sanbao/judge.hpp"

namespace sanbao::cli {

namespace {

/// Input that one thread has read before others are started.
constexpr std::uint64_t worth_threads = std::uint64_t{512} << 10;
/// Output of one block that is held before it is written in parts.
constexpr std::size_t part_size = std::size_t{1} << 20;

Detail detail_of(const Invocation& invocation) {
  const std::string reasons = invocation.value("--reasons").value_or("codes");
  return reasons == "none" ? Detail::none : reasons == "full" ? Detail::full : Detail::codes;
}

class Deciding {
 public:
  Deciding(const Rulebook& rulebook, const EvaluateOptions& options, Input& input, Output& output,
           audit::Log* log, unsigned threads)
      : rulebook_(rulebook),
        options_(options),
        input_(input),
        log_(log),
        threads_(threads),
        output_(output, log, std::size_t{4} * threads),
        progress_(input.size()) {}

  /// Decides everything; throws what kept it from that. Returns how many records were refused.
  std::uint64_t run() {
    {
      std::vector<std::jthread> others;
      work(&others);
    }
    output_.rethrow_failure();
    if (input_failure_) std::rethrow_exception(input_failure_);
    progress_.summarise();
    return progress_.refused();
  }

 private:
  /// One thread's part. The first thread starts the others once it is worth it.
  void work(std::vector<std::jthread>* others) {
    try {
      Judge judge(rulebook_, options_);
      Block block;
      Piece piece;
      std::uint64_t number = 0;
      while (next(block, number)) {
        if (others != nullptr && others->empty() && number > 0 && bytes_read_ > worth_threads)
          start(*others);
        if (!decide(judge, block, number, piece)) return;
      }
    } catch (...) {
      output_.fail(std::current_exception());
    }
  }

  void start(std::vector<std::jthread>& others) {
    try {
      while (others.size() + 1 < threads_)
        others.emplace_back([this] { work(nullptr); });
    } catch (const std::system_error&) {
      threads_ = static_cast<unsigned>(others.size()) + 1;  // those that could be started will do
    }
  }

  bool next(Block& block, std::uint64_t& number) {
    const std::lock_guard lock(reading_);
    try {
      if (input_failure_ || !input_.next(block)) return false;
    } catch (const InputFailed&) {
      input_failure_ = std::current_exception();  // what has been read is decided all the same
      return false;
    }
    number = blocks_++;
    bytes_read_ += block.size();
    return true;
  }

  bool decide(Judge& judge, Block& block, std::uint64_t number, Piece& piece) {
    std::uint64_t claims = 0;
    std::uint64_t refused = 0;
    std::string& bytes = piece.bytes;
    if (log_ != nullptr && !piece.kept) piece.kept = log_->batch();
    for (Line line; block.next(line);) {
      if (is_blank(line.text)) continue;
      ++claims;
      const std::size_t begin = bytes.size();
      const auto written = [&] { return std::string_view(bytes).substr(begin); };
      if (judge.decide(line.text)) {
        append_json(judge.decision(), bytes);
        if (piece.kept) piece.kept->decided(line.text, written());
      } else {
        ++refused;
        append_json(judge.error(), line.record, line.offset, bytes);
        if (piece.kept) piece.kept->refused(line.text, line.record, line.offset, written());
      }
      bytes += '\n';
      if (bytes.size() >= part_size && !output_.write_part(number, piece)) return false;
    }
    progress_.add(claims, refused, block.size());
    if (piece.kept) piece.kept->seal();
    return output_.finish(number, piece);
  }

  const Rulebook& rulebook_;
  const EvaluateOptions options_;
  Input& input_;
  audit::Log* const log_;
  unsigned threads_;
  OrderedOutput output_;
  Progress progress_;
  std::mutex reading_;
  std::exception_ptr input_failure_;
  std::uint64_t blocks_ = 0, bytes_read_ = 0;
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
  return refused > 0 ? Exit::faults : Exit::fine;
}

}  // namespace sanbao::cli
