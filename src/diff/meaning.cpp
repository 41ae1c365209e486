// SPDX-License-Identifier: Apache-2.0
//
// See meaning.hpp.
#include "diff/meaning.hpp"

#include <algorithm>

#include "base/sorted.hpp"

namespace sanbao::diff {

using ir::Index;
using ir::no_index;
using ir::no_node;
using ir::Node;
using ir::NodeId;
using ir::Op;
using ir::Type;

/// Numbers and texts one after another, so that no two lists give the same bytes.
class PolicyMeanings::Key {
 public:
  explicit Key(std::string_view kind) { text(kind); }

  Key& number(std::int64_t value) {
    bytes_.append(std::to_string(value)).append(1, ',');
    return *this;
  }
  Key& text(std::string_view value) {
    bytes_.append(std::to_string(value.size())).append(1, ':').append(value);
    return *this;
  }
  Key& numbers(std::vector<Meaning> values, bool in_any_order) {
    if (in_any_order) std::ranges::sort(values);
    number(static_cast<std::int64_t>(values.size()));
    for (const Meaning value : values)
      number(value);
    return *this;
  }
  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

namespace {

bool is_text(Type type) {
  return type == Type::text || type == Type::enumeration || type == Type::remedy;
}

/// `a > b` is `b < a`.
Op turned(Op op) {
  if (op == Op::greater) return Op::less;
  if (op == Op::greater_equal) return Op::less_equal;
  return op;
}

bool in_any_order(Op op) {
  return op == Op::all_of || op == Op::any_of || op == Op::at_least_of || op == Op::minimum ||
         op == Op::maximum;
}

}  // namespace

Meaning PolicyMeanings::node(NodeId id) {
  if (id == no_node) return no_meaning;
  if (nodes_[id] == no_meaning) nodes_[id] = make(policy_.nodes[id]);
  return nodes_[id];
}

void PolicyMeanings::constant(Type type, std::int64_t value, Key& key) {
  key.number(static_cast<std::int64_t>(Op::constant)).number(static_cast<std::int64_t>(type));
  if (is_text(type)) {
    key.text(policy_.texts[static_cast<std::size_t>(value)]);
  } else {
    key.number(value);
  }
}

Meaning PolicyMeanings::make(const Node& node) {
  Key key("node");
  const auto index = static_cast<std::size_t>(node.imm);
  switch (node.op) {
    case Op::constant_bool:
      return shared_.of(Key("bool").number(node.imm).bytes());
    case Op::parameter_bool:
      return shared_.of(Key("bool").number(policy_.parameters[index].value).bytes());
    case Op::constant:
      constant(node.type, node.imm, key);
      return shared_.of(key.bytes());
    case Op::parameter:
      constant(node.type, policy_.parameters[index].value, key);
      return shared_.of(key.bytes());
    default:
      break;
  }
  Meaning a = this->node(node.a);
  Meaning b = this->node(node.b);
  if (turned(node.op) != node.op) std::swap(a, b);
  if ((node.op == Op::equal || node.op == Op::add || node.op == Op::multiply) && b < a)
    std::swap(a, b);
  key.number(static_cast<std::int64_t>(turned(node.op)))
      .number(static_cast<std::int64_t>(node.type))
      .number(a)
      .number(b)
      .number(this->node(node.c));
  std::vector<Meaning> children;
  parts(node, children);
  key.numbers(std::move(children), in_any_order(node.op));
  switch (node.op) {
    case Op::fact:
    case Op::fact_bool:
      key.text(policy_.facts[index].path).number(this->node(policy_.facts[index].assume));
      break;
    case Op::field:
    case Op::field_bool:
      key.text(policy_.lists[node.aux].path)
          .text(policy_.lists[node.aux].fields[index].name)
          .number(this->node(policy_.lists[node.aux].fields[index].assume));
      break;
    case Op::in_table:
      key.number(keys_of(policy_.tables[index]));
      break;
    case Op::cell:
      key.number(column(policy_.tables[index], node.aux));
      break;
    case Op::period_in:
    case Op::period_before:
    case Op::period_after:
    case Op::last_day:
      key.number(period(static_cast<Index>(node.imm)));
      break;
    case Op::event_test:
    case Op::event_measure:
      key.number(event_test(policy_.event_tests[index]));
      break;
    case Op::days_between:
      key.number(node.imm < 0 ? no_meaning : filter(static_cast<Index>(node.imm)));
      break;
    case Op::last_field: {
      const auto& last = policy_.lasts[index];
      const auto& of = policy_.lists[last.list];
      key.text(of.path).text(of.fields[last.field].name).number(this->node(last.where));
      break;
    }
    default:
      break;
  }
  return shared_.of(key.bytes());
}

/// Of an `all` inside an `all` its parts: they are of the outer one as well.
void PolicyMeanings::parts(const Node& node, std::vector<Meaning>& into) {
  const bool flat = node.op == Op::all_of || node.op == Op::any_of;
  for (Index i = 0; i < node.children_count; ++i) {
    const NodeId id = policy_.children[node.children_begin + i];
    if (flat && policy_.nodes[id].op == node.op) {
      parts(policy_.nodes[id], into);
    } else {
      into.push_back(this->node(id));
    }
  }
  if (!flat) return;
  base::sort_unique(into);
}

Meaning PolicyMeanings::list(const std::vector<NodeId>& ids) {
  std::vector<Meaning> parts;
  for (const NodeId id : ids)
    parts.push_back(node(id));
  return shared_.of(Key("list").numbers(std::move(parts), false).bytes());
}

Meaning PolicyMeanings::set(const std::vector<NodeId>& ids) {
  std::vector<Meaning> parts;
  for (const NodeId id : ids)
    parts.push_back(node(id));
  return shared_.of(Key("set").numbers(std::move(parts), true).bytes());
}

Meaning PolicyMeanings::period(Index index) {
  const ir::PeriodUse& period = policy_.periods[index];
  std::vector<Meaning> usage;
  for (const auto& limit : period.usage)
    usage.push_back(shared_.of(
        Key("usage").text(policy_.facts[limit.fact].path).number(node(limit.limit)).bytes()));
  return shared_.of(
      Key("period")
          .number(list(period.from))
          .number(node(period.length))
          .number(node(period.until))
          .number(period.open_end ? 1 : 0)
          .numbers(std::move(usage), true)
          .number(period.extend_by == no_index ? no_meaning : filter(period.extend_by))
          .number(chosen(period.count_from))
          .number(chosen(period.month_end))
          .number(chosen(period.roll))
          .bytes());
}

Meaning PolicyMeanings::event_test(const ir::EventTest& test) {
  const ir::ListUse& list = policy_.lists[test.list];
  std::vector<Meaning> same;
  for (const Index field : test.same)
    same.push_back(shared_.of(Key("field").text(list.fields[field].name).bytes()));
  return shared_.of(Key("events")
                        .number(static_cast<std::int64_t>(test.measure))
                        .text(list.path)
                        .number(node(test.where))
                        .number(node(test.of))
                        .numbers(std::move(same), true)
                        .number(static_cast<std::int64_t>(test.bound))
                        .number(node(test.limit))
                        .bytes());
}

Meaning PolicyMeanings::filter(Index index) {
  const ir::EventFilter& filter = policy_.filters[index];
  return shared_.of(
      Key("filter").text(policy_.lists[filter.list].path).number(node(filter.where)).bytes());
}

Meaning PolicyMeanings::cell(const ir::TableUse& table, const ir::TableUse::Row& row,
                             std::size_t column) {
  if (table.types[column] != Type::list) return node(row.cells[column]);
  std::vector<Meaning> words;
  for (const Index text : row.lists[column])
    words.push_back(shared_.of(Key("word").text(policy_.texts[text]).bytes()));
  return shared_.of(Key("words").numbers(std::move(words), true).bytes());
}

Meaning PolicyMeanings::column(const ir::TableUse& table, std::size_t column) {
  std::vector<Meaning> rows;
  for (const auto& row : table.rows)
    rows.push_back(shared_.of(
        Key("row").text(policy_.texts[row.key]).number(cell(table, row, column)).bytes()));
  return shared_.of(
      Key("column")
          .numbers(std::move(rows), true)
          .number(table.otherwise ? cell(table, *table.otherwise, column) : no_meaning)
          .number(table.otherwise ? 1 : 0)
          .bytes());
}

Meaning PolicyMeanings::keys_of(const ir::TableUse& table) {
  std::vector<Meaning> rows;
  for (const auto& row : table.rows)
    rows.push_back(shared_.of(Key("key").text(policy_.texts[row.key]).bytes()));
  return shared_.of(Key("keys").numbers(std::move(rows), true).bytes());
}

Meaning PolicyMeanings::row(const ir::TableUse& table, const ir::TableUse::Row& row) {
  std::vector<Meaning> cells;
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    cells.push_back(
        shared_.of(Key("cell").text(table.columns[i]).number(cell(table, row, i)).bytes()));
  return shared_.of(Key("cells").numbers(std::move(cells), true).bytes());
}

}  // namespace sanbao::diff
