// SPDX-License-Identifier: Apache-2.0
//
// See hand_program.hpp.
#include "hand_program.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstring>
#include <stdexcept>
#include <string>

#include "sides.hpp"

namespace sanbao::bench {

namespace {

constexpr std::size_t block = std::size_t{256} << 10;
constexpr std::size_t padding = 64;  // simdjson may read so far behind a line

void write_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t wrote = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (wrote <= 0) throw std::runtime_error("decisions cannot be written");
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
}

}  // namespace

void decide_by_hand(const Rulebook& rules, std::string_view calendar,
                    const std::filesystem::path& claims) {
  Hand hand(rules, calendar);
  const int file = open(claims.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) throw std::runtime_error(claims.string() + " cannot be read");
  std::string bytes(block + padding, ' ');
  std::size_t size = 0;  // of the line that was cut off by the block before
  for (;;) {
    if (bytes.size() < size + block + padding) bytes.resize(size + block + padding, ' ');
    const ssize_t got = ::read(file, bytes.data() + size, block);
    if (got < 0) throw std::runtime_error(claims.string() + " cannot be read");
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
    std::string_view rest(bytes.data(), size);
    for (std::size_t end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
      const auto room = static_cast<std::size_t>(bytes.data() + bytes.size() - rest.data());
      if (!hand.decide(rest.substr(0, end), room)) throw std::runtime_error("a claim is refused");
      char* const at = hand.out.reserve(1);
      *at = '\n';
      hand.out.advance_to(at + 1);
      rest.remove_prefix(end + 1);
    }
    size = rest.size();
    std::memmove(bytes.data(), rest.data(), size);
    write_all(hand.out.view());
    hand.out.clear();
  }
  close(file);
  if (size > 0) throw std::runtime_error("the last claim has no end of line");
}

}  // namespace sanbao::bench
