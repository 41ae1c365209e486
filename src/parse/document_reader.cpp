// SPDX-License-Identifier: Apache-2.0
//
// document_reader.cpp: what every section reads alike: keys, names, words, texts in two languages.
// Tested by tests/unit/document_parser_test.cpp.
#include "parse/document_reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/nearest.hpp"
#include "parse/full_width.hpp"
#include "parse/yaml_explain.hpp"

namespace sanbao::parse {

using ir::Localized;
using ir::VerifiedDoc;
using ir::Word;
using ir::YamlEntry;
using ir::YamlNode;

namespace {

std::string_view kind_name(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::empty:
      return "nothing";
    case YamlNode::Kind::scalar:
      return "a text";
    case YamlNode::Kind::sequence:
      return "a list";
    case YamlNode::Kind::mapping:
      return "a mapping";
  }
  return "nothing";
}

// A literal text keeps the line break at its end; no text of a policy means it.
std::string without_last_break(std::string text) {
  while (text.ends_with('\n'))
    text.pop_back();
  return text;
}

const KeyReader* find_reader(const std::vector<KeyReader>& readers, std::string_view key) {
  const auto found = std::find_if(readers.begin(), readers.end(),
                                  [key](const KeyReader& known) { return known.key == key; });
  return found == readers.end() ? nullptr : &*found;
}

std::vector<std::string_view> keys_of(const std::vector<KeyReader>& readers) {
  std::vector<std::string_view> keys;
  for (const KeyReader& each : readers)
    keys.push_back(each.key);
  return keys;
}

// How many entries behind a key without a value were meant to stand below it: keys that are unknown
// beside it, in lines of their own.
std::size_t outdented(const YamlNode& node, std::size_t key,
                      const std::vector<KeyReader>& readers) {
  if (node.flow) return 0;
  const std::vector<std::string_view> known = keys_of(readers);
  std::size_t end = key + 1;
  while (end < node.entries.size() && !base::nearest(node.entries[end].key, known) &&
         node.entries[end].value.kind != YamlNode::Kind::empty)
    ++end;
  return end - key - 1;
}

// A key as if the entries stood below it.
YamlEntry with_entries(const YamlEntry& key, std::span<const YamlEntry> entries) {
  YamlEntry out = key;
  out.value.kind = YamlNode::Kind::mapping;
  out.value.span = entries.front().key_span;
  out.value.entries.assign(entries.begin(), entries.end());
  return out;
}

// `[refund: purchase.price]`: that a pair stands in a list was told, and it was kept as a text.
bool holds_pair(const YamlNode& node) {
  return std::any_of(node.items.begin(), node.items.end(), [](const YamlNode& item) {
    return !item.quoted && item.text.find(": ") != std::string::npos;
  });
}

std::string help_for_unknown(std::string_view key, const std::vector<std::string_view>& known) {
  std::string all = fmt::format("keys here are `{}`", fmt::join(known, "`, `"));
  if (const auto near = base::nearest(key, known))
    return fmt::format("did you mean `{}`? {}", *near, all);
  return all;
}

}  // namespace

void DocumentReader::read_keys(const YamlNode& node, std::string_view what, std::string_view form,
                               const std::vector<KeyReader>& readers) {
  if (!node.is_mapping()) return wrong_kind(node.span, what, node, form);
  for (std::size_t i = 0; i < node.entries.size(); ++i) {
    const YamlEntry& entry = node.entries[i];
    const KeyReader* reader = find_reader(readers, entry.key);
    if (reader == nullptr) reader = told_unknown(entry, node, what, readers);
    if (reader == nullptr) continue;
    if (entry.value.kind != YamlNode::Kind::empty) {
      reader->read(entry);
    } else if (const std::size_t below = outdented(node, i, readers); below > 0) {
      const YamlEntry& first = node.entries[i + 1];
      faults_.error(
          "SB1020", first.key_span,
          fmt::format("`{}` stands beside `{}`, not below it", first.key, entry.key),
          fmt::format("indent it further than `{}`, and what belongs to it with it", entry.key));
      reader->read(with_entries(entry, {&first, below}));
      i += below;
    } else {
      faults_.error("SB1007", entry.key_span, fmt::format("`{}` has no value", entry.key),
                    "write its value, or take the key out");
    }
  }
}

