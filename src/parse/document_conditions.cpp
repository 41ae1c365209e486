// SPDX-License-Identifier: Apache-2.0
//
// document_conditions.cpp: conditions written as YAML: lists of conditions and event tests
// (docs/language.md, Conditions and expressions).
// In: nodes. Out: the same Expr that a string gives. Which keys go together is for check/ to say.
// Tested by tests/unit/document_parser_test.cpp.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/nearest.hpp"
#include "parse/document_reader.hpp"

namespace sanbao::parse {

using ir::EventMeasure;
using ir::EventPart;
using ir::Expr;
using ir::ExprKind;
using ir::YamlEntry;
using ir::YamlNode;

namespace {

constexpr std::string_view condition_form = "when: a == b and c in p";

struct Measure {
  std::string_view key;
  EventMeasure measure;
};
constexpr std::array measures{
    Measure{"count", EventMeasure::count}, Measure{"total", EventMeasure::total},
    Measure{"largest", EventMeasure::largest}, Measure{"days", EventMeasure::days}};

struct Joiner {
  std::string_view key;
  ExprKind kind;
};
constexpr std::array joiners{Joiner{"all", ExprKind::all}, Joiner{"any", ExprKind::any},
                             Joiner{"none", ExprKind::none}};

struct Bound {
  std::string_view key;
  EventPart part;
};
constexpr std::array bounds{
    Bound{"at_least", EventPart::at_least}, Bound{"more_than", EventPart::more_than},
    Bound{"at_most", EventPart::at_most}, Bound{"fewer_than", EventPart::fewer_than},
    Bound{"exactly", EventPart::exactly}};

template <typename Table>
auto find_key(const Table& table, std::string_view key) {
  const auto found = std::find_if(table.begin(), table.end(),
                                  [key](const auto& entry) { return entry.key == key; });
  return found == table.end() ? nullptr : &*found;
}

template <typename Table>
const YamlEntry* first_of(const YamlNode& node, const Table& table) {
  for (const YamlEntry& entry : node.entries) {
    if (find_key(table, entry.key) != nullptr) return &entry;
  }
  return nullptr;
}

}  // namespace

Expr DocumentReader::unreadable(Span place) {
  Expr out;
  out.span = out.mark = place;
  return out;
}

Expr DocumentReader::expression(const YamlNode& node, Span place, std::string_view what) {
  if (!node.is_scalar()) {
    if (node.kind != YamlNode::Kind::empty)
      wrong_kind(place, what, node, "an expression in one line");
    return unreadable(place);
  }
  if (was_mended(node)) return unreadable(node.span);
  std::optional<Expr> out = parse_expression(node, faults_, budget_);
  return out ? std::move(*out) : unreadable(node.span);
}

Expr DocumentReader::expression(const YamlEntry& entry) {
  return expression(entry.value, place_of(entry), quoted_key(entry));
}

Expr DocumentReader::condition(const YamlNode& node, Span place, std::string_view what) {
  if (node.is_mapping()) return structure(node);
  if (node.is_sequence()) {
    faults_.error("SB1021", place, fmt::format("{} cannot be a list", what),
                  "write `all: [ … ]` where every one must hold, `any: [ … ]` where one is enough");
    return unreadable(place);
  }
  return expression(node, place, what);
}

Expr DocumentReader::condition(const YamlEntry& entry) {
  return condition(entry.value, place_of(entry), quoted_key(entry));
}

Expr DocumentReader::structure(const YamlNode& node) {
  const YamlEntry* measure = first_of(node, measures);
  if (measure != nullptr) return event_test(node, *measure);
  if (const YamlEntry* key = first_of(node, joiners))
    return joined(node, *key, find_key(joiners, key->key)->kind);
  if (node.entries.empty()) {
    if (is_written_empty(node)) {
      faults_.error("SB1021", node.span, "a condition cannot be an empty mapping",
                    fmt::format("write `{}`", condition_form));
    }
    return unreadable(node.span);
  }
  for (const YamlEntry& entry : node.entries) {
    const bool event_key = entry.key == "where" || entry.key == "of" || entry.key == "same";
    if (!event_key && find_key(bounds, entry.key) == nullptr) return no_condition(entry);
  }
  const bool counted = std::all_of(
      node.entries.begin(), node.entries.end(),
      [](const YamlEntry& entry) { return entry.key == "at_least" || entry.key == "of"; });
  if (counted) return at_least_of(node);
  const Span place = node.entries.front().key_span;
  faults_.error(
      "SB1022", place, "this event test does not say what it measures",
      "write `count`, `total`, `largest` or `days` and the name of a list: `{count: repairs, …}`");
  return unreadable(place);
}

Expr DocumentReader::no_condition(const YamlEntry& entry) {
  static constexpr std::array<std::string_view, 9> known{
      "all", "any", "none", "at_least", "of", "count", "total", "largest", "days"};
  std::string help =
      "a condition is an expression, `all`, `any` or `none` with a list, `at_least` with `of`, or "
      "an "
      "event test with `count`, `total`, `largest` or `days`";
  if (entry.key == "not") {
    help = "write `none: [ … ]`, or `not …` in an expression";
  } else if (entry.key == "and" || entry.key == "or") {
    help = fmt::format("write `{}: [ … ]`", entry.key == "and" ? "all" : "any");
  } else if (const auto near = base::nearest(entry.key, known)) {
    help = fmt::format("did you mean `{}`?", *near);
  }
  faults_.error("SB1020", entry.key_span, fmt::format("`{}` belongs to no condition", entry.key),
                std::move(help));
  return unreadable(entry.key_span);
}

// all, any, none: one key alone.
Expr DocumentReader::joined(const YamlNode& node, const YamlEntry& key, ExprKind kind) {
  Expr out;
  out.kind = kind;
  out.span = out.mark = key.key_span;
  for (const YamlEntry& other : node.entries) {
    if (&other == &key) continue;
    faults_.error("SB1024", other.key_span,
                  fmt::format("`{}` cannot stand beside `{}`", other.key, key.key),
                  fmt::format("put one into the other: `{}: [ …, {{{}: …}}]`", key.key, other.key));
  }
  members(key, out);
  return out;
}

void DocumentReader::members(const YamlEntry& entry, Expr& into) {
  const std::size_t before = faults_.error_count();
  read_items(entry, fmt::format("{}: [a, b]", entry.key), [&](const YamlNode& item) {
    into.args.push_back(condition(item, item.span, fmt::format("an item of `{}`", entry.key)));
  });
  if (entry.value.is_sequence() && entry.value.items.empty() && faults_.error_count() == before) {
    faults_.error("SB1021", entry.value.span, fmt::format("`{}` has no conditions", entry.key),
                  fmt::format("write `{}: [a, b]`", entry.key));
  }
  if (into.args.empty()) into.args.push_back(unreadable(entry.key_span));
}

Expr DocumentReader::at_least_of(const YamlNode& node) {
  Expr out;
  out.kind = ExprKind::at_least_of;
  const YamlNode* least = node.find("at_least");
  const YamlNode* of = node.find("of");
  out.span = out.mark = node.entries.front().key_span;
  if (least == nullptr || of == nullptr) {
    faults_.error("SB1022", out.span,
                  fmt::format("`{}` is missing here", least == nullptr ? "at_least" : "of"),
                  "write `{at_least: 2, of: [a, b, c]}`, or an event test such as `{count: "
                  "repairs, at_least: 2}`");
    return unreadable(out.span);
  }
  Expr list;
  read_keys(node, "a condition", "{at_least: 2, of: [a, b, c]}",
            {{"at_least", [&](const YamlEntry& entry) { out.args.push_back(expression(entry)); }},
             {"of", [&](const YamlEntry& entry) { members(entry, list); }}});
  if (out.args.empty() || list.args.empty()) return unreadable(out.span);
  for (Expr& part : list.args)
    out.args.push_back(std::move(part));
  return out;
}

Expr DocumentReader::event_test(const YamlNode& node, const YamlEntry& measure) {
  Expr out;
  out.kind = ExprKind::event_test;
  out.span = out.mark = measure.key_span;
  out.event.measure = find_key(measures, measure.key)->measure;
  std::vector<std::pair<EventPart, Expr>> parts;
  const auto list = [&](const YamlEntry& entry) {
    if (&entry != &measure) {
      faults_.error("SB1024", entry.key_span,
                    fmt::format("`{}` cannot stand beside `{}`", entry.key, measure.key),
                    "one event test measures one thing; write two under `all`");
      return;
    }
    const auto name = word(entry, fmt::format("{}: repairs", entry.key));
    if (!name) return;
    if (name->text.find(' ') != std::string::npos) {
      faults_.error(
          "SB1025", name->span, fmt::format("`{}` is not the name of a list", name->text),
          fmt::format("conditions have keys of their own: `{{{}: repairs, where: …}}`", entry.key));
      return;
    }
    out.event.list = name->text;
    out.event.list_span = name->span;
  };
  std::vector<KeyReader> readers{
      {"count", list},
      {"total", list},
      {"largest", list},
      {"days", list},
      {"where",
       [&](const YamlEntry& entry) { parts.emplace_back(EventPart::where, condition(entry)); }},
      {"of", [&](const YamlEntry& entry) { parts.emplace_back(EventPart::of, expression(entry)); }},
      {"same", [&](const YamlEntry& entry) {
         for (ir::Word& field : words(entry, "same: fault_code")) {
           out.event.same.emplace_back(std::move(field.text), field.span);
         }
       }}};
  for (const Bound& bound : bounds) {
    readers.push_back({bound.key, [&parts, &bound, this](const YamlEntry& entry) {
                         parts.emplace_back(bound.part, expression(entry));
                       }});
  }
  read_keys(node, "an event test", "{count: repairs, at_least: 2}", readers);
  if (out.event.list.empty()) return unreadable(out.span);
  // In one order, however the author wrote them.
  std::stable_sort(parts.begin(), parts.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (auto& [part, expr] : parts) {
    out.event.parts.push_back(part);
    out.args.push_back(std::move(expr));
  }
  return out;
}

}  // namespace sanbao::parse
