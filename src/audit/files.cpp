// SPDX-License-Identifier: Apache-2.0
//
// See files.hpp. Tested by tests/audit/faults_test.py.
#include "audit/files.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

namespace sanbao::audit {

namespace {

constexpr std::size_t block_size = std::size_t{1} << 20;
constexpr std::size_t most_pieces = 256;            // that one call takes
constexpr std::size_t least_past = 16 * page_size;  // so that it is worth the three calls

[[noreturn]] void fail(const std::string& what, const std::string& path, int error) {
  std::string reason = std::generic_category().message(error);
  if (!reason.empty() && reason[0] >= 'A' && reason[0] <= 'Z')
    reason[0] = static_cast<char>(reason[0] - 'A' + 'a');
  throw LogError(LogError::Kind::system, what + " `" + path + "`: " + reason);
}

/// Calls again after EINTR.
template <typename Call>
auto again(const Call& call) {
  for (;;) {
    const auto result = call();
    if (result >= 0 || errno != EINTR) return result;
  }
}

/// What one call writes of pieces that lie apart.
class Vectors {
 public:
  explicit Vectors(const Pieces& pieces) : count_(std::min(pieces.size(), all_.size())) {
    for (std::size_t i = 0; i < count_; ++i) {
      // The system only reads there.
      auto* const at = const_cast<char*>(pieces[i].data());  // NOLINT(*-const-cast)
      all_[i] = {.iov_base = at, .iov_len = pieces[i].size()};
    }
  }
  ssize_t write(int descriptor) const {
    return ::writev(descriptor, all_.data(), static_cast<int>(count_));
  }

 private:
  std::array<iovec, most_pieces> all_;
  std::size_t count_;
};

/// Takes so many bytes from the beginning.
void drop(Pieces& pieces, std::size_t bytes) {
  std::size_t whole = 0;
  for (; whole < pieces.size() && bytes >= pieces[whole].size(); ++whole)
    bytes -= pieces[whole].size();
  pieces.erase(pieces.begin(), pieces.begin() + static_cast<std::ptrdiff_t>(whole));
  if (bytes > 0) pieces.front().remove_prefix(bytes);
}

}  // namespace

File::File(std::string path, int flags, unsigned mode) : path_(std::move(path)) {
  descriptor_ = again([&] { return ::open(path_.c_str(), flags | O_CLOEXEC, mode); });
  if (descriptor_ < 0) fail("cannot open", path_, errno);
}

File::File(File&& other) noexcept
    : path_(std::move(other.path_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      lets_past_(other.lets_past_) {}

File& File::operator=(File&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(descriptor_, other.descriptor_);
  std::swap(lets_past_, other.lets_past_);
  return *this;
}

File::~File() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

File File::create(const std::string& path, Making making) {
  File file{path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND, making.secret ? 0600U : 0666U};
  if (making.synced) sync_folder(std::filesystem::path(path).parent_path().string());
  return file;
}
// Opening a pipe waits for its other end, but with O_NONBLOCK, which means nothing to a file.
File File::open_to_append(const std::string& path) {
  return {path, O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK};
}
File File::open_to_read(const std::string& path) {
  File file{path, O_RDONLY | O_NONBLOCK};
  struct stat status {};
  if (::fstat(file.descriptor_, &status) != 0) fail("cannot read", path, errno);
  // That a folder cannot be read is told by the system.
  if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode))
    throw LogError(LogError::Kind::damaged,
                   "`" + path + "` is no file of a log: it is a pipe or a device");
  return file;
}
File File::open_named_to_read(const std::string& path) {
  return {path, O_RDONLY};
}

void File::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = again([&] { return ::write(descriptor_, bytes.data(), bytes.size()); });
    if (written < 0) fail("cannot write to", path_, errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void File::write(Pieces pieces) {
  while (!pieces.empty()) {
    const Vectors vectors(pieces);
    const ssize_t written = again([&] { return vectors.write(descriptor_); });
    if (written < 0) fail("cannot write to", path_, errno);
    drop(pieces, static_cast<std::size_t>(written));
  }
}

void File::write_past(Pieces pieces) {
  std::size_t size = 0;
  for (const std::string_view piece : pieces)
    size += piece.size();
  if (lets_past_ && size >= least_past) {
    const std::size_t before = -reinterpret_cast<std::uintptr_t>(pieces[0].data()) % page_size;
    const std::string_view head = pieces[0].substr(0, before);
    write(head);
    drop(pieces, head.size());
    write_some_past(pieces);
  }
  write(std::move(pieces));
}

/// Takes from the pieces what it has written; the rest is for the memory of the system.
void File::write_some_past(Pieces& pieces) {
  const int flags = ::fcntl(descriptor_, F_GETFL);
  lets_past_ = flags >= 0 && ::fcntl(descriptor_, F_SETFL, flags | O_DIRECT) == 0;
  if (!lets_past_) return;
  Pieces whole = pieces;
  std::string_view& last = whole.back();
  last.remove_suffix(last.size() % page_size);
  const Vectors vectors(whole);
  const ssize_t written = again([&] { return vectors.write(descriptor_); });
  const int error = errno;
  if (::fcntl(descriptor_, F_SETFL, flags) != 0) fail("cannot write to", path_, errno);
  if (written >= 0) {
    drop(pieces, static_cast<std::size_t>(written));
  } else if (error == EINVAL) {
    lets_past_ = false;
  } else {
    fail("cannot write to", path_, error);
  }
}

std::size_t File::read(char* to, std::size_t bytes) {
  const ssize_t got = again([&] { return ::read(descriptor_, to, bytes); });
  if (got < 0) fail("cannot read", path_, errno);
  return static_cast<std::size_t>(got);
}

std::size_t File::read_at(std::uint64_t place, char* to, std::size_t bytes) {
  const ssize_t got =
      again([&] { return ::pread(descriptor_, to, bytes, static_cast<off_t>(place)); });
  if (got < 0) fail("cannot read", path_, errno);
  return static_cast<std::size_t>(got);
}

// EINTR from a sync says nothing of what is on disk, and is no error of the disk: asked again, the
// system answers for the same bytes.
void File::sync() {
  if (again([&] { return ::fdatasync(descriptor_); }) < 0)
    fail("cannot bring to disk", path_, errno);
}

void File::cut(std::uint64_t size) {
  if (again([&] { return ::ftruncate(descriptor_, static_cast<off_t>(size)); }) < 0)
    fail("cannot cut", path_, errno);
}

std::uint64_t File::size() const {
  struct stat status {};
  if (::fstat(descriptor_, &status) != 0) fail("cannot read", path_, errno);
  return static_cast<std::uint64_t>(status.st_size);
}

void File::check_name() const {
  struct stat status {};
  if (::fstat(descriptor_, &status) != 0) fail("cannot read", path_, errno);
  if (status.st_nlink == 0)
    throw LogError(LogError::Kind::system, "`" + path_ + "` was deleted while it was written");
}

bool File::lock() {
  if (again([&] { return ::flock(descriptor_, LOCK_EX | LOCK_NB); }) == 0) return true;
  if (errno != EWOULDBLOCK) fail("cannot lock", path_, errno);
  return false;
}

void make_folder(const std::string& path) {
  if (::mkdir(path.c_str(), 0777) == 0 || errno == EEXIST) return;
  fail("cannot make the folder", path, errno);
}

void sync_folder(const std::string& path) {
  const int descriptor =
      again([&] { return ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); });
  if (descriptor < 0) fail("cannot open", path, errno);
  const int result = again([&] { return ::fsync(descriptor); });
  const int error = errno;
  ::close(descriptor);
  if (result < 0) fail("cannot bring to disk", path, error);
}

void remove_file(const std::string& path) {
  if (::unlink(path.c_str()) != 0) fail("cannot remove", path, errno);
}

bool exists(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0) return true;
  if (errno != ENOENT && errno != ENOTDIR) fail("cannot look at", path, errno);
  return false;
}

