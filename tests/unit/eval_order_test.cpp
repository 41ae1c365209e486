// SPDX-License-Identifier: Apache-2.0
//
// What must not matter (docs/language.md §1 "Order means nothing", §7 "Order"): the place of rules and keys in
// a file, the order of a claim's keys and events, `context`, the number of threads, what was decided before.
#include <algorithm>
#include <fstream>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "eval_fixture.hpp"

using namespace sanbao;
using namespace eval_fixture;

namespace {

std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  REQUIRE_FALSE(text.empty());
  return text;
}

std::vector<std::string> lines_of(const std::string& path) {
  std::vector<std::string> lines;
  std::ifstream file(path, std::ios::binary);
  for (std::string line; std::getline(file, line);)
    lines.push_back(line);
  REQUIRE_FALSE(lines.empty());
  return lines;
}

// Pieces of a YAML block, each beginning at a line of exactly this indentation; comments go with what follows.
std::vector<std::string> pieces(const std::string& block, std::size_t indent, bool items) {
  std::vector<std::string> out;
  std::string next;
  bool begun = false;
  std::size_t at = 0;
  while (at < block.size()) {
    const std::size_t end = std::min(block.find('\n', at), block.size() - 1) + 1;
    const std::string line = block.substr(at, end - at);
    at = end;
    const std::size_t blanks = line.find_first_not_of(' ');
    const bool comment = blanks != std::string::npos && line[blanks] == '#';
    const bool starts = blanks == indent && !comment && line[blanks] != '\n' &&
                        (!items || line.compare(blanks, 2, "- ") == 0);
    if (starts && begun) {
      out.push_back(next);
      next.clear();
    }
    begun = begun || starts;
    if (!comment && blanks != std::string::npos && line[blanks] != '\n') next += line;
  }
  if (!next.empty()) out.push_back(next);
  return out;
}

std::string joined(const std::vector<std::string>& list) {
  std::string out;
  for (const auto& piece : list)
    out += piece;
  return out;
}

// The same policy with its sections, and within them names and rules, in another order.
std::string shuffled(const std::string& policy, std::uint32_t seed) {
  std::mt19937 random(seed);
  auto sections = pieces(policy, 0, false);
  for (auto& section : sections) {
    const std::size_t line = section.find('\n') + 1;
    const std::string name = section.substr(0, section.find(':'));
    const bool list = name == "rules" || name == "notices";
    const bool map = name == "values" || name == "periods" || name == "conditions" ||
                     name == "names" || name == "facts" || name == "informative" || name == "clock";
    if ((!list && !map) || line >= section.size()) continue;
    auto inner = pieces(section.substr(line), 2, list);
    std::shuffle(inner.begin(), inner.end(), random);
    section = section.substr(0, line) + joined(inner);
  }
  std::shuffle(sections.begin() + 1, sections.end(), random);
  return joined(sections);
}

Rulebook load_text(const std::string& text) {
  auto rules = load_policy(text, "policy.yaml");
  if (!rules) MESSAGE(render(rules.diagnostics().front()));
  REQUIRE(rules);
  return *rules;
}

