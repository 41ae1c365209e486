// SPDX-License-Identifier: Apache-2.0
#include "audit/masks.hpp"

#include <doctest/doctest.h>

#include <filesystem>

#include "audit/keys.hpp"
#include "audit_fixture.hpp"
#include "sanbao/audit/replay.hpp"
#include "sanbao/audit/verify.hpp"

using namespace sanbao;
using audit::Masks;

namespace {

const audit::Salt salt{1, 2, 3};

std::string applied(const std::vector<std::string>& paths, std::string_view claim,
                    std::string* id = nullptr) {
  std::string out;
  std::string masked_id;
  Masks(paths, salt).apply(claim, out, id == nullptr ? masked_id : *id);
  return out;
}

std::string word(const std::string& path, const std::string& value) {
  return "\"" + Masks({}, salt).masked(path, value) + "\"";
}

}  // namespace

TEST_CASE("values are masked where they stand, and nothing else is touched") {
  CHECK(applied({"product.serial"},
                R"( { "product" : {"serial":"SN 1" , "brand":"a"} ,"x":[1, 2]} )") ==
        R"( { "product" : {"serial":)" + word("product.serial", "\"SN 1\"") +
            R"( , "brand":"a"} ,"x":[1, 2]} )");
  CHECK(applied({"repairs.fault_code"},
                R"({"repairs":[{"fault_code":"a"},{"fault_code":null},{"fixed":true}]})") ==
        R"({"repairs":[{"fault_code":)" + word("repairs.fault_code", "\"a\"") +
            R"(},{"fault_code":null},{"fixed":true}]})");
  CHECK(applied({"context.buyer", "context.n"},
                R"({"context":{"n":12 ,"buyer":{"p":["1"]},"o":1}})") ==
        R"({"context":{"n":)" + word("context.n", "12") + R"(,"buyer":)" +
            word("context.buyer", R"({"p":["1"]})") + R"(,"o":1}})");
}

TEST_CASE("what was in no claim is told, but not what was masked with what it lies in") {
  const Masks masks(
      {"context.buyer.phone", "context.buyer", "context.buyers", "claim.id", "claim.id"}, salt);
  CHECK(masks.never_met().size() == 5);
  std::string out;
  std::string id;
  masks.apply(R"({"claim":{"id":"C"},"context":{"buyer":{"phone":"130"}}})", out, id);
  CHECK(masks.never_met() == std::vector<std::string>{"context.buyers"});
}

TEST_CASE("a key written with escapes is the same key") {
  CHECK(applied({"product.serial"}, R"({"pr\u006fduct":{"s\u0065rial":"x"}})") ==
        R"({"pr\u006fduct":{"s\u0065rial":)" + word("product.serial", "\"x\"") + "}}");
}

TEST_CASE("a digest depends on salt, path and value") {
  const Masks masks({}, salt);
  CHECK(masks.masked("a.b", "\"1\"") == masks.masked("a.b", "\"1\""));
  CHECK(masks.masked("a.b", "\"1\"") != masks.masked("a.c", "\"1\""));
  CHECK(masks.masked("a.b", "\"1\"") != masks.masked("a.b", "\"2\""));
  CHECK(masks.masked("a.b", "\"1\"") != Masks({}, audit::Salt{9}).masked("a.b", "\"1\""));
}

TEST_CASE("what decides, and what takes no text, is not masked") {
  const auto rules = audit_fixture::rulebook();
  for (const char* path :
       {"purchase.price", "claim.filed_on", "purchase.registered_on", "claim.ids", "claim"})
    CHECK_THROWS_AS(audit::check_masks({path}, rules), audit::LogError);
  CHECK_NOTHROW(audit::check_masks({"claim.id", "context.buyer.phone", "product.serial"}, rules));
}

TEST_CASE("a batch of before the last use is refused: it may be masked otherwise") {
  const folder_fixture::Folder scratch;
  const std::string folder = scratch.path() + "/log";
  const auto rules = audit_fixture::rulebook();
  audit_fixture::Desk desk(rules);
  {
    auto log = audit::Log::open(folder, {.mask = {"claim.id"}});
    auto early = log.batch();
    desk.decide(audit_fixture::claim(1), 1, early);
    CHECK_THROWS_AS(log.append(early), audit::LogError);
    log.use(rules, audit_fixture::codes);
    CHECK_THROWS_AS(log.append(early), audit::LogError);
    auto batch = log.batch();
    desk.decide(audit_fixture::claim(2), 2, batch);
    log.append(batch);
    desk.decide(audit_fixture::claim(3), 3, batch);
    log.use(rules, audit_fixture::codes);
    CHECK_THROWS_AS(log.append(batch), audit::LogError);
    auto later = log.batch();
    desk.decide(audit_fixture::claim(4), 4, later);
    log.append(later);
    log.commit();
  }
  CHECK(audit_fixture::text_of(folder + audit_fixture::first_segment).find("C-1") ==
        std::string::npos);
  const auto found = audit::verify(folder, {});
  CHECK(found.sound());
  CHECK(found.decided == 2);
  CHECK_THROWS_AS(static_cast<void>(audit::Log::open(folder, {.segment_size = 0})),
                  audit::LogError);
}

