// SPDX-License-Identifier: Apache-2.0
#include "random_policy.hpp"

namespace oracle {
std::vector<std::string> random_policies(Random&) {
  return {};
}
}  // namespace oracle