// The reader of what the key is a slip for: what it says is not missed elsewhere then.
const KeyReader* DocumentReader::told_unknown(const YamlEntry& entry, const YamlNode& node,
                                              std::string_view what,
                                              const std::vector<KeyReader>& readers) {
  const std::vector<std::string_view> known = keys_of(readers);
  faults_.error("SB1020", entry.key_span, fmt::format("unknown key `{}` in {}", entry.key, what),
                help_for_unknown(entry.key, known));
  const auto near = base::nearest(entry.key, known);
  return near && node.find(*near) == nullptr ? find_reader(readers, *near) : nullptr;
}

void DocumentReader::read_names(const YamlEntry& section, std::string_view form,
                                const std::function<void(const YamlEntry&)>& read) {
  if (!section.value.is_mapping()) {
    return wrong_kind(section.value.span, quoted_key(section), section.value, form);
  }
  for (const YamlEntry& entry : section.value.entries) {
    if (entry.value.kind == YamlNode::Kind::empty) {
      faults_.error("SB1007", entry.key_span, fmt::format("`{}` has no value", entry.key),
                    fmt::format("write `{}`", form));
      continue;
    }
    read(entry);
  }
}

void DocumentReader::read_items(const YamlEntry& entry, std::string_view form,
                                const std::function<void(const YamlNode&)>& read) {
  if (!entry.value.is_sequence()) {
    return wrong_kind(entry.value.span, quoted_key(entry), entry.value, form);
  }
  for (const YamlNode& item : entry.value.items) {
    // The reader of the file has told an empty item.
    if (item.kind != YamlNode::Kind::empty) read(item);
  }
}

void DocumentReader::wrong_kind(Span place, std::string_view what, const YamlNode& node,
                                std::string_view form, std::string_view more) {
  if (was_mended(node) || full_width(node) || holds_pair(node)) return;
  faults_.error("SB1021", place, fmt::format("{} cannot be {}", what, kind_name(node)),
                fmt::format("write `{}`{}", form, more));
}

bool DocumentReader::was_mended(const YamlNode& node) const {
  return node.is_scalar() && faults_.error_count() > 0 &&
         node.text.find(mended_sign) != std::string::npos;
}

