// SPDX-License-Identifier: Apache-2.0
//
// The phrases of an explanation in English: plain words, short sentences, that can be read aloud.
// In and out: as phrases.hpp says. Dates as `2 May 2024`; a sentence begins with a capital.
// Never used by another language. Tested by tests/unit/explain_test.cpp and
// tests/baselines/explain.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "explain/phrases.hpp"

namespace sanbao::wording {
namespace {

// clang-format off
constexpr FactWords fact_words[] = {
    {"claim.settled_with_seller", "settled with the seller", "not settled with the seller", {}},
    {"consumer.accepts_exchange", "an exchange is accepted", "an exchange is not wanted", {}},
    {"consumer.accepts_other_model", "another model is accepted", "another model is not wanted", {}},
    {"contract.may_dissolve", "the contract may be dissolved", "the contract may not be dissolved", {}},
    {"exchanges.whole_unit", "the whole unit was exchanged", "only a part was exchanged", {}},
    {"fault.confirmed", "fault confirmed by the technician", "fault not confirmed by the technician", "the technician has confirmed the fault"},
    {"fault.described", "written description attached", "no written description attached", "a written description of the fault is attached"},
    {"fault.needs_replacement", "the part needs replacing", "the part does not need replacing", {}},
    {"fault.serious_safety", "a serious safety fault", "no serious safety fault", {}},
    {"goods.accessories_complete", "accessories complete", "accessories not complete", "all accessories are handed in"},
    {"goods.certificate_altered", "certificate altered", "certificate not altered", {}},
    {"goods.counterfeit", "a counterfeit", "not a counterfeit", {}},
    {"goods.gift_returned", "gift returned", "gift not returned", "the gift is given back too"},
    {"goods.human_damage", "damaged by a person", "no damage by a person", {}},
    {"goods.intact", "goods intact", "goods not intact", "the goods are intact"},
    {"goods.label_intact", "label intact", "label not intact", {}},
    {"goods.lasting_traces", "lasting traces of use", "no lasting traces of use", {}},
    {"goods.model_matches", "model matches the certificate", "model differs from the certificate", {}},
    {"goods.modified", "modified", "not modified", {}},
    {"goods.opened", "opened", "not opened", {}},
    {"goods.opened_by_unauthorised", "opened by someone not authorised", "not opened by anyone else", {}},
    {"goods.packaging_complete", "packaging complete", "packaging not complete", "the packaging is complete"},
    {"goods.personal_data_left", "personal data left on the goods", "no personal data left on the goods", {}},
    {"goods.serial_matches", "serial number matches the certificate", "serial number differs from the certificate", {}},
    {"proof.within_guarantee", "other proof that it is within the guarantee", "no other proof that it is within the guarantee", "it is proved otherwise that the unit is within the guarantee"},
    {"purchase.escrow", "paid through escrow", "not paid through escrow", {}},
    {"purchase.excluded_confirmed", "buyer confirmed at purchase: no return without a reason", "buyer did not confirm at purchase that there is no return without a reason", {}},
    {"purchase.sold_directly", "sold directly", "not sold directly", {}},
    {"repairs.authorised", "by an authorised repairer", "not by an authorised repairer", {}},
    {"repairs.fixed", "mended", "not mended", {}},
    {"repairs.safety", "for a safety fault", "not for a safety fault", {}},
    {"repairs.spare_given", "spare unit given", "no spare unit given", {}},
    {"resends.damaged", "damaged again", "not damaged", {}},
    {"stock.parts", "parts in stock", "parts not in stock", {}},
    {"stock.same_model", "same model in stock", "same model not in stock", {}},
};

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

struct Festival {
  std::string_view zh, en;
};
constexpr Festival festivals[] = {
    {"元旦", "New Year's Day"}, {"春节", "the Spring Festival"},
    {"清明节", "the Tomb-Sweeping Festival"}, {"劳动节", "Labour Day"}, {"“五一”", "Labour Day"},
    {"“五一”国际劳动节", "Labour Day"}, {"端午节", "the Dragon Boat Festival"},
    {"中秋节", "the Mid-Autumn Festival"}, {"国庆节", "National Day"}, {"“十一”", "National Day"},
    {"抗日战争暨世界反法西斯战争胜利70周年纪念日", "Victory Day"},
};
constexpr std::pair<std::string_view, std::string_view> open_ends[] = {
    {"extension", "by how many days repairs extend it is not known"},
    {"length", "how long it lasts is not known"},
    {"end", "on which day it ends is not known"},
    {"counting", "its last day cannot be counted out"},
};
constexpr std::array<std::string_view, 12> months = {
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December"};
constexpr std::array<std::string_view, 7> weekdays = {
    "a Sunday", "a Monday", "a Tuesday", "a Wednesday", "a Thursday", "a Friday", "a Saturday"};
// clang-format on

constexpr std::string_view free_repair = "free repair";  // as the vocabulary names it

// Between the parts of a date, and a number and its unit.
constexpr std::string_view no_break = "\u00A0";

std::string join(Strings items, std::string_view between) {
  std::string out;
  for (const std::string& item : items) {
    if (!out.empty()) out += between;
    out += item;
  }
  return out;
}

char upper(char letter) {
  return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
}
char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

std::string capital(std::string text) {
  if (!text.empty()) text.front() = upper(text.front());
  return text;
}

std::string ordinal(std::size_t number) {
  const std::size_t tens = number % 100;
  std::string_view end = "th";
  if (tens < 11 || tens > 13) {
    if (number % 10 == 1) end = "st";
    if (number % 10 == 2) end = "nd";
    if (number % 10 == 3) end = "rd";
  }
  return fmt::format("{}{}", number, end);
}

std::string some(std::int64_t number, std::string_view one, std::string_view many) {
  return fmt::format("{}{}{}", count(number), no_break, number == 1 ? one : many);
}

std::string_view month_of(CivilDate day) {
  return months[day.month() - 1];
}

class English final : public Phrases {
 public:
  // ---- words
  std::string_view text(const Text& text) const override { return either(text.en, text.zh); }
  std::string_view joint(Joint joint) const override {
    switch (joint) {
      case Joint::colon:
        return ": ";
      case Joint::comma:
        return ", ";
      case Joint::semicolon:
        return "; ";
      case Joint::stop:
        return ".";
    }
    return {};
  }
  std::string_view heading(Heading heading) const override {
    switch (heading) {
      case Heading::why:
        return "Why";
      case Heading::sums:
        return "How it is worked out";
      case Heading::bring:
        return "Still needed";
      case Heading::with_it:
        return "What goes with it";
      case Heading::also:
        return "Also possible";
      case Heading::not_applicable:
        return "What does not apply";
      case Heading::each_policy:
        return "What each set of terms says";
      case Heading::notes:
        return "Notes";
      case Heading::complain:
        return "If you do not agree";
      case Heading::timeline:
        return "Timeline";
      case Heading::every_clause:
        return "Every clause and the facts it read";
      case Heading::basis:
        return "What it was decided with";
      case Heading::contents:
        return "Contents";
    }
    return {};
  }
  std::string_view mark(Mark mark) const override {
    switch (mark) {
      case Mark::holds:
        return "holds";
      case Mark::fails:
        return "does not hold";
      case Mark::open:
        return "still open";
      case Mark::unproved:
        return "not proved";
      case Mark::gives_way:
        return "gives way";
    }
    return {};
  }
  std::string_view word(Word word) const override {
    switch (word) {
      case Word::claim_day:
        return "day of the claim";
      case Word::judged_day:
        return "day it is judged by";
      case Word::last_day:
        return "last day to ask for it";
      case Word::certain_until:
        return "can be asked for at least until";
      case Word::moved:
        return "moved on or extended";
      case Word::not_counted:
        return "not counted";
      case Word::runs_on:
        return "runs on beyond the chart";
      case Word::facts:
        return "Facts read";
      case Word::taken_so:
        return "taken to be so";
      case Word::item:
        return "Item";
      case Word::amount:
        return "Amount";
      case Word::clause:
        return "Clause";
      case Word::policy_id:
        return "Id of the terms";
      case Word::digest:
        return "Digest of their text";
      case Word::calendar:
        return "Calendar";
      case Word::engine:
        return "Worked out by";
    }
    return {};
  }
  std::string claims(std::size_t count) const override {
    return fmt::format("{} {}", count, count == 1 ? "claim" : "claims");
  }
  std::string brackets(std::string_view text) const override { return fmt::format(" ({})", text); }
  std::string start(std::string_view text) const override { return capital(std::string(text)); }
  std::string quote(std::string_view text) const override { return fmt::format("“{}”", text); }
  std::string all_of(Strings items) const override { return listed(items, " and "); }
  std::string one_of(Strings items) const override { return listed(items, " or "); }
  std::string clauses(std::span<const std::string_view> clauses) const override {
    return fmt::format("{}", fmt::join(clauses, ", "));
  }
  std::string title(const Text& title, std::string_view version) const override {
    const std::string_view name = text(title);
    return version.empty() ? std::string(name) : fmt::format("{} ({})", name, version);
  }

  // ---- values
  std::string date(CivilDate day) const override {
    return fmt::format("{1}{0}{2}{0}{3}", no_break, day.day(), month_of(day), day.year());
  }
  std::string date_after(CivilDate near, CivilDate day) const override {
    return near.year() == day.year() ? fmt::format("{}{}{}", day.day(), no_break, month_of(day))
                                     : date(day);
  }
  std::string range(CivilDate first, CivilDate last) const override {
    if (first == last) return date(first);
    if (first.year() != last.year()) return fmt::format("{} to {}", date(first), date(last));
    if (first.month() != last.month())
      return fmt::format("{} to {}", date_after(last, first), date(last));
    return fmt::format("{1}{0}to{0}{2}", no_break, first.day(), date(last));
  }
  std::string open_range(CivilDate first, std::optional<CivilDate> at_least) const override {
    return at_least ? range(first, *at_least) + " at least"
                    : from_day(first) + ", last day not known";
  }
  std::string from_day(CivilDate first) const override {
    return fmt::format("from {} on", date(first));
  }
  std::string days(std::int64_t number) const override { return some(number, "day", "days"); }
  std::string length(Period length) const override {
    const std::int64_t number = length.count();
    switch (length.kind()) {
      case PeriodKind::days:
        return days(number);
      case PeriodKind::working_days:
        return some(number, "working day", "working days");
      case PeriodKind::months:
        break;
    }
    return number % 12 == 0 ? some(number / 12, "year", "years") : some(number, "month", "months");
  }
  std::string money(Money money) const override {
    if (money.currency().code() == "CNY") return fmt::format("{}{}yuan", amount(money), no_break);
    return fmt::format("{}{}{}", money.currency().code(), no_break, amount(money));
  }
  std::string value(const Value& value) const override {
    switch (value.kind) {
      case Value::Kind::null:
        return "cannot be found out";
      case Value::Kind::boolean:
        return value.number != 0 ? "yes" : "no";
      case Value::Kind::count:
        return count(value.number);
      case Value::Kind::number:
        return number(value.number);
      case Value::Kind::text: {
        const std::string_view name = text(value.name);
        return name.empty() ? quote(value.text) : std::string(name);
      }
      case Value::Kind::date:
        return date(CivilDate::from_days(static_cast<std::int32_t>(value.number)));
      case Value::Kind::never:
        return "never";
      case Value::Kind::days:
        return days(value.number);
      case Value::Kind::length:
        return length(Period::decode(value.number));
      case Value::Kind::money:
        return value.currency ? money(Money::minor(value.number, *value.currency))
                              : count(value.number);
      case Value::Kind::rate:
        return Rate::from_parts(value.number).to_string();
      case Value::Kind::set: {
        if (value.set.empty()) return "none";
        std::vector<std::string> names;
        for (std::size_t i = 0; i < value.set.size(); ++i) {
          const std::string_view name = i < value.set_names.size() ? text(value.set_names[i]) : "";
          names.push_back(name.empty() ? quote(value.set[i]) : std::string(name));
        }
        return join(names, ", ");
      }
      case Value::Kind::empty_list:
        return "none";
      case Value::Kind::open:
        return "not given back yet";
    }
    return {};
  }
  std::string fact(std::string_view path, const Text& name, const Value& value) const override {
    if (value.kind == Value::Kind::boolean) {
      if (const FactWords* words = find_words(fact_words, path)) {
        return std::string(value.number != 0 ? words->yes : words->no);
      }
    }
    const std::string_view called = either(text(name), path);
    if (value.kind == Value::Kind::empty_list) return fmt::format("no {}", called);
    return fmt::format("{}: {}", called, this->value(value));
  }
  std::string todo(std::string_view path, Strings wanted) const override {
    if (wanted.size() == 1) return fmt::format("the {} is shown", wanted.front());
    if (!wanted.empty()) return fmt::format("the {} are shown", all_of(wanted));
    const FactWords* words = find_words(fact_words, path);
    return words == nullptr ? std::string() : std::string(words->todo);
  }
  std::string todo(const Papers& papers) const override {
    const std::size_t more = papers.missing();
    if (more == papers.wanting.size()) return todo({}, papers.wanting);
    if (papers.at_least == 1) return fmt::format("the {} is shown", one_of(papers.wanting));
    const std::string_view verb = more == 1 ? "is" : "are";
    if (papers.shown.empty()) {
      return fmt::format("at least {} of these {} {} shown: the {}", papers.at_least, papers.all(),
                         verb, all_of(papers.wanting));
    }
    return fmt::format("{} more of the {} {} shown beside the {}, which makes {} of {}", more,
                       all_of(papers.wanting), verb, all_of(papers.shown), papers.at_least,
                       papers.all());
  }
  std::string some_of(Strings items, std::size_t at_least) const override {
    return fmt::format("{} of these {}: {}", at_least, at_least == 1 ? "holds" : "hold",
                       join(items, ", "));
  }
  std::string todo_of_title(std::string_view title) const override {
    // "The invoice must be shown" → "the invoice is shown"; the verb tells one from many.
    constexpr std::string_view must = " must ";
    const std::size_t at = title.find(must);
    if (at == std::string_view::npos || title.find(must, at + 1) != std::string_view::npos)
      return {};
    const std::string_view rest = title.substr(at + must.size());
    if (!rest.starts_with("be ")) return {};
    const std::string_view subject = title.substr(0, at);
    const bool one = subject.starts_with("A ") || subject.starts_with("An ") ||
                     (subject.starts_with("The ") && !subject.ends_with("s"));
    if (!one) return {};
    std::string out = fmt::format("{} is {}", subject, rest.substr(3));
    out.front() = lower(out.front());
    return out;
  }

  // ---- the verdict
  std::string can(const Offer& offer) const override {
    return capital(sentence(offer, "can")) + due(offer, "; ", "; ", " cannot be decided yet");
  }
  std::string choice(std::span<const Offer> offers) const override {
    std::vector<std::string> names;
    for (const Offer& offer : offers) {
      const std::string sum = due(offer, "", "", " is not known yet");
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
    return out + latest(offer) + due(offer, "; ", "; ", " cannot be decided yet");
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
  std::string head(std::optional<std::string_view> claim, std::optional<CivilDate> filed,
                   std::optional<CivilDate> as_of, Strings titles) const override {
    std::string out = claim ? "Claim " + std::string(*claim) : std::string("Claim");
    out += filed ? " of " + date(*filed) : std::string(", day not known");
    if (as_of && filed && *as_of != *filed) out += ", as things stood on " + date(*as_of);
    if (!titles.empty()) out += ", decided by: " + join(titles, "; ");
    return out;
  }

  // ---- dates counted
  std::string period(const PeriodReading& period) const override {
    const std::string title = capital(std::string(either(text(period.title), period.name)));
    if (period.open_first) return title + ": " + open_range(*period.open_first, period.at_least);
    if (!period.begun || !period.first)
      return title + (period.in == false ? ": has not begun" : ": days not known");
    if (!period.last) return title + ": " + from_day(*period.first);
    return fmt::format("{}: {}", title, range(*period.first, *period.last));
  }
  std::string period_counted(const PeriodReading& period) const override {
    std::vector<std::string> parts;
    if (!period.begun && period.open.empty()) return {};
    if (period.from) {
      const std::string_view name = text(period.from_name);
      parts.push_back(name.empty() ? "counted from " + date(*period.from)
                                   : fmt::format("{}: {}", name, date(*period.from)));
    }
    if (!period.open.empty()) parts.emplace_back(word_of(open_ends, period.open));
    if (period.days_added > 0) parts.push_back(days(period.days_added) + " added for repairs");
    if (period.last_unrolled) parts.push_back(rolled(period));
    for (const PeriodReading::Usage& usage : period.usage) {
      parts.push_back(fmt::format("{}: {}, the limit is {}", text(usage.name), value(usage.reading),
                                  value(usage.limit)));
    }
    return join(parts, "; ");
  }
  std::string period_stand(const PeriodReading& period) const override {
    const std::string_view title = either(text(period.title), period.name);
    if (!period.begun) return fmt::format("not within the {}", title);
    const bool of_claim = period.day_path == "claim.filed_on";
    const std::string day = day_tested(period);
    if (period.days_late && period.last) {
      return fmt::format("{}the {} ended on {}, {} {}", day, title, date(*period.last),
                         days(*period.days_late), of_claim ? "before the claim" : "too late");
    }
    if (period.days_early && period.first) {
      const std::string_view name =
          either(text(period.from_name), period.from ? "day it is counted from" : "first day");
      return fmt::format("the {} had not begun{} {} before the {}, {}", title,
                         of_claim ? " when the claim came," : ",", days(*period.days_early), name,
                         date(period.from.value_or(*period.first)));
    }
    if (!period.in || !*period.in) return fmt::format("not within the {}", title);
    if (!period.last) return fmt::format("{}within the {}", day, title);
    return fmt::format("{}within the {}, whose last day is {}", day, title, date(*period.last));
  }
  std::string too_early(const PeriodReading& period) const override {
    const CivilDate next = add(*period.last, Days(1)).value_or(*period.last);
    return fmt::format("only from {} on, the day after the {} ends", date(next),
                       either(text(period.title), period.name));
  }
  std::string_view added_apart() const override {
    return "only repairs that extend it and began while it ran are added";
  }
  std::string days_left(std::int64_t left) const override {
    return left == 0 ? "the claim came on the last day"
                     : days(left) + " left on the day of the claim";
  }
  std::string outside(std::string_view period) const override {
    return fmt::format("not within the {}", period);
  }

  // ---- events
  std::string event(std::string_view list, const Text& list_name,
                    std::size_t number) const override {
    if (list == "repairs") return ordinal(number) + " repair";
    if (list == "exchanges") return ordinal(number) + " exchange";
    if (list == "resends") return ordinal(number) + " resending";
    return fmt::format("{}, {}", either(text(list_name), list), ordinal(number));
  }
  std::string event_line(const EventItem& item, std::string_view event,
                         const Text& of) const override {
    std::string out(event);
    if (item.begin && item.end) {
      out += "  " + range(*item.begin, *item.end);
    } else if (item.begin && item.path.starts_with("repairs")) {
      out += fmt::format("  handed in on {}, not given back yet", date(*item.begin));
    } else if (item.begin) {
      out += "  " + date(*item.begin);
    }
    if (item.fixed) out += *item.fixed ? ", mended" : ", not mended";
    if (item.amount && item.amount->kind != Value::Kind::null) out += ", " + taken(item, of);
    return out;
  }
  std::string event_again(const EventItem& item, std::string_view event,
                          const Text& of) const override {
    return item.amount ? fmt::format("{}  {}", event, taken(item, of)) : std::string(event);
  }
  std::string not_counted(std::string_view line, Strings because) const override {
    return because.empty() ? fmt::format("{}; does not count", line)
                           : fmt::format("{}; does not count: {}", line, join(because, ", "));
  }
  std::string more_events(std::size_t count) const override {
    return fmt::format("and {} more", count);
  }
  std::string event_sum(const EventReading& events) const override {
    const std::string wanted = fmt::format("{} {}", bound_word(events.bound), value(events.limit));
    if (events.least.kind == Value::Kind::null && !events.bound.empty())
      return text(events.title).empty() ? "not " + wanted : std::string("not so");
    const bool largest = events.measure == "largest";
    std::string what;
    if (largest) what = events.least.kind == Value::Kind::days ? "the longest " : "the largest ";
    if (events.least.kind != Value::Kind::null) what += value(events.least);
    const bool same =
        events.least.kind == events.most.kind && events.least.number == events.most.number;
    if (!same && events.most.kind != Value::Kind::null) what += " to " + value(events.most);
    if (!same && events.most.kind == Value::Kind::null) what += " or more";
    if (!largest) what += events.measure == "count" ? " counted" : " in all";
    return events.bound.empty() ? what : fmt::format("{}; the clause asks for {}", what, wanted);
  }

  // ---- money
  std::string total(bool, bool from_consumer) const override {
    return from_consumer ? "Due from the consumer" : "Due";
  }
  std::string_view no_money() const override { return "no money"; }
  std::string by_clauses(std::string_view clauses, std::string_view due) const override {
    const bool several = clauses.find(", ") != std::string_view::npos;
    return fmt::format("By {} {}: {}", several ? "clauses" : "clause", clauses, due);
  }
  std::string_view open_amount() const override { return "not known yet"; }
  std::string_view unknown_amount() const override { return "cannot be found out"; }
  std::string step(std::string_view operation, std::string_view operand) const override {
    if (operation == "plus") return fmt::format("plus {}", operand);
    if (operation == "minus") return fmt::format("minus {}", operand);
    if (operation == "times") return fmt::format("times {}", operand);
    if (operation == "at_most") return fmt::format("at most {}", operand);
    if (operation == "at_least") return fmt::format("at least {}", operand);
    return std::string(operand);
  }
  std::string one_taken(bool least, Strings sums) const override {
    const std::string_view two = least ? "lower" : "higher";
    const std::string_view more = least ? "lowest" : "highest";
    return fmt::format("the {} of {}", sums.size() == 2 ? two : more, listed(sums, " and "));
  }
  std::string days_counted(const Step& step) const override {
    if (!step.from || !step.to) return {};
    if (step.taken_off.empty()) {
      return fmt::format("{} = {}", value(step.value), range(*step.from, *step.to));
    }
    std::int64_t off = 0;
    std::vector<std::string> parts;
    for (const Step::Interval& interval : step.taken_off) {
      off += interval.days;
      parts.push_back(count(interval.days));
    }
    const std::string out =
        fmt::format("{} = {} ({}) − {} in repair", value(step.value), days(step.days_between),
                    range(*step.from, *step.to), days(off));
    return parts.size() == 1 ? out : out + brackets(join(parts, " + "));
  }
  std::string preferred(std::string_view over) const override {
    return fmt::format(
        "Where clauses differ, the amount best for the consumer is taken; not taken: {}", over);
  }

  // ---- what else there is
  std::string offer(const Offer& offer) const override {
    const std::string sum = due(offer, "", "", " is not known yet");
    return named(offer) + latest(offer) + (sum.empty() ? "" : "; " + sum);
  }
  std::string offer_once(const Offer& offer, Strings todo) const override {
    const std::string sum = due(offer, "", "", " is not known yet");
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
      return fmt::format("The sum of clause {} is out of range", words.what);
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
  std::string subject(std::string_view path, std::string_view name) const override {
    const bool quoted = name == path || find_words(fact_words, path) != nullptr;
    return quoted ? quote(name) : "the " + std::string(name);
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

 private:
  std::string taken(const EventItem& item, const Text& of) const {
    const std::string_view called = text(of);
    return called.empty() ? value(*item.amount)
                          : fmt::format("{}: {}", called, value(*item.amount));
  }
  std::string listed(Strings items, std::string_view last) const {
    if (items.size() < 2) return join(items, ", ");
    return join(items.first(items.size() - 1), ", ") + std::string(last) + items.back();
  }
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
  std::string latest(const Offer& offer) const {
    if (!offer.until) return {};
    return offer.until_open ? fmt::format(", at least until {}", date(*offer.until))
                            : fmt::format(", by {} at the latest", date(*offer.until));
  }
  std::string festival(std::string_view zh) const {
    std::vector<std::string> names;
    while (!zh.empty()) {
      const std::size_t end = std::min(zh.find("、"), zh.size());
      const std::string_view part = zh.substr(0, end);
      const auto* const at =
          std::find_if(std::begin(festivals), std::end(festivals),
                       [&](const Festival& festival) { return festival.zh == part; });
      names.emplace_back(at == std::end(festivals) ? part : at->en);
      zh.remove_prefix(std::min(end + std::string_view("、").size(), zh.size()));
    }
    return listed(names, " and ");
  }
  static std::string_view bound_word(std::string_view bound) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> bounds = {{
        {"at_least", "at least"},
        {"more_than", "more than"},
        {"at_most", "at most"},
        {"fewer_than", "fewer than"},
        {"exactly", "exactly"},
    }};
    return word_of(bounds, bound);
  }
  std::string day_tested(const PeriodReading& period) const {
    const std::string_view name = text(period.day_name);
    if (!tells_day(period, name)) return {};
    return fmt::format("{} {}: ", name, date(*period.day));
  }
  std::string rolled(const PeriodReading& period) const {
    const CivilDate unrolled = *period.last_unrolled;
    std::string what = "the days end";
    if (period.days_added == 0 && period.length.kind == Value::Kind::length) {
      const Period counted = Period::decode(period.length.number);
      const bool one = counted.count() == 1 || counted == Period::years(1);
      what = fmt::format("{} {}", length(counted), one ? "ends" : "end");
    }
    if (period.days_added == 0 && period.length.kind == Value::Kind::days) {
      what = days(period.length.number) + (period.length.number == 1 ? " ends" : " end");
    }
    what += " on " + date(unrolled);
    if (period.roll == "unknown") {
      return what + ", a year whose days off are not known; the last day may move on";
    }
    what += ", " + (period.holiday.empty() ? std::string(weekdays[unrolled.weekday()])
                                           : festival(period.holiday));
    return period.last ? what + ", moved to " + date_after(unrolled, *period.last) : what;
  }
};

}  // namespace

const Phrases& english() {
  static const English phrases;
  return phrases;
}

}  // namespace sanbao::wording
