// SPDX-License-Identifier: Apache-2.0
//
// A plain answer as JSON (ir/plain_answer.hpp): the same bytes that decision_json.cpp writes from the shapes, put
// together from prepared pieces. Keys stand in the same order.
// Tested by tests/unit/plain_json_test.cpp, which compares the two.
#include "records/plain_json.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include "ir/program.hpp"
#include "records/decision_json.hpp"
#include "records/plain_reasons.hpp"

namespace sanbao::records {

namespace {

using ir::AnswerPieces;
using ir::Index;
using ir::Piece;

std::string_view without(std::size_t comma, const char* bytes, Piece piece) {
  return {bytes + piece.at + comma, piece.size - comma};
}

/// Appends to the bytes of one program; what was written last is the piece.
class Preparer {
 public:
  Preparer(const ir::Ruleset& ruleset, ir::Program& program)
      : ruleset_(ruleset), policy_(*program.source), program_(program), pieces_(program.pieces) {}

  void prepare() {
    pieces_.policy =
        piece([&](JsonWriter& json) { json.raw_and_string(",\"policy\":", policy_.id); });
    pieces_.head = head();
    if (policy_.currency)
      pieces_.currency = piece([&](JsonWriter& json) { write_currency(json, *policy_.currency); });
    for (const auto& remedy : ruleset_.remedies) {
      auto& by_status = pieces_.remedies.emplace_back();
      for (const Status status : {Status::available, Status::conditional, Status::unavailable})
        by_status[static_cast<std::size_t>(status)] = piece([&](JsonWriter& json) {
          json.raw_and_string(",", remedy.id);
          json.raw(':');
          write_status(json, status);
        });
    }
    for (const auto& rule : policy_.rules)
      pieces_.rules.push_back(piece([&](JsonWriter& json) { json.raw_and_string(",", rule.id); }));
    for (const auto& plan : program_.terms)
      pieces_.terms.push_back(terms(plan));
    prepare_reasons(program_);
    for (std::size_t i = 0; i < pieces_.notices.size(); ++i)
      pieces_.notices[i] = notices(to_string(static_cast<Outcome>(i)));
    pieces_.bytes.append(JsonWriter::behind, ' ');
  }

 private:
  template <typename Write>
  Piece piece(Write write_it) {
    const std::size_t at = pieces_.bytes.size();
    {
      JsonWriter json(pieces_.bytes);
      write_it(json);
    }
    return {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(pieces_.bytes.size() - at)};
  }

  Piece head() {
    PolicyAnswer answer;
    answer.policy = policy_.id;
    answer.version = policy_.version;
    answer.digest = policy_.digest;
    CalendarReading calendar;
    if (policy_.calendar) {
      calendar = {policy_.calendar->name(), policy_.calendar->digest()};
      answer.calendars = {&calendar, 1};
    }
    return piece([&](JsonWriter& json) { write_head(json, answer); });
  }

  /// Without the braces around them. Terms with values of their own are no part of plain answers.
  Piece terms(const ir::TermPlan& plan) {
    std::vector<Term> terms;
    for (const auto& use : plan.body->terms) {
      Term& term = terms.emplace_back();
      term.rule = policy_.rules[plan.rule].id;
      term.key = use.key;
      term.is_text = true;
      term.text = {use.text.zh, use.text.en};
    }
    Piece made = piece([&](JsonWriter& json) { write_terms(json, terms); });
    pieces_.bytes[made.at] = ',';
    pieces_.bytes.pop_back();
    --made.size;
    return made;
  }

  Piece notices(std::string_view outcome) {
    std::vector<Notice> notices;
    for (const auto& notice : policy_.notices)
      if (std::find(notice.on.begin(), notice.on.end(), outcome) != notice.on.end())
        notices.push_back({notice.id, {}});
    return piece([&](JsonWriter& json) { write_notices(json, notices); });
  }

  const ir::Ruleset& ruleset_;
  const ir::CheckedPolicy& policy_;
  ir::Program& program_;
  AnswerPieces& pieces_;
};

class PlainWriter {
 public:
  PlainWriter(JsonWriter& json, const ir::PlainAnswer& answer)
      : json_(json), answer_(answer), pieces_(answer.program->pieces) {}

  void write(Detail detail) {
    const std::size_t from = json_.place();
    write_remedies(true);
    const std::size_t to = json_.place();
    json_.raw(",\"policies\":[");
    json_.piece(pieces_[pieces_.head]);
    write_parameters(json_, answer_.parameters);
    json_.raw(",\"outcome\":\"");
    json_.plain(to_string(answer_.outcome));
    json_.raw("\",\"remedies\":");
    if (named_ > names_.size()) {
      write_remedies(false);
    } else {
      repeat_without_names(from, to);
    }
    if (detail == Detail::codes) write_codes();
    if (answer_.reasons != nullptr) write_reasons(json_, answer_);
    if (!answer_.assumed.empty()) {
      json_.raw(",\"assumed\":");
      write_assumptions(json_, answer_.assumed);
    }
    write_recalled();
    json_.piece(pieces_[pieces_.notices[static_cast<std::size_t>(answer_.outcome)]]);
    json_.raw("}]");
  }

