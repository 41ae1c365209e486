// SPDX-License-Identifier: Apache-2.0
//
// See pair.hpp. The shipped policy is read from rules/, below the folder that the tests are run in.
#include "pair.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <ostream>

#include "policy.hpp"
#include "random_claim.hpp"
#include "random_policy.hpp"

namespace properties {

namespace {

const std::string& hyundai() {
  static const std::string text = [] {
    std::ifstream file("rules/vendors/hyundai-mp3.yaml", std::ios::binary);
    return std::string{std::istreambuf_iterator<char>(file), {}};
  }();
  return text;
}

std::optional<sanbao::Rulebook> load_texts(const std::vector<std::string>& texts) {
  std::vector<sanbao::PolicySource> files;
  for (const std::string& text : texts)
    files.push_back({"p" + std::to_string(files.size()) + ".yaml", text});
  auto rules = sanbao::load_rulebook(files);
  if (!rules) return std::nullopt;
  return *rules;
}

Pair make(Source source, oracle::Random& random) {
  using Policies = std::vector<std::shared_ptr<oracle::Policy>>;
  Pair pair;
  if (source == Source::hyundai) {
    static const Policies policies{oracle::read_policy(hyundai())};
    static const Json tree = read_yaml(hyundai());
    pair.policies = {tree};
    pair.claim = oracle::read_json(oracle::random_claim(random, policies));
    return pair;
  }
  std::vector<std::string> texts;
  while (!load(pair.policies)) {
    texts = oracle::random_policies(random);
    pair.policies.clear();
    for (const std::string& text : texts)
      pair.policies.push_back(read_yaml(text));
  }
  Policies policies;
  for (const std::string& text : texts)
    policies.push_back(oracle::read_policy(text));
  pair.claim = oracle::read_json(oracle::random_claim(random, policies));
  return pair;
}

rc::Seq<rc::Shrinkable<Pair>> shrink(const Pair& pair);

rc::Shrinkable<Pair> shrinkable(Pair pair) {
  return rc::shrinkable::lambda([pair] { return pair; }, [pair] { return shrink(pair); });
}

// The policy first, then the claim; nothing that is not a rulebook any more.
rc::Seq<rc::Shrinkable<Pair>> shrink(const Pair& pair) {
  std::vector<rc::Shrinkable<Pair>> out;
  for (std::size_t i = 0; pair.policies.size() > 1 && i < pair.policies.size(); ++i) {
    Pair less = pair;
    less.policies.erase(less.policies.begin() + static_cast<std::ptrdiff_t>(i));
    out.push_back(shrinkable(less));
  }
  for (std::size_t i = 0; i < pair.policies.size(); ++i)
    for (Json& policy : smaller(pair.policies[i])) {
      Pair less = pair;
      less.policies[i] = std::move(policy);
      out.push_back(shrinkable(less));
    }
  for (Json& claim : smaller(pair.claim))
    out.push_back(shrinkable({pair.policies, std::move(claim)}));
  return rc::seq::fromContainer(std::move(out));
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Pair& pair) {
  for (const Json& policy : pair.policies)
    out << '\n' << write_yaml(policy);
  return out << '\n' << oracle::write_json(pair.claim) << '\n';
}

rc::Gen<Pair> pairs(Source source) {
  return [source](const rc::Random& chance, int) {
    rc::Random copy = chance;
    oracle::Random random(copy.next());
    return shrinkable(make(source, random));
  };
}

std::uint64_t any_seed() {
  return *rc::gen::noShrink(rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<std::uint64_t>()));
}

std::uint64_t hash(std::string_view text, std::uint64_t seed) {
  for (const char c : text)
    seed = oracle::Random(seed ^ static_cast<unsigned char>(c)).next();
  return seed;
}

std::optional<sanbao::Rulebook> load(const std::vector<Json>& policies) {
  std::vector<std::string> texts;
  texts.reserve(policies.size());
  for (const Json& policy : policies)
    texts.push_back(write_yaml(policy));
  // The shipped policy is the same for every claim, and what a property makes of it often is.
  static std::map<std::vector<std::string>, std::optional<sanbao::Rulebook>> loaded;
  if (loaded.size() > 64) loaded.clear();
  const auto at = loaded.find(texts);
  return at != loaded.end() ? at->second : loaded[texts] = load_texts(texts);
}

std::optional<sanbao::Claim> read(const sanbao::Rulebook& rules, const std::string& line) {
  sanbao::Claim claim(rules);
  sanbao::ClaimReader reader(rules);
  if (!reader.read(line, claim)) return std::nullopt;
  return claim;
}

sanbao::Rulebook rules_of(const Pair& pair) {
  const auto rules = load(pair.policies);
  RC_PRE(rules.has_value());
  RC_PRE(read(*rules, oracle::write_json(pair.claim)).has_value());
  return *rules;
}

sanbao::Decision decide(const sanbao::Rulebook& rules, const Json& claim, sanbao::Detail detail) {
  const auto read_claim = read(rules, oracle::write_json(claim));
  RC_ASSERT(read_claim.has_value());
  sanbao::Decision decision;
  RC_ASSERT(sanbao::evaluate(rules, *read_claim, {{}, detail}, decision));
  return decision;
}

std::string json_of(const sanbao::Rulebook& rules, const Json& claim) {
  std::string out;
  sanbao::append_json(decide(rules, claim, sanbao::Detail::full), out);
  return out;
}

sanbao::Status status_of(const sanbao::Decision& decision, std::string_view remedy) {
  const auto* answer = decision.remedy(remedy);
  return answer == nullptr ? sanbao::Status::unavailable : answer->status;
}

void same(const std::string& a, const std::string& b) {
  if (a == b) return;
  const auto at = static_cast<std::size_t>(
      std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
  const std::size_t from = at < 80 ? 0 : at - 80;
  RC_FAIL("differs at " + std::to_string(at) + ":\n  " + a.substr(from, 240) + "\n  " +
          b.substr(from, 240));
}

}  // namespace properties
