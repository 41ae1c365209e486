// SPDX-License-Identifier: Apache-2.0
//
// The program's standard streams: what is a terminal, what is said to people, and output that is
// never lost in silence. In: bytes. Out: bytes written in full, or OutputFailed. Environment and
// terminals are looked at here alone. Never reports success for bytes that did not arrive: short
// writes, EINTR, a full disk and a closed pipe are all seen, at the end too. Tested by
// tests/cli/streams_test.py.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace sanbao::cli {

/// Output that could not be written; ends the program with status 3.
class OutputFailed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Once, at the start: a closed standard stream is held by a stand-in that refuses every byte, so
/// that no file opened later takes its number; a closed pipe gives an error instead of ending the
/// program without a word.
void hold_standard_streams();

[[nodiscard]] bool is_terminal(int descriptor);
/// Colour only for a terminal, and never where NO_COLOR is set (https://no-color.org) or the
/// terminal is dumb.
[[nodiscard]] bool wants_colour(int descriptor);

/// Says something to people, on standard error, at once. What cannot be said there is lost.
void say(std::string_view text);
/// Writes what was asked for to standard error: faults of files. Never lost in silence.
void report(std::string_view text);
/// `sanbao: <message>` on standard error, as a line.
void complain(std::string_view message);

/// What the system says of an error number, lower-case as our own messages: `no such file or
/// directory`.
[[nodiscard]] std::string system_message(int error);

/// Writes through a block of its own to a descriptor or to a file.
class Output {
 public:
  /// Standard output.
  Output();
  /// A new file, or an old one written anew.
  explicit Output(const std::string& path);
  ~Output();
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  void write(std::string_view bytes);
  /// Past the block, after what stands in it.
  void write_now(std::string_view bytes);
  /// What has been written so far leaves the program.
  void flush();
  /// Flushes and closes; errors that show only now count too. Without it, nothing of the block is
  /// written.
  void close();

 private:
  [[noreturn]] void fail(int error) const;

  std::string name_;
  int descriptor_;
  std::string block_;
};

}  // namespace sanbao::cli
