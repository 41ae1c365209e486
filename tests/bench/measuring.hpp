// SPDX-License-Identifier: Apache-2.0
//
// How the benchmark measures and tells: CPU time of two pieces of work, turn and turn about, and tables in Markdown.
// In: functions to time. Out: medians and their ratio; lines, printed and kept for a document.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace sanbao::bench {

std::string contents(const std::filesystem::path& path);

/// Nanoseconds that this process has used.
std::uint64_t cpu_time();

/// Medians of CPU time in microseconds for one of `count`, and of the ratio of the two.
struct Compared {
  double first = 0, second = 0, ratio = 0;
};

/// Turn and turn about, so that both meet the same machine; the order changes with each round.
Compared compare(std::size_t rounds, std::size_t count, const std::function<void()>& first,
                 const std::function<void()>& second);

/// What is told, printed line by line as it is measured, and kept for a document.
class Report {
 public:
  void line(const std::string& text);
  void table(const char* title);
  /// `aim`: what is aimed at below the limit, where something is.
  void row(const std::string& measure, double value, const char* unit, const char* limit,
           const char* aim = "");
  /// Between the two marks of a document.
  void write_into(const std::filesystem::path& path) const;

 private:
  std::string text_;
};

}  // namespace sanbao::bench
