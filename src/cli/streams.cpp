// SPDX-License-Identifier: Apache-2.0
//
// Standard streams: see streams.hpp. Tested by tests/cli/streams_test.py.
#include "cli/streams.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <system_error>

namespace sanbao::cli {

namespace {

constexpr std::size_t block_size = std::size_t{256} << 10;

/// Writes some of the bytes; -1 and errno where none can be. Waits where the descriptor would not.
ssize_t write_some(int descriptor, std::string_view bytes) {
  for (;;) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written >= 0) return written;
    if (errno == EINTR) continue;
    if (errno != EAGAIN && errno != EWOULDBLOCK) return -1;
    pollfd wait{.fd = descriptor, .events = POLLOUT, .revents = 0};
    if (::poll(&wait, 1, -1) < 0 && errno != EINTR) return -1;
  }
}

/// False, and errno, where some of the bytes could not be written.
bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write_some(descriptor, bytes);
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

void hold_standard_streams() {
  // A closed pipe and a file at its size limit are errors of `write` then, told like any other.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(descriptor, F_GETFD) != -1 || errno != EBADF) continue;
    // The lowest free number is the one that is missing. Opened the wrong way round, it refuses
    // every byte.
    static_cast<void>(::open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY));
  }
}

bool is_terminal(int descriptor) {
  return ::isatty(descriptor) == 1;
}

bool wants_colour(int descriptor) {
  if (!is_terminal(descriptor)) return false;
  // Nothing in this program writes to the environment.
  const char* const no_colour = std::getenv("NO_COLOR");  // NOLINT(concurrency-mt-unsafe)
  if (no_colour != nullptr && *no_colour != '\0') return false;
  const char* const kind = std::getenv("TERM");  // NOLINT(concurrency-mt-unsafe)
  return kind != nullptr && std::string_view(kind) != "dumb";
}

void say(std::string_view text) {
  static_cast<void>(write_all(STDERR_FILENO, text));
}

void report(std::string_view text) {
  if (!write_all(STDERR_FILENO, text))
    throw OutputFailed("cannot write to standard error: " + system_message(errno));
}

void complain(std::string_view message) {
  say(std::string("sanbao: ").append(message).append("\n"));
}

std::string system_message(int error) {
  std::string message = std::generic_category().message(error);
  if (!message.empty() && message[0] >= 'A' && message[0] <= 'Z') {
    message[0] = static_cast<char>(message[0] - 'A' + 'a');
  }
  return message;
}

Output::Output() : name_("standard output"), descriptor_(STDOUT_FILENO) {}

Output::Output(const std::string& path)
    : name_('`' + path + '`'),
      descriptor_(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)) {
  if (descriptor_ < 0) fail(errno);
}

Output::~Output() {
  if (descriptor_ > STDERR_FILENO) ::close(descriptor_);
}

void Output::write(std::string_view bytes) {
  block_.append(bytes);
  if (block_.size() >= block_size) flush();
}

void Output::write_now(std::string_view bytes) {
  flush();
  if (!write_all(descriptor_, bytes)) fail(errno);
}

void Output::flush() {
  if (!write_all(descriptor_, block_)) fail(errno);
  block_.clear();
}

void Output::close() {
  flush();
  const int descriptor = descriptor_;
  descriptor_ = -1;
  // After EINTR the descriptor is closed all the same on Linux; to close it again could hit another
  // file.
  if (::close(descriptor) != 0 && errno != EINTR) fail(errno);
}

void Output::fail(int error) const {
  throw OutputFailed("cannot write to " + name_ + ": " + system_message(error));
}

}  // namespace sanbao::cli
