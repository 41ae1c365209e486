// SPDX-License-Identifier: Apache-2.0
//
// A decision as one JSON line: the verdict, each policy's own answer, what to ask (docs/records.md
// §5). In: a Decision. Out: its bytes without a line break, the same on every machine and thread.
// Never reorders: lists stand as the decision hands them out, keys as the contract lists them.
// Tested by tests/unit/decision_json_test.cpp.
#include "records/decision_json.hpp"

#include "sanbao/records.hpp"
#include "sanbao/version.hpp"

namespace sanbao {

namespace records {

namespace {

void write_money_lines(JsonWriter& json, std::span<const MoneyLine> lines) {
  json.raw('{');
  write_each(json, lines, [&](const MoneyLine& line) {
    json.string(line.key);
    json.raw(':');
    if (line.amount) {
      json.money(*line.amount);
    } else {
      json.raw("null");
    }
  });
  json.raw('}');
}

void write_amounts(JsonWriter& json, std::span<const MoneyAnswer> amounts) {
  json.raw('[');
  write_each(json, amounts, [&](const MoneyAnswer& amount) {
    json.raw("{\"rules\":");
    write(json, amount.rules);
    write_money(json, amount.pays, amount.charges, amount.has_net, amount.net);
    json.raw('}');
  });
  json.raw(']');
}

void write_remedies(JsonWriter& json, std::span<const RemedyAnswer> remedies, Scope scope) {
  json.raw('{');
  write_each(json, remedies, [&](const RemedyAnswer& remedy) {
    json.string(remedy.remedy);
    json.raw(':');
    write(json, remedy, scope);
  });
  json.raw('}');
}

void write_codes(JsonWriter& json, const Codes& codes) {
  json.raw(",\"codes\":{\"holds\":");
  write(json, codes.holds);
  json.raw(",\"open\":");
  write(json, codes.open);
  json.raw(",\"fails\":");
  write(json, codes.fails);
  json.raw(",\"overridden\":");
  write(json, codes.overridden);
  json.raw('}');
}

void write_asks(JsonWriter& json, std::span<const Ask> asks) {
  json.raw('[');
  write_each(json, asks, [&](const Ask& ask) {
    json.raw("{\"remedy\":");
    json.string(ask.remedy);
    json.raw(",\"sets\":[");
    write_each(json, ask.sets, [&](std::span<const std::string_view> set) { write(json, set); });
    json.raw("],\"all\":");
    write(json, ask.all);
    json.raw('}');
  });
  json.raw(']');
}

void write_calendars(JsonWriter& json, std::span<const CalendarReading> calendars) {
  if (calendars.empty()) return;
  json.raw(",\"calendars\":{");
  write_each(json, calendars, [&](const CalendarReading& calendar) {
    json.string(calendar.name);
    json.raw(':');
    json.string(calendar.digest);
  });
  json.raw('}');
}

void write_not_applied(JsonWriter& json, std::span<const NotApplied> policies) {
  if (policies.empty()) return;
  json.raw(",\"not_applied\":[");
  write_each(json, policies, [&](const NotApplied& policy) {
    json.raw("{\"policy\":");
    json.string(policy.policy);
    json.raw(",\"version\":");
    json.string(policy.version);
    write_list(json, ",\"because\":", policy.because);
    write_list(json, ",\"not_established\":", policy.not_established);
    json.raw('}');
  });
  json.raw(']');
}

void write_questions(JsonWriter& json, std::span<const Question> questions) {
  if (questions.empty()) return;
  json.raw(",\"questions\":{");
  write_each(json, questions, [&](const Question& question) {
    json.string(question.path);
    json.raw(':');
    write(json, question.text);
  });
  json.raw('}');
}

}  // namespace

void write_status(JsonWriter& json, Status status) {
  json.raw("{\"status\":\"");
  json.plain(to_string(status));
  json.raw('"');
}

void write_money(JsonWriter& json, std::span<const MoneyLine> pays,
                 std::span<const MoneyLine> charges, bool has_net,
                 const std::optional<Money>& net) {
  if (!pays.empty()) {
    json.raw(",\"pays\":");
    write_money_lines(json, pays);
  }
  if (!charges.empty()) {
    json.raw(",\"charges\":");
    write_money_lines(json, charges);
  }
  if (!has_net) return;
  json.raw(",\"net\":");
  if (net) {
    json.money(*net);
  } else {
    json.raw("null");
  }
}

void write_currency(JsonWriter& json, Currency currency) {
  json.raw(",\"currency\":\"");
  json.plain(currency.code());
  json.raw('"');
}

void write_terms(JsonWriter& json, std::span<const Term> terms) {
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const bool same_rule = i > 0 && terms[i].rule == terms[i - 1].rule;
    if (same_rule) {
      json.raw(',');
    } else {
      if (i == 0) {
        json.raw('{');
      } else {
        json.raw("},");
      }
      json.string(terms[i].rule);
      json.raw(":{");
    }
    json.string(terms[i].key);
    json.raw(':');
    if (terms[i].is_text) {
      write(json, terms[i].text);
    } else {
      write(json, terms[i].value);
    }
  }
  json.raw("}}");
}

void write_head(JsonWriter& json, const PolicyAnswer& policy) {
  json.raw_and_string("{\"policy\":", policy.policy);
  json.raw_and_string(",\"version\":", policy.version);
  json.raw_and_string(",\"digest\":", policy.digest);
  write_calendars(json, policy.calendars);
}

void write_parameters(JsonWriter& json, std::span<const ParameterReading> parameters) {
  if (parameters.empty()) return;
  json.raw(",\"parameters\":[");
  write_each(json, parameters, [&](const ParameterReading& parameter) {
    json.raw("{\"name\":");
    json.string(parameter.name);
    json.raw(",\"value\":");
    write(json, parameter.value);
    json.raw(",\"set\":");
    json.boolean(parameter.set);
    json.raw('}');
  });
  json.raw(']');
}

void write_assumptions(JsonWriter& json, std::span<const Assumption> assumptions) {
  json.raw('[');
  write_each(json, assumptions, [&](const Assumption& assumption) {
    json.raw("{\"fact\":");
    json.string(assumption.path);
    json.raw(",\"value\":");
    write(json, assumption.value);
    json.raw('}');
  });
  json.raw(']');
}

void write_notices(JsonWriter& json, std::span<const Notice> notices) {
  if (notices.empty()) return;
  json.raw(",\"notices\":[");
  write_each(json, notices, [&](const Notice& notice) { json.string(notice.id); });
  json.raw(']');
}

void write(JsonWriter& json, const RemedyAnswer& remedy, Scope scope) {
  write_status(json, remedy.status);
  if (remedy.at_least) {
    json.raw(",\"at_least\":\"");
    json.plain(to_string(*remedy.at_least));
    json.raw('"');
  }
  if (scope == Scope::combined) {
    if (!remedy.policy.empty()) {
      json.raw(",\"policy\":");
      json.string(remedy.policy);
    }
    write_list(json, ",\"policies\":", remedy.policies);
    write_list(json, ",\"may_improve\":", remedy.may_improve);
  }
  write_list(json, ",\"rules\":", remedy.rules);
  write_list(json, ",\"excluded_by\":", remedy.excluded_by);
  write_list(json, ",\"needs\":", remedy.needs);
  write_money(json, remedy.pays, remedy.charges, remedy.has_net, remedy.net);
  if (remedy.currency) write_currency(json, *remedy.currency);
  if (!remedy.conflict.empty()) {
    json.raw(",\"conflict\":");
    write_amounts(json, remedy.conflict);
  }
  if (!remedy.preferred.empty()) {
    json.raw(",\"preferred\":");
    write_amounts(json, remedy.preferred);
  }
  if (!remedy.terms.empty()) {
    json.raw(",\"terms\":");
    write_terms(json, remedy.terms);
  }
  if (remedy.until) {
    json.raw(",\"until\":");
    json.date(*remedy.until);
  }
  json.raw('}');
}

void write(JsonWriter& json, const PolicyAnswer& policy, Detail detail) {
  write_head(json, policy);
  write_parameters(json, policy.parameters);
  json.raw(",\"outcome\":\"");
  json.plain(to_string(policy.outcome));
  json.raw("\",\"remedies\":");
  write_remedies(json, policy.remedies, Scope::own);
  if (detail == Detail::codes) write_codes(json, policy.codes);
  if (detail == Detail::full && !policy.reasons.empty()) {
    json.raw(",\"reasons\":");
    write(json, policy.reasons);
  }
  if (!policy.ask.empty()) {
    json.raw(",\"ask\":");
    write_asks(json, policy.ask);
  }
  if (!policy.assumed.empty()) {
    json.raw(",\"assumed\":");
    write_assumptions(json, policy.assumed);
  }
  write_list(json, ",\"recalled\":", policy.recalled);
  write_list(json, ",\"gaps\":", policy.gaps);
  write_notices(json, policy.notices);
  json.raw('}');
}

void write(JsonWriter& json, const Verdict& verdict) {
  json.raw("{\"claim\":");
  if (verdict.claim_id) {
    json.string(*verdict.claim_id);
  } else {
    json.raw("null");
  }
  json.raw(",\"as_of\":");
  if (verdict.as_of) {
    json.date(*verdict.as_of);
  } else {
    json.raw("null");
  }
  json.raw(",\"requested\":");
  json.string(verdict.requested);
  json.raw(",\"outcome\":\"");
  json.plain(to_string(verdict.outcome));
  json.raw("\",\"remedies\":");
  if (verdict.plain != nullptr) {
    write(json, *verdict.plain, verdict.detail);
  } else {
    write_remedies(json, verdict.remedies, Scope::combined);
    json.raw(",\"policies\":[");
    write_each(json, verdict.policies,
               [&](const PolicyAnswer& policy) { write(json, policy, verdict.detail); });
    json.raw(']');
  }
  write_not_applied(json, verdict.not_applied);
  json.raw(",\"ask\":");
  write_asks(json, verdict.ask);
  write_questions(json, verdict.questions);
  json.raw(",\"assumed\":");
  write_assumptions(json, verdict.assumed);
  write_list(json, ",\"ignored\":", verdict.ignored);
  write_list(json, ",\"unread\":", verdict.unread);
  write_list(json, ",\"gaps\":", verdict.gaps);
  json.raw(",\"engine\":");
  json.string(verdict.engine);
  json.raw('}');
}

}  // namespace records

void append_json(const Decision& decision, std::string& out) {
  if (decision.is_empty()) return;
  records::JsonWriter json(out);
  records::Verdict verdict{.claim_id = decision.claim_id(),
                           .as_of = decision.as_of(),
                           .requested = decision.requested(),
                           .outcome = decision.outcome(),
                           .detail = decision.detail(),
                           .plain = ir::plain_answer(decision),
                           .assumed = decision.assumed(),
                           .engine = library_version()};
  // Nothing of the rest is asked of a plain answer: it would have to be put together.
  if (verdict.plain == nullptr) {
    verdict.remedies = decision.remedies();
    verdict.policies = decision.policies();
    verdict.not_applied = decision.not_applied();
    verdict.ask = decision.ask();
    verdict.questions = decision.questions();
    verdict.ignored = decision.ignored();
    verdict.unread = decision.unread();
    verdict.gaps = decision.gaps();
  }
  write(json, verdict);
}

}  // namespace sanbao
