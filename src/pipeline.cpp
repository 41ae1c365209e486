// SPDX-License-Identifier: Apache-2.0
//
// The stages of loading in their order, once: parse · check · compile; then the bytes that answers are written
// from. Traps are looked for where they are asked for. Deciding stands apart: eval/evaluator.cpp.
// In: texts. Out: a Rulebook, or every fault of every text. See pipeline.hpp.
// Tested by tests/unit/rulebook_test.cpp.
#include "pipeline.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "base/sha256.hpp"
#include "base/source_text.hpp"
#include "check/check.hpp"
#include "compile/compile.hpp"
#include "ir/program.hpp"
#include "parameter_settings.hpp"
#include "parse/parse.hpp"
#include "records/plain_json.hpp"
#include "shipped_calendars.hpp"
#include "witness/witness.hpp"

namespace sanbao {
namespace {

using Calendar = std::shared_ptr<const WorkCalendar>;

void append(std::vector<Diagnostic>& into, std::vector<Diagnostic> from) {
  into.insert(into.end(), std::make_move_iterator(from.begin()),
              std::make_move_iterator(from.end()));
}

void count_verified(const ir::CheckedPolicy& policy, PolicyInfo& info) {
  const auto add = [&](const auto& entries) {
    for (const auto& entry : entries)
      ++(entry.recalled ? info.recalled : info.seen);
  };
  add(policy.rules);
  add(policy.periods);
  add(policy.parameters);
  for (const ir::TableUse& table : policy.tables) {
    add(table.rows);
    if (table.otherwise) ++(table.otherwise->recalled ? info.recalled : info.seen);
  }
  if (policy.in_force_from || policy.in_force_until)
    ++(policy.in_force_recalled ? info.recalled : info.seen);
}

/// Calendars inside the library, read once.
Calendar shipped_calendar(std::string_view name) {
  static const auto all = [] {
    std::map<std::string, Calendar, std::less<>> calendars;
    for (const auto& shipped : shipped_calendars()) {
      auto calendar = read_calendar(std::string(shipped.text), std::string(shipped.name),
                                    std::string(shipped.name));
      if (calendar) calendars.emplace(shipped.name, *calendar);
    }
    return calendars;
  }();
  const auto at = all.find(name);
  return at == all.end() ? nullptr : at->second;
}

/// Finds a calendar among `sources`, then where `further` finds it.
FindCalendar read_calendars(std::span<const CalendarSource> sources, FindCalendar further,
                            std::vector<Diagnostic>& faults) {
  if (sources.empty() && further) return further;
  std::map<std::string, Calendar, std::less<>> own;
  for (const auto& source : sources) {
    auto calendar = read_calendar(source.text, source.name, "calendars/" + source.name + ".csv");
    append(faults, calendar.diagnostics());
    if (calendar) own.emplace(source.name, *calendar);
  }
  return [own = std::move(own), further = std::move(further)](std::string_view name) -> Calendar {
    if (const auto at = own.find(name); at != own.end()) return at->second;
    return further ? further(name) : nullptr;
  };
}

}  // namespace

Diagnostic file_fault(std::string code, std::string file, std::string message, std::string help) {
  Diagnostic fault;
  fault.code = std::move(code);
  fault.file = std::move(file);
  fault.message = std::move(message);
  fault.help = std::move(help);
  return fault;
}

Result<Calendar> read_calendar(const std::string& text, const std::string& name,
                               const std::string& file) {
  auto parsed = parse_calendar(text, name, "sha256:" + base::sha256_hex(text));
  if (parsed.calendar && parsed.faults.empty())
    return Calendar(std::make_shared<const WorkCalendar>(std::move(*parsed.calendar)));
  std::vector<Diagnostic> faults;
  const base::SourceText source(text);
  for (const auto& fault : parsed.faults) {
    Diagnostic diagnostic = file_fault("SB1091", file, fault.message, fault.help);
    diagnostic.span = {static_cast<std::uint32_t>(std::max(0, fault.line)),
                       fault.line > 0 ? 1U : 0U, 0};
    if (fault.line > 0)
      diagnostic.source_line = std::string(source.line(static_cast<std::uint32_t>(fault.line)));
    faults.push_back(std::move(diagnostic));
  }
  return faults;
}

namespace {

/// A text without quotes, where a word or an amount is wanted: to quote it would mend nothing.
void drop_advice_to_quote(std::vector<Diagnostic>& parsed, const std::vector<Diagnostic>& checked) {
  std::erase_if(parsed, [&](const Diagnostic& one) {
    return one.code == "SB1040" && std::ranges::any_of(checked, [&](const Diagnostic& other) {
             return other.severity == Severity::error && other.span == one.span;
           });
  });
}

/// Policies as they were checked, each text once.
class CheckedTexts {
 public:
  explicit CheckedTexts(std::vector<Diagnostic>& faults) : faults_(faults) {}

