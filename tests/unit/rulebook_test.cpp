// SPDX-License-Identifier: Apache-2.0
//
// Rulebooks (sanbao/rulebook.hpp): from memory, from files and folders, with parameters set: which files are
// read, where calendars are found, and that one fault is enough for nothing to be loaded.
#include "sanbao/rulebook.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "base/limits.hpp"
#include "folder_fixture.hpp"
#include "ir/program.hpp"
#include "sanbao/evaluate.hpp"
#include "sanbao/records.hpp"

using namespace sanbao;
using folder_fixture::Folder;
namespace fs = std::filesystem;

namespace {

std::string policy(const std::string& id, const std::string& sections = {},
                   const std::string& roll = "none") {
  return "sanbao: 1\npolicy: " + id + "\nversion: \"1\"\ntitle: {zh: 示例, en: Example}\n" +
         "basis: vendor\nclock: {zone: Asia/Shanghai, count_from: next_day, month_end: last_day, "
         "roll: " +
         roll + "}\n" + sections +
         "periods: {trial: {from: purchase.sold_on, length: 7 days}}\nrules:\n"
         "  - {id: \"1\", title: {zh: 退, en: Return}, when: claim.filed_on in trial, grants: "
         "{return: {}}}\n";
}
const std::string by_shop = "next_working_day, calendar: shop";
const std::string shop_calendar = "# years: 2024-2024\ndate,kind,name\n2024-05-08,off,Inventory\n";

Result<Rulebook> load_files(std::vector<std::string> paths,
                            std::vector<ParameterSetting> set = {}) {
  return load_rulebook_files(paths, set);
}
std::vector<std::string> codes(const Result<Rulebook>& result) {
  std::vector<std::string> out;
  for (const auto& fault : result.diagnostics())
    if (fault.severity == Severity::error) out.push_back(fault.code);
  return out;
}
using List = std::vector<std::string>;

// The last day of the seven that begin on 1 May 2024, which tells by which calendar they are counted.
std::string last_day(const Rulebook& rules) {
  Claim claim(rules);
  ClaimReader reader(rules);
  REQUIRE(reader.read(R"({"claim":{"filed_on":"2024-05-06"},"purchase":{"sold_on":"2024-05-01"}})",
                      claim));
  const Decision decision = evaluate(rules, claim);
  const auto* answer = decision.remedy("return");
  return answer != nullptr && answer->until ? answer->until->to_string() : "none";
}

}  // namespace

TEST_CASE("policies from memory stand in the order of their ids") {
  const std::array sources{PolicySource{"b.yaml", policy("lamps")},
                           PolicySource{"a.yaml", policy("bikes")}};
  const auto rules = load_rulebook(sources);
  REQUIRE(rules);
  const auto list = rules->policies();
  REQUIRE(list.size() == 2);
  CHECK(list[0].id == "bikes");
  CHECK(list[1].id == "lamps");
  CHECK(list[0].version == "1");
  CHECK(list[0].basis == "vendor");
  CHECK(list[0].title_zh == "示例");
  CHECK(list[0].title_en == "Example");
  CHECK(list[0].rules == 1);
  CHECK(list[0].digest.starts_with("sha256:"));
  CHECK(list[0].digest != list[1].digest);
  CHECK(count(*rules).policies == 2);
  CHECK(count(*rules).rules == 2);
  CHECK(count(*rules).files == 2);
}

TEST_CASE("nothing to load is a fault") {
  CHECK(codes(load_rulebook({})) == List{"SB1092"});
  CHECK(codes(load_files({})) == List{"SB1092"});
  const Folder folder;
  CHECK(codes(load_files({folder.path()})) == List{"SB1092"});
}

TEST_CASE("the faults of all files are told, and nothing is loaded") {
  const std::array sources{PolicySource{"b.yaml", policy("lamps", "colour: red\n")},
                           PolicySource{"a.yaml", "sanbao: 1\npolicy: [\n"},
                           PolicySource{"c.yaml", policy("bikes")}};
  const auto rules = load_rulebook(sources);
  CHECK_FALSE(rules);
  std::vector<std::string> files;
  for (const auto& fault : rules.diagnostics())
    files.push_back(fault.file);
  CHECK(std::count(files.begin(), files.end(), "a.yaml") >= 1);
  CHECK(std::count(files.begin(), files.end(), "b.yaml") >= 1);
  // What is only doubtful in a sound file is told as well.
  CHECK(std::none_of(rules.diagnostics().begin(), rules.diagnostics().end(), [](const auto& fault) {
    return fault.file == "c.yaml" && fault.severity == sanbao::Severity::error;
  }));
  CHECK(std::is_sorted(files.begin(), files.end()));
}

