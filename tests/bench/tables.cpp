// SPDX-License-Identifier: Apache-2.0
//
// The tables: see tables.hpp. What other files measure stands among them.
#include "tables.hpp"

#include <yaml-cpp/yaml.h>

#include <cstdio>
#include <stdexcept>
#include <thread>

#include "logs.hpp"
#include "measuring.hpp"
#include "policy_maker.hpp"
#include "program.hpp"
#include "rulebooks.hpp"
#include "shipped.hpp"
#include "sweeps.hpp"

namespace sanbao::bench {

namespace {

class Tables {
 public:
  Tables(const Options& options, Work& work) : options_(options), work_(work) {}

  void measure() {
    work_.make_claims();
    report_.line("");
    report_.line("Measured on " + std::to_string(std::thread::hardware_concurrency()) +
                 " cores, compiled by " SANBAO_BENCH_COMPILER " with `" SANBAO_BENCH_FLAGS
                 "`, on claims of " +
                 std::to_string(work_.whole().bytes.size() / work_.whole().lines.size()) +
                 " bytes on average.");
    measure_limits();
    measure_parts();
    measure_lacking();
    measure_columns();
    if (!options_.program.empty())
      measure_logs(options_.source, options_.self, options_.program, options_.rounds, report_);
    measure_rulebooks(options_.source, options_.rounds, work_.whole(), report_);
    measure_shipped(options_.source, options_.rounds, options_.lacking, options_.self,
                    options_.program, report_);
    if (!options_.into.empty()) report_.write_into(options_.into);
  }

 private:
  void measure_limits() {
    report_.table("Limits");
    const std::size_t count = work_.whole().lines.size();
    lines_ = compare(
        options_.rounds, count, [&] { work_.run_sanbao(work_.whole(), Detail::codes); },
        [&] { work_.run_hand(); });
    report_.row("JSON Lines to JSON Lines, codes: sanbao / hand-written", lines_.ratio, "", "1.5",
                "1.0");
    work_.fill_typed();
    const auto typed = [&](Work::Read read) {
      return compare(
          options_.rounds, Work::typed, [&, read] { work_.evaluate_typed(read); },
          [&] { work_.decide_typed(); });
    };
    typed_ = typed(Work::Read::codes);
    report_.row("typed claim to decision, all reason codes read: sanbao / hand-written",
                typed_.ratio, "", "4");
    report_.row("the same, the outcome alone read", typed(Work::Read::outcome).ratio, "", "");
    report_.row("the same, every answer read with its names and texts",
                typed(Work::Read::answers).ratio, "", "");
    const Compared full = compare(
        options_.rounds, count, [&] { work_.run_sanbao(work_.whole(), Detail::full); },
        [&] { work_.run_sanbao(work_.whole(), Detail::codes); });
    report_.row("JSON Lines: full reasons / codes", full.ratio, "", "2.5");
    measure_load();
    if (!options_.program.empty()) measure_program(options_, report_);
  }

  void measure_load() {
    const std::string text = make_policy(1000);
    const Compared load = compare(
        options_.rounds, 1, [&] { Work::load_large(text); },
        [&] {
          if (!YAML::Load(text).IsMap()) throw std::runtime_error("the policy is no map");
        });
    char label[128];
    std::snprintf(label, sizeof label,
                  "load of 1,000 rules (%zu KB, %.1f ms): sanbao / YAML::Load alone (%.1f ms)",
                  text.size() / 1000, load.first / 1000, load.second / 1000);
    report_.row(label, load.ratio, "", "2.5");
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
        options_.rounds, work_.whole().lines.size(), [&] { work_.read_sanbao(); },
        [&] { work_.read_hand(); });
    report_.row("line to typed claim, sanbao", read.first, "", "");
    report_.row("line to typed claim, hand-written", read.second, "", "");
    report_.row("what strictness costs: line to typed claim, sanbao / hand-written", read.ratio, "",
                "");
  }

  void measure_columns() {
    report_.table("Columns");
    work_.decide_columns();
    const Compared columns = compare(
        options_.rounds, Work::typed, [&] { work_.decide_columns(); },
        [&] { work_.decide_typed(); });
    report_.row("columns, all reasons / hand-written decide()", columns.ratio, "", "0.5", "0.2");
    report_.row("nanoseconds of CPU for one row", 1000 * columns.first, "", "");
    report_.row("share decided in columns", work_.share(), " %", "");
    measure_sweep(options_, work_, report_);
  }

  void measure_lacking() {
    report_.table("Claims that lack one to three facts");
    const Compared lacking = compare(
        options_.rounds, work_.whole().lines.size(),
        [&] { work_.run_sanbao(work_.lacking(), Detail::codes); },
        [&] { work_.run_sanbao(work_.whole(), Detail::codes); });
    report_.row("microseconds of CPU for one claim", lacking.first, "", "");
    report_.row("lacking / all facts given", lacking.ratio, "", "");
    const Compared full = compare(
        options_.rounds, work_.whole().lines.size(),
        [&] { work_.run_sanbao(work_.lacking(), Detail::full); },
        [&] { work_.run_sanbao(work_.whole(), Detail::full); });
    report_.row("lacking / all facts given, full reasons", full.ratio, "", "");
  }

  const Options& options_;
  Work& work_;
  Compared lines_, typed_;
  Report report_;
};

}  // namespace

void write_tables(const Options& options, Work& work) {
  Tables(options, work).measure();
}

}  // namespace sanbao::bench
