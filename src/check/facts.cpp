// SPDX-License-Identifier: Apache-2.0
//
// facts.cpp: the standard vocabulary as the table's ground, and look-ups; declarations stand in
// fact_declarations.cpp.
// Tested by tests/unit/check_facts_test.cpp.
#include "check/facts.hpp"

#include <algorithm>
#include <utility>

#include "base/limits.hpp"
#include "check/wording.hpp"

namespace sanbao::check {

using ir::Index;
using ir::no_index;
using ir::Type;

void Members::add(std::string_view word) {
  if (index.emplace(word).second) words.emplace_back(word);
}

const KnownFact* KnownList::find(std::string_view field) const {
  const auto at = std::ranges::find(fields, field, &KnownFact::path);
  return at == fields.end() ? nullptr : &*at;
}

bool same_type(const KnownFact& a, const KnownFact& b) {
  if (a.type != b.type) return false;
  if (a.members == nullptr || b.members == nullptr) return a.members == b.members;
  return a.members->open == b.members->open && a.members->index == b.members->index;
}

FactTable::FactTable(const ir::PolicyDocument& document, base::FaultList& faults)
    : faults_(faults) {
  load_remedies(document);
  load_standard();
  // A list first, so that an entry for one of its fields finds it.
  for (const ir::FactDoc& doc : document.facts)
    if (doc.path.text.find('.') == std::string::npos) declare_list(doc);
  for (const ir::FactDoc& doc : document.facts)
    if (doc.path.text.find('.') != std::string::npos) declare(doc);
  sort_facts();
}

Members& FactTable::new_members(std::string owner) {
  members_.emplace_back();
  members_.back().owner = std::move(owner);
  return members_.back();
}

KnownFact FactTable::from_standard(const ir::FactInfo& info, Index index, std::string label) {
  KnownFact fact;
  fact.path = std::string(info.path);
  fact.label = std::move(label);
  fact.type = info.type;
  fact.standard = index;
  fact.meaning = std::string(info.name.en);
  fact.computed = info.computed;
  if (info.type == Type::remedy) {
    fact.members = remedies_;
  } else if (!info.members.empty() || info.open || info.type == Type::set) {
    Members& members = new_members(fact.label);
    members.open = info.open;
    for (const ir::Member& member : info.members)
      members.add(member.id);
    fact.members = &members;
  }
  if (fact.members != nullptr)
    for (const std::string& word : fact.members->words)
      member_owner_.emplace(word, fact.label);
  return fact;
}

void FactTable::load_remedies(const ir::PolicyDocument& document) {
  remedies_ = &new_members("claim.requests");
  for (const ir::RemedyInfo& remedy : ir::standard_remedies())
    remedies_->add(remedy.id);
  for (const ir::RemedyDoc& remedy : document.remedies)
    remedies_->add(remedy.name.text);
  remedies_->add("any");
}

void FactTable::load_standard() {
  Index index = 0;
  for (const ir::FactInfo& info : ir::standard_facts()) {
    facts_.push_back(from_standard(info, index++, std::string(info.path)));
    groups_.emplace(info.path.substr(0, info.path.find('.')));
  }
  index = 0;
  for (const ir::ListInfo& info : ir::standard_lists()) {
    KnownList list;
    list.path = std::string(info.path);
    list.standard = index++;
    list.interval = info.interval;
    Index field = 0;
    for (const ir::FactInfo& field_info : info.fields)
      list.fields.push_back(
          from_standard(field_info, field++, list.path + "." + std::string(field_info.path)));
    list_index_.emplace(list.path, static_cast<Index>(lists_.size()));
    groups_.insert(list.path);
    lists_.push_back(std::move(list));
  }
  for (Index i = 0; i < facts_.size(); ++i)
    fact_index_.emplace(facts_[i].path, i);
  groups_.emplace("context");
}

// Declared lists behind the standard ones by path; facts by path. So nothing depends on the file's
// order.
void FactTable::sort_facts() {
  std::ranges::sort(facts_, {}, &KnownFact::path);
  fact_index_.clear();
  for (Index i = 0; i < facts_.size(); ++i)
    fact_index_.emplace(facts_[i].path, i);
  const auto declared = lists_.begin() + static_cast<std::ptrdiff_t>(ir::standard_lists().size());
  std::ranges::sort(declared, lists_.end(), {}, &KnownList::path);
  list_index_.clear();
  for (Index i = 0; i < lists_.size(); ++i)
    list_index_.emplace(lists_[i].path, i);
}

Index FactTable::find_fact(std::string_view path) const {
  const auto at = fact_index_.find(path);
  return at == fact_index_.end() ? no_index : at->second;
}

Index FactTable::find_list(std::string_view path) const {
  const auto at = list_index_.find(path);
  return at == list_index_.end() ? no_index : at->second;
}

std::string FactTable::near_fact(std::string_view path) const {
  // Beyond so many faults none is shown any more.
  if (faults_.error_count() > limits::max_faults) return {};
  std::vector<std::string> paths;
  paths.reserve(facts_.size());
  for (const KnownFact& fact : facts_)
    if (!fact.broken) paths.push_back(fact.path);
  const std::string near = nearest_of(path, paths);
  if (near.empty()) return {};
  const std::string& meaning = facts_[find_fact(near)].meaning;
  return "did you mean " + tick(near) + "?" + (meaning.empty() ? "" : " (" + meaning + ")");
}

std::vector<std::string> FactTable::list_paths() const {
  std::vector<std::string> out;
  out.reserve(lists_.size());
  for (const KnownList& list : lists_)
    out.push_back(list.path);
  return out;
}

std::vector<std::string> FactTable::field_names(Index list) const {
  std::vector<std::string> out;
  for (const KnownFact& field : lists_[list].fields)
    out.push_back(field.path);
  return out;
}

std::string FactTable::owner_of_member(std::string_view word) const {
  const auto at = member_owner_.find(word);
  return at == member_owner_.end() ? std::string() : at->second;
}

}  // namespace sanbao::check
