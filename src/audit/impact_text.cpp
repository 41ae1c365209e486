// SPDX-License-Identifier: Apache-2.0
//
// An impact for people: what a director asks first (docs/audit.md "Weighing another policy").
// In: an ImpactReport. Out: lines that align in any fixed-width font. Never leaves out a sum that it lacks: it says so.
// Tested by tests/unit/impact_test.cpp.
#include <algorithm>

#include "audit/impact_words.hpp"
#include "audit/weights.hpp"
#include "html/one_line.hpp"
#include "sanbao/audit/impact.hpp"

namespace sanbao::audit {

namespace {

constexpr std::size_t label_width = 36;
constexpr std::size_t count_width = 14;
constexpr std::size_t money_width = 40;
constexpr std::size_t paid_width = 18;
constexpr std::size_t percent_width = 13;
constexpr std::size_t rules_shown = 12;
constexpr std::size_t largest_shown = 5;
constexpr std::size_t variants_in_full = 3;

/// Characters; what is aligned holds no wide ones.
std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

std::string left(std::string text, std::size_t columns) {
  const std::size_t has = width(text);
  text.append(has < columns ? columns - has : 1, ' ');
  return text;
}
std::string right(const std::string& text, std::size_t columns) {
  const std::size_t has = width(text);
  return std::string(has < columns ? columns - has : 1, ' ') + text;
}

std::string money_of(const Weight& weight, std::optional<Currency> currency) {
  return weight.money ? signed_money(*weight.money, currency) : "too large to be added up";
}

std::string paid_of(std::optional<std::int64_t> money, std::optional<Currency> currency) {
  return money ? money_in_words(*money, currency) : "too large to be added up";
}

/// `      12      −451,292.50   and 3 open`.
std::string numbers(const Weight& weight, std::optional<Currency> currency,
                    std::string_view before_money = {}) {
  std::string text = right(grouped(std::to_string(weight.claims)), count_width);
  if (weight.claims == 0) return text;
  std::string money(before_money);
  const std::string amount = money_of(weight, currency);
  const std::size_t used = width(money);
  text += money + right(amount, used < money_width - 2 ? money_width - used : width(amount) + 2);
  if (weight.open > 0) text += "   " + grouped(std::to_string(weight.open)) + " open";
  return text;
}

/// `C-000124 (record 2)`
std::string place_of(std::string_view claim, std::uint64_t record) {
  const std::string number = "(record " + std::to_string(record) + ")";
  return claim.empty() ? number : html::on_one_line(claim) + " " + number;
}

std::string title_of(const ImpactReport& report, const VariantImpact& variant) {
  const auto at = static_cast<std::size_t>(&variant - report.variants.data());
  const std::string policies = change_of_policies(report, at);
  return variant.name.empty() ? policies : policies + " with " + variant.name;
}

std::string claims_of(const ImpactReport& report) {
  std::string text = grouped(std::to_string(report.claims));
  text += report.claims == 1 ? " claim" : " claims";
  if (report.first_filed)
    text += " (" + report.first_filed->to_string() + " to " + report.last_filed->to_string() + ")";
  return text;
}

std::string records_of(std::uint64_t count) {
  return grouped(std::to_string(count)) + (count == 1 ? " record" : " records");
}

void add_line(std::string& text, const std::string& label, const std::string& rest) {
  std::string line = left(label, label_width) + rest;
  line.erase(line.find_last_not_of(' ') + 1);
  text += line + "\n";
}

void add_rules(const VariantImpact& variant, bool with_policy, std::optional<Currency> currency,
               std::string& text) {
  text += "  by rule\n";
  std::size_t shown = 0;
  std::vector<std::string> titled;
  for (const RuleLine& line : variant.rules) {
    if (shown++ == rules_shown) {
      text += "    and " + grouped(std::to_string(variant.rules.size() - rules_shown)) +
              " more (--format json has all)\n";
      break;
    }
    add_line(text, "    " + rule_names(line.rules, with_policy), numbers(line.all, currency));
    for (const WeighedRule& rule : line.rules) {
      const std::string& title = rule.title_en.empty() ? rule.title_zh : rule.title_en;
      const std::string name = rule_name(rule, with_policy);
      if (title.empty() || std::ranges::find(titled, name) != titled.end()) continue;
      titled.push_back(name);
      text.append("        ").append(name).append("  ").append(title).append("\n");
    }
  }
}

template <typename InWords>
void add_buckets(const std::vector<ChangeBucket>& distribution, const InWords& in_words,
                 std::string& text) {
  for (const ChangeBucket& bucket : distribution) {
    if (bucket.claims == 0) continue;
    std::string label = "    ";
    if (!bucket.least) {
      label += in_words(*bucket.most) + " and below";
    } else if (!bucket.most) {
      label += in_words(*bucket.least) + " and above";
    } else if (*bucket.least == *bucket.most) {
      label += "none";
    } else {
      label += in_words(*bucket.least) + " to " + in_words(*bucket.most);
    }
    add_line(text, label, right(grouped(std::to_string(bucket.claims)), count_width));
  }
}

void add_distribution(const VariantImpact& variant, std::optional<Currency> currency,
                      std::string& text) {
  if (variant.otherwise.claims == variant.otherwise.open) return;
  text += "  by change of money\n";
  add_buckets(
      variant.distribution, [&](std::int64_t money) { return signed_money(money, currency); },
      text);
}

void add_periods(const PeriodImpact& periods, std::string& text) {
  const auto count = [](std::uint64_t claims) {
    return right(grouped(std::to_string(claims)), count_width);
  };
  const auto row = [&](const std::string& label, const PeriodWeight& weight) {
    add_line(text, label,
             count(weight.claims) + (weight.claims > 0 ? "   " + signed_days(weight.days) : ""));
  };
  text += "  the same remedy until another day\n";
  row("    longer", periods.longer);
  row("    shorter", periods.shorter);
  if (periods.one_sided > 0)
    add_line(text, "    a last day on one side alone", count(periods.one_sided));
  if (periods.largest.empty()) return;
  text += "  by change of last day\n";
  add_buckets(
      periods.distribution, [](std::int64_t days) { return signed_days(days); }, text);
  text += "  largest changes of last day\n";
  for (std::size_t i = 0; i < std::min(largest_shown, periods.largest.size()); ++i) {
    const PeriodChange& change = periods.largest[i];
    text += "    " + place_of(change.claim, change.record) + "  " + signed_days(change.days) +
            "  " + change.remedy + " until " + change.from.to_string() + " → " +
            change.to.to_string() + "\n";
  }
}

/// What the change is a change of.
void add_paid(const ImpactReport& report, const PaidInAll& paid, std::string& text) {
  if (!report.currency || report.claims == 0) return;
  const auto line = [&](std::string_view label, std::optional<std::int64_t> money) {
    const Weight weight{report.claims - paid.open, money, 0};
    return left(std::string(label), label_width) +
           right(grouped(std::to_string(weight.claims)), count_width) +
           right(paid_of(money, report.currency), money_width - 2);
  };
  text += line("  paid in all before", paid.from) + " " + std::string(report.currency->code());
  if (paid.open > 0) text += "   " + grouped(std::to_string(paid.open)) + " open";
  text += "\n" + line("  paid in all after", paid.to) + " " + std::string(report.currency->code());
  if (paid.change) text += "   " + signed_percent(*paid.change);
  text += "\n";
}

void add_changes(const ImpactReport& report, const VariantImpact& variant, std::string& text) {
  const bool with_policy = !one_policy(report);
  const auto currency = report.currency;
  add_line(text, "    better for the consumer", numbers(variant.better, currency));
  add_line(text, "    worse for the consumer", numbers(variant.worse, currency));
  if (variant.neither.claims > 0) add_line(text, "    neither", numbers(variant.neither, currency));
  add_paid(report, variant.paid, text);
  add_rules(variant, with_policy, currency, text);
  text += "  by outcome\n";
  for (const OutcomeMove& move : variant.moves) {
    std::string label = "    " + std::string(to_string(move.from));
    label +=
        move.from == move.to ? ", other money or remedy" : " → " + std::string(to_string(move.to));
    add_line(text, label, numbers(move.weight, currency));
  }
  add_distribution(variant, currency, text);
  if (variant.largest.empty()) return;
  text +=
      "  largest changes                   (--list better, worse, changed or a rule lists all)\n";
  for (std::size_t i = 0; i < std::min(largest_shown, variant.largest.size()); ++i)
    text += "    " + to_text(variant.largest[i], currency) + "\n";
}

void add_variant(const ImpactReport& report, const VariantImpact& variant, std::string& text) {
  const auto currency = report.currency;
  text += title_of(report, variant) + " on " + claims_of(report) + "\n";
  add_line(text, "  decided alike", right(grouped(std::to_string(variant.alike)), count_width));
  if (variant.beside > 0)
    add_line(text, "    but something beside the answer",
             right(grouped(std::to_string(variant.beside)), count_width));
  std::string unit = "      money to consumers";
  std::string total = numbers(variant.otherwise, currency, unit);
  if (currency && variant.otherwise.claims > 0) {
    const std::size_t open = variant.otherwise.open > 0 ? total.rfind("   ") : total.size();
    total.insert(open, " " + std::string(currency->code()));
  }
  add_line(text, "  decided otherwise", total);
  variant.otherwise.claims > 0 ? add_changes(report, variant, text)
                               : add_paid(report, variant.paid, text);
  if (variant.periods) add_periods(*variant.periods, text);
}

/// Many variants, a line each.
void add_table(const ImpactReport& report, std::string& text) {
  std::size_t widest = label_width;
  for (const VariantImpact& variant : report.variants)
    widest = std::max(widest, width(title_of(report, variant)) + 2);
  text += left("", widest) + right("otherwise", count_width) + right("better", count_width) +
          right("worse", count_width) + right("money to consumers", 26) +
          (report.currency ? " " + std::string(report.currency->code()) : "");
  if (report.currency)
    text += right("paid before", paid_width) + right("paid after", paid_width) +
            right("change", percent_width);
  text += "\n";
  for (const VariantImpact& variant : report.variants) {
    std::string line = left(title_of(report, variant), widest);
    for (const Weight* weight : {&variant.otherwise, &variant.better, &variant.worse})
      line += right(grouped(std::to_string(weight->claims)), count_width);
    line += right(money_of(variant.otherwise, report.currency), 26);
    if (report.currency) {
      const PaidInAll& paid = variant.paid;
      line += right(paid_of(paid.from, report.currency), paid_width + 4) +
              right(paid_of(paid.to, report.currency), paid_width) +
              right(paid.change ? signed_percent(*paid.change) : "", percent_width);
    }
    if (variant.otherwise.open > 0)
      line += "   " + grouped(std::to_string(variant.otherwise.open)) + " open";
    if (variant.periods)
      line += "   last day longer " + grouped(std::to_string(variant.periods->longer.claims)) +
              ", shorter " + grouped(std::to_string(variant.periods->shorter.claims));
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
}

/// Without which nobody makes the report again.
void add_conditions(const ImpactReport& report, std::string& text) {
  if (report.as_of) text += "\nall judged as of " + report.as_of->to_string() + " (`--as-of`)\n";
  if (report.left_out.value_or(0) == 0 && report.where.empty()) return;
  text += "\n" + records_of(report.left_out.value_or(0)) + " left out by `--where`";
  for (const Where& where : report.where)
    text.append(&where == report.where.data() ? ": " : ", ")
        .append(where.field + "=" + where.value);
  text += "\n";
}

}  // namespace

std::string_view to_string(Direction direction) {
  switch (direction) {
    case Direction::better:
      return "better";
    case Direction::worse:
      return "worse";
    case Direction::neither:
      break;
  }
  return "neither";
}

std::string grouped(std::string digits) {
  std::size_t end = std::min(digits.find('.'), digits.size());
  while (end > 3) {
    end -= 3;
    digits.insert(end, 1, ',');
  }
  return digits;
}

std::string signed_money(std::int64_t amount, std::optional<Currency> currency) {
  return (amount > 0 ? "+" : "") + money_in_words(amount, currency);
}

std::string money_in_words(std::int64_t amount, std::optional<Currency> currency) {
  const std::string text = plain_money(amount, currency);
  return amount < 0 ? "−" + grouped(text.substr(1)) : grouped(text);
}

std::string plain_percent(std::int64_t hundredths) {
  const std::uint64_t size = magnitude(hundredths);
  const std::uint64_t rest = size % 100;
  return (hundredths < 0 ? "-" : "") + std::to_string(size / 100) + (rest < 10 ? ".0" : ".") +
         std::to_string(rest);
}

std::string signed_percent(std::int64_t hundredths) {
  std::string text = plain_percent(hundredths);
  if (hundredths < 0) text.erase(0, 1);
  return std::string(hundredths < 0 ? "−" : hundredths > 0 ? "+" : "") + grouped(text) + "%";
}

std::string signed_days(std::int64_t days, std::string_view one, std::string_view many) {
  const std::string_view sign = days < 0 ? "−" : days > 0 ? "+" : "";
  const std::uint64_t size = magnitude(days);
  return std::string(sign).append(grouped(std::to_string(size))).append(size == 1 ? one : many);
}

bool one_policy(const ImpactReport& report) {
  if (report.policies.empty()) return false;
  const auto known = [&](const std::vector<WeighedPolicy>& policies) {
    return std::ranges::all_of(policies, [&](const WeighedPolicy& policy) {
      return policy.id == report.policies.front().id;
    });
  };
  return known(report.policies) &&
         std::ranges::all_of(report.variants, known, &VariantImpact::policies);
}

std::string change_of_policies(const std::vector<WeighedPolicy>& from,
                               const std::vector<WeighedPolicy>& to, const ChangeWords& words) {
  const auto find = [](const std::vector<WeighedPolicy>& in, const WeighedPolicy& policy) {
    auto at = std::ranges::find_if(in, [&](const WeighedPolicy& other) {
      return other.id == policy.id && other.version == policy.version;
    });
    // Another version of it, where this one is gone.
    return at != in.end() ? at : std::ranges::find(in, policy.id, &WeighedPolicy::id);
  };
  std::string text;
  const auto add = [&](const std::string& part) {
    text.append(text.empty() ? "" : words.between).append(part);
  };
  for (const WeighedPolicy& policy : from) {
    const auto at = find(to, policy);
    if (at == to.end()) {
      add(std::string(words.without) + words.name_of(policy) + " " + policy.version);
    } else if (at->digest != policy.digest) {
      add(words.name_of(policy) + " " + policy.version +
          (at->version == policy.version ? "" : " → " + at->version));
    }
  }
  for (const WeighedPolicy& policy : to)
    if (find(from, policy) == from.end())
      add(std::string(words.with) + words.name_of(policy) + " " + policy.version);
  return text.empty() ? std::string(words.same) : text;
}

std::string change_of_policies(const ImpactReport& report, std::size_t variant,
                               const ChangeWords& words) {
  if (report.sides.empty())
    return change_of_policies(report.policies, report.variants[variant].policies, words);
  if (report.sides.size() == 1)
    return change_of_policies(report.sides[0].policies, report.sides[0].to[variant], words);
  std::string text;
  for (const WeighedSide& side : report.sides) {
    std::string change = change_of_policies(side.policies, side.to[variant], words);
    if (change == words.same && !side.policies.empty()) {
      change.clear();
      for (const WeighedPolicy& policy : side.policies)
        change.append(change.empty() ? "" : words.between)
            .append(words.name_of(policy) + " " + policy.version);
      change += words.unchanged;
    }
    text.append(text.empty() ? "" : words.between).append(change).append(words.before_claims);
    text += grouped(std::to_string(side.claims));
    text += side.claims == 1 ? words.claim : words.claims;
  }
  return text;
}

std::string plain_money(std::int64_t amount, std::optional<Currency> currency) {
  return currency ? Money::minor(amount, *currency).to_string() : std::to_string(amount);
}

std::string rule_name(const WeighedRule& rule, bool with_policy) {
  return with_policy ? rule.policy + ": " + rule.rule : rule.rule;
}

std::string rule_names(const std::vector<WeighedRule>& rules, bool with_policy) {
  if (rules.empty()) return "no rule";
  std::string text;
  for (const WeighedRule& rule : rules)
    text += (text.empty() ? "" : ", ") + rule_name(rule, with_policy);
  return text;
}

std::string to_text(const ClaimChange& change, std::optional<Currency> currency) {
  const bool of_money = change.from.money.value_or(1) != 0 || change.to.money.value_or(1) != 0;
  const auto answer = [&](const WeighedAnswer& seen) {
    std::string text(to_string(seen.outcome));
    if (!seen.remedy.empty()) text += " " + seen.remedy;
    if (!seen.money) return text + " open";
    if (of_money) text += " " + grouped(plain_money(*seen.money, currency));
    return text;
  };
  std::string text = place_of(change.claim, change.record) + "  ";
  text += (change.money ? signed_money(*change.money, currency) : "open") + "  ";
  text += answer(change.from) + " → " + answer(change.to) + "  ";
  text += std::string(to_string(change.direction)) + "  " + rule_names(change.rules, false);
  return text;
}

std::string to_text(const ImpactReport& report) {
  std::string text;
  if (report.variants.size() > 1) {
    text += "on " + claims_of(report) + "\n";
    add_table(report, text);
  }
  if (report.variants.size() <= variants_in_full) {
    for (const VariantImpact& variant : report.variants) {
      if (!text.empty()) text += "\n";
      add_variant(report, variant, text);
    }
  }
  if (report.refused > 0) {
    text += "\n" + grouped(std::to_string(report.refused)) +
            (report.refused == 1 ? " claim is" : " claims are") +
            " refused and in none of these numbers\n";
  }
  for (const NotWeighed& not_weighed : report.not_weighed)
    text += "\n" + records_of(not_weighed.records) +
            " cannot be weighed: " + html::on_one_line(not_weighed.why) + "\n";
  add_conditions(report, text);
  if (report.log)
    text += "\nfrom a log of " + records_of(report.log->records) + ", digest of the last " +
            report.log->digest.to_string() + "\n";
  return text;
}

}  // namespace sanbao::audit
