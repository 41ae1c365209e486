// SPDX-License-Identifier: Apache-2.0
//
// Reads a policy file into trees; see policy.hpp.
// In: YAML that the library accepts. Out: a Policy.
// Never checks what the library has checked.
// Tested by its comparison with the library, oracle.random.
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <stdexcept>

#include "policy.hpp"
#include "read_expr.hpp"

namespace oracle {

bool Policy::is_side(const std::string& remedy) const {
  if (auto at = remedies.find(remedy); at != remedies.end()) return at->second.first;
  return remedy == "paid_repair" || remedy == "spare_unit" || remedy == "transport_compensation";
}
bool Policy::is_paid(const std::string& remedy) const {
  if (auto at = remedies.find(remedy); at != remedies.end()) return at->second.second;
  return remedy == "paid_repair";
}

bool id_before(const std::string& a, const std::string& b) {
  std::size_t i = 0, j = 0;
  auto digit = [](char c) { return c >= '0' && c <= '9'; };
  while (i < a.size() && j < b.size()) {
    if (digit(a[i]) && digit(b[j])) {
      std::int64_t x = 0, y = 0;
      while (i < a.size() && digit(a[i]))
        x = x * 10 + (a[i++] - '0');
      while (j < b.size() && digit(b[j]))
        y = y * 10 + (b[j++] - '0');
      if (x != y) return x < y;
    } else {
      if (a[i] != b[j]) return a[i] < b[j];
      ++i;
      ++j;
    }
  }
  return a.size() - i < b.size() - j;
}

namespace {

std::string text_of(const YAML::Node& node) {
  return node.as<std::string>();
}
std::vector<std::string> texts_of(const YAML::Node& node) {
  if (!node.IsSequence()) return {text_of(node)};
  std::vector<std::string> out;
  for (const auto& item : node)
    out.push_back(text_of(item));
  return out;
}

Type type_named(const std::string& name) {
  static const std::map<std::string, Type> all = {
      {"bool", Type::boolean},  {"count", Type::number}, {"number", Type::number},
      {"text", Type::text},     {"date", Type::date},    {"days", Type::days},
      {"length", Type::length}, {"money", Type::money},  {"rate", Type::rate}};
  return all.at(name);
}

FactType fact_type(const YAML::Node& node) {
  FactType type;
  if (node.IsScalar()) {
    type.type = type_named(text_of(node));
    type.whole = text_of(node) == "count" || text_of(node) == "days";
  } else if (node["enum"]) {
    type.members = texts_of(node["enum"]);
  } else if (node["set"]) {
    type.type = Type::set;
    type.open = true;
  }
  return type;
}

class Reader {
 public:
  Reader(Policy& policy, const YAML::Node& root, const ParameterValues& set)
      : p_(policy), root_(root), set_(set) {
    names_.named = [this](const std::string& name) { return named(name); };
    names_.period = [this](const std::string& name) { return period(name); };
    names_.table = [this](const std::string& name) { return table(name); };
  }

