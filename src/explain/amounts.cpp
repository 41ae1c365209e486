// SPDX-License-Identifier: Apache-2.0
//
// See amounts.hpp. Lines carry the key of their amount where it is written in place, else the name of the value; what they
// read is told by their text alone.
#include "explain/amounts.hpp"

#include <algorithm>

namespace sanbao::wording {
namespace {

std::vector<Chain> chains_of(std::span<const Step> steps) {
  std::vector<Chain> chains;
  for (std::size_t begin = 0; begin < steps.size();) {
    std::size_t end = begin + 1;
    while (end < steps.size() && !steps[end].operation.empty() &&
           steps[end].name == steps[begin].name)
      ++end;
    chains.push_back(steps.subspan(begin, end - begin));
    begin = end;
  }
  return chains;
}

// An expression written in place carries the key of its amount.
Written written_in_place(std::span<const Reason* const> sources, const MoneyLine& line) {
  for (const Reason* reason : sources) {
    Written found;
    for (const Chain chain : chains_of(reason->steps)) {
      if (chain.front().key != line.key || !is_money(chain.back().value, *line.amount)) continue;
      // One key of two remedies: which of them it is does not show.
      if (found.reason != nullptr && found.chain.front().text != chain.front().text) return {};
      found = {reason, chain};
    }
    if (found.reason != nullptr) return found;
  }
  return {};
}

// Whether a named value goes by the name of an amount, or by its words.
bool same_name(const Step& step, const MoneyLine& line) {
  const bool words = !line.name.zh.empty() || !line.name.en.empty();
  return step.name == line.key ||
         (words && step.title.zh == line.name.zh && step.title.en == line.name.en);
}

// An amount written as a named value carries no key. It is one of those that come to as much: the one that is called like
// it, or the only one. Where several do, nothing tells which.
Written written_as_value(std::span<const Reason* const> sources, const MoneyLine& line) {
  Written only;
  bool several = false;
  for (const Reason* reason : sources) {
    for (const Chain chain : chains_of(reason->steps)) {
      const std::string_view name = chain.front().name;
      if (name.empty() || !is_money(chain.back().value, *line.amount)) continue;
      if (same_name(chain.front(), line)) return {reason, chain};
      several = several || (only.reason != nullptr && only.chain.front().name != name);
      if (only.reason == nullptr) only = {reason, chain};
    }
  }
  return several ? Written{} : only;
}

// The words of a text that may name a fact or a value.
std::vector<std::string_view> words_of(std::string_view text) {
  constexpr std::string_view letters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.";
  std::vector<std::string_view> words;
  for (std::size_t begin = text.find_first_of(letters); begin != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_not_of(letters, begin), text.size());
    words.push_back(text.substr(begin, end - begin));
    begin = text.find_first_of(letters, end);
  }
  return words;
}

// Through the values that its lines name.
bool reads_day_of_claim(const Reason& reason, Chain chain, std::optional<CivilDate> filed_on) {
  std::vector<const Step*> lines;
  for (const Step& line : chain)
    lines.push_back(&line);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i]->to && lines[i]->to == filed_on) return true;
    for (const std::string_view word : words_of(lines[i]->text)) {
      if (word == "claim.filed_on") return true;
      for (const Step& step : reason.steps) {
        if (step.name == word && std::ranges::find(lines, &step) == lines.end())
          lines.push_back(&step);
      }
    }
  }
  return false;
}

}  // namespace

bool is_money(const Value& value, Money money) {
  return value.kind == Value::Kind::money && value.currency &&
         Money::minor(value.number, *value.currency) == money;
}

bool has_key(const Reason& reason, std::string_view key) {
  return std::ranges::any_of(reason.steps, [&](const Step& step) { return step.key == key; });
}

std::vector<const Reason*> sources_of(const PolicyAnswer* policy, std::string_view remedy,
                                      std::span<const std::string_view> rules) {
  std::vector<const Reason*> sources;
  if (policy == nullptr) return sources;
  for (const std::string_view rule : rules) {
    if (const Reason* reason = find_reason(*policy, rule)) sources.push_back(reason);
  }
  for (const Reason& reason : policy->reasons) {
    if (reason.effect == "adds" && reason.holds == true && contains(reason.remedies, remedy)) {
      sources.push_back(&reason);
    }
  }
  return sources;
}

Written written(std::span<const Reason* const> sources, const MoneyLine& line) {
  const Written in_place = written_in_place(sources, line);
  return in_place.reason != nullptr ? in_place : written_as_value(sources, line);
}

bool goes_by_the_day(const PolicyAnswer* policy, const RemedyAnswer& answer,
                     std::optional<CivilDate> filed_on) {
  const std::vector<const Reason*> sources = sources_of(policy, answer.remedy, answer.rules);
  const auto by_day = [&](const MoneyLine& line) {
    if (!line.amount) return false;
    const Written told = written(sources, line);
    if (told.reason != nullptr) return reads_day_of_claim(*told.reason, told.chain, filed_on);
    return std::ranges::any_of(sources, [&](const Reason* reason) {
      return reads_day_of_claim(*reason, reason->steps, filed_on);
    });
  };
  return std::ranges::any_of(answer.pays, by_day) || std::ranges::any_of(answer.charges, by_day);
}

}  // namespace sanbao::wording
