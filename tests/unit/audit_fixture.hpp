// SPDX-License-Identifier: Apache-2.0
//
// What tests of logs share: a small rulebook, claims, decisions as `decide` writes them, logs of both.
#pragma once

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "folder_fixture.hpp"
#include "sanbao/audit/log.hpp"
#include "sanbao/evaluate.hpp"
#include "sanbao/records.hpp"
#include "sanbao/rulebook.hpp"

namespace audit_fixture {

inline sanbao::Rulebook rulebook(const std::string& days = "7") {
  auto loaded = sanbao::load_policy(
      "sanbao: 1\npolicy: shop\nversion: \"1\"\ntitle: {zh: 店, en: Shop}\ncurrency: CNY\n"
      "round: {to: 0.01, mode: half_up}\n"
      "clock: {zone: Asia/Shanghai, count_from: next_day, month_end: last_day, roll: "
      "next_working_day, calendar: cn}\n"
      "periods: {trial: {from: purchase.sold_on, length: " +
          days +
          " days}}\nrules:\n  - {id: \"1\", title: {zh: 退, en: Return}, when: claim.filed_on in "
          "trial, grants: {return: {pays: {refund: purchase.price}}}}\n",
      "shop.yaml");
  REQUIRE(loaded);
  return *loaded;
}

/// Each claim another day and another price.
inline std::string claim(unsigned number) {
  const std::string day = std::to_string(10 + number % 19);
  return R"({"claim":{"id":"C-)" + std::to_string(number) + R"(","filed_on":"2024-05-)" + day +
         R"("},"purchase":{"sold_on":"2024-05-05","price":")" + std::to_string(100 + number) +
         R"(.50"},"context":{"buyer":{"phone":"130"}}})";
}

inline constexpr sanbao::EvaluateOptions codes{.as_of = {}, .detail = sanbao::Detail::codes};

/// Decides as `decide` does and adds the record to the batch.
class Desk {
 public:
  explicit Desk(const sanbao::Rulebook& rules) : rules_(rules), claim_(rules), reader_(rules) {}

  void decide(const std::string& line, std::uint64_t number, sanbao::audit::Batch& batch) {
    json_.clear();
    if (reader_.read(line, claim_)) {
      REQUIRE(sanbao::evaluate(rules_, claim_, codes, decision_));
      sanbao::append_json(decision_, json_);
      batch.decided(line, json_);
    } else {
      sanbao::append_json(reader_.error(), number, 0, json_);
      batch.refused(line, number, 0, json_);
    }
  }

 private:
  sanbao::Rulebook rules_;
  sanbao::Claim claim_;
  sanbao::ClaimReader reader_;
  sanbao::Decision decision_;
  std::string json_;
};

/// Opens a log, keeps `count` claims from number `first` on, and closes it.
inline sanbao::audit::Head keep(const std::string& folder, unsigned first, unsigned count,
                                const sanbao::Rulebook& rules,
                                sanbao::audit::LogOptions options = {}) {
  auto log = sanbao::audit::Log::open(folder, std::move(options));
  log.use(rules, codes);
  auto batch = log.batch();
  Desk desk(rules);
  for (unsigned i = first; i < first + count; ++i) {
    desk.decide(claim(i), i, batch);
    if (i % 7 == 0) log.append(batch);
  }
  log.append(batch);
  log.commit();
  return log.head();
}

inline std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}
inline void write(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}
inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  if (begin < text.size()) lines.push_back(text.substr(begin));
  return lines;
}

inline const std::string first_segment = "/000000000001.jsonl";

}  // namespace audit_fixture
