// SPDX-License-Identifier: Apache-2.0
//
// mutate_policies.cpp: shipped policies cut, flipped, mixed and shuffled, and soups of YAML tokens.
// In: policy files, --count N inputs, --seed S, --unbounded (no bound of time and memory). Out: the first
// input that breaks a promise, and exit status 1. Promises: a policy is loaded or refused within a second,
// all of them in 128 MB, without a crash; every fault has a code, a place inside the file and text that can
// be printed; a file that is read is read alike with CR LF and with another line end behind it; a file cut
// anywhere is refused or says nothing that the whole file does not say. The same seed gives the same inputs
// on every machine.
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "arguments.hpp"
#include "base/source_text.hpp"
#include "base/utf8.hpp"
#include "parse/parse.hpp"
#include "sanbao/rulebook.hpp"

namespace {

using sanbao::Diagnostic;
using sanbao::ir::YamlNode;

/// Of the processor: the machine may have other work.
constexpr std::clock_t most_time = CLOCKS_PER_SEC;
constexpr long most_memory_kb = 128 * 1024;

// Scalars of a file in order, each with the keys that lead to it.
void flatten(const YamlNode& node, const std::string& path, std::vector<std::string>& out) {
  switch (node.kind) {
    case YamlNode::Kind::empty:
      return;
    case YamlNode::Kind::scalar:
      out.push_back(path + "=" + node.text);
      return;
    case YamlNode::Kind::sequence:
      for (std::size_t i = 0; i < node.items.size(); ++i) {
        flatten(node.items[i], path + "/" + std::to_string(i), out);
      }
      return;
    case YamlNode::Kind::mapping:
      if (node.entries.empty()) out.push_back(path + "/");
      for (const auto& entry : node.entries)
        flatten(entry.value, path + "/" + entry.key, out);
      return;
  }
}

std::vector<std::string> scalars(const sanbao::ir::YamlTree& tree) {
  std::vector<std::string> out;
  flatten(tree.root, "", out);
  return out;
}

std::string with_crlf(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') out.push_back('\r');
    out.push_back(c);
  }
  return out;
}

class Trial {
 public:
  Trial(std::uint64_t seed, bool bounded) : random_(seed), bounded_(bounded) {}

  bool failed() const { return failed_; }
  std::size_t accepted() const { return accepted_; }
  std::clock_t slowest() const { return slowest_; }

  void hold_memory(long kilobytes) {
    if (bounded_ && kilobytes > most_memory_kb)
      fail(std::to_string(kilobytes) + " kB", "more memory than may be");
  }

  // Every promise that holds for any input.
  void run(const std::string& text) {
    const std::clock_t begin = std::clock();
    (void)sanbao::load_policy(text, "f.yaml");
    const std::clock_t took = std::clock() - begin;
    slowest_ = std::max(slowest_, took);
    if (bounded_ && took > most_time) return fail(text, "took more than a second");
    auto document = sanbao::parse::parse_policy(text, "f.yaml");
    check_faults(text, document.diagnostics(), document.has_value());
    const auto tree = sanbao::parse::read_yaml(text, "f.yaml");
    check_faults(text, tree.diagnostics(), tree.has_value());
    if (document.has_value() && !tree.has_value()) return fail(text, "a document without a tree");
    if (!tree.has_value()) return;
    ++accepted_;
    const auto all = scalars(*tree);
    if (text.find('\r') == std::string::npos) {
      const auto crlf = sanbao::parse::read_yaml(with_crlf(text), "f.yaml");
      if (!crlf.has_value() || scalars(*crlf) != all) return fail(text, "CR LF is read otherwise");
    }
    if (text.ends_with('\n')) {
      const auto longer = sanbao::parse::read_yaml(text + "# end\n", "f.yaml");
      if (!longer.has_value() || scalars(*longer) != all)
        return fail(text, "a comment at the end is read");
    }
  }

