// SPDX-License-Identifier: Apache-2.0
//
// Decided (eval/decided.hpp): for a claim that leaves nothing open the short way gives what the long way gives,
// remedy by remedy; what is open it leaves alone.
#include "eval/decided.hpp"

#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "eval_fixture.hpp"
#include "hyundai_claims.hpp"

using namespace sanbao;
using namespace eval_fixture;

namespace {

struct Counts {
  std::size_t compared = 0, left_alone = 0, open = 0, with_money = 0, windows = 0;
};

struct Bench {
  explicit Bench(const Rulebook& of) : rules(of) {}

  void compare(const std::string& line, Counts& counts) {
    const Claim claim = read(rules, line);
    eval::Facts facts;
    facts.begin(rules.ruleset().schema(), claim.data(), std::nullopt);
    const ir::Program& program = rules.ruleset().programs.at(0);
    session.begin(rules.ruleset(), program, facts);
    if (!decided.read(session)) {
      ++counts.open;
      return;
    }
    for (std::size_t remedy = 0; remedy < program.remedies.size(); ++remedy) {
      const ir::RemedyPlan& plan = program.remedies[remedy];
      CAPTURE(line);
      solver.solve(session, plan, eval::Want::all, long_way);
      if (!decided.answer(session, remedy, short_way)) {
        ++counts.left_alone;
        continue;
      }
      ++counts.compared;
      CHECK(short_way.unlisted);
      decided.list(remedy, short_way);
      CHECK(short_way.status == long_way.status);
      CHECK(short_way.due_always == long_way.due_always);
      CHECK(short_way.rules == long_way.rules);
      CHECK(short_way.excluded_by == long_way.excluded_by);
      CHECK(short_way.needs == long_way.needs);
      CHECK(short_way.grants == long_way.grants);
      CHECK(short_way.additions == long_way.additions);
      CHECK(short_way.money.same_amounts(long_way.money));
      CHECK(short_way.money.net() == long_way.money.net());
      counts.with_money += short_way.money.amounts.empty() ? 0U : 1U;
    }
    for (ir::Index period = 0; period < program.periods.size(); ++period) {
      const eval::PlainWindow* const plain = session.plain_window(period);
      if (plain == nullptr) continue;
      const eval::WindowState& whole = session.window(period);
      CHECK(plain->from == whole.from.whole);
      CHECK(plain->last == whole.lo.last.days_since_epoch());
      ++counts.windows;
    }
    if (facts.has_as_of()) {
      const std::int32_t today = facts.as_of();
      compare_ahead({today + 1, today + 7, today + 30, today + 365}, line);
    }
  }

  // As if the claim came on other days, in the period tests alone.
  void compare_ahead(const std::vector<std::int32_t>& days, const std::string& line) {
    const ir::Program& program = session.program();
    CAPTURE(line);
    REQUIRE(decided.look_ahead(session, days));
    for (std::size_t remedy = 0; remedy < program.remedies.size(); ++remedy) {
      if (program.remedies[remedy].moving_periods.empty()) continue;
      const eval::Decided::Ahead ahead = decided.ahead(remedy);
      for (std::size_t i = 0; i < days.size(); ++i) {
        CAPTURE(days[i]);
        session.move_to(days[i]);
        solver.solve(session, program.remedies[remedy], eval::Want::status, long_way);
        session.move_to(std::nullopt);
        if ((ahead.unclear >> i & 1U) != 0) continue;
        for (const Status status : {Status::available, Status::conditional, Status::unavailable})
          CHECK((ahead.other_than(status) >> i & 1U) == (status == long_way.status ? 0U : 1U));
      }
    }
  }

  Rulebook rules;
  eval::Session session;
  eval::Decided decided;
  eval::RemedySolver solver;
  eval::RemedyResult short_way, long_way;
};

const std::vector<std::string> facts{"intact",       "opened",        "modified",
                                     "counterfeit",  "gift_returned", "human_damage",
                                     "label_intact", "lasting_traces"};

std::string goods(std::uint32_t truths, std::uint32_t absent) {
  std::string out = R"({"claim":{"filed_on":"2024-05-08"},"goods":{)";
  bool first = true;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if ((absent >> i & 1U) != 0) continue;
    out += std::string(first ? "\"" : ",\"") + facts[i] +
           ((truths >> i & 1U) != 0 ? "\":true" : "\":false");
    first = false;
  }
  return out + "}}";
}

}  // namespace

