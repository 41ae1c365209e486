// SPDX-License-Identifier: Apache-2.0
//
// Selection: what of a decision bears on the answer, so that a page shows that and no more.
// In: a View. Out: the remedies asked for, the others, the reasons to print, and look-ups by id.
// Never judges anew: holds, fails and open are read from the decision.
// Tested by tests/unit/explain_*test.cpp.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "explain/phrases.hpp"
#include "explain/view.hpp"

namespace sanbao::wording {

struct Chosen {
  const PolicyAnswer* policy = nullptr;
  const Reason* reason = nullptr;
  Mark mark = Mark::holds;
};

/// Something the consumer can still bring about.
struct Todo {
  std::string text;   ///< as an act; empty where only the title says it
  std::string title;  ///< of the rule, or the facts that are wanting
  std::string act;    ///< for the middle of a sentence, where `text` is empty too
  std::vector<std::string_view> clauses;
};

/// The last day on which the terms of an answer stand.
struct TermsEnd {
  CivilDate day;
  bool certain = false;  ///< they end then; else they may stand longer
};

/// `repairs[0].fixed` taken apart; `number` counts from 1, 0 where the path is no event's.
struct EventPath {
  std::string_view list, field;
  std::size_t number = 0;
};
EventPath event_path(std::string_view path);
/// The grant of a remedy that holds or may; nullptr where there are several.
const Reason* only_grant(const PolicyAnswer& policy, std::string_view remedy);

class Selection {
 public:
  Selection(const View& view, const Phrases& phrases);

  /// What was asked for; with `any`, all remedies that have the best answer.
  std::vector<const RemedyAnswer*> focus;
  /// Further remedies that can be had, or may be.
  std::vector<const RemedyAnswer*> others;
  /// Further remedies that cannot.
  std::vector<const RemedyAnswer*> closed;

  [[nodiscard]] const PolicyAnswer* owner(const RemedyAnswer& answer) const;
  [[nodiscard]] Offer offer(const RemedyAnswer& answer) const;
  /// Of an open answer: what would settle it whatever is still asked; empty where there are several
  /// ways.
  [[nodiscard]] std::vector<Todo> todos(const RemedyAnswer& answer) const;
  /// Of an open answer: the last day of the one period that its grant runs over, where nothing else
  /// could end it.
  [[nodiscard]] std::optional<CivilDate> last_day(const RemedyAnswer& answer) const;
  /// The reasons of one remedy's answer, those that matter first.
  [[nodiscard]] std::vector<Chosen> reasons(const RemedyAnswer& answer) const;
  /// The additions that show: in what goes with the remedy, its money or what is still wanted.
  [[nodiscard]] std::vector<Chosen> additions(const RemedyAnswer& answer) const;
  /// Why a rule does not hold, or what keeps it open, each in a few words.
  [[nodiscard]] std::vector<std::string> pieces(const Chosen& chosen) const;
  /// What an event test measured and what it asks for, by the name of what it measures.
  [[nodiscard]] std::string measured(const EventReading& events) const;
  /// What one of its events is called: the second repair.
  [[nodiscard]] std::string event_name(const EventReading& events, const EventItem& item) const;
  /// The events that it counted, each with its days and what was taken of it.
  [[nodiscard]] std::vector<std::string> counted(const EventReading& events) const;
  [[nodiscard]] Mark mark(const Reason& reason) const;
  /// The facts that cannot be found out, by their names.
  [[nodiscard]] std::vector<std::string> not_established(const Reason& reason) const;
  /// What a fact is called by the first clause that read it; empty where none did.
  [[nodiscard]] std::string_view words_of(std::string_view path) const;
  [[nodiscard]] std::string question(std::string_view path) const;
  [[nodiscard]] std::vector<std::string> questions(std::span<const std::string_view> paths) const;
  [[nodiscard]] const Ask* ask(std::string_view remedy) const;
  /// A gap in words, with the period by its title and the rule by its clause.
  [[nodiscard]] std::string gap(std::string_view gap) const;

  /// Whether a clause on a remedy is open for the days of a year that the calendar does not know.
  [[nodiscard]] bool waits_for_calendar(std::string_view remedy) const;
  /// Whether the answer may stay as it is beyond its last certain day: a period's end is open then.
  [[nodiscard]] bool ends_open(const RemedyAnswer& answer, CivilDate until) const;
  /// Until when the clauses and the money that grant it now do so, where it can be had longer than that.
  [[nodiscard]] std::optional<TermsEnd> terms_end(const RemedyAnswer& answer) const;

 private:
  [[nodiscard]] Todo todo_of(const Reason& reason, const NeedReading& need) const;
  [[nodiscard]] bool cannot_be_worked_out(const RemedyAnswer& answer) const;
  [[nodiscard]] std::string event_asked_of(const EventPath& path) const;
  [[nodiscard]] bool asks(std::string_view path) const;
  /// A fact, or a field of an event, by its name.
  [[nodiscard]] std::string fact_name(const Reason& reason, std::string_view path) const;
  [[nodiscard]] std::string unproved(const Reason& reason) const;

  const View& view_;
  const Phrases& phrases_;
};

const Reason* find_reason(const PolicyAnswer& policy, std::string_view rule);
/// The clauses of a rule: what it cites, else its id.
std::vector<std::string_view> clauses_of(const Reason& reason);
/// Whether all that is paid is paid back, not paid on top.
bool gives_back(std::span<const MoneyLine> pays);
bool contains(std::span<const std::string_view> items, std::string_view item);
/// Whether a part of a reason decides it; where the decision names none, every part may.
bool decides(const Reason& reason, std::string_view name);

/// Whether it is a day that a period which decides is told by.
bool told_by_a_period(const Reason& reason, const Reading& reading);

}  // namespace sanbao::wording
