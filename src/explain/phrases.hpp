// SPDX-License-Identifier: Apache-2.0
//
// Phrases: everything an explanation can say, in one language. One more language is one more set of these, each class on
// top of the one before: words_en (words and values), grounds_en (dates counted, events, money), phrases_en (sentences).
// In: values of a decision. Out: words and sentences, without a full stop unless said otherwise.
// Never chooses what is said (the sections do) and never lays out lines (page.hpp does).
// Tested by tests/unit/explain_*test.cpp and tests/baselines/explain, for every language.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sanbao/decision.hpp"
#include "sanbao/explain.hpp"

namespace sanbao::wording {

using Strings = std::span<const std::string>;

/// A remedy as a sentence needs it.
struct Offer {
  enum class Due : std::uint8_t { nothing, known, open, unknown };
  std::string_view remedy;
  Text name;
  Due due = Due::nothing;
  std::optional<Money> net;  ///< known
  bool refund = false;       ///< all that is paid is a refund
  bool fee = false;          ///< nothing is paid to the consumer
  bool charged = false;      ///< something is taken from the consumer
  std::optional<CivilDate> until;
  bool until_open = false;  ///< until then for certain, and perhaps longer
  /// Earlier than `until`: the last day on which these clauses grant it with this money; then others do.
  std::optional<CivilDate> same_until;
  bool same_open = false;  ///< until then for certain; afterwards these or others
  /// The day of the claim, where the amount goes by it and a later claim is still in time.
  std::optional<CivilDate> due_on;
  std::vector<std::string_view> clauses;
};

/// A yes-or-no fact in words: as it is, as it is not, and what the consumer does to bring it about.
struct FactWords {
  std::string_view path, yes, no, todo;
};

enum class Heading : std::uint8_t {
  why,
  sums,
  bring,
  with_it,
  also,
  not_applicable,
  each_policy,
  notes,
  complain,
  timeline,
  every_clause,
  basis,
  contents
};
/// Short names that stand in charts, tables and lists.
enum class Word : std::uint8_t {
  claim_day,
  judged_day,
  last_day,
  certain_until,  ///< the last day that is certain; it may be later
  moved,          ///< the part of a period by which it was moved on or extended
  not_counted,
  runs_on,  ///< longer than is drawn
  facts,
  taken_so,
  item,
  amount,
  clause,
  policy_id,
  digest,
  calendar,
  engine
};
enum class Mark : std::uint8_t {
  holds,
  fails,
  open,
  unproved,  ///< open for what cannot be found out alone: as good as failing
  gives_way
};
/// What a set of answers would settle.
enum class Settles : std::uint8_t { whether, how_much, applying };
/// What stands for a value that is no number, day or text of its own.
enum class Said : std::uint8_t {
  not_to_be_found,
  yes,
  no,
  never,
  none,  ///< of a set or a list
  not_given_back,
  between  ///< the members of a set
};
enum class Joint : std::uint8_t { colon, comma, semicolon, stop };

/// Papers, some of which are to be shown.
struct Papers {
  std::vector<std::string> wanting, shown;
  std::size_t at_least = 0;
  [[nodiscard]] std::size_t all() const { return wanting.size() + shown.size(); }
  [[nodiscard]] std::size_t missing() const { return at_least - shown.size(); }
};

/// A gap of docs/records.md taken apart: `calendar cn: 2027` is {"calendar", "cn", "2027"}.
struct GapWords {
  std::string_view kind, what, year;
};

class Phrases {
 public:
  virtual ~Phrases() = default;

