// SPDX-License-Identifier: Apache-2.0
//
// products_proof.cpp: price × rate × days, rounded to money, against long multiplication by hand.
//
// In:  how many products (10,000,000 unless told); the random numbers are the same on every run.
// Out: status 0 where all agree, and what was met on the way; else the first that do not.
// Never: lets the second reckoning use 128-bit integers or Exact: it works in limbs of nine digits,
//        where dividing by the 10^9 parts of a rate is leaving a limb out.
//
//     products_proof 10000000
//     products_proof 200000 --print      # the products and the library's results, for products.py
#include "sanbao/values/money.hpp"
#include "sanbao/values/rate.hpp"

#include "values/exact.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <optional>
#include <random>
#include <span>
#include <string_view>

using namespace sanbao;

namespace {

struct Product {
  std::int64_t price;  // minor units
  std::int64_t rate;   // parts of 10^9
  std::int64_t days;
  std::int64_t step;  // minor units
  Rounding mode;
};

constexpr std::array<std::int64_t, 5> steps{1, 5, 10, 50, 100};
constexpr std::array mode_names{"half_up", "half_even", "down", "up"};
constexpr std::array<std::int64_t, 8> usual_rates{500'000,   1'000'000, 2'500'000,  3'000'000,
                                                  5'000'000, 8'000'000, 10'000'000, 250'000'000};

// Half of them as a shop meets them, where ties are frequent; half anything, up to the ends.
Product draw(std::mt19937_64& random) {
  const auto below = [&random](std::uint64_t end) {
    return static_cast<std::int64_t>(random() % end);
  };
  Product p{};
  if (random() % 2 == 0) {
    p.price = below(2'000'000);
    p.rate = usual_rates[random() % usual_rates.size()];
    p.days = below(1'200);
  } else {
    p.price = below((std::uint64_t{1} << random() % 57) + 1);
    p.rate = below((std::uint64_t{1} << random() % 47) + 1);
    p.days = below((std::uint64_t{1} << random() % 24) + 1);
  }
  p.step = random() % 2 == 0 ? 1 : steps[random() % steps.size()];
  p.mode = static_cast<Rounding>(random() % 4);
  return p;
}

std::optional<std::int64_t> by_the_library(const Product& p) {
  using values::Exact;
  const Exact amount = Exact::from_integer(p.price) *
                       Exact::from_scaled(p.rate, Rate::parts_per_whole) *
                       Exact::from_integer(p.days);
  return amount.to_multiple_of(p.step, p.mode).to_integer();
}

// Five limbs of nine digits, the least first: room for 10^17 × 10^14 × 10^7.
constexpr std::uint64_t limb_end = 1'000'000'000;
using Limbs = std::array<std::uint64_t, 5>;

Limbs limbs_of(std::uint64_t n) {
  return {n % limb_end, n / limb_end % limb_end, n / limb_end / limb_end};
}

Limbs multiply(const Limbs& a, const Limbs& b) {
  Limbs product{};
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::uint64_t carry = 0;
    for (std::size_t j = 0; i + j < a.size(); ++j) {
      const std::uint64_t sum = product[i + j] + a[i] * b[j] + carry;
      product[i + j] = sum % limb_end;
      carry = sum / limb_end;
    }
  }
  return product;
}

struct ByHand {
  std::optional<std::int64_t> units;
  bool tie = false;
};

ByHand by_hand(const Product& p) {
  Limbs n = multiply(multiply(limbs_of(static_cast<std::uint64_t>(p.price)),
                              limbs_of(static_cast<std::uint64_t>(p.rate))),
                     limbs_of(static_cast<std::uint64_t>(p.days)));
  // n stands for n / 10^9 minor units: the lowest limb lies behind the point. Long division of the
  // others by the step leaves a rest, which with the lowest limb decides the rounding.
  const auto step = static_cast<std::uint64_t>(p.step);
  const std::uint64_t behind = n[0];
  std::uint64_t rest = 0;
  for (std::size_t i = n.size(); --i > 0;) {
    const std::uint64_t part = rest * limb_end + n[i];
    n[i] = part / step;
    rest = part % step;
  }
  const std::uint64_t twice = 2 * (rest * limb_end + behind);
  const std::uint64_t whole = step * limb_end;
  ByHand result;
  result.tie = twice == whole;
  bool away = false;
  switch (p.mode) {
    case Rounding::half_up:
      away = twice >= whole;
      break;
    case Rounding::half_even:
      away = twice > whole || (twice == whole && n[1] % 2 == 1);
      break;
    case Rounding::down:
      break;
    case Rounding::up:
      away = twice > 0;
      break;
  }
  // Below 10^27 the three limbs could still exceed 64 bits, with or without the step.
  if (n[4] != 0) return result;
  std::uint64_t units = n[3];
  for (const std::uint64_t limb : {n[2], n[1]}) {
    if (units > (std::uint64_t{std::numeric_limits<std::int64_t>::max()} - limb) / limb_end)
      return result;
    units = units * limb_end + limb;
  }
  units += away ? 1 : 0;
  if (units > std::uint64_t{std::numeric_limits<std::int64_t>::max()} / step) return result;
  result.units = static_cast<std::int64_t>(units * step);
  return result;
}

void print(const Product& p, const std::optional<std::int64_t>& units) {
  const auto shown = [](std::int64_t n) { return static_cast<long long>(n); };
  std::printf("%lld %lld %lld %lld %s ", shown(p.price), shown(p.rate), shown(p.days),
              shown(p.step), mode_names[static_cast<std::size_t>(p.mode)]);
  if (units)
    std::printf("%lld\n", shown(*units));
  else
    std::puts("overflow");
}

}  // namespace

int main(int argc, char** argv) {
  int count = 10'000'000;
  bool prints = false;
  for (const std::string_view argument : std::span(argv + 1, argv + argc)) {
    if (argument == "--print")
      prints = true;
    else
      std::from_chars(argument.data(), argument.data() + argument.size(), count);
  }

  std::mt19937_64 random(20'240'501);
  int wrong = 0;
  int ties = 0;
  int overflows = 0;
  for (int i = 0; i < count; ++i) {
    const Product p = draw(random);
    const auto units = by_the_library(p);
    if (prints) {
      print(p, units);
      continue;
    }
    const ByHand expected = by_hand(p);
    ties += expected.tie ? 1 : 0;
    overflows += expected.units ? 0 : 1;
    if (units == expected.units || ++wrong > 10) continue;
    print(p, units);
    std::printf("  by hand: ");
    print(p, expected.units);
  }
  if (prints) return 0;
  std::printf("%d products, %d differ; %d ties, %d overflows\n", count, wrong, ties, overflows);
  // Without ties and overflows the numbers drawn would have proved too little.
  return wrong == 0 && ties > 0 && overflows > 0 ? 0 : 1;
}
