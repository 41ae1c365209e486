// SPDX-License-Identifier: Apache-2.0
//
// See measuring.hpp.
#include "measuring.hpp"

#include <time.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace sanbao::bench {

namespace fs = std::filesystem;

namespace {

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

}  // namespace

std::string contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error(path.string() + " cannot be read");
  return {std::istreambuf_iterator<char>(file), {}};
}

std::uint64_t cpu_time() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000 +
         static_cast<std::uint64_t>(now.tv_nsec);
}

Compared compare(std::size_t rounds, std::size_t count, const std::function<void()>& first,
                 const std::function<void()>& second) {
  const auto timed = [](const std::function<void()>& work) {
    const std::uint64_t begin = cpu_time();
    work();
    return static_cast<double>(cpu_time() - begin);
  };
  first();  // warm
  second();
  std::vector<double> firsts, seconds, ratios;
  for (std::size_t i = 0; i < rounds; ++i) {
    double a = 0;
    double b = 0;
    if (i % 2 == 0) a = timed(first);
    b = timed(second);
    if (i % 2 == 1) a = timed(first);
    firsts.push_back(a / 1000 / static_cast<double>(count));
    seconds.push_back(b / 1000 / static_cast<double>(count));
    ratios.push_back(a / b);
  }
  return {median(firsts), median(seconds), median(ratios)};
}

void Report::line(const std::string& text) {
  std::printf("%s\n", text.c_str());
  std::fflush(stdout);
  text_ += text + '\n';
}

void Report::table(const char* title) {
  line(std::string("\n") + title +
       "\n\n| measure | measured | limit | aim |\n|---|---:|---:|---:|");
}

void Report::row(const std::string& measure, double value, const char* unit, const char* limit,
                 const char* aim) {
  char digits[64];
  std::snprintf(digits, sizeof digits, value < 1000 ? "%.2f" : "%.0f", value);
  line("| " + measure + " | " + digits + unit + " | " + limit + " | " + aim + " |");
}

void Report::write_into(const fs::path& path) const {
  static constexpr std::string_view begin = "<!-- measured: begin -->\n";
  static constexpr std::string_view end = "\n<!-- measured: end -->";
  std::string page = contents(path);
  const std::size_t from = page.find(begin);
  const std::size_t to = page.find(end);
  if (from == std::string::npos || to == std::string::npos)
    throw std::runtime_error(path.string() + " has no place for the tables");
  const std::size_t inside = from + begin.size();
  page.replace(inside, to < inside ? 0 : to - inside, text_);
  std::ofstream(path, std::ios::binary) << page;
}

}  // namespace sanbao::bench
