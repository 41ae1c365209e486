// SPDX-License-Identifier: Apache-2.0
//
// See impact_page_parts.hpp.
#include "audit/impact_page_parts.hpp"

#include "html/page.hpp"

namespace sanbao::audit {

std::string text_of(std::uint64_t count) {
  return grouped(std::to_string(count));
}

ImpactPageParts::ImpactPageParts(const ImpactReport& report, Language language)
    : report_(report),
      language_(language),
      words_(page_words(language)),
      with_policy_(!one_policy(report)) {}

void ImpactPageParts::begin_section(std::string_view level, std::string_view heading) {
  section_ = "part-" + std::to_string(++sections_);
  page_.open("section").raw("\n").element(level, heading, {{"id", html::name_id(section_)}});
}

void ImpactPageParts::begin_table(std::string_view first,
                                  std::initializer_list<std::string_view> numbers) {
  begin_table(html::name_id(section_), first, numbers);
}

void ImpactPageParts::begin_table(const std::string& named_by, std::string_view first,
                                  std::initializer_list<std::string_view> numbers) {
  const auto head = [&](std::string_view word, bool number) {
    page_.element("th", word, {{"scope", "col"}, {"class", number ? "number" : "entry"}});
  };
  page_.open("table", {{"aria-labelledby", named_by}}).raw("\n");
  page_.open("thead").open("tr");
  head(first, false);
  for (const std::string_view number : numbers)
    head(number, true);
  page_.close().close().open("tbody").raw("\n");
}

void ImpactPageParts::end_table() {
  page_.close().close();
}

void ImpactPageParts::begin_row(std::string_view name, std::span<const std::string> below,
                                std::string_view leads_to) {
  page_.open("tr").open("th", {{"scope", "row"}});
  if (leads_to.empty()) {
    page_.element("strong", name);
  } else {
    page_.open("strong").element("a", name, {{"href", "#" + std::string(leads_to)}}).close();
  }
  for (const std::string& text : below)
    how(text);
  page_.close();
}

void ImpactPageParts::cell(const std::string& text, std::string_view below) {
  page_.open("td", {{"class", "number"}}).text(text);
  how(below);
  page_.close();
}

void ImpactPageParts::weight(const Weight& weight) {
  cell(text_of(weight.claims));
  cell(money(weight), open_words(weight.open));
  page_.close();
}

void ImpactPageParts::how(std::string_view text) {
  if (!text.empty()) page_.raw(" ").element("span", text, {{"class", "how"}});
}

void ImpactPageParts::more(std::size_t count) {
  page_.element("p", text_of(count) + " " + std::string(words_.more));
}

std::string ImpactPageParts::money(const Weight& weight) const {
  if (weight.claims == 0) return {};
  return weight.money ? signed_money(*weight.money, report_.currency)
                      : std::string(words_.too_large);
}

std::string ImpactPageParts::money_of(const ClaimChange& change) const {
  return change.money ? signed_money(*change.money, report_.currency) : std::string(words_.unknown);
}

std::string ImpactPageParts::money_head() const {
  std::string text(words_.money);
  if (report_.currency) text += " (" + std::string(report_.currency->code()) + ")";
  return text;
}

std::string ImpactPageParts::paid(std::optional<std::int64_t> amount) const {
  return amount ? money_in_words(*amount, report_.currency) : std::string(words_.too_large);
}

std::string ImpactPageParts::open_words(std::uint64_t claims) const {
  return claims > 0 ? std::string(words_.open).append(no_break).append(text_of(claims))
                    : std::string();
}

std::string ImpactPageParts::claim_name(const std::string& claim, std::uint64_t number) const {
  const std::string record = std::string(words_.record) + " " + std::to_string(number);
  return claim.empty() ? record : claim + " (" + record + ")";
}

std::string ImpactPageParts::answer_of(const WeighedAnswer& answer) const {
  std::string text(outcome_word(answer.outcome, language_));
  const std::string& name = language_ == Language::zh ? answer.remedy_zh : answer.remedy_en;
  if (!answer.remedy.empty()) text += " " + (name.empty() ? answer.remedy : name);
  return text + " " + (answer.money ? paid(*answer.money) : std::string(words_.unknown));
}

std::string ImpactPageParts::answers_of(const ClaimChange& change) const {
  return answer_of(change.from) + " → " + answer_of(change.to);
}

std::string ImpactPageParts::name_of(const std::vector<WeighedRule>& rules) const {
  return rules.empty() ? std::string(words_.no_rule) : rule_names(rules, with_policy_);
}

std::vector<std::string> ImpactPageParts::titles_of(const std::vector<WeighedRule>& rules) const {
  std::vector<std::string> titles;
  for (const WeighedRule& rule : rules) {
    const bool zh = language_ == Language::zh ? !rule.title_zh.empty() : rule.title_en.empty();
    const std::string& title = zh ? rule.title_zh : rule.title_en;
    // Its number stands above.
    if (!title.empty())
      titles.push_back(rules.size() == 1 ? title : rule_name(rule, with_policy_) + "  " + title);
  }
  return titles;
}

}  // namespace sanbao::audit
