// SPDX-License-Identifier: Apache-2.0
//
// Policies and calendars from files and folders (docs/records.md §4 "--rules").
// In: paths. Out: a Rulebook, or the faults of all files. Never follows a path twice, never reads a file
// above the limit. Tested by tests/unit/{rulebook,variants}_test.cpp.
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <system_error>

#include "base/limits.hpp"
#include "parse/parse.hpp"
#include "pipeline.hpp"
#include "policy_changes.hpp"
#include "sanbao/variants.hpp"

namespace sanbao {
namespace {

namespace fs = std::filesystem;
using Calendar = std::shared_ptr<const WorkCalendar>;

/// Reads no more than the limit and one byte, so that what is too large is refused and not swallowed.
Result<std::string> read_file(const std::string& path) {
  const auto fault = [&](const std::string& why) {
    return std::vector<Diagnostic>{file_fault("SB1090", path, "this file cannot be read: " + why)};
  };
  std::error_code error;
  if (fs::is_directory(path, error)) return fault("it is a folder");
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"),
                                                       &std::fclose);
  if (!file)
    return fault(errno == ENOENT ? "there is no such file" : std::system_category().message(errno));
  // Piece by piece: to lay out the room of the largest file would cost more than all else that is done with a small one.
  std::array<char, std::size_t{1} << 14> piece;
  std::string bytes;
  std::size_t got = 0;
  do {
    const std::size_t left = limits::max_policy_bytes + 1 - bytes.size();
    got = std::fread(piece.data(), 1, std::min(piece.size(), left), file.get());
    bytes.append(piece.data(), got);
  } while (got > 0);
  if (std::ferror(file.get()) != 0) return fault(std::system_category().message(errno));
  return bytes;
}

/// Calendars by the folder that holds them, each file read once.
class CalendarShelf {
 public:
  explicit CalendarShelf(std::vector<Diagnostic>& faults) : faults_(faults) {}

  Calendar at(const fs::path& path) {
    std::error_code error;
    // Most folders that are asked have no such file, which is soon seen.
    if (!fs::is_regular_file(path, error)) return nullptr;
    const auto [at, fresh] = read_.try_emplace(fs::weakly_canonical(path, error));
    if (!fresh) return at->second;
    auto text = read_file(path.string());
    if (!text) {
      faults_.insert(faults_.end(), text.diagnostics().begin(), text.diagnostics().end());
      return nullptr;
    }
    auto read = read_calendar(*text, path.stem().string(), path.string());
    faults_.insert(faults_.end(), read.diagnostics().begin(), read.diagnostics().end());
    if (read) at->second = *read;
    return at->second;
  }

 private:
  std::vector<Diagnostic>& faults_;
  std::map<fs::path, Calendar> read_;
};

}  // namespace

std::vector<std::string> files_below(const std::string& path, std::string_view suffix) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return {path};
  std::vector<std::string> files;
  for (fs::recursive_directory_iterator
           at(path, fs::directory_options::skip_permission_denied, error),
       end;
       !error && at != end; at.increment(error))
    if (at->is_regular_file(error) && at->path().filename().string().ends_with(suffix))
      files.push_back(at->path().string());
  std::sort(files.begin(), files.end());
  return files;
}

Result<ir::YamlTree> read_yaml_file(const std::string& path) {
  auto text = read_file(path);
  if (!text) return text.diagnostics();
  return parse::read_yaml(std::move(*text), path);
}

namespace {

/// Policies of files and folders, each file read once however often it is named.
class PolicyFiles {
 public:
  PolicyFiles() : shelf_(std::make_shared<CalendarShelf>(shelf_faults_)) {}
  PolicyFiles(const PolicyFiles&) = delete;
  PolicyFiles& operator=(const PolicyFiles&) = delete;

  RulebookInput gather(std::span<const std::string> paths) {
    RulebookInput input;
    std::set<fs::path> seen;
    for (const std::string& path : paths)
      add(path, seen, input);
    input.files = input.policies.size();
    return input;
  }

  /// What was wrong with files; to be told beside what is wrong with policies.
  std::vector<Diagnostic> faults;

  /// The shelf adds its faults while policies are checked; they are told with the others.
  template <typename T>
  Result<T> told(Result<T> built) const {
    if (shelf_faults_.empty()) return built;
    auto all = built.diagnostics();
    all.insert(all.end(), shelf_faults_.begin(), shelf_faults_.end());
    sort_diagnostics(all);
    return all;
  }

 private:
  void add(const std::string& path, std::set<fs::path>& seen, RulebookInput& input) {
    std::error_code error;
    const bool folder = fs::is_directory(path, error);
    std::size_t found = 0;
    for (const std::string& file : files_below(path, ".yaml")) {
      if (folder && file.ends_with(".test.yaml")) continue;
      ++found;
      if (!seen.insert(fs::weakly_canonical(file, error)).second) continue;
      if (const std::string* text = text_of(file))
        input.policies.push_back(
            {file, *text, folder ? path : "", finder(file, folder ? path : "")});
    }
    // Every calendar of a folder is read, named by a policy or not: its faults belong to this run too.
    if (folder) {
      for (const std::string& csv : files_below(path, ".csv"))
        if (fs::path(csv).parent_path().filename() == "calendars") (void)shelf_->at(csv);
      if (found == 0)
        faults.push_back(file_fault("SB1092", path, "there is no policy in this folder",
                                    "a policy is a file that ends in `.yaml`"));
    }
  }

