// SPDX-License-Identifier: Apache-2.0
//
// What it costs to keep decisions, to replay and to verify them, and how much memory that takes.
// In: the program, this program, a policy. Out: rows of the report.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "measuring.hpp"

namespace sanbao::bench {

/// Of 200,000 claims, some rounds.
void measure_logs(const std::filesystem::path& source, const std::string& self,
                  const std::string& program, std::size_t rounds, Report& report);

/// Peak memory on 200,000 claims, the largest of five runs, and on so many, and the one against the other; made while they are read, kept for the log alone.
void measure_memory(const std::filesystem::path& source, const std::string& self,
                    const std::string& program, std::size_t claims, Report& report);

}  // namespace sanbao::bench
