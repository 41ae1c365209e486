// SPDX-License-Identifier: Apache-2.0
//
// The sentences of an explanation in English: the verdict, and what else there is. Plain words, short sentences, that
// can be read aloud; a sentence begins with a capital. On top of words_en.hpp and grounds_en.hpp.
// In and out: as phrases.hpp says. Never used by another language. Tested by tests/unit/explain_*test.cpp and
// tests/baselines/explain.
#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "explain/grounds_en.hpp"

namespace sanbao::wording {
namespace {

// clang-format off
struct Verb {
  std::string_view remedy, subject, does;  // "The unit" "can" "be returned"
};
constexpr Verb verbs[] = {
    {"return", "the unit", "be returned"}, {"refund", "the money", "be refunded"},
    {"compensation", "compensation", "be paid"}, {"exchange", "the unit", "be exchanged"},
    {"repair", "the unit", "be repaired free of charge"},
    {"price_reduction", "the price", "be reduced"}, {"resend", "the goods", "be sent again"},
    {"part_exchange", "the part", "be exchanged"},
    {"paid_repair", "the unit", "be repaired for a fee"},
    {"spare_unit", "a spare unit", "be lent"},
    {"transport_compensation", "compensation for transport", "be paid"},
};
// clang-format on

constexpr std::string_view free_repair = "free repair";  // as the vocabulary names it

class English final : public EnglishGrounds {
 public:
  // ---- the verdict
  std::string can(const Offer& offer) const override {
    return capital(sentence(offer, "can")) + due(offer, "; ", "; ", " cannot be decided yet");
  }
  std::string choice(std::span<const Offer> offers) const override {
    std::vector<std::string> names;
    for (const Offer& offer : offers) {
      const std::string sum = due_that_day(offer, "", " is not known yet");
      std::string more = sum + latest(offer);
      if (sum.empty() && !more.empty()) more.erase(0, joint(Joint::comma).size());
      names.push_back(name(offer) + (more.empty() ? std::string() : brackets(more)));
    }
    if (names.size() == 1) return "What can be had is " + names.front();
    return "The choice is between " + all_of(names);
  }
  std::string can_once(const Offer& offer, std::string_view todo,
                       std::size_t count) const override {
    std::string out = capital(sentence(offer, "can")) + " once ";
    out += !todo.empty() ? std::string(todo)
           : count == 1  ? std::string("one thing is settled")
                         : fmt::format("{} things are settled", count);
    return out + latest(offer) + due_that_day(offer, "; ", " cannot be decided yet");
  }
  std::string cannot(const Offer& offer) const override {
    return capital(sentence(offer, "cannot"));
  }
  std::string not_promised() const override { return "the terms do not promise it"; }
  std::string nothing_possible() const override { return "Nothing can be had"; }
  std::string none_of(std::span<const Offer> offers) const override {
    std::vector<std::string> names;
    for (const Offer& offer : offers)
      names.push_back(name(offer));
    return capital(all_of(names)) + " cannot be had";
  }
  std::string instead(Strings offers) const override {
    return "What can be had: " + join(offers, "; ");
  }
  std::string undecided(const Offer& offer) const override {
    if (offer.remedy == "any") return "It cannot be decided yet what can be done";
    return fmt::format("It cannot be decided yet whether {}", sentence(offer, "can"));
  }
  std::string at_least_conditional(const Offer& offer, Strings todo) const override {
    return fmt::format("In any case {} once {}{}", sentence(offer, "can"),
                       todo.empty() ? "what is needed is brought" : listed(todo, " and "),
                       latest(offer));
  }
  std::string differing_amounts(const Offer& offer) const override {
    return capital(sentence(offer, "can")) +
           ", but clauses lead to different amounts and the terms do not say which goes first; "
           "someone in charge has to settle it";
  }
  std::string not_covered() const override { return "None of the terms at hand cover this claim"; }
  std::string nearest(std::string_view title, Strings facts) const override {
    return facts.empty() ? fmt::format("What comes nearest, but does not apply: {}", title)
                         : fmt::format("What comes nearest: {}; what does not fit: {}", title,
                                       join(facts, "; "));
  }
  std::string question(std::string_view text, std::string_view list,
                       std::string_view event) const override {
    constexpr std::pair<std::string_view, std::string_view> called[] = {
        {"repairs", "this repair"}, {"exchanges", "this exchange"}, {"resends", "this resending"}};
    const std::string name(event);
    std::string out =
        name.empty() ? std::string(text)
                     : asked_of(text, word_of(called, list), "the " + name, capital(name) + ": ");
    return is_asked(out) ? out : out + "?";
  }
  std::string ask_first(Strings questions, Settles settles, const Offer& offer) const override {
    // A set is enough for some answers, not for all.
    std::string end = questions.size() == 1 ? "The answer may settle " : "The answers may settle ";
    if (settles == Settles::whether) end += "it.";
    if (settles == Settles::how_much)
      end += fmt::format("the amount; the {} itself stands.", name(offer));
    if (settles == Settles::applying) end += "whether the terms apply.";
    return fmt::format("Please ask first: {} ({})", join(questions, " "), end);
  }
  std::string ask_instead(Strings questions) const override {
    return "Or ask: " + join(questions, " ");
  }
  std::string ask_all(Strings questions) const override {
    return "All of this has to be asked: " + join(questions, " ");
  }
  std::string ask_besides_calendar(Strings questions) const override {
    return "The calendar has to come first; besides, this bears on it: " + join(questions, " ");
  }
  std::string head(std::optional<std::string_view> claim, std::optional<CivilDate> filed,
                   std::optional<CivilDate> as_of, Strings titles) const override {
    std::string out = claim ? "Claim " + std::string(*claim) : std::string("Claim");
    out += filed ? " of " + date(*filed) : std::string(", day not known");
    if (as_of && filed && *as_of != *filed) out += ", as things stood on " + date(*as_of);
    if (!titles.empty()) out += ", decided by: " + join(titles, "; ");
    return out;
  }

