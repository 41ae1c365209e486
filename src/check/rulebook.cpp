// SPDX-License-Identifier: Apache-2.0
//
// rulebook.cpp: what is sound in each policy and wrong between them (docs/language.md §3 "Several
// policies"). In: checked policies. Out: errors SB2201 to SB2206 and the warning SB2207, each at the later policy and
// naming the other's place. Of rulebooks that decide the same claims: SB2201, SB2203, SB2204 and SB2206. Never compares policies' rules: the consumer may rely on any policy.
// Tested by tests/unit/check_rulebook_test.cpp and tests/baselines/bad/sb220*.
#include <algorithm>
#include <functional>
#include <map>
#include <tuple>

#include "base/source_text.hpp"
#include "check/check.hpp"
#include "check/wording.hpp"

namespace sanbao::check {

using ir::CheckedPolicy;
using ir::Type;

namespace {

std::string place(const CheckedPolicy& policy, Span span) {
  return policy.file + (span.line > 0 ? ":" + std::to_string(span.line) : "");
}

std::string full_name(const CheckedPolicy& policy) {
  return policy.version.empty() ? policy.id : policy.id + " " + policy.version;
}

CivilDate day_after(CivilDate day) {
  return CivilDate::from_days(day.days_since_epoch() + 1);
}
CivilDate day_before(CivilDate day) {
  return CivilDate::from_days(day.days_since_epoch() - 1);
}

class Book {
 public:
  /// `whole`: what they are parts of.
  Book(std::span<const CheckedPolicy* const> policies, std::string_view whole)
      : policies_(policies.begin(), policies.end()), whole_(whole) {
    // By file, so that the order in which the caller found them plays no part.
    std::ranges::stable_sort(policies_, {},
                             [](const CheckedPolicy* p) { return std::string_view(p->file); });
  }

  /// What claims and answers are made of.
  void shapes() {
    for (const CheckedPolicy* policy : policies_)
      types(*policy);
    for (const CheckedPolicy* policy : policies_)
      remedies(*policy);
    for (const CheckedPolicy* policy : policies_)
      common(*policy);
  }
  /// How policies of one rulebook go before one another.
  void order() {
    versions();
    yielding();
  }
  std::vector<Diagnostic> take() {
    sort_diagnostics(found_);
    return std::move(found_);
  }

 private:
  struct Seen {
    const CheckedPolicy* policy;
    Span span;
    std::string type;
  };

  void error(const CheckedPolicy& policy, Span span, std::string_view code, std::string message,
             std::string help) {
    tell(Severity::error, policy, span, code, std::move(message), std::move(help));
  }
  void tell(Severity severity, const CheckedPolicy& policy, Span span, std::string_view code,
            std::string message, std::string help) {
    Diagnostic fault{severity,           std::string(code), policy.file, span,
                     std::move(message), std::move(help),   {}};
    if (policy.tree != nullptr && span.line > 0)
      fault.source_line = base::SourceText(policy.tree->bytes).line(span.line);
    found_.push_back(std::move(fault));
  }

  template <typename Use>
  static std::string described(const Use& use) {
    std::string out(ir::type_name(use.type));
    if (use.type != Type::enumeration) return out;
    std::vector<std::string> words = use.members;
    std::ranges::sort(words);
    return "one of " + one_of(words, words.size());
  }

  void type_of(const CheckedPolicy& policy, Span span, const std::string& path,
               const std::string& type) {
    const auto [at, fresh] = types_.emplace(path, Seen{&policy, span, type});
    if (fresh || at->second.type == type) return;
    error(policy, span, "SB2201",
          tick(path) + " is " + type + " here and " + at->second.type + " in another policy",
          "the other stands at " + place(*at->second.policy, at->second.span) +
              "; a fact has one type in " + whole_);
  }

  void types(const CheckedPolicy& policy) {
    for (const ir::FactUse& fact : policy.facts)
      if (fact.declared && fact.standard == ir::no_index) {
        type_of(policy, fact.span, fact.path, described(fact));
        type_of(policy, fact.span, fact.path.substr(0, fact.path.find('.')), "a group of facts");
      }
    for (const ir::ListUse& list : policy.lists) {
      if (list.standard == ir::no_index) type_of(policy, list.span, list.path, "a list of events");
      for (const ir::FieldUse& field : list.fields)
        if (field.standard == ir::no_index && !field.computed)
          type_of(policy, field.span.line > 0 ? field.span : list.span,
                  list.path + "." + field.name, described(field));
    }
  }

  void remedies(const CheckedPolicy& policy) {
    for (const ir::RemedyUse& remedy : policy.remedies) {
      if (remedy.standard != ir::no_index) continue;
      const std::string kind = std::string(remedy.side ? "a side remedy" : "a remedy") +
                               (remedy.paid ? " for which the consumer pays" : "");
      const auto [at, fresh] = remedies_.emplace(remedy.id, Seen{&policy, remedy.title.span, kind});
      if (fresh || at->second.type == kind) continue;
      error(policy, remedy.title.span, "SB2206",
            tick(remedy.id) + " is " + kind + " here and " + at->second.type + " in another policy",
            "the other stands at " + place(*at->second.policy, at->second.span) +
                "; `side` and `paid` of a remedy are alike in " + whole_);
    }
  }

