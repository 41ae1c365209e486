// SPDX-License-Identifier: Apache-2.0
//
// See sanbao/audit/verify.hpp. Digests are worked out by any thread, block by block; what ties records to each other is
// looked at in order, each segment from what its name says; then the segments are held against each other.
// Tested by tests/unit/audit_tamper_test.cpp and tests/cli/log_test.py.
#include "sanbao/audit/verify.hpp"

#include <algorithm>
#include <set>
#include <span>
#include <utility>

#include "audit/blake2b_lanes.hpp"
#include "audit/chain_check.hpp"
#include "audit/files.hpp"
#include "audit/joints.hpp"
#include "audit/json_tree.hpp"
#include "audit/line_flow.hpp"
#include "audit/segments.hpp"

namespace sanbao::audit {

namespace {

constexpr std::size_t most_faults = 100;  // of a segment

/// What one segment tells.
struct Part {
  std::vector<LogFault> faults;
  std::uint64_t more = 0;
  std::uint64_t counts[3] = {};  // by RecordKind
  std::optional<Digest> first_previous;
  Head head;
  std::set<std::string> texts;        // that its rulebooks name
  std::optional<Digest> kept_digest;  // of the record whose number the kept head names

  void add(const Segment& segment, std::uint64_t line, std::string what) {
    if (faults.size() < most_faults) {
      faults.push_back({segment.name, line, std::move(what)});
    } else {
      ++more;
    }
  }
};

/// A line as any thread can look at it.
struct Looked {
  std::optional<Record> record;
  bool sound = false, whole = false;
};

/// The lines of a block: looked at by any thread, held against each other in order.
struct LookedAt {
  std::vector<Looked> lines;
  std::vector<std::size_t> bounds;  // of the bodies of records
  std::vector<Digest> digests;
};

void look_at(LineBlock& block, LookedAt& part) {
  part.lines.clear();
  part.bounds.clear();
  part.digests.clear();
  const char* begin = nullptr;
  std::size_t size = 0;
  for (LogLine line; block.next(line);) {
    if (begin == nullptr) begin = line.text.data();
    Looked& looked = part.lines.emplace_back();
    looked.whole = line.whole;
    if (line.whole) looked.record = read_record(line.text);
    if (!looked.record) continue;
    const auto at = static_cast<std::size_t>(looked.record->body.data() - begin);
    size = at + looked.record->body.size();
    part.bounds.push_back(at);
    part.bounds.push_back(size);
  }
  blake2b_each({begin, size}, part.bounds, part.digests);
  std::size_t i = 0;
  for (Looked& looked : part.lines) {
    if (!looked.record) continue;
    const Record& record = *looked.record;
    looked.sound = record.digest == chain_digest(record.previous, record.number, part.digests[i++]);
  }
}

/// What the lines of segments say, each segment from what its name says.
class Looking {
 public:
  Looking(std::span<const Segment> segments, const VerifyOptions& options)
      : segments_(segments), options_(options), parts_(segments.size()) {
    for (std::size_t i = 0; i < segments.size(); ++i)
      parts_[i].head.records = segments[i].first - 1;
  }

  std::vector<Part> run() {
    flow_lines<LookedAt>(
        segments_, options_.threads, look_at,
        [&](const LineBlock& block, const LookedAt& found) { check(block, found); });
    return std::move(parts_);
  }

 private:
  void check(const LineBlock& block, const LookedAt& found) {
    const std::size_t index = block.segment();
    const Segment& segment = segments_[index];
    Part& part = parts_[index];
    if (!chain_ || index != chain_segment_) {
      chain_.emplace(segment.first);
      chain_segment_ = index;
      line_ = 0;
    }
    for (const Looked& looked : found.lines) {
      ++line_;
      if (auto wrong = chain_->record(looked.record, looked.sound, looked.whole))
        part.add(segment, line_, std::move(*wrong));
      if (looked.record) count(*looked.record, segment, part);
    }
    part.first_previous = chain_->first_previous();
    part.head = chain_->head();
    if (options_.progress) options_.progress(found.lines.size(), block.size());
  }

  void count(const Record& record, const Segment& segment, Part& part) {
    ++part.counts[static_cast<std::size_t>(record.kind)];
    if (options_.kept && record.number == options_.kept->head.records)
      part.kept_digest = record.digest;
    if (record.kind != RecordKind::rulebook) {
      if (line_ == 1) part.add(segment, 1, "a segment begins with the record of its rulebook");
      return;
    }
    const auto manifest = read_manifest(record.content);
    if (!manifest) {
      part.add(segment, line_, "this program does not know the form of the record");
      return;
    }
    for (const auto& policy : manifest->policies) {
      part.texts.insert(policy_text_name(policy.digest));
      if (!policy.calendar.empty()) part.texts.insert(calendar_text_name(policy.calendar_digest));
    }
  }

