// SPDX-License-Identifier: Apache-2.0
//
// Comparing a case with its decision, key by key. See compare.hpp.
// Lists are compared as sets: the order of rules and facts is the program's affair.
// Tested by tests/unit/testing_test.cpp.
#include "testing/compare.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sanbao::testing {
namespace {

using ir::YamlNode;
using Texts = std::vector<std::string>;

bool is_none(const YamlNode& node) {
  return node.is_scalar() && node.text == "none";
}
bool is_open(const YamlNode& node) {
  return node.is_scalar() && !node.quoted && node.text == "null";
}

Texts texts(const YamlNode& node) {
  Texts out;
  for (const YamlNode& item : node.items)
    out.push_back(item.text);
  std::sort(out.begin(), out.end());
  return out;
}
template <typename Range>
Texts texts_from(const Range& range) {
  Texts out;
  for (const auto& item : range)
    out.emplace_back(item);
  std::sort(out.begin(), out.end());
  return out;
}

std::string amount_text(const std::optional<Money>& amount) {
  return amount ? amount->to_string() : "null";
}

// An amount as written against an amount decided: 1299 and 1299.00 are the same.
bool same_amount(const YamlNode& wanted, const std::optional<Money>& got) {
  if (is_open(wanted)) return !got;
  if (!got || is_none(wanted)) return false;
  std::string_view text = wanted.text;
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const ParsedMoney parsed = Money::parse(text, got->currency());
  // A sum may be larger than any amount of a record.
  if (parsed.error == MoneyError::too_large) return wanted.text == got->to_string();
  return parsed.ok && (negative ? -parsed.money.minor_units() : parsed.money.minor_units()) ==
                          got->minor_units();
}

class Comparison {
 public:
  explicit Comparison(const Decision& decision) : decision_(decision) {}

  void run(const Expectation& expectation) {
    e_ = &expectation;
    const PolicyAnswer* policy = nullptr;
    if (!expectation.policy.empty()) {
      const auto all = decision_.policies();
      const auto at = std::find_if(all.begin(), all.end(),
                                   [&](const auto& p) { return p.policy == expectation.policy; });
      if (at == all.end()) {
        if (expectation.part != "none") differ("an answer", "none: the policy does not apply");
        return;
      }
      policy = &*at;
      if (expectation.part == "none") return differ("none", sanbao::to_string(policy->outcome));
    }
    if (expectation.remedy.empty()) {
      of_decision(policy);
    } else {
      of_remedy(policy);
    }
  }

  Texts take_because(Texts lines) {
    // One case says a thing once.
    std::erase_if(lines, [&](const std::string& line) {
      return std::find(said_.begin(), said_.end(), line) != said_.end();
    });
    said_.insert(said_.end(), lines.begin(), lines.end());
    return lines;
  }

  std::vector<Difference> differences;

 private:
  [[nodiscard]] const YamlNode& wanted() const { return *e_->value; }

  void differ(std::string expected, std::string_view got, Texts because = {}) {
    differences.push_back(
        {e_->name(), std::move(expected), std::string(got), take_because(std::move(because))});
  }

  void word(std::string_view got, Texts because = {}) {
    if (wanted().text != got) differ(wanted().text, got, std::move(because));
  }

  void exactly(const Texts& got, Texts because = {}) {
    const Texts want = is_none(wanted()) ? Texts{} : texts(wanted());
    if (want != got) differ(list_text(want), list_text(got), std::move(because));
  }

  void date(const std::optional<CivilDate>& got, Texts because = {}) {
    const std::string text = got ? got->to_string() : "none";
    if (wanted().text != text) differ(wanted().text, text, std::move(because));
  }

  // Each of these is among what there is.
  void among(const Texts& got) {
    Texts missing;
    for (const std::string& item : texts(wanted())) {
      if (std::find(got.begin(), got.end(), item) == got.end()) missing.push_back(item);
    }
    if (!missing.empty()) differ(list_text(missing), list_text(got));
  }

  void rules(std::span<const std::string_view> Codes::*list, const PolicyAnswer* only) {
    for (const YamlNode& item : wanted().items) {
      std::string got = "no such rule";
      for (const PolicyAnswer& policy : decision_.policies()) {
        if (only != nullptr && only != &policy) continue;
        for (const auto& [name, place] : {std::pair{"holds", &Codes::holds},
                                          {"open", &Codes::open},
                                          {"fails", &Codes::fails},
                                          {"overridden", &Codes::overridden}}) {
          const auto codes = policy.codes.*place;
          if (std::find(codes.begin(), codes.end(), item.text) == codes.end()) continue;
          if (place == list) {
            got.clear();
          } else if (!got.empty()) {
            got = name;
          }
        }
      }
      if (got.empty()) continue;
      Texts because;
      for (const std::string& line : because_of_status(decision_, {})) {
        if (line.starts_with(fmt::format("rule {} ", item.text))) because.push_back(line);
      }
      differences.push_back(
          {fmt::format("rule {}", item.text), e_->key, got, take_because(std::move(because))});
    }
  }

