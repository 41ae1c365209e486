// SPDX-License-Identifier: Apache-2.0
//
// sha256.cpp: SHA-256 by libsodium, written as hexadecimal digits.
// Tested by tests/unit/source_text_test.cpp.
#include "base/sha256.hpp"

#include <sodium/crypto_hash_sha256.h>

#include <array>

namespace sanbao::base {

std::string sha256_hex(std::string_view bytes) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size());
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  out.reserve(2 * digest.size());
  for (const unsigned char byte : digest) {
    out.push_back(digits[byte >> 4]);
    out.push_back(digits[byte & 0x0F]);
  }
  return out;
}

}  // namespace sanbao::base
