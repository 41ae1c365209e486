// SPDX-License-Identifier: Apache-2.0
//
// comparisons.cpp: `==`, `!=`, `<`, `<=`, `>`, `>=`, `in [a, b]`; which bare word is a word of the
// other side. In: two sides. Out: an atom (docs/language.md §7 "Atoms"), or faults SB2005, SB2011,
// SB2014, SB2015. Never compares two types, a set, or an amount with a bare number. Tested by
// tests/unit/check_types_test.cpp and tests/baselines/bad/sb2011* to sb2015*.
#include <algorithm>

#include "check/expressions.hpp"
#include "check/wording.hpp"
#include "check/words_meant.hpp"
#include "ir/member_names.hpp"
#include "values/decimal.hpp"

namespace sanbao::check {

using ir::Expr;
using ir::ExprKind;
using ir::NodeId;
using ir::Op;
using ir::Type;

namespace {

bool is_ordered(Type type) {
  switch (type) {
    case Type::count:
    case Type::number:
    case Type::date:
    case Type::days:
    case Type::length:
    case Type::money:
    case Type::rate:
      return true;
    default:
      return false;
  }
}

// What is read first lends its words to the other side: a path before an expression before a bare
// word.
int rank(const Expr& expr, bool is_word) {
  if (is_word) return 3;
  if (expr.kind == ExprKind::if_else || expr.kind == ExprKind::call) return 2;
  return expr.kind == ExprKind::name ? 0 : 1;
}

// Beside a side at fault any word may be right.
const Members unsure{.owner = {}, .words = {}, .index = {}, .open = true, .unsure = true};

bool share_a_word(const Members& a, const Members& b) {
  return std::ranges::any_of(a.words, [&](const std::string& word) { return b.contains(word); });
}

}  // namespace

bool Expressions::told_never(const Expr& expr, std::string_view help) {
  if (expr.kind != ExprKind::never) return false;
  w_.faults.error("SB2014", expr.span, "`never` cannot stand here", std::string(help));
  return true;
}

Typed Expressions::other_side(const Expr& expr, Scope scope, const Members* members) {
  if (members != nullptr && is_word(expr) && members->contains(expr.text)) {
    const Type type = members == &w_.facts.remedies() ? Type::remedy
                      : members->open                 ? Type::text
                                                      : Type::enumeration;
    return {true, type, w_.graph.constant_text(type, expr.text), members};
  }
  return value(expr, scope, members);
}

std::pair<Typed, Typed> Expressions::sides(const Expr& left, const Expr& right, Scope scope) {
  bool left_first = rank(left, is_word(left)) <= rank(right, is_word(right));
  if (is_word(left) && is_word(right)) {
    // `replaced == main_part`: both may be names; one of them may be a word of the other.
    if (is_bound(left, scope)) {
      const Typed l = value(left, scope);
      if (!l.known || (l.members != nullptr && l.members->contains(right.text)) ||
          !is_bound(right, scope))
        return {l, other_side(right, scope, l.known ? l.members : &unsure)};
    }
    left_first = !is_bound(right, scope);
  }
  if (left_first) {
    const Typed l = value(left, scope);
    return {l, other_side(right, scope, l.known ? l.members : &unsure)};
  }
  const Typed r = value(right, scope);
  return {other_side(left, scope, r.known ? r.members : &unsure), r};
}

// `x == null` asks whether x is known.
bool Expressions::told_null(const Expr& expr, Scope scope) {
  const auto is_null = [&](const Expr& side) {
    return side.kind == ExprKind::name && side.text == "null" && !is_bound(side, scope);
  };
  const bool to_right = is_null(expr.args[1]);
  if (!to_right && !is_null(expr.args[0])) return false;
  const std::string test = w_.words(expr.args[to_right ? 0 : 1]) + " is known";
  w_.faults.error("SB2003", expr.args[to_right ? 1 : 0].span, "unknown name `null`",
                  "write " + tick(expr.kind == ExprKind::not_equal ? test : "not " + test));
  return true;
}

// `repairs >= 2` counts the events of a list.
bool Expressions::told_list(const Expr& expr, Scope scope) {
  const auto is_list = [&](const Expr& side) {
    return is_word(side) && !is_bound(side, scope) && w_.names.find(side.text) == nullptr &&
           w_.facts.find_list(side.text) != ir::no_index;
  };
  const bool left = is_list(expr.args[0]);
  if (!left && !is_list(expr.args[1])) return false;
  const Expr& list = expr.args[left ? 0 : 1];
  const Expr& bound = expr.args[left ? 1 : 0];
  std::string key = "exactly";
  switch (left ? expr.kind : mirrored(expr.kind)) {
    case ExprKind::less:
      key = "fewer_than";
      break;
    case ExprKind::less_equal:
      key = "at_most";
      break;
    case ExprKind::greater:
      key = "more_than";
      break;
    case ExprKind::greater_equal:
      key = "at_least";
      break;
    default:
      break;
  }
  std::string test = "{count: " + list.text + ", " + key + ": " + w_.words(bound) + "}";
  if (expr.kind == ExprKind::not_equal) test = "none: [" + test + "]";
  w_.faults.error("SB2003", list.span, "unknown name " + tick(list.text),
                  "a list is looked over by an event test: " + tick(test));
  return true;
}

Typed Expressions::comparison(const Expr& expr, Scope scope) {
  if (expr.args.size() < 2) return incomplete(expr);
  const Expr& left = expr.args[0];
  const Expr& right = expr.args[1];
  if (left.kind == ExprKind::never || right.kind == ExprKind::never) {
    const Expr& tested = left.kind == ExprKind::never ? right : left;
    const std::string test = w_.words(tested) + " is never";
    told_never(left.kind == ExprKind::never ? left : right,
               "write " + tick(expr.kind == ExprKind::not_equal ? "not " + test : test));
    return {};
  }
  if (told_null(expr, scope) || told_list(expr, scope)) return {};
  const auto [l, r] = sides(left, right, scope);
  if (!l.known || !r.known) return {};
  if (!scope.in_event()) warn_filed_on(expr, l, r);
  return compare(expr.kind, l, r, left, right);
}

Typed Expressions::compare(ExprKind kind, Typed left, Typed right, const Expr& l, const Expr& r) {
  const bool equality = kind == ExprKind::equal || kind == ExprKind::not_equal;
  const Typed left_as_written = left;
  const Typed right_as_written = right;
  const auto refuse = [&](std::string help) {
    return wrong_mix(l, left_as_written, r, right_as_written, "compared", std::move(help));
  };

  if (left.type != right.type && !fit(left, right.type) && !fit(right, left.type)) {
    const bool left_text = l.kind == ExprKind::text;
    const Typed& words = left_text ? right : left;
    const Expr& text = left_text ? l : r;
    if ((words.type == Type::enumeration || words.type == Type::remedy) &&
        words.members != nullptr && text.kind == ExprKind::text) {
      const bool known = words.members->contains(text.text);
      std::string help = known ? "write it without quotes: " + tick(text.text)
                               : both(member_help(w_, *words.members, text.text),
                                      "its words are " + one_of(words.members->words, 16));
      w_.faults.error("SB2015", text.span,
                      "the words of " + tick(words.members->owner) + " are written without quotes",
                      std::move(help));
      return {};
    }
    return refuse(mix_help(kind, l, left, r, right));
  }
  // `1 month` and `30 days` side by side; a fact or a cell may be in either and is compared as it
  // comes.
  if (left.type == Type::length) {
    const ir::Node& a = w_.graph[left.node];
    const ir::Node& b = w_.graph[right.node];
    if (a.op == Op::constant && b.op == Op::constant &&
        Period::decode(a.imm).kind() != Period::decode(b.imm).kind())
      return refuse(l.unit == "days" ? months_help(kind, l, r) : months_help(kind, r, l));
  }
  if (left.type == Type::set || left.type == Type::list)
    return refuse("whether a set holds a text is asked with `has`");
  if (!equality && !is_ordered(left.type))
    return refuse("only numbers, dates, days, amounts and rates have an order; use `==` or `!=`");

  if (left.type == Type::boolean) {
    // Two conditions are alike where both hold or neither does.
    const NodeId alike = w_.graph.any_of(
        {w_.graph.all_of({left.node, right.node}),
         w_.graph.all_of({w_.graph.negation(left.node), w_.graph.negation(right.node)})});
    return truth(kind == ExprKind::equal ? alike : w_.graph.negation(alike));
  }
  if (left.type == Type::enumeration && left.members != right.members && left.members != nullptr &&
      right.members != nullptr && !share_a_word(*left.members, *right.members))
    return refuse("they have no word in common");

  warn_of_member_name(l, right.members);
  warn_of_member_name(r, left.members);
  note_text(left.node, right.node);
  note_text(right.node, left.node);
  switch (kind) {
    case ExprKind::equal:
      return truth(w_.graph.equal(left.node, right.node));
    case ExprKind::not_equal:
      return truth(w_.graph.negation(w_.graph.equal(left.node, right.node)));
    case ExprKind::less:
      return truth(w_.graph.binary(Op::less, Type::boolean, left.node, right.node));
    case ExprKind::less_equal:
      return truth(w_.graph.binary(Op::less_equal, Type::boolean, left.node, right.node));
    case ExprKind::greater:
      return truth(w_.graph.binary(Op::greater, Type::boolean, left.node, right.node));
    default:
      return truth(w_.graph.binary(Op::greater_equal, Type::boolean, left.node, right.node));
  }
}

Typed Expressions::in_list(const Expr& expr, Scope scope) {
  if (expr.args.size() < 2) return incomplete(expr);
  const Expr& left = expr.args[0];
  const bool bound = !is_word(left) || is_bound(left, scope);
  const Typed l = bound ? value(left, scope) : name(left, scope, nullptr);
  bool known = l.known;
  std::vector<NodeId> any;
  for (std::size_t i = 1; i < expr.args.size(); ++i) {
    const Expr& member = expr.args[i];
    if (told_never(member, "write " + tick(w_.words(left) + " is never"))) {
      known = false;
      continue;
    }
    if (l.known && l.type == Type::set) {
      wrong_mix(left, l, member, l, "compared", "write `" + w_.words(left) + " has …`");
      return {};
    }
    const Typed r = other_side(member, scope, l.known ? l.members : &unsure);
    const Typed test = l.known && r.known ? compare(ExprKind::equal, l, r, left, member) : Typed{};
    known = known && test.known;
    if (test.known) any.push_back(test.node);
  }
  return known ? truth(w_.graph.any_of(std::move(any))) : Typed{};
}

// A text that the file compares an open fact with is one of the values it may take.
void Expressions::note_text(NodeId side, NodeId text) {
  const ir::Node& node = w_.graph[side];
  const ir::Node& constant = w_.graph[text];
  if (constant.op != Op::constant || constant.type != Type::text) return;
  KnownFact* fact = nullptr;
  if (node.op == Op::fact) fact = &w_.facts.facts()[static_cast<std::size_t>(node.imm)];
  if (node.op == Op::field)
    fact = &w_.facts.lists()[node.aux].fields[static_cast<std::size_t>(node.imm)];
  if (fact == nullptr || fact->members == nullptr || !fact->members->open) return;
  const std::string word(w_.graph.text(constant.imm));
  if (!fact->members->contains(word)) fact->quoted.insert(word);
}

// `product.category == "自行车"`: a claim says `bicycle`, which is another text.
void Expressions::warn_of_member_name(const Expr& text, const Members* members) {
  if (text.kind != ExprKind::text || members == nullptr) return;
  warn_of_member_name(text.text, text.span, *members);
}

void Expressions::warn_of_member_name(std::string_view written, Span span, const Members& members) {
  if (!members.open || members.contains(written)) return;
  const std::string_view word = ir::member_named(ir::standard_members(members.owner), written);
  if (!word.empty()) {
    w_.faults.warning(
        "SB2114", span,
        tick(written) + " is only the name of the word " + tick(word) + " of " +
            tick(members.owner),
        "write " + tick(word) + ", without quotes; no claim that says so equals the text");
  } else if (const std::string near = nearest_of(written, members.words); !near.empty()) {
    w_.faults.warning("SB2114", span,
                      tick(written) + " is nearly the word " + tick(near) + " of " +
                          tick(members.owner) + ", but a text of its own",
                      "did you mean " + tick(near) + ", without quotes?");
  }
}

// docs/language.md §6: only a period knows its last day.
void Expressions::warn_filed_on(const Expr& expr, const Typed& left, const Typed& right) {
  const auto is_filed_on = [&](const Typed& typed) {
    const ir::Node& node = w_.graph[typed.node];
    return node.op == Op::fact &&
           w_.facts.facts()[static_cast<std::size_t>(node.imm)].path == "claim.filed_on";
  };
  const bool to_right = expr.kind == ExprKind::less || expr.kind == ExprKind::less_equal;
  const bool to_left = expr.kind == ExprKind::greater || expr.kind == ExprKind::greater_equal;
  if (left.type != Type::date || right.type != Type::date) return;
  if (!(to_right && is_filed_on(left)) && !(to_left && is_filed_on(right))) return;
  const Expr& limit = expr.args[to_right ? 1 : 0];
  const bool inclusive = expr.kind == ExprKind::less_equal || expr.kind == ExprKind::greater_equal;
  w_.faults.warning(
      "SB2104", expr.span, "no last day can be told for a comparison with `claim.filed_on`",
      inclusive
          ? "declare a period with `until: " + w_.words(limit) + "` and test `claim.filed_on in` it"
          : "declare a period whose `until` is the day before " + tick(w_.words(limit)) +
                " and test `claim.filed_on in` it");
}

}  // namespace sanbao::check
