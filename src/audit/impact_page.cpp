// SPDX-License-Identifier: Apache-2.0
//
// An impact as a page: in short, then a chart and a table of each kind. In, out and never: see impact_page.hpp.
// Tested by tests/cli/impact_page_test.py, and in a browser by scripts/pages.
#include "sanbao/audit/impact_page.hpp"

#include <algorithm>

#include "audit/impact_chart.hpp"
#include "audit/impact_page_claims.hpp"
#include "audit/impact_page_parts.hpp"
#include "audit/impact_sweep.hpp"
#include "html/page.hpp"
#include "sanbao/version.hpp"

namespace sanbao::audit {
namespace {

constexpr std::size_t bars_drawn = 12;

class ImpactPage : private ImpactPageParts {
 public:
  using ImpactPageParts::ImpactPageParts;

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
    for (std::size_t i = 0; i < std::min(report_.variants.size(), variants_on_page); ++i)
      variant(report_.variants[i], i, one);
    if (report_.variants.size() > variants_on_page)
      more(report_.variants.size() - variants_on_page);
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
      by_rule(variant, number, level);
      by_money(variant, level);
      by_outcome(variant, level);
      largest(variant, level);
    }
    if (variant.periods) periods(*variant.periods, level);
    write_listed(*this, report_, number, level);
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

  void by_rule(const VariantImpact& variant, std::size_t number, std::string_view level) {
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
      std::vector<std::string> titles = titles_of(line.rules);
      // Below the name there is more room than below a number.
      titles.push_back(parts(line, true));
      begin_row(name_of(line.rules), titles, listed_id(line, number, listed - 1));
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
          answers_of(change), change.rules.empty()
                                  ? std::string(words_.no_rule)
                                  : std::string(words_.rule) + " " + name_of(change.rules)};
      begin_row(claim_name(change.claim, change.record), below);
      cell(money_of(change));
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
    for (std::size_t i = 0; i < std::min(report_.variants.size(), variants_on_page); ++i) {
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
};

}  // namespace

std::string to_html(const ImpactReport& report, Language language) {
  return ImpactPage(report, language).write();
}

}  // namespace sanbao::audit
