// SPDX-License-Identifier: Apache-2.0
//
// The `steps` of a reason; see reason_parts.hpp. docs/records.md section 5, "Reasons", and docs/language.md section 5,
// "Values", and section 7, "Money".
// In: the named values that a rule speaks of, and its amounts. Out: each line as the policy writes it, with its value.
// Never looks at the order of values: only at that of the lines of one.
// Tested by its comparison with the library, oracle.random.
#include <algorithm>

#include "notes.hpp"
#include "reason_parts.hpp"

namespace oracle {

namespace {

// Brackets around the whole are no part of what is told.
std::string without_brackets(const std::string& text) {
  if (!text.starts_with('(') || !text.ends_with(')')) return text;
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
    if (depth == 0 && i + 1 < text.size()) return text;
  }
  return without_brackets(text.substr(1, text.size() - 2));
}

std::string line_of(std::size_t number, const std::string& text, const std::string& value) {
  return std::to_string(number) + " " + without_brackets(text) + " = " + value;
}

}  // namespace

void library_steps(const Json& reason, Said& said) {
  const Json* steps = reason.find("steps");
  if (steps == nullptr) return;
  std::map<std::string, std::size_t> lines;
  for (const Json& step : steps->items) {
    std::string key = step.find("key") != nullptr ? "steps.key " + step.at("key")
                                                  : "steps.name " + step.at("name");
    const Json& value = *step.find("value");
    bool plain = value.kind != Json::Kind::array && value.kind != Json::Kind::object;
    bool keyed = step.find("key") != nullptr && step.find("name") == nullptr;
    std::size_t number = keyed ? 0 : lines[step.at("name")]++;
    said.put(key, line_of(number, step.at("text"),
                          value.kind == Json::Kind::null ? "null"
                          : plain                        ? value.text
                                                         : write_json(value)));
  }
}

void oracle_steps(const Rule& rule, const Spoken& spoken, Evaluator& eval, Said& said) {
  const Policy& policy = eval.policy();
  // Of values whose trees are equal one name is told, and a bare figure may be told by the name of one: which name is
  // not looked at.
  std::map<std::string, int> alike;
  for (const auto& [e, named] : policy.named_values) {
    ++alike[e->key];
    const Expr* inside = e;
    while (inside->op == Op::rounded)
      inside = inside->kids[0].get();
    if (inside->op == Op::literal || inside->op == Op::fact) ++alike[e->key];
  }
  for (const auto& [e, named] : policy.named_values) {
    if (alike.at(e->key) > 1) said.left_out.insert("steps.name " + named.name);
  }
  for (const Expr* e : spoken.beside) {
    const NamedValue& named = policy.named_values.at(e);
    if (e->type != Type::money && e->type != Type::days && e->type != Type::number &&
        e->type != Type::rate)
      continue;
    // Whether what no amount speaks of is told, the documents do not say.
    if (!spoken.values.contains(e)) said.may_lack.insert("steps.name " + named.name);
    const Expr* inside = e;
    while (inside->op == Op::rounded)
      inside = inside->kids[0].get();
    for (std::size_t i = 0; i < named.lines.size(); ++i) {
      Val v = named.lines.size() > 1 ? eval.steps(*inside, i) : eval.value(*e);
      said.put("steps.name " + named.name, line_of(i, named.lines[i], written(policy, v, e->type)));
    }
  }
  auto in_place = [&](const std::map<std::string, ExprPtr>& amounts) {
    for (const auto& [key, amount] : amounts) {
      if (policy.named_values.contains(amount.get())) continue;
      said.put("steps.key " + key, line_of(0, policy.amount_texts.at(amount.get()),
                                           written(policy, eval.value(*amount), Type::money)));
    }
  };
  auto of_body = [&](const Body& body) {
    in_place(body.pays);
    in_place(body.charges);
  };
  for (const auto& [remedy, body] : rule.grants)
    of_body(body);
  of_body(rule.added);
}

}  // namespace oracle
