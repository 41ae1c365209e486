// SPDX-License-Identifier: Apache-2.0
//
// 05_policy_faults: what a program does with a policy that is not sound.
// In: policies as a database or an upload form may hold them. Out: every fault at its place, for people and
// for an editor, and that nothing was loaded, as examples/expected/05_policy_faults.txt holds it. Tested by
// ctest `example.*`.
#include <iostream>
#include <string>
#include <string_view>

#include "sanbao/sanbao.hpp"

namespace {

constexpr std::string_view head = R"(sanbao: 1
policy: upload
version: "3"
title: {zh: 上传的细则, en: Uploaded terms}
clock: {zone: Asia/Shanghai, count_from: next_day, month_end: last_day, roll: none}
)";

// Three slips: a fact misspelt, a unit misspelt, a remedy that there is not.
constexpr std::string_view broken = R"(periods:
  trial: {from: purchase.deliverd_on, length: 7 dyas}
rules:
  - id: "1"
    title: {zh: 七日退货, en: Return within seven days}
    when: claim.filed_on in trial
    grants: {retrun: {}}
)";

// Sound, but one name is never used: a warning, and the policy is loaded.
constexpr std::string_view wasteful = R"(periods:
  trial: {from: purchase.delivered_on, length: 7 days}
conditions:
  bought_online: purchase.channel == online
names:
  trial: {zh: 七日, en: seven days}
rules:
  - id: "1"
    title: {zh: 七日退货, en: Return within seven days}
    when: claim.filed_on in trial
    grants: {return: {}}
)";

void load(std::string_view sections, std::string_view name) {
  const auto policy = sanbao::load_policy(std::string(head) + std::string(sections), name);

  // For people: the line, a caret under the words meant, and a way to mend it.
  for (const auto& fault : policy.diagnostics())
    std::cout << sanbao::render(fault);
  // For an editor: one JSON object each.
  for (const auto& fault : policy.diagnostics())
    std::cout << sanbao::render_json(fault) << '\n';

  // One error is enough: there is no half-loaded policy. Warnings come with a value.
  std::cout << name << (policy ? ": loaded, warnings: " : ": not loaded, faults: ")
            << policy.diagnostics().size() << "\n\n";
}

}  // namespace

int main() {
  load(broken, "broken.yaml");
  load(wasteful, "wasteful.yaml");
}
