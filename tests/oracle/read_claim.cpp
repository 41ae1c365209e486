// SPDX-License-Identifier: Apache-2.0
//
// Reads claims; see evaluator.hpp. docs/records.md sections 1 and 3, and docs/language.md section 7, "Day of judgement".
// In: a record that the library takes. Out: its facts and events, what is left out or cut, groups that nobody reads.
// Never refuses a record: the library does that, and is asked first.
// Tested by its comparison with the library, oracle.random.
#include <algorithm>

#include "evaluator.hpp"

namespace oracle {

namespace {

// `+08:00` in minutes.
Day minutes_of(std::string_view offset) {
  auto two = [&](std::size_t at) { return (offset[at] - '0') * 10 + (offset[at + 1] - '0'); };
  Day minutes = two(1) * 60 + two(4);
  return offset[0] == '-' ? -minutes : minutes;
}

// Shanghai has no summer time but from 1986 to 1991, when no instant is read. docs/records.md, section 3.
Day offset_of(const std::string& zone) {
  if (zone == "Asia/Shanghai") return 8 * 60;
  return zone.empty() || zone == "UTC" ? 0 : minutes_of(zone);
}

// A day, or the day that an instant is in this zone.
Day day_of(std::string_view text, const std::string& zone) {
  const Day written = *read_day(text.substr(0, 10));
  if (text.size() == 10) return written;
  auto two = [&](std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
  const Day there = text.ends_with('Z') ? 0 : minutes_of(text.substr(text.size() - 6));
  const Day minutes = written * 1440 + two(11) * 60 + two(14) - there + offset_of(zone);
  return minutes >= 0 ? minutes / 1440 : (minutes - 1439) / 1440;
}

Val value_of(const Json& json, const FactType& type, int path, const std::string& zone) {
  if (json.kind == Json::Kind::null) return Val::null(path);
  Val v;
  switch (type.type) {
    case Type::boolean:
      return Val::of_truth(json.text == "true");
    case Type::date:
      if (json.text == "never") return Val::never();
      return Val::of_day(day_of(json.text, zone));
    case Type::number:
    case Type::days:
    case Type::money:
      return Val::of_number(*decimal(json.text));
    case Type::rate: {
      bool cent = json.text.ends_with("%");
      std::string digits = json.text.substr(0, json.text.size() - (cent ? 1 : 3));
      return Val::of_number(*decimal(digits) / Ratio(cent ? 100 : 1000));
    }
    case Type::length: {
      std::size_t blank = json.text.find(' ');
      std::string unit = json.text.substr(blank + 1);
      v.kind = Val::Kind::length;
      v.number = *decimal(json.text.substr(0, blank));
      if (!unit.ends_with("s")) unit += 's';
      if (unit == "years") {
        v.number = v.number * Ratio(12);
        unit = "months";
      }
      v.text = unit;
      return v;
    }
    case Type::set:
      v.kind = Val::Kind::set;
      for (const Json& item : json.items)
        v.texts.push_back(item.text);
      return v;
    default:
      return Val::of_text(json.text);
  }
}

}  // namespace

ClaimFacts read_claim(const Json& json, const std::vector<std::shared_ptr<Policy>>& policies,
                      std::optional<Day> as_of) {
  ClaimFacts out;
  // A rulebook has one zone.
  std::string zone;
  for (const auto& policy : policies)
    if (!policy->zone.empty()) zone = policy->zone;
  auto list_known = [&](const std::string& name) {
    return std::any_of(policies.begin(), policies.end(),
                       [&](const auto& policy) { return policy->lists.contains(name); });
  };
  auto field_type = [&](const std::string& list, const std::string& name) {
    const FactType* type = nullptr;
    for (const auto& policy : policies) {
      auto at = policy->lists.find(list);
      if (type != nullptr || at == policy->lists.end()) continue;
      if (auto field = at->second.find(name); field != at->second.end()) type = &field->second;
    }
    return type;
  };
  auto fact_type = [&](const std::string& path) {
    const FactType* type = nullptr;
    for (const auto& policy : policies) {
      auto at = policy->facts.find(path);
      if (type == nullptr && at != policy->facts.end()) type = &at->second;
    }
    return type;
  };
  for (const auto& [group, body] : json.members) {
    if (list_known(group)) {
      ClaimList& list = out.lists[group];
      list.null = body.kind == Json::Kind::null;
      list.given = !list.null;
      std::size_t index = 0;
      for (const Json& item : body.items) {
        ClaimEvent event;
        for (const auto& [name, value] : item.members) {
          int path = path_id(group + "[" + std::to_string(index) + "]." + name);
          if (const FactType* type = field_type(group, name))
            event.fields[name] = value_of(value, *type, path, zone);
        }
        list.events.push_back(std::move(event));
        ++index;
      }
      continue;
    }
    const std::string prefix = group + ".";
    bool known = group == "context" ||
                 std::any_of(policies.begin(), policies.end(), [&](const auto& policy) {
                   auto first = policy->facts.lower_bound(prefix);
                   return first != policy->facts.end() && first->first.starts_with(prefix);
                 });
    if (!known) out.unread.insert(group);
    for (const auto& [name, value] : body.members) {
      std::string path = group + "." + name;
      if (path == "claim.id") out.id = value.text;
      if (const FactType* type = fact_type(path))
        out.facts[path_id(path)] = value_of(value, *type, path_id(path), zone);
    }
  }
  auto filed = out.facts.find(path_id("claim.filed_on"));
  out.as_of = as_of;
  if (!as_of && filed != out.facts.end()) out.as_of = filed->second.day;
  if (out.as_of) {
    for (auto& [name, list] : out.lists) {
      for (ClaimEvent& event : list.events) {
        auto day = [&](const char* field) -> std::optional<Day> {
          auto at = event.fields.find(field);
          if (at == event.fields.end() || at->second.kind != Val::Kind::date) return std::nullopt;
          return at->second.day;
        };
        auto begin = day("received_on");
        if (!begin) begin = day("on");
        auto end = day("returned_on");
        event.later = begin && *begin > *out.as_of;
        event.cut = !event.later && end && *end > *out.as_of;
      }
    }
  }
  return out;
}

}  // namespace oracle
