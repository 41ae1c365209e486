// SPDX-License-Identifier: Apache-2.0
//
// What a rulebook was loaded from, and which parts of a record it reads: for who keeps records of its
// decisions (audit/). In: a ruleset. Out: views of its texts; the use of a path. Never reads a file
// again. Tested by tests/unit/rulebook_test.cpp.
#include <algorithm>

#include "base/nearest.hpp"
#include "claims/record_index.hpp"
#include "ir/program.hpp"
#include "sanbao/rulebook.hpp"

namespace sanbao {

namespace {

using ir::Op;

/// Any tree of the policy counts, whether a rule stands on it or not.
bool reads_slot(const ir::Program& program, std::uint32_t slot) {
  return std::any_of(program.nodes.begin(), program.nodes.end(), [&](const ir::Node& node) {
    return (node.op == Op::fact || node.op == Op::fact_bool) &&
           static_cast<std::uint32_t>(node.imm) == slot;
  });
}

bool reads_field(const ir::Program& program, std::uint32_t list, std::uint32_t field) {
  const std::pair<ir::Index, ir::Index> wanted{list, field};
  return std::find(program.mentioned_fields.begin(), program.mentioned_fields.end(), wanted) !=
         program.mentioned_fields.end();
}

/// A value that takes any text.
bool takes_any_text(const ir::SchemaFact& fact) {
  return fact.type == ir::Type::text && fact.open && !fact.computed;
}

PathUse use_of_field(const ir::Ruleset& ruleset, std::uint32_t list, std::string_view name) {
  const ir::SchemaList& shape = ruleset.schema().lists[list];
  for (std::uint32_t field = 0; field < shape.fields.size(); ++field) {
    if (shape.fields[field].path != name || shape.fields[field].computed) continue;
    // By its component the evaluator tells which guarantee an event renews.
    const bool known = static_cast<int>(field) == shape.component;
    if (known || std::any_of(ruleset.programs.begin(), ruleset.programs.end(),
                             [&](const auto& p) { return reads_field(p, list, field); }))
      return PathUse::read;
    return takes_any_text(shape.fields[field]) ? PathUse::carried : PathUse::checked;
  }
  return PathUse::unknown;
}

/// A group that no policy knows, and none that is written wrong: a record with it is read, and it is left unread.
bool may_be_unread(const ir::Schema& schema, std::string_view group) {
  if (group.find_first_of(" []\"\\") != std::string_view::npos) return false;
  return group == "context" || !base::nearest(group, claims::RecordIndex(schema).top.keys());
}

}  // namespace

std::vector<PolicyText> Rulebook::texts() const {
  std::vector<PolicyText> list;
  for (const auto& program : ruleset_->programs) {
    const ir::CheckedPolicy& policy = *program.source;
    PolicyText& text = list.emplace_back();
    text.id = policy.id;
    text.version = policy.version;
    text.file = policy.file;
    text.digest = policy.digest;
    text.text = policy.text;
    if (!policy.calendar) continue;
    text.calendar = policy.calendar->name();
    text.calendar_digest = policy.calendar->digest();
    text.calendar_text = policy.calendar->text();
  }
  return list;
}

std::span<const ParameterSetting> Rulebook::settings() const {
  return ruleset_->settings;
}

PathUse Rulebook::use_of(std::string_view path) const {
  const ir::Schema& schema = ruleset_->schema();
  const std::size_t dot = path.find('.');
  if (dot == 0 || dot == std::string_view::npos || dot + 1 == path.size()) return PathUse::unknown;
  const std::string_view group = path.substr(0, dot);
  if (const auto slot = schema.find_slot(path)) {
    // The day of judgement and what is asked for come from the claim whatever the policies read.
    const bool known = *slot == schema.filed_on || *slot == schema.requests ||
                       *slot == schema.odometer_km || *slot == schema.category;
    if (known || std::any_of(ruleset_->programs.begin(), ruleset_->programs.end(),
                             [&](const auto& p) { return reads_slot(p, *slot); }))
      return PathUse::read;
    return takes_any_text(schema.facts[*slot]) ? PathUse::carried : PathUse::checked;
  }
  if (const auto list = schema.find_list(group))
    return use_of_field(*ruleset_, *list, path.substr(dot + 1));
  return may_be_unread(schema, group) ? PathUse::carried : PathUse::unknown;
}

}  // namespace sanbao
