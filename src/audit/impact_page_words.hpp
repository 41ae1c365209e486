// SPDX-License-Identifier: Apache-2.0
//
// What a page of an impact says, in Chinese and in English. In: a language. Out: words. Never a number.
// Tested by tests/cli/impact_page_test.py.
#pragma once

#include <string_view>

#include "audit/impact_words.hpp"
#include "sanbao/decision.hpp"
#include "sanbao/explain.hpp"

namespace sanbao::audit {

struct PageWords {
  std::string_view impact, claim, claims, to, between, colon, stop;
  std::string_view alike, beside, otherwise, better, worse, neither, open;
  std::string_view better_short, worse_short, neither_short, directions;
  std::string_view more_money, less_money, same_money;
  std::string_view summary, variants, by_rule, by_outcome, by_money, largest, policies;
  std::string_view what, count, money, one_claim, rule, outcome, variant, change, record;
  std::string_view below, above, no_change, other_money, no_rule, too_large, unknown, more, refused;
  std::string_view cannot_weigh, left_out, as_of, paid_before, paid_after, in_all;
  std::string_view periods, longer, shorter, one_sided, by_days, largest_days, day, days, last_days,
      until;
  std::string_view before, after, absent, log, engine;
  std::string_view listed, listed_by, none_listed, first_of, of_all, all_elsewhere;
  ChangeWords changes;
};

const PageWords& page_words(Language language);
std::string_view outcome_word(Outcome outcome, Language language);

}  // namespace sanbao::audit
