// SPDX-License-Identifier: Apache-2.0
//
// break_nodes.cpp: every node of a policy replaced by a text, a list, a mapping and null, through load_policy.
// In: policy files, --every N (each Nth node), --unbounded (no bound of time and memory). Out: the first policies that
// break a promise, and exit status 1. Promises: a node of a form that the language does not have there is refused, by a
// fault on the line of the node or of what contains it; accepted is a form only where `may_stand` says why; each takes
// at most a second, all of them 128 MB. A policy is written anew for it, with each node on a line of its own.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "arguments.hpp"
#include "parse/parse.hpp"
#include "policy_trial.hpp"

namespace {

using bad::Trial;
using sanbao::ir::YamlNode;

enum class Form : std::uint8_t { text, list, mapping, null };
struct Instead {
  Form form;
  std::string_view words, name;
};
constexpr Instead forms[] = {{Form::text, "zz", "a text"},
                             {Form::list, "[zz]", "a list"},
                             {Form::mapping, "{zz: zz}", "a mapping"},
                             {Form::null, "~", "null"}};

/// A policy in block form, one of its nodes written as something else.
class Writer {
 public:
  Writer(const YamlNode* instead, std::string_view words) : instead_(instead), words_(words) {}

  std::string text;
  /// Where the node stands, and what contains it: their first lines, and the lines of their keys.
  std::set<std::size_t> lines;

  void write(const YamlNode& node) {
    within_ = {0, 1};  // of nothing, and of the whole file
    value(node, 0);
    text += '\n';
  }

 private:
  void value(const YamlNode& node, std::size_t indent) {
    if (&node == instead_) {
      lines.insert(within_.begin(), within_.end());
      lines.insert(line_);
      text += ' ';
      text += words_;
    } else if (node.is_mapping() && !node.entries.empty()) {
      for (const auto& entry : node.entries) {
        start(indent);
        text += entry.key_quoted ? quoted(entry.key) : entry.key;
        text += ':';
        below(entry.value, indent);
      }
    } else if (node.is_sequence() && (row_ > 0 || is_row(node))) {
      ++row_;
      text += " [";
      for (const YamlNode& item : node.items) {
        if (&item != &node.items.front()) text += ',';
        value(item, indent);
      }
      text += ']';
      --row_;
    } else if (node.is_sequence() && !node.items.empty()) {
      for (const YamlNode& item : node.items) {
        start(indent);
        text += '-';
        below(item, indent);
      }
    } else {
      text += ' ';
      text += node.is_sequence()  ? "[]"
              : node.is_mapping() ? "{}"
              : node.is_scalar()  ? (node.quoted ? quoted(node.text) : node.text)
                                  : "~";
    }
  }

  void below(const YamlNode& node, std::size_t indent) {
    within_.push_back(line_);
    value(node, indent + 2);
    within_.pop_back();
  }

  // A cell that is a dash would begin a list, so such a row stays on one line.
  static bool is_row(const YamlNode& list) {
    for (const YamlNode& item : list.items)
      if (item.is_scalar() && item.text == "-") return true;
    return false;
  }

  void start(std::size_t indent) {
    if (!text.empty()) {
      text += '\n';
      ++line_;
    }
    text.append(indent, ' ');
  }

  static std::string quoted(std::string_view of) {
    std::string out = "\"";
    for (const char c : of) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    return out + '"';
  }

  const YamlNode* instead_;
  std::string_view words_;
  std::vector<std::size_t> within_;
  std::size_t line_ = 1, row_ = 0;
};

struct Place {
  const YamlNode* node;
  std::string path;  // `rules.*.title.zh`
};

void places(const YamlNode& node, const std::string& path, std::vector<Place>& out) {
  out.push_back({&node, path});
  for (const auto& entry : node.entries)
    places(entry.value, path.empty() ? entry.key : path + "." + entry.key, out);
  for (const YamlNode& item : node.items)
    places(item, path + ".*", out);
}

// Whether a path is one of a pattern: `**` stands for any keys, `*` for one or for an item of a list.
bool is(std::string_view path, std::string_view pattern) {
  if (pattern.empty() || path.empty()) return path.empty() && (pattern.empty() || pattern == "**");
  const auto head = [](std::string_view of) { return of.substr(0, of.find('.')); };
  const auto tail = [](std::string_view of) {
    const std::size_t dot = of.find('.');
    return dot == of.npos ? std::string_view() : of.substr(dot + 1);
  };
  if (head(pattern) == "**") {
    const std::string_view rest = tail(pattern);
    if (is(path, rest)) return true;
    return is(tail(path), pattern);
  }
  if (head(pattern) != "*" && head(pattern) != head(path)) return false;
  return is(tail(path), tail(pattern));
}

bool is_any(std::string_view path, std::initializer_list<std::string_view> patterns) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](std::string_view pattern) { return is(path, pattern); });
}

