// SPDX-License-Identifier: Apache-2.0
//
// sanbao_oracle: decides random claims twice, by the library and by the oracle, and prints where they differ.
// In: how many pairs, a seed, policies or none. Out: differences on standard output; exit 1 where there are any.
// Never looks inside the library: it loads, reads, decides and writes as any other program does.
// Tested by ctest: oracle.random, oracle.hyundai.
#include <charconv>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ask.hpp"
#include "compare.hpp"
#include "decide.hpp"
#include "policy.hpp"
#include "random.hpp"
#include "random_claim.hpp"
#include "random_policy.hpp"
#include "sanbao/sanbao.hpp"

namespace {

struct Options {
  std::uint64_t pairs = 2000, seed = 1, claims = 20, show = 5;
  std::vector<std::string> policies;
  std::optional<std::string> claim;
  std::string calendars = "rules/calendars";
  bool verbose = false;
  std::uint64_t slow = 0;  // milliseconds: print what takes the library longer
  std::uint64_t ask = 50;  // of so many claims, one has its sets of `ask` tried; 0: none
};

struct Totals {
  std::uint64_t policies = 0, refused = 0, pairs = 0, unread = 0, different = 0, skipped = 0;
};

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::optional<std::string> library_answer(const sanbao::Rulebook& rulebook,
                                          sanbao::ClaimReader& reader, const std::string& line,
                                          std::optional<oracle::Day> as_of) {
  static thread_local sanbao::Decision decision;
  sanbao::Claim claim(rulebook);
  if (!reader.read(line, claim)) return std::nullopt;
  sanbao::EvaluateOptions options;
  options.detail = sanbao::Detail::codes;
  if (as_of) options.as_of = sanbao::CivilDate::parse(oracle::write_day(*as_of));
  if (!sanbao::evaluate(rulebook, claim, options, decision)) return std::nullopt;
  std::string out;
  sanbao::append_json(decision, out);
  return out;
}

// One rulebook and its claims. False where too many differences have been shown.
bool run(const std::vector<std::string>& texts, oracle::Random& random, std::uint64_t claims,
         const std::map<std::string, oracle::Calendar>& calendars,
         const std::vector<sanbao::CalendarSource>& calendar_texts, const Options& options,
         Totals& totals) {
  ++totals.policies;
  std::vector<sanbao::PolicySource> sources;
  for (const std::string& text : texts)
    sources.push_back({"p" + std::to_string(sources.size()) + ".yaml", text});
  auto loaded = sanbao::load_rulebook(sources, calendar_texts);
  if (!loaded) {
    ++totals.refused;
    if (options.verbose) {
      for (const std::string& text : texts)
        std::printf("%s\n", text.c_str());
      for (const auto& d : loaded.diagnostics())
        if (d.severity == sanbao::Severity::error) std::printf("%s", sanbao::render(d).c_str());
    }
    return true;
  }
  std::vector<std::shared_ptr<oracle::Policy>> policies;
  for (const std::string& text : texts)
    policies.push_back(oracle::read_policy(text));
  sanbao::ClaimReader reader(*loaded);
  for (std::uint64_t i = 0; i < claims; ++i) {
    std::string line = options.claim ? *options.claim : oracle::random_claim(random, policies);
    oracle::Json json = oracle::read_json(line);
    std::optional<oracle::Day> as_of;
    oracle::ClaimFacts facts = oracle::read_claim(json, policies, std::nullopt);
    if (!options.claim && random.chance(8)) {
      as_of = facts.as_of ? *facts.as_of + random.between(0, 20) : 19800;
      facts = oracle::read_claim(json, policies, as_of);
    }
    auto begin = std::chrono::steady_clock::now();
    auto answer = library_answer(*loaded, reader, line, as_of);
    auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
                    std::chrono::steady_clock::now() - begin)
                    .count();
    if (options.slow > 0 && static_cast<std::uint64_t>(took) > options.slow) {
      for (const std::string& text : texts)
        std::printf("%s\n", text.c_str());
      std::printf("slow: %lld ms\n%s\n", static_cast<long long>(took), line.c_str());
      std::fflush(stdout);
    }
    if (!answer) {
      ++totals.unread;
      if (options.verbose)
        std::printf("refused: %s\n  %s %s\n", line.c_str(), reader.error().path.c_str(),
                    reader.error().message.c_str());
      continue;
    }
    ++totals.pairs;
    oracle::Settings settings;
    settings.day_by_day = random.chance(2);
    oracle::Decision decision = oracle::decide(policies, facts, calendars, settings);
    for (const auto& one : decision.policies) {
      for (const auto& [name, remedy] : one.remedies)
        totals.skipped += remedy.too_many ? 1 : 0;
    }
    oracle::Json library = oracle::read_json(*answer);
    auto found = oracle::differences(library, decision);
    if (options.ask > 0 && totals.pairs % options.ask == 0) {
      for (std::string& fault :
           oracle::asking_faults({policies, calendars, json, as_of}, library, decision))
        found.push_back(std::move(fault));
    }
    if (found.empty() && !options.claim) continue;
    if (!found.empty()) ++totals.different;
    if (!found.empty() && totals.different > options.show) continue;
    std::printf("----------------\n");
    if (options.policies.empty()) {
      for (const std::string& text : texts)
        std::printf("%s\n", text.c_str());
    }
    if (as_of) std::printf("as_of: %s\n", oracle::write_day(*as_of).c_str());
    std::printf("%s\n%s\n", line.c_str(), answer->c_str());
    for (const std::string& one : found)
      std::printf("  %s\n", one.c_str());
    std::fflush(stdout);
  }
  return true;
}

