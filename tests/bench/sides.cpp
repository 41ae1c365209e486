// SPDX-License-Identifier: Apache-2.0
//
// The two sides: see sides.hpp.
#include "sides.hpp"

#include <array>
#include <cstdio>
#include <stdexcept>
#include <utility>

namespace sanbao::bench {

namespace {

constexpr std::size_t padding = 64;

void print(const char* what, std::string_view text) {
  std::printf("  %s %.*s\n", what, static_cast<int>(text.size()), text.data());
}

/// A claim of which one value is changed for a wrong one.
constexpr std::string_view sound =
    R"({"claim":{"id":"C-1","filed_on":"2024-05-08","requests":"return"},"purchase":{"sold_on":"2024-05-01","invoiced_on":"2024-05-01","price":"1299.00","net_dealer_price":980.5,"sold_directly":true,"channel":"store","documents":["invoice"]},"product":{"category":"mp3_player","brand":"现代"},"fault":{"kind":"performance","cause":"own_component","confirmed":true,"described":true},"goods":{"accessories_complete":true,"human_damage":false,"opened_by_unauthorised":false,"modified":false,"counterfeit":false,"certificate_altered":false,"label_intact":true,"serial_matches":true,"model_matches":true},"stock":{"same_model":true},"consumer":{"accepts_exchange":true,"accepts_other_model":false},"proof":{"within_guarantee":true},"repairs":[{"received_on":"2024-05-03","returned_on":"2024-05-06","fixed":false,"waiting_days":12}],"exchanges":[]})";

/// What stands in `sound`, and what takes its place; every one of these records is to be refused.
constexpr std::array<std::pair<std::string_view, std::string_view>, 24> wrong = {{
    {"2024-05-08", "2024-02-30"},
    {"2024-05-08", "2023-02-29"},
    {"2024-05-08", "2024-13-01"},
    {"2024-05-08", "2024-5-8"},
    {"2024-05-08", "1969-12-31"},
    {"2024-05-08", "2200-01-01"},
    {"2024-05-08", "never"},
    {"2024-05-08", "2024-05-08T10:00:00"},
    {"2024-05-08", "2024-05-08T24:00:00Z"},
    {"2024-05-08", "1988-05-08T10:00:00Z"},
    {"1299.00", "1299.001"},
    {"1299.00", "-1299.00"},
    {"1299.00", "01299.00"},
    {"1299.00", "1299."},
    {"1299.00", "1e3"},
    {"1299.00", "1000000000000000.01"},
    {"980.5", "980.505"},
    {"980.5", "true"},
    {"\"performance\"", "\"performnce\""},
    {"\"return\"", "\"returns\""},
    {"[\"invoice\"]", "[\"Invoice\"]"},
    {"\"confirmed\":true", "\"confirmed\":\"true\""},
    {"\"waiting_days\":12", "\"waiting_days\":1.5"},
    {"2024-05-06", "2024-05-02"},
}};

}  // namespace

void Lines::split() {
  const std::string_view text(bytes);
  lines.clear();
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  const std::size_t size = bytes.size();
  bytes.append(padding, ' ');
  // The bytes may have moved.
  const char* const moved = bytes.data();
  std::size_t at = 0;
  for (std::string_view& line : lines) {
    line = {moved + at, line.size()};
    at += line.size() + 1;
  }
  if (at != size) throw std::logic_error("the last claim has no end of line");
}

Sanbao::Sanbao(const Rulebook& rules) : rulebook(rules), reader(rules), claim(rules) {}

bool Sanbao::decide(std::string_view line, Detail detail) {
  if (!reader.read(line, claim)) return false;
  const EvaluateOptions options{.as_of = std::nullopt, .detail = detail};
  if (!evaluate(rulebook, claim, options, decision)) return false;
  append_json(decision, out);
  return true;
}

Hand::Hand(const Rulebook& rules, std::string_view calendar_text) : out(std::size_t{4} << 20) {
  if (!calendar.load(calendar_text)) throw std::runtime_error("the calendar cannot be read");
  Sanbao any(rules);
  if (!any.decide(sound, Detail::none)) throw std::runtime_error("the sound claim is refused");
  const PolicyAnswer& policy = any.decision.policies().front();
  constants = {std::string(policy.digest), std::string(policy.calendars.front().digest),
               std::string(library_version())};
}

bool Hand::decide(std::string_view line, std::size_t room) {
  if (!reader.read(line, room, facts) || !hand::decide(facts, calendar, verdict)) return false;
  hand::write(facts, verdict, constants, out);
  return true;
}

bool agree(Sanbao& sanbao, Hand& hand, const Lines& claims) {
  std::size_t differences = 0;
  std::size_t covered = 0;
  for (const std::string_view line : claims.lines) {
    sanbao.out.clear();
    hand.out.clear();
    const bool one = sanbao.decide(line, Detail::codes);
    const bool other = hand.decide(line, claims.room(line));
    if (one && other && sanbao.out == hand.out.view()) {
      if (!sanbao.decision.policies().empty()) ++covered;
      continue;
    }
    if (++differences > 5) continue;
    std::printf("difference:\n");
    print("claim       ", line);
    print("sanbao      ", one ? std::string_view(sanbao.out) : sanbao.reader.error().message);
    print("hand-written", other ? hand.out.view() : "not decided");
  }
  std::printf("%zu claims with all facts given, %zu of them covered: %zu differences\n",
              claims.lines.size(), covered, differences);
  // Claims that are all alike would prove nothing.
  return differences == 0 && covered * 2 > claims.lines.size();
}

bool refuse_alike(Sanbao& sanbao, Hand& hand) {
  bool alike = true;
  std::size_t refused = 0;
  for (std::size_t i = 0; i <= wrong.size(); ++i) {
    std::string line(sound);
    if (i < wrong.size())
      line.replace(line.find(wrong[i].first), wrong[i].first.size(), wrong[i].second);
    const std::size_t size = line.size();
    line.append(padding, ' ');
    const std::string_view text = std::string_view(line).substr(0, size);
    const bool one = sanbao.reader.read(text, sanbao.claim);
    const bool other = hand.reader.read(text, line.size(), hand.facts);
    refused += !one && !other ? 1 : 0;
    if (one == other && one == (i == wrong.size())) continue;
    alike = false;
    std::printf("difference: sanbao %s, hand-written %s\n", one ? "reads" : "refuses",
                other ? "reads" : "refuses");
    print("claim", text);
  }
  std::printf("%zu of %zu wrong values refused by both\n", refused, wrong.size());
  return alike;
}

}  // namespace sanbao::bench
