// SPDX-License-Identifier: Apache-2.0
//
// Choosing what a page shows. A granted remedy is shown by the rules that grant it; one that is
// closed by its exclusions, or, where nothing grants it, by the grants that come nearest; an open
// one by what is open. In: a View. Out: reasons in the order of the decision. Never shows a rule
// twice. Tested by tests/unit/explain_*test.cpp.
#include "explain/selection.hpp"

#include <algorithm>
#include <charconv>

#include "explain/amounts.hpp"

namespace sanbao::wording {
namespace {

Status status_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::approved:
      return Status::available;
    case Outcome::conditional:
      return Status::conditional;
    case Outcome::needs_facts:
      return Status::unknown;
    case Outcome::conflict:
      return Status::conflict;
    case Outcome::denied:
    case Outcome::not_covered:
      break;
  }
  return Status::unavailable;
}

bool grants(const Reason& reason, std::string_view remedy) {
  return reason.effect == "grants" && contains(reason.remedies, remedy);
}

void append_unique(std::vector<std::string_view>& to, const std::vector<std::string_view>& from) {
  for (const std::string_view item : from) {
    if (!contains(to, item)) to.push_back(item);
  }
}

void choose(std::vector<Chosen>& chosen, const PolicyAnswer& policy, const Reason& reason,
            Mark mark) {
  const bool there = std::any_of(chosen.begin(), chosen.end(),
                                 [&](const Chosen& c) { return c.reason == &reason; });
  if (!there) chosen.push_back({&policy, &reason, mark});
}

// By how many days the period is missed that a rule fails for; nothing where it fails for none.
std::optional<std::int64_t> missed_by(const Reason& reason) {
  std::optional<std::int64_t> most;
  for (const PeriodReading& period : reason.periods) {
    if (period.in != false || !decides(reason, period.name)) continue;
    const std::int64_t days = period.days_late.value_or(period.days_early.value_or(0));
    if (days > 0 && (!most || days > *most)) most = days;
  }
  return most;
}

// Whether a period that decides is over.
bool is_over(const Reason& reason) {
  return std::any_of(reason.periods.begin(), reason.periods.end(),
                     [&](const PeriodReading& period) {
                       return period.days_late && decides(reason, period.name);
                     });
}

// Whether anything was counted of what an event test asks for.
bool counted_some(const EventReading& events) {
  return events.least.kind != Value::Kind::null && events.least.number > 0;
}

// Of a rule that fails for want of events: 0 where some have been counted, else 1.
std::optional<std::int64_t> events_wanting(const Reason& reason) {
  std::optional<std::int64_t> wanting;
  for (const EventReading& events : reason.events) {
    if (events.bound.empty() || events.holds != false || !decides(reason, events.list)) continue;
    if (counted_some(events)) return 0;
    wanting = 1;
  }
  return wanting;
}

// Sorts the reasons that have a distance by it, in the places that they have; the others stay where they are.
using Reasons = std::span<Chosen>;
void sort_in_their_places(Reasons reasons, std::optional<std::int64_t> (*distance)(const Reason&)) {
  std::vector<std::pair<std::int64_t, Chosen>> sorted;
  for (const Chosen& chosen : reasons)
    if (const auto far = distance(*chosen.reason)) sorted.emplace_back(*far, chosen);
  std::ranges::stable_sort(sorted, {}, &std::pair<std::int64_t, Chosen>::first);
  auto next = sorted.begin();
  for (Chosen& chosen : reasons)
    if (distance(*chosen.reason)) chosen = (next++)->second;
}

