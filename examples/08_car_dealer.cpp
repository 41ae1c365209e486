// SPDX-License-Identifier: Apache-2.0
//
// 08_car_dealer: the rule that was in force on the day of the sale, and the money line by line.
// In: two cars with the same history, sold before and after the rule of 2021 came into force, each more than thirty
// days in repair. Out: the version that binds each, what is owed and how it comes about, as
// examples/expected/08_car_dealer.txt holds it. Run from the top of the tree; tested by ctest `example.*`.
#include <array>
#include <iostream>
#include <string>

#include "sanbao/sanbao.hpp"

namespace {

std::string car(const std::string& id, const std::string& sold, const std::string& received,
                const std::string& returned, const std::string& filed) {
  return R"({"claim":{"id":")" + id + R"(","filed_on":")" + filed +
         R"(","requests":"return"},"product":{"category":"car","energy":"fuel"},"purchase":{"sold_on":")" +
         sold + R"(","invoiced_on":")" + sold + R"(","delivered_on":")" + sold +
         R"(","use":"household","price":"160000.00","registration_fee":"125.00","fittings_value":"0.00",)"
         R"("service_fees":"0.00","documents":["invoice","guarantee_certificate"]},)"
         R"("vehicle":{"use_coefficient":"0.5%"},"usage":{"odometer_km":9000},)"
         R"("fault":{"kind":"performance","cause":"own_component","component":"gearbox","in_main_part":true},)"
         R"("repairs":[{"received_on":")" +
         received + R"(","returned_on":")" + returned +
         R"(","fixed":true,"component":"gearbox"}],"exchanges":[]})";
}

}  // namespace

int main() {
  const auto rules =
      sanbao::load_rulebook_files(std::array{std::string("rules/cn/household-car-2013.yaml"),
                                             std::string("rules/cn/household-car-2022.yaml")});
  if (!rules) {
    for (const auto& fault : rules.diagnostics())
      std::cerr << sanbao::render(fault);
    return 1;
  }
  sanbao::ClaimReader reader(*rules);
  sanbao::Claim claim(*rules);
  for (const std::string& record :
       {car("V-1", "2021-06-01", "2022-02-07", "2022-03-24", "2022-03-28"),
        car("V-2", "2024-06-03", "2025-02-10", "2025-03-27", "2025-03-31")}) {
    if (!reader.read(record, claim)) {
      std::cerr << reader.error().path << ": " << reader.error().message << '\n';
      return 1;
    }
    const sanbao::Decision decision = sanbao::evaluate(*rules, claim);
    std::cout << decision.claim_id().value_or("") << ": " << sanbao::to_string(decision.outcome());
    for (const sanbao::PolicyAnswer& policy : decision.policies())
      std::cout << " by " << policy.policy << ' ' << policy.version;
    std::cout << '\n';
    for (const sanbao::RemedyAnswer& answer : decision.remedies()) {
      if (answer.side || answer.status == sanbao::Status::unavailable) continue;
      std::cout << "  " << answer.remedy << ": " << sanbao::to_string(answer.status) << '\n';
      for (const sanbao::MoneyLine& line : answer.pays)
        if (line.amount)
          std::cout << "    + " << line.key << ' ' << line.amount->to_string() << '\n';
      for (const sanbao::MoneyLine& line : answer.charges)
        if (line.amount)
          std::cout << "    - " << line.key << ' ' << line.amount->to_string() << '\n';
    }
    // The smallest set of facts that settles what was asked for, if it is open.
    for (const sanbao::Ask& ask : decision.ask()) {
      if (ask.remedy != decision.requested() || ask.sets.empty()) continue;
      for (const auto path : ask.sets.front())
        for (const sanbao::Question& question : decision.questions())
          if (question.path == path) std::cout << "  ask: " << question.text.en << '\n';
    }
  }
}
