// SPDX-License-Identifier: Apache-2.0
//
// missing_values.cpp: see missing_values.hpp.
// Tested by tests/unit/yaml_reader_test.cpp.
#include "parse/missing_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "parse/yaml_explain.hpp"

namespace sanbao::parse {
namespace {

constexpr std::string_view full_width_colon = "：";

// `zh：文` and `zh:文` are keys to YAML.
std::string help_for_colon(std::string_view key) {
  if (const std::size_t at = key.find(full_width_colon); at != std::string_view::npos) {
    return fmt::format("`：` is the full-width colon; write `{}: {}`", key.substr(0, at),
                       key.substr(at + full_width_colon.size()));
  }
  if (const std::size_t at = key.find(':'); at != std::string_view::npos && at > 0) {
    return fmt::format("write a blank behind the colon: `{}: {}`", key.substr(0, at),
                       key.substr(at + 1));
  }
  return {};
}

// `0,2%`, `1,000 CNY` and `-120,00`: a number that its comma has cut in two; empty where it is none.
std::string joined_number(std::string_view whole, std::string_view rest) {
  constexpr std::string_view all_digits = "0123456789";
  const std::string_view sign = whole.substr(0, whole.starts_with('-') ? 1 : 0);
  whole.remove_prefix(sign.size());
  const std::size_t digits = std::min(rest.find_first_not_of(all_digits), rest.size());
  const bool number =
      !whole.empty() && digits > 0 && whole.find_first_not_of(all_digits) == std::string_view::npos;
  if (!number) return {};
  return fmt::format("{}{}{}{}", sign, whole, digits == 3 ? "" : ".", rest);
}

}  // namespace

void tell_missing(std::vector<ir::YamlEntry>& entries, const std::vector<Missing>& missing,
                  base::FaultList& faults) {
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (missing[i] == Missing::nothing) continue;
    const ir::YamlEntry& entry = entries[i];
    std::string help = help_for_colon(entry.key);
    ir::YamlEntry* before = i > 0 && missing[i - 1] == Missing::nothing ? &entries[i - 1] : nullptr;
    const bool split = help.empty() && missing[i] == Missing::colon_too && before != nullptr &&
                       before->value.is_scalar() && !before->value.quoted;
    if (split) {
      std::string text = before->value.text;
      std::string number = joined_number(text, entry.key);
      for (; i < entries.size() && missing[i] == Missing::colon_too; ++i)
        text += ", " + entries[i].key;
      --i;
      help = number.empty()
                 ? fmt::format("did the comma split your text? quote it: `{}: {}`", before->key,
                               quoted_yaml(text))
                 : fmt::format("a number holds no comma: write `{}: {}`", before->key, number);
      if (!number.empty()) text = std::move(number);
      // What follows looks at the text as it was meant, so that no piece of it is told again.
      before->value.text = std::move(text);
    } else if (help.empty()) {
      help =
          fmt::format("write `{}: ` and its value, `{{}}` where it has nothing to say", entry.key);
    }
    faults.error("SB1007", entry.key_span, fmt::format("`{}` has no value", entry.key),
                 std::move(help));
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (missing[i] != Missing::nothing) continue;
    if (kept != i) entries[kept] = std::move(entries[i]);
    ++kept;
  }
  entries.resize(kept);
}

}  // namespace sanbao::parse
