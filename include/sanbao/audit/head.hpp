// SPDX-License-Identifier: Apache-2.0
//
// Heads to keep elsewhere: as a line of JSON, signed if wanted by Ed25519.
// In: a head and a key. Out: a line, or what a line says. Never takes a line whose signature is wrong
// for a signed one. Tested by tests/unit/audit_head_test.cpp.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "sanbao/audit/record.hpp"
#include "sanbao/export.hpp"

namespace sanbao::audit {

/// Ed25519 as libsodium keeps it: the seed and the public key behind it.
using SecretKey = std::array<unsigned char, 64>;
using PublicKey = std::array<unsigned char, 32>;
using Signature = std::array<unsigned char, 64>;

struct SignedHead {
  Head head;
  /// Both or neither.
  std::optional<PublicKey> key;
  std::optional<Signature> signature;
};

[[nodiscard]] SANBAO_EXPORT SignedHead sign(const Head& head, const SecretKey& key);
/// Whether `head` carries a signature of its own content by this key.
[[nodiscard]] SANBAO_EXPORT bool is_signed_by(const SignedHead& head, const PublicKey& key);

/// 64 digits, as they stand in the file of the key and in a signed head.
[[nodiscard]] SANBAO_EXPORT std::string digits_of(const PublicKey& key);

/// `{"records":1000,"digest":"…","key":"…","signature":"…"}`, without a line break.
[[nodiscard]] SANBAO_EXPORT std::string to_json(const SignedHead& head);
/// Nothing where the line is not what `to_json` writes. A line break behind it is passed by.
[[nodiscard]] SANBAO_EXPORT std::optional<SignedHead> read_head(std::string_view line);

/// Makes a key pair: the secret one in a new file that its owner alone may read, the public one beside
/// it with `.pub` behind its name. LogError where one of them is there already.
SANBAO_EXPORT void make_keys(const std::string& path);
/// LogError where the file holds no such key.
[[nodiscard]] SANBAO_EXPORT SecretKey read_secret_key(const std::string& path);
[[nodiscard]] SANBAO_EXPORT PublicKey read_public_key(const std::string& path);

}  // namespace sanbao::audit
