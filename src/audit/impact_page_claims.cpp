// SPDX-License-Identifier: Apache-2.0
//
// See impact_page_claims.hpp.
#include "audit/impact_page_claims.hpp"

#include <algorithm>

#include "html/page.hpp"

namespace sanbao::audit {

namespace {

class ListedClaims {
 public:
  ListedClaims(ImpactPageParts& parts, std::string_view level)
      : parts_(parts),
        page_(parts.page()),
        words_(parts.words()),
        level_(level == "h2" ? "h3" : "h4") {}

  void line(const RuleLine& line, const std::string& id) {
    const std::string name = html::name_id(id);
    page_.open("details", {{"class", "printed"}}).open("summary");
    page_.element(level_, parts_.name_of(line.rules), {{"id", name}});
    parts_.how(count_of(line));
    page_.close();
    for (const std::string& title : parts_.titles_of(line.rules))
      page_.element("p", title, {{"class", "how"}});
    // A link into what is folded unfolds it.
    page_.open("div", {{"class", "behind"}, {"id", id}}).raw("\n");
    parts_.begin_table(name, words_.one_claim, {parts_.money_head()});
    for (const ClaimChange& change : line.first_listed) {
      const std::string below[] = {parts_.answers_of(change)};
      parts_.begin_row(parts_.claim_name(change.claim, change.record), below);
      parts_.cell(parts_.money_of(change), direction_of(change.direction));
      page_.close();
    }
    parts_.end_table();
    page_.close().close();
  }

 private:
  // `12 claims`, and of more than are held `the first 100 of 1,200 claims, all of them in --format json`.
  [[nodiscard]] std::string count_of(const RuleLine& line) const {
    const auto claims = [&](std::uint64_t count) {
      return text_of(count) + " " + std::string(count == 1 ? words_.claim : words_.claims);
    };
    if (line.listed == line.first_listed.size()) return claims(line.listed);
    return std::string(words_.first_of) + text_of(line.first_listed.size()) +
           std::string(words_.of_all) + claims(line.listed) + std::string(words_.all_elsewhere);
  }

  [[nodiscard]] std::string_view direction_of(Direction direction) const {
    switch (direction) {
      case Direction::better:
        return words_.better_short;
      case Direction::worse:
        return words_.worse_short;
      case Direction::neither:
        break;
    }
    return words_.neither_short;
  }

  ImpactPageParts& parts_;
  html::Writer& page_;
  const PageWords& words_;
  const std::string_view level_;
};

}  // namespace

std::string listed_id(const RuleLine& line, std::size_t variant, std::size_t number) {
  if (line.first_listed.empty()) return {};
  return "claims-" + std::to_string(variant + 1) + "-" + std::to_string(number + 1);
}

void write_listed(ImpactPageParts& parts, const ImpactReport& report, std::size_t variant,
                  std::string_view level) {
  const auto& lines = report.variants[variant].rules;
  const bool any = std::ranges::any_of(lines, [](const RuleLine& line) { return line.listed > 0; });
  if (!any && report.listed.empty()) return;
  const PageWords& words = parts.words();
  html::Writer& page = parts.page();
  parts.begin_section(level, words.listed);
  if (!report.listed.empty()) {
    page.open("p", {{"class", "how"}}).text(words.listed_by).text(words.colon);
    for (const std::string& word : report.listed) {
      if (&word != report.listed.data()) page.text(words.between);
      page.element("code", word);
    }
    page.close();
  }
  // Of the lines by rule that the page tells, whichever have claims; then as many of the others.
  std::size_t written = 0;
  std::size_t more = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string id = listed_id(lines[i], variant, i);
    if (id.empty()) continue;
    if (written == rows_listed) {
      ++more;
      continue;
    }
    ListedClaims(parts, level).line(lines[i], id);
    ++written;
  }
  if (more > 0) parts.more(more);
  if (!any) page.element("p", words.none_listed);
  page.close();
}

}  // namespace sanbao::audit
