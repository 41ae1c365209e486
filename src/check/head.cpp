// SPDX-License-Identifier: Apache-2.0
//
// head.cpp: see head.hpp.
// Tested by tests/unit/check_head_test.cpp and tests/baselines/bad/sb204*, sb206*, sb207*.
#include "check/head.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "base/sha256.hpp"
#include "check/wording.hpp"
#include "check/written.hpp"

namespace sanbao::check {

using ir::no_node;
using ir::NodeId;
using ir::Word;

namespace {

const std::vector<std::string> bases{"statute", "local", "vendor", "platform", "contract"};
const std::vector<std::string> verified_words{"seen", "recalled"};
const std::vector<std::string> modes{"half_up", "half_even", "down", "up"};

bool is_one_of(Workspace& w, const Word& word, const std::vector<std::string>& words,
               std::string_view key) {
  if (std::ranges::find(words, word.text) != words.end()) return true;
  w.faults.error("SB2071", word.span, "unknown word " + tick(word.text) + " for " + tick(key),
                 both(did_you_mean(word.text, words), "write " + one_of(words)));
  return false;
}

// `hyundai-mp3`, `cn/household-car`.
bool is_policy_id(std::string_view id) {
  if (id.empty() || id.size() > 200) return false;
  char before = '/';
  for (const char c : id) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!letter && (c != '-' && c != '_' && c != '.' && c != '/')) return false;
    if (!letter && before == '/') return false;
    before = c;
  }
  return before != '/';
}

void check_round(Workspace& w) {
  if (!w.document.round) return;
  const auto& round = *w.document.round;
  const auto missing = [&](std::string_view key) { return !is_written(w.document, "round", key); };
  if (missing("to") || missing("mode")) {
    w.faults.error("SB2063", round.span,
                   "`round` says " + std::string(missing("to") ? "no `to`" : "no `mode`"),
                   "write `round: {to: 0.01, mode: half_up}`");
  }
  if (round.mode && is_one_of(w, *round.mode, modes, "round.mode")) {
    constexpr std::array values{Rounding::half_up, Rounding::half_even, Rounding::down,
                                Rounding::up};
    const auto at = std::ranges::find(modes, round.mode->text) - modes.begin();
    w.policy.rounding = values[static_cast<std::size_t>(at)];
  }
  if (!round.to || !w.policy.currency) {
    if (round.to && !w.document.currency) w.needs.currency.at(round.to->span, "`round`");
    return;
  }
  const ParsedMoney step = Money::parse(round.to->text, *w.policy.currency);
  if (!step.ok || step.money.minor_units() < 1) {
    const std::string least = Money::minor(1, *w.policy.currency).to_string();
    w.faults.error("SB2063", round.to->span,
                   tick(round.to->text) + " is no step that amounts in " +
                       tick(w.policy.currency->code()) + " can be rounded to",
                   "write " + tick(least) + " or a multiple of it, above nought");
    return;
  }
  w.policy.round_to = step.money.minor_units();
}

std::optional<CivilDate> read_day(Workspace& w, const std::optional<Word>& word) {
  if (!word) return std::nullopt;
  const auto date = CivilDate::parse(word->text);
  if (!date)
    w.faults.error("SB2072", word->span, tick(word->text) + " is no date",
                   "write a day that exists, from 1970 to 2199: `2024-05-01`");
  return date;
}

void check_yields(Workspace& w) {
  for (const Word& word : w.document.yields_to) {
    const bool basis = std::ranges::find(bases, word.text) != bases.end();
    if (!basis && !is_policy_id(word.text)) {
      w.faults.error("SB2070", word.span,
                     tick(word.text) + " is neither a basis nor the id of a policy",
                     "bases are " + all_of_them(bases));
      continue;
    }
    if (w.document.policy && word.text == w.document.policy->text) {
      w.faults.error("SB2074", word.span, "a policy cannot yield to itself");
      continue;
    }
    if (const std::string near = basis ? "" : nearest_of(word.text, bases); !near.empty())
      w.faults.warning("SB2110", word.span, tick(word.text) + " is taken for the id of a policy",
                       "did you mean the basis " + tick(near) + "?");
    w.policy.yields_to.push_back(word.text);
    if (w.policy.places.yields_to.line == 0) w.policy.places.yields_to = word.span;
  }
  std::ranges::sort(w.policy.yields_to);
  const auto twice = std::unique(w.policy.yields_to.begin(), w.policy.yields_to.end());
  w.policy.yields_to.erase(twice, w.policy.yields_to.end());
}

}  // namespace

bool is_recalled(Workspace& w, const ir::VerifiedDoc& doc, bool around) {
  if (!doc.word || !is_one_of(w, *doc.word, verified_words, "verified")) return around;
  return doc.word->text == "recalled";
}

