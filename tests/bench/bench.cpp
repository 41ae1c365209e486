// SPDX-License-Identifier: Apache-2.0
//
// sanbao_bench: sanbao against a program written by hand for the same policy (docs/performance.md).
// In: the folder of the sources, the program `sanbao`. Out: first whether both agree, then tables of ratios in
// Markdown; status 1 where they differ. Never fails for being slow: figures are read by people.
// Its agreement is the test bench.agrees.
#include <unistd.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <deque>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <stdexcept>
#include <thread>

#include "child.hpp"
#include "claims.hpp"
#include "columns.hpp"
#include "logs.hpp"
#include "measuring.hpp"
#include "policy_maker.hpp"
#include "rulebooks.hpp"
#include "sanbao/audit/impact.hpp"
#include "sanbao/variants.hpp"
#include "shipped.hpp"
#include "sides.hpp"

namespace sanbao::bench {

namespace {

namespace fs = std::filesystem;

struct Options {
  fs::path source = SANBAO_BENCH_SOURCE;
  std::string program = SANBAO_BENCH_PROGRAM;
  std::string self, profiled, into;
  std::size_t check = 20000, rounds = 11, lacking = 500, memory = 0;
  bool only_check = false, only_shipped = false, only_logs = false;
};

/// How much of two cores other programs leave: 2 on an idle machine, 1 where one of them runs.
double free_cores() {
  const auto spin = [] {
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(300);
    while (std::chrono::steady_clock::now() < end) {
    }
  };
  const auto begin = std::chrono::steady_clock::now();
  const std::uint64_t used = cpu_time();
  {
    const std::jthread other(spin);
    spin();
  }
  const std::chrono::duration<double, std::nano> passed = std::chrono::steady_clock::now() - begin;
  return static_cast<double>(cpu_time() - used) / passed.count();
}

Lines make_claims(std::size_t count, bool lacking) {
  Lines claims;
  ClaimMaker maker(lacking ? 2 : 1);
  for (std::size_t i = 0; i < count; ++i) {
    if (lacking) {
      maker.append_lacking(claims.bytes);
    } else {
      maker.append_whole(claims.bytes);
    }
  }
  claims.split();
  return claims;
}

class Bench {
 public:
  Bench(const Options& options, const Rulebook& rules, std::string_view calendar)
      : options_(options), sanbao_(rules), hand_(rules, calendar) {}

  bool check() {
    const bool refusals = refuse_alike(sanbao_, hand_);
    return agree(sanbao_, hand_, make_claims(options_.check, false)) && refusals;
  }

  void measure() {
    whole_ = make_claims(20000, false);
    lacking_ = make_claims(20000, true);
    report_.line("");
    report_.line("Measured on " + std::to_string(std::thread::hardware_concurrency()) +
                 " cores, compiled by " SANBAO_BENCH_COMPILER " with `" SANBAO_BENCH_FLAGS
                 "`, on claims of " +
                 std::to_string(whole_.bytes.size() / whole_.lines.size()) + " bytes on average.");
    measure_limits();
    measure_parts();
    measure_lacking();
    measure_columns();
    if (!options_.program.empty()) measure_kept();
    measure_rulebooks(options_.source, options_.rounds, whole_, report_);
    measure_rules();
    if (!options_.into.empty()) report_.write_into(options_.into);
  }

  void measure_kept() {
    measure_logs(options_.source, options_.self, options_.program, options_.rounds, report_);
  }
  void measure_memory() {
    bench::measure_memory(options_.source, options_.self, options_.program, options_.memory,
                          report_);
  }

  void measure_rules() {
    measure_shipped(options_.source, options_.rounds, options_.lacking, options_.self,
                    options_.program, report_);
  }

