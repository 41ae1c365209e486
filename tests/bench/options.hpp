// SPDX-License-Identifier: Apache-2.0
//
// What sanbao_bench is asked for; bench.cpp reads it from the arguments.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace sanbao::bench {

struct Options {
  std::filesystem::path source = SANBAO_BENCH_SOURCE;  // the folder of the sources
  std::string program = SANBAO_BENCH_PROGRAM;          // `sanbao`; empty where it is not built
  std::string self;                                    // this program
  std::string profiled, into;
  std::string by_hand;  // claims that the program written by hand decides, and nothing else is done
  std::size_t check = 20000, rounds = 11, lacking = 500, memory = 0;
  bool only_check = false, only_shipped = false, only_logs = false;
};

}  // namespace sanbao::bench
