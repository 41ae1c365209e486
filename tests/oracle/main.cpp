// SPDX-License-Identifier: Apache-2.0
//
// sanbao_oracle: decides random claims twice, by the library and by the oracle, and prints where they differ.
// In: how many pairs, a seed, policies, a folder of them or none. Out: differences on standard output, with a folder
// what came out for each policy; exit 1 where there are differences, where fewer pairs were compared than asked for, and
// where more policies or claims were refused than is usual: then nothing was shown.
// Never looks inside the library: it loads, reads, decides and writes as any other program does.
// Tested by ctest: oracle.random, oracle.shipped, oracle.shipped_some, oracle.shipped_all; oracle.nothing_compared.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "aim.hpp"
#include "ask.hpp"
#include "compare.hpp"
#include "decide.hpp"
#include "policy.hpp"
#include "random.hpp"
#include "random_claim.hpp"
#include "random_policy.hpp"
#include "reasons.hpp"
#include "sanbao/sanbao.hpp"

namespace {

struct Options {
  std::uint64_t pairs = 2000, seed = 1, claims = 20, show = 5;
  std::vector<std::string> policies;
  std::string rules;     // a folder of policies
  std::string together;  // how many of them make a rulebook: nothing for one, some, all
  std::optional<std::string> claim;
  std::string calendars = "rules/calendars";
  bool verbose = false;
  std::uint64_t slow = 0;     // milliseconds: print what takes the library longer
  std::uint64_t ask = 50;     // of so many claims, one has its sets of `ask` tried; 0: none
  std::uint64_t reasons = 5;  // of so many claims, one has its full reasons compared; 0: none
  bool lacking = false;       // claims have 30 to 99 of a hundred facts taken away
  bool days = false;          // `until` is sought on every day of 40,000, on every claim
};

struct Totals {
  std::uint64_t policies = 0, refused = 0, pairs = 0, unread = 0, different = 0, skipped = 0;
  std::uint64_t sampled = 0,
                divided = 0;  // of those skipped: with some completions tried, that differ
  std::map<std::string, std::uint64_t> outcomes;
};

/// What one rulebook is made of.
struct Rules {
  std::vector<std::string> texts;
  std::optional<std::size_t> about;  // of `texts`: which policy the claims should meet
  oracle::ParameterValues set;
};

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::optional<std::string> library_answer(const sanbao::Rulebook& rulebook,
                                          sanbao::ClaimReader& reader, const std::string& line,
                                          std::optional<oracle::Day> as_of,
                                          sanbao::Detail detail = sanbao::Detail::codes) {
  static thread_local sanbao::Decision decision;
  sanbao::EvaluateOptions options;
  options.detail = detail;
  if (as_of) options.as_of = sanbao::CivilDate::parse(oracle::write_day(*as_of));
  // What is put together when it is read no longer has the claim then.
  auto claim = std::make_unique<sanbao::Claim>(rulebook);
  if (!reader.read(line, *claim)) return std::nullopt;
  if (!sanbao::evaluate(rulebook, *claim, options, decision)) return std::nullopt;
  claim.reset();
  std::string out;
  sanbao::append_json(decision, out);
  return out;
}

// One rulebook and its claims.
void run(const Rules& rules, oracle::Random& random, std::uint64_t claims,
         const std::map<std::string, oracle::Calendar>& calendars,
         const std::vector<sanbao::CalendarSource>& calendar_texts, const Options& options,
         Totals& totals) {
  ++totals.policies;
  const std::vector<std::string>& texts = rules.texts;
  std::vector<sanbao::PolicySource> sources;
  for (const std::string& text : texts)
    sources.push_back({"p" + std::to_string(sources.size()) + ".yaml", text});
  std::vector<sanbao::ParameterSetting> settings_of_parameters;
  for (const auto& [name, value] : rules.set) {
    std::size_t colon = name.find(':');
    settings_of_parameters.push_back({name.substr(0, colon), name.substr(colon + 1), value});
  }
  auto loaded = sanbao::load_rulebook(sources, calendar_texts, settings_of_parameters);
  if (!loaded) {
    ++totals.refused;
    if (options.verbose) {
      for (const std::string& text : texts)
        std::printf("%s\n", text.c_str());
      for (const auto& d : loaded.diagnostics())
        if (d.severity == sanbao::Severity::error) std::printf("%s", sanbao::render(d).c_str());
    }
    return;
  }
  std::vector<std::shared_ptr<oracle::Policy>> policies;
  std::shared_ptr<oracle::Policy> about;
  for (const std::string& text : texts)
    policies.push_back(oracle::read_policy(text, rules.set));
  if (rules.about) about = policies[*rules.about];
  std::sort(policies.begin(), policies.end(), [](const auto& a, const auto& b) {
    return std::tie(a->id, a->version) < std::tie(b->id, b->version);
  });
  sanbao::ClaimReader reader(*loaded);
  std::vector<std::string> waiting;
  for (std::uint64_t i = 0; i < claims; ++i) {
    if (waiting.empty() && about)
      waiting = oracle::aimed_claims(random, policies, about, calendars);
    std::string line;
    if (options.claim) {
      line = *options.claim;
    } else if (about) {
      line = std::move(waiting.back());
      waiting.pop_back();
    } else {
      line = oracle::random_claim(random, policies);
    }
    oracle::Json json = oracle::read_json(line);
    if (options.lacking) {
      oracle::thin(json, random, 30 + static_cast<int>(random.below(70)));
      line = oracle::write_json(json);
    }
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
    settings.all_days = options.days;
    oracle::Decision decision = oracle::decide(policies, facts, calendars, settings);
    for (const auto& one : decision.policies) {
      for (const auto& [name, remedy] : one.remedies) {
        if (remedy.too_many) ++totals.skipped;
        if (!remedy.sampled.empty()) ++totals.sampled;
        if (remedy.sampled.size() > 1) ++totals.divided;
      }
    }
    oracle::Json library = oracle::read_json(*answer);
    ++totals.outcomes[library.at("outcome")];
    auto found = oracle::differences(library, decision);
    if (options.ask > 0 && totals.pairs % options.ask == 0) {
      for (std::string& fault :
           oracle::asking_faults({policies, calendars, json, as_of}, library, decision))
        found.push_back(std::move(fault));
    }
    if (options.reasons > 0 && totals.pairs % options.reasons == 0) {
      answer = library_answer(*loaded, reader, line, as_of, sanbao::Detail::full);
      oracle::Json full = oracle::read_json(*answer);
      for (std::string& fault : oracle::reason_faults(full, library, decision, facts, calendars))
        found.push_back(std::move(fault));
    }
    if (found.empty() && !options.claim) continue;
    if (!found.empty()) ++totals.different;
    if (!found.empty() && totals.different > options.show) continue;
    std::printf("----------------\n");
    if (options.policies.empty() && options.rules.empty()) {
      for (const std::string& text : texts)
        std::printf("%s\n", text.c_str());
    } else {
      for (const auto& policy : policies)
        std::printf("policy: %s %s\n", policy->id.c_str(), policy->version.c_str());
    }
    for (const auto& [name, value] : rules.set)
      std::printf("--set %s=%s\n", name.c_str(), value.c_str());
    if (as_of) std::printf("as_of: %s\n", oracle::write_day(*as_of).c_str());
    std::printf("%s\n%s\n", line.c_str(), answer->c_str());
    for (const std::string& one : found)
      std::printf("  %s\n", one.c_str());
    std::fflush(stdout);
  }
}

// Every policy below a folder, but no test file, by its path.
std::map<std::string, std::string> policies_below(const std::string& folder) {
  std::map<std::string, std::string> out;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    std::string path = entry.path().string();
    if (path.ends_with(".yaml") && !path.ends_with(".test.yaml")) out[path] = read_file(path);
  }
  return out;
}

