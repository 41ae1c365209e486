// SPDX-License-Identifier: Apache-2.0
//
// sha256.hpp: the digest that a decision carries for each file it rests on (docs/records.md,
// Decision).
// In: the bytes of a file as read. Out: 64 lower-case hexadecimal digits.
// Never normalises: a changed line end is a changed file.
// Tested by tests/unit/source_text_test.cpp with the vectors of FIPS 180-2.
#pragma once

#include <string>
#include <string_view>

namespace sanbao::base {

std::string sha256_hex(std::string_view bytes);

}  // namespace sanbao::base
