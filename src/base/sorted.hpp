// SPDX-License-Identifier: Apache-2.0
//
// A list as a set: in order, each entry once.
// In: a list whose entries have an order. Out: the same list. Tested by what sorts with it.
#pragma once

#include <algorithm>
#include <vector>

namespace sanbao::base {

template <typename T>
void sort_unique(std::vector<T>& list) {
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

}  // namespace sanbao::base
