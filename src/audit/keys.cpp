// SPDX-License-Identifier: Apache-2.0
//
// See keys.hpp and sanbao/audit/head.hpp.
// Tested by tests/unit/audit_head_test.cpp and tests/unit/audit_masks_test.cpp.
#include "audit/keys.hpp"

#include <sodium/core.h>
#include <sodium/crypto_generichash.h>
#include <sodium/crypto_sign.h>
#include <sodium/randombytes.h>

#include <utility>

#include "audit/files.hpp"
#include "audit/hexadecimal.hpp"
#include "audit/record_form.hpp"
#include "audit/segments.hpp"
#include "sanbao/audit/head.hpp"

namespace sanbao::audit {

namespace {

constexpr std::string_view secret_kind = "sanbao-secret-key:";
constexpr std::string_view public_kind = "sanbao-public-key:";
constexpr std::string_view salt_kind = "sanbao-salt:";
constexpr std::uint64_t most_key_bytes = 1024;

const unsigned char* unsigned_bytes(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

/// libsodium chooses its ways and opens its source of random bytes once.
void prepare() {
  if (sodium_init() < 0)
    throw LogError(LogError::Kind::system, "there is no source of random bytes");
}

std::string key_text(std::string_view kind, std::span<const unsigned char> bytes) {
  std::string text(kind);
  append_hexadecimal(bytes, text);
  return text += '\n';
}

void read_key(File file, std::string_view kind, std::span<unsigned char> bytes) {
  const std::string path = file.path();
  const std::string text = read_all(std::move(file), most_key_bytes);
  std::string_view digits = text;
  if (digits.ends_with('\n')) digits.remove_suffix(1);
  if (digits.starts_with(kind) && read_hexadecimal(digits.substr(kind.size()), bytes)) return;
  throw LogError(LogError::Kind::damaged,
                 "`" + path + "` is no " + std::string(kind.substr(0, kind.size() - 1)));
}

/// Makes a file and does what belongs to it. Nothing of it is left where either fails: half a key, or one without the
/// other, is none.
template <typename More>
void make_file(const std::string& path, Making making, std::string_view text, const More& more) {
  File file = File::create(path, making);
  try {
    file.write(text);
    more();
  } catch (...) {
    try {
      remove_file(path);
    } catch (const LogError&) {
      // What is told is why the file could not be made.
    }
    throw;
  }
}

/// What is signed: never the same bytes as anything else that a key may sign.
std::string signed_text(const Head& head) {
  std::string text = "sanbao log head\n";
  append_number(head.records, text);
  text += '\n';
  return text += head.digest.to_string();
}

}  // namespace

Salt salt_of(const std::string& folder, bool synced) {
  prepare();
  const std::string name(salt_name);
  Salt salt;
  if (!exists(folder + "/" + name)) {
    randombytes_buf(salt.data(), salt.size());
    write_file_whole(folder, name, key_text(salt_kind, salt), {.synced = synced, .secret = true});
  }
  read_key(File::open_to_read(folder + "/" + name), salt_kind, salt);
  return salt;
}

Digest salted_digest(const Salt& salt, std::string_view bytes) {
  Digest digest;
  crypto_generichash(digest.bytes.data(), digest.bytes.size(), unsigned_bytes(bytes), bytes.size(),
                     salt.data(), salt.size());
  return digest;
}

SignedHead sign(const Head& head, const SecretKey& key) {
  prepare();
  SignedHead signed_head{head, PublicKey{}, Signature{}};
  const std::string text = signed_text(head);
  crypto_sign_ed25519_sk_to_pk(signed_head.key->data(), key.data());
  crypto_sign_detached(signed_head.signature->data(), nullptr, unsigned_bytes(text), text.size(),
                       key.data());
  return signed_head;
}

bool is_signed_by(const SignedHead& head, const PublicKey& key) {
  if (!head.signature || head.key != key) return false;
  const std::string text = signed_text(head.head);
  return crypto_sign_verify_detached(head.signature->data(), unsigned_bytes(text), text.size(),
                                     key.data()) == 0;
}

std::string digits_of(const PublicKey& key) {
  std::string digits;
  append_hexadecimal(key, digits);
  return digits;
}

std::string to_json(const SignedHead& head) {
  std::string json = "{\"records\":";
  append_number(head.head.records, json);
  json += ",\"digest\":\"" + head.head.digest.to_string();
  if (head.key && head.signature) {
    json += "\",\"key\":\"";
    append_hexadecimal(*head.key, json);
    json += "\",\"signature\":\"";
    append_hexadecimal(*head.signature, json);
  }
  return json += "\"}";
}

std::optional<SignedHead> read_head(std::string_view line) {
  while (line.ends_with('\n') || line.ends_with('\r'))
    line.remove_suffix(1);
  SignedHead read;
  const auto take = [&](std::string_view word) {
    if (!line.starts_with(word)) return false;
    line.remove_prefix(word.size());
    return true;
  };
  const auto take_bytes = [&](std::string_view key, std::span<unsigned char> bytes) {
    if (!take(key) || !read_hexadecimal(line.substr(0, 2 * bytes.size()), bytes)) return false;
    line.remove_prefix(2 * bytes.size());
    return take("\"");
  };
  if (!take("{\"records\":") || !take_number(line, read.head.records) ||
      !take_bytes(",\"digest\":\"", read.head.digest.bytes))
    return std::nullopt;
  if (line == "}") return read;
  read.key.emplace();
  read.signature.emplace();
  if (!take_bytes(",\"key\":\"", *read.key) || !take_bytes(",\"signature\":\"", *read.signature) ||
      line != "}")
    return std::nullopt;
  return read;
}

void make_keys(const std::string& path) {
  prepare();
  SecretKey secret;
  PublicKey open;
  crypto_sign_keypair(open.data(), secret.data());
  const Making making{.synced = false, .secret = true};
  make_file(path, making, key_text(secret_kind, secret),
            [&] { make_file(path + ".pub", {}, key_text(public_kind, open), [] {}); });
}

SecretKey read_secret_key(const std::string& path) {
  SecretKey key;
  read_key(File::open_named_to_read(path), secret_kind, key);
  return key;
}

PublicKey read_public_key(const std::string& path) {
  PublicKey key;
  read_key(File::open_named_to_read(path), public_kind, key);
  return key;
}

}  // namespace sanbao::audit
