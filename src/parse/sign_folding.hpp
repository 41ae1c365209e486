// SPDX-License-Identifier: Apache-2.0
//
// sign_folding.hpp: signs that Chinese keyboards and word processors give, and what the language
// writes.
// In: a character. Out: the ASCII one that was meant, or the character itself.
// Never touches letters of other scripts.
// Tested by tests/unit/expr_lexer_test.cpp.
#pragma once

namespace sanbao::parse {

char32_t ascii_for(char32_t c);

}  // namespace sanbao::parse
