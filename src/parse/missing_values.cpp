// SPDX-License-Identifier: Apache-2.0
//
// missing_values.cpp: see missing_values.hpp.
// Tested by tests/unit/yaml_reader_test.cpp.
#include "parse/missing_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/utf8.hpp"
#include "parse/yaml_explain.hpp"

namespace sanbao::parse {
namespace {

constexpr std::string_view full_width_colon = "：";

std::uint32_t characters(std::string_view text) {
  return static_cast<std::uint32_t>(base::count_characters(text));
}

bool is_key(const std::vector<ir::YamlEntry>& entries, std::string_view key) {
  return std::any_of(entries.begin(), entries.end(),
                     [key](const ir::YamlEntry& entry) { return entry.key == key; });
}

// `zh：文` and `zh:文` are keys to YAML: the entry that was meant; nothing where it holds no colon.
std::optional<ir::YamlEntry> entry_meant(const ir::YamlEntry& written) {
  const bool wide = written.key.find(full_width_colon) != std::string::npos;
  const std::size_t at = written.key.find(wide ? full_width_colon : ":");
  if (at == std::string::npos || at == 0) return std::nullopt;
  const std::size_t colon = wide ? full_width_colon.size() : 1;
  const std::size_t value = written.key.find_first_not_of(' ', at + colon);
  ir::YamlEntry out = written;
  out.key.resize(at);
  out.key_span.length = characters(out.key);
  if (value == std::string::npos) return out;
  out.value.kind = ir::YamlNode::Kind::scalar;
  out.value.text = written.key.substr(value);
  const std::uint32_t before = characters(std::string_view(written.key).substr(0, value));
  out.value.span = written.key_span;
  out.value.span.column += before;
  out.value.span.length -= std::min(before, out.value.span.length);
  return out;
}

// No `http://…`, no words before a colon, and no text of a language, which nobody misses.
bool is_entry(const ir::YamlEntry& entry) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789_.";
  return entry.value.is_scalar() && !entry.value.text.starts_with('/') && entry.key != "zh" &&
         entry.key != "en" && entry.key.find_first_not_of(letters) == std::string::npos;
}

std::string help_for_colon(const ir::YamlEntry& written, const ir::YamlEntry& meant) {
  const bool wide = written.key.find(full_width_colon) != std::string::npos;
  return fmt::format(
      "{} `{}: {}`",
      wide ? "`：` is the full-width colon; write" : "write a blank behind the colon:", meant.key,
      meant.value.text);
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

void tell_missing(std::vector<ir::YamlEntry>& entries, std::vector<Missing> missing,
                  base::FaultList& faults) {
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (missing[i] == Missing::nothing) continue;
    ir::YamlEntry& entry = entries[i];
    const std::optional<ir::YamlEntry> meant = entry_meant(entry);
    std::string help = meant ? help_for_colon(entry, *meant) : std::string();
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
    // What follows looks at the entry as it was meant.
    if (!meant || !is_entry(*meant) || is_key(entries, meant->key)) continue;
    entry = *meant;
    missing[i] = Missing::nothing;
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
