// SPDX-License-Identifier: Apache-2.0
//
// diagnostic_test.cpp: a fault as its author and as an editor reads it.
#include "sanbao/diagnostic.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "base/fault_list.hpp"
#include "base/limits.hpp"

using sanbao::Diagnostic;
using sanbao::render;
using sanbao::render_json;
using sanbao::Severity;
using sanbao::Span;

namespace {

Diagnostic fault(Span span, std::string line) {
  Diagnostic out;
  out.code = "SB2004";
  out.file = "shop.yaml";
  out.span = span;
  out.message = "unknown fact `x`";
  out.source_line = std::move(line);
  return out;
}

}  // namespace

TEST_CASE("a fault with its line, caret and help") {
  Diagnostic d = fault({41, 24, 19},
                       "  used_days: days from purchase.invoice_on to claim.filed_on less repairs");
  d.help = "did you mean `purchase.invoiced_on`?";
  CHECK(render(d) ==
        "shop.yaml:41:24: error[SB2004]: unknown fact `x`\n"
        " 41 |   used_days: days from purchase.invoice_on to claim.filed_on less repairs\n"
        "    |                        ^^^^^^^^^^^^^^^^^^^\n"
        "    = help: did you mean `purchase.invoiced_on`?\n");
}

TEST_CASE("Chinese characters do not shift the caret") {
  CHECK(render(fault({12, 25, 8}, "title: {zh: 退货, en: Return, exchange}")) ==
        "shop.yaml:12:25: error[SB2004]: unknown fact `x`\n"
        " 12 | title: {zh: 退货, en: Return, exchange}\n"
        "    |                           ^^^^^^^^\n");
  CHECK(render(fault({7, 2, 2}, "（退货）")) ==
        "shop.yaml:7:2: error[SB2004]: unknown fact `x`\n"
        " 7 | （退货）\n"
        "   |   ^^^^\n");
}

TEST_CASE("a whole line, a place behind the line, a file as a whole") {
  CHECK(render(fault({3, 1, 0}, "  - id: 5   ")) ==
        "shop.yaml:3:1: error[SB2004]: unknown fact `x`\n"
        " 3 |   - id: 5\n"
        "   |   ^^^^^^^\n");
  CHECK(render(fault({3, 4, 1}, "abc")) ==
        "shop.yaml:3:4: error[SB2004]: unknown fact `x`\n"
        " 3 | abc\n"
        "   |    ^\n");
  CHECK(render(fault({}, "")) == "shop.yaml: error[SB2004]: unknown fact `x`\n");
}

TEST_CASE("a warning says so") {
  Diagnostic d = fault({}, "");
  d.severity = Severity::warning;
  CHECK(render(d) == "shop.yaml: warning[SB2004]: unknown fact `x`\n");
}

TEST_CASE("a very wide line is shown around the caret") {
  const std::string text =
      render(fault({1, 5001, 3}, std::string(5000, 'a') + "XYZ" + std::string(5000, 'b')));
  CHECK(text.size() < 700);
  const std::size_t line = text.find('\n') + 1;
  const std::size_t carets = text.find('\n', line) + 1;
  const std::size_t shown = text.find("XYZ", line);
  REQUIRE(shown < carets);
  CHECK(text.find("…") != std::string::npos);
  // The sign for what is left out takes three bytes and one column.
  CHECK(text.find("^^^", carets) - carets == shown - line - 2);
}

TEST_CASE("no control character reaches a terminal, tabs do not shift the caret") {
  Diagnostic d = fault({1, 3, 1}, "\t\x1B[2Jx");
  d.message = "line\nbreak";
  d.file = "a\x1B.yaml";
  CHECK(render(d) ==
        "a\uFFFD.yaml:1:3: error[SB2004]: line break\n"
        " 1 |  \uFFFD[2Jx\n"
        "   |   ^\n");
}

TEST_CASE("colour marks the kind, the gutter and the caret") {
  const std::string text = render(fault({1, 1, 1}, "a"), true);
  CHECK(text.find("\x1B[1;31merror[SB2004]\x1B[0m") != std::string::npos);
  CHECK(text.find("\x1B[1;31m^\x1B[0m") != std::string::npos);
  CHECK(render(fault({1, 1, 1}, "a")).find('\x1B') == std::string::npos);
}

TEST_CASE("JSON for editors") {
  Diagnostic d = fault({12, 33, 8}, "ignored");
  d.message = "say \"x\"\n\\ 现代\x01\xFF";
  d.help = "tab\there";
  CHECK(
      render_json(d) ==
      "{\"file\":\"shop.yaml\",\"line\":12,\"column\":33,\"end_column\":41,\"severity\":\"error\","
      "\"code\":\"SB2004\",\"message\":\"say \\\"x\\\"\\n\\\\ "
      "现代\\u0001\uFFFD\",\"help\":\"tab\\there\"}");
}

TEST_CASE("file order, and the same fault once") {
  std::vector<Diagnostic> list{fault({2, 1, 1}, ""), fault({1, 9, 1}, ""), fault({1, 2, 1}, ""),
                               fault({1, 9, 1}, "")};
  list.push_back(fault({1, 1, 1}, ""));
  list.back().file = "a.yaml";
  sanbao::sort_diagnostics(list);
  REQUIRE(list.size() == 4);
  CHECK(list[0].file == "a.yaml");
  CHECK(list[1].span == Span{1, 2, 1});
  CHECK(list[2].span == Span{1, 9, 1});
  CHECK(list[3].span == Span{2, 1, 1});
  CHECK(sanbao::has_errors(list));
  for (Diagnostic& d : list)
    d.severity = Severity::warning;
  CHECK_FALSE(sanbao::has_errors(list));
}

TEST_CASE("beyond their limit faults are only counted") {
  const sanbao::base::SourceText source("one line\n");
  sanbao::base::FaultList faults("f.yaml", source);
  const auto limit = static_cast<std::uint32_t>(sanbao::limits::max_faults);
  for (std::uint32_t i = 0; i < limit + 7; ++i)
    faults.error("SB1020", {1, i + 1, 1}, "m");
  CHECK(faults.error_count() == limit + 7);
  const std::vector<Diagnostic> found = faults.take();
  REQUIRE(found.size() == limit + 1);
  CHECK(found.back().code == "SB1006");
  CHECK(found.back().message == "7 more faults are not shown");
  CHECK(found.front().source_line == "one line");
}

TEST_CASE("faults of one very long line do not fill the memory") {
  const std::string line(sanbao::limits::max_policy_bytes, 'a');
  const sanbao::base::SourceText source(line);
  sanbao::base::FaultList faults("f.yaml", source);
  for (std::uint32_t i = 0; i < 100; ++i)
    faults.error("SB1020", {1, i + 1, 1}, "m");
  std::size_t bytes = 0;
  for (const Diagnostic& d : faults.take())
    bytes += d.source_line.size();
  CHECK(bytes <= sanbao::limits::max_shown_bytes);
  CHECK(bytes > 0);
}
