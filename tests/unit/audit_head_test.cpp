// SPDX-License-Identifier: Apache-2.0
#include "sanbao/audit/head.hpp"

#include <doctest/doctest.h>

#include <filesystem>

#include "audit_fixture.hpp"

using namespace sanbao::audit;

TEST_CASE("a head is read as it is written, signed or not") {
  const folder_fixture::Folder scratch;
  const std::string path = scratch.path() + "/key";
  make_keys(path);
  const SecretKey secret = read_secret_key(path);
  const PublicKey key = read_public_key(path + ".pub");
  const Head head{1000, blake2b("last")};

  const SignedHead plain{head, {}, {}};
  CHECK(to_json(plain) == R"({"records":1000,"digest":")" + head.digest.to_string() + "\"}");
  CHECK(read_head(to_json(plain) + "\n")->head == head);
  CHECK_FALSE(is_signed_by(plain, key));

  const SignedHead by_key = sign(head, secret);
  const auto read = read_head(to_json(by_key));
  REQUIRE(read);
  CHECK(is_signed_by(*read, key));
  CHECK(read->head == head);

  // Another head, another key, another signature.
  SignedHead other = *read;
  ++other.head.records;
  CHECK_FALSE(is_signed_by(other, key));
  other = *read;
  (*other.signature)[0] ^= 1U;
  CHECK_FALSE(is_signed_by(other, key));
  make_keys(scratch.path() + "/second");
  CHECK_FALSE(is_signed_by(*read, read_public_key(scratch.path() + "/second.pub")));
  other.key = read_public_key(scratch.path() + "/second.pub");
  CHECK_FALSE(is_signed_by(other, *other.key));

  const std::string text = to_json(by_key);
  for (std::size_t size = 0; size < text.size(); ++size)
    CHECK_FALSE(read_head(text.substr(0, size)));
}

TEST_CASE("keys are made once, and read from their own kind of file") {
  const folder_fixture::Folder scratch;
  const std::string path = scratch.path() + "/key";
  make_keys(path);
  CHECK_THROWS_AS(make_keys(path), LogError);
  CHECK_THROWS_AS((void)read_secret_key(path + ".pub"), LogError);
  CHECK_THROWS_AS((void)read_public_key(path), LogError);
  CHECK_THROWS_AS((void)read_secret_key(scratch.path() + "/none"), LogError);
  CHECK(std::filesystem::status(path).permissions() ==
        (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
}
