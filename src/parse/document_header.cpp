// SPDX-License-Identifier: Apache-2.0
//
// document_header.cpp: what a policy says of itself, its remedies, notices and texts that decide
// nothing.
// Tested by tests/unit/document_parser_test.cpp.
#include <fmt/format.h>

#include <array>

#include "base/nearest.hpp"
#include "parse/document_reader.hpp"

namespace sanbao::parse {

using ir::Word;
using ir::YamlEntry;
using ir::YamlNode;

namespace {

constexpr std::string_view language_version = "1";

}  // namespace

void DocumentReader::read(const YamlNode& root) {
  if (!root.is_mapping()) {
    return wrong_kind(root.span, "a policy", root, "sanbao: 1",
                      ", and the other keys each on a line of its own");
  }
  if (!read_version(root)) return;
  using Entry = const YamlEntry&;
  ir::PolicyDocument& doc = document_;
  read_keys(root, "a policy", "sanbao: 1",
            {{"sanbao", [](Entry) {}},
             {"policy", [&](Entry e) { doc.policy = word(e, "policy: my-shop-2024"); }},
             {"version", [&](Entry e) { doc.version = word(e, "version: \"2024.1\""); }},
             {"title", [&](Entry e) { doc.title = localized(e); }},
             {"basis", [&](Entry e) { doc.basis = word(e, "basis: vendor"); }},
             {"verified", [&](Entry e) { doc.verified = verified(e); }},
             {"source", [&](Entry e) { read_source(e); }},
             {"in_force", [&](Entry e) { read_in_force(e); }},
             {"applies_to", [&](Entry e) { doc.applies_to = condition(e); }},
             {"currency", [&](Entry e) { doc.currency = word(e, "currency: CNY"); }},
             {"round", [&](Entry e) { read_round(e); }},
             {"prefer", [&](Entry e) { doc.prefer = word(e, "prefer: consumer"); }},
             {"yields_to", [&](Entry e) { doc.yields_to = words(e, "yields_to: [statute]"); }},
             {"clauses",
              [&](Entry e) {
                doc.clauses = words(e, "clauses: [\"1\", \"2.1\"]");
                doc.has_clauses = e.value.is_sequence() || !doc.clauses.empty();
              }},
             {"clock", [&](Entry e) { read_clock(e); }},
             {"facts", [&](Entry e) { read_facts(e); }},
             {"parameters", [&](Entry e) { read_parameters(e); }},
             {"tables", [&](Entry e) { read_tables(e); }},
             {"values", [&](Entry e) { read_values(e); }},
             {"names", [&](Entry e) { read_texts(e, doc.names); }},
             {"periods", [&](Entry e) { read_periods(e); }},
             {"conditions", [&](Entry e) { read_conditions(e); }},
             {"remedies", [&](Entry e) { read_remedies(e); }},
             {"rules", [&](Entry e) { read_rules(e); }},
             {"notices", [&](Entry e) { read_notices(e); }},
             {"informative", [&](Entry e) { read_texts(e, doc.informative); }}});
}

// False for a file of another kind: its keys are not told one by one.
bool DocumentReader::read_version(const YamlNode& root) {
  const YamlNode* version = root.find("sanbao");
  // A slip for it is told by read_keys.
  static constexpr std::array<std::string_view, 1> key{"sanbao"};
  for (const YamlEntry& entry : root.entries)
    if (version == nullptr && base::nearest(entry.key, key)) version = &entry.value;
  if (version == nullptr) {
    const bool tests = root.find("sanbao_tests") != nullptr;
    faults_.error("SB1022", {root.span.line, 1, 0},
                  "the file does not say in which version of the language it is",
                  tests ? "this is a test file; a policy begins with `sanbao: 1`"
                        : "begin it with `sanbao: 1`");
    return !tests;
  }
  if (version->kind == YamlNode::Kind::empty) return true;  // told by read_keys
  if (version->is_scalar() && version->text == language_version) return true;
  faults_.error("SB1023", version->span,
                version->is_scalar()
                    ? fmt::format("version `{}` of the language is not known", version->text)
                    : std::string("this is no version of the language"),
                fmt::format("write `sanbao: {}`", language_version));
  return true;
}

void DocumentReader::read_source(const YamlEntry& entry) {
  read_keys(entry.value, "`source`", "source: {title: …, url: …}",
            {{"title",
              [&](const YamlEntry& title) {
                if (title.value.is_mapping()) {
                  document_.source_title = localized(title);
                } else {
                  document_.source_title.zh = document_.source_title.en = text(title);
                  document_.source_title.span = title.value.span;
                }
              }},
             {"url", [&](const YamlEntry& url) { document_.source_url = text(url); }}});
}

void DocumentReader::read_in_force(const YamlEntry& entry) {
  ir::PolicyDocument::InForce out;
  out.span = entry.key_span;
  read_keys(entry.value, "`in_force`", "in_force: {from: 2024-01-01, by: purchase.sold_on}",
            {{"from", [&](const YamlEntry& e) { out.from = word(e, "from: 2024-01-01"); }},
             {"until", [&](const YamlEntry& e) { out.until = word(e, "until: 2024-12-31"); }},
             {"by", [&](const YamlEntry& e) { out.by = dates(e); }},
             {"verified", [&](const YamlEntry& e) { out.verified = verified(e); }}});
  document_.in_force = std::move(out);
}

void DocumentReader::read_round(const YamlEntry& entry) {
  ir::PolicyDocument::Round out;
  out.span = entry.key_span;
  read_keys(entry.value, "`round`", "round: {to: 0.01, mode: half_up}",
            {{"to", [&](const YamlEntry& e) { out.to = word(e, "to: 0.01"); }},
             {"mode", [&](const YamlEntry& e) { out.mode = word(e, "mode: half_up"); }}});
  document_.round = std::move(out);
}

void DocumentReader::read_remedies(const YamlEntry& section) {
  read_names(
      section, "remedies: {inspection: {zh: …, en: …, side: true}}", [&](const YamlEntry& entry) {
        ir::RemedyDoc out;
        out.name = key_word(entry);
        out.text.span = place_of(entry);
        read_keys(entry.value, "a remedy", "{zh: …, en: …}",
                  {{"zh", [&](const YamlEntry& e) { out.text.zh = text(e); }},
                   {"en", [&](const YamlEntry& e) { out.text.en = text(e); }},
                   {"side", [&](const YamlEntry& e) { out.side = yes_or_no(e).value_or(false); }},
                   {"paid", [&](const YamlEntry& e) { out.paid = yes_or_no(e).value_or(false); }}});
        document_.remedies.push_back(std::move(out));
      });
}

void DocumentReader::read_notices(const YamlEntry& section) {
  constexpr std::string_view form = "{id: \"8\", on: [denied], text: {zh: …, en: …}}";
  read_items(section, "notices: [{id: \"8\", on: [denied], text: {zh: …, en: …}}]",
             [&](const YamlNode& item) {
               ir::NoticeDoc out;
               std::optional<Word> id;
               bool has_text = false;
               read_keys(item, "a notice", form,
                         {{"id", [&](const YamlEntry& e) { id = word(e, "id: \"8\""); }},
                          {"on", [&](const YamlEntry& e) { out.on = words(e, "on: [denied]"); }},
                          {"text", [&](const YamlEntry& e) {
                             has_text = true;
                             out.text = localized(e);
                           }}});
               if (!item.is_mapping()) return;
               for (const std::string_view key : {"id", "on", "text"}) {
                 if (item.find(key) != nullptr) continue;
                 faults_.error("SB1022", item.span, fmt::format("a notice without `{}`", key),
                               fmt::format("write `{}`", form));
               }
               if (!id || !has_text) return;
               out.id = std::move(*id);
               document_.notices.push_back(std::move(out));
             });
}

void DocumentReader::read_texts(const YamlEntry& section,
                                std::vector<std::pair<Word, ir::Localized>>& into) {
  read_names(section, fmt::format("{}: {{key: {{zh: …, en: …}}}}", section.key),
             [&](const YamlEntry& entry) { into.emplace_back(key_word(entry), localized(entry)); });
}

}  // namespace sanbao::parse
