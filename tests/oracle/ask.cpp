// SPDX-License-Identifier: Apache-2.0
//
// The sets of `ask`; see ask.hpp. docs/language.md section 7, "Asking".
// In: a claim and what is asked. Out: faults.
// Never reads how the library searches.
// Tested by its comparison with the library, oracle.random.
#include "ask.hpp"

#include <algorithm>
#include <set>

namespace oracle {

namespace {

using Path = std::string;
using Values = std::vector<std::string>;  // as JSON

/// In the place of a remedy: whether the outcome is settled.
const std::string the_outcome = "the outcome";
constexpr std::size_t tries_of_listed = 10'000, tries_of_others = 400;
/// So many sets of two and of three facts are looked at, spread over all.
constexpr std::size_t most_pairs = 120, most_triples = 40, tries_of_triples = 100;

std::string quoted(const std::string& text) {
  return '"' + text + '"';
}

std::string quoted_all(const std::set<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts)
    out += (out.empty() ? "" : ",") + quoted(text);
  return out;
}

Json* member(Json& object, const std::string& name) {
  for (JsonMember& one : object.members) {
    if (one.name == name) return &one.value;
  }
  object.members.push_back({name, {}});
  return &object.members.back().value;
}

// `purchase.price`, `checks`, `repairs[0].fixed`.
void put(Json& claim, const Path& path, const std::string& value) {
  std::size_t dot = path.find('.');
  std::string head = path.substr(0, dot);
  Json* at = nullptr;
  if (std::size_t bracket = head.find('['); bracket != std::string::npos) {
    at = member(claim, head.substr(0, bracket));
    at = &at->items[static_cast<std::size_t>(std::stoul(head.substr(bracket + 1)))];
  } else {
    at = member(claim, head);
  }
  if (dot != std::string::npos) {
    at->kind = Json::Kind::object;
    at = member(*at, path.substr(dot + 1));
  }
  *at = read_json(value);
}

class Asking {
 public:
  explicit Asking(const Asked& asked) : asked_(asked) {
    for (const auto& policy : asked.policies) {
      days_.insert(policy->used_days.begin(), policy->used_days.end());
      lengths_.insert(policy->lengths.begin(), policy->lengths.end());
      literals_.insert(policy->literals.begin(), policy->literals.end());
      // One text may be assumed for another.
      for (const auto& [path, words] : policy->words)
        texts_.insert(words.begin(), words.end());
      if (policy->in_force_from) days_.insert(*policy->in_force_from);
    }
    look(asked.claim);
    if (asked.as_of) days_.insert(*asked.as_of);
    // The first and the last that a record may hold.
    std::set<Day> around{*read_day("1970-01-01"), *read_day("2199-12-31")};
    for (Day day : days_) {
      around.insert({day - 1, day, day + 1});
      for (const std::string& length : lengths_) {
        std::size_t blank = length.find(' ');
        auto n = static_cast<std::int64_t>(decimal(length.substr(0, blank))->top);
        bool months = length.find(" month") != std::string::npos;
        bool years = length.find(" year") != std::string::npos;
        for (std::int64_t sign : {-1, 1}) {
          Day end = day + sign * n;
          if (months || years)
            end = *add_months(day, sign * n * (years ? 12 : 1), MonthEnd::last_day);
          around.insert({end - 1, end, end + 1});
        }
      }
    }
    for (Day day : around) {
      if (day >= 0 && day <= *read_day("2199-12-31")) all_days_.push_back(day);
    }
  }

  Values values(const Path& path) const {
    std::size_t dot = path.find('.');
    std::string head = path.substr(0, path.find_first_of("[."));
    for (const auto& policy : asked_.policies) {
      auto list = policy->lists.find(head);
      if (list == policy->lists.end()) {
        if (auto fact = policy->facts.find(path); fact != policy->facts.end())
          return of_type(fact->second, path);
      } else if (dot == std::string::npos) {
        return {"[]"};
      } else if (auto field = list->second.find(path.substr(dot + 1));
                 field != list->second.end()) {
        return of_type(field->second, head + "." + field->first);
      }
    }
    return {};
  }

  /// Whether the number that settles it may be worked out by the library and not stand among those that are tried here.
  bool may_be_any_number(const Path& path) const {
    Values all = values(path);
    return all.size() > 2 && std::all_of(all.begin(), all.end(), [](const std::string& value) {
             return decimal(value.front() == '"' ? value.substr(1, value.size() - 2) : value);
           });
  }

