// SPDX-License-Identifier: Apache-2.0
//
// What must not matter (docs/language.md §1 "Order means nothing", §7 "Order"): the place of rules and keys in a
// policy, of keys and events in a claim.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "pair.hpp"

using namespace properties;

namespace {

std::string without_digests(std::string json) {
  for (std::size_t at = 0; (at = json.find("sha256:", at)) != std::string::npos; at += 7)
    json.erase(at + 7, json.find('"', at) - at - 7);
  return json;
}

std::string renamed(const std::string& text, const std::map<std::string, std::string>& names) {
  const std::size_t end = text.find(']');
  if (end == std::string::npos) return text;
  const auto name = names.find(text.substr(0, end + 1));
  return name == names.end() ? text : name->second + text.substr(end + 1);
}

// Events under the names of `names`, and every list that names events in the order of its texts.
bool rename_events(Json& json, const std::map<std::string, std::string>& names) {
  bool has_events = false;
  if (json.kind == Json::Kind::text) {
    has_events = json.text.find("[") != std::string::npos;
    json.text = renamed(json.text, names);
  }
  const auto in_brackets = [](const JsonMember& m) {
    return m.name.ends_with(']') || m.name.find("].") != std::string::npos;
  };
  if (std::any_of(json.members.begin(), json.members.end(), in_brackets)) {
    for (auto& member : json.members)
      member.name = renamed(member.name, names);
    std::sort(json.members.begin(), json.members.end(),
              [](const JsonMember& a, const JsonMember& b) { return a.name < b.name; });
  }
  for (auto& member : json.members)
    has_events = rename_events(member.value, names) || has_events;
  for (Json& item : json.items)
    has_events = rename_events(item, names) || has_events;
  if (has_events)
    std::sort(json.items.begin(), json.items.end(), [](const Json& a, const Json& b) {
      return oracle::write_json(a) < oracle::write_json(b);
    });
  return has_events;
}

}  // namespace

TEST_CASE("moving rules, keys and files changes no byte but the digest") {
  CHECK(holds_of_pairs("policies shuffled", [](const Pair& pair) {
    const auto rules = rules_of(pair);
    oracle::Random random(any_seed());
    std::vector<Json> moved = pair.policies;
    for (Json& policy : moved)
      shuffle_policy(policy, random);
    std::reverse(moved.begin(), moved.end());
    const auto others = load(moved);
    RC_ASSERT(others.has_value());
    same(without_digests(json_of(rules, pair.claim)),
         without_digests(json_of(*others, pair.claim)));
    same(sanbao::explain(decide(rules, pair.claim, sanbao::Detail::full), sanbao::Language::zh),
         sanbao::explain(decide(*others, pair.claim, sanbao::Detail::full), sanbao::Language::zh));
  }));
}

TEST_CASE("the order of a claim's keys changes nothing") {
  CHECK(holds_of_pairs("keys shuffled", [](const Pair& pair) {
    const auto rules = rules_of(pair);
    oracle::Random random(any_seed());
    Json moved = pair.claim;
    shuffle_keys(moved, random);
    same(json_of(rules, pair.claim), json_of(rules, moved));
  }));
}

TEST_CASE("the order of a claim's events changes nothing but their indexes") {
  CHECK(holds_of_pairs("events shuffled", [](const Pair& pair) {
    const auto rules = rules_of(pair);
    const std::uint64_t seed = any_seed();
    Json moved = pair.claim;
    std::map<std::string, std::string> names;
    for (auto& [list, events] : moved.members) {
      if (events.kind != Json::Kind::array) continue;
      std::vector<std::size_t> places;
      for (std::size_t i = 0; i < events.items.size(); ++i)
        places.push_back(i);
      std::sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) {
        return hash(std::to_string(a), seed) < hash(std::to_string(b), seed);
      });
      std::vector<Json> items;
      for (const std::size_t place : places) {
        names[list + "[" + std::to_string(items.size()) + "]"] =
            list + "[" + std::to_string(place) + "]";
        items.push_back(events.items[place]);
      }
      events.items = items;
    }
    RC_CLASSIFY(names.size() > 1);
    Json before = oracle::read_json(json_of(rules, pair.claim));
    Json after = oracle::read_json(json_of(rules, moved));
    rename_events(before, {});
    rename_events(after, names);
    same(oracle::write_json(before), oracle::write_json(after));
  }));
}
