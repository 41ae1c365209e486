// SPDX-License-Identifier: Apache-2.0
//
// See record_index.hpp.
#include "claims/record_index.hpp"

#include <string_view>

namespace sanbao::claims {
namespace {

RecordIndex::Group& group_named(RecordIndex& index, std::string_view name) {
  for (RecordIndex::Group& group : index.groups)
    if (group.name == name) return group;
  index.groups.push_back({std::string(name), {}});
  return index.groups.back();
}

RecordIndex::Takes taken_by(const ir::Schema& schema, const FactRules& rules) {
  RecordIndex::Takes takes;
  takes.rules = rules;
  takes.has_words = !rules.fact->members.empty();
  for (const ir::Symbol member : rules.fact->members)
    takes.words.add(schema.symbols.text(member), member);
  if (takes.has_words) takes.words.build();
  return takes;
}

void add_lists(RecordIndex& index) {
  const ir::Schema& schema = *index.schema;
  for (std::uint32_t i = 0; i < schema.lists.size(); ++i) {
    const ir::SchemaList& list = schema.lists[i];
    RecordIndex::List& known = index.lists.emplace_back();
    known.path = list.path;
    for (std::uint32_t f = 0; f < list.fields.size(); ++f) {
      known.fields.push_back(taken_by(schema, rules_of_field(schema, i, f)));
      if (!list.fields[f].computed) known.keys.add(list.fields[f].path, f);
    }
    known.keys.build();
    const std::size_t dot = list.path.find('.');
    if (dot == std::string::npos) {
      index.top.add(list.path, target(Leads::to_list, i));
    } else {
      KeyTable& keys = group_named(index, std::string_view(list.path).substr(0, dot)).keys;
      keys.add(std::string_view(list.path).substr(dot + 1), target(Leads::to_list, i));
    }
  }
}

}  // namespace

RecordIndex::RecordIndex(const ir::Schema& of) : schema(&of) {
  for (std::uint32_t slot = 0; slot < of.facts.size(); ++slot)
    facts.push_back(taken_by(of, rules_of_fact(of, slot)));
  for (const ir::SchemaGroup& group : of.groups) {
    Group& known = group_named(*this, group.name);
    for (const ir::SchemaKey& key : group.keys)
      known.keys.add(key.key, target(Leads::to_fact, key.slot));
  }
  add_lists(*this);
  for (std::uint32_t i = 0; i < groups.size(); ++i) {
    top.add(groups[i].name, target(Leads::to_group, i));
    groups[i].keys.build();
  }
  top.add("context", target(Leads::to_context, 0));
  top.build();
}

}  // namespace sanbao::claims