  /// Runs one part again and again for some seconds, for a profiler to look at.
  void profile(const std::string& part) {
    whole_ = make_claims(20000, false);
    lacking_ = make_claims(20000, true);
    fill_typed();
    const std::string policy = make_policy(1000);
    const std::uint64_t begin = cpu_time();
    while (cpu_time() - begin < 5'000'000'000U) {
      if (part == "codes") {
        run_sanbao(whole_, Detail::codes);
      } else if (part == "full") {
        run_sanbao(whole_, Detail::full);
      } else if (part == "lacking") {
        run_sanbao(lacking_, Detail::codes);
      } else if (part == "evaluate") {
        evaluate_typed();
      } else if (part == "columns") {
        decide_columns();
      } else if (part == "read") {
        read_sanbao();
      } else if (part == "load") {
        load_large(policy);
      } else if (part == "hand") {
        run_hand();
      } else {
        throw std::runtime_error(
            "parts to profile: codes, full, lacking, evaluate, columns, read, load, hand");
      }
    }
  }

 private:
  // What is timed.

  static void load_large(const std::string& text) {
    if (!load_policy(text, "large.yaml")) throw std::runtime_error("the policy has faults");
  }

  void run_sanbao(const Lines& claims, Detail detail) {
    for (const std::string_view line : claims.lines) {
      if (!sanbao_.decide(line, detail)) throw std::runtime_error("a claim is refused");
      sanbao_.out += '\n';
      if (sanbao_.out.size() > output_block) sanbao_.out.clear();
    }
  }

  void run_hand() {
    for (const std::string_view line : whole_.lines) {
      if (!hand_.decide(line, whole_.room(line))) throw std::runtime_error("a claim is refused");
      *hand_.out.reserve(1) = '\n';
      hand_.out.advance_to(hand_.out.reserve(0) + 1);
      if (hand_.out.view().size() > output_block) hand_.out.clear();
    }
  }

  void read_sanbao() {
    for (const std::string_view line : whole_.lines)
      if (!sanbao_.reader.read(line, sanbao_.claim)) throw std::runtime_error("refused");
  }

  void read_hand() {
    for (const std::string_view line : whole_.lines)
      if (!hand_.reader.read(line, whole_.room(line), hand_.facts))
        throw std::runtime_error("refused");
  }

  /// Claims read once and decided often: few enough to stay in the nearest memory.
  void fill_typed() {
    for (std::size_t i = 0; i < typed_count; ++i) {
      const std::string_view line = whole_.lines[i];
      if (!sanbao_.reader.read(line, sanbao_.claim) ||
          !hand_.reader.read(line, whole_.room(line), hand_.facts))
        throw std::runtime_error("refused");
      claims_.push_back(sanbao_.claim);
      facts_.push_back(hand_.facts);
      // Texts stand in the parser's memory, which the next line overwrites.
      for (std::size_t fact = 0; fact < hand::fact_count; ++fact) {
        auto& text = facts_.back().text[fact];
        if (facts_.back().has(static_cast<hand::Fact>(fact))) text = texts_.emplace_back(text);
      }
    }
  }

  void evaluate_typed() {
    const EvaluateOptions options{.as_of = std::nullopt, .detail = Detail::codes};
    for (std::size_t i = 0; i < typed_rounds; ++i)
      for (const Claim& claim : claims_)
        if (!evaluate(sanbao_.rulebook, claim, options, sanbao_.decision))
          throw std::runtime_error("not decided");
  }

  void decide_typed() {
    for (std::size_t i = 0; i < typed_rounds; ++i)
      for (const hand::Facts& facts : facts_)
        if (!hand::decide(facts, hand_.calendar, hand_.verdict))
          throw std::runtime_error("not decided");
  }

  /// As many rows as typed claims are decided, of claims that all differ.
  void fill_columns() {
    std::vector<Claim> claims;
    for (std::size_t i = 0; i < typed_count * typed_rounds; ++i) {
      if (!sanbao_.reader.read(whole_.lines[i], sanbao_.claim)) throw std::runtime_error("refused");
      claims.push_back(sanbao_.claim);
    }
    table_.emplace(sanbao_.rulebook, claims);
    columns_.emplace(std::span(&sanbao_.rulebook, 1), *table_);
  }

