// SPDX-License-Identifier: Apache-2.0
//
// Expressions by recursive descent; see read_expr.hpp.
// In: text. Out: trees.
// Never recovers from a fault: the library has accepted the text before.
// Tested by its comparison with the library, oracle.random.
#include "read_expr.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace oracle {

bool is_test(Op op) {
  return op >= Op::truth;
}

void add_atoms(std::vector<const Expr*>& into, const std::vector<const Expr*>& more) {
  for (const Expr* atom : more) {
    bool there = std::any_of(into.begin(), into.end(),
                             [&](const Expr* other) { return other->atom == atom->atom; });
    if (!there) into.push_back(atom);
  }
}

std::vector<const Expr*> atoms_of(const Expr& expr) {
  std::vector<const Expr*> atoms = expr.inner;
  if (is_test(expr.op)) add_atoms(atoms, {&expr});
  return atoms;
}

namespace {

// Whether a value may be never or none at all: any date but a literal, the day of the claim and the day an event
// began; a table's cell, `last day of`, a quotient by what may be nought, the lesser or greater of two lengths; and what
// is worked out from such a value.
bool may_lack_a_value(const Policy& policy, const Expr& expr) {
  bool event_began = expr.op == Op::field && expr.field == "received_on";
  bool filed = expr.op == Op::fact && expr.text == "claim.filed_on";
  if (expr.type == Type::date && expr.op != Op::literal && !filed && !event_began) return true;
  if (expr.op == Op::cell || expr.op == Op::last_of || expr.op == Op::last_day) return true;
  if (expr.op == Op::divide &&
      (expr.kids[1]->op != Op::literal || expr.kids[1]->number == Ratio(0)))
    return true;
  if ((expr.op == Op::min || expr.op == Op::max) && expr.type == Type::length) return true;
  if (expr.op == Op::fact || expr.op == Op::field) {
    auto at = policy.assumed.find(expr.op == Op::fact ? expr.text : expr.list + "." + expr.field);
    return at != policy.assumed.end() && may_lack_a_value(policy, *at->second);
  }
  auto lacks = [&](const ExprPtr& part) { return may_lack_a_value(policy, *part); };
  auto first = expr.kids.begin() + (expr.op == Op::choice ? 1 : 0);  // not the condition of an `if`
  return std::any_of(first, expr.kids.end(), lacks) ||
         std::any_of(expr.steps.begin(), expr.steps.end(),
                     [&](const Step& step) { return lacks(step.value); });
}

Type type_of(const Expr& e) {
  auto kid = [&](std::size_t i) { return e.kids[i]->type; };
  switch (e.op) {
    case Op::literal:
    case Op::fact:
    case Op::field:
    case Op::cell:
    case Op::measure:
      return e.type;
    case Op::rounded:
    case Op::steps:
      return Type::money;
    case Op::plus:
      return kid(0);
    case Op::minus:
      return kid(0) == Type::date && kid(1) == Type::date ? Type::days : kid(0);
    case Op::times:
      if (kid(0) == Type::money || kid(1) == Type::money) return Type::money;
      if (kid(0) == Type::rate || kid(1) == Type::rate) return Type::rate;
      if (kid(0) == Type::days || kid(1) == Type::days) return Type::days;
      return Type::number;
    case Op::divide:
      return kid(0) == Type::days && kid(1) == Type::days ? Type::number : kid(0);
    case Op::min:
    case Op::max:
    case Op::first:
      return kid(0);
    case Op::round_up:
      return Type::number;
    case Op::days_from:
      return Type::days;
    case Op::last_of:
    case Op::last_day:
      return Type::date;
    case Op::choice:
      return kid(1) == Type::none ? kid(2) : kid(1);
    default:
      return Type::boolean;
  }
}

std::string constant_key(bool truth) {
  return truth ? "true" : "false";
}
// What `and` or `or` joins: their order does not matter, nor one that stands twice, nor what decides nothing.
std::string key_of_joined(const Expr& e) {
  bool all = e.op == Op::all;
  std::set<std::string> keys;
  for (const ExprPtr& kid : e.kids) {
    if (kid->key == constant_key(!all)) return kid->key;
    if (kid->key != constant_key(all)) keys.insert(kid->key);
  }
  if (keys.empty()) return constant_key(all);
  if (keys.size() == 1) return *keys.begin();
  std::string key = all ? "all(" : "any(";
  for (const std::string& one : keys)
    key += "," + one;
  return key + ")";
}
std::string key_of_negated(const std::string& key) {
  if (key == constant_key(true) || key == constant_key(false)) return constant_key(key == "false");
  if (key.starts_with("not(")) return key.substr(4, key.size() - 5);
  return "not(" + key + ")";
}

std::string key_of(const Expr& e) {
  std::string key = std::to_string(static_cast<int>(e.op)) + "(";
  switch (e.op) {
    case Op::literal:
      key += std::to_string(static_cast<int>(e.type)) + ":" + e.text + ":" + written(e.number) +
             ":" + std::to_string(e.day);
      for (const std::string& text : e.texts)
        key += "," + text;
      break;
    case Op::fact:
      key += e.text;
      break;
    case Op::field:
      key += e.list + "/" + e.field;
      break;
    case Op::cell:
      key += e.table->name + "/" + std::to_string(e.column);
      break;
    case Op::rounded:
      return e.kids[0]->key;
    case Op::constant:
      return constant_key(e.k != 0);
    case Op::all:
    case Op::any:
      return key_of_joined(e);
    case Op::negation:
      return key_of_negated(e.kids[0]->key);
    case Op::equal:
      return key + std::min(e.kids[0]->key, e.kids[1]->key) + "," +
             std::max(e.kids[0]->key, e.kids[1]->key) + ")";
    default:
      key += e.text + "|" + e.list + "|" + e.field + "|" + std::to_string(e.k);
      for (const ExprPtr& kid : e.kids)
        key += "," + kid->key;
      for (const Step& step : e.steps)
        key += ";" + step.kind + " " + step.value->key;
      for (const std::string& text : e.texts)
        key += "+" + text;
      if (e.where) key += " where " + e.where->key;
      if (e.of) key += " of " + e.of->key;
      if (e.bound) key += " " + e.bound_kind + " " + e.bound->key;
      if (e.period) key += " in " + e.period->key;
      if (e.table) key += " table " + e.table->name + "/" + std::to_string(e.column);
  }
  return key + ")";
}

class ExprReader {
 public:
  ExprReader(Policy& policy, const Names& names, const std::string& text, const std::string& scope)
      : policy_(policy), names_(names), text_(text), scope_(scope) {
    next();
  }

