// SPDX-License-Identifier: Apache-2.0
//
// The vocabulary is complete: every row has its words in both languages, is found by its path, and
// nothing that must be one thing is two.
#include "ir/vocabulary.hpp"
#include "ir/member_names.hpp"

#include <doctest/doctest.h>

#include <map>
#include <set>
#include <string>

using namespace sanbao::ir;

namespace {

bool has_chinese(std::string_view text) {
  for (const char c : text)
    if (static_cast<unsigned char>(c) >= 0xE4) return true;
  return false;
}

bool is_ascii(std::string_view text) {
  for (const char c : text)
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  return true;
}

// lower-case words joined by underscores, as facts, fields and members are written
bool is_word(std::string_view text) {
  if (text.empty() || text.front() < 'a' || text.front() > 'z') return false;
  for (const char c : text)
    if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '_') return false;
  return true;
}

void check_row(const FactInfo& row) {
  INFO(std::string(row.path));
  CHECK(!row.name.zh.empty());
  CHECK(is_ascii(row.name.en));
  CHECK(!row.name.en.empty());
  CHECK(has_chinese(row.question.zh));
  CHECK(row.question.zh.find("？") != std::string_view::npos);
  CHECK(is_ascii(row.question.en));
  CHECK(row.question.en.ends_with("?"));
  CHECK(row.question.en.front() >= 'A');
  CHECK(row.question.en.front() <= 'Z');
  const bool takes_members =
      row.type == Type::enumeration || row.type == Type::set || row.type == Type::remedy;
  if (takes_members) CHECK(!row.members.empty());
  if (!row.members.empty() && !takes_members) {
    CHECK(row.type == Type::text);
    CHECK(row.open);
  }
  if (row.type == Type::enumeration || row.type == Type::remedy) CHECK(!row.open);
  std::set<std::string_view> ids, names_zh, names_en;
  for (const Member& member : row.members) {
    INFO(std::string(member.id));
    CHECK(is_word(member.id));
    CHECK(ids.insert(member.id).second);
    CHECK(!member.name.zh.empty());
    CHECK(is_ascii(member.name.en));
    CHECK(!member.name.en.empty());
    CHECK(names_zh.insert(member.name.zh).second);
    CHECK(names_en.insert(member.name.en).second);
  }
}

}  // namespace

TEST_CASE("every fact has its words in both languages") {
  for (const FactInfo& row : standard_facts()) {
    check_row(row);
    CHECK(!row.computed);
    const std::size_t dot = row.path.find('.');
    REQUIRE(dot != std::string_view::npos);
    CHECK(is_word(row.path.substr(0, dot)));
    CHECK(is_word(row.path.substr(dot + 1)));
  }
}

TEST_CASE("every list and field has its words in both languages") {
  for (const ListInfo& list : standard_lists()) {
    INFO(std::string(list.path));
    CHECK(is_word(list.path));
    CHECK(has_chinese(list.name.zh));
    CHECK(is_ascii(list.name.en));
    CHECK(has_chinese(list.question.zh));
    CHECK(list.question.en.ends_with("?"));
    for (const FactInfo& field : list.fields) {
      check_row(field);
      CHECK(is_word(field.path));
    }
    const bool interval = find_field(list, "received_on") && find_field(list, "returned_on");
    CHECK(list.interval == interval);
  }
}

TEST_CASE("rows are sorted and found") {
  const FactInfo* before = nullptr;
  for (const FactInfo& row : standard_facts()) {
    if (before) CHECK(before->path < row.path);
    before = &row;
    CHECK(find_standard_fact(row.path) == &row);
  }
  for (const ListInfo& list : standard_lists()) {
    CHECK(find_standard_list(list.path) == &list);
    for (const FactInfo& field : list.fields)
      CHECK(find_field(list, field.path) == &field);
    CHECK(find_field(list, "recieved_on") == nullptr);
  }
  for (const RemedyInfo& remedy : standard_remedies())
    CHECK(find_standard_remedy(remedy.id) == &remedy);
  CHECK(find_standard_fact("") == nullptr);
  CHECK(find_standard_fact("purchase") == nullptr);
  CHECK(find_standard_fact("purchase.pirce") == nullptr);
  CHECK(find_standard_list("repair") == nullptr);
  CHECK(find_standard_remedy("any") == nullptr);
}

