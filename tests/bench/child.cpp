// SPDX-License-Identifier: Apache-2.0
//
// Running programs: see child.hpp.
#include "child.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cstdio>
#include <stdexcept>
#include <string_view>

namespace sanbao::bench {

namespace {

std::uint64_t wall() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000 +
         static_cast<std::uint64_t>(now.tv_nsec);
}

/// Starts the command with `output` as its standard output; -1 where that fails.
pid_t start(const std::vector<std::string>& command, int output) {
  std::vector<char*> arguments;
  for (const std::string& argument : command)
    arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  pid_t child = -1;
  const int fault = posix_spawn(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  return fault == 0 ? child : -1;
}

void finish(pid_t child, Run& run) {
  int status = 0;
  rusage usage{};
  if (wait4(child, &status, 0, &usage) != child) return;
  run.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  run.peak_kib = static_cast<std::uint64_t>(usage.ru_maxrss);
  const auto nanoseconds = [](const timeval& time) {
    return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000 +
           static_cast<std::uint64_t>(time.tv_usec) * 1000;
  };
  run.cpu_nanoseconds = nanoseconds(usage.ru_utime) + nanoseconds(usage.ru_stime);
}

/// Everything that the command writes, handed on piece by piece.
template <typename Take>
Run run_read(const std::vector<std::string>& command, Take take) {
  Run run;
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return run;
  const std::uint64_t begin = wall();
  const pid_t child = start(command, ends[1]);
  close(ends[1]);
  std::vector<char> buffer(std::size_t{1} << 16);
  for (ssize_t got = 0; child > 0 && (got = read(ends[0], buffer.data(), buffer.size())) > 0;)
    take(std::string_view(buffer.data(), static_cast<std::size_t>(got)));
  close(ends[0]);
  if (child > 0) finish(child, run);
  run.nanoseconds = wall() - begin;
  return run;
}

}  // namespace

TemporaryFolder::TemporaryFolder() : TemporaryFolder(std::filesystem::temp_directory_path()) {}
TemporaryFolder::TemporaryFolder(const std::filesystem::path& place) {
  std::string name = (place / "sanbao_bench.XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path = name;
}
TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path, ignored);
}

Run run(const std::vector<std::string>& command) {
  Run run;
  const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  const std::uint64_t begin = wall();
  const pid_t child = start(command, nowhere);
  if (child > 0) finish(child, run);
  run.nanoseconds = wall() - begin;
  close(nowhere);
  return run;
}

Run run_digested(const std::vector<std::string>& command) {
  std::uint64_t digest = 0xCBF29CE484222325U;
  Run result = run_read(command, [&](std::string_view bytes) {
    for (const char c : bytes)
      digest = (digest ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  });
  result.digest = digest;
  return result;
}

Run run_for_memory(const std::string& self, const std::vector<std::string>& command) {
  std::vector<std::string> launched = {self, "--launch"};
  launched.insert(launched.end(), command.begin(), command.end());
  return run_launched(launched);
}

Run run_launched(const std::vector<std::string>& command) {
  std::string told;
  Run result = run_read(command, [&](std::string_view bytes) { told += bytes; });
  unsigned long long peak = 0;
  int status = -1;
  const bool understood = std::sscanf(told.c_str(), "%d %llu", &status, &peak) == 2;
  result.status = understood && result.status == 0 ? status : -1;
  result.peak_kib = peak;
  return result;
}

int launch(const std::vector<std::string>& command) {
  const Run result = run(command);
  std::printf("%d %llu\n", result.status, static_cast<unsigned long long>(result.peak_kib));
  return 0;
}

}  // namespace sanbao::bench
