// SPDX-License-Identifier: Apache-2.0
//
// Policies and calendars from files and folders (`--rules` in docs/records.md, "Commands").
// In: paths. Out: a Rulebook, or the faults of all files. Never follows a path twice, never reads a file
// above the limit, never passes by what it cannot look into. Tested by tests/unit/{rulebook,rule_folders,variants}_test.cpp.
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <deque>
#include <filesystem>
#include <functional>
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
constexpr const char* leads_nowhere = "it is a link that leads nowhere";

Diagnostic unread_file(const std::string& path, const std::string& why) {
  return file_fault("SB1090", path, "this file cannot be read: " + why);
}

/// The same for every name of one file. Its own name where that cannot be found out: two files are never one.
fs::path identity(const fs::path& path) {
  std::error_code error;
  fs::path whole = fs::weakly_canonical(path, error);
  return error ? path : whole;
}

bool is_dangling_link(const fs::path& path) {
  std::error_code error;
  return fs::is_symlink(fs::symlink_status(path, error)) && !fs::exists(path, error);
}

/// Reads no more than the limit and one byte, so that what is too large is refused and not swallowed.
Result<std::string> read_file(const std::string& path) {
  const auto fault = [&](const std::string& why) {
    return std::vector<Diagnostic>{unread_file(path, why)};
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
    const fs::file_status status = fs::status(path, error);
    if (!fs::is_regular_file(status)) {
      tell_hidden(path, error && status.type() != fs::file_type::not_found ? error.message() : "");
      return nullptr;
    }
    const auto [at, fresh] = read_.try_emplace(identity(path));
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
  /// What may be there all the same is no calendar that is missing: another would be taken in its place.
  void tell_hidden(const fs::path& path, std::string why) {
    const bool dangling = is_dangling_link(path) || is_dangling_link(path.parent_path());
    if (dangling) why = leads_nowhere;
    if (!why.empty() && read_.try_emplace(path).second)
      faults_.push_back(unread_file(path.string(), why));
  }

  std::vector<Diagnostic>& faults_;
  std::map<fs::path, Calendar> read_;
};

/// `000000000001.jsonl`: a segment, named by its first record in twelve digits or more.
bool is_segment_name(std::string_view name) {
  constexpr std::string_view end = ".jsonl";
  if (!name.ends_with(end)) return false;
  name.remove_suffix(end.size());
  return name.size() >= 12 && name.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Whether a folder is a log of decisions (docs/audit.md): it has `texts`, and a lock or a segment beside. The policies in
/// there are those that decided once, and may be withdrawn since.
bool is_log(const fs::path& folder) {
  std::error_code none;
  if (!fs::is_directory(folder / "texts", none)) return false;
  if (fs::is_regular_file(folder / "lock", none)) return true;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    if (is_segment_name(at->path().filename().string())) return true;
  return false;
}

using Wanted = std::function<bool(const fs::path&)>;

/// The files of a folder and of all below it, but for those of a log. A link to a folder is followed, each real folder
/// entered once, and under its own name where it has one here.
class FolderWalk {
 public:
  FolderWalk(Wanted wanted, std::vector<Diagnostic>& faults)
      : wanted_(std::move(wanted)), faults_(faults) {}

  std::vector<std::string> files(const std::string& root) {
    enter(root, false);
    while (!links_.empty()) {
      const fs::path link = std::move(links_.front());
      links_.pop_front();
      enter(link, true);
    }
    std::sort(files_.begin(), files_.end());
    return std::move(files_);
  }

 private:
  void enter(const fs::path& folder, bool by_link) {
    std::error_code error;
    const fs::path real = fs::canonical(folder, error);
    // By a link of which nobody knows where it leads there may be no end.
    if (error && by_link) return tell(folder, error);
    if (!entered_.insert(error ? folder : real).second) return;
    if (is_log(folder)) return;
    std::vector<fs::path> folders;
    std::vector<fs::path> links;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
      look(*at, folders, links);
    if (error) tell(folder, error);
    std::sort(folders.begin(), folders.end());
    std::sort(links.begin(), links.end());
    links_.insert(links_.end(), links.begin(), links.end());
    for (const fs::path& inner : folders)
      enter(inner, false);
  }

  void tell(const fs::path& folder, const std::error_code& error) {
    faults_.push_back(
        file_fault("SB1090", folder.string(), "this folder cannot be read: " + error.message()));
  }

  void look(const fs::directory_entry& entry, std::vector<fs::path>& folders,
            std::vector<fs::path>& links) {
    const fs::path& path = entry.path();
    std::error_code error;
    const bool link = entry.is_symlink(error);
    if (entry.is_directory(error)) return (link ? links : folders).push_back(path);
    if (entry.is_regular_file(error)) {
      if (wanted_(path)) files_.push_back(path.string());
      return;
    }
    // It may have been a folder. The lock of an editor, `.#x.yaml`, leads nowhere on purpose.
    const bool counts = wanted_(path) || !path.has_extension();
    if (!error || !counts || path.filename().string().starts_with(".#")) return;
    faults_.push_back(
        unread_file(path.string(), is_dangling_link(path) ? leads_nowhere : error.message()));
  }

  Wanted wanted_;
  std::vector<Diagnostic>& faults_;
  std::set<fs::path> entered_;
  std::deque<fs::path> links_;
  std::vector<std::string> files_;
};

std::vector<std::string> files_below(const std::string& path, const Wanted& wanted,
                                     std::vector<Diagnostic>& faults) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return {path};
  return FolderWalk(wanted, faults).files(path);
}

bool is_calendar(const fs::path& path) {
  return path.filename().string().ends_with(".csv") && path.parent_path().filename() == "calendars";
}

/// A policy, or what was probably meant to be one.
bool is_policy_by_name(const fs::path& path) {
  std::string name = path.filename().string();
  for (char& c : name)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return (name.ends_with(".yaml") || name.ends_with(".yml")) && !name.ends_with(".test.yaml") &&
         !name.ends_with(".test.yml");
}

}  // namespace

