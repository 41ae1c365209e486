// SPDX-License-Identifier: Apache-2.0
//
// The public ClaimReader: claims::Reader with the rulebook it reads for kept alive; and why a claim that was read is
// not judged.
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

RecordError refuse_early_day(const Claim& claim, CivilDate as_of) {
  const ir::ClaimData& data = claim.data();
  RecordError error;
  error.code = "SB3101";
  error.path = "claim.filed_on";
  error.message = "the day of judgement is before the day the claim was filed";
  if (const ir::Cell& filed = data.cells[data.schema->filed_on];
      filed.state == ir::FactState::given) {
    const auto day = CivilDate::from_days(static_cast<std::int32_t>(filed.value));
    error.message = "the day of judgement " + as_of.to_string() +
                    " is before the day the claim was filed, " + day.to_string();
  }
  if (const ir::Cell& id = data.cells[data.schema->claim_id]; id.state == ir::FactState::given) {
    error.claim_id = data.text(static_cast<ir::Symbol>(id.value));
    error.has_claim_id = true;
  }
  error.expected = "a claim filed on or before the day of `--as-of`";
  return error;
}

}  // namespace sanbao
