// SPDX-License-Identifier: Apache-2.0
//
// Random claims; see random_claim.hpp.
// In: what the policies speak of. Out: JSON.
// Never leaves the bounds of docs/records.md section 3.
// Tested by its comparison with the library, oracle.random.
#include "random_claim.hpp"

#include <algorithm>

namespace oracle {

namespace {

// Days at which a last day meets a holiday, a worked weekend, a leap day or the end of the calendar.
const std::vector<const char*> anchors = {
    "2024-05-01", "2024-02-29", "2024-02-09", "2023-09-29", "2024-10-01", "2024-05-11",
    "2023-12-31", "2024-01-31", "2024-06-15", "2025-01-28", "2026-12-28", "2025-12-31",
    "2020-02-29", "2023-03-01", "2026-06-30", "2024-08-30", "2022-12-30", "2024-03-31"};

class Maker {
 public:
  Maker(Random& random, const std::vector<std::shared_ptr<Policy>>& policies, const Policy* about)
      : r_(random) {
    if (about != nullptr && r_.chance(50)) {
      for (const auto& [path, value] : about->assumed)
        untold_.insert(path);
    }
    // What is assumed hangs on another fact at times; then both are wanted absent.
    if (about == nullptr && r_.chance(20)) {
      for (const auto& policy : policies) {
        for (const auto& [path, value] : policy->assumed) {
          const Expr& other = value->op == Op::truth ? *value->kids[0] : *value;
          if (other.op != Op::fact) continue;
          untold_.insert(path);
          if (r_.chance(40)) untold_.insert(other.text);
        }
      }
    }
    for (const auto& policy : policies) {
      facts_.insert(policy->facts.begin(), policy->facts.end());
      for (const auto& [name, fields] : policy->lists)
        lists_[name].insert(fields.begin(), fields.end());
      used_.insert(policy->used_facts.begin(), policy->used_facts.end());
      used_lists_.insert(policy->used_lists.begin(), policy->used_lists.end());
      used_fields_.insert(policy->used_fields.begin(), policy->used_fields.end());
      for (const auto& [path, words] : policy->words) {
        if (about == nullptr || about == policy.get() || !about->words.contains(path))
          words_[path].insert(words_[path].end(), words.begin(), words.end());
      }
      for (const auto& [name, kinds] : policy->remedies)
        remedies_.push_back(name);
      for (const Rule& rule : policy->rules) {
        if (rule.effect == Rule::Effect::grants)
          remedies_.insert(remedies_.end(), rule.remedies.begin(), rule.remedies.end());
      }
    }
    for (const auto& policy : policies) {
      if (about != nullptr && about != policy.get()) continue;
      days_.insert(days_.end(), policy->used_days.begin(), policy->used_days.end());
      literals_.insert(literals_.end(), policy->literals.begin(), policy->literals.end());
      lengths_.insert(lengths_.end(), policy->lengths.begin(), policy->lengths.end());
    }
    base_ = *read_day(r_.of(anchors)) + r_.between(-3, 3);
    if (!days_.empty() && r_.chance(25)) base_ = r_.of(days_) + r_.between(-2, 2);
    if (about != nullptr && r_.chance(80)) {
      auto until = about->in_force_until, from = about->in_force_from;
      if (until && base_ > *until) base_ = *until - r_.between(0, 900);
      if (from && base_ < *from) base_ = *from + r_.between(0, 900);
    }
    // Many absent facts cost the library much time, for it looks for the sets to ask.
    static const int rates[] = {0, 0, 0, 3, 3, 6};
    instants_ = r_.chance(8);
    missing_ = r_.below(2000) == 0 ? 35 : rates[r_.below(6)];
  }

