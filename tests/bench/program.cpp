// SPDX-License-Identifier: Apache-2.0
//
// The program as a whole: see program.hpp. Its claims lie in files that are gone afterwards.
#include "program.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <stdexcept>
#include <thread>
#include <vector>

#include "child.hpp"
#include "claims.hpp"

namespace sanbao::bench {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t output_block = std::size_t{1} << 20;

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

class Program {
 public:
  Program(const Options& options, Report& report) : options_(options), report_(report) {}

  void measure() {
    const TemporaryFolder folder;
    const auto file = [&](const char* name, std::size_t count, auto append) {
      fs::path path = folder.path / name;
      std::ofstream out(path, std::ios::binary);
      ClaimMaker maker(1);
      std::string bytes;
      for (std::size_t i = 0; i < count; ++i) {
        append(maker, bytes);
        if (bytes.size() < output_block && i + 1 < count) continue;
        out << bytes;
        bytes.clear();
      }
      if (!out.flush()) throw std::runtime_error("no room for claims");
      return path;
    };
    const auto whole = [](ClaimMaker& maker, std::string& out) { maker.append_whole(out); };
    const auto line = [](ClaimMaker& maker, std::string& out) {
      maker.append_long(out, std::size_t{8} << 10);
    };
    const fs::path one = file("1.jsonl", 1, whole);
    const fs::path small = file("20000.jsonl", 20000, whole);
    const fs::path large = file("200000.jsonl", 200000, whole);
    const fs::path wide = file("long.jsonl", 20000, line);
    measure_start(one);
    measure_memory("20000 claims", small, "codes");
    measure_memory("200000 claims", large, "codes");
    measure_memory("200000 claims, full reasons", large, "full");
    measure_memory("20000 lines of 8 KiB that lack facts, full reasons", wide, "full");
    measure_threads(large);
  }

 private:
  void measure_memory(const std::string& what, const fs::path& claims, const char* reasons) {
    std::vector<std::string> words = command(claims, "2");
    words.insert(words.end(), {"--reasons", reasons});
    const Run run = run_for_memory(options_.self, words);
    require(run);
    report_.row("peak memory, --threads 2, " + what, static_cast<double>(run.peak_kib) / 1024,
                " MiB", "16 MB");
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

  const Options& options_;
  Report& report_;
};

}  // namespace

void measure_program(const Options& options, Report& report) {
  Program(options, report).measure();
}

}  // namespace sanbao::bench
