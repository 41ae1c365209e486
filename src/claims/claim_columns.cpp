// SPDX-License-Identifier: Apache-2.0
//
// The public ClaimColumns: claims that were read already, laid out as a table of columns.
// In: claims. Out: an Arrow table that ColumnTable reads back as the same claims, groups that no policy knows
// apart. Never says more than the claims do.
// Tested by tests/unit/columns_test.cpp.
#include <algorithm>
#include <map>

#include "ir/arrow.hpp"
#include "ir/program.hpp"
#include "sanbao/columns.hpp"
#include "sanbao/values/period.hpp"

namespace sanbao {
namespace {

using ir::ArrowNode;
using ir::Cell;
using ir::ClaimData;
using ir::FactState;
using ir::Type;

/// Texts by the order in which they came.
struct Texts {
  std::map<std::string, std::int32_t, std::less<>> places;
  std::vector<std::string> list;
  std::vector<std::int32_t> known;  ///< by symbol of the rulebook: its place and one, 0: none yet

  void clear() {
    places.clear();
    list.clear();
    known.clear();
  }

  std::int32_t place(ir::Symbol symbol, const ClaimData& claim) {
    if (symbol >= claim.schema->symbols.size()) return place(claim.text(symbol));
    if (symbol >= known.size()) known.resize(symbol + 1, 0);
    if (known[symbol] == 0) known[symbol] = place(claim.text(symbol)) + 1;
    return known[symbol] - 1;
  }

  std::int32_t place(std::string_view text) {
    const auto at = places.find(text);
    if (at != places.end()) return at->second;
    list.emplace_back(text);
    return places.emplace(text, static_cast<std::int32_t>(list.size() - 1)).first->second;
  }
};

/// One fact, or one field of a list: row by row.
class CellMaker {
 public:
  explicit CellMaker(const ir::SchemaFact& fact)
      : fact_(&fact),
        is_text_(fact.type == Type::text || fact.type == Type::enumeration ||
                 fact.type == Type::remedy || fact.type == Type::length) {}

  void add(const Cell& cell, const ClaimData& claim) {
    if (!said_) {
      if (cell.state == FactState::absent) {
        ++silent_;
        return;
      }
      end_silence();
    }
    states_.push_back(cell.state);
    if (fact_->type == Type::set) {
      if (cell.state == FactState::given)
        for (const ir::Symbol member : claim.members(cell.value))
          values_.push_back(texts_.place(member, claim));
      ends_.push_back(static_cast<std::int32_t>(values_.size()));
    } else if (cell.state != FactState::given) {
      values_.push_back(0);
    } else if (is_text_) {
      values_.push_back(fact_->type == Type::length
                            ? texts_.place(Period::decode(cell.value).to_string())
                            : texts_.place(static_cast<ir::Symbol>(cell.value), claim));
    } else {
      values_.push_back(cell.value);
    }
  }

  /// For the next table; the memory is kept.
  void clear() {
    states_.clear();
    values_.clear();
    ends_.assign(1, 0);
    texts_.clear();
    said_ = false;
    silent_ = 0;
  }

  [[nodiscard]] bool said() const { return said_; }

  void put(const std::string& name, std::vector<ArrowNode>& columns) {
    ArrowNode node = values();
    node.name = name;
    put_states(states_, node, columns);
  }

  /// Validity, and the column that says what a null is where it is more than silence.
  static void put_states(const std::vector<FactState>& states, ArrowNode node,
                         std::vector<ArrowNode>& columns) {
    std::size_t given_count = 0;
    std::size_t silent = 0;
    for (const FactState state : states) {
      given_count += state == FactState::given ? 1 : 0;
      silent += state == FactState::absent ? 1 : 0;
    }
    node.nulls = static_cast<std::int64_t>(states.size() - given_count);
    const std::string name = node.name;
    if (node.nulls > 0) {
      std::vector<std::uint8_t> given;
      given.reserve(states.size());
      for (const FactState state : states)
        given.push_back(state == FactState::given ? 1 : 0);
      auto bits = std::make_shared<const std::vector<std::uint8_t>>(ir::bitmap(given));
      node.nullable = true;
      node.buffers[0] = bits->data();
      node.owners.push_back(std::move(bits));
    }
    columns.push_back(std::move(node));
    if (given_count + silent == states.size()) return;
    std::vector<std::int32_t> words;
    words.reserve(states.size());
    for (const FactState state : states)
      words.push_back(state == FactState::null ? 1 : state == FactState::never ? 2 : 0);
    columns.push_back(
        ir::coded_node(name + ".state", std::move(words), {"absent", "null", "never"}));
  }

 private:
  /// What no claim spoke of before, some does now.
  void end_silence() {
    said_ = true;
    states_.assign(silent_, FactState::absent);
    if (fact_->type == Type::set) {
      ends_.resize(silent_ + 1, 0);
    } else {
      values_.assign(silent_, 0);
    }
  }

