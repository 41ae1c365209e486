// SPDX-License-Identifier: Apache-2.0
//
// Aims at one rule; see aim.hpp.
// In: a claim. Out: how near the rule is to granting, none of the policy's exclusions to closing it.
// Never aims every claim: some are left as chance made them.
// Tested by its comparison with the library, oracle.shipped.
#include "aim.hpp"

#include <algorithm>

#include "judge.hpp"
#include "random_claim.hpp"

namespace oracle {

namespace {

constexpr int all_of_it = 1000;

class Aim {
 public:
  Aim(Random& random, const std::vector<std::shared_ptr<Policy>>& policies,
      const std::shared_ptr<Policy>& about, const std::map<std::string, Calendar>& calendars)
      : about_(about), calendars_(calendars) {
    for (const Rule& rule : about->rules) {
      if (rule.effect == Rule::Effect::grants || random.chance(15)) rules_.push_back(&rule);
    }
    rule_ = random.of(rules_);
    for (const auto& policy : policies) {
      if (policy != about) others_.push_back(policy);
    }
  }

  int near(const Json& claim) const {
    const std::vector<std::shared_ptr<Policy>> mine{about_};
    ClaimFacts facts = read_claim(claim, mine, std::nullopt);
    Evaluator eval(*about_, facts, calendars_);
    int score = 4 * holds(eval, *rule_, true), most = 4;
    most += 3;
    score += applying(*about_, facts);
    if (about_->applies_to) {
      score += 2 * of(eval, *about_->applies_to, true);
    } else {
      score += 2 * all_of_it;
    }
    for (const Rule& other : about_->rules) {
      if (other.effect != Rule::Effect::excludes || &other == rule_ || !meets(other)) continue;
      score += holds(eval, other, false);
      ++most;
    }
    for (const auto& [name, body] : rule_->grants) {
      for (const ExprPtr& need : body.needs) {
        score += of(eval, *need, true);
        ++most;
      }
    }
    for (const auto& other : others_) {
      if (others_.size() > 2) break;
      score += applying(*other, read_claim(claim, others_, std::nullopt));
      ++most;
    }
    return score / most;
  }

 private:
  int applying(const Policy& policy, const ClaimFacts& facts) const {
    Why why;
    Applies applies = Judge(policy, facts, calendars_, {}).applies(why);
    return applies == Applies::yes ? all_of_it : applies == Applies::open ? all_of_it / 2 : 0;
  }
  bool meets(const Rule& exclusion) const {
    return std::any_of(exclusion.remedies.begin(), exclusion.remedies.end(),
                       [&](const std::string& name) { return rule_->grants.contains(name); });
  }
  static int holds(Evaluator& eval, const Rule& rule, bool wanted) {
    int when = rule.when ? of(eval, *rule.when, wanted) : wanted ? all_of_it : 0;
    int unless = rule.unless ? of(eval, *rule.unless, !wanted) : wanted ? all_of_it : 0;
    return wanted ? (when + unless) / 2 : std::max(when, unless);
  }
  // How near a condition is to being true, or to being false.
  static int of(Evaluator& eval, const Expr& e, bool wanted) {
    if (e.op == Op::negation) return of(eval, *e.kids[0], !wanted);
    if (e.op != Op::all && e.op != Op::any && e.op != Op::at_least) {
      Tri tri = eval.condition(e);
      return tri.is_open() ? all_of_it / 3 : tri.yes() == wanted ? all_of_it : 0;
    }
    std::vector<int> kids;
    for (const ExprPtr& kid : e.kids)
      kids.push_back(of(eval, *kid, wanted));
    std::sort(kids.rbegin(), kids.rend());
    auto n = static_cast<std::int64_t>(kids.size());
    // So many of them must be as they are wanted.
    std::int64_t must = e.op == Op::all ? n : e.op == Op::any ? 1 : e.k;
    if (!wanted) must = n - must + 1;
    must = std::clamp<std::int64_t>(must, 1, n);
    std::int64_t sum = 0;
    for (std::int64_t i = 0; i < must; ++i)
      sum += kids[static_cast<std::size_t>(i)];
    return static_cast<int>(sum / must);
  }

  std::shared_ptr<Policy> about_;
  const std::map<std::string, Calendar>& calendars_;
  std::vector<const Rule*> rules_;
  std::vector<std::shared_ptr<Policy>> others_;
  const Rule* rule_ = nullptr;
};

}  // namespace

std::vector<std::string> aimed_claims(Random& random,
                                      const std::vector<std::shared_ptr<Policy>>& policies,
                                      const std::shared_ptr<Policy>& about,
                                      const std::map<std::string, Calendar>& calendars) {
  const Aim aim(random, policies, about, calendars);
  std::vector<std::string> out = random_claims_near(
      random, policies, *about, [&](const Json& claim) { return aim.near(claim); }, 8);
  out.push_back(random_claim(random, policies));
  return out;
}

}  // namespace oracle
