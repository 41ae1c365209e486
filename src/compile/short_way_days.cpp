// SPDX-License-Identifier: Apache-2.0
//
// The short way on several days at once: what the remedies rest on when the day of the claim changes, a truth
// being one bit a day. See plans.hpp and ir/short_way.hpp.
// Tested by tests/unit/eval_decided_test.cpp.
#include <algorithm>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "compile/joint_rows.hpp"
#include "compile/plans.hpp"

namespace sanbao::compile {

namespace {

constexpr std::uint32_t word_bits = 64;

class DayBuilder {
 public:
  DayBuilder(const ir::Schema& schema, ir::Program& program, std::uint32_t bits)
      : schema_(schema), program_(program), way_(program.short_way), bits_(bits) {}

  void build() {
    way_.moves_by_day_alone = way_.moving_others.empty() &&
                              std::ranges::all_of(way_.moving_cells, [&](const ir::CellTest& test) {
                                return test.cell == schema_.filed_on;
                              });
    for (const ir::CellTest& test : way_.moving_cells)
      add_place(test.bit);
    for (const ir::OtherLeaf& other : way_.moving_others)
      add_place(other.bit);
    way_.for_each_joint(
        [&](std::uint32_t bit, std::span<const ir::BitTerm> terms, std::int64_t least) {
          joints_.emplace(bit, Joint{parts_of(terms), least});
        });
    way_.days.resize(program_.remedies.size());
    for (std::size_t i = 0; i < program_.remedies.size(); ++i)
      if (!program_.remedies[i].moving_periods.empty()) add_remedy(i);
    std::ranges::stable_sort(still_, {}, &NumberedJoint::kind);
    add_rows(still_, way_, way_.day_rows);
    way_.words = (bits_ + word_bits - 1) / word_bits;
  }

 private:
  struct Joint {
    std::vector<ir::Literal> parts;
    std::int64_t least = 0;
  };

  void add_place(std::uint32_t bit) {
    places_.emplace(bit, static_cast<std::uint32_t>(places_.size()));
  }

  void add_remedy(std::size_t index) {
    const ir::RemedyBits& bits = way_.remedies[index];
    ir::RemedyDays& days = way_.days[index];
    for (const ir::Literal due : bits.due)
      days.due.push_back(part(due));
    for (const ir::Literal ok : bits.ok)
      days.ok.push_back(part(ok));
    days.any_due = part(bits.any_due);
    days.any_ok = part(bits.any_ok);
    if (program_.remedies[index].has_money) return;
    days.due.clear();
    days.ok.clear();
  }

  static std::vector<ir::Literal> parts_of(std::span<const ir::BitTerm> terms) {
    std::vector<ir::Literal> parts;
    for (const ir::BitTerm& term : terms)
      for (std::uint32_t i = 0; i < word_bits; ++i)
        if ((term.mask >> i & 1U) != 0)
          parts.push_back({term.word * word_bits + i, (term.want >> i & 1U) == 0});
    return parts;
  }

  bool moves(std::uint32_t bit) {
    if (places_.contains(bit)) return true;
    const auto joint = joints_.find(bit);
    if (joint == joints_.end()) return false;
    const auto [at, fresh] = moving_.emplace(bit, false);
    if (fresh)
      at->second = std::ranges::any_of(joint->second.parts,
                                       [&](ir::Literal part) { return moves(part.bit); });
    return moving_.at(bit);
  }

  // Where a truth stands; it is worked out before whatever asks for it.
  std::uint32_t part(ir::Literal literal) {
    if (!places_.contains(literal.bit)) add_joint(literal.bit);
    return 2 * places_.at(literal.bit) + (literal.negated ? 1U : 0U);
  }

  void add_joint(std::uint32_t bit) {
    Joint joint;
    if (moves(bit)) {
      joint.least = joints_.at(bit).least;
      spread(joints_.at(bit), joint.parts);
    } else {
      joint.parts = {{bit, false}};
    }
    std::vector<ir::Literal> still;
    std::vector<std::uint32_t> parts;
    for (const ir::Literal literal : joint.parts) {
      if (joint.least > 0 || moves(literal.bit)) {
        parts.push_back(part(literal));
      } else {
        still.push_back(literal);
      }
    }
    way_.day_joints.push_back(
        {still_bit(still), static_cast<std::uint32_t>(parts.size()), joint.least});
    way_.day_parts.insert(way_.day_parts.end(), parts.begin(), parts.end());
    add_place(bit);
  }

  // A bit that says whether all of these hold.
  ir::Literal still_bit(const std::vector<ir::Literal>& parts) {
    if (parts.empty()) return {0, true};
    if (parts.size() == 1) return parts[0];
    NumberedJoint joint;
    for (const ir::Literal part : parts)
      joint.add(part);
    joint.bit = bits_++;
    still_.push_back(joint);
    return {joint.bit, false};
  }

  // All of a part's parts stand for it, where all of them have to hold and nobody has asked for it yet.
  void spread(const Joint& joint, std::vector<ir::Literal>& parts) {
    for (const ir::Literal literal : joint.parts) {
      const auto inner = joints_.find(literal.bit);
      const bool stands_apart = joint.least > 0 || literal.negated || inner == joints_.end() ||
                                inner->second.least > 0 || !moves(literal.bit) ||
                                places_.contains(literal.bit);
      if (stands_apart) {
        parts.push_back(literal);
      } else {
        spread(inner->second, parts);
      }
    }
  }

  const ir::Schema& schema_;
  ir::Program& program_;
  ir::ShortWay& way_;
  std::map<std::uint32_t, Joint> joints_;          // by bit
  std::map<std::uint32_t, std::uint32_t> places_;  // by bit: truths kept for the days
  std::map<std::uint32_t, bool> moving_;           // by bit of a joint
  std::vector<NumberedJoint> still_;               // of what does not move
  std::uint32_t bits_;                             // taken
};

}  // namespace

void plan_days(const ir::Schema& schema, ir::Program& program, std::uint32_t bits) {
  DayBuilder(schema, program, bits).build();
}

}  // namespace sanbao::compile