bool number(const char* text, std::uint64_t& into) {
  std::string_view view(text);
  auto [end, fault] = std::from_chars(view.data(), view.data() + view.size(), into);
  return fault == std::errc() && end == view.data() + view.size();
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    std::string_view option = argv[i];
    auto next = [&]() -> const char* { return i + 1 < argc ? argv[++i] : ""; };
    bool fine = true;
    if (option == "--pairs") {
      fine = number(next(), options.pairs);
    } else if (option == "--seed") {
      fine = number(next(), options.seed);
    } else if (option == "--claims") {
      fine = number(next(), options.claims);
    } else if (option == "--show") {
      fine = number(next(), options.show);
    } else if (option == "--calendars") {
      options.calendars = next();
    } else if (option == "--policy") {
      options.policies.emplace_back(next());
    } else if (option == "--claim") {
      options.claim = read_file(next());
    } else if (option == "--ask") {
      fine = number(next(), options.ask);
    } else if (option == "--slow") {
      fine = number(next(), options.slow);
    } else if (option == "--verbose") {
      options.verbose = true;
    } else {
      fine = false;
    }
    if (!fine) {
      std::fprintf(stderr,
                   "usage: sanbao_oracle [--pairs N] [--seed S] [--claims N] [--show N] "
                   "[--calendars FOLDER] [--policy FILE]... [--claim FILE] [--slow MS] "
                   "[--ask N] [--verbose]\n");
      return 2;
    }
  }
  std::map<std::string, oracle::Calendar> calendars;
  std::vector<sanbao::CalendarSource> calendar_texts;
  std::string cn = read_file(options.calendars + "/cn.csv");
  if (cn.empty()) {
    std::fprintf(stderr, "no calendar %s/cn.csv\n", options.calendars.c_str());
    return 2;
  }
  calendars.emplace("cn", oracle::Calendar(cn));
  calendar_texts.push_back({"cn", cn});

  Totals totals;
  std::vector<std::string> given;
  for (const std::string& file : options.policies)
    given.push_back(read_file(file));
  std::uint64_t round = 0;
  while (totals.pairs < options.pairs && totals.policies < 2 * options.pairs + 10) {
    oracle::Random random(options.seed * 1'000'003 + round++);
    std::vector<std::string> texts = given.empty() ? oracle::random_policies(random) : given;
    std::uint64_t claims =
        options.claim ? 1 : std::min(options.claims, options.pairs - totals.pairs);
    run(texts, random, claims, calendars, calendar_texts, options, totals);
    if (options.claim) break;
  }
  std::printf(
      "%llu policies (%llu refused), %llu pairs (%llu claims refused), %llu remedies left out, "
      "%llu differ\n",
      static_cast<unsigned long long>(totals.policies),
      static_cast<unsigned long long>(totals.refused),
      static_cast<unsigned long long>(totals.pairs), static_cast<unsigned long long>(totals.unread),
      static_cast<unsigned long long>(totals.skipped),
      static_cast<unsigned long long>(totals.different));
  return totals.different > 0 ? 1 : 0;
}
