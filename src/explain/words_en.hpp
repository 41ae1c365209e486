// SPDX-License-Identifier: Apache-2.0
//
// The words of an explanation in English: headings, marks, dates as `2 May 2024`, lengths, money, facts. Part of what
// phrases.hpp asks for; what periods and events say is grounds_en.hpp's, the sentences are phrases_en.cpp's.
// In: values. Out: words, as they stand inside a sentence. Never used by another language.
// Tested by tests/unit/explain_page_test.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "explain/phrases.hpp"

namespace sanbao::wording {

class EnglishWords : public Phrases {
 public:
  // ---- words
  std::string_view text(const Text& text) const override;
  std::string_view joint(Joint joint) const override;
  std::string_view heading(Heading heading) const override;
  std::string_view mark(Mark mark) const override;
  std::string_view word(Word word) const override;
  std::string claims(std::size_t count) const override;
  std::string brackets(std::string_view text) const override;
  std::string start(std::string_view text) const override;
  std::string quote(std::string_view text) const override;
  std::string all_of(Strings items) const override;
  std::string one_of(Strings items) const override;
  std::string clauses(std::span<const std::string_view> clauses) const override;
  std::string title(const Text& title, std::string_view version) const override;

  // ---- values
  std::string date(CivilDate day) const override;
  std::string date_after(CivilDate near, CivilDate day) const override;
  std::string range(CivilDate first, CivilDate last) const override;
  std::string open_range(CivilDate first, std::optional<CivilDate> at_least) const override;
  std::string from_day(CivilDate first) const override;
  std::string days(std::int64_t number) const override;
  std::string length(Period length) const override;
  std::string money(Money money) const override;
  std::string_view said(Said said) const override;
  std::string fact(std::string_view path, const Text& name, const Value& value) const override;
  std::string not_told(std::string_view name) const override;
  std::string falls_short(std::string_view name, const Value& value) const override;
  std::string as_asked(std::string_view names, std::size_t count) const override;
  std::string subject(std::string_view path, std::string_view name) const override;
  std::string todo(std::string_view path, Strings wanted) const override;
  std::string todo(const Papers& papers) const override;
  std::string some_of(Strings items, std::size_t at_least) const override;
  std::string todo_of_title(std::string_view title) const override;

 protected:
  [[nodiscard]] static std::string capital(std::string text);
  /// With commas, and `last` before the last.
  [[nodiscard]] static std::string listed(Strings items, std::string_view last);
};

}  // namespace sanbao::wording
