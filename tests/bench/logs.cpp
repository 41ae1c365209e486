// SPDX-License-Identifier: Apache-2.0
//
// Logs: see logs.hpp. CPU is that of the program, user and system, on one thread, and the median of some rounds.
#include "logs.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <span>
#include <stdexcept>
#include <vector>

#include "child.hpp"
#include "claims.hpp"

namespace sanbao::bench {

namespace {

namespace fs = std::filesystem;
using Command = std::vector<std::string>;

constexpr std::size_t claims_count = 200000;

fs::path write_claims(const fs::path& path, bool lacking) {
  std::ofstream out(path, std::ios::binary);
  ClaimMaker maker(lacking ? 2 : 1);
  std::string bytes;
  for (std::size_t i = 0; i < claims_count; ++i) {
    bytes.clear();
    if (lacking) {
      maker.append_lacking(bytes);
    } else {
      maker.append_whole(bytes);
    }
    out << bytes;
  }
  if (!out.flush()) throw std::runtime_error("no room for claims");
  return path;
}

class Logs {
 public:
  Logs(const fs::path& source, const std::string& self, const std::string& program, Report& report)
      : policy_((source / "rules/vendors/hyundai-mp3.yaml").string()),
        self_(self),
        program_(program),
        report_(report) {}

  void measure(std::size_t rounds) {
    report_.table("Decisions kept, 200,000 claims, --threads 1: CPU, user and system");
    const TemporaryFolder disk;
    const fs::path whole = write_claims(disk.path / "whole.jsonl", false);
    const fs::path lacking = write_claims(disk.path / "lacking.jsonl", true);
    const fs::path log = disk.path / "log";
    const double plain = compare_kept(whole, log, rounds, "all facts given, --log on disk");
    compare_kept(lacking, log, rounds, "one to three facts lacking, --log on disk");
    if (fs::is_directory("/dev/shm")) {
      const TemporaryFolder memory("/dev/shm");
      compare_kept(whole, memory.path / "log", rounds, "all facts given, --log in memory");
    }
    keep(whole, log);
    const auto size = static_cast<double>(folder_size(log));
    const double replayed = compare_replayed(whole, log, rounds);
    const double verified =
        median(rounds, {program_, "log", "verify", "--threads", "1", log.string()});
    report_.row("replay / decide without a log", replayed / plain, "", "");
    report_.row("log verify / decide without a log", verified / plain, "", "");
    report_.row("log verify, MB a second of CPU", size / 1e6 / (verified / 1e9), "", "");
  }

  void measure_memory(std::size_t claims) {
    report_.table("Peak memory, --threads 2");
    constexpr const char* works[] = {"decide --log", "replay", "log verify"};
    // How many blocks are on their way at once, and how full they are, is chance: few claims are given it five times.
    const auto few = measure_peaks(works, claims_count, 5);
    const auto many = measure_peaks(works, claims, 1);
    for (std::size_t i = 0; i < few.size(); ++i)
      report_.row(std::string(works[i]) + ": " + std::to_string(claims) + " claims / " +
                      std::to_string(claims_count),
                  many[i] / few[i], "", "1.05");
  }

 private:
  /// MiB, the largest of some runs; each a row.
  std::array<double, 3> measure_peaks(std::span<const char* const, 3> works, std::size_t count,
                                      int runs) {
    std::array<double, 3> largest{};
    for (int i = 0; i < runs; ++i)
      std::ranges::transform(largest, peaks_of(count), largest.begin(),
                             [](double a, double b) { return std::max(a, b); });
    const std::string of_runs = runs > 1 ? ", largest of " + std::to_string(runs) : "";
    for (std::size_t i = 0; i < largest.size(); ++i)
      report_.row(std::string(works[i]) + ", " + std::to_string(count) + " claims" + of_runs,
                  largest[i], " MiB", "");
    return largest;
  }