  void decide_columns() {
    if (!columns_) fill_columns();
    columns_->decide();
  }

  // What is told.

  void measure_limits() {
    report_.table("Limits");
    const std::size_t count = whole_.lines.size();
    lines_ = compare(
        options_.rounds, count, [&] { run_sanbao(whole_, Detail::codes); }, [&] { run_hand(); });
    report_.row("JSON Lines to JSON Lines, codes: sanbao / hand-written", lines_.ratio, "", "1.5");
    fill_typed();
    typed_ = compare(
        options_.rounds, typed_count * typed_rounds, [&] { evaluate_typed(); },
        [&] { decide_typed(); });
    report_.row("typed claim to decision, codes: sanbao / hand-written", typed_.ratio, "", "4");
    const Compared full = compare(
        options_.rounds, count, [&] { run_sanbao(whole_, Detail::full); },
        [&] { run_sanbao(whole_, Detail::codes); });
    report_.row("JSON Lines: full reasons / codes", full.ratio, "", "2.5");
    measure_load();
    if (!options_.program.empty()) measure_program();
  }

  void measure_load() {
    const std::string text = make_policy(1000);
    const Compared load = compare(
        options_.rounds, 1, [&] { load_large(text); },
        [&] {
          if (!YAML::Load(text).IsMap()) throw std::runtime_error("the policy is no map");
        });
    char label[128];
    std::snprintf(label, sizeof label,
                  "load of 1,000 rules (%zu KB, %.1f ms): sanbao / YAML::Load alone (%.1f ms)",
                  text.size() / 1000, load.first / 1000, load.second / 1000);
    report_.row(label, load.ratio, "", "2.5");
  }

  std::vector<std::string> command(const fs::path& claims, const char* threads) const {
    return {options_.program, "decide",
            "--threads",      threads,
            "--rules",        (options_.source / "rules/vendors/hyundai-mp3.yaml").string(),
            claims.string()};
  }

  static void require(const Run& run) {
    if (run.status != 0) throw std::runtime_error("`sanbao decide` failed");
  }

  void measure_program() {
    const TemporaryFolder folder;
    const auto file = [&](const char* name, std::size_t count) {
      fs::path path = folder.path / name;
      std::ofstream out(path, std::ios::binary);
      ClaimMaker maker(1);
      std::string bytes;
      for (std::size_t i = 0; i < count; ++i) {
        maker.append_whole(bytes);
        if (bytes.size() < output_block && i + 1 < count) continue;
        out << bytes;
        bytes.clear();
      }
      if (!out.flush()) throw std::runtime_error("no room for claims");
      return path;
    };
    const fs::path one = file("1.jsonl", 1);
    const fs::path small = file("20000.jsonl", 20000);
    const fs::path large = file("200000.jsonl", 200000);
    measure_start(one);
    for (const fs::path& claims : {small, large}) {
      const Run run = run_for_memory(options_.self, command(claims, "2"));
      require(run);
      report_.row("peak memory, --threads 2, " + claims.stem().string() + " claims",
                  static_cast<double>(run.peak_kib) / 1024, " MiB", "16 MB");
    }
    measure_threads(large);
  }

  /// Wall time is that of the whole machine: the least of some runs is the one least disturbed.
  void measure_start(const fs::path& one) {
    std::uint64_t least = UINT64_MAX;
    for (int i = 0; i < 40; ++i) {
      const Run run = bench::run(command(one, "1"));
      require(run);
      least = std::min(least, run.nanoseconds);
    }
    report_.row("start, load and one decision, least wall time of 40",
                static_cast<double>(least) / 1e6, " ms", "10 ms");
  }

