// SPDX-License-Identifier: Apache-2.0
//
// A policy and a claim made at random, for rapidcheck: made by the makers of tests/oracle, cut down to the
// smallest policy and claim that still break a property.
// In: rapidcheck's own chance. Out: pairs; rulebooks and decisions of them.
// Never gives a pair that is refused, but for what is cut down: `load` and `read` say so, and the pair is passed over.
#pragma once

#include <rapidcheck.h>

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "policy_tree.hpp"
#include "sanbao/sanbao.hpp"

namespace properties {

/// Where the policies of pairs come from: made at random, or rules/vendors/hyundai-mp3.yaml.
enum class Source : std::uint8_t { random, hyundai };
constexpr Source sources[] = {Source::random, Source::hyundai};

struct Pair {
  std::vector<Json> policies;  // one, sometimes two that meet in a rulebook
  Json claim;
};
std::ostream& operator<<(std::ostream& out, const Pair& pair);

rc::Gen<Pair> pairs(Source source);

inline std::string of(Source source) {
  return source == Source::random ? " (random policies)" : " (hyundai-mp3)";
}

/// One check for each source; true where both hold.
template <typename Property>
bool holds_of_pairs(const std::string& what, const Property& property) {
  bool all = true;
  for (const Source source : sources) {
    all = rc::check(what + of(source), [&] { property(*pairs(source)); }) && all;
  }
  return all;
}

/// A number for what a property chooses itself: the same while the pair is cut down.
std::uint64_t any_seed();
/// A number that hangs on a text and a seed: whether a fact is taken does not hang on its neighbours.
std::uint64_t hash(std::string_view text, std::uint64_t seed);

std::optional<sanbao::Rulebook> load(const std::vector<Json>& policies);
std::optional<sanbao::Claim> read(const sanbao::Rulebook& rules, const std::string& line);
/// As loaded; the test case is passed over where either is refused.
sanbao::Rulebook rules_of(const Pair& pair);
sanbao::Decision decide(const sanbao::Rulebook& rules, const Json& claim,
                        sanbao::Detail detail = sanbao::Detail::codes);
/// With full reasons.
std::string json_of(const sanbao::Rulebook& rules, const Json& claim);
sanbao::Status status_of(const sanbao::Decision& decision, std::string_view remedy);

/// Fails the property, showing the place where two texts begin to differ.
void same(const std::string& a, const std::string& b);

}  // namespace properties
