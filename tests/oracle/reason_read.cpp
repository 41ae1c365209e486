// SPDX-License-Identifier: Apache-2.0
//
// `read` of a reason; see reason_parts.hpp. docs/records.md section 5, "Reasons", and section 1, "What may be left out".
// In: a rule. Out: the facts that it mentions and that are given, null, never or assumed, with their values.
// Never tells the fields of events.
// Tested by its comparison with the library, oracle.random.
#include "mentions.hpp"
#include "notes.hpp"
#include "reason_parts.hpp"

namespace oracle {

void library_read(const Json& reason, Said& said) {
  const Json* read = reason.find("read");
  if (read == nullptr) return;
  for (const auto& [path, value] : read->members) {
    bool plain = value.kind != Json::Kind::array && value.kind != Json::Kind::object;
    said.put("read." + path, value.kind == Json::Kind::null ? "null"
                             : plain                        ? value.text
                                                            : write_json(value));
  }
}

void oracle_read(const Rule& rule, Evaluator& eval, Said& said) {
  const Policy& policy = eval.policy();
  Mentions mentions;
  add_mentions(policy, rule, mentions);
  for (int path : mentions.facts) {
    Val v = eval.fact(path);
    if (v.is_open() && !eval.claim().facts.contains(path)) continue;  // nobody said anything
    said.put("read." + path_name(path),
             written(policy, v, policy.facts.at(path_name(path)).type, Amount::said));
  }
}

}  // namespace oracle
