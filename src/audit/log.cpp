// SPDX-License-Identifier: Apache-2.0
//
// Log: the chain, the segments and the disk; see sanbao/audit/log.hpp. What is written is written in
// this order: texts, then the record that names them, then records; a new file is empty on disk before
// it is written to. Whatever moment the program ends, what is there is a log with at most a torn end.
// Tested by tests/unit/audit_log_test.cpp, tests/cli/log_test.py and tests/audit.
#include "sanbao/audit/log.hpp"

#include <atomic>
#include <filesystem>
#include <optional>
#include <span>
#include <utility>

#include "audit/appender.hpp"
#include "audit/batch.hpp"
#include "audit/chain_check.hpp"
#include "audit/files.hpp"
#include "audit/joints.hpp"
#include "audit/keys.hpp"
#include "audit/line_blocks.hpp"
#include "audit/manifest.hpp"
#include "audit/masks.hpp"
#include "audit/record_form.hpp"
#include "audit/segments.hpp"
#include "flow/behind.hpp"

namespace sanbao::audit {

namespace {

/// Of what nobody commits, so much is held.
constexpr std::size_t most_held = std::size_t{8} << 20;

/// Of no other `use` in this program, whichever log it is of: a batch is known by it.
std::uint64_t next_use() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

/// A day that no record can say would make a `rulebook` record that nobody can read.
void check_day(std::optional<CivilDate> as_of) {
  if (!as_of || (*as_of >= CivilDate::first_fact() && *as_of <= CivilDate::last_fact())) return;
  throw LogError(LogError::Kind::refused,
                 "the day of judgement cannot be kept: it lies outside the years 1970 to 2199");
}

/// How far a segment is whole.
struct Found {
  Head head;
  std::optional<Digest> first_previous;
  std::uint64_t whole_bytes = 0, torn_bytes = 0;
};

/// Whether a crash may leave such a line at the end of a segment: it has no end, or a hole in it, which pages leave that
/// were not written. What is written holds no zero byte.
bool may_be_torn(const LogLine& line) {
  return !line.whole || line.text.find('\0') != std::string_view::npos;
}

/// Checks a segment from its first record. Throws where from the first damaged line on there is one that no crash leaves:
/// it may have been released, and is not to be cut off.
Found look_through(const Segment& segment) {
  ChainCheck check(segment.first);
  Found found;
  found.head.records = segment.first - 1;
  std::string fault;
  std::uint64_t faulty_line = 0;
  LineBlocks blocks(std::span(&segment, 1));
  LineBlock block;
  while (blocks.next(block)) {
    for (LogLine line; block.next(line);) {
      const std::uint64_t size = line.text.size() + (line.whole ? 1 : 0);
      const auto wrong = check.line(line.text, line.whole);
      if (fault.empty() && !wrong) {
        found.head = check.head();
        found.first_previous = check.first_previous();
        found.whole_bytes += size;
        continue;
      }
      if (fault.empty()) {
        fault = wrong->what;
        faulty_line = line.number;
      }
      const bool sound = check.record() && is_sound(*check.record());
      if (sound || !may_be_torn(line)) refuse(segment, faulty_line, fault);
      found.torn_bytes += size;
    }
  }
  return found;
}

/// An earlier run may have brought nothing to disk, not even the names of what it made.
void sync_segments(const std::string& folder, std::span<const Segment> segments) {
  for (const Segment& segment : segments)
    File::open_to_read(segment.path).sync();
  sync_folder(folder);
}

}  // namespace

struct Log::State {
  State(std::string in_folder, LogOptions with)
      : folder(std::move(in_folder)),
        options(std::move(with)),
        appender(folder, synced()),
        behind([this](Group& one) { keep(one); }) {}

  const std::string folder;
  const LogOptions options;
  File lock;
  Appender appender;       // whoever keeps a group; else nobody
  Group group;             // taken, not written
  Head head;               // of what was taken
  std::uint64_t size = 0;  // of the segment, with what was taken
  std::uint64_t cut_bytes = 0;
  std::string cut_file;
  std::string rulebook_body;
  std::optional<Rulebook> rules;
  std::uint64_t last_use = 0;  // 0: none yet
  std::shared_ptr<const Masks> masks;
  std::string failure;         // the first; the log takes nothing more
  flow::Behind<Group> behind;  // the last: it uses the appender

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

  /// On whatever thread.
  void keep(Group& one) {
    appender.write(one);
    appender.sync();
    appender.keep();
    if (one.released) one.released();
  }

  /// What was taken is written; what was taken before comes first.
  void write_group() {
    behind.wait();
    appender.write(group);
    group.clear();
  }

  void bring_to_disk() {
    write_group();
    appender.sync();
  }

  void commit() {
    bring_to_disk();
    appender.keep();
  }

  void commit_behind(std::function<void()> released) {
    group.released = std::move(released);
    behind.exchange(group);
    group.clear();
  }

  /// Ties the next record to the one before: writes what stands in its line before the body.
  void tie(char* body, const Digest& body_digest) {
    const std::uint64_t number = head.records + 1;
    const Digest digest = chain_digest(head.digest, number, body_digest);
    write_head(number, head.digest, digest, body);
    head = {number, digest};
  }

