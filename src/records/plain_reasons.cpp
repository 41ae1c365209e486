// SPDX-License-Identifier: Apache-2.0
//
// See plain_reasons.hpp.
#include "records/plain_reasons.hpp"

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>

#include "ir/program.hpp"
#include "records/decision_json.hpp"

namespace sanbao::records {

namespace {

using ir::Index;
using ir::Piece;
using ir::ReasonText;

constexpr std::string_view read_key = ",\"read\":{";

std::uint32_t narrow(std::size_t place) {
  return static_cast<std::uint32_t>(place);
}

/// Appends the text to the bytes of one policy.
class TextMaker {
 public:
  TextMaker(const ir::ReasonPlans& plans, ir::AnswerPieces& pieces)
      : plans_(plans), text_(pieces.reasons), json_(pieces.bytes) {}

  void make() {
    number_items();
    if (plans_.rules.empty()) return;
    text_.uses.resize(text_.items);
    const std::size_t from = json_.place();
    json_.raw(",\"reasons\":[");
    for (Index rule = 0; rule < plans_.rules.size(); ++rule) {
      if (rule > 0) json_.raw(',');
      write_rule(rule);
    }
    json_.raw(']');
    text_.whole = {narrow(from), narrow(json_.place() - from)};
  }

 private:
  template <typename T>
  static Index count(const T& list) {
    return static_cast<Index>(list.size());
  }

  void number_items() {
    text_.readings = count(plans_.rules);
    text_.periods = text_.readings + count(plans_.readings);
    text_.events = text_.periods + count(plans_.period_lists);
    text_.steps = text_.events + count(plans_.events);
    text_.items = text_.steps + count(plans_.steps);
  }

  void write_rule(Index rule) {
    const ir::RuleReason& plan = plans_.rules[rule];
    write_reason_head(json_, plans_.begun[rule]);
    add_truth(rule);
    write_reason_words(json_, plans_.begun[rule]);
    write_read(plans_.reading_lists[plan.read]);
    if (plan.periods != 0) add_hole(text_.periods + plan.periods);
    write_list(",\"events\":[", plans_.event_lists[plan.events], [&](Index i) {
      write_event_head(json_, plans_.begun_events[i]);
      add_hole(text_.events + i);
    });
    write_list(",\"steps\":[", plans_.step_lists[plan.steps], [&](Index i) {
      write_step_head(json_, plans_.steps[i].begun);
      add_hole(text_.steps + i);
      json_.raw('}');
    });
    json_.raw('}');
  }

  template <std::size_t n, typename Write>
  void write_list(const char (&key)[n], const std::vector<Index>& list, Write write_one) {
    if (list.empty()) return;
    json_.raw(key);
    write_each(json_, std::span(list), write_one);
    json_.raw(']');
  }

  void write_read(const std::vector<Index>& readings) {
    ReasonText::Read& read = text_.reads.emplace_back();
    read.first = read.end = count(text_.holes);
    if (readings.empty()) return;
    const std::size_t from = json_.place();
    json_.plain(read_key);
    write_each(json_, std::span(readings), [&](Index i) {
      json_.string(plans_.readings[i].begun.path);
      json_.raw(':');
      if (plans_.sources[i].type == ir::Type::boolean) {
        add_truth(text_.readings + i);
      } else {
        add_hole(text_.readings + i);
      }
    });
    json_.raw('}');
    read.where = {narrow(from), narrow(json_.place() - from)};
    read.end = count(text_.holes);
  }

  void add_hole(Index item) {
    const std::uint32_t at = narrow(json_.place());
    text_.holes.push_back({at, at, item});
    ++text_.uses[item];
  }
  void add_truth(Index item) {
    add_hole(item);
    json_.boolean(false);
    text_.holes.back().next = narrow(json_.place());
  }

  const ir::ReasonPlans& plans_;
  ReasonText& text_;
  JsonWriter json_;
};

/// What fills the holes, each item once.
class ItemWriter {
 public:
  explicit ItemWriter(const ir::PlainAnswer& answer)
      : answer_(answer),
        reasons_(*answer.reasons),
        plans_(answer.program->reason_plans),
        text_(answer.program->pieces.reasons),
        json_(*answer.reasons->shelf) {}

  void write() {
    const Piece yes = item([&] { json_.boolean(true); });
    write_truths(yes);
    for (std::size_t i = 0; i < reasons_.readings.size(); ++i)
      place(text_.readings + i) = reading(reasons_.readings[i], yes);
    for (std::size_t i = 1; i < plans_.period_lists.size(); ++i)
      place(text_.periods + i) = item([&] {
        write_periods(json_, {reasons_.periods, plans_.period_lists[i]});
      });
    for (std::size_t i = 0; i < reasons_.events.size(); ++i)
      place(text_.events + i) = item([&] { write_event_rest(json_, reasons_.events[i]); });
    for (std::size_t i = 0; i < reasons_.steps.size(); ++i)
      place(text_.steps + i) = item([&] { records::write(json_, reasons_.steps[i]); });
    item([&] { json_.plain(slack); });
  }

 private:
  static constexpr std::string_view slack = "                                ";
  static_assert(slack.size() == JsonWriter::behind);

  Piece& place(std::size_t item) { return reasons_.items[item]; }

  template <typename Write>
  Piece item(Write write_it) {
    const std::size_t from = json_.place();
    write_it();
    return {narrow(from), narrow(json_.place() - from)};
  }

