// SPDX-License-Identifier: Apache-2.0
//
// What a decision rests on, told in Chinese: how days were counted, which events were, how a sum was worked out.
// In: readings of a decision. Out: the lines that stand below a clause. Never says what follows from it: the sentences
// are phrases_zh.cpp's. Never used by another language. Tested by
// tests/unit/explain_page_test.cpp and tests/baselines/explain.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "explain/words_zh.hpp"

namespace sanbao::wording {

class ChineseGrounds : public ChineseWords {
 public:
  // ---- dates counted
  std::string period(const PeriodReading& period) const override;
  std::string period_counted(const PeriodReading& period) const override;
  std::string period_stand(const PeriodReading& period) const override;
  std::string too_early(const PeriodReading& period) const override;
  std::string_view added_apart() const override;
  std::string days_left(std::int64_t left) const override;
  std::string outside(std::string_view period) const override;

  // ---- events
  std::string event(std::string_view list, const Text& list_name,
                    std::size_t number) const override;
  std::string event_line(const EventItem& item, std::string_view event,
                         const Text& of) const override;
  std::string event_again(const EventItem& item, std::string_view event,
                          const Text& of) const override;
  std::string not_counted(std::string_view line, Strings because) const override;
  std::string more_events(std::size_t count) const override;
  std::string event_sum(const EventReading& events) const override;

  // ---- money
  std::string total(bool refund, bool from_consumer) const override;
  std::string_view no_money() const override;
  std::string by_clauses(std::string_view clauses, std::string_view due) const override;
  std::string_view open_amount() const override;
  std::string_view unknown_amount() const override;
  std::string step(std::string_view operation, std::string_view operand) const override;
  std::string one_taken(bool least, Strings sums) const override;
  std::string days_counted(const Step& step) const override;
  std::string preferred(std::string_view over) const override;

 private:
  [[nodiscard]] std::string taken(const EventItem& item, const Text& of) const;
  [[nodiscard]] static std::string_view bound_word(std::string_view bound);
  [[nodiscard]] std::string day_tested(const PeriodReading& period) const;
  [[nodiscard]] std::string usage(const PeriodReading::Usage& usage) const;
  [[nodiscard]] std::string rolled(const PeriodReading& period) const;
};

}  // namespace sanbao::wording
