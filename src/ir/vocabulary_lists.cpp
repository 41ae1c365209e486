// SPDX-License-Identifier: Apache-2.0
//
// The standard event lists of docs/records.md, "The vocabulary", and the fields of their events, in both languages.
// In: nothing. Out: constant tables, lists and fields sorted by path.
// Never lets a record carry a computed field: `duration` and `whole_unit` are worked out by eval/.
// Tested by tests/unit/vocabulary_test.cpp; docs/records.md is generated from it.
#include "ir/vocabulary.hpp"
#include "ir/vocabulary_members.hpp"
#include "ir/vocabulary_rows.hpp"

namespace sanbao::ir {
namespace {

// clang-format off
constexpr FactInfo exchange_fields[] = {
    open_fact("component", Type::text, members::components,
         {"更换的部件", "component exchanged"},
         {"更换的是哪个部件？（更换整机则不填）", "Which component was exchanged (none for the whole unit)?"}),
    fact("on", Type::date,
         {"换货日期", "day of the exchange"},
         {"商品是哪一天更换的？", "On which day was the unit exchanged?"}),
    computed_field("whole_unit", Type::boolean,
         {"更换整机", "whole unit exchanged"},
         {"更换的是否为整机？", "Was the whole unit exchanged?"}),
};

constexpr FactInfo repair_fields[] = {
    fact("authorised", Type::boolean,
         {"由授权修理者修理", "authorised repairer"},
         {"这次修理是否由授权的修理者进行？", "Was this repair done by an authorised repairer?"}),
    open_fact("component", Type::text, members::components,
         {"修理部件", "component repaired"},
         {"这次修理的是哪个部件？", "Which component was repaired?"}),
    closed_fact("delay_cause", Type::enumeration, members::delay_causes,
         {"延误原因", "cause of delay"},
         {"这次修理延误是谁的原因？", "What delayed this repair?"}),
    computed_field("duration", Type::days,
         {"修理天数", "days of repair"},
         {"这次修理用了多少天？", "How many days did this repair take?"}),
    fact("excluded_hours", Type::number,
         {"不计入的小时数", "hours not counted"},
         {"其中有多少小时不计入（运送特制零部件或动力蓄电池、途中救援）？", "How many of these hours are not counted (transport of specially ordered parts or of the battery, roadside rescue)?"}),
    fact("fault_code", Type::text,
         {"故障代码", "fault code"},
         {"这次修理的故障代码是什么？", "What was the fault code of this repair?"}),
    fact("fixed", Type::boolean,
         {"已修好", "mended"},
         {"这次修理是否修好？", "Did this repair mend the fault?"}),
    fact("hours", Type::number,
         {"修理小时数", "hours of repair"},
         {"这次修理从约定到完成用了多少小时？", "How many hours did this repair take from the time agreed to its end?"}),
    fact("main_part", Type::text,
         {"修理的主要部件", "main part repaired"},
         {"这次修理的是哪个主要部件？", "Which main part was repaired?"}),
    fact("odometer_km", Type::number,
         {"送修时里程（公里）", "odometer reading in km"},
         {"送修时里程表显示多少公里？", "How many kilometres did the odometer show at this repair?"}),
    fact("received_on", Type::date,
         {"送修日期", "day handed in"},
         {"商品是哪一天送修的？", "On which day was the unit handed in for repair?"}),
    closed_fact("replaced", Type::enumeration, members::replacements,
         {"更换的部件", "what was replaced"},
         {"这次修理更换了总成还是主要零件？", "Did this repair replace an assembly or a main part?"}),
    fact("returned_on", Type::date,
         {"修好取回日期", "day given back"},
         {"修理后是哪一天交还的？", "On which day was the unit given back after the repair?"}),
    fact("safety", Type::boolean,
         {"安全性能故障的修理", "repair of a safety fault"},
         {"这次修理是否针对严重的安全性能故障？", "Was this repair for a serious safety fault?"}),
    fact("spare_given", Type::boolean,
         {"已提供备用机", "spare unit given"},
         {"修理期间是否提供了备用机？", "Was a spare unit given during this repair?"}),
    fact("waiting_days", Type::days,
         {"待件天数", "days waiting for parts"},
         {"这次修理中等待零配件用了多少天？", "How many days of this repair were spent waiting for parts?"}),
};

constexpr FactInfo resend_fields[] = {
    fact("damaged", Type::boolean,
         {"补寄后仍破损", "damaged again"},
         {"补寄的商品是否仍然破损？", "Did the goods sent again arrive damaged?"}),
    fact("on", Type::date,
         {"补寄日期", "day sent again"},
         {"商品是哪一天补寄的？", "On which day were the goods sent again?"}),
};

constexpr ListInfo lists[] = {
    {"exchanges", exchange_fields, false,
     {"换货记录", "exchanges"},
     {"此前更换过几次，每次在哪一天？", "Has the unit been exchanged before, and on which days?"}},
    {"repairs", repair_fields, true,
     {"修理记录", "repairs"},
     {"此前修理过几次，每次何时送修、何时取回、是否修好？",
      "How often has the unit been repaired, from when to when, and was it mended?"}},
    {"resends", resend_fields, false,
     {"补寄记录", "goods sent again"},
     {"此前补寄过几次，每次在哪一天？", "Have the goods been sent again before, and on which days?"}},
};
// clang-format on

static_assert(sorted_by_path(exchange_fields) && sorted_by_path(repair_fields) &&
              sorted_by_path(resend_fields) && sorted_by_path(lists));

}  // namespace

std::span<const ListInfo> standard_lists() {
  return lists;
}

}  // namespace sanbao::ir
