// SPDX-License-Identifier: Apache-2.0
//
// Values, texts and lists of names as JSON: what every other part is made of (docs/records.md §3).
// In: a value read or worked out. Out: a number, a text, a length as `{"months":1}`, `null`.
// Never writes a fraction in binary: numbers are millionths, money minor units, rates parts of
// 10^9. Tested by tests/unit/decision_json_test.cpp.
#include "records/decision_json.hpp"

namespace sanbao::records {

namespace {

void write_length(JsonWriter& json, Period length) {
  switch (length.kind()) {
    case PeriodKind::days:
      json.raw("{\"days\":");
      break;
    case PeriodKind::months:
      json.raw("{\"months\":");
      break;
    case PeriodKind::working_days:
      json.raw("{\"working_days\":");
      break;
  }
  json.integer(length.count());
  json.raw('}');
}

}  // namespace

void write(JsonWriter& json, const Value& value) {
  switch (value.kind) {
    case Value::Kind::null:
      return json.raw("null");
    case Value::Kind::boolean:
      return json.boolean(value.number != 0);
    case Value::Kind::count:
    case Value::Kind::days:
      return json.integer(value.number);
    case Value::Kind::number:
      return json.millionths(value.number);
    case Value::Kind::text:
      return json.string(value.text);
    case Value::Kind::date:
      return json.date(CivilDate::from_days(static_cast<std::int32_t>(value.number)));
    case Value::Kind::never:
      return json.raw("\"never\"");
    case Value::Kind::length:
      return write_length(json, Period::decode(value.number));
    case Value::Kind::money:
      if (!value.currency) return json.raw("null");
      return json.money(Money::minor(value.number, *value.currency));
    case Value::Kind::rate:
      return json.string(Rate::from_parts(value.number).to_string());
    case Value::Kind::set:
      return write(json, value.set);
    case Value::Kind::empty_list:
      return json.raw("[]");
    case Value::Kind::open:
      return json.raw("\"open\"");
  }
}

void write(JsonWriter& json, const Text& text) {
  if (text.zh.empty()) {
    if (text.en.empty()) return json.raw("{}");
    json.raw_and_string("{\"en\":", text.en);
  } else {
    json.raw_and_string("{\"zh\":", text.zh);
    if (!text.en.empty()) json.raw_and_string(",\"en\":", text.en);
  }
  json.raw('}');
}

void write(JsonWriter& json, std::span<const std::string_view> names) {
  json.raw('[');
  write_each(json, names, [&](std::string_view name) { json.string(name); });
  json.raw(']');
}

}  // namespace sanbao::records
