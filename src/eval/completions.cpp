// SPDX-License-Identifier: Apache-2.0
//
// See completions.hpp.
#include "eval/completions.hpp"

#include <algorithm>

namespace sanbao::eval {

using ir::no_index;
using ir::Node;
using ir::Op;

namespace {

constexpr std::array<std::uint64_t, 6> low_patterns{0xAAAAAAAAAAAAAAAAULL, 0xCCCCCCCCCCCCCCCCULL,
                                                    0xF0F0F0F0F0F0F0F0ULL, 0xFF00FF00FF00FF00ULL,
                                                    0xFFFF0000FFFF0000ULL, 0xFFFFFFFF00000000ULL};

/// A sample: some completions in which most is true, some in which most is false, some in between. The first has
/// nothing, the last all.
constexpr std::array<std::uint64_t, max_atoms> sample_patterns = [] {
  std::array<std::uint64_t, max_atoms> patterns{};
  std::uint64_t state = 1;
  const auto random = [&] {
    state += 0x9E3779B97F4A7C15U;
    std::uint64_t bits = state;
    bits = (bits ^ bits >> 30U) * 0xBF58476D1CE4E5B9U;
    bits = (bits ^ bits >> 27U) * 0x94D049BB133111EBU;
    return bits ^ bits >> 31U;
  };
  for (std::uint64_t& pattern : patterns) {
    const std::uint64_t even = random();
    std::uint64_t few = random();
    few &= random();
    std::uint64_t many = random();
    many |= random();
    pattern = (even & 0xFFFFULL) | (few & 0xFFFFFF0000ULL) | (many & 0xFFFFFF0000000000ULL);
    pattern = (pattern & ~std::uint64_t{1}) | std::uint64_t{1} << 63U;
  }
  return patterns;
}();

}  // namespace

void Completions::prepare(Session& session, const ir::Formula& formula,
                          const std::vector<std::uint8_t>* free) {
  program_ = &session.program();
  open_.clear();
  carriers_.clear();
  both_.clear();
  state_.assign(program_->leaves.size(), 2);
  variables_ = 0;
  for (const Index index : formula.leaves) {
    if (free != nullptr && (*free)[index] != 0) {
      state_[index] = 3;
      continue;
    }
    const Tri tri = session.leaf(index);
    state_[index] = tri.is_open() ? 0 : tri.yes() ? 1 : -1;
    if (!tri.is_open()) continue;
    if (open_.empty()) open_of_.assign(program_->leaves.size(), no_index);
    const ir::Leaf& leaf = program_->leaves[index];
    OpenLeaf open;
    open.leaf = index;
    open.atom = leaf.atom;
    open.negated = leaf.negated;
    open.why = tri.why;
    for (const Index inner : leaf.inner)
      if (state_[inner] == 0) open.inner.push_back(open_of_[inner]);
    if (!open.inner.empty()) settle_inner(session, open);
    open_of_[index] = static_cast<std::uint32_t>(open_.size());
    open_.push_back(std::move(open));
  }
  if (open_.empty()) {
    words_ = 1;
    first_full_ = 1;
    nulls_ = chosen_ = 0;
    return;
  }
  by_atom_.assign(program_->atoms, 0);
  for (std::uint32_t i = 0; i < open_.size(); ++i) {
    if (!open_[i].needs_variable) continue;
    const auto twin = std::find_if(carriers_.begin(), carriers_.end(),
                                   [&](std::uint32_t c) { return open_[c].atom == open_[i].atom; });
    if (twin != carriers_.end()) {
      open_[*twin].why = static_cast<Why>(open_[*twin].why | open_[i].why);
      continue;
    }
    carriers_.push_back(i);
  }
  variables_ = carriers_.size();
  for (const std::uint32_t c : carriers_)
    if (asks(open_[c].why) && (open_[c].why & by_null) != 0) both_.push_back(c);
}

// An outer test that a completion of its inner conditions decides takes that value; only where it stays
// open is it an atom itself (docs/language.md §7 "Atoms").
void Completions::settle_inner(Session& session, OpenLeaf& open) {
  if (open.inner.size() > max_atoms) {
    open.inner.clear();
    return;
  }
  std::vector<std::int8_t> completion(program_->atoms, 0);
  const auto* before = session.completion();
  open.table.resize(std::size_t{1} << open.inner.size());
  open.needs_variable = false;
  Why why = 0;
  for (std::size_t bits = 0; bits < open.table.size(); ++bits) {
    for (std::size_t i = 0; i < open.inner.size(); ++i) {
      const OpenLeaf& inner = open_[open.inner[i]];
      const bool truth = (bits >> i & 1U) != 0;
      completion[inner.atom] = truth != inner.negated ? 1 : -1;
    }
    session.complete(completion.data());
    const Tri tri = session.leaf(open.leaf);
    open.table[bits] = tri.is_open() ? std::int8_t{0}
                       : tri.yes()   ? std::int8_t{1}
                                     : std::int8_t{-1};
    if (tri.is_open()) {
      open.needs_variable = true;
      why = static_cast<Why>(why | tri.why);
    }
  }
  session.complete(before);
  if (open.needs_variable) open.why = why;
}

std::uint64_t Completions::pattern(int variable, std::size_t word) const {
  if (sampled_) return sample_patterns[static_cast<std::size_t>(variable)];
  if (variable < 6) return low_patterns[static_cast<std::size_t>(variable)];
  return (word >> static_cast<unsigned>(variable - 6) & 1U) != 0 ? ~std::uint64_t{0} : 0;
}

bool Completions::has_nulls() const {
  return std::any_of(open_.begin(), open_.end(),
                     [](const OpenLeaf& open) { return (open.why & by_null) != 0; });
}

bool Completions::sample() {
  if (!exact() || variables_ <= low_patterns.size()) return false;
  int variable = 0;
  for (const std::uint32_t c : carriers_)
    open_[c].variable = variable++;
  nulls_ = 0;
  chosen_ = static_cast<unsigned>(variable);
  words_ = 1;
  first_full_ = ~std::uint64_t{0};
  sampled_ = true;
  find_truths();
  return true;
}

void Completions::choose(std::uint32_t choice) {
  sampled_ = false;
  if (open_.empty() || !exact()) {
    words_ = 1;
    first_full_ = 1;
    nulls_ = chosen_ = 0;
    return;
  }
  const auto is_null = [&](std::uint32_t carrier) {
    for (std::size_t i = 0; i < both_.size(); ++i)
      if (both_[i] == carrier) return (choice >> i & 1U) != 0;
    return only_nulls(open_[carrier].why);
  };
  int variable = 0;
  for (const std::uint32_t c : carriers_)
    if (is_null(c)) open_[c].variable = variable++;
  nulls_ = static_cast<unsigned>(variable);
  for (const std::uint32_t c : carriers_)
    if (!is_null(c)) open_[c].variable = variable++;
  chosen_ = static_cast<unsigned>(variable);
  words_ = chosen_ <= 6 ? 1 : std::size_t{1} << (chosen_ - 6);
  first_full_ = chosen_ >= 6 ? ~std::uint64_t{0} : (std::uint64_t{1} << (1U << chosen_)) - 1;
  find_truths();
}

// Of the open leaves, in every completion.
void Completions::find_truths() {
  for (OpenLeaf& open : open_) {
    int own = -1;
    if (open.needs_variable)
      for (const std::uint32_t c : carriers_)
        if (open_[c].atom == open.atom) own = open_[c].variable;
    open.truth.words = words_;
    for (std::size_t w = 0; w < words_; ++w) {
      const std::uint64_t plain = own < 0 ? 0 : (open.negated ? ~pattern(own, w) : pattern(own, w));
      if (open.table.empty()) {
        open.truth.word[w] = plain & full(w);
        continue;
      }
      std::uint64_t truth = 0;
      for (std::size_t bits = 0; bits < open.table.size(); ++bits) {
        std::uint64_t here = full(w);
        for (std::size_t i = 0; i < open.inner.size(); ++i) {
          const std::uint64_t inner = open_[open.inner[i]].truth.word[w];
          here &= (bits >> i & 1U) != 0 ? inner : ~inner;
        }
        truth |= open.table[bits] > 0 ? here : open.table[bits] == 0 ? here & plain : 0;
      }
      open.truth.word[w] = truth;
    }
  }
}

bool Completions::leaf_mask(Index leaf, Mask& out) const {
  if (open_.empty() || state_[leaf] != 0) return false;
  out = open_[open_of_[leaf]].truth;
  return true;
}

bool Completions::hangs_on(NodeId node, int variable) const {
  const std::uint64_t* mask = yes(node);
  if (variable < 6) {
    const auto v = static_cast<unsigned>(variable);
    for (std::size_t i = 0; i < words_; ++i)
      if ((mask[i] & low_patterns[v]) >> (1U << v) != (mask[i] & ~low_patterns[v])) return true;
    return false;
  }
  const std::size_t stride = std::size_t{1} << (variable - 6);
  for (std::size_t i = 0; i < words_; ++i)
    if ((i & stride) == 0 && mask[i] != mask[i | stride]) return true;
  return false;
}

std::vector<Index> Completions::leaves_behind(NodeId node) const {
  std::vector<Index> leaves;
  for (const std::uint32_t c : carriers_)
    if (hangs_on(node, open_[c].variable)) leaves.push_back(open_[c].leaf);
  return leaves;
}

const std::int8_t* Completions::completion_of(std::size_t bit) {
  for (const OpenLeaf& open : open_) {
    const bool truth = (open.truth.word[bit / 64] >> (bit % 64) & 1U) != 0;
    by_atom_[open.atom] = truth != open.negated ? 1 : -1;
  }
  return by_atom_.data();
}

void Completions::run(const ir::Formula& formula) {
  const std::size_t w = words_;
  const std::size_t size = program_->nodes.size() * 2 * w;
  if (rails_.size() < size) rails_.resize(size);
  const bool kleene = !exact();
  for (const NodeId id : formula.nodes) {
    const Node& node = program_->nodes[id];
    std::uint64_t* t = &rails_[std::size_t{id} * 2 * w];
    std::uint64_t* f = t + w;
    const Index leaf = program_->leaf_of[id];
    const auto constant = [&](bool value) {
      for (std::size_t i = 0; i < w; ++i) {
        t[i] = value ? full(i) : 0;
        f[i] = value ? 0 : full(i);
      }
    };
    if (leaf != no_index) {
      if (state_[leaf] == 3) {
        for (std::size_t i = 0; i < w; ++i)
          t[i] = f[i] = full(i);
      } else if (state_[leaf] != 0) {
        constant(state_[leaf] > 0);
      } else if (kleene) {
        t[0] = f[0] = 0;
      } else {
        const Mask& truth = open_[open_of_[leaf]].truth;
        for (std::size_t i = 0; i < w; ++i) {
          t[i] = truth.word[i];
          f[i] = full(i) & ~truth.word[i];
        }
      }
      continue;
    }
    const NodeId* child =
        node.children_count > 0 ? &program_->children[node.children_begin] : nullptr;
    switch (node.op) {
      case Op::constant_bool:
        constant(node.imm != 0);
        break;
      case Op::negation:
        for (std::size_t i = 0; i < w; ++i) {
          t[i] = no(node.a)[i];
          f[i] = yes(node.a)[i];
        }
        break;
      case Op::all_of:
      case Op::any_of: {
        const bool all = node.op == Op::all_of;
        for (std::size_t i = 0; i < w; ++i) {
          std::uint64_t both = full(i);
          std::uint64_t either = 0;
          for (Index c = 0; c < node.children_count; ++c) {
            both &= all ? yes(child[c])[i] : no(child[c])[i];
            either |= all ? no(child[c])[i] : yes(child[c])[i];
          }
          t[i] = all ? both : either;
          f[i] = all ? either : both;
        }
        break;
      }
      case Op::at_least_of: {
        const Node& k = program_->nodes[node.a];
        const auto wanted = static_cast<std::size_t>(
            std::clamp<std::int64_t>(k.imm, 0, node.children_count + std::int64_t{1}));
        // reached[j]: completions in which at least j children hold.
        std::vector<std::uint64_t> reached(node.children_count + 2);
        const auto count = [&](std::size_t i, bool rail) {
          std::fill(reached.begin(), reached.end(), 0);
          reached[0] = full(i);
          for (Index c = 0; c < node.children_count; ++c)
            for (std::size_t j = c + 1; j > 0; --j)
              reached[j] |= reached[j - 1] & (rail ? yes(child[c])[i] : no(child[c])[i]);
        };
        for (std::size_t i = 0; i < w; ++i) {
          count(i, true);
          const std::uint64_t holds = reached[wanted];
          count(i, false);
          const std::size_t failing =
              node.children_count + 1 > wanted ? node.children_count + 1 - wanted : 0;
          t[i] = holds;
          f[i] = reached[failing];
        }
        break;
      }
      default:
        constant(false);
        break;
    }
  }
}

void Completions::any_over_nulls(Mask& mask) const {
  for (unsigned v = 0; v < nulls_; ++v) {
    if (v < 6) {
      const unsigned shift = 1U << v;
      const std::uint64_t high = low_patterns[v];
      for (std::size_t i = 0; i < words_; ++i) {
        const std::uint64_t either = (mask.word[i] & high) >> shift | (mask.word[i] & ~high);
        mask.word[i] = either | either << shift;
      }
      continue;
    }
    const std::size_t stride = std::size_t{1} << (v - 6);
    for (std::size_t i = 0; i < words_; ++i)
      if ((i & stride) == 0)
        mask.word[i] = mask.word[i | stride] = mask.word[i] | mask.word[i | stride];
  }
  for (std::size_t i = 0; i < words_; ++i)
    mask.word[i] &= full(i);
}

void Completions::all_over_nulls(Mask& mask) const {
  for (std::size_t i = 0; i < words_; ++i)
    mask.word[i] = full(i) & ~mask.word[i];
  any_over_nulls(mask);
  for (std::size_t i = 0; i < words_; ++i)
    mask.word[i] = full(i) & ~mask.word[i];
}

}  // namespace sanbao::eval
