// SPDX-License-Identifier: Apache-2.0
//
// ImpactWeighing: claims of a file or of a log weighed on several threads; what is listed of them, in their order.
// In: sides to compare, claims. Out: an ImpactReport, before it lines on an Output.
// Never depends on the number of threads; never holds the claims. Tested by tests/cli/impact_test.py and
// tests/cli/impact_log_test.py.
#pragma once

#include <functional>
#include <list>
#include <string>
#include <vector>

#include "cli/block_flow.hpp"
#include "cli/progress.hpp"
#include "sanbao/audit/impact.hpp"
#include "sanbao/audit/log_claims.hpp"

namespace sanbao::cli {

/// What is compared, and how what changes is listed.
struct ImpactPlan {
  /// Rulebooks over one claim shape, the first compared with the others. Several: claims of a log that other
  /// policies decided; empty: those cannot be decided again.
  std::vector<std::vector<Rulebook>> sides;
  std::vector<std::string> names;  ///< of the rulebooks of a side
  std::optional<CivilDate> as_of;
  unsigned threads = 1;
  bool periods = false;  ///< whether last days are compared
  bool json = false;
  std::function<bool(const audit::ClaimChange&)> lists;  ///< empty: nothing is listed
  /// Of a page: of each line by rule so many of the claims that are listed are held for the report, and none is
  /// written before it.
  std::optional<std::size_t> held;
};

class ImpactWeighing {
 public:
  /// `bytes`: of what will be weighed, 0 where nobody knows.
  ImpactWeighing(const ImpactPlan& plan, Output& output, std::uint64_t bytes);

  [[nodiscard]] audit::ImpactReport weigh(Input& input);
  [[nodiscard]] audit::ImpactReport weigh(const audit::LogClaims& log);

 private:
  /// One thread's part: a weighing for each side.
  struct Worker {
    std::vector<audit::Weighing> weighings;
    std::size_t side = 0;      ///< of the last claim
    std::uint64_t claims = 0;  ///< since anything was listed
  };

  Worker& new_worker();
  bool weigh_block(Worker& worker, Block& block, std::string& bytes);
  void weigh_kept(Worker& worker, const audit::LogClaims& log, const audit::KeptClaim& claim,
                  std::string& bytes);
  void list(Worker& worker, std::string& bytes);
  [[nodiscard]] std::size_t claims_listed() const;
  [[nodiscard]] const std::vector<Rulebook>& any_side() const;
  audit::ImpactReport report();

  const ImpactPlan& plan_;
  const audit::WeighOptions options_;
  const std::optional<Currency> currency_;
  Output& output_;
  Progress progress_;
  std::list<Worker> workers_;
};

}  // namespace sanbao::cli
