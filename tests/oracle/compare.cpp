// SPDX-License-Identifier: Apache-2.0
//
// The comparison; see compare.hpp. README.md lists what is compared.
// In: two decisions. Out: differences.
// Never compares words printed for people.
// Tested by its comparison with the library, oracle.random.
#include "compare.hpp"

#include <algorithm>
#include <set>

namespace oracle {

namespace {

using Flat = std::map<std::string, std::string>;

std::vector<std::string> texts(const Json* json) {
  std::vector<std::string> out;
  if (json == nullptr) return out;
  for (const Json& item : json->items)
    out.push_back(item.text);
  return out;
}
std::string list(const std::vector<std::string>& ids) {
  std::string out;
  for (const std::string& id : ids)
    out += (out.empty() ? "" : " ") + id;
  return out;
}
std::string list(const Json* json) {
  return list(texts(json));
}
std::string sorted(std::vector<std::string> ids) {
  std::sort(ids.begin(), ids.end());
  return list(ids);
}
void put(Flat& flat, const std::string& key, const std::string& value) {
  if (!value.empty()) flat[key] = value;
}

std::string list(const std::set<std::string>& names) {
  return list(std::vector<std::string>(names.begin(), names.end()));
}
// What is assumed, and parameters, as `name=value`; gaps.
std::string named_values(const Json* json, const char* name) {
  std::set<std::string> out;
  for (std::size_t i = 0; json != nullptr && i < json->items.size(); ++i) {
    const Json& item = json->items[i];
    const Json& value = *item.find("value");
    bool plain = value.kind != Json::Kind::array && value.kind != Json::Kind::object;
    out.insert(item.at(name) + "=" + (plain ? value.text : write_json(value)) +
               (item.at("set") == "true" ? " set" : ""));
  }
  return list(out);
}
std::string term_value(const Json& value) {
  if (value.kind == Json::Kind::null) return "null";
  if (value.find("zh") || value.find("en")) return "text";
  if (value.kind == Json::Kind::object) {
    const auto& [unit, n] = value.members.at(0);
    return unit + ":" + n.text;
  }
  return value.text;
}

void flatten_remedy(const Json& remedy, const std::string& at, Flat& flat) {
  put(flat, at + "status", remedy.at("status"));
  put(flat, at + "at_least", remedy.at("at_least"));
  put(flat, at + "policy", remedy.at("policy"));
  put(flat, at + "policies", list(remedy.find("policies")));
  put(flat, at + "may_improve", list(remedy.find("may_improve")));
  for (const char* key : {"rules", "excluded_by", "needs"})
    put(flat, at + key, list(remedy.find(key)));
  for (const char* side : {"pays", "charges"}) {
    if (const Json* amounts = remedy.find(side)) {
      for (const auto& [key, amount] : amounts->members)
        put(flat, at + side + "." + key, amount.kind == Json::Kind::null ? "null" : amount.text);
    }
  }
  if (const Json* net = remedy.find("net"))
    put(flat, at + "net", net->kind == Json::Kind::null ? "null" : net->text);
  for (const char* key : {"conflict", "preferred"}) {
    const Json* groups = remedy.find(key);
    if (groups == nullptr) continue;
    for (const Json& group : groups->items) {
      std::string text;
      for (const char* side : {"pays", "charges"}) {
        if (const Json* amounts = group.find(side)) {
          for (const auto& [name, amount] : amounts->members)
            text += " " + name + "=" + (amount.kind == Json::Kind::null ? "null" : amount.text);
        }
      }
      flat[at + key + "." + list(group.find("rules"))] = text.empty() ? "nothing" : text;
    }
  }
  if (const Json* terms = remedy.find("terms")) {
    for (const auto& [rule, body] : terms->members) {
      for (const auto& [key, value] : body.members)
        put(flat, at + "terms." + rule + "." + key, term_value(value));
    }
  }
  put(flat, at + "until", remedy.at("until"));
}

// Of periods that are counted alike one name is told, whichever of them is meant.
template <typename Names>
std::string gaps(const Names& names, const Decision& oracle) {
  constexpr std::string_view kind = "month_end: ";
  std::set<std::string> out;
  for (std::string gap : names) {
    for (const PolicyAnswer& answer : oracle.policies) {
      const auto& alike = answer.policy->counted_alike;
      const bool is_end = gap.starts_with(kind);
      auto at = is_end ? alike.find(gap.substr(kind.size())) : alike.end();
      if (at != alike.end()) gap = std::string(kind) + at->second;
    }
    out.insert(gap);
  }
  return list(out);
}

Flat flatten(const Json& library, const Decision& oracle) {
  Flat flat;
  put(flat, "outcome", library.at("outcome"));
  if (library.at("as_of") != "null") put(flat, "as_of", library.at("as_of"));
  put(flat, "ignored", sorted(texts(library.find("ignored"))));
  put(flat, "requested", library.at("requested"));
  put(flat, "assumed", named_values(library.find("assumed"), "fact"));
  put(flat, "gaps", gaps(texts(library.find("gaps")), oracle));
  put(flat, "unread", sorted(texts(library.find("unread"))));
  if (const Json* others = library.find("not_applied")) {
    for (const Json& one : others->items)
      flat["not_applied." + one.at("policy") + "@" + one.at("version")] =
          sorted(texts(one.find("because")));
  }
  if (const Json* remedies = library.find("remedies")) {
    for (const auto& [name, remedy] : remedies->members)
      flatten_remedy(remedy, "remedies." + name + ".", flat);
  }
  if (const Json* policies = library.find("policies")) {
    for (const Json& policy : policies->items) {
      std::string at = "policies." + policy.at("policy") + "@" + policy.at("version") + ".";
      put(flat, at + "outcome", policy.at("outcome"));
      put(flat, at + "assumed", named_values(policy.find("assumed"), "fact"));
      put(flat, at + "parameters", named_values(policy.find("parameters"), "name"));
      put(flat, at + "gaps", gaps(texts(policy.find("gaps")), oracle));
      for (const char* key : {"recalled", "notices"})
        put(flat, at + key, list(policy.find(key)));
      if (const Json* remedies = policy.find("remedies")) {
        for (const auto& [name, remedy] : remedies->members)
          flatten_remedy(remedy, at + "remedies." + name + ".", flat);
      }
      if (const Json* codes = policy.find("codes")) {
        for (const char* key : {"holds", "open", "fails", "overridden"})
          put(flat, at + "codes." + key, list(codes->find(key)));
      }
    }
  }
  return flat;
}

void flatten_remedy(const Remedy& remedy, const std::string& at, int places, Flat& flat) {
  auto amount = [&](const std::optional<Ratio>& one) {
    return one ? written(*one, places) : std::string("null");
  };
  put(flat, at + "status", status_word(remedy.status));
  if (remedy.at_least) put(flat, at + "at_least", "conditional");
  put(flat, at + "rules", list(remedy.rules));
  put(flat, at + "excluded_by", list(remedy.excluded_by));
  put(flat, at + "needs", list(remedy.needs));
  for (const auto& [key, one] : remedy.pays)
    put(flat, at + "pays." + key, amount(one));
  for (const auto& [key, one] : remedy.charges)
    put(flat, at + "charges." + key, amount(one));
  if (remedy.has_money) put(flat, at + "net", amount(remedy.net));
  auto put_groups = [&](const std::string& word, const std::vector<Group>& groups) {
    for (const Group& group : groups) {
      std::string text;
      for (const auto& [key, one] : group.pays)
        text += " " + key + "=" + amount(one);
      for (const auto& [key, one] : group.charges)
        text += " " + key + "=" + amount(one);
      flat[at + word + "." + list(group.rules)] = text.empty() ? "nothing" : text;
    }
  };
  put_groups("conflict", remedy.conflict);
  put_groups("preferred", remedy.preferred);
  for (const std::string& term : remedy.terms) {
    std::size_t equals = term.find('=');
    put(flat, at + "terms." + term.substr(0, equals), term.substr(equals + 1));
  }
  if (remedy.until) put(flat, at + "until", write_day(*remedy.until));
}

Flat flatten(const Decision& oracle) {
  Flat flat;
  put(flat, "outcome", oracle.outcome);
  if (oracle.as_of) put(flat, "as_of", write_day(*oracle.as_of));
  put(flat, "ignored", sorted(oracle.ignored));
  put(flat, "requested", oracle.requested);
  put(flat, "assumed", list(oracle.assumed));
  put(flat, "gaps", gaps(oracle.gaps, oracle));
  put(flat, "unread", list(oracle.unread));
  for (const NotApplied& one : oracle.not_applied) {
    if (one.by_null || oracle.policies.empty())
      flat["not_applied." + one.policy->id + "@" + one.policy->version] = list(one.because);
  }
  for (const auto& [name, remedy] : oracle.remedies) {
    std::string at = "remedies." + name + ".";
    int places = oracle.policies.front().policy->places;
    flatten_remedy(remedy, at, places, flat);
    if (auto id = oracle.policy_of.find(name); id != oracle.policy_of.end())
      put(flat, at + "policy", id->second);
    if (auto ids = oracle.may_improve.find(name); ids != oracle.may_improve.end())
      put(flat, at + "may_improve", list(ids->second));
    if (auto ids = oracle.policies_of.find(name); ids != oracle.policies_of.end())
      put(flat, at + "policies", list(ids->second));
  }
  for (const PolicyAnswer& answer : oracle.policies) {
    std::string at = "policies." + answer.policy->id + "@" + answer.policy->version + ".";
    put(flat, at + "outcome", answer.outcome);
    put(flat, at + "assumed", list(answer.assumed));
    put(flat, at + "parameters",
        list(std::set(answer.parameters.begin(), answer.parameters.end())));
    put(flat, at + "gaps", gaps(answer.gaps, oracle));
    put(flat, at + "recalled", list(answer.recalled));
    put(flat, at + "notices", list(answer.notices));
    for (const auto& [name, remedy] : answer.remedies)
      flatten_remedy(remedy, at + "remedies." + name + ".", answer.policy->places, flat);
    put(flat, at + "codes.holds", list(answer.codes_holds));
    put(flat, at + "codes.open", list(answer.codes_open));
    put(flat, at + "codes.fails", list(answer.codes_fails));
    put(flat, at + "codes.overridden", list(answer.codes_overridden));
  }
  return flat;
}

// With `not_covered` the five nearest are named, and the documents do not say in figures which are near: those that
// the library leaves out are left out here, as long as it names five.
void leave_out_far_policies(const Flat& library, const Decision& oracle, Flat& flat) {
  std::vector<std::string> left_out;
  std::size_t named = 0;
  for (const NotApplied& one : oracle.not_applied) {
    std::string key = "not_applied." + one.policy->id + "@" + one.policy->version;
    if (library.contains(key)) ++named;
    if (!library.contains(key) && !one.by_null) left_out.push_back(key);
  }
  if (named < 5) return;
  for (const std::string& key : left_out)
    flat.erase(key);
}

// Of a remedy with more undecided atoms than are completed: no completion that was tried gives another status than the
// one that is told, and none less than the least that is told.
void compare_sampled(const Flat& library, const PolicyAnswer& answer, const std::string& name,
                     const Remedy& remedy, std::vector<std::string>& out) {
  if (!remedy.too_many || remedy.sampled.empty()) return;
  const std::string at =
      "policies." + answer.policy->id + "@" + answer.policy->version + ".remedies." + name + ".";
  auto told = [&](const char* key) {
    auto found = library.find(at + key);
    return found == library.end() ? std::string() : found->second;
  };
  const std::string status = told("status");
  for (Status one : remedy.sampled) {
    if (status != "unknown" && status != status_word(one))
      out.push_back(at + "status: library `" + status + "`, a completion `" + status_word(one) +
                    "`");
  }
  if (!told("at_least").empty() && remedy.sampled_not_due)
    out.push_back(at + "at_least: library `" + told("at_least") + "`, a completion is not due");
}

}  // namespace

std::vector<std::string> differences(const Json& library, const Decision& oracle) {
  // Remedies with more undecided atoms than are completed, and what hangs on them.
  std::set<std::string> left_out, partly;
  for (const auto& [name, remedy] : oracle.remedies) {
    if (remedy.too_many) left_out.insert("remedies." + name + ".");
    if (remedy.until_left_out) left_out.insert("remedies." + name + ".until");
  }
  bool any_left_out = false;
  for (const PolicyAnswer& answer : oracle.policies) {
    std::string at = "policies." + answer.policy->id + "@" + answer.policy->version + ".";
    for (const auto& [name, remedy] : answer.remedies) {
      if (remedy.until_left_out) left_out.insert(at + "remedies." + name + ".until");
      if (!remedy.too_many) {
        // Which amounts stand against each other is compared where one completion tells.
        if (!remedy.one_way) {
          partly.insert(at + "remedies." + name + ".");
          partly.insert("remedies." + name + ".");
        }
        continue;
      }
      any_left_out = true;
      left_out.insert(at + "remedies." + name + ".");
      left_out.insert("remedies." + name + ".");
    }
  }
  auto skipped = [&](const std::string& key) {
    if (any_left_out && (key == "outcome" || key.ends_with(".outcome") ||
                         key.find(".codes.") != std::string::npos || key.ends_with("gaps") ||
                         key.ends_with(".recalled") || key.ends_with(".notices"))) {
      return true;
    }
    for (const std::string& prefix : left_out) {
      if (key.starts_with(prefix)) return true;
    }
    for (const std::string& prefix : partly) {
      if (key.starts_with(prefix + "preferred")) return true;
    }
    return false;
  };
  Flat a = flatten(library, oracle), b = flatten(oracle);
  std::vector<std::string> out;
  leave_out_far_policies(a, oracle, b);
  auto tell = [&](const std::string& key) {
    if (skipped(key)) return;
    auto said = [&](const Flat& flat) {
      auto at = flat.find(key);
      return at == flat.end() ? std::string("nothing") : "`" + at->second + "`";
    };
    std::string library_says = said(a), oracle_says = said(b);
    if (library_says != oracle_says)
      out.push_back(key + ": library " + library_says + ", oracle " + oracle_says);
  };
  for (const PolicyAnswer& answer : oracle.policies) {
    for (const auto& [name, remedy] : answer.remedies)
      compare_sampled(a, answer, name, remedy, out);
  }
  for (const auto& [key, value] : a)
    tell(key);
  for (const auto& [key, value] : b) {
    if (!a.contains(key)) tell(key);
  }
  return out;
}

}  // namespace oracle