  Piece reading(const Value* value, Piece yes) {
    if (value == nullptr) return {};
    if (value->kind != Value::Kind::boolean) return item([&] { records::write(json_, *value); });
    return value->number != 0 ? yes : Piece{};
  }

  void write_truths(Piece yes) {
    for (std::size_t rule = 0; rule < text_.readings; ++rule)
      place(rule) = fails(rule) ? Piece{} : yes;
    for (std::size_t i = 0; i < reasons_.said.size(); ++i) {
      const ir::PlainReasons::Said& said = reasons_.said[i];
      if (said.nothing()) continue;
      const Index rule = plans_.saying[i];
      place(rule) = item([&] {
        json_.boolean(!fails(rule));
        write_list(json_, ",\"overridden_by\":", said.overridden_by);
        write_list(json_, ",\"not_established\":", said.not_established);
      });
    }
  }
  [[nodiscard]] bool fails(std::size_t rule) const {
    return (answer_.fails[rule / 64] >> rule % 64 & 1U) != 0;
  }

  const ir::PlainAnswer& answer_;
  const ir::PlainReasons& reasons_;
  const ir::ReasonPlans& plans_;
  const ReasonText& text_;
  JsonWriter json_;
};

/// The text with its holes filled, written from its beginning to its end.
class Filler {
 public:
  explicit Filler(const ir::PlainAnswer& answer)
      : text_(answer.program->pieces.reasons),
        readings_(answer.reasons->readings),
        bytes_(answer.program->pieces.bytes.data()),
        items_(answer.reasons->items.data()),
        shelf_(answer.reasons->shelf->data()),
        from_(text_.whole.at) {}

  /// How many bytes there are at most.
  [[nodiscard]] std::size_t most() const {
    std::size_t size = text_.whole.size;
    for (std::size_t i = 0; i < text_.uses.size(); ++i)
      size += std::size_t{text_.uses[i]} * items_[i].size;
    return size;
  }

  char* write(char* out) {
    if (std::ranges::find(readings_, nullptr) != readings_.end()) out = write_with_silent(out);
    return fill(out, text_.holes.size(), text_.whole.at + text_.whole.size);
  }

 private:
  using Hole = ReasonText::Hole;

  /// Up to a hole, and on to a place before the next. From copies, in a function of its own: after each byte that is
  /// written the members would be read again.
  [[gnu::noinline]] char* fill(char* out, std::size_t end, std::uint32_t to) const {
    const char* const bytes = bytes_;
    const char* const shelf = shelf_;
    const Piece* const items = items_;
    const Hole* const last = text_.holes.data() + end;
    std::uint32_t from = from_;
    for (const Hole* hole = text_.holes.data() + hole_; hole < last; ++hole) {
      const Piece item = items[hole->item];
      if (item.size == 0) continue;
      const std::uint32_t at = hole->at;
      const std::uint32_t next = hole->next;
      out = JsonWriter::copy_piece(out, bytes + from, at - from);
      out = JsonWriter::copy_piece(out, shelf + item.at, item.size);
      from = next;
    }
    return JsonWriter::copy_piece(out, bytes + from, to - from);
  }

  /// Up to the last rule that asks for a fact of which the claim is silent: that one stands nowhere.
  char* write_with_silent(char* out) {
    for (const ReasonText::Read& read : text_.reads) {
      const auto holes = std::span(text_.holes).subspan(read.first, read.end - read.first);
      if (std::ranges::none_of(holes, [&](const Hole& hole) { return is_silent(hole); })) continue;
      out = fill(out, read.first, read.where.at);
      out = write_told(out, read, holes);
      hole_ = read.end;
      from_ = read.where.at + read.where.size;
    }
    return out;
  }

  char* write_told(char* out, const ReasonText::Read& read, std::span<const Hole> holes) const {
    bool any = false;
    std::uint32_t key = read.where.at + narrow(read_key.size());
    for (const Hole& hole : holes) {
      if (!is_silent(hole)) {
        if (any) {
          *out++ = ',';
        } else {
          out = copy(out, read.where.at, read.where.at + narrow(read_key.size()));
        }
        any = true;
        const Piece item = items_[hole.item];
        out = copy(out, key, item.size == 0 ? hole.next : hole.at);
        out = JsonWriter::copy_piece(out, shelf_ + item.at, item.size);
      }
      key = hole.next + 1;
    }
    if (any) *out++ = '}';
    return out;
  }

  [[nodiscard]] bool is_silent(const Hole& hole) const {
    return readings_[hole.item - text_.readings] == nullptr;
  }
  char* copy(char* out, std::uint32_t from, std::uint32_t to) const {
    return JsonWriter::copy_piece(out, bytes_ + from, to - from);
  }

  const ReasonText& text_;
  std::span<const Value* const> readings_;
  const char* bytes_;
  const Piece* items_;
  const char* shelf_;
  std::size_t hole_ = 0;  ///< the first that is to be filled
  std::uint32_t from_;    ///< where the text goes on
};

}  // namespace

void prepare_reasons(ir::Program& program) {
  TextMaker(program.reason_plans, program.pieces).make();
}

void write_reasons(JsonWriter& json, const ir::PlainAnswer& answer) {
  if (answer.program->pieces.reasons.whole.size == 0) return;
  answer.reasons->shelf->clear();
  ItemWriter(answer).write();
  Filler filler(answer);
  json.in_place(filler.most(), [&](char* out) { return filler.write(out); });
}

}  // namespace sanbao::records
