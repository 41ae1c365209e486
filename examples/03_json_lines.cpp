// SPDX-License-Identifier: Apache-2.0
//
// 03_json_lines: a stream of claims in, a stream of decisions out, line by line.
// In: JSON Lines on standard input, here examples/expected/03_json_lines.in.jsonl. Out: one line for each
// record, in the order of the records; a record that cannot be read leaves an error line in its own place, as
// in examples/expected/03_json_lines.txt. Run from the top of the tree; tested by ctest `example.*`.
#include <array>
#include <cstdint>
#include <iostream>
#include <string>

#include "sanbao/sanbao.hpp"

int main() {
  std::ios::sync_with_stdio(false);
  const auto rules = sanbao::load_rulebook_files(std::array{std::string("examples/shop.yaml")});
  if (!rules) {
    for (const auto& fault : rules.diagnostics())
      std::cerr << sanbao::render(fault);
    return 1;
  }

  sanbao::ClaimReader reader(*rules);
  sanbao::Claim claim(*rules);
  sanbao::Decision decision;
  const sanbao::EvaluateOptions options{.as_of = {}, .detail = sanbao::Detail::none};

  std::string line, out;
  std::uint64_t record = 0, offset = 0, refused = 0;
  while (std::getline(std::cin, line)) {
    const std::uint64_t line_offset = offset;
    offset += line.size() + 1;
    ++record;
    // Blank lines are counted and passed over; docs/records.md.
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;

    out.clear();
    if (reader.read(line, claim)) {
      // Without a day of judgement of our own nothing can be refused here.
      if (!sanbao::evaluate(*rules, claim, options, decision)) return 1;
      sanbao::append_json(decision, out);
    } else {
      sanbao::append_json(reader.error(), record, line_offset, out);
      ++refused;
    }
    std::cout << out << '\n';
  }
  std::cerr << record << " records, " << refused << " refused\n";
  return std::cout.flush() ? 0 : 1;
}
