// SPDX-License-Identifier: Apache-2.0
//
// The rules of the hand-written program: see handwritten.hpp. The order of the ifs is that of the clauses.
#include "handwritten.hpp"

#include <algorithm>
#include <chrono>

namespace sanbao::bench::hand {

namespace {

__extension__ using Int128 = __int128;

constexpr std::uint64_t needed_facts = (std::uint64_t{1} << facts_read) - 1;
constexpr std::uint32_t needed_of_repair =
    1U << received_on | 1U << returned_on | 1U << fixed | 1U << waiting_days;

constexpr Rules bit(Rule rule) {
  return Rules{1} << rule;
}

struct Period {
  std::int64_t from = 0, last = -1;
  [[nodiscard]] bool contains(std::int64_t day) const { return from <= day && day <= last; }
};

/// The last day, moved to the next working day; false where the calendar does not reach.
bool period(std::int64_t from, std::int64_t last, const Calendar& calendar, Period& period) {
  period = {from, calendar.next_working_day(last)};
  return period.last >= 0;
}

/// 29 February gives 28 February.
std::int64_t a_year_after(std::int64_t day) {
  using std::chrono::days;
  using std::chrono::sys_days;
  const std::chrono::year_month_day ymd{sys_days(days(day))};
  auto moved = (ymd.year() + std::chrono::years(1)) / ymd.month() / ymd.day();
  if (!moved.ok()) moved = moved.year() / moved.month() / std::chrono::day(28);
  return sys_days(moved).time_since_epoch().count();
}

/// Days from `from` to `to` less those in repair, each counted once.
std::int64_t used_days(const std::vector<Event>& repairs, std::int64_t from, std::int64_t to) {
  if (to <= from) return 0;
  std::int64_t used = to - from;
  std::int64_t counted_to = from;
  // Repairs are few: the next one is searched instead of sorting a copy.
  for (std::int64_t after = INT64_MIN;;) {
    std::int64_t begin = INT64_MAX;
    for (const Event& repair : repairs)
      if (repair.value[received_on] > after) begin = std::min(begin, repair.value[received_on]);
    if (begin == INT64_MAX) return used;
    std::int64_t end = begin;
    for (const Event& repair : repairs)
      if (repair.value[received_on] == begin)
        end = std::max(end, std::min(repair.value[returned_on], to));
    after = begin;
    begin = std::clamp(begin, counted_to, to);
    if (end <= begin) continue;
    used -= end - begin;
    counted_to = end;
  }
}

/// What the rules read besides the day of the claim.
struct Situation {
  bool performance_fault = false, human_damage = false, exchange_may_be_due = false;
  bool return_a = false, return_b = false, own_fault = false;
  bool repaired_twice = false, waited_too_long = false;
  bool excluded = false;  // whatever the day
  bool needs_met = false, accessories = false;
  Period returning, exchanging, guarantee;
};

/// The tests of the day of the claim, which `until` moves.
struct Day {
  bool in_return = false, in_exchange = false, in_guarantee = false, after_guarantee = false;
};

Day on_day(const Situation& s, std::int64_t day) {
  return {s.returning.contains(day), s.exchanging.contains(day), s.guarantee.contains(day),
          day > s.guarantee.last};
}

Status status(const Situation& s, bool due, bool excluded, bool met) {
  return !due || excluded ? unavailable : met && s.needs_met ? available : conditional;
}

Status return_status(const Situation& s, const Day& day) {
  const bool five = s.performance_fault && day.in_return;
  const bool six = s.exchange_may_be_due && day.in_guarantee && (s.return_a || s.return_b);
  return status(s, five || six, s.excluded || day.after_guarantee, !five || s.accessories);
}

Status exchange_status(const Situation& s, const Day& day) {
  const bool due =
      (s.performance_fault && (day.in_return || (day.in_exchange && !s.human_damage))) ||
      (s.exchange_may_be_due && day.in_guarantee);
  return status(s, due, s.excluded || day.after_guarantee, true);
}

Status repair_status(const Situation& s, const Day& day) {
  const bool due =
      (s.performance_fault && (day.in_return || (day.in_exchange && !s.human_damage))) ||
      (s.own_fault && day.in_guarantee);
  return status(s, due, s.excluded || day.after_guarantee, true);
}

/// The last day on which each status would still stand.
void find_until(const Situation& s, std::int64_t filed, Verdict& verdict) {
  std::array<std::int64_t, 5> changes = {s.returning.from, s.returning.last + 1,
                                         s.exchanging.last + 1, s.guarantee.from,
                                         s.guarantee.last + 1};
  std::sort(changes.begin(), changes.end());
  auto& remedies = verdict.remedies;
  const auto look = [](RemedyAnswer& answer, Status then, std::int64_t change) {
    if (answer.until < 0 && answer.status != unavailable && then != answer.status)
      answer.until = change - 1;
  };
  for (const std::int64_t change : changes) {
    if (change <= filed) continue;
    const Day day = on_day(s, change);
    look(remedies[return_goods], return_status(s, day), change);
    look(remedies[exchange], exchange_status(s, day), change);
    look(remedies[repair], repair_status(s, day), change);
  }
}

/// Repairs and exchanges; false where one lacks a day or lies after the day of the claim.
bool read_events(const Facts& facts, std::int64_t filed, std::int64_t& last_exchange) {
  last_exchange = never;
  for (const Event& event : facts.exchanges) {
    if ((event.null >> component & 1U) != 0 || !event.has(on)) return false;
    const std::int64_t day = event.value[on];
    if (day == never) continue;
    if (day > filed) return false;
    if (event.has(component)) continue;
    last_exchange = last_exchange == never ? day : std::max(last_exchange, day);
  }
  for (const Event& event : facts.repairs) {
    if ((event.given & needed_of_repair) != needed_of_repair) return false;
    if (event.value[received_on] > filed) return false;
    if (event.value[returned_on] > filed && event.value[returned_on] != never) return false;
  }
  return true;
}

Outcome outcome_of(std::int64_t wanted, const std::array<RemedyAnswer, remedy_count>& remedies) {
  Status status = unavailable;
  switch (wanted) {
    case 0:
      status = remedies[return_goods].status;
      break;
    case 3:
      status = remedies[exchange].status;
      break;
    case 4:
      status = remedies[repair].status;
      break;
    case 8:
      status = remedies[paid_repair].status;
      break;
    case 11:
      status = std::min(
          {remedies[return_goods].status, remedies[exchange].status, remedies[repair].status});
      break;
    default:
      break;
  }
  return status == available ? approved : status == conditional ? conditionally : denied;
}

void list_rules(Rules holding, bool overriding, Verdict& verdict) {
  verdict.holds.size = verdict.fails.size = verdict.overridden.size = 0;
  const Rules dropped = overriding ? bit(r6_4a) | bit(r6_4b) : 0;
  for (std::uint8_t rule = 0; rule < rule_count; ++rule) {
    RuleList& list = (holding >> rule & 1U) == 0   ? verdict.fails
                     : (dropped >> rule & 1U) != 0 ? verdict.overridden
                                                   : verdict.holds;
    list.ids[list.size++] = rule;
  }
}

}  // namespace

bool decide(const Facts& facts, const Calendar& calendar, Verdict& verdict) {
  verdict.remedies = {};
  verdict.refunds = verdict.charges = false;
  if ((facts.given[0] & needed_facts) != needed_facts) return false;
  if (!facts.has_repairs || !facts.has_exchanges) return false;
  const std::int64_t filed = facts.value[filed_on];
  const std::int64_t sold = facts.value[sold_on];
  const std::int64_t invoiced = facts.value[invoiced_on];
  if (sold == never || invoiced == never) return false;

  constexpr std::int64_t in_force_from = 13879;  // 2008-01-01
  verdict.wrong_category = facts.text[category] != "mp3_player";
  verdict.wrong_brand = facts.text[brand] != "现代";
  verdict.too_early = sold < in_force_from;
  if (verdict.wrong_category || verdict.wrong_brand || verdict.too_early) {
    verdict.outcome = not_covered;
    return true;
  }

  Situation s;
  std::int64_t last_exchange = never;
  if (!read_events(facts, filed, last_exchange)) return false;
  const std::int64_t begun = last_exchange == never ? sold : last_exchange;
  if (!period(sold, sold + 7, calendar, s.returning) ||
      !period(sold, sold + 30, calendar, s.exchanging) ||
      !period(begun, a_year_after(begun), calendar, s.guarantee))
    return false;
  int not_mended = 0;
  for (const Event& event : facts.repairs) {
    if (!s.guarantee.contains(event.value[received_on])) continue;
    if (event.value[fixed] == 0) ++not_mended;
    if (event.value[waiting_days] > 90) s.waited_too_long = true;
  }
  s.repaired_twice = not_mended >= 2;

  const std::int64_t why = facts.value[cause];
  const bool has_invoice = (facts.value[documents] >> invoice & 1) != 0;
  const bool has_certificate = (facts.value[documents] >> guarantee_certificate & 1) != 0;
  const bool proof = facts.is(within_guarantee);
  const bool neither = !has_invoice && !has_certificate;
  const bool unauthorised = facts.is(opened_by_unauthorised) || facts.is(modified) ||
                            why == unauthorised_repair || why == modification;
  s.performance_fault = facts.value[kind] == performance;
  s.human_damage = facts.is(human_damage);
  s.exchange_may_be_due = s.performance_fault && (s.repaired_twice || s.waited_too_long);
  s.return_a = !facts.is(same_model) && !facts.is(accepts_other_model);
  s.return_b = facts.is(same_model) && !facts.is(accepts_exchange);
  s.own_fault = why == own_component && facts.value[kind] != no_fault && facts.is(confirmed);
  s.accessories = facts.is(accessories_complete);
  const Day today = on_day(s, filed);

  Rules holds = bit(r2_2) | bit(r2_3) | bit(r2_4) | bit(r6_5);
  Rules unmet = 0;
  if (!has_invoice && !proof) unmet |= bit(r2_2);
  if (!has_certificate && !proof) unmet |= bit(r2_3);
  if (!facts.is(described)) unmet |= bit(r2_4);
  s.needs_met = unmet == 0;

  Rules exclusions = 0;
  if (facts.is(certificate_altered) || !facts.is(serial_matches)) exclusions |= bit(r3_2);
  if (why == misuse || why == installation) exclusions |= bit(r3_3);
  if (neither && !proof) exclusions |= bit(r3_4);
  if (s.human_damage || !facts.is(label_intact)) exclusions |= bit(r3_5);
  if (why == force_majeure) exclusions |= bit(r3_6);
  if (unauthorised) exclusions |= bit(r3_7);
  if (facts.is(counterfeit)) exclusions |= bit(r3_8);
  s.excluded = exclusions != 0;
  if (today.after_guarantee) exclusions |= bit(r3_1);

  Rules grants = 0;
  if (s.performance_fault && today.in_return) grants |= bit(r5);
  if (s.performance_fault && today.in_exchange && !s.human_damage) grants |= bit(r6_1);
  if (s.performance_fault && today.in_guarantee) {
    if (s.repaired_twice) grants |= bit(r6_2);
    if (s.waited_too_long) grants |= bit(r6_3);
    if (s.exchange_may_be_due && s.return_a) grants |= bit(r6_4a);
    if (s.exchange_may_be_due && s.return_b) grants |= bit(r6_4b);
  }
  if (today.in_guarantee && s.own_fault) grants |= bit(r7);
  if (why == misuse || why == installation || why == storage) grants |= bit(r7_1);
  if (unauthorised) grants |= bit(r7_2);
  if (neither) grants |= bit(r7_3);
  if (facts.is(certificate_altered) || !facts.is(model_matches)) grants |= bit(r7_4);
  if (why == force_majeure) grants |= bit(r7_5);
  holds |= exclusions | grants;
  const bool five = (grants & bit(r5)) != 0;
  list_rules(holds, five, verdict);

  auto& remedies = verdict.remedies;
  RemedyAnswer& back = remedies[return_goods];
  back.status = return_status(s, today);
  back.rules = grants & (five ? bit(r5) : bit(r6_4a) | bit(r6_4b));
  remedies[exchange].status = exchange_status(s, today);
  remedies[exchange].rules = grants & (bit(r5) | bit(r6_1) | bit(r6_2) | bit(r6_3));
  remedies[repair].status = repair_status(s, today);
  remedies[repair].rules = grants & (bit(r5) | bit(r6_1) | bit(r7));
  for (const Remedy remedy : {return_goods, exchange, repair}) {
    remedies[remedy].excluded_by = exclusions;
    if (remedies[remedy].status == conditional) remedies[remedy].needs = unmet;
  }
  if (back.status == conditional && five && !s.accessories) back.needs |= bit(r5);
  remedies[paid_repair].rules =
      grants & (bit(r7_1) | bit(r7_2) | bit(r7_3) | bit(r7_4) | bit(r7_5));
  if (remedies[paid_repair].rules != 0) remedies[paid_repair].status = available;

  if (back.status != unavailable) {
    verdict.refunds = true;
    verdict.refund = facts.value[facts.is(sold_directly) ? price : net_dealer_price];
    if (!five && s.return_b) {
      // Price times 0.3 % times days, half up to the fen, and at most what is refunded.
      const auto days = used_days(facts.repairs, invoiced, filed);
      const Int128 exact = Int128{facts.value[price]} * 3 * days;
      verdict.charges = true;
      verdict.depreciation =
          static_cast<std::int64_t>(std::min<Int128>((exact + 500) / 1000, verdict.refund));
    }
  }
  find_until(s, filed, verdict);
  verdict.outcome = outcome_of(facts.value[requests], remedies);
  return true;
}

bool Calendar::load(std::string_view text) {
  using std::chrono::sys_days;
  using namespace std::chrono;
  constexpr std::string_view years_mark = "# years: ";
  const auto number = [&](std::size_t at, std::size_t count) {
    int value = 0;
    for (std::size_t i = at; i < at + count; ++i)
      value = value * 10 + (text[i] - '0');
    return value;
  };
  const std::size_t mark = text.find(years_mark);
  if (mark == std::string_view::npos) return false;
  const int first_year = number(mark + years_mark.size(), 4);
  const int last_year = number(mark + years_mark.size() + 5, 4);
  const auto begin = sys_days(year(first_year) / January / 1);
  const auto end = sys_days(year(last_year + 1) / January / 1);
  first_ = begin.time_since_epoch().count();
  std::vector<bool> works(static_cast<std::size_t>((end - begin).count()));
  for (std::size_t i = 0; i < works.size(); ++i) {
    const weekday day{begin + days(static_cast<int>(i))};
    works[i] = day != Saturday && day != Sunday;
  }
  for (std::size_t at = 0; at < text.size();
       at = std::min(text.find('\n', at), text.size() - 1) + 1) {
    if (text.size() - at < 15 || text[at] < '0' || text[at] > '9') continue;
    const sys_days day(year(number(at, 4)) / number(at + 5, 2) / number(at + 8, 2));
    if (day < begin || day >= end) continue;
    works[static_cast<std::size_t>((day - begin).count())] = text.substr(at + 11, 4) == "work";
  }
  next_.assign(works.size(), -1);
  std::int32_t next = -1;
  for (std::size_t i = works.size(); i-- > 0;) {
    if (works[i]) next = static_cast<std::int32_t>(first_) + static_cast<std::int32_t>(i);
    next_[i] = next;
  }
  return true;
}

}  // namespace sanbao::bench::hand
