// SPDX-License-Identifier: Apache-2.0
//
// See program.hpp: look-ups of Program.
// Tested by tests/cases/meaning/ask-texts.test.yaml.
#include "ir/program.hpp"

namespace sanbao::ir {

const std::vector<Symbol>& Program::compared_texts(bool is_slot, std::uint32_t slot_or_list,
                                                   std::uint32_t field) const {
  static const std::vector<Symbol> none;
  if (is_slot) {
    const auto at = slot_texts.find(slot_or_list);
    return at == slot_texts.end() ? none : at->second;
  }
  const auto at = field_texts.find({slot_or_list, field});
  return at == field_texts.end() ? none : at->second;
}

}  // namespace sanbao::ir
