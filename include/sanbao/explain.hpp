// SPDX-License-Identifier: Apache-2.0
//
// explain: a decision in the words of a shop's desk and a consumer, in Chinese or English.
// In: a decision made with Detail::full. Out: text. Never decides anything itself, never prints an
// internal word. Tested by tests/baselines/explain and tests/unit/explain_test.cpp.
#pragma once

#include <string>

#include "sanbao/decision.hpp"
#include "sanbao/export.hpp"

namespace sanbao {

enum class Language : std::uint8_t { zh, en };

/// Verdict first; then why, clause by clause; the money line by line; what else is possible; what is not
/// and by how much; what was assumed; what to bring or answer. Ends with a line break.
SANBAO_EXPORT std::string explain(const Decision& decision, Language language);

}  // namespace sanbao
