// SPDX-License-Identifier: Apache-2.0
//
// version.hpp: the version of sanbao, written here and nowhere else.
// The build reads the three numbers from this file; every decision carries them as `engine`.
// Tested by tests/consumer, which compares header, library and package.
#pragma once

#include <string_view>

#include "sanbao/export.hpp"

/// For the preprocessor of a caller that must compile against several releases.
#define SANBAO_VERSION_MAJOR 0
#define SANBAO_VERSION_MINOR 1
#define SANBAO_VERSION_PATCH 0
#define SANBAO_VERSION "0.1.0"

namespace sanbao {

/// The version of the headers a caller was compiled with.
inline constexpr std::string_view version = SANBAO_VERSION;

/// The version of the library that is running. Differs from `version` only where a program meets
/// another shared library than the one it was built with.
SANBAO_EXPORT std::string_view library_version() noexcept;

}  // namespace sanbao
