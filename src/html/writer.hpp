// SPDX-License-Identifier: Apache-2.0
//
// Writer: a page of HTML that is well-formed XML as well, element by element.
// In: names of elements (ours) and texts (anybody's). Out: markup in UTF-8.
// Never lets a text become markup, turn the direction of what stands beside it, or hide a character.
// Tested by tests/unit/html_writer_test.cpp and tests/cli/pages_test.py.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "sanbao/export.hpp"

namespace sanbao::html {

struct Attribute {
  std::string_view name;
  std::string value;
};
using Attributes = std::initializer_list<Attribute>;

/// What closes an element closes the last one opened, so tags are always balanced.
///
///   Writer page;
///   page.open("p", {{"class", "about"}}).text("A < B").close();      // <p class="about">A &lt; B</p>
class SANBAO_EXPORT Writer {
 public:
  Writer& open(std::string_view tag, Attributes attributes = {});
  Writer& close();
  /// An element without content.
  Writer& empty(std::string_view tag, Attributes attributes = {});
  Writer& element(std::string_view tag, std::string_view text, Attributes attributes = {});
  /// A text; runs written from right to left stand in a <bdi>, so that they turn nothing but themselves.
  Writer& text(std::string_view text);
  /// The same where no element may stand: in <title>, and within SVG.
  Writer& plain(std::string_view text);
  /// Markup or a style sheet of our own; never a text of a claim or a policy.
  Writer& raw(std::string_view markup);

  [[nodiscard]] std::string take();

 private:
  void begin(std::string_view tag, Attributes attributes);
  std::string out_;
  std::vector<std::string_view> open_;  ///< names of elements, which are literals
};

/// `&`, `<`, `>` and quotes as references; characters nobody can see (controls, marks that turn the
/// direction, non-characters, bytes that are no UTF-8) as their code: ⟨U+202E⟩.
SANBAO_EXPORT std::string escaped(std::string_view text);

}  // namespace sanbao::html
