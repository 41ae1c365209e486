// SPDX-License-Identifier: Apache-2.0
//
// Files of a log: the only place of audit/ that speaks to the operating system.
// In: paths and bytes. Out: bytes on disk, or LogError with the system's words. Never reports success
// for bytes that did not arrive; goes on after EINTR and short writes; after a
// failed sync it is the caller who must stop. Tested by tests/audit/faults_test.py, which lets each call fail in turn.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sanbao/audit/record.hpp"

namespace sanbao::audit {

/// What disks and file systems write at once is a page or a part of it.
inline constexpr std::size_t page_size = 4096;

/// How a new file is made.
struct Making {
  bool synced = false;  ///< on disk, with its name, before it counts as made
  bool secret = false;  ///< its owner alone may read it
};

using Pieces = std::vector<std::string_view>;

/// A descriptor that closes itself.
class File {
 public:
  File() = default;
  File(File&& other) noexcept;
  File& operator=(File&& other) noexcept;
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File();

  static File create(const std::string& path,
                     Making making = {});  ///< refuses a path that is there
  static File open_to_append(const std::string& path);
  /// A file of a log, which may have been handed in: LogError::damaged where it is a pipe or a device, of which nobody knows
  /// when it gives bytes, and whether it ends.
  static File open_to_read(const std::string& path);
  /// Whatever gives bytes: what the caller named.
  static File open_named_to_read(const std::string& path);

  /// At the end; all of it, or LogError.
  void write(std::string_view bytes);
  /// The same for pieces, one behind the other.
  void write(Pieces pieces);
  /// The same for pieces that begin in memory at the place of a page at which they begin in the file, and but for the last
  /// end with a page: many whole pages go to disk past the memory of the system, where it lets them.
  void write_past(Pieces pieces);
  /// At most so many bytes into `to`; 0 at the end of the file.
  [[nodiscard]] std::size_t read(char* to, std::size_t bytes);
  /// The same from a place of the file; `read` goes on where it was.
  [[nodiscard]] std::size_t read_at(std::uint64_t place, char* to, std::size_t bytes);
  void sync();
  void cut(std::uint64_t size);
  [[nodiscard]] std::uint64_t size() const;
  /// LogError where the file has no name any more: what is written to it is gone when it is closed.
  void check_name() const;
  /// False where somebody else holds it.
  [[nodiscard]] bool lock();

  [[nodiscard]] const std::string& path() const { return path_; }
  explicit operator bool() const { return descriptor_ >= 0; }

 private:
  File(std::string path, int flags, unsigned mode = 0666);

  void write_some_past(Pieces& pieces);

  std::string path_;
  int descriptor_ = -1;
  bool lets_past_ = true;  // as far as is known
};

/// Makes the folder where it is not there; its parent must be.
void make_folder(const std::string& path);
/// After it the names in a folder are on disk.
void sync_folder(const std::string& path);
void remove_file(const std::string& path);
/// False where nothing is there; LogError where the system does not let that be seen.
[[nodiscard]] bool exists(const std::string& path);
/// LogError::damaged where there are more bytes than `most`.
[[nodiscard]] std::string read_all(File file, std::uint64_t most);
/// The same of a file of a log.
[[nodiscard]] std::string read_file(const std::string& path, std::uint64_t most);
/// Whether a file of a log holds these bytes and no others.
[[nodiscard]] bool holds(const std::string& path, std::string_view bytes);
/// Written beside, synced and renamed: the name stands for all of the bytes or is not there.
void write_file_whole(const std::string& folder, const std::string& name, std::string_view bytes,
                      Making making);
/// Adds what stands in a file from a place on to another one of the folder, which is made where it is not there.
void keep_end(const std::string& path, std::uint64_t place, const std::string& folder,
              const std::string& name, bool synced);
/// Names in a folder, sorted.
[[nodiscard]] std::vector<std::string> names_in(const std::string& folder);

}  // namespace sanbao::audit
