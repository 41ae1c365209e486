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

namespace {

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
      note_compared(test->kids[0], test->kids[1]);
      note_compared(test->kids[1], test->kids[0]);
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
        note_compared(kids.back()->kids[0], kids.back()->kids[1]);
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
  void note_compared(const ExprPtr& side, const ExprPtr& other) {
    if (other->op == Op::literal && other->type == Type::text) note(side, other->text);
    // Two facts agree at times.
    const FactType* type = declared(*side);
    if (type == nullptr || declared(*other) == nullptr || side->type != Type::text) return;
    if (!type->members.empty()) note(side, type->members.front());
    if (type->members.empty() || type->open) note(side, "E1");
  }
  void note(const ExprPtr& side, const std::string& word) {
    if (side->type != Type::text && side->type != Type::set) return;
    if (side->op == Op::choice || side->op == Op::first) {
      for (auto kid = side->kids.begin() + (side->op == Op::choice ? 1 : 0);
           kid != side->kids.end(); ++kid)
        note(*kid, word);
    }
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

ExprPtr read_value(Policy& policy, const Names& names, const std::string& text,
                   const std::string& scope) {
  return ExprReader(policy, names, text, scope).whole();
}

ExprPtr read_condition(Policy& policy, const Names& names, const std::string& text,
                       const std::string& scope) {
  return as_condition(policy, read_value(policy, names, text, scope));
}

}  // namespace oracle