  ExprPtr whole() {
    ExprPtr result = resolved(expr());
    if (!token_.empty()) throw std::runtime_error("`" + token_ + "` in `" + text_ + "`");
    return result;
  }

 private:
  enum class Kind { end, name, number, day, quoted, sign };

  // --- tokens
  void next() {
    token_.clear();
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n'))
      ++at_;
    if (at_ >= text_.size()) {
      kind_ = Kind::end;
      return;
    }
    char c = text_[at_];
    auto is_digit = [](char d) { return d >= '0' && d <= '9'; };
    auto is_word = [&](char d) {
      return is_digit(d) || (d >= 'a' && d <= 'z') || (d >= 'A' && d <= 'Z') || d == '_' ||
             d == '.';
    };
    if (is_digit(c)) {
      if (read_day(std::string_view(text_).substr(at_, 10))) {
        kind_ = Kind::day;
        token_ = text_.substr(at_, 10);
        at_ += 10;
        return;
      }
      kind_ = Kind::number;
      while (at_ < text_.size() && (is_digit(text_[at_]) || text_[at_] == '.'))
        token_ += text_[at_++];
    } else if (is_word(c)) {
      kind_ = Kind::name;
      while (at_ < text_.size() && is_word(text_[at_]))
        token_ += text_[at_++];
    } else if (c == '"') {
      kind_ = Kind::quoted;
      ++at_;
      while (text_[at_] != '"')
        token_ += text_[at_++];
      ++at_;
    } else {
      kind_ = Kind::sign;
      token_ = c;
      ++at_;
      if (at_ < text_.size() && text_[at_] == '=' &&
          std::string("<>=!").find(c) != std::string::npos)
        token_ += text_[at_++];
      if (c == '\xe2') {  // per mille
        token_ += text_.substr(at_, 2);
        at_ += 2;
      }
    }
  }
  bool is(const char* word) const {
    return token_ == word && (kind_ == Kind::name || kind_ == Kind::sign);
  }
  bool take(const char* word) {
    if (!is(word)) return false;
    next();
    return true;
  }
  void expect(const char* word) {
    if (!take(word)) {
      throw std::runtime_error(std::string("expected ") + word + " at `" + token_ + "` in `" +
                               text_ + "`");
    }
  }
  std::string name() {
    std::string result = token_;
    next();
    return result;
  }

  ExprPtr node(Op op, std::vector<ExprPtr> kids) {
    Expr e;
    e.op = op;
    e.kids = std::move(kids);
    return finish(policy_, std::move(e));
  }
  ExprPtr condition(const ExprPtr& e) { return as_condition(policy_, resolved(e)); }

