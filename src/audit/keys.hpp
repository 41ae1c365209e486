// SPDX-License-Identifier: Apache-2.0
//
// What is secret: the salt of masked values, and the keys that sign heads. libsodium's other door.
// In: bytes. Out: digests and signatures. Never writes a secret anywhere but into its own file.
// Tested by tests/unit/audit_head_test.cpp and tests/unit/audit_masks_test.cpp.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "audit/masks.hpp"
#include "sanbao/audit/digest.hpp"

namespace sanbao::audit {

/// The salt of a log, made where there is none yet.
[[nodiscard]] Salt salt_of(const std::string& folder, bool synced);
/// BLAKE2b-256 with the salt as its key.
[[nodiscard]] Digest salted_digest(const Salt& salt, std::string_view bytes);

}  // namespace sanbao::audit
