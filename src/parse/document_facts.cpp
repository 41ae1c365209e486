// SPDX-License-Identifier: Apache-2.0
//
// document_facts.cpp: `facts` and `parameters` (docs/language.md, Types of facts).
// In: nodes. Out: FactDoc, ParameterDoc. Whether a type or path is known is for check/ to say.
// Tested by tests/unit/document_parser_test.cpp.
#include <fmt/format.h>

#include "parse/document_reader.hpp"

namespace sanbao::parse {

using ir::FactDoc;
using ir::TypeDoc;
using ir::YamlEntry;

void DocumentReader::read_facts(const YamlEntry& section) {
  read_names(section, "facts: {lcd.bright_dots: {type: count}}",
             [&](const YamlEntry& entry) { document_.facts.push_back(fact(entry)); });
}

FactDoc DocumentReader::fact(const YamlEntry& entry) {
  FactDoc out;
  out.path = key_word(entry);
  if (entry.value.is_scalar()) {
    faults_.error("SB1021", entry.value.span, fmt::format("`{}` cannot be a text", entry.key),
                  fmt::format("write `{}: {{type: {}}}`", entry.key, entry.value.text));
    // It was meant so: what uses the fact is not told that it has no type.
    out.type.name = entry.value.text;
    out.type.span = entry.value.span;
    return out;
  }
  read_keys(entry.value, "a fact", "{type: count, ask: {zh: …, en: …}}",
            {{"type", [&](const YamlEntry& e) { out.type = type(e); }},
             {"assume",
              [&](const YamlEntry& e) {
                if (!e.value.is_sequence()) {
                  out.assume = expression(e);
                } else if (e.value.items.empty()) {
                  out.assume_empty_list = true;
                } else {
                  faults_.error("SB1021", e.value.span, "a list can only be assumed to be empty",
                                "write `assume: []`");
                }
              }},
             {"ask", [&](const YamlEntry& e) { out.ask = localized(e); }}});
  return out;
}

// A word, or one of {enum: [a, b]}, {set: text}, {list: {field: type}}.
TypeDoc DocumentReader::type(const YamlEntry& entry) {
  constexpr std::string_view form =
      "type: count, {enum: [a, b]}, {set: text} or {list: {on: date}}";
  TypeDoc out;
  out.span = place_of(entry);
  if (!entry.value.is_mapping()) {
    if (auto name = word(entry, form)) out.name = std::move(name->text);
    return out;
  }
  const auto take_name = [&](const YamlEntry& e) {
    if (!out.name.empty()) {
      faults_.error("SB1024", e.key_span,
                    fmt::format("`{}` cannot stand beside `{}`", e.key, out.name),
                    "a fact has one type");
    }
    out.name = e.key;
    out.span = e.key_span;
  };
  read_keys(entry.value, "a type", form,
            {{"enum",
              [&](const YamlEntry& e) {
                take_name(e);
                out.members = words(e, "{enum: [a, b]}");
              }},
             {"set",
              [&](const YamlEntry& e) {
                take_name(e);
                if (auto element = word(e, "{set: text}")) out.element = std::move(element->text);
              }},
             {"list", [&](const YamlEntry& e) {
                take_name(e);
                read_names(e, "{list: {on: date}}", [&](const YamlEntry& field) {
                  out.fields.push_back({key_word(field), type(field)});
                });
              }}});
  return out;
}

void DocumentReader::read_parameters(const YamlEntry& section) {
  read_names(section, "parameters: {daily_rate: {value: 0.25%}}", [&](const YamlEntry& entry) {
    ir::ParameterDoc out;
    out.name = key_word(entry);
    out.value = unreadable(entry.key_span);
    if (entry.value.is_scalar()) {
      faults_.error("SB1021", entry.value.span, fmt::format("`{}` cannot be a text", entry.key),
                    fmt::format("write `{}: {{value: {}}}`", entry.key, entry.value.text));
    } else {
      read_keys(
          entry.value, "a parameter", "{value: 0.25%}",
          {{"value",
            [&](const YamlEntry& e) { out.value = literal(e.value, place_of(e), "`value`"); }},
           {"cite", [&](const YamlEntry& e) { out.cite = words(e, "cite: \"8\""); }},
           {"contested", [&](const YamlEntry& e) { out.contested = localized(e); }},
           {"verified", [&](const YamlEntry& e) { out.verified = verified(e); }}});
      if (entry.value.is_mapping() && entry.value.find("value") == nullptr) {
        faults_.error("SB1022", entry.key_span,
                      fmt::format("the parameter `{}` has no `value`", entry.key),
                      "write `value: 0.25%`");
      }
    }
    document_.parameters.push_back(std::move(out));
  });
}

}  // namespace sanbao::parse
