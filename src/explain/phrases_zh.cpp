// SPDX-License-Identifier: Apache-2.0
//
// The phrases of an explanation in Chinese: written language, but easy to read aloud.
// In and out: as phrases.hpp says. Full-width punctuation; a thin gap of one blank between Chinese
// and digits. Never used by another language. Tested by tests/unit/explain_test.cpp and
// tests/baselines/explain.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "explain/phrases.hpp"

namespace sanbao::wording {
namespace {

// clang-format off
constexpr FactWords fact_words[] = {
    {"claim.settled_with_seller", "已与卖家达成一致", "未与卖家达成一致", {}},
    {"consumer.accepts_exchange", "消费者愿意换同型号", "消费者不愿换同型号", {}},
    {"consumer.accepts_other_model", "消费者愿意换其他型号", "消费者不愿换其他型号", {}},
    {"contract.may_dissolve", "符合法定解除条件", "不符合法定解除条件", {}},
    {"exchanges.whole_unit", "更换整机", "更换的不是整机", {}},
    {"fault.confirmed", "故障已经技术人员确认", "故障未经技术人员确认", "经技术人员确认故障"},
    {"fault.described", "附有故障书面说明", "未附故障书面说明", "附上故障的书面说明"},
    {"fault.needs_replacement", "部件需要更换", "部件不需要更换", {}},
    {"fault.serious_safety", "属于严重安全性能故障", "不属于严重安全性能故障", {}},
    {"goods.accessories_complete", "附件齐全", "附件不齐全", "交齐全部附件"},
    {"goods.certificate_altered", "三包凭证被涂改", "三包凭证未被涂改", {}},
    {"goods.counterfeit", "是假冒产品", "不是假冒产品", {}},
    {"goods.gift_returned", "赠品已退回", "赠品未退回", "一并退回赠品"},
    {"goods.human_damage", "有人为损坏", "无人为损坏", {}},
    {"goods.intact", "商品完好", "商品不完好", "使商品完好"},
    {"goods.label_intact", "标签完整", "标签不完整", {}},
    {"goods.lasting_traces", "留有使用痕迹", "没有使用痕迹", {}},
    {"goods.model_matches", "型号与凭证一致", "型号与凭证不一致", {}},
    {"goods.modified", "被改装过", "未被改装", {}},
    {"goods.opened", "包装已拆封", "包装未拆封", {}},
    {"goods.opened_by_unauthorised", "被未授权者拆修过", "未被他人拆修", {}},
    {"goods.packaging_complete", "包装齐全", "包装不齐全", "备齐包装"},
    {"goods.personal_data_left", "留有个人信息", "没有留下个人信息", {}},
    {"goods.serial_matches", "序列号与凭证一致", "序列号与凭证不一致", {}},
    {"proof.within_guarantee", "另有证据证明在保修期内", "没有其他证据证明在保修期内", "另行证明商品在保修期内"},
    {"purchase.escrow", "经平台担保付款", "未经平台担保付款", {}},
    {"purchase.excluded_confirmed", "购买时已确认不适用无理由退货", "购买时未确认不适用无理由退货", {}},
    {"purchase.sold_directly", "由本方直接售出", "不是由本方直接售出", {}},
    {"repairs.authorised", "由授权修理者修理", "不是由授权修理者修理", {}},
    {"repairs.fixed", "已修好", "未修好", {}},
    {"repairs.safety", "属于安全性能故障的修理", "不属于安全性能故障的修理", {}},
    {"repairs.spare_given", "已提供备用机", "未提供备用机", {}},
    {"resends.damaged", "补寄后仍破损", "补寄后完好", {}},
    {"stock.parts", "零配件有货", "零配件无货", {}},
    {"stock.same_model", "同型号有货", "同型号无货", {}},
};

struct Verb {
  std::string_view remedy, does;
};
constexpr Verb verbs[] = {
    {"return", "退货"}, {"refund", "退款"}, {"compensation", "获得赔偿"}, {"exchange", "换货"},
    {"repair", "免费修理"}, {"price_reduction", "要求减少价款"}, {"resend", "要求补寄"},
    {"part_exchange", "更换部件"}, {"paid_repair", "收费修理"}, {"spare_unit", "使用备用机"},
    {"transport_compensation", "获得交通费用补偿"},
};

struct CurrencyName {
  std::string_view code, name;
};
constexpr CurrencyName currencies[] = {
    {"CNY", "元"}, {"USD", "美元"}, {"EUR", "欧元"}, {"GBP", "英镑"}, {"JPY", "日元"},
    {"HKD", "港元"}, {"MOP", "澳门元"}, {"TWD", "新台币"}, {"KRW", "韩元"}, {"SGD", "新加坡元"},
    {"AUD", "澳元"}, {"CAD", "加元"}, {"CHF", "瑞士法郎"},
};
constexpr std::pair<std::string_view, std::string_view> open_ends[] = {
    {"extension", "因修理顺延多少天还不清楚"},
    {"length", "有多长还不清楚"},
    {"end", "到哪一天为止还不清楚"},
    {"counting", "最后一天还算不出"},
};
constexpr std::array<std::string_view, 7> weekdays = {
    "星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"};
// clang-format on

constexpr std::string_view free_repair = "免费修理";  // as the vocabulary names it

std::string join(Strings items, std::string_view between) {
  std::string out;
  for (const std::string& item : items) {
    if (!out.empty()) out += between;
    out += item;
  }
  return out;
}

bool is_ascii_word(std::string_view text) {
  return !text.empty() && static_cast<unsigned char>(text.back()) < 0x80;
}

class Chinese final : public Phrases {
 public:
  // ---- words
  std::string_view text(const Text& text) const override { return either(text.zh, text.en); }
  std::string_view joint(Joint joint) const override {
    switch (joint) {
      case Joint::colon:
        return "：";
      case Joint::comma:
        return "，";
      case Joint::semicolon:
        return "；";
      case Joint::stop:
        return "。";
    }
    return {};
  }
  std::string_view heading(Heading heading) const override {
    switch (heading) {
      case Heading::why:
        return "为什么";
      case Heading::sums:
        return "怎样计算";
      case Heading::bring:
        return "还需补齐";
      case Heading::with_it:
        return "办理时";
      case Heading::also:
        return "也可以选择";
      case Heading::not_applicable:
        return "不适用";
      case Heading::each_policy:
        return "各项规定分别的结论";
      case Heading::notes:
        return "说明";
      case Heading::complain:
        return "对结果有异议";
      case Heading::timeline:
        return "时间线";
      case Heading::every_clause:
        return "各条款与所据事实";
      case Heading::basis:
        return "依据与版本";
      case Heading::contents:
        return "目录";
    }
    return {};
  }
  std::string_view mark(Mark mark) const override {
    switch (mark) {
      case Mark::holds:
        return "成立";
      case Mark::fails:
        return "不成立";
      case Mark::open:
        return "待定";
      case Mark::unproved:
        return "未证实";
      case Mark::gives_way:
        return "让位";
    }
    return {};
  }
  std::string_view word(Word word) const override {
    switch (word) {
      case Word::claim_day:
        return "提出日期";
      case Word::judged_day:
        return "认定日期";
      case Word::last_day:
        return "最迟办理日";
      case Word::certain_until:
        return "至少可办理到";
      case Word::moved:
        return "顺延部分";
      case Word::not_counted:
        return "未计入";
      case Word::runs_on:
        return "超出本图，仍在继续";
      case Word::facts:
        return "所据事实";
      case Word::taken_so:
        return "按此认定";
      case Word::item:
        return "项目";
      case Word::amount:
        return "金额";
      case Word::clause:
        return "条款";
      case Word::policy_id:
        return "规定编号";
      case Word::digest:
        return "文本摘要";
      case Word::calendar:
        return "日历";
      case Word::engine:
        return "计算程序";
    }
    return {};
  }
  std::string claims(std::size_t count) const override { return fmt::format("{} 项索赔", count); }
  std::string brackets(std::string_view text) const override { return fmt::format("（{}）", text); }
  std::string start(std::string_view text) const override { return std::string(text); }
  std::string quote(std::string_view text) const override { return fmt::format("“{}”", text); }
  std::string all_of(Strings items) const override {
    if (items.size() < 2) return join(items, "、");
    return join(items.first(items.size() - 1), "、") + "和" + items.back();
  }
  std::string one_of(Strings items) const override {
    if (items.size() < 2) return join(items, "、");
    return join(items.first(items.size() - 1), "、") + "或" + items.back();
  }
  std::string clauses(std::span<const std::string_view> clauses) const override {
    return fmt::format("{}", fmt::join(clauses, "、"));
  }
  std::string title(const Text& title, std::string_view version) const override {
    const std::string_view name = text(title);
    return version.empty() ? fmt::format("《{}》", name)
                           : fmt::format("《{}》（{}）", name, version);
  }

