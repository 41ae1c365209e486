// SPDX-License-Identifier: Apache-2.0
//
// expr_cursor.cpp: how parts are put together, and how a fault of grammar is told.
// Tested by tests/unit/expr_parser_test.cpp.
#include "parse/expr_cursor.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/nearest.hpp"
#include "base/utf8.hpp"

namespace sanbao::parse {
using ir::ExprKind;

Span ExprCursor::place(std::size_t first, std::size_t last) const {
  const Token& begin = tokens_.list[first];
  const Token& end = tokens_.list[last];
  return scalar_.span_at(begin.begin, end.begin + end.length - begin.begin);
}

std::string ExprCursor::words(std::size_t first, std::size_t last) const {
  constexpr std::size_t longest = 60;
  const Token& end = tokens_.list[last];
  const std::size_t begin = tokens_.offsets[tokens_.list[first].begin];
  const std::size_t length = tokens_.offsets[end.begin + end.length] - begin;
  return length <= longest ? scalar_.text.substr(begin, length) : "…";
}

// Nothing more is read: the cursor goes to the end, so that every rule that is under way returns.
Part ExprCursor::fail(std::string_view code, std::size_t token, std::string message,
                      std::string help) {
  return fail_at(code, place(token, token), std::move(message), std::move(help));
}

Part ExprCursor::fail_at(std::string_view code, Span span, std::string message, std::string help) {
  if (!failed_ && !tokens_.unsure) faults_.error(code, span, std::move(message), std::move(help));
  failed_ = true;
  at_ = tokens_.list.size() - 1;
  return {};
}

// A value must stand where the cursor is.
Part ExprCursor::missing_value() {
  const Token& token = peek();
  if (token.kind == TokenKind::end) {
    const std::size_t last = at_ > 0 ? at_ - 1 : 0;
    return fail("SB1050", last, fmt::format("the expression ends after `{}`", words(last, last)),
                help_for_end("write what is missing, or take the last word out"));
  }
  if (at_ > 0 &&
      std::find(joining_words.begin(), joining_words.end(), token.text) != joining_words.end()) {
    return fail("SB1050", at_,
                fmt::format("a value is missing between `{}` and `{}`", words(at_ - 1, at_ - 1),
                            token.text),
                "write the value, or take one of the two words out");
  }
  return fail("SB1050", at_, fmt::format("a value is missing before `{}`", words(at_, at_)),
              "write a name, a number, a date, a `\"text\"` or a part in parentheses");
}

// YAML may have cut an unquoted text before it came here.
std::string ExprCursor::help_for_end(std::string otherwise) const {
  switch (sign_behind(scalar_, faults_.source())) {
    case '#':
      return "` #` begins a comment of YAML; quote the whole expression to keep what follows";
    case ',':
    case ']':
    case '}':
      return "inside brackets a comma or bracket ends an unquoted text; quote the whole "
             "expression";
    default:
      return otherwise;
  }
}

void ExprCursor::unexpected() {
  const Token& token = peek();
  static constexpr std::array<std::string_view, 14> followers{
      "and",  "or",   "in", "has",  "is",    "before", "after",
      "then", "else", "to", "less", "where", "from",   "not"};
  std::string help =
      "join conditions by `and` or `or`, values by `+`, `-`, `*`, `/` or a comparison";
  const auto near =
      token.kind == TokenKind::name ? base::nearest(token.text, followers) : std::nullopt;
  if (token.is_sign(",")) {
    help = "commas stand in `[a, b]` and `min(a, b)` alone; join conditions by `and`";
  } else if (token.is_sign(")") || token.is_sign("]")) {
    help = "it closes nothing; take it out";
  } else if (token.is_word("from") && at_ > 0 && tokens_.list[at_ - 1].is_word("days")) {
    help =
        "days between two dates are `days from a to b`; a date later than another is `a + 7 "
        "days`";
  } else if (token.is_sign("(") && at_ > 0 && tokens_.list[at_ - 1].kind == TokenKind::name) {
    unknown_function(at_ - 1);
    return;
  } else if (token.is_word("where")) {
    help = "`where` stands behind a list: `last exchanges.on where …`, `less repairs where …`";
  } else if (token.is_word("within")) {
    help = "write `in`: `claim.filed_on in guarantee`";
  } else if (token.is_word("of")) {
    help = "a share is a product: `purchase.price * 5%`";
  } else if (token.is_word("between")) {
    help = "compare twice: `a >= 1 and a <= 2`";
  } else if (near && *near != token.text) {
    help = fmt::format("did you mean `{}`?", *near);
  }
  fail("SB1051", at_, fmt::format("`{}` cannot follow here", words(at_, at_)), std::move(help));
}

void ExprCursor::unknown_function(std::size_t token) {
  const std::string& name = tokens_.list[token].text;
  const auto near = base::nearest(name, functions);
  fail("SB1055", token, fmt::format("there is no function `{}`", name),
       near ? fmt::format("did you mean `{}`?", *near)
            : "functions are `min`, `max`, `first` and `round_up`");
}

Part ExprCursor::make(ExprKind kind, std::size_t first, std::size_t mark, std::vector<Part> parts,
                      std::string text) {
  Part out;
  if (budget_.nodes_left == 0) {
    return fail("SB1058", first,
                fmt::format("more than {} names, numbers and signs in the expressions of one file",
                            limits::max_expression_nodes),
                "split the file");
  }
  --budget_.nodes_left;
  out.first = first;
  out.last = at_ > 0 ? at_ - 1 : 0;
  out.expr.kind = kind;
  out.expr.text = std::move(text);
  out.expr.span = place(out.first, out.last);
  out.expr.mark = mark == no_mark ? out.expr.span : place(mark, mark);
  out.expr.args.reserve(parts.size());
  for (Part& part : parts) {
    out.height = std::max(out.height, part.height + 1);
    out.expr.args.push_back(std::move(part.expr));
  }
  if (out.height > limits::max_expression_depth) return too_deep(first);
  return out;
}

Part ExprCursor::too_deep(std::size_t token) {
  return fail(
      "SB1057", token,
      fmt::format("more than {} parts stand inside each other", limits::max_expression_depth),
      "name a part of it under `values` or `conditions` and use the name");
}

Part ExprCursor::binary(ExprKind kind, Part left, std::size_t mark, Part right) {
  const std::size_t first = left.first;
  std::vector<Part> parts;
  parts.reserve(2);
  parts.push_back(std::move(left));
  parts.push_back(std::move(right));
  return make(kind, first, mark, std::move(parts));
}

Part ExprCursor::lacks_closing(std::string_view sign, std::size_t open) {
  if (done()) {
    return fail("SB1050", open, fmt::format("this `{}` is not closed", tokens_.list[open].text),
                help_for_end(fmt::format("write the closing `{}`", sign)));
  }
  unexpected();
  return {};
}

bool ExprCursor::is_joining(const Token& token) {
  return token.kind == TokenKind::name &&
         std::find(joining_words.begin(), joining_words.end(), token.text) != joining_words.end();
}

std::string_view rest_behind(const ir::YamlNode& scalar, const base::SourceText& source) {
  if (scalar.quoted || scalar.text.empty()) return {};
  const auto count = static_cast<std::uint32_t>(base::count_characters(scalar.text));
  const Span last = scalar.span_at(count - 1, 1);
  const std::size_t end =
      source.offset_of(last.line, last.column + 1) - source.line_start(last.line);
  const std::string_view line = source.line(last.line);
  const std::size_t word = line.find_first_not_of(" \t", end);
  return word == std::string_view::npos ? std::string_view{} : line.substr(word);
}

char sign_behind(const ir::YamlNode& scalar, const base::SourceText& source) {
  const std::string_view rest = rest_behind(scalar, source);
  if (rest.empty() || std::string_view("#,]}").find(rest.front()) == std::string_view::npos)
    return '\0';
  return rest.front();
}

}  // namespace sanbao::parse
