// SPDX-License-Identifier: Apache-2.0
//
// Folders of rules whose files lie behind links or under other names: nothing that may be a policy or its calendar
// is passed by without a word. What cannot be opened is in tests/cli/unreadable_test.py.
#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "folder_fixture.hpp"
#include "sanbao/audit/log.hpp"
#include "sanbao/rulebook.hpp"
#include "sanbao/testing.hpp"

using namespace sanbao;
using folder_fixture::Folder;
namespace fs = std::filesystem;

namespace {

std::string policy(const std::string& id, const std::string& roll = "none") {
  return "sanbao: 1\npolicy: " + id + "\nversion: \"1\"\ntitle: {zh: 示例, en: Example}\n" +
         "clock: {zone: Asia/Shanghai, count_from: next_day, month_end: last_day, roll: " + roll +
         "}\nperiods: {trial: {from: purchase.sold_on, length: 7 days}}\n"
         "names: {trial: {zh: 试用期, en: trial}}\nrules:\n"
         "  - {id: \"1\", title: {zh: 退, en: Return}, when: claim.filed_on in trial, grants: "
         "{return: {}}}\n";
}
const std::string by_cn = "next_working_day, calendar: cn";

/// "SB1090 x.yaml: …", the files as seen from the folder.
std::vector<std::string> told(const Folder& folder, const std::vector<Diagnostic>& diagnostics) {
  std::vector<std::string> lines;
  for (const auto& fault : diagnostics)
    lines.push_back(fault.code + " " +
                    fs::path(fault.file).lexically_relative(folder.path()).string() + ": " +
                    fault.message);
  return lines;
}
std::vector<std::string> told(const Folder& folder) {
  return told(folder, load_rulebook_files(std::vector{folder.path()}).diagnostics());
}
using List = std::vector<std::string>;
const std::string leads_nowhere = ": this file cannot be read: it is a link that leads nowhere";

}  // namespace

TEST_CASE("a link to a folder is followed, each folder once") {
  const Folder folder;
  const Folder elsewhere;
  folder.put("bikes.yaml", policy("bikes"));
  elsewhere.put("deep/lamps.yaml", policy("lamps"));
  fs::create_directory_symlink(elsewhere.path(), folder / "a");
  fs::create_directory_symlink(elsewhere.path(), folder / "b");
  fs::create_directory_symlink(elsewhere / "deep", folder / "c");
  fs::create_directory_symlink(folder.path(), folder / "loop");
  fs::create_directory_symlink(folder.path(), elsewhere / "back");
  const auto rules = load_rulebook_files(std::vector{folder.path()});
  REQUIRE(rules);
  CHECK(rules->policies().size() == 2);
  CHECK(count(*rules).files == 2);
  CHECK(rules.diagnostics().empty());
}

TEST_CASE("a folder that stands there is named as it stands, whatever links to it") {
  const Folder folder;
  folder.put("real/calendars/own.csv", "# years: 2024-2024\ndate,kind,name\n");
  folder.put("real/lamps.yaml", policy("lamps", "next_working_day, calendar: own"));
  fs::create_directory_symlink(folder / "real", folder / "a");
  const auto rules = load_rulebook_files(std::vector{folder.path()});
  REQUIRE(rules);
  CHECK(rules->texts().at(0).file == folder / "real/lamps.yaml");
}

TEST_CASE("a link that leads nowhere is a fault where it may have been a policy or a folder") {
  const Folder folder;
  folder.put("bikes.yaml", policy("bikes"));
  fs::create_symlink("gone", folder / "notes.txt");
  fs::create_symlink("someone@desk.17", folder / ".#bikes.yaml");  // the lock of an editor
  CHECK(told(folder).empty());
  fs::create_symlink("gone.yaml", folder / "x.yaml");
  fs::create_symlink("gone", folder / "vendors");
  CHECK(told(folder) == List{"SB1090 vendors" + leads_nowhere, "SB1090 x.yaml" + leads_nowhere});
}

