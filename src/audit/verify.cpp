// SPDX-License-Identifier: Apache-2.0
//
// See sanbao/audit/verify.hpp. Digests are worked out by any thread, block by block; what ties records to each other is
// looked at in order, each segment from what its name says; then the segments are held against each other.
// Tested by tests/unit/audit_tamper_test.cpp and tests/cli/log_test.py.
#include "sanbao/audit/verify.hpp"

#include <algorithm>
#include <numeric>
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

constexpr std::size_t fault_kinds = static_cast<std::size_t>(FaultKind::head) + 1;

/// Of one kind, in a segment. Ends of lines are others because a program converted the file, and then all of them.
constexpr std::uint64_t most_told(FaultKind kind) {
  return kind == FaultKind::ending ? 1 : 10;
}

/// What one segment tells.
struct Part {
  explicit Part(const Segment& segment) : name(segment.name), chain(segment.first) {}

  std::string name;
  ChainCheck chain;
  std::uint64_t lines = 0;
  std::vector<LogFault> faults;
  std::uint64_t more = 0;
  std::uint64_t counts[3] = {};       // by RecordKind
  std::set<std::string> texts;        // that its rulebooks name
  std::optional<Digest> kept_digest;  // of the record whose number the kept head names

  std::optional<LogFault> joint;  // with the segment before

  void add(ChainFault fault) {
    const auto kind = static_cast<std::size_t>(fault.kind);
    if (told_[kind] == most_told(fault.kind)) {
      ++faults[last_[kind]].more;
      ++more;
      return;
    }
    ++told_[kind];
    last_[kind] = faults.size();
    faults.push_back({name, lines, std::move(fault.what), fault.kind, fault.record});
  }
  /// A fault of a record, which the line behind it may tell better.
  void add_of_record(ChainFault fault) {
    const std::size_t before = faults.size();
    add(std::move(fault));
    amendable_ = before < faults.size() ? std::optional(before) : std::nullopt;
  }
  void amend(const std::optional<ChainFault>& better) {
    if (!better || !amendable_) return;
    LogFault& fault = faults[*amendable_];
    fault.what = better->what;
    fault.kind = better->kind;
    fault.record = better->record;
  }

 private:
  std::uint64_t told_[fault_kinds] = {};
  std::size_t last_[fault_kinds] = {};  // of those told
  std::optional<std::size_t> amendable_;
};

/// A line as any thread can look at it.
struct Looked {
  ReadLine read;
  bool sound = false;
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
    looked.read = read_line(line.text, line.whole);
    if (!looked.read.record) continue;
    const std::string_view body = looked.read.record->body;
    const auto at = static_cast<std::size_t>(body.data() - begin);
    size = at + body.size();
    part.bounds.push_back(at);
    part.bounds.push_back(size);
  }
  blake2b_each({begin, size}, part.bounds, part.digests);
  std::size_t i = 0;
  for (Looked& looked : part.lines) {
    if (!looked.read.record) continue;
    const Record& record = *looked.read.record;
    looked.sound = record.digest == chain_digest(record.previous, record.number, part.digests[i++]);
  }
}

/// What the lines of segments say, each segment from what its name says.
class Looking {
 public:
  Looking(std::span<const Segment> segments, const VerifyOptions& options)
      : segments_(segments), options_(options), parts_(segments.begin(), segments.end()) {}

  std::vector<Part> run() {
    flow_lines<LookedAt>(
        segments_, options_.threads, look_at,
        [&](const LineBlock& block, const LookedAt& found) { check(block, found); });
    return std::move(parts_);
  }

 private:
  void check(const LineBlock& block, const LookedAt& found) {
    Part& part = parts_[block.segment()];
    for (const Looked& looked : found.lines) {
      ++part.lines;
      auto wrong = part.chain.line(looked.read, looked.sound);
      part.amend(part.chain.told_better());
      if (!looked.read.record) {
        part.add(std::move(*wrong));
        continue;
      }
      count(*looked.read.record, part);
      auto form = form_fault(*looked.read.record, part);
      if (wrong) {
        part.add_of_record(std::move(*wrong));
      } else if (form) {
        part.add({FaultKind::form, std::move(*form), looked.read.record->number});
      }
    }
    if (options_.progress) options_.progress(found.lines.size(), block.size());
  }

  void count(const Record& record, Part& part) {
    ++part.counts[static_cast<std::size_t>(record.kind)];
    if (options_.kept && record.number == options_.kept->head.records &&
        part.kept_digest != options_.kept->head.digest)
      part.kept_digest = record.digest;
  }

  /// What is wrong with its form; takes down the texts that it names.
  static std::optional<std::string> form_fault(const Record& record, Part& part) {
    if (record.kind != RecordKind::rulebook) {
      if (part.lines > 1) return std::nullopt;
      return "a segment begins with the record of its rulebook";
    }
    const auto manifest = read_manifest(record.content);
    if (!manifest) return "this program does not know the form of the record";
    for (const auto& policy : manifest->policies) {
      part.texts.insert(policy_text_name(policy.digest));
      if (!policy.calendar.empty()) part.texts.insert(calendar_text_name(policy.calendar_digest));
    }
    return std::nullopt;
  }

