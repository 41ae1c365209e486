// SPDX-License-Identifier: Apache-2.0
//
// See quick_values.hpp.
#include "claims/quick_values.hpp"

#include "sanbao/values/civil_date.hpp"

namespace sanbao::claims {

Likely likely_of(ir::Type type) {
  using ir::Type;
  switch (type) {
    case Type::boolean:
      return Likely::truth;
    case Type::date:
      return Likely::date;
    case Type::count:
    case Type::days:
    case Type::number:
      return Likely::number;
    case Type::money:
      return Likely::money;
    case Type::text:
    case Type::enumeration:
    case Type::remedy:
      return Likely::text;
    case Type::set:
      return Likely::set;
    case Type::rate:
    case Type::length:
    case Type::list:
      break;
  }
  return Likely::any;
}

MonthStarts::MonthStarts() {
  starts_.reserve(months + 1);
  for (std::uint32_t month = 0; month <= months; ++month)
    starts_.push_back(
        CivilDate::from_ymd(static_cast<int>(first_year + month / 12), month % 12 + 1, 1)
            ->days_since_epoch());
}

const MonthStarts& MonthStarts::get() {
  static const MonthStarts starts;
  return starts;
}

}  // namespace sanbao::claims
