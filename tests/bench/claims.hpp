// SPDX-License-Identifier: Apache-2.0
//
// ClaimMaker: claims for the benchmark, one JSON line each, made from a seed.
// In: a seed. Out: lines of about 1,000 bytes that rules/vendors/hyundai-mp3.yaml covers, around every
// boundary of it; the same seed gives the same bytes on any machine. Never makes a record that is
// refused, nor a day that the calendar cn lacks. Checked by bench.agrees.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sanbao::bench {

/// splitmix64: small, seeded, the same everywhere.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  /// From low to high, both included.
  int between(int low, int high);
  /// True in `percent` of a hundred cases.
  bool in_hundred(int percent) { return between(0, 99) < percent; }

 private:
  std::uint64_t state_;
};

class ClaimMaker {
 public:
  explicit ClaimMaker(std::uint64_t seed) : random_(seed) {}

  /// Appends a claim with every fact given that the policy reads, and a line feed.
  void append_whole(std::string& out);
  /// Appends one that lacks one to three of these facts, and a line feed.
  void append_lacking(std::string& out);
  /// Such a one with so many repairs that the line is as long as it may be.
  void append_long(std::string& out, std::size_t most);

 private:
  struct Member {
    std::string_view group, key;
    std::string value;
    bool read_by_policy;
  };
  struct Event {
    std::string_view list;
    std::vector<Member> fields;
  };

  void make();
  void make_purchase(int sold, int filed);
  void make_product_and_fault();
  void make_goods();
  void make_repairs(int sold, int filed);
  void make_exchanges(int sold, int filed);
  void add(std::string_view group, std::string_view key, std::string value, bool read = false);
  void add_bool(std::string_view group, std::string_view key, bool value, bool read = false);
  /// `value`, but for `percent` of a hundred cases the other one.
  bool mostly(bool value, int percent);
  std::string date(int day);
  std::string money(int cents);
  void drop_some();
  void write(std::string& out) const;
  static void write_event(const Event& event, std::string& out);
  std::string_view one_of(const std::vector<std::string_view>& words);

  Random random_;
  std::uint64_t number_ = 0;
  std::vector<Member> members_;
  std::vector<Event> events_;
};

}  // namespace sanbao::bench
