// SPDX-License-Identifier: Apache-2.0
//
// See wording.hpp.
#include "claims/wording.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "base/nearest.hpp"
#include "base/utf8.hpp"
#include "claims/json_text.hpp"
#include "claims/limits.hpp"
#include "ir/cells.hpp"
#include "ir/member_names.hpp"

namespace sanbao::claims {
namespace {

using ir::Type;

constexpr std::size_t longest_shown = 60;

// The author's words in backticks, cut where they are long.
std::string shown(std::string_view word) {
  std::size_t end = 0;
  while (end < word.size() && end < longest_shown)
    end += base::character_at(word, end).bytes;
  const bool cut = end < word.size();
  return fmt::format("`{}{}`", base::printable(word.substr(0, end)), cut ? "…" : "");
}

std::string joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

std::vector<std::string> members_of(const ir::SchemaFact& fact, const ir::Schema& schema) {
  std::vector<std::string> words;
  for (const ir::Symbol symbol : fact.members)
    words.emplace_back(schema.symbols.text(symbol));
  return words;
}

std::string_view kind_of_value(char begins) {
  if (begins == '"') return "a text";
  if (begins == '{') return "an object";
  if (begins == '[') return "an array";
  if (begins == 't') return "true";
  if (begins == 'f') return "false";
  if (begins == 'n') return "null";
  return "a number";
}

std::string expected_date(const FactRules& rules) {
  return fmt::format("a date `YYYY-MM-DD` from 1970 to 2199, or an instant with its offset{}",
                     rules.never_allowed ? ", or \"never\"" : "");
}

// "1299.00", with the decimals of the currency
std::string amount_example(std::uint32_t decimals) {
  return decimals == 0 ? "1299" : fmt::format("1299.{}", std::string(decimals, '0'));
}

std::string expected_of(const FactRules& rules, const ir::Schema& schema) {
  switch (rules.type) {
    case Type::boolean:
      return "true or false";
    case Type::count:
      return fmt::format("a whole number from 0 to {}, without quotes", ir::max_number);
    case Type::days:
      return fmt::format("a whole number of days from 0 to {}, without quotes", ir::max_number);
    case Type::number:
      return fmt::format("a number from 0 to {} with at most 6 decimals, without quotes",
                         ir::max_number);
    case Type::money:
      return fmt::format("an amount from 0 with at most {} decimals, as text or number: \"{}\"",
                         schema.decimals, amount_example(schema.decimals));
    case Type::text:
      return fmt::format("a text of at most {} bytes", max_text_bytes);
    case Type::date:
      return expected_date(rules);
    case Type::length:
      return "a length of time as text: \"18 months\"";
    case Type::rate:
      return "a rate with its sign, as text: \"0.5%\"";
    case Type::enumeration:
    case Type::remedy:
      return fmt::format("one of {}", joined(members_of(*rules.fact, schema)));
    case Type::set:
      return rules.fact->open ? "an array of texts, each once"
                              : fmt::format("an array, each member once, of {}",
                                            joined(members_of(*rules.fact, schema)));
    case Type::list:
      break;
  }
  return "an array of objects";
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& names) {
  const auto name = base::nearest(word, names);
  return name ? fmt::format(", did you mean {}?", shown(*name)) : std::string();
}

// `性能` is the name of `performance`.
std::string member_hint(std::string_view path, std::string_view word,
                        const std::vector<std::string>& members) {
  const std::string_view meant = ir::member_meant(ir::standard_members(path), word);
  return meant.empty() ? did_you_mean(word, members)
                       : fmt::format(", did you mean {}?", shown(meant));
}

std::string message_of(const Found& found, const ir::Schema& schema, const RecordError& error) {
  const std::string word = shown(found.word);
  const std::string path = error.path.empty() ? "the record" : shown(error.path);
  switch (found.fault) {
    case Fault::line_too_long:
      return fmt::format("the line is longer than {} bytes", max_record_bytes);
    case Fault::repeated_key:
      return fmt::format("{} stands twice in one object", path);
    case Fault::unknown_key:
      return fmt::format("unknown key {}{}", path, did_you_mean(found.word, found.keys->keys()));
    case Fault::near_group:
      return fmt::format("unknown group {}{}", path, did_you_mean(found.word, found.keys->keys()));
    case Fault::too_many:
      return fmt::format("more than {} entries, from {} on", max_entries, path);
    case Fault::wrong_type:
      return fmt::format("{} is {}", path, kind_of_value(found.begins));
    case Fault::null_refused:
      return fmt::format("{} cannot be null", path);
    case Fault::never_refused:
      return fmt::format("{} cannot be \"never\"", path);
    case Fault::not_a_member:
      return fmt::format(
          "{} has no value {}{}", path, word,
          member_hint(error.path, found.word, members_of(*found.rules->fact, schema)));
    case Fault::repeated_member:
      return fmt::format("{} stands twice in the set", word);
    case Fault::text_too_long:
      return fmt::format("the text is longer than {} bytes", max_text_bytes);
    case Fault::not_a_date:
      return fmt::format("{} is no date", word);
    case Fault::offset_missing:
      return fmt::format("the instant {} does not say its offset", word);
    case Fault::no_such_day:
      return fmt::format("there is no day {}", word);
    case Fault::date_out_of_range:
      return fmt::format("{} is before 1970 or after 2199", word);
    case Fault::summer_time:
      return fmt::format("{} may be two days in Asia/Shanghai, which had summer time then", word);
    case Fault::not_decimal:
      return fmt::format("{} is no plain decimal number", word);
    case Fault::below_zero:
      return fmt::format("{} is below zero", word);
    case Fault::too_many_decimals:
      return fmt::format("{} has too many decimals", word);
    case Fault::too_large:
      return fmt::format("{} is too large", word);
    case Fault::not_a_rate:
      return fmt::format("{} is no rate", word);
    case Fault::not_a_length:
      return fmt::format("{} is no length of time", word);
    case Fault::returned_early:
      return fmt::format("{} is before the day handed in", path);
    default:
      return "the line cannot be read";
  }
}

std::string expected_for(const Found& found, const ir::Schema& schema) {
  switch (found.fault) {
    case Fault::line_too_long:
      return fmt::format("at most {} bytes", max_record_bytes);
    case Fault::repeated_key:
      return "each key once";
    case Fault::unknown_key:
      return fmt::format("one of {}", joined(found.keys->keys()));
    case Fault::near_group:
      return fmt::format("one of {}, or a name that is not nearly one of them",
                         joined(found.keys->keys()));
    case Fault::too_many:
      return fmt::format("at most {}", max_entries);
    case Fault::repeated_member:
      return "each member once";
    case Fault::returned_early:
      return "a day on or after received_on";
    case Fault::summer_time:
      return "the date alone: `YYYY-MM-DD`";
    default:
      break;
  }
  if (found.rules != nullptr && found.fault == Fault::null_refused &&
      found.rules->type == Type::set)
    return "a text";
  if (found.rules != nullptr) return expected_of(*found.rules, schema);
  return found.wanted.empty() ? "a record as docs/records.md describes" : std::string(found.wanted);
}

std::string code_of(Fault fault) {
  return fmt::format("SB30{:02}", static_cast<unsigned>(fault));
}

// The character at the place, or what else is there.
std::string shown_at(std::string_view line, std::size_t offset) {
  if (offset >= line.size()) return "the line ends too early";
  if (line.substr(offset).starts_with("\xEF\xBB\xBF")) return "unexpected byte order mark";
  const auto byte = static_cast<unsigned char>(line[offset]);
  if (byte < 0x20 || byte == 0x7F)
    return fmt::format("unexpected control character U+{:04X}", byte);
  return "unexpected " + shown(line.substr(offset, base::character_at(line, offset).bytes));
}

}  // namespace

void put_words(const Found& found, const ir::Schema& schema, RecordError& error) {
  error.code = code_of(found.fault);
  error.message = message_of(found, schema, error);
  error.expected = expected_for(found, schema);
}

void put_words(Fault fault, std::string_view line, std::string_view expected, RecordError& error) {
  error.code = code_of(fault);
  switch (fault) {
    case Fault::not_utf8:
      error.message =
          fmt::format("byte 0x{:02X} is no UTF-8", static_cast<unsigned char>(line[error.offset]));
      error.expected = "a line in UTF-8";
      return;
    case Fault::too_deep:
      error.message = "arrays and objects are nested too deep";
      error.expected = fmt::format("at most {} inside each other", max_depth);
      return;
    case Fault::half_surrogate:
      error.message = fmt::format("{} is one half of a pair", shown(line.substr(error.offset, 6)));
      error.expected = "both halves of the pair, or the character itself";
      return;
    default:
      error.message = shown_at(line, error.offset);
      error.expected = expected;
      return;
  }
}

}  // namespace sanbao::claims