  // ---- values
  std::string date(CivilDate day) const override {
    return fmt::format("{} 年 {} 月 {} 日", day.year(), day.month(), day.day());
  }
  std::string date_after(CivilDate near, CivilDate day) const override {
    return near.year() == day.year() ? fmt::format("{} 月 {} 日", day.month(), day.day())
                                     : date(day);
  }
  std::string range(CivilDate first, CivilDate last) const override {
    if (first == last) return date(first);
    if (first.year() == last.year() && first.month() == last.month()) {
      return fmt::format("{}至 {} 日", date(first), last.day());
    }
    return fmt::format("{}至 {}", date(first), date_after(first, last));
  }
  std::string open_range(CivilDate first, std::optional<CivilDate> at_least) const override {
    return at_least ? range(first, *at_least) + "，或更晚" : from_day(first) + "，最后一天还不清楚";
  }
  std::string from_day(CivilDate first) const override {
    return fmt::format("自 {}起", date(first));
  }
  std::string days(std::int64_t days) const override { return fmt::format("{} 天", count(days)); }
  std::string length(Period length) const override {
    switch (length.kind()) {
      case PeriodKind::days:
        return days(length.count());
      case PeriodKind::working_days:
        return fmt::format("{} 个工作日", count(length.count()));
      case PeriodKind::months:
        break;
    }
    if (length.count() % 12 == 0) return fmt::format("{} 年", count(length.count() / 12));
    return fmt::format("{} 个月", count(length.count()));
  }
  std::string money(Money money) const override {
    const auto* const at = std::find_if(
        std::begin(currencies), std::end(currencies),
        [&](const CurrencyName& name) { return name.code == money.currency().code(); });
    return fmt::format("{} {}", amount(money),
                       at == std::end(currencies) ? money.currency().code() : at->name);
  }
  std::string value(const Value& value) const override {
    switch (value.kind) {
      case Value::Kind::null:
        return "无法查明";
      case Value::Kind::boolean:
        return value.number != 0 ? "是" : "否";
      case Value::Kind::count:
        return count(value.number);
      case Value::Kind::number:
        return number(value.number);
      case Value::Kind::text: {
        const std::string_view name = text(value.name);
        return name.empty() ? quote(value.text) : std::string(name);
      }
      case Value::Kind::date:
        return date(CivilDate::from_days(static_cast<std::int32_t>(value.number)));
      case Value::Kind::never:
        return "没有发生";
      case Value::Kind::days:
        return days(value.number);
      case Value::Kind::length:
        return length(Period::decode(value.number));
      case Value::Kind::money:
        return value.currency ? money(Money::minor(value.number, *value.currency))
                              : count(value.number);
      case Value::Kind::rate:
        return Rate::from_parts(value.number).to_string();
      case Value::Kind::set: {
        if (value.set.empty()) return "无";
        std::vector<std::string> names;
        for (std::size_t i = 0; i < value.set.size(); ++i) {
          const std::string_view name = i < value.set_names.size() ? text(value.set_names[i]) : "";
          names.push_back(name.empty() ? quote(value.set[i]) : std::string(name));
        }
        return join(names, "、");
      }
      case Value::Kind::empty_list:
        return "无";
      case Value::Kind::open:
        return "尚未交还";
    }
    return {};
  }
  std::string fact(std::string_view path, const Text& name, const Value& value) const override {
    if (value.kind == Value::Kind::boolean) {
      if (const FactWords* words = find_words(fact_words, path)) {
        return std::string(value.number != 0 ? words->yes : words->no);
      }
    }
    const std::string_view called = either(text(name), path);
    if (value.kind == Value::Kind::empty_list) return fmt::format("没有{}", called);
    return fmt::format("{}：{}", called, this->value(value));
  }
  std::string todo(std::string_view path, Strings wanted) const override {
    if (!wanted.empty()) return "出示" + all_of(wanted);
    const FactWords* words = find_words(fact_words, path);
    return words == nullptr ? std::string() : std::string(words->todo);
  }
  std::string todo(const Papers& papers) const override {
    if (papers.missing() == papers.wanting.size()) return "出示" + all_of(papers.wanting);
    if (papers.at_least == 1) return "出示" + one_of(papers.wanting);
    if (papers.shown.empty()) {
      return fmt::format("至少出示{}这 {} 种中的 {} 种", all_of(papers.wanting), papers.all(),
                         papers.at_least);
    }
    return fmt::format("在已出示的{}之外，再出示{}中的 {} 种，达到 {} 种中的 {} 种",
                       all_of(papers.shown), all_of(papers.wanting), papers.missing(), papers.all(),
                       papers.at_least);
  }
  std::string some_of(Strings items, std::size_t at_least) const override {
    return fmt::format("做到{}中的 {} 项", all_of(items), at_least);
  }
  std::string todo_of_title(std::string_view title) const override {
    for (const std::string_view start : {"须", "必须", "应当", "应"}) {
      if (title.starts_with(start)) return std::string(title.substr(start.size()));
    }
    return {};
  }