// What comes nearest to a grant leads: what only cannot be proved, then what fails for the least; of those that want events,
// one of which some have been counted; of those that miss a period, the one that misses it by the fewest days.
void sort_by_nearness(std::vector<Chosen>& chosen) {
  const auto lacks = [](const Chosen& c) {
    return c.mark == Mark::unproved ? std::size_t{0} : c.reason->because.size() + 1;
  };
  std::ranges::stable_sort(chosen, {}, lacks);
  for (std::size_t begin = 0; begin < chosen.size();) {
    std::size_t end = begin;
    while (end < chosen.size() && lacks(chosen[end]) == lacks(chosen[begin]))
      ++end;
    const Reasons alike = Reasons(chosen).subspan(begin, end - begin);
    sort_in_their_places(alike, events_wanting);
    sort_in_their_places(alike, missed_by);
    begin = end;
  }
}

}  // namespace

const Reason* only_grant(const PolicyAnswer& policy, std::string_view remedy) {
  const Reason* only = nullptr;
  for (const Reason& reason : policy.reasons) {
    if (!grants(reason, remedy) || reason.holds == false) continue;
    if (only != nullptr) return nullptr;
    only = &reason;
  }
  return only;
}

bool gives_back(std::span<const MoneyLine> pays) {
  return std::all_of(pays.begin(), pays.end(), [](const MoneyLine& line) {
    return line.key == "refund" || line.key == "shipping";
  });
}

bool contains(std::span<const std::string_view> items, std::string_view item) {
  return std::find(items.begin(), items.end(), item) != items.end();
}

bool decides(const Reason& reason, std::string_view name) {
  return reason.because.empty() || contains(reason.because, name);
}

bool told_by_a_period(const Reason& reason, const Reading& reading) {
  return std::any_of(reason.periods.begin(), reason.periods.end(),
                     [&](const PeriodReading& period) {
                       return contains(reason.because, period.name) &&
                              (period.day_path == reading.path || period.from_path == reading.path);
                     });
}

const Reason* find_reason(const PolicyAnswer& policy, std::string_view rule) {
  const auto at = std::find_if(policy.reasons.begin(), policy.reasons.end(),
                               [&](const Reason& reason) { return reason.rule == rule; });
  return at == policy.reasons.end() ? nullptr : &*at;
}

std::vector<std::string_view> clauses_of(const Reason& reason) {
  if (reason.cites.empty()) return {reason.rule};
  return {reason.cites.begin(), reason.cites.end()};
}

EventPath event_path(std::string_view path) {
  EventPath parts;
  const std::size_t open = path.find('[');
  const std::size_t close = path.find(']', open == std::string_view::npos ? path.size() : open);
  if (open == std::string_view::npos || close == std::string_view::npos) return parts;
  const std::string_view digits = path.substr(open + 1, close - open - 1);
  std::size_t index = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), index);
  if (read.ec != std::errc() || read.ptr != digits.data() + digits.size()) return parts;
  parts.list = path.substr(0, open);
  parts.number = index + 1;
  if (close + 1 < path.size() && path[close + 1] == '.') parts.field = path.substr(close + 2);
  return parts;
}

Selection::Selection(const View& view, const Phrases& phrases) : view_(view), phrases_(phrases) {
  const bool any = view.requested == "any";
  Status best = status_of(view.outcome);
  if (any && view.outcome == Outcome::needs_facts) {
    // Applying may be what is open; then no remedy need be.
    const bool open = std::any_of(
        view.remedies.begin(), view.remedies.end(),
        [](const auto& answer) { return !answer.side && answer.status == Status::unknown; });
    if (!open) best = Status::unavailable;
  }
  for (const RemedyAnswer& answer : view.remedies) {
    const bool asked =
        any ? !answer.side && answer.status == best : answer.remedy == view.requested;
    // Of several that still need something, the first leads and the others follow as choices.
    const bool one_only = any && best != Status::available && best != Status::unavailable;
    if (asked && !(one_only && !focus.empty())) {
      focus.push_back(&answer);
    } else if (answer.status == Status::unavailable) {
      closed.push_back(&answer);
    } else {
      others.push_back(&answer);
    }
  }
  std::stable_sort(others.begin(), others.end(),
                   [](const auto* a, const auto* b) { return rank(a->status) < rank(b->status); });
}

