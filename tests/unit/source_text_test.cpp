// SPDX-License-Identifier: Apache-2.0
//
// source_text_test.cpp: characters, lines, places, widths and digests of a file.
#include "base/source_text.hpp"

#include <doctest/doctest.h>

#include <string>

#include "base/display_width.hpp"
#include "base/sha256.hpp"
#include "base/utf8.hpp"

using sanbao::Span;
using sanbao::base::SourceText;
namespace base = sanbao::base;

TEST_CASE("lines end with LF or CR LF, and the last one may lack its end") {
  const SourceText text("a: 1\r\n\nb: 2\nlast");
  CHECK(text.line_count() == 4);
  CHECK(text.line(1) == "a: 1");
  CHECK(text.line(2).empty());
  CHECK(text.line(3) == "b: 2");
  CHECK(text.line(4) == "last");
  CHECK(text.line(0).empty());
  CHECK(text.line(5).empty());
}

TEST_CASE("places count characters, not bytes") {
  const std::string bytes = "zh: 退货, en: x\n第二行 y";
  const SourceText text(bytes);
  CHECK(text.place_of(bytes.find("货")) == Span{1, 6, 1});
  CHECK(text.place_of(bytes.find("en")) == Span{1, 9, 1});
  CHECK(text.place_of(bytes.find("y")) == Span{2, 5, 1});
  CHECK(text.span_of(bytes.find("退"), bytes.find(",")) == Span{1, 5, 2});
  CHECK(text.offset_of(2, 5) == bytes.find("y"));
  CHECK(text.offset_of(2, 99) == bytes.size());
}

TEST_CASE("a span is cut at the end of its line and never empty") {
  const SourceText text("abc\ndef");
  CHECK(text.span_of(1, 6) == Span{1, 2, 2});
  CHECK(text.span_of(3, 3) == Span{1, 4, 1});
  CHECK(text.place_of(7) == Span{2, 4, 1});
}

TEST_CASE("a byte order mark is no character") {
  const SourceText text(
      "\xEF\xBB\xBF"
      "ab\nc");
  CHECK(text.line(1) == "ab");
  CHECK(text.place_of(3) == Span{1, 1, 1});
  CHECK(text.place_of(4) == Span{1, 2, 1});
}

TEST_CASE("places in a line of many thousand characters are found without walking over it") {
  std::string bytes;
  for (int i = 0; i < 5000; ++i)
    bytes += "字a";
  const SourceText text(bytes);
  CHECK(text.place_of(4 * 4999) == Span{1, 9999, 1});
  CHECK(text.place_of(4 * 4999 + 3) == Span{1, 10000, 1});
}

TEST_CASE("every place of a text is where counting its characters one by one finds it") {
  std::string bytes;
  for (std::size_t i = 0; i < 300; ++i)
    bytes.append(i % 3, 'a').append(i % 7 == 0 ? "é现😀" : "字").append(i % 50 == 49 ? "\n" : "");
  const SourceText text(bytes);
  Span place{1, 1, 1};
  for (std::size_t at = 0; at < bytes.size(); at += base::character_at(bytes, at).bytes) {
    if (bytes[at] != '\n') REQUIRE(text.place_of(at) == place);
    place = bytes[at] == '\n' ? Span{place.line + 1, 1, 1} : Span{place.line, place.column + 1, 1};
  }
  CHECK(place.line == 7);
}

TEST_CASE("the first byte that is no UTF-8") {
  CHECK_FALSE(base::find_invalid_utf8("现代 ok 😀"));
  CHECK(base::find_invalid_utf8("a\xFF") == 1);
  CHECK(base::find_invalid_utf8("a\xE7\x8E") == 1);         // cut off
  CHECK(base::find_invalid_utf8("\xC0\xAF") == 0);          // overlong
  CHECK(base::find_invalid_utf8("\xED\xA0\x80") == 0);      // a surrogate
  CHECK(base::find_invalid_utf8("\xF4\x90\x80\x80") == 0);  // above U+10FFFF
  CHECK(base::find_invalid_utf8("ab\x80") == 2);            // a continuation alone
}

TEST_CASE("the first character that is no plain text") {
  CHECK(base::find_unplain("a\tb\n现代 \r\n", 0) == 11);
  CHECK(base::find_unplain("a\x1B现\x7F", 2) == 5);
  CHECK(base::find_unplain("a现\xFF", 0) == 4);
  CHECK(base::find_unplain("a现", 0) == 4);
}

TEST_CASE("characters that no policy may hold") {
  for (const char32_t c : {U'\0', U'\x01', U'\r', U'\x1B', U'\x7F', U'\x85', U'\u200E', U'\u202E',
                           U'\u2066', U'\uFEFF', U'\uFFFF'}) {
    CAPTURE(static_cast<unsigned>(c));
    CHECK(base::is_hidden(c));
  }
  for (const char32_t c : {U'\t', U'\n', U' ', U'a', U'é', U'现', U'　', U'😀', U'\u200D'}) {
    CAPTURE(static_cast<unsigned>(c));
    CHECK_FALSE(base::is_hidden(c));
  }
}

TEST_CASE("what is printed keeps its count of characters and holds no control") {
  CHECK(base::printable("a\tb\nc") == "a b c");
  CHECK(base::printable("a\x1B[31m") == "a\uFFFD[31m");
  CHECK(base::printable("\xFFx") == "\uFFFDx");
  CHECK(base::count_characters("现a\xFF") == 3);
}

TEST_CASE("columns of a terminal") {
  CHECK(base::display_width("abc") == 3);
  CHECK(base::display_width("现代") == 4);
  CHECK(base::display_width("（）") == 4);
  CHECK(base::display_width("e\u0301") == 1);
  CHECK(base::display_width("한글ｱ") == 5);
  CHECK(base::display_width("…≤é") == 3);
  CHECK(base::display_width("😀") == 2);
}

TEST_CASE("SHA-256 of the vectors of FIPS 180-2") {
  CHECK(base::sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(base::sha256_hex("abc") ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(base::sha256_hex(std::string(1'000'000, 'a')) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}
