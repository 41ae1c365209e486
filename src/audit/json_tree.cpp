// SPDX-License-Identifier: Apache-2.0
//
// See json_tree.hpp. Tested by tests/unit/audit_json_test.cpp.
#include "audit/json_tree.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <map>

#include "audit/hexadecimal.hpp"
#include "audit/json_text.hpp"

namespace sanbao::audit {

namespace {

namespace dom = simdjson::dom;

/// Parses; nothing where it is no JSON. The parser keeps what elements point to.
class Tree {
 public:
  explicit Tree(std::string_view text) {
    valid_ = parser_.parse(text.data(), text.size()).get(root_) == simdjson::SUCCESS;
  }
  [[nodiscard]] bool valid() const { return valid_; }
  [[nodiscard]] dom::element root() const { return root_; }

 private:
  dom::parser parser_;
  dom::element root_;
  bool valid_ = false;
};

std::string text_at(dom::element object, std::string_view key) {
  std::string_view text;
  if (object[key].get(text) != simdjson::SUCCESS) return {};
  return std::string(text);
}

std::uint64_t number_at(dom::element object, std::string_view key) {
  std::uint64_t number = 0;
  return object[key].get(number) == simdjson::SUCCESS ? number : 0;
}

/// `sha256:` and 64 digits. A text beside the log is named by it: anything else may lead elsewhere.
bool names_a_text(std::string_view digest) {
  constexpr std::string_view kind = "sha256:";
  std::array<unsigned char, 32> bytes;
  return digest.starts_with(kind) && read_hexadecimal(digest.substr(kind.size()), bytes);
}

template <typename Each>
void for_each_in(dom::element object, std::string_view key, const Each& each) {
  dom::array array;
  if (object[key].get(array) != simdjson::SUCCESS) return;
  for (const dom::element entry : array)
    each(entry);
}

template <typename Element>
std::string short_text(Element element) {
  constexpr std::size_t most = 160;
  std::string text = simdjson::minify(element);
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
    --end;
  return text.substr(0, end).append("…");
}

std::optional<Parting> part(const std::string& path, dom::element a, dom::element b);

std::optional<Parting> part_objects(const std::string& path, dom::object a, dom::object b) {
  const auto below = [&](std::string_view key) {
    return path.empty() ? std::string(key) : path + "." + std::string(key);
  };
  for (const auto& [key, value] : a) {
    dom::element other;
    if (b[key].get(other) != simdjson::SUCCESS) return Parting{below(key), short_text(value), {}};
    if (auto found = part(below(key), value, other)) return found;
  }
  for (const auto& [key, value] : b) {
    dom::element other;
    if (a[key].get(other) != simdjson::SUCCESS) return Parting{below(key), {}, short_text(value)};
  }
  return std::nullopt;
}

/// What an entry of a list is called: by its rule or policy, else by its place.
std::string entry_name(dom::element entry, std::size_t place) {
  if (entry.is_object()) {
    for (const char* const key : {"rule", "policy"})
      if (std::string name = text_at(entry, key); !name.empty()) return name;
  }
  return std::to_string(place);
}

std::optional<Parting> part_arrays(const std::string& path, dom::array a, dom::array b) {
  auto at = a.begin();
  auto other = b.begin();
  const auto inside = [&](const std::string& name) { return path + "[" + name + "]"; };
  for (std::size_t place = 0; at != a.end() || other != b.end(); ++place, ++at, ++other) {
    if (at == a.end()) return Parting{inside(entry_name(*other, place)), {}, short_text(*other)};
    if (other == b.end()) return Parting{inside(entry_name(*at, place)), short_text(*at), {}};
    // Of plain words the whole list tells more than one of them.
    if (!(*at).is_object() && !(*at).is_array()) {
      if (simdjson::minify(*at) != simdjson::minify(*other))
        return Parting{path, short_text(a), short_text(b)};
      continue;
    }
    if (auto found = part(inside(entry_name(*at, place)), *at, *other)) return found;
  }
  return std::nullopt;
}

std::optional<Parting> part(const std::string& path, dom::element a, dom::element b) {
  dom::object object_a;
  dom::object object_b;
  if (a.get(object_a) == simdjson::SUCCESS && b.get(object_b) == simdjson::SUCCESS)
    return part_objects(path, object_a, object_b);
  dom::array array_a;
  dom::array array_b;
  if (a.get(array_a) == simdjson::SUCCESS && b.get(array_b) == simdjson::SUCCESS)
    return part_arrays(path, array_a, array_b);
  if (simdjson::minify(a) == simdjson::minify(b)) return std::nullopt;
  return Parting{path, short_text(a), short_text(b)};
}

/// Members of an object that may be left out, one after the other.
class Members {
 public:
  explicit Members(std::string& out) : out_(out) {}