  void read() {
    p_.id = text_of(root_["policy"]);
    if (root_["version"]) p_.version = text_of(root_["version"]);
    if (root_["basis"]) p_.basis = text_of(root_["basis"]);
    if (root_["currency"]) p_.currency = text_of(root_["currency"]);
    if (const auto round = root_["round"]) {
      p_.round_to = *decimal(text_of(round["to"]));
      std::string mode = text_of(round["mode"]);
      p_.round_mode = mode == "half_up"     ? Rounding::half_up
                      : mode == "half_even" ? Rounding::half_even
                      : mode == "down"      ? Rounding::down
                                            : Rounding::up;
    }
    p_.prefer_consumer = static_cast<bool>(root_["prefer"]);
    if (root_["clauses"]) p_.clauses = texts_of(root_["clauses"]);
    if (root_["yields_to"]) p_.yields_to = texts_of(root_["yields_to"]);
    read_facts();
    for (const auto& entry : root_["parameters"]) {
      std::string name = text_of(entry.first);
      if (entry.second.IsMap() && entry.second["contested"])
        p_.contested[name] = parameter_text(entry.second, name);
    }
    if (root_["remedies"]) {
      for (const auto& entry : root_["remedies"]) {
        auto flag = [&](const char* key) {
          return entry.second[key] && text_of(entry.second[key]) == "true";
        };
        p_.remedies[text_of(entry.first)] = {flag("side"), flag("paid")};
        p_.facts["claim.requests"].members.push_back(text_of(entry.first));
      }
    }
    p_.remedy_order = standard_remedies();
    for (const auto& [name, kinds] : p_.remedies)
      p_.remedy_order.push_back(name);
    if (const auto clock = root_["clock"]) {
      read_clock(clock, p_.same_day, p_.month_end, p_.roll);
      if (clock["calendar"]) p_.calendar = text_of(clock["calendar"]);
    }
    for (auto& [path, node] : assumptions_)
      p_.assumed[path] = assumption(path, node);
    if (root_["applies_to"]) p_.applies_to = condition(root_["applies_to"], "");
    if (const auto force = root_["in_force"]) {
      if (force["from"]) p_.in_force_from = read_day(text_of(force["from"]));
      if (force["until"]) p_.in_force_until = read_day(text_of(force["until"]));
      if (p_.in_force_from) p_.used_days.insert(*p_.in_force_from);
      if (p_.in_force_until) p_.used_days.insert(*p_.in_force_until);
      if (force["by"]) {
        for (const std::string& by : texts_of(force["by"]))
          p_.in_force_by.push_back(value(by));
      }
    }
    for (const auto& rule : root_["rules"])
      read_rule(rule);
    sort_rules();
    if (root_["notices"]) {
      for (const auto& notice : root_["notices"]) {
        auto on = texts_of(notice["on"]);
        p_.notices.emplace_back(text_of(notice["id"]), std::set<std::string>(on.begin(), on.end()));
      }
    }
  }

 private:
  ExprPtr value(const std::string& text) { return read_value(p_, names_, text, ""); }

  void read_facts() {
    p_.facts = vocabulary();
    p_.lists = event_lists();
    if (!root_["facts"]) return;
    for (const auto& entry : root_["facts"]) {
      std::string path = text_of(entry.first);
      const YAML::Node& body = entry.second;
      std::size_t dot = path.find('.');
      std::string head = path.substr(0, dot);
      bool in_list = dot != std::string::npos && p_.lists.contains(head);
      if (const auto type = body["type"]) {
        if (!type.IsScalar() && type["list"]) {
          for (const auto& field : type["list"])
            p_.lists[path][text_of(field.first)] = fact_type(field.second);
        } else if (in_list) {
          p_.lists[head][path.substr(dot + 1)] = fact_type(type);
        } else {
          p_.facts[path] = fact_type(type);
        }
      }
      if (const auto assume = body["assume"]) {
        if (p_.lists.contains(path)) {
          p_.assumed_lists.insert(path);
        } else {
          assumptions_.emplace_back(path, assume);
        }
      }
    }
  }

  ExprPtr assumption(const std::string& path, const YAML::Node& node) {
    std::size_t dot = path.find('.');
    std::string head = path.substr(0, dot);
    const FactType& type =
        p_.lists.contains(head) ? p_.lists[head][path.substr(dot + 1)] : p_.facts.at(path);
    if (type.type == Type::set) {
      Expr e;
      e.type = Type::set;
      if (node.IsSequence()) e.texts = texts_of(node);
      return finish(p_, std::move(e));
    }
    if (type.type == Type::boolean) return read_condition(p_, names_, text_of(node), "");
    return value(text_of(node));
  }

  // --- what names mean
  std::string parameter_text(const YAML::Node& node, const std::string& name) const {
    auto set = set_.find(p_.id + ":" + name);
    return set != set_.end() ? set->second : text_of(node.IsMap() ? node["value"] : node);
  }
  ExprPtr named(const std::string& name) {
    if (auto at = named_.find(name); at != named_.end()) return at->second;
    ExprPtr result;
    if (const auto parameters = root_["parameters"]; parameters && parameters[name]) {
      result = value(parameter_text(parameters[name], name));
    } else if (const auto values = root_["values"]; values && values[name]) {
      result = named_value(values[name]);
    } else if (const auto conditions = root_["conditions"]; conditions && conditions[name]) {
      result = condition(conditions[name], "");
    }
    if (result) named_[name] = result;
    return result;
  }
  ExprPtr named_value(const YAML::Node& node) {
    ExprPtr result;
    if (node.IsSequence()) {
      Expr e;
      e.op = Op::steps;
      bool first = true;
      for (const auto& line : node) {
        if (first) {
          e.kids.push_back(value(text_of(line)));
          first = false;
          continue;
        }
        for (const auto& step : line)
          e.steps.push_back({text_of(step.first), value(text_of(step.second))});
      }
      result = finish(p_, std::move(e));
    } else if (node.IsMap()) {
      result = event_test(node, "");
    } else {
      result = value(text_of(node));
    }
    if (result->type != Type::money) return result;
    Expr e;
    e.op = Op::rounded;
    e.kids = {result};
    return finish(p_, std::move(e));
  }

