// SPDX-License-Identifier: Apache-2.0
//
// Reads claims, and combines the answers of several policies; see decide.hpp. docs/language.md section 3, "Several
// policies", and section 7, "Applying".
// In: policies and a claim. Out: a Decision.
// Never lets an exclusion cross from one policy to another.
// Tested by its comparison with the library, oracle.random.
#include "decide.hpp"

#include <algorithm>

#include "judge.hpp"

namespace oracle {

namespace {

Val value_of(const Json& json, const FactType& type, int path) {
  if (json.kind == Json::Kind::null) return Val::null(path);
  Val v;
  switch (type.type) {
    case Type::boolean:
      return Val::of_truth(json.text == "true");
    case Type::date:
      if (json.text == "never") return Val::never();
      return Val::of_day(*read_day(json.text.substr(0, 10)));
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

// The order in which answers are better for the consumer.
int rank(Status status) {
  switch (status) {
    case Status::available:
      return 0;
    case Status::unknown:
      return 1;
    case Status::conflict:
      return 2;
    case Status::conditional:
      return 3;
    case Status::unavailable:
      return 4;
  }
  return 5;
}
const char* outcome_word(Status status) {
  switch (status) {
    case Status::available:
      return "approved";
    case Status::unknown:
      return "needs_facts";
    case Status::conflict:
      return "conflict";
    case Status::conditional:
      return "conditional";
    case Status::unavailable:
      return "denied";
  }
  return "";
}

std::string outcome_of(const std::map<std::string, Remedy>& remedies, const std::string& requested,
                       const std::function<bool(const std::string&)>& is_side) {
  if (requested != "any") {
    auto at = remedies.find(requested);
    return outcome_word(at == remedies.end() ? Status::unavailable : at->second.status);
  }
  Status best = Status::unavailable;
  for (const auto& [name, remedy] : remedies) {
    if (!is_side(name) && rank(remedy.status) < rank(best)) best = remedy.status;
  }
  return outcome_word(best);
}

}  // namespace

ClaimFacts read_claim(const Json& json, const std::vector<std::shared_ptr<Policy>>& policies,
                      std::optional<Day> as_of) {
  ClaimFacts out;
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
            event.fields[name] = value_of(value, *type, path);
        }
        list.events.push_back(std::move(event));
        ++index;
      }
      continue;
    }
    for (const auto& [name, value] : body.members) {
      std::string path = group + "." + name;
      if (path == "claim.id") out.id = value.text;
      if (const FactType* type = fact_type(path))
        out.facts[path_id(path)] = value_of(value, *type, path_id(path));
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

Decision decide(const std::vector<std::shared_ptr<Policy>>& policies, const ClaimFacts& claim,
                const std::map<std::string, Calendar>& calendars, const Settings& settings) {
  Decision out;
  out.as_of = claim.as_of;
  auto requested = claim.facts.find(path_id("claim.requests"));
  out.requested = requested == claim.facts.end() ? "any" : requested->second.text;

  struct Standing {
    std::shared_ptr<Policy> policy;
    Applies own = Applies::yes;
    Why why;
    std::optional<Applies> final;
  };
  std::vector<Standing> all;
  for (const auto& policy : policies) {
    Standing one;
    one.policy = policy;
    one.own = Judge(*policy, claim, calendars, settings).applies(one.why);
    all.push_back(std::move(one));
  }
  std::function<Applies(Standing&)> settle = [&](Standing& one) {
    if (one.final) return *one.final;
    Applies result = one.own;
    if (result == Applies::yes || result == Applies::open) {
      for (Standing& other : all) {
        if (&other == &one) continue;
        bool yields = std::any_of(one.policy->yields_to.begin(), one.policy->yields_to.end(),
                                  [&](const std::string& to) {
                                    return to == other.policy->basis || to == other.policy->id;
                                  });
        if (!yields) continue;
        Applies theirs = settle(other);
        if (theirs == Applies::yes) result = Applies::no;
        if (theirs == Applies::open && result != Applies::no) {
          result = Applies::open;
          one.why.add(other.why);
        }
      }
    }
    one.final = result;
    return result;
  };
  bool certain = false;
  for (Standing& one : all) {
    Applies applies = settle(one);
    if (applies == Applies::null) out.not_applied.push_back(one.policy->id);
    if (applies != Applies::yes && applies != Applies::open) continue;
    if (applies == Applies::yes) certain = true;
    Judge judge(*one.policy, claim, calendars, settings);
    PolicyAnswer answer = judge.answer();
    if (out.requested != "any" && !answer.remedies.contains(out.requested))
      answer.remedies[out.requested] = judge.remedy(out.requested);
    answer.applies = applies;
    answer.applying = one.why;
    answer.outcome = applies == Applies::open
                         ? "needs_facts"
                         : outcome_of(answer.remedies, out.requested, [&](const std::string& name) {
                             return one.policy->is_side(name);
                           });
    out.policies.push_back(std::move(answer));
  }
  for (const auto& [name, list] : claim.lists) {
    for (std::size_t i = 0; i < list.events.size(); ++i) {
      std::string event = name + "[" + std::to_string(i) + "]";
      if (list.events[i].later) out.ignored.push_back(event);
      if (list.events[i].cut) out.ignored.push_back(event + ".returned_on");
    }
  }
  std::sort(out.policies.begin(), out.policies.end(),
            [](const PolicyAnswer& a, const PolicyAnswer& b) {
              return a.policy->id != b.policy->id ? a.policy->id < b.policy->id
                                                  : a.policy->version < b.policy->version;
            });
  if (out.policies.empty()) {
    out.outcome = "not_covered";
    return out;
  }

  std::set<std::string> listed, side;
  for (const PolicyAnswer& answer : out.policies) {
    for (const auto& [name, remedy] : answer.remedies) {
      listed.insert(name);
      if (answer.policy->is_side(name)) side.insert(name);
    }
  }
  for (const std::string& name : listed) {
    struct Standing2 {
      const PolicyAnswer* answer;
      Remedy remedy;
    };
    std::vector<Standing2> here;
    for (const PolicyAnswer& answer : out.policies) {
      auto at = answer.remedies.find(name);
      // A policy that does not grant the remedy may still hold an exclusion of it.
      Remedy remedy = at != answer.remedies.end()
                          ? at->second
                          : Judge(*answer.policy, claim, calendars, settings).remedy(name);
      if (answer.applies == Applies::open && remedy.status != Status::unavailable) {
        bool too_many = remedy.too_many;
        remedy = {};
        remedy.status = Status::unknown;
        remedy.too_many = too_many;
      }
      here.push_back({&answer, std::move(remedy)});
    }
    const Standing2* best = nullptr;
    bool too_many = false, until_left_out = false;
    std::vector<std::string> ids;
    for (const Standing2& one : here) {
      too_many = too_many || one.remedy.too_many;
      until_left_out = until_left_out || one.remedy.until_left_out;
      if (best == nullptr || rank(one.remedy.status) < rank(best->remedy.status)) best = &one;
    }
    auto net = [](const Remedy& remedy) -> std::optional<Ratio> {
      return remedy.has_money ? remedy.net : std::optional<Ratio>(Ratio(0));
    };
    std::optional<Day> until;
    bool endless = false, at_least = false;
    for (const Standing2& one : here) {
      if (one.remedy.status != best->remedy.status) continue;
      ids.push_back(one.answer->policy->id);
      if (one.remedy.until) {
        if (!until || *until < *one.remedy.until) until = one.remedy.until;
      } else {
        endless = true;
      }
      if (&one == best) continue;
      bool given =
          one.remedy.status == Status::available || one.remedy.status == Status::conditional;
      if (!given) continue;
      auto mine = net(best->remedy), theirs = net(one.remedy);
      if (theirs && (!mine || *mine < *theirs)) best = &one;
    }
    for (const Standing2& one : here) {
      Status status = one.remedy.status;
      if (status == Status::available || status == Status::conditional ||
          status == Status::conflict || one.remedy.at_least) {
        at_least = true;
      }
    }
    if (best->remedy.status == Status::unavailable) {
      for (const Standing2& one : here) {
        // Also one whose applying is open.
        if (!one.remedy.excluded_by.empty()) {
          best = &one;
          break;
        }
      }
    }
    Remedy combined = best->remedy;
    combined.too_many = too_many;
    combined.until_left_out = until_left_out;
    // While applying is open, `at_least` is left out.
    bool applying_open = std::any_of(here.begin(), here.end(), [](const Standing2& one) {
      return one.answer->applies == Applies::open && one.remedy.status != Status::unavailable;
    });
    if (combined.status == Status::unknown) combined.at_least = at_least && !applying_open;
    combined.until = endless ? std::nullopt : until;
    if (combined.status != Status::unavailable || !combined.excluded_by.empty())
      out.policy_of[name] = best->answer->policy->id;
    for (const Standing2& one : here) {
      bool alike = one.remedy.status == combined.status;
      bool amount_open = one.remedy.has_money && !one.remedy.net;
      if (one.answer == best->answer || combined.status == Status::unknown) continue;
      if (one.remedy.status == Status::unknown || (alike && amount_open))
        out.may_improve[name].push_back(one.answer->policy->id);
    }
    if (ids.size() > 1 && combined.status != Status::unavailable) out.policies_of[name] = ids;
    out.remedies[name] = std::move(combined);
  }
  out.outcome = outcome_of(out.remedies, out.requested,
                           [&](const std::string& name) { return side.contains(name); });
  if (out.outcome == "denied" && !certain) out.outcome = "needs_facts";
  return out;
}

}  // namespace oracle
