// SPDX-License-Identifier: Apache-2.0
//
// The tables of docs/performance.md, in their order.
// In: what is asked for, the work that is timed. Out: lines of a report, written into the document where one is named.
// Never fails for being slow.
#pragma once

#include "options.hpp"
#include "work.hpp"

namespace sanbao::bench {

void write_tables(const Options& options, Work& work);

}  // namespace sanbao::bench
