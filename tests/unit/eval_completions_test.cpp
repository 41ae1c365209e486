// SPDX-License-Identifier: Apache-2.0
//
// Completions (docs/language.md §3 "Status", §7 "Atoms", "Nulls"): the status with facts missing against a
// second reckoning that fills every open fact in, one way after another; the limit of 12; truth tables.
#include "eval/completions.hpp"

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "eval_fixture.hpp"

using namespace sanbao;
using namespace eval_fixture;

namespace {

constexpr std::array<const char*, 15> names{"intact",
                                            "modified",
                                            "opened",
                                            "counterfeit",
                                            "gift_returned",
                                            "human_damage",
                                            "label_intact",
                                            "lasting_traces",
                                            "model_matches",
                                            "packaging_complete",
                                            "personal_data_left",
                                            "serial_matches",
                                            "accessories_complete",
                                            "certificate_altered",
                                            "opened_by_unauthorised"};

// The same numbers everywhere, and as wide as they are used.
struct Random {
  std::mt19937 engine;
  explicit Random(std::uint32_t seed) : engine(seed) {}
  std::uint32_t operator()() { return static_cast<std::uint32_t>(engine()); }
};

// A condition over the first few facts, as text and as truth.
struct Formula {
  enum class Kind { fact, no, both, either } kind = Kind::fact;
  unsigned fact = 0;
  std::vector<Formula> parts;

  [[nodiscard]] bool truth(std::uint32_t facts) const {
    switch (kind) {
      case Kind::fact:
        return (facts >> fact & 1U) != 0;
      case Kind::no:
        return !parts[0].truth(facts);
      case Kind::both:
        return parts[0].truth(facts) && parts[1].truth(facts);
      default:
        return parts[0].truth(facts) || parts[1].truth(facts);
    }
  }
  [[nodiscard]] std::string text() const {
    switch (kind) {
      case Kind::fact:
        return std::string("goods.") + names[fact];
      case Kind::no:
        return "not (" + parts[0].text() + ")";
      case Kind::both:
        return "(" + parts[0].text() + ") and (" + parts[1].text() + ")";
      default:
        return "(" + parts[0].text() + ") or (" + parts[1].text() + ")";
    }
  }
};

Formula random_formula(Random& random, unsigned facts, int depth) {
  Formula f;
  const unsigned pick = random() % 8;
  if (depth == 0 || pick == 0) {
    f.fact = random() % facts;
    return f;
  }
  f.kind = pick < 3 ? Formula::Kind::no : pick < 6 ? Formula::Kind::both : Formula::Kind::either;
  f.parts.push_back(random_formula(random, facts, depth - 1));
  if (f.kind != Formula::Kind::no) f.parts.push_back(random_formula(random, facts, depth - 1));
  return f;
}

// Two grants, the second overridden by nothing, one need, one exclusion with an unless.
struct World {
  Formula when1, unless1, need1, when2, exclude, save;

