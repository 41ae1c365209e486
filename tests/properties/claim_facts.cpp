// SPDX-License-Identifier: Apache-2.0
//
// See claim_facts.hpp.
#include "claim_facts.hpp"

#include <algorithm>
#include <cstddef>

namespace properties {

namespace {

struct Path {
  std::string group, key;
  std::size_t event = std::string::npos;  // of an event list
};
Path path_of(const std::string& text) {
  Path path;
  const std::size_t dot = text.find('.'), bracket = text.find('[');
  path.group = text.substr(0, std::min(dot, bracket));
  if (dot != std::string::npos) path.key = text.substr(dot + 1);
  if (bracket != std::string::npos) path.event = std::stoul(text.substr(bracket + 1));
  return path;
}

Json text(std::string of) {
  Json json;
  json.kind = Json::Kind::text;
  json.text = std::move(of);
  return json;
}
Json plain(std::string of, Json::Kind kind) {
  Json json = text(std::move(of));
  json.kind = kind;
  return json;
}

// The object that holds a path's key; made where it is not there.
Json* holder(Json& claim, const Path& path, bool make) {
  Json* group = find(claim, path.group);
  if (group == nullptr && make) {
    claim.members.push_back({path.group, {}});
    group = &claim.members.back().value;
    group->kind = Json::Kind::object;
  }
  if (group == nullptr || path.event == std::string::npos) return group;
  return path.event < group->items.size() ? &group->items[path.event] : nullptr;
}

template <typename See>
void each_text(const Json& json, const See& see) {
  if (json.kind == Json::Kind::text || json.kind == Json::Kind::number) see(json.text);
  for (const auto& member : json.members)
    each_text(member.value, see);
  for (const Json& item : json.items)
    each_text(item, see);
}

void add_dates(const Policies& policies, const Json& claim, std::vector<Json>& out) {
  std::set<oracle::Day> anchors{16'589}, days;  // a plain working day, should nothing be told
  std::set<std::string> lengths;
  for (const auto& policy : policies) {
    anchors.insert(policy->used_days.begin(), policy->used_days.end());
    lengths.insert(policy->lengths.begin(), policy->lengths.end());
    for (const auto& day : {policy->in_force_from, policy->in_force_until})
      if (day) anchors.insert(*day);
  }
  each_text(claim, [&](const std::string& word) {
    if (const auto day = oracle::read_day(word)) anchors.insert(*day);
  });
  for (const oracle::Day anchor : anchors) {
    for (const std::int64_t by : {-1, 0, 1})
      days.insert(anchor + by);
    for (const std::string& length : lengths) {
      const std::int64_t n = std::stoll(length);
      const bool years = length.find("year") != std::string::npos;
      const bool months = years || length.find("month") != std::string::npos;
      for (const std::int64_t sign : {-1, 1}) {
        oracle::Day day = anchor + sign * n;
        if (months)
          day =
              *oracle::add_months(anchor, sign * n * (years ? 12 : 1), oracle::MonthEnd::last_day);
        for (const std::int64_t by : {-16, -1, 0, 1, 16})
          days.insert(day + by);
      }
    }
  }
  days.insert({0, 84'005});
  for (const oracle::Day day : days)
    if (day >= 0 && day <= 84'005) out.push_back(text(oracle::write_day(day)));
}

void add_numbers(const oracle::FactType& type, const Policies& policies, const Json& claim,
                 std::vector<Json>& out) {
  std::set<std::string> words{"0", "1", "1000000"};
  const auto around = [&](const std::string& word) {
    const auto value = oracle::decimal(word);
    if (!value) return;
    const bool fine = type.type == oracle::Type::money;
    for (const oracle::Ratio& by : {oracle::Ratio(-1), oracle::Ratio(0), oracle::Ratio(1)}) {
      const oracle::Ratio near = *value + (fine ? by / oracle::Ratio(100) : by);
      const bool fits = type.whole || type.type == oracle::Type::days ? near.whole() : true;
      if (fits && oracle::Ratio(0) <= near && near <= oracle::Ratio(1'000'000'000))
        words.insert(oracle::written(near, near.whole() ? 0 : 2));
    }
  };
  for (const auto& policy : policies)
    for (const std::string& literal : policy->literals)
      around(literal);
  each_text(claim, around);
  for (const std::string& word : words)
    out.push_back(type.type == oracle::Type::rate    ? text(word + "%")
                  : type.type == oracle::Type::money ? text(word)
                                                     : plain(word, Json::Kind::number));
}

const Json& list_of(const Json& claim, const std::string& name) {
  static const Json none;
  const Json* list = claim.find(name);
  return list == nullptr ? none : *list;
}

const oracle::FactType* type_of(const Path& at, const Policies& policies) {
  const oracle::FactType* type = nullptr;
  for (const auto& policy : policies) {
    if (at.event == std::string::npos) {
      if (const auto fact = policy->facts.find(at.group + "." + at.key);
          fact != policy->facts.end())
        type = &fact->second;
    } else if (const auto list = policy->lists.find(at.group); list != policy->lists.end()) {
      if (const auto field = list->second.find(at.key); field != list->second.end())
        type = &field->second;
    }
  }
  return type;
}

}  // namespace

std::vector<std::string> paths_of(const Json& claim) {
  std::vector<std::string> out;
  for (const auto& [group, value] : claim.members) {
    if (value.kind == Json::Kind::array) out.push_back(group);
    for (const auto& member : value.members)
      out.push_back(group + "." + member.name);
    for (std::size_t i = 0; i < value.items.size(); ++i)
      for (const auto& member : value.items[i].members)
        out.push_back(group + "[" + std::to_string(i) + "]." + member.name);
  }
  return out;
}

Json* at_path(Json& claim, const std::string& path) {
  const Path at = path_of(path);
  Json* object = holder(claim, at, false);
  if (at.key.empty()) return object;
  return object == nullptr ? nullptr : find(*object, at.key);
}

void erase(Json& claim, const std::string& path) {
  const Path at = path_of(path);
  if (at.key.empty()) {
    std::erase_if(claim.members, [&](const JsonMember& m) { return m.name == at.group; });
  } else if (Json* object = holder(claim, at, false))
    std::erase_if(object->members, [&](const JsonMember& m) { return m.name == at.key; });
}

void put(Json& claim, const std::string& path, const Json& value) {
  const Path at = path_of(path);
  if (at.key.empty()) {
    claim.members.push_back({at.group, value});
  } else if (Json* object = holder(claim, at, true)) {
    object->members.push_back({at.key, value});
  }
}

std::set<std::string> dates_of_events(const Json& claim) {
  std::set<std::string> out;
  for (const auto& member : claim.members)
    for (const Json& event : member.value.items)
      each_text(event, [&](const std::string& word) {
        if (oracle::read_day(word)) out.insert(word);
      });
  return out;
}

Policies read_policies(const std::vector<Json>& policies) {
  Policies out;
  for (const Json& policy : policies)
    out.push_back(oracle::read_policy(write_yaml(policy)));
  return out;
}

bool is_number(const std::string& path, const Policies& policies) {
  const oracle::FactType* type = type_of(path_of(path), policies);
  return type != nullptr &&
         (type->type == oracle::Type::number || type->type == oracle::Type::money ||
          type->type == oracle::Type::rate || type->type == oracle::Type::days);
}

std::vector<Json> values_for(const std::string& path, const Policies& policies, const Json& claim) {
  const Path at = path_of(path);
  std::vector<Json> out;
  if (at.key.empty()) return {plain("", Json::Kind::array)};
  const std::string name = at.group + "." + at.key;
  const oracle::FactType* type = type_of(at, policies);
  std::set<std::string> words;
  for (const auto& policy : policies) {
    if (const auto spoken = policy->words.find(name); spoken != policy->words.end())
      words.insert(spoken->second.begin(), spoken->second.end());
  }
  if (type == nullptr) return out;
  const bool told = name == "claim.filed_on" || at.key == "received_on";
  switch (type->type) {
    case oracle::Type::boolean:
      return {plain("true", Json::Kind::boolean), plain("false", Json::Kind::boolean)};
    case oracle::Type::date:
      add_dates(policies, claim, out);
      if (!told) out.push_back(text("never"));
      return out;
    case oracle::Type::set: {
      // With and without each member that is spoken of, up to sixteen sets.
      const std::vector<std::string> all(words.begin(), words.end());
      for (std::size_t which = 0; which < std::size_t{1} << std::min<std::size_t>(all.size(), 4);
           ++which) {
        Json set = plain("", Json::Kind::array);
        for (std::size_t i = 0; i < all.size(); ++i)
          if ((which >> i & 1U) != 0) set.items.push_back(text(all[i]));
        out.push_back(set);
      }
      return out;
    }
    case oracle::Type::length:
      words = {"0 days", "1 day", "1 month", "1200 months"};
      for (const auto& policy : policies)
        words.insert(policy->lengths.begin(), policy->lengths.end());
      break;
    case oracle::Type::text:
      words.insert(type->members.begin(), type->members.end());
      if (!type->members.empty() && !type->open) break;
      // It may be equal to another text of the claim, or to none.
      words.insert("something else");
      each_text(at.event == std::string::npos ? claim : list_of(claim, at.group),
                [&](const std::string& word) { words.insert(word); });
      break;
    default:
      add_numbers(*type, policies, claim, out);
      return out;
  }
  for (const std::string& word : words)
    out.push_back(text(word));
  return out;
}

}  // namespace properties
