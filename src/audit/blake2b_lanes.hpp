// SPDX-License-Identifier: Apache-2.0
//
// BLAKE2b-256 of many texts at once: one lane of a vector register a text. The digests are those of
// libsodium (sanbao/audit/digest.hpp), which is what verifies them; this is only how the deciding threads
// come by them sooner. In: pieces of one string. Out: a digest each.
// Never used where the processor has no such registers: then libsodium does it.
// Tested by tests/unit/audit_digest_test.cpp, which holds every length to libsodium.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "sanbao/audit/digest.hpp"

namespace sanbao::audit {

/// Appends the digests of pieces of `bytes`. `bounds`: where each begins, and behind that where it ends.
void blake2b_each(std::string_view bytes, std::span<const std::size_t> bounds,
                  std::vector<Digest>& digests);

}  // namespace sanbao::audit
