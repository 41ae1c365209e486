// SPDX-License-Identifier: Apache-2.0
//
// The words of an explanation in Chinese: see words_zh.hpp. The tables stand first: yes-or-no facts, currencies.
// Tested by tests/unit/explain_page_test.cpp and tests/baselines/explain.
#include "explain/words_zh.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

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
struct CurrencyName {
  std::string_view code, name;
};
constexpr CurrencyName currencies[] = {
    {"CNY", "元"}, {"USD", "美元"}, {"EUR", "欧元"}, {"GBP", "英镑"}, {"JPY", "日元"},
    {"HKD", "港元"}, {"MOP", "澳门元"}, {"TWD", "新台币"}, {"KRW", "韩元"}, {"SGD", "新加坡元"},
    {"AUD", "澳元"}, {"CAD", "加元"}, {"CHF", "瑞士法郎"},
};
// clang-format on

}  // namespace

// ---- words

std::string_view ChineseWords::text(const Text& text) const {
  return either(text.zh, text.en);
}

std::string_view ChineseWords::joint(Joint joint) const {
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

std::string_view ChineseWords::heading(Heading heading) const {
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

std::string_view ChineseWords::mark(Mark mark) const {
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

std::string_view ChineseWords::word(Word word) const {
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

std::string ChineseWords::claims(std::size_t count) const {
  return fmt::format("{} 项索赔", count);
}

std::string ChineseWords::brackets(std::string_view text) const {
  return fmt::format("（{}）", text);
}

std::string ChineseWords::start(std::string_view text) const {
  return std::string(text);
}

std::string ChineseWords::quote(std::string_view text) const {
  return fmt::format("“{}”", text);
}

std::string ChineseWords::all_of(Strings items) const {
  if (items.size() < 2) return join(items, "、");
  return join(items.first(items.size() - 1), "、") + "和" + items.back();
}

std::string ChineseWords::one_of(Strings items) const {
  if (items.size() < 2) return join(items, "、");
  return join(items.first(items.size() - 1), "、") + "或" + items.back();
}

std::string ChineseWords::clauses(std::span<const std::string_view> clauses) const {
  return fmt::format("{}", fmt::join(clauses, "、"));
}

std::string ChineseWords::title(const Text& title, std::string_view version) const {
  const std::string_view name = text(title);
  return version.empty() ? fmt::format("《{}》", name) : fmt::format("《{}》（{}）", name, version);
}

// ---- values

std::string ChineseWords::date(CivilDate day) const {
  return fmt::format("{} 年 {} 月 {} 日", day.year(), day.month(), day.day());
}

std::string ChineseWords::date_after(CivilDate near, CivilDate day) const {
  return near.year() == day.year() ? fmt::format("{} 月 {} 日", day.month(), day.day()) : date(day);
}

std::string ChineseWords::range(CivilDate first, CivilDate last) const {
  if (first == last) return date(first);
  if (first.year() == last.year() && first.month() == last.month()) {
    return fmt::format("{}至 {} 日", date(first), last.day());
  }
  return fmt::format("{}至 {}", date(first), date_after(first, last));
}

std::string ChineseWords::open_range(CivilDate first, std::optional<CivilDate> at_least) const {
  return at_least ? range(first, *at_least) + "，或更晚" : from_day(first) + "，最后一天还不清楚";
}

std::string ChineseWords::from_day(CivilDate first) const {
  return fmt::format("自 {}起", date(first));
}

std::string ChineseWords::days(std::int64_t days) const {
  return fmt::format("{} 天", count(days));
}

std::string ChineseWords::length(Period length) const {
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

std::string ChineseWords::money(Money money) const {
  const auto* const at =
      std::find_if(std::begin(currencies), std::end(currencies),
                   [&](const CurrencyName& name) { return name.code == money.currency().code(); });
  return fmt::format("{} {}", amount(money),
                     at == std::end(currencies) ? money.currency().code() : at->name);
}

std::string_view ChineseWords::said(Said said) const {
  switch (said) {
    case Said::not_to_be_found:
      return "无法查明";
    case Said::yes:
      return "是";
    case Said::no:
      return "否";
    case Said::never:
      return "没有发生";
    case Said::none:
      return "无";
    case Said::not_given_back:
      return "尚未交还";
    case Said::between:
      return "、";
  }
  return {};
}

std::string ChineseWords::fact(std::string_view path, const Text& name, const Value& value) const {
  if (value.kind == Value::Kind::boolean) {
    if (const FactWords* words = find_words(fact_words, path)) {
      return std::string(value.number != 0 ? words->yes : words->no);
    }
  }
  const std::string_view called = either(text(name), path);
  if (value.kind == Value::Kind::empty_list) return fmt::format("没有{}", called);
  return fmt::format("{}：{}", called, this->value(value));
}

std::string ChineseWords::not_told(std::string_view name) const {
  return fmt::format("{}：尚未说明", name);
}

std::string ChineseWords::falls_short(std::string_view name, const Value& value) const {
  return fmt::format("{}：{}，不符合条款要求", name, this->value(value));
}

std::string ChineseWords::as_asked(std::string_view names, std::size_t) const {
  return fmt::format("使{}符合条款要求", names);
}

std::string ChineseWords::subject(std::string_view path, std::string_view name) const {
  const bool quoted = name == path || find_words(fact_words, path) != nullptr;
  return quoted ? quote(name) : std::string(name);
}

std::string ChineseWords::todo(std::string_view path, Strings wanted) const {
  if (!wanted.empty()) return "出示" + all_of(wanted);
  const FactWords* words = find_words(fact_words, path);
  return words == nullptr ? std::string() : std::string(words->todo);
}

std::string ChineseWords::todo(const Papers& papers) const {
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

std::string ChineseWords::some_of(Strings items, std::size_t at_least) const {
  return fmt::format("做到{}中的 {} 项", all_of(items), at_least);
}

std::string ChineseWords::todo_of_title(std::string_view title) const {
  for (const std::string_view start : {"须", "必须", "应当", "应"}) {
    if (title.starts_with(start)) return std::string(title.substr(start.size()));
  }
  return {};
}

}  // namespace sanbao::wording