  // --- grammar
  ExprPtr expr() {
    if (take("if")) {
      ExprPtr c = condition(expr());
      expect("then");
      ExprPtr a = resolved(expr());
      expect("else");
      ExprPtr b = resolved(expr());
      if (a->type == Type::boolean) {
        a = as_condition(policy_, a);
        b = as_condition(policy_, b);
      }
      return node(Op::choice, {c, a, b});
    }
    ExprPtr left = conjunction();
    if (!is("or")) return left;
    std::vector<ExprPtr> kids{condition(left)};
    while (take("or"))
      kids.push_back(condition(conjunction()));
    return node(Op::any, std::move(kids));
  }
  ExprPtr conjunction() {
    ExprPtr left = negation();
    if (!is("and")) return left;
    std::vector<ExprPtr> kids{condition(left)};
    while (take("and"))
      kids.push_back(condition(negation()));
    return node(Op::all, std::move(kids));
  }
  ExprPtr negation() {
    if (take("not")) return node(Op::negation, {condition(negation())});
    return comparison();
  }

  ExprPtr comparison() {
    ExprPtr left = sum();
    static const std::pair<const char*, Op> orders[] = {
        {"==", Op::equal},      {"!=", Op::equal},  {"<", Op::less},
        {"<=", Op::less_equal}, {">", Op::greater}, {">=", Op::greater_equal}};
    for (const auto& [sign, op] : orders) {
      if (!is(sign)) continue;
      bool differs = token_ == "!=";
      next();
      ExprPtr right = sum();
      left = against(left, right);
      right = against(right, left);
      left = against(left, right);
      ExprPtr test = node(op, {resolved(left), resolved(right)});
      note(test->kids[0], test->kids[1]->text);
      return differs ? node(Op::negation, {test}) : test;
    }
    if (take("in")) return membership(left);
    if (is("before") || is("after")) {
      Op op = is("before") ? Op::before_period : Op::after_period;
      next();
      return period_test(op, left, name());
    }
    if (take("has")) {
      Expr e;
      e.op = Op::has;
      e.text = name();
      e.kids = {resolved(left)};
      note(e.kids[0], e.text);
      return finish(policy_, std::move(e));
    }
    if (take("is")) {
      Op op = is("known") ? Op::known : Op::never;
      next();
      return node(op, {resolved(left)});
    }
    return left;
  }

  ExprPtr membership(const ExprPtr& left) {
    if (take("[")) {
      std::vector<ExprPtr> kids;
      while (!take("]")) {
        ExprPtr member = against(sum(), left);
        kids.push_back(node(Op::equal, {resolved(left), resolved(member)}));
        note(kids.back()->kids[0], kids.back()->kids[1]->text);
        take(",");
      }
      return kids.size() == 1 ? kids[0] : node(Op::any, std::move(kids));
    }
    std::string what = name();
    std::size_t dot = what.find('.');
    if (dot != std::string::npos) {
      Expr e;
      e.op = Op::in_cell;
      e.table = names_.table(what.substr(0, dot));
      e.column = column(*e.table, what.substr(dot + 1));
      e.kids = {resolved(left), e.table->by};
      for (const auto& [row, cells] : e.table->rows) {
        if (!cells[e.column]) continue;
        for (const std::string& text : cells[e.column]->texts)
          note(e.kids[0], text);
      }
      return finish(policy_, std::move(e));
    }
    if (auto table = names_.table(what)) {
      Expr e;
      e.op = Op::in_table;
      e.table = table;
      e.kids = {resolved(left)};
      for (const auto& [row, cells] : table->rows)
        note(e.kids[0], row);
      return finish(policy_, std::move(e));
    }
    return period_test(Op::in_period, left, what);
  }
  // For the makers of claims: what a fact is compared with.
  void note(const ExprPtr& side, const std::string& word) {
    if (side->type != Type::text && side->type != Type::set) return;
    if (side->op == Op::fact) policy_.words[side->text].insert(word);
    if (side->op == Op::field) policy_.words[side->list + "." + side->field].insert(word);
  }
  static std::size_t column(const Table& table, const std::string& wanted) {
    auto at = std::find(table.columns.begin(), table.columns.end(), wanted);
    if (at == table.columns.end()) throw std::runtime_error("no column " + wanted);
    return static_cast<std::size_t>(at - table.columns.begin());
  }
  ExprPtr period_test(Op op, const ExprPtr& left, const std::string& period) {
    Expr e;
    e.op = op;
    e.kids = {resolved(left)};
    e.period = names_.period(period);
    if (!e.period) throw std::runtime_error("no period " + period);
    return finish(policy_, std::move(e));
  }

