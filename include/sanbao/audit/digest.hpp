// SPDX-License-Identifier: Apache-2.0
//
// Digest: 32 bytes that stand for others; what ties the records of a log to each other (docs/audit.md).
// In: bytes. Out: their BLAKE2b-256, which `b2sum -l 256` gives as well, or their SHA-256, which
// `sha256sum` gives. Never salted, never cut short.
// Tested by tests/unit/audit_digest_test.cpp with the vectors of RFC 7693 and FIPS 180-2.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "sanbao/export.hpp"

namespace sanbao::audit {

/// Compared and copied as a value; all zero where nothing stands before the first record.
struct Digest {
  std::array<unsigned char, 32> bytes{};

  friend bool operator==(const Digest&, const Digest&) = default;

  /// 64 lower-case hexadecimal digits.
  [[nodiscard]] SANBAO_EXPORT std::string to_string() const;
  /// Nothing where the text is not 64 lower-case hexadecimal digits.
  [[nodiscard]] SANBAO_EXPORT static std::optional<Digest> parse(std::string_view text);
};

/// BLAKE2b with 32 bytes of output and no key: records and the chain between them.
[[nodiscard]] SANBAO_EXPORT Digest blake2b(std::string_view bytes);
/// SHA-256: texts of policies and calendars, as decisions name them.
[[nodiscard]] SANBAO_EXPORT Digest sha256(std::string_view bytes);

}  // namespace sanbao::audit