const PolicyAnswer* Selection::owner(const RemedyAnswer& answer) const {
  if (answer.policy.empty()) return view_.policies.size() == 1 ? &view_.policies.front() : nullptr;
  const auto at = std::find_if(view_.policies.begin(), view_.policies.end(),
                               [&](const auto& policy) { return policy.policy == answer.policy; });
  return at == view_.policies.end() ? nullptr : &*at;
}

Offer Selection::offer(const RemedyAnswer& answer) const {
  Offer offer;
  offer.remedy = answer.remedy;
  offer.name = answer.name;
  offer.until = answer.until;
  offer.until_open = answer.until && ends_open(answer, *answer.until);
  if (const std::optional<TermsEnd> end = terms_end(answer)) {
    offer.same_until = end->day;
    offer.same_open = !end->certain;
  }
  offer.charged = !answer.charges.empty();
  if (answer.has_net) {
    offer.due = answer.net                     ? Offer::Due::known
                : cannot_be_worked_out(answer) ? Offer::Due::unknown
                                               : Offer::Due::open;
    offer.net = answer.net;
    offer.refund = gives_back(answer.pays);
    offer.fee = answer.pays.empty();
    const bool later = answer.until && view_.filed_on && *view_.filed_on < *answer.until;
    if (later && goes_by_the_day(owner(answer), answer, view_.filed_on))
      offer.due_on = view_.filed_on;
  }
  if (const PolicyAnswer* policy = owner(answer)) {
    const bool shut = answer.status == Status::unavailable;
    for (const std::string_view rule : shut ? answer.excluded_by : answer.rules) {
      if (const Reason* reason = find_reason(*policy, rule)) {
        append_unique(offer.clauses, clauses_of(*reason));
      } else {
        append_unique(offer.clauses, {rule});
      }
    }
  }
  return offer;
}

// Where nothing is asked that would settle the amount, and a fact for it cannot be found out.
bool Selection::cannot_be_worked_out(const RemedyAnswer& answer) const {
  const PolicyAnswer* policy = owner(answer);
  if (policy == nullptr || ask(answer.remedy) != nullptr) return false;
  return std::any_of(policy->reasons.begin(), policy->reasons.end(), [&](const Reason& reason) {
    return reason.holds == true && !reason.not_established.empty() &&
           contains(reason.remedies, answer.remedy);
  });
}

std::vector<Chosen> Selection::reasons(const RemedyAnswer& answer) const {
  std::vector<Chosen> chosen;
  const PolicyAnswer* own = owner(answer);
  const auto by_id = [&](std::span<const std::string_view> rules) {
    for (const std::string_view rule : rules) {
      const Reason* reason = own == nullptr ? nullptr : find_reason(*own, rule);
      if (reason != nullptr) choose(chosen, *own, *reason, mark(*reason));
    }
  };
  const bool shut = answer.status == Status::unavailable;
  by_id(shut ? answer.excluded_by : answer.rules);
  for (const MoneyAnswer& side : answer.conflict)
    by_id(side.rules);
  if (!chosen.empty() && shut) {
    // An exclusion is not all where the time for every grant is over too, and it does not say so itself.
    std::vector<Chosen> grants_of_it;
    if (std::any_of(chosen.begin(), chosen.end(),
                    [](const Chosen& c) { return is_over(*c.reason); }))
      return chosen;
    for (const Reason& reason : own->reasons) {
      if (!grants(reason, answer.remedy)) continue;
      if (mark(reason) != Mark::fails || !is_over(reason)) return chosen;
      grants_of_it.push_back({own, &reason, Mark::fails});
    }
    sort_by_nearness(grants_of_it);
    if (!grants_of_it.empty()) chosen.push_back(grants_of_it.front());
    return chosen;
  }
  if (!chosen.empty() && answer.status != Status::unknown) return chosen;

  for (const PolicyAnswer& policy : view_.policies) {
    if (own != nullptr && own != &policy && answer.status != Status::unavailable) continue;
    for (const Reason& reason : policy.reasons) {
      const bool bears = grants(reason, answer.remedy) ||
                         (reason.effect == "excludes" && contains(reason.remedies, answer.remedy));
      if (!bears) continue;
      const Mark mark = this->mark(reason);
      if (shut) {
        const bool grant = reason.effect == "grants";
        if (grant ? mark != Mark::holds && mark != Mark::open : mark == Mark::holds)
          choose(chosen, policy, reason, mark);
      } else if (mark == Mark::open || mark == Mark::unproved ||
                 (mark == Mark::holds && reason.effect == "grants")) {
        choose(chosen, policy, reason, mark);
      }
    }
  }
  if (shut) sort_by_nearness(chosen);
  return chosen;
}

