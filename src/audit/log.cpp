// SPDX-License-Identifier: Apache-2.0
//
// Log: the chain, the segments and the disk; see sanbao/audit/log.hpp. What is written is written in
// this order: texts, then the record that names them, then records; a new file is empty on disk before
// it is written to. Whatever moment the program ends, what is there is a log with at most a torn end.
// Tested by tests/unit/audit_log_test.cpp, tests/cli/log_test.py and tests/audit.
#include "sanbao/audit/log.hpp"

#include <cassert>
#include <filesystem>
#include <span>
#include <utility>

#include "audit/chain_check.hpp"
#include "audit/files.hpp"
#include "audit/keys.hpp"
#include "audit/line_blocks.hpp"
#include "audit/manifest.hpp"
#include "audit/masks.hpp"
#include "audit/record_form.hpp"
#include "audit/segments.hpp"

namespace sanbao::audit {

namespace {

/// How far a segment is whole.
struct Found {
  Head head;
  std::uint64_t whole_bytes = 0, torn_bytes = 0;
};

/// Checks a segment from its first record. Throws where a sound record stands behind a damaged one:
/// that is no torn end.
Found look_through(const Segment& segment) {
  ChainCheck check(segment.first);
  Found found;
  found.head.records = segment.first - 1;
  std::string fault;
  LineBlocks blocks(std::span(&segment, 1));
  LineBlock block;
  while (blocks.next(block)) {
    for (LogLine line; block.next(line);) {
      const std::uint64_t size = line.text.size() + (line.whole ? 1 : 0);
      const auto wrong = check.line(line.text, line.whole);
      if (fault.empty() && !wrong) {
        found.head = check.head();
        found.whole_bytes += size;
        continue;
      }
      if (fault.empty())
        fault = "`" + segment.path + "`, line " + std::to_string(line.number) + ": " + *wrong;
      const bool sound = check.record() && is_sound(*check.record());
      // A record that is sound but stands wrongly was put there by somebody.
      if (sound) throw LogError(LogError::Kind::damaged, fault);
      found.torn_bytes += size;
    }
  }
  return found;
}

}  // namespace

struct Log::State {
  std::string folder;
  LogOptions options;
  File lock, file;
  Segment segment;
  Head head;
  std::uint64_t size = 0;       // of the segment's file
  std::uint64_t kept_size = 0;  // of it, when everything was last committed
  std::uint64_t cut_bytes = 0;
  std::string rulebook_body;
  std::shared_ptr<const Masks> masks;
  std::vector<std::string_view> lines;  // of a batch, not written
  std::size_t lines_size = 0;
  std::string failure;  // the first; the log takes nothing more

  [[nodiscard]] bool synced() const { return options.durability != Durability::none; }

  /// Runs what may fail at the disk; after a failure nothing runs any more.
  template <typename Work>
  void guarded(const Work& work) {
    if (!failure.empty())
      throw LogError(LogError::Kind::system, "the log takes no more records: " + failure);
    try {
      work();
    } catch (const LogError& error) {
      if (error.kind() == LogError::Kind::system) failure = error.what();
      throw;
    }
  }

  void open_segment(std::uint64_t first, bool is_there) {
    segment = segment_at(folder, first);
    file = is_there ? File::open_to_append(segment.path)
                    : File::create(segment.path, {.synced = synced()});
    size = kept_size = file.size();
  }

  void write_lines() {
    if (lines.empty()) return;
    try {
      file.write(lines);
    } catch (const LogError&) {
      // Nothing half-kept: what was not committed is taken back, as far as the disk lets us.
      try {
        file.cut(kept_size);
      } catch (const LogError&) {
        // The torn end is cut when the log is opened again.
      }
      throw;
    }
    size += std::exchange(lines_size, 0);
    lines.clear();
  }

  void sync_segment() {
    write_lines();
    if (synced()) file.sync();
    kept_size = size;
  }

  /// A line of which the body is there, with room before it and its end behind it.
  void add(char* body, std::size_t body_size, const Digest& body_digest) {
    const std::uint64_t number = head.records + 1;
    const Digest digest = chain_digest(head.digest, number, body_digest);
    char* const line = write_head(number, head.digest, digest, body);
    head = {number, digest};
    const auto line_size = static_cast<std::size_t>(body - line) + body_size + line_end.size();
    lines.emplace_back(line, line_size);
    lines_size += line_size;
    if (options.durability == Durability::record) sync_segment();
  }