  void asks(std::span<const Ask> all) {
    if (e_->part.empty()) {
      Texts got;
      for (const Ask& ask : all)
        got.emplace_back(ask.remedy);
      if (!got.empty()) differ("none", "asks about " + list_text(got));
      return;
    }
    const auto at = std::find_if(all.begin(), all.end(),
                                 [&](const Ask& ask) { return ask.remedy == e_->part; });
    const bool there = at != all.end();
    if (is_none(wanted())) {
      if (there) differ("none", sets_text(sets_of(*at)));
      return;
    }
    std::vector<Texts> want;
    for (const YamlNode& set : wanted().items)
      want.push_back(texts(set));
    std::sort(want.begin(), want.end());
    if (!there) return differ(sets_text(want), "none");
    std::vector<Texts> got = sets_of(*at);
    if (want != got)
      differ(sets_text(want), sets_text(got),
             {"all that is open: " + list_text(texts_from(at->all))});
  }

  static std::vector<Texts> sets_of(const Ask& ask) {
    std::vector<Texts> sets;
    for (const auto& set : ask.sets)
      sets.push_back(texts_from(set));
    std::sort(sets.begin(), sets.end());
    return sets;
  }
  static std::string sets_text(const std::vector<Texts>& sets) {
    Texts parts;
    for (const Texts& set : sets)
      parts.push_back(fmt::format("[{}]", fmt::join(set, ", ")));
    return fmt::format("[{}]", fmt::join(parts, ", "));
  }

  void of_decision(const PolicyAnswer* policy) {
    const std::string& key = e_->key;
    if (key == "outcome") {
      const Outcome got = policy != nullptr ? policy->outcome : decision_.outcome();
      return word(sanbao::to_string(got), because_of_status(decision_, asked()));
    }
    if (key == "as_of") return date(decision_.as_of());
    if (key == "ask") return asks(policy != nullptr ? policy->ask : decision_.ask());
    if (key == "holds") return rules(&Codes::holds, policy);
    if (key == "open") return rules(&Codes::open, policy);
    if (key == "fails") return rules(&Codes::fails, policy);
    if (key == "overridden") return rules(&Codes::overridden, policy);
    if (key == "assumed") return assumed(policy);
    if (key == "gaps")
      return exactly(texts_from(policy != nullptr ? policy->gaps : decision_.gaps()));
    if (key == "ignored") return exactly(texts_from(decision_.ignored()));
    if (key == "unread") return exactly(texts_from(decision_.unread()));
    if (key == "not_applied") {
      Texts got;
      for (const NotApplied& entry : decision_.not_applied())
        got.emplace_back(entry.policy);
      std::sort(got.begin(), got.end());
      return exactly(got);
    }
    if (key == "notices" || key == "recalled") return of_policies(policy);
    if (key == "error")
      return differ(wanted().text,
                    fmt::format("no error: {}", sanbao::to_string(decision_.outcome())));
  }

  void assumed(const PolicyAnswer* policy) {
    Texts got;
    for (const Assumption& fact : policy != nullptr ? policy->assumed : decision_.assumed())
      got.emplace_back(fact.path);
    std::sort(got.begin(), got.end());
    if (is_none(wanted())) return exactly(got);
    among(got);
  }

  void of_policies(const PolicyAnswer* only) {
    Texts got;
    for (const PolicyAnswer& policy : decision_.policies()) {
      if (only != nullptr && only != &policy) continue;
      if (e_->key == "recalled")
        got.insert(got.end(), policy.recalled.begin(), policy.recalled.end());
      if (e_->key == "notices") {
        for (const Notice& notice : policy.notices)
          got.emplace_back(notice.id);
      }
    }
    std::sort(got.begin(), got.end());
    got.erase(std::unique(got.begin(), got.end()), got.end());
    exactly(got);
  }

  [[nodiscard]] std::string_view asked() const {
    return decision_.requested() == "any" ? std::string_view() : decision_.requested();
  }

  void of_remedy(const PolicyAnswer* policy) {
    const auto answers = policy != nullptr ? policy->remedies : decision_.remedies();
    const auto at = std::find_if(answers.begin(), answers.end(), [&](const RemedyAnswer& answer) {
      return answer.remedy == e_->remedy;
    });
    RemedyAnswer answer;  // a remedy that is not listed is unavailable
    if (at != answers.end()) answer = *at;
    const std::string& key = e_->key;
    const auto why = [&] { return because_of_status(decision_, e_->remedy); };
    const auto sums = [&] { return because_of_money(decision_.policies(), e_->remedy); };
    if (key == "status") return word(sanbao::to_string(answer.status), why());
    if (key == "at_least") {
      return word(answer.at_least ? sanbao::to_string(*answer.at_least) : "none", why());
    }
    if (key == "policy") return word(answer.policy.empty() ? "none" : answer.policy);
    if (key == "policies") return exactly(texts_from(answer.policies));
    if (key == "may_improve") return exactly(texts_from(answer.may_improve));
    if (key == "rules") return exactly(texts_from(answer.rules), why());
    if (key == "excluded_by") return exactly(texts_from(answer.excluded_by), why());
    if (key == "needs") return exactly(texts_from(answer.needs), why());
    if (key == "pays") return amounts(answer.pays, sums());
    if (key == "charges") return amounts(answer.charges, sums());
    if (key == "net") return net(answer, sums());
    if (key == "currency") return word(answer.net ? answer.net->currency().code() : "none");
    if (key == "conflict") return nets(answer.conflict, sums());
    if (key == "preferred") return nets(answer.preferred, sums());
    if (key == "terms") return terms(answer);
    if (key == "until") return date(answer.until, why());
  }

