// SPDX-License-Identifier: Apache-2.0
//
// fact_declarations.cpp: entries of `facts`: new facts, fields and lists, assumptions on known
// ones. In: FactDocs. Out: the table's entries, or faults SB2030 to SB2036. Never overrides the
// vocabulary: a standard fact keeps its type. Tested by tests/unit/check_facts_test.cpp and
// tests/baselines/bad/sb203*.
#include <algorithm>
#include <array>
#include <utility>

#include "check/facts.hpp"
#include "check/wording.hpp"

namespace sanbao::check {

using ir::FactDoc;
using ir::Index;
using ir::no_index;
using ir::Type;
using ir::TypeDoc;

namespace {

struct TypeWord {
  std::string_view word;
  Type type;
};
constexpr std::array type_words{
    TypeWord{"bool", Type::boolean},  TypeWord{"count", Type::count},
    TypeWord{"number", Type::number}, TypeWord{"text", Type::text},
    TypeWord{"date", Type::date},     TypeWord{"days", Type::days},
    TypeWord{"length", Type::length}, TypeWord{"money", Type::money},
    TypeWord{"rate", Type::rate},     TypeWord{"enum", Type::enumeration},
    TypeWord{"set", Type::set},       TypeWord{"list", Type::list},
};

constexpr std::string_view type_help =
    "types are `bool`, `count`, `number`, `text`, `date`, `days`, `length`, `money`, `rate`, "
    "`{enum: [a, b]}`, `{set: text}`, `{list: {field: type}}`";

std::string described(const KnownFact& fact) {
  std::string out(ir::type_name(fact.type));
  if (fact.type == Type::enumeration && fact.members != nullptr)
    out = "one of " + one_of(fact.members->words, 6);
  return out;
}

}  // namespace

void FactTable::declare(const FactDoc& doc) {
  const std::string& path = doc.path.text;
  const std::size_t dot = path.find('.');
  const std::string_view group = std::string_view(path).substr(0, dot);
  const std::string_view name = std::string_view(path).substr(dot + 1);
  if (!is_bare_word(group) || !is_bare_word(name)) {
    faults_.error("SB2033", doc.path.span, tick(path) + " is no path of a fact",
                  "a fact is written `group.name`: lower-case letters, digits and `_`, one dot");
    return;
  }
  if (group == "context") {
    faults_.error("SB2033", doc.path.span, "nothing under `context` is ever read",
                  "put the fact into another group");
    return;
  }
  if (const Index list = find_list(group); list != no_index) {
    declare_field(doc, list, name);
  } else {
    declare_fact(doc);
  }
}

bool FactTable::type_of(const TypeDoc& doc, KnownFact& fact, bool in_list) {
  const auto known = std::ranges::find(type_words, std::string_view(doc.name), &TypeWord::word);
  if (known == type_words.end()) {
    std::vector<std::string> words;
    for (const TypeWord& word : type_words)
      words.emplace_back(word.word);
    faults_.error("SB2034", doc.span, "unknown type " + tick(doc.name),
                  both(did_you_mean(doc.name, words), type_help));
    return false;
  }
  fact.type = known->type;
  if (fact.type == Type::list && in_list) {
    faults_.error("SB2034", doc.span, "an event cannot hold a list of events",
                  "a field is of one of the plain types, `{enum: [a, b]}` or `{set: text}`");
    return false;
  }
  if (fact.type == Type::list && fact.path.find('.') != std::string::npos) {
    faults_.error("SB2033", doc.span, "a list of events stands by itself, not in a group",
                  "name it without a dot: " + tick(fact.path.substr(fact.path.find('.') + 1)));
    return false;
  }
  if (fact.type == Type::enumeration || fact.type == Type::set) type_members(doc, fact);
  return true;
}

void FactTable::type_members(const TypeDoc& doc, KnownFact& fact) {
  Members& members = new_members(fact.label);
  fact.members = &members;
  if (fact.type == Type::set) {
    members.open = true;
    if (doc.element != "text")
      faults_.error("SB2034", doc.span, "a set holds texts", "write `{set: text}`");
    return;
  }
  if (doc.members.empty())
    faults_.error("SB2036", doc.span, "an enumeration without words", "write `{enum: [a, b]}`");
  for (const ir::Word& word : doc.members) {
    if (!is_bare_word(word.text)) {
      faults_.error(
          "SB2036", word.span, tick(word.text) + " cannot be a word of an enumeration",
          "use lower-case letters, digits and `_`, so that it can stand bare in a condition");
    } else if (members.contains(word.text)) {
      faults_.error("SB2036", word.span, tick(word.text) + " stands twice in the enumeration");
    }
    members.add(word.text);
    member_owner_.emplace(word.text, fact.label);
  }
}

void FactTable::assume_on(KnownFact& fact, const FactDoc& doc) {
  if (fact.doc != nullptr) {
    faults_.error("SB2001", doc.path.span, tick(fact.label) + " stands twice under `facts`",
                  "put its type, its question and its assumption into one entry");
    return;
  }
  fact.doc = &doc;
  if (!doc.assume && !doc.assume_empty_list) return;
  if (fact.computed) {
    faults_.error("SB2035", doc.path.span, tick(fact.label) + " is worked out, not asked",
                  "assume a value for what it is worked out from");
    fact.broken = true;
  } else if (fact.path == "claim.filed_on" || fact.path == "claim.id") {
    faults_.error("SB2035", doc.path.span, tick(fact.path) + " is never assumed",
                  fact.path == "claim.id" ? "" : "the day of judgement is given with the claim");
    fact.broken = true;
  } else if (doc.assume_empty_list && fact.type != Type::set) {
    faults_.error(
        "SB2035", doc.path.span,
        tick(fact.label) + " is " + described(fact) + "; it cannot be assumed to be empty",
        "`assume: []` is for lists and sets");
    fact.broken = true;
  }
}

void FactTable::declare_fact(const FactDoc& doc) {
  const std::string& path = doc.path.text;
  const Index standard = find_fact(path);
  KnownFact fact;
  fact.path = fact.label = path;
  const bool typed = !doc.type.name.empty();
  const bool sound = typed && type_of(doc.type, fact, false);

  if (standard != no_index) {
    KnownFact& known = facts_[standard];
    if (typed && sound && !same_type(known, fact) && known.doc == nullptr)
      faults_.error("SB2030", doc.type.span,
                    "the standard vocabulary has " + tick(path) + " as " + described(known) +
                        ", not as " + described(fact),
                    "leave the type out, or choose another name");
    assume_on(known, doc);
    return;
  }
  if (!typed) {
    faults_.error("SB2032", doc.path.span, "unknown fact " + tick(path),
                  both(near_fact(path), "a new fact needs a type: `{type: bool}`"));
    fact.broken = true;
  }
  if (typed && !sound) fact.broken = true;
  fact.declared = typed;
  assume_on(fact, doc);
  groups_.insert(path.substr(0, path.find('.')));
  fact_index_.emplace(path, static_cast<Index>(facts_.size()));
  facts_.push_back(std::move(fact));
}

void FactTable::declare_field(const FactDoc& doc, Index list, std::string_view field) {
  KnownList& owner = lists_[list];
  const auto at = std::ranges::find(owner.fields, field, &KnownFact::path);
  KnownFact fact;
  fact.path = std::string(field);
  fact.label = doc.path.text;
  const bool typed = !doc.type.name.empty();
  const bool sound = typed && type_of(doc.type, fact, true);

  if (at != owner.fields.end()) {
    if (typed && sound && !same_type(*at, fact) && at->doc == nullptr)
      faults_.error("SB2030", doc.type.span,
                    tick(fact.label) + " is " + described(*at) + ", not " + described(fact),
                    "leave the type out, or choose another name");
    assume_on(*at, doc);
    return;
  }
  if (!typed && !owner.broken)
    faults_.error(
        "SB2032", doc.path.span, "unknown field " + tick(fact.label),
        both(did_you_mean(field, field_names(list)), "a new field needs a type: `{type: bool}`"));
  fact.broken = !sound;
  fact.declared = typed;
  assume_on(fact, doc);
  owner.fields.push_back(std::move(fact));
}

void FactTable::declare_list(const FactDoc& doc) {
  const std::string& path = doc.path.text;
  const Index known = find_list(path);
  if (known != no_index) {
    KnownList& list = lists_[known];
    if (list.doc != nullptr) {
      faults_.error("SB2001", doc.path.span, tick(path) + " stands twice under `facts`");
    } else if (!doc.type.name.empty()) {
      faults_.error("SB2030", doc.path.span, "the standard vocabulary has the list " + tick(path),
                    "add a field to it with " + tick(path + ".field") + ", or choose another name");
    } else if (doc.assume) {
      faults_.error("SB2035", doc.path.span, "a list can only be assumed to be empty",
                    "write `assume: []`");
    }
    list.doc = &doc;
    return;
  }
  KnownList list;
  list.path = path;
  list.doc = &doc;
  if (doc.type.name != "list") {
    list.broken = true;
    faults_.error(
        "SB2033", doc.path.span, tick(path) + " is no path of a fact",
        both(did_you_mean(path, list_paths()),
             "a fact stands in a group: `group.name`; only a list of events stands by itself"));
  } else if (!is_bare_word(path) || is_group(path)) {
    list.broken = true;
    faults_.error("SB2033", doc.path.span, tick(path) + " cannot be the name of a list",
                  is_group(path) ? "it is a group of facts already"
                                 : "use lower-case letters, digits and `_`");
  }
  for (const auto& [word, type] : doc.type.fields) {
    KnownFact field;
    field.path = word.text;
    field.label = path + "." + word.text;
    field.declared = true;
    field.broken = !type_of(type, field, true);
    if (!is_bare_word(word.text)) {
      faults_.error("SB2033", word.span, tick(word.text) + " cannot be the name of a field",
                    "use lower-case letters, digits and `_`");
    } else if (word.text == "duration") {
      faults_.error("SB2033", word.span, "`duration` cannot be declared: it is worked out",
                    "every event from `received_on` to `returned_on` has it");
    } else if (list.find(word.text) != nullptr) {
      faults_.error("SB2001", word.span, tick(word.text) + " stands twice in the list");
    } else {
      list.fields.push_back(std::move(field));
    }
  }
  if (doc.assume)
    faults_.error("SB2035", doc.path.span, "a list can only be assumed to be empty",
                  "write `assume: []`");
  add_duration(list);
  groups_.insert(path);
  list_index_.emplace(path, static_cast<Index>(lists_.size()));
  lists_.push_back(std::move(list));
}

// docs/language.md §5 and §7: what begins on `received_on` and ends on `returned_on` has a
// duration.
void FactTable::add_duration(KnownList& list) {
  const KnownFact* begin = list.find("received_on");
  const KnownFact* end = list.find("returned_on");
  list.interval =
      begin != nullptr && end != nullptr && begin->type == Type::date && end->type == Type::date;
  if (!list.interval) return;
  KnownFact duration;
  duration.path = "duration";
  duration.label = list.path + ".duration";
  duration.type = Type::days;
  duration.computed = true;
  list.fields.push_back(std::move(duration));
}

}  // namespace sanbao::check
