// SPDX-License-Identifier: Apache-2.0
//
// See tokens.hpp.
#include "claims/tokens.hpp"

#include <simdjson.h>

#include <cstring>
#include <new>

namespace sanbao::claims {
namespace {

constexpr std::size_t first_capacity = std::size_t{16} << 10;

using Stage = simdjson::internal::dom_parser_implementation;

const simdjson::implementation& variant_named(std::string_view name) {
  for (const simdjson::implementation* variant : simdjson::get_available_implementations())
    if (variant->name() == name && variant->supported_by_runtime_system()) return *variant;
  return *simdjson::get_active_implementation();
}

}  // namespace

struct Tokens::State {
  const simdjson::implementation& variant;
  std::unique_ptr<Stage> stage;
  std::unique_ptr<char[]> text;
  std::size_t capacity = 0;

  void grow(std::size_t size) {
    std::size_t wanted = first_capacity;
    while (wanted < size)
      wanted *= 2;
    text = std::make_unique<char[]>(wanted + room);
    // the depth is that of a walk which is not used
    if (variant.create_dom_parser_implementation(wanted, 1, stage) != simdjson::SUCCESS)
      throw std::bad_alloc();
    capacity = wanted;
  }
};

Tokens::Tokens(std::string_view variant)
    : state_(std::make_unique<State>(State{variant_named(variant), {}, {}})) {}
Tokens::Tokens(Tokens&&) noexcept = default;
Tokens& Tokens::operator=(Tokens&&) noexcept = default;
Tokens::~Tokens() = default;

std::vector<std::string> Tokens::variants() {
  std::vector<std::string> names;
  for (const simdjson::implementation* variant : simdjson::get_available_implementations())
    if (variant->supported_by_runtime_system()) names.push_back(variant->name());
  return names;
}

void Tokens::take(std::string_view line) {
  State& state = *state_;
  if (line.size() > state.capacity || !state.text) state.grow(line.size());
  if (!line.empty()) std::memcpy(state.text.get(), line.data(), line.size());
  std::memset(state.text.get() + line.size(), 0, room);
  text_ = state.text.get();
  size_ = line.size();
}

bool Tokens::find() {
  if (size_ == 0) return false;
  const State& state = *state_;
  const auto fault = state.stage->stage1(reinterpret_cast<const std::uint8_t*>(text_), size_,
                                         simdjson::stage1_mode::regular);
  if (fault != simdjson::SUCCESS) return false;
  begin_ = state.stage->structural_indexes.get();
  end_ = begin_ + state.stage->n_structural_indexes;
  return true;
}

}  // namespace sanbao::claims