  ArrowNode values() {
    ArrowNode node;
    node.length = static_cast<std::int64_t>(states_.size());
    node.buffers.push_back(nullptr);
    std::vector<std::int32_t> places;
    if (is_text_ || fact_->type == Type::set || fact_->type == Type::date)
      places.assign(values_.begin(), values_.end());
    if (is_text_) return ir::coded_node({}, std::move(places), texts_.list);
    switch (fact_->type) {
      case Type::set: {
        node.format = "+l";
        node.add(std::move(ends_));
        node.children.push_back(ir::coded_node("item", std::move(places), texts_.list));
        break;
      }
      case Type::boolean: {
        node.format = "b";
        node.add(ir::bitmap({values_.begin(), values_.end()}));
        break;
      }
      case Type::date:
        node.format = "tdD";
        node.add(std::move(places));
        break;
      case Type::number:
      case Type::rate: {
        node.format = fact_->type == Type::number ? "d:38,6" : "d:38,9";
        std::vector<std::int64_t> halves;
        for (const std::int64_t value : values_)
          halves.insert(halves.end(), {value, 0});
        node.add(std::move(halves));
        break;
      }
      default:
        node.format = "l";
        node.add(std::move(values_));
        break;
    }
    return node;
  }

  const ir::SchemaFact* fact_;
  bool is_text_;
  std::vector<FactState> states_;
  std::vector<std::int64_t> values_;
  std::vector<std::int32_t> ends_{0};  ///< of a set
  Texts texts_;
  bool said_ = false;
  std::size_t silent_ = 0;  ///< rows before anything was said
};

struct ListMaker {
  std::vector<FactState> states;
  std::vector<std::int32_t> ends{0};
  std::vector<CellMaker> fields;
  bool said = false;

  void clear() {
    states.clear();
    ends.assign(1, 0);
    for (CellMaker& field : fields)
      field.clear();
    said = false;
  }

  void add(const ir::EventRows& rows, const ClaimData& claim) {
    states.push_back(rows.state);
    said = said || rows.state != FactState::absent;
    ends.push_back(ends.back() + static_cast<std::int32_t>(rows.count));
    const auto width = static_cast<std::uint32_t>(fields.size());
    for (std::uint32_t event = 0; event < rows.count; ++event)
      for (std::uint32_t field = 0; field < width; ++field)
        fields[field].add(rows.at(event, field, width), claim);
  }

  void put(const ir::SchemaList& schema, std::vector<ArrowNode>& columns) {
    ArrowNode record;
    record.name = "item";
    record.format = "+s";
    record.length = ends.back();
    record.buffers.push_back(nullptr);
    for (std::size_t field = 0; field < fields.size(); ++field)
      if (fields[field].said()) fields[field].put(schema.fields[field].path, record.children);
    ArrowNode node;
    node.name = schema.path;
    node.format = "+l";
    node.length = static_cast<std::int64_t>(states.size());
    node.buffers.push_back(nullptr);
    node.add(std::move(ends));
    node.children.push_back(std::move(record));
    CellMaker::put_states(states, std::move(node), columns);
  }
};

}  // namespace

struct ClaimColumns::State {
  Rulebook rulebook;
  std::vector<std::size_t> wanted_slots, wanted_lists;
  std::vector<CellMaker> facts;
  std::vector<ListMaker> lists;
  std::int64_t rows = 0;

  template <typename Wanted>
  void want(const Wanted& wanted) {
    const ir::Schema& schema = rulebook.ruleset().schema();
    const auto list = [&](const auto& all, std::vector<std::size_t>& places) {
      for (std::size_t i = 0; i < all.size(); ++i)
        if (wanted(all[i].path)) places.push_back(i);
    };
    list(schema.facts, wanted_slots);
    list(schema.lists, wanted_lists);
    for (const ir::SchemaFact& fact : schema.facts)
      facts.emplace_back(fact);
    for (const auto& of : schema.lists)
      for (auto& fields = lists.emplace_back().fields; const ir::SchemaFact& field : of.fields)
        fields.emplace_back(field);
  }

  void begin() {
    for (CellMaker& fact : facts)
      fact.clear();
    for (ListMaker& list : lists)
      list.clear();
    rows = 0;
  }
};

ClaimColumns::ClaimColumns(const Rulebook& rulebook)
    : state_(std::make_unique<State>(State{rulebook, {}, {}, {}, {}, 0})) {
  state_->want([](const std::string&) { return true; });
}
ClaimColumns::ClaimColumns(const Rulebook& rulebook, std::span<const std::string> columns)
    : state_(std::make_unique<State>(State{rulebook, {}, {}, {}, {}, 0})) {
  state_->want([&](const std::string& path) {
    return std::find(columns.begin(), columns.end(), path) != columns.end();
  });
}
ClaimColumns::ClaimColumns(ClaimColumns&&) noexcept = default;
ClaimColumns& ClaimColumns::operator=(ClaimColumns&&) noexcept = default;
ClaimColumns::~ClaimColumns() = default;

bool ClaimColumns::add(const Claim& claim) {
  if (!claim.belongs_to(state_->rulebook)) return false;
  const ClaimData& data = claim.data();
  for (const std::size_t slot : state_->wanted_slots)
    state_->facts[slot].add(data.cells[slot], data);
  for (const std::size_t list : state_->wanted_lists)
    state_->lists[list].add(data.lists[list], data);
  ++state_->rows;
  return true;
}

void ClaimColumns::export_to(ArrowSchema& schema, ArrowArray& table) {
  const ir::Schema& of = state_->rulebook.ruleset().schema();
  ArrowNode node;
  node.format = "+s";
  node.length = state_->rows;
  node.buffers.push_back(nullptr);
  for (std::size_t slot = 0; slot < state_->facts.size(); ++slot)
    if (state_->facts[slot].said()) state_->facts[slot].put(of.facts[slot].path, node.children);
  for (std::size_t list = 0; list < state_->lists.size(); ++list)
    if (state_->lists[list].said) state_->lists[list].put(of.lists[list], node.children);
  ir::export_arrow(std::move(node), schema, table);
  state_->begin();
}

}  // namespace sanbao