TEST_CASE("two versions of one policy on the same day are a fault of the rulebook") {
  const std::array sources{PolicySource{"a.yaml", policy("lamps")},
                           PolicySource{"b.yaml", policy("lamps")}};
  CHECK_FALSE(load_rulebook(sources));
}

TEST_CASE("a calendar from memory goes before the shipped one; one that nobody has is a fault") {
  const CalendarSource shop{"shop", shop_calendar};
  const auto own = load_policy(policy("lamps", "", by_shop), "lamps.yaml", {&shop, 1});
  REQUIRE(own);
  CHECK(last_day(*own) == "2024-05-09");
  CHECK(count(*own).calendars == 1);

  CHECK_FALSE(load_policy(policy("lamps", "", by_shop), "lamps.yaml"));

  // cn lists 8 May 2024 as any Wednesday; a calendar of the caller's of that name says otherwise.
  const std::string by_cn = "next_working_day, calendar: cn";
  CHECK(last_day(*load_policy(policy("lamps", "", by_cn), "lamps.yaml")) == "2024-05-08");
  const CalendarSource cn{"cn", shop_calendar};
  CHECK(last_day(*load_policy(policy("lamps", "", by_cn), "lamps.yaml", {&cn, 1})) == "2024-05-09");
}

TEST_CASE("a calendar at fault is told at its line") {
  const CalendarSource shop{"shop", "# years: 2024-2024\ndate,kind,name\n2024-02-30,off,None\n"};
  const auto rules = load_policy(policy("lamps", "", by_shop), "lamps.yaml", {&shop, 1});
  CHECK_FALSE(rules);
  REQUIRE_FALSE(rules.diagnostics().empty());
  const auto& fault = rules.diagnostics().front();
  CHECK(fault.code == "SB1091");
  CHECK(fault.file == "calendars/shop.csv");
  CHECK(fault.span.line == 3);
  CHECK(fault.source_line == "2024-02-30,off,None");
}

TEST_CASE("a folder gives every policy below it but test files") {
  const Folder folder;
  folder.put("bikes.yaml", policy("bikes"));
  folder.put("deep/lamps.yaml", policy("lamps"));
  folder.put("bikes.test.yaml", "no policy at all");
  folder.put("notes.txt", "neither");
  const auto rules = load_files({folder.path()});
  REQUIRE(rules);
  CHECK(rules->policies().size() == 2);
  CHECK(count(*rules).files == 2);
}

TEST_CASE("a file named twice is read once") {
  const Folder folder;
  const std::string file = folder.put("bikes.yaml", policy("bikes"));
  CHECK(load_files({file, file}));
  CHECK(load_files({folder.path(), file,
                    folder / "."
                             "/bikes.yaml"}));
  fs::create_symlink(file, folder / "again.yaml");
  CHECK(load_files({folder.path()}));
}

TEST_CASE("a file that is not there, a folder in its place, and one too large") {
  const Folder folder;
  CHECK(codes(load_files({folder / "gone.yaml"})) == List{"SB1090"});
  fs::create_directories(folder / "empty");
  CHECK(codes(load_files({folder / "empty"})) == List{"SB1092"});
  const std::string large =
      folder.put("large.yaml", policy("bikes") + std::string(limits::max_policy_bytes, '#'));
  CHECK(codes(load_files({large})) == List{"SB1001"});
  // The others are still looked at, and still nothing is loaded.
  const std::string sound = folder.put("sound.yaml", policy("lamps"));
  CHECK(codes(load_files({sound, folder / "gone.yaml"})) == List{"SB1090"});
}

