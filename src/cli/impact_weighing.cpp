// SPDX-License-Identifier: Apache-2.0
//
// See impact_weighing.hpp.
#include "cli/impact_weighing.hpp"

#include <algorithm>

#include "sanbao/compare.hpp"

namespace sanbao::cli {

ImpactWeighing::ImpactWeighing(const ImpactPlan& plan, Output& output, std::uint64_t bytes)
    : plan_(plan),
      options_{.as_of = plan.as_of, .largest = 10, .keep_changes = plan.lists != nullptr},
      currency_(currency_of(any_side().front())),
      output_(output),
      progress_(bytes) {}

const std::vector<Rulebook>& ImpactWeighing::any_side() const {
  return *std::ranges::find_if(plan_.sides, [](const auto& side) { return !side.empty(); });
}

ImpactWeighing::Weighings& ImpactWeighing::new_weighings() {
  Weighings& made = all_.emplace_back();
  // One that has nothing to compare counts what it passes by.
  for (const auto& side : plan_.sides)
    made.emplace_back(side.empty() ? any_side() : side, options_);
  return made;
}

audit::ImpactReport ImpactWeighing::weigh(Input& input) {
  BlockFlow(input, output_, nullptr, plan_.threads).run([this]() -> BlockWork {
    Weighings& weighings = new_weighings();
    return [this, &weighings](Block& block, Piece& piece) {
      return weigh_block(weighings.front(), block, piece.bytes);
    };
  });
  return report();
}

audit::ImpactReport ImpactWeighing::weigh(const audit::LogClaims& log) {
  audit::LogReading reading;
  reading.threads = plan_.threads;
  reading.begin = [&]() -> audit::ClaimWork {
    Weighings& weighings = new_weighings();
    return [this, &log, &weighings](const audit::KeptClaim* claim, std::string& bytes) {
      if (claim != nullptr) weigh_kept(weighings, log, *claim, bytes);
    };
  };
  reading.write = [&](std::string_view bytes, std::uint64_t records, std::uint64_t size) {
    output_.write(bytes);
    progress_.add(records, 0, size);
  };
  const std::uint64_t left_out = log.read(reading);
  new_weighings().front().leave_out(left_out);
  return report();
}

audit::ImpactReport ImpactWeighing::report() {
  progress_.end();
  audit::Weighing whole(any_side(), options_);
  for (const Weighings& weighings : all_)
    for (const audit::Weighing& weighing : weighings)
      whole.merge(weighing);
  return whole.report(plan_.names);
}

bool ImpactWeighing::weigh_block(audit::Weighing& weighing, Block& block, std::string& bytes) {
  std::uint64_t claims = 0;
  std::uint64_t refused = 0;
  bool ended = true;
  for (Line line; ended && block.next(line);) {
    if (is_blank(line.text)) continue;
    ++claims;
    if (!weighing.add(line.record, line.text)) ++refused;
    list(weighing, bytes);
    ended = bytes.size() < part_size;
  }
  progress_.add(claims, refused, ended ? block.size() : 0);
  return ended;
}

void ImpactWeighing::weigh_kept(Weighings& weighings, const audit::LogClaims& log,
                                const audit::KeptClaim& claim, std::string& bytes) {
  // With `--from` one side is for all.
  const std::size_t side = plan_.sides.size() == 1 ? 0 : claim.rules;
  audit::Weighing& weighing = weighings[side];
  if (!claim.missing.empty()) {
    weighing.pass_by(claim.record, claim.missing);
  } else if (plan_.sides[side].empty()) {
    weighing.pass_by(claim.record, log.rules()[side].missing);
  } else {
    weighing.judge_as_of(plan_.as_of ? plan_.as_of : claim.as_of);
    (void)weighing.add(claim.record, claim.json);
    list(weighing, bytes);
  }
}

void ImpactWeighing::list(const audit::Weighing& weighing, std::string& bytes) {
  for (const audit::ClaimChange& change : weighing.changes()) {
    if (!plan_.lists(change)) continue;
    if (plan_.json) {
      append_json(change, currency_, bytes);
    } else {
      if (plan_.names.size() > 2) bytes += std::to_string(change.variant + 1) + "  ";
      bytes += to_text(change, currency_);
    }
    bytes += '\n';
  }
}

}  // namespace sanbao::cli
