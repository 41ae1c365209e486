// SPDX-License-Identifier: Apache-2.0
//
// An impact as a page: in short, then a chart and a table of each kind. In, out and never: see impact_page.hpp.
// Tested by tests/cli/impact_page_test.py, and in a browser by scripts/pages.
#include "sanbao/audit/impact_page.hpp"

#include <algorithm>

#include "audit/impact_chart.hpp"
#include "audit/impact_page_words.hpp"
#include "audit/impact_sweep.hpp"
#include "audit/impact_words.hpp"
#include "html/page.hpp"
#include "sanbao/version.hpp"

namespace sanbao::audit {
namespace {

using html::Writer;

constexpr std::string_view no_break = "\u00A0";
constexpr std::size_t bars_drawn = 12;
constexpr std::size_t rows_listed = 200;
constexpr std::size_t variants_in_full = 12;

std::string text_of(std::uint64_t count) {
  return grouped(std::to_string(count));
}

class ImpactPage {
 public:
  ImpactPage(const ImpactReport& report, Language language)
      : report_(report),
        language_(language),
        words_(page_words(language)),
        with_policy_(!one_policy(report)) {}

  std::string write() {
    const bool one = report_.variants.size() == 1;
    const std::string title = one ? title_of(report_.variants.front()) : std::string(words_.impact);
    html::begin_page(page_, language_ == Language::zh ? "zh-CN" : "en", title);
    page_.element("h1", title);
    page_.element("p", claims(), {{"class", "about"}});
    if (report_.refused > 0)
      page_.element("p", text_of(report_.refused) + " " + std::string(words_.claims) +
                             std::string(words_.between) + std::string(words_.refused));
    for (const NotWeighed& records : report_.not_weighed)
      page_.element("p", count_of(records.records, words_.cannot_weigh) +
                             std::string(words_.colon) + records.why);
    conditions();
    if (!one) sweep();
    for (std::size_t i = 0; i < std::min(report_.variants.size(), variants_in_full); ++i)
      variant(report_.variants[i], i, one);
    if (report_.variants.size() > variants_in_full)
      more(report_.variants.size() - variants_in_full);
    basis();
    html::end_page(page_);
    return page_.take();
  }

 private:
  [[nodiscard]] std::string title_of(const VariantImpact& variant, bool with_name = true) const {
    const auto at = static_cast<std::size_t>(&variant - report_.variants.data());
    const std::string policies = change_of_policies(report_, at, words_.changes);
    return variant.name.empty() || !with_name
               ? policies
               : policies + std::string(words_.between) + variant.name;
  }

  // Without which nobody makes the page again.
  void conditions() {
    if (report_.as_of)
      page_.element(
          "p", std::string(words_.as_of) + std::string(words_.colon) + report_.as_of->to_string());
    if (report_.left_out.value_or(0) == 0 && report_.where.empty()) return;
    page_.open("p").text(count_of(report_.left_out.value_or(0), words_.left_out));
    for (const Where& where : report_.where) {
      page_.text(&where == report_.where.data() ? words_.colon : words_.between);
      page_.element("code", where.field + "=" + where.value);
    }
    page_.close();
  }

  [[nodiscard]] std::string claims() const {
    std::string text = text_of(report_.claims) + " ";
    text += report_.claims == 1 ? words_.claim : words_.claims;
    if (report_.first_filed)
      text += std::string(words_.between) + report_.first_filed->to_string() +
              std::string(words_.to) + report_.last_filed->to_string();
    return text;
  }

  [[nodiscard]] static std::string count_of(std::uint64_t records, std::string_view words) {
    return text_of(records) + " " + std::string(words);
  }

  [[nodiscard]] std::string money(const Weight& weight) const {
    if (weight.claims == 0) return {};
    return weight.money ? signed_money(*weight.money, report_.currency)
                        : std::string(words_.too_large);
  }

  [[nodiscard]] std::string money_head() const {
    std::string text(words_.money);
    if (report_.currency) text += " (" + std::string(report_.currency->code()) + ")";
    return text;
  }

