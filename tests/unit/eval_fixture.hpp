// SPDX-License-Identifier: Apache-2.0
//
// A policy of a few lines and decisions by it, for the tests of eval/ and compile/.
// In: sections behind a sound head, claims as JSON. Out: a Rulebook, decisions, their bytes.
// Never reads a file.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <utility>

#include "ir/program.hpp"
#include "sanbao/sanbao.hpp"

namespace eval_fixture {

inline const std::string head =
    "sanbao: 1\npolicy: demo\nversion: \"1\"\ntitle: {zh: 示例, en: Example}\nbasis: vendor\n"
    "currency: CNY\nround: {to: 0.01, mode: half_up}\n"
    "clock: {zone: Asia/Shanghai, count_from: next_day, month_end: last_day, roll: none}\n";

inline sanbao::Rulebook load(const std::string& sections) {
  auto policy = sanbao::load_policy(head + sections, "demo.yaml");
  for (const auto& fault : policy.diagnostics())
    if (!policy) MESSAGE(sanbao::render(fault));
  REQUIRE(policy.has_value());
  return *policy;
}

/// One rule that grants a repair where `when` holds.
inline sanbao::Rulebook load_when(const std::string& when, const std::string& sections = {}) {
  return load(sections + "rules:\n  - id: \"1\"\n    title: {zh: 修理, en: Repair}\n    when: " +
              when + "\n    grants: {repair: {}}\n");
}

inline sanbao::Claim read(const sanbao::Rulebook& rules, std::string_view json) {
  sanbao::Claim claim(rules);
  sanbao::ClaimReader reader(rules);
  const bool sound = reader.read(json, claim);
  if (!sound) MESSAGE(reader.error().path << ": " << reader.error().message);
  REQUIRE(sound);
  return claim;
}

inline sanbao::Decision decide(const sanbao::Rulebook& rules, std::string_view json) {
  return sanbao::evaluate(rules, read(rules, json));
}

inline sanbao::Status status(const sanbao::Rulebook& rules, std::string_view json,
                             std::string_view remedy = "repair") {
  const auto decision = decide(rules, json);
  const auto* answer = decision.remedy(remedy);
  return answer == nullptr ? sanbao::Status::unavailable : answer->status;
}

inline std::string json_of(const sanbao::Rulebook& rules, std::string_view claim,
                           sanbao::Detail detail = sanbao::Detail::full) {
  sanbao::Decision decision;
  REQUIRE(sanbao::evaluate(rules, read(rules, claim), {{}, detail}, decision));
  std::string out;
  sanbao::append_json(decision, out);
  return out;
}

/// Without the digest, which is of the file's bytes.
inline std::string without_digests(std::string json) {
  for (std::size_t at = 0; (at = json.find("sha256:", at)) != std::string::npos; at += 7)
    json.erase(at + 7, json.find('"', at) - at - 7);
  return json;
}

/// The sets of the entry for a remedy, as "a,b;c".
inline std::string asked(const sanbao::Decision& decision, std::string_view remedy) {
  std::string out;
  for (const auto& ask : decision.ask()) {
    if (ask.remedy != remedy) continue;
    for (const auto& set : ask.sets) {
      out += out.empty() ? "" : ";";
      for (std::size_t i = 0; i < set.size(); ++i)
        out += (i == 0 ? "" : ",") + std::string(set[i]);
    }
  }
  return out;
}

}  // namespace eval_fixture
