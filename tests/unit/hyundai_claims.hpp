// SPDX-License-Identifier: Apache-2.0
//
// Claims under the Hyundai policy, made from a number: every fact that the policy reads is given.
// In: a number. Out: a line of JSON, the same on every machine.
#pragma once

#include <cstdint>
#include <string>

#include "sanbao/values/civil_date.hpp"

namespace hyundai_claims {

using sanbao::CivilDate;

// Every fact that the policy reads, in a few hundred combinations; day by day over the year.
inline std::string generated(unsigned n) {
  const auto truth = [&](unsigned bit) { return (n * 2654435761U >> bit & 15U) != 0; };
  const auto word = [](bool value) { return value ? "true" : "false"; };
  const CivilDate filed =
      CivilDate::from_days(CivilDate::parse("2024-05-02")->days_since_epoch() +
                           static_cast<std::int32_t>((n % 3 == 0 ? n / 3 % 9 : n * n % 397)));
  static const char* const causes[] = {"own_component", "misuse",        "installation",
                                       "storage",       "force_majeure", "modification"};
  static const char* const requests[] = {"return", "exchange", "repair", "any", "paid_repair"};
  std::string repairs;
  for (unsigned i = 0; i < n % 4; ++i) {
    const auto begin =
        CivilDate::parse("2024-05-02")->days_since_epoch() + static_cast<std::int32_t>(20 * i);
    repairs += std::string(i == 0 ? "" : ",") + R"({"received_on":")" +
               CivilDate::from_days(begin).to_string() + R"(","returned_on":")" +
               CivilDate::from_days(begin + 5).to_string() + R"(","fixed":)" + word(n % 7 == 0) +
               R"(,"waiting_days":)" + std::to_string(n % 120) + "}";
  }
  std::string documents;
  if (truth(3)) documents += R"("invoice")";
  if (truth(9))
    documents += std::string(documents.empty() ? "" : ",") + R"("guarantee_certificate")";
  return R"({"claim":{"id":"G-)" + std::to_string(n) + R"(","filed_on":")" + filed.to_string() +
         R"(","requests":")" + requests[n % 5] +
         R"("},"purchase":{"sold_on":"2024-05-01","invoiced_on":"2024-05-01","price":"1299.00",)" +
         R"("net_dealer_price":"980.00","sold_directly":)" + word(truth(1)) + R"(,"documents":[)" +
         documents + R"(]},"product":{"category":"mp3_player","brand":"现代"},"fault":{"kind":")" +
         (truth(5) ? "performance" : "cosmetic") + R"(","cause":")" +
         (n % 11 < 6 ? causes[0] : causes[n % 6]) + R"(","confirmed":)" + word(truth(7)) +
         R"(,"described":)" + word(truth(11)) + R"(},"goods":{"human_damage":)" + word(!truth(13)) +
         R"(,"accessories_complete":)" + word(truth(15)) + R"(,"opened_by_unauthorised":)" +
         word(!truth(17)) + R"(,"modified":false,"counterfeit":false,"certificate_altered":)" +
         word(!truth(19)) + R"(,"label_intact":)" + word(truth(21)) +
         R"(,"serial_matches":true,"model_matches":)" + word(truth(23)) + R"(},"repairs":[)" +
         repairs + R"(],"exchanges":)" + (n % 5 == 0 ? R"([{"on":"2024-05-20"}])" : "[]") +
         R"(,"stock":{"same_model":)" + word(n % 8 < 5) + R"(},"consumer":{"accepts_exchange":)" +
         word(n % 3 == 1) + R"(,"accepts_other_model":)" + word(n % 5 == 1) +
         R"(},"proof":{"within_guarantee":)" + word(truth(8)) + "}}";
}

}  // namespace hyundai_claims