  void make() {
    filed_ = base_ + offset();
    for (const char* name : {"context", "warehouse", "customs"}) {
      if (r_.chance(4)) unread_.emplace_back(name);
    }
    if (r_.chance(60)) told_["claim.id"] = quoted("C");
    if (!r_.chance(missing_ / 4)) told_["claim.filed_on"] = written_day(filed_);
    if (r_.chance(80)) told_["claim.requests"] = quoted(requested());
    for (const std::string& path : used_) {
      if (path == "claim.filed_on" || path == "claim.requests" || path == "claim.id") continue;
      const FactType& type = facts_.at(path);
      if (untold_.contains(path) && r_.chance(85)) continue;
      if (r_.chance(missing_)) {
        if (r_.chance(25) && !path.starts_with("claim.")) told_[path] = "null";
        continue;
      }
      told_[path] = value(type, path);
    }
    for (const std::string& name : used_lists_) {
      if (r_.chance(15)) continue;
      if (r_.chance(missing_ / 5)) {
        told_lists_[name] = std::nullopt;
        continue;
      }
      told_lists_[name] = events(name);
    }
  }

  [[nodiscard]] std::string written() const {
    std::string out = "{", group;
    auto add = [&](const std::string& text) { out += (out.ends_with('{') ? "" : ",") + text; };
    for (const auto& [path, value] : told_) {
      std::size_t dot = path.find('.');
      if (path.substr(0, dot) != group) {
        if (!group.empty()) out += '}';
        group = path.substr(0, dot);
        add(quoted(group) + ":{");
      }
      add(quoted(path.substr(dot + 1)) + ":" + value);
    }
    if (!group.empty()) out += '}';
    for (const auto& [name, list] : told_lists_) {
      std::string text;
      for (std::size_t i = 0; list && i < list->size(); ++i)
        text += (i > 0 ? "," : "") + (*list)[i];
      add(quoted(name) + ":" + (list ? "[" + text + "]" : "null"));
    }
    for (const std::string& name : unread_)
      add(quoted(name) + ":{\"number\":1}");
    return out + "}";
  }

  // Changes what comes nearer, a fact at a time.
  void climb(const Policy& about, const Nearness& near) {
    std::vector<std::string> facts(about.used_facts.begin(), about.used_facts.end());
    const std::vector<std::string> lists(about.used_lists.begin(), about.used_lists.end());
    facts.emplace_back("claim.filed_on");
    int best = near(read_json(written()));
    for (int step = 0; step < 80 && best < 1000; ++step) {
      const auto told = told_;
      const auto told_lists = told_lists_;
      if (!lists.empty() && r_.chance(15)) {
        const std::string& name = r_.of(lists);
        told_lists_[name] = events(name);
      } else {
        const std::string& path = r_.of(facts);
        if (r_.chance(15)) {
          told_.erase(path);
        } else if (path == "claim.filed_on") {
          filed_ = base_ + offset();
          told_[path] = written_day(filed_);
        } else if (path != "claim.id") {
          told_[path] =
              path == "claim.requests" ? quoted(requested()) : value(facts_.at(path), path);
        }
      }
      int now = near(read_json(written()));
      if (now < best) {
        told_ = told;
        told_lists_ = told_lists;
      }
      best = std::max(now, best);
    }
  }
  // A claim beside it: another request, a day moved, a fact changed or left out.
  std::string neighbour(const Policy& about) {
    const auto told = told_;
    const std::vector<std::string> facts(about.used_facts.begin(), about.used_facts.end());
    if (r_.chance(50)) told_["claim.requests"] = quoted(requested());
    for (std::int64_t n = r_.between(0, 2); n > 0; --n) {
      auto day = told_.find(r_.chance(30) ? "claim.filed_on" : r_.of(facts));
      if (day == told_.end()) continue;
      if (auto before = read_day(day->second.substr(1, 10)))
        day->second = quoted(write_day(*before + r_.between(-1, 1)));
    }
    if (r_.chance(30)) {
      const std::string& path = r_.of(facts);
      if (!path.starts_with("claim.")) told_[path] = value(facts_.at(path), path);
    }
    for (std::int64_t n = r_.chance(25) ? r_.between(1, 3) : 0; n > 0; --n) {
      const std::string& path = r_.of(facts);
      told_.erase(path);
      if (r_.chance(25) && !path.starts_with("claim.")) told_[path] = "null";
    }
    std::string out = written();
    told_ = told;
    return out;
  }

