// SPDX-License-Identifier: Apache-2.0
//
// Bytes laid out in memory as they will lie in a file, joined, and written past the memory of the system.
#include "audit/pages.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "audit_fixture.hpp"

using sanbao::audit::File;
using sanbao::audit::page_size;
using sanbao::audit::Pages;
using sanbao::audit::Pieces;

namespace {

std::string some_bytes(std::size_t count, std::size_t seed) {
  std::string bytes(count, ' ');
  for (std::size_t i = 0; i < count; ++i)
    bytes[i] = static_cast<char>('a' + (i * 7 + i / 251 + seed) % 26);
  return bytes;
}

std::size_t place_in_page(const char* at) {
  return reinterpret_cast<std::uintptr_t>(at) % page_size;
}

/// Bytes of these sizes, one behind the other from `position` on.
struct Made {
  std::string bytes;
  std::vector<Pages> all;
  Made(std::size_t position, const std::vector<std::size_t>& sizes) : all(sizes.size()) {
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      all[i].begin(position + bytes.size());
      const std::string more = some_bytes(sizes[i], i);
      all[i].append(more.substr(0, more.size() / 3));
      all[i].append(more.substr(more.size() / 3));
      bytes += more;
    }
  }
};

}  // namespace

TEST_CASE("bytes in several pages come out joined, each piece whole pages of the file") {
  for (const std::size_t position : {0U, 1U, 4095U, 4096U, 70000U})
    for (const auto& sizes : std::vector<std::vector<std::size_t>>{{},
                                                                   {1},
                                                                   {4096},
                                                                   {5000, 1, 2, 3},
                                                                   {1, 4095, 1},
                                                                   {100000, 9000, 300000, 17},
                                                                   {10, 10, 9000, 10}}) {
      CAPTURE(position);
      Made made(position, sizes);
      const Pieces pieces = Pages::join(made.all);
      std::string joined;
      for (std::size_t i = 0; i < pieces.size(); ++i) {
        const std::size_t begin = (position + joined.size()) % page_size;
        CHECK(place_in_page(pieces[i].data()) == begin);
        if (i + 1 < pieces.size()) CHECK((begin + pieces[i].size()) % page_size == 0);
        CHECK_FALSE(pieces[i].empty());
        joined += pieces[i];
      }
      CHECK(joined == made.bytes);
    }
}

TEST_CASE("what is written past the memory of the system is what is read") {
  const folder_fixture::Folder scratch;
  const std::string path = scratch.path() + "/file";
  std::string expected;
  {
    File file = File::create(path);
    for (const auto& sizes : std::vector<std::vector<std::size_t>>{
             {100}, {200000, 3, 90000}, {70000}, {5}, {65536, 65536}}) {
      Made made(expected.size(), sizes);
      file.write_past(Pages::join(made.all));
      expected += made.bytes;
      CHECK(audit_fixture::text_of(path) == expected);
    }
    file.sync();
  }
  CHECK(audit_fixture::text_of(path) == expected);
}