  /// Whether so many answers are left out here; the library has a bound as well (docs/language.md section 7,
  /// "Asking").
  bool beyond_bound(const std::vector<Path>& facts) const { return combinations(facts) > 40'000; }
  /// Whether all answers to them would be tried, were they listed.
  bool all_are_tried(const std::vector<Path>& facts) const {
    return combinations(facts) <= tries_of_listed;
  }

  /// Whether some answers, of those that are tried, settle the remedy. `beyond`: what is said of answers after which more
  /// tests are undecided than are completed here.
  bool settles(const std::vector<Path>& facts, const std::string& remedy, bool amount,
               std::size_t most_tries = tries_of_others, bool beyond = false) const {
    std::vector<Values> choices;
    std::size_t combinations = 1;
    for (const Path& fact : facts) {
      choices.push_back(values(fact));
      combinations *= choices.back().size();
      if (choices.back().empty()) return false;
    }
    std::size_t tries = std::min(combinations, most_tries);
    for (std::size_t t = 0; t < tries; ++t) {
      // Spread over all of them, whatever their number.
      std::size_t which = combinations == tries ? t : (t * 7919 + t / 3) % combinations;
      Json claim = asked_.claim;
      for (std::size_t i = 0; i < facts.size(); ++i) {
        put(claim, facts[i], choices[i][which % choices[i].size()]);
        which /= choices[i].size();
      }
      if (settled(claim, remedy, amount, beyond)) return true;
    }
    return false;
  }

 private:
  std::size_t combinations(const std::vector<Path>& facts) const {
    std::size_t product = 1;
    for (const Path& fact : facts)
      product *= values(fact).size();
    return product;
  }
  bool settled(const Json& claim, const std::string& remedy, bool amount, bool beyond) const {
    ClaimFacts facts = read_claim(claim, asked_.policies, asked_.as_of);
    if (!possible(facts)) return false;
    Settings settings;
    settings.status_only = true;
    Decision decision = decide(asked_.policies, facts, asked_.calendars, settings);
    if (remedy == the_outcome) {
      // What else stands in the decision has no part in its outcome.
      bool too_many =
          std::any_of(decision.remedies.begin(), decision.remedies.end(), [&](const auto& one) {
            const bool asked = decision.requested == "any" || one.first == decision.requested;
            return asked && one.second.too_many;
          });
      return too_many ? beyond : decision.outcome != "needs_facts";
    }
    auto at = decision.remedies.find(remedy);
    if (at == decision.remedies.end()) return true;  // no policy applies
    const Remedy& one = at->second;
    if (one.too_many) return beyond;
    if (one.status == Status::unknown) return false;
    return !amount || !one.has_money || one.net.has_value();
  }
  // A repair is not given back before it came, nor is a claim judged before it was filed.
  bool possible(const ClaimFacts& facts) const {
    auto filed = facts.facts.find(path_id("claim.filed_on"));
    if (filed != facts.facts.end() && filed->second.kind == Val::Kind::date && facts.as_of &&
        *facts.as_of < filed->second.day) {
      return false;
    }
    auto repairs = facts.lists.find("repairs");
    if (repairs == facts.lists.end()) return true;
    return std::all_of(
        repairs->second.events.begin(), repairs->second.events.end(), [](const ClaimEvent& event) {
          auto begin = event.fields.find("received_on");
          auto end = event.fields.find("returned_on");
          return begin == event.fields.end() || end == event.fields.end() ||
                 begin->second.kind != Val::Kind::date || end->second.kind != Val::Kind::date ||
                 begin->second.day <= end->second.day;
        });
  }

  // Days and numbers that the claim speaks of.
  void look(const Json& json) {
    for (const JsonMember& one : json.members)
      look(one.value);
    for (const Json& one : json.items)
      look(one);
    if (json.kind == Json::Kind::text && (json.text.size() == 10 || json.text.find('T') == 10)) {
      if (auto day = read_day(json.text.substr(0, 10))) days_.insert(*day);
    }
    if ((json.kind == Json::Kind::text || json.kind == Json::Kind::number) && decimal(json.text))
      literals_.insert(json.text);
    if (json.kind != Json::Kind::text) return;
    texts_.insert(json.text);
    std::size_t blank = json.text.find(' ');
    if (blank != std::string::npos && decimal(json.text.substr(0, blank)))
      lengths_.insert(json.text);
  }
  Values numbers(int places) const {
    std::set<std::string> out;
    for (const std::string& text : literals_) {
      for (const Ratio& by : {Ratio(-1), Ratio(0), Ratio(1)}) {
        Ratio n = *decimal(text) + by;
        if (n < Ratio(0)) continue;
        Ratio whole = rounded(n, Ratio(1), Rounding::down);
        out.insert(written(whole, 0));
        if (places > 0) out.insert(written(rounded(n, Ratio(1, 100), Rounding::down), 2));
      }
    }
    out.insert({"0", "1", "100000"});
    return {out.begin(), out.end()};
  }
  Values of_type(const FactType& type, const Path& path) const {
    Values out;
    std::set<std::string> words(type.members.begin(), type.members.end());
    for (const auto& one : asked_.policies) {
      if (auto spoken = one->words.find(path); spoken != one->words.end())
        words.insert(spoken->second.begin(), spoken->second.end());
    }
    if (type.open || type.members.empty()) {
      words.insert({"x", "another"});
      words.insert(texts_.begin(), texts_.end());
    }
    switch (type.type) {
      case Type::boolean:
        return {"true", "false"};
      case Type::date:
        if (path != "claim.filed_on" && path != "repairs.received_on")
          out.push_back(quoted("never"));
        for (Day day : all_days_)
          out.push_back(quoted(write_day(day)));
        return out;
      case Type::number:
      case Type::days:
        return numbers(type.whole || type.type == Type::days ? 0 : 2);
      case Type::money:
        for (const std::string& n : numbers(2))
          out.push_back(quoted(n));
        return out;
      case Type::rate:
        return {quoted("0%"), quoted("0.5%"), quoted("100%"), quoted("1000%"), quoted("100000%")};
      case Type::length:
        out = {quoted("0 days"), quoted("1 day"), quoted("1000 months")};
        for (const std::string& length : lengths_)
          out.push_back(quoted(length));
        return out;
      case Type::set:
        out.emplace_back("[]");
        for (const std::string& word : words)
          out.push_back("[" + quoted(word) + "]");
        out.push_back("[" + quoted_all(words) + "]");
        return out;
      default:
        for (const std::string& word : words)
          out.push_back(quoted(word));
        return out;
    }
  }

  const Asked& asked_;
  std::set<Day> days_;
  std::set<std::string> lengths_, literals_, texts_;
  std::vector<Day> all_days_;
};

std::vector<Path> texts_of(const Json& list) {
  std::vector<Path> out;
  for (const Json& one : list.items)
    out.push_back(one.text);
  return out;
}
std::string listed(const std::vector<Path>& facts) {
  std::string out;
  for (const Path& fact : facts)
    out += (out.empty() ? "" : " + ") + fact;
  return out;
}

// Whether nothing else keeps the outcome open: each policy has an answer of its own.
bool only_applying(const Decision& oracle) {
  const auto answers = [&](const PolicyAnswer& policy) {
    bool unknown = false, available = false;
    for (const auto& [name, remedy] : policy.remedies) {
      bool any = oracle.requested == "any" && !policy.policy->is_side(name);
      if (!any && name != oracle.requested) continue;
      unknown = unknown || remedy.status == Status::unknown;
      available = available || remedy.status == Status::available;
    }
    return available || !unknown;
  };
  return oracle.outcome == "needs_facts" &&
         std::any_of(oracle.policies.begin(), oracle.policies.end(),
                     [](const auto& policy) { return policy.applies == Applies::open; }) &&
         std::all_of(oracle.policies.begin(), oracle.policies.end(), answers);
}

/// An entry of `ask`: `goal` is its remedy, or the outcome.
struct Entry {
  const Asking& asking;
  std::string what;  // "ask return: "
  std::string goal;
  bool amount = false;
  std::vector<Path> all;
  std::set<std::vector<Path>> sets;