  void terms(const RemedyAnswer& answer) {
    Texts got;
    for (const Term& term : answer.terms) {
      if (std::find(got.begin(), got.end(), term.rule) == got.end()) got.emplace_back(term.rule);
    }
    std::sort(got.begin(), got.end());
    exactly(got);
  }

  void net(const RemedyAnswer& answer, Texts because) {
    if (!answer.has_net) {
      if (!is_none(wanted())) differ(wanted().text, "none", std::move(because));
    } else if (!same_amount(wanted(), answer.net)) {
      differ(wanted().text, amount_text(answer.net), std::move(because));
    }
  }

  static std::string lines_text(std::span<const MoneyLine> lines) {
    Texts parts;
    for (const MoneyLine& line : lines)
      parts.push_back(fmt::format("{}: {}", line.key, amount_text(line.amount)));
    return parts.empty() ? "none" : fmt::format("{{{}}}", fmt::join(parts, ", "));
  }

  void amounts(std::span<const MoneyLine> lines, Texts because) {
    const auto find = [&](std::string_view key) {
      return std::find_if(lines.begin(), lines.end(),
                          [&](const MoneyLine& line) { return line.key == key; });
    };
    if (!e_->part.empty()) {
      const auto at = find(e_->part);
      const bool same = at == lines.end() ? is_none(wanted()) : same_amount(wanted(), at->amount);
      if (!same)
        differ(wanted().text, at == lines.end() ? "none" : amount_text(at->amount),
               std::move(because));
      return;
    }
    bool same = true;
    std::size_t there = 0;
    Texts want;
    for (const ir::YamlEntry& entry : wanted().entries) {
      const auto at = find(entry.key);
      want.push_back(fmt::format("{}: {}", entry.key, entry.value.text));
      if (is_none(entry.value)) {
        same = same && at == lines.end();
      } else {
        same = same && at != lines.end() && same_amount(entry.value, at->amount);
        there += 1;
      }
    }
    if (same && there == lines.size()) return;
    differ(want.empty() ? "none" : fmt::format("{{{}}}", fmt::join(want, ", ")), lines_text(lines),
           std::move(because));
  }

  // The nets of several answers, in any order.
  void nets(std::span<const MoneyAnswer> answers, Texts because) {
    std::vector<const MoneyAnswer*> left;
    Texts got;
    for (const MoneyAnswer& answer : answers) {
      left.push_back(&answer);
      got.push_back(!answer.has_net ? "none" : amount_text(answer.net));
    }
    Texts want;
    for (const YamlNode& item : wanted().items) {
      want.push_back(item.text);
      const auto at = std::find_if(left.begin(), left.end(), [&](const MoneyAnswer* answer) {
        return answer->has_net ? same_amount(item, answer->net) : is_none(item);
      });
      if (at != left.end()) left.erase(at);
    }
    if (!left.empty() || want.size() != got.size())
      differ(list_text(want), list_text(got), std::move(because));
  }

  const Decision& decision_;
  const Expectation* e_ = nullptr;
  Texts said_;
};

const Expectation* find_expectation(const TestCase& test, std::string_view key) {
  const auto at = std::find_if(
      test.expectations.begin(), test.expectations.end(),
      [&](const Expectation& e) { return e.policy.empty() && e.remedy.empty() && e.key == key; });
  return at == test.expectations.end() ? nullptr : &*at;
}

}  // namespace

std::vector<Difference> compare(const TestCase& test, const Decision& decision) {
  Comparison comparison(decision);
  if (const Expectation* error = find_expectation(test, "error")) {
    comparison.run(*error);
    return std::move(comparison.differences);
  }
  for (const Expectation& expectation : test.expectations)
    comparison.run(expectation);
  return std::move(comparison.differences);
}

std::vector<Difference> compare_error(const TestCase& test, const RecordError& error) {
  const std::string said =
      error.path.empty() ? error.message : fmt::format("{}: {}", error.path, error.message);
  const Texts because = {fmt::format("{} {}", error.code, said)};
  const Expectation* code = find_expectation(test, "error");
  if (code == nullptr) return {{"claim", "a record that can be read", error.code, because}};
  std::vector<Difference> differences;
  if (code->value->text != error.code)
    differences.push_back({"error", code->value->text, error.code, because});
  const Expectation* path = find_expectation(test, "path");
  if (path != nullptr && path->value->text != error.path) {
    differences.push_back(
        {"path", path->value->text, error.path.empty() ? "none" : error.path, because});
  }
  return differences;
}

}  // namespace sanbao::testing
