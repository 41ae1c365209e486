// SPDX-License-Identifier: Apache-2.0
//
// The report of a test run, for people and as JUnit XML.
// In: a report. Out: text. Never hides a difference, never prints a case that holds.
// Diagnostics are rendered by who asked for the run. Tested by tests/unit/testing_test.cpp.
#include <fmt/format.h>

#include <algorithm>

#include "sanbao/testing.hpp"

namespace sanbao {
namespace {

constexpr std::string_view red = "\x1b[1;31m";
constexpr std::string_view dim = "\x1b[2m";
constexpr std::string_view plain = "\x1b[0m";
constexpr std::size_t what_width = 14;
constexpr std::size_t value_width = 10;

std::string padded(std::string_view text, std::size_t width) {
  return fmt::format("{:<{}}", text, std::max(width, text.size()));
}

void add_difference(const Difference& difference, bool colour, std::string& out) {
  out += fmt::format("      {} expected {}   got {}\n", padded(difference.what, what_width),
                     padded(difference.expected, value_width), difference.got);
  bool first = true;
  for (const std::string& line : difference.because) {
    out += fmt::format("      {}{} {}{}\n", colour ? dim : "",
                       padded(first ? "because" : "", what_width), line, colour ? plain : "");
    first = false;
  }
}

// XML 1.0 takes no control characters but tab and line breaks, not even escaped.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char letter : text) {
    switch (letter) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&apos;";
        break;
      case '\n':
        out += "&#10;";
        break;
      case '\r':
        out += "&#13;";
        break;
      case '\t':
        out += "&#9;";
        break;
      default: {
        const auto byte = static_cast<unsigned char>(letter);
        if (byte < 0x20 || byte == 0x7F) {
          out += "\xEF\xBF\xBD";
        } else {
          out.push_back(letter);
        }
      }
    }
  }
  return out;
}

std::string story(const CaseResult& test) {
  std::string out;
  for (const Difference& difference : test.differences) {
    out += fmt::format("{}: expected {}, got {}\n", difference.what, difference.expected,
                       difference.got);
    for (const std::string& line : difference.because)
      out += fmt::format("  {}\n", line);
  }
  return out;
}

std::size_t failures_of(const FileResult& file) {
  return static_cast<std::size_t>(
      std::count_if(file.cases.begin(), file.cases.end(),
                    [](const CaseResult& test) { return !test.differences.empty(); }));
}

}  // namespace

std::string to_text(const TestReport& report, bool colour) {
  std::string out;
  for (const FileResult& file : report.files) {
    for (const CaseResult& test : file.cases) {
      if (test.differences.empty()) continue;
      out += fmt::format("{}FAIL{}  {}:{}  {}\n", colour ? red : "", colour ? plain : "", test.file,
                         test.line, test.name);
      for (const Difference& difference : test.differences)
        add_difference(difference, colour, out);
    }
  }
  const auto counted = static_cast<std::size_t>(
      std::count_if(report.files.begin(), report.files.end(),
                    [](const FileResult& file) { return file.clauses > 0; }));
  std::string clauses;
  for (const FileResult& file : report.files) {
    if (file.clauses_not_exercised.empty()) continue;
    // With one policy its name would say nothing.
    if (!clauses.empty()) clauses += "; ";
    if (counted > 1) clauses += file.file + ": ";
    clauses += fmt::format("{}", fmt::join(file.clauses_not_exercised, ", "));
  }
  const std::size_t all = report.held + report.failed;
  out += fmt::format("{} of {} {} {}", report.held, all, all == 1 ? "case" : "cases",
                     report.held == 1 ? "holds" : "hold");
  if (!clauses.empty()) {
    out += " · clauses never exercised: " + clauses;
  } else if (counted > 0) {
    out += " · every clause exercised";
  }
  if (report.updated > 0) {
    out += fmt::format(" · {} {} rewritten", report.updated,
                       report.updated == 1 ? "explanation" : "explanations");
  }
  return out + "\n";
}

std::string to_junit(const TestReport& report) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  const std::size_t errors = static_cast<std::size_t>(
      std::count_if(report.diagnostics.begin(), report.diagnostics.end(),
                    [](const Diagnostic& fault) { return fault.severity == Severity::error; }));
  out += fmt::format("<testsuites name=\"sanbao\" tests=\"{}\" failures=\"{}\" errors=\"{}\">\n",
                     report.held + report.failed + errors, report.failed, errors);
  for (const FileResult& file : report.files) {
    out += fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\">\n",
                       escaped(file.file), file.cases.size(), failures_of(file));
    for (const CaseResult& test : file.cases) {
      const std::string head =
          fmt::format("    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" line=\"{}\"",
                      escaped(file.file), escaped(test.name), escaped(test.file), test.line);
      if (test.differences.empty()) {
        out += head + "/>\n";
        continue;
      }
      const Difference& first = test.differences.front();
      const std::string message =
          fmt::format("{}: expected {}, got {}", first.what, first.expected, first.got);
      out += fmt::format("{}>\n      <failure message=\"{}\">{}</failure>\n    </testcase>\n", head,
                         escaped(message), escaped(story(test)));
    }
    out += "  </testsuite>\n";
  }
  if (errors > 0) {
    out += fmt::format("  <testsuite name=\"files\" tests=\"{}\" failures=\"0\" errors=\"{}\">\n",
                       errors, errors);
    for (const Diagnostic& fault : report.diagnostics) {
      if (fault.severity != Severity::error) continue;
      out += fmt::format(
          "    <testcase classname=\"{}\" name=\"{}:{}\" file=\"{}\" line=\"{}\">\n"
          "      <error message=\"{}\">{}</error>\n    </testcase>\n",
          escaped(fault.file), escaped(fault.code), fault.span.line, escaped(fault.file),
          fault.span.line, escaped(fault.message), escaped(render(fault)));
    }
    out += "  </testsuite>\n";
  }
  return out + "</testsuites>\n";
}

}  // namespace sanbao
