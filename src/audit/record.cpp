// SPDX-License-Identifier: Apache-2.0
//
// The form of a line, written and read; see sanbao/audit/record.hpp and record_form.hpp.
// Tested by tests/unit/audit_record_test.cpp.
#include "sanbao/audit/record.hpp"

#include <array>
#include <charconv>
#include <cstring>

#include "audit/hexadecimal.hpp"
#include "audit/json_text.hpp"
#include "audit/record_form.hpp"

namespace sanbao::audit {

namespace {

constexpr std::string_view number_key = "{\"seq\":";
constexpr std::string_view previous_key = ",\"previous\":\"";
constexpr std::string_view digest_key = "\",\"digest\":\"";
constexpr std::string_view body_begin = "\",";
constexpr std::size_t digest_digits = 64;
constexpr std::size_t most_digits = 20;  // of a number
static_assert(most_head == number_key.size() + most_digits + previous_key.size() +
                               2 * digest_digits + digest_key.size() + body_begin.size());

bool take(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

bool take_digest(std::string_view& text, Digest& digest) {
  if (!read_hexadecimal(text.substr(0, digest_digits), digest.bytes)) return false;
  text.remove_prefix(digest_digits);
  return true;
}

/// Where `,"decision":{"claim":` stands, if it does once: a claim may hold the same words further inside. Braces are few,
/// and found many bytes at a time; to read every sign of a record takes longer than to decide it.
std::size_t only_decision(std::string_view text) {
  constexpr std::string_view begin = "{\"claim\":";
  std::size_t found = std::string_view::npos;
  std::size_t from = 0;
  while (const void* const brace = std::memchr(text.data() + from, '{', text.size() - from)) {
    const auto at = static_cast<std::size_t>(static_cast<const char*>(brace) - text.data());
    from = at + 1;
    if (!text.substr(0, at).ends_with(decision_key) || !text.substr(at).starts_with(begin))
      continue;
    if (found != std::string_view::npos) return std::string_view::npos;
    found = at - decision_key.size();
  }
  return found == 0 ? std::string_view::npos : found;
}

/// In the order of RecordKind.
constexpr std::string_view kinds[] = {rulebook_key, decided_key, refused_key};

}  // namespace

bool take_number(std::string_view& text, std::uint64_t& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const auto length = static_cast<std::size_t>(end - text.data());
  // One number, one text.
  if (error != std::errc() || (text[0] == '0' && length > 1)) return false;
  text.remove_prefix(length);
  return true;
}

void append_number(std::uint64_t number, std::string& out) {
  std::array<char, most_digits> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

std::size_t head_size(std::uint64_t number) {
  std::size_t size = most_head - most_digits;
  do {
    ++size;
    number /= 10;
  } while (number > 0);
  return size;
}

char* write_head(std::uint64_t number, const Digest& previous, const Digest& digest, char* body) {
  char* at = body;
  const auto put = [&](std::string_view word) {
    at -= word.size();
    word.copy(at, word.size());
  };
  const auto put_digest = [&](const Digest& some) {
    at -= digest_digits;
    write_hexadecimal(some.bytes, at);
  };
  put(body_begin);
  put_digest(digest);
  put(digest_key);
  put_digest(previous);
  put(previous_key);
  do {
    *--at = static_cast<char>('0' + number % 10);
    number /= 10;
  } while (number > 0);
  put(number_key);
  return at;
}

Digest chain_digest(const Digest& previous, std::uint64_t number, const Digest& body) {
  std::array<char, 72> link;
  std::memcpy(link.data(), previous.bytes.data(), 32);
  for (std::size_t i = 0; i < 8; ++i)
    link[32 + i] = static_cast<char>(number >> (8 * i) & 0xFFU);
  std::memcpy(link.data() + 40, body.bytes.data(), 32);
  return blake2b({link.data(), link.size()});
}

std::optional<Record> read_record(std::string_view line) {
  Record record;
  if (!take(line, number_key) || !take_number(line, record.number) || !take(line, previous_key) ||
      !take_digest(line, record.previous) || !take(line, digest_key) ||
      !take_digest(line, record.digest) || !take(line, body_begin) || !line.ends_with("}}"))
    return std::nullopt;
  line.remove_suffix(1);
  record.body = line;
  for (std::size_t kind = 0; kind < std::size(kinds); ++kind) {
    if (!take(line, kinds[kind])) continue;
    record.kind = static_cast<RecordKind>(kind);
    record.content = line;
    return record;
  }
  return std::nullopt;
}

std::optional<DecidedParts> decided_parts(const Record& record) {
  std::string_view text = record.content;
  if (record.kind != RecordKind::decided || !take(text, claim_key)) return std::nullopt;
  DecidedParts parts;
  if (const std::size_t at = only_decision(text); at != std::string_view::npos) {
    parts.claim = text.substr(0, at);
    text.remove_prefix(at + decision_key.size());
    parts.decision = text.substr(0, text.size() - 1);
    return parts;
  }
  parts.claim = take_value(text);
  if (parts.claim.empty() || !take(text, decision_key)) return std::nullopt;
  parts.decision = take_value(text);
  if (parts.decision.empty() || text != "}") return std::nullopt;
  return parts;
}

}  // namespace sanbao::audit
