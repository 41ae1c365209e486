// SPDX-License-Identifier: Apache-2.0
//
// export.hpp: marks what a shared libsanbao shows to its callers.
// Everything is compiled with hidden visibility; only what carries SANBAO_EXPORT can be linked against.
// Tested by tests/consumer, which links against the shared library.
#pragma once

#if defined(__GNUC__) || defined(__clang__)
#define SANBAO_EXPORT __attribute__((visibility("default")))
#else
#define SANBAO_EXPORT
#endif
