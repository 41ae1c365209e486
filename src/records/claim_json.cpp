// SPDX-License-Identifier: Apache-2.0
//
// A claim as one line of JSON, for whoever keeps claims that were filled in by hand (docs/records.md §1).
// In: the cells of a Claim. Out: a line that ClaimReader reads as the same claim, the same on every machine.
// Never writes what the claim does not say, nor a line that is too long to be read again.
// Tested by tests/unit/claim_json_test.cpp and tests/properties/records_test.cpp.
#include <algorithm>
#include <numeric>
#include <span>
#include <vector>

#include "ir/schema.hpp"
#include "records/decision_json.hpp"
#include "sanbao/records.hpp"
#include "sanbao/values/period.hpp"
#include "sanbao/values/rate.hpp"

namespace sanbao {

namespace {

using ir::Cell;
using ir::ClaimData;
using ir::FactState;
using ir::SchemaFact;
using ir::Type;
using records::JsonWriter;

bool is_in_group(std::string_view path) {
  return path.find('.') != std::string_view::npos;
}

class ClaimWriter {
 public:
  ClaimWriter(const ClaimData& claim, JsonWriter& json)
      : claim_(claim),
        schema_(*claim.schema),
        json_(json),
        // of a rulebook that speaks of no money amounts have two decimals
        currency_(schema_.currency ? *schema_.currency : *Currency::parse("CNY")) {}

  void write() {
    bool first = true;
    json_.raw('{');
    write_groups(first);
    for (std::size_t i = 0; i < schema_.lists.size(); ++i) {
      const std::string_view path = schema_.lists[i].path;
      if (claim_.lists[i].state == FactState::absent || is_in_group(path)) continue;
      write_key(path, first);
      write_list(i);
    }
    // Of a group that no policy knows the claim keeps the name, for decisions tell it.
    for (const std::string& group : claim_.unread) {
      write_key(group, first);
      json_.raw("{}");
    }
    json_.raw('}');
  }

 private:
  /// What stands in a group: a fact, or a list that a policy declares there.
  struct Entry {
    std::string_view path;
    std::size_t place;  // of the fact or the list
    bool is_list;
  };

  void write_key(std::string_view key, bool& first) {
    if (!first) json_.raw(',');
    first = false;
    json_.string(key);
    json_.raw(':');
  }

  [[nodiscard]] std::vector<Entry> entries() const {
    std::vector<Entry> all;
    for (std::size_t i = 0; i < claim_.cells.size(); ++i)
      if (claim_.cells[i].state != FactState::absent)
        all.push_back({schema_.facts[i].path, i, false});
    for (std::size_t i = 0; i < claim_.lists.size(); ++i)
      if (claim_.lists[i].state != FactState::absent && is_in_group(schema_.lists[i].path))
        all.push_back({schema_.lists[i].path, i, true});
    // What policies declare stands behind the vocabulary, in whatever group. A point sorts before all that a name
    // is made of, so what is in a group stands together.
    std::ranges::sort(all, {}, &Entry::path);
    return all;
  }

  void write_groups(bool& first) {
    std::string_view group;
    bool first_in_group = true;
    for (const Entry& entry : entries()) {
      const std::size_t dot = entry.path.find('.');
      if (entry.path.substr(0, dot) != group) {
        if (!group.empty()) json_.raw('}');
        group = entry.path.substr(0, dot);
        write_key(group, first);
        json_.raw('{');
        first_in_group = true;
      }
      write_key(entry.path.substr(dot + 1), first_in_group);
      if (entry.is_list) {
        write_list(entry.place);
      } else {
        write_value(claim_.cells[entry.place], schema_.facts[entry.place]);
      }
    }
    if (!group.empty()) json_.raw('}');
  }

  void write_list(std::size_t list) {
    const ir::EventRows& rows = claim_.lists[list];
    if (rows.state == FactState::null) return json_.raw("null");
    const std::vector<SchemaFact>& fields = schema_.lists[list].fields;
    // Several policies may add fields to a list, in whatever order.
    std::vector<std::size_t> sorted(fields.size());
    std::iota(sorted.begin(), sorted.end(), std::size_t{0});
    std::ranges::sort(sorted, {},
                      [&](std::size_t field) { return std::string_view(fields[field].path); });
    json_.raw('[');
    for (std::size_t event = 0; event < rows.count; ++event) {
      if (event > 0) json_.raw(',');
      bool first = true;
      json_.raw('{');
      for (const std::size_t field : sorted) {
        const Cell& cell = rows.cells[event * fields.size() + field];
        if (cell.state == FactState::absent) continue;
        write_key(fields[field].path, first);
        write_value(cell, fields[field]);
      }
      json_.raw('}');
    }
    json_.raw(']');
  }

  void write_value(const Cell& cell, const SchemaFact& fact) {
    if (cell.state == FactState::null) return json_.raw("null");
    if (cell.state == FactState::never) return json_.raw("\"never\"");
    switch (fact.type) {
      case Type::boolean:
        return json_.boolean(cell.value != 0);
      case Type::count:
      case Type::days:
        return json_.integer(cell.value);
      case Type::number:
        return json_.millionths(cell.value);
      case Type::text:
      case Type::enumeration:
      case Type::remedy:
        return json_.string(claim_.text(static_cast<ir::Symbol>(cell.value)));
      case Type::date:
        return json_.date(CivilDate::from_days(static_cast<std::int32_t>(cell.value)));
      case Type::length:
        return json_.string(Period::decode(cell.value).to_string());
      case Type::money:
        return json_.money(Money::minor(cell.value, currency_));
      case Type::rate:
        return json_.string(Rate::from_parts(cell.value).to_string());
      case Type::set:
        return write_set(claim_.members(cell.value));
      case Type::list:
        break;  // no fact is one
    }
  }

  void write_set(std::span<const ir::Symbol> members) {
    json_.raw('[');
    records::write_each(json_, members,
                        [&](ir::Symbol member) { json_.string(claim_.text(member)); });
    json_.raw(']');
  }

  const ClaimData& claim_;
  const ir::Schema& schema_;
  JsonWriter& json_;
  const Currency currency_;
};

}  // namespace

bool append_json(const Claim& claim, std::string& out) {
  if (!claim.has_data()) return false;
  const std::size_t begin = out.size();
  {
    JsonWriter json(out);
    ClaimWriter(claim.data(), json).write();
  }
  if (out.size() - begin <= max_record_bytes) return true;
  out.resize(begin);
  return false;
}

}  // namespace sanbao
