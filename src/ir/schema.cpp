// SPDX-License-Identifier: Apache-2.0
//
// Look-ups in a Schema, and the texts of one claim as symbols.
// In: names and texts. Out: slots, lists, groups, symbols.
// Never allocates for a text or name that was seen before, nor for a claim no larger than earlier
// ones. Tested by tests/unit/schema_test.cpp.
#include "ir/schema.hpp"

#include <algorithm>
#include <cstring>

namespace sanbao::ir {
namespace {

constexpr std::size_t first_places = 64;
// Most texts of a claim are none of the rulebook's: the place where one would stand should be free at the first look.
constexpr std::size_t places_a_symbol = 8;

std::uint64_t load64(const char* at) {
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, at, sizeof bytes);
  return bytes;
}
std::uint64_t load32(const char* at) {
  std::uint32_t bytes = 0;
  std::memcpy(&bytes, at, sizeof bytes);
  return bytes;
}

// Multiplies by an odd number from the golden ratio and folds the upper half down.
std::uint64_t mix(std::uint64_t h) {
  h *= 0x9E3779B97F4A7C15U;
  return h ^ (h >> 29);
}

// Texts are short: no call, and words that may overlap.
bool same_text(std::string_view a, std::string_view b) {
  const std::size_t size = a.size();
  if (size != b.size()) return false;
  const char* const x = a.data();
  const char* const y = b.data();
  if (size >= 8) {
    for (std::size_t at = 0; at + 8 < size; at += 8)
      if (load64(x + at) != load64(y + at)) return false;
    return load64(x + size - 8) == load64(y + size - 8);
  }
  if (size >= 4) return load32(x) == load32(y) && load32(x + size - 4) == load32(y + size - 4);
  return size == 0 || (x[0] == y[0] && x[size / 2] == y[size / 2] && x[size - 1] == y[size - 1]);
}

}  // namespace

std::uint64_t text_hash(std::string_view text) {
  const char* at = text.data();
  std::size_t left = text.size();
  std::uint64_t hash = mix(left + 1);
  if (left >= 8) {
    for (; left > 8; at += 8, left -= 8)
      hash = mix(hash ^ load64(at));
    // the last eight bytes, perhaps some of them a second time
    return mix(hash ^ load64(at + left - 8));
  }
  if (left >= 4) return mix(hash ^ (load32(at) | load32(at + left - 4) << 32));
  if (left == 0) return hash;
  const auto byte = [at](std::size_t i) {
    return std::uint64_t{static_cast<unsigned char>(at[i])};
  };
  return mix(hash ^ (byte(0) | byte(left / 2) << 8 | byte(left - 1) << 16));
}

Symbol SymbolTable::intern(std::string_view text) {
  const std::uint64_t hash = text_hash(text);
  if (const auto known = find(text, hash)) return *known;
  const Symbol symbol = size();
  texts_.emplace_back(text);
  hashes_.push_back(hash);
  if (texts_.size() * places_a_symbol > places_.size()) {
    rehash(std::max(first_places, places_.size() * 2));
  } else {
    std::size_t at = hash & (places_.size() - 1);
    while (places_[at] != 0)
      at = (at + 1) & (places_.size() - 1);
    places_[at] = symbol + 1;
  }
  return symbol;
}

void SymbolTable::rehash(std::size_t places) {
  places_.assign(places, 0);
  for (Symbol symbol = 0; symbol < size(); ++symbol) {
    std::size_t at = hashes_[symbol] & (places - 1);
    while (places_[at] != 0)
      at = (at + 1) & (places - 1);
    places_[at] = symbol + 1;
  }
}

