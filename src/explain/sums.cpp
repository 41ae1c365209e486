// SPDX-License-Identifier: Apache-2.0
//
// The money, line by line: what is paid, what is taken off and how each was worked out, and what is
// due. In: a draft. Out: rows whose amounts line up. Never adds anything up itself: net is the
// decision's. Tested by tests/unit/explain_test.cpp and tests/baselines/explain.
#include <algorithm>

#include "explain/amounts.hpp"
#include "explain/sections.hpp"

namespace sanbao::wording {
namespace {

using Row = Sum;

std::string plain(const Draft& draft, const Value& value) {
  if (value.kind == Value::Kind::money && value.currency) {
    return amount(Money::minor(value.number, *value.currency));
  }
  return draft.phrases.value(value);
}

std::string_view sign_of(const Step::Factor& factor) {
  if (factor.sign == "times") return " × ";
  if (factor.sign == "over") return " ÷ ";
  if (factor.sign == "plus") return " + ";
  return factor.sign == "minus" ? " − " : "";
}

// `1,299.00 − 1,299.00 × 0.25% × 10 days`, or which of several is taken.
std::string formula_of(const Draft& draft, const Step& step) {
  std::vector<std::string> terms(1);
  for (const Step::Factor& factor : step.factors) {
    if (factor.sign == "or") terms.emplace_back();
    terms.back() += sign_of(factor);
    terms.back() += plain(draft, factor.value);
  }
  return step.choice.empty() ? terms.front()
                             : draft.phrases.one_taken(step.choice == "least", terms);
}

// The days between its two dates, less those taken off.
std::optional<std::int64_t> days_counted_in(const Step& step) {
  if (!step.from) return std::nullopt;
  std::int64_t counted = step.days_between;
  for (const Step::Interval& interval : step.taken_off)
    counted -= interval.days;
  return counted;
}

// Whether the value that a line works out is the factor: equal, and called the same.
bool works_out(const Step& step, const Step::Factor& factor) {
  return step.value.kind == Value::Kind::days && step.value.number == factor.value.number &&
         step.title.zh == factor.name.zh && step.title.en == factor.name.en;
}

constexpr std::size_t most_noted = 6;

// A value that was measured over events: those events.
void add_event_notes(const Draft& draft, const Reason& reason, const Step::Factor& measured,
                     std::vector<std::string>& notes) {
  if (draft.phrases.text(measured.name).empty()) return;
  const auto at = std::ranges::find_if(reason.events, [&](const EventReading& events) {
    return events.bound.empty() && events.title.zh == measured.name.zh &&
           events.title.en == measured.name.en && events.least.kind == measured.value.kind &&
           events.least.number == measured.value.number;
  });
  if (at == reason.events.end()) return;
  std::vector<std::string> lines = draft.selection.counted(*at);
  if (lines.empty()) return;
  if (lines.size() > most_noted) {
    const std::size_t more = lines.size() - most_noted;
    lines.resize(most_noted);
    lines.push_back(draft.phrases.more_events(more));
  }
  lines.front().insert(
      0, plain(draft, measured.value) + std::string(draft.phrases.joint(Joint::colon)));
  notes.insert(notes.end(), lines.begin(), lines.end());
}

// How a number of days came about, where the line or one before it says: counted between two dates, or put together. Days
// that have a name are not those that the line itself counts.
void add_day_notes(const Draft& draft, const Reason& reason, const Step& line,
                   std::span<const Step> before, const Step::Factor& days,
                   std::vector<std::string>& notes) {
  if (days.value.kind != Value::Kind::days) return;
  const bool in_place = draft.phrases.text(days.name).empty();
  if (in_place && days_counted_in(line) == days.value.number) {
    Step of_days = line;
    of_days.value = days.value;
    notes.push_back(draft.phrases.days_counted(of_days));
    return;
  }
  const auto at = std::find_if(before.begin(), before.end(),
                               [&](const Step& step) { return works_out(step, days); });
  if (at == before.end()) return add_event_notes(draft, reason, days, notes);
  if (days_counted_in(*at) == days.value.number) {
    notes.push_back(draft.phrases.days_counted(*at));
  } else if (!at->factors.empty()) {
    notes.push_back(plain(draft, days.value) + " = " + formula_of(draft, *at));
    for (const Step::Factor& factor : at->factors)
      add_day_notes(draft, reason, *at, before.first(static_cast<std::size_t>(at - before.begin())),
                    factor, notes);
  } else {
    add_event_notes(draft, reason, days, notes);
  }
}

// The two sides of `if … then a else b` where each is one word: a fact or a value.
std::vector<std::string_view> sides_of(std::string_view text) {
  constexpr std::string_view then = " then ";
  constexpr std::string_view otherwise = " else ";
  const std::size_t first = text.find(then);
  const std::size_t second = text.rfind(otherwise);
  if (!text.starts_with("if ") || first == std::string_view::npos ||
      second == std::string_view::npos || second < first)
    return {};
  const std::size_t begin = first + then.size();
  const std::vector<std::string_view> sides = {text.substr(begin, second - begin),
                                               text.substr(second + otherwise.size())};
  const auto word = [](std::string_view side) {
    return side.find_first_of(" ()") == std::string_view::npos;
  };
  return std::ranges::all_of(sides, word) ? sides : std::vector<std::string_view>{};
}

// What a line is called that is nothing but a fact or a named value, or one of two facts of which only one comes to as
// much; empty where it is anything else.
std::string_view called(const Draft& draft, const Reason& reason, const Step& line) {
  const auto fact = [&](std::string_view path) {
    const auto at =
        std::ranges::find_if(reason.read, [&](const Reading& r) { return r.path == path; });
    return at == reason.read.end() ? nullptr : &*at;
  };
  if (const Reading* reading = fact(line.text)) return draft.phrases.text(reading->name);
  for (const Step& step : reason.steps)
    if (step.name == line.text) return draft.phrases.text(step.title);
  const Reading* taken = nullptr;
  for (const std::string_view side : sides_of(line.text)) {
    const Reading* reading = fact(side);
    if (reading == nullptr) return {};
    const bool equal =
        reading->value.kind == line.value.kind && reading->value.number == line.value.number;
    if (equal && taken != nullptr) return {};
    if (equal) taken = reading;
  }
  return taken == nullptr ? std::string_view() : draft.phrases.text(taken->name);
}

std::string begins_with(const Draft& draft, const Reason& reason, Chain chain) {
  const std::string_view name = called(draft, reason, chain.front());
  const std::string figure = plain(draft, chain.front().value);
  return name.empty() ? figure : std::string(name) + " " + figure;
}

void explain_amount(const Draft& draft, const Written& written, const MoneyLine& line, Row& row) {
  const Reason& reason = *written.reason;
  const Chain chain = written.chain;
  if (!chain.front().factors.empty()) {
    const Step& first = chain.front();
    row.detail = formula_of(draft, first);
    const auto before = reason.steps.first(static_cast<std::size_t>(&first - &reason.steps[0]));
    for (const Step::Factor& factor : first.factors)
      add_day_notes(draft, reason, first, before, factor, row.notes);
    if (!is_money(first.value, *line.amount)) row.detail += " = " + plain(draft, first.value);
  }
  for (std::size_t i = 1; i < chain.size(); ++i) {
    const Step& step = chain[i];
    const bool bound = step.operation == "at_most" || step.operation == "at_least";
    // A bound that did not bite is not worth a line, nor is nothing added.
    if (chain[i - 1].value.number == step.value.number) continue;
    // The lines below begin with a number, even where it is one fact.
    if (row.detail.empty() && row.notes.empty()) row.detail = begins_with(draft, reason, chain);
    std::string note = draft.phrases.step(step.operation, plain(draft, step.operand));
    if (!bound) note += " = " + plain(draft, step.value);
    row.notes.push_back(std::move(note));
  }
  if (!row.detail.empty() || !row.notes.empty()) return;
  // An amount taken as it stands on record is called by the name of that fact, unless it goes by that name itself.
  const std::string_view name = called(draft, reason, chain.front());
  if (draft.phrases.start(name) != row.label) row.detail = name;
}

std::string_view open_amount(const Draft& draft, const RemedyAnswer& answer) {
  return draft.selection.offer(answer).due == Offer::Due::unknown ? draft.phrases.unknown_amount()
                                                                  : draft.phrases.open_amount();
}

void add_rows(const Draft& draft, std::vector<Row>& rows, std::span<const Reason* const> sources,
              std::span<const MoneyLine> lines, bool charge, const std::string& clauses,
              std::string_view open) {
  for (const MoneyLine& line : lines) {
    Row row;
    row.label = draft.phrases.start(either(draft.phrases.text(line.name), line.key));
    row.clauses = clauses;
    if (!line.amount) {
      row.amount = open;
      rows.push_back(std::move(row));
      continue;
    }
    const Money shown =
        charge ? Money::minor(-line.amount->minor_units(), line.amount->currency()) : *line.amount;
    row.amount = amount(shown);
    for (const Reason* reason : sources)
      if (reason->effect == "adds" && has_key(*reason, line.key))
        row.clauses = draft.phrases.clauses(clauses_of(*reason));
    if (const Written told = written(sources, line); told.reason != nullptr)
      explain_amount(draft, told, line, row);
    rows.push_back(std::move(row));
  }
}

std::string clauses_of_rules(const Draft& draft, const PolicyAnswer* policy,
                             std::span<const std::string_view> rules) {
  std::vector<std::string_view> clauses;
  for (const std::string_view rule : rules) {
    const Reason* reason = policy == nullptr ? nullptr : find_reason(*policy, rule);
    const std::vector<std::string_view> own =
        reason == nullptr ? std::vector<std::string_view>{rule} : clauses_of(*reason);
    for (const std::string_view clause : own) {
      if (!contains(clauses, clause)) clauses.push_back(clause);
    }
  }
  return draft.phrases.clauses(clauses);
}

void add_total(const Draft& draft, std::vector<Row>& rows, const RemedyAnswer& answer) {
  const std::optional<Money> net = answer.net;
  const bool refund = gives_back(answer.pays);
  Row row;
  row.total = true;
  const bool from_consumer = net ? net->minor_units() < 0 : answer.pays.empty();
  row.label = draft.phrases.total(refund, from_consumer);
  row.amount =
      !net ? std::string(open_amount(draft, answer))
           : amount(net->minor_units() < 0 ? Money::minor(-net->minor_units(), net->currency())
                                           : *net);
  rows.push_back(std::move(row));
}

std::vector<Row> lines_of(const Draft& draft, const RemedyAnswer& answer,
                          std::span<const std::string_view> rules, std::span<const MoneyLine> pays,
                          std::span<const MoneyLine> charges) {
  const PolicyAnswer* policy = draft.selection.owner(answer);
  const std::string clauses = clauses_of_rules(draft, policy, rules);
  const std::vector<const Reason*> sources = sources_of(policy, answer.remedy, rules);
  const std::string_view open = open_amount(draft, answer);
  std::vector<Row> rows;
  add_rows(draft, rows, sources, pays, false, clauses, open);
  add_rows(draft, rows, sources, charges, true, clauses, open);
  return rows;
}

// The grants whose amount is taken: all of them, but for those it was preferred over.
std::vector<std::string_view> taken_rules(const RemedyAnswer& answer) {
  std::vector<std::string_view> rules;
  for (const std::string_view rule : answer.rules) {
    const bool left =
        std::any_of(answer.preferred.begin(), answer.preferred.end(),
                    [&](const MoneyAnswer& other) { return contains(other.rules, rule); });
    if (!left) rules.push_back(rule);
  }
  return rules;
}

std::string due_by(const Draft& draft, const RemedyAnswer& answer, const MoneyAnswer& by) {
  if (!by.has_net) return std::string(draft.phrases.no_money());
  return by.net ? draft.phrases.money(*by.net) : std::string(open_amount(draft, answer));
}

void note_preferred(Draft& draft, const RemedyAnswer& answer, const PolicyAnswer* policy) {
  if (answer.preferred.empty()) return;
  std::string over;
  for (const MoneyAnswer& other : answer.preferred) {
    if (!over.empty()) over += draft.phrases.joint(Joint::semicolon);
    over += due_by(draft, answer, other) +
            draft.phrases.brackets(clauses_of_rules(draft, policy, other.rules));
  }
  draft.said.add(Block::Kind::line, draft.phrases.preferred(over));
}

}  // namespace

void write_sums(Draft& draft) {
  if (draft.view.outcome == Outcome::denied || draft.view.outcome == Outcome::not_covered) return;
  bool headed = false;
  const auto head = [&] {
    if (!headed) draft.said.section(Topic::sums, Heading::sums);
    headed = true;
  };
  for (const RemedyAnswer* answer : draft.selection.focus) {
    const PolicyAnswer* policy = draft.selection.owner(*answer);
    for (const MoneyAnswer& side : answer->conflict) {
      // Each by itself: together they are nothing.
      head();
      draft.said.add(Block::Kind::part,
                     draft.phrases.by_clauses(clauses_of_rules(draft, policy, side.rules),
                                              due_by(draft, *answer, side)));
      std::vector<Row> rows = lines_of(draft, *answer, side.rules, side.pays, side.charges);
      if (!rows.empty()) draft.said.sums(std::move(rows));
    }
    if (!answer->conflict.empty()) continue;
    std::vector<Row> rows =
        lines_of(draft, *answer, taken_rules(*answer), answer->pays, answer->charges);
    if (answer->has_net && rows.size() > 1) add_total(draft, rows, *answer);
    if (!rows.empty()) {
      head();
      draft.said.sums(std::move(rows));
    }
    note_preferred(draft, *answer, policy);
  }
}

}  // namespace sanbao::wording
