// SPDX-License-Identifier: Apache-2.0
//
// Broken policies through load_policy, held to what holds for any input.
// In: the text of a policy, and what was broken in it. Out: what load_policy says; failures are counted and printed.
// Promises: a fault lies inside the file and has words; each text takes at most a second, all of them 128 MB.
#pragma once

#include <sys/resource.h>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <ctime>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/source_text.hpp"
#include "base/utf8.hpp"
#include "sanbao/rulebook.hpp"

namespace bad {

/// Of the processor: the machine may have other work.
constexpr std::clock_t most_time = CLOCKS_PER_SEC;
constexpr long most_memory_kb = 128 * 1024;

struct Trial {
  bool bounded = true, shared = false;
  std::size_t inputs = 0, accepted = 0, failures = 0;
  std::clock_t slowest = 0;

  void fail(const std::string& what, const std::string& why) {
    if (++failures <= 40) std::fprintf(stderr, "%s: %s\n", what.c_str(), why.c_str());
  }

  sanbao::Result<sanbao::Policy> load(const std::string& text, const std::string& what) {
    ++inputs;
    const std::clock_t begin = std::clock();
    auto policy = sanbao::load_policy(text, "f.yaml");
    const std::clock_t took = std::clock() - begin;
    slowest = std::max(slowest, took);
    if (bounded && took > most_time) fail(what, "took more than a second");
    if (policy.has_value()) ++accepted;
    hold_places(text, policy.diagnostics(), what);
    return policy;
  }

  void hold_places(const std::string& text, const std::vector<sanbao::Diagnostic>& faults,
                   const std::string& what) {
    const sanbao::base::SourceText source(text);
    for (const sanbao::Diagnostic& fault : faults) {
      const auto& [line, column, length] = fault.span;
      const std::size_t width = sanbao::base::count_characters(source.line(line));
      if (line > source.line_count() || (line > 0 && column + length > width + 2))
        fail(what, "a place behind the file: " + sanbao::render(fault));
      if (fault.code.size() != 6 || fault.message.empty() ||
          sanbao::base::find_invalid_utf8(sanbao::render(fault)))
        fail(what, "a fault without words");
    }
  }

  /// Refused, and one of its errors has one of these codes (none: any) on this line.
  void refused(const std::string& text, const std::string& what, std::size_t line,
               std::initializer_list<std::string_view> codes) {
    const auto policy = load(text, what);
    if (policy.has_value()) return fail(what, "accepted");
    for (const sanbao::Diagnostic& fault : policy.diagnostics()) {
      if (fault.severity != sanbao::Severity::error || fault.span.line != line) continue;
      if (codes.size() == 0) return;
      for (const std::string_view code : codes) {
        if (fault.code == code) return;
      }
    }
    fail(what, "no such fault on line " + std::to_string(line) + ", but\n" +
                   sanbao::render(policy.diagnostics().front()));
  }

  /// The last line of a program, and its exit status.
  int end() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    if (bounded && usage.ru_maxrss > most_memory_kb)
      fail("memory", std::to_string(usage.ru_maxrss) + " kB");
    std::printf("%zu inputs, %zu accepted, %zu failures, the slowest %lld us, %ld kB\n", inputs,
                accepted, failures, static_cast<long long>(slowest) * 1'000'000 / CLOCKS_PER_SEC,
                usage.ru_maxrss);
    return failures == 0 ? 0 : 1;
  }
};

}  // namespace bad
