// SPDX-License-Identifier: Apache-2.0
//
// wording.cpp: see wording.hpp.
// Tested by the baselines in tests/baselines/bad.
#include "check/wording.hpp"

#include "base/nearest.hpp"
#include "base/utf8.hpp"

namespace sanbao::check {
namespace {

constexpr std::size_t longest_quote = 60;
// A file may declare thousands of names; a slip is looked for among so many and no more.
constexpr std::size_t most_candidates = 2'000;

std::string series(std::span<const std::string> words, std::string_view last_link,
                   std::size_t limit) {
  std::string out;
  const std::size_t shown = words.size() > limit ? limit : words.size();
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) {
      const bool last = i + 1 == words.size();
      out += last ? std::string(" ") + std::string(last_link) + " " : ", ";
    }
    out += tick(words[i]);
  }
  if (shown < words.size()) out += ", …";
  return out;
}

}  // namespace

std::string tick(std::string_view text) {
  std::string out = "`";
  std::size_t characters = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (++characters > longest_quote) {
      out += "…";
      break;
    }
    const base::Character character = base::character_at(text, at);
    out += text.substr(at, character.bytes);
    at += character.bytes;
  }
  return out + "`";
}

std::string one_of(std::span<const std::string> words, std::size_t limit) {
  return series(words, "or", limit);
}

std::string all_of_them(std::span<const std::string> words, std::size_t limit) {
  return series(words, "and", limit);
}

std::string nearest_of(std::string_view word, std::span<const std::string> known) {
  const auto looked_at =
      known.first(known.size() < most_candidates ? known.size() : most_candidates);
  return base::nearest(word, looked_at).value_or("");
}

std::string did_you_mean(std::string_view word, std::span<const std::string> known) {
  const std::string near = nearest_of(word, known);
  return near.empty() ? near : "did you mean " + tick(near) + "?";
}

std::string both(std::string first, std::string_view second) {
  if (first.empty()) return std::string(second);
  if (second.empty()) return first;
  // A question keeps its mark; anything else is joined to what follows.
  const bool question = first.back() == '?' || first.back() == ')';
  first += question ? " " : "; ";
  return first + std::string(second);
}

std::string path_text(std::span<const std::string> steps) {
  constexpr std::size_t longest_path = 12;
  std::string out;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (steps.size() > longest_path && i == longest_path / 2) {
      out += " → …";
      i = steps.size() - longest_path / 2;
    }
    if (i > 0) out += " → ";
    out += steps[i];
  }
  return out;
}

bool is_bare_word(std::string_view text) {
  const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
  if (text.empty() || !letter(text.front())) return false;
  for (const char c : text)
    if (!letter(c) && c != '_' && !(c >= '0' && c <= '9')) return false;
  return true;
}

}  // namespace sanbao::check