  [[nodiscard]] std::array<const Formula*, 6> conditions() const {
    return {&when1, &unless1, &need1, &when2, &exclude, &save};
  }
  [[nodiscard]] std::string text() const {
    return "rules:\n"
           "  - {id: \"1\", title: {zh: 甲, en: A}, when: \"" +
           when1.text() + "\", unless: \"" + unless1.text() + "\", grants: {repair: {needs: \"" +
           need1.text() + "\"}}}\n  - {id: \"2\", title: {zh: 乙, en: B}, when: \"" + when2.text() +
           "\", grants: {repair: {needs: goods.intact}}}\n  - {id: \"3\", title: {zh: 丙, en: C}, "
           "when: \"" +
           exclude.text() + "\", unless: \"" + save.text() + "\", excludes: [repair]}\n";
  }
  static Status status(const std::array<bool, 6>& c, bool need2) {
    const bool excluded = c[4] && !c[5];
    const bool one = c[0] && !c[1], two = c[3];
    if (excluded || (!one && !two)) return Status::unavailable;
    return (one && c[2]) || (two && need2) ? Status::available : Status::conditional;
  }
};

// §7 "Nulls", word by word: for each way of the absent facts all ways of the null ones; where these do not
// agree, each when, unless and need that differs among them is read as false.
Status reckoned(const World& world, std::uint32_t given, std::uint32_t absent,
                std::uint32_t nulls) {
  std::vector<Status> seen;
  for (std::uint32_t a = absent;; a = (a - 1) & absent) {
    std::array<int, 7> held{};
    int ways = 0;
    std::vector<Status> by_null;
    for (std::uint32_t n = nulls;; n = (n - 1) & nulls) {
      const std::uint32_t facts = given | a | n;
      std::array<bool, 6> c{};
      for (std::size_t i = 0; i < 6; ++i)
        c[i] = world.conditions()[i]->truth(facts);
      const bool need2 = (facts & 1U) != 0;  // goods.intact
      for (std::size_t i = 0; i < 6; ++i)
        held[i] += c[i] ? 1 : 0;
      held[6] += need2 ? 1 : 0;
      ++ways;
      by_null.push_back(World::status(c, need2));
      if (n == 0) break;
    }
    bool agree = true;
    for (const Status s : by_null)
      agree = agree && s == by_null[0];
    if (agree) {
      seen.push_back(by_null[0]);
    } else {
      std::array<bool, 6> c{};
      for (std::size_t i = 0; i < 6; ++i)
        c[i] = held[i] == ways;
      seen.push_back(World::status(c, held[6] == ways));
    }
    if (a == 0) break;
  }
  for (const Status s : seen)
    if (s != seen[0]) return Status::unknown;
  return seen[0];
}

std::string claim_of(std::uint32_t facts, std::uint32_t absent, std::uint32_t nulls,
                     unsigned count) {
  std::string out = R"({"claim":{"filed_on":"2024-05-08"},"goods":{)";
  bool first = true;
  for (unsigned i = 0; i < count; ++i) {
    if ((absent >> i & 1U) != 0) continue;
    out += std::string(first ? "" : ",") + "\"" + names[i] + "\":" +
           ((nulls >> i & 1U) != 0   ? "null"
            : (facts >> i & 1U) != 0 ? "true"
                                     : "false");
    first = false;
  }
  return out + "}}";
}

// Holds whatever the facts are: one of them is the first that is true, or none is.
std::string always(unsigned count) {
  std::string text = "any:\n";
  std::string none;
  for (unsigned i = 0; i < count; ++i) {
    const std::string fact = std::string("goods.") + names[i];
    text += "        - \"" + (none.empty() ? fact : none + " and " + fact) + "\"\n";
    none += (none.empty() ? "not " : " and not ") + fact;
  }
  return "\n      " + text + "        - \"" + none + "\"";
}

}  // namespace

TEST_CASE("with facts missing the status is that of all ways to fill them in") {
  Random random{20240508};
  constexpr unsigned facts = 6;
  int unknown = 0, decided = 0;
  for (int round = 0; round < 60; ++round) {
    World world;
    for (Formula* f :
         {&world.when1, &world.unless1, &world.need1, &world.when2, &world.exclude, &world.save})
      *f = random_formula(random, facts, 3);
    const Rulebook rules = load(world.text());
    for (int claim = 0; claim < 25; ++claim) {
      const std::uint32_t absent = random() & random() & 63U;
      const std::uint32_t nulls = random() & random() & 63U & ~absent;
      const std::uint32_t given = random() & 63U & ~absent & ~nulls;
      const auto line = claim_of(given, absent, nulls, facts);
      const Status expected = reckoned(world, given, absent, nulls);
      const Status got = status(rules, line);
      CAPTURE(world.text());
      CAPTURE(line);
      REQUIRE(to_string(got) == to_string(expected));
      ++(got == Status::unknown ? unknown : decided);
    }
  }
  // Both kinds were met in number.
  CHECK(unknown > 100);
  CHECK(decided > 500);
}

