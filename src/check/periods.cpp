// SPDX-License-Identifier: Apache-2.0
//
// periods.cpp: `periods` entries and the counting keys of a clock (docs/language.md §4).
// In: a PeriodDoc, the policy's clock. Out: a PeriodUse; faults SB2040 to SB2042, SB2046.
// Never fills in how a period is counted: what the file does not say is a fault.
// Tested by tests/unit/check_periods_test.cpp and tests/baselines/bad/sb204*.
#include <algorithm>
#include <array>

#include "check/expressions.hpp"
#include "check/wording.hpp"
#include "check/written.hpp"

namespace sanbao::check {

using ir::Expr;
using ir::ExprKind;
using ir::no_index;
using ir::no_node;
using ir::NodeId;
using ir::Op;
using ir::PeriodDoc;
using ir::PeriodUse;
using ir::Type;

namespace {

template <typename E>
struct ClockWord {
  std::string_view word;
  E value;
};
constexpr std::array count_from_words{ClockWord<CountFrom>{"next_day", CountFrom::next_day},
                                      ClockWord<CountFrom>{"same_day", CountFrom::same_day}};
constexpr std::array month_end_words{
    ClockWord<MonthEnd>{"last_day", MonthEnd::last_day},
    ClockWord<MonthEnd>{"next_month_first", MonthEnd::next_month_first},
    ClockWord<MonthEnd>{"error", MonthEnd::error}};
constexpr std::array roll_words{ClockWord<Roll>{"next_working_day", Roll::next_working_day},
                                ClockWord<Roll>{"after_holiday", Roll::after_holiday},
                                ClockWord<Roll>{"none", Roll::none}};

// Which kinds of length an expression may come to.
struct LengthKinds {
  bool months = false, working_days = false;
};

LengthKinds kinds_of(const ir::CheckedPolicy& policy, NodeId id) {
  LengthKinds kinds;
  std::vector<NodeId> open{id};
  std::vector<bool> seen(policy.nodes.size());
  while (!open.empty()) {
    const NodeId at = open.back();
    open.pop_back();
    if (at == no_node || seen[at]) continue;
    seen[at] = true;
    const ir::Node& node = policy.nodes[at];
    if (node.type != Type::length) continue;
    const auto note = [&](std::int64_t code) {
      const PeriodKind kind = Period::decode(code).kind();
      kinds.months = kinds.months || kind == PeriodKind::months;
      kinds.working_days = kinds.working_days || kind == PeriodKind::working_days;
    };
    switch (node.op) {
      case Op::constant:
        note(node.imm);
        break;
      case Op::parameter:
        note(policy.parameters[static_cast<std::size_t>(node.imm)].value);
        break;
      case Op::choose:
        open.push_back(node.b);
        open.push_back(node.c);
        break;
      case Op::cell: {
        const ir::TableUse& table = policy.tables[static_cast<std::size_t>(node.imm)];
        for (const auto& row : table.rows)
          open.push_back(row.cells[node.aux]);
        if (table.otherwise) open.push_back(table.otherwise->cells[node.aux]);
        break;
      }
      case Op::first:
        for (ir::Index i = 0; i < node.children_count; ++i)
          open.push_back(policy.children[node.children_begin + i]);
        break;
      // A fact may be given in months; without a calendar its working days are a gap.
      default:
        kinds.months = true;
    }
  }
  return kinds;
}

}  // namespace

template <typename E, typename Words>
std::optional<ir::Switched<E>> Expressions::clock_key(const Expr& expr, const Words& words,
                                                      std::string_view key) {
  const auto read = [&](const Expr& word) -> std::optional<E> {
    if (word.kind == ExprKind::name || word.kind == ExprKind::text) {
      const auto known = std::ranges::find(words, std::string_view(word.text), &ClockWord<E>::word);
      if (known != words.end()) return known->value;
    }
    if (word.kind == ExprKind::name && word.text.empty()) return std::nullopt;
    std::vector<std::string> names;
    for (const auto& each : words)
      names.emplace_back(each.word);
    const std::string text = word.text.empty() ? w_.words(word) : word.text;
    w_.faults.error("SB2042", word.span, "unknown word " + tick(text) + " for " + tick(key),
                    both(did_you_mean(text, names), "write " + one_of(names)));
    return std::nullopt;
  };
  if (expr.kind != ExprKind::if_else) {
    const std::optional<E> word = read(expr);
    if (!word) return std::nullopt;
    return ir::Switched<E>{*word, *word, no_index};
  }
  if (expr.args.size() < 3) return std::nullopt;
  const std::optional<E> then = read(expr.args[1]);
  const std::optional<E> otherwise = read(expr.args[2]);
  const Expr& switch_expr = expr.args[0];
  Named* named = is_word(switch_expr) ? w_.names.find(switch_expr.text) : nullptr;
  if (named != nullptr) {
    named->used = true;
    define(*named, switch_expr.span);
    if (named->broken) return std::nullopt;
  }
  if (named == nullptr || named->kind != NameKind::parameter ||
      named->typed.type != Type::boolean) {
    w_.faults.error(
        "SB2046", switch_expr.span,
        tick(w_.words(switch_expr)) + " is no parameter that is true or false",
        "how a period is counted may follow a parameter alone: `if weekend_rolls then … else …`");
    return std::nullopt;
  }
  if (!then || !otherwise) return std::nullopt;
  return ir::Switched<E>{*then, *otherwise, named->slot};
}

ClockKeys Expressions::clock_keys(const ir::ClockDoc& doc) {
  ClockKeys keys;
  // A key at fault counts as given, so that no period says it is missing.
  if (doc.count_from)
    keys.count_from = clock_key<CountFrom>(*doc.count_from, count_from_words, "count_from")
                          .value_or(ir::Switched<CountFrom>{});
  if (doc.month_end)
    keys.month_end = clock_key<MonthEnd>(*doc.month_end, month_end_words, "month_end")
                         .value_or(ir::Switched<MonthEnd>{});
  if (doc.roll)
    keys.roll = clock_key<Roll>(*doc.roll, roll_words, "roll")
                    .value_or(ir::Switched<Roll>{Roll::none, Roll::none, no_index});
  return keys;
}

NodeId Expressions::date(const Expr& expr, std::string_view what) {
  if (told_never(expr, std::string(what) + " is a date")) return no_node;
  const Typed typed = value(expr);
  if (!typed.known) return no_node;
  if (typed.type == Type::date) return typed.node;
  wrong_type(expr, typed, "a date", std::string(what) + " is a date");
  return no_node;
}

void Expressions::define_period(Named& named) {
  const PeriodDoc& doc = w_.document.periods[named.doc];
  PeriodUse use;
  use.name = named.name;
  bool known = true;
  if (doc.from.empty()) {
    if (!is_written(w_.document, "periods", named.name, "from"))
      w_.faults.error("SB2040", named.span, "the period " + tick(named.name) + " has no `from`",
                      "say from which day it runs");
    known = false;
  }
  for (const Expr& from : doc.from) {
    const NodeId node = date(from, "`from`");
    known = known && node != no_node;
    use.from.push_back(node);
  }
  known = period_end(doc, use) && known;
  known = period_usage(doc, use) && known;
  known = period_extension(doc, use) && known;
  if (known) {
    period_clock(doc, use);
    w_.policy.periods[named.slot] = std::move(use);
  } else {
    named.broken = true;
  }
}

bool Expressions::period_end(const PeriodDoc& doc, PeriodUse& use) {
  const auto written = [&](std::string_view key) {
    return is_written(w_.document, "periods", doc.name.text, key);
  };
  if (doc.length.has_value() == doc.until.has_value()) {
    if (doc.length || !(written("length") || written("until")))
      w_.faults.error(
          "SB2040", doc.name.span,
          "the period " + tick(doc.name.text) +
              (doc.length ? " has both `length` and `until`" : " has neither `length` nor `until`"),
          "give one of them: `length: 7 days`, or the last day as `until`");
    // Both are still looked at.
    if (!doc.length) return false;
  }
  bool known = doc.length.has_value() != doc.until.has_value();
  if (doc.until) {
    use.open_end = doc.until->kind == ExprKind::never;
    if (!use.open_end) {
      use.until = date(*doc.until, "`until`");
      known = known && use.until != no_node;
    }
  }
  if (doc.length) {
    if (told_never(*doc.length, "a period without end has `until: never`")) return false;
    const Typed length = value(*doc.length);
    if (!length.known) return false;
    if (length.type != Type::days && length.type != Type::length) {
      wrong_type(*doc.length, length, "a length",
                 doc.length->kind == ExprKind::number
                     ? "write its unit: " + tick(doc.length->text + " days") + " or " +
                           tick(doc.length->text + " months")
                     : "a length is `7 days`, `1 month`, `1 year` or `10 working_days`");
      return false;
    }
    use.length = length.node;
  }
  return known;
}

bool Expressions::period_usage(const PeriodDoc& doc, PeriodUse& use) {
  bool known = true;
  for (const auto& [path, limit_expr] : doc.or_usage) {
    const ir::Index index = w_.facts.find_fact(path.text);
    const Typed limit = value(limit_expr);
    known = known && limit.known;
    if (index == no_index) {
      w_.faults.error("SB2004", path.span, "unknown fact " + tick(path.text),
                      both(w_.facts.near_fact(path.text),
                           "a reading is a number, such as `usage.odometer_km`"));
      known = false;
      continue;
    }
    const Typed reading = fact(path.text, path.span);
    if (!reading.known || !limit.known) {
      known = false;
      continue;
    }
    const auto is_number = [](Type t) { return t == Type::count || t == Type::number; };
    if (!is_number(reading.type) || !is_number(limit.type)) {
      const bool path_wrong = !is_number(reading.type);
      w_.faults.error("SB2012", path_wrong ? path.span : limit_expr.span,
                      "a number is expected here, but " +
                          tick(path_wrong ? path.text : w_.words(limit_expr)) + " is " +
                          type_of(path_wrong ? reading : limit),
                      "a limit of use is written `{usage.odometer_km: 50000}`");
      known = false;
      continue;
    }
    Typed fitted = limit;
    fit(fitted, reading.type);
    use.usage.push_back({index, fitted.node});
  }
  return known;
}

bool Expressions::period_extension(const PeriodDoc& doc, PeriodUse& use) {
  if (!doc.extend_by) return true;
  const auto& extend = *doc.extend_by;
  const ir::Index list = interval_list(extend.list.text, extend.list.span, "`extend_by`");
  const Expr* where = extend.where ? &*extend.where : nullptr;
  if (list == no_index) return false;
  const NodeId condition = filter_where(where, list);
  if (where != nullptr && condition == no_node) return false;
  use.extend_by = w_.graph.filter({list, condition});
  return true;
}

// docs/language.md §1 and §6: nothing ambiguous has a silent default.
void Expressions::period_clock(const PeriodDoc& doc, PeriodUse& use) {
  const ClockKeys own = clock_keys(doc.clock);
  const auto pick = [](auto& into, const auto& first, const auto& second) {
    if (first) {
      into = *first;
    } else if (second) {
      into = *second;
    }
    return first || second;
  };
  const std::string who = "the period " + tick(doc.name.text);
  const bool counted = pick(use.count_from, own.count_from, w_.clock.count_from);
  const bool ends = pick(use.month_end, own.month_end, w_.clock.month_end);
  const bool rolls = pick(use.roll, own.roll, w_.clock.roll);
  if (use.length == no_node) {
    // `until` is inclusive and never rolled: nothing is counted.
    use.roll = {Roll::none, Roll::none, no_index};
    return;
  }
  const LengthKinds kinds = kinds_of(w_.policy, use.length);
  if (!counted) w_.needs.count_from.at(doc.name.span, who);
  if (!ends && kinds.months) w_.needs.month_end.at(doc.name.span, who);
  if (!rolls) w_.needs.roll.at(doc.name.span, who);
  const bool moves = use.roll.then != Roll::none ||
                     (use.roll.parameter != no_index && use.roll.otherwise != Roll::none);
  if (kinds.working_days || (rolls && moves)) w_.needs.calendar.at(doc.name.span, who);
}

}  // namespace sanbao::check
