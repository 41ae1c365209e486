// SPDX-License-Identifier: Apache-2.0
//
// Reports as one page of HTML: the verdict, the chart of days, the money, the clauses, and what stands behind.
// In: reports. Out: the page. Never chooses words: they are those of the document, its headings and few labels.
// Tested by tests/cli/pages_test.py, and in a browser by scripts/pages.
#include <algorithm>
#include <array>

#include "explain/page.hpp"
#include "explain/report.hpp"
#include "html/page.hpp"

namespace sanbao::wording {
namespace {

using html::Writer;

// What is to be done stands by the verdict, before the chart; the money before the reasons.
constexpr std::array before_chart = {Topic::bring};
constexpr std::array after_chart = {
    Topic::sums,        Topic::why,   Topic::with_it, Topic::also,    Topic::not_applicable,
    Topic::each_policy, Topic::notes, Topic::assumed, Topic::notices, Topic::every_clause};

std::string_view style_of(Outcome outcome) {
  return to_string(outcome);
}

std::string_view style_of(Mark mark) {
  switch (mark) {
    case Mark::holds:
      return "holds";
    case Mark::fails:
    case Mark::unproved:
      return "fails";
    case Mark::open:
      return "open";
    case Mark::gives_way:
      return "gives_way";
  }
  return {};
}

// A sign beside the verdict for those who see no colours; its sentence says the same.
std::string_view sign_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::approved:
      return "M6 12l4 4l8 -9";
    case Outcome::conditional:
      return "M12 6v8M12 17v1";
    case Outcome::denied:
      return "M7 7l10 10M17 7l-10 10";
    case Outcome::needs_facts:
      return "M9 9c0 -4 6 -4 6 0c0 3 -3 2 -3 5M12 17v1";
    case Outcome::conflict:
      return "M7 9h10M7 15h10M15 6l-6 12";
    case Outcome::not_covered:
      return "M7 12h10";
  }
  return {};
}

class Layout {
 public:
  Layout(Writer& page, const Phrases& phrases, const Report& report, std::size_t level,
         std::string id)
      : page_(page), phrases_(phrases), report_(report), level_(level), id_(std::move(id)) {}

  void write() {
    page_.open("article", {{"id", id_}, {"aria-labelledby", id_ + "-verdict"}}).raw("\n");
    for (const Section& section : report_.said.sections()) {
      if (section.topic == Topic::verdict) verdict(section);
    }
    sections(before_chart);
    chart();
    sections(after_chart);
    basis();
    page_.close();
  }

 private:
  [[nodiscard]] std::string_view heading(std::size_t deeper) const {
    constexpr std::array<std::string_view, 4> tags = {"h1", "h2", "h3", "h4"};
    return tags[std::min(level_ - 1 + deeper, tags.size() - 1)];
  }

  void verdict(const Section& section) {
    page_.open("div", {{"class", "verdict " + std::string(style_of(report_.outcome))}}).raw("\n");
    page_.open("svg", {{"xmlns", "http://www.w3.org/2000/svg"},
                       {"class", "sign"},
                       {"viewBox", "0 0 24 24"},
                       {"aria-hidden", "true"},
                       {"fill", "none"},
                       {"stroke", "currentColor"},
                       {"stroke-width", "2"},
                       {"stroke-linecap", "round"}});
    page_.empty("circle", {{"cx", "12"}, {"cy", "12"}, {"r", "10"}});
    page_.empty("path", {{"d", std::string(sign_of(report_.outcome))}}).close();
    bool first = true;
    for (const Block& block : section.blocks) {
      if (first) {
        page_.element(heading(0), held_together(block.text), {{"id", id_ + "-verdict"}});
      } else if (block.kind == Block::Kind::question) {
        page_.element("p", held_together(block.text), {{"class", "ask"}});
      } else if (block.kind != Block::Kind::about) {
        page_.element("p", held_together(block.text));
      }
      first = false;
    }
    page_.close();
    for (const Block& block : section.blocks) {
      if (block.kind == Block::Kind::about)
        page_.element("p", held_together(block.text), {{"class", "about"}});
    }
  }

  void chart() {
    if (report_.timeline.rows.empty()) return;
    page_.open("section").raw("\n");
    const std::string id = id_ + "-days";
    page_.element(heading(1), phrases_.heading(Heading::timeline), {{"id", html::name_id(id)}});
    draw(page_, report_.timeline, phrases_, id);
    page_.close();
  }

  void sections(std::span<const Topic> topics) {
    for (const Topic topic : topics) {
      for (const Section& one : report_.said.sections()) {
        if (one.topic != topic || one.blocks.empty()) continue;
        topic == Topic::every_clause ? folded(one) : section(one);
      }
    }
  }

  void section(const Section& section) {
    page_.open("section").raw("\n");
    if (section.heading) {
      if (section.topic == Topic::sums) {
        naming_heading(heading(1), phrases_.heading(*section.heading));
      } else {
        page_.element(heading(1), phrases_.heading(*section.heading));
      }
    }
    blocks(section);
    page_.close();
  }

  // Long, and seldom asked for: opened at will. A page of one claim is printed with it.
  void folded(const Section& section) {
    page_.open("section").open("details", {{"class", level_ == 1 ? "printed" : "folded"}});
    page_.open("summary");
    page_.element(heading(1), phrases_.heading(*section.heading)).close();
    blocks(section);
    page_.close().close();
  }