  Entry(const Asking& of, const Json& entry, std::string settles, bool is_amount)
      : asking(of),
        what("ask " + entry.at("remedy") + ": "),
        goal(std::move(settles)),
        amount(is_amount),
        all(texts_of(*entry.find("all"))) {
    for (const Json& set : entry.find("sets")->items) {
      std::vector<Path> facts = texts_of(set);
      std::sort(facts.begin(), facts.end());
      sets.insert(std::move(facts));
    }
  }
  [[nodiscard]] bool among_all(const Path& fact) const {
    return std::find(all.begin(), all.end(), fact) != all.end();
  }
};

// Each set is of facts that are missing, and some answer to it settles what is asked about.
void look_at_listed(const Entry& entry, std::vector<std::string>& out) {
  for (const auto& facts : entry.sets) {
    for (const Path& fact : facts) {
      if (!entry.among_all(fact)) out.push_back(entry.what + fact + " is not among all");
    }
    if (std::any_of(facts.begin(), facts.end(),
                    [&](const Path& fact) { return entry.asking.may_be_any_number(fact); }))
      continue;
    if (!entry.amount && (facts.size() < 3 || entry.asking.all_are_tried(facts)) &&
        !entry.asking.settles(facts, entry.goal, entry.amount, tries_of_listed, true))
      out.push_back(entry.what + "no answer found to " + listed(facts));
  }
}

// No fact, no two and no three of them that are not listed have such an answer.
void look_at_others(const Entry& entry, std::vector<std::string>& out) {
  const auto& [asking, what, goal, amount, all, sets] = entry;
  for (const Path& fact : all) {
    if (!sets.contains({fact}) && asking.settles({fact}, goal, amount))
      out.push_back(what + fact + " is not listed, and settles it");
  }
  const auto has_listed_part = [&](const std::vector<Path>& triple) {
    for (std::size_t i = 0; i < 3; ++i) {
      std::vector<Path> pair = triple;
      pair.erase(pair.begin() + static_cast<std::ptrdiff_t>(i));
      if (entry.sets.contains({triple[i]}) || entry.sets.contains(pair)) return true;
    }
    return entry.sets.contains(triple);
  };
  std::vector<std::vector<Path>> pairs, triples;
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t j = i + 1; j < all.size(); ++j) {
      std::vector<Path> pair{all[i], all[j]};
      std::sort(pair.begin(), pair.end());
      if (!sets.contains({all[i]}) && !sets.contains({all[j]}) && !sets.contains(pair))
        pairs.push_back(std::move(pair));
      for (std::size_t k = j + 1; k < all.size(); ++k) {
        std::vector<Path> triple{all[i], all[j], all[k]};
        std::sort(triple.begin(), triple.end());
        if (!has_listed_part(triple)) triples.push_back(std::move(triple));
      }
    }
  const auto look_at = [&](const std::vector<std::vector<Path>>& others, std::size_t most,
                           std::size_t tries) {
    for (std::size_t i = 0; i < others.size(); i += 1 + others.size() / most)
      if (!entry.asking.beyond_bound(others[i]) &&
          entry.asking.settles(others[i], entry.goal, entry.amount, tries))
        out.push_back(entry.what + listed(others[i]) + " is not listed, and settles it");
  };
  look_at(pairs, most_pairs, tries_of_others);
  look_at(triples, most_triples, tries_of_triples);
}

// The entry of what was asked for, where only the question whether a policy applies keeps the outcome open.
void look_at_outcome(const Asking& asking, const Json& entries, const Decision& oracle,
                     std::vector<std::string>& out) {
  const Json* found = nullptr;
  for (const Json& one : entries.items) {
    if (one.at("remedy") == oracle.requested) found = &one;
  }
  const std::string what = "ask " + oracle.requested + ": ";
  if (found == nullptr || !only_applying(oracle)) {
    if (found != nullptr && oracle.requested == "any")
      out.push_back(what + "more than applying keeps the outcome open");
    return;
  }
  if (oracle.requested == "any" && found != &entries.items.back())
    out.push_back(what + "it is not the last entry");
  const Entry entry(asking, *found, the_outcome, false);
  look_at_listed(entry, out);
  look_at_others(entry, out);
}

}  // namespace