  // `better 2, worse 10`: what there is of each; in a table with the money, where there is more than one.
  template <typename Parts>
  [[nodiscard]] std::string parts(const Parts& of, bool with_money) const {
    const auto kinds = {std::pair(words_.better_short, &of.better),
                        std::pair(words_.worse_short, &of.worse),
                        std::pair(words_.neither_short, &of.neither)};
    const bool several =
        std::ranges::count_if(kinds, [](const auto& kind) { return kind.second->claims > 0; }) > 1;
    std::string text;
    for (const auto& [word, weight] : kinds) {
      if (weight->claims == 0) continue;
      if (!text.empty()) text += words_.between;
      text.append(word).append(no_break).append(text_of(weight->claims));
      if (with_money && several) text.append(" (").append(money(*weight)).append(")");
    }
    return text;
  }

  void head(std::string_view word, bool number) {
    page_.element("th", word, {{"scope", "col"}, {"class", number ? "number" : "entry"}});
  }

  // It bears the name of its section.
  void begin_table(std::string_view first, std::initializer_list<std::string_view> numbers) {
    page_.open("table", {{"aria-labelledby", html::name_id(section_)}}).raw("\n");
    page_.open("thead").open("tr");
    head(first, false);
    for (const std::string_view number : numbers)
      head(number, true);
    page_.close().close().open("tbody").raw("\n");
  }
  void end_table() { page_.close().close(); }

  void how(std::string_view text) {
    if (!text.empty()) page_.raw(" ").element("span", text, {{"class", "how"}});
  }

  void cell(const std::string& text, std::string_view below = {}) {
    page_.open("td", {{"class", "number"}}).text(text);
    how(below);
    page_.close();
  }

  // A row that begins with its name; what belongs to the name stands below it.
  void begin_row(std::string_view name, std::span<const std::string> below = {}) {
    page_.open("tr").open("th", {{"scope", "row"}}).element("strong", name);
    for (const std::string& text : below)
      how(text);
    page_.close();
  }

  void weight(const Weight& weight) {
    cell(text_of(weight.claims));
    cell(money(weight), open_words(weight.open));
    page_.close();
  }

  void more(std::size_t count) {
    page_.element("p", text_of(count) + " " + std::string(words_.more));
  }

  [[nodiscard]] std::string paid(std::optional<std::int64_t> amount) const {
    return amount ? money_in_words(*amount, report_.currency) : std::string(words_.too_large);
  }
  [[nodiscard]] static std::string percent(const PaidInAll& paid) {
    return paid.change ? signed_percent(*paid.change) : std::string();
  }
  // `in all 1,299.00 → 2,598.00, +100.00%`
  [[nodiscard]] std::string paid_in_short(const PaidInAll& paid) const {
    if (!report_.currency) return {};
    std::string text(words_.in_all);
    text += " " + this->paid(paid.from) + " → " + this->paid(paid.to);
    return paid.change ? text + " (" + percent(paid) + ")" : text;
  }
  [[nodiscard]] std::string open_words(std::uint64_t claims) const {
    return claims > 0 ? std::string(words_.open).append(no_break).append(text_of(claims))
                      : std::string();
  }
  void paid_rows(const PaidInAll& paid) {
    if (!report_.currency) return;
    const auto row = [&](std::string_view name, std::optional<std::int64_t> amount,
                         const std::string& below) {
      begin_row(name);
      cell(text_of(report_.claims - paid.open));
      cell(this->paid(amount), below);
      page_.close();
    };
    row(words_.paid_before, paid.from, open_words(paid.open));
    row(words_.paid_after, paid.to, percent(paid));
  }

  void begin_section(std::string_view level, std::string_view heading) {
    section_ = "part-" + std::to_string(++sections_);
    page_.open("section").raw("\n").element(level, heading, {{"id", html::name_id(section_)}});
  }

