// SPDX-License-Identifier: Apache-2.0
//
// promises.cpp: see promises.hpp.
#include "promises.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>

#include "base/source_text.hpp"
#include "base/utf8.hpp"

namespace fuzz {

using namespace sanbao;

void promise(bool kept, std::string_view what) {
  if (kept) return;
  std::fprintf(stderr, "broken promise: %.*s\n", static_cast<int>(what.size()), what.data());
  std::abort();
}

void hold_faults(std::string_view text, const std::vector<Diagnostic>& faults) {
  const base::SourceText source(text);
  for (const Diagnostic& fault : faults) {
    const std::string rendered = render(fault) + render_json(fault);
    promise(fault.code.size() == 6 && fault.code.starts_with("SB"), "a fault has a code");
    promise(!fault.message.empty(), "a fault has words");
    promise(!base::find_invalid_utf8(fault.message + fault.help + rendered),
            "the words of a fault are UTF-8");
    promise(is_json(render_json(fault)), "a fault is told as JSON");
    const auto& [line, column, length] = fault.span;
    promise(line <= source.line_count(), "a fault lies inside the file");
    if (line == 0) continue;
    const std::size_t width = base::count_characters(source.line(line));
    promise(column > 0 || length == 0, "a column counts from 1");
    promise(column + length <= width + 2, "a fault lies inside its line");
  }
}

namespace {

bool same_faults(const std::vector<Diagnostic>& a, const std::vector<Diagnostic>& b) {
  return std::equal(
      a.begin(), a.end(), b.begin(), b.end(),
      [](const Diagnostic& x, const Diagnostic& y) { return render(x) == render(y); });
}

// Claims that say nothing, something and much; each policy makes of them what it can.
constexpr std::string_view claims[] = {
    "{}",
    R"({"claim":{"id":"F-1","filed_on":"2026-10-08","requests":"return"},)"
    R"("purchase":{"sold_on":"2026-09-26","price":"1299.00"}})",
    R"({"claim":{"id":"F-2","filed_on":"2024-08-05","requests":"any"},)"
    R"("purchase":{"sold_on":"2024-05-01","invoiced_on":"never","price":"1299","net_dealer_price":null,)"
    R"("sold_directly":true,"documents":["invoice","guarantee_certificate"]},)"
    R"("product":{"category":"mp3_player","brand":"现代"},)"
    R"("fault":{"kind":"performance","cause":"own_component","confirmed":true,"described":true},)"
    R"("repairs":[{"received_on":"2024-06-01","returned_on":"2024-06-11","fixed":false},)"
    R"({"received_on":"2024-07-02","fixed":null},{"returned_on":"2024-07-09"}],)"
    R"("exchanges":[{"on":"2024-05-20"}],"stock":{"same_model":false}})"};

// Short, so that an empty claim is decided at once.
constexpr std::string_view small = R"(sanbao: 1
policy: small
version: "1"
title: {zh: 小, en: small}
basis: vendor
clock: {zone: UTC, count_from: next_day, month_end: last_day, roll: none}
periods: {trial: {from: purchase.sold_on, length: 7 days}}
rules:
  - {id: "1", title: {zh: 退, en: return}, when: claim.filed_on in trial, grants: {return: {}}}
)";

std::string decided(const Rulebook& rulebook, const Claim& claim) {
  Decision decision;
  std::string json;
  promise(evaluate(rulebook, claim, {}, decision), "a claim is decided");
  append_json(decision, json);
  return json;
}

}  // namespace

bool hold_policy(std::string_view text) {
  const Result<Policy> policy = load_policy(text, "f.yaml");
  const std::vector<Diagnostic>& faults = policy.diagnostics();
  hold_faults(text, faults);
  promise(has_errors(faults) != policy.has_value(), "a policy or errors, never both or neither");
  const Result<Policy> again = load_policy(text, "f.yaml");
  promise(again.has_value() == policy.has_value() && same_faults(faults, again.diagnostics()),
          "a policy is read alike twice");
  if (!policy.has_value()) return false;
  const auto infos = policy->policies();
  promise(infos.size() == 1 && infos[0].digest == again->policies()[0].digest,
          "the same bytes have the same digest");
  promise(infos[0].digest.size() == 71 && infos[0].digest.starts_with("sha256:"),
          "a digest is a SHA-256");
  for (const std::string_view line : claims) {
    Claim claim(*policy);
    // A policy may declare a fact of that name as another type.
    if (ClaimReader(*policy).read(line, claim)) hold_decision(*policy, claim);
  }
  return true;
}

