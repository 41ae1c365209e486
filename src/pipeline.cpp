// SPDX-License-Identifier: Apache-2.0
//
// The stages in their order, once: load = parse · check · compile, evaluate = eval (eval/evaluator.cpp).
// In: texts. Out: a Rulebook, or every fault of every text. The only file that includes all stages.
// Tested by tests/unit/rulebook_test.cpp.
#include "pipeline.hpp"

#include <algorithm>
#include <map>

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
}

/// Ready to be decided by, and to be written of.
std::shared_ptr<ir::Ruleset> make_ruleset(
    std::vector<std::shared_ptr<const ir::CheckedPolicy>> policies) {
  auto ruleset = compile::compile(std::move(policies));
  records::prepare_pieces(*ruleset);
  return ruleset;
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

Result<Rulebook> build_rulebook(std::vector<PolicyInput> inputs,
                                std::span<const ParameterSetting> settings,
                                std::vector<Diagnostic> faults, std::size_t files) {
  std::vector<std::shared_ptr<const ir::CheckedPolicy>> policies;
  std::vector<std::shared_ptr<ir::CheckedPolicy>> own;
  for (PolicyInput& input : inputs) {
    ir::PolicyDocument partial;
    auto document = parse::parse_policy(input.text, input.file, &partial);
    append(faults, document.diagnostics());
    // A file that cannot be read whole is still checked as far as it goes, so that one run tells all.
    auto checked = check::check_policy(document ? *document : partial, [&](std::string_view name) {
      Calendar found = input.find_calendar ? input.find_calendar(name) : nullptr;
      return found ? found : shipped_calendar(name);
    });
    append(faults, checked.diagnostics());
    if (!document || !checked) continue;
    checked->file = input.file;
    checked->text = std::move(input.text);
    own.push_back(std::make_shared<ir::CheckedPolicy>(std::move(*checked)));
  }
  append(faults, apply_settings(own, settings));
  policies.assign(own.begin(), own.end());
  if (policies.size() == inputs.size()) {
    std::vector<const ir::CheckedPolicy*> pointers;
    for (const auto& policy : policies)
      pointers.push_back(policy.get());
    append(faults, check::check_rulebook(pointers));
  }
  sort_diagnostics(faults);
  if (has_errors(faults)) return faults;
  auto ruleset = make_ruleset(std::move(policies));
  ruleset->files = files;
  ruleset->settings.assign(settings.begin(), settings.end());
  return {Rulebook(std::move(ruleset)), std::move(faults)};
}

Result<Rulebook> load_rulebook(std::span<const PolicySource> policies,
                               std::span<const CalendarSource> calendars,
                               std::span<const ParameterSetting> settings) {
  std::vector<Diagnostic> faults;
  const auto find = read_calendars(calendars, nullptr, faults);
  std::vector<PolicyInput> inputs;
  for (const auto& policy : policies)
    inputs.push_back({policy.name, policy.text, read_calendars(policy.calendars, find, faults)});
  if (inputs.empty()) faults.push_back(file_fault("SB1092", "", "there is no policy to load"));
  return build_rulebook(std::move(inputs), settings, std::move(faults), policies.size());
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
    append(found, programs.size() == 1 ? witness::look(rulebook)
                                       : witness::look(Rulebook(make_ruleset({program.source}))));
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