  // What is left of a file that was cut says nothing new.
  void run_cut(const std::string& whole, const std::vector<std::string>& all, std::size_t end) {
    const auto part = sanbao::parse::read_yaml(whole.substr(0, end), "f.yaml");
    // A word alone is no policy; that it is one to YAML says nothing.
    if (!part.has_value() || part->root.is_scalar()) return;
    auto left = scalars(*part);
    if (left.empty()) return;
    if (left.size() > all.size()) return fail(whole.substr(0, end), "a cut file says more");
    std::string last = left.back();
    left.pop_back();
    while (last.ends_with('\n'))
      last.pop_back();
    // A key that lost its colon is a text in the place of its mapping.
    std::string as_key = last;
    if (const std::size_t sign = as_key.find('='); sign != std::string::npos) as_key[sign] = '/';
    const std::string& meant = all[left.size()];
    const bool same = std::equal(left.begin(), left.end(), all.begin());
    if (!same || !(meant.starts_with(last) || meant.starts_with(as_key))) {
      fail(whole.substr(0, end), "a cut file says something else: " + last);
    }
  }

  std::string mutated(const std::vector<std::string>& seeds) {
    std::string text = seeds[below(seeds.size())];
    const std::size_t size = 1 + below(text.size());
    const std::size_t start = line_start(text, below(text.size()));
    text = text.substr(start, size);
    for (std::size_t i = below(5); i > 0; --i)
      mutate(text);
    return text;
  }

  std::string soup() {
    std::string out;
    for (std::size_t i = 1 + below(40); i > 0; --i)
      out += token();
    return out;
  }

 private:
  std::size_t below(std::size_t bound) { return bound == 0 ? 0 : random_() % bound; }

  static std::size_t line_start(const std::string& text, std::size_t at) {
    const std::size_t before = text.rfind('\n', at);
    return before == std::string::npos ? 0 : before + 1;
  }

  std::string_view token() {
    static constexpr std::string_view tokens[] = {"a",
                                                  "b",
                                                  "when",
                                                  "文",
                                                  "退货",
                                                  "x y",
                                                  ": ",
                                                  ":",
                                                  "- ",
                                                  "-",
                                                  "\n",
                                                  "\n  ",
                                                  "\n    ",
                                                  "\n ",
                                                  "\"",
                                                  "'",
                                                  "[",
                                                  "]",
                                                  "{",
                                                  "}",
                                                  ",",
                                                  ", ",
                                                  " #c",
                                                  "#",
                                                  "|",
                                                  ">",
                                                  "|-",
                                                  ">+",
                                                  "?",
                                                  "? ",
                                                  "&a ",
                                                  "*a",
                                                  "!t ",
                                                  "!",
                                                  "%",
                                                  "@",
                                                  "`",
                                                  "~",
                                                  "null",
                                                  "1",
                                                  "\\n",
                                                  "\\\"",
                                                  "\\",
                                                  "---",
                                                  "...",
                                                  "\t",
                                                  "<<",
                                                  "\n---\n",
                                                  "\n...\n",
                                                  "\r\n",
                                                  "\r",
                                                  " and ",
                                                  " or ",
                                                  "not ",
                                                  " in ",
                                                  "(",
                                                  ")",
                                                  "==",
                                                  " = ",
                                                  "days from ",
                                                  " to ",
                                                  "last ",
                                                  "if ",
                                                  " then ",
                                                  " else ",
                                                  "0.3%",
                                                  "7 days",
                                                  "30 CNY",
                                                  "2024-01-01",
                                                  "，",
                                                  "：",
                                                  "（",
                                                  "“",
                                                  "\xEF\xBB\xBF",
                                                  "\xFF",
                                                  "\xE7\x8E",
                                                  "\x01",
                                                  "sanbao: 1\n",
                                                  "rules:\n  - id: 5\n",
                                                  "values:\n  v: ",
                                                  "conditions:\n  c: ",
                                                  "count: repairs"};
    return tokens[below(std::size(tokens))];
  }

