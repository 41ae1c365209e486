// SPDX-License-Identifier: Apache-2.0
//
// What verifying found, for machines; see sanbao/audit/verify.hpp. Tested by tests/cli/log_json_test.py.
#include "audit/json_tree.hpp"
#include "audit/json_writer.hpp"
#include "sanbao/audit/verify.hpp"

namespace sanbao::audit {

namespace {

/// A name of a file is whatever bytes somebody chose: of one that is no UTF-8 only what is ASCII is kept.
std::string as_text(const std::string& name) {
  if (is_utf8(name)) return name;
  std::string text;
  for (const char c : name)
    static_cast<unsigned char>(c) < 0x80 ? text += c : text += "\uFFFD";
  return text;
}

std::string_view signature_of(const VerifyOptions& options) {
  if (!options.kept->signature) return "none";
  if (!options.key) return "not_checked";
  return is_signed_by(*options.kept, *options.key) ? "good" : "wrong";
}

}  // namespace

std::string_view to_string(FaultKind kind) {
  switch (kind) {
    case FaultKind::no_record:
      return "no_record";
    case FaultKind::torn:
      return "torn";
    case FaultKind::ending:
      return "ending";
    case FaultKind::place:
      return "place";
    case FaultKind::previous:
      return "previous";
    case FaultKind::changed:
      return "changed";
    case FaultKind::form:
      return "form";
    case FaultKind::segment:
      return "segment";
    case FaultKind::text:
      return "text";
    case FaultKind::head:
      break;
  }
  return "head";
}

std::string to_json(const LogFault& fault) {
  std::string out;
  JsonWriter json(out);
  json.object([&] {
    json.text("file", fault.file);
    fault.line > 0 ? json.number("line", fault.line) : json.word("line", "null");
    fault.record ? json.number("record", *fault.record) : json.word("record", "null");
    json.text("kind", to_string(fault.kind));
    json.text("message", fault.what);
    if (fault.more > 0) json.number("more", fault.more);
  });
  return out;
}

std::string to_json(const Verification& verification, const VerifyOptions& options) {
  std::string out;
  JsonWriter json(out);
  json.object([&] {
    json.number("records", verification.head.records);
    json.text("digest", verification.head.digest.to_string());
    json.number("rulebooks", verification.rulebooks);
    json.number("decided", verification.decided);
    json.number("refused", verification.refused);
    json.number("segments", verification.segments);
    json.number("faults", verification.faults.size() + verification.more);
    json.list("strays", verification.strays,
              [&](const std::string& name) { append_json_string(as_text(name), out); });
    if (!options.kept) return json.word("kept", "null");
    json.object("kept", [&] {
      json.number("records", options.kept->head.records);
      json.text("digest", options.kept->head.digest.to_string());
      json.word("held", verification.sound() ? "true" : "false");
      json.text("signature", signature_of(options));
      if (options.kept->key) json.text("key", digits_of(*options.kept->key));
    });
  });
  return out;
}

}  // namespace sanbao::audit