  // ---- the verdict
  std::string can(const Offer& offer) const override {
    return "可以" + does(offer) + due(offer, "，", "，", "还不能决定");
  }
  std::string choice(std::span<const Offer> offers) const override {
    std::vector<std::string> names;
    for (const Offer& offer : offers) {
      const std::string sum = due(offer, "", "", "待定");
      std::string more = sum + latest(offer);
      if (sum.empty() && !more.empty()) more.erase(0, joint(Joint::comma).size());
      names.push_back(name(offer) + (more.empty() ? std::string() : brackets(more)));
    }
    return names.size() == 1 ? "可以选择" + names.front() : "可以任选一项：" + one_of(names);
  }
  std::string can_once(const Offer& offer, std::string_view todo,
                       std::size_t count) const override {
    std::string out =
        todo.empty() ? fmt::format("还差 {} 项，补齐后即可", count) : fmt::format("{}后即可", todo);
    out += does(offer) + latest(offer);
    return out + due(offer, "；", "；", "还不能决定");
  }
  std::string cannot(const Offer& offer) const override { return "不能" + does(offer); }
  std::string not_promised() const override { return "规定中没有这一项"; }
  std::string nothing_possible() const override { return "没有一项可以办理"; }
  std::string none_of(std::span<const Offer> offers) const override {
    std::vector<std::string> names;
    for (const Offer& offer : offers)
      names.push_back(name(offer));
    return all_of(names) + (names.size() == 1 ? "不能办理" : "都不能办理");
  }
  std::string instead(Strings offers) const override {
    return "可以办理的是：" + join(offers, "；");
  }
  std::string undecided(const Offer& offer) const override {
    return offer.remedy == "any" ? "还不能决定可以怎样处理" : "还不能决定能否" + does(offer);
  }
  std::string at_least_conditional(const Offer& offer, Strings todo) const override {
    return fmt::format("无论如何，{}后即可{}{}", todo.empty() ? "补齐所需" : join(todo, "、"),
                       does(offer), latest(offer));
  }
  std::string differing_amounts(const Offer& offer) const override {
    return fmt::format("可以{}，但按不同条款算出的金额不同，规定未写明以哪一条为准，须由经办人裁定",
                       does(offer));
  }
  std::string not_covered() const override { return "这次索赔不在现有规定的范围内"; }
  std::string nearest(std::string_view title, Strings facts) const override {
    return facts.empty() ? fmt::format("最接近的是{}，但并不适用", title)
                         : fmt::format("最接近的是{}，与之不符的是：{}", title, join(facts, "；"));
  }
  std::string question(std::string_view text, std::string_view list,
                       std::string_view event) const override {
    constexpr std::pair<std::string_view, std::string_view> called[] = {
        {"repairs", "这次修理"}, {"exchanges", "这次换货"}, {"resends", "这次补寄"}};
    const std::string out =
        event.empty() ? std::string(text)
                      : asked_of(text, word_of(called, list), event, std::string(event) + "：");
    return is_asked(out) ? out : out + "？";
  }
  std::string ask_first(Strings questions, Settles settles, const Offer& offer) const override {
    // A set is enough for some answers, not for all.
    const std::string what =
        questions.size() == 1 ? "答复" : fmt::format("这 {} 项的答复", questions.size());
    std::string end = what + "可能足以决定";
    if (settles == Settles::how_much) end += fmt::format("金额；{}本身已经成立", name(offer));
    if (settles == Settles::applying) end += "规定是否适用";
    return "请先问：" + join(questions, "") + brackets(end);
  }
  std::string ask_instead(Strings questions) const override {
    return "也可改问：" + join(questions, "");
  }
  std::string ask_all(Strings questions) const override {
    return "需要问清以下各项：" + join(questions, "");
  }
  std::string head(std::optional<std::string_view> claim, std::optional<CivilDate> filed,
                   std::optional<CivilDate> as_of, Strings titles) const override {
    std::string out = claim ? "索赔 " + std::string(*claim) : std::string("索赔");
    if (filed) {
      out += (claim ? "，" : " ") + date(*filed) + "提出";
    } else {
      out += "，提出日期不详";
    }
    if (as_of && filed && *as_of != *filed) out += "，按 " + date(*as_of) + "的情况认定";
    if (!titles.empty()) out += "；依据：" + join(titles, "、");
    return out;
  }

