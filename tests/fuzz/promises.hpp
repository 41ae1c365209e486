// SPDX-License-Identifier: Apache-2.0
//
// promises.hpp: what every fuzz target holds sanbao to.
// In: a policy's text, a claim. Out: nothing, or the end of the program with the promise that was
// broken; the fuzzer keeps the input.
// Never asks what an answer should be, only that it is a possible one: tests/cases ask the former.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sanbao/sanbao.hpp"

namespace fuzz {

/// Ends the program unless it is kept; assert would be silent in an optimised build.
void promise(bool kept, std::string_view what);

/// The input as text.
inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// One JSON value and nothing behind it, in UTF-8, no key twice in one object.
bool is_json(std::string_view text);

/// Each fault has a code, words that can be printed and a place inside the file.
void hold_faults(std::string_view text, const std::vector<sanbao::Diagnostic>& faults);

/// A policy is accepted, and then again with the same digest and the same words, and decides
/// claims; or it is refused with an error at its place. True: accepted.
bool hold_policy(std::string_view text);

/// Decides, in each detail, as of a later day, into a decision used before and into a new one;
/// explains. The same bytes each time.
void hold_decision(const sanbao::Rulebook& rulebook, const sanbao::Claim& claim);

/// Reads a line, and decides it where it can be read; else its refusal is in form.
void hold_line(const sanbao::Rulebook& rulebook, std::string_view line);

/// A file of the tree.
std::string file_of_tree(const char* path);

}  // namespace fuzz