  void add(std::string_view body, const Digest& body_digest) {
    const std::size_t room = head_size(head.records + 1);
    const std::size_t line_size = room + body.size() + line_end.size();
    char* const to = group.leave(size, line_size) + room;
    body.copy(to, body.size());
    line_end.copy(to + body.size(), line_end.size());
    tie(to, body_digest);
    size += line_size;
    if (options.durability == Durability::record) bring_to_disk();
  }

  /// What the records that follow are decided by. A segment that is full is closed, and another begins with it.
  void add_rulebook(std::string_view body) {
    if (size >= options.segment_size) {
      group.begin_segment(head.records + 1);
      size = 0;
    }
    add(body, blake2b(body));
  }

  /// Whether the lines stand where they will stand in the segment, with the room that each needs.
  [[nodiscard]] bool are_in_place(const Batch::Content& batch) const {
    const std::uint64_t first = head.records + 1;
    const std::size_t begin_of_last = batch.bounds[batch.bounds.size() - 2] - batch.room;
    return options.durability != Durability::record && batch.position == size &&
           batch.room == head_size(first) &&
           batch.room == head_size(head.records + batch.digests.size()) &&
           size + begin_of_last < options.segment_size;
  }

  void take(Batch::Content& batch) {
    for (std::size_t i = 0; i < batch.digests.size(); ++i)
      tie(batch.lines.data() + batch.bounds[2 * i], batch.digests[i]);
    size += batch.lines.size();
    group.take(batch.lines);
  }

  void copy(const Batch::Content& batch) {
    const std::string_view bytes(batch.lines.data(), batch.lines.size());
    for (std::size_t i = 0; i < batch.digests.size(); ++i) {
      const std::size_t begin = batch.bounds[2 * i];
      if (size >= options.segment_size) add_rulebook(rulebook_body);
      add(bytes.substr(begin, batch.bounds[2 * i + 1] - begin), batch.digests[i]);
    }
  }
};

Log::Log(std::unique_ptr<State> state) : state_(std::move(state)) {}
Log::Log(Log&&) noexcept = default;
Log& Log::operator=(Log&&) noexcept = default;
Log::~Log() = default;

Log Log::open(const std::string& folder, LogOptions options) {
  if (options.segment_size == 0)
    throw LogError(LogError::Kind::refused, "a segment of no size holds no records");
  auto state = std::make_unique<State>(folder, std::move(options));
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
    state->appender.open(1, false);
    return Log(std::move(state));
  }
  const Segment& last = segments.back();
  const Found found = look_through(last);
  const Head before = head_behind(std::span(segments).first(segments.size() - 1));
  if (const auto wrong = joint_fault(before, last.first, found.first_previous))
    refuse(last, wrong->line, wrong->what);
  state->head = found.whole_bytes > 0 ? found.head : before;
  if (state->synced()) sync_segments(folder, segments);
  state->appender.open(last.first, true);
  if (found.torn_bytes > 0) {
    state->cut_file = torn_name(state->head.records + 1);
    keep_end(last.path, found.whole_bytes, folder, state->cut_file, state->synced());
    state->appender.cut(found.whole_bytes);
    state->cut_bytes = found.torn_bytes;
  }
  state->size = state->appender.size();
  return Log(std::move(state));
}

void Log::use(const Rulebook& rulebook, const EvaluateOptions& options) {
  State& state = *state_;
  check_masks(state.options.mask, rulebook);
  check_day(options.as_of);
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
    state.rules = rulebook;
    state.last_use = next_use();
    state.add_rulebook(body);
    state.commit();
  });
}

Batch Log::batch() const {
  return {state_->masks, state_->rules, state_->last_use};
}

void Log::append(Batch& batch) {
  State& state = *state_;
  if (batch.empty()) return;
  Batch::Content& content = *batch.content_;
  if (content.use == 0 || content.use != state.last_use)
    throw LogError(LogError::Kind::refused,
                   "a batch of another log, or one that was taken before the last `use` of this "
                   "log, may be masked otherwise and decided by other rules");
  batch.seal();
  state.guarded([&] {
    if (state.are_in_place(content)) {
      state.take(content);
    } else {
      state.copy(content);
    }
    if (state.group.size() >= most_held) state.write_group();
  });
  content.begin(state.size, state.head.records + 1);
}

void Log::commit() {
  State& state = *state_;
  state.guarded([&] { state.commit(); });
}

void Log::commit_behind(std::function<void()> released) {
  State& state = *state_;
  state.guarded([&] { state.commit_behind(std::move(released)); });
}

void Log::wait() noexcept {
  state_->behind.settle();
}

Durability Log::durability() const {
  return state_->options.durability;
}
std::uint64_t Log::pending() const {
  return state_->group.size();
}
Head Log::head() const {
  return state_->head;
}
std::uint64_t Log::cut_bytes() const {
  return state_->cut_bytes;
}
std::string Log::cut_file() const {
  return state_->cut_file;
}
std::vector<std::string> Log::masks_never_met() const {
  return state_->masks ? state_->masks->never_met() : state_->options.mask;
}

}  // namespace sanbao::audit
