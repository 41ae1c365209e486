// SPDX-License-Identifier: Apache-2.0
//
// Variants: several rulebooks that decide the same claims, each claim read once for all of them.
// In: files, folders or texts, with parameters set and places of a policy's text changed. Out: rulebooks that
// share one claim shape, in the order they were asked for.
// Never reads a claim differently for one of them than for another.
// Tested by tests/unit/variants_test.cpp.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "sanbao/export.hpp"
#include "sanbao/result.hpp"
#include "sanbao/rulebook.hpp"

namespace sanbao {

/// One place of a policy, written otherwise, as if its author had done so: the changed text is parsed and checked
/// like any other, and has a digest of its own.
///
/// `path` leads through the keys of the file: `parameters.rate`, `periods.guarantee.length`, `rules.6.1.when`
/// (a rule by its id), `values.fee.0` (an entry of a list, counted from 0). A mapping stands for its `value`.
/// `value` is written in the place of the scalar there. Where what stands there is longer than one literal, and
/// `value` is a rate, a length, an amount of money or a number, it takes the place of the one literal of its
/// kind: `values.depreciation` with `0.2%` changes `purchase.price * 0.3% * used_days`. None or several such
/// literals are a fault (SB1094), and so is a second change of what a first one has put there.
struct PolicyChange {
  std::string policy;  ///< its id; empty: the one policy that has such a place
  std::string path, value;
};

struct Variant {
  std::vector<std::string> paths;      ///< files and folders, as `load_rulebook_files` takes them
  std::vector<PolicySource> policies;  ///< from memory, beside those
  std::vector<CalendarSource> calendars;
  std::vector<ParameterSetting> settings;
  std::vector<PolicyChange> changes;
};

/// Rulebooks over one claim shape: a `Claim` or `ClaimReader` of one is one of each. What their policies declare
/// must agree as within one rulebook (one type a fact, one zone, one currency), and the shape is the union of it.
///
/// A decision under one of them is what it is under that rulebook alone, byte for byte, but that
/// - a claim may speak of what any of them declares: a group, a fact or a remedy that only another one knows is
///   read and checked here, and would be left unread (`unread`) or refused there;
/// - where two word the question or the name of a declared fact or remedy differently, the first is told.
[[nodiscard]] SANBAO_EXPORT Result<std::vector<Rulebook>> load_variants(
    std::span<const Variant> variants);

}  // namespace sanbao
