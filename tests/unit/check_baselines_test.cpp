// SPDX-License-Identifier: Apache-2.0
//
// check_baselines_test.cpp: the bad policies of tests/baselines/bad and the doubtful ones of
// tests/baselines/warn, each with the words that its author reads; every code has one.
// `SANBAO_UPDATE=1` writes the words anew; whoever sets it answers for the difference.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "sanbao/rulebook.hpp"

namespace fs = std::filesystem;

namespace {

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// One file, or the files of a folder as one rulebook; named as from their own folder.
std::vector<fs::path> files_of(const fs::path& path) {
  std::vector<fs::path> files;
  if (!fs::is_directory(path)) return {path};
  for (const auto& entry : fs::directory_iterator(path))
    files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

// As the author is told them: all of one run, and what only a claim shows.
std::vector<sanbao::Diagnostic> faults_of(const fs::path& path) {
  std::vector<sanbao::PolicySource> sources;
  for (const fs::path& file : files_of(path))
    sources.push_back({fs::relative(file, path.parent_path()).generic_string(), read(file)});
  const std::vector<sanbao::CalendarSource> calendars{
      {"cn", "# years: 2024-2025\ndate,kind,name\n"}};
  const auto rulebook = sanbao::load_rulebook(sources, calendars);
  auto all = rulebook.diagnostics();
  if (!rulebook) return all;
  const auto traps = sanbao::find_traps(*rulebook);
  all.insert(all.end(), traps.begin(), traps.end());
  sanbao::sort_diagnostics(all);
  return all;
}

std::vector<fs::path> cases(const char* folder) {
  std::vector<fs::path> out;
  for (const auto& entry : fs::directory_iterator(fs::path("tests/baselines") / folder)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("sb") && entry.path().extension() != ".txt") out.push_back(entry.path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

void compare(const fs::path& path) {
  const std::string name = path.filename().string();
  CAPTURE(name);
  const auto faults = faults_of(path);
  std::string words;
  for (const auto& fault : faults)
    words += (words.empty() ? "" : "\n") + sanbao::render(fault);
  fs::path baseline = path;
  baseline.replace_extension(".txt");
  if (std::getenv("SANBAO_UPDATE") != nullptr) std::ofstream(baseline, std::ios::binary) << words;
  CHECK(read(baseline) == words);
  // The file is named after the code that it shows.
  const std::string code = "SB" + name.substr(2, 4);
  CHECK(std::any_of(faults.begin(), faults.end(),
                    [&](const auto& fault) { return fault.code == code; }));
}

}  // namespace

TEST_CASE("bad policies are refused in the words of their baselines") {
  const auto all = cases("bad");
  REQUIRE(all.size() > 60);
  for (const fs::path& path : all) {
    compare(path);
    CHECK(sanbao::has_errors(faults_of(path)));
  }
}

TEST_CASE("doubtful policies load, with the words of their baselines") {
  const auto all = cases("warn");
  REQUIRE(all.size() >= 12);
  for (const fs::path& path : all) {
    compare(path);
    CHECK_FALSE(sanbao::has_errors(faults_of(path)));
  }
}

TEST_CASE("every code that `sanbao check` can tell has a baseline and a paragraph in its page") {
  std::set<std::string> told;
  for (const char* folder : {"src/check", "src/witness"})
    for (const auto& entry : fs::directory_iterator(folder)) {
      const std::string source = read(entry.path());
      for (std::size_t at = source.find("\"SB2"); at != std::string::npos;
           at = source.find("\"SB2", at + 1))
        told.insert(source.substr(at + 1, 6));
    }
  REQUIRE(told.size() > 50);
  std::set<std::string> shown;
  for (const char* folder : {"bad", "warn"})
    for (const fs::path& path : cases(folder))
      for (const auto& fault : faults_of(path))
        shown.insert(fault.code);
  const std::string page = read("docs/diagnostics.md");
  for (const std::string& code : told) {
    CAPTURE(code);
    CHECK(shown.contains(code));
    CHECK(page.find("### " + code) != std::string::npos);
  }
}
