// SPDX-License-Identifier: Apache-2.0
//
// Until when a remedy can be had: whether that day is certain, on which day the clauses that grant it end, and the day of a
// remedy that something is still wanting of. In: a View. Out: days. Never counts any: they are the decision's.
// Tested by tests/unit/explain_test.cpp and tests/cases/pages.
#include <algorithm>

#include "explain/selection.hpp"

namespace sanbao::wording {

bool Selection::ends_open(const RemedyAnswer& answer, CivilDate until) const {
  const auto open_then = [&](const PeriodReading& period) {
    if (period.day_path != "claim.filed_on") return false;
    return period.at_least == until || (period.roll == "unknown" && period.last == until);
  };
  return std::any_of(view_.policies.begin(), view_.policies.end(), [&](const PolicyAnswer& policy) {
    if (&policy != owner(answer) && !contains(answer.policies, policy.policy)) return false;
    return std::any_of(policy.reasons.begin(), policy.reasons.end(), [&](const Reason& reason) {
      return contains(reason.remedies, answer.remedy) &&
             std::any_of(reason.periods.begin(), reason.periods.end(), open_then);
    });
  });
}

namespace {

// Whether a later claim would be tested by its own day: it is the day of the claim, or one that was chosen or assumed by it.
bool moves_with_claim(const Reason& reason, const PeriodReading& period,
                      std::optional<CivilDate> filed_on) {
  if (period.day_path == "claim.filed_on") return true;
  if (!period.day || period.day != filed_on) return false;
  const auto read = std::ranges::find_if(
      reason.read, [&](const Reading& reading) { return reading.path == period.day_path; });
  return read == reason.read.end() || read->assumed;
}

// The last day on which all tests of a rule still come to what they come to now, as far as periods change them; nothing
// where none does. Of one period alone that the claim must be in it is known besides that the rule ends then.
std::optional<TermsEnd> stands_until(const Reason& reason, std::optional<CivilDate> filed_on) {
  std::optional<TermsEnd> end;
  for (const PeriodReading& period : reason.periods) {
    if (!decides(reason, period.name) || !moves_with_claim(reason, period, filed_on)) continue;
    std::optional<CivilDate> last;
    if (period.in == true && period.test != "before")
      last = period.last ? period.last : period.at_least;
    if (period.in == false && period.days_early && period.first)
      last = period.test == "after" ? period.last : add(*period.first, Days(-1));
    if (!last) continue;
    const bool ends = period.test == "in" && period.in == true && reason.holds == true &&
                      period.last && period.roll != "unknown";
    if (!end) {
      end = TermsEnd{*last, ends};
    } else if (end->day != *last) {
      end = TermsEnd{std::min(end->day, *last), false};
    } else {
      end->certain = end->certain && ends;
    }
  }
  return end;
}

void take_earlier(std::optional<TermsEnd>& end, const std::optional<TermsEnd>& other) {
  if (!other) return;
  if (!end || other->day < end->day) {
    end = other;
  } else if (other->day == end->day) {
    end->certain = end->certain || other->certain;
  }
}

const RemedyAnswer* own_answer(const PolicyAnswer& policy, std::string_view remedy) {
  const auto at = std::ranges::find_if(
      policy.remedies, [&](const RemedyAnswer& answer) { return answer.remedy == remedy; });
  return at == policy.remedies.end() ? nullptr : &*at;
}

// Whether another clause of the policy stands by that could grant the remedy on another day, or if this one did not go first.
bool another_stands_by(const PolicyAnswer& policy, const RemedyAnswer& answer,
                       std::optional<CivilDate> filed_on) {
  return std::ranges::any_of(policy.reasons, [&](const Reason& reason) {
    return reason.effect == "grants" && contains(reason.remedies, answer.remedy) &&
           !contains(answer.rules, reason.rule) &&
           (reason.holds != false || stands_until(reason, filed_on));
  });
}

// Whether money goes with the remedy, or may by a clause that grants nothing else or adds to it.
bool deals_with_money(const PolicyAnswer& policy, const RemedyAnswer& answer) {
  return answer.has_net || std::ranges::any_of(policy.reasons, [&](const Reason& reason) {
           const bool bears = reason.effect == "adds" ||
                              (reason.effect == "grants" && reason.remedies.size() == 1);
           return bears && !reason.steps.empty() && contains(reason.remedies, answer.remedy);
         });
}

// With money the terms are others as soon as one of the clauses ends that grant it, one comes up or something is added.
std::optional<TermsEnd> money_stands_until(const PolicyAnswer& policy, const RemedyAnswer& answer,
                                           std::optional<CivilDate> filed_on) {
  std::optional<TermsEnd> end;
  for (const std::string_view rule : answer.rules) {
    if (const Reason* reason = find_reason(policy, rule))
      take_earlier(end, stands_until(*reason, filed_on));
  }
  // With no other clause that could take over they last as long as the remedy does.
  if (!another_stands_by(policy, answer, filed_on)) end.reset();
  for (const Reason& reason : policy.reasons) {
    if (!contains(reason.remedies, answer.remedy)) continue;
    const bool may_come =
        reason.effect == "grants" && reason.holds == false && !contains(answer.rules, reason.rule);
    const bool pays = reason.effect == "adds" && !reason.steps.empty();
    if (!may_come && !pays) continue;
    std::optional<TermsEnd> change = stands_until(reason, filed_on);
    if (change) change->certain = false;
    take_earlier(end, change);
  }
  return end;
}

// Without money they are the same while one of the clauses grants it; nothing where that is not certain of all of them.
std::optional<TermsEnd> clauses_stand_until(const PolicyAnswer& policy, const RemedyAnswer& answer,
                                            std::optional<CivilDate> filed_on) {
  std::optional<TermsEnd> end;
  for (const std::string_view rule : answer.rules) {
    const Reason* reason = find_reason(policy, rule);
    const std::optional<TermsEnd> own =
        reason == nullptr ? std::nullopt : stands_until(*reason, filed_on);
    if (!own || !own->certain) return std::nullopt;
    if (!end || end->day < own->day) end = own;
  }
  return another_stands_by(policy, answer, filed_on) ? end : std::nullopt;
}

}  // namespace

std::optional<TermsEnd> Selection::terms_end(const RemedyAnswer& answer) const {
  const PolicyAnswer* policy = owner(answer);
  if (policy == nullptr || !answer.until) return std::nullopt;
  std::optional<TermsEnd> end = deals_with_money(*policy, answer)
                                    ? money_stands_until(*policy, answer, view_.filed_on)
                                    : clauses_stand_until(*policy, answer, view_.filed_on);
  // Beyond the last day of this policy another one grants it.
  const RemedyAnswer* own = own_answer(*policy, answer.remedy);
  if (own != nullptr && own->until) take_earlier(end, TermsEnd{*own->until, true});
  return end && end->day < *answer.until ? end : std::nullopt;
}

bool Selection::waits_for_calendar(std::string_view remedy) const {
  const bool known = std::ranges::none_of(
      view_.gaps, [](std::string_view gap) { return gap_words(gap).kind == "calendar"; });
  if (known) return false;
  const auto waits = [](const PeriodReading& period) {
    return !period.in && (period.roll == "unknown" || period.open == "counting");
  };
  return std::ranges::any_of(view_.policies, [&](const PolicyAnswer& policy) {
    return std::ranges::any_of(policy.reasons, [&](const Reason& reason) {
      return contains(reason.remedies, remedy) && std::ranges::any_of(reason.periods, waits);
    });
  });
}

std::optional<CivilDate> Selection::last_day(const RemedyAnswer& answer) const {
  const PolicyAnswer* policy = owner(answer);
  const Reason* grant = policy == nullptr ? nullptr : only_grant(*policy, answer.remedy);
  if (grant == nullptr || grant->holds != true) return std::nullopt;
  std::optional<CivilDate> last;
  for (const PeriodReading& period : grant->periods) {
    if (!decides(*grant, period.name)) continue;
    if (last || period.in != true || period.day_path != "claim.filed_on") return std::nullopt;
    if (!period.begun || !period.last) return std::nullopt;
    last = period.last;
  }
  // An exclusion may come in earlier.
  for (const Reason& reason : policy->reasons) {
    if (reason.effect != "excludes" || !contains(reason.remedies, answer.remedy)) continue;
    for (const PeriodReading& period : reason.periods) {
      if (!last || !period.last || *period.last < *last) return std::nullopt;
    }
  }
  return last;
}

}  // namespace sanbao::wording
