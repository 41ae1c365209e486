// SPDX-License-Identifier: Apache-2.0
//
// Tokens: where each bracket, comma, colon, text and other word of a line begins. The only user of
// simdjson. In: the bytes of a line. Out: a copy of them with room behind, and the offsets, in
// order. Texts are known to be closed, UTF-8 and free of control characters; nothing else is
// checked here. simdjson's DOM is not used: it turns 1299.10 into a double, refuses big integers
// nobody reads and has no offsets. Its On-Demand walk is not used either: it checks only what it
// visits and takes half a surrogate pair. Its first stage alone gives all that is needed, chosen
// for the processor while the program runs. Tested by tests/unit/claim_reader_test.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sanbao::claims {

class Tokens {
 public:
  /// The best variant of the first stage that this processor can run, or the one of that name.
  explicit Tokens(std::string_view variant = {});
  Tokens(Tokens&&) noexcept;
  Tokens& operator=(Tokens&&) noexcept;
  ~Tokens();

  /// Variants that this processor can run. All give the same answers.
  static std::vector<std::string> variants();

  /// Copies the line.
  void take(std::string_view line);
  /// Finds its tokens. False: something of the line is at fault, or there is nothing in it (see
  /// form.hpp for what it is).
  [[nodiscard]] bool find();

  /// So many bytes of nought stand behind the line.
  static constexpr std::size_t room = 128;
  /// The line.
  [[nodiscard]] const char* text() const { return text_; }
  /// Offsets of tokens; the one behind the last is the length of the line.
  [[nodiscard]] const std::uint32_t* begin() const { return begin_; }
  [[nodiscard]] const std::uint32_t* end() const { return end_; }

 private:
  struct State;
  std::unique_ptr<State> state_;
  const char* text_ = nullptr;
  std::size_t size_ = 0;
  const std::uint32_t* begin_ = nullptr;
  const std::uint32_t* end_ = nullptr;
};

}  // namespace sanbao::claims
