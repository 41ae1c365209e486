// SPDX-License-Identifier: Apache-2.0
//
// A policy from its text through parse/ and check/, for the tests of check/.
// In: sections of a policy. Out: the CheckedPolicy, or the codes and places of its faults.
// Never reads a file but the calendar cn.
// Used by tests/unit/check_*_test.cpp.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "check/check.hpp"
#include "parse/parse.hpp"

namespace check_fixture {

inline const std::string head =
    "sanbao: 1\npolicy: demo\nversion: \"1\"\ntitle: {zh: 示例, en: Example}\n"
    "currency: CNY\nround: {to: 0.01, mode: half_up}\n"
    "clock: {zone: Asia/Shanghai, count_from: next_day, month_end: last_day, roll: none}\n";

/// A calendar `cn` of two years, without any listed day; no other.
inline std::shared_ptr<const sanbao::WorkCalendar> find_calendar(std::string_view name) {
  if (name != "cn") return nullptr;
  auto parsed = sanbao::parse_calendar("# years: 2024-2025\ndate,kind,name\n", "cn", "sha256:00");
  return std::make_shared<const sanbao::WorkCalendar>(std::move(*parsed.calendar));
}

struct Checked {
  std::unique_ptr<sanbao::ir::CheckedPolicy> policy;  ///< null: errors
  std::vector<sanbao::Diagnostic> faults;             ///< errors, or warnings

  [[nodiscard]] std::vector<std::string> codes() const {
    std::vector<std::string> out;
    for (const auto& fault : faults)
      out.push_back(fault.code);
    return out;
  }
  [[nodiscard]] std::string first_message() const {
    return faults.empty() ? "" : faults.front().message;
  }
  [[nodiscard]] std::string first_help() const { return faults.empty() ? "" : faults.front().help; }
  /// The words under the caret of a fault.
  [[nodiscard]] std::string marked(std::size_t fault = 0) const {
    const auto& f = faults.at(fault);
    std::string out;
    std::uint32_t column = 0;
    for (const char c : f.source_line) {
      if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++column;
      if (column >= f.span.column && column < f.span.column + f.span.length) out += c;
    }
    return out;
  }
};

inline Checked check_text(const std::string& text) {
  Checked out;
  sanbao::ir::PolicyDocument partial;
  auto document = sanbao::parse::parse_policy(text, "demo.yaml", &partial);
  if (!document) {
    out.faults = document.diagnostics();
    return out;
  }
  auto checked = sanbao::check::check_policy(*document, find_calendar);
  out.faults = checked.diagnostics();
  // Words for people are asked for by tests/baselines/warn alone; the small policies of other tests have none.
  std::erase_if(out.faults, [](const auto& fault) { return fault.code == "SB2113"; });
  if (checked) out.policy = std::make_unique<sanbao::ir::CheckedPolicy>(std::move(*checked));
  return out;
}

/// Sections behind a sound head, with one rule that grants a repair where `when` holds.
inline Checked check_rule(const std::string& when, const std::string& sections = {}) {
  return check_text(head + sections +
                    "rules:\n  - id: \"1\"\n    title: {zh: 修理, en: Repair}\n    when: " + when +
                    "\n    grants: {repair: {}}\n");
}

/// A tree as text, to compare shapes: "all(fault.confirmed, not(goods.opened))".
class Show {
 public:
  explicit Show(const sanbao::ir::CheckedPolicy& policy) : p_(policy) {}

