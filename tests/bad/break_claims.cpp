// SPDX-License-Identifier: Apache-2.0
//
// break_claims.cpp: claim lines cut at every byte and flipped, through ClaimReader.
// In: a policy or a folder of them; files of claims, or --lines N claims made for hyundai-mp3; --flips N
// of each, --unbounded (no bound of time and memory). Out: the first lines that break a promise, and exit
// status 1. Promises: a line cut short is refused for its form, at its end; what is no JSON by a reader of
// its own (tests/fuzz/json_form.cpp) is refused for its form, and what is JSON never is; what is read is
// decided; the whole line is decided alike before and after, byte for byte; each line is answered within a
// second, all of them in 128 MB.
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "arguments.hpp"
#include "digest/claim_maker.hpp"
#include "fuzz/promises.hpp"
#include "sanbao/sanbao.hpp"

namespace {

using namespace sanbao;

/// Of the processor: the machine may have other work.
constexpr std::clock_t most_time = CLOCKS_PER_SEC;
constexpr long most_memory_kb = 128 * 1024;

class Trial {
 public:
  Trial(const Rulebook& rulebook, bool bounded)
      : rulebook_(rulebook), bounded_(bounded), reader_(rulebook), claim_(rulebook) {}

  [[nodiscard]] std::size_t inputs() const { return inputs_; }
  [[nodiscard]] std::size_t refused() const { return refused_; }
  [[nodiscard]] std::size_t failures() const { return failures_; }
  [[nodiscard]] std::clock_t slowest() const { return slowest_; }

  void hold_memory(long kilobytes) {
    if (bounded_ && kilobytes > most_memory_kb)
      fail(std::to_string(kilobytes) + " kB", "more memory than may be");
  }

  void run(const std::string& line, std::uint64_t flips) {
    const std::string meant = decided(line);
    for (std::size_t end = 0; end < line.size(); ++end)
      cut(line.substr(0, end));
    for (std::uint64_t i = 0; i < flips; ++i) {
      std::string text = line;
      const std::size_t at = next() % text.size();
      text[at] = static_cast<char>(static_cast<unsigned char>(text[at]) ^ (1U + next() % 255U));
      // a reader that has just read a sound line tries the short way first
      if (!reader_.read(line, claim_)) fail(line, "is refused behind broken lines");
      flipped(text);
      if (i % 500 == 0 && decided(line) != meant) fail(text, "changes the line behind it");
    }
    if (decided(line) != meant) fail(line, "is decided otherwise behind broken lines");
  }

 private:
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
  }

  void fail(const std::string& text, const std::string& why) {
    if (++failures_ <= 20) std::fprintf(stderr, "%s\n  %s\n", why.c_str(), text.c_str());
  }

  std::string decided(const std::string& line) {
    if (!answer(line)) return fail(line, "a whole line is refused"), std::string();
    return json_;
  }

  // Reads a line and, if it can be read, decides it, in the time that a line has.
  bool answer(const std::string& line) {
    const std::clock_t begin = std::clock();
    json_.clear();
    const bool read = reader_.read(line, claim_);
    if (read) {
      if (!evaluate(rulebook_, claim_, {}, decision_)) fail(line, "not decided");
      append_json(decision_, json_);
    }
    const std::clock_t took = std::clock() - begin;
    slowest_ = std::max(slowest_, took);
    if (bounded_ && took > most_time) fail(line, "took more than a second");
    return read;
  }

  bool is_form(std::string_view code) const {
    return code == "SB3002" || code == "SB3003" || code == "SB3004" || code == "SB3005";
  }

  void cut(const std::string& text) {
    ++inputs_;
    if (answer(text)) return fail(text, "a line cut short is read");
    ++refused_;
    const RecordError& error = reader_.error();
    if (error.code != "SB3002" && error.code != "SB3003")
      fail(text, "a line cut short is refused with " + error.code);
    // A character or an escape that was cut begins before the end.
    if (error.offset > text.size() || error.offset + 12 < text.size())
      fail(text, "a line cut short is refused at " + std::to_string(error.offset));
    if (!error.path.empty()) fail(text, "a line cut short has the path " + error.path);
  }

  void flipped(const std::string& text) {
    ++inputs_;
    const bool read = answer(text);
    const bool json = fuzz::is_json(text);
    if (read && !json) return fail(text, "read, though it is no JSON");
    if (read) return;
    ++refused_;
    const RecordError& error = reader_.error();
    if (error.offset > text.size() || error.message.empty() || error.expected.empty())
      fail(text, "a refusal without a place or words");
    if (!json && !is_form(error.code) && error.code != "SB3006")
      fail(text, "no JSON, but refused with " + error.code);
    if (json && is_form(error.code)) fail(text, "JSON, but refused with " + error.code);
  }

  const Rulebook& rulebook_;
  bool bounded_;
  ClaimReader reader_;
  Claim claim_;
  Decision decision_;
  std::string json_;
  std::clock_t slowest_ = 0;
  std::uint64_t state_ = 11;
  std::size_t inputs_ = 0, refused_ = 0, failures_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> words(argv + 1, argv + argc);
  if (words.empty()) {
    std::fprintf(
        stderr,
        "usage: break_claims RULES [CLAIMS.jsonl…] [--lines N] [--flips N] [--unbounded]\n");
    return 2;
  }
  const auto policy = load_rulebook_files(std::vector{std::string(words[0])});
  if (!policy.has_value()) return std::fprintf(stderr, "the policy is not sound\n"), 1;
  const bool bounded = std::find(words.begin(), words.end(), "--unbounded") == words.end();
  Trial trial(*policy, bounded);
  const std::uint64_t lines = number_after(words, "--lines", 200);
  const std::uint64_t flips = number_after(words, "--flips", 2'000);
  bool given = false;
  for (const std::string_view word : words) {
    if (!word.ends_with(".jsonl")) continue;
    given = true;
    std::ifstream file{std::string(word), std::ios::binary};
    for (std::string line; std::getline(file, line);)
      trial.run(line, flips);
  }
  for (std::uint64_t number = 1; !given && number <= lines; ++number)
    trial.run(digest::Maker(number).line(), flips);
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  trial.hold_memory(usage.ru_maxrss);
  std::printf("%zu broken lines, %zu refused, %zu failures, the slowest %lld us, %ld kB\n",
              trial.inputs(), trial.refused(), trial.failures(),
              static_cast<long long>(trial.slowest()) * 1'000'000 / CLOCKS_PER_SEC,
              usage.ru_maxrss);
  return trial.failures() == 0 && trial.refused() > trial.inputs() / 2 ? 0 : 1;
}
