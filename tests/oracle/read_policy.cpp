// SPDX-License-Identifier: Apache-2.0
//
// Reads a policy file into trees; see policy.hpp and policy_reader.hpp: the head of the file, facts, parameters.
// In: YAML that the library accepts. Out: a Policy.
// Never checks what the library has checked.
// Tested by its comparison with the library, oracle.random.
#include <algorithm>
#include <stdexcept>

#include "mentions.hpp"
#include "policy_reader.hpp"

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

std::string text_of(const YAML::Node& node) {
  return node.as<std::string>();
}
bool is_recalled(const YAML::Node& node) {
  return node.IsMap() && node["verified"] && text_of(node["verified"]) == "recalled";
}
std::vector<std::string> texts_of(const YAML::Node& node) {
  if (!node.IsSequence()) return {text_of(node)};
  std::vector<std::string> out;
  for (const auto& item : node)
    out.push_back(text_of(item));
  return out;
}

namespace {

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

}  // namespace

Reader::Reader(Policy& policy, const YAML::Node& root, const ParameterValues& set)
    : p_(policy), root_(root), set_(set) {
  names_.named = [this](const std::string& name) { return named(name); };
  names_.period = [this](const std::string& name) { return period(name); };
  names_.table = [this](const std::string& name) { return table(name); };
}

void Reader::read() {
  p_.id = text_of(root_["policy"]);
  p_.recalled = is_recalled(root_);
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
    bool contested = entry.second.IsMap() && entry.second["contested"];
    bool set = set_.contains(p_.id + ":" + name);
    if (contested) p_.contested[name] = parameter_text(entry.second, name);
    if (contested || set) p_.shown_parameters[name] = {named(name), set};
    if (is_recalled(entry.second)) p_.recalled_values.insert(named(name).get());
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
    read_clock(clock, p_.clock);
    if (clock["calendar"]) p_.calendar = text_of(clock["calendar"]);
    if (clock["zone"]) p_.zone = text_of(clock["zone"]);
  }
  for (auto& [path, node] : assumptions_)
    p_.assumed[path] = assumption(path, node);
  if (root_["applies_to"]) p_.applies_to = condition(root_["applies_to"], "");
  if (const auto force = root_["in_force"]) {
    p_.in_force_recalled =
        (force["from"] || force["until"]) && is_recalled(force["verified"] ? force : root_);
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
  for (Rule& rule : p_.rules) {
    add_mentions(p_, rule, p_.mentioned);
    Mentions own;
    add_mentions(p_, rule, own);
    rule.marked_recalled = rule.recalled || p_.recalled;
    rule.recalled = rule.marked_recalled || own.recalled;
  }
  if (root_["notices"]) read_notices(root_["notices"]);
}

void Reader::read_notices(const YAML::Node& notices) {
  for (const auto& notice : notices) {
    auto on = texts_of(notice["on"]);
    p_.notices.emplace_back(text_of(notice["id"]), std::set<std::string>(on.begin(), on.end()));
  }
  auto place = [&](const std::string& id) {
    return std::find(p_.clauses.begin(), p_.clauses.end(), id) - p_.clauses.begin();
  };
  std::sort(p_.notices.begin(), p_.notices.end(), [&](const auto& a, const auto& b) {
    return place(a.first) != place(b.first) ? place(a.first) < place(b.first)
                                            : id_before(a.first, b.first);
  });
}

void Reader::read_facts() {
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

ExprPtr Reader::assumption(const std::string& path, const YAML::Node& node) {
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

std::string Reader::parameter_text(const YAML::Node& node, const std::string& name) const {
  auto set = set_.find(p_.id + ":" + name);
  return set != set_.end() ? set->second : text_of(node.IsMap() ? node["value"] : node);
}

std::shared_ptr<Policy> read_policy(const std::string& text, const ParameterValues& set) {
  auto policy = std::make_shared<Policy>();
  Reader(*policy, YAML::Load(text), set).read();
  return policy;
}

}  // namespace oracle