  ExprPtr sum() {
    ExprPtr left = product();
    while (is("+") || is("-")) {
      Op op = is("+") ? Op::plus : Op::minus;
      next();
      left = node(op, {resolved(left), resolved(product())});
    }
    return left;
  }
  ExprPtr product() {
    ExprPtr left = primary();
    while (is("*") || is("/")) {
      Op op = is("*") ? Op::times : Op::divide;
      next();
      left = node(op, {resolved(left), resolved(primary())});
    }
    return left;
  }

  ExprPtr primary() {
    if (take("(")) {
      ExprPtr inside = expr();
      expect(")");
      return inside;
    }
    Expr e;
    if (kind_ == Kind::day) {
      e.type = Type::date;
      e.day = *read_day(token_);
      policy_.used_days.insert(e.day);
      next();
      return finish(policy_, std::move(e));
    }
    if (kind_ == Kind::quoted) {
      e.type = Type::text;
      e.text = name();
      return finish(policy_, std::move(e));
    }
    if (kind_ == Kind::number) return number();
    for (auto [word, op] : {std::pair{"min", Op::min},
                            {"max", Op::max},
                            {"first", Op::first},
                            {"round_up", Op::round_up}}) {
      if (!is(word)) continue;
      next();
      expect("(");
      std::vector<ExprPtr> kids;
      while (!take(")")) {
        kids.push_back(resolved(expr()));
        take(",");
      }
      return node(op, std::move(kids));
    }
    if (take("days")) {
      expect("from");
      e.op = Op::days_from;
      e.kids.push_back(resolved(sum()));
      expect("to");
      e.kids.push_back(resolved(sum()));
      if (take("less")) {
        e.list = name();
        policy_.used_lists.insert(e.list);
        e.where = where(e.list);
      }
      return finish(policy_, std::move(e));
    }
    if (take("last")) {
      if (take("day")) {
        expect("of");
        e.op = Op::last_day;
        e.period = names_.period(name());
        return finish(policy_, std::move(e));
      }
      e.op = Op::last_of;
      std::string path = name();
      e.list = path.substr(0, path.find('.'));
      e.field = path.substr(path.find('.') + 1);
      policy_.used_lists.insert(e.list);
      policy_.used_fields.insert(path);
      e.where = where(e.list);
      return finish(policy_, std::move(e));
    }
    if (kind_ != Kind::name) throw std::runtime_error("`" + token_ + "` in `" + text_ + "`");
    e.op = Op::word;
    e.text = name();
    return std::make_shared<Expr>(std::move(e));
  }

  ExprPtr where(const std::string& list) {
    if (!take("where")) return nullptr;
    std::string before = scope_;
    scope_ = list;
    ExprPtr result = condition(expr());
    scope_ = before;
    return result;
  }

  ExprPtr number() {
    Expr e;
    std::string digits = name();
    e.number = *decimal(digits);
    e.type = Type::number;
    policy_.literals.insert(digits);
    if (take("%")) {
      e.type = Type::rate;
      e.number = e.number / Ratio(100);
    } else if (take("\xe2\x80\xb0")) {
      e.type = Type::rate;
      e.number = e.number / Ratio(1000);
    } else if (is("day") || is("days")) {
      next();
      e.type = Type::days;
      policy_.lengths.insert(digits + " days");
    } else if (is("month") || is("months") || is("year") || is("years")) {
      if (token_[0] == 'y') e.number = e.number * Ratio(12);
      policy_.lengths.insert(digits + (token_[0] == 'y' ? " years" : " months"));
      next();
      e.type = Type::length;
      e.text = "months";
    } else if (is("working_day") || is("working_days")) {
      next();
      e.type = Type::length;
      e.text = "working_days";
      policy_.lengths.insert(digits + " working_days");
    } else if (kind_ == Kind::name && token_ == policy_.currency) {
      next();
      e.type = Type::money;
    }
    return finish(policy_, std::move(e));
  }