TEST_CASE("twelve open tests are exact, a thirteenth is left to three-valued logic") {
  const auto bare = R"({"claim":{"filed_on":"2024-05-08"}})";
  CHECK(status(load_when(always(11)), bare) == Status::available);
  CHECK(status(load_when(always(12)), bare) == Status::available);
  CHECK(status(load_when(always(13)), bare) == Status::unknown);
  // One fact given, and twelve are left.
  CHECK(status(load_when(always(13)),
               R"({"claim":{"filed_on":"2024-05-08"},"goods":{"intact":false}})") ==
        Status::available);
  // In three-valued logic too, what one true fact settles is settled.
  CHECK(status(load_when(always(13)),
               R"({"claim":{"filed_on":"2024-05-08"},"goods":{"intact":true}})") ==
        Status::available);
}

TEST_CASE("nulls count towards the twelve, and beyond it are not established") {
  std::string nulls = R"({"claim":{"filed_on":"2024-05-08"},"goods":{)";
  for (unsigned i = 0; i < 13; ++i)
    nulls += std::string(i == 0 ? "\"" : ",\"") + names[i] + "\":null";
  nulls += "}}";
  CHECK(status(load_when(always(12)), nulls) == Status::available);
  CHECK(status(load_when(always(13)), nulls) == Status::unavailable);
}

TEST_CASE("the truth table of an atom") {
  const Rulebook rules = load_when("goods.intact and not (goods.opened or goods.modified)");
  const Claim claim = read(rules, R"({"claim":{"filed_on":"2024-05-08"},"goods":{"opened":null}})");
  eval::Facts facts;
  facts.begin(rules.ruleset().schema(), claim.data(), std::nullopt);
  eval::Session session;
  const ir::Program& program = rules.ruleset().programs.at(0);
  session.begin(rules.ruleset(), program, facts);
  const auto& plan = program.remedies.at(0);

  eval::Completions completions;
  completions.prepare(session, plan.formula);
  REQUIRE(completions.exact());
  REQUIRE_FALSE(completions.decided());
  REQUIRE(completions.choices() == 1);
  completions.choose(0);
  completions.run(plan.formula);
  CHECK(completions.null_variables() == 1);  // opened, in the lowest bit of a completion's number
  CHECK(completions.words() == 1);
  CHECK(completions.full(0) == 0xFF);

  // One of the eight completions makes it true: intact alone. It is false in the seven others.
  const auto when = program.rules.at(0).condition;
  const std::uint64_t yes = *completions.yes(when), no = *completions.no(when);
  CHECK(__builtin_popcountll(yes) == 1);
  CHECK((yes & no) == 0);
  CHECK((yes | no) == 0xFF);

  // Over the null: with intact alone some way holds and not every way.
  eval::Mask any(1), all(1);
  any.word[0] = all.word[0] = yes;
  completions.any_over_nulls(any);
  completions.all_over_nulls(all);
  CHECK(__builtin_popcountll(any.word[0]) == 2);
  CHECK(all.word[0] == 0);
}

TEST_CASE("more than six variables take more than one word") {
  const Rulebook rules = load_when(always(8));
  const Claim claim = read(rules, R"({"claim":{"filed_on":"2024-05-08"}})");
  eval::Facts facts;
  facts.begin(rules.ruleset().schema(), claim.data(), std::nullopt);
  eval::Session session;
  const ir::Program& program = rules.ruleset().programs.at(0);
  session.begin(rules.ruleset(), program, facts);
  eval::Completions completions;
  completions.prepare(session, program.remedies.at(0).formula);
  completions.choose(0);
  completions.run(program.remedies.at(0).formula);
  REQUIRE(completions.words() == 4);
  for (std::size_t word = 0; word < 4; ++word) {
    CHECK(completions.full(word) == ~std::uint64_t{0});
    CHECK(completions.yes(program.rules.at(0).condition)[word] == ~std::uint64_t{0});
    CHECK(completions.no(program.rules.at(0).condition)[word] == 0);
  }
}
