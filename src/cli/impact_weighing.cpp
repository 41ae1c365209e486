// SPDX-License-Identifier: Apache-2.0
//
// See impact_weighing.hpp.
#include "cli/impact_weighing.hpp"

#include <algorithm>

#include "sanbao/compare.hpp"

namespace sanbao::cli {

namespace {

/// Changes that may come together before they are listed, should every claim change under every variant.
constexpr std::size_t most_changes = 65536;

}  // namespace

ImpactWeighing::ImpactWeighing(const ImpactPlan& plan, Output& output, std::uint64_t bytes)
    : plan_(plan),
      options_{.as_of = plan.as_of,
               .largest = 10,
               .keep_changes = plan.lists != nullptr && !plan.held,
               .list = plan.held ? plan.lists : nullptr,
               .most_listed = plan.held.value_or(0),
               .periods = plan.periods},
      currency_(currency_of(any_side().front())),
      output_(output),
      progress_(bytes, options_.keep_changes ? Meanwhile::answers : Meanwhile::little) {}

const std::vector<Rulebook>& ImpactWeighing::any_side() const {
  return *std::ranges::find_if(plan_.sides, [](const auto& side) { return !side.empty(); });
}

ImpactWeighing::Worker& ImpactWeighing::new_worker() {
  Worker& worker = workers_.emplace_back();
  // One that has nothing to compare counts what it passes by.
  for (const auto& side : plan_.sides)
    worker.weighings.emplace_back(side.empty() ? any_side() : side, options_);
  return worker;
}

audit::ImpactReport ImpactWeighing::weigh(Input& input) {
  BlockFlow(input, output_, nullptr, plan_.threads).run([this]() -> BlockWork {
    Worker& worker = new_worker();
    return [this, &worker](Block& block, Piece& piece) {
      return weigh_block(worker, block, piece.bytes);
    };
  });
  return report();
}

audit::ImpactReport ImpactWeighing::weigh(const audit::LogClaims& log) {
  audit::LogReading reading;
  reading.threads = plan_.threads;
  reading.begin = [&]() -> audit::ClaimWork {
    Worker& worker = new_worker();
    return [this, &log, &worker](const audit::KeptClaim* claim, std::string& bytes) {
      claim == nullptr ? list(worker, bytes) : weigh_kept(worker, log, *claim, bytes);
    };
  };
  reading.write = [&](std::string_view bytes, std::uint64_t records, std::uint64_t size) {
    progress_.write(output_, bytes);
    progress_.add(records, 0, size);
  };
  const std::uint64_t left_out = log.read(reading);
  new_worker().weighings.front().leave_out(left_out);
  return report();
}

audit::ImpactReport ImpactWeighing::report() {
  progress_.end();
  audit::Weighing whole(any_side(), options_);
  for (Worker& worker : workers_)
    for (audit::Weighing& weighing : worker.weighings)
      whole.merge(weighing);
  return whole.report(plan_.names);
}

bool ImpactWeighing::weigh_block(Worker& worker, Block& block, std::string& bytes) {
  audit::Weighing& weighing = worker.weighings.front();
  std::uint64_t claims = 0;
  std::uint64_t refused = 0;
  bool ended = true;
  for (Line line; ended && block.next(line);) {
    if (is_blank(line.text)) continue;
    ++claims;
    if (!weighing.add(line.record, line.text)) ++refused;
    if (++worker.claims >= claims_listed()) list(worker, bytes);
    ended = bytes.size() < part_size;
  }
  list(worker, bytes);
  progress_.add(claims, refused, ended ? block.size() : 0);
  return ended;
}

void ImpactWeighing::weigh_kept(Worker& worker, const audit::LogClaims& log,
                                const audit::KeptClaim& claim, std::string& bytes) {
  // With `--from` one side is for all.
  const std::size_t side = plan_.sides.size() == 1 ? 0 : claim.rules;
  if (side != worker.side || ++worker.claims >= claims_listed()) list(worker, bytes);
  worker.side = side;
  audit::Weighing& weighing = worker.weighings[side];
  if (!claim.missing.empty()) {
    weighing.pass_by(claim.record, claim.missing);
  } else if (plan_.sides[side].empty()) {
    weighing.pass_by(claim.record, log.rules()[side].missing);
  } else {
    weighing.judge_as_of(plan_.as_of ? plan_.as_of : claim.as_of);
    (void)weighing.add(claim.record, claim.json);
  }
}

std::size_t ImpactWeighing::claims_listed() const {
  return std::max<std::size_t>(1, most_changes / plan_.names.size());
}

/// What changed since the last time.
void ImpactWeighing::list(Worker& worker, std::string& bytes) {
  worker.claims = 0;
  if (!options_.keep_changes) return;
  audit::Weighing& weighing = worker.weighings[worker.side];
  weighing.settle();
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