TEST_CASE("calendars are found in the rulebook's folder, then beside and above the policy") {
  const Folder folder;
  const std::string lamps = folder.put("vendors/lamps.yaml", policy("lamps", "", by_shop));
  CHECK_FALSE(load_files({lamps}));
  folder.put("calendars/shop.csv", shop_calendar);
  REQUIRE(load_files({lamps}));
  CHECK(last_day(*load_files({lamps})) == "2024-05-09");
  // Nearer the file goes before farther; the folder that was named goes before both.
  folder.put("vendors/calendars/shop.csv", "# years: 2024-2024\ndate,kind,name\n");
  CHECK(last_day(*load_files({lamps})) == "2024-05-08");
  CHECK(last_day(*load_files({folder.path()})) == "2024-05-09");
}

TEST_CASE("a calendar of a folder at fault is told although no policy names it") {
  const Folder folder;
  folder.put("bikes.yaml", policy("bikes"));
  folder.put("calendars/shop.csv", "date,kind,name\n");
  const auto rules = load_files({folder.path()});
  CHECK_FALSE(rules);
  CHECK(codes(rules) == List{"SB1091"});
}

TEST_CASE("parameters are set before a policy is compiled, and shown") {
  const std::string text =
      policy("bikes",
             "parameters:\n  strict: {value: false, contested: {zh: 从严, en: read strictly}}\n"
             "  reach: {value: 3}\n  wait: {value: 2 days}\n  share: {value: 0.5%}\n  from_day: "
             "{value: 2024-01-01}\n"
             "  grade: {value: '\"a\"'}\n  span: {value: 1 month}\n"
             "conditions:\n  used:\n    all: [strict, fault.confirmed]\n");
  const auto set = [&](const std::string& name, const std::string& value) {
    const ParameterSetting setting{"bikes", name, value};
    return load_policy(text, "bikes.yaml", {}, {&setting, 1});
  };
  for (const auto& setting :
       std::vector<std::pair<std::string, std::string>>{{"strict", "true"},
                                                        {"reach", "4"},
                                                        {"wait", "5 days"},
                                                        {"share", "0.7%"},
                                                        {"from_day", "2024-02-29"},
                                                        {"grade", "b"},
                                                        {"span", "18 months"}}) {
    const auto& name = setting.first;
    CAPTURE(name);
    const auto rules = set(name, setting.second);
    REQUIRE(rules);
    const auto& parameters = rules->ruleset().programs.at(0).source->parameters;
    const auto at = std::find_if(parameters.begin(), parameters.end(),
                                 [&](const auto& p) { return p.name == name; });
    REQUIRE(at != parameters.end());
    CHECK(at->set);
    CHECK(std::count_if(parameters.begin(), parameters.end(),
                        [](const auto& p) { return p.set; }) == 1);
  }
  for (const auto& setting :
       std::vector<std::pair<std::string, std::string>>{{"strict", "yes"},
                                                        {"strict", ""},
                                                        {"reach", "-1"},
                                                        {"reach", "4.5"},
                                                        {"wait", "5"},
                                                        {"wait", "1 month"},
                                                        {"share", "0.7"},
                                                        {"from_day", "2024-02-30"},
                                                        {"span", "soon"}}) {
    CAPTURE(setting.first);
    CAPTURE(setting.second);
    CHECK(codes(set(setting.first, setting.second)) == List{"SB1093"});
  }
  const auto misspelt = set("strikt", "true");
  CHECK(codes(misspelt) == List{"SB1093"});
  CHECK(misspelt.diagnostics()[0].help == "did you mean `strict`?");
  const ParameterSetting elsewhere{"bike", "strict", "true"};
  const auto unknown = load_policy(text, "bikes.yaml", {}, {&elsewhere, 1});
  CHECK(codes(unknown) == List{"SB1093"});
  CHECK(unknown.diagnostics()[0].help == "did you mean `bikes`?");
}

