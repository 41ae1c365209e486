// SPDX-License-Identifier: Apache-2.0
//
// make_claims.cpp: the claims of claim_maker.hpp, by number from 1.
// In: how many. Out: JSON Lines; fewer claims are the first of more.
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>

#include "claim_maker.hpp"

int main(int argc, char** argv) {
  std::uint64_t count = 0;
  if (argc == 2) std::from_chars(argv[1], argv[1] + std::strlen(argv[1]), count);
  if (count == 0) return std::fprintf(stderr, "usage: digest_claims COUNT\n"), 2;
  for (std::uint64_t number = 1; number <= count; ++number) {
    const std::string line = digest::Maker(number).line() + "\n";
    if (std::fwrite(line.data(), 1, line.size(), stdout) != line.size()) return 3;
  }
  return std::fflush(stdout) == 0 ? 0 : 3;
}
