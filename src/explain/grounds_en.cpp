// SPDX-License-Identifier: Apache-2.0
//
// What a decision rests on, told in English: see grounds_en.hpp. Festivals have their Chinese name from the calendar.
// Tested by tests/unit/explain_page_test.cpp and tests/baselines/explain.
#include "explain/grounds_en.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace sanbao::wording {
namespace {

// clang-format off
struct Festival {
  std::string_view zh, en;
};
constexpr Festival festivals[] = {
    {"元旦", "New Year's Day"}, {"春节", "the Spring Festival"},
    {"清明节", "the Tomb-Sweeping Festival"}, {"劳动节", "Labour Day"}, {"“五一”", "Labour Day"},
    {"“五一”国际劳动节", "Labour Day"}, {"端午节", "the Dragon Boat Festival"},
    {"中秋节", "the Mid-Autumn Festival"}, {"国庆节", "National Day"}, {"“十一”", "National Day"},
    {"抗日战争暨世界反法西斯战争胜利70周年纪念日", "Victory Day"},
};
constexpr std::pair<std::string_view, std::string_view> open_ends[] = {
    {"extension", "by how many days repairs extend it is not known"},
    {"length", "how long it lasts is not known"},
    {"end", "on which day it ends is not known"},
    {"counting", "its last day cannot be counted out"},
};
constexpr std::array<std::string_view, 7> weekdays = {
    "a Sunday", "a Monday", "a Tuesday", "a Wednesday", "a Thursday", "a Friday", "a Saturday"};
// clang-format on

std::string ordinal(std::size_t number) {
  const std::size_t tens = number % 100;
  std::string_view end = "th";
  if (tens < 11 || tens > 13) {
    if (number % 10 == 1) end = "st";
    if (number % 10 == 2) end = "nd";
    if (number % 10 == 3) end = "rd";
  }
  return fmt::format("{}{}", number, end);
}

}  // namespace

// ---- dates counted

std::string EnglishGrounds::period(const PeriodReading& period) const {
  const std::string title = capital(std::string(either(text(period.title), period.name)));
  if (period.open_first) return title + ": " + open_range(*period.open_first, period.at_least);
  if (!period.begun || !period.first)
    return title + (period.in == false ? ": has not begun" : ": days not known");
  if (!period.last) return title + ": " + from_day(*period.first);
  return fmt::format("{}: {}", title, range(*period.first, *period.last));
}

std::string EnglishGrounds::period_counted(const PeriodReading& period) const {
  std::vector<std::string> parts;
  if (!period.begun && period.open.empty()) return {};
  if (period.from) {
    const std::string_view name = text(period.from_name);
    parts.push_back(name.empty() ? "counted from " + date(*period.from)
                                 : fmt::format("{}: {}", name, date(*period.from)));
  }
  if (!period.open.empty()) parts.emplace_back(word_of(open_ends, period.open));
  if (period.days_added > 0) parts.push_back(days(period.days_added) + " added for repairs");
  if (period.last_unrolled) parts.push_back(rolled(period));
  for (const PeriodReading::Usage& usage : period.usage)
    parts.push_back(this->usage(usage));
  return join(parts, "; ");
}

std::string EnglishGrounds::period_stand(const PeriodReading& period) const {
  const std::string_view title = either(text(period.title), period.name);
  if (!period.begun) return fmt::format("not within the {}", title);
  const bool of_claim = period.day_path == "claim.filed_on";
  const std::string day = day_tested(period);
  std::vector<std::string> passed;
  for (const PeriodReading::Usage& usage : limits_passed(period))
    passed.push_back(this->usage(usage));
  if (period.days_late && period.last) {
    passed.insert(passed.begin(),
                  fmt::format("{}the {} ended on {}, {} {}", day, title, date(*period.last),
                              days(*period.days_late), of_claim ? "before the claim" : "too late"));
    return join(passed, "; ");
  }
  if (period.days_early && period.first) {
    const std::string_view name =
        either(text(period.from_name), period.from ? "day it is counted from" : "first day");
    return fmt::format("the {} had not begun{} {} before the {}, {}", title,
                       of_claim ? " when the claim came," : ",", days(*period.days_early), name,
                       date(period.from.value_or(*period.first)));
  }
  if (!period.in || !*period.in)
    return fmt::format("not within the {}{}{}", title, passed.empty() ? "" : ": ",
                       join(passed, "; "));
  if (!period.last) return fmt::format("{}within the {}", day, title);
  return fmt::format("{}within the {}, whose last day is {}", day, title, date(*period.last));
}

