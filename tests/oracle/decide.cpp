// SPDX-License-Identifier: Apache-2.0
//
// Combines the answers of several policies; see decide.hpp. docs/language.md section 3, "Several policies", and
// section 7, "Applying".
// In: policies and a claim. Out: a Decision.
// Never lets an exclusion cross from one policy to another.
// Tested by its comparison with the library, oracle.random.
#include "decide.hpp"

#include <algorithm>

#include "judge.hpp"
#include "notes.hpp"

namespace oracle {

namespace {

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

Decision decide(const std::vector<std::shared_ptr<Policy>>& policies, const ClaimFacts& claim,
                const std::map<std::string, Calendar>& calendars, const Settings& settings) {
  Decision out;
  out.as_of = claim.as_of;
  out.unread = claim.unread;
  auto requested = claim.facts.find(path_id("claim.requests"));
  out.requested = requested == claim.facts.end() ? "any" : requested->second.text;

  struct Standing {
    std::shared_ptr<Policy> policy;
    Applies own = Applies::yes;
    Why why;
    std::vector<int> gaps;  // of its own applying
    std::optional<Applies> final;
  };
  std::vector<Standing> all;
  for (const auto& policy : policies) {
    Standing one;
    one.policy = policy;
    one.own = Judge(*policy, claim, calendars, settings).applies(one.why);
    if (one.own == Applies::open) one.gaps = one.why.gaps;
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
    Judge judge(*one.policy, claim, calendars, settings);
    if (applies != Applies::yes && applies != Applies::open) {
      if (!settings.status_only)
        out.not_applied.push_back({one.policy.get(), applies == Applies::null, judge.because()});
      continue;
    }
    if (applies == Applies::yes) certain = true;
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
    if (!settings.status_only) {
      add_notes(answer, claim, calendars);
      for (int gap : one.gaps)
        if (!path_name(gap).ends_with(": ")) answer.gaps.insert(path_name(gap));
      out.assumed.insert(answer.assumed.begin(), answer.assumed.end());
      for (const std::string& gap : answer.gaps)
        if (applies == Applies::yes || !gap.starts_with("no value")) out.gaps.insert(gap);
    }
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
    Why read;
    for (const Standing2& one : here) {
      for (int fact : one.remedy.all)
        read.add_absent(fact);
    }
    combined.all = read.absent;
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
