// SPDX-License-Identifier: Apache-2.0
//
// The words of the record for outcomes and statuses (docs/records.md §5).
// In: an enumerator. Out: its word, as contract and program write it.
// Tested by tests/unit/decision_json_test.cpp.
#include "sanbao/decision.hpp"

namespace sanbao {

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::approved:
      return "approved";
    case Outcome::conditional:
      return "conditional";
    case Outcome::denied:
      return "denied";
    case Outcome::needs_facts:
      return "needs_facts";
    case Outcome::conflict:
      return "conflict";
    case Outcome::not_covered:
      return "not_covered";
  }
  return {};
}

std::string_view to_string(Status status) {
  switch (status) {
    case Status::available:
      return "available";
    case Status::conditional:
      return "conditional";
    case Status::unavailable:
      return "unavailable";
    case Status::unknown:
      return "unknown";
    case Status::conflict:
      return "conflict";
  }
  return {};
}

}  // namespace sanbao
