// SPDX-License-Identifier: Apache-2.0
//
// What an answer says beside its statuses; see notes.hpp. docs/records.md section 5, "Everything else", and
// docs/language.md section 7.
// In: a policy's answer. Out: its notes.
// Never looks at completions: what is tried is in judge.cpp.
// Tested by its comparison with the library, oracle.random.
#include "notes.hpp"

#include <algorithm>

#include "judge.hpp"
#include "mentions.hpp"
#include "read_expr.hpp"

namespace oracle {

namespace {

// To six decimals, as many as a number can be given with.
std::string decimal_text(const Ratio& exact) {
  Ratio number = rounded(exact, Ratio(1, 1'000'000), Rounding::half_up);
  int places = 0;
  for (Ratio scaled = number; !scaled.whole(); ++places)
    scaled = scaled * Ratio(10);
  return written(number, places);
}

}  // namespace

std::string written(const Policy& policy, const Val& v, Type type, Amount amount) {
  switch (v.kind) {
    case Val::Kind::never:
      return "never";
    case Val::Kind::boolean:
      return v.number == Ratio(1) ? "true" : "false";
    case Val::Kind::date:
      return write_day(v.day);
    case Val::Kind::text:
      return v.text;
    case Val::Kind::length:
      return "{\"" + v.text + "\":" + decimal_text(v.number) + "}";
    case Val::Kind::number:
      if (type == Type::money && amount == Amount::said) return written(v.number, policy.places);
      if (type == Type::money)
        return written(rounded(v.number, policy.round_to, policy.round_mode), policy.places);
      if (type == Type::rate) return decimal_text(v.number * Ratio(100)) + "%";
      if (type == Type::length) return "{\"days\":" + decimal_text(v.number) + "}";
      return decimal_text(v.number);
    case Val::Kind::set:
    case Val::Kind::list: {
      std::string out;
      for (const std::string& one : v.texts)
        out += (out.empty() ? "\"" : ",\"") + one + "\"";
      return "[" + out + "]";
    }
    default:
      return "null";
  }
}

namespace {

class Notes {
 public:
  Notes(PolicyAnswer& answer, const ClaimFacts& claim,
        const std::map<std::string, Calendar>& calendars)
      : out_(answer), policy_(*answer.policy), claim_(claim), eval_(policy_, claim, calendars) {
    eval_.tried.assign(policy_.atoms.size(), 0);
  }

  void add() {
    for (int fact : policy_.mentioned.facts)
      assume(fact);
    for (const auto& [list, fields] : policy_.mentioned.lists)
      assume(list, fields);
    if (out_.met_gap) look_for_gaps_of_conditions();
    for (const auto& [name, remedy] : out_.remedies)
      look_for_gaps_of(name, remedy);
    if (policy_.in_force_recalled) out_.recalled.emplace_back("in_force");
    for (const Rule& rule : policy_.rules) {
      const auto& fails = out_.codes_fails;
      bool failed = std::find(fails.begin(), fails.end(), rule.id) != fails.end();
      if (rule.recalled && (!failed || (is_missed(rule) && may_hold(rule))))
        out_.recalled.push_back(rule.id);
    }
    for (const auto& [id, on] : policy_.notices) {
      if (on.contains(out_.outcome)) out_.notices.push_back(id);
    }
    for (const auto& [name, shown] : policy_.shown_parameters) {
      const auto& [expr, set] = shown;
      out_.parameters.push_back(name + "=" +
                                written(policy_, eval_.value(*expr), expr->type, Amount::said) +
                                (set ? " set" : ""));
    }
  }

