// SPDX-License-Identifier: Apache-2.0
//
// The sentences of an explanation in Chinese: the verdict, and what else there is. Written language, but easy to read
// aloud. On top of words_zh.hpp and grounds_zh.hpp.
// In and out: as phrases.hpp says. Never used by another language. Tested by tests/unit/explain_*test.cpp and
// tests/baselines/explain.
#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "explain/grounds_zh.hpp"

namespace sanbao::wording {
namespace {

// clang-format off
struct Verb {
  std::string_view remedy, does;
};
constexpr Verb verbs[] = {
    {"return", "退货"}, {"refund", "退款"}, {"compensation", "获得赔偿"}, {"exchange", "换货"},
    {"repair", "免费修理"}, {"price_reduction", "要求减少价款"}, {"resend", "要求补寄"},
    {"part_exchange", "更换部件"}, {"paid_repair", "收费修理"}, {"spare_unit", "使用备用机"},
    {"transport_compensation", "获得交通费用补偿"},
};
// clang-format on

constexpr std::string_view free_repair = "免费修理";  // as the vocabulary names it

bool is_ascii_word(std::string_view text) {
  return !text.empty() && static_cast<unsigned char>(text.back()) < 0x80;
}

class Chinese final : public ChineseGrounds {
 public:
  // ---- the verdict
  std::string can(const Offer& offer) const override {
    return "可以" + does(offer) + due(offer, "，", "，", "还不能决定");
  }
  std::string choice(std::span<const Offer> offers) const override {
    std::vector<std::string> names;
    for (const Offer& offer : offers) {
      const std::string sum = due_that_day(offer, "", "待定");
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
    return out + due_that_day(offer, "；", "还不能决定");
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
  std::string ask_besides_calendar(Strings questions) const override {
    return "须先有放假安排；此外与结论有关的还有：" + join(questions, "");
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

  // ---- what else there is
  std::string offer(const Offer& offer) const override {
    const std::string sum = due_that_day(offer, "", "待定");
    return named(offer) + (sum.empty() ? "" : "，" + sum) + latest(offer);
  }
  std::string offer_once(const Offer& offer, Strings todo) const override {
    const std::string sum = due_that_day(offer, "", "待定");
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
  std::string days_in_force() const override { return "施行日期"; }
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
  std::string if_it_applies(std::string_view answer) const override {
    return fmt::format("如果适用：{}", answer);
  }

 private:
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
  // Beside a last day an amount that goes by the day of the claim says of which it is.
  std::string due_that_day(const Offer& offer, std::string_view before,
                           std::string_view open) const {
    const std::string sum = due(offer, before, before, open);
    return offer.net && offer.due_on ? fmt::format("{}（按 {}提出计）", sum, date(*offer.due_on))
                                     : sum;
  }
  std::string latest(const Offer& offer) const {
    if (!offer.until) return {};
    std::string end = (offer.until_open ? "，至少到 " : "，最迟 ") + date(*offer.until);
    if (!offer.same_until) return end;
    return offer.same_open
               ? fmt::format("，按此条件至少到 {}，此后条件或有不同{}", date(*offer.same_until),
                             end)
               : fmt::format("，按此条件至 {}，此后条件不同{}", date(*offer.same_until), end);
  }
};

}  // namespace

const Phrases& chinese() {
  static const Chinese phrases;
  return phrases;
}

}  // namespace sanbao::wording