  // ---- dates counted
  std::string period(const PeriodReading& period) const override {
    const std::string title(either(text(period.title), period.name));
    if (period.open_first) return title + "：" + open_range(*period.open_first, period.at_least);
    if (!period.begun || !period.first)
      return title + (period.in == false ? "：没有起算" : "：起止还不清楚");
    if (!period.last) return title + "：" + from_day(*period.first);
    return fmt::format("{}：{}", title, range(*period.first, *period.last));
  }
  std::string period_counted(const PeriodReading& period) const override {
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
    for (const PeriodReading::Usage& usage : period.usage) {
      parts.push_back(fmt::format("{}：{}，以 {} 为限", text(usage.name), value(usage.reading),
                                  value(usage.limit)));
    }
    return join(parts, "；");
  }
  std::string period_stand(const PeriodReading& period) const override {
    const std::string title(either(text(period.title), period.name));
    if (!period.begun) return "不在" + title + "内";
    const std::string day = day_tested(period);
    if (period.days_late && period.last) {
      return fmt::format("{}{}最后一天是 {}，{} {}", day, title, date(*period.last),
                         day.empty() ? "已过" : "晚了", days(*period.days_late));
    }
    if (period.days_early && period.first) {
      const std::string_view name = either(text(period.from_name), period.from ? "起算日" : "首日");
      return fmt::format("{}还没有开始，比{} {}早 {}", title, name,
                         date(period.from.value_or(*period.first)), days(*period.days_early));
    }
    if (!period.in || !*period.in) return "不在" + title + "内";
    if (!period.last) return day + "在" + title + "内";
    return fmt::format("{}在{}内，最后一天是 {}", day, title, date(*period.last));
  }
  std::string too_early(const PeriodReading& period) const override {
    const CivilDate next = add(*period.last, Days(1)).value_or(*period.last);
    return fmt::format("{}起才可办理，{}到 {}为止", date(next),
                       either(text(period.title), period.name), date_after(next, *period.last));
  }
  std::string_view added_apart() const override { return "只计按规定可顺延、且在期内开始的修理"; }
  std::string days_left(std::int64_t left) const override {
    return left == 0 ? "提出当天是最后一天" : "提出时还剩 " + days(left);
  }
  std::string outside(std::string_view period) const override {
    return fmt::format("不在{}内", period);
  }

