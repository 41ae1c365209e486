// SPDX-License-Identifier: Apache-2.0
//
// claim_fuzz.cpp: a line of claims, under a shipped policy and under one with every construct.
// In: any bytes. Out: a decision in form, twice alike, or a refusal in form.
#include "promises.hpp"

namespace {

sanbao::Rulebook loaded(const char* path) {
  auto policy = sanbao::load_policy(fuzz::file_of_tree(path), path);
  fuzz::promise(policy.has_value(), "the policy of the tree is sound");
  return *policy;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const sanbao::Rulebook shipped = loaded("rules/vendors/hyundai-mp3.yaml");
  static const sanbao::Rulebook every = loaded("tests/baselines/good/every-construct.yaml");
  const std::string_view line = fuzz::text_of(data, size);
  // What a claim that says little should be asked takes a while to find out under a long policy.
  if (line.find("mp3_player") != line.npos && line.find("\"performance\"") != line.npos)
    fuzz::hold_line(shipped, line);
  fuzz::hold_line(every, line);
  return 0;
}
