// SPDX-License-Identifier: Apache-2.0
//
// The `events` of a reason; see reason_parts.hpp. docs/records.md section 5, "Reasons", and docs/language.md section 5
// and section 7, "Event tests".
// In: the event tests that a rule speaks of. Out: each in one line, with its bound, what it measures and its events.
// Never tells because of which part of a condition an event is left out: only that it is one the rule speaks of.
// Tested by its comparison with the library, oracle.random.
#include <algorithm>

#include "mentions.hpp"
#include "notes.hpp"
#include "reason_parts.hpp"

namespace oracle {

namespace {

// The events of a test, by how they count.
struct Items {
  std::string counted, possible, left_out;
};

std::string line_of(const std::string& test, const std::string& found, const Items& items) {
  std::string line = test + found;
  if (!items.counted.empty()) line += " counted" + items.counted;
  if (!items.possible.empty()) line += " possible" + items.possible;
  if (!items.left_out.empty()) line += " left_out" + items.left_out;
  return line;
}

bool speaks_of_a_parameter(const Policy& policy, const Expr& e) {
  return policy.parameter_values.contains(&e) ||
         std::any_of(e.kids.begin(), e.kids.end(),
                     [&](const ExprPtr& kid) { return speaks_of_a_parameter(policy, *kid); });
}

std::string value_of(const Json* value) {
  return value == nullptr || value->kind == Json::Kind::null ? "null" : value->text;
}

}  // namespace

void library_events(const Json& reason, Said& said) {
  const Json* events = reason.find("events");
  if (events == nullptr) return;
  for (const Json& event : events->items) {
    std::string test = event.at("list") + " " + event.at("measure"), found;
    for (const char* bound : {"at_least", "more_than", "at_most", "fewer_than", "exactly"}) {
      if (const Json* limit = event.find(bound))
        test += std::string(" ") + bound + " " + value_of(limit);
    }
    for (const char* key : {"holds", "value", "least", "most"}) {
      if (const Json* value = event.find(key))
        found += std::string(" ") + key + " " + value_of(value);
    }
    Items items;
    if (const Json* counted = event.find("counted")) {
      for (const Json& item : counted->items)
        items.counted += " " + item.text;
    }
    if (const Json* possible = event.find("possible")) {
      for (const Json& item : possible->items)
        items.possible += " " + item.at("event");
    }
    if (const Json* left_out = event.find("left_out")) {
      for (const Json& item : left_out->items)
        items.left_out += " " + item.at("event");
    }
    said.put("events", line_of(test, found, items));
  }
}

void oracle_events(const Spoken& spoken, Evaluator& eval, Said& said) {
  const Policy& policy = eval.policy();
  for (const Expr* e : spoken.events) {
    Type type = e->text == "count" ? Type::number : e->text == "days" ? Type::days : e->of->type;
    std::string test = e->list + " " + e->text, found;
    if (e->bound) {
      test +=
          " " + e->bound_kind + " " + written(policy, eval.value(*e->bound), type, Amount::said);
      Tri holds = eval.condition(*e);
      found = std::string(" holds ") + (holds.yes() ? "true" : holds.no() ? "false" : "null");
    }
    Why unknown;
    const ClaimList* list = eval.list_of(e->list, unknown);
    std::vector<Evaluator::Seen> events;
    Evaluator::Measured measured;
    if (list != nullptr) {
      events = eval.seen(e->list, e->where);
      measured = eval.measured(*e, events);
    }
    auto amount = [&](const Ratio& number) {
      return written(policy, Val::of_number(number), type, Amount::said);
    };
    if (e->texts.empty()) {
      if (measured.possible && *measured.possible == measured.certain) {
        found += " value " + amount(measured.certain);
      } else {
        found += " least " + amount(measured.certain) + " most " +
                 (measured.possible ? amount(*measured.possible) : "null");
      }
    }
    Items items;
    for (const Evaluator::Seen& one : events) {
      std::string place = " " + e->list + "[" + std::to_string(one.index) + "]";
      if (one.where.no()) {
        items.left_out += place;
      } else if (one.where.yes() && !measured.lacking.contains(one.index)) {
        items.counted += place;
      } else {
        items.possible += place;
      }
    }
    said.put("events", line_of(test, found, items));
  }
}

void check_because(const std::string& place, const Json& reason, const Rule& rule,
                   const Spoken& spoken, const Evaluator& eval, std::vector<std::string>& out) {
  const Policy& policy = eval.policy();
  bool judged = eval.claim().as_of.has_value();
  const Json* events = reason.find("events");
  if (events == nullptr) return;
  Mentions mentions;
  add_mentions(policy, rule, mentions);
  const bool of_parameters = std::any_of(
      spoken.events.begin(), spoken.events.end(),
      [&](const Expr* e) { return e->where && speaks_of_a_parameter(policy, *e->where); });
  std::set<std::string> facts;
  for (const SpokenPeriod& one : spoken.periods)
    facts.insert(one.period->name);
  // Who reads a fact reads what keeps its assumption open.
  Mentions assumptions;
  for (const auto& [path, assumption] : policy.assumed)
    add_mentions(policy, *assumption, assumptions);
  for (const std::set<int>* spoken_of : {&mentions.facts, &assumptions.facts}) {
    for (int path : *spoken_of)
      facts.insert(path_name(path));
  }
  for (const Json& event : events->items) {
    std::set<std::string> fields = mentions.lists[event.at("list")];
    // How long it took hangs on when it began and ended.
    if (fields.contains("duration") || fields.contains("hours"))
      fields.insert({"received_on", "returned_on"});
    for (const char* key : {"possible", "left_out"}) {
      const Json* items = event.find(key);
      for (std::size_t i = 0; items != nullptr && i < items->items.size(); ++i) {
        const Json& item = items->items[i];
        const Json* because = item.find("because");
        if (because == nullptr || because->items.empty()) {
          // Without a day of judgement every event is possible only. A parameter has no name there.
          if (!of_parameters && (judged || key == std::string("left_out")))
            out.push_back(place + item.at("event") + ": " + key + " because of nothing");
          continue;
        }
        for (const Json& name : because->items) {
          if (!fields.contains(name.text) && !facts.contains(name.text))
            out.push_back(place + item.at("event") + ": " + key + " because of " + name.text);
        }
      }
    }
  }
}

}  // namespace oracle
