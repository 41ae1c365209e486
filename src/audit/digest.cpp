// SPDX-License-Identifier: Apache-2.0
//
// Digests by libsodium; see sanbao/audit/digest.hpp. Tested by tests/unit/audit_digest_test.cpp.
#include "sanbao/audit/digest.hpp"

#include <sodium/crypto_generichash.h>
#include <sodium/crypto_hash_sha256.h>

#include "audit/hexadecimal.hpp"

namespace sanbao::audit {

namespace {

const unsigned char* unsigned_bytes(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace

std::string Digest::to_string() const {
  std::string text;
  append_hexadecimal(bytes, text);
  return text;
}

std::optional<Digest> Digest::parse(std::string_view text) {
  Digest digest;
  if (!read_hexadecimal(text, digest.bytes)) return std::nullopt;
  return digest;
}

Digest blake2b(std::string_view bytes) {
  Digest digest;
  crypto_generichash(digest.bytes.data(), digest.bytes.size(), unsigned_bytes(bytes), bytes.size(),
                     nullptr, 0);
  return digest;
}

Digest sha256(std::string_view bytes) {
  Digest digest;
  crypto_hash_sha256(digest.bytes.data(), unsigned_bytes(bytes), bytes.size());
  return digest;
}

}  // namespace sanbao::audit