std::string EnglishGrounds::too_early(const PeriodReading& period) const {
  const CivilDate next = add(*period.last, Days(1)).value_or(*period.last);
  return fmt::format("only from {} on, the day after the {} ends", date(next),
                     either(text(period.title), period.name));
}

std::string_view EnglishGrounds::added_apart() const {
  return "only repairs that extend it and began while it ran are added";
}

std::string EnglishGrounds::days_left(std::int64_t left) const {
  return left == 0 ? "the claim came on the last day"
                   : days(left) + " left on the day of the claim";
}

std::string EnglishGrounds::outside(std::string_view period) const {
  return fmt::format("not within the {}", period);
}

// ---- events

std::string EnglishGrounds::event(std::string_view list, const Text& list_name,
                                  std::size_t number) const {
  if (list == "repairs") return ordinal(number) + " repair";
  if (list == "exchanges") return ordinal(number) + " exchange";
  if (list == "resends") return ordinal(number) + " resending";
  return fmt::format("{}, {}", either(text(list_name), list), ordinal(number));
}

std::string EnglishGrounds::event_line(const EventItem& item, std::string_view event,
                                       const Text& of) const {
  std::string out(event);
  if (item.begin && item.end) {
    out += "  " + range(*item.begin, *item.end);
  } else if (item.begin && item.path.starts_with("repairs")) {
    out += fmt::format("  handed in on {}, not given back yet", date(*item.begin));
  } else if (item.begin) {
    out += "  " + date(*item.begin);
  }
  if (item.fixed) out += *item.fixed ? ", mended" : ", not mended";
  if (item.amount && item.amount->kind != Value::Kind::null) out += ", " + taken(item, of);
  return out;
}

std::string EnglishGrounds::event_again(const EventItem& item, std::string_view event,
                                        const Text& of) const {
  return item.amount ? fmt::format("{}  {}", event, taken(item, of)) : std::string(event);
}

std::string EnglishGrounds::not_counted(std::string_view line, Strings because) const {
  return because.empty() ? fmt::format("{}; does not count", line)
                         : fmt::format("{}; does not count: {}", line, join(because, ", "));
}

std::string EnglishGrounds::more_events(std::size_t count) const {
  return fmt::format("and {} more", count);
}

std::string EnglishGrounds::event_sum(const EventReading& events) const {
  const std::string wanted = fmt::format("{} {}", bound_word(events.bound), value(events.limit));
  if (events.least.kind == Value::Kind::null && !events.bound.empty()) {
    if (!events.holds) return std::string(open_amount());
    return text(events.title).empty() ? "not " + wanted : std::string("not so");
  }
  const bool largest = events.measure == "largest";
  std::string what;
  if (largest) what = events.least.kind == Value::Kind::days ? "the longest " : "the largest ";
  if (events.least.kind != Value::Kind::null) what += value(events.least);
  const bool same =
      events.least.kind == events.most.kind && events.least.number == events.most.number;
  if (!same && events.most.kind != Value::Kind::null) what += " to " + value(events.most);
  if (!same && events.most.kind == Value::Kind::null) what += " or more";
  if (!largest) what += events.measure == "count" ? " counted" : " in all";
  return events.bound.empty() ? what : fmt::format("{}; the clause asks for {}", what, wanted);
}

// ---- money

std::string EnglishGrounds::total(bool, bool from_consumer) const {
  return from_consumer ? "Due from the consumer" : "Due";
}

std::string_view EnglishGrounds::no_money() const {
  return "no money";
}

std::string EnglishGrounds::by_clauses(std::string_view clauses, std::string_view due) const {
  const bool several = clauses.find(", ") != std::string_view::npos;
  return fmt::format("By {} {}: {}", several ? "clauses" : "clause", clauses, due);
}

std::string_view EnglishGrounds::open_amount() const {
  return "not known yet";
}

std::string_view EnglishGrounds::unknown_amount() const {
  return "cannot be found out";
}

