// SPDX-License-Identifier: Apache-2.0
//
// Which atoms are open, and all the ways they may turn out; see judge.hpp. docs/language.md section 7, "Atoms" and
// "Nulls".
// In: atoms and a claim. Out: completions.
// Never judges: what a completion gives is in judge.cpp.
// Tested by its comparison with the library, oracle.random.
#include "judge.hpp"
#include "random.hpp"

namespace oracle {

namespace {
constexpr signed char both_ways[] = {1, 2};
}

// What keeps an atom open once the conditions inside it are completed; nothing where they decide it.
std::optional<Why> Judge::open_itself(const Expr& atom) {
  eval_.tried.assign(policy_.atoms.size(), 0);
  Tri plain = eval_.condition(atom);
  if (!plain.is_open()) return std::nullopt;
  std::vector<const Expr*> inside;
  for (const Expr* inner : atom.inner) {
    if (eval_.condition(*inner).is_open()) inside.push_back(inner);
  }
  if (inside.empty() || inside.size() > 8) return plain.why;
  Why why;
  bool open = false;
  Tried tried(policy_.atoms.size(), 0);
  std::function<void(std::size_t)> go = [&](std::size_t i) {
    if (i < inside.size()) {
      for (signed char as : both_ways) {
        tried[static_cast<std::size_t>(inside[i]->atom)] = as;
        go(i + 1);
      }
      return;
    }
    eval_.tried = tried;
    Tri one = eval_.condition(atom);
    if (!one.is_open()) return;
    open = true;
    why.add(one.why);
  };
  go(0);
  eval_.tried.assign(policy_.atoms.size(), 0);
  if (!open) return std::nullopt;
  return why;
}

Judge::Undecided Judge::undecided(const std::vector<const Expr*>& atoms) {
  Undecided out;
  for (const Expr* atom : atoms) {
    std::optional<Why> why = open_itself(*atom);
    if (!why) continue;
    out.why.add(*why);
    if (why->asks() && !why->null.empty()) {
      out.mixed.push_back(atom);
    } else if (why->asks()) {
      out.absent.push_back(atom);
    } else {
      out.null.push_back(atom);
    }
  }
  eval_.tried.assign(policy_.atoms.size(), 0);
  return out;
}

void Judge::each_null(const Undecided&, const Tried& start, const std::vector<const Expr*>& nulls,
                      const std::function<void(const Tried&)>& use) {
  Tried tried = start;
  std::function<void(std::size_t)> go = [&](std::size_t i) {
    if (i == nulls.size()) {
      use(tried);
      return;
    }
    for (signed char as : both_ways) {
      tried[static_cast<std::size_t>(nulls[i]->atom)] = as;
      go(i + 1);
    }
  };
  go(0);
}

void Judge::each_absent(const Undecided& open,
                        const std::function<void(const std::vector<Tried>&)>& use) {
  Tried tried(policy_.atoms.size(), 0);
  std::vector<const Expr*> nulls = open.null;
  std::function<void(std::size_t)> go = [&](std::size_t i) {
    if (i < open.absent.size()) {
      for (signed char as : both_ways) {
        tried[static_cast<std::size_t>(open.absent[i]->atom)] = as;
        go(i + 1);
      }
      return;
    }
    std::size_t m = i - open.absent.size();
    if (m < open.mixed.size()) {
      auto place = static_cast<std::size_t>(open.mixed[m]->atom);
      for (signed char as : both_ways) {
        tried[place] = as;
        go(i + 1);
      }
      tried[place] = 0;
      nulls.push_back(open.mixed[m]);
      go(i + 1);
      nulls.pop_back();
      return;
    }
    std::vector<Tried> completions;
    each_null(open, tried, nulls, [&](const Tried& one) { completions.push_back(one); });
    use(completions);
  };
  go(0);
}

// Nulls beyond the limit count as not established at once, so what completions of them would give says nothing.
void Judge::sample(const std::string& name, const Undecided& open, Remedy& remedy) {
  if (!open.null.empty() || !open.mixed.empty()) return;
  constexpr std::size_t samples = 64;
  Random random(open.absent.size());
  const std::vector<const Expr*> conditions = conditions_of_remedy(name);
  for (std::size_t n = 0; n < samples; ++n) {
    Tried tried(policy_.atoms.size(), 0);
    for (const Expr* atom : open.absent)  // the first two: none of them, all of them
      tried[static_cast<std::size_t>(atom->atom)] = both_ways[n < 2 ? n : random.below(2)];
    eval_.tried = tried;
    Readings readings;
    for (const Expr* condition : conditions)
      readings.of[condition] = eval_.condition(*condition).yes();
    const Outcome one = judge(name, readings, {tried});
    remedy.sampled.insert(one.status);
    remedy.sampled_not_due = remedy.sampled_not_due || !one.due;
  }
  eval_.tried.assign(policy_.atoms.size(), 0);
}

}  // namespace oracle
