// SPDX-License-Identifier: Apache-2.0
//
// The promise of evaluate.hpp, claim.hpp and records.hpp: once warm, a claim with all facts given is read,
// decided and written without allocating. Counts every operator new of the program while it is watched.
#include <doctest/doctest.h>

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <new>
#include <string>
#include <vector>

#include "eval/arena.hpp"
#include "hyundai_claims.hpp"
#include "sanbao/sanbao.hpp"

namespace {

std::atomic<bool> watching{false};
std::atomic<std::size_t> taken{0};

void* take(std::size_t size, std::size_t align) {
  if (watching.load(std::memory_order_relaxed)) taken.fetch_add(1, std::memory_order_relaxed);
  const std::size_t whole = (size + align - 1) / align * align;
  void* memory = align <= alignof(std::max_align_t) ? std::malloc(size == 0 ? 1 : size)
                                                    : std::aligned_alloc(align, whole);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace

// The other forms of new and delete come down to these; the one that does not throw only where no sanitizer
// has put its own in its place.
void* operator new(std::size_t size) {
  return take(size, alignof(std::max_align_t));
}
void* operator new(std::size_t size, std::align_val_t align) {
  return take(size, static_cast<std::size_t>(align));
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  try {
    return take(size, alignof(std::max_align_t));
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}

namespace {

using namespace sanbao;

template <typename Work>
std::size_t allocations(Work work) {
  taken = 0;
  watching = true;
  work();
  watching = false;
  return taken;
}

const Rulebook& hyundai() {
  static const Rulebook rules =
      *load_rulebook_files(std::vector<std::string>{"rules/vendors/hyundai-mp3.yaml"});
  return rules;
}

std::vector<std::string> lines_of(const char* path) {
  std::ifstream file(path, std::ios::binary);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);)
    lines.push_back(line);
  REQUIRE_FALSE(lines.empty());
  return lines;
}

std::vector<std::string> all_lines() {
  auto lines = lines_of("examples/claims/hyundai-mp3/claims.jsonl");
  for (unsigned n = 0; n < 300; ++n)
    lines.push_back(hyundai_claims::generated(n));
  return lines;
}

}  // namespace

TEST_CASE("the counter sees what is allocated") {
  CHECK(allocations([] { delete new int(1); }) == 1);
  std::vector<int> list;
  CHECK(allocations([&] { list.push_back(1); }) == 1);
  CHECK(allocations([&] { list.clear(); }) == 0);
}

TEST_CASE("a claim with all facts given is read, decided and written without allocating") {
  const auto lines = all_lines();
  ClaimReader reader(hyundai());
  Claim claim(hyundai());
  for (const Detail detail : {Detail::none, Detail::codes, Detail::full}) {
    Decision decision;
    std::string out;
    for (int round = 0; round < 3; ++round) {
      std::size_t complete = 0;
      for (const auto& line : lines) {
        bool sound = false;
        const std::size_t read = allocations([&] { sound = reader.read(line, claim); });
        REQUIRE(sound);
        const std::size_t decided = allocations([&] {
          sound = evaluate(hyundai(), claim, {{}, detail}, decision);
        });
        REQUIRE(sound);
        out.clear();
        const std::size_t written = allocations([&] { append_json(decision, out); });
        if (round < 2) continue;  // not warm yet
        CAPTURE(line);
        CHECK(read == 0);
        CHECK(written == 0);
        if (line.find("\"G-") == std::string::npos) continue;  // not all facts are given
        CHECK(decided == 0);
        ++complete;
      }
      if (round == 2) CHECK(complete == 300);
    }
  }
}

TEST_CASE("an arena keeps its memory and hands it out again") {
  eval::Arena arena;
  const auto use = [&] {
    arena.clear();
    const auto numbers = arena.make<std::uint64_t>(10000);
    for (const auto number : numbers)
      if (number != 0) return false;
    for (auto& number : numbers)
      number = 7;
    eval::ArenaList<std::uint32_t> list(arena);
    for (std::uint32_t i = 0; i < 1000; ++i)
      list.push_back(i % 10);
    if (list.size() != 1000) return false;
    for (std::uint32_t i = 0; i < 1000; ++i)
      if (list.items()[i] != i % 10) return false;
    list.sort_unique(std::less<>(), std::equal_to<>());
    return list.size() == 10 && list.items().front() == 0 && list.items().back() == 9 &&
           arena.keep(std::string_view("text")) == "text";
  };
  CHECK(allocations([&] { CHECK(use()); }) > 0);
  bool same = false;
  CHECK(allocations([&] { same = use(); }) == 0);
  CHECK(same);
  // One larger than any block, and what needs to be aligned.
  arena.clear();
  CHECK(arena.make<char>(1 << 20).size() == 1 << 20);
  (void)arena.make<char>(1);
  CHECK(reinterpret_cast<std::uintptr_t>(arena.make<std::uint64_t>(1).data()) %
            alignof(std::uint64_t) ==
        0);
}
