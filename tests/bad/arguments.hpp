// SPDX-License-Identifier: Apache-2.0
//
// The numbers behind the options of the programs in this folder.
// In: the words of a command line. Out: the number behind a name, or another where it is not given.
#pragma once

#include <charconv>
#include <cstdint>
#include <string_view>
#include <vector>

inline std::uint64_t number_after(const std::vector<std::string_view>& words, std::string_view name,
                                  std::uint64_t otherwise) {
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if (words[i] == name)
      std::from_chars(words[i + 1].data(), words[i + 1].data() + words[i + 1].size(), otherwise);
  }
  return otherwise;
}