  // docs/language.md §3: versions of one id may not overlap in force.
  void versions() {
    std::map<std::string_view, std::vector<const CheckedPolicy*>> by_id;
    for (const CheckedPolicy* policy : policies_)
      by_id[policy->id].push_back(policy);
    for (auto& [id, versions] : by_id) {
      const auto begin = [](const CheckedPolicy* p) {
        return p->in_force_from.value_or(CivilDate::first());
      };
      const auto end = [](const CheckedPolicy* p) {
        return p->in_force_until.value_or(CivilDate::last());
      };
      std::ranges::stable_sort(versions, {}, begin);
      const CheckedPolicy* longest = versions.front();
      for (std::size_t i = 1; i < versions.size(); ++i) {
        const CheckedPolicy& policy = *versions[i];
        const bool ranged = policy.places.in_force.line > 0;
        const Span span = ranged ? policy.places.in_force : policy.places.policy;
        const std::string other = "the other, " + tick(full_name(*longest)) + ", stands at " +
                                  place(*longest, longest->places.policy);
        if (begin(&policy) <= end(longest)) {
          error(policy, span, "SB2202",
                "two versions of " + tick(id) + " are in force on " +
                    tick(begin(&policy).to_string()),
                other + "; give each its days with `in_force`, or choose another id");
        } else if (const CivilDate next = day_after(end(longest)); begin(&policy) > next) {
          const CivilDate last = day_before(begin(&policy));
          const std::string days =
              next == last ? "on " + tick(next.to_string())
                           : "from " + tick(next.to_string()) + " to " + tick(last.to_string());
          tell(Severity::warning, policy, span, "SB2207",
               "no version of " + tick(id) + " is in force " + days,
               other +
                   "; let one begin where the other ends, unless no terms were in force between "
                   "them");
        }
        if (end(&policy) > end(longest)) longest = &policy;
      }
    }
  }

  void common(const CheckedPolicy& policy) {
    if (policy.zone_given) {
      if (zone_ == nullptr) zone_ = &policy;
      if (!(policy.zone == zone_->zone))
        error(policy, policy.places.zone, "SB2203",
              "the zone is " + tick(policy.zone.name()) + " here and " + tick(zone_->zone.name()) +
                  " in another policy",
              "the other stands at " + place(*zone_, zone_->places.zone) + "; " + whole_ +
                  " has one zone");
    }
    if (policy.currency) {
      if (currency_ == nullptr) currency_ = &policy;
      if (!(*policy.currency == *currency_->currency))
        error(policy, policy.places.currency, "SB2204",
              "the currency is " + tick(policy.currency->code()) + " here and " +
                  tick(currency_->currency->code()) + " in another policy",
              "the other stands at " + place(*currency_, currency_->places.currency) + "; " +
                  whole_ + " reckons in one currency");
    }
  }

  // A basis never means the policy itself, nor another version of it.
  [[nodiscard]] bool yields(const CheckedPolicy& from, const CheckedPolicy& to) const {
    if (from.id == to.id) return false;
    return std::ranges::any_of(from.yields_to, [&](const std::string& word) {
      return word == to.id || (!to.basis.empty() && word == to.basis);
    });
  }

  void yielding() {
    enum class State : std::uint8_t { fresh, open, closed };
    std::vector<State> states(policies_.size(), State::fresh);
    for (std::size_t root = 0; root < policies_.size(); ++root) {
      if (states[root] != State::fresh) continue;
      std::vector<std::pair<std::size_t, std::size_t>> path{{root, 0}};
      states[root] = State::open;
      while (!path.empty()) {
        const std::size_t at = path.back().first;
        std::size_t& next = path.back().second;
        while (next < policies_.size() && !yields(*policies_[at], *policies_[next]))
          ++next;
        if (next == policies_.size()) {
          states[at] = State::closed;
          path.pop_back();
          continue;
        }
        const std::size_t to = next++;
        if (states[to] == State::fresh) {
          states[to] = State::open;
          path.emplace_back(to, 0);
        } else if (states[to] == State::open) {
          std::vector<std::string> circle;
          auto from = std::ranges::find(path, to, &std::pair<std::size_t, std::size_t>::first);
          for (; from != path.end(); ++from)
            circle.push_back(policies_[from->first]->id);
          circle.push_back(policies_[to]->id);
          error(*policies_[at], policies_[at]->places.yields_to, "SB2205",
                "policies yield to each other in a circle",
                path_text(circle) + "; " + tick(policies_[to]->id) + " stands at " +
                    place(*policies_[to], policies_[to]->places.yields_to));
        }
      }
    }
  }

  std::vector<const CheckedPolicy*> policies_;
  std::string whole_;
  std::map<std::string, Seen> types_, remedies_;
  const CheckedPolicy* zone_ = nullptr;
  const CheckedPolicy* currency_ = nullptr;
  std::vector<Diagnostic> found_;
};

}  // namespace

std::vector<Diagnostic> check_rulebook(std::span<const CheckedPolicy* const> policies) {
  Book book(policies, "a rulebook");
  book.shapes();
  book.order();
  return book.take();
}

std::vector<Diagnostic> check_together(std::span<const CheckedPolicy* const> policies) {
  Book book(policies, "a comparison");
  book.shapes();
  return book.take();
}

}  // namespace sanbao::check
