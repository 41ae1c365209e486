// SPDX-License-Identifier: Apache-2.0
//
// The short way of reading: a reader that knows how lines are laid out says the same of a line as one that has never
// read any, and goes the short way where lines are alike. And the quick forms of values, held to the slow ones.
#include "claims/trail.hpp"

#include <doctest/doctest.h>

#include <cstdio>
#include <string>
#include <vector>

#include "claim_fixture.hpp"
#include "hyundai_claims.hpp"
#include "values/decimal.hpp"

using namespace sanbao;
using namespace claim_fixture;

namespace {

std::string facts_of(const ir::ClaimData& data) {
  std::string all;
  const auto add = [&](const std::vector<ir::Cell>& cells) {
    for (const ir::Cell& cell : cells)
      all += std::to_string(static_cast<int>(cell.state)) + ":" + std::to_string(cell.value) + " ";
    all += '\n';
  };
  add(data.cells);
  for (const ir::EventRows& rows : data.lists) {
    all += std::to_string(static_cast<int>(rows.state)) + "x" + std::to_string(rows.count) + " ";
    add(rows.cells);
  }
  for (const ir::Symbol member : data.set_members)
    all += std::string(data.text(member)) + " ";
  for (const std::string& group : data.unread)
    all += group + " ";
  return all + data.text_bytes;
}

std::string told(const RecordError& error) {
  return error.code + " " + std::to_string(error.offset) + " " + error.path + " " + error.message +
         " " + error.expected + " " + error.claim_id;
}

// A reader that has read many lines, and one that is new with each line.
struct Both {
  Bench used;

  bool read(std::string_view line) {
    INFO(std::string(line));
    Bench fresh;
    const bool good = used.read(line);
    REQUIRE(good == fresh.read(line));
    CHECK(fresh.reader.followed() == 0);
    CHECK(facts_of(used.data) == facts_of(fresh.data));
    if (!good) CHECK(told(used.error) == told(fresh.error));
    return good;
  }
  // Until the next line is tried.
  void wait_for(std::string_view line) {
    for (int tries = 0; !follows(line); ++tries)
      REQUIRE(tries < 200);
  }
  // Whether the line was read the short way.
  bool follows(std::string_view line) {
    const std::uint64_t before = used.reader.followed();
    REQUIRE(read(line));
    return used.reader.followed() > before;
  }
};

struct Change {
  std::string_view text, instead;
};

constexpr std::string_view sound =
    R"({"claim": {"id": "C-1", "filed_on": "2024-05-08", "requests": "return"}, "purchase": {"price": "1299.00", )"
    R"("net_dealer_price": 980.5, "sold_directly": true, "documents": ["invoice", "guarantee_certificate"]}, )"
    R"("product": {"brand": "现代", "series": "其他"}, "fault": {"kind": "performance", "component": "mainboard of )"
    R"(a length that does not fit into one block of bytes"}, "lcd": {"bright_dots": 12}, "shop": {"discount": )"
    R"("12.5%", "levy": 3, "tags": ["a", "b"]}, "repairs": [{"received_on": "2024-05-03", "returned_on": )"
    R"("2024-05-06", "fixed": false, "waiting_days": 12, "authorised": null}, {"received_on": "2024-05-07", )"
    R"("returned_on": "never"}], "visits": [{"came_on": "2024-05-03T10:00:00+08:00", "colours": [], "fee": )"
    R"("5.00"}], "exchanges": [], "goods": {"modified": false, "opened": true, "human_damage": null}})";

}  // namespace

TEST_CASE("lines that are alike are read the short way, with the same facts") {
  Both both;
  CHECK_FALSE(both.follows(sound));
  for (int i = 0; i < 3; ++i)
    CHECK(both.follows(sound));
  std::string other(sound);
  for (const Change& change : std::vector<Change>{{"C-1", "C-2345678"},
                                                  {"2024-05-08", "2024-05-09T10:00:00Z"},
                                                  {"1299.00", "12345678.9"},
                                                  {"980.5", "0"},
                                                  {"true", "false"},
                                                  {"\"invoice\", ", ""},
                                                  {"现代", "a"},
                                                  {"其他", "二"},
                                                  {"\"fixed\": false", "\"fixed\": null"},
                                                  {"12.5%", "1‰"},
                                                  {"[\"a\", \"b\"]", "[ \"b\" , \"c\" ]"}}) {
    CAPTURE(change.text);
    other.replace(other.find(change.text), change.text.size(), change.instead);
    if (change.text != "[\"a\", \"b\"]") CHECK(both.follows(other));
    both.read(other);
  }
  for (unsigned n = 0; n < 300; ++n)
    both.read(hyundai_claims::generated(n));
  CHECK(both.used.reader.followed() > 250);
}

