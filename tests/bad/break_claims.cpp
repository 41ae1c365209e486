// SPDX-License-Identifier: Apache-2.0
//
// break_claims.cpp: claim lines cut at every byte and flipped, through ClaimReader.
// In: a policy or a folder of them; files of claims, or --lines N claims made for hyundai-mp3; --flips N
// of each. Out: the first lines that break a promise, and exit status 1. Promises: a line cut short is
// refused for its form, at its end; what is no JSON by a reader of its own (tests/fuzz/json_form.cpp)
// is refused for its form, and what is JSON never is; the whole line is decided alike before and
// after, byte for byte.
#include <cstdio>
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

class Trial {
 public:
  explicit Trial(const Rulebook& rulebook)
      : rulebook_(rulebook), reader_(rulebook), claim_(rulebook) {}

  [[nodiscard]] std::size_t inputs() const { return inputs_; }
  [[nodiscard]] std::size_t refused() const { return refused_; }
  [[nodiscard]] std::size_t failures() const { return failures_; }

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
    std::string json;
    if (!reader_.read(line, claim_)) return fail(line, "a whole line is refused"), json;
    if (!evaluate(rulebook_, claim_, {}, decision_)) fail(line, "not decided");
    append_json(decision_, json);
    return json;
  }

  bool is_form(std::string_view code) const {
    return code == "SB3002" || code == "SB3003" || code == "SB3004" || code == "SB3005";
  }

  void cut(const std::string& text) {
    ++inputs_;
    if (reader_.read(text, claim_)) return fail(text, "a line cut short is read");
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
    const bool read = reader_.read(text, claim_);
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
  ClaimReader reader_;
  Claim claim_;
  Decision decision_;
  std::uint64_t state_ = 11;
  std::size_t inputs_ = 0, refused_ = 0, failures_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> words(argv + 1, argv + argc);
  if (words.empty()) {
    std::fprintf(stderr, "usage: break_claims RULES [CLAIMS.jsonl…] [--lines N] [--flips N]\n");
    return 2;
  }
  const auto policy = load_rulebook_files(std::vector{std::string(words[0])});
  if (!policy.has_value()) return std::fprintf(stderr, "the policy is not sound\n"), 1;
  Trial trial(*policy);
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
  std::printf("%zu broken lines, %zu refused, %zu failures\n", trial.inputs(), trial.refused(),
              trial.failures());
  return trial.failures() == 0 && trial.refused() > trial.inputs() / 2 ? 0 : 1;
}