 private:
  /// `combined`: the answer that names its policy.
  void write_remedies(bool combined) {
    json_.raw('{');
    std::size_t comma = 1;  // of the first, which has none before it
    for (const ir::PlainRemedy& remedy : answer_.remedies) {
      const Piece head = pieces_.remedies[remedy.remedy][static_cast<std::size_t>(remedy.status)];
      json_.piece(without(std::exchange(comma, 0), pieces_.bytes.data(), head));
      if (combined && (remedy.status != Status::unavailable || !remedy.excluded_by.empty())) {
        if (named_ < names_.size()) names_[named_] = json_.place();
        ++named_;
        json_.piece(pieces_[pieces_.policy]);
      }
      write_rest(remedy);
    }
    json_.raw('}');
  }

  /// The policy's own answers are the combined ones but for its name in each.
  void repeat_without_names(std::size_t from, std::size_t to) {
    for (std::size_t i = 0; i < named_; ++i) {
      json_.again(from, names_[i]);
      from = names_[i] + pieces_.policy.size;
    }
    json_.again(from, to);
  }

  void write_rest(const ir::PlainRemedy& remedy) {
    write_rules(",\"rules\":[", remedy.rules);
    write_rules(",\"excluded_by\":[", remedy.excluded_by);
    write_rules(",\"needs\":[", remedy.needs);
    if (remedy.has_money) {
      write_money(json_, remedy.pays, remedy.charges, true, remedy.net);
      json_.piece(pieces_[pieces_.currency]);
    }
    if (!remedy.terms.empty()) {
      json_.raw(",\"terms\":{");
      write_items(pieces_.terms, remedy.terms);
      json_.raw('}');
    }
    if (remedy.until) {
      json_.raw(",\"until\":");
      json_.date(*remedy.until);
    }
    json_.raw('}');
  }

  void write_codes() {
    json_.raw(",\"codes\":{\"holds\":[");
    write_bits(answer_.holds);
    json_.raw("],\"open\":[],\"fails\":[");
    write_bits(answer_.fails);
    json_.raw("],\"overridden\":[");
    write_bits(answer_.overridden);
    json_.raw("]}");
  }

  template <std::size_t n>
  void write_rules(const char (&key)[n], std::span<const Index> list) {
    if (list.empty()) return;
    json_.raw(key);
    write_items(pieces_.rules, list);
    json_.raw(']');
  }

  void write_recalled() {
    if (!answer_.program->source->in_force_recalled)
      return write_rules(",\"recalled\":[", answer_.recalled);
    json_.raw(",\"recalled\":[\"in_force\"");
    write_items(pieces_.rules, answer_.recalled, 0);
    json_.raw(']');
  }

  /// `comma`: how many bytes of the first are left out.
  void write_items(const std::vector<Piece>& items, std::span<const Index> list,
                   std::size_t comma = 1) {
    const char* const bytes = pieces_.bytes.data();
    const Piece* const pieces = items.data();
    const Index* at = list.data();
    const Index* const end = at + list.size();
    json_.pieces([&](std::string_view& text) {
      if (at == end) return false;
      text = without(std::exchange(comma, 0), bytes, pieces[*at++]);
      return true;
    });
  }

  // Pieces of rules that follow each other do so in the bytes, too.
  void write_bits(std::span<const std::uint64_t> words) {
    const char* const bytes = pieces_.bytes.data();
    const Piece* rules = pieces_.rules.data();
    std::size_t comma = 1;
    for (std::uint64_t left : words) {
      json_.pieces([&](std::string_view& text) {
        if (left == 0) return false;
        const Piece first = rules[std::countr_zero(left)];
        const std::uint64_t rest = left + (left & -left);  // the first run of ones gone
        const std::uint64_t behind = left & rest;
        const Piece last = rules[std::bit_width(left ^ behind) - 1];
        left = behind;
        text = without(std::exchange(comma, 0), bytes, {first.at, last.at + last.size - first.at});
        return true;
      });
      rules += 64;
    }
  }

  JsonWriter& json_;
  const ir::PlainAnswer& answer_;
  const AnswerPieces& pieces_;
  std::array<std::size_t, 16> names_;  ///< where a policy's name stands; not filled beyond
  std::size_t named_ = 0;
};

}  // namespace

void prepare_pieces(ir::Ruleset& ruleset) {
  for (ir::Program& program : ruleset.programs)
    Preparer(ruleset, program).prepare();
}

void write(JsonWriter& json, const ir::PlainAnswer& answer, Detail detail) {
  PlainWriter(json, answer).write(detail);
}

}  // namespace sanbao::records
