// SPDX-License-Identifier: Apache-2.0
//
// date_from_text.cpp: must not compile: a text may turn out to be no date.
#include "sanbao/values/civil_date.hpp"

using namespace sanbao;

CivilDate sold() {
#ifdef CONTROL
  return *CivilDate::parse("2024-05-01");
#else
  return CivilDate::parse("2024-05-01");  // refused
#endif
}
