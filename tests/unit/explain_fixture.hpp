// SPDX-License-Identifier: Apache-2.0
//
// Decisions put together by hand, for the tests of explain/: no evaluator, no policy.
// In: values, rules and remedies. Out: a View whose spans live as long as its Shelf; its page as text.
// Never reads a file.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "explain/page.hpp"
#include "explain/phrases.hpp"
#include "explain/view.hpp"

namespace explain_fixture {

using namespace sanbao;
using namespace sanbao::wording;

inline const Currency yuan = *Currency::parse("CNY");

inline CivilDate day(std::string_view text) {
  return *CivilDate::parse(text);
}
inline Money cny(std::string_view text) {
  return Money::parse(text, yuan).money;
}

/// Keeps what the spans of a decision point to.
class Shelf {
 public:
  template <typename T>
  std::span<const T> list(std::initializer_list<T> items) {
    auto kept = std::make_shared<std::vector<T>>(items);
    kept_.push_back(kept);
    return *kept;
  }
  std::span<const std::string_view> ids(std::initializer_list<std::string_view> items) {
    return list(items);
  }

 private:
  std::vector<std::shared_ptr<void>> kept_;
};

inline Value of(Money money) {
  Value value;
  value.kind = Value::Kind::money;
  value.number = money.minor_units();
  value.currency = money.currency();
  return value;
}
inline Value of(Period length) {
  Value value;
  value.kind = Value::Kind::length;
  value.number = length.encode();
  return value;
}
inline Value of(Days days) {
  Value value;
  value.kind = Value::Kind::days;
  value.number = days.count;
  return value;
}
inline Value of(Rate rate) {
  Value value;
  value.kind = Value::Kind::rate;
  value.number = rate.parts();
  return value;
}
inline Value of(bool yes) {
  Value value;
  value.kind = Value::Kind::boolean;
  value.number = yes ? 1 : 0;
  return value;
}
inline Value number_of(std::int64_t count) {
  Value value;
  value.kind = Value::Kind::count;
  value.number = count;
  return value;
}
inline Value word(std::string_view id, Text name = {}) {
  Value value;
  value.kind = Value::Kind::text;
  value.text = id;
  value.name = name;
  return value;
}

inline RemedyAnswer remedy(std::string_view id, Text name, Status status) {
  RemedyAnswer answer;
  answer.remedy = id;
  answer.name = name;
  answer.status = status;
  return answer;
}
inline const Text return_name{"退货", "return"};
inline const Text exchange_name{"换货", "exchange"};
inline const Text repair_name{"免费修理", "free repair"};

inline PeriodReading period(std::string_view name, Text title) {
  PeriodReading reading;
  reading.name = name;
  reading.title = title;
  return reading;
}

/// A claim for a return under the terms of a shop, to be filled in.
struct Small {
  Shelf shelf;
  View view;
  PolicyAnswer policy;

  explicit Small(Outcome outcome) {
    view.claim_id = "C-1";
    view.filed_on = view.as_of = day("2024-05-09");
    view.requested = "return";
    view.requested_name = return_name;
    view.outcome = outcome;
    policy.policy = "shop";
    policy.version = "1";
    policy.title = {"店规", "shop terms"};
    policy.outcome = outcome;
  }
  std::string page(const Phrases& language) {
    view.policies = shelf.list({policy});
    return write_page(view, language);
  }
  Reason rule(std::string_view id, std::string_view effect, std::optional<bool> holds, Text title) {
    Reason reason;
    reason.rule = id;
    reason.effect = effect;
    reason.holds = holds;
    reason.title = title;
    reason.remedies = shelf.ids({"return"});
    return reason;
  }
  RemedyAnswer answer(Status status) {
    RemedyAnswer out = remedy("return", return_name, status);
    out.policy = "shop";
    return out;
  }
};

inline std::string first_line(const std::string& page) {
  return page.substr(0, page.find('\n'));
}
/// Lines are broken anywhere between wide characters: compared without breaks and their indent.
inline bool says(const std::string& page, std::string_view words) {
  std::string flat;
  bool fresh = false;
  for (const char letter : page) {
    if (letter == '\n') {
      fresh = true;
    } else if (!(fresh && letter == ' ')) {
      if (fresh && static_cast<unsigned char>(letter) < 0x80) flat += ' ';
      fresh = false;
      flat += letter;
    }
  }
  return flat.find(words) != std::string::npos;
}

}  // namespace explain_fixture