TEST_CASE("names and questions tell the facts apart") {
  std::map<std::string_view, std::string_view> zh, en;
  for (const FactInfo& row : standard_facts()) {
    INFO(std::string(row.path));
    CHECK(zh.emplace(row.question.zh, row.path).second);
    CHECK(en.emplace(row.question.en, row.path).second);
  }
  std::set<std::string_view> names_zh, names_en;
  for (const FactInfo& row : standard_facts()) {
    INFO(std::string(row.path));
    CHECK(names_zh.insert(row.name.zh).second);
    CHECK(names_en.insert(row.name.en).second);
  }
}

TEST_CASE("no list is called as a group of facts is") {
  for (const ListInfo& list : standard_lists())
    for (const FactInfo& row : standard_facts())
      CHECK_FALSE(row.path.starts_with(std::string(list.path) + "."));
}

// One word, one meaning and one name: a component is the same thing in a fault and in a repair.
TEST_CASE("rows that share members share all of them") {
  const FactInfo* component = find_standard_fact("fault.component");
  REQUIRE(component);
  for (const char* list : {"repairs", "exchanges"}) {
    const FactInfo* field = find_field(*find_standard_list(list), "component");
    REQUIRE(field);
    CHECK(field->open == component->open);
    REQUIRE(field->members.size() == component->members.size());
    for (std::size_t i = 0; i < field->members.size(); ++i)
      CHECK(field->members[i].id == component->members[i].id);
  }
}

TEST_CASE("remedies stand in the order in which decisions list them") {
  const char* ids[] = {"return",
                       "refund",
                       "compensation",
                       "exchange",
                       "repair",
                       "price_reduction",
                       "resend",
                       "part_exchange",
                       "paid_repair",
                       "spare_unit",
                       "transport_compensation"};
  REQUIRE(standard_remedies().size() == std::size(ids));
  for (std::size_t i = 0; i < std::size(ids); ++i) {
    const RemedyInfo& remedy = standard_remedies()[i];
    CHECK(remedy.id == ids[i]);
    CHECK(remedy.side == (i >= 8));
    CHECK(remedy.paid == (i == 8));
    CHECK(!remedy.name.zh.empty());
    CHECK(!remedy.name.en.empty());
  }
  const FactInfo* requests = find_standard_fact("claim.requests");
  REQUIRE(requests);
  REQUIRE(requests->members.size() == std::size(ids) + 1);
  for (std::size_t i = 0; i < std::size(ids); ++i)
    CHECK(requests->members[i].id == ids[i]);
  CHECK(requests->members.back().id == "any");
}

TEST_CASE("computed fields are marked") {
  CHECK(find_field(*find_standard_list("repairs"), "duration")->computed);
  CHECK(find_field(*find_standard_list("repairs"), "duration")->type == Type::days);
  CHECK(find_field(*find_standard_list("exchanges"), "whole_unit")->computed);
  CHECK(find_field(*find_standard_list("exchanges"), "whole_unit")->type == Type::boolean);
  CHECK_FALSE(find_field(*find_standard_list("repairs"), "waiting_days")->computed);
  CHECK(find_field(*find_standard_list("repairs"), "waiting_days")->type == Type::days);
}

TEST_CASE("money keys, outcomes and documents have names") {
  for (const char* key :
       {"refund", "compensation", "shipping", "depreciation", "use_fee", "approved", "denied",
        "needs_facts", "invoice", "guarantee_certificate"}) {
    INFO(key);
    CHECK(has_chinese(money_key_name(key).zh));
    CHECK(is_ascii(money_key_name(key).en));
    CHECK(!money_key_name(key).en.empty());
  }
  CHECK(money_key_name("no_such_key").zh.empty());
  CHECK(money_key_name("no_such_key").en.empty());
}

TEST_CASE("types have names in an author's words") {
  std::set<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(Type::list); ++i) {
    const std::string_view name = type_name(static_cast<Type>(i));
    CHECK(!name.empty());
    CHECK(names.insert(name).second);
  }
}

TEST_CASE("which word is meant by its name") {
  using sanbao::ir::member_meant;
  using sanbao::ir::standard_members;
  const auto kinds = standard_members("fault.kind");
  CHECK(member_meant(kinds, "性能故障") == "performance");
  CHECK(member_meant(kinds, "性能") == "performance");
  CHECK(member_meant(kinds, "Performance fault") == "performance");
  CHECK(member_meant(kinds, "故障").empty());  // of several
  CHECK(member_meant(kinds, "能").empty());
  CHECK(member_meant(kinds, "质量问题").empty());
  CHECK(member_meant(standard_members("repairs[0].replaced"), "总成") == "assembly");
  CHECK(member_meant(standard_members("purchase.documents[1]"), "发票") == "invoice");
  CHECK(standard_members("lcd.grade").empty());
}
