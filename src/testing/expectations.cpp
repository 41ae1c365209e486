// SPDX-License-Identifier: Apache-2.0
//
// Reading what a case expects: which keys there are, and which values each can have.
// In: an `expect:` mapping, or the head and cells of a table. Out: expectations, or faults at their
// places. Never looks at a decision. Tested by tests/unit/testing_test.cpp.
#include <fmt/format.h>

#include <algorithm>

#include "testing/test_file.hpp"

namespace sanbao::testing {
namespace {

using ir::YamlNode;

// What the value of a key can be.
enum class Form : std::uint8_t {
  outcome,
  status,
  date,
  word,
  list,
  list_or_none,
  amounts,
  amount,
  amount_list,
  asks,
  policies
};
struct Key {
  std::string_view name;
  Form form;
};
constexpr Key decision_keys[] = {
    {"outcome", Form::outcome},
    {"as_of", Form::date},
    {"ask", Form::asks},
    {"holds", Form::list},
    {"open", Form::list},
    {"fails", Form::list},
    {"overridden", Form::list},
    {"assumed", Form::list_or_none},
    {"gaps", Form::list_or_none},
    {"ignored", Form::list_or_none},
    {"unread", Form::list_or_none},
    {"notices", Form::list_or_none},
    {"recalled", Form::list_or_none},
    {"not_applied", Form::list_or_none},
    {"policies", Form::policies},
    {"error", Form::word},
    {"path", Form::word},
};
constexpr Key remedy_keys[] = {
    {"status", Form::status},
    {"at_least", Form::status},
    {"policy", Form::word},
    {"policies", Form::list_or_none},
    {"may_improve", Form::list_or_none},
    {"rules", Form::list_or_none},
    {"excluded_by", Form::list_or_none},
    {"needs", Form::list_or_none},
    {"pays", Form::amounts},
    {"charges", Form::amounts},
    {"net", Form::amount},
    {"currency", Form::word},
    {"conflict", Form::amount_list},
    {"preferred", Form::amount_list},
    {"terms", Form::list_or_none},
    {"until", Form::date},
};
const std::vector<std::string> outcomes = {"approved",    "conditional", "denied",
                                           "needs_facts", "conflict",    "not_covered"};
const std::vector<std::string> statuses = {"available", "conditional", "unavailable", "unknown",
                                           "conflict"};

template <std::size_t N>
const Key* find_key(const Key (&keys)[N], std::string_view name) {
  const auto* const at = std::find_if(std::begin(keys), std::end(keys),
                                      [&](const Key& key) { return key.name == name; });
  return at == std::end(keys) ? nullptr : at;
}

template <std::size_t N>
std::vector<std::string> names_of(const Key (&keys)[N]) {
  std::vector<std::string> names;
  for (const Key& key : keys)
    names.emplace_back(key.name);
  return names;
}

bool is_none(const YamlNode& node) {
  return node.is_scalar() && node.text == "none";
}

// An amount as a test writes it: decimal text, with a sign where the consumer pays.
bool is_amount(const YamlNode& node) {
  if (!node.is_scalar()) return false;
  std::string_view text = node.text;
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::size_t point = std::min(text.find('.'), text.size());
  const auto digits = [](std::string_view part) {
    return !part.empty() &&
           std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  return digits(text.substr(0, point)) && (point == text.size() || digits(text.substr(point + 1)));
}
bool is_open(const YamlNode& node) {
  return node.is_scalar() && !node.quoted && node.text == "null";
}

bool is_texts(const YamlNode& node) {
  return node.is_sequence() && std::all_of(node.items.begin(), node.items.end(),
                                           [](const YamlNode& item) { return item.is_scalar(); });
}

bool bad(const Expectation& expectation, Faults& faults, std::string what, std::string help = {}) {
  faults.error("SB1408", place(*expectation.value), std::move(what), std::move(help));
  return false;
}

bool check_word(const Expectation& e, const std::vector<std::string>& words, std::string_view what,
                Faults& faults) {
  const YamlNode& value = *e.value;
  if (value.is_scalar() && std::find(words.begin(), words.end(), value.text) != words.end())
    return true;
  const std::string_view said = value.is_scalar() ? std::string_view(value.text) : "this";
  return bad(e, faults, fmt::format("`{}` is no {}", said, what),
             value.is_scalar() ? did_you_mean(value.text, words)
                               : fmt::format("one of {}", fmt::join(words, ", ")));
}

bool check_amounts(const Expectation& e, Faults& faults) {
  const YamlNode& value = *e.value;
  if (is_none(value)) return true;
  const auto one = [&](const YamlNode& amount) {
    if (is_amount(amount) || is_open(amount) || is_none(amount)) return true;
    faults.error("SB1408", place(amount),
                 fmt::format("an amount of `{}` is written as `1299.00`", e.name()),
                 "`null` expects an amount that is open, `none` that there is none");
    return false;
  };
  if (!e.part.empty()) return one(value);
  if (!value.is_mapping()) {
    return bad(e, faults, fmt::format("`{}` is a mapping of names and amounts", e.name()),
               "write it as `{refund: 1299.00}`, or `none`");
  }
  return std::all_of(value.entries.begin(), value.entries.end(),
                     [&](const ir::YamlEntry& entry) { return one(entry.value); });
}

bool check_form(const Expectation& e, Form form, Faults& faults) {
  const YamlNode& value = *e.value;
  switch (form) {
    case Form::outcome:
      return check_word(e, outcomes, "outcome", faults);
    case Form::status:
      if (e.key == "at_least" && is_none(value)) return true;
      return check_word(e, statuses, "status", faults);
    case Form::date:
      if (is_none(value) || (value.is_scalar() && CivilDate::parse(value.text))) return true;
      if (std::string why = why_no_day(value); !why.empty())
        return bad(e, faults, fmt::format("`{}`: {}", e.name(), why));
      return bad(e, faults, fmt::format("`{}` is a date or `none`", e.name()),
                 "write it as `2024-05-08`");
    case Form::word:
      return value.is_scalar() || bad(e, faults, fmt::format("`{}` is a text", e.name()));
    case Form::list:
      return is_texts(value) || bad(e, faults, fmt::format("`{}` is a list", e.name()),
                                    "write it as `[\"5\", \"6.1\"]`");
    case Form::list_or_none:
      return is_none(value) || is_texts(value) ||
             bad(e, faults, fmt::format("`{}` is a list or `none`", e.name()),
                 "write it as `[\"5\", \"6.1\"]`");
    case Form::amounts:
      return check_amounts(e, faults);
    case Form::amount:
      return is_amount(value) || is_open(value) || is_none(value) ||
             bad(e, faults, fmt::format("`{}` is an amount such as `1299.00`", e.name()),
                 "`null` expects an amount that is open, `none` that there is none");
    case Form::amount_list: {
      const bool sound =
          value.is_sequence() &&
          std::all_of(value.items.begin(), value.items.end(), [](const YamlNode& item) {
            return is_amount(item) || is_open(item) || is_none(item);
          });
      return sound || is_none(value) ||
             bad(e, faults, fmt::format("`{}` is a list of amounts or `none`", e.name()));
    }
    case Form::asks: {
      if (is_none(value)) return true;
      const bool sets =
          value.is_sequence() && std::all_of(value.items.begin(), value.items.end(), is_texts);
      return sets ||
             bad(e, faults, fmt::format("`{}` is a list of sets of facts, or `none`", e.name()),
                 "write it as `[[stock.same_model], [fault.kind, fault.cause]]`");
    }
    case Form::policies:
      break;
  }
  return true;
}

const Key* key_of(const Expectation& e) {
  return e.remedy.empty() ? find_key(decision_keys, e.key) : find_key(remedy_keys, e.key);
}

void keep(Expectation expectation, Faults& faults, std::vector<Expectation>& out) {
  if (check_value(expectation, faults)) out.push_back(std::move(expectation));
}

class Reader {
 public:
  Reader(const Names& names, Faults& faults, std::vector<Expectation>& out)
      : names_(names), faults_(faults), out_(out) {}

  void read(const YamlNode& expect, const std::string& policy) {
    if (!expect.is_mapping()) {
      faults_.error("SB1403", place(expect), "`expect` is a mapping",
                    "such as `{outcome: approved, return: available}`");
      return;
    }
    if (expect.entries.empty()) faults_.error("SB1402", place(expect), "this expects nothing");
    const bool path_alone = expect.find("path") != nullptr && expect.find("error") == nullptr;
    for (const ir::YamlEntry& entry : expect.entries) {
      if (entry.value.kind == YamlNode::Kind::empty) {
        faults_.error("SB1411", entry.key_span, fmt::format("`{}` has no value", entry.key),
                      "`none` expects that there is none");
      } else if (entry.key == "path" && path_alone) {
        faults_.error("SB1402", entry.key_span, "`path` stands beside `error`");
      } else {
        read_entry(entry, policy);
      }
    }
  }

 private:
  void read_entry(const ir::YamlEntry& entry, const std::string& policy) {
    if (const Key* key = find_key(decision_keys, entry.key);
        key != nullptr && allowed(*key, policy)) {
      if (key->form == Form::policies) return read_policies(entry.value);
      if (key->form == Form::asks && entry.value.is_mapping())
        return read_asks(entry.value, policy);
      return keep({policy, {}, entry.key, {}, &entry.value}, faults_, out_);
    }
    if (!names_.is_remedy(entry.key)) {
      std::vector<std::string> known = names_of(decision_keys);
      for (const std::string_view remedy :
           {"return", "refund", "compensation", "exchange", "repair", "price_reduction", "resend",
            "part_exchange", "paid_repair", "spare_unit", "transport_compensation"}) {
        known.emplace_back(remedy);
      }
      std::string help = did_you_mean(entry.key, known);
      if (help.empty())
        help = "a remedy of the policy, or one of " +
               fmt::format("{}", fmt::join(names_of(decision_keys), ", "));
      faults_.error("SB1401", entry.key_span, fmt::format("unknown key `{}`", entry.key),
                    std::move(help));
      return;
    }
    if (!entry.value.is_mapping())
      return keep({policy, entry.key, "status", {}, &entry.value}, faults_, out_);
    for (const ir::YamlEntry& part : entry.value.entries) {
      if (find_key(remedy_keys, part.key) == nullptr) {
        faults_.error("SB1401", part.key_span, fmt::format("unknown key `{}`", part.key),
                      did_you_mean(part.key, names_of(remedy_keys)));
      } else if (part.value.kind == YamlNode::Kind::empty) {
        faults_.error("SB1411", part.key_span, fmt::format("`{}` has no value", part.key),
                      "`none` expects that there is none");
      } else {
        keep({policy, entry.key, part.key, {}, &part.value}, faults_, out_);
      }
    }
  }

  // What is said of one policy's own answer.
  static bool allowed(const Key& key, const std::string& policy) {
    if (policy.empty()) return true;
    constexpr std::string_view own[] = {"outcome",    "ask",     "holds", "open",    "fails",
                                        "overridden", "assumed", "gaps",  "notices", "recalled"};
    return std::find(std::begin(own), std::end(own), key.name) != std::end(own);
  }

  void read_policies(const YamlNode& node) {
    if (!node.is_mapping()) {
      faults_.error("SB1403", place(node), "`policies` is a mapping of policy ids");
      return;
    }
    for (const ir::YamlEntry& entry : node.entries) {
      const auto& known = names_.policies();
      if (std::find(known.begin(), known.end(), entry.key) == known.end()) {
        faults_.error("SB1409", entry.key_span,
                      fmt::format("there is no policy `{}` here", entry.key),
                      did_you_mean(entry.key, known));
      } else if (is_none(entry.value)) {
        keep({entry.key, {}, "outcome", "none", &entry.value}, faults_, out_);
      } else {
        read(entry.value, entry.key);
      }
    }
  }

  void read_asks(const YamlNode& node, const std::string& policy) {
    for (const ir::YamlEntry& entry : node.entries) {
      if (entry.key != "any" && !names_.is_remedy(entry.key)) {
        faults_.error("SB1401", entry.key_span, fmt::format("unknown remedy `{}`", entry.key));
      } else {
        keep({policy, {}, "ask", entry.key, &entry.value}, faults_, out_);
      }
    }
  }

  const Names& names_;
  Faults& faults_;
  std::vector<Expectation>& out_;
};

}  // namespace

std::string Expectation::name() const {
  std::string out;
  if (!policy.empty()) out = policy + ": ";
  if (!remedy.empty()) out += remedy + (key == "status" ? std::string() : "." + key);
  if (remedy.empty()) out += key;
  if (!part.empty() && part != "none") out += "." + part;
  return out;
}

std::string why_no_day(const YamlNode& node) {
  const bool gone =
      node.is_scalar() && read_date(node.text, Zone()).error == DateError::no_such_day;
  return gone ? fmt::format("there is no day {}", node.text) : std::string();
}

bool check_value(const Expectation& expectation, Faults& faults) {
  if (!expectation.policy.empty() && expectation.part == "none") return true;
  const Key* key = key_of(expectation);
  return key != nullptr && check_form(expectation, key->form, faults);
}

std::optional<Expectation> expectation_of_column(std::string_view column, const Names& names) {
  const std::size_t dot = column.find('.');
  const std::string head(column.substr(0, dot));
  if (dot == std::string_view::npos) {
    if (names.is_remedy(head)) return Expectation{{}, head, "status", {}, nullptr};
    const Key* key = find_key(decision_keys, head);
    if (key == nullptr || key->form == Form::policies) return std::nullopt;
    return Expectation{{}, {}, head, {}, nullptr};
  }
  std::string_view rest = column.substr(dot + 1);
  if (head == "ask" && (rest == "any" || names.is_remedy(rest))) {
    return Expectation{{}, {}, head, std::string(rest), nullptr};
  }
  if (!names.is_remedy(head)) return std::nullopt;
  const std::size_t second = rest.find('.');
  const std::string key(rest.substr(0, second));
  if (find_key(remedy_keys, key) == nullptr) return std::nullopt;
  if (second == std::string_view::npos) return Expectation{{}, head, key, {}, nullptr};
  if (key != "pays" && key != "charges") return std::nullopt;
  return Expectation{{}, head, key, std::string(rest.substr(second + 1)), nullptr};
}

void read_expectations(const YamlNode& expect, const Names& names, Faults& faults,
                       std::vector<Expectation>& out) {
  Reader(names, faults, out).read(expect, {});
}

}  // namespace sanbao::testing