  void measure_threads(const fs::path& large) {
    const double free_before = free_cores();
    std::uint64_t least_one = UINT64_MAX;
    std::uint64_t least_two = UINT64_MAX;
    for (int i = 0; i < 7; ++i) {
      const Run one = bench::run(command(large, "1"));
      const Run both = bench::run(command(large, "2"));
      require(one);
      require(both);
      least_one = std::min(least_one, one.nanoseconds);
      least_two = std::min(least_two, both.nanoseconds);
    }
    report_.row("200,000 claims, least wall time of 7: --threads 2 / --threads 1",
                static_cast<double>(least_two) / static_cast<double>(least_one), "", "0.6");
    report_.row("of two cores, left by other programs in the meantime",
                std::min(free_before, free_cores()), "", "2");
    const Run single = run_digested(command(large, "1"));
    const Run two = run_digested(command(large, "2"));
    require(single);
    require(two);
    if (single.digest != two.digest) throw std::runtime_error("two threads write other bytes");
    report_.row("differences between the bytes that the two wrote", 0, "", "0");
    report_.row("`sanbao decide --threads 1`, claims a second",
                200000 * 1e9 / static_cast<double>(least_one), "", "");
  }

  void measure_parts() {
    report_.table("Microseconds of CPU for one claim");
    report_.row("JSON Lines, sanbao", lines_.first, "", "");
    report_.row("JSON Lines, hand-written", lines_.second, "", "");
    report_.row("claims a second and thread, sanbao", 1e6 / lines_.first, "", "");
    report_.row("claims a second and thread, hand-written", 1e6 / lines_.second, "", "");
    report_.row("typed claim to decision, sanbao", typed_.first, "", "");
    report_.row("typed claim to decision, hand-written", typed_.second, "", "");
    const Compared read = compare(
        options_.rounds, whole_.lines.size(), [&] { read_sanbao(); }, [&] { read_hand(); });
    report_.row("line to typed claim, sanbao", read.first, "", "");
    report_.row("line to typed claim, hand-written", read.second, "", "");
    report_.row("what strictness costs: line to typed claim, sanbao / hand-written", read.ratio, "",
                "");
  }

  void measure_columns() {
    report_.table("Columns");
    decide_columns();
    const Compared columns = compare(
        options_.rounds, typed_count * typed_rounds, [&] { decide_columns(); },
        [&] { decide_typed(); });
    report_.row("columns, all reasons / hand-written decide()", columns.ratio, "", "0.5");
    report_.row("nanoseconds of CPU for one row", 1000 * columns.first, "", "");
    report_.row("share decided in columns", columns_->share(), " %", "");
    measure_sweep();
  }

  /// A rate that takes a hundred values. The table is read once for all of them.
  void measure_sweep() {
    constexpr int variants_count = 100;
    constexpr std::size_t passes = 1'000'000 / (typed_count * typed_rounds);
    std::vector<Variant> variants;
    for (int i = 0; i <= variants_count; ++i) {
      Variant& variant = variants.emplace_back();
      variant.paths = {(options_.source / "rules/vendors/hyundai-mp3.yaml").string()};
      if (i == 0) continue;  // the policy as it is, which the others are compared with
      char rate[16];
      std::snprintf(rate, sizeof rate, "%d.%02d%%", i / 100, i % 100);
      variant.changes = {{"", "values.depreciation", rate}};
    }
    const auto rulebooks = load_variants(variants);
    if (!rulebooks) throw std::runtime_error("a variant cannot be loaded");
    std::vector<Claim> claims;
    ClaimReader reader(rulebooks->front());
    Claim claim(rulebooks->front());
    for (std::size_t i = 0; i < typed_count * typed_rounds; ++i) {
      if (!reader.read(whole_.lines[i], claim)) throw std::runtime_error("refused");
      claims.push_back(claim);
    }
    const ClaimTable table(rulebooks->front(), claims);
    Columns sweep(std::span<const Rulebook>(*rulebooks).subspan(1), table);
    const Compared swept = compare(
        options_.rounds, 1,
        [&] {
          for (std::size_t pass = 0; pass < passes; ++pass)
            sweep.decide();
        },
        [&] { decide_columns(); });
    report_.row("100 variants of a rate over a million parsed claims, seconds of CPU",
                swept.first / 1e6, " s", "1.5 s");
    report_.row("share decided in columns, of all variants", sweep.share(), " %", "");
    measure_impact(*rulebooks, claims, passes);
  }

