// SPDX-License-Identifier: Apache-2.0
//
// The words of an explanation in English: see words_en.hpp. The tables stand first: yes-or-no facts, months.
// Tested by tests/unit/explain_page_test.cpp and tests/baselines/explain.
#include "explain/words_en.hpp"

#include <fmt/format.h>

#include <array>
#include <vector>

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
constexpr std::array<std::string_view, 12> months = {
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December"};
// clang-format on

// Between the parts of a date, and a number and its unit.
constexpr std::string_view no_break = "\u00A0";

char upper(char letter) {
  return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
}
char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

std::string some(std::int64_t number, std::string_view one, std::string_view many) {
  return fmt::format("{}{}{}", count(number), no_break, number == 1 ? one : many);
}

std::string_view month_of(CivilDate day) {
  return months[day.month() - 1];
}

}  // namespace

// ---- words

std::string_view EnglishWords::text(const Text& text) const {
  return either(text.en, text.zh);
}

std::string_view EnglishWords::joint(Joint joint) const {
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

std::string_view EnglishWords::heading(Heading heading) const {
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

std::string_view EnglishWords::mark(Mark mark) const {
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

std::string_view EnglishWords::word(Word word) const {
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

std::string EnglishWords::claims(std::size_t count) const {
  return fmt::format("{} {}", count, count == 1 ? "claim" : "claims");
}

std::string EnglishWords::brackets(std::string_view text) const {
  return fmt::format(" ({})", text);
}

std::string EnglishWords::start(std::string_view text) const {
  return capital(std::string(text));
}

std::string EnglishWords::quote(std::string_view text) const {
  return fmt::format("“{}”", text);
}

std::string EnglishWords::all_of(Strings items) const {
  return listed(items, " and ");
}

std::string EnglishWords::one_of(Strings items) const {
  return listed(items, " or ");
}

std::string EnglishWords::clauses(std::span<const std::string_view> clauses) const {
  return fmt::format("{}", fmt::join(clauses, ", "));
}

std::string EnglishWords::title(const Text& title, std::string_view version) const {
  const std::string_view name = text(title);
  return version.empty() ? std::string(name) : fmt::format("{} ({})", name, version);
}

// ---- values

std::string EnglishWords::date(CivilDate day) const {
  return fmt::format("{1}{0}{2}{0}{3}", no_break, day.day(), month_of(day), day.year());
}

std::string EnglishWords::date_after(CivilDate near, CivilDate day) const {
  return near.year() == day.year() ? fmt::format("{}{}{}", day.day(), no_break, month_of(day))
                                   : date(day);
}

std::string EnglishWords::range(CivilDate first, CivilDate last) const {
  if (first == last) return date(first);
  if (first.year() != last.year()) return fmt::format("{} to {}", date(first), date(last));
  if (first.month() != last.month())
    return fmt::format("{} to {}", date_after(last, first), date(last));
  return fmt::format("{1}{0}to{0}{2}", no_break, first.day(), date(last));
}

std::string EnglishWords::open_range(CivilDate first, std::optional<CivilDate> at_least) const {
  return at_least ? range(first, *at_least) + " at least"
                  : from_day(first) + ", last day not known";
}

std::string EnglishWords::from_day(CivilDate first) const {
  return fmt::format("from {} on", date(first));
}

std::string EnglishWords::days(std::int64_t number) const {
  return some(number, "day", "days");
}

std::string EnglishWords::length(Period length) const {
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

std::string EnglishWords::money(Money money) const {
  if (money.currency().code() == "CNY") return fmt::format("{}{}yuan", amount(money), no_break);
  return fmt::format("{}{}{}", money.currency().code(), no_break, amount(money));
}

std::string_view EnglishWords::said(Said said) const {
  switch (said) {
    case Said::not_to_be_found:
      return "cannot be found out";
    case Said::yes:
      return "yes";
    case Said::no:
      return "no";
    case Said::never:
      return "never";
    case Said::none:
      return "none";
    case Said::not_given_back:
      return "not given back yet";
    case Said::between:
      return ", ";
  }
  return {};
}

std::string EnglishWords::fact(std::string_view path, const Text& name, const Value& value) const {
  if (value.kind == Value::Kind::boolean) {
    if (const FactWords* words = find_words(fact_words, path)) {
      return std::string(value.number != 0 ? words->yes : words->no);
    }
  }
  const std::string_view called = either(text(name), path);
  if (value.kind == Value::Kind::empty_list) return fmt::format("no {}", called);
  return fmt::format("{}: {}", called, this->value(value));
}

std::string EnglishWords::not_told(std::string_view name) const {
  return fmt::format("{}: not told yet", name);
}

std::string EnglishWords::falls_short(std::string_view name, const Value& value) const {
  return fmt::format("{}: {}, which is not what the clause asks", name, this->value(value));
}

std::string EnglishWords::as_asked(std::string_view names, std::size_t count) const {
  return fmt::format("{} {} as the clause asks", names, count == 1 ? "is" : "are");
}

std::string EnglishWords::subject(std::string_view path, std::string_view name) const {
  const bool quoted = name == path || find_words(fact_words, path) != nullptr;
  return quoted ? quote(name) : "the " + std::string(name);
}

std::string EnglishWords::todo(std::string_view path, Strings wanted) const {
  if (wanted.size() == 1) return fmt::format("the {} is shown", wanted.front());
  if (!wanted.empty()) return fmt::format("the {} are shown", all_of(wanted));
  const FactWords* words = find_words(fact_words, path);
  return words == nullptr ? std::string() : std::string(words->todo);
}

std::string EnglishWords::todo(const Papers& papers) const {
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

std::string EnglishWords::some_of(Strings items, std::size_t at_least) const {
  return fmt::format("{} of these {}: {}", at_least, at_least == 1 ? "holds" : "hold",
                     join(items, ", "));
}

std::string EnglishWords::todo_of_title(std::string_view title) const {
  // "The invoice must be shown" → "the invoice is shown"; the verb tells one from many.
  constexpr std::string_view must = " must ";
  const std::size_t at = title.find(must);
  if (at == std::string_view::npos || title.find(must, at + 1) != std::string_view::npos) return {};
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

std::string EnglishWords::capital(std::string text) {
  if (!text.empty()) text.front() = upper(text.front());
  return text;
}

std::string EnglishWords::listed(Strings items, std::string_view last) {
  if (items.size() < 2) return join(items, ", ");
  return join(items.first(items.size() - 1), ", ") + std::string(last) + items.back();
}

}  // namespace sanbao::wording