// What the language has in this place, so that it may be accepted.
bool may_stand(const Place& place, Form form) {
  const std::string& path = place.path;
  // Words that are shown, names that nothing in the file speaks of, a part in a cell's list.
  if (form == Form::text && place.node->is_scalar())
    return is_any(
        path, {"**.zh", "**.en", "policy", "version", "source.title", "source.url", "yields_to.*",
               "rules.*.id", "tables.*.columns.*", "facts.visits.type.list.by_whom.enum.*",
               "tables.*.of.*.*.*", "tables.*.of.*.row.*.*"});
  if (form == Form::text || form == Form::list) {
    // One policy or a list of them; any id, for it need not be there.
    if (path == "yields_to") return true;
    // The list of parts in a cell.
    if (form == Form::list && place.node->is_sequence())
      return is_any(path, {"tables.*.of.*.*", "tables.*.of.*.row.*"});
    // A dash has no type: the cell of another row gives the column its own.
    return form == Form::list && place.node->text == "-" &&
           is_any(path, {"tables.*.of.*.*", "tables.*.otherwise.*"});
  }
  return false;
}

// Where a fault tells that something is gone or does not fit, although what stands there is of a form that it may have:
// a word of a list that is used elsewhere, a clause, a column, a cell that its column is held to.
bool told_elsewhere(const Place& place, Form form) {
  if (form == Form::mapping) return false;
  return is_any(place.path, {"clauses.*", "rules.*", "rules.*.cite.*", "facts.**.enum",
                             "facts.**.enum.*", "tables.*.columns", "tables.*.columns.*"}) ||
         (is_any(place.path, {"tables.*.of.bicycle.*"}) && form != Form::null);
}

struct Count {
  std::size_t refused = 0, on_its_line = 0, elsewhere = 0;
};

void break_node(Trial& trial, const std::string& name, const YamlNode& root, const Place& place,
                const Instead& instead, Count& count) {
  Writer writer(place.node, instead.words);
  writer.write(root);
  const std::string what = name + ": " + place.path + " as " + std::string(instead.name);
  const auto policy = trial.load(writer.text, what);
  if (policy.has_value()) {
    if (!may_stand(place, instead.form)) trial.fail(what, "accepted");
    return;
  }
  ++count.refused;
  for (const sanbao::Diagnostic& fault : policy.diagnostics()) {
    if (fault.severity != sanbao::Severity::error || !writer.lines.contains(fault.span.line))
      continue;
    count.on_its_line += fault.span.line == *writer.lines.rbegin() ? 1U : 0U;
    return;
  }
  ++count.elsewhere;
  if (!told_elsewhere(place, instead.form))
    trial.fail(what, "no fault on its line, but\n" + sanbao::render(policy.diagnostics().front()));
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> words(argv + 1, argv + argc);
  Trial trial;
  for (const std::string_view word : words)
    trial.bounded = trial.bounded && word != "--unbounded";
  const std::uint64_t every = number_after(words, "--every", 1);
  Count count;
  std::size_t files = 0;
  for (const std::string_view word : words) {
    if (!word.ends_with(".yaml")) continue;
    ++files;
    std::ifstream file{std::string(word), std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    const std::string name(word.substr(word.find_last_of('/') + 1));
    const auto tree = sanbao::parse::read_yaml(text, name);
    if (!tree.has_value()) return std::fprintf(stderr, "%s is no YAML\n", name.c_str()), 1;
    Writer whole(nullptr, {});
    whole.write(tree->root);
    if (!trial.load(whole.text, name).has_value())
      trial.fail(name, "is not sound when it is written anew:\n" + whole.text);
    std::vector<Place> all;
    places(tree->root, "", all);
    for (std::size_t i = 0; i < all.size(); i += every)
      for (const Instead& instead : forms)
        break_node(trial, name, tree->root, all[i], instead, count);
  }
  if (files == 0)
    return std::fprintf(stderr, "usage: break_nodes FILE.yaml… [--every N] [--unbounded]\n"), 2;
  std::printf("%zu refused, %zu of them on the line of the node, %zu elsewhere\n", count.refused,
              count.on_its_line, count.elsewhere);
  return trial.end();
}