  std::shared_ptr<const Table> table(const std::string& name) {
    if (auto at = tables_.find(name); at != tables_.end()) return at->second;
    const auto all = root_["tables"];
    if (!all || !all[name]) return nullptr;
    const YAML::Node node = all[name];
    auto made = std::make_shared<Table>();
    made->name = name;
    made->by = value(text_of(node["by"]));
    made->columns = texts_of(node["columns"]);
    made->types.assign(made->columns.size(), Type::none);
    auto row = [&](const YAML::Node& cells) {
      std::vector<ExprPtr> out;
      for (const auto& cell : cells) {
        if (cell.IsSequence()) {
          Expr e;
          e.type = Type::list;
          e.texts = texts_of(cell);
          out.push_back(finish(p_, std::move(e)));
        } else if (text_of(cell) == "-") {
          out.push_back(nullptr);
        } else {
          out.push_back(value(text_of(cell)));
        }
      }
      return out;
    };
    for (const auto& entry : node["of"]) {
      if (made->by->op == Op::fact) p_.words[made->by->text].insert(text_of(entry.first));
      made->rows[text_of(entry.first)] =
          row(entry.second.IsMap() ? entry.second["row"] : entry.second);
    }
    if (node["otherwise"]) made->otherwise = row(node["otherwise"]);
    auto note = [&](const std::vector<ExprPtr>& cells) {
      for (std::size_t i = 0; i < cells.size(); ++i) {
        if (!cells[i]) continue;
        Type& type = made->types[i];
        if (type == Type::none || cells[i]->type == Type::length) type = cells[i]->type;
      }
    };
    for (const auto& [key, cells] : made->rows)
      note(cells);
    note(made->otherwise);
    return tables_[name] = made;
  }

  std::string chosen(const std::string& text) {
    if (!text.starts_with("if ")) return text;
    std::size_t then = text.find(" then "), otherwise = text.find(" else ");
    ExprPtr condition = named(text.substr(3, then - 3));
    bool yes = condition->k != 0;
    return yes ? text.substr(then + 6, otherwise - then - 6) : text.substr(otherwise + 6);
  }
  void read_clock(const YAML::Node& node, bool& same_day, MonthEnd& month_end, Roll& roll) {
    if (node["count_from"]) same_day = chosen(text_of(node["count_from"])) == "same_day";
    if (node["month_end"]) {
      std::string word = chosen(text_of(node["month_end"]));
      month_end = word == "last_day"           ? MonthEnd::last_day
                  : word == "next_month_first" ? MonthEnd::next_month_first
                                               : MonthEnd::error;
    }
    if (node["roll"]) {
      std::string word = chosen(text_of(node["roll"]));
      roll = word == "none"               ? Roll::none
             : word == "next_working_day" ? Roll::next_working_day
                                          : Roll::after_holiday;
    }
  }

