// SPDX-License-Identifier: Apache-2.0
//
// Input: a file or standard input, cut into blocks of whole lines.
// In: bytes from a descriptor, as they come. Out: blocks, each with its place in the input; lines
// with number and offset. Never holds more than a block and one line at the limit; what a longer
// line holds beyond the limit is passed by. Tested by tests/cli/lines_test.py.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "sanbao/records.hpp"

namespace sanbao::cli {

/// Input that is not there or cannot be read; ends the program with status 1.
class InputFailed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// One line without its end (LF or CR LF) and without the byte order mark of the input.
struct Line {
  std::string_view text;
  std::string_view end;      ///< "\n", "\r\n"; empty at the end of the input
  std::uint64_t record = 0;  ///< its number, from 1
  std::uint64_t offset = 0;  ///< of the first byte of `text` in the input
};
/// Nothing but blanks: counted, not decided.
[[nodiscard]] bool is_blank(std::string_view text);

/// Some whole lines of the input. Used again for the next ones, it allocates nothing.
class Block {
 public:
  /// The next line; false at the end of the block.
  [[nodiscard]] bool next(Line& line);
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  friend class Input;
  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0, at_ = 0;
  std::uint64_t record_ = 1, offset_ = 0;
};

class Input {
 public:
  /// The longest line of a record: 1 MiB (docs/records.md §1). Of a longer one a little more is
  /// handed out, so that the reader of records sees that it is too long.
  static constexpr std::size_t line_limit = max_record_bytes;

  /// `-`: standard input.
  explicit Input(const std::string& path);
  ~Input();
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;

  /// As messages call it: the path, or `standard input`.
  [[nodiscard]] const std::string& name() const { return name_; }
  /// Whether a first line was handed out that is no record of one line: an array, or JSON over several lines.
  [[nodiscard]] bool is_spread() const { return is_spread_; }
  /// Bytes of a regular file, 0 where it is none.
  [[nodiscard]] std::uint64_t size() const { return size_; }

  /// The next whole lines; false at the end. Never waits for more bytes while it has a whole line.
  [[nodiscard]] bool next(Block& block);
  /// Called by `next` whenever nothing is there to be read and it begins to wait.
  void before_waiting(std::function<void()> call) { before_waiting_ = std::move(call); }

 private:
  [[noreturn]] void fail(int error) const;
  std::size_t read(char* to, std::size_t bytes);
  void skip_line();
  void look_at(std::string_view bytes);

  std::string name_;
  int descriptor_ = 0;  // standard input, unless a file is opened
  std::uint64_t size_ = 0;
  std::function<void()> before_waiting_;
  std::string rest_;  // read, not handed out yet
  bool ended_ = false;
  bool has_begun_ = false, is_spread_ = false;
  std::uint64_t record_ = 1, offset_ = 0;
};

/// After records were refused: what kind of input is wanted, where this is another.
void tell_if_spread(const Input& input);

}  // namespace sanbao::cli
