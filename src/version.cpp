// SPDX-License-Identifier: Apache-2.0
//
// version.cpp: the version compiled into the library, apart from the one in the caller's headers.
// Tested by tests/unit/version_test.cpp and tests/consumer.
#include "sanbao/version.hpp"

namespace sanbao {

std::string_view library_version() noexcept {
  return SANBAO_VERSION;
}

}  // namespace sanbao