  std::shared_ptr<const Period> period(const std::string& name) {
    if (auto at = periods_.find(name); at != periods_.end()) return at->second;
    const auto all = root_["periods"];
    if (!all || !all[name]) return nullptr;
    const YAML::Node node = all[name];
    auto made = std::make_shared<Period>();
    made->name = name;
    made->key = name;
    for (const std::string& from : texts_of(node["from"]))
      made->from.push_back(value(from));
    if (node["length"]) made->length = value(text_of(node["length"]));
    if (node["until"]) {
      if (text_of(node["until"]) == "never") {
        made->until_never = true;
      } else {
        made->until = value(text_of(node["until"]));
      }
    }
    if (node["or_usage"]) {
      for (const auto& limit : node["or_usage"]) {
        p_.used_facts.insert(text_of(limit.first));
        std::string leaf = text_of(limit.first).substr(text_of(limit.first).find('.') + 1);
        p_.used_fields.insert("repairs." + leaf);
        made->usage.emplace_back(path_id(text_of(limit.first)), value(text_of(limit.second)));
      }
    }
    if (node["extend_by"]) {
      std::string text = text_of(node["extend_by"]);
      std::size_t where = text.find(" where ");
      made->extend_list = text.substr(0, where);
      p_.used_lists.insert(made->extend_list);
      if (where != std::string::npos)
        made->extend_where = read_condition(p_, names_, text.substr(where + 7), made->extend_list);
    }
    made->same_day = p_.same_day;
    made->month_end = p_.month_end;
    made->roll = p_.roll;
    read_clock(node, made->same_day, made->month_end, made->roll);
    // Two periods are the same where they are counted alike.
    made->key = "period";
    for (const ExprPtr& from : made->from)
      made->key += " from " + from->key;
    if (made->length) made->key += " length " + made->length->key;
    if (made->until) made->key += " until " + made->until->key;
    if (made->until_never) made->key += " until never";
    for (const auto& [fact, limit] : made->usage)
      made->key += " usage " + path_name(fact) + " " + limit->key;
    made->key += " extend " + made->extend_list;
    if (made->extend_where) made->key += " where " + made->extend_where->key;
    made->key += made->same_day ? " same" : " next";
    made->key += std::to_string(static_cast<int>(made->month_end)) + "/" +
                 std::to_string(static_cast<int>(made->roll));
    for (const ExprPtr& from : made->from)
      add_atoms(made->inner, atoms_of(*from));
    if (made->length) add_atoms(made->inner, atoms_of(*made->length));
    if (made->until) add_atoms(made->inner, atoms_of(*made->until));
    for (const auto& [fact, limit] : made->usage)
      add_atoms(made->inner, atoms_of(*limit));
    periods_[name] = made;
    return made;
  }

  // --- conditions
  ExprPtr condition(const YAML::Node& node, const std::string& scope) {
    if (node.IsScalar()) return read_condition(p_, names_, text_of(node), scope);
    Expr e;
    auto several = [&](const YAML::Node& list) {
      if (!list.IsSequence()) {
        e.kids.push_back(condition(list, scope));
        return;
      }
      for (const auto& item : list)
        e.kids.push_back(condition(item, scope));
    };
    if (node.IsSequence()) {
      e.op = Op::all;
      several(node);
    } else if (node["all"]) {
      e.op = Op::all;
      several(node["all"]);
    } else if (node["any"]) {
      e.op = Op::any;
      several(node["any"]);
    } else if (node["none"]) {
      e.op = Op::any;
      several(node["none"]);
      Expr no;
      no.op = Op::negation;
      no.kids = {finish(p_, std::move(e))};
      return finish(p_, std::move(no));
    } else if (node["of"] && node["of"].IsSequence()) {
      e.op = Op::at_least;
      e.k = static_cast<std::int64_t>(decimal(text_of(node["at_least"]))->top);
      several(node["of"]);
    } else {
      return event_test(node, scope);
    }
    return finish(p_, std::move(e));
  }

  ExprPtr event_test(const YAML::Node& node, const std::string&) {
    Expr e;
    for (const char* measure : {"count", "total", "largest", "days"}) {
      if (!node[measure]) continue;
      e.text = measure;
      e.list = text_of(node[measure]);
    }
    p_.used_lists.insert(e.list);
    if (node["where"]) e.where = condition(node["where"], e.list);
    if (node["of"]) e.of = read_value(p_, names_, text_of(node["of"]), e.list);
    if (node["same"]) e.texts = texts_of(node["same"]);
    for (const std::string& field : e.texts)
      p_.used_fields.insert(e.list + "." + field);
    e.op = Op::measure;
    e.type = e.text == "count" ? Type::number : e.text == "days" ? Type::days : e.of->type;
    for (const char* kind : {"at_least", "more_than", "at_most", "fewer_than", "exactly"}) {
      if (!node[kind]) continue;
      e.op = Op::event_test;
      e.bound_kind = kind;
      e.bound = value(text_of(node[kind]));
    }
    return finish(p_, std::move(e));
  }