  void sweep() {
    begin_section("h2", words_.variants);
    const auto drawn = sweep_of(
        report_, {[&](std::size_t i) {
                    const VariantImpact& variant = report_.variants[i];
                    return title_of(variant, variant.varied.empty());
                  },
                  [&](std::size_t i) {
                    const Weight& weight = report_.variants[i].otherwise;
                    return weight.claims == 0 ? signed_money(0, report_.currency) : money(weight);
                  }});
    if (drawn) draw_sweep(page_, section_, money_head(), *drawn);
    begin_table(words_.variant, {words_.otherwise, money_head()});
    for (const VariantImpact& variant : report_.variants) {
      std::vector<std::string> below = {parts(variant, true), paid_in_short(variant.paid)};
      if (!variant.name.empty()) below.insert(below.begin(), title_of(variant, false));
      begin_row(variant.name.empty() ? title_of(variant) : variant.name, below);
      weight(variant.otherwise);
    }
    end_table();
    page_.close();
  }

  void variant(const VariantImpact& variant, std::size_t number, bool one) {
    const std::string id = "variant-" + std::to_string(number + 1);
    const std::string_view level = one ? "h2" : "h3";
    if (one) {
      page_.open("div").raw("\n");
    } else {
      page_.open("article", {{"id", id}, {"aria-labelledby", id + "-name"}}).raw("\n");
      page_.element("h2", title_of(variant), {{"id", id + "-name"}});
    }
    summary(variant, level);
    if (variant.otherwise.claims > 0) {
      by_rule(variant, level);
      by_money(variant, level);
      by_outcome(variant, level);
      largest(variant, level);
    }
    if (variant.periods) periods(*variant.periods, level);
    page_.close();
  }

  [[nodiscard]] std::string days(std::int64_t count) const {
    return signed_days(count, words_.day, words_.days);
  }

  void periods(const PeriodImpact& periods, std::string_view level) {
    begin_section(level, words_.periods);
    begin_table(words_.what, {words_.count, words_.last_days});
    const auto row = [&](std::string_view name, std::uint64_t claims, const std::string& of_days) {
      begin_row(name);
      cell(text_of(claims));
      cell(of_days);
      page_.close();
    };
    for (const auto& [name, weight] :
         {std::pair(words_.longer, &periods.longer), std::pair(words_.shorter, &periods.shorter)})
      row(name, weight->claims, weight->claims > 0 ? days(weight->days) : std::string());
    if (periods.one_sided > 0) row(words_.one_sided, periods.one_sided, {});
    end_table();
    page_.close();
    if (periods.largest.empty()) return;
    begin_section(level, words_.by_days);
    bars_and_table(periods.distribution, words_.by_days,
                   {words_.longer, words_.shorter, words_.no_change},
                   [&](std::int64_t count) { return days(count); });
    begin_section(level, words_.largest_days);
    begin_table(words_.one_claim, {words_.last_days});
    for (const PeriodChange& change : periods.largest) {
      const std::vector<std::string> below = {change.remedy + " " + std::string(words_.until) +
                                              " " + change.from.to_string() + " → " +
                                              change.to.to_string()};
      begin_row(claim_name(change.claim, change.record), below);
      cell(days(change.days));
      page_.close();
    }
    end_table();
    page_.close();
  }

  [[nodiscard]] std::string claim_name(const std::string& claim, std::uint64_t number) const {
    const std::string record = std::string(words_.record) + " " + std::to_string(number);
    return claim.empty() ? record : claim + " (" + record + ")";
  }