void hold_decision(const Rulebook& rulebook, const Claim& claim) {
  static Decision used;  // again and again, under every policy
  std::string kept;
  for (const Detail detail : {Detail::none, Detail::codes, Detail::full, Detail::full}) {
    std::string json;
    promise(evaluate(rulebook, claim, {.as_of = {}, .detail = detail}, used), "a claim is decided");
    append_json(used, json);
    promise(is_json(json), "a decision is JSON");
    promise(json.find('\n') == std::string::npos, "a decision is one line");
    promise(detail != Detail::full || kept.empty() || json == kept, "alike when decided twice");
    if (detail == Detail::full) kept = json;
  }
  for (const Language language : {Language::zh, Language::en}) {
    const std::string page = explain(used, language);
    promise(!page.empty() && !base::find_invalid_utf8(page), "an explanation is text");
  }
  if (const std::optional<CivilDate> filed = used.filed_on()) {
    const auto later = add(*filed, Days(40)), earlier = add(*filed, Days(-1));
    promise(later && evaluate(rulebook, claim, {.as_of = later, .detail = Detail::full}, used),
            "a claim is decided as of a later day");
    std::string json;
    append_json(used, json);
    promise(is_json(json), "and that is JSON");
    promise(!earlier || !evaluate(rulebook, claim, {.as_of = earlier, .detail = {}}, used),
            "no claim is decided before it is filed");
  }
  Decision fresh;
  std::string anew;
  promise(evaluate(rulebook, claim, {}, fresh), "and decided anew");
  append_json(fresh, anew);
  promise(anew == kept, "a decision used before makes no difference");
}

void hold_line(const Rulebook& rulebook, std::string_view line) {
  ClaimReader reader(rulebook);
  Claim claim(rulebook);
  // What was read before makes no difference: neither a refused line nor a good one.
  if (!reader.read(R"({"repairs":[{"received_on":"2024-06-01"},{"received_on":1}]})", claim) &&
      !reader.read(R"({"repairs":[{"received_on":"2024-06-01"}],"context":{}})", claim))
    promise(false, "a plain line is read");
  // Nor does it that lines like this one are known: such are read the short way (claims/trail.hpp).
  static const std::string claims = file_of_tree("examples/claims/hyundai-mp3/claims.jsonl");
  for (std::size_t from = claims.find('\n') + 1, lines = 0; lines < 3; ++lines) {
    const std::size_t end = claims.find('\n', from);
    for (int again = 0; again < 6; ++again)
      (void)reader.read(std::string_view(claims).substr(from, end - from), claim);
    from = end + 1;
  }
  const bool read = reader.read(line, claim);
  ClaimReader fresh(rulebook);
  Claim other(rulebook);
  promise(fresh.read(line, other) == read, "a reader used before reads alike");
  if (read) {
    promise(line.size() <= max_record_bytes, "no long line is read");
    promise(is_json(line), "what is read is JSON");
    hold_decision(rulebook, claim);
    const std::string meant = decided(rulebook, other);
    promise(decided(rulebook, claim) == meant, "and the same claim");
    for (int again = 0; again < 4; ++again)
      promise(reader.read(line, claim), "a line is read as often as one likes");
    promise(decided(rulebook, claim) == meant, "and is the same claim each time");
    return;
  }
  const RecordError& error = reader.error();
  promise(error.code.size() == 6 && error.code.starts_with("SB3"), "a refusal has a code");
  promise(!error.message.empty() && !error.expected.empty(), "a refusal has words");
  promise(error.offset <= line.size(), "a refusal lies inside its line");
  promise(error.code == fresh.error().code && error.offset == fresh.error().offset &&
              error.message == fresh.error().message && error.path == fresh.error().path,
          "a line is refused alike twice");
  std::string json;
  append_json(error, 1, 0, json);
  promise(is_json(json) && json.find('\n') == std::string::npos, "a refusal is one line of JSON");
  static const Policy open = *load_policy(small, "small.yaml");
  Claim nothing(open);
  if (!ClaimReader(open).read(line, nothing)) {
    promise(decided(open, nothing) == decided(open, Claim(open)),
            "a refused claim is an empty one");
  }
}

std::string file_of_tree(const char* path) {
  std::ifstream file(std::string(SANBAO_FUZZ_SOURCE) + "/" + path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  promise(!text.empty(), "a file of the tree is there");
  return text;
}

}  // namespace fuzz