  // ---- what else there is
  std::string offer(const Offer& offer) const override {
    const std::string sum = due_that_day(offer, "", " is not known yet");
    return named(offer) + latest(offer) + (sum.empty() ? "" : "; " + sum);
  }
  std::string offer_once(const Offer& offer, Strings todo) const override {
    const std::string sum = due_that_day(offer, "", " is not known yet");
    return fmt::format("{}, once {}{}{}", named(offer), listed(todo, " and "), latest(offer),
                       sum.empty() ? "" : "; " + sum);
  }
  std::string offer_open(const Offer& offer, Strings questions) const override {
    return questions.empty()
               ? named(offer) + ", not decided yet"
               : fmt::format("{}, not decided yet; ask: {}", named(offer), join(questions, " "));
  }
  std::string papers_complete() const override {
    return "All that must come with the claim is there";
  }
  std::string more_reasons(std::size_t count) const override {
    return count == 1 ? std::string("one further clause does not hold either")
                      : fmt::format("{} further clauses do not hold either", count);
  }
  std::string same_reason() const override { return "for the same reason"; }
  std::string as_above() const override { return "as above"; }
  std::string gives_way(std::span<const std::string_view> to) const override {
    return fmt::format("holds too, but {} goes first", clauses(to));
  }
  std::string assumed(Strings facts) const override {
    return "Not on record, taken to be so: " + join(facts, "; ");
  }
  std::string contested(std::string_view reading, const Value& value, bool set) const override {
    return fmt::format("The wording is disputed; {}: {}: {}", set ? "chosen here" : "read here as",
                       reading, this->value(value));
  }
  std::string set_here(std::string_view name, const Value& value) const override {
    return fmt::format("Set for this decision: {}: {}", name, this->value(value));
  }
  std::string recalled(Strings what) const override {
    return "Entered from memory and not yet compared with the text: " + join(what, ", ");
  }
  std::string days_in_force() const override { return "the days in force"; }
  std::string left_out(std::string_view event, bool cut) const override {
    return cut ? fmt::format("{}: not ended by the day of judgement; what came later is left out",
                             event)
               : fmt::format("{}: after the day of judgement, left out", event);
  }
  std::string not_read(Strings groups) const override {
    return "On record but used by none of the terms: " + join(groups, ", ");
  }
  std::string gap(const GapWords& words) const override {
    if (words.kind == "calendar") {
      return fmt::format(
          "Calendar “{}” has no days off for {} yet; the last day is certain once they are "
          "published",
          words.what, words.year);
    }
    if (words.kind == "month_end") {
      return fmt::format(
          "“{}” ends on a day that its month does not have; the terms do not say what then",
          words.what);
    }
    if (words.kind == "overflow")
      return fmt::format("The calculation of clause {} is out of range", words.what);
    if (words.kind == "no value")
      return fmt::format("The terms give no figure that clause {} needs", words.what);
    return std::string(words.kind);
  }
  std::string may_improve(std::string_view title, Strings questions) const override {
    return questions.empty()
               ? fmt::format("{} may give more, but that cannot be decided yet", title)
               : fmt::format("{} may give more; ask: {}", title, join(questions, " "));
  }
  std::string not_applied(std::string_view title, Strings facts) const override {
    return fmt::format("{} was not applied: {}", title, join(facts, "; "));
  }
  std::string not_established(Strings facts) const override {
    return "Cannot be found out, so taken as not proved: " + join(facts, "; ");
  }
  std::string unproved(Strings facts, const PeriodReading* period) const override {
    const std::string what = period == nullptr
                                 ? "this is not proved"
                                 : fmt::format("it is not proved that the claim came within the {}",
                                               either(text(period->title), period->name));
    return fmt::format("{} cannot be found out, so {}", all_of(facts), what);
  }
  std::string own_answer(const Offer& offer, Status status) const override {
    switch (status) {
      case Status::available:
        return sentence(offer, "can") + due(offer, "; ", "; ", " cannot be decided yet");
      case Status::conditional:
        return sentence(offer, "can") + " once what is needed is brought" +
               due(offer, "; ", "", "");
      case Status::unavailable:
        return sentence(offer, "cannot");
      case Status::unknown:
        return "cannot be decided yet";
      case Status::conflict:
        return sentence(offer, "can") + ", but clauses differ on the amount";
    }
    return {};
  }
  std::string own_applying_open() const override {
    return "whether it applies cannot be decided yet";
  }
  std::string if_it_applies(std::string_view answer) const override {
    return fmt::format("if it applies: {}", answer);
  }