 private:
  // ---- what the policy assumed and its rules speak of
  void assumed(const std::string& path, const std::string& value) {
    out_.assumed.insert(path + "=" + value);
  }
  void assume(int path) {
    const std::string& name = path_name(path);
    if (claim_.facts.contains(path) || !policy_.assumed.contains(name)) return;
    Val v = eval_.fact(path);
    if (!v.is_open()) assumed(name, written(policy_, v, policy_.facts.at(name).type, Amount::said));
  }
  void assume(const std::string& list, const std::set<std::string>& fields) {
    auto at = claim_.lists.find(list);
    if (at == claim_.lists.end() || (!at->second.given && !at->second.null)) {
      if (event_lists().contains(list) || policy_.assumed_lists.contains(list)) assumed(list, "[]");
      return;
    }
    const auto& types = policy_.lists.at(list);
    bool interval = types.contains("received_on") && types.contains("returned_on");
    for (std::size_t i = 0; i < at->second.events.size(); ++i) {
      const ClaimEvent& event = at->second.events[i];
      if (event.later) continue;
      std::string place = list + "[" + std::to_string(i) + "].";
      bool going_on = interval && !event.fields.contains("returned_on");
      if (going_on) assumed(place + "returned_on", "open");
      for (const std::string& field : fields) {
        if (!is_assumed(list, event, field)) continue;
        Val v = eval_.field(list, i, field);
        if (!v.is_open())
          assumed(place + field, written(policy_, v, types.at(field).type, Amount::said));
      }
    }
  }
  // Whether a field is not as the record gives it, but for want of it, or because the event is cut.
  bool is_assumed(const std::string& list, const ClaimEvent& event,
                  const std::string& field) const {
    if (field == "duration" || field == "returned_on") return false;
    if (list == "exchanges" && field == "whole_unit") return !event.fields.contains("component");
    if (!event.fields.contains(field)) return true;
    return list == "repairs" && event.cut &&
           (field == "fixed" || field == "hours" || field == "waiting_days" || field == "replaced");
  }

  // ---- what a rule that fails rests on
  // Whether it grants what is denied, and no exclusion is the cause.
  bool is_missed(const Rule& rule) const {
    return std::any_of(rule.grants.begin(), rule.grants.end(), [&](const auto& grant) {
      auto at = out_.remedies.find(grant.first);
      return at != out_.remedies.end() && at->second.status == Status::unavailable &&
             at->second.excluded_by.empty();
    });
  }
  // Whether it would not fail if each test that rests on something recalled were open.
  bool may_hold(const Rule& rule) {
    open_tests_ = 0;
    Tri holds = Tri::of(true);
    if (rule.when) holds = both(holds, opened(*rule.when, rule));
    if (rule.unless) holds = both(holds, negated(opened(*rule.unless, rule)));
    return open_tests_ > 0 && !holds.no();
  }
  static bool is_of_figure(const Expr& e) {
    switch (e.op) {
      case Op::in_period:
      case Op::before_period:
      case Op::after_period:
      case Op::event_test:
        return true;
      case Op::equal:
      case Op::less:
      case Op::less_equal:
      case Op::greater:
      case Op::greater_equal: {
        Type type = e.kids[0]->type;
        return type == Type::number || type == Type::date || type == Type::days ||
               type == Type::length || type == Type::money || type == Type::rate;
      }
      default:
        return false;
    }
  }
  Tri opened(const Expr& e, const Rule& rule) {
    auto open = [&] {
      ++open_tests_;
      return Tri::open(Why());
    };
    switch (e.op) {
      case Op::constant:
        return !policy_.recalled && policy_.recalled_values.contains(&e) ? open()
                                                                         : Tri::of(e.k != 0);
      case Op::all:
      case Op::any: {
        Tri result = Tri::of(e.op == Op::all);
        for (const ExprPtr& kid : e.kids) {
          Tri one = opened(*kid, rule);
          result = e.op == Op::all ? both(result, one) : either(result, one);
        }
        return result;
      }
      case Op::negation:
        return negated(opened(*e.kids[0], rule));
      case Op::at_least: {
        std::int64_t yes = 0, maybe = 0;
        for (const ExprPtr& kid : e.kids) {
          Tri one = opened(*kid, rule);
          yes += one.yes() ? 1 : 0;
          maybe += one.no() ? 0 : 1;
        }
        if (yes >= e.k) return Tri::of(true);
        return maybe < e.k ? Tri::of(false) : Tri::open(Why());
      }
      case Op::choice: {
        Tri which = opened(*e.kids[0], rule);
        Tri a = opened(*e.kids[1], rule), b = opened(*e.kids[2], rule);
        return either(either(both(which, a), both(negated(which), b)), both(a, b));
      }
      default:
        break;
    }
    Mentions spoken;
    add_mentions(policy_, e, spoken);
    if ((spoken.recalled && !policy_.recalled) || (rule.marked_recalled && is_of_figure(e)))
      return open();
    return eval_.condition(e);
  }