  void blocks(const Section& section) {
    for (const Block& block : section.blocks) {
      const bool listed = block.kind == Block::Kind::item || block.kind == Block::Kind::line;
      list(listed);
      switch (block.kind) {
        case Block::Kind::item:
          item(block);
          break;
        case Block::Kind::line:
          page_.element("li", held_together(block.text));
          break;
        case Block::Kind::part:
          if (section.topic == Topic::sums) {
            naming_heading(heading(2), block.text, "part");
          } else {
            page_.element(heading(2), block.text, {{"class", "part"}});
          }
          break;
        case Block::Kind::sums:
          table(block.sums);
          break;
        case Block::Kind::answer:
          page_.element("p", held_together(block.text), {{"class", "answer"}});
          break;
        case Block::Kind::sentence:
        case Block::Kind::question:
        case Block::Kind::about:
        case Block::Kind::aside:
          page_.element("p", held_together(block.text));
          break;
      }
    }
    list(false);
  }

  // Opens a list, or closes the one that is open.
  void list(bool wanted) {
    if (wanted == in_list_) return;
    in_list_ = wanted;
    if (wanted) {
      page_.open("ul", {{"class", "items"}}).raw("\n");
    } else {
      page_.close();
    }
  }

  void item(const Block& block) {
    page_.open("li", {{"class", "item"}});
    page_.element("span", block.label, {{"class", "label"}}).raw(" ");
    page_.element("span", held_together(block.text), {{"class", "text"}});
    if (block.mark) {
      page_.raw(" ").element("span", phrases_.mark(*block.mark),
                             {{"class", "mark " + std::string(style_of(*block.mark))}});
    }
    if (!block.below.empty()) {
      page_.open("ul", {{"class", "below"}}).raw("\n");
      for (const Block::Below& below : block.below) {
        if (below.deeper) {
          page_.element("li", held_together(below.text), {{"class", "deeper"}});
        } else {
          page_.element("li", held_together(below.text));
        }
      }
      page_.close();
    }
    page_.close();
  }

  void head(Word word, std::string_view style) {
    page_.element("th", phrases_.word(word), {{"scope", "col"}, {"class", std::string(style)}});
  }

  // The heading of tables bears an id, by which the tables below it are named.
  void naming_heading(std::string_view tag, std::string_view text, std::string_view style = {}) {
    name_ = html::name_id(id_ + "-sums-" + std::to_string(++names_));
    if (style.empty()) {
      page_.element(tag, text, {{"id", name_}});
    } else {
      page_.element(tag, text, {{"id", name_}, {"class", std::string(style)}});
    }
  }

  void table(const std::vector<Sum>& rows) {
    page_.open("table", {{"aria-labelledby", name_}}).raw("\n").open("thead").open("tr");
    head(Word::item, "entry");
    head(Word::amount, "number");
    head(Word::clause, "cites");
    page_.close().close().open("tbody").raw("\n");
    for (const Sum& row : rows) {
      page_.open("tr", {{"class", row.total ? "total" : "line"}});
      page_.open("th", {{"scope", "row"}}).element("strong", row.label);
      if (!row.detail.empty())
        page_.raw(" ").element("span", held_together(row.detail), {{"class", "how"}});
      for (const std::string& note : row.notes)
        page_.raw(" ").element("span", held_together(note), {{"class", "how"}});
      page_.close();
      page_.element("td", row.amount, {{"class", "number"}});
      page_.element("td", row.clauses, {{"class", "cites"}}).close();
    }
    page_.close().close();
  }

  void basis() {
    page_.open("section").raw("\n");
    page_.element(heading(1), phrases_.heading(Heading::basis));
    for (const Basis& basis : report_.basis) {
      if (!basis.title.empty()) page_.element(heading(2), basis.title, {{"class", "part"}});
      page_.open("dl", {{"class", "facts"}}).raw("\n");
      for (const auto& [name, value] : basis.entries) {
        page_.element("dt", name);
        page_.open("dd").element("code", value).close();
      }
      page_.close();
    }
    page_.close();
  }

  Writer& page_;
  const Phrases& phrases_;
  const Report& report_;
  std::size_t level_;
  std::string id_;
  bool in_list_ = false;
  std::size_t names_ = 0;
  std::string name_;  ///< of the tables that come
};

const std::string& first_sentence(const Report& report) {
  return report.said.sections().front().blocks.front().text;
}

std::string claim_anchor(std::size_t number) {
  return "claim-" + std::to_string(number);
}

void write_contents(Writer& page, std::span<const Report> reports, const Phrases& phrases) {
  page.element("h1", phrases.claims(reports.size()));
  page.open("nav", {{"aria-labelledby", "contents"}}).open("section").raw("\n");
  page.element("h2", phrases.heading(Heading::contents), {{"id", "contents"}});
  page.open("ol", {{"class", "contents"}}).raw("\n");
  std::size_t number = 0;
  for (const Report& report : reports) {
    ++number;
    page.open("li").open("a", {{"href", "#" + claim_anchor(number)}});
    page.text(report.claim_id.empty() ? std::to_string(number) : report.claim_id).close();
    page.raw(" ").text(held_together(first_sentence(report))).close();
  }
  page.close().close().close();
}

}  // namespace

std::string lay_out_html(std::span<const Report> reports, const Phrases& phrases,
                         Language language) {
  Writer page;
  const bool one = reports.size() == 1;
  const std::string title =
      one ? reports.front().claim_id.empty()
                ? first_sentence(reports.front())
                : reports.front().claim_id + " " + first_sentence(reports.front())
          : phrases.claims(reports.size());
  html::begin_page(page, language == Language::zh ? "zh-CN" : "en", title);
  if (!one) write_contents(page, reports, phrases);
  std::size_t number = 0;
  for (const Report& report : reports)
    Layout(page, phrases, report, one ? 1 : 2, claim_anchor(++number)).write();
  html::end_page(page);
  return page.take();
}

}  // namespace sanbao::wording
