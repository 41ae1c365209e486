// SPDX-License-Identifier: Apache-2.0
//
// Progress: how far long work is, and the line that `decide` ends with; for people at a terminal only.
// In: counts from any thread. Out: a line on standard error that is written over, then a summary or nothing.
// Never writes where standard error is no terminal, and leaves no line where something else is written. Tested by tests/cli/terminal_test.py.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

namespace sanbao::cli {

class Output;

/// What the command has for standard output while the work lasts. Answers that stream past are progress enough where
/// they are seen.
enum class Meanwhile { answers, little };

class Progress {
 public:
  /// `total`: bytes of the input, 0 where nobody knows. `one`: what is counted.
  Progress(std::uint64_t total, Meanwhile meanwhile, const std::string& one = "claim");
  /// Takes the bar away, whatever has happened.
  ~Progress() { end(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void add(std::uint64_t claims, std::uint64_t refused, std::uint64_t bytes);
  [[nodiscard]] std::uint64_t refused() const { return refused_; }
  [[nodiscard]] std::uint64_t decided() const { return claims_ - refused_; }
  /// `1,000,000 claims  ·  412 refused (see lines with "error")  ·  0.9 s  ·  1.1 M claims/s`
  void summarise();
  /// Takes the bar away, where nothing is to be summed up; none is drawn any more.
  void end();
  /// Writes what there is for standard output before the end. On a terminal that has a bar, the bar is taken away
  /// before it, and the text leaves the program at once, lest it come upon the next bar.
  void write(Output& output, std::string_view text);

 private:
  using Clock = std::chrono::steady_clock;
  [[nodiscard]] std::uint64_t milliseconds() const;
  void draw();

  const bool has_summary_;
  const bool has_bar_;
  const bool has_bar_beside_output_;
  const std::uint64_t total_;
  const std::string one_, many_;
  const Clock::time_point begin_ = Clock::now();
  std::atomic<std::uint64_t> claims_ = 0, refused_ = 0, bytes_ = 0, drawn_at_ = 0;
  std::mutex drawing_;
  bool is_drawn_ = false, ended_ = false;  // by whoever draws
};

}  // namespace sanbao::cli
