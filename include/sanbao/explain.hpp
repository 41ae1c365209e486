// SPDX-License-Identifier: Apache-2.0
//
// explain: a decision in the words of a shop's desk and a consumer, in Chinese or English.
// In: a decision made with Detail::full. Out: text, or a page of HTML. Never decides anything itself, never prints an
// internal word. Tested by tests/baselines/explain and tests/unit/explain_test.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "sanbao/decision.hpp"
#include "sanbao/export.hpp"

namespace sanbao {

enum class Language : std::uint8_t { zh, en };

/// Verdict first; then why, clause by clause; the money line by line; what else is possible; what is not
/// and by how much; what was assumed; what to bring or answer. Ends with a line break. Of an empty decision nothing.
SANBAO_EXPORT std::string explain(const Decision& decision, Language language);

/// Decisions as one page of HTML in the same words, with a chart of the days, every clause with the facts it read,
/// and the digests of what decided. The page stands alone: nothing is loaded and no script runs, it opens from disk,
/// prints on A4, and is well-formed XML. Several decisions have a section each and a table of contents.
///
///   ExplanationPage page(Language::en);
///   page.add(decision);                  // the decision may be reused for the next claim
///   std::ofstream("claim.html", std::ios::binary) << page.write();
class SANBAO_EXPORT ExplanationPage {
 public:
  explicit ExplanationPage(Language language);
  ExplanationPage(ExplanationPage&&) noexcept;
  ExplanationPage& operator=(ExplanationPage&&) noexcept;
  ~ExplanationPage();

  void add(const Decision& decision);
  [[nodiscard]] std::size_t size() const;
  /// The same bytes for the same decisions, everywhere.
  [[nodiscard]] std::string write() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sanbao
