// SPDX-License-Identifier: Apache-2.0
//
// How a cell holds a number: in which parts, and how large it may be (docs/records.md, "Values").
// In: a type. Out: constants. Never of a date, a text or a set. Tested by tests/unit/claim_reader_test.cpp.
#pragma once

#include <cstdint>

#include "ir/vocabulary.hpp"
#include "sanbao/values/money.hpp"
#include "sanbao/values/rate.hpp"
#include "values/decimal.hpp"

namespace sanbao::ir {

/// Counts, days and numbers: times a million they still fit 64 bits, whatever is worked out with them.
inline constexpr std::int64_t max_number = 1'000'000'000'000;

/// Into how many parts a cell divides one; of money its minor units are the ones.
constexpr std::int64_t parts_of_one(Type type) {
  return type == Type::number ? values::number_scale
         : type == Type::rate ? Rate::parts_per_whole
                              : 1;
}

/// The greatest that a record may give for a fact of this type.
constexpr std::int64_t greatest(Type type) {
  switch (type) {
    case Type::boolean:
      return 1;
    case Type::count:
    case Type::days:
    case Type::number:
      return max_number * parts_of_one(type);
    case Type::money:
      return Money::max_minor;
    case Type::rate:
      return Rate::max_parts;
    default:
      return INT64_MAX;
  }
}

}  // namespace sanbao::ir