 private:
  static std::string quoted(const std::string& text) { return '"' + text + '"'; }
  // A day as it stands in a record; in some claims as an instant, which may be another day in the clock's zone.
  std::string written_day(Day day) {
    static const Day summer_time_over = *read_day("1991-09-17");
    if (!instants_ || day < summer_time_over || day > 83'000 || !r_.chance(40))
      return quoted(write_day(day));
    return quoted(write_day(day) +
                  r_.word({"T00:00:00", "T15:59:59", "T16:00:00.25", "T23:59:59", "T09:30:00",
                           "T20:29:59", "T20:30:00"}) +
                  r_.word({"Z", "Z", "+08:00", "+05:30", "-03:30", "-11:00"}));
  }

  std::string requested() {
    if (remedies_.empty() || r_.chance(25)) return "any";
    return r_.of(remedies_);
  }
  // Days from the base: at and around the ends of the policy's own lengths.
  Day offset() {
    if (lengths_.empty() || r_.chance(25)) return r_.between(-3, 40);
    const std::string& length = r_.of(lengths_);
    std::size_t blank = length.find(' ');
    std::int64_t n = static_cast<std::int64_t>(decimal(length.substr(0, blank))->top);
    Day day = base_ + n;
    if (length.ends_with("months")) day = *add_months(base_, n, MonthEnd::last_day);
    if (length.ends_with("years")) day = *add_months(base_, n * 12, MonthEnd::last_day);
    if (length.ends_with("working_days")) day = base_ + n + n / 5 * 2;
    return day - base_ + (r_.chance(60) ? r_.between(-1, 1) : r_.between(-4, 12));
  }
  Day date() {
    Day day = base_ + r_.between(-2, 2);
    if (r_.chance(35)) day = base_ + offset();
    if (r_.chance(15)) day = filed_ - offset();
    if (r_.chance(10)) day = filed_;
    if (r_.chance(10) && !days_.empty()) day = r_.of(days_) + r_.between(-1, 1);
    return std::clamp<Day>(day, 0, 83'000);
  }
  std::string number(bool whole, int places) {
    Ratio n(r_.between(0, 12));
    if (!literals_.empty() && r_.chance(65)) {
      n = *decimal(r_.of(literals_));
      if (r_.chance(40)) n = n + Ratio(r_.between(-1, 1));
    }
    if (n < Ratio(0)) n = Ratio(0);
    if (whole) n = Ratio(n.top / n.bottom, 1);
    if (!whole && places > 0 && r_.chance(20)) n = n + Ratio(r_.between(1, 99), Wide(100));
    Ratio step(1);
    for (int i = 0; i < places; ++i)
      step = step / Ratio(10);
    n = rounded(n, whole ? Ratio(1) : step, Rounding::down);
    return oracle::written(n, whole || n.whole() ? 0 : places);
  }
  std::string member(const FactType& type, const std::string& path) {
    auto spoken = words_.find(path);
    bool any = spoken != words_.end() && !spoken->second.empty();
    if (any && (r_.chance(80) || type.members.empty())) return r_.of(spoken->second);
    return type.members.empty() ? "x" : r_.of(type.members);
  }
  std::string value(const FactType& type, const std::string& path) {
    switch (type.type) {
      case Type::boolean:
        return r_.chance(50) ? "true" : "false";
      case Type::date:
        if (r_.chance(7)) return quoted("never");
        return written_day(date());
      case Type::number:
      case Type::days:
        return number(type.whole || type.type == Type::days, 2);
      case Type::money: {
        std::string amount = number(false, 2);
        if (r_.chance(70)) amount = std::to_string(r_.between(1, 40) * 25);
        return r_.chance(70) ? quoted(amount) : amount;
      }
      case Type::rate:
        return quoted(number(false, 1) + (r_.chance(70) ? "%" : "\xe2\x80\xb0"));
      case Type::length:
        return quoted(lengths_.empty() || r_.chance(30)
                          ? r_.word({"7 days", "1 month", "18 months", "1 year", "3 working_days"})
                          : r_.of(lengths_));
      case Type::set: {
        std::set<std::string> chosen;
        std::int64_t n = r_.between(0, 3);
        for (std::int64_t i = 0; i < n; ++i)
          chosen.insert(member(type, path));
        std::string out;
        for (const std::string& one : chosen)
          out += (out.empty() ? "" : ",") + quoted(one);
        return "[" + out + "]";
      }
      default:
        return quoted(member(type, path));
    }
  }
  std::vector<std::string> events(const std::string& list) {
    std::vector<std::string> out;
    std::int64_t n = r_.between(0, r_.chance(20) ? 5 : 3);
    for (std::int64_t i = 0; i < n; ++i)
      out.push_back(event(list));
    return out;
  }
  std::string event(const std::string& list) {
    const auto& fields = lists_.at(list);
    std::string out;
    auto put = [&](const std::string& name, const std::string& text) {
      out += (out.empty() ? "\"" : ",\"") + name + "\":" + text;
    };
    Day begin = base_ + (r_.chance(50) ? r_.between(0, 30) : offset());
    if (r_.chance(15)) begin = filed_ + r_.between(-6, 2);
    begin = std::clamp<Day>(begin, 0, 83'000);
    bool has_begin = !r_.chance(missing_ / 6);
    for (const auto& [name, type] : fields) {
      if (name == "duration" || name == "whole_unit") continue;
      if (name == "received_on" || (name == "on" && fields.size() < 4)) {
        if (has_begin) put(name, written_day(begin));
        continue;
      }
      if (name == "returned_on") {
        if (r_.chance(20)) continue;
        if (r_.chance(missing_ / 4)) {
          put(name, r_.chance(60) ? "null" : "\"never\"");
          continue;
        }
        // Two instants may be two days nearer to each other than they are written.
        put(name, written_day(begin + (instants_ ? 2 : 0) +
                              (r_.chance(80) ? r_.between(0, 12) : r_.between(0, 60))));
        continue;
      }
      if (!used_fields_.contains(list + "." + name) && name != "component") continue;
      if (name == "component" && list == "exchanges" && r_.chance(50)) continue;
      if (r_.chance(std::max(missing_, 8))) {
        if (r_.chance(25)) put(name, "null");
        continue;
      }
      put(name, value(type, list + "." + name));
    }
    return "{" + out + "}";
  }

  Random& r_;
  std::map<std::string, FactType> facts_;
  std::map<std::string, std::map<std::string, FactType>> lists_;
  std::set<std::string> used_, used_lists_, used_fields_, untold_;
  std::map<std::string, std::vector<std::string>> words_;
  std::map<std::string, std::string> told_;
  std::map<std::string, std::optional<std::vector<std::string>>> told_lists_;  // nothing: null
  std::vector<std::string> unread_;  // groups that nobody reads
  std::vector<Day> days_;
  std::vector<std::string> literals_, lengths_, remedies_;
  Day base_ = 0, filed_ = 0;
  int missing_ = 0;
  bool instants_ = false;
};

}  // namespace

std::string random_claim(Random& random, const std::vector<std::shared_ptr<Policy>>& policies) {
  Maker maker(random, policies, nullptr);
  maker.make();
  return maker.written();
}

std::vector<std::string> random_claims_near(Random& random,
                                            const std::vector<std::shared_ptr<Policy>>& policies,
                                            const Policy& about, const Nearness& near,
                                            std::size_t n) {
  Maker maker(random, policies, &about);
  maker.make();
  maker.climb(about, near);
  std::vector<std::string> out;
  while (out.size() < n)
    out.push_back(maker.neighbour(about));
  return out;
}

void thin(Json& claim, Random& random, int percent) {
  for (auto& group : claim.members) {
    std::erase_if(group.value.members, [&](const auto&) { return random.chance(percent); });
    for (auto& event : group.value.items)
      std::erase_if(event.members, [&](const auto&) { return random.chance(percent); });
  }
  std::erase_if(claim.members, [&](const auto&) { return random.chance(percent / 3); });
}

}  // namespace oracle
