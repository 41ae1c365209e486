// SPDX-License-Identifier: Apache-2.0
//
// Progress: how far long work is, and the line that `decide` ends with; for people at a terminal only.
// In: counts from any thread. Out: a line on standard error that is written over, then a summary.
// Never writes where standard error is no terminal. Tested by tests/cli/terminal_test.py.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

namespace sanbao::cli {

class Progress {
 public:
  /// `total`: bytes of the input, 0 where nobody knows. `one`: what is counted.
  explicit Progress(std::uint64_t total, const std::string& one = "claim");

  void add(std::uint64_t claims, std::uint64_t refused, std::uint64_t bytes);
  [[nodiscard]] std::uint64_t refused() const { return refused_; }
  [[nodiscard]] std::uint64_t decided() const { return claims_ - refused_; }
  /// `1,000,000 claims  ·  412 refused (see lines with "error")  ·  0.9 s  ·  1.1 M claims/s`
  void summarise();
  /// Takes the bar away, where nothing is to be summed up.
  void end();

 private:
  using Clock = std::chrono::steady_clock;
  [[nodiscard]] std::uint64_t milliseconds() const;
  void draw();

  const bool has_summary_;
  const bool has_bar_;
  const std::uint64_t total_;
  const std::string one_, many_;
  const Clock::time_point begin_ = Clock::now();
  std::atomic<std::uint64_t> claims_ = 0, refused_ = 0, bytes_ = 0, drawn_at_ = 0;
  std::mutex drawing_;
};

}  // namespace sanbao::cli
