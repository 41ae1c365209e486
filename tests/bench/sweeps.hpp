// SPDX-License-Identifier: Apache-2.0
//
// What it costs to decide a million claims under a hundred variants of a policy, and to count what becomes of them.
// In: the work that stands ready. Out: rows of a report.
#pragma once

#include "measuring.hpp"
#include "options.hpp"
#include "work.hpp"

namespace sanbao::bench {

/// A rate that takes a hundred values. The table is read once for all of them.
void measure_sweep(const Options& options, Work& work, Report& report);

}  // namespace sanbao::bench
