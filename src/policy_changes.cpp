// SPDX-License-Identifier: Apache-2.0
//
// See policy_changes.hpp.
#include "policy_changes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/nearest.hpp"
#include "base/source_text.hpp"
#include "parse/expr_parser.hpp"
#include "parse/parse.hpp"

namespace sanbao {
namespace {

using ir::Expr;
using ir::ExprKind;
using ir::YamlNode;

/// Where a path leads, or how far it goes.
struct TextPlace {
  const YamlNode* node = nullptr;
  std::string so_far;              ///< "parameters"
  std::string_view rest;           ///< what leads nowhere
  std::vector<std::string> known;  ///< what stands there instead
};

/// The children of a node with their words: keys, ids of rules, positions.
std::vector<std::pair<std::string, const YamlNode*>> children(const YamlNode& node) {
  std::vector<std::pair<std::string, const YamlNode*>> list;
  for (const auto& entry : node.entries)
    list.emplace_back(entry.key, &entry.value);
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const YamlNode* id = node.items[i].find("id");
    list.emplace_back(id != nullptr ? id->text : std::to_string(i), &node.items[i]);
  }
  // Keys may hold dots: `repairs.waiting_days` before `repairs`.
  std::ranges::stable_sort(
      list, [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
  return list;
}

TextPlace follow(const YamlNode& node, std::string_view path, const std::string& so_far) {
  TextPlace failed{nullptr, so_far, path, {}};
  const auto parts = children(node);
  for (const auto& part : parts)
    failed.known.push_back(part.first);
  for (const auto& [word, child] : parts) {
    std::string full = so_far;
    if (!full.empty()) full += '.';
    full += word;
    if (path == word) return {child, full, {}, {}};
    if (!path.starts_with(word + ".")) continue;
    TextPlace further = follow(*child, path.substr(word.size() + 1), full);
    if (further.node != nullptr) return further;
    if (further.rest.size() < failed.rest.size()) failed = std::move(further);
  }
  return failed;
}

TextPlace find_place(const YamlNode& root, std::string_view path) {
  TextPlace place = follow(root, path, {});
  if (place.node != nullptr && place.node->is_mapping())
    if (const YamlNode* value = place.node->find("value")) place.node = value;
  return place;
}

std::optional<Expr> parsed(const YamlNode& scalar) {
  const base::SourceText nowhere("");
  base::FaultList faults("", nowhere);
  parse::ExprBudget budget;
  auto expr = parse::parse_expression(scalar, faults, budget);
  return faults.error_count() == 0 ? std::move(expr) : std::nullopt;
}

/// Kinds of literals that may stand inside something longer.
bool can_stand_inside(ExprKind kind) {
  return kind == ExprKind::number || kind == ExprKind::rate || kind == ExprKind::money ||
         kind == ExprKind::length;
}

std::string_view plural(ExprKind kind) {
  switch (kind) {
    case ExprKind::rate:
      return "rates";
    case ExprKind::money:
      return "amounts of money";
    case ExprKind::length:
      return "lengths";
    default:
      return "numbers";
  }
}

/// Words for people: no expressions.
bool is_wording(std::string_view key) {
  constexpr std::string_view keys[] = {"id",   "title", "note", "cite",     "ask",
                                       "text", "zh",    "en",   "contested"};
  return std::ranges::find(keys, key) != std::end(keys);
}

void collect(const Expr& expr, ExprKind kind, std::vector<Span>& found) {
  if (expr.kind == kind) found.push_back(expr.span);
  for (const Expr& part : expr.args)
    collect(part, kind, found);
}

/// Where literals of a kind stand below a node.
void collect(const YamlNode& node, ExprKind kind, std::vector<Span>& found) {
  if (node.is_scalar())
    if (const auto expr = parsed(node)) collect(*expr, kind, found);
  for (const YamlNode& item : node.items)
    collect(item, kind, found);
  for (const auto& entry : node.entries)
    if (!is_wording(entry.key)) collect(entry.value, kind, found);
}

/// Whether the words of a scalar stand on one line as they are read, so that others can take their place.
bool is_plain(const YamlNode& node) {
  return node.is_scalar() && node.jumps.empty() && node.span.line > 0;
}

/// The place to write to, or a message and help.
struct Target {
  Span span;
  std::string message, help;
};

Target target_of(const YamlNode& node, const PolicyChange& change) {
  YamlNode written;
  written.kind = YamlNode::Kind::scalar;
  written.text = change.value;
  written.span = {1, 1, static_cast<std::uint32_t>(change.value.size())};
  const auto value = parsed(written);
  const auto there = node.is_scalar() ? parsed(node) : std::nullopt;
  const bool inside = value && can_stand_inside(value->kind) &&
                      (!node.is_scalar() || (there && !there->args.empty()));
  if (!inside) {
    if (is_plain(node)) return {node.span, {}, {}};
    return {{},
            fmt::format("`{}` is not one value on one line", change.path),
            node.is_scalar() ? "" : "name one of its values by a longer path"};
  }
  std::vector<Span> found;
  collect(node, value->kind, found);
  if (found.size() == 1) return {found.front(), {}, {}};
  return {{},
          fmt::format("`{}` holds {} {}, and `{}` can take the place of one alone", change.path,
                      found.empty() ? "no" : std::to_string(found.size()), plural(value->kind),
                      change.value),
          "write the whole value of one place, or name the place by a longer path"};
}

std::string_view id_of(const ir::YamlTree& tree) {
  const YamlNode* id = tree.root.find("policy");
  return id != nullptr ? std::string_view(id->text) : std::string_view();
}

std::string name_of(const PolicyChange& change) {
  return fmt::format("--vary {}{}{}={}", change.policy, change.policy.empty() ? "" : ":",
                     change.path, change.value);
}

std::string help_for(const TextPlace& place) {
  const std::string prefix = place.so_far.empty() ? "" : place.so_far + ".";
  if (const auto near = base::nearest(place.rest, place.known))
    return fmt::format("did you mean `{}{}`?", prefix, *near);
  if (place.known.empty()) return fmt::format("`{}` has no parts", place.so_far);
  auto words = place.known;
  std::ranges::sort(words);
  return fmt::format("{} stand `{}`",
                     place.so_far.empty() ? "in the policy" : "under `" + place.so_far + "`",
                     fmt::join(words, "`, `"));
}

}  // namespace

const ir::YamlTree* PolicyChanger::tree_of(const PolicyInput& policy) {
  const auto [at, fresh] = trees_.try_emplace(policy.text);
  if (fresh)
    if (auto tree = parse::read_yaml(policy.text, policy.file)) at->second = std::move(*tree);
  return at->second ? &*at->second : nullptr;
}

void PolicyChanger::apply(std::span<const PolicyChange> changes, std::vector<PolicyInput>& policies,
                          std::vector<Diagnostic>& faults) {
  written_.clear();
  for (const PolicyChange& change : changes)
    apply(change, policies, faults);
}

void PolicyChanger::apply(const PolicyChange& change, std::vector<PolicyInput>& policies,
                          std::vector<Diagnostic>& faults) {
  const auto fault = [&](std::string message, std::string help) {
    faults.push_back(file_fault("SB1094", name_of(change), std::move(message), std::move(help)));
  };
  PolicyInput* chosen = nullptr;
  TextPlace place;
  TextPlace nearest;
  std::vector<std::string> ids;
  std::vector<std::string> having;
  bool unreadable = false;
  for (PolicyInput& policy : policies) {
    const ir::YamlTree* tree = tree_of(policy);
    unreadable = unreadable || tree == nullptr;
    if (tree == nullptr) continue;
    ids.emplace_back(id_of(*tree));
    if (!change.policy.empty() && change.policy != ids.back()) continue;
    TextPlace found = find_place(tree->root, change.path);
    if (found.node == nullptr) {
      if (nearest.known.empty() || found.so_far.size() > nearest.so_far.size())
        nearest = std::move(found);
      continue;
    }
    having.push_back(ids.back());
    chosen = &policy;
    place = std::move(found);
  }
  if (chosen == nullptr) {
    if (unreadable) return;
    if (!change.policy.empty() && std::ranges::find(ids, change.policy) == ids.end()) {
      const auto near = base::nearest(change.policy, ids);
      return fault(fmt::format("there is no policy `{}`", change.policy),
                   near ? fmt::format("did you mean `{}`?", *near) : std::string());
    }
    return fault(fmt::format("nothing stands at `{}`", change.path), help_for(nearest));
  }
  if (having.size() > 1)
    return fault(
        fmt::format("`{}` stands in {} policies", change.path, having.size()),
        fmt::format("write `POLICY:{}`; they are `{}`", change.path, fmt::join(having, "`, `")));
  const Target target = target_of(*place.node, change);
  if (target.span.line == 0) return fault(target.message, target.help);

  const base::SourceText source(chosen->text);
  const std::size_t begin = source.offset_of(target.span.line, target.span.column);
  const std::size_t end =
      source.offset_of(target.span.line, target.span.column + target.span.length);
  for (const Written& before : written_) {
    if (before.policy == chosen && begin < before.end && before.begin < end)
      return fault(
          fmt::format("what stands at `{}` was put there by `{}`", change.path, before.name),
          "change each place once");
  }
  std::string text = chosen->text;
  text.replace(begin, end - begin, change.value);
  // The words of the scalar that held the place, as they must read now.
  const auto changed = parse::read_yaml(text, chosen->file);
  const TextPlace again = changed ? find_place(changed->root, change.path) : TextPlace{};
  const bool same_kind = again.node != nullptr && again.node->kind == place.node->kind;
  const bool whole = target.span.column == place.node->span.column &&
                     target.span.line == place.node->span.line && is_plain(*place.node) &&
                     target.span.length == place.node->span.length;
  if (!same_kind || (whole && again.node->text != change.value))
    return fault(fmt::format("`{}` cannot be written there", change.value),
                 "what stands there is part of a YAML file; quote it as it must be there");
  chosen->text = std::move(text);
  for (Written& before : written_) {
    if (before.policy != chosen || before.begin < end) continue;
    before.begin += change.value.size() - (end - begin);
    before.end += change.value.size() - (end - begin);
  }
  written_.push_back({chosen, begin, begin + change.value.size(), name_of(change)});
}

}  // namespace sanbao
