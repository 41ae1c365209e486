// SPDX-License-Identifier: Apache-2.0
//
// Runs a program and tells what it took.
// In: its path and arguments. Out: exit status, wall time, peak memory, and a digest of what it wrote.
// Never counts this process's own memory: a small launcher starts the program where memory is asked for,
// since Linux counts in a child's peak what its parent had when it was started.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace sanbao::bench {

struct Run {
  int status = -1;                // of exit; -1: it could not be run, or was killed
  std::uint64_t nanoseconds = 0;  // of wall time
  std::uint64_t cpu_nanoseconds = 0;
  std::uint64_t peak_kib = 0;
  std::uint64_t digest = 0;  // of standard output, FNV-1a; `digested` only
};

/// A folder that is gone when this is.
struct TemporaryFolder {
  std::filesystem::path path;
  TemporaryFolder();
  explicit TemporaryFolder(const std::filesystem::path& place);
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
};

/// Standard output goes to /dev/null.
Run run(const std::vector<std::string>& command);
/// Standard output is read and digested; the time then holds the reading too.
Run run_digested(const std::vector<std::string>& command);
/// Through the launcher: `self` is this program's path.
Run run_for_memory(const std::string& self, const std::vector<std::string>& command);
/// The same of a command that ends in the launcher.
Run run_launched(const std::vector<std::string>& command);
/// The launcher: runs the command, prints its exit status and its peak memory in KiB.
int launch(const std::vector<std::string>& command);

}  // namespace sanbao::bench