// A literal of the same type: a day a month later, a figure one more; none of a text.
std::string other_value(const std::string& value) {
  if (value == "true" || value == "false") return value == "true" ? "false" : "true";
  if (auto day = oracle::read_day(value)) return oracle::write_day(*day + 31);
  std::size_t digits = value.find_first_not_of("0123456789");
  if (digits == 0) return value;
  return std::to_string(std::stoll(value.substr(0, digits)) + 1) +
         (digits == std::string::npos ? "" : value.substr(digits));
}

// In half of all rulebooks each reading in dispute is set to another by the toss of a coin.
oracle::ParameterValues readings(oracle::Random& random, const std::vector<std::string>& texts) {
  oracle::ParameterValues out;
  if (random.chance(50)) return out;
  for (const std::string& text : texts) {
    auto policy = oracle::read_policy(text);
    for (const auto& [name, value] : policy->contested) {
      const std::string other = other_value(value);
      if (other != value && random.chance(50)) out[policy->id + ":" + name] = other;
    }
  }
  return out;
}

// A rulebook of the policies below a folder. `turn`: which of them the claims are about.
Rules shipped(oracle::Random& random, const std::vector<std::string>& all, std::uint64_t turn,
              const std::string& together) {
  Rules rules;
  std::size_t wanted = turn % all.size(), about = wanted;
  if (together == "all") {
    rules.texts = all;
  } else {
    rules.texts = {all[wanted]};
    std::int64_t others = together == "some" ? random.between(1, 2) : 0;
    while (others-- > 0) {
      const std::string& other = random.of(all);
      if (std::find(rules.texts.begin(), rules.texts.end(), other) == rules.texts.end())
        rules.texts.push_back(other);
    }
    about = 0;
  }
  rules.about = about;
  rules.set = readings(random, rules.texts);
  return rules;
}

