// SPDX-License-Identifier: Apache-2.0
//
// Input: see input.hpp. Tested by tests/cli/lines_test.py.
#include "cli/input.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>

#include "cli/streams.hpp"

namespace sanbao::cli {

namespace {

constexpr std::size_t read_size = std::size_t{32} << 10;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
/// A line of this many bytes without an end is too long, even if a byte order mark and a CR stand
/// at its ends.
constexpr std::size_t too_long = byte_order_mark.size() + Input::line_limit + 2;
constexpr std::size_t capacity = too_long + read_size;

// By memchr, which looks at many bytes at once.
std::uint64_t count_lines(std::string_view bytes) {
  std::uint64_t lines = 0;
  while (const void* const found = std::memchr(bytes.data(), '\n', bytes.size())) {
    ++lines;
    const auto taken = static_cast<const char*>(found) - bytes.data() + 1;
    bytes.remove_prefix(static_cast<std::size_t>(taken));
  }
  return lines;
}

/// `text`: what is read of the input so far. Nothing where there is no line yet that says.
std::optional<bool> is_spread(std::string_view text) {
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return std::nullopt;
  text.remove_prefix(begin);
  const std::size_t end = text.find('\n');
  if (text[0] != '{' || end == std::string_view::npos) return text[0] == '[';
  text = text.substr(0, end);
  return text[text.find_last_not_of(" \t\r")] != '}';
}

}  // namespace

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r") == std::string_view::npos;
}

bool Block::next(Line& line) {
  if (at_ == size_) return false;
  const char* const begin = bytes_.get() + at_;
  const std::size_t left = size_ - at_;
  const void* const found = std::memchr(begin, '\n', left);
  std::size_t length = left;
  std::size_t taken = left;
  if (found != nullptr) {
    length = static_cast<std::size_t>(static_cast<const char*>(found) - begin);
    taken = length + 1;
  }
  if (length > 0 && begin[length - 1] == '\r') --length;
  line.text = {begin, length};
  line.end = {begin + length, taken - length};
  line.record = record_++;
  line.offset = offset_;
  if (offset_ == 0 && line.text.starts_with(byte_order_mark)) {
    line.text.remove_prefix(byte_order_mark.size());
    line.offset = byte_order_mark.size();
  }
  at_ += taken;
  offset_ += taken;
  return true;
}

Input::Input(const std::string& path) : name_(path) {
  if (path == "-") {
    name_ = "standard input";
  } else {
    descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor_ < 0) fail(errno);
  }
  struct stat status {};
  if (::fstat(descriptor_, &status) != 0) return;
  if (S_ISREG(status.st_mode)) size_ = static_cast<std::uint64_t>(status.st_size);
}

Input::~Input() {
  if (descriptor_ > STDERR_FILENO) ::close(descriptor_);
}

void Input::fail(int error) const {
  throw InputFailed("cannot read `" + name_ + "`: " + system_message(error));
}

std::size_t Input::read(char* to, std::size_t bytes) {
  if (before_waiting_) {
    pollfd now{.fd = descriptor_, .events = POLLIN, .revents = 0};
    if (::poll(&now, 1, 0) == 0) before_waiting_();
  }
  for (;;) {
    const ssize_t got = ::read(descriptor_, to, bytes);
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno == EINTR) continue;
    if (errno != EAGAIN && errno != EWOULDBLOCK) fail(errno);
    pollfd wait{.fd = descriptor_, .events = POLLIN, .revents = 0};
    if (::poll(&wait, 1, -1) < 0 && errno != EINTR) fail(errno);
  }
}

bool Input::next(Block& block) {
  if (ended_ && rest_.empty()) return false;
  if (!block.bytes_) block.bytes_ = std::make_unique_for_overwrite<char[]>(capacity);
  char* const bytes = block.bytes_.get();
  std::memcpy(bytes, rest_.data(), rest_.size());
  std::size_t size = rest_.size();
  std::size_t searched = 0;
  rest_.clear();
  block.at_ = 0;
  block.record_ = record_;
  block.offset_ = offset_;
  for (;;) {
    const std::size_t end = std::string_view(bytes, size).substr(searched).rfind('\n');
    if (end != std::string_view::npos) {
      const std::size_t taken = searched + end + 1;
      rest_.assign(bytes + taken, size - taken);
      block.size_ = taken;
      break;
    }
    if (size >= too_long) {
      rest_.assign(bytes + too_long, size - too_long);
      block.size_ = too_long;
      look_at({bytes, too_long});
      offset_ += too_long;
      skip_line();
      ++record_;
      return true;
    }
    searched = size;
    const std::size_t got = ended_ ? 0 : read(bytes + size, read_size);
    if (got == 0) {
      ended_ = true;
      block.size_ = size;
      break;
    }
    size += got;
  }
  look_at({bytes, block.size_});
  offset_ += block.size_;
  record_ += count_lines({bytes, block.size_});
  return block.size_ > 0;
}

void Input::look_at(std::string_view bytes) {
  if (has_begun_) return;
  const auto spread = cli::is_spread(bytes);
  has_begun_ = spread.has_value();
  is_spread_ = spread.value_or(false);
}

void Input::skip_line() {
  rest_.reserve(read_size);
  for (;;) {
    const std::size_t end = rest_.find('\n');
    if (end != std::string::npos) {
      offset_ += end + 1;
      rest_.erase(0, end + 1);
      return;
    }
    offset_ += rest_.size();
    rest_.resize(read_size);
    rest_.resize(read(rest_.data(), read_size));
    if (rest_.empty()) {
      ended_ = true;
      return;
    }
  }
}

void tell_if_spread(const Input& input) {
  if (input.is_spread())
    complain("`" + input.name() +
             "` holds no record on its first line: one record a line is wanted (JSON Lines)\n"
             "  help: `jq -c '.[]'` writes an array so, `jq -c .` records of several lines");
}

}  // namespace sanbao::cli
