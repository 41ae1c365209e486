// SPDX-License-Identifier: Apache-2.0
//
// Baselined explanations: where they stand, how they differ, how they are rewritten. See
// baseline.hpp. Tested by tests/unit/testing_test.cpp and tests/baselines/explain.
#include "testing/baseline.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

#include "sanbao/explain.hpp"

namespace sanbao::testing {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

bool write(const fs::path& path, const std::string& text) {
  std::error_code ignored;
  fs::create_directories(path.parent_path(), ignored);
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  return !file.fail();
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

// The first line that differs, told from both sides.
Difference first_difference(std::string what, std::string_view expected, std::string_view got,
                            const fs::path& path) {
  const auto want = lines_of(expected);
  const auto have = lines_of(got);
  std::size_t at = 0;
  while (at < want.size() && at < have.size() && want[at] == have[at])
    ++at;
  const auto line = [at](const std::vector<std::string_view>& lines) {
    return at < lines.size() ? fmt::format("line {}: {}", at + 1, lines[at])
                             : std::string("the end");
  };
  return {std::move(what),
          line(want),
          line(have),
          {fmt::format("baseline {}; `--update` rewrites it", path.generic_string())}};
}

}  // namespace

std::string baseline_folder(const std::string& test_file) {
  const fs::path file(test_file);
  std::string stem = file.filename().string();
  constexpr std::string_view ending = ".test.yaml";
  if (stem.ends_with(ending)) stem.resize(stem.size() - ending.size());
  std::error_code failed;
  const fs::path whole = fs::absolute(file, failed).lexically_normal();
  if (!failed) {
    fs::path below = stem;
    for (fs::path folder = whole.parent_path(); !folder.empty(); folder = folder.parent_path()) {
      const fs::path baselines = folder / "tests" / "baselines" / "explain";
      if (fs::is_directory(baselines, failed)) return (baselines / below).string();
      if (folder == folder.parent_path()) break;
      below = folder.filename() / below;
    }
  }
  return (file.parent_path() / "baselines" / stem).string();
}

std::string baseline_name(std::string_view case_name) {
  std::string name;
  for (const char letter : case_name) {
    const bool plain = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                       (letter >= '0' && letter <= '9') || letter == '.' || letter == '_' ||
                       static_cast<unsigned char>(letter) >= 0x80;
    name.push_back(plain ? letter : '-');
  }
  if (name.starts_with('.')) name.front() = '-';
  return name;
}

BaselineResult check_baseline(const std::string& folder, std::string_view case_name,
                              const Decision& decision, bool update) {
  BaselineResult result;
  for (const auto& [language, ending] : {std::pair{Language::zh, "zh"}, {Language::en, "en"}}) {
    const fs::path path =
        fs::path(folder) / fmt::format("{}.{}.txt", baseline_name(case_name), ending);
    const std::string text = explain(decision, language);
    const std::optional<std::string> there = read(path);
    if (there == text) continue;
    const std::string what = fmt::format("explanation.{}", ending);
    if (update) {
      if (write(path, text)) {
        result.updated += 1;
      } else {
        result.differences.push_back(
            {what, path.generic_string() + " written", "it cannot be written", {}});
      }
    } else if (!there) {
      result.differences.push_back({what,
                                    "a baseline",
                                    "none",
                                    {fmt::format("`--update` writes {}", path.generic_string())}});
    } else {
      result.differences.push_back(first_difference(what, *there, text, path));
    }
  }
  return result;
}

}  // namespace sanbao::testing