  // ---- what a calendar or a table lacks
  void take(const Why& why) {
    for (int name : why.gaps)
      out_.gaps.insert(path_name(name));
  }
  // Of every test that stays open, whether its rule needs it or not, also of those inside others and inside amounts.
  void look_for_gaps(const std::vector<const Expr*>& atoms) {
    for (const Expr* atom : atoms)
      take(eval_.condition(*atom).why);
  }
  void look_for_gaps(const Expr& condition) {
    if (constant_of(policy_, condition)) return;
    if (is_test(condition.op)) {
      look_for_gaps(atoms_of(condition));
      return;
    }
    for (const ExprPtr& kid : condition.kids)
      look_for_gaps(*kid);
  }
  void look_for_gaps_of_conditions() {
    for (const Rule& rule : policy_.rules) {
      eval_.place = rule.id;
      for (const ExprPtr& part : {rule.when, rule.unless}) {
        if (part) look_for_gaps(*part);
      }
      for (const auto& [remedy, body] : rule.grants)
        look_for_gaps(body);
      look_for_gaps(rule.added);
    }
  }
  void look_for_gaps(const Body& body) {
    for (const ExprPtr& need : body.needs)
      look_for_gaps(*need);
    for (const auto* amounts : {&body.pays, &body.charges}) {
      for (const auto& [key, amount] : *amounts)
        look_for_gaps(amount->inner);
    }
  }
  void look_for_gaps_of_value(const Expr& expr, bool is_amount) {
    Val v = eval_.value(expr);
    if (v.kind == Val::Kind::none || (is_amount && v.kind == Val::Kind::never))
      out_.gaps.insert("no value: " + eval_.place);
    if (v.is_open()) take(v.why);
  }
  // Of what the rules that give a remedy pay, charge and add.
  void look_for_gaps_of(const std::string& name, const Remedy& remedy) {
    if (remedy.status == Status::unknown) return;
    for (const Rule& rule : policy_.rules) {
      auto among = [&](const std::vector<std::string>& ids) {
        return std::find(ids.begin(), ids.end(), rule.id) != ids.end();
      };
      const Body* body = nullptr;
      if (rule.effect == Rule::Effect::grants && among(remedy.rules)) body = body_of(rule, name);
      if (rule.effect == Rule::Effect::adds && among(remedy.attached)) body = &rule.added;
      if (body == nullptr) continue;
      eval_.place = rule.id;
      for (const auto* amounts : {&body->pays, &body->charges}) {
        for (const auto& [key, amount] : *amounts)
          look_for_gaps_of_value(*amount, true);
      }
      for (const Term& term : body->terms) {
        if (term.value) look_for_gaps_of_value(*term.value, false);
      }
    }
  }

  PolicyAnswer& out_;
  const Policy& policy_;
  const ClaimFacts& claim_;
  Evaluator eval_;
  int open_tests_ = 0;
};

}  // namespace

void add_notes(PolicyAnswer& answer, const ClaimFacts& claim,
               const std::map<std::string, Calendar>& calendars) {
  Notes(answer, claim, calendars).add();
}

}  // namespace oracle