std::string pieced(std::string line, const std::string& from, const std::string& to) {
  const std::size_t at = line.find(from);
  REQUIRE(at != std::string::npos);
  return line.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("moving rules, names and sections in a file changes no byte but the digest") {
  for (const char* file : {"rules/vendors/hyundai-mp3.yaml", "examples/shop.yaml"}) {
    const std::string text = text_of(file);
    const Rulebook rules = load_text(text);
    const auto claims = lines_of("examples/claims/hyundai-mp3/claims.jsonl");
    for (std::uint32_t seed = 1; seed <= 5; ++seed) {
      const std::string other = shuffled(text, seed);
      REQUIRE(other != text);
      const Rulebook moved = load_text(other);
      CHECK(moved.policies()[0].digest != rules.policies()[0].digest);
      for (const auto& claim : claims) {
        CAPTURE(claim);
        const std::string a = json_of(rules, claim), b = json_of(moved, claim);
        CHECK(without_digests(a) == without_digests(b));
        CHECK(explain(decide(rules, claim), Language::zh) ==
              explain(decide(moved, claim), Language::zh));
      }
    }
  }
}

TEST_CASE("the order of keys and of unread groups in a claim changes nothing") {
  const Rulebook rules = load_when("fault.confirmed and goods.intact");
  CHECK(
      json_of(
          rules,
          R"({"claim":{"filed_on":"2024-05-08","id":"A"},"fault":{"confirmed":true},"goods":{}})") ==
      json_of(
          rules,
          R"({"goods":{},"fault":{"confirmed":true},"claim":{"id":"A","filed_on":"2024-05-08"}})"));
}

TEST_CASE("the order of a claim's repairs changes nothing but their indexes") {
  const Rulebook rules = load_text(text_of("examples/shop.yaml"));
  const std::string one =
                        R"({"received_on":"2024-06-01","returned_on":"2024-06-11","fixed":false})",
                    two =
                        R"({"received_on":"2024-06-05","returned_on":"2024-06-16","fixed":false})",
                    three =
                        R"({"received_on":"2024-07-05","returned_on":"2024-07-06","fixed":true})";
  std::vector<std::string> repairs{one, two, three};
  std::sort(repairs.begin(), repairs.end());
  std::vector<std::string> seen;
  do {
    const std::string claim =
        R"({"claim":{"filed_on":"2024-08-05","requests":"return"},"purchase":{"delivered_on":"2024-05-01","price":"2400.00"},"goods":{"accessories_complete":true},"fault":{"confirmed":true},"repairs":[)" +
        repairs[0] + "," + repairs[1] + "," + repairs[2] + "]}";
    const std::string answer = json_of(rules, claim, Detail::codes);
    CHECK(answer.find(R"("outcome":"approved")") != std::string::npos);
    seen.push_back(answer);
  } while (std::next_permutation(repairs.begin(), repairs.end()));
  REQUIRE(seen.size() == 6);
  for (const auto& answer : seen)
    CHECK(answer == seen.front());
  // 96 days, less 1 to 16 June (15 days, once) and a day in July: 80 of use.
  CHECK(seen.front().find(R"("wear_fee":"192.00")") != std::string::npos);
}

TEST_CASE("context is carried along and changes nothing") {
  const Rulebook rules = load_text(text_of("rules/vendors/hyundai-mp3.yaml"));
  for (const auto& claim : lines_of("examples/claims/hyundai-mp3/claims.jsonl")) {
    if (claim.find("\"context\"") != std::string::npos) continue;
    const std::string with =
        pieced(claim, "{", R"({"context":{"fault":{"confirmed":true},"purchase":{"sold_on":7}},)");
    CHECK(json_of(rules, claim) == json_of(rules, with));
  }
}

TEST_CASE("what was decided before leaves no trace in a decision used again") {
  const Rulebook rules = load_text(text_of("rules/vendors/hyundai-mp3.yaml"));
  auto claims = lines_of("examples/claims/hyundai-mp3/claims.jsonl");
  std::map<std::string, std::string> fresh;
  for (const auto& claim : claims)
    fresh[claim] = json_of(rules, claim);
  std::mt19937 random(7);
  ClaimReader reader(rules);
  Claim claim(rules);
  Decision decision;
  const Rulebook other = load_when("fault.confirmed");
  ClaimReader other_reader(other);
  Claim other_claim(other);
  for (int round = 0; round < 10; ++round) {
    std::shuffle(claims.begin(), claims.end(), random);
    for (const auto& line : claims) {
      REQUIRE(reader.read(line, claim));
      REQUIRE(evaluate(rules, claim, {}, decision));
      std::string json;
      append_json(decision, json);
      CHECK(json == fresh[line]);
    }
    // Another rulebook in between, and a refused day.
    REQUIRE(other_reader.read(R"({"claim":{"filed_on":"2024-05-08"}})", other_claim));
    REQUIRE(evaluate(other, other_claim, {}, decision));
    CHECK(decision.policies()[0].policy == "demo");
    CHECK_FALSE(evaluate(rules, claim, {CivilDate::parse("2001-01-01"), Detail::full}, decision));
    CHECK(decision.policies().empty());
    CHECK(decision.remedies().empty());
  }
}

TEST_CASE("four threads on one rulebook write what one writes") {
  const Rulebook rules = load_text(text_of("rules/vendors/hyundai-mp3.yaml"));
  const auto claims = lines_of("examples/claims/hyundai-mp3/claims.jsonl");
  const auto work = [&](std::vector<std::string>& out, std::size_t from) {
    ClaimReader reader(rules);
    Claim claim(rules);
    Decision decision;
    for (std::size_t n = 0; n < claims.size() * 5; ++n) {
      const std::size_t i = (from + n) % claims.size();
      out[i].clear();
      if (!reader.read(claims[i], claim) || !evaluate(rules, claim, {}, decision)) return;
      append_json(decision, out[i]);
      out[i] += explain(decision, Language::en);
    }
  };
  std::vector<std::string> alone(claims.size());
  work(alone, 0);
  std::vector<std::vector<std::string>> together(4, std::vector<std::string>(claims.size()));
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < together.size(); ++t)
    threads.emplace_back([&, t] { work(together[t], t * 5); });
  for (auto& thread : threads)
    thread.join();
  for (const auto& out : together)
    CHECK(out == alone);
  for (const auto& text : alone)
    CHECK(text.size() > 100);
}