  std::array<double, 3> peaks_of(std::size_t count) const {
    const TemporaryFolder disk;
    const std::string log = (disk.path / "log").string();
    Command made = {
        "/bin/sh", "-c",
        R"(self=$0; count=$1; shift; "$self" --claims "$count" | "$self" --launch "$@")", self_,
        std::to_string(count)};
    const Command decide = command("decide", {"--rules", policy_, "--log", log, "-"});
    made.insert(made.end(), decide.begin(), decide.end());
    const std::array<Run, 3> runs = {
        run_launched(made), run_for_memory(self_, command("replay", {log})),
        run_for_memory(self_, {program_, "log", "verify", "--threads", "2", log})};
    std::array<double, 3> peaks{};
    for (std::size_t i = 0; i < runs.size(); ++i) {
      if (runs[i].status != 0) throw std::runtime_error("`sanbao` failed");
      peaks[i] = static_cast<double>(runs[i].peak_kib) / 1024;
    }
    return peaks;
  }

  Command command(const char* what, const Command& rest) const {
    Command all = {program_, what, "--threads", "2"};
    all.insert(all.end(), rest.begin(), rest.end());
    return all;
  }

  Command decide(const fs::path& claims) const {
    return {program_, "decide", "--threads", "1", "--rules", policy_, claims.string()};
  }

  static std::uint64_t cpu(const Command& command) {
    const Run run = bench::run(command);
    if (run.status != 0) throw std::runtime_error("`sanbao` failed");
    return run.cpu_nanoseconds;
  }

  /// Begins the log anew.
  std::uint64_t keep(const fs::path& claims, const fs::path& log) const {
    fs::remove_all(log);
    Command all = decide(claims);
    all.push_back("--log");
    all.push_back(log.string());
    return cpu(all);
  }

  static double middle(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
  }

  static double median(std::size_t rounds, const Command& command) {
    std::vector<double> all;
    for (std::size_t i = 0; i < rounds; ++i)
      all.push_back(static_cast<double>(cpu(command)));
    return middle(all);
  }

  /// Nanoseconds without a log.
  double compare_kept(const fs::path& claims, const fs::path& log, std::size_t rounds,
                      const std::string& what) {
    std::vector<double> ratios;
    std::vector<double> plain;
    for (std::size_t i = 0; i < rounds; ++i) {
      plain.push_back(static_cast<double>(cpu(decide(claims))));
      ratios.push_back(static_cast<double>(keep(claims, log)) / plain.back());
    }
    report_.row(what + " / without a log", middle(ratios), "", "1.3");
    return middle(plain);
  }

  /// Nanoseconds of replaying; turn and turn about with the program written by hand, which decides the same claims from
  /// their file.
  double compare_replayed(const fs::path& claims, const fs::path& log, std::size_t rounds) {
    std::vector<double> ratios;
    std::vector<double> replayed;
    for (std::size_t i = 0; i < rounds; ++i) {
      replayed.push_back(
          static_cast<double>(cpu({program_, "replay", "--threads", "1", log.string()})));
      ratios.push_back(replayed.back() /
                       static_cast<double>(cpu({self_, "--hand", claims.string()})));
    }
    report_.row("replay / hand-written, which decides those claims", middle(ratios), "", "1.2",
                "0.7");
    return middle(replayed);
  }

  static std::uintmax_t folder_size(const fs::path& folder) {
    std::uintmax_t size = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
      if (entry.is_regular_file()) size += entry.file_size();
    return size;
  }

  const std::string policy_;
  const std::string& self_;
  const std::string& program_;
  Report& report_;
};

}  // namespace

void measure_logs(const fs::path& source, const std::string& self, const std::string& program,
                  std::size_t rounds, Report& report) {
  Logs(source, self, program, report).measure(rounds);
}

void measure_memory(const fs::path& source, const std::string& self, const std::string& program,
                    std::size_t claims, Report& report) {
  Logs(source, self, program, report).measure_memory(claims);
}

}  // namespace sanbao::bench
