// SPDX-License-Identifier: Apache-2.0
//
// See kept_sources.hpp.
#include "audit/kept_sources.hpp"

#include "audit/files.hpp"
#include "audit/segments.hpp"
#include "sanbao/audit/digest.hpp"

namespace sanbao::audit {

namespace {

std::string read_text(const std::string& path, const std::string& digest, std::string& missing) {
  if (!exists(path)) {
    missing = "the text " + digest + " is not in the log";
    return {};
  }
  std::string text;
  try {
    text = read_file(path, most_text_bytes);
  } catch (const LogError& error) {
    if (error.kind() != LogError::Kind::damaged) throw;
  }
  if ("sha256:" + sha256(text).to_string() != digest)
    missing = "the text " + digest + " was changed";
  return text;
}

}  // namespace

std::vector<PolicySource> kept_sources(const std::string& folder, const Manifest& manifest,
                                       std::string& missing) {
  const std::string texts = folder + "/" + std::string(texts_name) + "/";
  std::vector<PolicySource> sources;
  for (const Manifest::Policy& policy : manifest.policies) {
    PolicySource& source = sources.emplace_back();
    source.name = policy.id + ".yaml";
    source.text = read_text(texts + policy_text_name(policy.digest), policy.digest, missing);
    if (policy.calendar.empty()) continue;
    source.calendars.push_back(
        {policy.calendar, read_text(texts + calendar_text_name(policy.calendar_digest),
                                    policy.calendar_digest, missing)});
  }
  return sources;
}

}  // namespace sanbao::audit
