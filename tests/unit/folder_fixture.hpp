// SPDX-License-Identifier: Apache-2.0
//
// A folder of its own for each test, gone afterwards. Outside the tree: below it, what stands above would be
// found, such as the project's own baselines and calendars.
// Tested by the tests that put files into it.
#pragma once

#include <doctest/doctest.h>
#include <stdlib.h>  // mkdtemp, of POSIX

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace folder_fixture {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "sanbao-test-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string put(const std::string& name, const std::string& text) const {
    const fs::path file = path_ / name;
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
    return file.string();
  }
  std::string get(const std::string& name) const {
    std::ifstream file(path_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  bool has(const std::string& name) const { return fs::exists(path_ / name); }
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }
  std::string path() const { return path_.string(); }

 private:
  fs::path path_;
};

}  // namespace folder_fixture
