// SPDX-License-Identifier: Apache-2.0
//
// document_rules.cpp: `rules` with their effects and bodies (docs/language.md, Rules).
// In: nodes. Out: RuleDoc with every effect found; that exactly one is allowed is for check/ to
// say.
// Tested by tests/unit/document_parser_test.cpp.
#include <fmt/format.h>

#include <algorithm>

#include "parse/document_reader.hpp"

namespace sanbao::parse {

using ir::BodyDoc;
using ir::MoneyDoc;
using ir::RuleDoc;
using ir::YamlEntry;
using ir::YamlNode;

namespace {

bool is_texts(const YamlNode& node) {
  return !node.items.empty() && std::all_of(node.items.begin(), node.items.end(),
                                            [](const YamlNode& item) { return item.is_scalar(); });
}

/// `return: {}, exchange: {}` for a list of remedies.
std::string remedies_without_body(const YamlNode& list) {
  std::string out;
  for (const YamlNode& item : list.items)
    out += fmt::format("{}{}: {{}}", out.empty() ? "" : ", ", item.text);
  return out;
}

/// The place of a body is its first key.
BodyDoc& begun(BodyDoc& body, const YamlEntry& key) {
  if (body.span.line == 0) body.span = key.key_span;
  return body;
}

}  // namespace

void DocumentReader::read_rules(const YamlEntry& section) {
  read_items(section, "- id: \"5\"",
             [&](const YamlNode& item) { document_.rules.push_back(rule(item)); });
}

RuleDoc DocumentReader::rule(const YamlNode& node) {
  using Entry = const YamlEntry&;
  RuleDoc out;
  out.span = node.span;
  std::vector<KeyReader> readers{
      {"id", [&](Entry e) { out.id = word(e, "id: \"5\""); }},
      {"title", [&](Entry e) { out.title = localized(e); }},
      {"cite", [&](Entry e) { out.cite = words(e, "cite: \"6.4\""); }},
      {"verified", [&](Entry e) { out.verified = verified(e); }},
      {"note", [&](Entry e) { out.note = localized(e); }},
      {"when", [&](Entry e) { out.when = condition(e); }},
      {"unless", [&](Entry e) { out.unless = condition(e); }},
      {"grants", [&](Entry e) { grants(e, out); }},
      {"excludes",
       [&](Entry e) {
         out.has_excludes = true;
         out.excludes = words(e, "excludes: [return, exchange]");
         out.excludes_all = out.excludes.size() == 1 && out.excludes.front().text == "all";
       }},
      {"for",
       [&](Entry e) {
         out.has_for = true;
         out.adds_to = words(e, "for: [return, exchange]");
       }},
      {"granted_by", [&](Entry e) { out.granted_by = words(e, "granted_by: [\"5\"]"); }},
      {"overrides", [&](Entry e) { out.overrides = words(e, "overrides: [\"6.4\"]"); }},
  };
  for (KeyReader& key : body_keys(out.body))
    readers.push_back(std::move(key));
  read_keys(node, "a rule", "- id: \"5\", with its other keys below it", readers);
  return out;
}

// What a grant or an addition gives.
std::vector<KeyReader> DocumentReader::body_keys(BodyDoc& body) {
  using Entry = const YamlEntry&;
  return {{"needs", [this, &body](Entry e) { needs(e, begun(body, e)); }},
          {"pays", [this, &body](Entry e) { money(e, begun(body, e).pays); }},
          {"charges", [this, &body](Entry e) { money(e, begun(body, e).charges); }},
          {"terms", [this, &body](Entry e) { terms(e, begun(body, e)); }}};
}

void DocumentReader::grants(const YamlEntry& entry, RuleDoc& rule) {
  rule.has_grants = true;
  const YamlNode& node = entry.value;
  if (!node.is_mapping()) {
    std::string form = "grants: {return: {}, exchange: {}}";
    if (node.is_scalar()) form = fmt::format("grants: {{{}: {{}}}}", node.text);
    if (is_texts(node)) form = fmt::format("grants: {{{}}}", remedies_without_body(node));
    return wrong_kind(place_of(entry), "`grants`", node, form);
  }
  for (const YamlEntry& remedy : node.entries) {
    ir::GrantDoc grant;
    grant.remedy = key_word(remedy);
    if (remedy.value.kind == YamlNode::Kind::empty) {
      faults_.error(
          "SB1007", remedy.key_span, fmt::format("`{}` has no value", remedy.key),
          fmt::format("a remedy without conditions or money is written `{}: {{}}`", remedy.key));
    } else {
      read_keys(remedy.value, "a grant", fmt::format("{}: {{}}", remedy.key),
                body_keys(grant.body));
    }
    if (grant.body.span.line == 0) grant.body.span = remedy.key_span;
    rule.grants.push_back(std::move(grant));
  }
  // What stands there was told and taken out: a remedy of which nothing is known.
  if (node.entries.empty() && !is_written_empty(node)) rule.grants.emplace_back();
}

// One condition, or a list of them: what is missing is told one by one.
void DocumentReader::needs(const YamlEntry& entry, BodyDoc& body) {
  if (!entry.value.is_sequence()) {
    body.needs.push_back(condition(entry));
    return;
  }
  for (const YamlNode& item : entry.value.items) {
    body.needs.push_back(condition(item, item.span, "an item of `needs`"));
  }
}

void DocumentReader::money(const YamlEntry& entry, std::vector<MoneyDoc>& into) {
  read_names(
      entry, fmt::format("{}: {{refund: purchase.price}}", entry.key),
      [&](const YamlEntry& amount) {
        into.push_back({key_word(amount), names_no_amount(amount) ? unreadable(place_of(amount))
                                                                  : expression(amount)});
      });
}

// `refund: 全款`: words where an amount must stand.
bool DocumentReader::names_no_amount(const YamlEntry& amount) {
  const std::string& words = amount.value.text;
  const bool foreign = std::all_of(words.begin(), words.end(),
                                   [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  if (!amount.value.is_scalar() || words.empty() || !foreign || was_mended(amount.value))
    return false;
  faults_.error(
      "SB1040", amount.value.span, fmt::format("`{}` is no amount", words),
      fmt::format("write a fact such as `{}: purchase.price`, an amount such as `30 CNY`, "
                  "or the name of a value",
                  amount.key));
  return true;
}

// A text in both languages, or an expression: a date, days, money.
void DocumentReader::terms(const YamlEntry& entry, BodyDoc& body) {
  read_names(entry, "terms: {papers: {zh: …, en: …}}", [&](const YamlEntry& term) {
    ir::TermDoc out;
    out.key = key_word(term);
    const bool text = term.value.is_mapping() &&
                      (term.value.find("zh") != nullptr || term.value.find("en") != nullptr);
    if (text) {
      out.text = localized(term);
    } else {
      out.expr = condition(term);
    }
    body.terms.push_back(std::move(out));
  });
}

}  // namespace sanbao::parse
