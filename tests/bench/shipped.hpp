// SPDX-License-Identifier: Apache-2.0
//
// What a claim costs under all the shipped rules, against the policy that it is about alone.
// In: the example claims and the folder of rules. Out: rows of a report.
#pragma once

#include <filesystem>
#include <string>

#include "measuring.hpp"

namespace sanbao::bench {

/// `source`: the folder of the sources. `lacking`: how many claims without most facts are tried. `self`, `program`: this program and `sanbao`, for the peak of memory; without
/// the latter there is no such row.
void measure_shipped(const std::filesystem::path& source, std::size_t rounds, std::size_t lacking,
                     const std::string& self, const std::string& program, Report& report);

}  // namespace sanbao::bench