  const std::span<const Segment> segments_;
  const VerifyOptions& options_;
  std::vector<Part> parts_;
};

/// Holds segments against each other, in the order of what stands in them: a wrong name is one fault, and was told.
/// Gives the chain that ends last.
const ChainCheck* check_joints(std::span<const Segment> segments, std::vector<Part>& parts) {
  std::vector<std::size_t> order(parts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return parts[i].chain.begins(); });
  const ChainCheck beginning{Head{}};
  const ChainCheck* before = &beginning;
  Part* part_before = nullptr;
  for (const std::size_t i : order) {
    Part& part = parts[i];
    auto following = before->follow(part.chain.begins(), part.chain.first_previous());
    // Its first lines are gone, as was told: the others stand where its name says.
    const bool is_named_so = following.fault && part.chain.begins() != segments[i].first &&
                             !before->follow(segments[i].first, std::nullopt).fault;
    if (part_before != nullptr) part_before->amend(following.told_better);
    if (following.fault && !is_named_so) {
      // Where both are there, the first record of the one does not stand on the last of the other.
      const bool both = following.fault->line > 0;
      part.joint = {part.name, following.fault->line, std::move(following.fault->what),
                    both ? FaultKind::previous : FaultKind::segment};
      if (both) part.joint->record = part.chain.begins();
    }
    // An empty segment at the end: the program ended when it had just been made.
    if (part.lines == 0) {
      if (i != order.back())
        part.faults.push_back({part.name, 0, "the segment is empty", FaultKind::segment});
      continue;
    }
    before = &part.chain;
    part_before = &part;
  }
  return before == &beginning ? nullptr : before;
}

/// What is wrong with a text beside the log, of which the name begins with its SHA-256; empty: nothing.
std::string text_fault(const std::string& path, std::string_view name) {
  if (!exists(path)) return "the text is missing";
  try {
    if (name.starts_with(sha256(read_file(path, most_text_bytes)).to_string())) return {};
  } catch (const LogError& error) {
    if (error.kind() != LogError::Kind::damaged) throw;
    return "the text was changed: it is larger than a text may be, or no file";
  }
  return "the text was changed: its name is not its SHA-256";
}

void check_texts(const std::string& folder, const std::set<std::string>& names,
                 std::vector<LogFault>& faults) {
  for (const std::string& name : names) {
    std::string file(texts_name);
    file.append("/").append(name);
    std::string path = folder;
    path.append("/").append(file);
    if (std::string fault = text_fault(path, name); !fault.empty())
      faults.push_back({file, 0, std::move(fault), FaultKind::text});
  }
}

/// Why a head is not signed by a key.
std::string signing_fault(const SignedHead& head, const PublicKey& key) {
  if (!head.key || !head.signature) return "it is not signed";
  if (*head.key == key) return "its signature is not of this head: one of them was changed";
  return "it is signed by another key, " + digits_of(*head.key);
}

/// `digest`: of the record whose number it names; `torn`: the number of a torn record at the end.
void check_kept(const VerifyOptions& options, const std::optional<Digest>& digest,
                const std::optional<std::uint64_t>& torn, Verification& result) {
  if (!options.kept) return;
  const Head& kept = options.kept->head;
  const std::string record = "record " + std::to_string(kept.records);
  const auto add = [&](std::string what) {
    result.faults.push_back({"the kept head", 0, std::move(what), FaultKind::head, kept.records});
  };
  if (options.key && !is_signed_by(*options.kept, *options.key))
    add(signing_fault(*options.kept, *options.key));
  if (kept.records > result.head.records) {
    add("the log was cut: it ends with record " + std::to_string(result.head.records) +
        ", and the head is of " + record);
  } else if (kept.records > 0 && !digest) {
    add(record + (kept.records == torn ? " is torn" : " is not in the log"));
  } else if (digest.value_or(Digest{}) != kept.digest) {
    add(record + " of the log is not the one the head was taken of");
  }
}

}  // namespace

Verification verify(const std::string& folder, const VerifyOptions& options) {
  Verification result;
  const auto segments = segments_of(folder, &result.strays);
  std::vector<Part> parts = Looking(segments, options).run();
  result.segments = segments.size();
  std::set<std::string> texts;
  std::optional<Digest> kept_digest;
  std::optional<std::uint64_t> torn;
  if (const ChainCheck* const last = check_joints(segments, parts)) {
    result.head = last->head();
    torn = last->torn();
  }
  for (Part& part : parts) {
    if (part.joint) result.faults.push_back(*part.joint);
    result.faults.insert(result.faults.end(), part.faults.begin(), part.faults.end());
    result.more += part.more;
    result.rulebooks += part.counts[static_cast<std::size_t>(RecordKind::rulebook)];
    result.decided += part.counts[static_cast<std::size_t>(RecordKind::decided)];
    result.refused += part.counts[static_cast<std::size_t>(RecordKind::refused)];
    texts.merge(part.texts);
    if (part.kept_digest && (!kept_digest || part.kept_digest == options.kept->head.digest))
      kept_digest = part.kept_digest;
  }
  check_texts(folder, texts, result.faults);
  check_kept(options, kept_digest, torn, result);
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
    if (part.lines > 0) return part.chain.head();
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
