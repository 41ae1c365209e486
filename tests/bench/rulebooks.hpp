// SPDX-License-Identifier: Apache-2.0
//
// What a claim costs among many policies.
// In: the claims of the benchmark, all about one brand. Out: rows of a report.
#pragma once

#include <filesystem>

#include "measuring.hpp"
#include "sides.hpp"

namespace sanbao::bench {

/// `source`: the folder of the sources. The claims' own policy stands among policies of other brands.
void measure_rulebooks(const std::filesystem::path& source, std::size_t rounds, const Lines& claims,
                       Report& report);

}  // namespace sanbao::bench