  void summary(const VariantImpact& variant, std::string_view level) {
    std::string lead(words_.otherwise);
    lead.append(words_.colon).append(text_of(variant.otherwise.claims)).append(" / ");
    lead += text_of(report_.claims);
    if (variant.otherwise.claims > 0)
      lead.append(words_.stop).append(money_head()).append(words_.colon) +=
          money(variant.otherwise) +
          (variant.paid.change ? " (" + percent(variant.paid) + ")" : "");
    page_.element("p", lead, {{"class", "lead"}});
    begin_section(level, words_.summary);
    begin_table(words_.what, {words_.count, money_head()});
    const auto count = [&](std::string_view name, std::uint64_t claims) {
      begin_row(name);
      cell(text_of(claims));
      cell({});
      page_.close();
    };
    count(words_.alike, variant.alike);
    if (variant.beside > 0) count(words_.beside, variant.beside);
    const auto row = [&](std::string_view name, const Weight& weighed) {
      begin_row(name);
      weight(weighed);
    };
    row(words_.otherwise, variant.otherwise);
    row(words_.better, variant.better);
    row(words_.worse, variant.worse);
    if (variant.neither.claims > 0) row(words_.neither, variant.neither);
    paid_rows(variant.paid);
    end_table();
    page_.element("p", words_.directions, {{"class", "how"}});
    page_.close();
  }

  [[nodiscard]] std::string name_of(const std::vector<WeighedRule>& rules) const {
    return rules.empty() ? std::string(words_.no_rule) : rule_names(rules, with_policy_);
  }

  void by_rule(const VariantImpact& variant, std::string_view level) {
    begin_section(level, words_.by_rule);
    std::vector<Bar> bars;
    for (const RuleLine& line : variant.rules) {
      if (bars.size() == bars_drawn) break;
      bars.push_back({name_of(line.rules), parts(line, false), line.better.claims,
                      line.worse.claims, line.neither.claims});
    }
    draw_bars(page_, section_, words_.by_rule, bars, {words_.better, words_.worse, words_.neither});
    begin_table(words_.rule, {words_.count, money_head()});
    std::size_t listed = 0;
    for (const RuleLine& line : variant.rules) {
      if (listed++ == rows_listed) break;
      std::vector<std::string> titles;
      for (const WeighedRule& rule : line.rules) {
        const bool zh = language_ == Language::zh ? !rule.title_zh.empty() : rule.title_en.empty();
        const std::string& title = zh ? rule.title_zh : rule.title_en;
        // Its number stands above.
        if (!title.empty())
          titles.push_back(line.rules.size() == 1 ? title
                                                  : rule_name(rule, with_policy_) + "  " + title);
      }
      // Below the name there is more room than below a number.
      titles.push_back(parts(line, true));
      begin_row(name_of(line.rules), titles);
      weight(line.all);
    }
    end_table();
    if (variant.rules.size() > rows_listed) more(variant.rules.size() - rows_listed);
    page_.close();
  }

  template <typename InWords>
  [[nodiscard]] std::string bucket_name(const ChangeBucket& bucket, const InWords& in_words) const {
    if (!bucket.least && !bucket.most) return std::string(words_.unknown);
    if (!bucket.least) return in_words(*bucket.most) + std::string(words_.below);
    if (!bucket.most) return in_words(*bucket.least) + std::string(words_.above);
    if (*bucket.least == *bucket.most) return std::string(words_.no_change);
    return in_words(*bucket.least) + std::string(words_.to) + in_words(*bucket.most);
  }

  void by_money(const VariantImpact& variant, std::string_view level) {
    if (variant.otherwise.claims == variant.otherwise.open) return;
    begin_section(level, words_.by_money);
    bars_and_table(variant.distribution, words_.by_money,
                   {words_.more_money, words_.less_money, words_.same_money},
                   [&](std::int64_t money) { return signed_money(money, report_.currency); });
  }

  // The rest of a section.
  template <typename InWords>
  void bars_and_table(const std::vector<ChangeBucket>& distribution, std::string_view title,
                      const Legend& legend, const InWords& in_words) {
    std::vector<Bar> bars;
    for (const ChangeBucket& bucket : distribution) {
      if (bucket.claims == 0) continue;
      Bar bar{bucket_name(bucket, in_words), text_of(bucket.claims)};
      const bool less = bucket.most && *bucket.most < 0;
      const bool more = bucket.least && *bucket.least > 0;
      (less ? bar.worse : more ? bar.better : bar.neither) = bucket.claims;
      bars.push_back(std::move(bar));
    }
    draw_bars(page_, section_, title, bars, legend);
    begin_table(words_.change, {words_.count});
    for (const Bar& bar : bars) {
      begin_row(bar.name);
      cell(bar.numbers);
      page_.close();
    }
    end_table();
    page_.close();
  }