bool DocumentReader::full_width(const YamlNode& node) {
  if (!node.is_scalar() || node.quoted || node.span.line == 0) return false;
  const bool ascii = std::all_of(node.text.begin(), node.text.end(),
                                 [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (ascii) return false;
  if (const std::string_view dash = long_dash(node.text); !dash.empty()) {
    Span place = node.span;
    place.length = 1;
    faults_.error("SB1012", place, fmt::format("`{}` is no `-` to YAML", dash),
                  "begin each item of a list with `- `");
    return true;
  }
  const base::SourceText& source = faults_.source();
  const auto found = mend_full_width(source.line(node.span.line));
  if (!found) return false;
  const std::size_t at = source.line_start(node.span.line) + found->at;
  const Span place = source.span_of(at, at + found->bytes);
  if (place.column < node.span.column || place.column >= node.span.column + node.span.length)
    return false;
  faults_.error("SB1012", place, found->message, found->help);
  return true;
}

Span DocumentReader::place_of(const YamlEntry& entry) {
  return entry.value.kind == YamlNode::Kind::empty ? entry.key_span : entry.value.span;
}

// `{}` as the author wrote it; a mapping can also be left empty after its entries were at fault.
bool DocumentReader::is_written_empty(const YamlNode& node) const {
  if (!node.flow || !node.entries.empty()) return false;
  const base::SourceText& source = faults_.source();
  const std::size_t open = source.offset_of(node.span.line, node.span.column);
  const std::size_t next = source.bytes().find_first_not_of(" \t\r\n", open + 1);
  return next != std::string_view::npos && source.bytes()[next] == '}';
}

std::optional<Word> DocumentReader::word(const YamlNode& node, Span place, std::string_view what,
                                         std::string_view form) {
  if (!node.is_scalar()) {
    if (node.kind != YamlNode::Kind::empty) wrong_kind(place, what, node, form);
    return std::nullopt;
  }
  if (was_mended(node)) return std::nullopt;
  Word out{without_last_break(node.text), node.span, node.quoted};
  if (out.text.empty()) {
    faults_.error("SB1026", node.span, fmt::format("{} is a text of nothing", what),
                  fmt::format("write `{}`", form));
    return std::nullopt;
  }
  return out;
}

std::optional<Word> DocumentReader::word(const YamlEntry& entry, std::string_view form) {
  if (full_width(entry.value)) return std::nullopt;
  return word(entry.value, place_of(entry), quoted_key(entry), form);
}

std::vector<Word> DocumentReader::words(const YamlEntry& entry, std::string_view form) {
  std::vector<Word> out;
  if (entry.value.is_sequence()) {
    for (const YamlNode& item : entry.value.items) {
      if (full_width(item)) continue;
      auto one = word(item, item.span, fmt::format("an item of `{}`", entry.key), form);
      if (one) out.push_back(std::move(*one));
    }
    return out;
  }
  auto one = word(entry, form);
  if (!one) return out;
  if (!one->quoted && one->text.find(", ") != std::string::npos) {
    faults_.error("SB1025", one->span, fmt::format("`{}` is read as one word", one->text),
                  fmt::format("write a list: `{}: [{}]`", entry.key, one->text));
    return out;
  }
  out.push_back(std::move(*one));
  return out;
}

std::optional<bool> DocumentReader::yes_or_no(const YamlEntry& entry) {
  const auto one = word(entry, fmt::format("{}: true", entry.key));
  if (!one) return std::nullopt;
  if (one->text == "true" || one->text == "false") return one->text == "true";
  faults_.error("SB1025", one->span, fmt::format("`{}` is neither `true` nor `false`", one->text),
                fmt::format("write `{}: true` or `{}: false`", entry.key, entry.key));
  return std::nullopt;
}

Localized DocumentReader::localized(const YamlEntry& entry) {
  Localized out;
  out.span = place_of(entry);
  if (was_mended(entry.value)) return out;
  if (entry.value.is_scalar()) {
    const bool chinese = std::any_of(entry.value.text.begin(), entry.value.text.end(),
                                     [](char c) { return static_cast<unsigned char>(c) >= 0xE3; });
    faults_.error("SB1021", entry.value.span,
                  fmt::format("`{}` does not say in which language it is", entry.key),
                  fmt::format("write `{}: {{{}: …}}`, better in both languages: `{{zh: …, en: …}}`",
                              entry.key, chinese ? "zh" : "en"));
    return out;
  }
  const std::string what = quoted_key(entry);
  const auto take = [this](std::string& into) {
    return [this, &into](const YamlEntry& language) { into = text(language); };
  };
  read_keys(entry.value, what, "{zh: …, en: …}", {{"zh", take(out.zh)}, {"en", take(out.en)}});
  if (is_written_empty(entry.value)) {
    faults_.error("SB1026", entry.value.span, fmt::format("{} has no text", what),
                  "write `{zh: …, en: …}`");
  }
  return out;
}

std::string DocumentReader::text(const YamlEntry& entry) {
  if (was_mended(entry.value)) return entry.value.text;
  // A text may well stand in “” or 【】.
  const auto one =
      word(entry.value, place_of(entry), quoted_key(entry), fmt::format("{}: …", entry.key));
  if (!one) return {};
  // A comment has a blank behind its `#`; without one it may well be the author's text.
  const std::string_view rest = rest_behind(entry.value, faults_.source());
  if (rest.size() > 1 && rest[0] == '#' && rest[1] != ' ' && rest[1] != '\t' && rest[1] != '#') {
    faults_.warning("SB1017", one->span, "the text ends where ` #` begins a comment",
                    "quote the text if the rest belongs to it; else write a blank behind `#`");
  }
  return one->text;
}

VerifiedDoc DocumentReader::verified(const YamlEntry& entry) {
  return {word(entry, "verified: seen")};
}

std::string DocumentReader::quoted_key(const YamlEntry& entry) {
  return '`' + entry.key + '`';
}

Word DocumentReader::key_word(const YamlEntry& entry) {
  return {entry.key, entry.key_span, entry.key_quoted};
}

}  // namespace sanbao::parse
