// SPDX-License-Identifier: Apache-2.0
//
// Batch: the content of records and its digests, worked out on any thread; see sanbao/audit/log.hpp.
// Tested by tests/unit/audit_log_test.cpp and tests/unit/audit_masks_test.cpp.
#include <algorithm>
#include <cstring>

#include "audit/batch.hpp"
#include "audit/blake2b_lanes.hpp"
#include "audit/hexadecimal.hpp"
#include "audit/json_text.hpp"
#include "audit/json_tree.hpp"
#include "audit/masks.hpp"
#include "sanbao/records.hpp"

namespace sanbao::audit {

namespace {

constexpr std::string_view decision_begin = "{\"claim\":";
/// A digest takes more room than most values, so that masking may make it so.
constexpr std::string_view too_long = "its record would be too long to be read again";

std::string_view without_blanks_around(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t begin = std::min(text.find_first_not_of(blanks), text.size());
  return text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

/// A claim on one line: breaks between its values become blanks, inside them there are none.
void append_claim(std::string_view claim, Pages& out) {
  char* const at = out.leave(claim.size());
  std::memcpy(at, claim.data(), claim.size());
  if (claim.find('\n') != std::string_view::npos) std::replace(at, at + claim.size(), '\n', ' ');
}

/// The decision with another id of its claim.
void append_decision(std::string_view decision, std::string_view id, Pages& out) {
  if (!id.empty() && decision.starts_with(decision_begin)) {
    decision.remove_prefix(decision_begin.size());
    static_cast<void>(take_value(decision));
    std::string text(decision_begin);
    append_json_string(id, text);
    out.append(text);
  }
  out.append(decision);
}

[[noreturn]] void refuse(const std::string& what) {
  throw LogError(LogError::Kind::refused, what);
}

/// What stands in a record as it is handed in must not end it early, nor leave its place empty: whether a JSON object
/// stands between the braces is not asked, for each decision would be read once more.
void check_braces(const std::string& what, std::string_view text) {
  if (text.size() < 2 || !text.starts_with('{') || !text.ends_with('}'))
    refuse("the " + what + " cannot be kept: it is no JSON object");
}

/// A break would end the line, and a zero byte look like a hole in it.
void check_line(const std::string& what, std::string_view text) {
  if (text.find('\n') != std::string_view::npos)
    refuse("the " + what + " cannot be kept: it has a line break, and a record is one line");
  if (text.find('\0') != std::string_view::npos)
    refuse("the " + what + " cannot be kept: it holds a zero byte");
  check_braces(what, text);
}

}  // namespace

Batch::Batch(std::shared_ptr<const Masks> masks, std::optional<Rulebook> rules, std::uint64_t use)
    : content_(std::make_unique<Content>(std::move(masks), std::move(rules), use)) {}
Batch::Batch(Batch&&) noexcept = default;
Batch& Batch::operator=(Batch&&) noexcept = default;
Batch::~Batch() = default;

void Batch::decided(std::string_view claim, std::string_view decision) {
  Content& to = *content_;
  check_line("decision", decision);
  if (claim.find('\0') != std::string_view::npos)
    refuse("the claim cannot be kept: it holds a zero byte");
  claim = without_blanks_around(claim);
  check_braces("claim", claim);
  std::string id;
  if (to.masks) {
    to.masked.clear();
    to.masks->apply(claim, to.masked, id);
    claim = to.masked;
  }
  if (claim.size() > max_record_bytes) refuse("the claim cannot be kept: " + std::string(too_long));
  to.begin_line();
  to.lines.append(decided_key);
  to.lines.append(claim_key);
  append_claim(claim, to.lines);
  to.lines.append(decision_key);
  append_decision(decision, id, to.lines);
  to.lines.append("}");
  to.end_line();
}

void Batch::decided(const Claim& claim, std::string_view decision) {
  if (!claim.has_data()) refuse("the claim cannot be kept: it was moved from");
  if (content_->rules && !claim.belongs_to(*content_->rules))
    refuse("the claim cannot be kept: it belongs to another rulebook than the log uses");
  std::string& json = content_->claim;
  json.clear();
  if (!append_json(claim, json)) refuse("the claim cannot be kept: " + std::string(too_long));
  decided(std::string_view(json), decision);
}

void Batch::refused(std::string_view line, std::uint64_t record, std::uint64_t offset,
                    std::string_view error) {
  check_line("error", error);
  if (!is_json(error)) refuse("the error cannot be kept: it is no JSON object");
  Content& to = *content_;
  std::string& text = to.text;
  text = refused_key;
  text += "{\"record\":";
  append_number(record, text);
  text += ",\"offset\":";
  append_number(offset, text);
  if (to.masks) {
    // Nobody knows where in such a line a personal field stands, and the error may quote it.
    text += ",\"line\":";
    append_json_string(to.masks->masked("line", line), text);
    text += ",\"code\":";
    append_json_string(error_code(error), text);
  } else {
    if (is_utf8(line)) {
      text += ",\"line\":";
      append_json_string(line, text);
    } else {
      text += ",\"bytes\":\"";
      append_hexadecimal({reinterpret_cast<const unsigned char*>(line.data()), line.size()}, text);
      text += '"';
    }
    text += ",\"error\":";
    text += error;
  }
  text += '}';
  to.begin_line();
  to.lines.append(text);
  to.end_line();
}

void Batch::seal() {
  content_->seal();
}

bool Batch::empty() const {
  return content_->bounds.empty();
}

void Batch::clear() {
  content_->clear();
}

}  // namespace sanbao::audit
