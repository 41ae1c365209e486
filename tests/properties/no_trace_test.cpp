// SPDX-License-Identifier: Apache-2.0
//
// What leaves no trace in a decision: `context`, what was decided before, other threads, and an open question
// about another remedy (a claim that leaves nothing open is decided the short way: ARCHITECTURE.md).
#include <doctest/doctest.h>

#include <string>
#include <thread>
#include <vector>

#include "pair.hpp"

using namespace properties;

namespace {

Json word(std::string text) {
  Json json;
  json.kind = Json::Kind::number;
  json.text = std::move(text);
  return json;
}

// Anything, with the names of facts among its keys.
Json anything(oracle::Random& random, int depth) {
  Json json;
  const std::size_t way = random.below(depth > 0 ? 7 : 5);
  const auto entries = random.below(4);
  switch (way) {
    case 0:
      break;
    case 1:
      json = word(random.chance(50) ? "true" : "-1.5e300");
      break;
    case 2:
      json = word(std::to_string(random.next()));
      break;
    case 3:
    case 4:
      json.kind = Json::Kind::text;
      json.text = random.word({"", "2024-05-01", "return", "context", "三包", "never", "x y"});
      break;
    case 5:
      json.kind = Json::Kind::array;
      for (std::size_t i = 0; i < entries; ++i)
        json.items.push_back(anything(random, depth - 1));
      break;
    default:
      json.kind = Json::Kind::object;
      for (std::size_t i = 0; i < entries; ++i)
        json.members.push_back({random.word({"claim", "filed_on", "repairs", "purchase", "x"}) +
                                    (i == 0 ? "" : std::to_string(i)),
                                anything(random, depth - 1)});
  }
  return json;
}

// Every pair of a thread's list, decided one after the other into one decision, with a day of judgement that is
// refused in between.
struct Work {
  sanbao::Rulebook rules;
  std::string line;
};
std::vector<std::string> decided(const std::vector<Work>& all, bool back) {
  std::vector<std::string> out(all.size());
  sanbao::Decision decision;
  for (std::size_t n = 0; n < all.size(); ++n) {
    const std::size_t i = back ? all.size() - 1 - n : n;
    const auto claim = read(all[i].rules, all[i].line);
    if (!claim) continue;
    const bool refused = !sanbao::evaluate(
        all[i].rules, *claim, {sanbao::CivilDate::first(), sanbao::Detail::full}, decision);
    if (refused && !(decision.policies().empty() && decision.remedies().empty())) continue;
    if (!sanbao::evaluate(all[i].rules, *claim, {}, decision)) continue;
    sanbao::append_json(decision, out[i]);
    out[i] += sanbao::explain(decision, sanbao::Language::en);
  }
  return out;
}

// The rule's effect hangs on a fact that no claim tells, so a policy with it never leaves nothing open.
void add_open_question(Json& policy) {
  Json* facts = find(policy, "facts");
  if (facts == nullptr) {
    policy.members.push_back({"facts", {}});
    facts = &policy.members.back().value;
    facts->kind = Json::Kind::object;
  }
  facts->members.push_back({"inquiry.pending", read_yaml("{type: bool}")});
  if (Json* clauses = find(policy, "clauses")) clauses->items.push_back(word("Z9"));
  if (Json* rules = find(policy, "rules"))
    rules->items.push_back(
        read_yaml("{id: Z9, title: {zh: 另, en: Other}, when: inquiry.pending, grants: "
                  "{part_exchange: {}}}"));
}

}  // namespace

TEST_CASE("`context` of any content changes nothing") {
  CHECK(holds_of_pairs("context added", [](const Pair& pair) {
    const auto rules = rules_of(pair);
    oracle::Random random(any_seed());
    Json without = pair.claim;
    std::erase_if(without.members, [](const auto& member) { return member.name == "context"; });
    Json with = without;
    const Json context = anything(random, 4);
    RC_LOG() << oracle::write_json(context) << '\n';
    const auto at = static_cast<std::ptrdiff_t>(random.below(with.members.size() + 1));
    with.members.insert(with.members.begin() + at, {"context", context});
    same(json_of(rules, without), json_of(rules, with));
  }));
}

TEST_CASE("a new decision, one used before, one thread or two: the same bytes") {
  for (const Source source : sources)
    CHECK(rc::check("decisions used again" + of(source), [&] {
      const auto batch = *rc::gen::container<std::vector<Pair>>(3, pairs(source));
      std::vector<Work> work;
      std::vector<std::string> fresh;
      for (const Pair& pair : batch) {
        work.push_back({rules_of(pair), oracle::write_json(pair.claim)});
        fresh.push_back(json_of(work.back().rules, pair.claim) +
                        sanbao::explain(decide(work.back().rules, pair.claim, sanbao::Detail::full),
                                        sanbao::Language::en));
      }
      std::vector<std::string> forth, back;
      std::thread one([&] { forth = decided(work, false); });
      std::thread two([&] { back = decided(work, true); });
      one.join();
      two.join();
      for (std::size_t i = 0; i < work.size(); ++i) {
        same(fresh[i], forth[i]);
        same(fresh[i], back[i]);
      }
    }));
}

TEST_CASE("an open question about one remedy changes nothing in the others") {
  CHECK(holds_of_pairs("open question added", [](const Pair& pair) {
    const auto rules = rules_of(pair);
    std::vector<Json> more = pair.policies;
    for (Json& policy : more)
      add_open_question(policy);
    const auto others = load(more);
    RC_PRE(others.has_value());
    const Json short_way = oracle::read_json(json_of(rules, pair.claim));
    const Json long_way = oracle::read_json(json_of(*others, pair.claim));
    const Json* remedies = short_way.find("remedies");
    RC_CLASSIFY(decide(rules, pair.claim).ask().empty(), "nothing open");
    if (remedies == nullptr) return;
    for (const auto& [name, answer] : remedies->members) {
      RC_LOG() << name << '\n';
      const Json* others_answer = long_way.find("remedies")->find(name);
      same(oracle::write_json(answer),
           others_answer == nullptr ? "nothing" : oracle::write_json(*others_answer));
    }
  }));
}