  [[nodiscard]] std::string move_of(Outcome from, Outcome to) const {
    std::string text(outcome_word(from, language_));
    return from == to ? text + std::string(words_.between) + std::string(words_.other_money)
                      : text + " → " + std::string(outcome_word(to, language_));
  }

  // `denied return 0.00`
  [[nodiscard]] std::string answer_of(const WeighedAnswer& answer) const {
    std::string text(outcome_word(answer.outcome, language_));
    const std::string& name = language_ == Language::zh ? answer.remedy_zh : answer.remedy_en;
    if (!answer.remedy.empty()) text += " " + (name.empty() ? answer.remedy : name);
    return text + " " + (answer.money ? paid(*answer.money) : std::string(words_.unknown));
  }

  void by_outcome(const VariantImpact& variant, std::string_view level) {
    begin_section(level, words_.by_outcome);
    begin_table(words_.outcome, {words_.count, money_head()});
    for (const OutcomeMove& move : variant.moves) {
      begin_row(move_of(move.from, move.to));
      weight(move.weight);
    }
    end_table();
    page_.close();
  }

  void largest(const VariantImpact& variant, std::string_view level) {
    if (variant.largest.empty()) return;
    begin_section(level, words_.largest);
    begin_table(words_.one_claim, {money_head()});
    for (const ClaimChange& change : variant.largest) {
      const std::vector<std::string> below = {
          answer_of(change.from) + " → " + answer_of(change.to),
          change.rules.empty() ? std::string(words_.no_rule)
                               : std::string(words_.rule) + " " + name_of(change.rules)};
      begin_row(claim_name(change.claim, change.record), below);
      cell(change.money ? signed_money(*change.money, report_.currency)
                        : std::string(words_.unknown));
      page_.close();
    }
    end_table();
    page_.close();
  }

  [[nodiscard]] std::string title_of(const WeighedPolicy& policy) const {
    const bool zh = language_ == Language::zh ? !policy.title_zh.empty() : policy.title_en.empty();
    return zh ? policy.title_zh : policy.title_en;
  }

  void policies(std::string_view heading, const std::vector<WeighedPolicy>& policies) {
    page_.element("h3", heading, {{"class", "part"}});
    page_.open("dl", {{"class", "facts"}}).raw("\n");
    if (policies.empty()) page_.element("dt", words_.absent).element("dd", {});
    for (const WeighedPolicy& policy : policies) {
      page_.element("dt", policy.id + " " + policy.version);
      page_.open("dd").text(title_of(policy) + " ").element("code", policy.digest).close();
    }
    page_.close();
  }

  void basis() {
    begin_section("h2", words_.policies);
    policies(words_.before, report_.policies);
    for (std::size_t i = 0; i < std::min(report_.variants.size(), variants_in_full); ++i) {
      const VariantImpact& variant = report_.variants[i];
      policies(std::string(words_.after) +
                   (variant.name.empty() ? "" : std::string(words_.between) + variant.name),
               variant.policies);
    }
    page_.open("dl", {{"class", "facts"}});
    if (report_.log) {
      page_.element("dt", words_.log).open("dd").text(text_of(report_.log->records) + " ");
      page_.element("code", report_.log->digest.to_string()).close();
    }
    page_.element("dt", words_.engine);
    page_.open("dd").element("code", "sanbao " + std::string(library_version())).close().close();
    page_.close();
  }

  Writer page_;
  const ImpactReport& report_;
  Language language_;
  const PageWords& words_;
  bool with_policy_;
  std::size_t sections_ = 0;
  std::string section_;  ///< the last that was begun: its charts have this id
};

}  // namespace

std::string to_html(const ImpactReport& report, Language language) {
  return ImpactPage(report, language).write();
}

}  // namespace sanbao::audit
