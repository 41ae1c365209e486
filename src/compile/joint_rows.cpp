// SPDX-License-Identifier: Apache-2.0
//
// See joint_rows.hpp.
#include "compile/joint_rows.hpp"

#include <algorithm>

namespace sanbao::compile {

namespace {

constexpr std::uint32_t word_bits = 64;

void add_pairs(std::span<const NumberedJoint> joints, std::size_t terms, ir::ShortWay& way) {
  for (std::size_t i = 0; i < joints.size(); i += 2)
    for (std::size_t term = 0; term < terms; ++term) {
      ir::JointPair& pair = way.pairs.emplace_back();
      for (std::size_t side = 0; side < 2 && i + side < joints.size(); ++side) {
        const NumberedJoint& joint = joints[i + side];
        pair.mask[side] = joint.terms[term].mask;
        pair.want[side] = joint.terms[term].want;
        pair.bit[side] = std::uint64_t{1} << joint.bit % word_bits;
      }
    }
}

}  // namespace

void NumberedJoint::add(ir::Literal part) {
  const std::uint32_t word = part.bit / word_bits;
  const std::uint64_t mask = std::uint64_t{1} << part.bit % word_bits;
  const auto same = std::find_if(terms.begin(), terms.end(), [&](const ir::BitTerm& term) {
    return term.word == word && (term.mask & mask) == 0;
  });
  const auto behind = std::find_if(terms.begin(), terms.end(),
                                   [&](const ir::BitTerm& term) { return term.word > word; });
  ir::BitTerm& term = same == terms.end() ? *terms.insert(behind, ir::BitTerm()) : *same;
  term.word = word;
  term.mask |= mask;
  if (!part.negated) term.want |= mask;
}

std::tuple<std::uint32_t, std::uint32_t, std::uint32_t> NumberedJoint::kind() const {
  if (least > 0 || terms.empty() || terms.size() > 2) return {3, 0, 0};
  return {static_cast<std::uint32_t>(terms.size()), terms.front().word, terms.back().word};
}

void add_joint(const NumberedJoint& joint, ir::ShortWay& way) {
  way.joints.push_back({joint.bit, static_cast<std::uint32_t>(joint.terms.size()), joint.least});
  way.terms.insert(way.terms.end(), joint.terms.begin(), joint.terms.end());
}

void add_rows(std::span<const NumberedJoint> joints, ir::ShortWay& way,
              std::vector<ir::JointRow>& rows) {
  for (std::size_t from = 0; from < joints.size();) {
    const auto kind = joints[from].kind();
    std::size_t to = from;
    while (to < joints.size() && joints[to].kind() == kind &&
           joints[to].bit / word_bits == joints[from].bit / word_bits)
      ++to;
    const auto alike = joints.subspan(from, to - from);
    ir::JointRow& row = rows.emplace_back();
    row.word = joints[from].bit / word_bits;
    const auto [terms, first_word, last_word] = kind;
    row.terms = terms > 2 ? 0 : terms;
    row.from = first_word;
    row.also = last_word;
    row.term = static_cast<std::uint32_t>(way.terms.size());
    if (row.terms > 0) {
      row.first = static_cast<std::uint32_t>(way.pairs.size());
      row.count = static_cast<std::uint32_t>(alike.size() + 1) / 2;
      add_pairs(alike, row.terms, way);
    } else {
      row.first = static_cast<std::uint32_t>(way.joints.size());
      row.count = static_cast<std::uint32_t>(alike.size());
      for (const NumberedJoint& joint : alike)
        add_joint(joint, way);
    }
    from = to;
  }
}

}  // namespace sanbao::compile
