// SPDX-License-Identifier: Apache-2.0
//
// What a decision rests on, told in Chinese: see grounds_zh.hpp.
// Tested by tests/unit/explain_page_test.cpp and tests/baselines/explain.
#include "explain/grounds_zh.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>
#include <vector>

namespace sanbao::wording {
namespace {

// clang-format off
constexpr std::pair<std::string_view, std::string_view> open_ends[] = {
    {"extension", "因修理顺延多少天还不清楚"},
    {"length", "有多长还不清楚"},
    {"end", "到哪一天为止还不清楚"},
    {"counting", "最后一天还算不出"},
};
constexpr std::array<std::string_view, 7> weekdays = {
    "星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"};
// clang-format on

}  // namespace

// ---- dates counted

std::string ChineseGrounds::period(const PeriodReading& period) const {
  const std::string title(either(text(period.title), period.name));
  if (period.open_first) return title + "：" + open_range(*period.open_first, period.at_least);
  if (!period.begun || !period.first)
    return title + (period.in == false ? "：没有起算" : "：起止还不清楚");
  if (!period.last) return title + "：" + from_day(*period.first);
  return fmt::format("{}：{}", title, range(*period.first, *period.last));
}

std::string ChineseGrounds::period_counted(const PeriodReading& period) const {
  std::vector<std::string> parts;
  if (!period.begun && period.open.empty()) return {};
  if (period.from) {
    const std::string_view name = text(period.from_name);
    parts.push_back(name.empty() ? "自 " + date(*period.from) + "起算"
                                 : fmt::format("{} {}", name, date(*period.from)));
  }
  if (!period.open.empty()) parts.emplace_back(word_of(open_ends, period.open));
  if (period.days_added > 0) parts.push_back("因修理顺延 " + days(period.days_added));
  if (period.last_unrolled) parts.push_back(rolled(period));
  for (const PeriodReading::Usage& usage : period.usage)
    parts.push_back(this->usage(usage));
  return join(parts, "；");
}

std::string ChineseGrounds::period_stand(const PeriodReading& period) const {
  const std::string title(either(text(period.title), period.name));
  if (!period.begun) return "不在" + title + "内";
  const std::string day = day_tested(period);
  std::vector<std::string> passed;
  for (const PeriodReading::Usage& usage : limits_passed(period))
    passed.push_back(this->usage(usage));
  if (period.days_late && period.last) {
    passed.insert(passed.begin(),
                  fmt::format("{}{}最后一天是 {}，{} {}", day, title, date(*period.last),
                              day.empty() ? "已过" : "晚了", days(*period.days_late)));
    return join(passed, "；");
  }
  if (period.days_early && period.first) {
    const std::string_view name = either(text(period.from_name), period.from ? "起算日" : "首日");
    return fmt::format("{}还没有开始，比{} {}早 {}", title, name,
                       date(period.from.value_or(*period.first)), days(*period.days_early));
  }
  if (!period.in || !*period.in)
    return fmt::format("不在{}内{}{}", title, passed.empty() ? "" : "：", join(passed, "；"));
  if (!period.last) return day + "在" + title + "内";
  return fmt::format("{}在{}内，最后一天是 {}", day, title, date(*period.last));
}

std::string ChineseGrounds::too_early(const PeriodReading& period) const {
  const CivilDate next = add(*period.last, Days(1)).value_or(*period.last);
  return fmt::format("{}起才可办理，{}到 {}为止", date(next),
                     either(text(period.title), period.name), date_after(next, *period.last));
}

std::string_view ChineseGrounds::added_apart() const {
  return "只计按规定可顺延、且在期内开始的修理";
}

std::string ChineseGrounds::days_left(std::int64_t left) const {
  return left == 0 ? "提出当天是最后一天" : "提出时还剩 " + days(left);
}

std::string ChineseGrounds::outside(std::string_view period) const {
  return fmt::format("不在{}内", period);
}

// ---- events

std::string ChineseGrounds::event(std::string_view list, const Text& list_name,
                                  std::size_t number) const {
  if (list == "repairs") return fmt::format("第 {} 次修理", number);
  if (list == "exchanges") return fmt::format("第 {} 次换货", number);
  if (list == "resends") return fmt::format("第 {} 次补寄", number);
  return fmt::format("{}第 {} 项", either(text(list_name), list), number);
}

std::string ChineseGrounds::event_line(const EventItem& item, std::string_view event,
                                       const Text& of) const {
  std::string out(event);
  if (item.begin && item.end) {
    out += "  " + range(*item.begin, *item.end);
  } else if (item.begin && item.path.starts_with("repairs")) {
    out += fmt::format("  {}送修，尚未交还", date(*item.begin));
  } else if (item.begin) {
    out += "  " + date(*item.begin);
  }
  if (item.fixed) out += *item.fixed ? "，已修好" : "，未修好";
  if (item.amount && item.amount->kind != Value::Kind::null) out += "，" + taken(item, of);
  return out;
}

std::string ChineseGrounds::event_again(const EventItem& item, std::string_view event,
                                        const Text& of) const {
  return item.amount ? fmt::format("{}  {}", event, taken(item, of)) : std::string(event);
}

std::string ChineseGrounds::not_counted(std::string_view line, Strings because) const {
  return because.empty() ? fmt::format("{}；不计", line)
                         : fmt::format("{}；不计：{}", line, join(because, "，"));
}

std::string ChineseGrounds::more_events(std::size_t count) const {
  return fmt::format("另有 {} 次", count);
}

std::string ChineseGrounds::event_sum(const EventReading& events) const {
  std::string what;
  const bool times = events.measure == "count";
  const auto shown = [&](const Value& value) {
    return times && value.kind == Value::Kind::count ? fmt::format("{} 次", count(value.number))
                                                     : this->value(value);
  };
  const std::string wanted = fmt::format("{} {}", bound_word(events.bound), shown(events.limit));
  if (events.least.kind == Value::Kind::null && !events.bound.empty()) {
    if (!events.holds) return std::string(open_amount());
    return text(events.title).empty() ? "没有达到" + wanted : std::string("没有这种情形");
  }
  if (times) what = "计入 ";
  if (events.measure == "largest") what = "最长一次 ";
  if (events.measure == "total" || events.measure == "days") what = "合计 ";
  if (events.measure == "largest" && events.least.kind != Value::Kind::days) what = "最大一次 ";
  if (events.least.kind != Value::Kind::null) what += shown(events.least);
  const bool same =
      events.least.kind == events.most.kind && events.least.number == events.most.number;
  if (!same && events.most.kind != Value::Kind::null) what += "至 " + shown(events.most);
  if (!same && events.most.kind == Value::Kind::null) what += "或更多";
  return events.bound.empty() ? what : fmt::format("{}，标准是{}", what, wanted);
}

// ---- money

std::string ChineseGrounds::total(bool refund, bool from_consumer) const {
  return from_consumer ? "消费者应付" : refund ? "应退" : "应付消费者";
}

std::string_view ChineseGrounds::no_money() const {
  return "不付款";
}

std::string ChineseGrounds::by_clauses(std::string_view clauses, std::string_view due) const {
  return fmt::format("按条款 {} 计算：{}", clauses, due);
}

std::string_view ChineseGrounds::open_amount() const {
  return "待定";
}

std::string_view ChineseGrounds::unknown_amount() const {
  return "无法查明";
}

std::string ChineseGrounds::step(std::string_view operation, std::string_view operand) const {
  if (operation == "plus") return fmt::format("加 {}", operand);
  if (operation == "minus") return fmt::format("减 {}", operand);
  if (operation == "times") return fmt::format("乘以 {}", operand);
  if (operation == "at_most") return fmt::format("最多 {}", operand);
  if (operation == "at_least") return fmt::format("最少 {}", operand);
  return std::string(operand);
}

std::string ChineseGrounds::one_taken(bool least, Strings sums) const {
  const std::string others = join(sums.first(sums.size() - 1), "、");
  return fmt::format("{} 与 {} {}", others, sums.back(),
                     sums.size() == 2 ? (least ? "取低" : "取高") : (least ? "取最低" : "取最高"));
}

std::string ChineseGrounds::days_counted(const Step& step) const {
  if (!step.from || !step.to) return {};
  std::string out = value(step.value) + " = " + range(*step.from, *step.to);
  if (step.taken_off.empty()) return out;
  std::int64_t off = 0;
  std::vector<std::string> parts;
  for (const Step::Interval& interval : step.taken_off) {
    off += interval.days;
    parts.push_back(count(interval.days));
  }
  out += fmt::format("共 {} − 修理 {}", days(step.days_between), days(off));
  return parts.size() == 1 ? out : out + brackets(join(parts, "+"));
}

std::string ChineseGrounds::preferred(std::string_view over) const {
  return fmt::format("各条金额不同时取对消费者最有利的；未取的是 {}", over);
}

// ---- what they share

std::string ChineseGrounds::usage(const PeriodReading::Usage& usage) const {
  const std::string_view name = text(usage.name);
  return usage.is_read
             ? fmt::format("{} {}，以 {} 为限", name, value(usage.reading), value(usage.limit))
             : fmt::format("{}以 {} 为限", name, value(usage.limit));
}

std::string ChineseGrounds::taken(const EventItem& item, const Text& of) const {
  const std::string_view called = text(of);
  return called.empty() ? value(*item.amount) : fmt::format("{} {}", called, value(*item.amount));
}

std::string_view ChineseGrounds::bound_word(std::string_view bound) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> bounds = {{
      {"at_least", "至少"},
      {"more_than", "超过"},
      {"at_most", "至多"},
      {"fewer_than", "少于"},
      {"exactly", "正好"},
  }};
  return word_of(bounds, bound);
}

std::string ChineseGrounds::day_tested(const PeriodReading& period) const {
  const std::string_view name = text(period.day_name);
  if (!tells_day(period, name)) return {};
  return fmt::format("{} {}，", name, date(*period.day));
}

std::string ChineseGrounds::rolled(const PeriodReading& period) const {
  const CivilDate unrolled = *period.last_unrolled;
  std::string out = "期满日为 " + date(unrolled);
  if (period.days_added == 0 && period.length.kind == Value::Kind::length) {
    out = fmt::format("满 {}为 {}", length(Period::decode(period.length.number)), date(unrolled));
  }
  if (period.days_added == 0 && period.length.kind == Value::Kind::days) {
    out = fmt::format("满 {}为 {}", days(period.length.number), date(unrolled));
  }
  if (period.roll == "unknown") return out + "，当年放假安排不详，末日或会顺延";
  if (!period.holiday.empty()) {
    out += fmt::format("，逢{}放假", period.holiday);
  } else {
    out += fmt::format("，适逢{}", weekdays[unrolled.weekday()]);
  }
  return period.last ? out + "，顺延至 " + date_after(unrolled, *period.last) : out;
}

}  // namespace sanbao::wording
