// SPDX-License-Identifier: Apache-2.0
//
// Put before the system's own calls by LD_PRELOAD, it lets one of them fail.
// In: SANBAO_FAULT="write 3 EIO": the third write to a file below SANBAO_FAULT_UNDER fails with EIO;
// `short` instead of an error: half of the bytes are written. Out: the failure, and the file
// SANBAO_FAULT_MARK once it has happened. Driven by tests/audit/faults_test.py.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

template <typename Call>
Call* real(const char* name) {
  return reinterpret_cast<Call*>(::dlsym(RTLD_NEXT, name));
}

struct Plan {
  std::string call, error, under;
  int turn = 0;
  Plan() {
    const char* const fault = std::getenv("SANBAO_FAULT");
    const char* const folder = std::getenv("SANBAO_FAULT_UNDER");
    if (fault == nullptr || folder == nullptr) return;
    under = folder;
    char name[32] = "";
    char kind[32] = "";
    if (std::sscanf(fault, "%31s %d %31s", name, &turn, kind) == 3) {
      call = name;
      error = kind;
    }
  }
};
const Plan& plan() {
  static const Plan the_plan;
  return the_plan;
}
std::atomic<int> calls = 0;

bool is_below(const char* path) {
  return !plan().under.empty() &&
         std::strncmp(path, plan().under.c_str(), plan().under.size()) == 0;
}

bool is_below(int descriptor) {
  const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
  char path[4096];
  const ssize_t length = ::readlink(link.c_str(), path, sizeof path - 1);
  if (length < 0) return false;
  path[length] = '\0';
  return is_below(path);
}

/// Whether this call is the one that fails; errno is set then, 0 for a short write.
template <typename Where>
bool fails(const char* call, Where where) {
  if (plan().call != call || !is_below(where) || ++calls != plan().turn) return false;
  if (const char* const mark = std::getenv("SANBAO_FAULT_MARK")) {
    const int file = real<int(const char*, int, ...)>("open")(mark, O_WRONLY | O_CREAT, 0666);
    ::close(file);
  }
  const std::string& error = plan().error;
  errno = error == "EIO" ? EIO : error == "ENOSPC" ? ENOSPC : error == "EINTR" ? EINTR : 0;
  return true;
}

int open_file(const char* name, const char* path, int flags, mode_t mode) {
  if (fails("open", path)) return -1;
  return real<int(const char*, int, ...)>(name)(path, flags, mode);
}

mode_t mode_of(int flags, va_list arguments) {
  return (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : 0;
}

}  // namespace

extern "C" {

ssize_t write(int descriptor, const void* bytes, size_t size) {
  if (fails("write", descriptor)) {
    if (errno != 0) return -1;
    size = size / 2;
  }
  return real<ssize_t(int, const void*, size_t)>("write")(descriptor, bytes, size);
}

// Half of the bytes: those of the first half of the pieces, or half of the one there is.
ssize_t writev(int descriptor, const iovec* pieces, int count) {
  if (fails("write", descriptor)) {
    if (errno != 0) return -1;
    if (count == 1)
      return real<ssize_t(int, const void*, size_t)>("write")(descriptor, pieces->iov_base,
                                                              pieces->iov_len / 2);
    count = count / 2;
  }
  return real<ssize_t(int, const iovec*, int)>("writev")(descriptor, pieces, count);
}

int fdatasync(int descriptor) {
  if (fails("sync", descriptor)) return -1;
  return real<int(int)>("fdatasync")(descriptor);
}

int fsync(int descriptor) {
  if (fails("sync", descriptor)) return -1;
  return real<int(int)>("fsync")(descriptor);
}

int open(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  return open_file("open", path, flags, mode);
}

int open64(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  return open_file("open64", path, flags, mode);
}

int rename(const char* from, const char* to) noexcept {
  if (fails("rename", to)) return -1;
  return real<int(const char*, const char*)>("rename")(from, to);
}

int ftruncate(int descriptor, off_t size) noexcept {
  if (fails("cut", descriptor)) return -1;
  return real<int(int, off_t)>("ftruncate")(descriptor, size);
}

int ftruncate64(int descriptor, off64_t size) noexcept {
  if (fails("cut", descriptor)) return -1;
  return real<int(int, off64_t)>("ftruncate64")(descriptor, size);
}

}  // extern "C"
