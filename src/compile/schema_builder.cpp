// SPDX-License-Identifier: Apache-2.0
//
// See schema_builder.hpp.
#include "compile/schema_builder.hpp"

#include <algorithm>
#include <map>
#include <string>

namespace sanbao::compile {
namespace {

using ir::Schema;
using ir::SchemaFact;
using ir::SchemaList;
using ir::Symbol;

void add_members(SchemaFact& fact, Schema& schema, std::span<const std::string> members) {
  for (const auto& member : members) {
    const Symbol symbol = schema.symbols.intern(member);
    if (std::find(fact.members.begin(), fact.members.end(), symbol) == fact.members.end())
      fact.members.push_back(symbol);
  }
}

SchemaFact from_vocabulary(const ir::FactInfo& info, Schema& schema) {
  SchemaFact fact;
  fact.path = info.path;
  fact.type = info.type;
  fact.computed = info.computed;
  fact.open = info.open ||
              (info.members.empty() && (info.type == ir::Type::text || info.type == ir::Type::set));
  for (const auto& member : info.members)
    fact.members.push_back(schema.symbols.intern(member.id));
  fact.name_zh = info.name.zh;
  fact.name_en = info.name.en;
  fact.question_zh = info.question.zh;
  fact.question_en = info.question.en;
  return fact;
}

/// The file's `names` entry for a path, if any.
const ir::Localized* name_of(const ir::CheckedPolicy& policy, const std::string& path) {
  for (const auto& [name, text] : policy.names)
    if (name == path) return &text;
  return nullptr;
}

void name_declared(SchemaFact& fact, const ir::CheckedPolicy& policy, const ir::Localized& ask) {
  if (const auto* name = name_of(policy, fact.path)) {
    fact.name_zh = name->zh;
    fact.name_en = name->en;
  }
  fact.question_zh = ask.zh;
  fact.question_en = ask.en;
}

void find_special_fields(SchemaList& list) {
  const auto index = [&](std::string_view name, ir::Type type) {
    for (std::size_t i = 0; i < list.fields.size(); ++i)
      if (list.fields[i].path == name && list.fields[i].type == type) return static_cast<int>(i);
    return -1;
  };
  list.received_on = index("received_on", ir::Type::date);
  list.returned_on = index("returned_on", ir::Type::date);
  list.on = index("on", ir::Type::date);
  list.fixed = index("fixed", ir::Type::boolean);
  list.waiting_days = index("waiting_days", ir::Type::days);
  list.hours = index("hours", ir::Type::number);
  list.excluded_hours = index("excluded_hours", ir::Type::number);
  list.replaced = index("replaced", ir::Type::enumeration);
  list.duration = index("duration", ir::Type::days);
  list.whole_unit = index("whole_unit", ir::Type::boolean);
  list.component = index("component", ir::Type::text);
  list.odometer_km = index("odometer_km", ir::Type::number);
  list.interval = list.received_on >= 0 && list.returned_on >= 0;
}

void add_standard_lists(Schema& schema) {
  for (const auto& info : ir::standard_lists()) {
    SchemaList list;
    list.path = info.path;
    list.standard = list.assume_empty = true;
    for (const auto& field : info.fields)
      list.fields.push_back(from_vocabulary(field, schema));
    list.name_zh = info.name.zh;
    list.name_en = info.name.en;
    list.question_zh = info.question.zh;
    list.question_en = info.question.en;
    find_special_fields(list);
    schema.lists.push_back(std::move(list));
  }
}

void add_fields(SchemaList& list, const ir::ListUse& use, Schema& schema) {
  for (const auto& field : use.fields) {
    const auto same = [&](const SchemaFact& known) { return known.path == field.name; };
    if (const auto at = std::find_if(list.fields.begin(), list.fields.end(), same);
        at != list.fields.end()) {
      if (at->open) add_members(*at, schema, field.members);
      continue;
    }
    SchemaFact fact;
    fact.path = field.name;
    fact.type = field.type;
    fact.open = field.open || field.members.empty();
    fact.computed = field.computed;
    add_members(fact, schema, field.members);
    list.fields.push_back(std::move(fact));
  }
}

SchemaList declared_list(const ir::ListUse& use, const ir::CheckedPolicy& policy, Schema& schema) {
  SchemaList list;
  list.path = use.path;
  list.assume_empty = use.assume_empty;
  add_fields(list, use, schema);
  if (const auto* name = name_of(policy, use.path)) {
    list.name_zh = name->zh;
    list.name_en = name->en;
  }
  find_special_fields(list);
  return list;
}

void add_declared(Schema& schema, Policies policies) {
  std::map<std::string, SchemaFact> facts;
  std::map<std::string, SchemaList> lists;
  for (const auto& policy : policies) {
    for (const auto& use : policy->facts) {
      if (use.standard != ir::no_index) {
        add_members(schema.facts[use.standard], schema,
                    schema.facts[use.standard].open ? std::span<const std::string>(use.members)
                                                    : std::span<const std::string>());
        continue;
      }
      auto [at, fresh] = facts.try_emplace(use.path);
      SchemaFact& fact = at->second;
      if (fresh) {
        fact.path = use.path;
        fact.type = use.type;
        fact.open = use.open || use.members.empty();
      }
      add_members(fact, schema, use.members);
      if (fact.question_zh.empty() && fact.question_en.empty())
        name_declared(fact, *policy, use.ask);
    }
    for (const auto& use : policy->lists) {
      if (use.standard != ir::no_index) {
        add_fields(schema.lists[use.standard], use, schema);
      } else if (!lists.contains(use.path)) {
        lists.emplace(use.path, declared_list(use, *policy, schema));
      }
    }
  }
  for (auto& [path, fact] : facts)
    schema.facts.push_back(std::move(fact));
  for (auto& [path, list] : lists)
    schema.lists.push_back(std::move(list));
}

void build_groups(Schema& schema) {
  std::map<std::string, std::vector<ir::SchemaKey>> groups;
  for (std::uint32_t slot = 0; slot < schema.facts.size(); ++slot) {
    const std::string& path = schema.facts[slot].path;
    const auto dot = path.find('.');
    if (dot != std::string::npos)
      groups[path.substr(0, dot)].push_back({path.substr(dot + 1), slot});
  }
  for (auto& [name, keys] : groups) {
    std::sort(keys.begin(), keys.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
    schema.groups.push_back({name, std::move(keys)});
  }
}

/// FNV-1a of paths and types, in their order.
class ShapeHash {
 public:
  void add(const SchemaFact& fact) {
    add(fact.path);
    take(static_cast<unsigned char>(fact.type));
  }
  void add(std::string_view text) {
    for (const char character : text)
      take(static_cast<unsigned char>(character));
    take(0);
  }
  [[nodiscard]] std::uint64_t value() const { return value_; }

 private:
  void take(unsigned char byte) { value_ = (value_ ^ byte) * 0x00000100000001B3U; }

  std::uint64_t value_ = 0xCBF29CE484222325U;
};

std::uint64_t shape_of(const Schema& schema) {
  ShapeHash hash;
  for (const SchemaFact& fact : schema.facts)
    hash.add(fact);
  for (const SchemaList& list : schema.lists) {
    hash.add(list.path);
    for (const SchemaFact& field : list.fields)
      hash.add(field);
  }
  return hash.value();
}

}  // namespace

std::vector<ir::RemedyEntry> collect_remedies(Policies policies) {
  std::vector<ir::RemedyEntry> remedies;
  for (const auto& info : ir::standard_remedies())
    remedies.push_back({std::string(info.id),
                        info.side,
                        info.paid,
                        {std::string(info.name.zh), std::string(info.name.en), {}}});
  std::map<std::string, ir::RemedyEntry> declared;
  for (const auto& policy : policies)
    for (const auto& use : policy->remedies)
      if (use.standard == ir::no_index)
        declared.try_emplace(use.id, ir::RemedyEntry{use.id, use.side, use.paid, use.title});
  for (auto& [id, entry] : declared)
    remedies.push_back(std::move(entry));
  return remedies;
}

std::shared_ptr<Schema> build_schema(Policies policies, std::span<const ir::RemedyEntry> remedies) {
  auto schema = std::make_shared<Schema>();
  for (const auto& info : ir::standard_facts())
    schema->facts.push_back(from_vocabulary(info, *schema));
  add_standard_lists(*schema);
  add_declared(*schema, policies);
  build_groups(*schema);
  schema->shape = shape_of(*schema);
  for (const auto& policy : policies) {
    // A policy without a clock reads dates as those beside it do.
    if (policy->zone_given) schema->zone = policy->zone;
    if (policy->currency) schema->currency = policy->currency;
  }
  if (schema->currency) schema->decimals = static_cast<std::uint32_t>(schema->currency->decimals());
  schema->claim_id = *schema->find_slot("claim.id");
  schema->filed_on = *schema->find_slot("claim.filed_on");
  schema->requests = *schema->find_slot("claim.requests");
  schema->category = *schema->find_slot("product.category");
  schema->odometer_km = *schema->find_slot("usage.odometer_km");
  auto& requests = schema->facts[schema->requests];
  requests.open = false;
  requests.members.clear();
  for (const auto& remedy : remedies)
    requests.members.push_back(schema->symbols.intern(remedy.id));
  requests.members.push_back(schema->symbols.intern("any"));
  return schema;
}

}  // namespace sanbao::compile
