// SPDX-License-Identifier: Apache-2.0
//
// The promise of evaluate.hpp, claim.hpp and records.hpp: once warm, a claim with all facts given is read,
// decided and written without allocating. Counts every operator new of the program while it is watched.
#include <doctest/doctest.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <new>
#include <string>
#include <vector>

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

// The other forms of new and delete come down to these.
void* operator new(std::size_t size) {
  return take(size, alignof(std::max_align_t));
}
void* operator new(std::size_t size, std::align_val_t align) {
  return take(size, static_cast<std::size_t>(align));
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

// Every fact that the policy reads, in a few hundred combinations; day by day over the year.
std::string generated(unsigned n) {
  const auto truth = [&](unsigned bit) { return (n * 2654435761U >> bit & 7U) != 0; };
  const auto word = [](bool value) { return value ? "true" : "false"; };
  const CivilDate filed = CivilDate::from_days(CivilDate::parse("2024-05-02")->days_since_epoch() +
                                               static_cast<std::int32_t>(n * 3 % 400));
  static const char* const causes[] = {"own_component", "misuse",        "installation",
                                       "storage",       "force_majeure", "modification"};
  static const char* const requests[] = {"return", "exchange", "repair", "any", "paid_repair"};
  std::string repairs;
  for (unsigned i = 0; i < n % 4; ++i) {
    const auto begin =
        CivilDate::parse("2024-05-02")->days_since_epoch() + static_cast<std::int32_t>(20 * i);
    repairs += std::string(i == 0 ? "" : ",") + R"({"received_on":")" +
               CivilDate::from_days(begin).to_string() + R"(","returned_on":")" +
               CivilDate::from_days(begin + 5).to_string() + R"(","fixed":)" + word(n % 7 == 0) +
               R"(,"waiting_days":)" + std::to_string(n % 120) + "}";
  }
  std::string documents;
  if (truth(3)) documents += R"("invoice")";
  if (truth(9))
    documents += std::string(documents.empty() ? "" : ",") + R"("guarantee_certificate")";
  return R"({"claim":{"id":"G-)" + std::to_string(n) + R"(","filed_on":")" + filed.to_string() +
         R"(","requests":")" + requests[n % 5] +
         R"("},"purchase":{"sold_on":"2024-05-01","invoiced_on":"2024-05-01","price":"1299.00",)" +
         R"("net_dealer_price":"980.00","sold_directly":)" + word(truth(1)) + R"(,"documents":[)" +
         documents + R"(]},"product":{"category":"mp3_player","brand":"现代"},"fault":{"kind":")" +
         (truth(5) ? "performance" : "cosmetic") + R"(","cause":")" + causes[n % 6] +
         R"(","confirmed":)" + word(truth(7)) + R"(,"described":)" + word(truth(11)) +
         R"(},"goods":{"human_damage":)" + word(!truth(13)) + R"(,"accessories_complete":)" +
         word(truth(15)) + R"(,"opened_by_unauthorised":)" + word(!truth(17)) +
         R"(,"modified":false,"counterfeit":false,"certificate_altered":)" + word(!truth(19)) +
         R"(,"label_intact":)" + word(truth(21)) + R"(,"serial_matches":true,"model_matches":)" +
         word(truth(23)) + R"(},"repairs":[)" + repairs + R"(],"exchanges":)" +
         (n % 5 == 0 ? R"([{"on":"2024-05-20"}])" : "[]") + R"(,"stock":{"same_model":)" +
         word(truth(2)) + R"(},"consumer":{"accepts_exchange":)" + word(truth(4)) +
         R"(,"accepts_other_model":)" + word(truth(6)) + R"(},"proof":{"within_guarantee":)" +
         word(truth(8)) + "}}";
}

std::vector<std::string> all_lines() {
  auto lines = lines_of("examples/claims/claims.jsonl");
  for (unsigned n = 0; n < 300; ++n)
    lines.push_back(generated(n));
  return lines;
}

}  // namespace

TEST_CASE("the counter sees what is allocated") {
  CHECK(allocations([] { delete new int(1); }) == 1);
  std::vector<int> list;
  CHECK(allocations([&] { list.push_back(1); }) == 1);
  CHECK(allocations([&] { list.clear(); }) == 0);
}

TEST_CASE("a claim is read and a decision written without allocating") {
  const auto lines = all_lines();
  ClaimReader reader(hyundai());
  Claim claim(hyundai());
  for (const Detail detail : {Detail::none, Detail::codes, Detail::full}) {
    Decision decision;
    std::string out;
    std::size_t read = 0, written = 0, refused = 0;
    for (int round = 0; round < 2; ++round) {
      read = written = refused = 0;
      for (const auto& line : lines) {
        bool sound = false;
        read += allocations([&] { sound = reader.read(line, claim); });
        refused += sound ? 0U : 1U;
        CHECK(evaluate(hyundai(), claim, {{}, detail}, decision));
        out.clear();
        written += allocations([&] { append_json(decision, out); });
      }
    }
    CHECK(refused == 0);
    CHECK(read == 0);
    CHECK(written == 0);
  }
}