TEST_CASE("a claim that masking makes too long to be read again is refused, and nothing is added") {
  const folder_fixture::Folder scratch;
  const auto rules = audit_fixture::rulebook();
  const auto wide = [](std::size_t entries) {
    std::string claim = R"({"claim":{"id":"C-1"},"context":{"n":[{"p":1})";
    for (std::size_t i = 1; i < entries; ++i)
      claim += R"(,{"p":1})";
    return claim + "]}}";
  };
  const auto size_masked = [&](std::size_t entries) {
    return applied({"context.n.p"}, wide(entries)).size();
  };
  const std::size_t most =
      (max_record_bytes - size_masked(1)) / (size_masked(2) - size_masked(1)) + 1;
  auto log = audit::Log::open(scratch.path() + "/log", {.mask = {"context.n.p"}});
  log.use(rules, audit_fixture::codes);
  auto batch = log.batch();
  audit_fixture::Desk desk(rules);
  CHECK_THROWS_AS(desk.decide(wide(most + 1), 1, batch), audit::LogError);
  CHECK(batch.empty());
  desk.decide(wide(most), 1, batch);
  log.append(batch);
  log.commit();
  CHECK(audit::replay(scratch.path() + "/log", {}).equal == 1);
}

TEST_CASE("a batch of another log is refused: it may be masked otherwise") {
  const folder_fixture::Folder scratch;
  const auto rules = audit_fixture::rulebook();
  audit_fixture::Desk desk(rules);
  auto clear = audit::Log::open(scratch.path() + "/clear", {});
  auto masked = audit::Log::open(scratch.path() + "/masked", {.mask = {"claim.id"}});
  clear.use(rules, audit_fixture::codes);
  masked.use(rules, audit_fixture::codes);
  auto batch = clear.batch();
  desk.decide(audit_fixture::claim(1), 1, batch);
  CHECK_THROWS_AS(masked.append(batch), audit::LogError);
  masked.commit();
  CHECK(audit::verify(scratch.path() + "/masked", {}).decided == 0);
  // Nothing of it is lost: it goes to its own.
  clear.append(batch);
  clear.commit();
  CHECK(audit::verify(scratch.path() + "/clear", {}).decided == 1);
}

TEST_CASE("nothing that is masked is kept, neither in claims nor in decisions nor in errors") {
  const folder_fixture::Folder scratch;
  const std::string folder = scratch.path() + "/log";
  const auto rules = audit_fixture::rulebook();
  {
    auto log = audit::Log::open(folder, {.mask = {"claim.id", "context.buyer.phone"}});
    log.use(rules, audit_fixture::codes);
    auto batch = log.batch();
    audit_fixture::Desk desk(rules);
    desk.decide(audit_fixture::claim(1), 1, batch);
    desk.decide(R"({"claim":{"id":"C-2","filed_on":"130"},"context":{"buyer":{"phone":"130"}}})", 2,
                batch);
    log.append(batch);
    log.commit();
  }
  const std::string text = audit_fixture::text_of(folder + audit_fixture::first_segment);
  CHECK(text.find("C-1") == std::string::npos);
  CHECK(text.find("C-2") == std::string::npos);
  CHECK(text.find("\"130\"") == std::string::npos);
  CHECK(text.find("SB3") != std::string::npos);
  const auto own = audit::salt_of(folder, false);
  const std::string id = Masks({}, own).masked("claim.id", "\"C-1\"");
  CHECK(text.find("{\"claim\":{\"id\":\"" + id) != std::string::npos);
  CHECK(text.find("\"decision\":{\"claim\":\"" + id) != std::string::npos);
  CHECK(audit::verify(folder, {}).sound());
  // Who may not read the log's owner's files does not read the salt either.
  const auto modes = std::filesystem::status(folder + "/salt").permissions();
  CHECK((modes & (std::filesystem::perms::group_all | std::filesystem::perms::others_all)) ==
        std::filesystem::perms::none);
}
