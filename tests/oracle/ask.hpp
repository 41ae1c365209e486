// SPDX-License-Identifier: Apache-2.0
//
// Holds the sets of facts that the library asks for to what answers do, by trying answers.
// In: a claim, the library's decision of it. Out: the faults found, one line each.
// Never says that a set is wrong because it found no answer to an amount: only what was found counts there.
// Tested by its comparison with the library, oracle.random.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "decide.hpp"
#include "json.hpp"

namespace oracle {

struct Asked {
  const std::vector<std::shared_ptr<Policy>>& policies;
  const std::map<std::string, Calendar>& calendars;
  const Json& claim;
  std::optional<Day> as_of;  // where the caller gives it
};

/// `library`: its decision of this claim; `oracle`: the second one.
std::vector<std::string> asking_faults(const Asked& asked, const Json& library,
                                       const Decision& oracle);

}  // namespace oracle
