// SPDX-License-Identifier: Apache-2.0
//
// run_tests: finds test files, loads the policies they test, decides every case and compares.
// In: files and folders. Out: a report. One rulebook for each set of parameters; a file with a
// fault in it is told and not run. Tested by tests/unit/testing_test.cpp and every *.test.yaml of
// the project.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "pipeline.hpp"
#include "sanbao/evaluate.hpp"
#include "sanbao/records.hpp"
#include "sanbao/rulebook.hpp"
#include "sanbao/testing.hpp"
#include "testing/baseline.hpp"
#include "testing/compare.hpp"
#include "testing/coverage.hpp"
#include "testing/test_file.hpp"

namespace sanbao {
namespace testing {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view test_ending = ".test.yaml";
constexpr std::string_view policy_ending = ".yaml";

Diagnostic file_fault(std::string_view code, std::string file, std::string message,
                      std::string help = {}) {
  Diagnostic fault;
  fault.code = code;
  fault.file = std::move(file);
  fault.message = std::move(message);
  fault.help = std::move(help);
  return fault;
}

// What a fault of a setting calls its file.
std::string setting_option(const ParameterSetting& setting) {
  return fmt::format("--set {}:{}={}", setting.policy, setting.name, setting.value);
}

// Clauses that no case can exercise: informative ones, and those only a parameter or a table carries.
std::set<std::string> exempt_clauses(const std::string& policy_file) {
  std::set<std::string> exempt;
  const Result<ir::YamlTree> tree = read_yaml_file(policy_file);
  if (!tree || !tree->root.is_mapping()) return exempt;
  if (const ir::YamlNode* informative = tree->root.find("informative")) {
    for (const ir::YamlEntry& entry : informative->entries)
      exempt.insert(entry.key);
  }
  for (const std::string_view carriers : {"parameters", "tables"}) {
    const ir::YamlNode* declared = tree->root.find(carriers);
    if (declared == nullptr) continue;
    for (const ir::YamlEntry& entry : declared->entries) {
      const ir::YamlNode* cite = entry.value.find("cite");
      if (cite == nullptr) continue;
      if (cite->is_scalar()) exempt.insert(cite->text);
      for (const ir::YamlNode& item : cite->items)
        exempt.insert(item.text);
    }
  }
  const ir::YamlNode* rules = tree->root.find("rules");
  if (rules == nullptr) return exempt;
  for (const ir::YamlNode& rule : rules->items) {
    const ir::YamlNode* cite = rule.find("cite") != nullptr ? rule.find("cite") : rule.find("id");
    if (cite == nullptr) continue;
    exempt.erase(cite->text);
    for (const ir::YamlNode& item : cite->items)
      exempt.erase(item.text);
  }
  return exempt;
}

/// One test file and the rulebooks it needs.
class FileRun {
 public:
  FileRun(std::string file, const TestOptions& options, TestReport& report, Coverage& coverage)
      : file_(std::move(file)), options_(options), report_(report), coverage_(coverage) {}

  /// The policy beside the file, where it tests that one.
  [[nodiscard]] const std::string& policy_file() const { return policy_file_; }
  [[nodiscard]] const std::optional<Rulebook>& rulebook() const { return rulebook_; }
  FileResult result;

  void run() {
    Result<ir::YamlTree> read = read_yaml_file(file_);
    if (!read) return take(read.diagnostics());
    const ir::YamlTree tree = *std::move(read);
    Faults faults(tree);
    if (!load(tree, faults)) return;
    const Names names(*rulebook_);
    std::vector<TestCase> cases = read_cases(tree, names, faults);
    check_baseline_names(cases, faults);
    check_claims(cases, *rulebook_, names, faults);
    std::vector<const Rulebook*> rulebooks;
    rulebooks.reserve(cases.size());
    for (const TestCase& test : cases)
      rulebooks.push_back(rulebook_for(test, names, faults));
    if (!faults.none()) return take(faults.take());
    result.file = file_;
    for (std::size_t i = 0; i < cases.size(); ++i)
      run_case(cases[i], *rulebooks[i]);
  }