  // ---- words
  [[nodiscard]] virtual std::string_view text(const Text& text) const = 0;
  [[nodiscard]] virtual std::string_view joint(Joint joint) const = 0;
  [[nodiscard]] virtual std::string_view heading(Heading heading) const = 0;
  [[nodiscard]] virtual std::string_view mark(Mark mark) const = 0;
  [[nodiscard]] virtual std::string_view word(Word word) const = 0;
  [[nodiscard]] virtual std::string claims(std::size_t count) const = 0;
  [[nodiscard]] virtual std::string brackets(std::string_view text) const = 0;
  /// As the first word of a line is written.
  [[nodiscard]] virtual std::string start(std::string_view text) const = 0;
  [[nodiscard]] virtual std::string quote(std::string_view text) const = 0;
  [[nodiscard]] virtual std::string all_of(Strings items) const = 0;
  [[nodiscard]] virtual std::string one_of(Strings items) const = 0;
  [[nodiscard]] virtual std::string clauses(std::span<const std::string_view> clauses) const = 0;
  [[nodiscard]] virtual std::string title(const Text& title, std::string_view version) const = 0;

  // ---- values
  [[nodiscard]] virtual std::string date(CivilDate day) const = 0;
  /// Without the year where `near` has the same.
  [[nodiscard]] virtual std::string date_after(CivilDate near, CivilDate day) const = 0;
  [[nodiscard]] virtual std::string range(CivilDate first, CivilDate last) const = 0;
  /// Of a period whose last day is open; `at_least`: one that it has for certain.
  [[nodiscard]] virtual std::string open_range(CivilDate first,
                                               std::optional<CivilDate> at_least) const = 0;
  /// Of a period without an end.
  [[nodiscard]] virtual std::string from_day(CivilDate first) const = 0;
  [[nodiscard]] virtual std::string days(std::int64_t count) const = 0;
  [[nodiscard]] virtual std::string length(Period length) const = 0;
  [[nodiscard]] virtual std::string money(Money money) const = 0;
  [[nodiscard]] virtual std::string_view said(Said said) const = 0;
  /// The same in every language but for what is said.
  [[nodiscard]] std::string value(const Value& value) const;
  /// A fact in words: `无人为损坏`, `品牌：“甲”`.
  [[nodiscard]] virtual std::string fact(std::string_view path, const Text& name,
                                         const Value& value) const = 0;
  /// A fact that nobody has told yet.
  [[nodiscard]] virtual std::string not_told(std::string_view name) const = 0;
  /// A fact that is told, but not as a need asks.
  [[nodiscard]] virtual std::string falls_short(std::string_view name,
                                                const Value& value) const = 0;
  /// These facts, in quotes, come to what the clause asks of them.
  [[nodiscard]] virtual std::string as_asked(std::string_view names, std::size_t count) const = 0;
  /// A fact as the subject of a sentence: `the day of sale`, `“fault confirmed”`.
  [[nodiscard]] virtual std::string subject(std::string_view path, std::string_view name) const = 0;
  /// What the consumer does about a fact that is wanted; empty where there are no words for it.
  [[nodiscard]] virtual std::string todo(std::string_view path, Strings wanted) const = 0;
  [[nodiscard]] virtual std::string todo(const Papers& papers) const = 0;
  /// So many of these.
  [[nodiscard]] virtual std::string some_of(Strings items, std::size_t at_least) const = 0;
  /// A rule's title as something to do (`须出示发票` → `出示发票`); empty where it is not so
  /// written.
  [[nodiscard]] virtual std::string todo_of_title(std::string_view title) const = 0;

  // ---- dates counted
  [[nodiscard]] virtual std::string period(const PeriodReading& period) const = 0;
  /// How it was counted, for brackets; may be empty.
  [[nodiscard]] virtual std::string period_counted(const PeriodReading& period) const = 0;
  /// How the day tested stands to it: the last day and by how much it is missed, or what is left of
  /// it.
  [[nodiscard]] virtual std::string period_stand(const PeriodReading& period) const = 0;
  /// The claim came within a period that must be over first.
  [[nodiscard]] virtual std::string too_early(const PeriodReading& period) const = 0;
  /// Why fewer days are added to a period than were spent in repair.
  [[nodiscard]] virtual std::string_view added_apart() const = 0;
  /// What was left of it on the day the claim was filed.
  [[nodiscard]] virtual std::string days_left(std::int64_t days) const = 0;
  [[nodiscard]] virtual std::string outside(std::string_view period) const = 0;

