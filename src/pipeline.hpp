// SPDX-License-Identifier: Apache-2.0
//
// The door that policy tests (testing/) may use beside the public headers, and what the two
// loaders (from memory: pipeline.cpp, from files: rule_files.cpp) share.
// In: texts and file names. Out: trees, rulebooks, diagnostics. pipeline.cpp alone leads from stage to stage.
// Tested by tests/unit/rulebook_test.cpp.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ir/yaml_tree.hpp"
#include "sanbao/result.hpp"
#include "sanbao/rulebook.hpp"
#include "sanbao/values/calendar.hpp"

namespace sanbao {

/// A strict YAML file as a tree; see parse/parse.hpp.
Result<ir::YamlTree> read_yaml_file(const std::string& path);

/// Files below a folder that end in `suffix`, sorted; the path itself where it is a file. `faults`: what could not be
/// looked into (SB1090), for there may be more below.
std::vector<std::string> files_below(const std::string& path, std::string_view suffix,
                                     std::vector<Diagnostic>& faults);

/// A calendar read from its text; its faults as diagnostics of `file`.
Result<std::shared_ptr<const WorkCalendar>> read_calendar(const std::string& text,
                                                          const std::string& name,
                                                          const std::string& file);

using FindCalendar = std::function<std::shared_ptr<const WorkCalendar>(std::string_view name)>;

/// A policy's text and where its calendars are to be found.
struct PolicyInput {
  std::string file, text;
  /// Where its calendars are from, for the same text may be counted by others: the folder that it was found in as
  /// a whole, or the digests of those that came with it.
  std::string root;
  FindCalendar find_calendar;
};

struct RulebookInput {
  std::vector<PolicyInput> policies;
  std::vector<ParameterSetting> settings;
  std::size_t files = 0;
};

/// parse · check · compile, every fault of every file in one run. `faults`: found before, by the caller.
/// Several rulebooks share one claim shape; a policy that stands in several of them is read once.
Result<std::vector<Rulebook>> build_rulebooks(std::vector<RulebookInput> inputs,
                                              std::vector<Diagnostic> faults);
Result<Rulebook> build_rulebook(RulebookInput input, std::vector<Diagnostic> faults);

/// Policies from memory, with the calendars they are given.
std::vector<PolicyInput> inputs_from_memory(std::span<const PolicySource> policies,
                                            std::span<const CalendarSource> calendars,
                                            std::vector<Diagnostic>& faults);

/// A fault of a file as a whole.
Diagnostic file_fault(std::string code, std::string file, std::string message,
                      std::string help = {});

}  // namespace sanbao
