// SPDX-License-Identifier: Apache-2.0
//
// Forms of a policy; see forms.hpp. README.md, "Forms".
// In: trees, and the YAML for what no tree holds. Out: lines.
// Never looks deeper than one operation and what it stands over.
// Tested by oracle.forms.
#include "forms.hpp"

#include <algorithm>
#include <map>

#include "policy_reader.hpp"
#include "read_expr.hpp"

namespace oracle {

namespace {

const char* type_word(Type type) {
  static const char* const words[] = {"truth", "number", "text", "date", "days", "length",
                                      "money", "rate",   "set",  "list", "none"};
  return words[static_cast<int>(type)];
}
const char* op_word(Op op) {
  static const char* const words[] = {
      "literal",       "word",      "fact",          "field",        "cell",       "rounded",
      "steps",         "plus",      "minus",         "times",        "divide",     "min",
      "max",           "first",     "round_up",      "days_from",    "last",       "last_day",
      "measure",       "if",        "constant",      "all",          "any",        "not",
      "at_least",      "truth",     "equal",         "less",         "less_equal", "greater",
      "greater_equal", "in_period", "before_period", "after_period", "has",        "in_table",
      "in_cell",       "known",     "never",         "event_test"};
  return words[static_cast<int>(op)];
}

class Forms {
 public:
  explicit Forms(const std::string& text) : policy_(read_policy(text)), yaml_(YAML::Load(text)) {}

  std::set<std::string> all() {
    keys();
    for (const auto& [path, value] : policy_->assumed)
      root("assume", value);
    tables();
    for (const auto& entry : yaml_["parameters"]) {
      const bool contested = entry.second.IsMap() && entry.second["contested"];
      for (const auto& value : policy_->kept) {
        if (policy_->parameter_values.contains(value.get()))
          add(std::string("parameter:") + type_word(value->type) +
              (value->op == Op::constant ? " truth" : ""));
      }
      if (contested) add("parameter in dispute");
    }
    root("applies_to", policy_->applies_to);
    for (const ExprPtr& by : policy_->in_force_by)
      root("in_force by", by);
    if (policy_->in_force_by.size() > 1) add("in_force by a list");
    for (const Rule& rule : policy_->rules)
      look(rule);
    return std::move(out_);
  }

 private:
  void add(const std::string& form) { out_.insert(form); }

  // ---- keys
  void keys() {
    for (const auto& entry : yaml_) {
      const std::string key = text_of(entry.first);
      add("key " + key);
    }
    for (const auto& entry : yaml_["clock"])
      add("clock " + text_of(entry.first) + chosen(entry.second));
    for (const auto& entry : yaml_["in_force"])
      add("in_force " + text_of(entry.first));
    for (const auto& to : yaml_["yields_to"]) {
      static const std::set<std::string> bases{"statute", "local", "vendor", "platform",
                                               "contract"};
      add(bases.contains(text_of(to)) ? "yields_to a basis" : "yields_to an id");
    }
    for (const auto& entry : yaml_["facts"]) {
      const YAML::Node type = entry.second["type"];
      const bool in_list =
          policy_->lists.contains(text_of(entry.first).substr(0, text_of(entry.first).find('.')));
      const std::string assumed = entry.second["assume"] ? ", assumed" : "";
      if (!type) {
        add(std::string(in_list ? "known field" : "known fact") + assumed);
        continue;
      }
      std::string of = type.IsScalar() ? text_of(type) : text_of(type.begin()->first);
      add((in_list ? "field of type " : "fact of type ") + of + assumed);
      if (of != "list") continue;
      for (const auto& field : type["list"])
        add("list with a field of type " + (field.second.IsScalar()
                                                ? text_of(field.second)
                                                : text_of(field.second.begin()->first)));
    }
    for (const auto& entry : yaml_["remedies"]) {
      for (const auto& key : entry.second)
        add("remedy " + text_of(key.first) +
            (key.second.IsScalar() && text_of(key.second) == "true" ? " true" : ""));
    }
    for (const auto& rule : yaml_["rules"]) {
      for (const auto& key : rule)
        add("rule " + text_of(key.first) + (key.second.IsSequence() ? " list" : ""));
    }
    for (const auto& notice : yaml_["notices"]) {
      for (const std::string& on : texts_of(notice["on"]))
        add("notice on " + on);
    }
    for (const auto& entry : yaml_["periods"]) {
      for (const auto& key : entry.second)
        add("period " + text_of(key.first) + (key.second.IsSequence() ? " list" : "") +
            (text_of(key.first) == "verified" ? "" : chosen(key.second)));
      if (entry.second["length"] && entry.second["extend_by"] && entry.second["or_usage"])
        add("period extend_by and or_usage");
    }
  }
  static std::string chosen(const YAML::Node& word) {
    return word.IsScalar() && text_of(word).starts_with("if ") ? " by a parameter" : "";
  }
  void tables() {
    for (const auto& entry : yaml_["tables"]) {
      const YAML::Node& table = entry.second;
      std::string by = text_of(table["by"]);
      auto at = policy_->facts.find(by);
      std::string kind = "a text";
      if (at != policy_->facts.end() && !at->second.members.empty())
        kind = at->second.open ? "an open text" : "an enum";
      add("table by " + kind);
      if (table["otherwise"]) add("table otherwise");
      for (const auto& row : table["of"]) {
        const YAML::Node cells = row.second.IsMap() ? row.second["row"] : row.second;
        if (row.second.IsMap()) add("table row recalled");
        if (cells.size() == 1) add("table with one column");
        for (const auto& cell : cells)
          if (cell.IsScalar() && text_of(cell) == "-") add("table with no value");
      }
    }
  }