  void mutate(std::string& text) {
    const std::size_t at = below(text.size() + 1);
    const std::size_t to = std::min(text.size(), at + 1 + below(60));
    switch (below(6)) {
      case 0:
        text.insert(at, token());
        break;
      case 1:
        text.erase(at, 1 + below(4));
        break;
      case 2:
        if (at < text.size()) text[at] = static_cast<char>(below(256));
        break;
      case 3:
        text.erase(at, to - at);
        break;
      case 4:
        text.insert(at, text.substr(at, to - at));
        break;
      default:
        text.insert(line_start(text, at), below(2) == 0 ? " " : "  ");
        break;
    }
  }

  void check_faults(const std::string& text, const std::vector<Diagnostic>& faults,
                    bool has_value) {
    if (sanbao::has_errors(faults) == has_value)
      return fail(text, "a value and errors, or neither");
    const sanbao::base::SourceText source(text);
    for (const Diagnostic& fault : faults) {
      const auto& [line, column, length] = fault.span;
      const std::string rendered = sanbao::render(fault) + sanbao::render_json(fault);
      if (fault.code.size() != 6 || !fault.code.starts_with("SB1"))
        fail(text, "a fault without a code");
      if (fault.message.empty() || fault.help.empty()) fail(text, "a fault without words");
      if (sanbao::base::find_invalid_utf8(fault.message + fault.help + rendered))
        fail(text, "broken words: " + rendered);
      if (line > source.line_count()) fail(text, "a place behind the file");
      const std::size_t width = sanbao::base::count_characters(source.line(line));
      if (line > 0 && (column == 0 || column + length > width + 2))
        fail(text, "a place behind the line: " + rendered);
    }
  }

  void fail(const std::string& text, const std::string& why) {
    if (std::exchange(failed_, true)) return;
    const std::string end = text.substr(text.size() - std::min<std::size_t>(text.size(), 2'000));
    std::fprintf(stderr, "%s\n---- input of %zu bytes, its end:\n%s\n----\n", why.c_str(),
                 text.size(), end.c_str());
  }

  // Not a distribution of the standard library: those differ between libraries.
  std::mt19937_64 random_;
  bool bounded_;
  std::clock_t slowest_ = 0;
  bool failed_ = false;
  std::size_t accepted_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> words(argv + 1, argv + argc);
  const std::uint64_t count = number_after(words, "--count", 20'000);
  const bool bounded = std::find(words.begin(), words.end(), "--unbounded") == words.end();
  Trial trial(number_after(words, "--seed", 1), bounded);
  std::vector<std::string> seeds;
  for (const std::string_view word : words) {
    if (!word.ends_with(".yaml")) continue;
    std::ifstream file{std::string(word), std::ios::binary};
    seeds.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    const auto whole = sanbao::parse::read_yaml(seeds.back(), std::string(word));
    if (!whole.has_value())
      return std::fprintf(stderr, "%s cannot be read\n", std::string(word).c_str()), 1;
    const auto all = scalars(*whole);
    // Each cut costs a reading of what is left: a long file is cut at every thirteenth byte.
    const std::size_t step = seeds.back().size() > 4'000 ? 13 : 1;
    for (std::size_t end = 1; end < seeds.back().size() && !trial.failed(); end += step) {
      trial.run_cut(seeds.back(), all, end);
    }
  }
  if (seeds.empty())
    return std::fprintf(stderr,
                        "usage: mutate_policies FILE.yaml… [--count N] [--seed S] [--unbounded]\n"),
           2;
  for (std::uint64_t i = 0; i < count && !trial.failed(); ++i) {
    trial.run(i % 3 == 0 ? trial.soup() : trial.mutated(seeds));
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  trial.hold_memory(usage.ru_maxrss);
  std::printf("%llu inputs, %zu of them readable, the slowest %lld us, %ld kB\n",
              static_cast<unsigned long long>(count), trial.accepted(),
              static_cast<long long>(trial.slowest()) * 1'000'000 / CLOCKS_PER_SEC,
              usage.ru_maxrss);
  return trial.failed() ? 1 : 0;
}