std::vector<std::string> asking_faults(const Asked& asked, const Json& library,
                                       const Decision& oracle) {
  std::vector<std::string> out;
  const Json* entries = library.find("ask");
  auto entry_of = [&](const std::string& remedy) -> const Json* {
    for (const Json& entry : entries->items) {
      if (entry.at("remedy") == remedy) return &entry;
    }
    return nullptr;
  };
  const Asking asking(asked);
  look_at_outcome(asking, *entries, oracle, out);
  for (const auto& [remedy, answer] : oracle.remedies) {
    if (remedy == oracle.requested && only_applying(oracle)) continue;
    bool given = answer.status == Status::available || answer.status == Status::conditional;
    bool amount = given && answer.has_money && !answer.net;
    if (answer.too_many || (answer.status != Status::unknown && !amount)) continue;
    const Json* found = entry_of(remedy);
    if (found == nullptr) {
      // Nulls and gaps alone leave nothing to ask.
      if (!amount && library.find("gaps") == nullptr)
        out.push_back("ask: nothing is asked about " + remedy + ", which is unknown");
      continue;
    }
    const Entry entry(asking, *found, remedy, amount);
    look_at_listed(entry, out);
    look_at_others(entry, out);
    // What an open test reads, by the trees, is asked for.
    for (int fact : answer.all) {
      const Path& path = path_name(fact);
      if (!entry.among_all(path) && asking.settles({path}, remedy, amount))
        out.push_back(entry.what + path + " is not among all, and settles it");
    }
  }
  return out;
}

}  // namespace oracle