  // ---- rules
  void look(const Rule& rule) {
    root("when", rule.when);
    root("unless", rule.unless);
    if (rule.excludes_all) add("excludes all");
    if (!rule.granted_by.empty()) add("granted_by");
    if (!rule.overrides.empty()) add("overrides");
    if (rule.effect == Rule::Effect::excludes && rule.remedies.size() > 1 && !rule.excludes_all)
      add("excludes several");
    if (rule.effect == Rule::Effect::adds) {
      if (rule.remedies.size() > 1) add("adds to several");
      look("added", rule.added);
    }
    for (const auto& [remedy, body] : rule.grants)
      look("granted", body);
  }
  void look(const std::string& what, const Body& body) {
    for (const ExprPtr& need : body.needs)
      root(what + " need", need);
    if (body.needs.size() > 1) add(what + " several needs");
    for (const auto& [key, amount] : body.pays)
      root(what + " pay", amount);
    for (const auto& [key, amount] : body.charges)
      root(what + " charge", amount);
    if (body.pays.size() > 2) add(what + " three pays");
    if (body.terms.size() > 1) add(what + " several terms");
    for (const Term& term : body.terms) {
      if (term.is_text) add(what + " term text");
      if (!term.is_text) root(what + " term", term.value);
    }
  }

  // ---- trees
  void root(const std::string& where, const ExprPtr& e) {
    if (!e) return;
    add(where + ": " + shape(*e));
    look(*e, "");
  }
  std::string shape(const Expr& e) const {
    const Expr* at = &e;
    while (at->op == Op::rounded)
      at = at->kids[0].get();
    if (policy_->parameter_values.contains(at))
      return std::string("parameter:") + type_word(at->type);
    std::string word = op_word(at->op);
    if (at->op == Op::fact || at->op == Op::field || at->op == Op::cell || at->op == Op::literal ||
        at->op == Op::measure || at->op == Op::choice)
      word += std::string(":") + type_word(at->type);
    return word;
  }
  void look(const Expr& e, const std::string& scope) {
    if (!seen_.insert({&e, scope}).second) return;
    std::string form = scope + op_word(e.op) + ":" + type_word(e.type);
    switch (e.op) {
      case Op::rounded:
        look(*e.kids[0], scope);
        return;
      case Op::all:
      case Op::any:
      case Op::first:
      case Op::at_least:
      case Op::negation:
      case Op::min:
      case Op::max:
        for (const ExprPtr& kid : e.kids)
          add(form + " of " + shape(*kid));
        if (e.kids.size() > 2) add(form + " of three");
        break;
      case Op::literal:
      case Op::constant:
      case Op::fact:
      case Op::field:
        return;
      case Op::event_test:
      case Op::measure: {
        form += " " + e.text + " " + (event_lists().contains(e.list) ? e.list : "a declared list");
        if (e.where) add(form + " where " + shape(*e.where));
        if (e.of) add(form + " of " + shape(*e.of));
        if (!e.texts.empty()) add(form + " same " + std::to_string(e.texts.size()));
        if (e.bound) add(form + " " + e.bound_kind + " " + shape(*e.bound));
        break;
      }
      case Op::last_of:
      case Op::days_from:
        if (!e.list.empty())
          form += " " + (event_lists().contains(e.list) ? e.list : "a declared list") +
                  (e.field.empty() ? "" : "." + e.field);
        if (e.where) add(form + " where " + shape(*e.where));
        for (const ExprPtr& kid : e.kids)
          add(form + " over " + shape(*kid));
        break;
      case Op::in_table:
      case Op::in_cell:
      case Op::cell: {
        for (const ExprPtr& kid : e.kids)
          form += " " + shape(*kid);
        add(form);
        if (e.op == Op::cell) return;
        break;
      }
      case Op::steps:
        add(form + " " + shape(*e.kids[0]));
        for (const Step& step : e.steps)
          add(form + " " + step.kind + " " + shape(*step.value));
        break;
      default:
        form += "(";
        for (const ExprPtr& kid : e.kids)
          form += shape(*kid) + ",";
        add(form + ")");
        break;
    }
    for (const ExprPtr& kid : e.kids)
      look(*kid, scope);
    for (const Step& step : e.steps)
      look(*step.value, scope);
    if (e.where) look(*e.where, "of an event: ");
    if (e.of) look(*e.of, "of an event: ");
    if (e.bound) look(*e.bound, scope);
    if (e.period) look(*e.period);
  }
  void look(const Period& period) {
    if (!periods_.insert(&period).second) return;
    for (const ExprPtr& from : period.from)
      root("period from", from);
    if (period.from.size() > 2) add("period from three");
    root("period length", period.length);
    root("period until", period.until);
    if (period.until_never) add("period until never");
    for (const auto& [fact, limit] : period.usage) {
      root("period or_usage", limit);
      add("period or_usage of " + path_name(fact));
    }
    if (!period.extend_list.empty()) {
      add("period extend_by" + std::string(period.extend_where ? " where" : ""));
      if (period.extend_where) look(*period.extend_where, "of an event: ");
    }
  }

  std::shared_ptr<Policy> policy_;
  YAML::Node yaml_;
  std::set<std::string> out_;
  std::set<std::pair<const Expr*, std::string>> seen_;
  std::set<const Period*> periods_;
};

}  // namespace

std::set<std::string> forms_of(const std::string& policy) {
  return Forms(policy).all();
}

}  // namespace oracle
