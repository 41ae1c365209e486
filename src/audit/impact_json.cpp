// SPDX-License-Identifier: Apache-2.0
//
// An impact as one JSON object (docs/audit.md "Weighing another policy").
// In: an ImpactReport. Out: bytes; money as text with the currency's decimals, null where it is open or too large.
// Tested by tests/unit/impact_test.cpp.
#include "audit/impact_words.hpp"
#include "sanbao/audit/impact.hpp"
#include "sanbao/version.hpp"

namespace sanbao::audit {

namespace {

/// Keys and values one after another; commas come by themselves.
class Writer {
 public:
  Writer(std::string& out, std::optional<Currency> currency) : out_(out), currency_(currency) {}

  void open(char bracket) { put(bracket), fresh_ = true; }
  void close(char bracket) { out_ += bracket, fresh_ = false; }
  void key(std::string_view name) {
    comma();
    quoted(name);
    out_ += ':';
    fresh_ = true;
  }
  void text(std::string_view value) { comma(), quoted(value), fresh_ = false; }
  void number(std::uint64_t value) { comma(), out_ += std::to_string(value), fresh_ = false; }
  void null() { comma(), out_ += "null", fresh_ = false; }
  void money(std::optional<std::int64_t> amount) {
    amount ? text(plain_money(*amount, currency_)) : null();
  }

  void text(std::string_view name, std::string_view value) { key(name), text(value); }
  void number(std::string_view name, std::uint64_t value) { key(name), number(value); }
  void money(std::string_view name, std::optional<std::int64_t> amount) {
    key(name), money(amount);
  }
  void date(std::string_view name, std::optional<CivilDate> day) {
    key(name);
    day ? text(day->to_string()) : null();
  }

 private:
  void comma() {
    if (!fresh_) out_ += ',';
  }
  void put(char bracket) { comma(), out_ += bracket; }
  void quoted(std::string_view value) {
    constexpr std::string_view digits = "0123456789abcdef";
    out_ += '"';
    for (const char character : value) {
      const auto byte = static_cast<unsigned char>(character);
      if (character == '"' || character == '\\') {
        out_ += '\\';
        out_ += character;
      } else if (byte < 0x20) {
        out_ += "\\u00";
        out_ += digits[byte >> 4U];
        out_ += digits[byte & 0x0FU];
      } else {
        out_ += character;
      }
    }
    out_ += '"';
  }

  std::string& out_;
  std::optional<Currency> currency_;
  bool fresh_ = true;
};

void write(const std::vector<WeighedPolicy>& policies, Writer& json) {
  json.key("policies");
  json.open('[');
  for (const WeighedPolicy& policy : policies) {
    json.open('{');
    json.text("policy", policy.id);
    json.text("version", policy.version);
    json.text("digest", policy.digest);
    json.close('}');
  }
  json.close(']');
}

/// The parts of a weight, inside an object.
void write_parts(const Weight& weight, Writer& json) {
  json.number("claims", weight.claims);
  json.money("money", weight.money);
  json.number("open", weight.open);
}

void write(std::string_view name, const Weight& weight, Writer& json) {
  json.key(name);
  json.open('{');
  write_parts(weight, json);
  json.close('}');
}

void write(const std::vector<WeighedRule>& rules, bool with_titles, Writer& json) {
  json.key("rules");
  json.open('[');
  for (const WeighedRule& rule : rules) {
    json.open('{');
    json.text("policy", rule.policy);
    json.text("rule", rule.rule);
    if (with_titles) {
      json.key("title");
      json.open('{');
      json.text("zh", rule.title_zh);
      json.text("en", rule.title_en);
      json.close('}');
    }
    json.close('}');
  }
  json.close(']');
}

void write(std::string_view name, const WeighedAnswer& answer, Writer& json) {
  json.key(name);
  json.open('{');
  json.text("outcome", to_string(answer.outcome));
  if (!answer.remedy.empty()) json.text("remedy", answer.remedy);
  json.money("money", answer.money);
  json.close('}');
}

void write(const ClaimChange& change, Writer& json) {
  json.open('{');
  json.number("variant", change.variant);
  json.number("record", change.record);
  if (!change.claim.empty()) json.text("claim", change.claim);
  json.text("direction", to_string(change.direction));
  json.money("money", change.money);
  write("from", change.from, json);
  write("to", change.to, json);
  write(change.rules, false, json);
  json.close('}');
}

void write(const VariantImpact& variant, Writer& json) {
  json.open('{');
  if (!variant.name.empty()) json.text("name", variant.name);
  write(variant.policies, json);
  json.number("alike", variant.alike);
  json.number("beside", variant.beside);
  write("otherwise", variant.otherwise, json);
  write("better", variant.better, json);
  write("worse", variant.worse, json);
  write("neither", variant.neither, json);
  json.key("rules");
  json.open('[');
  for (const RuleLine& line : variant.rules) {
    json.open('{');
    write(line.rules, true, json);
    write("all", line.all, json);
    write("better", line.better, json);
    write("worse", line.worse, json);
    write("neither", line.neither, json);
    json.close('}');
  }
  json.close(']');
  json.key("moves");
  json.open('[');
  for (const OutcomeMove& move : variant.moves) {
    json.open('{');
    json.text("from", to_string(move.from));
    json.text("to", to_string(move.to));
    write_parts(move.weight, json);
    json.close('}');
  }
  json.close(']');
  json.key("distribution");
  json.open('[');
  for (const MoneyBucket& bucket : variant.distribution) {
    json.open('{');
    json.money("least", bucket.least);
    json.money("most", bucket.most);
    json.number("claims", bucket.claims);
    json.close('}');
  }
  json.close(']');
  json.key("largest");
  json.open('[');
  for (const ClaimChange& change : variant.largest)
    write(change, json);
  json.close(']');
  json.close('}');
}

}  // namespace

void append_json(const ClaimChange& change, std::optional<Currency> currency, std::string& out) {
  Writer json(out, currency);
  write(change, json);
}

void append_json(const ImpactReport& report, std::string& out) {
  Writer json(out, report.currency);
  json.open('{');
  json.number("claims", report.claims);
  json.number("refused", report.refused);
  json.date("first_filed", report.first_filed);
  json.date("last_filed", report.last_filed);
  json.key("currency");
  report.currency ? json.text(report.currency->code()) : json.null();
  json.key("from");
  json.open('{');
  if (!report.name.empty()) json.text("name", report.name);
  write(report.policies, json);
  json.close('}');
  json.key("variants");
  json.open('[');
  for (const VariantImpact& variant : report.variants)
    write(variant, json);
  json.close(']');
  json.key("refusals");
  json.open('[');
  for (const RefusedClaim& refused : report.first_refused) {
    json.open('{');
    json.number("record", refused.record);
    json.text("path", refused.error.path);
    json.text("code", refused.error.code);
    json.text("message", refused.error.message);
    json.close('}');
  }
  json.close(']');
  json.text("engine", version);
  json.close('}');
}

}  // namespace sanbao::audit