  /// What the records that follow are decided by; written at once.
  void add_rulebook(std::string_view body) {
    std::string line(head_room, ' ');
    line.append(body).append(line_end);
    add(line.data() + head_room, body.size(), blake2b(body));
    write_lines();
  }

  /// A segment that is full is closed, and another begins with the record of the rulebook.
  void make_room() {
    if (size + lines_size < options.segment_size) return;
    sync_segment();
    open_segment(head.records + 1, false);
    add_rulebook(rulebook_body);
  }
};

Log::Log(std::unique_ptr<State> state) : state_(std::move(state)) {}
Log::Log(Log&&) noexcept = default;
Log& Log::operator=(Log&&) noexcept = default;
Log::~Log() = default;

Log Log::open(const std::string& folder, LogOptions options) {
  auto state = std::make_unique<State>();
  state->folder = folder;
  state->options = std::move(options);
  const bool is_new = !exists(folder);
  make_folder(folder);
  if (is_new && state->synced()) {
    const std::string above =
        std::filesystem::path(folder).lexically_normal().parent_path().string();
    sync_folder(above.empty() ? "." : above);
  }
  // Before anything is written: a folder of something else is left as it is.
  auto segments = segments_of(folder);
  state->lock = File::open_to_append(folder + "/" + std::string(lock_name));
  if (!state->lock.lock())
    throw LogError(LogError::Kind::busy, "`" + folder + "` is being written by another program");
  segments = segments_of(folder);
  if (segments.empty()) {
    state->open_segment(1, false);
    return Log(std::move(state));
  }
  Found found = look_through(segments.back());
  state->open_segment(segments.back().first, true);
  if (found.torn_bytes > 0) {
    state->file.cut(found.whole_bytes);
    if (state->synced()) state->file.sync();
    state->size = state->kept_size = found.whole_bytes;
    state->cut_bytes = found.torn_bytes;
  }
  if (found.whole_bytes == 0 && segments.size() > 1) {
    const Segment& before = segments[segments.size() - 2];
    found = look_through(before);
    if (found.torn_bytes > 0 || found.head.records + 1 != segments.back().first)
      throw LogError(LogError::Kind::damaged, "`" + before.path + "` has lost its end");
  }
  state->head = found.head;
  return Log(std::move(state));
}

void Log::use(const Rulebook& rulebook, const EvaluateOptions& options) {
  State& state = *state_;
  check_masks(state.options.mask, rulebook);
  state.guarded([&] {
    Manifest manifest = manifest_of(rulebook, options, state.options.mask);
    if (state.rulebook_body.empty()) manifest.cut_bytes = state.cut_bytes;
    if (!state.options.mask.empty() && !state.masks)
      state.masks =
          std::make_shared<const Masks>(state.options.mask, salt_of(state.folder, state.synced()));
    keep_texts(rulebook, state.folder, state.synced());
    const std::string body = to_body(manifest);
    manifest.cut_bytes = 0;
    state.rulebook_body = to_body(manifest);
    if (state.size + state.lines_size >= state.options.segment_size) {
      state.sync_segment();
      state.open_segment(state.head.records + 1, false);
    }
    state.add_rulebook(body);
    state.sync_segment();
  });
}

Batch Log::batch() const {
  return Batch(state_->masks);
}

void Log::append(Batch& batch) {
  State& state = *state_;
  assert(!state.rulebook_body.empty());
  batch.seal();
  state.guarded([&] {
    for (std::size_t i = 0; i < batch.digests_.size(); ++i) {
      const std::size_t begin = batch.bounds_[2 * i];
      state.make_room();
      state.add(batch.bytes_.data() + begin, batch.bounds_[2 * i + 1] - begin, batch.digests_[i]);
    }
    state.write_lines();
  });
  batch.clear();
}

void Log::commit() {
  State& state = *state_;
  state.guarded([&] {
    if (state.kept_size == state.size && state.lines.empty()) return;
    state.sync_segment();
  });
}

Durability Log::durability() const {
  return state_->options.durability;
}
Head Log::head() const {
  return state_->head;
}
std::uint64_t Log::cut_bytes() const {
  return state_->cut_bytes;
}

}  // namespace sanbao::audit