  // ---- events
  [[nodiscard]] virtual std::string event(std::string_view list, const Text& list_name,
                                          std::size_t number) const = 0;
  /// Its days and how it ended; the amount that a test took of it (`of`: by the name of its field).
  [[nodiscard]] virtual std::string event_line(const EventItem& item, std::string_view event,
                                               const Text& of) const = 0;
  /// The amount alone, where the rest has been said.
  [[nodiscard]] virtual std::string event_again(const EventItem& item, std::string_view event,
                                                const Text& of) const = 0;
  [[nodiscard]] virtual std::string not_counted(std::string_view line, Strings because) const = 0;
  [[nodiscard]] virtual std::string more_events(std::size_t count) const = 0;
  [[nodiscard]] virtual std::string event_sum(const EventReading& events) const = 0;

  // ---- money
  [[nodiscard]] virtual std::string total(bool refund, bool from_consumer) const = 0;
  [[nodiscard]] virtual std::string_view open_amount() const = 0;
  [[nodiscard]] virtual std::string_view unknown_amount() const = 0;
  [[nodiscard]] virtual std::string_view no_money() const = 0;
  /// What is due by these clauses alone.
  [[nodiscard]] virtual std::string by_clauses(std::string_view clauses,
                                               std::string_view due) const = 0;
  [[nodiscard]] virtual std::string step(std::string_view operation,
                                         std::string_view operand) const = 0;
  /// The least or the greatest of several sums.
  [[nodiscard]] virtual std::string one_taken(bool least, Strings sums) const = 0;
  [[nodiscard]] virtual std::string days_counted(const Step& step) const = 0;
  [[nodiscard]] virtual std::string preferred(std::string_view over) const = 0;

  // ---- the verdict
  [[nodiscard]] virtual std::string can(const Offer& offer) const = 0;
  [[nodiscard]] virtual std::string choice(std::span<const Offer> offers) const = 0;
  /// With one thing to do, or (empty) with `count` of them listed below.
  [[nodiscard]] virtual std::string can_once(const Offer& offer, std::string_view todo,
                                             std::size_t count) const = 0;
  [[nodiscard]] virtual std::string cannot(const Offer& offer) const = 0;
  /// Why a remedy is closed that no rule speaks of.
  [[nodiscard]] virtual std::string not_promised() const = 0;
  [[nodiscard]] virtual std::string nothing_possible() const = 0;
  /// These are closed, while something else is not.
  [[nodiscard]] virtual std::string none_of(std::span<const Offer> offers) const = 0;
  [[nodiscard]] virtual std::string instead(Strings offers) const = 0;
  [[nodiscard]] virtual std::string undecided(const Offer& offer) const = 0;
  /// Whatever the answers: with things to do, or (none known) in general.
  [[nodiscard]] virtual std::string at_least_conditional(const Offer& offer,
                                                         Strings todo) const = 0;
  [[nodiscard]] virtual std::string differing_amounts(const Offer& offer) const = 0;
  [[nodiscard]] virtual std::string not_covered() const = 0;
  [[nodiscard]] virtual std::string nearest(std::string_view title, Strings facts) const = 0;
  /// A question with its mark; of one of several events, with that event.
  [[nodiscard]] virtual std::string question(std::string_view text, std::string_view list,
                                             std::string_view event) const = 0;
  [[nodiscard]] virtual std::string ask_first(Strings questions, Settles settles,
                                              const Offer& offer) const = 0;
  [[nodiscard]] virtual std::string ask_instead(Strings questions) const = 0;
  [[nodiscard]] virtual std::string ask_all(Strings questions) const = 0;
  /// After the gap of a calendar has been named: no answer is enough without it.
  [[nodiscard]] virtual std::string ask_besides_calendar(Strings questions) const = 0;
  [[nodiscard]] virtual std::string head(std::optional<std::string_view> claim,
                                         std::optional<CivilDate> filed,
                                         std::optional<CivilDate> as_of, Strings titles) const = 0;