TEST_CASE("a parameter is set in every version of a policy that has it") {
  const auto version = [](const char* days, const std::string& parameters) {
    return policy("bikes", std::string("in_force: {") + days + ", by: purchase.sold_on}\n" +
                               "parameters: {" + parameters + "}\n");
  };
  std::string later = version("from: 2024-01-01", "strict: {value: false}, reach: {value: 3}");
  later.replace(later.find("\"1\""), 3, "\"2\"");
  const std::array sources{
      PolicySource{"a.yaml", version("until: 2023-12-31", "strict: {value: false}")},
      PolicySource{"b.yaml", later}};
  const auto versions_set = [&](const char* name, const char* value) {
    const ParameterSetting setting{"bikes", name, value};
    const auto rules = load_rulebook(sources, {}, {&setting, 1});
    std::size_t set = 0;
    for (std::size_t i = 0; rules && i < 2; ++i)
      for (const auto& parameter : rules->ruleset().programs.at(i).source->parameters)
        set += parameter.set ? 1 : 0;
    return std::pair(codes(rules), set);
  };
  CHECK(versions_set("strict", "true") == std::pair(List{}, std::size_t{2}));
  CHECK(versions_set("reach", "4") == std::pair(List{}, std::size_t{1}));
  CHECK(versions_set("reech", "4").first == List{"SB1093"});
  CHECK(versions_set("reach", "far").first == List{"SB1093"});
}

TEST_CASE("a copy of a rulebook outlives it") {
  auto rules = load_policy(policy("bikes"), "bikes.yaml");
  REQUIRE(rules);
  auto copy = std::make_unique<Rulebook>(*rules);
  Decision decision;
  {
    Claim claim(*copy);
    REQUIRE(evaluate(*copy, claim, {}, decision));
  }
  copy.reset();
  rules = Result<Policy>(*load_policy(policy("lamps"), "lamps.yaml"));
  // What the decision names still stands.
  CHECK(decision.policies()[0].policy == "bikes");
  CHECK(decision.policies()[0].title.zh == "示例");
}

TEST_CASE("a rulebook gives back the texts it was loaded from, and loads again from them") {
  const std::string text = policy("bikes");
  const std::string shelf = "# years: 2024-2024\ndate,kind,name\n2024-05-01,off,劳动节\n";
  const PolicySource source{"bikes.yaml", text, {{"cn", shelf}}};
  const auto rules = load_rulebook({&source, 1});
  REQUIRE(rules);
  const auto texts = rules->texts();
  REQUIRE(texts.size() == 1);
  CHECK(texts[0].id == "bikes");
  CHECK(texts[0].file == "bikes.yaml");
  CHECK(texts[0].text == text);
  CHECK(texts[0].digest == rules->policies()[0].digest);
  CHECK(rules->settings().empty());
}

TEST_CASE("a policy counts by the calendar of its own before one that all share") {
  const auto with_calendar = [](const std::string& id) {
    return policy(id, {}, "next_working_day, calendar: own");
  };
  const std::string shared = "# years: 2024-2024\ndate,kind,name\n";
  const std::string own = shared + "2024-05-01,off,劳动节\n";
  const std::vector<PolicySource> sources{{"a.yaml", with_calendar("a")},
                                          {"b.yaml", with_calendar("b"), {{"own", own}}}};
  const std::vector<CalendarSource> calendars{{"own", shared}};
  const auto rules = load_rulebook(sources, calendars);
  REQUIRE(rules);
  CHECK(rules->texts().at(0).calendar_text == shared);
  CHECK(rules->texts().at(1).calendar_text == own);
  CHECK(rules->texts().at(1).calendar == "own");
}

TEST_CASE("which paths of a record a rulebook reads") {
  const auto rules = load_policy(policy("bikes"), "bikes.yaml");
  REQUIRE(rules);
  CHECK(rules->use_of("claim.filed_on") == PathUse::read);
  CHECK(rules->use_of("claim.id") == PathUse::carried);
  CHECK(rules->use_of("product.serial") == PathUse::carried);
  CHECK(rules->use_of("purchase.registered_on") == PathUse::checked);
  CHECK(rules->use_of("purchase.channel") == PathUse::checked);
  CHECK(rules->use_of("repairs.component") == PathUse::read);
  CHECK(rules->use_of("repairs.fault_code") == PathUse::carried);
  CHECK(rules->use_of("context.customer.phone") == PathUse::carried);
  CHECK(rules->use_of("buyer.name") == PathUse::carried);
  for (const char* wrong :
       {"", "context", "context.", ".id", "claim.ids", "repairs.colour", "clam.id", "claims.id",
        "Claim.id", " claim.id", "repair.fault_code", "repairs[0].fault_code"})
    CHECK(rules->use_of(wrong) == PathUse::unknown);
}