  /// Nothing where it has an error.
  std::shared_ptr<ir::CheckedPolicy> of(PolicyInput& input) {
    const auto [at, fresh] = checked_.try_emplace({input.file, input.root, input.text});
    if (!fresh) return at->second;
    ir::PolicyDocument partial;
    auto document = parse::parse_policy(input.text, input.file, &partial);
    // A file that cannot be read whole is still checked as far as it goes, so that one run tells all.
    auto checked = check::check_policy(document ? *document : partial, [&](std::string_view name) {
      Calendar found = input.find_calendar ? input.find_calendar(name) : nullptr;
      return found ? found : shipped_calendar(name);
    });
    auto parsed = document.diagnostics();
    drop_advice_to_quote(parsed, checked.diagnostics());
    append(faults_, std::move(parsed));
    append(faults_, checked.diagnostics());
    if (document && checked) {
      checked->file = input.file;
      checked->text = std::move(input.text);
      at->second = std::make_shared<ir::CheckedPolicy>(std::move(*checked));
    }
    return at->second;
  }

 private:
  std::vector<Diagnostic>& faults_;
  std::map<std::array<std::string, 3>, std::shared_ptr<ir::CheckedPolicy>> checked_;
};

std::string digests_of(std::span<const CalendarSource> calendars) {
  std::string text;
  for (const auto& calendar : calendars)
    text += calendar.name + " " + base::sha256_hex(calendar.text) + "\n";
  return text;
}

std::vector<const ir::CheckedPolicy*> pointers(const compile::PolicyList& policies) {
  std::vector<const ir::CheckedPolicy*> list;
  for (const auto& policy : policies)
    list.push_back(policy.get());
  return list;
}

/// The policies of one rulebook, its parameters set; fewer than there are texts where one has errors.
compile::PolicyList check_one(RulebookInput& input, CheckedTexts& texts,
                              std::vector<Diagnostic>& faults) {
  std::vector<std::shared_ptr<ir::CheckedPolicy>> own;
  for (PolicyInput& policy : input.policies) {
    auto checked = texts.of(policy);
    if (!checked) continue;
    const bool is_set = std::ranges::any_of(
        input.settings, [&](const auto& setting) { return setting.policy == checked->id; });
    own.push_back(is_set ? std::make_shared<ir::CheckedPolicy>(*checked) : std::move(checked));
  }
  append(faults, apply_settings(own, input.settings));
  compile::PolicyList policies(own.begin(), own.end());
  if (policies.size() == input.policies.size())
    append(faults, check::check_rulebook(pointers(policies)));
  return policies;
}

/// One fault of a file that stands in several rulebooks is told once.
void drop_repeated(std::vector<Diagnostic>& faults) {
  const auto place = [](const Diagnostic& d) {
    return std::tie(d.file, d.span.line, d.span.column, d.severity, d.code, d.message);
  };
  faults.erase(std::unique(faults.begin(), faults.end(),
                           [&](const auto& a, const auto& b) { return place(a) == place(b); }),
               faults.end());
}

}  // namespace

Result<std::vector<Rulebook>> build_rulebooks(std::vector<RulebookInput> inputs,
                                              std::vector<Diagnostic> faults) {
  CheckedTexts texts(faults);
  std::vector<compile::PolicyList> checked;
  for (RulebookInput& input : inputs)
    checked.push_back(check_one(input, texts, faults));
  if (inputs.size() > 1 && !has_errors(faults)) {
    compile::PolicyList all;
    for (const auto& policies : checked)
      all.insert(all.end(), policies.begin(), policies.end());
    append(faults, check::check_together(pointers(all)));
  }
  sort_diagnostics(faults);
  if (inputs.size() > 1) drop_repeated(faults);
  if (has_errors(faults)) return faults;
  auto compiled = compile::compile_together(std::move(checked));
  std::vector<Rulebook> rulebooks;
  for (std::size_t i = 0; i < compiled.size(); ++i) {
    records::prepare_pieces(*compiled[i]);
    compiled[i]->files = inputs[i].files;
    compiled[i]->settings = std::move(inputs[i].settings);
    rulebooks.emplace_back(std::move(compiled[i]));
  }
  return {std::move(rulebooks), std::move(faults)};
}

Result<Rulebook> build_rulebook(RulebookInput input, std::vector<Diagnostic> faults) {
  std::vector<RulebookInput> one;
  one.push_back(std::move(input));
  auto built = build_rulebooks(std::move(one), std::move(faults));
  if (!built) return built.diagnostics();
  return {std::move(built->front()), built.diagnostics()};
}

std::vector<PolicyInput> inputs_from_memory(std::span<const PolicySource> policies,
                                            std::span<const CalendarSource> calendars,
                                            std::vector<Diagnostic>& faults) {
  const auto find = read_calendars(calendars, nullptr, faults);
  const std::string common = digests_of(calendars);
  std::vector<PolicyInput> inputs;
  for (const auto& policy : policies)
    inputs.push_back({policy.name, policy.text, common + digests_of(policy.calendars),
                      read_calendars(policy.calendars, find, faults)});
  return inputs;
}

Result<Rulebook> load_rulebook(std::span<const PolicySource> policies,
                               std::span<const CalendarSource> calendars,
                               std::span<const ParameterSetting> settings) {
  std::vector<Diagnostic> faults;
  auto inputs = inputs_from_memory(policies, calendars, faults);
  if (inputs.empty()) faults.push_back(file_fault("SB1092", "", "there is no policy to load"));
  return build_rulebook({std::move(inputs), {settings.begin(), settings.end()}, policies.size()},
                        std::move(faults));
}

Result<Policy> load_policy(std::string_view text, std::string_view name,
                           std::span<const CalendarSource> calendars,
                           std::span<const ParameterSetting> settings) {
  const PolicySource source{std::string(name), std::string(text)};
  return load_rulebook({&source, 1}, calendars, settings);
}

std::vector<PolicyInfo> Rulebook::policies() const {
  const ir::Schema& schema = ruleset_->schema();
  std::vector<PolicyInfo> list;
  for (const auto& program : ruleset_->programs) {
    const auto& policy = *program.source;
    PolicyInfo& info = list.emplace_back();
    info.id = policy.id;
    info.version = policy.version;
    info.digest = policy.digest;
    info.basis = policy.basis;
    info.title_zh = policy.title.zh;
    info.title_en = policy.title.en;
    info.clauses = policy.clauses;
    info.rules = policy.rules.size();
    info.in_force_from = policy.in_force_from;
    info.in_force_until = policy.in_force_until;
    for (const ir::NodeId by : program.in_force_by) {
      const ir::Node& node = program.nodes[by];
      if (node.op == ir::Op::fact)
        info.in_force_by.emplace_back(schema.facts[static_cast<std::size_t>(node.imm)].path);
    }
    if (const auto found = program.demands.find(schema.category); found != program.demands.end())
      for (const ir::Symbol text : found->second)
        info.categories.push_back(schema.symbols.text(text));
    std::sort(info.categories.begin(), info.categories.end());
    if (policy.verified_said) count_verified(policy, info);
  }
  return list;
}

std::vector<Diagnostic> find_traps(const Rulebook& rulebook) {
  const auto& programs = rulebook.ruleset().programs;
  std::vector<Diagnostic> found;
  for (const auto& program : programs)
    append(found, programs.size() == 1
                      ? witness::look(rulebook)
                      : witness::look(Rulebook(compile::compile({program.source}))));
  sort_diagnostics(found);
  return found;
}

RulebookCounts count(const Rulebook& rulebook) {
  const ir::Ruleset& ruleset = rulebook.ruleset();
  RulebookCounts counts{ruleset.programs.size(), 0, ruleset.calendars.size(), ruleset.files};
  for (const auto& program : ruleset.programs)
    counts.rules += program.source->rules.size();
  return counts;
}

}  // namespace sanbao
