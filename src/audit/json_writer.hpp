// SPDX-License-Identifier: Apache-2.0
//
// JsonWriter: objects and lists with their commas, for what is written once a run.
// In: keys and values in order. Out: bytes appended. Never checks that keys differ.
// Tested by tests/unit/audit_log_test.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "audit/json_text.hpp"
#include "audit/record_form.hpp"

namespace sanbao::audit {

class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  void text(std::string_view key, std::string_view value) {
    begin(key);
    append_json_string(value, out_);
  }
  void number(std::string_view key, std::uint64_t value) {
    begin(key);
    append_number(value, out_);
  }
  void word(std::string_view key, std::string_view value) {
    begin(key);
    out_ += value;
  }
  template <typename List, typename Each>
  void list(std::string_view key, const List& list, const Each& each) {
    begin(key);
    out_ += '[';
    bool first = true;
    for (const auto& entry : list) {
      if (!first) out_ += ',';
      first = false;
      each(entry);
    }
    out_ += ']';
    first_ = false;
  }
  template <typename Inside>
  void object(const Inside& inside) {
    out_ += '{';
    first_ = true;
    inside();
    out_ += '}';
    first_ = false;
  }
  template <typename Inside>
  void object(std::string_view key, const Inside& inside) {
    begin(key);
    object(inside);
  }
  void begin(std::string_view key) {
    if (!first_) out_ += ',';
    first_ = false;
    out_.append("\"").append(key).append("\":");
  }

 private:
  std::string& out_;
  bool first_ = true;
};

}  // namespace sanbao::audit