  // --- rules
  Body body(const YAML::Node& node) {
    Body out;
    if (const auto needs = node["needs"]) {
      if (needs.IsSequence()) {
        for (const auto& need : needs)
          out.needs.push_back(condition(need, ""));
      } else {
        out.needs.push_back(condition(needs, ""));
      }
    }
    auto money = [&](const char* key, std::map<std::string, ExprPtr>& into) {
      if (!node[key]) return;
      for (const auto& entry : node[key])
        into[text_of(entry.first)] = value(text_of(entry.second));
    };
    money("pays", out.pays);
    money("charges", out.charges);
    if (node["terms"]) {
      for (const auto& entry : node["terms"]) {
        Term term;
        term.key = text_of(entry.first);
        term.is_text = entry.second.IsMap();
        if (!term.is_text) term.value = value(text_of(entry.second));
        out.terms.push_back(std::move(term));
      }
    }
    return out;
  }
  void read_rule(const YAML::Node& node) {
    Rule rule;
    rule.id = text_of(node["id"]);
    rule.cite = node["cite"] ? texts_of(node["cite"]) : std::vector<std::string>{rule.id};
    if (node["when"]) rule.when = condition(node["when"], "");
    if (node["unless"]) rule.unless = condition(node["unless"], "");
    if (node["overrides"]) {
      for (const std::string& id : texts_of(node["overrides"]))
        rule.overrides.insert(id);
    }
    std::vector<std::string> named_remedies;
    if (node["grants"]) {
      for (const auto& grant : node["grants"]) {
        rule.grants[text_of(grant.first)] = body(grant.second);
        named_remedies.push_back(text_of(grant.first));
      }
    } else if (node["excludes"]) {
      rule.effect = Rule::Effect::excludes;
      if (node["excludes"].IsScalar() && text_of(node["excludes"]) == "all") {
        rule.excludes_all = true;
        for (const std::string& remedy : p_.remedy_order) {
          if (!p_.is_paid(remedy)) named_remedies.push_back(remedy);
        }
      } else {
        named_remedies = texts_of(node["excludes"]);
      }
    } else {
      rule.effect = Rule::Effect::adds;
      named_remedies = texts_of(node["for"]);
      rule.added = body(node);
      if (node["granted_by"]) {
        auto by = texts_of(node["granted_by"]);
        rule.granted_by.insert(by.begin(), by.end());
      }
    }
    for (const std::string& remedy : p_.remedy_order) {
      if (std::find(named_remedies.begin(), named_remedies.end(), remedy) != named_remedies.end())
        rule.remedies.push_back(remedy);
    }
    p_.rules.push_back(std::move(rule));
  }
  void sort_rules() {
    auto place = [&](const Rule& rule) {
      return std::find(p_.clauses.begin(), p_.clauses.end(), rule.cite[0]) - p_.clauses.begin();
    };
    std::sort(p_.rules.begin(), p_.rules.end(), [&](const Rule& a, const Rule& b) {
      return place(a) != place(b) ? place(a) < place(b) : id_before(a.id, b.id);
    });
    // Overriding reaches through.
    for (bool grew = true; grew;) {
      grew = false;
      for (Rule& rule : p_.rules) {
        for (const Rule& other : p_.rules) {
          if (!rule.overrides.contains(other.id)) continue;
          for (const std::string& further : other.overrides)
            grew = rule.overrides.insert(further).second || grew;
        }
      }
    }
  }

  Policy& p_;
  YAML::Node root_;
  const ParameterValues& set_;
  Names names_;
  std::vector<std::pair<std::string, YAML::Node>> assumptions_;
  std::map<std::string, ExprPtr> named_;
  std::map<std::string, std::shared_ptr<const Table>> tables_;
  std::map<std::string, std::shared_ptr<const Period>> periods_;
};

}  // namespace

std::shared_ptr<Policy> read_policy(const std::string& text, const ParameterValues& set) {
  auto policy = std::make_shared<Policy>();
  Reader(*policy, YAML::Load(text), set).read();
  return policy;
}

}  // namespace oracle
