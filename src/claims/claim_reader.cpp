// SPDX-License-Identifier: Apache-2.0
//
// The public ClaimReader: claims::Reader with the rulebook it reads for kept alive.
// In: a line and a Claim. Out: see include/sanbao/records.hpp.
// Never fills a Claim of another rulebook: such a one is replaced first.
// Tested by tests/unit/claim_reader_test.cpp.
#include <memory>
#include <utility>

#include "claims/reader.hpp"
#include "ir/program.hpp"
#include "sanbao/records.hpp"
#include "sanbao/rulebook.hpp"

namespace sanbao {

struct ClaimReader::State {
  explicit State(const Rulebook& of) : rulebook(of), reader(of.ruleset().schema()) {}

  Rulebook rulebook;
  claims::Reader reader;
  RecordError error;
};

ClaimReader::ClaimReader(const Rulebook& rulebook) : state_(std::make_unique<State>(rulebook)) {}
ClaimReader::ClaimReader(ClaimReader&&) noexcept = default;
ClaimReader& ClaimReader::operator=(ClaimReader&&) noexcept = default;
ClaimReader::~ClaimReader() = default;

bool ClaimReader::read(std::string_view line, Claim& claim) {
  if (!claim.belongs_to(state_->rulebook)) claim = Claim(state_->rulebook);
  return state_->reader.read(line, claim.data(), state_->error);
}

const RecordError& ClaimReader::error() const {
  return state_->error;
}

}  // namespace sanbao
