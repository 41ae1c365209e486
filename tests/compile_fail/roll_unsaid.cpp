// SPDX-License-Identifier: Apache-2.0
//
// roll_unsaid.cpp: must not compile: whether a holiday moves the last day has no silent answer.
#include "sanbao/values/window.hpp"

using namespace sanbao;

Rolled moved(CivilDate last, const WorkCalendar& cn) {
#ifdef CONTROL
  return roll_last(last, Roll::next_working_day, &cn);
#else
  return roll_last(last, &cn);  // refused
#endif
}
