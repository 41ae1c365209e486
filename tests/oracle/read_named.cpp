// SPDX-License-Identifier: Apache-2.0
//
// What the names of a policy file mean: values, tables, periods, conditions; see policy_reader.hpp.
// In: YAML that the library accepts. Out: trees, each name read once.
// Never reads a rule: read_rules.cpp does.
// Tested by its comparison with the library, oracle.random.
#include <algorithm>

#include "policy_reader.hpp"

namespace oracle {

namespace {
std::vector<std::string> lines_of(const YAML::Node& node) {
  if (node.IsScalar()) return {text_of(node)};
  std::vector<std::string> lines;
  if (!node.IsSequence()) return {""};  // an event test without a bound
  for (const auto& line : node) {
    if (line.IsScalar()) lines.push_back(text_of(line));
    if (!line.IsMap()) continue;
    for (const auto& step : line)
      lines.push_back(text_of(step.first) + ": " + text_of(step.second));
  }
  return lines;
}
}  // namespace

ExprPtr Reader::value(const std::string& text) {
  return read_value(p_, names_, text, "");
}

ExprPtr Reader::named(const std::string& name) {
  if (auto at = named_.find(name); at != named_.end()) return at->second;
  ExprPtr result;
  if (const auto parameters = root_["parameters"]; parameters && parameters[name]) {
    result = value(parameter_text(parameters[name], name));
    p_.parameter_values.insert(result.get());
  } else if (const auto values = root_["values"]; values && values[name]) {
    result = named_value(values[name]);
    // Another name for what has one already is a node of its own.
    if (p_.named_values.contains(result.get()) || p_.parameter_values.contains(result.get())) {
      ExprPtr own = finish(p_, Expr(*result));
      if (p_.parameter_values.contains(result.get())) p_.parameter_values.insert(own.get());
      if (p_.recalled_values.contains(result.get())) p_.recalled_values.insert(own.get());
      result = own;
    }
    p_.named_values[result.get()] = {name, lines_of(values[name])};
  } else if (const auto conditions = root_["conditions"]; conditions && conditions[name]) {
    result = condition(conditions[name], "");
  }
  if (result) named_[name] = result;
  return result;
}

ExprPtr Reader::named_value(const YAML::Node& node) {
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

std::shared_ptr<const Table> Reader::table(const std::string& name) {
  if (auto at = tables_.find(name); at != tables_.end()) return at->second;
  const auto all = root_["tables"];
  if (!all || !all[name]) return nullptr;
  const YAML::Node node = all[name];
  auto made = std::make_shared<Table>();
  made->name = name;
  made->recalled = is_recalled(node);
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
    made->recalled = made->recalled || is_recalled(entry.second);
    if (made->by->op == Op::fact) p_.words[made->by->text].insert(text_of(entry.first));
    made->rows[text_of(entry.first)] =
        row(entry.second.IsMap() ? entry.second["row"] : entry.second);
  }
  if (const YAML::Node otherwise = node["otherwise"]) {
    made->recalled = made->recalled || is_recalled(otherwise);
    made->otherwise = row(otherwise.IsMap() ? otherwise["row"] : otherwise);
  }
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

std::string Reader::chosen(const std::string& text, ExprPtr& by) {
  by = nullptr;
  if (!text.starts_with("if ")) return text;
  std::size_t then = text.find(" then "), otherwise = text.find(" else ");
  by = named(text.substr(3, then - 3));
  bool yes = by->k != 0;
  return yes ? text.substr(then + 6, otherwise - then - 6) : text.substr(otherwise + 6);
}

void Reader::read_clock(const YAML::Node& node, Clock& clock) {
  if (node["count_from"])
    clock.same_day = chosen(text_of(node["count_from"]), clock.count_from_by) == "same_day";
  if (node["month_end"]) {
    std::string word = chosen(text_of(node["month_end"]), clock.month_end_by);
    clock.month_end = word == "last_day"           ? MonthEnd::last_day
                      : word == "next_month_first" ? MonthEnd::next_month_first
                                                   : MonthEnd::error;
  }
  if (node["roll"]) {
    std::string word = chosen(text_of(node["roll"]), clock.roll_by);
    clock.roll = word == "none"               ? Roll::none
                 : word == "next_working_day" ? Roll::next_working_day
                                              : Roll::after_holiday;
  }
}

std::shared_ptr<const Period> Reader::period(const std::string& name) {
  if (auto at = periods_.find(name); at != periods_.end()) return at->second;
  const auto all = root_["periods"];
  if (!all || !all[name]) return nullptr;
  const YAML::Node node = all[name];
  auto made = std::make_shared<Period>();
  made->name = name;
  made->recalled = is_recalled(node);
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
  made->clock = p_.clock;
  read_clock(node, made->clock);
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
  if (made->length) {  // what has its last day given is not counted
    made->key += made->clock.same_day ? " same" : " next";
    made->key += std::to_string(static_cast<int>(made->clock.month_end)) + "/" +
                 std::to_string(static_cast<int>(made->clock.roll));
  }
  for (const ExprPtr& from : made->from)
    add_atoms(made->inner, atoms_of(*from));
  if (made->length) add_atoms(made->inner, atoms_of(*made->length));
  if (made->until) add_atoms(made->inner, atoms_of(*made->until));
  for (const auto& [fact, limit] : made->usage)
    add_atoms(made->inner, atoms_of(*limit));
  std::string& first = p_.counted_alike[name];
  for (const auto& [other, period] : periods_) {
    if (period->key == made->key) first = p_.counted_alike[other];
  }
  if (first.empty()) first = name;
  periods_[name] = made;
  return made;
}

ExprPtr Reader::condition(const YAML::Node& node, const std::string& scope) {
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

ExprPtr Reader::event_test(const YAML::Node& node, const std::string&) {
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

}  // namespace oracle