  [[nodiscard]] std::string operator()(sanbao::ir::NodeId id) const {
    using sanbao::ir::Op;
    if (id == sanbao::ir::no_node) return "-";
    const auto& n = p_.nodes[id];
    const auto index = static_cast<std::size_t>(n.imm);
    switch (n.op) {
      case Op::constant_bool:
        return n.imm != 0 ? "true" : "false";
      case Op::parameter_bool:
      case Op::parameter:
        return "$" + p_.parameters[index].name;
      case Op::all_of:
        return "all" + children(n);
      case Op::any_of:
        return "any" + children(n);
      case Op::negation:
        return call("not", n);
      case Op::at_least_of:
        return (*this)(n.a) + "of" + children(n);
      case Op::fact_bool:
      case Op::fact:
        return p_.facts[index].path;
      case Op::field_bool:
      case Op::field:
        return "." + p_.lists[n.aux].fields[index].name;
      case Op::equal:
        return call("eq", n);
      case Op::less:
        return call("lt", n);
      case Op::less_equal:
        return call("le", n);
      case Op::greater:
        return call("gt", n);
      case Op::greater_equal:
        return call("ge", n);
      case Op::set_has:
        return call("has", n);
      case Op::in_table:
        return call("row", n);
      case Op::in_cell:
        return call("in", n);
      case Op::is_known:
        return call("known", n);
      case Op::is_never:
        return call("never", n);
      case Op::period_in:
        return call("in " + p_.periods[index].name, n);
      case Op::period_before:
        return call("before " + p_.periods[index].name, n);
      case Op::period_after:
        return call("after " + p_.periods[index].name, n);
      case Op::event_test:
      case Op::event_measure:
        return event(p_.event_tests[index]);
      case Op::constant:
        return constant(n);
      case Op::add:
        return call("add", n);
      case Op::subtract:
        return call("sub", n);
      case Op::multiply:
        return call("mul", n);
      case Op::divide:
        return call("div", n);
      case Op::choose:
        return call("if", n);
      case Op::minimum:
        return "min" + children(n);
      case Op::maximum:
        return "max" + children(n);
      case Op::first:
        return "first" + children(n);
      case Op::round_up:
        return call("up", n);
      case Op::round_money:
        return call("round", n);
      case Op::days_between:
        return call(n.imm < 0 ? "days" : "days less " + filter(p_.filters[index]), n);
      case Op::last_field: {
        const auto& last = p_.lasts[index];
        return "last " + p_.lists[last.list].path + "." +
               p_.lists[last.list].fields[last.field].name + where(last.where);
      }
      case Op::last_day:
        return "last day " + p_.periods[index].name;
      case Op::cell:
        return p_.tables[index].name + "." + p_.tables[index].columns[n.aux];
    }
    return "?";
  }

 private:
  [[nodiscard]] std::string call(const std::string& name, const sanbao::ir::Node& n) const {
    std::string out = name + "(" + (*this)(n.a);
    for (const auto child : {n.b, n.c})
      if (child != sanbao::ir::no_node) out += ", " + (*this)(child);
    return out + ")";
  }
  [[nodiscard]] std::string children(const sanbao::ir::Node& n) const {
    std::vector<std::string> parts;
    for (sanbao::ir::Index i = 0; i < n.children_count; ++i)
      parts.push_back((*this)(p_.children[n.children_begin + i]));
    // The order of conditions is the graph's own business.
    if (n.type == sanbao::ir::Type::boolean) std::sort(parts.begin(), parts.end());
    std::string out;
    for (const auto& part : parts)
      out += (out.empty() ? "" : ", ") + part;
    return "(" + out + ")";
  }
  [[nodiscard]] std::string where(sanbao::ir::NodeId node) const {
    return node == sanbao::ir::no_node ? "" : " where " + (*this)(node);
  }
  [[nodiscard]] std::string filter(const sanbao::ir::EventFilter& f) const {
    return p_.lists[f.list].path + where(f.where);
  }
  [[nodiscard]] std::string event(const sanbao::ir::EventTest& test) const {
    static const char* const measures[] = {"count", "total", "largest", "days"};
    static const char* const bounds[] = {"", " >= ", " > ", " <= ", " < ", " = "};
    const auto& list = p_.lists[test.list];
    std::string out = "{" + std::string(measures[static_cast<int>(test.measure)]) + " " + list.path;
    if (test.of != sanbao::ir::no_node) out += " of " + (*this)(test.of);
    out += where(test.where);
    for (const auto field : test.same)
      out += " same " + list.fields[field].name;
    if (test.limit != sanbao::ir::no_node)
      out += bounds[static_cast<int>(test.bound)] + (*this)(test.limit);
    return out + "}";
  }
  [[nodiscard]] std::string constant(const sanbao::ir::Node& n) const {
    using sanbao::ir::Type;
    switch (n.type) {
      case Type::text:
      case Type::enumeration:
      case Type::remedy:
        return p_.texts[static_cast<std::size_t>(n.imm)];
      case Type::length:
        return sanbao::Period::decode(n.imm).to_string();
      case Type::date:
        return sanbao::CivilDate::from_days(static_cast<std::int32_t>(n.imm)).to_string();
      case Type::days:
        return std::to_string(n.imm) + "d";
      default:
        return std::to_string(n.imm);
    }
  }

  const sanbao::ir::CheckedPolicy& p_;
};
inline std::string show(const sanbao::ir::CheckedPolicy& policy, sanbao::ir::NodeId node) {
  return Show(policy)(node);
}
inline std::string when(const Checked& checked) {
  return checked.policy == nullptr ? "faults: " + checked.first_message()
                                   : show(*checked.policy, checked.policy->rules.at(0).when);
}

}  // namespace check_fixture