TEST_CASE("whatever is changed in a line is refused or read as by a new reader") {
  Both both;
  both.read(sound);
  const std::string line(sound);
  // The sound line in between teaches the trail again what a changed one may have put into it.
  const auto still_follows = [&] {
    const std::uint64_t before = both.used.reader.followed();
    CHECK(both.used.read(sound));
    CHECK(both.used.reader.followed() > before);
  };
  constexpr std::string_view instead[] = {"\"} 0\x80", "\\,e\x01\n"};
  for (std::size_t at = 0; at < line.size(); ++at) {
    for (const char c : instead[at % 2]) {
      std::string changed = line;
      changed[at] = c;
      both.read(changed);
      still_follows();
    }
    both.read(line.substr(0, at));
    still_follows();
  }
}

TEST_CASE("keys, groups, lists and members that stand twice are refused on a known trail, too") {
  Both both;
  for (
      const std::string_view line :
      {R"({"claim":{"id":"a","requests":"any"},"goods":{"modified":true,"opened":true},"repairs":[{"fixed":true}]})",
       R"({"claim":{"requests":"any","id":"a"},"goods":{"opened":true,"modified":true},"repairs":[{"fixed":true}]})",
       R"({"goods":{"modified":true},"claim":{"id":"a"},"repairs":[],"goods":{"opened":true}})",
       R"({"goods":{"modified":true},"repairs":[]})",
       R"({"goods":{"modified":true},"claim":{"id":"a"}})", R"({"claim":{"id":"a"},"repairs":[]})",
       R"({"claim":{"id":"a"},"goods":{"opened":true}})",
       R"({"claim":{"id":"a"},"goods":{"modified":true}})",
       R"({"repairs":[{"fixed":true,"safety":true}],"goods":{"opened":true}})",
       R"({"repairs":[{"safety":true,"fixed":true}]})", R"({"purchase":{"documents":["invoice"]}})",
       R"({"goods":{"opened":true},"repairs":[{"fixed":true}],"exchanges":[{"on":"2024-01-01"}]})",
       R"({"exchanges":[{"on":"2024-01-01"}],"repairs":[{"fixed":true}]})"})
    both.read(line);
  const auto refused = [&](std::string_view line, std::string_view code) {
    both.wait_for(R"({"claim":{"id":"a"},"repairs":[]})");
    CHECK_FALSE(both.read(line));
    CHECK(both.used.error.code == code);
  };
  refused(R"({"claim":{"id":"a","requests":"any","id":"b"}})", "SB3006");
  refused(R"({"claim":{"id":"a"},"goods":{"modified":true},"claim":{"id":"a"}})", "SB3006");
  refused(R"({"goods":{"modified":true},"claim":{"id":"a"},"goods":{"opened":true}})", "SB3006");
  refused(R"({"repairs":[{"fixed":true,"safety":true,"fixed":true}]})", "SB3006");
  refused(
      R"({"exchanges":[{"on":"2024-01-01"}],"repairs":[{"fixed":true}],"exchanges":[{"on":"2024-01-01"}]})",
      "SB3006");
  refused(R"({"purchase":{"documents":["invoice","invoice"]}})", "SB3014");
}

TEST_CASE("an event that ends before it begins is refused on a known trail") {
  Both both;
  both.read(R"({"repairs":[{"received_on":"2024-05-03","returned_on":"2024-05-06"}]})");
  CHECK(both.follows(R"({"repairs":[{"received_on":"2024-05-03","returned_on":"2024-05-03"}]})"));
  CHECK_FALSE(
      both.read(R"({"repairs":[{"received_on":"2024-05-03","returned_on":"2024-05-02"}]})"));
  CHECK(both.used.error.code == "SB3027");
}