  // ---- events
  std::string event(std::string_view list, const Text& list_name,
                    std::size_t number) const override {
    if (list == "repairs") return fmt::format("第 {} 次修理", number);
    if (list == "exchanges") return fmt::format("第 {} 次换货", number);
    if (list == "resends") return fmt::format("第 {} 次补寄", number);
    return fmt::format("{}第 {} 项", either(text(list_name), list), number);
  }
  std::string event_line(const EventItem& item, std::string_view event,
                         const Text& of) const override {
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
  std::string event_again(const EventItem& item, std::string_view event,
                          const Text& of) const override {
    return item.amount ? fmt::format("{}  {}", event, taken(item, of)) : std::string(event);
  }
  std::string not_counted(std::string_view line, Strings because) const override {
    return because.empty() ? fmt::format("{}；不计", line)
                           : fmt::format("{}；不计：{}", line, join(because, "，"));
  }
  std::string more_events(std::size_t count) const override {
    return fmt::format("另有 {} 次", count);
  }
  std::string event_sum(const EventReading& events) const override {
    std::string what;
    const bool times = events.measure == "count";
    const auto shown = [&](const Value& value) {
      return times && value.kind == Value::Kind::count ? fmt::format("{} 次", count(value.number))
                                                       : this->value(value);
    };
    const std::string wanted = fmt::format("{} {}", bound_word(events.bound), shown(events.limit));
    if (events.least.kind == Value::Kind::null && !events.bound.empty()) {
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
  std::string total(bool refund, bool from_consumer) const override {
    return from_consumer ? "消费者应付" : refund ? "应退" : "应付消费者";
  }
  std::string_view no_money() const override { return "不付款"; }
  std::string by_clauses(std::string_view clauses, std::string_view due) const override {
    return fmt::format("按条款 {} 计算：{}", clauses, due);
  }
  std::string_view open_amount() const override { return "待定"; }
  std::string_view unknown_amount() const override { return "无法查明"; }
  std::string step(std::string_view operation, std::string_view operand) const override {
    if (operation == "plus") return fmt::format("加 {}", operand);
    if (operation == "minus") return fmt::format("减 {}", operand);
    if (operation == "times") return fmt::format("乘以 {}", operand);
    if (operation == "at_most") return fmt::format("最多 {}", operand);
    if (operation == "at_least") return fmt::format("最少 {}", operand);
    return std::string(operand);
  }
  std::string one_taken(bool least, Strings sums) const override {
    const std::string others = join(sums.first(sums.size() - 1), "、");
    return fmt::format(
        "{} 与 {} {}", others, sums.back(),
        sums.size() == 2 ? (least ? "取低" : "取高") : (least ? "取最低" : "取最高"));
  }
  std::string days_counted(const Step& step) const override {
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
  std::string preferred(std::string_view over) const override {
    return fmt::format("各条金额不同时取对消费者最有利的；未取的是 {}", over);
  }

  // ---- what else there is
  std::string offer(const Offer& offer) const override {
    const std::string sum = due(offer, "", "", "待定");
    return named(offer) + (sum.empty() ? "" : "，" + sum) + latest(offer);
  }
  std::string offer_once(const Offer& offer, Strings todo) const override {
    const std::string sum = due(offer, "", "", "待定");
    return named(offer) + "，须先" + join(todo, "、") + (sum.empty() ? "" : "；" + sum) +
           latest(offer);
  }
  std::string offer_open(const Offer& offer, Strings questions) const override {
    return questions.empty() ? named(offer) + "，还不能决定"
                             : fmt::format("{}，还须问：{}", named(offer), join(questions, ""));
  }
  std::string papers_complete() const override { return "所需凭证和手续齐备"; }
  std::string more_reasons(std::size_t count) const override {
    return fmt::format("另有 {} 条也不成立", count);
  }
  std::string same_reason() const override { return "理由相同"; }
  std::string as_above() const override { return "理由同上"; }
  std::string gives_way(std::span<const std::string_view> to) const override {
    return fmt::format("也成立，但以 {} 为准", clauses(to));
  }
  std::string assumed(Strings facts) const override {
    return "记录未写明、按此认定：" + join(facts, "；");
  }
  std::string contested(std::string_view reading, const Value& value, bool set) const override {
    return fmt::format("规定有争议，{}理解：{}：{}", set ? "这次选定按此" : "按此", reading,
                       this->value(value));
  }
  std::string set_here(std::string_view name, const Value& value) const override {
    return fmt::format("这次另行设定：{}：{}", name, this->value(value));
  }
  std::string recalled(Strings what) const override {
    return "下列内容凭转述录入，尚未核对原文：" + join(what, "、");
  }
  std::string left_out(std::string_view event, bool cut) const override {
    return cut ? fmt::format("{}到认定之日尚未结束，其后的情况不计", event)
               : fmt::format("{}在认定之日以后，没有计入", event);
  }
  std::string not_read(Strings groups) const override {
    return "记录中没有规定用到的内容：" + join(groups, "、");
  }
  std::string gap(const GapWords& words) const override {
    if (words.kind == "calendar") {
      return fmt::format("日历“{}”没有 {} 年的放假安排，公布后才能确定末日", words.what,
                         words.year);
    }
    if (words.kind == "month_end")
      return fmt::format("“{}”落在该月没有的日子，规定未写明怎样算", words.what);
    if (words.kind == "overflow") return fmt::format("第 {} 条的计算超出范围", words.what);
    if (words.kind == "no value") return fmt::format("第 {} 条所需的数值没有规定", words.what);
    return std::string(words.kind);
  }
  std::string may_improve(std::string_view title, Strings questions) const override {
    return questions.empty()
               ? fmt::format("按{}结论可能更有利，但还不能决定", title)
               : fmt::format("按{}结论可能更有利，还须问：{}", title, join(questions, ""));
  }
  std::string not_applied(std::string_view title, Strings facts) const override {
    return fmt::format("{}没有适用：{}", title, join(facts, "；"));
  }
  std::string not_established(Strings facts) const override {
    return "无法查明，视为没有证实：" + join(facts, "；");
  }
  std::string unproved(Strings facts, const PeriodReading* period) const override {
    const std::string what =
        period == nullptr
            ? "没有证实"
            : fmt::format("不能证明是在{}内提出的", either(text(period->title), period->name));
    return fmt::format("{}无法查明，{}", all_of(facts), what);
  }
  std::string subject(std::string_view path, std::string_view name) const override {
    const bool quoted = name == path || find_words(fact_words, path) != nullptr;
    return quoted ? quote(name) : std::string(name);
  }
  std::string own_answer(const Offer& offer, Status status) const override {
    switch (status) {
      case Status::available:
        return can(offer);
      case Status::conditional:
        return "补齐所需后可以" + does(offer) + due(offer, "，", "", "");
      case Status::unavailable:
        return cannot(offer);
      case Status::unknown:
        return undecided(offer);
      case Status::conflict:
        return "可以" + does(offer) + "，但金额有不同算法";
    }
    return {};
  }
  std::string own_applying_open() const override { return "是否适用还不能决定"; }

 private:
  std::string taken(const EventItem& item, const Text& of) const {
    const std::string_view called = text(of);
    return called.empty() ? value(*item.amount) : fmt::format("{} {}", called, value(*item.amount));
  }
  std::string name(const Offer& offer) const {
    // 收费的不说免费。
    if (offer.charged && text(offer.name) == free_repair) return "修理";
    return std::string(either(text(offer.name), offer.remedy));
  }
  std::string named(const Offer& offer) const {
    return offer.clauses.empty() ? name(offer) : name(offer) + brackets(clauses(offer.clauses));
  }
  std::string does(const Offer& offer) const {
    const auto* const at = std::find_if(std::begin(verbs), std::end(verbs), [&](const Verb& verb) {
      return verb.remedy == offer.remedy;
    });
    if (offer.charged && offer.remedy == "repair") return "修理";
    if (at != std::end(verbs)) return std::string(at->does);
    return (is_ascii_word(name(offer)) ? "办理 " : "办理") + name(offer);
  }
  // An open amount is passed over where nothing is said of it.
  std::string due(const Offer& offer, std::string_view before, std::string_view before_open,
                  std::string_view open) const {
    if (offer.due == Offer::Due::nothing) return {};
    if (offer.due == Offer::Due::unknown) open = "无法查明";
    if (!offer.net) {
      if (open.empty()) return {};
      return fmt::format("{}{}多少{}", before_open,
                         offer.fee      ? "消费者须付"
                         : offer.refund ? "应退"
                                        : "应付",
                         open);
    }
    const bool from_consumer = offer.net->minor_units() < 0;
    const Money sum =
        from_consumer ? Money::minor(-offer.net->minor_units(), offer.net->currency()) : *offer.net;
    return fmt::format("{}{} {}", before,
                       from_consumer  ? "消费者须付"
                       : offer.refund ? "应退"
                                      : "应付消费者",
                       money(sum));
  }
  std::string latest(const Offer& offer) const {
    if (!offer.until) return {};
    return (offer.until_open ? "，至少到 " : "，最迟 ") + date(*offer.until);
  }
  static std::string_view bound_word(std::string_view bound) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> bounds = {{
        {"at_least", "至少"},
        {"more_than", "超过"},
        {"at_most", "至多"},
        {"fewer_than", "少于"},
        {"exactly", "正好"},
    }};
    return word_of(bounds, bound);
  }
  std::string day_tested(const PeriodReading& period) const {
    const std::string_view name = text(period.day_name);
    if (!tells_day(period, name)) return {};
    return fmt::format("{} {}，", name, date(*period.day));
  }
  std::string rolled(const PeriodReading& period) const {
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
};

}  // namespace

const Phrases& chinese() {
  static const Chinese phrases;
  return phrases;
}

}  // namespace sanbao::wording
