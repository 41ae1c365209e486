// SPDX-License-Identifier: Apache-2.0
//
// Which forms of the shipped policies no random policy has: sanbao_oracle_forms FOLDER POLICIES [--all].
// In: a folder of policies, how many random ones. Out: a line for each form that is missing; exit 1 where there is one.
// Never decides a claim.
// Tested by oracle.forms.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>

#include "forms.hpp"
#include "random_policy.hpp"

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: sanbao_oracle_forms FOLDER POLICIES [--all]\n");
    return 2;
  }
  const bool all = argc > 3 && std::string_view(argv[3]) == "--all";
  std::map<std::string, std::string> shipped;  // by form, a file that has it
  for (const auto& entry : std::filesystem::recursive_directory_iterator(argv[1])) {
    const std::string path = entry.path().string();
    if (!path.ends_with(".yaml") || path.ends_with(".test.yaml")) continue;
    std::ifstream in(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    for (const std::string& form : oracle::forms_of(text))
      shipped.emplace(form, entry.path().filename().string());
  }
  const long wanted = std::strtol(argv[2], nullptr, 10);
  std::map<std::string, long> made;
  for (long n = 0; n < wanted; ++n) {
    oracle::Random random(static_cast<std::uint64_t>(n) * 1'000'003 + 17);
    for (const std::string& text : oracle::random_policies(random)) {
      for (const std::string& form : oracle::forms_of(text))
        ++made[form];
    }
  }
  long missing = 0;
  for (const auto& [form, file] : shipped) {
    const long n = made.contains(form) ? made.at(form) : 0;
    missing += n == 0 ? 1 : 0;
    if (n == 0 || all) std::printf("%8ld  %s (%s)\n", n, form.c_str(), file.c_str());
  }
  std::printf("%zu forms in shipped policies, %zu in %ld random ones, %ld missing\n",
              shipped.size(), made.size(), wanted, missing);
  return missing == 0 && !shipped.empty() ? 0 : 1;
}
