// SPDX-License-Identifier: Apache-2.0
//
// Names, paths and values for printing: the only place of eval/ where a text is made. Part of Evaluator:
// see evaluator.hpp. Tested by tests/unit/{eval_asking,eval_reasons}_test.cpp.
#include <algorithm>
#include <array>
#include <charconv>

#include "base/sorted.hpp"
#include "eval/evaluator.hpp"
#include "ir/cells.hpp"

namespace sanbao::eval {

using ir::no_index;
using ir::Type;

namespace {

class Number {
 public:
  explicit Number(std::uint64_t value) {
    size_ = static_cast<std::size_t>(
        std::to_chars(text_.data(), text_.data() + text_.size(), value).ptr - text_.data());
  }
  [[nodiscard]] std::string_view text() const { return {text_.data(), size_}; }

 private:
  std::array<char, 24> text_{};
  std::size_t size_ = 0;
};

}  // namespace

Text Evaluator::fact_name(const FactPath& path) const {
  if (path.kind == FactPath::Kind::slot) {
    const auto& fact = facts_.schema().facts[path.slot];
    return {fact.name_zh, fact.name_en};
  }
  const auto& list = facts_.schema().lists[path.slot];
  if (path.kind == FactPath::Kind::list) return {list.name_zh, list.name_en};
  return {list.fields[path.field].name_zh, list.fields[path.field].name_en};
}

Text Evaluator::question(const FactPath& path) const {
  if (path.kind == FactPath::Kind::slot) {
    const auto& fact = facts_.schema().facts[path.slot];
    return {fact.question_zh, fact.question_en};
  }
  const auto& list = facts_.schema().lists[path.slot];
  if (path.kind == FactPath::Kind::list) return {list.question_zh, list.question_en};
  return {list.fields[path.field].question_zh, list.fields[path.field].question_en};
}

std::string_view Evaluator::path_text(const FactPath& path) {
  if (path.kind == FactPath::Kind::slot) return facts_.schema().facts[path.slot].path;
  const auto& list = facts_.schema().lists[path.slot];
  if (path.kind == FactPath::Kind::list) return list.path;
  const Number number(path.event);
  std::array<std::string_view, 4> parts{list.path, "[", number.text(), "]"};
  std::size_t size = 1;
  for (const auto part : parts)
    size += part.size();
  const bool whole_event = path.field == no_index;
  const std::string_view field =
      whole_event ? std::string_view{} : std::string_view(list.fields[path.field].path);
  const auto text = out_->arena.make<char>(size + field.size());
  char* at = text.data();
  for (const auto part : parts)
    at = std::copy(part.begin(), part.end(), at);
  if (!whole_event) {
    *at++ = '.';
    at = std::copy(field.begin(), field.end(), at);
  }
  return {text.data(), static_cast<std::size_t>(at - text.data())};
}

// By path as text, runs of digits as numbers: facts by path, events by their place.
bool Evaluator::path_less(const FactPath& a, const FactPath& b) const {
  const auto head = [&](const FactPath& p) -> std::string_view {
    return p.kind == FactPath::Kind::slot ? std::string_view(facts_.schema().facts[p.slot].path)
                                          : std::string_view(facts_.schema().lists[p.slot].path);
  };
  const std::string_view x = head(a);
  const std::string_view y = head(b);
  if (x != y) return x < y;
  if (a.kind != b.kind) return a.kind < b.kind;
  if (a.event != b.event) return a.event < b.event;
  if (a.kind != FactPath::Kind::field || a.field == b.field) return false;
  const auto& fields = facts_.schema().lists[a.slot].fields;
  return fields[a.field].path < fields[b.field].path;
}

void Evaluator::sort_by_path(std::vector<FactPath>& paths) const {
  base::sort_unique(paths);  // texts are compared as seldom as can be
  std::sort(paths.begin(), paths.end(),
            [&](const FactPath& a, const FactPath& b) { return path_less(a, b); });
}

std::span<const std::string_view> Evaluator::path_texts(std::vector<FactPath> paths) {
  sort_by_path(paths);
  const auto texts = out_->arena.make<std::string_view>(paths.size());
  for (std::size_t i = 0; i < paths.size(); ++i)
    texts[i] = path_text(paths[i]);
  return texts;
}

// Texts of the rulebook stay where they are; what only this claim carries is copied.
std::string_view Evaluator::kept_text(ir::Symbol symbol) {
  const ir::SymbolTable& known = facts_.schema().symbols;
  return symbol < known.size() ? known.text(symbol) : out_->arena.keep(facts_.claim().text(symbol));
}

Text Evaluator::member_name(std::uint32_t slot, ir::Symbol symbol) const {
  const auto facts = ir::standard_facts();
  if (slot >= facts.size()) return {};
  const std::string_view id = facts_.claim().text(symbol);
  for (const ir::Member& member : facts[slot].members)
    if (member.id == id) return {member.name.zh, member.name.en};
  return {};
}

void Evaluator::name_members(std::uint32_t slot, std::int64_t whole, Value& value) {
  if (value.kind == Value::Kind::text) {
    value.name = member_name(slot, static_cast<ir::Symbol>(whole));
  } else if (value.kind == Value::Kind::set) {
    const auto members = facts_.claim().members(whole);
    const auto names = out_->arena.make<Text>(members.size());
    for (std::size_t i = 0; i < names.size(); ++i)
      names[i] = member_name(slot, members[i]);
    value.set_names = names;
  }
}

Value Evaluator::value_of(const Scalar& scalar, Type type, const PolicyRun* run) {
  Value value;
  tell(scalar, type, run, value);
  return value;
}

void Evaluator::tell(const Scalar& scalar, Type type, const PolicyRun* run, Value& value) {
  if (scalar.state == Scalar::State::never) {
    value.kind = Value::Kind::never;
    return;
  }
  if (!scalar.is_known()) return;
  const auto in_parts = [&](Type as) {
    return scalar.exact.round_to(Exact::from_scaled(1, ir::parts_of_one(as)), Rounding::half_up);
  };
  switch (type) {
    case Type::count:
      return tell(scalar.exact.to_integer().value_or(0), type, run, value);
    case Type::days:
      if (const auto days = scalar.exact.to_integer()) return tell(*days, type, run, value);
      return tell(in_parts(Type::number).value_or(0), Type::number, run, value);
    case Type::number:
    case Type::rate:
    case Type::money:
      break;
    default:
      return tell(scalar.whole, type, run, value);
  }
  if (const auto rounded = in_parts(type)) tell(*rounded, type, run, value);
}

Value Evaluator::value_of(std::int64_t number, Type type, const PolicyRun* run) {
  Value value;
  tell(number, type, run, value);
  return value;
}

void Evaluator::tell(std::int64_t number, Type type, const PolicyRun* run, Value& value) {
  value.number = number;
  switch (type) {
    case Type::boolean:
      value.kind = Value::Kind::boolean;
      break;
    case Type::count:
      value.kind = Value::Kind::count;
      break;
    case Type::number:
      value.kind = Value::Kind::number;
      break;
    case Type::days:
      value.kind = Value::Kind::days;
      break;
    case Type::money:
      value.kind = Value::Kind::money;
      value.currency = run != nullptr && run->program->source->currency
                           ? run->program->source->currency
                           : facts_.schema().currency;
      break;
    case Type::rate:
      value.kind = Value::Kind::rate;
      break;
    case Type::date:
      value.kind = Value::Kind::date;
      break;
    case Type::length:
      value.kind = Value::Kind::length;
      break;
    case Type::text:
    case Type::enumeration:
    case Type::remedy:
      value.kind = Value::Kind::text;
      value.number = 0;
      value.text = kept_text(static_cast<ir::Symbol>(number));
      break;
    case Type::set: {
      const auto symbols = facts_.claim().members(number);
      const auto members = out_->arena.make<std::string_view>(symbols.size());
      for (std::size_t i = 0; i < members.size(); ++i)
        members[i] = kept_text(symbols[i]);
      value.kind = Value::Kind::set;
      value.number = 0;
      value.set = members;
      break;
    }
    case Type::list:
      value.number = 0;
      break;
  }
}

Value Evaluator::parameter_value(const ir::CheckedPolicy& policy,
                                 const ir::ParameterUse& parameter) {
  Value value;
  if (parameter.type == Type::text || parameter.type == Type::enumeration ||
      parameter.type == Type::remedy) {
    value.kind = Value::Kind::text;
    value.number = parameter.value;
    value.text = policy.texts[static_cast<std::size_t>(parameter.value)];
    return value;
  }
  value = value_of(parameter.value, parameter.type, nullptr);
  if (parameter.type == Type::money) value.currency = policy.currency;
  return value;
}

std::string_view Evaluator::gap_text(const PolicyRun& run, const Gap& gap) {
  const auto join = [&](std::string_view a, std::string_view b, std::string_view c) {
    const auto text = out_->arena.make<char>(a.size() + b.size() + c.size());
    char* at = std::copy(a.begin(), a.end(), text.data());
    at = std::copy(b.begin(), b.end(), at);
    std::copy(c.begin(), c.end(), at);
    return std::string_view(text.data(), text.size());
  };
  const auto& policy = *run.program->source;
  switch (gap.kind) {
    case Gap::Kind::elsewhere:
      return {};
    case Gap::Kind::calendar: {
      const Number year(gap.what);
      const std::string_view name =
          policy.calendar ? std::string_view(policy.calendar->name()) : std::string_view{};
      return join("calendar ", name, join(": ", year.text(), ""));
    }
    case Gap::Kind::month_end:
      return join(
          "month_end: ",
          gap.what < policy.periods.size() ? std::string_view(policy.periods[gap.what].name) : "",
          "");
    case Gap::Kind::overflow:
      return gap.what < policy.rules.size() ? join("overflow: ", policy.rules[gap.what].id, "")
                                            : std::string_view{};
    case Gap::Kind::no_value:
      return gap.what < policy.rules.size() ? join("no value: ", policy.rules[gap.what].id, "")
                                            : std::string_view{};
  }
  return {};
}

}  // namespace sanbao::eval
