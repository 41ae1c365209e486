// SPDX-License-Identifier: Apache-2.0
//
// sanbao_bench: sanbao against a program written by hand for the same policy (docs/performance.md).
// In: the folder of the sources, the program `sanbao`. Out: first whether both agree, then tables of ratios in
// Markdown; status 1 where they differ. Never fails for being slow: figures are read by people.
// Its agreement is the test bench.agrees.
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "child.hpp"
#include "claims.hpp"
#include "hand_program.hpp"
#include "logs.hpp"
#include "measuring.hpp"
#include "options.hpp"
#include "policy_maker.hpp"
#include "shipped.hpp"
#include "tables.hpp"
#include "work.hpp"

namespace sanbao::bench {

namespace {

namespace fs = std::filesystem;

/// Runs one part again and again for some seconds, for a profiler to look at, and tells the quickest run.
void profile(Work& work, const std::string& part) {
  work.make_claims();
  work.fill_typed();
  const std::string policy = make_policy(1000);
  const std::uint64_t begin = cpu_time();
  std::uint64_t least = 0;
  std::uint64_t now = begin;
  while (now - begin < 5'000'000'000U) {
    const std::uint64_t run_begins = now;
    if (part == "codes") {
      work.run_sanbao(work.whole(), Detail::codes);
    } else if (part == "full") {
      work.run_sanbao(work.whole(), Detail::full);
    } else if (part == "lacking") {
      work.run_sanbao(work.lacking(), Detail::codes);
    } else if (part == "evaluate") {
      work.evaluate_typed(Work::Read::outcome);
    } else if (part == "reason-codes") {
      work.evaluate_typed(Work::Read::codes);
    } else if (part == "decide") {
      work.decide_typed();
    } else if (part == "answers") {
      work.evaluate_typed(Work::Read::answers);
    } else if (part == "columns") {
      work.decide_columns();
    } else if (part == "read") {
      work.read_sanbao();
    } else if (part == "load") {
      Work::load_large(policy);
    } else if (part == "hand") {
      work.run_hand();
    } else {
      throw std::runtime_error(
          "parts to profile: codes, full, lacking, evaluate, reason-codes, answers, decide, "
          "columns, read, load, hand");
    }
    now = cpu_time();
    if (least == 0 || now - run_begins < least) least = now - run_begins;
  }
  std::printf("quickest run of %s: %.3f ms of CPU\n", part.c_str(),
              static_cast<double>(least) / 1e6);
}

/// So many claims on standard output, made as they are written.
void write_claims(std::size_t count) {
  ClaimMaker maker(1);
  std::string bytes;
  for (std::size_t i = 0; i < count; ++i) {
    bytes.clear();
    maker.append_whole(bytes);
    if (std::fwrite(bytes.data(), 1, bytes.size(), stdout) != bytes.size())
      throw std::runtime_error("no room for claims");
  }
  if (std::fflush(stdout) != 0) throw std::runtime_error("no room for claims");
}

std::size_t number(std::string_view text) {
  std::size_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc() || end != text.data() + text.size() || value == 0)
    throw std::runtime_error("a number is expected: " + std::string(text));
  return value;
}

/// Nothing where an argument is none of those that the usage names.
std::optional<Options> read_options(const std::vector<std::string>& arguments) {
  Options options;
  options.self = fs::read_symlink("/proc/self/exe").string();
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const bool last = i + 1 == arguments.size();
    if (arguments[i] == "--agrees" && !last) {
      options.check = number(arguments[++i]);
      options.only_check = true;
    } else if (arguments[i] == "--rounds" && !last) {
      options.rounds = number(arguments[++i]);
    } else if (arguments[i] == "--into" && !last) {
      options.into = arguments[++i];
    } else if (arguments[i] == "--shipped" && !last) {
      options.lacking = number(arguments[++i]);
      options.only_shipped = true;
    } else if (arguments[i] == "--logs") {
      options.only_logs = true;
    } else if (arguments[i] == "--memory" && !last) {
      options.memory = number(arguments[++i]);
    } else if (arguments[i] == "--hand" && !last) {
      options.by_hand = arguments[++i];
    } else if (arguments[i] == "--profile" && !last) {
      options.profiled = arguments[++i];
    } else {
      std::fputs(
          "usage: sanbao_bench [--agrees CLAIMS | --shipped LACKING | --logs | --memory CLAIMS |\n"
          "                     --profile PART | --claims COUNT | --hand CLAIMS.jsonl]\n"
          "                    [--rounds N] [--into DOCUMENT]\n",
          stderr);
      return std::nullopt;
    }
  }
  return options;
}

int run_bench(const std::vector<std::string>& arguments) {
  if (arguments.size() > 1 && arguments[0] == "--launch")
    return launch({arguments.begin() + 1, arguments.end()});
  if (arguments.size() == 2 && arguments[0] == "--claims") {
    write_claims(number(arguments[1]));
    return 0;
  }
  const std::optional<Options> asked = read_options(arguments);
  if (!asked) return 2;
  const Options& options = *asked;
  const auto rules = load_rulebook_files(
      std::vector{(options.source / "rules/vendors/hyundai-mp3.yaml").string()});
  if (!rules) throw std::runtime_error("the policy cannot be loaded");
  const std::string calendar = contents(options.source / "rules/calendars/cn.csv");
  if (!options.by_hand.empty()) {
    decide_by_hand(*rules, calendar, options.by_hand);
    return 0;
  }
  Work work(*rules, calendar);
  if (!options.profiled.empty()) {
    profile(work, options.profiled);
    return 0;
  }
  Report report;
  if (options.only_shipped) {
    measure_shipped(options.source, options.rounds, options.lacking, options.self, options.program,
                    report);
    return 0;
  }
  if (options.only_logs) {
    measure_logs(options.source, options.self, options.program, options.rounds, report);
    return 0;
  }
  if (options.memory > 0) {
    measure_memory(options.source, options.self, options.program, options.memory, report);
    return 0;
  }
  if (!work.check(options.check)) return 1;
  if (!options.only_check) write_tables(options, work);
  return 0;
}

}  // namespace

}  // namespace sanbao::bench

int main(int count, char** words) {
  try {
    return sanbao::bench::run_bench({words + 1, words + count});
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "sanbao_bench: %s\n", failure.what());
    return 1;
  }
}
