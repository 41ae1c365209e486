// SPDX-License-Identifier: Apache-2.0
//
// Bytes as lower-case hexadecimal digits and back: digests, keys, signatures, salts.
// In: bytes, or exactly twice as many digits. Out: the other. Never takes upper case: one value, one
// text. Tested by tests/unit/audit_digest_test.cpp.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace sanbao::audit {

/// Two digits a byte, from `at` on.
void write_hexadecimal(std::span<const unsigned char> bytes, char* at);
void append_hexadecimal(std::span<const unsigned char> bytes, std::string& out);
/// False, and no matter what in `bytes`, where the text is not their digits.
[[nodiscard]] bool read_hexadecimal(std::string_view text, std::span<unsigned char> bytes);

}  // namespace sanbao::audit