void print(const std::string& name, const Totals& totals) {
  std::printf("%-28s %8llu pairs, %llu remedies left out, %llu differ;", name.c_str(),
              static_cast<unsigned long long>(totals.pairs),
              static_cast<unsigned long long>(totals.skipped),
              static_cast<unsigned long long>(totals.different));
  for (const auto& [outcome, n] : totals.outcomes)
    std::printf(" %s %llu", outcome.c_str(), static_cast<unsigned long long>(n));
  std::printf("\n");
}

// What would make "none differ" say less than it seems to; exit 1 then. Of random policies few are refused, by
// design; of those that are given none is, and no claim.
bool all_compared(const Totals& totals, std::uint64_t wanted, bool random_policies) {
  const std::uint64_t refused = random_policies ? totals.policies / 100 + 3 : 0;
  bool fine = true;
  auto hold = [&](bool held, const char* what) {
    if (!held) std::printf("%s\n", what);
    fine = fine && held;
  };
  hold(totals.pairs >= wanted, "fewer pairs were compared than asked for");
  hold(totals.refused <= refused, "more policies were refused than is usual");
  hold(totals.unread == 0, "claims were refused");
  return fine;
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
    } else if (option == "--rules") {
      options.rules = next();
    } else if (option == "--together") {
      options.together = next();
      fine = options.together == "some" || options.together == "all";
    } else if (option == "--claim") {
      options.claim = read_file(next());
    } else if (option == "--ask") {
      fine = number(next(), options.ask);
    } else if (option == "--reasons") {
      fine = number(next(), options.reasons);
    } else if (option == "--lacking") {
      options.lacking = true;
    } else if (option == "--days") {
      options.days = true;
    } else if (option == "--slow") {
      fine = number(next(), options.slow);
    } else if (option == "--verbose") {
      options.verbose = true;
    } else {
      fine = false;
    }
    if (!fine) {
      std::fprintf(
          stderr,
          "usage: sanbao_oracle [--pairs N] [--seed S] [--claims N] [--show N] "
          "[--calendars FOLDER] [--policy FILE]... [--rules FOLDER [--together some|all]] "
          "[--claim FILE] [--slow MS] [--ask N] [--reasons N] [--lacking] [--days] [--verbose]\n");
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

  Rules given;
  for (const std::string& file : options.policies)
    given.texts.push_back(read_file(file));
  if (given.texts.size() == 1) given.about = 0;
  std::vector<std::string> names, below;
  if (!options.rules.empty()) {
    for (auto& [path, text] : policies_below(options.rules)) {
      names.push_back(std::filesystem::relative(path, options.rules).string());
      below.push_back(std::move(text));
    }
  }
  std::vector<Totals> by_policy(std::max<std::size_t>(below.size(), 1));
  Totals totals;
  std::uint64_t round = 0;
  while (totals.pairs < options.pairs && totals.policies < 2 * options.pairs + 10) {
    Totals& one = by_policy[round % by_policy.size()];
    oracle::Random random(options.seed * 1'000'003 + round);
    Rules rules = given;
    if (!below.empty()) {
      rules = shipped(random, below, round, options.together);
    } else if (given.texts.empty()) {
      rules.texts = oracle::random_policies(random);
      bool contested = false;
      for (const std::string& text : rules.texts)
        contested = contested || text.find("contested:") != std::string::npos;
      if (contested) rules.set = readings(random, rules.texts);
    }
    Totals before = one;
    run(rules, random, options.claim ? 1 : std::min(options.claims, options.pairs - totals.pairs),
        calendars, calendar_texts, options, one);
    totals.policies += one.policies - before.policies;
    totals.refused += one.refused - before.refused;
    totals.pairs += one.pairs - before.pairs;
    totals.unread += one.unread - before.unread;
    totals.skipped += one.skipped - before.skipped;
    totals.sampled += one.sampled - before.sampled;
    totals.divided += one.divided - before.divided;
    totals.different += one.different - before.different;
    ++round;
    if (options.claim) break;
  }
  for (std::size_t i = 0; i < names.size(); ++i)
    print(names[i], by_policy[i]);
  std::printf(
      "%llu policies (%llu refused), %llu pairs (%llu claims refused), %llu remedies left out "
      "(%llu sampled, %llu of them open), %llu differ\n",
      static_cast<unsigned long long>(totals.policies),
      static_cast<unsigned long long>(totals.refused),
      static_cast<unsigned long long>(totals.pairs), static_cast<unsigned long long>(totals.unread),
      static_cast<unsigned long long>(totals.skipped),
      static_cast<unsigned long long>(totals.sampled),
      static_cast<unsigned long long>(totals.divided),
      static_cast<unsigned long long>(totals.different));
  const bool all = all_compared(totals, options.claim ? 1 : options.pairs,
                                options.rules.empty() && options.policies.empty());
  return all && totals.different == 0 ? 0 : 1;
}
