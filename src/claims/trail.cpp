// SPDX-License-Identifier: Apache-2.0
//
// See trail.hpp: places are facts and fields, ways the bytes between them.
#include "claims/trail.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "claims/json_text.hpp"
#include "claims/limits.hpp"
#include "claims/scalar.hpp"
#include "values/decimal.hpp"

namespace sanbao::claims {
namespace {

using ir::Cell;
using ir::FactState;

// Behind the value that begins at `at`, in a line that is fine and has no escapes.
std::size_t end_of_value(std::string_view text, std::size_t at) {
  if (text[at] == '"') return text.find('"', at + 1) + 1;
  if (text[at] != '[') {
    while (!is_blank(text[at]) && text[at] != ',' && text[at] != '}')
      ++at;
    return at;
  }
  while (text[at] != ']')
    at = text[at] == '"' ? text.find('"', at + 1) + 1 : at + 1;
  return at + 1;
}

}  // namespace

Trail::Trail(const RecordIndex& index) : seen_(index.groups.size(), 0) {
  const auto add = [&](const RecordIndex::Takes& takes, std::uint32_t cell, bool of_event) {
    Place& place = places_.emplace_back();
    place.takes = &takes;
    place.likely = likely_of(takes.rules.type);
    if (place.likely == Likely::money)
      place.decimals = static_cast<std::uint8_t>(index.schema->decimals);
    if (takes.rules.type == ir::Type::number) place.decimals = values::number_decimals;
    place.cell = cell;
    place.of_event = of_event;
  };
  for (std::uint32_t slot = 0; slot < index.facts.size(); ++slot)
    add(index.facts[slot], slot, false);
  for (std::size_t i = 0; i < index.lists.size(); ++i) {
    const auto& fields = index.lists[i].fields;
    lists_.push_back({&index.schema->lists[i], static_cast<std::uint32_t>(places_.size()),
                      static_cast<std::uint32_t>(fields.size())});
    for (std::uint32_t field = 0; field < fields.size(); ++field)
      add(fields[field], field, true);
  }
  beginning_ = static_cast<std::uint32_t>(places_.size());
  places_.emplace_back();
  ways_.reserve(most_ways);
  findings_.reserve(most_findings);
}

bool Trail::follow(std::string_view line, Tokens& tokens, ir::ClaimData& claim) {
  if (walk(line, tokens, claim)) {
    patience_ = 1;
    ++followed_;
    return true;
  }
  wait_ = patience_ - 1;
  patience_ = std::min(2 * patience_, longest_wait);
  return false;
}

// The line is read where it is. Only its end, behind which nothing may be read, is copied.
bool Trail::walk(std::string_view line, Tokens& tokens, ir::ClaimData& claim) {
  ++line_;
  const char* at = line.data();
  const char* end = at + line.size();
  for (std::size_t ahead = 0; ahead < line.size(); ahead += 64)
    __builtin_prefetch(at + ahead);
  bool copied = false;
  last_ = line.size() < Tokens::room ? at : end - block;
  const auto copy_rest = [&] {
    const std::string_view rest(at, static_cast<std::size_t>(end - at));
    tokens.take(rest);
    at = tokens.text();
    end = at + rest.size();
    last_ = end + Tokens::room - block;
    copied = true;
  };
  const Place* place = &places_[beginning_];
  for (;;) {
    if (static_cast<std::size_t>(end - at) < Tokens::room && !copied) copy_rest();
    const Way* const way = way_from(*place, at);
    if (way == nullptr) return false;
    at += way->size;
    if (way->steps_count != 0 && !take_steps(*way, claim)) return false;
    place = way->to;
    if (place == nullptr) return at == end;
    Cell& cell = place->of_event ? event_[place->cell] : claim.cells[place->cell];
    if (cell.state != FactState::absent) return false;
    const char* behind = take_value(*place, at, claim, cell);
    while (behind == nullptr) {
      if (copied) return false;
      copy_rest();
      behind = take_any(*place->takes, at, claim, cell);
    }
    at = behind;
  }
}

inline const Trail::Way* Trail::way_from(const Place& place, const char* at) {
  const Way* way = place.ways;
  while (way != nullptr && !quick::same(way->bytes, at, way->front, way->size))
    way = way->other;
  return way;
}

bool Trail::take_steps(const Way& way, ir::ClaimData& claim) {
  for (std::uint32_t i = 0; i < way.steps_count; ++i) {
    const std::uint32_t index = way.steps[i].index;
    switch (way.steps[i].found) {
      case Found::group:
        if (seen_[index] == line_) return false;
        seen_[index] = line_;
        break;
      case Found::list:
      case Found::no_list: {
        ir::EventRows& rows = claim.lists[index];
        if (rows.state != FactState::absent) return false;
        rows.state = way.steps[i].found == Found::list ? FactState::given : FactState::null;
        break;
      }
      case Found::event: {
        ir::EventRows& rows = claim.lists[index];
        const std::size_t fields = lists_[index].fields;
        if (rows.count == max_entries) return false;
        ++rows.count;
        rows.cells.resize(rows.cells.size() + fields);
        event_ = rows.cells.data() + (rows.cells.size() - fields);
        break;
      }
      case Found::event_end:
        if (returned_early(*lists_[index].schema, event_)) return false;
        break;
      case Found::fact:
      case Found::field:
        break;
    }
  }
  return true;
}

inline const char* Trail::take_value(const Place& place, const char* at, ir::ClaimData& claim,
                                     Cell& cell) const {
  const char* end = nullptr;
  std::int64_t value = 0;
  switch (place.likely) {
    case Likely::truth:
      end = quick::truth(at, value);
      break;
    case Likely::date:
      end = quick::date(at, *months_, value);
      break;
    case Likely::number:
      end = quick::decimal(at, place.decimals, value);
      break;
    case Likely::money:
      end = quick::money(at, place.decimals, value);
      break;
    case Likely::text:
      if (*at == '"') return take_word_or_text(*place.takes, at, claim, cell);
      break;
    case Likely::set:
    case Likely::any:
      break;
  }
  if (end == nullptr) return take_any(*place.takes, at, claim, cell);
  cell = {value, FactState::given};
  return end;
}

// Without its quotes; behind the last of them.
inline const char* Trail::take_text(const char* at, std::string_view& text) const {
  bool ascii = true;
  const char* const end = quick::end_of_text(at + 1, last_, ascii);
  if (end == nullptr) return nullptr;
  text = {at + 1, static_cast<std::size_t>(end - at - 1)};
  return ascii || !base::find_invalid_utf8(text) ? end + 1 : nullptr;
}

// Of a fact that takes texts: nearly always a word that the vocabulary or a policy knows, or one of this claim alone.
inline const char* Trail::take_word_or_text(const RecordIndex::Takes& takes, const char* at,
                                            ir::ClaimData& claim, Cell& cell) const {
  bool ascii = true;
  const char* const end = quick::end_of_text(at + 1, last_, ascii);
  if (end == nullptr) return nullptr;
  const std::string_view text(at + 1, static_cast<std::size_t>(end - at - 1));
  if (const std::uint32_t known = takes.word(text); known != KeyTable::none) {
    cell = {known, FactState::given};
    return end + 1;
  }
  if (!ascii && base::find_invalid_utf8(text)) return nullptr;
  return claims::take_text(takes.rules, text, claim, cell) == Fault::none ? end + 1 : nullptr;
}

// As the reader takes them, but that nothing is told of one that is wrong.
const char* Trail::take_any(const RecordIndex::Takes& takes, const char* at, ir::ClaimData& claim,
                            Cell& cell) const {
  std::string_view text;
  if (*at == '"') {
    const char* const end = take_text(at, text);
    return end != nullptr && claims::take_text(takes, text, claim, cell) == Fault::none ? end
                                                                                        : nullptr;
  }
  if (*at == '[')
    return takes.rules.type == ir::Type::set ? take_set(takes, at, claim, cell) : nullptr;
  const char* end = at;
  while (end <= last_ && *end != ',' && *end != '}' && *end != ']' && !is_blank(*end))
    ++end;
  text = {at, static_cast<std::size_t>(end - at)};
  return take_word(takes, text, claim, cell) == Fault::none ? end : nullptr;
}

const char* Trail::take_set(const RecordIndex::Takes& takes, const char* at, ir::ClaimData& claim,
                            Cell& cell) const {
  const std::size_t begin = claim.set_members.size();
  const auto take_members = [&]() -> const char* {
    ++at;
    if (*at == ']') return at + 1;
    for (;; ++at) {
      std::string_view text;
      while (at <= last_ && is_blank(*at))
        ++at;
      if (at > last_ || *at != '"' || (at = take_text(at, text)) == nullptr) return nullptr;
      if (take_member(takes, text, begin, claim) != Fault::none || at > last_) return nullptr;
      if (*at != ',') return *at == ']' ? at + 1 : nullptr;
    }
  };
  const char* const end = take_members();
  if (end == nullptr) {
    claim.set_members.resize(begin);
  } else {
    claims::take_set(begin, claim, cell);
  }
  return end;
}

void Trail::keep(const char* text, std::size_t size) {
  if (findings_.size() == findings_.capacity()) return;
  Place* from = &places_[beginning_];
  std::size_t begin = 0;
  Way way;
  for (const Finding& finding : findings_) {
    if (finding.found != Found::fact && finding.found != Found::field) {
      if (way.steps_count == most_steps) return;
      way.steps[way.steps_count++] = {finding.found, finding.index};
      continue;
    }
    Place& to = places_[finding.index];
    way.to = &to;
    if (!keep_way(*from, way, {text + begin, finding.offset - begin})) return;
    from = &to;
    begin = end_of_value({text, size}, finding.offset);
    way = {};
  }
  keep_way(*from, way, {text + begin, size - begin});
}

// False where its bytes are too many, or the trail was begun anew.
bool Trail::keep_way(Place& from, Way& way, std::string_view bytes) {
  if (bytes.size() > longest) return false;
  for (const Way* known = from.ways; known != nullptr; known = known->other)
    if (std::string_view(known->bytes, known->size) == bytes) return true;
  if (ways_.size() == most_ways) {
    ways_.clear();
    for (Place& place : places_)
      place.ways = nullptr;
    return false;
  }
  std::memcpy(way.bytes, bytes.data(), bytes.size());
  way.size = static_cast<std::uint16_t>(bytes.size());
  way.front = way.size >= 32 ? 0xFFFFFFFFU : (std::uint32_t{1} << way.size) - 1;
  way.other = from.ways;
  ways_.push_back(way);
  from.ways = &ways_.back();
  return true;
}

}  // namespace sanbao::claims