void check_languages(Workspace& w, const ir::Localized& text, Span span, std::string_view what) {
  // A text that parse/ could not read has been told.
  if (text.zh.empty() == text.en.empty() || !w.document.whole) return;
  const bool no_chinese = text.zh.empty();
  const std::string language = no_chinese ? "Chinese" : "English";
  const auto& title = w.document.title;
  const bool is_title = title && &text == &*title;
  // A policy whose own title lacks the language is written without it; that is told once.
  if (!is_title && title && title->zh.empty() != title->en.empty() &&
      title->zh.empty() == no_chinese)
    return;
  w.faults.warning("SB2105", text.span.line > 0 ? text.span : span,
                   std::string(what) + " has no " + language + " text" +
                       (is_title ? ", so that none is looked for in this file" : ""),
                   "write `{zh: …, en: …}`");
}

namespace {

std::string currency_help(std::string_view written) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> called{
      {{"RMB", "CNY"},
       {"rmb", "CNY"},
       {"人民币", "CNY"},
       {"元", "CNY"},
       {"¥", "CNY"},
       {"￥", "CNY"},
       {"美元", "USD"},
       {"欧元", "EUR"}}};
  const auto* meant =
      std::ranges::find(called, written, &std::pair<std::string_view, std::string_view>::first);
  return both(meant == called.end() ? std::string() : "write " + tick(meant->second),
              "currencies are the codes of ISO 4217: `CNY`, `EUR`, `USD`");
}

}  // namespace

void check_head(Workspace& w) {
  const ir::PolicyDocument& doc = w.document;
  ir::CheckedPolicy& policy = w.policy;
  policy.tree = doc.tree;
  policy.file = doc.tree->file;
  policy.digest = "sha256:" + base::sha256_hex(doc.tree->bytes);
  if (!doc.policy && !is_written(doc, "policy")) {
    w.faults.error("SB2070", {1, 1, 0}, "the policy has no id", "write `policy: my-shop-2024`");
  } else if (doc.policy) {
    policy.id = doc.policy->text;
    policy.places.policy = doc.policy->span;
    if (!is_policy_id(policy.id))
      w.faults.error(
          "SB2070", doc.policy->span, tick(policy.id) + " cannot be the id of a policy",
          "use letters, digits, `-`, `_` and `.`; folders are parted by `/`: `cn/household-car`");
    if (!doc.version && !is_written(doc, "version"))
      w.faults.warning("SB2108", doc.policy->span, "the policy has no `version`",
                       "a decision names the version it rests on: `version: \"2024.1\"`");
    if (!doc.title && !is_written(doc, "title"))
      w.faults.warning("SB2108", doc.policy->span, "the policy has no `title`",
                       "write `title: {zh: …, en: …}`");
  }
  if (doc.version) policy.version = doc.version->text;
  if (doc.title) {
    policy.title = *doc.title;
    check_languages(w, *doc.title, doc.title->span, "the title");
  }
  policy.source_title = doc.source_title;
  policy.source_url = doc.source_url;
  if (doc.basis && is_one_of(w, *doc.basis, bases, "basis")) policy.basis = doc.basis->text;
  policy.verified_said = doc.verified.word.has_value();
  policy.recalled = is_recalled(w, doc.verified, false);
  if (doc.prefer) policy.prefer_consumer = is_one_of(w, *doc.prefer, {"consumer"}, "prefer");

  if (doc.currency) {
    policy.places.currency = doc.currency->span;
    policy.currency = Currency::parse(doc.currency->text);
    if (!policy.currency)
      w.faults.error("SB2062", doc.currency->span, "unknown currency " + tick(doc.currency->text),
                     currency_help(doc.currency->text));
  }
  check_round(w);
  check_yields(w);
}

void check_clock(Workspace& w, Expressions& expressions) {
  if (!w.document.clock) return;
  const ir::ClockDoc& clock = *w.document.clock;
  if (clock.zone) {
    w.policy.places.zone = clock.zone->span;
    w.policy.zone_given = true;
    if (const auto zone = Zone::parse(clock.zone->text)) {
      w.policy.zone = *zone;
    } else {
      w.faults.error(
          "SB2045", clock.zone->span, "unknown zone " + tick(clock.zone->text),
          both(did_you_mean(clock.zone->text, std::vector<std::string>{"Asia/Shanghai", "UTC"}),
               "a zone is `Asia/Shanghai`, `UTC` or a fixed offset such as `+08:00`"));
    }
  }
  if (clock.calendar) {
    if (w.find_calendar) w.policy.calendar = w.find_calendar(clock.calendar->text);
    if (w.policy.calendar == nullptr) {
      w.calendar_told = true;
      w.faults.error("SB2044", clock.calendar->span,
                     "there is no calendar " + tick(clock.calendar->text),
                     "a calendar is a file `calendars/" + clock.calendar->text +
                         ".csv` of the rulebook, or `cn`, which is always there");
    }
  }
  w.clock = expressions.clock_keys(clock);
  if (w.clock.count_from) w.policy.count_from = *w.clock.count_from;
  if (w.clock.month_end) w.policy.month_end = *w.clock.month_end;
  if (w.clock.roll) w.policy.roll = *w.clock.roll;
}

