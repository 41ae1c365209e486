// SPDX-License-Identifier: Apache-2.0
//
// An impact as one JSON object (docs/audit.md "Weighing another policy").
// In: an ImpactReport. Out: bytes; money as text with the currency's decimals, null where it is open or too large.
// Tested by tests/unit/impact_test.cpp.
#include "audit/impact_words.hpp"
#include "audit/json_writer.hpp"
#include "sanbao/audit/head.hpp"
#include "sanbao/audit/impact.hpp"
#include "sanbao/version.hpp"

namespace sanbao::audit {

namespace {

/// Money in the currency of the report.
class Writer : public JsonWriter {
 public:
  Writer(std::string& out, std::optional<Currency> currency)
      : JsonWriter(out), currency_(currency) {}

  void money(std::string_view key, std::optional<std::int64_t> amount) {
    text_or_null(key, amount ? std::optional(plain_money(*amount, currency_)) : std::nullopt);
  }
  void date(std::string_view key, std::optional<CivilDate> day) {
    text_or_null(key, day ? std::optional(day->to_string()) : std::nullopt);
  }
  void text_or_null(std::string_view key, const std::optional<std::string>& value) {
    value ? text(key, *value) : word(key, "null");
  }

 private:
  std::optional<Currency> currency_;
};

void write_title(const std::string& zh, const std::string& en, Writer& json) {
  json.object("title", [&] {
    json.text("zh", zh);
    json.text("en", en);
  });
}

void write(const std::vector<WeighedPolicy>& policies, Writer& json) {
  json.list("policies", policies, [&](const WeighedPolicy& policy) {
    json.object([&] {
      json.text("policy", policy.id);
      json.text("version", policy.version);
      json.text("digest", policy.digest);
      write_title(policy.title_zh, policy.title_en, json);
    });
  });
}

/// The parts of a weight, inside an object.
void write_parts(const Weight& weight, Writer& json) {
  json.number("claims", weight.claims);
  json.money("money", weight.money);
  json.number("open", weight.open);
}

void write(std::string_view name, const Weight& weight, Writer& json) {
  json.object(name, [&] { write_parts(weight, json); });
}

void write(const std::vector<WeighedRule>& rules, bool with_titles, Writer& json) {
  json.list("rules", rules, [&](const WeighedRule& rule) {
    json.object([&] {
      json.text("policy", rule.policy);
      json.text("rule", rule.rule);
      if (!with_titles) return;
      write_title(rule.title_zh, rule.title_en, json);
    });
  });
}

void write(std::string_view name, const WeighedAnswer& answer, Writer& json) {
  json.object(name, [&] {
    json.text("outcome", to_string(answer.outcome));
    if (!answer.remedy.empty()) json.text("remedy", answer.remedy);
    json.money("money", answer.money);
  });
}

void write(const ClaimChange& change, Writer& json) {
  json.object([&] {
    json.number("variant", change.variant);
    json.number("record", change.record);
    if (!change.claim.empty()) json.text("claim", change.claim);
    json.text("direction", to_string(change.direction));
    json.money("money", change.money);
    write("from", change.from, json);
    write("to", change.to, json);
    write(change.rules, false, json);
  });
}

void write(const RuleLine& line, Writer& json) {
  json.object([&] {
    write(line.rules, true, json);
    write("all", line.all, json);
    write("better", line.better, json);
    write("worse", line.worse, json);
    write("neither", line.neither, json);
  });
}

void write(const OutcomeMove& move, Writer& json) {
  json.object([&] {
    json.text("from", to_string(move.from));
    json.text("to", to_string(move.to));
    write_parts(move.weight, json);
  });
}

void write(const ChangeBucket& bucket, Writer& json) {
  json.object([&] {
    json.money("least", bucket.least);
    json.money("most", bucket.most);
    json.number("claims", bucket.claims);
  });
}

void write_days(std::string_view key, std::optional<std::int64_t> days, Writer& json) {
  json.word(key, days ? std::to_string(*days) : "null");
}

void write(std::string_view name, const PeriodWeight& weight, Writer& json) {
  json.object(name, [&] {
    json.number("claims", weight.claims);
    write_days("days", weight.days, json);
  });
}

void write(const PeriodImpact& periods, Writer& json) {
  json.object("periods", [&] {
    write("longer", periods.longer, json);
    write("shorter", periods.shorter, json);
    json.number("one_sided", periods.one_sided);
    json.list("distribution", periods.distribution, [&](const ChangeBucket& bucket) {
      json.object([&] {
        write_days("least", bucket.least, json);
        write_days("most", bucket.most, json);
        json.number("claims", bucket.claims);
      });
    });
    json.list("largest", periods.largest, [&](const PeriodChange& change) {
      json.object([&] {
        json.number("record", change.record);
        if (!change.claim.empty()) json.text("claim", change.claim);
        json.text("remedy", change.remedy);
        json.date("from", change.from);
        json.date("to", change.to);
        write_days("days", change.days, json);
      });
    });
  });
}

void write(const PaidInAll& paid, Writer& json) {
  json.object("paid", [&] {
    json.money("from", paid.from);
    json.money("to", paid.to);
    json.number("open", paid.open);
    json.text_or_null("percent",
                      paid.change ? std::optional(plain_percent(*paid.change)) : std::nullopt);
  });
}

/// Its policies by name: what else is known of them stands beside.
void write(const WeighedSide& side, Writer& json) {
  json.object([&] {
    json.number("claims", side.claims);
    json.list("policies", side.policies, [&](const WeighedPolicy& policy) {
      json.object([&] {
        json.text("policy", policy.id);
        json.text("version", policy.version);
        json.text("digest", policy.digest);
      });
    });
  });
}

void write(const Where& where, Writer& json) {
  json.object([&] {
    json.text("field", where.field);
    json.text("value", where.value);
  });
}

void write(const PolicyChange& change, Writer& json) {
  json.object([&] {
    if (!change.policy.empty()) json.text("policy", change.policy);
    json.text("path", change.path);
    json.text("value", change.value);
  });
}

void write(const VariantImpact& variant, Writer& json) {
  const auto each = [&](const auto& entry) { write(entry, json); };
  json.object([&] {
    if (!variant.name.empty()) json.text("name", variant.name);
    if (!variant.varied.empty()) json.list("varied", variant.varied, each);
    write(variant.policies, json);
    json.number("alike", variant.alike);
    json.number("beside", variant.beside);
    write("otherwise", variant.otherwise, json);
    write("better", variant.better, json);
    write("worse", variant.worse, json);
    write("neither", variant.neither, json);
    write(variant.paid, json);
    json.list("rules", variant.rules, each);
    json.list("moves", variant.moves, each);
    json.list("distribution", variant.distribution, each);
    json.list("largest", variant.largest, each);
    if (variant.periods) write(*variant.periods, json);
  });
}

void write(const RefusedClaim& refused, Writer& json) {
  json.object([&] {
    json.number("record", refused.record);
    json.text("path", refused.error.path);
    json.text("code", refused.error.code);
    json.text("message", refused.error.message);
  });
}

void write(const NotWeighed& records, Writer& json) {
  json.object([&] {
    json.text("why", records.why);
    json.number("records", records.records);
    json.number("first", records.first);
  });
}

}  // namespace

void append_json(const ClaimChange& change, std::optional<Currency> currency, std::string& out) {
  Writer json(out, currency);
  write(change, json);
}

void append_json(const ImpactReport& report, std::string& out) {
  Writer json(out, report.currency);
  const auto each = [&](const auto& entry) { write(entry, json); };
  json.object([&] {
    json.number("claims", report.claims);
    json.number("refused", report.refused);
    if (report.log)
      json.word("log", to_json(SignedHead{.head = *report.log, .key = {}, .signature = {}}));
    if (report.left_out) {
      json.number("left_out", *report.left_out);
      json.list("where", report.where, each);
      json.list("not_weighed", report.not_weighed, each);
    }
    json.date("as_of", report.as_of);
    json.date("first_filed", report.first_filed);
    json.date("last_filed", report.last_filed);
    json.text_or_null("currency", report.currency
                                      ? std::optional(std::string(report.currency->code()))
                                      : std::nullopt);
    json.object("from", [&] {
      if (!report.name.empty()) json.text("name", report.name);
      write(report.policies, json);
      json.list("sides", report.sides, each);
    });
    json.list("variants", report.variants, each);
    json.list("refusals", report.first_refused, each);
    json.text("engine", version);
  });
}

}  // namespace sanbao::audit
