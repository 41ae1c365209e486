// SPDX-License-Identifier: Apache-2.0
//
// The two sides of the comparison, each from a line of JSON to a line of JSON, and whether they agree.
// In: lines of claims, parted by line feeds. Out: lines of decisions; for `agree`, every difference in print.
// Never times anything; tables.cpp does. Run by bench.agrees.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "handwritten.hpp"
#include "sanbao/sanbao.hpp"

namespace sanbao::bench {

/// Lines without their ends. Behind the last of them 64 bytes more may be read.
struct Lines {
  std::string bytes;
  std::vector<std::string_view> lines;
  void split();
  [[nodiscard]] std::size_t room(std::string_view line) const {
    return static_cast<std::size_t>(bytes.data() + bytes.size() - line.data());
  }
};

struct Sanbao {
  Rulebook rulebook;
  ClaimReader reader;
  Claim claim;
  Decision decision;
  std::string out;

  explicit Sanbao(const Rulebook& rules);
  /// False: the record is refused.
  bool decide(std::string_view line, Detail detail);
};

struct Hand {
  hand::Reader reader;
  hand::Facts facts;
  hand::Verdict verdict;
  hand::Calendar calendar;
  hand::Constants constants;
  hand::Output out;

  /// The calendar's text; what is constant in each decision is taken from the rulebook.
  Hand(const Rulebook& rules, std::string_view calendar_text);
  /// False: the record is refused, or left to others.
  bool decide(std::string_view line, std::size_t room);
};

/// Whether both write the same bytes for each claim, and refuse the same wrong values.
bool agree(Sanbao& sanbao, Hand& hand, const Lines& claims);
bool refuse_alike(Sanbao& sanbao, Hand& hand);

}  // namespace sanbao::bench
