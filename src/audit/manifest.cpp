// SPDX-License-Identifier: Apache-2.0
//
// See manifest.hpp. Tested by tests/unit/audit_log_test.cpp.
#include "audit/manifest.hpp"

#include "audit/files.hpp"
#include "audit/json_text.hpp"
#include "audit/json_writer.hpp"
#include "audit/record_form.hpp"
#include "audit/segments.hpp"
#include "sanbao/version.hpp"

namespace sanbao::audit {

namespace {

constexpr std::uint64_t form = 1;  // of records; a reader that knows less must refuse

std::string_view name_of(Detail detail) {
  switch (detail) {
    case Detail::none:
      return "none";
    case Detail::codes:
      return "codes";
    case Detail::full:
      break;
  }
  return "full";
}

}  // namespace

Manifest manifest_of(const Rulebook& rulebook, const EvaluateOptions& options,
                     std::vector<std::string> masked) {
  Manifest manifest;
  manifest.engine = library_version();
  manifest.options = options;
  manifest.masked = std::move(masked);
  for (const PolicyText& text : rulebook.texts())
    manifest.policies.push_back({std::string(text.id), std::string(text.version),
                                 std::string(text.digest), std::string(text.calendar),
                                 std::string(text.calendar_digest)});
  const auto settings = rulebook.settings();
  manifest.settings.assign(settings.begin(), settings.end());
  return manifest;
}

std::string to_body(const Manifest& manifest) {
  std::string body(rulebook_key);
  JsonWriter json(body);
  json.object([&] {
    json.number("form", form);
    json.text("engine", manifest.engine);
    if (manifest.options.as_of) json.text("as_of", manifest.options.as_of->to_string());
    json.text("reasons", name_of(manifest.options.detail));
    json.word("ask", manifest.options.ask ? "true" : "false");
    json.list("masked", manifest.masked,
              [&](const std::string& path) { append_json_string(path, body); });
    json.list("policies", manifest.policies, [&](const Manifest::Policy& policy) {
      json.object([&] {
        json.text("policy", policy.id);
        json.text("version", policy.version);
        json.text("digest", policy.digest);
        if (policy.calendar.empty()) return;
        json.object("calendars", [&] { json.text(policy.calendar, policy.calendar_digest); });
      });
    });
    json.list("settings", manifest.settings, [&](const ParameterSetting& setting) {
      json.object([&] {
        json.text("policy", setting.policy);
        json.text("name", setting.name);
        json.text("value", setting.value);
      });
    });
    if (manifest.cut_bytes > 0) json.number("cut_bytes", manifest.cut_bytes);
  });
  return body;
}

void keep_texts(const Rulebook& rulebook, const std::string& log_folder, bool synced) {
  const std::string folder = log_folder + "/" + std::string(texts_name);
  make_folder(folder);
  if (synced) sync_folder(log_folder);
  const auto keep = [&](const std::string& name, std::string_view text) {
    const std::string path = folder + "/" + name;
    if (!exists(path)) return write_file_whole(folder, name, text, {.synced = synced});
    if (!holds(path, text))
      throw LogError(LogError::Kind::damaged, "`" + path + "` is not the text of its name");
    if (synced) File::open_to_read(path).sync();  // a run that syncs nothing may have left it
  };
  for (const PolicyText& text : rulebook.texts()) {
    keep(policy_text_name(text.digest), text.text);
    if (!text.calendar.empty()) keep(calendar_text_name(text.calendar_digest), text.calendar_text);
  }
  if (synced) sync_folder(folder);
}

}  // namespace sanbao::audit
