// SPDX-License-Identifier: Apache-2.0
//
// See columns.hpp and docs/columns.md.
#include "claims/columns.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/nearest.hpp"
#include "base/utf8.hpp"
#include "claims/column_shapes.hpp"
#include "claims/limits.hpp"
#include "claims/record_index.hpp"
#include "claims/wording.hpp"
#include "sanbao/values/rate.hpp"

namespace sanbao::claims {
namespace {

using ir::Cell;
using ir::CellColumn;
using ir::Column;
using ir::ColumnForm;
using ir::FactState;
using ir::Type;

constexpr std::string_view states_end = ".state";
constexpr std::int64_t number_decimals = 6, rate_decimals = 9;

bool is_whole(const ColumnShape& shape) {
  return ir::is_whole(shape.form) && !shape.is_date;
}

std::int64_t power_of_ten(std::int64_t exponent) {
  std::int64_t power = 1;
  for (std::int64_t i = 0; i < exponent; ++i)
    power *= 10;
  return power;
}

/// A decimal as a whole number of units of 10^-scale.
bool scaled(const ColumnShape& shape, std::int64_t scale, std::int64_t& times) {
  const std::int64_t own = shape.form == ColumnForm::decimal128 ? shape.scale : 0;
  if (own < 0 || own > scale) return false;
  times = power_of_ten(scale - own);
  return true;
}

std::string_view wanted_column(Type type) {
  switch (type) {
    case Type::boolean:
      return "booleans (`b`)";
    case Type::count:
    case Type::days:
      return "whole numbers";
    case Type::number:
      return "whole numbers, or decimals of at most 6 places (`d:P,S`)";
    case Type::money:
      return "whole numbers of minor units, or decimals with the places of the currency (`d:P,S`)";
    case Type::rate:
      return "decimals of at most 9 places (`d:P,S`)";
    case Type::date:
      return "days (`tdD`)";
    case Type::set:
      return "lists of texts (`+l` of `u`)";
    case Type::list:
      return "lists of records (`+l` of `+s`)";
    default:
      return "texts (`u`, or with a dictionary of texts)";
  }
}

Fault put_integer(const FactRules& rules, const CellColumn& column, std::int64_t row, Cell& cell) {
  const std::int64_t value = column.value.integer(row);
  if (value > INT64_MAX / column.times) return Fault::too_large;
  return take_integer(rules, value < 0 ? -1 : value * column.times, cell);
}

Fault put_text(const FactRules& rules, std::string_view text, ir::ClaimData& claim, Cell& cell) {
  if (base::find_invalid_utf8(text)) return Fault::not_utf8;
  if (rules.type != Type::length) return take_text(rules, text, claim, cell);
  const auto length = Period::parse(text);
  return length ? take_integer(rules, length->encode(), cell) : Fault::not_a_length;
}

/// What is wrong with a value; `word`: as it stands.
struct Refusal {
  Fault fault = Fault::none;
  std::string word;
};

Refusal put_set(const FactRules& rules, const Column& column, std::int64_t row,
                ir::ClaimData& claim, Cell& cell) {
  const Column& members = column.inner[0];
  const std::size_t begin = claim.set_members.size();
  for (std::int64_t at = column.begin(row); at < column.begin(row + 1); ++at) {
    if (!members.has_text(at)) return {Fault::null_refused, {}};
    const std::string_view text = members.text(at);
    Fault fault = base::find_invalid_utf8(text) ? Fault::not_utf8 : Fault::none;
    if (fault == Fault::none) fault = take_member(rules, text, begin, claim);
    if (fault != Fault::none) return {fault, std::string(text)};
  }
  take_set(begin, claim, cell);
  return {};
}

/// Where there is no value: silent, or as the column of states says.
Refusal put_none(const FactRules& rules, const CellColumn& column, std::int64_t row, Cell& cell) {
  if (!column.has_states || !column.states.has_text(row)) return {};
  const std::string_view state = column.states.text(row);
  if (state == "absent") return {};
  if (state == "null") return {take_null(rules, cell), {}};
  if (state == "never") return {take_never(rules, cell), "never"};
  return {Fault::wrong_type, std::string(state)};
}

Refusal put(const FactRules& rules, const CellColumn& column, std::int64_t row,
            ir::ClaimData& claim, Cell& cell) {
  const Column& values = column.value;
  const bool text = is_text(values.form);
  if (text ? !values.has_text(row) : !values.has(row)) return put_none(rules, column, row, cell);
  if (text) {
    const std::string_view word = values.text(row);
    return {put_text(rules, word, claim, cell), std::string(word)};
  }
  if (rules.type == Type::set) return put_set(rules, values, row, claim, cell);
  const std::int64_t whole = values.integer(row);
  if (rules.type != Type::date)
    return {put_integer(rules, column, row, cell), std::to_string(whole)};
  const bool known = whole >= CivilDate::first_fact().days_since_epoch() &&
                     whole <= CivilDate::last_fact().days_since_epoch();
  if (!known) return {Fault::date_out_of_range, fmt::format("day {} since 1970-01-01", whole)};
  return {take_date(rules, CivilDate::from_days(static_cast<std::int32_t>(whole)), cell), {}};
}

bool refuse(const Refusal& refusal, const FactRules& rules, std::string path, std::int64_t row,
            const ir::Schema& schema, ColumnFault& fault) {
  RecordError words;
  words.path = path;
  put_words(Found{refusal.fault, 0, &rules, nullptr, refusal.word, '"', {}}, schema, words);
  fault = {std::move(path), row, words.code, words.message, words.expected};
  if (refusal.fault == Fault::not_utf8) fault.message = "the text is not UTF-8";
  if (refusal.fault == Fault::wrong_type) {
    fault.message = fmt::format("`{}` is no state", base::printable(refusal.word));
    fault.expected = "absent, null or never";
  }
  return false;
}

bool refuse_column(std::string column, std::string message, ColumnFault& fault) {
  fault = {std::move(column), -1, {}, std::move(message), {}};
  return false;
}

/// A count of -1 says that nobody has counted.
bool has_null(const ArrowArray& array) {
  if (array.null_count == 0 || array.n_buffers < 1 || array.buffers == nullptr) return false;
  if (array.buffers[0] == nullptr) return array.null_count > 0;
  Column rows;
  rows.validity = static_cast<const std::uint8_t*>(array.buffers[0]);
  rows.offset = array.offset;
  bool found = false;
  rows.each_null(0, array.length, [&](std::int64_t) { found = true; });
  return found;
}

}  // namespace

bool ColumnTable::fits(const ir::SchemaFact& fact, const ColumnShape& shape,
                       std::int64_t& times) const {
  switch (fact.type) {
    case Type::boolean:
      return shape.form == ColumnForm::bits;
    case Type::count:
    case Type::days:
      return is_whole(shape);
    case Type::number:
      return (is_whole(shape) || shape.form == ColumnForm::decimal128) &&
             scaled(shape, number_decimals, times);
    case Type::money:
      return is_whole(shape) || (shape.form == ColumnForm::decimal128 &&
                                 shape.scale == static_cast<std::int64_t>(schema_->decimals));
    case Type::rate:
      return shape.form == ColumnForm::decimal128 && scaled(shape, rate_decimals, times);
    case Type::date:
      return shape.is_date;
    case Type::set:
      return is_list(shape.form) && is_text(shape.inner[0].form);
    case Type::list:
      return false;
    default:
      return is_text(shape.form);
  }
}

bool ColumnTable::bind(const ArrowSchema& schema, ColumnFault& fault) {
  facts_.clear();
  lists_.clear();
  unread_.clear();
  if (schema.format == nullptr || std::string_view(schema.format) != "+s")
    return refuse_column({}, "the table is no record of columns (`+s`)", fault);
  children_ = static_cast<std::size_t>(schema.n_children);
  std::vector<std::string> seen;
  const std::vector<std::string> groups = RecordIndex(*schema_).top.keys();
  // Columns of states belong to others, which may stand behind them.
  for (const bool states : {false, true}) {
    for (std::size_t i = 0; i < children_; ++i) {
      const ArrowSchema& child = *schema.children[i];
      const std::string name = child.name == nullptr ? "" : child.name;
      if (name.ends_with(states_end) != states) continue;
      if (std::find(seen.begin(), seen.end(), name) != seen.end())
        return refuse_column(name, "a column stands twice", fault);
      seen.push_back(name);
      ColumnShape shape;
      const bool known = shape_of(child, shape);
      const std::string fact = states ? name.substr(0, name.size() - states_end.size()) : name;
      const std::string group = fact.substr(0, fact.find('.'));
      // As in a record: what is nearly a known name is a slip, any other is the sender's own.
      const auto meant = base::nearest(group, groups);
      if (!meant || group == "context") {
        unread_.push_back(name);
        continue;
      }
      if (*meant != group)
        return refuse_column(
            name,
            fmt::format("unknown group `{}`, did you mean `{}`?", base::printable(group), *meant),
            fault);
      if (!known)
        return refuse_column(name,
                             fmt::format("no fact is read from the format `{}`",
                                         child.format == nullptr ? "" : child.format),
                             fault);
      if (states ? !bind_states(fact, i, shape, fault)
                 : !bind_column(name, i, std::move(shape), fault))
        return false;
    }
  }
  return true;
}

bool ColumnTable::bind_column(const std::string& name, std::size_t child, ColumnShape shape,
                              ColumnFault& fault) {
  if (const auto list = schema_->find_list(name))
    return bind_list(*list, child, std::move(shape), fault);
  const auto slot = schema_->find_slot(name);
  if (!slot) {
    std::vector<std::string_view> paths;
    for (const auto& fact : schema_->facts)
      paths.emplace_back(fact.path);
    const auto near = base::nearest(name, paths);
    return refuse_column(
        name,
        near ? fmt::format("no such fact; did you mean `{}`?", *near) : std::string("no such fact"),
        fault);
  }
  Bound bound;
  bound.place = *slot;
  bound.child = child;
  if (!fits(schema_->facts[*slot], shape, bound.times))
    return refuse_column(
        name, fmt::format("this column has to hold {}", wanted_column(schema_->facts[*slot].type)),
        fault);
  bound.shape = std::move(shape);
  facts_.push_back(std::move(bound));
  return true;
}

bool ColumnTable::bind_list(std::uint32_t list, std::size_t child, ColumnShape shape,
                            ColumnFault& fault) {
  const ir::SchemaList& of = schema_->lists[list];
  if (!is_list(shape.form) || shape.inner[0].form != ColumnForm::record)
    return refuse_column(
        of.path, fmt::format("this column has to hold {}", wanted_column(Type::list)), fault);
  BoundList& bound = lists_.emplace_back();
  bound.rows.place = list;
  bound.rows.child = child;
  const ColumnShape& record = shape.inner[0];
  for (const bool states : {false, true}) {
    for (std::size_t i = 0; i < record.names.size(); ++i) {
      std::string name = record.names[i];
      if (name.ends_with(states_end) != states) continue;
      if (states) name.resize(name.size() - states_end.size());
      const auto at = std::find_if(of.fields.begin(), of.fields.end(), [&](const auto& field) {
        return field.path == name && !field.computed;
      });
      const std::string path = fmt::format("{}.{}", of.path, record.names[i]);
      if (at == of.fields.end()) return refuse_column(path, "no such field of an event", fault);
      const auto place = static_cast<std::uint32_t>(at - of.fields.begin());
      const auto given = std::find_if(bound.fields.begin(), bound.fields.end(),
                                      [&](const Bound& field) { return field.place == place; });
      if (states) {
        if (given == bound.fields.end() || !is_text(record.inner[i].form))
          return refuse_column(path, "states are texts beside the field that they are of", fault);
        given->has_states = true;
        given->states_child = i;
        given->states = record.inner[i];
        continue;
      }
      if (given != bound.fields.end()) return refuse_column(path, "a field stands twice", fault);
      Bound field;
      field.place = place;
      field.child = i;
      field.shape = record.inner[i];
      if (!fits(*at, field.shape, field.times))
        return refuse_column(
            path, fmt::format("this field has to hold {}", wanted_column(at->type)), fault);
      bound.fields.push_back(std::move(field));
    }
  }
  bound.rows.shape = std::move(shape);
  return true;
}

bool ColumnTable::bind_states(const std::string& name, std::size_t child, const ColumnShape& shape,
                              ColumnFault& fault) {
  Bound* bound = nullptr;
  for (Bound& fact : facts_)
    if (schema_->facts[fact.place].path == name) bound = &fact;
  for (BoundList& list : lists_)
    if (schema_->lists[list.rows.place].path == name) bound = &list.rows;
  if (bound == nullptr || !is_text(shape.form))
    return refuse_column(name + std::string(states_end),
                         "states are texts beside the column that they are of", fault);
  bound->has_states = true;
  bound->states_child = child;
  bound->states = shape;
  return true;
}

bool ColumnTable::open(const ArrowArray& table, ir::ColumnBatch& batch, ColumnFault& fault) const {
  if (table.length < 0 || table.offset < 0)
    return refuse_column({}, "the table has a length or an offset below zero", fault);
  batch.rows = table.length;
  // What stands in a batch keeps its memory from table to table.
  batch.facts.resize(facts_.size());
  batch.lists.resize(lists_.size());
  if (table.n_children != static_cast<std::int64_t>(children_))
    return refuse_column({}, "the table has not the columns of its schema", fault);
  if (has_null(table)) return refuse_column({}, "a row of the table is null", fault);
  const auto lay_child = [&](const Bound& bound, CellColumn& column) {
    column.place = bound.place;
    column.times = bound.times;
    column.has_states = bound.has_states;
    return lay(bound.shape, *table.children[bound.child], table.offset, table.length,
               column.value) &&
           (!bound.has_states || lay(bound.states, *table.children[bound.states_child],
                                     table.offset, table.length, column.states));
  };
  const auto other = [&](const std::string& path) {
    return refuse_column(path, "the column is not laid out as its schema says", fault);
  };
  for (std::size_t i = 0; i < facts_.size(); ++i)
    if (!lay_child(facts_[i], batch.facts[i])) return other(schema_->facts[facts_[i].place].path);
  for (std::size_t i = 0; i < lists_.size(); ++i) {
    const BoundList& bound = lists_[i];
    ir::ListColumn& list = batch.lists[i];
    list.list = bound.rows.place;
    if (!lay_child(bound.rows, list.rows)) return other(schema_->lists[list.list].path);
    Column& record = list.rows.value.inner[0];
    list.fields.resize(bound.fields.size());
    for (std::size_t at = 0; at < bound.fields.size(); ++at) {
      const Bound& field = bound.fields[at];
      CellColumn& column = list.fields[at];
      column.place = field.place;
      column.times = field.times;
      column.has_states = field.has_states;
      column.value = std::move(record.inner[field.child]);
      if (field.has_states) column.states = std::move(record.inner[field.states_child]);
    }
  }
  return true;
}

bool ColumnTable::read(const ir::ColumnBatch& batch, std::int64_t row, ir::ClaimData& claim,
                       ColumnFault& fault) const {
  claim.clear();
  for (const CellColumn& column : batch.facts) {
    const FactRules rules = rules_of_fact(*schema_, column.place);
    const Refusal refusal = put(rules, column, row, claim, claim.cells[column.place]);
    if (refusal.fault != Fault::none)
      return refuse(refusal, rules, rules.fact->path, row, *schema_, fault);
  }
  return std::all_of(batch.lists.begin(), batch.lists.end(),
                     [&](const auto& list) { return read_list(list, row, claim, fault); });
}

bool ColumnTable::read_list(const ir::ListColumn& list, std::int64_t row, ir::ClaimData& claim,
                            ColumnFault& fault) const {
  const ir::SchemaList& schema = schema_->lists[list.list];
  ir::EventRows& rows = claim.lists[list.list];
  const Column& values = list.rows.value;
  FactRules rules;
  rules.type = Type::list;
  if (!values.has(row)) {
    Cell cell;
    const Refusal refusal = put_none(rules, list.rows, row, cell);
    if (refusal.fault != Fault::none)
      return refuse(refusal, rules, schema.path, row, *schema_, fault);
    rows.state = cell.state;
    return true;
  }
  rows.state = FactState::given;
  const std::int64_t begin = values.begin(row);
  const std::int64_t count = values.begin(row + 1) - begin;
  if (count > max_entries)
    return refuse({Fault::too_many, {}}, rules, schema.path, row, *schema_, fault);
  rows.count = static_cast<std::uint32_t>(count);
  const std::size_t width = schema.fields.size();
  rows.cells.resize(width * rows.count);
  for (std::int64_t event = 0; event < count; ++event) {
    if (!values.inner[0].has(begin + event)) {
      (void)refuse({Fault::null_refused, {}}, rules, fmt::format("{}[{}]", schema.path, event), row,
                   *schema_, fault);
      fault.expected = "a record";
      return false;
    }
    Cell* const cells = &rows.cells[width * static_cast<std::size_t>(event)];
    for (const CellColumn& column : list.fields) {
      rules = rules_of_field(*schema_, list.list, column.place);
      const Refusal refusal = put(rules, column, begin + event, claim, cells[column.place]);
      if (refusal.fault != Fault::none)
        return refuse(refusal, rules,
                      fmt::format("{}[{}].{}", schema.path, event, rules.fact->path), row, *schema_,
                      fault);
    }
    if (!returned_early(schema, cells)) continue;
    rules = rules_of_field(*schema_, list.list, static_cast<std::uint32_t>(schema.returned_on));
    return refuse({Fault::returned_early, {}}, rules,
                  fmt::format("{}[{}].{}", schema.path, event, rules.fact->path), row, *schema_,
                  fault);
  }
  return true;
}

}  // namespace sanbao::claims