TEST_CASE("the Hyundai policy, short way and long way") {
  Bench bench(*load_rulebook_files(std::vector<std::string>{"rules/vendors/hyundai-mp3.yaml"}));
  Counts counts;
  for (unsigned n = 0; n < 400; ++n)
    bench.compare(hyundai_claims::generated(n), counts);
  CHECK(counts.open == 0);
  CHECK(counts.compared > 1500);
  CHECK(counts.windows > 1000);
  CHECK(counts.with_money > 100);
}

TEST_CASE("a period that begins anew with an exchange, short way and long way") {
  Bench bench(*load_rulebook_files(std::vector<std::string>{"rules/vendors/hyundai-mp3.yaml"}));
  const std::string whole_unit = R"([{"on":"2024-05-20"}])";
  Counts counts;
  for (const std::string exchanges :
       {R"([{"on":"2024-05-20","component":"battery"}])",
        R"([{"on":"2024-05-20","component":"battery"},{"on":"2024-05-18"}])",
        R"([{"on":"2024-05-18"},{"on":"2024-05-21"},{"on":"2024-05-19"}])",
        R"([{"on":"2024-05-18"},{"on":"2190-01-01"}])"})
    for (unsigned n = 0; n < 50; n += 5) {
      std::string line = hyundai_claims::generated(n);
      line.replace(line.find(whole_unit), whole_unit.size(), exchanges);
      bench.compare(line, counts);
    }
  CHECK(counts.windows == 4 * 10 * 3);
}

TEST_CASE("overrides, additions, exclusions, needs and money, in every combination of truths") {
  Bench bench(
      load("rules:\n"
           "  - {id: \"1\", title: {zh: 甲, en: A}, when: goods.intact, grants: {return: {needs: "
           "goods.opened, "
           "pays: {refund: 100 CNY}}, repair: {}}}\n"
           "  - {id: \"2\", title: {zh: 乙, en: B}, when: goods.modified, unless: goods.opened, "
           "overrides: [\"1\"], "
           "grants: {return: {pays: {refund: 90 CNY}}, exchange: {}}}\n"
           "  - {id: \"3\", title: {zh: 丙, en: C}, when: goods.label_intact, grants: {return: "
           "{pays: {refund: 100 "
           "CNY}}, exchange: {needs: goods.intact}}}\n"
           "  - {id: \"4\", title: {zh: 丁, en: D}, when: goods.counterfeit, unless: "
           "goods.lasting_traces, "
           "excludes: [return, repair]}\n"
           "  - {id: \"5\", title: {zh: 戊, en: E}, for: [return, exchange], when: "
           "goods.human_damage, needs: "
           "goods.gift_returned}\n"
           "  - {id: \"6\", title: {zh: 己, en: F}, for: [return], granted_by: [\"3\"], when: "
           "goods.gift_returned, "
           "pays: {gift: 5 CNY}}\n"));
  Counts counts;
  for (std::uint32_t truths = 0; truths < 256; ++truths)
    bench.compare(goods(truths, 0), counts);
  CHECK(counts.open == 0);
  CHECK(counts.compared > 600);
  CHECK(counts.left_alone > 10);  // grants with different money: the long way weighs them
  CHECK(counts.with_money > 30);
}

TEST_CASE("one open condition is enough for the long way") {
  Bench bench(load_when("goods.intact and goods.opened"));
  Counts counts;
  bench.compare(goods(1, 2), counts);  // opened is not told, and matters
  CHECK(counts.open == 1);
  // A fact is missing that no condition reads.
  bench.compare(goods(3, 4), counts);
  CHECK(counts.open == 1);
  CHECK(counts.compared == 1);
}