  void add(std::string_view key, std::string_view json) {
    if (!first_) out_ += ',';
    first_ = false;
    append_json_string(key, out_);
    out_.append(":").append(json);
  }
  void copy(dom::element object, std::string_view key) {
    dom::element value;
    if (object[key].get(value) == simdjson::SUCCESS) add(key, simdjson::minify(value));
  }

 private:
  std::string& out_;
  bool first_ = true;
};

std::string listed(std::vector<std::string>& entries) {
  // In an order of their own: that of the rules may be another.
  std::sort(entries.begin(), entries.end());
  std::string list = "[";
  for (const std::string& entry : entries)
    list.append(list.size() > 1 ? "," : "").append(entry);
  return list + "]";
}

/// The amounts that stand against each other.
std::string amounts_of(dom::element remedy) {
  std::vector<std::string> amounts;
  for_each_in(remedy, "conflict", [&](dom::element entry) {
    std::string amount = "{";
    Members members(amount);
    for (const std::string_view key : {"pays", "charges", "net"})
      members.copy(entry, key);
    amounts.push_back(amount + "}");
  });
  return amounts.empty() ? std::string() : listed(amounts);
}

/// What rules add, by its key.
std::string terms_of(dom::element remedy) {
  dom::object rules;
  if (remedy["terms"].get(rules) != simdjson::SUCCESS) return {};
  std::map<std::string_view, std::vector<std::string>> by_key;
  for (const auto& rule : rules) {
    dom::object terms;
    if (rule.value.get(terms) != simdjson::SUCCESS) continue;
    for (const auto& [key, value] : terms)
      by_key[key].push_back(simdjson::minify(value));
  }
  std::string text = "{";
  Members members(text);
  for (auto& [key, values] : by_key)
    members.add(key, values.size() == 1 ? values.front() : listed(values));
  return text + "}";
}

bool is_given(dom::element decision, std::string_view remedy) {
  std::string_view status;
  return decision["remedies"][remedy]["status"].get(status) != simdjson::SUCCESS ||
         status != "unavailable";
}

std::string given_of(dom::element decision, std::string_view id) {
  std::string text = "{";
  Members members(text);
  dom::element remedy;
  if (decision["remedies"][id].get(remedy) != simdjson::SUCCESS || !is_given(decision, id)) {
    members.add("status", "\"unavailable\"");
    return text + "}";
  }
  for (const std::string_view key : {"status", "at_least", "pays", "charges", "net", "currency"})
    members.copy(remedy, key);
  if (const std::string amounts = amounts_of(remedy); !amounts.empty())
    members.add("conflict", amounts);
  if (const std::string terms = terms_of(remedy); !terms.empty()) members.add("terms", terms);
  members.copy(remedy, "until");
  return text + "}";
}

std::string given_of(dom::element decision, const std::vector<std::string_view>& remedies) {
  std::string all = "{";
  Members of_all(all);
  for (const std::string_view id : remedies)
    of_all.add(id, given_of(decision, id));
  std::string text = "{";
  Members members(text);
  for (const std::string_view key : {"claim", "as_of", "requested", "outcome"})
    members.copy(decision, key);
  members.add("remedies", all + "}");
  return text + "}";
}

/// The remedies that one of them gives.
std::optional<std::vector<std::string_view>> given_remedies(const Tree& first, const Tree& second) {
  std::vector<std::string_view> remedies;
  for (const Tree* tree : {&first, &second}) {
    dom::object listed;
    if (!tree->valid() || tree->root()["remedies"].get(listed) != simdjson::SUCCESS)
      return std::nullopt;
    for (const auto& remedy : listed)
      if (is_given(tree->root(), remedy.key) &&
          std::find(remedies.begin(), remedies.end(), remedy.key) == remedies.end())
        remedies.push_back(remedy.key);
  }
  return remedies;
}

}  // namespace

bool is_utf8(std::string_view bytes) {
  return simdjson::validate_utf8(bytes.data(), bytes.size());
}

bool is_json(std::string_view bytes) {
  return Tree(bytes).valid();
}

std::string unescaped(std::string_view quoted) {
  if (quoted.find('\\') == std::string_view::npos)
    return std::string(quoted.substr(1, quoted.size() < 2 ? 0 : quoted.size() - 2));
  const Tree tree(quoted);
  std::string_view text;
  if (!tree.valid() || tree.root().get(text) != simdjson::SUCCESS) return {};
  return std::string(text);
}

std::string error_code(std::string_view error) {
  const Tree tree(error);
  dom::element inside;
  if (!tree.valid() || tree.root()["error"].get(inside) != simdjson::SUCCESS) return {};
  return text_at(inside, "code");
}

std::optional<Manifest> read_manifest(std::string_view content) {
  const Tree tree(content);
  if (!tree.valid() || number_at(tree.root(), "form") != 1) return std::nullopt;
  const dom::element root = tree.root();
  Manifest manifest;
  manifest.engine = text_at(root, "engine");
  if (const std::string day = text_at(root, "as_of"); !day.empty()) {
    manifest.options.as_of = CivilDate::parse(day);
    if (!manifest.options.as_of) return std::nullopt;
  }
  const std::string reasons = text_at(root, "reasons");
  manifest.options.detail = reasons == "none"    ? Detail::none
                            : reasons == "codes" ? Detail::codes
                                                 : Detail::full;
  bool ask = true;
  if (root["ask"].get(ask) != simdjson::SUCCESS) return std::nullopt;
  manifest.options.ask = ask;
  for_each_in(root, "masked", [&](dom::element entry) {
    std::string_view path;
    if (entry.get(path) == simdjson::SUCCESS) manifest.masked.emplace_back(path);
  });
  bool known = true;  // each digest
  for_each_in(root, "policies", [&](dom::element entry) {
    Manifest::Policy& policy = manifest.policies.emplace_back();
    policy.id = text_at(entry, "policy");
    policy.version = text_at(entry, "version");
    policy.digest = text_at(entry, "digest");
    known = known && names_a_text(policy.digest);
    dom::object calendars;
    if (entry["calendars"].get(calendars) != simdjson::SUCCESS) return;
    for (const auto& [name, digest] : calendars) {
      std::string_view text;
      if (digest.get(text) != simdjson::SUCCESS) continue;
      policy.calendar = name;
      policy.calendar_digest = text;
      known = known && names_a_text(text);
    }
  });
  if (!known) return std::nullopt;
  for_each_in(root, "settings", [&](dom::element entry) {
    manifest.settings.push_back(
        {text_at(entry, "policy"), text_at(entry, "name"), text_at(entry, "value")});
  });
  manifest.cut_bytes = number_at(root, "cut_bytes");
  return manifest;
}

std::optional<RefusedParts> refused_parts(std::string_view content) {
  const Tree tree(content);
  if (!tree.valid() || !tree.root().is_object()) return std::nullopt;
  const dom::element root = tree.root();
  RefusedParts parts;
  parts.record = number_at(root, "record");
  parts.offset = number_at(root, "offset");
  dom::element error;
  if (root["error"].get(error) != simdjson::SUCCESS) {
    parts.masked = true;
    return parts;
  }
  if (const std::string digits = text_at(root, "bytes"); !digits.empty()) {
    parts.is_text = false;
    parts.line.resize(digits.size() / 2);
    if (!read_hexadecimal(digits,
                          {reinterpret_cast<unsigned char*>(parts.line.data()), parts.line.size()}))
      return std::nullopt;
  } else {
    parts.line = text_at(root, "line");
  }
  // The last of its keys; inside the texts before it a quote stands behind a backslash.
  constexpr std::string_view key = ",\"error\":";
  const std::size_t begin = content.find(key);
  if (begin == std::string_view::npos) return std::nullopt;
  parts.error = content.substr(begin + key.size());
  parts.error.remove_suffix(1);
  return parts;
}

std::optional<DecisionWords> words_of(std::string_view decision) {
  const Tree tree(decision);
  if (!tree.valid() || !tree.root().is_object()) return std::nullopt;
  const dom::element root = tree.root();
  DecisionWords words;
  words.claim = text_at(root, "claim");
  words.as_of = text_at(root, "as_of");
  words.outcome = text_at(root, "outcome");
  for_each_in(root, "policies", [&](dom::element policy) {
    const std::string id = words.policies.emplace_back(text_at(policy, "policy"));
    const auto add = [&](std::string_view rule) {
      words.rules.emplace_back(rule);
      words.rules.push_back(id + ":" + std::string(rule));
    };
    dom::element codes;
    if (policy["codes"].get(codes) == simdjson::SUCCESS) {
      for_each_in(codes, "holds", [&](dom::element rule) {
        std::string_view text;
        if (rule.get(text) == simdjson::SUCCESS) add(text);
      });
    }
    for_each_in(policy, "reasons", [&](dom::element reason) {
      bool holds = false;
      if (reason["holds"].get(holds) == simdjson::SUCCESS && holds) add(text_at(reason, "rule"));
    });
  });
  return words;
}

std::vector<std::string> open_rules(std::string_view decision) {
  const Tree tree(decision);
  std::vector<std::string> rules;
  if (!tree.valid()) return rules;
  for_each_in(tree.root(), "policies", [&](dom::element policy) {
    const std::string before = text_at(policy, "policy") + ":";
    dom::element codes;
    if (policy["codes"].get(codes) == simdjson::SUCCESS)
      for_each_in(codes, "open", [&](dom::element rule) {
        std::string_view text;
        if (rule.get(text) == simdjson::SUCCESS) rules.push_back(before + std::string(text));
      });
    for_each_in(policy, "reasons", [&](dom::element reason) {
      dom::element holds;
      if (reason["holds"].get(holds) == simdjson::SUCCESS && holds.is_null())
        rules.push_back(before + text_at(reason, "rule"));
    });
  });
  return rules;
}

std::string fact_in(std::string_view decision, std::string_view policy, std::string_view rule,
                    std::string_view name) {
  const Tree tree(decision);
  std::string found;
  if (!tree.valid()) return found;
  for_each_in(tree.root(), "policies", [&](dom::element answer) {
    if (text_at(answer, "policy") != policy) return;
    for_each_in(answer, "reasons", [&](dom::element reason) {
      if (text_at(reason, "rule") != rule) return;
      dom::element value;
      if (reason["read"][name].get(value) == simdjson::SUCCESS ||
          reason["periods"][name].get(value) == simdjson::SUCCESS)
        found = short_text(value);
    });
  });
  return found;
}

std::optional<Parting> first_parting(std::string_view first, std::string_view second) {
  const Tree a(first);
  const Tree b(second);
  if (!a.valid() || !b.valid()) return Parting{{}, std::string(first), std::string(second)};
  return part({}, a.root(), b.root());
}

std::optional<Given> given_by(std::string_view first, std::string_view second) {
  const Tree a(first);
  const Tree b(second);
  const auto remedies = given_remedies(a, b);
  if (!remedies) return std::nullopt;
  return Given{given_of(a.root(), *remedies), given_of(b.root(), *remedies)};
}

std::vector<std::string> remedies_otherwise(std::string_view first, std::string_view second) {
  const Tree a(first);
  const Tree b(second);
  std::vector<std::string> otherwise;
  for (const std::string_view id : given_remedies(a, b).value_or(std::vector<std::string_view>()))
    if (given_of(a.root(), id) != given_of(b.root(), id)) otherwise.emplace_back(id);
  return otherwise;
}

RemedyWords remedy_words(std::string_view decision, std::string_view remedy) {
  const Tree tree(decision);
  RemedyWords words;
  dom::element answer;
  if (!tree.valid() || tree.root()["remedies"][remedy].get(answer) != simdjson::SUCCESS)
    return words;
  words.policy = text_at(answer, "policy");
  for (const std::string_view key : {"rules", "excluded_by"})
    for_each_in(answer, key, [&](dom::element rule) {
      std::string_view text;
      if (rule.get(text) == simdjson::SUCCESS) words.rules.emplace_back(text);
    });
  dom::object terms;
  if (answer["terms"].get(terms) == simdjson::SUCCESS)
    for (const auto& rule : terms)
      words.rules.emplace_back(rule.key);
  return words;
}

}  // namespace sanbao::audit