  // --- names
  const FactType* declared(const Expr& e) const {
    if (e.op == Op::word) {
      if (!scope_.empty()) {
        const auto& fields = policy_.lists.at(scope_);
        if (auto at = fields.find(e.text); at != fields.end()) return &at->second;
      }
      auto at = policy_.facts.find(e.text);
      return at == policy_.facts.end() ? nullptr : &at->second;
    }
    if (e.op == Op::fact) return &policy_.facts.at(e.text);
    if (e.op == Op::field) return &policy_.lists.at(e.list).at(e.field);
    return nullptr;
  }
  // A bare word whose other side has members and that is one of them is the member.
  ExprPtr against(const ExprPtr& side, const ExprPtr& other) {
    if (side->op != Op::word) return side;
    const FactType* type = declared(*other);
    if (type == nullptr) return side;
    const auto& members = type->members;
    if (std::find(members.begin(), members.end(), side->text) == members.end()) return side;
    return literal_text(policy_, side->text);
  }
  ExprPtr resolved(const ExprPtr& e) {
    if (e->op != Op::word) return e;
    Expr made;
    const std::string& word = e->text;
    if (word == "true" || word == "false") {
      made.op = Op::constant;
      made.k = word == "true" ? 1 : 0;
      return finish(policy_, std::move(made));
    }
    if (const FactType* type = declared(*e)) {
      made.type = type->type;
      if (!scope_.empty() && word.find('.') == std::string::npos) {
        made.op = Op::field;
        made.list = scope_;
        made.field = word;
        policy_.used_fields.insert(scope_ + "." + word);
      } else {
        made.op = Op::fact;
        made.text = word;
        made.fact = path_id(word);
        policy_.used_facts.insert(word);
      }
      return finish(policy_, std::move(made));
    }
    if (ExprPtr meant = names_.named(word)) return meant;
    if (std::size_t dot = word.find('.'); dot != std::string::npos) {
      made.op = Op::cell;
      made.table = names_.table(word.substr(0, dot));
      if (!made.table) throw std::runtime_error("unknown `" + word + "` in `" + text_ + "`");
      made.column = column(*made.table, word.substr(dot + 1));
      made.type = made.table->types[made.column];
      made.kids = {made.table->by};
      return finish(policy_, std::move(made));
    }
    return literal_text(policy_, word);
  }

  Policy& policy_;
  const Names& names_;
  std::string text_;
  std::string scope_;
  std::size_t at_ = 0;
  Kind kind_ = Kind::end;
  std::string token_;
};

}  // namespace

ExprPtr literal_text(Policy& policy, const std::string& text) {
  Expr e;
  e.type = Type::text;
  e.text = text;
  return finish(policy, std::move(e));
}

ExprPtr finish(Policy& policy, Expr&& made) {
  auto e = std::make_shared<Expr>(std::move(made));
  e->type = type_of(*e);
  e->key = key_of(*e);
  for (const ExprPtr& kid : e->kids)
    add_atoms(e->inner, atoms_of(*kid));
  for (const Step& step : e->steps)
    add_atoms(e->inner, atoms_of(*step.value));
  if (e->period) add_atoms(e->inner, e->period->inner);
  if (e->op == Op::event_test || e->op == Op::measure || e->op == Op::last_of) e->inner.clear();
  if (is_test(e->op)) {
    std::string key = e->key;
    bool order = e->op == Op::greater || e->op == Op::greater_equal;
    if (order && !may_lack_a_value(policy, *e->kids[0]) && !may_lack_a_value(policy, *e->kids[1])) {
      Expr twin;
      twin.op = e->op == Op::greater ? Op::less_equal : Op::less;
      twin.kids = e->kids;
      key = key_of(twin);
      e->flipped = true;
    }
    int found = -1;
    for (const Expr* atom : policy.atoms) {
      std::string other = atom->key;
      if (atom->flipped) {
        Expr twin;
        twin.op = atom->op == Op::greater ? Op::less_equal : Op::less;
        twin.kids = atom->kids;
        other = key_of(twin);
      }
      if (other == key) found = atom->atom;
    }
    if (found >= 0) {
      e->atom = found;
    } else {
      e->atom = static_cast<int>(policy.atoms.size());
      policy.atoms.push_back(e.get());
    }
  }
  policy.kept.push_back(e);
  return e;
}

ExprPtr as_condition(Policy& policy, const ExprPtr& expr) {
  bool read = expr->op == Op::fact || expr->op == Op::field || expr->op == Op::cell;
  if (read && expr->type == Type::boolean) {
    Expr e;
    e.op = Op::truth;
    e.kids = {expr};
    return finish(policy, std::move(e));
  }
  return expr;
}

ExprPtr read_value(Policy& policy, const Names& names, const std::string& text,
                   const std::string& scope) {
  return ExprReader(policy, names, text, scope).whole();
}

ExprPtr read_condition(Policy& policy, const Names& names, const std::string& text,
                       const std::string& scope) {
  return as_condition(policy, read_value(policy, names, text, scope));
}

}  // namespace oracle