std::string EnglishGrounds::step(std::string_view operation, std::string_view operand) const {
  if (operation == "plus") return fmt::format("plus {}", operand);
  if (operation == "minus") return fmt::format("minus {}", operand);
  if (operation == "times") return fmt::format("times {}", operand);
  if (operation == "at_most") return fmt::format("at most {}", operand);
  if (operation == "at_least") return fmt::format("at least {}", operand);
  return std::string(operand);
}

std::string EnglishGrounds::one_taken(bool least, Strings sums) const {
  const std::string_view two = least ? "lower" : "higher";
  const std::string_view more = least ? "lowest" : "highest";
  return fmt::format("the {} of {}", sums.size() == 2 ? two : more, listed(sums, " and "));
}

std::string EnglishGrounds::days_counted(const Step& step) const {
  if (!step.from || !step.to) return {};
  if (step.taken_off.empty()) {
    return fmt::format("{} = {}", value(step.value), range(*step.from, *step.to));
  }
  std::int64_t off = 0;
  std::vector<std::string> parts;
  for (const Step::Interval& interval : step.taken_off) {
    off += interval.days;
    parts.push_back(count(interval.days));
  }
  const std::string out =
      fmt::format("{} = {} ({}) − {} in repair", value(step.value), days(step.days_between),
                  range(*step.from, *step.to), days(off));
  return parts.size() == 1 ? out : out + brackets(join(parts, " + "));
}

std::string EnglishGrounds::preferred(std::string_view over) const {
  return fmt::format(
      "Where clauses differ, the amount best for the consumer is taken; not taken: {}", over);
}

// ---- what they share

std::string EnglishGrounds::taken(const EventItem& item, const Text& of) const {
  const std::string_view called = text(of);
  return called.empty() ? value(*item.amount) : fmt::format("{}: {}", called, value(*item.amount));
}

std::string EnglishGrounds::usage(const PeriodReading::Usage& usage) const {
  const std::string_view name = text(usage.name);
  return usage.is_read ? fmt::format("{}: {}, the limit is {}", name, value(usage.reading),
                                     value(usage.limit))
                       : fmt::format("{}: the limit is {}", name, value(usage.limit));
}

std::string EnglishGrounds::festival(std::string_view zh) const {
  std::vector<std::string> names;
  while (!zh.empty()) {
    const std::size_t end = std::min(zh.find("、"), zh.size());
    const std::string_view part = zh.substr(0, end);
    const auto* const at =
        std::find_if(std::begin(festivals), std::end(festivals),
                     [&](const Festival& festival) { return festival.zh == part; });
    names.emplace_back(at == std::end(festivals) ? part : at->en);
    zh.remove_prefix(std::min(end + std::string_view("、").size(), zh.size()));
  }
  return listed(names, " and ");
}

std::string_view EnglishGrounds::bound_word(std::string_view bound) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> bounds = {{
      {"at_least", "at least"},
      {"more_than", "more than"},
      {"at_most", "at most"},
      {"fewer_than", "fewer than"},
      {"exactly", "exactly"},
  }};
  return word_of(bounds, bound);
}

std::string EnglishGrounds::day_tested(const PeriodReading& period) const {
  const std::string_view name = text(period.day_name);
  if (!tells_day(period, name)) return {};
  return fmt::format("{} {}: ", name, date(*period.day));
}

std::string EnglishGrounds::rolled(const PeriodReading& period) const {
  const CivilDate unrolled = *period.last_unrolled;
  std::string what = "the days end";
  if (period.days_added == 0 && period.length.kind == Value::Kind::length) {
    const Period counted = Period::decode(period.length.number);
    const bool one = counted.count() == 1 || counted == Period::years(1);
    what = fmt::format("{} {}", length(counted), one ? "ends" : "end");
  }
  if (period.days_added == 0 && period.length.kind == Value::Kind::days) {
    what = days(period.length.number) + (period.length.number == 1 ? " ends" : " end");
  }
  what += " on " + date(unrolled);
  if (period.roll == "unknown") {
    return what + ", a year whose days off are not known; the last day may move on";
  }
  what += ", " + (period.holiday.empty() ? std::string(weekdays[unrolled.weekday()])
                                         : festival(period.holiday));
  return period.last ? what + ", moved to " + date_after(unrolled, *period.last) : what;
}

}  // namespace sanbao::wording
