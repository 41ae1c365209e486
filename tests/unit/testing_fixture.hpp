// SPDX-License-Identifier: Apache-2.0
//
// A small shop and its test file, for the tests of policy tests: cases are written behind `head` and
// run in a folder of their own. Tested by the tests that run cases.
#pragma once

#include <span>
#include <string>

#include "folder_fixture.hpp"
#include "sanbao/testing.hpp"

namespace testing_fixture {

using sanbao::run_tests;
using sanbao::TestOptions;
using sanbao::TestReport;

class Folder : public folder_fixture::Folder {
 public:
  TestReport run(const TestOptions& options = {}) const {
    const std::string all = path();
    return run_tests(std::span(&all, 1), options);
  }
};

inline const std::string policy = R"(sanbao: 1
policy: shop
version: "1"
title: {zh: 店规, en: Shop terms}
basis: vendor
currency: CNY
round: {to: 0.01, mode: half_up}
clauses: ["1", "2", "3", "4", "5", "6"]
clock: {zone: Asia/Shanghai, count_from: next_day, month_end: last_day, roll: none, calendar: cn}
parameters:
  bonus: {value: 1 CNY, cite: "4"}
tables:
  shelf: {by: product.category, columns: [parts], of: {bicycle: [[frame]]}, cite: ["5", "6"]}
values:
  used: days from purchase.sold_on to claim.filed_on
  fee: purchase.price * 1% * used
periods:
  week: {from: purchase.sold_on, length: 7 days}
names:
  week: {zh: 七日期, en: week}
  used: {zh: 天数, en: days of use}
  fee: {zh: 费用, en: fee}
  refund: {zh: 退还价款, en: refund}
  use_fee: {zh: 使用费, en: fee for use}
  bonus: {zh: 奖励, en: bonus}
rules:
  - id: "1"
    title: {zh: 七日内退货, en: Return within a week}
    when: claim.filed_on in week
    grants: {return: {pays: {refund: purchase.price + bonus}, charges: {use_fee: fee}}}
  - id: "2"
    title: {zh: 人为损坏除外, en: Not where a person damaged it}
    when: goods.human_damage
    excludes: [return]
informative:
  "3": {zh: 说明, en: for information}
)";

inline const std::string head = R"(sanbao_tests: 1
given:
  claim: {filed_on: 2024-05-06, requests: return}
  purchase: {sold_on: 2024-05-01, price: 100.00}
  goods: {human_damage: false}
cases:
)";

inline TestReport run_cases(const std::string& cases) {
  const Folder folder;
  folder.put("shop.yaml", policy);
  folder.put("shop.test.yaml", head + cases);
  return folder.run();
}

}  // namespace testing_fixture
