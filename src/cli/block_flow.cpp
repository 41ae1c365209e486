// SPDX-License-Identifier: Apache-2.0
//
// BlockFlow: see block_flow.hpp.
#include "cli/block_flow.hpp"

#include "flow/in_order.hpp"

namespace sanbao::cli {

BlockFlow::BlockFlow(Input& input, Output& output, audit::Log* log, unsigned threads)
    : input_(input), releases_(output, log), threads_(threads), slots_(flow::slots_for(threads)) {}

void BlockFlow::run(const std::function<BlockWork()>& begin) {
  works_.emplace(begin);
  input_.before_waiting([this] { releases_.input_waits(); });
  flow::run({.read = [this](std::size_t slot) { return read(slots_[slot]); },
             .work = [this](std::size_t slot) { work(slots_[slot]); },
             .write = [this](std::size_t slot) { write(slots_[slot]); }},
            threads_);
  releases_.finish();
  if (input_failure_) std::rethrow_exception(input_failure_);
}

std::optional<std::uint64_t> BlockFlow::read(Slot& slot) {
  try {
    if (!input_.next(slot.block)) return std::nullopt;
  } catch (const InputFailed&) {
    input_failure_ = std::current_exception();  // what has been read is decided all the same
    return std::nullopt;
  }
  releases_.expect();
  return slot.block.size();
}

void BlockFlow::work(Slot& slot) {
  slot.ended = works_->with([&](const BlockWork& one) { return one(slot.block, slot.piece); });
}

/// A block of which the output is large is worked on in parts once its turn has come, so that it is never held whole.
void BlockFlow::write(Slot& slot) {
  releases_.write(slot.piece, slot.ended);
  while (!slot.ended) {
    work(slot);
    releases_.write(slot.piece, slot.ended);
  }
}

}  // namespace sanbao::cli
