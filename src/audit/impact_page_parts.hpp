// SPDX-License-Identifier: Apache-2.0
//
// ImpactPageParts: what every section of a page of an impact is put together from: tables, rows, amounts, names.
// In: parts of an ImpactReport. Out: markup in one Writer. Never reckons.
// Tested by tests/cli/impact_page_test.py and tests/cli/impact_list_page_test.py.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "audit/impact_page_words.hpp"
#include "audit/impact_words.hpp"
#include "html/writer.hpp"

namespace sanbao::audit {

inline constexpr std::string_view no_break = "\u00A0";
/// Lines by rule that a variant is told by.
inline constexpr std::size_t rows_listed = 200;

[[nodiscard]] std::string text_of(std::uint64_t count);

class ImpactPageParts {
 public:
  ImpactPageParts(const ImpactReport& report, Language language);

  [[nodiscard]] const PageWords& words() const { return words_; }
  html::Writer& page() { return page_; }

  void begin_section(std::string_view level, std::string_view heading);
  /// It bears the name of its section.
  void begin_table(std::string_view first, std::initializer_list<std::string_view> numbers);
  void begin_table(const std::string& named_by, std::string_view first,
                   std::initializer_list<std::string_view> numbers);
  void end_table();
  /// A row that begins with its name; what belongs to the name stands below it. `leads_to`: an id of the page, or none.
  void begin_row(std::string_view name, std::span<const std::string> below = {},
                 std::string_view leads_to = {});
  void cell(const std::string& text, std::string_view below = {});
  void weight(const Weight& weight);
  void how(std::string_view text);
  void more(std::size_t count);

  [[nodiscard]] std::string money(const Weight& weight) const;
  [[nodiscard]] std::string money_of(const ClaimChange& change) const;
  [[nodiscard]] std::string money_head() const;
  [[nodiscard]] std::string paid(std::optional<std::int64_t> amount) const;
  [[nodiscard]] std::string open_words(std::uint64_t claims) const;
  [[nodiscard]] std::string claim_name(const std::string& claim, std::uint64_t number) const;
  /// `denied return 0.00 → approved return 1,299.00`
  [[nodiscard]] std::string answers_of(const ClaimChange& change) const;
  [[nodiscard]] std::string name_of(const std::vector<WeighedRule>& rules) const;
  /// Titles of the rules of a line that have one; of several, each behind its name.
  [[nodiscard]] std::vector<std::string> titles_of(const std::vector<WeighedRule>& rules) const;

  /// `better 2, worse 10`: what there is of each; in a table with the money, where there is more than one.
  template <typename Parts>
  [[nodiscard]] std::string parts(const Parts& of, bool with_money) const {
    const auto kinds = {std::pair(words_.better_short, &of.better),
                        std::pair(words_.worse_short, &of.worse),
                        std::pair(words_.neither_short, &of.neither)};
    const bool several =
        std::ranges::count_if(kinds, [](const auto& kind) { return kind.second->claims > 0; }) > 1;
    std::string text;
    for (const auto& [word, weight] : kinds) {
      if (weight->claims == 0) continue;
      if (!text.empty()) text += words_.between;
      text.append(word).append(no_break).append(text_of(weight->claims));
      if (with_money && several) text.append(" (").append(money(*weight)).append(")");
    }
    return text;
  }

 protected:
  html::Writer page_;
  const ImpactReport& report_;
  Language language_;
  const PageWords& words_;
  std::string section_;  ///< the last that was begun: its charts have this id

 private:
  [[nodiscard]] std::string answer_of(const WeighedAnswer& answer) const;

  bool with_policy_;
  std::size_t sections_ = 0;
};

}  // namespace sanbao::audit
