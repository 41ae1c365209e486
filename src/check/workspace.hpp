// SPDX-License-Identifier: Apache-2.0
//
// Workspace: what the parts of check/ share while one policy is checked.
// In: the document, the calendars. Out: the CheckedPolicy as it grows, and the faults found.
// Never outlives check_policy(); holds no rule of the language itself.
// Tested through tests/unit/check_policy_test.cpp.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/fault_list.hpp"
#include "check/check.hpp"
#include "check/facts.hpp"
#include "check/graph.hpp"
#include "check/names.hpp"

namespace sanbao::check {

/// Something that the head of the file must say, first needed at `span`.
class Need {
 public:
  void at(Span span, std::string who) {
    if (first_ && std::pair(first_->line, first_->column) <= std::pair(span.line, span.column))
      return;
    first_ = span;
    who_ = std::move(who);
  }
  [[nodiscard]] bool any() const { return first_.has_value(); }
  [[nodiscard]] Span span() const { return *first_; }
  [[nodiscard]] const std::string& who() const { return who_; }

 private:
  std::optional<Span> first_;
  std::string who_;
};

/// Keys of `clock`, and what else is asked for only where something needs it.
struct Needs {
  Need currency, round, count_from, month_end, roll, calendar, zone;
};

/// The counting keys of a clock as far as they are given; `told`: given, but at fault.
struct ClockKeys {
  std::optional<ir::Switched<CountFrom>> count_from;
  std::optional<ir::Switched<MonthEnd>> month_end;
  std::optional<ir::Switched<Roll>> roll;
};

struct Workspace {
  Workspace(const ir::PolicyDocument& from, const FindCalendar& calendars, base::FaultList& list)
      : document(from),
        find_calendar(calendars),
        faults(list),
        graph(policy),
        facts(from, list),
        names(from, facts, list) {}
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  /// The author's words at a place, for messages.
  [[nodiscard]] std::string words(Span span) const;
  [[nodiscard]] std::string words(const ir::Expr& expr) const { return words(expr.span); }

  const ir::PolicyDocument& document;
  const FindCalendar& find_calendar;
  base::FaultList& faults;
  ir::CheckedPolicy policy;
  Graph graph;
  FactTable facts;
  Names names;
  Needs needs;
  ClockKeys clock;
  std::vector<std::pair<Span, ir::Index>> bare_lasts;  ///< `last L.on` without `where`, and L
  bool calendar_told = false;                          ///< named, but unknown: an error was told
};

}  // namespace sanbao::check