  const std::string* text_of(const std::string& file) {
    const auto [at, fresh] = texts_.try_emplace(file);
    if (fresh) {
      auto text = read_file(file);
      if (text) {
        at->second = std::move(*text);
      } else {
        faults.insert(faults.end(), text.diagnostics().begin(), text.diagnostics().end());
      }
    }
    return at->second ? &*at->second : nullptr;
  }

  [[nodiscard]] std::function<Calendar(std::string_view)> finder(const std::string& file,
                                                                 const std::string& root) const {
    return [shelf = shelf_, root = fs::path(root), file](std::string_view name) -> Calendar {
      const std::string csv = std::string(name) + ".csv";
      if (name.find('/') != std::string_view::npos || name.find("..") != std::string_view::npos)
        return nullptr;
      if (!root.empty())
        if (auto calendar = shelf->at(root / "calendars" / csv)) return calendar;
      std::error_code none;
      fs::path beside = fs::absolute(file, none).parent_path();
      for (;;) {
        if (auto calendar = shelf->at(beside / "calendars" / csv)) return calendar;
        if (!beside.has_relative_path()) return nullptr;
        beside = beside.parent_path();
      }
    };
  }

  std::vector<Diagnostic> shelf_faults_;
  std::shared_ptr<CalendarShelf> shelf_;
  std::map<std::string, std::optional<std::string>> texts_;
};

}  // namespace

Result<Rulebook> load_rulebook_files(std::span<const std::string> paths,
                                     std::span<const ParameterSetting> settings) {
  PolicyFiles files;
  RulebookInput input = files.gather(paths);
  input.settings.assign(settings.begin(), settings.end());
  if (paths.empty()) files.faults.push_back(file_fault("SB1092", "", "there is no policy to load"));
  return files.told(build_rulebook(std::move(input), files.faults));
}

Result<std::vector<Rulebook>> load_variants(std::span<const Variant> variants) {
  PolicyFiles files;
  PolicyChanger changer;
  std::vector<RulebookInput> inputs;
  for (const Variant& variant : variants) {
    RulebookInput input = files.gather(variant.paths);
    auto more = inputs_from_memory(variant.policies, variant.calendars, files.faults);
    input.policies.insert(input.policies.end(), std::make_move_iterator(more.begin()),
                          std::make_move_iterator(more.end()));
    input.settings = variant.settings;
    if (variant.paths.empty() && variant.policies.empty())
      files.faults.push_back(file_fault("SB1092", "", "there is no policy to load"));
    changer.apply(variant.changes, input.policies, files.faults);
    inputs.push_back(std::move(input));
  }
  if (inputs.empty())
    files.faults.push_back(file_fault("SB1092", "", "there is no policy to load"));
  return files.told(build_rulebooks(std::move(inputs), files.faults));
}

namespace {

/// Whether a path is a calendar, or a folder that holds calendars and no policy.
bool holds_calendars_alone(const std::string& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return path.ends_with(".csv");
  return files_below(path, ".yaml").empty() && !files_below(path, ".csv").empty();
}

/// The faults of calendar files, each read by itself.
std::vector<Diagnostic> check_calendar_files(std::span<const std::string> files) {
  std::vector<Diagnostic> faults;
  CalendarShelf shelf(faults);
  for (const std::string& file : files) {
    std::error_code error;
    // Of what is not there, reading tells why; a shelf only looks whether it is there.
    if (!fs::is_regular_file(file, error)) {
      const auto text = read_file(file);
      faults.insert(faults.end(), text.diagnostics().begin(), text.diagnostics().end());
    } else {
      (void)shelf.at(file);
    }
  }
  return faults;
}

}  // namespace

CheckedFiles check_files(std::span<const std::string> paths) {
  CheckedFiles checked;
  std::vector<std::string> policies;
  std::vector<std::string> calendars;
  for (const std::string& path : paths) {
    const bool calendar = holds_calendars_alone(path);
    const auto files = calendar ? files_below(path, ".csv") : std::vector{path};
    auto& into = calendar ? calendars : policies;
    into.insert(into.end(), files.begin(), files.end());
  }
  checked.lone_calendars = calendars.size();
  checked.faults = check_calendar_files(calendars);
  const auto add = [&](const std::vector<Diagnostic>& more) {
    checked.faults.insert(checked.faults.end(), more.begin(), more.end());
  };
  if (!policies.empty()) {
    auto loaded = load_rulebook_files(policies);
    add(loaded.diagnostics());
    if (loaded) {
      checked.rulebook = std::move(*loaded);
      add(find_traps(*checked.rulebook));
    }
  }
  sort_diagnostics(checked.faults);
  return checked;
}

}  // namespace sanbao
