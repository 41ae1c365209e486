// SPDX-License-Identifier: Apache-2.0
//
// See reader.hpp: a walk over the tokens of a line, one function for each kind of object.
#include "claims/reader.hpp"

#include <algorithm>
#include <cstring>

#include "base/nearest.hpp"
#include "claims/form.hpp"
#include "claims/limits.hpp"
#include "claims/scalar.hpp"

namespace sanbao::claims {
namespace {

using ir::Cell;
using ir::EventRows;
using ir::FactState;
using ir::Type;

// What stands around a group's and an event's values: the record, the group; or the record, the
// list, the event.
constexpr std::uint32_t depth_of_unread = 1;
// How many far names are kept: other systems send the same few groups in every record.
constexpr std::size_t kept_names = 64;

}  // namespace

Reader::Reader(const ir::Schema& schema, std::string_view variant)
    : index_(schema), tokens_(variant), trail_(index_), seen_(index_.groups.size(), 0) {}

bool Reader::read(std::string_view line, ir::ClaimData& claim, RecordError& error) {
  claim.clear();
  claim_ = &claim;
  found_ = {};
  if (read_line(line)) return true;
  describe(line, error);
  claim.clear();
  return false;
}

bool Reader::read_line(std::string_view line) {
  if (line.size() > max_record_bytes) return fail(Fault::line_too_long, max_record_bytes);
  if (trail_.is_worth_trying()) {
    if (trail_.follow(line, tokens_, *claim_)) return true;
    claim_->clear();
  }
  tokens_.take(line);
  if (!tokens_.find()) return fail(Fault::not_json, 0);
  cursor_ = Cursor(tokens_);
  escapes_ = std::memchr(tokens_.text(), '\\', line.size()) != nullptr;
  scratch_.clear();
  // every text with an escape is at least as long in the line as here with the room behind it
  if (escapes_) scratch_.reserve(line.size() * 2 + 16);
  ++record_;
  trail_.begin_line();
  if (!read_record()) return false;
  if (!cursor_.at_end()) return not_json();
  if (!escapes_ && seen_context_ != record_ && claim_->unread.empty())
    trail_.keep(tokens_.text(), line.size());
  return true;
}

bool Reader::read_record() {
  if (cursor_.peek() != '{') return not_wanted("an object", Fault::wrong_type);
  cursor_.next();
  if (cursor_.take('}')) return true;
  do {
    std::string_view key;
    std::uint32_t offset = 0;
    if (!take_key(key, offset)) return false;
    const std::uint32_t leads = index_.top.find(key.data(), key.size());
    if (leads == KeyTable::none ? !read_unread(key, offset) : !read_member(leads, key, offset))
      return false;
  } while (cursor_.take(','));
  return cursor_.take('}') || not_json();
}

bool Reader::read_member(std::uint32_t leads, std::string_view key, std::uint32_t offset) {
  const std::uint32_t index = index_of(leads);
  switch (kind_of(leads)) {
    case Leads::to_group:
      found_.word = key;
      if (seen_[index] == record_) return fail(Fault::repeated_key, offset);
      seen_[index] = record_;
      trail_.find(Trail::Found::group, index);
      return read_group(index);
    case Leads::to_list:
      return read_list(index, offset);
    case Leads::to_context:
      if (seen_context_ == record_) return fail(Fault::repeated_key, offset);
      seen_context_ = record_;
      return pass_unread();
    case Leads::to_fact:
      break;
  }
  return not_json();
}

bool Reader::read_group(std::uint32_t index) {
  const RecordIndex::Group& group = index_.groups[index];
  if (cursor_.peek() != '{') return not_wanted("an object", Fault::null_refused);
  cursor_.next();
  if (cursor_.take('}')) return true;
  do {
    std::string_view key;
    std::uint32_t offset = 0;
    if (!take_key(key, offset)) return false;
    const std::uint32_t leads = group.keys.find(key.data(), key.size());
    if (leads == KeyTable::none) {
      found_.keys = &group.keys;
      found_.word = key;
      return fail(Fault::unknown_key, offset);
    }
    const bool good = kind_of(leads) == Leads::to_fact ? read_fact(index_of(leads), offset)
                                                       : read_list(index_of(leads), offset);
    if (!good) return false;
  } while (cursor_.take(','));
  return cursor_.take('}') || not_json();
}

bool Reader::read_fact(std::uint32_t slot, std::uint32_t key_offset) {
  Cell& cell = claim_->cells[slot];
  if (cell.state != FactState::absent) return fail(Fault::repeated_key, key_offset);
  trail_.find(Trail::Found::fact, slot, cursor_.offset());
  return read_value(index_.facts[slot], cell);
}

bool Reader::read_list(std::uint32_t index, std::uint32_t key_offset) {
  EventRows& rows = claim_->lists[index];
  if (rows.state != FactState::absent) return fail(Fault::repeated_key, key_offset);
  const char c = cursor_.peek();
  if (c == 'n') {
    rows.state = FactState::null;
    trail_.find(Trail::Found::no_list, index);
    return cursor_.take_word() == "null" || not_json();
  }
  if (c != '[') return not_wanted("an array of objects", Fault::wrong_type);
  cursor_.next();
  rows.state = FactState::given;
  trail_.find(Trail::Found::list, index);
  return cursor_.take(']') || read_events(index);
}

bool Reader::read_events(std::uint32_t index) {
  const RecordIndex::List& list = index_.lists[index];
  EventRows& rows = claim_->lists[index];
  do {
    const char c = cursor_.peek();
    if (rows.count == max_entries) return fail(Fault::too_many, cursor_.offset());
    if (c != '{') return not_wanted("an object", Fault::null_refused);
    cursor_.next();
    ++rows.count;
    rows.cells.resize(rows.cells.size() + list.fields.size());
    trail_.find(Trail::Found::event, index);
    if (!cursor_.take('}') && !read_event(index)) return false;
    trail_.find(Trail::Found::event_end, index);
  } while (cursor_.take(','));
  return cursor_.take(']') || not_json();
}

bool Reader::read_event(std::uint32_t index) {
  const RecordIndex::List& list = index_.lists[index];
  const ir::SchemaList& schema = index_.schema->lists[index];
  EventRows& rows = claim_->lists[index];
  Cell* row = rows.cells.data() + (rows.cells.size() - list.fields.size());
  std::uint32_t returned_at = 0;
  do {
    std::string_view key;
    std::uint32_t offset = 0;
    if (!take_key(key, offset)) return false;
    const std::uint32_t field = list.keys.find(key.data(), key.size());
    if (field == KeyTable::none) {
      found_.keys = &list.keys;
      found_.word = key;
      return fail(Fault::unknown_key, offset);
    }
    if (row[field].state != FactState::absent) return fail(Fault::repeated_key, offset);
    trail_.find(Trail::Found::field, trail_.place_of_field(index, field), cursor_.offset());
    if (static_cast<int>(field) == schema.returned_on) returned_at = cursor_.offset();
    if (!read_value(list.fields[field], row[field])) return false;
  } while (cursor_.take(','));
  if (!cursor_.take('}')) return not_json();
  return !returned_early(schema, row) || fail(Fault::returned_early, returned_at);
}

bool Reader::read_value(const RecordIndex::Takes& takes, Cell& cell) {
  const std::uint32_t offset = cursor_.offset();
  const char c = cursor_.peek();
  Fault fault = Fault::wrong_type;
  std::string_view word;
  if (c == '"') {
    if (!take_text(word)) return false;
    fault = claims::take_text(takes, word, *claim_, cell);
  } else if (c == '[' && takes.rules.type == Type::set) {
    return read_set(takes, cell);
  } else if (c != '{' && c != '[' && !cursor_.at_end()) {
    word = cursor_.take_word();
    fault = take_word(takes, word, *claim_, cell);
  }
  if (fault == Fault::none) return true;
  found_.rules = &takes.rules;
  found_.word = word;
  found_.begins = c;
  return fail(fault, offset);
}

bool Reader::read_set(const RecordIndex::Takes& takes, Cell& cell) {
  const std::size_t begin = claim_->set_members.size();
  cursor_.next();
  found_.rules = &takes.rules;
  if (!cursor_.take(']')) {
    do {
      const std::uint32_t offset = cursor_.offset();
      found_.begins = cursor_.peek();
      if (found_.begins != '"')
        return fail(found_.begins == 'n' ? Fault::null_refused : Fault::wrong_type, offset);
      if (!take_text(found_.word)) return false;
      const Fault fault = take_member(takes, found_.word, begin, *claim_);
      if (fault != Fault::none) return fail(fault, offset);
    } while (cursor_.take(','));
    if (!cursor_.take(']')) return not_json();
  }
  take_set(begin, *claim_, cell);
  return true;
}

// A group that no policy of the rulebook knows, unless it is a slip for one that is known.
bool Reader::read_unread(std::string_view key, std::uint32_t offset) {
  std::vector<std::string>& unread = claim_->unread;
  if (std::find(unread.begin(), unread.end(), key) != unread.end())
    return fail(Fault::repeated_key, offset);
  if (!is_far(key)) {
    found_.keys = &index_.top;
    found_.word = key;
    return fail(Fault::near_group, offset);
  }
  if (unread.size() == max_entries) return fail(Fault::too_many, offset);
  unread.emplace_back(key);
  return pass_unread();
}

bool Reader::pass_unread() {
  const Fault fault = unread_.pass(cursor_, depth_of_unread, escapes_, scratch_);
  if (fault == Fault::none) return true;
  return fail(fault, fault == Fault::repeated_key ? unread_.offset() : cursor_.offset());
}

bool Reader::is_far(std::string_view group) {
  if (std::find(far_names_.begin(), far_names_.end(), group) != far_names_.end()) return true;
  if (base::nearest(group, index_.top.keys())) return false;
  if (far_names_.size() < kept_names) far_names_.emplace_back(group);
  return true;
}

bool Reader::resolve(std::string_view& text) {
  if (text.find('\\') == std::string_view::npos) return true;
  const std::size_t begin = scratch_.size();
  if (!resolve_escapes(text, scratch_)) return not_json();
  text = std::string_view(scratch_).substr(begin);
  scratch_.append(8, '\0');  // KeyTable reads a little further
  return true;
}

bool Reader::not_wanted(const char* wanted, Fault of_null) {
  found_.wanted = wanted;
  found_.begins = cursor_.peek();
  return fail(found_.begins == 'n' ? of_null : Fault::wrong_type, cursor_.offset());
}

bool Reader::fail(Fault fault, std::uint32_t offset) {
  found_.fault = fault;
  found_.offset = offset;
  return false;
}

void Reader::describe(std::string_view line, RecordError& error) const {
  error = {};
  error.offset = found_.offset;
  if (found_.fault == Fault::line_too_long) {
    put_words(found_, *index_.schema, error);
    return;
  }
  Form form = examine_form(line, found_.offset);
  error.has_claim_id = form.has_claim_id;
  error.claim_id = std::move(form.claim_id);
  error.path = std::move(form.path);
  if (form.fault == Fault::none) {
    put_words(found_, *index_.schema, error);
  } else {
    error.offset = form.offset;
    put_words(form.fault, line, form.expected, error);
  }
}

}  // namespace sanbao::claims