  // ---- what else there is
  [[nodiscard]] virtual std::string offer(const Offer& offer) const = 0;
  [[nodiscard]] virtual std::string offer_once(const Offer& offer, Strings todo) const = 0;
  [[nodiscard]] virtual std::string offer_open(const Offer& offer, Strings questions) const = 0;
  [[nodiscard]] virtual std::string papers_complete() const = 0;
  [[nodiscard]] virtual std::string more_reasons(std::size_t count) const = 0;
  [[nodiscard]] virtual std::string same_reason() const = 0;
  /// What keeps a rule from holding stands above.
  [[nodiscard]] virtual std::string as_above() const = 0;
  [[nodiscard]] virtual std::string gives_way(std::span<const std::string_view> to) const = 0;
  [[nodiscard]] virtual std::string assumed(Strings facts) const = 0;
  [[nodiscard]] virtual std::string contested(std::string_view reading, const Value& value,
                                              bool set) const = 0;
  /// A value of the terms that was set for this decision.
  [[nodiscard]] virtual std::string set_here(std::string_view name, const Value& value) const = 0;
  [[nodiscard]] virtual std::string recalled(Strings what) const = 0;
  /// The days of `in_force`, as one of them.
  [[nodiscard]] virtual std::string days_in_force() const = 0;
  [[nodiscard]] virtual std::string left_out(std::string_view event, bool cut) const = 0;
  [[nodiscard]] virtual std::string not_read(Strings groups) const = 0;
  [[nodiscard]] virtual std::string gap(const GapWords& gap) const = 0;
  [[nodiscard]] virtual std::string may_improve(std::string_view title,
                                                Strings questions) const = 0;
  [[nodiscard]] virtual std::string not_applied(std::string_view title, Strings facts) const = 0;
  [[nodiscard]] virtual std::string not_established(Strings facts) const = 0;
  /// Why a rule is not proved: these cannot be found out; `period`: where it is all that they would prove.
  [[nodiscard]] virtual std::string unproved(Strings facts, const PeriodReading* period) const = 0;
  /// One policy's own answer, in a few words; clauses apart.
  [[nodiscard]] virtual std::string own_answer(const Offer& offer, Status status) const = 0;
  [[nodiscard]] virtual std::string own_applying_open() const = 0;
  /// An answer of a policy of which it is open whether it applies.
  [[nodiscard]] virtual std::string if_it_applies(std::string_view answer) const = 0;
};

const Phrases& chinese();
const Phrases& english();
const Phrases& phrases(Language language);

// ---- the same in every language

/// `1,018.42`, `−280.58`: thousands separated, the currency's decimals, a true minus sign.
std::string amount(Money money);
/// Decimal text of a number in millionths: `12,000.5`.
std::string number(std::int64_t millionths);
std::string count(std::int64_t number);

std::string join(Strings items, std::string_view between);

/// The first that is not empty.
std::string_view either(std::string_view first, std::string_view second);

GapWords gap_words(std::string_view gap);

/// The word beside an id; empty where the id is none of them.
std::string_view word_of(std::span<const std::pair<std::string_view, std::string_view>> words,
                         std::string_view id);

/// Whether the day that a period is asked for is told: it has a name, and is not the day of the claim.
bool tells_day(const PeriodReading& period, std::string_view name);
/// The limits of use that its reading is beyond.
std::vector<PeriodReading::Usage> limits_passed(const PeriodReading& period);

/// Whether a question has its mark, or is a sentence that ends otherwise.
bool is_asked(std::string_view question);

/// A question that is asked of `this` with what it is instead; before it, where it does not say so.
std::string asked_of(std::string_view question, std::string_view called, std::string_view event,
                     std::string_view before);

const FactWords* find_words(std::span<const FactWords> table, std::string_view path);

}  // namespace sanbao::wording
