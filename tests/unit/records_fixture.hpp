// SPDX-License-Identifier: Apache-2.0
//
// Parts of a decision filled by hand, for the tests of records/.
// In: values. Out: the bytes that are written of a part, and of nothing else. Never decides anything.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "records/decision_json.hpp"
#include "sanbao/records.hpp"

namespace records_fixture {

using namespace sanbao;
using records::JsonWriter;
using Names = std::vector<std::string_view>;

template <typename Write>
std::string written(Write write) {
  std::string out;
  {
    JsonWriter json(out);
    write(json);
  }
  return out;
}

template <typename Part, typename... More>
std::string json_of(const Part& part, const More&... more) {
  return written([&](JsonWriter& json) { records::write(json, part, more...); });
}

inline Currency currency(std::string_view code) {
  return *Currency::parse(code);
}
inline CivilDate day(std::string_view text) {
  return *CivilDate::parse(text);
}

inline Value value(Value::Kind kind, std::int64_t number = 0) {
  Value result;
  result.kind = kind;
  result.number = number;
  return result;
}
inline Value date_value(std::string_view text) {
  return value(Value::Kind::date, day(text).days_since_epoch());
}
inline Value money_value(std::int64_t minor, std::string_view code = "CNY") {
  Value money = value(Value::Kind::money, minor);
  money.currency = currency(code);
  return money;
}
inline Value text_value(std::string_view text) {
  Value result = value(Value::Kind::text);
  result.text = text;
  return result;
}

inline Reading reading(std::string_view path, Value of, bool assumed = false) {
  return {.path = path, .name = {}, .value = of, .assumed = assumed};
}

}  // namespace records_fixture
