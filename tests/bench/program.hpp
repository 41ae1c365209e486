// SPDX-License-Identifier: Apache-2.0
//
// What the program `sanbao decide` takes as a whole: to start, in memory, and with a second thread.
// In: the paths of both programs and of the sources. Out: rows of a report.
#pragma once

#include "measuring.hpp"
#include "options.hpp"

namespace sanbao::bench {

void measure_program(const Options& options, Report& report);

}  // namespace sanbao::bench