  /// The same, as `sanbao impact` does it: the policy compared with each variant, and what comes of it counted.
  void measure_impact(std::span<const Rulebook> rulebooks, const std::vector<Claim>& claims,
                      std::size_t passes) {
    const auto weigh = [&](std::span<const Claim> of, std::size_t times) {
      audit::Weighing weighing(rulebooks, {});
      for (std::size_t pass = 0; pass < times; ++pass)
        weighing.add(pass * of.size() + 1, of);
      return weighing.report();
    };
    const Compared weighed = compare(
        options_.rounds, 1, [&] { (void)weigh(claims, passes); }, [&] { decide_columns(); });
    report_.row("impact of 100 variants on a million parsed claims, seconds of CPU",
                weighed.first / 1e6, " s", "1.5 s");
  }

  void measure_lacking() {
    report_.table("Claims that lack one to three facts");
    const Compared lacking = compare(
        options_.rounds, whole_.lines.size(), [&] { run_sanbao(lacking_, Detail::codes); },
        [&] { run_sanbao(whole_, Detail::codes); });
    report_.row("microseconds of CPU for one claim", lacking.first, "", "");
    report_.row("lacking / all facts given", lacking.ratio, "", "");
    const Compared full = compare(
        options_.rounds, whole_.lines.size(), [&] { run_sanbao(lacking_, Detail::full); },
        [&] { run_sanbao(whole_, Detail::full); });
    report_.row("lacking / all facts given, full reasons", full.ratio, "", "");
  }

  static constexpr std::size_t output_block = std::size_t{1} << 20;
  static constexpr std::size_t typed_count = 500, typed_rounds = 20;

  const Options& options_;
  Sanbao sanbao_;
  Hand hand_;
  Lines whole_, lacking_;
  std::vector<Claim> claims_;
  std::vector<hand::Facts> facts_;
  std::deque<std::string> texts_;
  std::optional<ClaimTable> table_;
  std::optional<Columns> columns_;
  Compared lines_, typed_;
  Report report_;
};

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

int run_bench(const std::vector<std::string>& arguments) {
  Options options;
  options.self = fs::read_symlink("/proc/self/exe").string();
  if (arguments.size() > 1 && arguments[0] == "--launch")
    return launch({arguments.begin() + 1, arguments.end()});
  if (arguments.size() == 2 && arguments[0] == "--claims") {
    write_claims(number(arguments[1]));
    return 0;
  }
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
    } else if (arguments[i] == "--profile" && !last) {
      options.profiled = arguments[++i];
    } else {
      std::fputs(
          "usage: sanbao_bench [--agrees CLAIMS | --shipped LACKING | --profile PART | --claims "
          "COUNT] [--rounds N] "
          "[--into DOCUMENT]\n",
          stderr);
      return 2;
    }
  }
  const auto rules = load_rulebook_files(
      std::vector{(options.source / "rules/vendors/hyundai-mp3.yaml").string()});
  if (!rules) throw std::runtime_error("the policy cannot be loaded");
  Bench bench(options, *rules, contents(options.source / "rules/calendars/cn.csv"));
  if (!options.profiled.empty()) {
    bench.profile(options.profiled);
    return 0;
  }
  if (options.only_shipped) {
    bench.measure_rules();
    return 0;
  }
  if (options.only_logs) {
    bench.measure_kept();
    return 0;
  }
  if (options.memory > 0) {
    bench.measure_memory();
    return 0;
  }
  if (!bench.check()) return 1;
  if (!options.only_check) bench.measure();
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