TEST_CASE("what the short way cannot tell whole is read by the other, each time") {
  Both both;
  for (int i = 0; i < 3; ++i) {
    CHECK_FALSE(both.follows(R"({"claim":{"id":"a\u0062"}})"));
    CHECK_FALSE(both.follows(R"({"context":{"a":[1,{"b":2}]},"claim":{"id":"a"}})"));
    CHECK_FALSE(both.follows(R"({"elsewhere":{"a":1},"claim":{"id":"a"}})"));
    CHECK_FALSE(both.follows("{\"claim\":" + std::string(100, ' ') + "{\"id\":\"a\"}}"));
  }
}

TEST_CASE("an event too many is refused on a known trail, one less is not") {
  const auto line = [](int events) {
    std::string text = R"({"exchanges":[{"on":"2024-01-01"})";
    for (int i = 1; i < events; ++i)
      text += R"(,{"on":"2024-01-01"})";
    return text + "]}";
  };
  Both both;
  both.read(line(3));
  CHECK(both.follows(line(1000)));
  CHECK_FALSE(both.read(line(1001)));
  CHECK(both.used.error.code == "SB3009");
}

TEST_CASE("lines that are never alike fill the trail, and it is begun anew") {
  Both both;
  // The blanks before each value are others each time: they count in zeros and ones.
  int number = 0;
  const auto blanks = [&number] {
    std::string out;
    for (int bits = ++number; bits > 0; bits /= 2)
      out += bits % 2 == 0 ? ' ' : '\t';
    return out;
  };
  for (int i = 0; i < 9000; ++i) {
    std::string line;
    for (const char* name : {"opened", "modified", "intact", "counterfeit", "human_damage",
                             "label_intact", "gift_returned", "lasting_traces"})
      line += (line.empty() ? "\"" : ",\"") + std::string(name) + "\":" + blanks() + "true";
    line = "{\"goods\":{" + line + "}}";
    if (i % 16 == 0) {
      both.read(line);
    } else {
      REQUIRE(both.used.read(line));
    }
  }
  both.wait_for(sound);
}

TEST_CASE("the quick form of a date takes the days of 1970 to 2199, and nothing else") {
  const auto check = [](const std::string& text) {
    std::string padded = "\"" + text + "\"";
    padded.resize(padded.size() + 32);
    std::int64_t value = 0;
    const char* const end = claims::quick::date(padded.data(), claims::MonthStarts::get(), value);
    const auto day = CivilDate::parse(text);
    const bool is_fact = day && *day >= CivilDate::first_fact() && *day <= CivilDate::last_fact();
    REQUIRE((end != nullptr) == is_fact);
    if (is_fact) REQUIRE((value == day->days_since_epoch() && end == padded.data() + 12));
  };
  char text[16];
  for (int year = 1968; year <= 2201; ++year)
    for (int month = 0; month <= 13; ++month)
      for (int day = 0; day <= 32; ++day) {
        std::snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
        check(text);
      }
  for (std::size_t at = 0; at < 10; ++at)
    for (int c = 1; c < 256; ++c) {
      std::string changed = "2024-10-20";
      changed[at] = static_cast<char>(c);
      check(changed);
    }
}

TEST_CASE(
    "the quick form of a number takes what the slow one takes, up to seven digits before the "
    "point") {
  std::vector<std::string> texts = {"",   "-1",   "00",    "01",  "0.", ".5",
                                    "1.", "1..2", "1.2.3", "1e3", "1.e"};
  for (const char* whole :
       {"0", "7", "10", "98", "123", "4567", "56789", "999999", "1234567", "12345678"})
    for (const char* rest :
         {"", ".0", ".5", ".05", ".50", ".123", ".999999", ".1234567", "a", ".x", "-"})
      texts.push_back(std::string(whole) + rest);
  for (const int decimals : {0, 2, 3, 6})
    for (const std::string& text : texts) {
      CAPTURE(text);
      CAPTURE(decimals);
      for (const bool quoted : {false, true}) {
        std::string padded = quoted ? "\"" + text + "\"" : text + ",";
        const std::size_t size = padded.size() - (quoted ? 0 : 1);
        padded.resize(padded.size() + 32);
        std::int64_t value = 0;
        const char* const end = claims::quick::money(padded.data(), decimals, value);
        const bool taken =
            end == padded.data() + size;  // elsewhere: what stands there is for others to see
        const auto slow = values::read_decimal(text, decimals, INT64_MAX);
        const bool few = text.find('.') == std::string::npos ? text.size() < 8 : text.find('.') < 8;
        CHECK(taken == (slow && few));
        if (taken) CHECK(value == *slow);
      }
    }
}
