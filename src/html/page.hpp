// SPDX-License-Identifier: Apache-2.0
//
// The frame of every page: one style sheet, a head that lets nothing be loaded and no script run.
// In: a title and a language. Out: everything before and after the content.
// Never names a file or an address: a page stands alone, opens from disk and prints on A4.
// Tested by tests/cli/pages_test.py, and in a browser by scripts/pages.
#pragma once

#include <string>
#include <string_view>

#include "html/writer.hpp"
#include "sanbao/export.hpp"

namespace sanbao::html {

/// Up to and with `<main>`; `language` as an attribute names it: "zh-CN", "en".
SANBAO_EXPORT void begin_page(Writer& page, std::string_view language, std::string_view title);
SANBAO_EXPORT void end_page(Writer& page);

/// The id of the heading by which a chart or a table of this id is named.
SANBAO_EXPORT std::string name_id(std::string_view id);

}  // namespace sanbao::html
