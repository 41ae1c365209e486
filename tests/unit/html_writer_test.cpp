// SPDX-License-Identifier: Apache-2.0
//
// What becomes of texts on a page: none turns into markup, none hides, none turns its neighbours round.
#include <doctest/doctest.h>

#include <string>

#include "html/one_line.hpp"
#include "html/page.hpp"
#include "html/writer.hpp"

using sanbao::html::escaped;
using sanbao::html::Writer;

TEST_CASE("signs of markup become references, also in attributes") {
  CHECK(escaped("a<b>&'\"") == "a&lt;b&gt;&amp;&#39;&quot;");
  Writer page;
  page.element("p", "</p><script>", {{"title", "\" onload='x'"}});
  CHECK(page.take() == "<p title=\"&quot; onload=&#39;x&#39;\">&lt;/p&gt;&lt;script&gt;</p>\n");
}

TEST_CASE("on a line for people a text steers nothing, and its other characters stay") {
  using sanbao::html::on_one_line;
  CHECK(on_one_line(std::string("a\0b\x1b[31m\x7f\r\nc\td", 14)) == "a b [31m   c d");
  CHECK(on_one_line("\u0085\u061C\u200E\u2028\u202E\u2069\uFEFF\uFFF9") ==
        " \uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD");
  CHECK(on_one_line("三包，é €\U0001F600") == "三包，é €\U0001F600");
}

TEST_CASE("a character nobody can see is shown by its code, but for tabs and line breaks") {
  CHECK(escaped(std::string("a\0b\x1b[31m\x7f", 9)) == "a⟨U+0000⟩b⟨U+001B⟩[31m⟨U+007F⟩");
  CHECK(escaped("a\tb\nc") == "a\tb\nc");
  CHECK(escaped("\u0085\u202E\u2066\u200F\uFEFF\uFFFE") ==
        "⟨U+0085⟩⟨U+202E⟩⟨U+2066⟩⟨U+200F⟩⟨U+FEFF⟩⟨U+FFFE⟩");
  CHECK(escaped("\xC0\xAF\xED\xA0\x80") == "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD");
  CHECK(escaped("现代 𠀀 é") == "现代 𠀀 é");
}

TEST_CASE("a run from right to left turns only itself") {
  const auto text = [](std::string_view words) {
    Writer page;
    return page.text(words).take();
  };
  CHECK(text("plain") == "plain");
  CHECK(text("claim אבג-1, 2 May") == "claim <bdi>אבג</bdi>-1, 2 May");
  CHECK(text("אבג דה") == "<bdi>אבג דה</bdi>");
  CHECK(text("א b ג") == "<bdi>א</bdi> b <bdi>ג</bdi>");
  CHECK(text("《ا<ب》") == "《<bdi>ا&lt;ب</bdi>》");
  Writer page;
  CHECK(page.plain("אב").take() == "אב");
}

TEST_CASE("tags balance; a page lets nothing be loaded and nothing run") {
  Writer page;
  sanbao::html::begin_page(page, "en", "A </title> & more");
  page.open("p").element("span", "x").close();
  page.empty("line", {{"x1", "3"}});
  sanbao::html::end_page(page);
  const std::string all = page.take();
  CHECK(all.starts_with("<!DOCTYPE html>\n<html "));
  CHECK(all.ends_with("</main>\n</body>\n</html>\n"));
  CHECK(all.find("<title>A &lt;/title&gt; &amp; more</title>") != std::string::npos);
  CHECK(all.find("<p><span>x</span></p>\n<line x1=\"3\"/>\n") != std::string::npos);
  CHECK(all.find("default-src &#39;none&#39;") != std::string::npos);
  for (const std::string_view loads : {"@import", "url(", "http://", "https://", "<script"}) {
    const std::size_t at = all.find(loads);
    const bool is_name_of_xml = loads == "http://" && at != std::string::npos &&
                                all.compare(at, 28, "http://www.w3.org/1999/xhtml") == 0 &&
                                all.find(loads, at + 1) == std::string::npos;
    CHECK((at == std::string::npos || is_name_of_xml));
  }
}