TEST_CASE("a calendar whose link leads nowhere is not made good by the library's own") {
  const Folder folder;
  const std::string bikes = folder.put("rules/bikes.yaml", policy("bikes", by_cn));
  const auto of_file = [&] {
    return told(folder, load_rulebook_files(std::vector{bikes}).diagnostics());
  };
  CHECK(of_file().empty());
  fs::create_directories(folder / "rules/calendars");
  fs::create_symlink("gone.csv", folder / "rules/calendars/cn.csv");
  const List fault{"SB1090 rules/calendars/cn.csv" + leads_nowhere};
  CHECK(of_file() == fault);
  CHECK(told(folder) == fault);
  fs::remove_all(folder / "rules/calendars");
  fs::create_symlink("gone", folder / "rules/calendars");
  CHECK(of_file() == fault);
}

TEST_CASE("a policy that is left out by its name is told of") {
  const Folder folder;
  folder.put("bikes.yaml", policy("bikes"));
  folder.put("notes.txt", "neither");
  folder.put("bikes.test.yml", "no policy at all");
  const std::string odd = folder.put("z.yml", policy("lamps"));
  folder.put("y.YAML", policy("pens"));
  const auto rules = load_rulebook_files(std::vector{folder.path()});
  REQUIRE(rules);
  CHECK(rules->policies().size() == 1);
  const List warnings{"SB1095 y.YAML: this file is left out",
                      "SB1095 z.yml: this file is left out"};
  CHECK(told(folder, rules.diagnostics()) == warnings);
  CHECK(rules.diagnostics()[0].help == "the name of a policy has to end in `.yaml`");
  // By its own name any file is taken.
  CHECK(load_rulebook_files(std::vector{odd}).diagnostics().empty());
}

TEST_CASE("test files behind links") {
  const Folder folder;
  const Folder elsewhere;
  elsewhere.put("bikes.yaml", policy("bikes"));
  elsewhere.put(
      "bikes.test.yaml",
      "sanbao_tests: 1\ncases:\n  - {name: 1/late, claim: {claim: {filed_on: 2024-05-20}, "
      "purchase: {sold_on: 2024-05-01}}, expect: {outcome: denied}}\n");
  fs::create_directory_symlink(elsewhere.path(), folder / "vendors");
  CHECK(run_tests(std::vector{folder.path()}, {}).held == 1);
  fs::create_symlink("gone", folder / "x.test.yaml");
  CHECK(told(folder, run_tests(std::vector{folder.path()}, {}).diagnostics) ==
        List{"SB1090 x.test.yaml" + leads_nowhere});
}

TEST_CASE("a log below a folder of rules is passed by: what it keeps may be withdrawn") {
  const Folder folder;
  folder.put("bikes.yaml", policy("bikes"));
  {
    const auto rules = load_rulebook_files(std::vector{folder.path()});
    REQUIRE(rules);
    auto log = audit::Log::open(folder / "decisions", {});
    log.use(*rules, {});
  }
  CHECK(told(folder).empty());
  folder.put("bikes.yaml", policy("bikes") + "# changed\n");
  const auto changed = load_rulebook_files(std::vector{folder.path()});
  REQUIRE(changed);
  CHECK(count(*changed).files == 1);
  fs::remove(folder / "bikes.yaml");
  CHECK(told(folder) == List{"SB1092 .: there is no policy in this folder"});
  // Without the lock, which a copy may lack, and without segments, which may lie elsewhere.
  fs::remove(folder / "decisions/lock");
  CHECK(told(folder).size() == 1);
  fs::remove(folder / "decisions/000000000001.jsonl");
  folder.put("decisions/lock", "");
  CHECK(told(folder).size() == 1);
  const auto named = load_rulebook_files(std::vector{folder / "decisions"});
  REQUIRE_FALSE(named);
  CHECK(named.diagnostics().at(0).help.starts_with("it is a log of decisions"));
  // Whoever names the texts themselves means them.
  CHECK(load_rulebook_files(std::vector{folder / "decisions/texts"}));
}

TEST_CASE("a folder that looks a little like a log is none") {
  const Folder folder;
  folder.put("shop/texts/bikes.yaml", policy("bikes"));
  folder.put("shop/claims.jsonl", "");
  folder.put("lock", "");
  const auto rules = load_rulebook_files(std::vector{folder.path()});
  REQUIRE(rules);
  CHECK(count(*rules).files == 1);
}
