// SPDX-License-Identifier: Apache-2.0
//
// Trail: how the lines of a sender have been laid out so far, and the short way along it. Records of one sender are
// alike but for their values: what stands between two values are the same bytes again and again, and what they mean
// was found out by the reader once.
// In: from the reader, what it found in a line that is fine, where. Then lines. Out: the same facts that the reader
// would fill in, or "not along this trail", upon which the reader reads the line from its beginning.
// Never says what is wrong with a line, never takes one that the reader would refuse: the bytes between values are
// those of a line that was fine, and values go by fact_rules.hpp. Never grows beyond its first memory: a full trail
// is begun anew. Tested by tests/unit/claim_trail_test.cpp and the fuzz target `claim`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "claims/quick_values.hpp"
#include "claims/record_index.hpp"
#include "claims/tokens.hpp"

namespace sanbao::claims {

class Trail {
 public:
  explicit Trail(const RecordIndex& index);
  Trail(Trail&&) = default;
  Trail& operator=(Trail&&) = default;

  /// What a reader finds in a line, in the order of the line.
  enum class Found : std::uint8_t {
    group,      ///< the index of a group that begins
    list,       ///< of a list that is given
    no_list,    ///< of a list that is null
    event,      ///< of the list whose next event begins
    event_end,  ///< of the list whose event ends
    fact,       ///< the slot whose value begins at `offset`
    field,      ///< the place (place_of_field) of a field whose value begins at `offset`
  };

  /// Whether the next line should be tried; senders whose lines are never alike are not tried each time.
  [[nodiscard]] bool is_worth_trying() {
    if (ways_.empty()) return false;
    if (wait_ == 0) return true;
    --wait_;
    return false;
  }

  /// False: not along this trail; the claim is to be cleared. What `tokens` held is lost.
  [[nodiscard]] bool follow(std::string_view line, Tokens& tokens, ir::ClaimData& claim);

  /// How many lines were read along it.
  [[nodiscard]] std::uint64_t followed() const { return followed_; }

  /// What the reader finds in the line that it reads, from the line's beginning on.
  void begin_line() { findings_.clear(); }
  void find(Found found, std::uint32_t index, std::uint32_t offset = 0) {
    if (findings_.size() < findings_.capacity()) findings_.push_back({found, index, offset});
  }
  [[nodiscard]] std::uint32_t place_of_field(std::uint32_t list, std::size_t field) const {
    return lists_[list].first_field + static_cast<std::uint32_t>(field);
  }
  /// The line that was begun is fine, and has neither escapes nor anything that no policy reads.
  void keep(const char* text, std::size_t size);

 private:
  static constexpr std::size_t longest = 96;  // bytes between two values
  static constexpr std::size_t most_steps = 6;
  static constexpr std::size_t most_ways = 1024;
  static constexpr std::size_t most_findings = 1024;
  static constexpr std::uint32_t longest_wait = 64;
  static constexpr std::size_t block = quick::block;

  struct Finding {
    Found found;
    std::uint32_t index, offset;
  };
  struct Step {
    Found found;
    std::uint32_t index;
  };
  struct Place;
  /// From one value to the next, or to the end of the line.
  struct alignas(64) Way {
    std::uint32_t front = 0;  // a bit for each of the first 32 bytes
    std::uint16_t size = 0;
    std::uint16_t steps_count = 0;
    const Place* to = nullptr;   // nullptr: the end of the line
    const Way* other = nullptr;  // another way from the same place
    char bytes[longest] = {};
    Step steps[most_steps] = {};
  };
  /// A fact or a field: what it takes, and where one can go from it.
  struct Place {
    const Way* ways = nullptr;
    const RecordIndex::Takes* takes = nullptr;
    std::uint32_t cell = 0;  // slot or field
    Likely likely = Likely::any;
    bool of_event = false;
    std::uint8_t decimals = 0;
  };
  struct List {
    const ir::SchemaList* schema = nullptr;
    std::uint32_t first_field = 0, fields = 0;  // in places_
  };

  static const Way* way_from(const Place& place, const char* at);
  bool walk(std::string_view line, Tokens& tokens, ir::ClaimData& claim);
  bool take_steps(const Way& way, ir::ClaimData& claim);
  // Each answers where the value ends; nullptr where it is not one that the fact takes, has escapes, or comes too near
  // to the end of what may be read.
  const char* take_value(const Place& place, const char* at, ir::ClaimData& claim,
                         ir::Cell& cell) const;
  const char* take_word_or_text(const RecordIndex::Takes& takes, const char* at,
                                ir::ClaimData& claim, ir::Cell& cell) const;
  const char* take_any(const RecordIndex::Takes& takes, const char* at, ir::ClaimData& claim,
                       ir::Cell& cell) const;
  const char* take_set(const RecordIndex::Takes& takes, const char* at, ir::ClaimData& claim,
                       ir::Cell& cell) const;
  const char* take_text(const char* at, std::string_view& text) const;
  bool keep_way(Place& from, Way& way, std::string_view bytes);

  const MonthStarts* months_ = &MonthStarts::get();
  std::vector<Place>
      places_;               // never more: facts, the fields of each list, the beginning of a line
  std::vector<List> lists_;  // as in the schema
  std::uint32_t beginning_ = 0;
  std::vector<Way> ways_;  // never more than there is room for from the beginning
  std::vector<Finding> findings_;
  std::vector<std::uint64_t> seen_;  // by group: the number of the line that had it last
  std::uint64_t line_ = 0, followed_ = 0;
  std::uint32_t wait_ = 0;      // lines that are not tried
  std::uint32_t patience_ = 1;  // twice as much after each line that was tried in vain
  ir::Cell* event_ = nullptr;   // the cells of the event that is read
  const char* last_ = nullptr;  // where a block may be read still
};

}  // namespace sanbao::claims
