// SPDX-License-Identifier: Apache-2.0
#include "sanbao/audit/digest.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "audit/blake2b_lanes.hpp"
#include "audit/hexadecimal.hpp"

namespace audit = sanbao::audit;

TEST_CASE("SHA-256 of FIPS 180-2, as sha256sum writes it") {
  CHECK(audit::sha256("abc").to_string() ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(audit::sha256("").to_string() ==
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("BLAKE2b-256, as b2sum -l 256 writes it") {
  CHECK(audit::blake2b("").to_string() ==
        "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
  CHECK(audit::blake2b("abc").to_string() ==
        "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

TEST_CASE("texts side by side have the digests that libsodium gives each") {
  // Every length up to some blocks, in an order in which lanes end at different times; and texts of nothing.
  std::string bytes;
  std::vector<std::size_t> bounds;
  for (std::size_t i = 0; i < 700; ++i) {
    const std::size_t length = i * 277 % 701;
    bytes.append(i % 5, ' ');  // not part of it
    bounds.push_back(bytes.size());
    for (std::size_t at = 0; at < length; ++at)
      bytes += static_cast<char>(at * 31 + i);
    bounds.push_back(bytes.size());
  }
  for (const std::size_t count :
       {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{5}, std::size_t{690}}) {
    for (const std::size_t first : {std::size_t{0}, std::size_t{4}}) {
      const auto some = std::span(bounds).subspan(2 * first, 2 * count);
      std::vector<audit::Digest> digests(1);
      audit::blake2b_each(bytes, some, digests);
      REQUIRE(digests.size() == 1 + count);
      CHECK(digests[0] == audit::Digest{});
      for (std::size_t i = 0; i < count; ++i)
        CHECK(digests[i + 1] == audit::blake2b(std::string_view(bytes).substr(
                                    some[2 * i], some[2 * i + 1] - some[2 * i])));
    }
  }
}

TEST_CASE("a digest is read as it is written, and in no other way") {
  const auto digest = audit::blake2b("abc");
  const std::string text = digest.to_string();
  CHECK(audit::Digest::parse(text) == digest);
  for (const std::string& wrong : std::vector<std::string>{
           "", text.substr(1), text + "0", "B" + text.substr(1), "g" + text.substr(1),
           " " + text.substr(1), "\xFF" + text.substr(1)})
    CHECK_FALSE(audit::Digest::parse(wrong));
}

TEST_CASE("every byte has two digits of its own") {
  std::string text;
  for (unsigned byte = 0; byte < 256; ++byte) {
    const unsigned char one[] = {static_cast<unsigned char>(byte)};
    const std::size_t begin = text.size();
    audit::append_hexadecimal(one, text);
    unsigned char read[] = {0};
    REQUIRE(audit::read_hexadecimal(std::string_view(text).substr(begin), read));
    CHECK(read[0] == byte);
  }
  CHECK(text.substr(0, 8) == "00010203");
  CHECK(text.substr(504) == "fcfdfeff");
}