std::vector<Chosen> Selection::additions(const RemedyAnswer& answer) const {
  std::vector<Chosen> chosen;
  const PolicyAnswer* policy = owner(answer);
  const bool granted = answer.status == Status::available || answer.status == Status::conditional;
  if (policy == nullptr || !granted) return chosen;
  for (const Reason& reason : policy->reasons) {
    if (reason.effect != "adds" || !contains(reason.remedies, answer.remedy)) continue;
    const bool shows = std::any_of(answer.terms.begin(), answer.terms.end(),
                                   [&](const Term& term) { return term.rule == reason.rule; });
    if (shows || contains(answer.needs, reason.rule) ||
        (reason.holds == true && !reason.steps.empty()))
      choose(chosen, *policy, reason, mark(reason));
  }
  return chosen;
}

Mark Selection::mark(const Reason& reason) const {
  if (reason.holds) return *reason.holds ? Mark::holds : Mark::fails;
  const bool asked = std::any_of(reason.because.begin(), reason.because.end(),
                                 [&](std::string_view path) { return asks(path); });
  return asked || reason.not_established.empty() ? Mark::open : Mark::unproved;
}

bool Selection::asks(std::string_view path) const {
  return std::any_of(view_.questions.begin(), view_.questions.end(),
                     [&](const Question& question) { return question.path == path; });
}

std::vector<std::string> Selection::pieces(const Chosen& chosen) const {
  const Reason& reason = *chosen.reason;
  std::vector<std::string> pieces;
  if (chosen.mark == Mark::open) {
    for (const std::string_view path : reason.because) {
      if (asks(path)) pieces.push_back(question(path));
    }
    return pieces;
  }
  if (chosen.mark == Mark::unproved) return {unproved(reason)};
  // Among several, a test that is itself open keeps nothing from holding; alone it must be false.
  const bool alone = reason.because.size() == 1;
  for (const PeriodReading& period : reason.periods) {
    const bool out = reason.because.empty() ? period.in == false
                                            : decides(reason, period.name) && (period.in || alone);
    const bool early = period.in == true && period.test == "after" && period.last &&
                       period.day_path == "claim.filed_on";
    if (out) pieces.push_back(early ? phrases_.too_early(period) : phrases_.period_stand(period));
  }
  // What has been counted says more than that something has not.
  for (const bool some : {true, false}) {
    for (const EventReading& events : reason.events) {
      if (events.bound.empty() || !decides(reason, events.list)) continue;
      if (chosen.mark == Mark::fails && events.holds != false) continue;
      if (counted_some(events) == some) pieces.push_back(measured(events));
    }
  }
  if (reason.because.empty()) return pieces;
  for (const Reading& reading : reason.read) {
    if (contains(reason.because, reading.path) && !told_by_a_period(reason, reading)) {
      pieces.push_back(phrases_.fact(reading.path, reading.name, reading.value));
    }
  }
  return pieces;
}

const Ask* Selection::ask(std::string_view remedy) const {
  const auto at = std::find_if(view_.ask.begin(), view_.ask.end(),
                               [&](const Ask& ask) { return ask.remedy == remedy; });
  return at == view_.ask.end() ? nullptr : &*at;
}

}  // namespace sanbao::wording