void check_applying(Workspace& w, Expressions& expressions) {
  if (w.document.applies_to) w.policy.applies_to = expressions.condition(*w.document.applies_to);
  if (!w.document.in_force) return;
  const auto& in_force = *w.document.in_force;
  w.policy.places.in_force = in_force.span;
  w.policy.in_force_from = read_day(w, in_force.from);
  w.policy.in_force_until = read_day(w, in_force.until);
  // Without days nothing of it was taken from a text.
  const bool recalled = is_recalled(w, in_force.verified, w.policy.recalled);
  w.policy.in_force_recalled = recalled && (in_force.from || in_force.until);
  if (w.policy.in_force_from && w.policy.in_force_until &&
      *w.policy.in_force_until < *w.policy.in_force_from)
    w.faults.error("SB2072", in_force.until->span,
                   "`until` lies before `from`, " + tick(in_force.from->text),
                   "both days are in force themselves");
  if (in_force.by.empty())
    w.faults.error("SB2073", in_force.span, "`in_force` does not say by which date",
                   "write `by: purchase.sold_on`, or whichever date picks the version");
  for (const ir::Expr& by : in_force.by) {
    const NodeId node = expressions.date(by, "`by`");
    if (node != no_node) w.policy.in_force_by.push_back(node);
  }
}

void check_needs(Workspace& w) {
  const Needs& needs = w.needs;
  if (needs.currency.any() && !w.document.currency && !is_written(w.document, "currency"))
    w.faults.error("SB2060", needs.currency.span(),
                   "the policy has no `currency`, which " + needs.currency.who() + " needs",
                   "write `currency: CNY` at the head of the file");
  if (needs.round.any() && !w.document.round && !is_written(w.document, "round"))
    w.faults.error(
        "SB2061", needs.round.span(),
        "the policy has no `round`, which " + needs.round.who() + " needs",
        "say how a product or quotient becomes money: `round: {to: 0.01, mode: half_up}`");

  struct Key {
    const Need& need;
    bool given;
    std::string_view key, help;
  };
  const std::array keys{
      Key{needs.count_from, w.clock.count_from.has_value(), "count_from",
          "write `count_from: next_day` (the start day is not counted: Civil Code 201) or "
          "`same_day`"},
      Key{needs.month_end, w.clock.month_end.has_value(), "month_end",
          "write `month_end: last_day` (Civil Code 202), `next_month_first` or `error`"},
      Key{needs.roll, w.clock.roll.has_value(), "roll",
          "write `roll: next_working_day` (Civil Code 203), `after_holiday` or `none`"},
  };
  const auto missing = [&](const Key& key) {
    return key.need.any() && !key.given && !is_written(w.document, "clock", key.key);
  };
  if (!w.document.clock) {
    Need first;
    for (const Key& key : keys)
      if (missing(key)) first.at(key.need.span(), key.need.who());
    if (first.any())
      w.faults.error(
          "SB2041", first.span(), first.who() + " cannot be counted: the policy has no `clock`",
          "write `clock: {zone: Asia/Shanghai, count_from: next_day, month_end: last_day, "
          "roll: next_working_day, calendar: cn}`");
  } else {
    for (const Key& key : keys)
      if (missing(key))
        w.faults.error("SB2041", key.need.span(),
                       key.need.who() + " needs " + tick(key.key) + ", which `clock` does not give",
                       std::string(key.help));
  }
  const bool calendar = w.policy.calendar != nullptr || w.calendar_told ||
                        is_written(w.document, "clock", "calendar");
  if (needs.calendar.any() && !calendar)
    w.faults.error("SB2043", needs.calendar.span(),
                   needs.calendar.who() + " needs a calendar, which `clock` does not name",
                   "write `calendar: cn`; without one, `roll: none`");
}

void warn_of_zone(Workspace& w) {
  if (w.needs.zone.any() && !w.policy.zone_given && w.document.policy)
    w.faults.warning("SB2108", w.document.policy->span, "the policy has no `clock.zone`",
                     "an instant is then read as its day in UTC; write `zone: Asia/Shanghai`");
}

}  // namespace sanbao::check