std::optional<Symbol> SymbolTable::find(std::string_view text, std::uint64_t hash) const {
  if (places_.empty()) return std::nullopt;
  for (std::size_t at = hash & (places_.size() - 1); places_[at] != 0;
       at = (at + 1) & (places_.size() - 1)) {
    const Symbol symbol = places_[at] - 1;
    if (hashes_[symbol] == hash && same_text(texts_[symbol], text)) return symbol;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> Schema::find_slot(std::string_view path) const {
  const std::size_t dot = path.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const SchemaGroup* group = find_group(path.substr(0, dot));
  if (group == nullptr) return std::nullopt;
  const std::string_view key = path.substr(dot + 1);
  const auto at =
      std::lower_bound(group->keys.begin(), group->keys.end(), key,
                       [](const SchemaKey& k, std::string_view name) { return k.key < name; });
  if (at == group->keys.end() || at->key != key) return std::nullopt;
  return at->slot;
}

std::optional<std::uint32_t> Schema::find_list(std::string_view path) const {
  for (std::size_t i = 0; i < lists.size(); ++i)
    if (lists[i].path == path) return static_cast<std::uint32_t>(i);
  return std::nullopt;
}

const SchemaGroup* Schema::find_group(std::string_view name) const {
  const auto at =
      std::lower_bound(groups.begin(), groups.end(), name,
                       [](const SchemaGroup& g, std::string_view n) { return g.name < n; });
  return at != groups.end() && at->name == name ? &*at : nullptr;
}

ClaimData::ClaimData(const Schema& of)
    : schema(&of), cells(of.facts.size()), lists(of.lists.size()) {}

void ClaimData::clear() {
  // an absent cell is all noughts; one write for the lot instead of two a cell
  static_assert(FactState{} == FactState::absent);
  if (!cells.empty()) std::memset(static_cast<void*>(cells.data()), 0, cells.size() * sizeof(Cell));
  for (EventRows& list : lists) {
    list.state = FactState::absent;
    list.count = 0;
    list.cells.clear();
  }
  set_members.clear();
  unread.clear();
  text_bytes.clear();
  local_texts.clear();
  local_places.clear();
}

std::string_view ClaimData::text(Symbol symbol) const {
  const std::uint32_t shared = schema->symbols.size();
  if (symbol < shared) return schema->symbols.text(symbol);
  const LocalText& local = local_texts[symbol - shared];
  return std::string_view(text_bytes).substr(local.begin, local.length);
}

Symbol ClaimData::intern(std::string_view text) {
  const std::uint64_t hash = text_hash(text);
  if (const auto known = schema->symbols.find(text, hash)) return *known;
  if (const auto known = find_local(text, hash)) return *known;
  const auto index = static_cast<std::uint32_t>(local_texts.size());
  local_texts.push_back({static_cast<std::uint32_t>(text_bytes.size()),
                         static_cast<std::uint32_t>(text.size()), hash});
  text_bytes.append(text);
  place_local(index);
  return schema->symbols.size() + index;
}

std::optional<Symbol> ClaimData::find_local(std::string_view text, std::uint64_t hash) const {
  const std::uint32_t shared = schema->symbols.size();
  const auto same = [&](std::size_t index) {
    const LocalText& local = local_texts[index];
    return local.hash == hash &&
           same_text(std::string_view(text_bytes).substr(local.begin, local.length), text);
  };
  if (local_places.empty()) {
    for (std::uint32_t i = 0; i < local_texts.size(); ++i)
      if (same(i)) return shared + i;
    return std::nullopt;
  }
  const std::size_t mask = local_places.size() - 1;
  for (std::size_t at = hash & mask; local_places[at] != 0; at = (at + 1) & mask)
    if (same(local_places[at] - 1)) return shared + local_places[at] - 1;
  return std::nullopt;
}

static_assert(ClaimData::many_texts * 2 <= first_places);

// A few texts are looked through one by one; a claim of a thousand repairs gets an index.
void ClaimData::place_local(std::uint32_t index) {
  if (local_texts.size() < many_texts) return;
  std::uint32_t from = index;
  if (local_texts.size() * 2 > local_places.size()) {
    local_places.assign(std::max(first_places, local_places.size() * 2), 0);
    from = 0;
  }
  const std::size_t mask = local_places.size() - 1;
  for (std::uint32_t i = from; i < local_texts.size(); ++i) {
    std::size_t at = local_texts[i].hash & mask;
    while (local_places[at] != 0)
      at = (at + 1) & mask;
    local_places[at] = i + 1;
  }
}

}  // namespace sanbao::ir