 private:
  std::string name(const Offer& offer) const {
    // What is charged for is not free.
    if (offer.charged && text(offer.name) == free_repair) return "repair";
    return std::string(either(text(offer.name), offer.remedy));
  }
  std::string named(const Offer& offer) const {
    const std::string called = capital(name(offer));
    return offer.clauses.empty() ? called : called + brackets(clauses(offer.clauses));
  }
  std::string sentence(const Offer& offer, std::string_view can) const {
    const auto* const at = std::find_if(std::begin(verbs), std::end(verbs), [&](const Verb& verb) {
      return verb.remedy == offer.remedy;
    });
    if (at == std::end(verbs)) return fmt::format("“{}” {} be had", name(offer), can);
    const bool paid = offer.charged && offer.remedy == "repair";
    return fmt::format("{} {} {}", at->subject, can, paid ? "be repaired" : at->does);
  }
  // An open amount is passed over where nothing is said of it.
  std::string due(const Offer& offer, std::string_view before, std::string_view before_open,
                  std::string_view open) const {
    if (offer.due == Offer::Due::nothing) return {};
    if (offer.due == Offer::Due::unknown) open = " cannot be found out";
    if (!offer.net) {
      if (open.empty()) return {};
      return fmt::format("{}how much {}{}", before_open, offer.fee ? "the consumer pays" : "is due",
                         open);
    }
    if (offer.net->minor_units() < 0) {
      return fmt::format("{}the consumer pays {}", before,
                         money(Money::minor(-offer.net->minor_units(), offer.net->currency())));
    }
    return fmt::format("{}{} is due", before, money(*offer.net));
  }
  // Beside a last day an amount that goes by the day of the claim says of which it is.
  std::string due_that_day(const Offer& offer, std::string_view before,
                           std::string_view open) const {
    const std::string sum = due(offer, before, before, open);
    return offer.net && offer.due_on ? fmt::format("{} for a claim of {}", sum, date(*offer.due_on))
                                     : sum;
  }
  std::string latest(const Offer& offer) const {
    if (!offer.until) return {};
    const std::string end = offer.until_open
                                ? fmt::format("at least until {}", date(*offer.until))
                                : fmt::format("by {} at the latest", date(*offer.until));
    if (!offer.same_until) return ", " + end;
    return offer.same_open
               ? fmt::format(", on these terms at least until {}, on these or others {}",
                             date(*offer.same_until), end)
               : fmt::format(", on these terms until {}, on others {}", date(*offer.same_until),
                             end);
  }
};

}  // namespace

const Phrases& english() {
  static const English phrases;
  return phrases;
}

}  // namespace sanbao::wording
