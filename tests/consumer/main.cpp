// SPDX-License-Identifier: Apache-2.0
//
// main.cpp: what another project does with sanbao: load a policy, read a claim, decide and print it.
//
//     consumer POLICY.yaml < CLAIM.json
//
// Uses one function of each public header, so that a symbol missing from the shared library is found.
#include <sanbao/audit/digest.hpp>
#include <sanbao/sanbao.hpp>

#include <iostream>
#include <iterator>
#include <string>
#include <vector>

int tour(const std::string& line);  // from the comment of sanbao.hpp

int main(int argc, char** argv) {
  if (sanbao::version != sanbao::library_version()) {
    std::cerr << "built for " << sanbao::version << ", runs " << sanbao::library_version() << '\n';
    return 1;
  }
  if (argc != 2) {
    std::cerr << "usage: consumer POLICY.yaml < CLAIM.json\n";
    return 2;
  }
  const auto policy = sanbao::load_rulebook_files(std::vector<std::string>{argv[1]});
  if (!policy) {
    for (const auto& fault : policy.diagnostics())
      std::cerr << sanbao::render(fault);
    return 1;
  }

  const std::string line{std::istreambuf_iterator<char>(std::cin), {}};
  sanbao::Claim claim(*policy);
  sanbao::ClaimReader reader(*policy);
  if (!reader.read(line, claim)) {
    std::string error;
    sanbao::append_json(reader.error(), 1, 0, error);
    std::cerr << error << '\n';
    return 1;
  }
  const sanbao::Decision decision = sanbao::evaluate(*policy, claim);
  std::cout << sanbao::to_string(decision.outcome()) << '\n';
  if (const auto* remedy = decision.remedy("return"); remedy != nullptr && remedy->net) {
    std::cout << "return " << sanbao::to_string(remedy->status) << ' ' << remedy->net->to_string()
              << '\n';
  }

  std::string json;
  sanbao::append_json(decision, json);
  if (json.find(std::string(sanbao::version)) == std::string::npos) return 1;
  if (sanbao::audit::blake2b(line) == sanbao::audit::Digest{}) return 1;
  return sanbao::explain(decision, sanbao::Language::en).empty() ? 1 : 0;
}
