// SPDX-License-Identifier: Apache-2.0
//
// event_tests.cpp: `{count: repairs, where: …, at_least: 2}` and its kin; `where` of `less`,
// `last`, `extend_by`. In: the keys of a test. Out: an atom, or a measured value where no bound is
// given; faults SB2007, SB2020 to SB2022. Never looks at events, only at what may be asked of them.
// Tested by tests/unit/check_events_test.cpp and tests/baselines/bad/sb202*.
#include <algorithm>

#include "check/expressions.hpp"
#include "check/wording.hpp"

namespace sanbao::check {

using ir::Bound;
using ir::EventMeasure;
using ir::EventPart;
using ir::Expr;
using ir::Index;
using ir::no_index;
using ir::no_node;
using ir::NodeId;
using ir::Op;
using ir::Type;

namespace {

std::string_view measure_word(EventMeasure measure) {
  switch (measure) {
    case EventMeasure::count:
      return "count";
    case EventMeasure::total:
      return "total";
    case EventMeasure::largest:
      return "largest";
    case EventMeasure::days:
      return "days";
  }
  return "count";
}

Bound bound_of(EventPart part) {
  switch (part) {
    case EventPart::at_least:
      return Bound::at_least;
    case EventPart::more_than:
      return Bound::more_than;
    case EventPart::at_most:
      return Bound::at_most;
    case EventPart::fewer_than:
      return Bound::fewer_than;
    case EventPart::exactly:
      return Bound::exactly;
    default:
      return Bound::none;
  }
}

bool is_number(Type type) {
  return type == Type::count || type == Type::number;
}

}  // namespace

NodeId Expressions::filter_where(const Expr* where, Index list) {
  return where == nullptr ? no_node : condition(*where, Scope{list});
}

Index Expressions::interval_list(std::string_view name, Span span, std::string_view what) {
  const Index index = list(name, span);
  if (index == no_index || w_.facts.lists()[index].interval) return index;
  w_.faults.error(
      "SB2022", span,
      "the events of " + tick(name) + " have no first and last day for " + std::string(what),
      "events with `received_on` and `returned_on` have days, as `repairs` do");
  return no_index;
}

// Which keys stand beside which; told once for a test.
bool Expressions::event_keys(const Expr& expr, ir::EventTest& test) {
  const auto& event = expr.event;
  const auto has = [&](EventPart part) {
    return std::ranges::find(event.parts, part) != event.parts.end();
  };
  const std::string measure = tick(measure_word(event.measure));
  const auto refuse = [&](std::string_view code, Span span, std::string message, std::string help) {
    w_.faults.error(code, span, std::move(message), std::move(help));
    return false;
  };
  const auto bounds = std::ranges::count_if(
      event.parts, [](EventPart part) { return bound_of(part) != Bound::none; });
  if (event.parts.size() != expr.args.size()) return incomplete(expr).known;
  if (bounds > 1)
    return refuse("SB2020", expr.span, "an event test has one bound",
                  "write two tests under `all`");
  const bool measures =
      event.measure == EventMeasure::total || event.measure == EventMeasure::largest;
  if (measures && !has(EventPart::of))
    return refuse("SB2020", expr.span, measure + " needs `of`",
                  "say what of each event is measured");
  if (!measures && has(EventPart::of))
    return refuse("SB2020", expr.span, measure + " takes no `of`",
                  "`total` and `largest` measure something of each event");
  if (event.same.empty()) return true;
  if (bounds == 0)
    return refuse("SB2021", event.same.front().second, "`same` needs a bound",
                  "add `at_least` or `more_than`: the test holds where one group reaches it");
  if (test.bound != Bound::at_least && test.bound != Bound::more_than)
    return refuse("SB2021", event.same.front().second,
                  "`same` goes with `at_least` and `more_than` only",
                  "the test holds where one group reaches the bound");
  return true;
}

Typed Expressions::event_test(const Expr& expr, Scope scope) {
  const auto& event = expr.event;
  ir::EventTest test;
  test.measure = event.measure;
  const Span list_span = event.list_span.line > 0 ? event.list_span : expr.span;
  test.list = event.measure == EventMeasure::days ? interval_list(event.list, list_span, "`days`")
                                                  : list(event.list, list_span);
  for (const EventPart part : event.parts)
    if (bound_of(part) != Bound::none) test.bound = bound_of(part);
  bool known = event_keys(expr, test) && test.list != no_index;
  if (test.list == no_index || event.parts.size() != expr.args.size()) return {};

  const Scope inside{test.list};
  for (const auto& [word, span] : event.same) {
    const auto& fields = w_.facts.lists()[test.list].fields;
    const auto at = std::ranges::find(fields, word, &KnownFact::path);
    if (at == fields.end()) {
      w_.faults.error("SB2008", span, "unknown field " + tick(event.list + "." + word),
                      did_you_mean(word, w_.facts.field_names(test.list)));
      known = false;
      continue;
    }
    const auto index = static_cast<Index>(at - fields.begin());
    if (std::ranges::find(test.same, index) != test.same.end()) {
      w_.faults.error("SB2021", span, tick(word) + " stands twice under `same`");
      known = false;
    }
    known = field(test.list, index, span).known && known;
    test.same.push_back(index);
  }
  std::ranges::sort(test.same);

  // `of` first: it settles the type that the bound is compared with.
  test.type = event.measure == EventMeasure::days ? Type::days : Type::count;
  const Expr* of = nullptr;
  for (std::size_t i = 0; i < event.parts.size(); ++i) {
    const Expr& arg = expr.args[i];
    if (event.parts[i] == EventPart::where) {
      test.where = condition(arg, inside);
      known = known && test.where != no_node;
    } else if (event.parts[i] == EventPart::of) {
      of = &arg;
      const Typed measured = value(arg, inside);
      if (!measured.known) {
        known = false;
      } else if (!is_number(measured.type) && measured.type != Type::days &&
                 measured.type != Type::money) {
        wrong_type(arg, measured, "days, a number or an amount of money");
        known = false;
      }
      test.of = measured.node;
      test.type = measured.type;
    }
  }
  for (std::size_t i = 0; i < event.parts.size(); ++i) {
    if (bound_of(event.parts[i]) == Bound::none) continue;
    const Expr& arg = expr.args[i];
    if (told_never(arg, "a bound is a number, days or an amount")) return {};
    Typed limit = value(arg, scope);
    if (!limit.known || !known) return {};
    const bool fits = fit(limit, test.type) || (is_number(limit.type) && is_number(test.type));
    if (!fits) {
      Typed measured{true, test.type, no_node, nullptr};
      const Expr& left = of != nullptr ? *of : expr;
      const std::string help = mix_help(ir::ExprKind::equal, left, measured, arg, limit);
      if (of != nullptr) return wrong_mix(*of, measured, arg, limit, "compared", help);
      return wrong_type(arg, limit, std::string(ir::type_name(test.type)), help);
    }
    test.limit = limit.node;
  }
  if (!known) return {};
  const Type type = test.type;
  const bool bounded = test.bound != Bound::none;
  const Index index = w_.graph.event_test(std::move(test));
  if (bounded) return truth(w_.graph.leaf(Op::event_test, Type::boolean, index));
  return {true, type, w_.graph.leaf(Op::event_measure, type, index), nullptr};
}

}  // namespace sanbao::check
