// SPDX-License-Identifier: Apache-2.0
//
// words_meant.cpp: see words_meant.hpp.
#include "check/words_meant.hpp"

#include <algorithm>

#include "check/wording.hpp"
#include "ir/member_names.hpp"

namespace sanbao::check {
namespace {

bool is_called(const ir::Localized& text, std::string_view written) {
  return !written.empty() && (text.zh == written || text.en == written);
}

}  // namespace

std::string meant_member(const Workspace& w, const Members& members, std::string_view written) {
  const std::string_view standard = ir::member_meant(ir::standard_members(members.owner), written);
  if (!standard.empty() && members.contains(standard)) return std::string(standard);
  for (const auto& [word, text] : w.document.names)
    if (is_called(text, written) && members.contains(word.text)) return word.text;
  for (const ir::RemedyDoc& remedy : w.document.remedies)
    if (is_called(remedy.text, written) && members.contains(remedy.name.text))
      return remedy.name.text;
  return {};
}

std::string member_help(const Workspace& w, const Members& members, std::string_view written) {
  const std::string meant = meant_member(w, members, written);
  return meant.empty() ? did_you_mean(written, members.words) : "write " + tick(meant);
}

std::string meant_name(Workspace& w, std::span<const NameKind> kinds, std::string_view written) {
  for (const auto& [word, text] : w.document.names) {
    if (!is_called(text, written)) continue;
    const Named* named = w.names.find(word.text);
    if (named != nullptr && std::ranges::find(kinds, named->kind) != kinds.end()) return word.text;
  }
  return {};
}

}  // namespace sanbao::check
