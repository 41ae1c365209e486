// SPDX-License-Identifier: Apache-2.0
//
// BlockThreads: see block_threads.hpp.
#include "cli/block_threads.hpp"

#include <system_error>

namespace sanbao::cli {

namespace {

/// Input that one thread has read before others are started.
constexpr std::uint64_t worth_threads = std::uint64_t{512} << 10;

}  // namespace

void BlockThreads::run(const std::function<BlockWork()>& begin,
                       const std::function<void(std::exception_ptr)>& failed) {
  begin_ = &begin;
  failed_ = &failed;
  {
    std::vector<std::jthread> others;
    work(&others);
  }
  if (input_failure_) std::rethrow_exception(input_failure_);
}

/// One thread's part. The first thread starts the others once it is worth it.
void BlockThreads::work(std::vector<std::jthread>* others) {
  try {
    const BlockWork work_on = (*begin_)();
    Block block;
    std::uint64_t number = 0;
    while (next(block, number)) {
      if (others != nullptr && others->empty() && number > 0 && bytes_read_ > worth_threads)
        start(*others);
      if (!work_on(block, number)) return;
    }
  } catch (...) {
    (*failed_)(std::current_exception());
  }
}

void BlockThreads::start(std::vector<std::jthread>& others) {
  try {
    while (others.size() + 1 < threads_)
      others.emplace_back([this] { work(nullptr); });
  } catch (const std::system_error&) {
    threads_ = static_cast<unsigned>(others.size()) + 1;  // those that could be started will do
  }
}

bool BlockThreads::next(Block& block, std::uint64_t& number) {
  const std::lock_guard lock(reading_);
  try {
    if (input_failure_ || !input_.next(block)) return false;
  } catch (const InputFailed&) {
    input_failure_ = std::current_exception();  // what has been read is decided all the same
    return false;
  }
  number = blocks_++;
  bytes_read_ += block.size();
  return true;
}

}  // namespace sanbao::cli
