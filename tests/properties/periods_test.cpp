// SPDX-License-Identifier: Apache-2.0
//
// With no event between two days, the later day of the claim never brings a period back, and `until` is never a
// day that has passed (docs/language.md §4).
#include <doctest/doctest.h>

#include <map>
#include <set>
#include <string>
#include <tuple>

#include "claim_facts.hpp"
#include "pair.hpp"

using namespace properties;
using sanbao::CivilDate;

namespace {

// A period where it stands: what is worked out from the day of the claim may well move with it.
using Stand = std::tuple<std::string, std::string, std::string, std::int64_t>;

}  // namespace

TEST_CASE("a later day brings no period back") {
  CHECK(holds_of_pairs("days gone through", [](const Pair& pair) {
    const auto rules = rules_of(pair);
    Json claim = pair.claim;
    Json* filed = at_path(claim, "claim.filed_on");
    const auto first = CivilDate::parse(filed == nullptr ? std::string() : filed->text);
    RC_PRE(first.has_value());
    oracle::Random random(any_seed());
    const std::set<std::string> event_days = dates_of_events(claim);
    std::set<Stand> over;
    std::size_t ended = 0;
    auto day = *first;
    for (int step = 0; step < 30; ++step) {
      const auto next = CivilDate::from_days(day.days_since_epoch() +
                                             static_cast<std::int32_t>(random.below(12)));
      if (next > CivilDate::last_fact()) break;
      // What happens in between may lengthen a period or start one.
      if (event_days.upper_bound(day.to_string()) != event_days.upper_bound(next.to_string()))
        over.clear();
      day = next;
      filed->text = day.to_string();
      const auto decision = decide(rules, claim, sanbao::Detail::full);
      for (const auto& answer : decision.remedies())
        if (answer.until) RC_ASSERT(*answer.until >= day);
      for (const auto& policy : decision.policies())
        for (const auto& reason : policy.reasons)
          for (const auto& period : reason.periods) {
            if (period.day_path != "claim.filed_on" || !period.in || !period.from) continue;
            const Stand stand{std::string(policy.policy), std::string(period.name),
                              period.from->to_string(), period.length.number};
            RC_LOG() << day.to_string() << ' ' << period.name << (*period.in ? " in" : " out")
                     << '\n';
            if (!*period.in && period.days_late) {
              ended += over.insert(stand).second ? 1U : 0U;
            } else if (*period.in) {
              RC_ASSERT(!over.contains(stand));
            }
          }
    }
    RC_CLASSIFY(ended > 0);
  }));
}
