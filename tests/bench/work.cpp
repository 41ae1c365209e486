// SPDX-License-Identifier: Apache-2.0
//
// The work that is timed: see work.hpp.
#include "work.hpp"

#include <stdexcept>

#include "claims.hpp"

namespace sanbao::bench {

namespace {

constexpr std::size_t output_block = std::size_t{1} << 20;

Lines claims_of(std::size_t count, bool lacking) {
  Lines claims;
  ClaimMaker maker(lacking ? 2 : 1);
  for (std::size_t i = 0; i < count; ++i) {
    if (lacking) {
      maker.append_lacking(claims.bytes);
    } else {
      maker.append_whole(claims.bytes);
    }
  }
  claims.split();
  return claims;
}

}  // namespace

bool Work::check(std::size_t claims) {
  const bool refusals = refuse_alike(sanbao_, hand_);
  return agree(sanbao_, hand_, claims_of(claims, false)) && refusals;
}

void Work::make_claims() {
  whole_ = claims_of(20000, false);
  lacking_ = claims_of(20000, true);
}

void Work::run_sanbao(const Lines& claims, Detail detail) {
  for (const std::string_view line : claims.lines) {
    if (!sanbao_.decide(line, detail)) throw std::runtime_error("a claim is refused");
    sanbao_.out += '\n';
    if (sanbao_.out.size() > output_block) sanbao_.out.clear();
  }
}

void Work::run_hand() {
  for (const std::string_view line : whole_.lines) {
    if (!hand_.decide(line, whole_.room(line))) throw std::runtime_error("a claim is refused");
    *hand_.out.reserve(1) = '\n';
    hand_.out.advance_to(hand_.out.reserve(0) + 1);
    if (hand_.out.view().size() > output_block) hand_.out.clear();
  }
}

void Work::read_sanbao() {
  for (const std::string_view line : whole_.lines)
    if (!sanbao_.reader.read(line, sanbao_.claim)) throw std::runtime_error("refused");
}

void Work::read_hand() {
  for (const std::string_view line : whole_.lines)
    if (!hand_.reader.read(line, whole_.room(line), hand_.facts))
      throw std::runtime_error("refused");
}

void Work::fill_typed() {
  for (std::size_t i = 0; i < typed_count; ++i) {
    const std::string_view line = whole_.lines[i];
    if (!sanbao_.reader.read(line, sanbao_.claim) ||
        !hand_.reader.read(line, whole_.room(line), hand_.facts))
      throw std::runtime_error("refused");
    claims_.push_back(sanbao_.claim);
    facts_.push_back(hand_.facts);
    // Texts stand in the parser's memory, which the next line overwrites.
    for (std::size_t fact = 0; fact < hand::fact_count; ++fact) {
      auto& text = facts_.back().text[fact];
      if (facts_.back().has(static_cast<hand::Fact>(fact))) text = texts_.emplace_back(text);
    }
  }
}

void Work::evaluate_typed(Read read) {
  const EvaluateOptions options{.as_of = std::nullopt, .detail = Detail::codes};
  for (std::size_t i = 0; i < typed_rounds; ++i)
    for (const Claim& claim : claims_) {
      if (!evaluate(sanbao_.rulebook, claim, options, sanbao_.decision))
        throw std::runtime_error("not decided");
      const Decision& decision = sanbao_.decision;
      if (read == Read::outcome || decision.outcome() == Outcome::not_covered) continue;
      const Codes& codes =
          read == Read::codes ? decision.codes().front().codes : decision.policies().front().codes;
      if (!codes.open.empty()) throw std::runtime_error("something is open");
    }
}

void Work::decide_typed() {
  for (std::size_t i = 0; i < typed_rounds; ++i)
    for (const hand::Facts& facts : facts_)
      if (!hand::decide(facts, hand_.calendar, hand_.verdict))
        throw std::runtime_error("not decided");
}

void Work::fill_columns() {
  std::vector<Claim> claims;
  for (std::size_t i = 0; i < typed_count * typed_rounds; ++i) {
    if (!sanbao_.reader.read(whole_.lines[i], sanbao_.claim)) throw std::runtime_error("refused");
    claims.push_back(sanbao_.claim);
  }
  table_.emplace(sanbao_.rulebook, claims);
  columns_.emplace(std::span(&sanbao_.rulebook, 1), *table_);
}

void Work::decide_columns() {
  if (!columns_) fill_columns();
  columns_->decide();
}

void Work::load_large(const std::string& text) {
  if (!load_policy(text, "large.yaml")) throw std::runtime_error("the policy has faults");
}

}  // namespace sanbao::bench