 private:
  void take(const std::vector<Diagnostic>& faults) {
    report_.diagnostics.insert(report_.diagnostics.end(), faults.begin(), faults.end());
  }

  bool load(const ir::YamlTree& tree, Faults& faults) {
    const RulesOfFile rules = read_rules(tree, faults);
    const fs::path folder = fs::path(file_).parent_path();
    for (const std::string& path : rules.paths) {
      const std::string whole = (folder / path).lexically_normal().string();
      std::error_code failed;
      if (!fs::exists(whole, failed)) {
        faults.error("SB1410", rules.span, fmt::format("there is no `{}`", path),
                     "`rules` names files and folders from where the test file stands");
      }
      paths_.push_back(whole);
    }
    if (rules.span.line == 0) {
      std::string beside = file_;
      if (beside.ends_with(test_ending)) beside.resize(beside.size() - test_ending.size());
      beside += policy_ending;
      std::error_code failed;
      if (!fs::exists(beside, failed)) {
        faults.error("SB1410", {1, 1, 0},
                     fmt::format("there is no policy `{}` beside this file",
                                 fs::path(beside).filename().string()),
                     "name the policies under test with `rules:`");
      }
      policy_file_ = beside;
      paths_.push_back(beside);
    }
    if (!faults.none()) {
      take(faults.take());
      return false;
    }
    Result<Rulebook> loaded = load_rulebook_files(paths_);
    if (!loaded) {
      take(loaded.diagnostics());
      return false;
    }
    rulebook_ = *std::move(loaded);
    return true;
  }

  static void check_baseline_names(const std::vector<TestCase>& cases, Faults& faults) {
    std::map<std::string, const TestCase*> names;
    for (const TestCase& test : cases) {
      if (!test.explain) continue;
      const auto [at, fresh] = names.emplace(baseline_name(test.name), &test);
      if (fresh) continue;
      faults.error("SB1413", test.span,
                   fmt::format("this explanation would stand in the same file as that of `{}`",
                               at->second->name),
                   "change one of the names by a letter or digit");
    }
  }

  // The rulebook with the parameters of a case; each set of them is loaded once. Nothing, and a
  // fault, where they cannot be set.
  const Rulebook* rulebook_for(const TestCase& test, const Names& names, Faults& faults) {
    if (test.settings.empty()) return &*rulebook_;
    std::vector<ParameterSetting> settings;
    std::string key;
    for (const Setting& setting : test.settings) {
      ParameterSetting parameter{{}, setting.name, setting.value};
      const std::size_t colon = setting.name.find(':');
      if (colon != std::string::npos) {
        parameter.policy = setting.name.substr(0, colon);
        parameter.name = setting.name.substr(colon + 1);
      } else if (names.policies().size() == 1) {
        parameter.policy = names.policies().front();
      } else {
        tell_setting(setting, fmt::format("it is not said whose parameter `{}` is", setting.name),
                     "write it as `\"POLICY:NAME\": value`", faults);
        return nullptr;
      }
      key += fmt::format("{}\n{}\n{}\n", parameter.policy, parameter.name, parameter.value);
      settings.push_back(std::move(parameter));
    }
    const auto known = with_settings_.find(key);
    if (known != with_settings_.end()) return &known->second;
    const Result<Rulebook> loaded = load_rulebook_files(paths_, settings);
    if (loaded) return &with_settings_.emplace(key, *loaded).first->second;
    for (const Diagnostic& fault : loaded.diagnostics()) {
      if (fault.severity == Severity::warning) continue;
      // Whose fault it is, its `file` says; one of a whole policy stands at the first.
      std::size_t at = 0;
      for (std::size_t i = 0; i < settings.size(); ++i)
        if (fault.file == setting_option(settings[i])) at = i;
      tell_setting(test.settings[at], fault.message, fault.help, faults);
    }
    return nullptr;
  }

  // Once for all rows of a table.
  void tell_setting(const Setting& setting, std::string message, std::string help, Faults& faults) {
    if (settings_told_.emplace(setting.span.line, setting.span.column).second)
      faults.error("SB1412", setting.span, std::move(message), std::move(help));
  }

