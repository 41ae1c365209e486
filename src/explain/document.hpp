// SPDX-License-Identifier: Apache-2.0
//
// Document: what an explanation says, in its order, before anybody lays it out.
// In: the sections of an explanation, which write into it. Out: read by the layouts: text (page.hpp) and HTML
// (html_layout.cpp). Never knows of columns, lines or tags.
// Tested by tests/unit/explain_test.cpp through both layouts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "explain/phrases.hpp"

namespace sanbao::wording {

/// A line of a reckoning; empty strings leave a column out.
struct Sum {
  std::string label, detail, amount, clauses;
  std::vector<std::string> notes = {};  ///< lines below the detail
  bool total = false;
};

struct Block {
  enum class Kind : std::uint8_t {
    sentence,  ///< of the verdict, or one that stands by itself
    question,  ///< what to ask
    about,     ///< which claim and which terms
    line,      ///< one of several below a heading
    part,      ///< the title of one policy; what follows is of it
    answer,    ///< what a policy says by itself
    item,      ///< a label, a text, a mark, and lines below
    aside,     ///< of all the items above
    sums,
  };
  /// A line below an item; `deeper`: of the line before it.
  struct Below {
    std::string text;
    bool deeper = false;
  };

  Kind kind = Kind::line;
  std::string text = {}, label = {};
  std::optional<Mark> mark = {};
  std::vector<Below> below = {};
  std::vector<Sum> sums = {};
};

enum class Topic : std::uint8_t {
  verdict,
  bring,
  why,
  sums,
  with_it,
  also,
  not_applicable,
  each_policy,
  notes,
  assumed,
  notices,
  every_clause,
};

struct Section {
  Topic topic = Topic::verdict;
  std::optional<Heading> heading;
  std::vector<Block> blocks;
};

class Document {
 public:
  void section(Topic topic, std::optional<Heading> heading = {}) {
    sections_.push_back({topic, heading, {}});
  }
  void add(Block::Kind kind, std::string text) { put({.kind = kind, .text = std::move(text)}); }
  void item(std::string_view label, std::string_view text, std::optional<Mark> mark = {}) {
    put({.kind = Block::Kind::item,
         .text = std::string(text),
         .label = std::string(label),
         .mark = mark});
  }
  /// Below the last item.
  void below(std::string text, bool deeper = false) {
    sections_.back().blocks.back().below.push_back({std::move(text), deeper});
  }
  void sums(std::vector<Sum> rows) { put({.kind = Block::Kind::sums, .sums = std::move(rows)}); }

  [[nodiscard]] const std::vector<Section>& sections() const { return sections_; }

 private:
  void put(Block block) { sections_.back().blocks.push_back(std::move(block)); }
  std::vector<Section> sections_;
};

}  // namespace sanbao::wording
