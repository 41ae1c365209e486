// SPDX-License-Identifier: Apache-2.0
//
// The words of a page, a line a language. In, out and never: see impact_page_words.hpp.
// Tested by tests/cli/impact_page_test.py.
#include "audit/impact_page_words.hpp"

namespace sanbao::audit {

namespace {

std::string english_name(const WeighedPolicy& policy) {
  return policy.title_en.empty() ? policy.id : policy.title_en;
}
std::string chinese_name(const WeighedPolicy& policy) {
  return policy.title_zh.empty() ? policy.id : "《" + policy.title_zh + "》";
}

constexpr PageWords english = {
    .impact = "What other policies would change",
    .claim = "claim",
    .claims = "claims",
    .to = " to ",
    .between = ", ",
    .colon = ": ",
    .stop = ". ",
    .alike = "Decided alike",
    .beside = "Of these: something beside the answer differs",
    .otherwise = "Decided otherwise",
    .better = "Better for the consumer",
    .worse = "Worse for the consumer",
    .neither = "Neither",
    .open = "money not known in",
    .better_short = "better",
    .worse_short = "worse",
    .neither_short = "neither",
    .directions =
        "Better: granted where it was not, or with fewer conditions, or with more money for the "
        "consumer. Worse: the other way round. Neither: another remedy worth the same, or an "
        "answer still open that may turn out either way.",
    .more_money = "More money",
    .less_money = "Less money",
    .same_money = "The same money",
    .summary = "In short",
    .variants = "The policies weighed",
    .by_rule = "By rule",
    .by_outcome = "By outcome",
    .by_money = "By change of money",
    .largest = "Largest changes",
    .policies = "What was compared",
    .what = "What",
    .count = "Claims",
    .money = "Money to consumers",
    .one_claim = "Claim",
    .rule = "Rule",
    .outcome = "Outcome",
    .variant = "Variant",
    .change = "Change",
    .record = "record",
    .below = " and below",
    .above = " and above",
    .no_change = "no change",
    .other_money = "other money or remedy",
    .no_rule = "no rule",
    .too_large = "too large to be added up",
    .unknown = "not known",
    .more = "more, in --format json",
    .refused = "refused and in none of these numbers",
    .cannot_weigh = "records of the log cannot be weighed",
    .left_out = "records of the log left out by --where",
    .as_of = "All judged as of (--as-of)",
    .paid_before = "Paid in all before",
    .paid_after = "Paid in all after",
    .in_all = "in all",
    .periods = "The same remedy until another day",
    .longer = "Longer",
    .shorter = "Shorter",
    .one_sided = "A last day on one side alone",
    .by_days = "By change of last day",
    .largest_days = "Largest changes of last day",
    .day = " day",
    .days = " days",
    .last_days = "Days",
    .until = "until",
    .before = "Before",
    .after = "After",
    .absent = "absent",
    .log = "Records of the log, and digest of the last",
    .engine = "Worked out by",
    .listed = "The claims behind each rule",
    .listed_by = "Asked for (--list)",
    .none_listed = "No claim changes so.",
    .first_of = "the first ",
    .of_all = " of ",
    .all_elsewhere = "; --format json lists all",
    .changes = {.name_of = english_name},
};
constexpr PageWords chinese = {
    .impact = "改用其他规定的影响",
    .claim = "项索赔",
    .claims = "项索赔",
    .to = " 至 ",
    .between = "，",
    .colon = "：",
    .stop = "。",
    .alike = "结论相同",
    .beside = "其中结论之外有所不同",
    .otherwise = "结论不同",
    .better = "对消费者更有利",
    .worse = "对消费者更不利",
    .neither = "利弊不定",
    .open = "金额待定",
    .better_short = "有利",
    .worse_short = "不利",
    .neither_short = "利弊不定",
    .directions =
        "更有利：原来不能办理的可以办理，或者所需条件减少，或者付给消费者的金额增加。更不利：与此"
        "相反。"
        "利弊不定：处理方式不同而金额相同，或者结论、金额待定，可能更有利也可能更不利。",
    .more_money = "金额增加",
    .less_money = "金额减少",
    .same_money = "金额不变",
    .summary = "概要",
    .variants = "各项规定的比较",
    .by_rule = "按条款",
    .by_outcome = "按结论",
    .by_money = "按金额变化",
    .largest = "变化最大的索赔",
    .policies = "比较的规定",
    .what = "项目",
    .count = "索赔数",
    .money = "付给消费者的金额",
    .one_claim = "索赔",
    .rule = "条款",
    .outcome = "结论",
    .variant = "规定",
    .change = "变化",
    .record = "记录",
    .below = " 及以下",
    .above = " 及以上",
    .no_change = "不变",
    .other_money = "金额或处理方式不同",
    .no_rule = "没有条款",
    .too_large = "数额过大，无法合计",
    .unknown = "待定",
    .more = "项见 --format json",
    .refused = "未能读取，不计入以上各数",
    .cannot_weigh = "条记录无法重新衡量",
    .left_out = "条记录未被选取（--where）",
    .as_of = "一律认定之日（--as-of）",
    .paid_before = "原规定下共付给消费者",
    .paid_after = "新规定下共付给消费者",
    .in_all = "共付",
    .periods = "处理方式相同，期限不同",
    .longer = "期限延长",
    .shorter = "期限缩短",
    .one_sided = "仅一方有最后一日",
    .by_days = "按期限变化",
    .largest_days = "期限变化最大的索赔",
    .day = " 天",
    .days = " 天",
    .last_days = "天数",
    .until = "截至",
    .before = "原规定",
    .after = "新规定",
    .absent = "无",
    .log = "日志的记录数与末条摘要",
    .engine = "计算程序",
    .listed = "各条款所涉的索赔",
    .listed_by = "所列范围（--list）",
    .none_listed = "没有这样变化的索赔。",
    .first_of = "前 ",
    .of_all = " 项，共 ",
    .all_elsewhere = "，全部见 --format json",
    .changes = {.without = "不含 ",
                .with = "加上 ",
                .same = "规定相同",
                .between = "、",
                .unchanged = " 不变",
                .before_claims = "（",
                .claim = " 项索赔）",
                .claims = " 项索赔）",
                .name_of = chinese_name},
};

}  // namespace

const PageWords& page_words(Language language) {
  return language == Language::zh ? chinese : english;
}

std::string_view outcome_word(Outcome outcome, Language language) {
  const bool zh = language == Language::zh;
  switch (outcome) {
    case Outcome::approved:
      return zh ? "可以办理" : "approved";
    case Outcome::conditional:
      return zh ? "补齐后可以办理" : "approved on conditions";
    case Outcome::denied:
      return zh ? "不能办理" : "denied";
    case Outcome::needs_facts:
      return zh ? "还须问清" : "facts wanting";
    case Outcome::conflict:
      return zh ? "条款金额不一" : "clauses in conflict";
    case Outcome::not_covered:
      return zh ? "不在范围内" : "not covered";
  }
  return {};
}

}  // namespace sanbao::audit
