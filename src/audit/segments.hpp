// SPDX-License-Identifier: Apache-2.0
//
// The files of a log folder: segments, named by their first record, torn ends, texts of rulebooks, salt, lock.
// In: a folder. Out: names and paths. Never reads what is inside.
// Tested by tests/unit/audit_log_test.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sanbao::audit {

struct Segment {
  std::string path;
  std::string name;
  std::uint64_t first = 0;  ///< number of its first record
};

/// In order. What else lies in the folder and is no part of a log goes to `strays`; LogError::damaged where there is
/// nothing but that: it is the folder of something else.
[[nodiscard]] std::vector<Segment> segments_of(const std::string& folder,
                                               std::vector<std::string>* strays = nullptr);
/// Of segments in order those in which the records from `first` to `last` have their places, by the names of segments.
[[nodiscard]] std::span<const Segment> segments_with(std::span<const Segment> segments,
                                                     std::uint64_t first, std::uint64_t last);
[[nodiscard]] Segment segment_at(const std::string& folder, std::uint64_t first);
/// Where a torn end is kept that stood in place of this record.
[[nodiscard]] std::string torn_name(std::uint64_t record);

inline constexpr std::string_view lock_name = "lock";
inline constexpr std::string_view salt_name = "salt";
inline constexpr std::string_view texts_name = "texts";
/// A policy or calendar beside the log is read no further.
inline constexpr std::uint64_t most_text_bytes = std::uint64_t{64} << 20;
/// The text of a policy or calendar, by the digest that decisions name: `sha256:…`.
[[nodiscard]] std::string policy_text_name(std::string_view digest);
[[nodiscard]] std::string calendar_text_name(std::string_view digest);

}  // namespace sanbao::audit