  void run_case(const TestCase& test, const Rulebook& rulebook) {
    CaseResult outcome;
    outcome.file = file_;
    outcome.line = test.span.line;
    outcome.name = test.name;
    ClaimReader reader(rulebook);
    Claim claim(rulebook);
    Decision decision;
    const EvaluateOptions options{.as_of = test.as_of, .detail = Detail::full};
    if (!reader.read(to_json(test.claim), claim)) {
      outcome.differences = compare_error(test, reader.error());
    } else if (!evaluate(rulebook, claim, options, decision)) {
      RecordError early;
      early.code = "SB3101";
      early.path = "claim.filed_on";
      early.message = "the day of judgement is before the day the claim was filed";
      outcome.differences = compare_error(test, early);
    } else {
      coverage_.add(decision);
      outcome.differences = compare(test, decision);
      if (test.explain) {
        BaselineResult baseline =
            check_baseline(baseline_folder(file_), test.name, decision, options_.update);
        report_.updated += baseline.updated;
        std::move(baseline.differences.begin(), baseline.differences.end(),
                  std::back_inserter(outcome.differences));
      }
    }
    (outcome.differences.empty() ? report_.held : report_.failed) += 1;
    result.cases.push_back(std::move(outcome));
  }

  std::string file_;
  const TestOptions& options_;
  TestReport& report_;
  Coverage& coverage_;
  std::string policy_file_;
  std::vector<std::string> paths_;
  std::optional<Rulebook> rulebook_;
  std::map<std::string, Rulebook> with_settings_;
  std::set<std::pair<std::uint32_t, std::uint32_t>> settings_told_;  // line and column
};

// The test files of a path: a folder's, a test file itself, or the one beside a policy.
std::vector<std::string> test_files(const std::string& path, TestReport& report) {
  std::error_code failed;
  if (!fs::exists(path, failed)) {
    report.diagnostics.push_back(file_fault("SB1410", path, "there is no such file or folder"));
    return {};
  }
  if (fs::is_directory(path, failed)) return files_below(path, test_ending, report.diagnostics);
  if (path.ends_with(test_ending) || !path.ends_with(policy_ending)) return {path};
  std::string beside = path.substr(0, path.size() - policy_ending.size());
  beside += test_ending;
  if (fs::exists(beside, failed)) return {beside};
  report.diagnostics.push_back(
      file_fault("SB1410", path, "this policy has no test file beside it",
                 fmt::format("write one named `{}`", fs::path(beside).filename().string())));
  return {};
}

}  // namespace
}  // namespace testing

TestReport run_tests(std::span<const std::string> paths, const TestOptions& options) {
  namespace fs = std::filesystem;
  using testing::Coverage;
  using testing::FileRun;
  TestReport report;
  std::vector<std::string> files;
  std::set<fs::path> seen;
  for (const std::string& path : paths) {
    for (std::string& file : testing::test_files(path, report)) {
      std::error_code failed;
      const fs::path whole = fs::weakly_canonical(file, failed);
      if (seen.insert(failed ? fs::path(file) : whole).second) files.push_back(std::move(file));
    }
  }
  Coverage coverage;
  std::vector<FileRun> runs;
  runs.reserve(files.size());
  for (const std::string& file : files)
    runs.emplace_back(file, options, report, coverage).run();
  // Clauses are counted last: a policy's cases may stand in more than one file.
  for (FileRun& run : runs) {
    if (run.result.file.empty()) continue;
    if (!run.policy_file().empty()) {
      for (const PolicyInfo& policy : run.rulebook()->policies()) {
        const Coverage::Clauses clauses =
            coverage.of(policy, testing::exempt_clauses(run.policy_file()));
        run.result.clauses += clauses.all;
        run.result.clauses_not_exercised.insert(run.result.clauses_not_exercised.end(),
                                                clauses.missing.begin(), clauses.missing.end());
      }
    }
    report.files.push_back(std::move(run.result));
  }
  sort_diagnostics(report.diagnostics);
  return report;
}

}  // namespace sanbao
