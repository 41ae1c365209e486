// SPDX-License-Identifier: Apache-2.0
//
// instant_without_zone.cpp: must not compile: an instant is a day only in a zone.
#include "sanbao/values/civil_date.hpp"

using namespace sanbao;

ReadDate filed(std::string_view text) {
#ifdef CONTROL
  return read_date(text, Zone::shanghai());
#else
  return read_date(text);  // refused
#endif
}
