// SPDX-License-Identifier: Apache-2.0
//
// A tiny JSON reader; see json.hpp.
// In: text. Out: a tree.
// Never reads past the end of its text: what ends too early is read as far as it goes.
// Tested by its comparison with the library, oracle.random.
#include "json.hpp"

#include <cstddef>
#include <utility>

namespace oracle {

namespace {

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Json value() {
    blanks();
    Json json;
    switch (peek()) {
      case '{':
        json.kind = Json::Kind::object;
        ++at_;
        while (blanks(), peek() != '}' && peek() != '\0') {
          std::string key = quoted();
          blanks();
          ++at_;  // the colon
          json.members.push_back({std::move(key), value()});
          blanks();
          if (peek() == ',') ++at_;
        }
        ++at_;
        break;
      case '[':
        json.kind = Json::Kind::array;
        ++at_;
        while (blanks(), peek() != ']' && peek() != '\0') {
          json.items.push_back(value());
          blanks();
          if (peek() == ',') ++at_;
        }
        ++at_;
        break;
      case '"':
        json.kind = Json::Kind::text;
        json.text = quoted();
        break;
      default: {
        std::size_t begin = at_;
        while (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '}' && text_[at_] != ']' &&
               text_[at_] > ' ') {
          ++at_;
        }
        json.text = text_.substr(begin, at_ - begin);
        if (json.text == "true" || json.text == "false") {
          json.kind = Json::Kind::boolean;
        } else if (json.text != "null") {
          json.kind = Json::Kind::number;
        }
        if (at_ == begin) ++at_;
      }
    }
    return json;
  }

 private:
  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void blanks() {
    while (at_ < text_.size() && text_[at_] <= ' ' && text_[at_] >= 0)
      ++at_;
  }
  std::string quoted() {
    std::string out;
    ++at_;
    while (at_ < text_.size() && text_[at_] != '"') {
      if (text_[at_] == '\\') ++at_;
      out += text_[at_++];
    }
    ++at_;
    return out;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

void write(const Json& json, std::string& out) {
  switch (json.kind) {
    case Json::Kind::null:
      out += "null";
      break;
    case Json::Kind::boolean:
    case Json::Kind::number:
      out += json.text;
      break;
    case Json::Kind::text:
      out += '"' + json.text + '"';
      break;
    case Json::Kind::array: {
      out += '[';
      bool first = true;
      for (const Json& item : json.items) {
        if (!first) out += ',';
        first = false;
        write(item, out);
      }
      out += ']';
      break;
    }
    case Json::Kind::object: {
      out += '{';
      bool first = true;
      for (const auto& [key, value] : json.members) {
        if (!first) out += ',';
        first = false;
        out += '"' + key + "\":";
        write(value, out);
      }
      out += '}';
    }
  }
}

}  // namespace

Json read_json(std::string_view text) {
  return Reader(text).value();
}

std::string write_json(const Json& json) {
  std::string out;
  write(json, out);
  return out;
}

}  // namespace oracle
