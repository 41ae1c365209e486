// SPDX-License-Identifier: Apache-2.0
//
// See line_blocks.hpp.
#include "audit/line_blocks.hpp"

#include <cstring>

#include "sanbao/audit/record.hpp"

namespace sanbao::audit {

namespace {

constexpr std::size_t read_size = std::size_t{256} << 10;
/// What one reading leaves of a line stands before the next: room for most, so that a block is not moved.
constexpr std::size_t room_for_rest = std::size_t{32} << 10;
/// A record names its kind within so many bytes.
constexpr std::size_t most_head_bytes = 200;

std::size_t end_of_line(std::string_view bytes, std::size_t from) {
  const void* const found = std::memchr(bytes.data() + from, '\n', bytes.size() - from);
  if (found == nullptr) return std::string_view::npos;
  return static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data());
}

}  // namespace

bool may_be_rulebook(std::string_view line) {
  return line.substr(0, most_head_bytes).find("\",\"rulebook\":") != std::string_view::npos;
}

bool LineBlock::next(LogLine& line) {
  if (at_ == size_) return false;
  line.whole = next_ < ends_.size();
  const std::size_t length = (line.whole ? ends_[next_++] : size_) - at_;
  line.text = {bytes_.data() + at_, length};
  line.number = line_++;
  at_ += length + (line.whole ? 1 : 0);
  return true;
}

bool LineBlocks::next(LineBlock& block) {
  while (segment_ < segments_.size()) {
    if (!file_) {
      file_ = File::open_to_read(segments_[segment_].path);
      line_ = 1;
      rulebook_ = nullptr;
    }
    block.at_ = 0;
    block.segment_ = segment_;
    block.line_ = line_;
    block.rulebook_ = rulebook_;
    if (read_on(block)) {
      look_at_lines(block);
      return true;
    }
    file_ = {};
    ++segment_;
  }
  return false;
}

/// False at the end of the segment.
bool LineBlocks::read_on(LineBlock& block) {
  std::string& bytes = block.bytes_;
  std::size_t size = rest_.size();
  if (bytes.empty()) bytes.resize(read_size + room_for_rest);
  if (bytes.size() < size) bytes.resize(size);
  rest_.copy(bytes.data(), size);
  rest_.clear();
  for (;;) {
    if (size > most_line_bytes)
      throw LogError(LogError::Kind::damaged,
                     "`" + file_.path() + "` has a line longer than any record");
    if (bytes.size() < size + read_size) bytes.resize(size + read_size + size / 2);
    const std::size_t got = file_.read(bytes.data() + size, read_size);
    const std::size_t end = std::string_view(bytes.data() + size, got).rfind('\n');
    size += got;
    if (end != std::string_view::npos) {
      block.size_ = size - got + end + 1;
      rest_.assign(bytes, block.size_, size - block.size_);
      return true;
    }
    if (got == 0) {
      block.size_ = size;
      return size > 0;
    }
  }
}

/// Finds and counts the lines, and takes down what the next block has to know.
void LineBlocks::look_at_lines(LineBlock& block) {
  const std::string_view bytes(block.bytes_.data(), block.size_);
  block.ends_.clear();
  block.next_ = 0;
  for (std::size_t begin = 0; begin < bytes.size(); ++line_) {
    const std::size_t end = end_of_line(bytes, begin);
    if (end == std::string_view::npos) return;
    block.ends_.push_back(end);
    const std::string_view line = bytes.substr(begin, end - begin);
    begin = end + 1;
    if (!may_be_rulebook(line)) continue;
    const auto record = read_record(line);
    if (record && record->kind == RecordKind::rulebook)
      rulebook_ = std::make_shared<const std::string>(record->content);
  }
}

}  // namespace sanbao::audit