  const std::span<const Segment> segments_;
  const VerifyOptions& options_;
  std::vector<Part> parts_;
  std::optional<ChainCheck> chain_;  // of the segment that is being checked
  std::size_t chain_segment_ = 0;
  std::uint64_t line_ = 0;
};

void check_texts(const std::string& folder, const std::set<std::string>& names,
                 std::vector<LogFault>& faults) {
  for (const std::string& name : names) {
    std::string file(texts_name);
    file.append("/").append(name);
    std::string path = folder;
    path.append("/").append(file);
    if (!exists(path)) {
      faults.push_back({file, 0, "the text is missing"});
    } else if (!name.starts_with(sha256(read_file(path, most_text_bytes)).to_string())) {
      faults.push_back({file, 0, "the text was changed: its name is not its SHA-256"});
    }
  }
}

/// Why a head is not signed by a key.
std::string signing_fault(const SignedHead& head, const PublicKey& key) {
  if (!head.key || !head.signature) return "it is not signed";
  if (*head.key == key) return "its signature is not of this head: one of them was changed";
  return "it is signed by another key, " + digits_of(*head.key);
}

void check_kept(const VerifyOptions& options, const std::optional<Digest>& digest,
                Verification& result) {
  if (!options.kept) return;
  const Head& kept = options.kept->head;
  const std::string record = "record " + std::to_string(kept.records);
  const auto add = [&](std::string what) {
    result.faults.push_back({"the kept head", 0, std::move(what)});
  };
  if (options.key && !is_signed_by(*options.kept, *options.key))
    add(signing_fault(*options.kept, *options.key));
  if (kept.records > result.head.records) {
    add("the log was cut: it ends with record " + std::to_string(result.head.records) +
        ", and the head is of " + record);
  } else if (kept.records == 0 ? kept.digest != Digest{} : digest != kept.digest) {
    add(record + " of the log is not the one the head was taken of");
  }
}

}  // namespace

Verification verify(const std::string& folder, const VerifyOptions& options) {
  const auto segments = segments_of(folder);
  std::vector<Part> parts = Looking(segments, options).run();
  Verification result;
  result.segments = segments.size();
  std::set<std::string> texts;
  std::optional<Digest> kept_digest;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    Part& part = parts[i];
    if (auto wrong = joint_fault(result.head, segments[i].first, part.first_previous))
      result.faults.push_back({segments[i].name, wrong->line, std::move(wrong->what)});
    result.faults.insert(result.faults.end(), part.faults.begin(), part.faults.end());
    result.more += part.more;
    result.rulebooks += part.counts[static_cast<std::size_t>(RecordKind::rulebook)];
    result.decided += part.counts[static_cast<std::size_t>(RecordKind::decided)];
    result.refused += part.counts[static_cast<std::size_t>(RecordKind::refused)];
    texts.merge(part.texts);
    if (part.kept_digest) kept_digest = part.kept_digest;
    // An empty segment: the program ended when it had just been made.
    if (part.first_previous || !part.faults.empty()) result.head = part.head;
    if (!part.first_previous && part.faults.empty() && i + 1 < segments.size())
      result.faults.push_back({segments[i].name, 0, "the segment is empty"});
  }
  check_texts(folder, texts, result.faults);
  check_kept(options, kept_digest, result);
  return result;
}

Head head_of(const std::string& folder) {
  auto segments = segments_of(folder);
  std::reverse(segments.begin(), segments.end());
  for (const Segment& segment : segments) {
    const VerifyOptions options;
    const Part part = std::move(Looking(std::span(&segment, 1), options).run().front());
    if (!part.faults.empty()) {
      const LogFault& fault = part.faults.front();
      throw LogError(LogError::Kind::damaged, "`" + folder + "/" + fault.file + "`, line " +
                                                  std::to_string(fault.line) + ": " + fault.what);
    }
    if (part.first_previous) return part.head;
  }
  return {};
}

bool has_salt(const std::string& folder) {
  return exists(folder + "/" + std::string(salt_name));
}

std::uint64_t size_of(const std::string& folder) {
  std::uint64_t size = 0;
  for (const Segment& segment : segments_of(folder))
    size += File::open_to_read(segment.path).size();
  return size;
}

}  // namespace sanbao::audit