std::string read_all(File file, std::uint64_t most) {
  std::string bytes;
  for (;;) {
    const std::size_t begin = bytes.size();
    bytes.resize(begin + block_size);
    const std::size_t got = file.read(bytes.data() + begin, block_size);
    bytes.resize(begin + got);
    if (got == 0) return bytes;
    if (bytes.size() > most)
      throw LogError(LogError::Kind::damaged, "`" + file.path() + "` is larger than it may be");
  }
}

std::string read_file(const std::string& path, std::uint64_t most) {
  return read_all(File::open_to_read(path), most);
}

bool holds(const std::string& path, std::string_view bytes) {
  File file = File::open_to_read(path);
  return file.size() == bytes.size() && read_all(std::move(file), bytes.size()) == bytes;
}

void write_file_whole(const std::string& folder, const std::string& name, std::string_view bytes,
                      Making making) {
  const std::string path = folder + "/" + name;
  const std::string beside = path + ".new";
  if (exists(beside)) remove_file(beside);
  {
    File file = File::create(beside, {.synced = false, .secret = making.secret});
    file.write(bytes);
    if (making.synced) file.sync();
  }
  if (::rename(beside.c_str(), path.c_str()) != 0) fail("cannot rename to", path, errno);
  if (making.synced) sync_folder(folder);
}

void keep_end(const std::string& path, std::uint64_t place, const std::string& folder,
              const std::string& name, bool synced) {
  File from = File::open_to_read(path);
  File to = File::open_to_append(folder + "/" + name);
  std::string bytes(block_size, '\0');
  while (const std::size_t got = from.read_at(place, bytes.data(), bytes.size())) {
    to.write(std::string_view(bytes).substr(0, got));
    place += got;
  }
  if (!synced) return;
  to.sync();
  sync_folder(folder);
}

std::vector<std::string> names_in(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  std::filesystem::directory_iterator at(folder, error);
  if (error) fail("cannot read the folder", folder, error.value());
  for (; at != std::filesystem::directory_iterator(); at.increment(error)) {
    if (error) fail("cannot read the folder", folder, error.value());
    names.push_back(at->path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace sanbao::audit