std::vector<std::string> files_below(const std::string& path, std::string_view suffix,
                                     std::vector<Diagnostic>& faults) {
  const auto wanted = [&](const fs::path& file) {
    return file.filename().string().ends_with(suffix);
  };
  return files_below(path, wanted, faults);
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
    // A folder that was named tells of what cannot be read by itself.
    const auto is_told = [&](const Diagnostic& fault) {
      return fault.code == "SB1090" && std::ranges::any_of(all, [&](const Diagnostic& other) {
               return other.code == fault.code && other.file == fault.file;
             });
    };
    for (const Diagnostic& fault : shelf_faults_)
      if (!is_told(fault)) all.push_back(fault);
    sort_diagnostics(all);
    return all;
  }

 private:
  void add(const std::string& path, std::set<fs::path>& seen, RulebookInput& input) {
    std::error_code error;
    const bool folder = fs::is_directory(path, error);
    std::size_t found = 0;
    std::vector<Diagnostic> unread;
    const auto wanted = [](const fs::path& file) {
      return is_policy_by_name(file) || is_calendar(file);
    };
    for (const std::string& file : files_below(path, wanted, unread)) {
      // Every calendar of a folder is read, named by a policy or not: its faults belong to this run too.
      if (folder && is_calendar(file)) {
        (void)shelf_->at(file);
        continue;
      }
      if (folder && !file.ends_with(".yaml")) {
        faults.push_back(left_out(file));
        continue;
      }
      ++found;
      if (!seen.insert(identity(file)).second) continue;
      if (const std::string* text = text_of(file))
        input.policies.push_back(
            {file, *text, folder ? path : "", finder(file, folder ? path : "")});
    }
    if (folder && found == 0 && unread.empty())
      faults.push_back(file_fault(
          "SB1092", path, "there is no policy in this folder",
          is_log(path)
              ? "it is a log of decisions: what it keeps is what decided, perhaps withdrawn since"
              : "a policy is a file that ends in `.yaml`"));
    faults.insert(faults.end(), unread.begin(), unread.end());
  }

  static Diagnostic left_out(const std::string& file) {
    Diagnostic warning = file_fault("SB1095", file, "this file is left out",
                                    "the name of a policy has to end in `.yaml`");
    warning.severity = Severity::warning;
    return warning;
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
  std::vector<Diagnostic> told_later;
  return files_below(path, ".yaml", told_later).empty() &&
         !files_below(path, ".csv", told_later).empty();
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
    const auto files = calendar ? files_below(path, ".csv", checked.faults) : std::vector{path};
    auto& into = calendar ? calendars : policies;
    into.insert(into.end(), files.begin(), files.end());
  }
  checked.lone_calendars = calendars.size();
  const auto add = [&](const std::vector<Diagnostic>& more) {
    checked.faults.insert(checked.faults.end(), more.begin(), more.end());
  };
  add(check_calendar_files(calendars));
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
