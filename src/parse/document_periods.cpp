// SPDX-License-Identifier: Apache-2.0
//
// document_periods.cpp: `clock`, `periods` and `conditions` (docs/language.md, Periods).
// In: nodes. Out: ClockDoc, PeriodDoc, ConditionDoc. Which keys a period needs is for check/ to
// say.
// Tested by tests/unit/document_parser_test.cpp.
#include <fmt/format.h>

#include "parse/document_reader.hpp"

namespace sanbao::parse {

using ir::Expr;
using ir::PeriodDoc;
using ir::YamlEntry;
using ir::YamlNode;

void DocumentReader::read_clock(const YamlEntry& entry) {
  ir::ClockDoc out;
  out.span = entry.key_span;
  read_keys(entry.value, "`clock`", "clock: {zone: Asia/Shanghai, count_from: next_day}",
            {{"zone", [&](const YamlEntry& e) { out.zone = word(e, "zone: Asia/Shanghai"); }},
             {"calendar", [&](const YamlEntry& e) { out.calendar = word(e, "calendar: cn"); }},
             {"count_from", [&](const YamlEntry& e) { out.count_from = expression(e); }},
             {"month_end", [&](const YamlEntry& e) { out.month_end = expression(e); }},
             {"roll", [&](const YamlEntry& e) { out.roll = expression(e); }}});
  document_.clock = std::move(out);
}

void DocumentReader::read_periods(const YamlEntry& section) {
  read_names(section, "periods: {return_period: {from: purchase.sold_on, length: 7 days}}",
             [&](const YamlEntry& entry) { document_.periods.push_back(period(entry)); });
}

PeriodDoc DocumentReader::period(const YamlEntry& entry) {
  PeriodDoc out;
  out.name = key_word(entry);
  out.clock.span = entry.key_span;
  const auto of_the_clock = [this](const YamlEntry& e) {
    faults_.error("SB1020", e.key_span, fmt::format("a period has no `{}` of its own", e.key),
                  fmt::format("`{}` stands under `clock` and holds for the whole file", e.key));
  };
  read_keys(entry.value, "a period", "{from: purchase.sold_on, length: 7 days}",
            {{"from", [&](const YamlEntry& e) { out.from = dates(e); }},
             {"length", [&](const YamlEntry& e) { out.length = expression(e); }},
             {"until", [&](const YamlEntry& e) { out.until = expression(e); }},
             {"or_usage",
              [&](const YamlEntry& e) {
                read_names(e, "or_usage: {usage.odometer_km: 50000}", [&](const YamlEntry& limit) {
                  out.or_usage.emplace_back(key_word(limit), expression(limit));
                });
              }},
             {"extend_by", [&](const YamlEntry& e) { out.extend_by = extend_by(e); }},
             {"count_from", [&](const YamlEntry& e) { out.clock.count_from = expression(e); }},
             {"month_end", [&](const YamlEntry& e) { out.clock.month_end = expression(e); }},
             {"roll", [&](const YamlEntry& e) { out.clock.roll = expression(e); }},
             {"verified", [&](const YamlEntry& e) { out.verified = verified(e); }},
             {"zone", of_the_clock},
             {"calendar", of_the_clock}});
  // A period that was no mapping has been told; its missing keys are not told again.
  if (!entry.value.is_mapping()) {
    out.from.push_back(unreadable(entry.key_span));
    out.length = unreadable(entry.key_span);
  }
  return out;
}

// One date, or a list of which the first that there is counts.
std::vector<Expr> DocumentReader::dates(const YamlEntry& entry) {
  std::vector<Expr> out;
  if (!entry.value.is_sequence()) {
    out.push_back(expression(entry));
    return out;
  }
  for (const YamlNode& item : entry.value.items) {
    out.push_back(expression(item, item.span, fmt::format("an item of `{}`", entry.key)));
  }
  return out;
}

// `repairs` or `repairs where …`.
std::optional<PeriodDoc::Extend> DocumentReader::extend_by(const YamlEntry& entry) {
  if (!entry.value.is_scalar()) {
    wrong_kind(place_of(entry), "`extend_by`", entry.value, "extend_by: repairs where authorised");
    return std::nullopt;
  }
  return parse_list_where(entry.value, faults_, budget_);
}

void DocumentReader::read_conditions(const YamlEntry& section) {
  read_names(section, "conditions: {performance_fault: fault.kind == performance}",
             [&](const YamlEntry& entry) {
               document_.conditions.push_back({key_word(entry), condition(entry)});
             });
}

}  // namespace sanbao::parse
