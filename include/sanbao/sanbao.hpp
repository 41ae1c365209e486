// SPDX-License-Identifier: Apache-2.0
//
// The tour. Load a policy, read a claim, decide it, say why:
//
//     #include <sanbao/sanbao.hpp>
//
//     auto policy = sanbao::load_rulebook_files(std::array{std::string("rules/vendors/hyundai-mp3.yaml")});
//     if (!policy) {                                        // the author's faults, each at its place
//       for (const auto& fault : policy.diagnostics()) std::cerr << sanbao::render(fault);
//       return 1;
//     }
//     sanbao::Claim claim(*policy);
//     sanbao::ClaimReader reader(*policy);
//     if (!reader.read(line, claim)) {                      // a record that cannot be read
//       std::cerr << reader.error().path << ": " << reader.error().message << '\n';
//       return 1;
//     }
//     const auto decision = sanbao::evaluate(*policy, claim);      // never throws
//     std::cout << sanbao::explain(decision, sanbao::Language::zh);
//
// A rulebook is immutable and shared between threads freely; a Claim, a ClaimReader and a Decision belong
// to one thread and are used again for the next claim without allocating.
//
// rulebook.hpp               load          claim.hpp     facts, typed        records.hpp   JSON in and out
// evaluate.hpp               decide        decision.hpp  the answer          explain.hpp   for people
// diagnostic.hpp result.hpp  faults        testing.hpp   policy tests        values/       dates and money
//
// Beyond one claim under one rulebook; all but the first are included by who uses them:
//
// columns.hpp                many claims at once, as Arrow columns
// judge.hpp                  records one after the other, each to a decision or to the error in its place
// variants.hpp               several rulebooks for the same claims; places of a policy written otherwise
// compare.hpp                what is different in meaning between two versions, clause by clause
// audit/                     decisions kept, verified, decided again, weighed: sanbao::audit, a library of its own
//
// Tested by tests/consumer, which includes it, and by examples, which follow the tour.
#pragma once

#include "sanbao/claim.hpp"
#include "sanbao/columns.hpp"
#include "sanbao/decision.hpp"
#include "sanbao/diagnostic.hpp"
#include "sanbao/evaluate.hpp"
#include "sanbao/explain.hpp"
#include "sanbao/records.hpp"
#include "sanbao/result.hpp"
#include "sanbao/rulebook.hpp"
#include "sanbao/testing.hpp"
#include "sanbao/version.hpp"
