// SPDX-License-Identifier: Apache-2.0
//
// yaml_reader_test.cpp: what YAML is read, what is refused and where.
#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.hpp"
#include "base/source_text.hpp"
#include "base/utf8.hpp"
#include "parse/parse.hpp"

using sanbao::Diagnostic;
using sanbao::Span;
using sanbao::ir::YamlNode;
using sanbao::ir::YamlTree;
using sanbao::parse::read_yaml;

namespace {

YamlTree read(std::string text) {
  auto result = read_yaml(std::move(text), "t.yaml");
  for (const Diagnostic& d : result.diagnostics())
    INFO(sanbao::render(d));
  REQUIRE(result.has_value());
  return std::move(*result);
}

std::vector<Diagnostic> faults_of(std::string text) {
  auto result = read_yaml(std::move(text), "t.yaml");
  CHECK_FALSE(result.has_value());
  return result.diagnostics();
}

// A tree in one line: `{a: [x, "y"], b: ~}`; quotes show that the file had some.
void write(const YamlNode& node, std::string& out) {
  switch (node.kind) {
    case YamlNode::Kind::empty:
      out += "~";
      break;
    case YamlNode::Kind::scalar:
      out += node.quoted ? "\"" + node.text + "\"" : node.text;
      break;
    case YamlNode::Kind::sequence:
      out += "[";
      for (std::size_t i = 0; i < node.items.size(); ++i) {
        if (i > 0) out += ", ";
        write(node.items[i], out);
      }
      out += "]";
      break;
    case YamlNode::Kind::mapping:
      out += "{";
      for (std::size_t i = 0; i < node.entries.size(); ++i) {
        if (i > 0) out += ", ";
        out += node.entries[i].key + ": ";
        write(node.entries[i].value, out);
      }
      out += "}";
      break;
  }
}

std::string shape(std::string text) {
  std::string out;
  write(read(std::move(text)).root, out);
  return out;
}

std::string file_text(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The character of the file that stands at a place.
std::string character_at(const std::string& text, Span place) {
  const sanbao::base::SourceText source(text);
  const std::size_t begin = source.offset_of(place.line, place.column);
  const std::size_t end = source.offset_of(place.line, place.column + place.length);
  return text.substr(begin, end - begin);
}

}  // namespace

TEST_CASE("scalars are text whatever they look like") {
  CHECK(shape("a: 010\nb: no\nc: 1_000\nd: 1.10\ne: 2025-03-01\nf: .inf\ng: 0x1F\n") ==
        "{a: 010, b: no, c: 1_000, d: 1.10, e: 2025-03-01, f: .inf, g: 0x1F}");
  CHECK(shape("a: null\nb: Null\nc: nullable\nd: 'null'") ==
        "{a: null, b: Null, c: nullable, d: \"null\"}");
}

TEST_CASE("no value: `~`, nothing behind the colon") {
  CHECK(shape("a: ~\nb:\nc: x") == "{a: ~, b: ~, c: x}");
  // The parser puts the missing value of `a` where the next key stands.
  CHECK(shape("a:\nnull: 3") == "{a: ~, null: 3}");
  CHECK(shape("x:\n  a:\nnull: 3") == "{x: {a: ~}, null: 3}");
  CHECK(shape("- null\n- a: null") == "[null, {a: null}]");
}

TEST_CASE("lists and mappings in both styles") {
  CHECK(shape("a: [x, \"y\", {b: c}]\nd:\n- e\n-   - f\n    - g: h\n      i: j\n") ==
        "{a: [x, \"y\", {b: c}], d: [e, [f, {g: h, i: j}]]}");
  CHECK(shape("a: {\n  b: c,\n  d: [e,\n    f]\n}\n") == "{a: {b: c, d: [e, f]}}");
  CHECK(shape("t: [1 year, -, [x], -]") == "{t: [1 year, -, [x], -]}");
  CHECK(shape("{}") == "{}");
}

TEST_CASE("a byte order mark, CR LF, one leading --- and a closing ... change nothing") {
  const std::string plain = shape("# c\na: b\nc: 现代\n");
  CHECK(shape("\xEF\xBB\xBF# c\r\na: b\r\nc: 现代\r\n") == plain);
  CHECK(shape("# c\n---\na: b\nc: 现代\n") == plain);
  CHECK(shape("--- # c\na: b\nc: 现代\n...\n# end\n") == plain);
  CHECK(shape("a: b\nc: 现代") == plain);
}

TEST_CASE("texts of several lines") {
  CHECK(shape("a: x\n  y\n\n  z") == "{a: x y\nz}");
  CHECK(shape("a: \"x\n  y\\\n    z\"") == "{a: \"x yz\"}");
  CHECK(shape("a: |\n  x\n   y\n\n  z\n") == "{a: x\n y\n\nz\n}");
  CHECK(shape("a: >-\n  x\n  y\n\n  z\n") == "{a: x y\nz}");
  CHECK(shape("a: 'it''s'\nb: \"\\u73b0\\\"\\x41\"") == "{a: \"it's\", b: \"现\"A\"}");
}

TEST_CASE("every character of a scalar knows its place") {
  struct Case {
    const char* what;
    const char* text;
  };
  const std::vector<Case> cases{
      {"plain", "a: 现代 x == y\n"},
      {"plain in braces", "a: {b: 现代 x, c: d}\n"},
      {"plain over lines", "a: when 现 x\n   and y   \n\n   or z\n"},
      {"double quotes", "a: \"现代 x, y\"\n"},
      {"double quotes over lines", "a: \"x and  \n     现代 y\n\n     z\"\n"},
      {"single quotes", "a: 'x 现代 y'\n"},
      {"literal", "a: |\n  x 现\n    y\n\n  z\n"},
      {"folded", "a: >-\n    x 现\n    y\n\n    z\n"},
      {"folded with more indented lines", "a: >\n  x\n\n    y\n  z\n"},
      {"indentation given", "a: |2\n    x\n   y\n"},
  };
  for (const Case& each : cases) {
    CAPTURE(each.what);
    const std::string text = each.text;
    const YamlTree tree = read(text);
    const YamlNode* node = &tree.root.entries[0].value;
    if (node->is_mapping()) node = &node->entries[0].value;
    std::uint32_t index = 0;
    for (std::size_t at = 0; at < node->text.size(); ++index) {
      const std::size_t bytes = sanbao::base::character_at(node->text, at).bytes;
      const std::string character = node->text.substr(at, bytes);
      CAPTURE(index);
      if (character != "\n" && character != " ") {
        CHECK(character_at(text, node->span_at(index, 1)) == character);
      }
      at += bytes;
    }
  }
}

TEST_CASE("a piece behind an escape, and one that ends with it") {
  const YamlTree tree = read("a: \"x \\u73b0 yz\\\"\"\n");
  const YamlNode& node = tree.root.entries[0].value;
  CHECK(node.text == "x 现 yz\"");
  CHECK(node.span == Span{1, 5, 13});
  CHECK(node.span_at(0, 1) == Span{1, 5, 1});
  CHECK(node.span_at(2, 1) == Span{1, 7, 6});   // \u73b0
  CHECK(node.span_at(4, 2) == Span{1, 14, 2});  // yz
  CHECK(node.span_at(5, 2) == Span{1, 15, 3});  // z\"
  CHECK(node.span_at(6, 1) == Span{1, 16, 2});
}

TEST_CASE(
    "a quote or backslash that was written as two signs is two columns wide, also at the end") {
  for (const char* text : {"a: 'x'''\n", "a: \"x\\\"\"\n", "a: \"x\\\\\"\n"}) {
    CAPTURE(text);
    const YamlTree tree = read(text);
    const YamlNode& node = tree.root.entries[0].value;
    CHECK(node.text.size() == 2);
    CHECK(node.span == Span{1, 5, 3});
    CHECK(node.span_at(1, 1) == Span{1, 6, 2});
  }
}

TEST_CASE("a piece that runs over a line end is shown on its first line") {
  const YamlTree tree = read("a: one two\n   three\n");
  const YamlNode& node = tree.root.entries[0].value;
  CHECK(node.text == "one two three");
  CHECK(node.span == Span{1, 4, 7});
  CHECK(node.span_at(4, 9) == Span{1, 8, 3});
  CHECK(node.span_at(8, 5) == Span{2, 4, 5});
}

TEST_CASE("places of keys, lists and mappings") {
  const YamlTree tree = read("zh 题: {a: [x]}\nb:\n  - c: d\n");
  const auto& entries = tree.root.entries;
  CHECK(entries[0].key_span == Span{1, 1, 4});
  CHECK(entries[0].value.span == Span{1, 7, 1});
  CHECK(entries[0].value.entries[0].value.span == Span{1, 11, 1});
  CHECK(entries[1].value.span == Span{3, 3, 1});
  CHECK(entries[1].value.items[0].span == Span{3, 5, 1});
  CHECK(tree.root.find("b") == &entries[1].value);
  CHECK(tree.root.find("x") == nullptr);
}

namespace {

struct Refused {
  const char* text;
  const char* code;
  Span span;
  const char* words;  ///< in the message or the help
};

}  // namespace

TEST_CASE("what is refused, where, and how it is told") {
  const std::vector<Refused> cases{
      // encoding and hidden characters
      {"a: \xFF", "SB1002", {1, 4, 1}, "0xff"},
      {"\xFF\xFE\x61", "SB1002", {1, 1, 1}, "UTF-16"},
      {"a: \xE7\x8E", "SB1002", {1, 4, 1}, "UTF-8"},
      {"a: 现\x01", "SB1003", {1, 5, 1}, "U+0001"},
      {"a: x\rb: y\n", "SB1003", {1, 5, 1}, "carriage return"},
      {"a: \u202Ex", "SB1003", {1, 4, 1}, "U+202E"},
      {"a: x\xEF\xBB\xBF", "SB1003", {1, 5, 1}, "byte order mark"},
      {"a: \"\\0\"", "SB1003", {1, 5, 2}, "escape"},
      {"a: \"\\N\"", "SB1003", {1, 5, 2}, "escape"},
      // no value
      {"t: {zh: 退货, en: Return, exchange}", "SB1007", {1, 25, 8}, "`en: \"Return, exchange\"`"},
      {"t: {en: a, b, c}", "SB1007", {1, 12, 1}, "`en: \"a, b, c\"`"},
      {"t: {en: say \"x\", y}", "SB1007", {1, 18, 1}, "`en: 'say \"x\", y'`"},
      {"t: {a: , b: c}", "SB1007", {1, 5, 1}, "`a` has no value"},
      {"t: {a: b, c: }", "SB1007", {1, 11, 1}, "write `c: ` and its value"},
      {"t: {zh：退货, en: x}", "SB1007", {1, 5, 5}, "write `zh: 退货`"},
      {"t: {en: x, zh:退货}", "SB1007", {1, 12, 5}, "behind the colon: `zh: 退货`"},
      {"t: [a, , b]", "SB1007", {1, 8, 1}, "empty"},
      {"t:\n  - a\n  -\n  - b", "SB1007", {3, 3, 1}, "empty"},
      {"-\n- a", "SB1007", {1, 1, 1}, "empty"},
      {"t:\n  - a\n  - # why\n", "SB1007", {3, 3, 1}, "empty"},
      // keys
      {"a: 1\nb: 2\na: 3\n", "SB1008", {3, 1, 1}, "line 1"},
      {"t: {a: 1, \"a\": 2}", "SB1008", {1, 12, 1}, "`a` stands twice"},
      {"{a: b}: c", "SB1016", {1, 1, 1}, "cannot be a key"},
      {"t: {[a]: b}", "SB1016", {1, 5, 1}, "cannot be a key"},
      {"? [a]\n: b", "SB1016", {1, 3, 1}, "cannot be a key"},
      {": b", "SB1016", {1, 1, 1}, "a key is missing"},
      {"t: [a: b]", "SB1016", {1, 5, 1}, "braces"},
      {"? a\n: b", "SB1012", {1, 3, 1}, "a key must stand here"},
      // what YAML offers and policies do not take
      {"a: &x 1\nb: 2", "SB1009", {1, 4, 2}, "anchors"},
      {"a: *x", "SB1009", {1, 4, 2}, "aliases"},
      {"a: * b", "SB1009", {1, 4, 1}, "aliases"},
      {"&k a: b", "SB1009", {1, 1, 2}, "anchors"},
      {"a: {<<: b}", "SB1009", {1, 5, 2}, "merge"},
      {"a: !!str 1", "SB1010", {1, 4, 5}, "tags"},
      {"a: ! 1", "SB1010", {1, 4, 1}, "tags"},
      {"when: !goods.modified", "SB1010", {1, 7, 15}, "write `not`"},
      {"a: !<x> {b: c}", "SB1010", {1, 4, 4}, "tags"},
      // documents
      {"%YAML 1.2\n---\na: b", "SB1011", {1, 1, 0}, "directives"},
      {"a: b\n%c\n", "SB1011", {2, 1, 0}, "cannot begin with `%`"},
      {"a: b\n---\nc: d", "SB1011", {2, 1, 0}, "second document"},
      {"---\n---\na: b", "SB1011", {2, 1, 0}, "second document"},
      {"--- a: b", "SB1011", {1, 1, 0}, "next line"},
      {"a: b\n...\nc: d", "SB1011", {3, 1, 0}, "text after the end"},
      {"{a: b}\nc", "SB1011", {2, 1, 0}, "text after the end"},
      {"\"a\"\n\"b\"", "SB1011", {2, 1, 0}, "text after the end"},
      {"", "SB1018", {}, "empty"},
      {"# only a comment\n", "SB1018", {}, "empty"},
      // quotes and brackets
      {"a: \"x\nb: y\n", "SB1013", {1, 4, 1}, "still open at line 2"},
      {"a: \"x", "SB1013", {1, 4, 1}, "the end of the file"},
      {"a:\n  - 'x\n  - y\n", "SB1013", {2, 5, 1}, "line 3"},
      {"a: \"x\nb: \"y\"\n", "SB1013", {1, 4, 1}, "line 2"},
      {"a: [x, y\nb: z\n", "SB1014", {1, 4, 1}, "line 2"},
      {"a: {b: [x}\n", "SB1014", {1, 10, 1}, "does not close"},
      {"a: [x", "SB1014", {1, 4, 1}, "closing `]`"},
      {"a: x]\nb: ]", "SB1014", {2, 4, 1}, "closes nothing"},
      // blanks and comments
      {"a:\n\tb: c", "SB1015", {2, 1, 1}, "indent with blanks"},
      {"a:\n  b: c\n \td: e", "SB1015", {3, 2, 1}, "tab"},
      {"a: \"x\"#y", "SB1012", {1, 7, 1}, "no blank before `#`"},
      {"a: |#y\n  x", "SB1012", {1, 5, 1}, "no blank before `#`"},
      {"t: {zh: 甲 #乙, en: x}\n", "SB1017", {1, 11, 10}, "begins a comment"},
      {"t: {zh: 甲 # 乙,\n    en: x}\n", "SB1017", {1, 11, 4}, "begins a comment"},
      // texts that YAML cuts
      {"t: {when: x in [a, b]}", "SB1012", {1, 16, 1}, "`when: \"x in [a, b]\"`"},
      {"t: [x in [a, b], c]", "SB1012", {1, 10, 1}, "`\"x in [a, b]\"`"},
      {"t: {en: Why? zh: x}", "SB1012", {1, 12, 1}, "`?` inside an unquoted text"},
      {"t: {en: Return: all}", "SB1012", {1, 15, 1}, "`en: \"Return: all\"`"},
      {"title: Return: all", "SB1012", {1, 14, 1}, "`title: \"Return: all\"`"},
      {"t: {en: \"Hi\" there}", "SB1012", {1, 14, 5}, "closing quote"},
      {"t: \"Hi\" there", "SB1012", {1, 9, 5}, "closing quote"},
      {"a: x\n  b: y", "SB1012", {2, 4, 1}, "indented too far"},
      {"a: b\nid:5\n", "SB1012", {2, 1, 4}, "write `id: 5`"},
      {"a: b\n标题：退货\nc: d", "SB1012", {2, 1, 5}, "full-width colon"},
      {"a: b\nlast", "SB1012", {2, 1, 4}, "no colon behind `last`"},
      {"a: @x", "SB1012", {1, 4, 1}, "quote it: `a: \"@x\"`"},
      {"a: \"\\q\"", "SB1012", {1, 5, 2}, "`\\q` is no escape"},
      {"a: - b", "SB1012", {1, 4, 1}, "`- `"},
      {"a:\n\"b\"", "SB1012", {2, 1, 1}, "not indented"},
      {"- a\nb: c", "SB1011", {2, 1, 0}, "one mapping"},
      {"a: b\nid:5\nc: d", "SB1012", {2, 1, 4}, "write `id: 5`"},
  };
  for (const Refused& each : cases) {
    CAPTURE(each.text);
    const std::vector<Diagnostic> found = faults_of(each.text);
    REQUIRE_FALSE(found.empty());
    const std::string shown = sanbao::render(found.front());
    CAPTURE(shown);
    CHECK(found.front().code == each.code);
    CHECK(found.front().span == each.span);
    CHECK(shown.find(each.words) != std::string::npos);
  }
}

TEST_CASE("a fault that leaves the rest readable does not hide the next") {
  const auto found = faults_of("a: &x 1\na: 2\nb: !t 3\nc: {d, e: f}\ng: [, ]\n");
  REQUIRE(found.size() == 5);
  CHECK(found[0].code == "SB1009");
  CHECK(found[1].code == "SB1008");
  CHECK(found[2].code == "SB1010");
  CHECK(found[3].code == "SB1007");
  CHECK(found[4].code == "SB1007");
}

TEST_CASE("size, nesting and number are bounded before they cost anything") {
  using namespace sanbao::limits;
  const auto code = [](std::string text) { return faults_of(std::move(text)).front().code; };
  CHECK(code(std::string(max_policy_bytes + 1, 'a')) == "SB1001");
  CHECK(code(std::string(max_policy_bytes, '[')) == "SB1005");
  CHECK(code(std::string(100'000, '[')) == "SB1004");
  CHECK(code(std::string(100'000, '{')) == "SB1004");
  std::string dashes;
  for (int i = 0; i < 100'000; ++i)
    dashes += "- ";
  CHECK(code(dashes + "x") == "SB1004");
  std::string deep;
  for (std::size_t i = 0; i < 1'000; ++i)
    deep += std::string(i, ' ') + "a:\n";
  CHECK(code(deep) == "SB1004");
  std::string items;
  for (std::size_t i = 0; i <= max_nodes; ++i)
    items += "- a\n";
  CHECK(code(items) == "SB1005");

  std::string bomb = "a: &a [x, x]\n";
  for (char c = 'b'; c <= 'z'; ++c) {
    bomb += std::string(1, c) + ": &" + c + " [*" + static_cast<char>(c - 1) + ", *" +
            static_cast<char>(c - 1) + "]\n";
  }
  CHECK(code(bomb) == "SB1009");
}

TEST_CASE("nesting of 64 is read, of 65 refused") {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + "x" + std::string(depth, ']');
  };
  CHECK(read_yaml(nested(64), "t").has_value());
  CHECK_FALSE(read_yaml(nested(65), "t").has_value());
  // Brackets inside texts and comments are none.
  CHECK(read_yaml("a: \"" + std::string(100, '[') + "\"\nb: x" + std::string(100, '[') + "\n# " +
                      std::string(100, '[') + "\nc: |\n  " + std::string(100, '{') + "\n",
                  "t")
            .has_value());
}

TEST_CASE("inputs on which the parser by itself does not end or takes very long") {
  for (const char* text :
       {",\n", "[,\n", "a: ,\n", "]", "}", "- ]", "!<", "\"\\", "'", "|\n---", "? ?\n:"}) {
    CAPTURE(text);
    CHECK_FALSE(read_yaml(text, "t").has_value());
  }
}

TEST_CASE("the shipped policy is read, and no part of it for the whole") {
  const std::string text = file_text("rules/vendors/hyundai-mp3.yaml");
  REQUIRE(text.size() > 10'000);
  const YamlTree whole = read(text);
  CHECK(whole.bytes == text);
  CHECK(whole.root.find("rules")->items.size() == 24);

  // Cut in the middle of a line, a file is refused or keeps no more entries than before.
  std::string all;
  write(whole.root, all);
  std::size_t accepted = 0;
  for (std::size_t end = 1; end < text.size(); end += 7) {
    const auto part = read_yaml(text.substr(0, end), "t");
    if (!part) continue;
    ++accepted;
    std::string shorter;
    write(part->root, shorter);
    CHECK(shorter.size() <= all.size());
    CHECK(part->root.entries.size() <= whole.root.entries.size());
  }
  CHECK(accepted > 0);
}

TEST_CASE("signs of a text stay signs of a text") {
  CHECK(shape("t: {zh: 甲，乙, en: “x”}\n") == "{t: {zh: 甲，乙, en: “x”}}");
  CHECK(shape("t: {zh: 【试行】甲：乙、丙, en: x}\n") == "{t: {zh: 【试行】甲：乙、丙, en: x}}");
  // Blanks of a text, not of the indentation.
  CHECK(shape("t: |\n  甲\n  　　乙\n") == "{t: 甲\n　　乙\n}");
  CHECK(shape("t: \"甲\n  　乙\"\n") == "{t: \"甲 　乙\"}");
}

TEST_CASE("reading goes on behind a line that can be mended, and ends") {
  std::string text;
  for (int i = 0; i < 100; ++i)
    text += "k" + std::to_string(i) + ": a: b\n";
  const auto found = faults_of(text);
  CHECK(found.size() == 33);
  for (std::size_t i = 0; i < found.size(); ++i) {
    CHECK(found[i].code == "SB1012");
    CHECK(found[i].span.line == i + 1);
  }
  // A key that stands twice is told once, however often the text is read.
  const auto twice = faults_of("a: 1\na: 2\nb: x: y\nc: z: y\n");
  REQUIRE(twice.size() == 3);
  CHECK(twice[0].code == "SB1008");
  CHECK(twice[1].span == Span{3, 5, 1});
  CHECK(twice[2].span == Span{4, 5, 1});
}

TEST_CASE("a mended line shifts no place") {
  const auto found = faults_of("a：{zh: x, zh: y}\nr:\n  - a: 1\n  b: {c: 1, c: 2}\nd: \"\\e\"\n");
  REQUIRE(found.size() == 5);
  CHECK(found[0].span == Span{1, 2, 1});
  CHECK(found[1].span == Span{1, 11, 2});
  CHECK(found[2].message == "a `- ` is missing here");
  CHECK(found[3].span == Span{4, 13, 1});
  CHECK(found[4].code == "SB1003");
}

TEST_CASE("a text that goes on over lines is no missing colon") {
  const auto found = faults_of("note: some text\n  goes on here\n  and: here\n");
  REQUIRE(found.size() == 1);
  CHECK(found[0].span == Span{3, 6, 1});
}

TEST_CASE("items of a list without their dash are read as items") {
  const auto found =
      faults_of("r:\n  - a: 1\n    b: 2\n    a: 3\n    b: 4\n    b: 5\n    a: 6\n    b: 7\n");
  REQUIRE(found.size() == 3);
  CHECK(found[0].span == Span{4, 5, 1});
  CHECK(found[1].span == Span{6, 5, 1});
  CHECK(found[2].span == Span{7, 5, 1});
  const auto one = faults_of("r:\n  - a: 1\n    b: 2\n    a: 3\n");
  REQUIRE(one.size() == 1);
  CHECK(one[0].message == "`a` stands twice in one mapping");
}
