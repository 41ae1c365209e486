// SPDX-License-Identifier: Apache-2.0
//
// Tri and Scalar (eval/value.hpp): strong Kleene logic with its reasons, and the states of a value.
#include "eval/value.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace sanbao::eval;

namespace {

constexpr std::array tris{Tri::of(false), Tri::of(true), Tri::open(by_absent), Tri::open(by_null),
                          Tri::open(by_gap)};

bool same(Tri a, Tri b) {
  return a.truth == b.truth && (!a.is_open() || a.why == b.why);
}

}  // namespace

TEST_CASE("and, or and not follow strong Kleene logic") {
  for (const Tri a : tris)
    for (const Tri b : tris) {
      CHECK((a & b).no() == (a.no() || b.no()));
      CHECK((a & b).yes() == (a.yes() && b.yes()));
      CHECK((a | b).yes() == (a.yes() || b.yes()));
      CHECK((a | b).no() == (a.no() && b.no()));
      CHECK(same(a & b, b & a));
      CHECK(same(a | b, b | a));
      CHECK(same(!(a & b), (!a) | (!b)));
      CHECK(same(!!a, a));
    }
}

TEST_CASE("what is open says why, and only by what keeps it open") {
  CHECK((Tri::open(by_absent) & Tri::open(by_null)).why == (by_absent | by_null));
  CHECK((Tri::open(by_absent) & Tri::of(true)).why == by_absent);
  CHECK((Tri::open(by_null) | Tri::of(false)).why == by_null);
  CHECK((!Tri::open(by_gap)).why == by_gap);
}

TEST_CASE("a gap asks like an absent fact, a null does not") {
  CHECK(asks(by_absent));
  CHECK(asks(by_gap));
  CHECK(asks(by_absent | by_null));
  CHECK_FALSE(asks(by_null));
  CHECK(only_nulls(by_null));
  CHECK_FALSE(only_nulls(by_null | by_absent));
  CHECK_FALSE(only_nulls(by_gap));
}

TEST_CASE("a value is known, never, none or open") {
  CHECK(Scalar::known(5).is_known());
  CHECK(Scalar::known(5).whole == 5);
  CHECK(Scalar::never().is_void());
  CHECK(Scalar::none().is_void());
  CHECK_FALSE(Scalar::known(0).is_void());
  CHECK(Scalar::open(by_null).is_open());
  CHECK_FALSE(Scalar::open(by_null).is_void());
}

TEST_CASE("a number that overflowed is open like a gap; a division by zero is no value") {
  const Exact one = Exact::from_integer(1), zero = Exact::from_integer(0);
  CHECK(Scalar::number(one).is_known());
  const Scalar divided = Scalar::number(one / zero);
  CHECK(divided.state == Scalar::State::none);
  Exact large = Exact::from_integer(INT64_MAX);
  for (int i = 0; i < 4; ++i)
    large = large * large;
  const Scalar overflowed = Scalar::number(large);
  CHECK(overflowed.is_open());
  CHECK(overflowed.why == by_gap);
}
