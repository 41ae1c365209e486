// SPDX-License-Identifier: Apache-2.0
//
// sanbao_columns: many claims as tables, held to `evaluate` row by row.
// In: how many claims under the Hyundai policy, how many random policies. Out: every difference in print; status
// 1 where there is one, or where fewer rows than expected were decided as columns.
// Tested by ctest `columns.*`.
#include <charconv>
#include <fstream>
#include <iterator>

#include "../bench/claims.hpp"
#include "../digest/claim_maker.hpp"
#include "../oracle/policy.hpp"
#include "../oracle/random_claim.hpp"
#include "../oracle/random_policy.hpp"
#include "../unit/columns_fixture.hpp"

namespace {

using namespace sanbao;
using columns_fixture::Compared;

constexpr std::size_t table_rows = 10'000;

bool ends_well(const char* what, const Compared& counts, std::size_t least_as_columns) {
  const std::size_t share =
      counts.rows == 0 ? 0 : 100 * (counts.rows - counts.by_row) / counts.rows;
  std::printf("%s: %zu rows, %zu %% of them as columns, %zu differences\n", what, counts.rows,
              share, counts.differences);
  return counts.rows > 0 && counts.differences == 0 && share >= least_as_columns;
}

void add(Compared& to, const Compared& more) {
  to.rows += more.rows;
  to.differences += more.differences;
  to.by_row += more.by_row;
}

/// Claims from lines, a table at a time.
template <typename Line>
Compared compare_lines(const Rulebook& rules, std::size_t count, const Line& line,
                       const ColumnOptions& options = {}) {
  Compared counts;
  std::vector<Claim> claims;
  ClaimReader reader(rules);
  Claim claim(rules);
  for (std::size_t i = 0; i < count; ++i) {
    if (reader.read(line(i), claim)) claims.push_back(claim);
    if (claims.size() < table_rows && i + 1 < count) continue;
    add(counts, columns_fixture::compare(rules, claims, options));
    claims.clear();
  }
  return counts;
}

bool hyundai(std::size_t count) {
  const auto rules =
      load_rulebook_files(std::vector<std::string>{"rules/vendors/hyundai-mp3.yaml"});
  if (!rules) return false;
  const auto digest = [](std::size_t i) { return digest::Maker(i + 1).line(); };
  bool well = ends_well("claims of the digest", compare_lines(*rules, count, digest), 40);
  const ColumnOptions later{CivilDate::parse("2024-03-09"), false};
  well = ends_well("the same, judged on one day", compare_lines(*rules, count / 4, digest, later),
                   20) &&
         well;
  bench::ClaimMaker maker(3);
  std::string text;
  const auto whole = [&](std::size_t) {
    text.clear();
    maker.append_whole(text);
    return std::string_view(text).substr(0, text.size() - 1);
  };
  well = ends_well("claims with all facts given", compare_lines(*rules, count, whole), 90) && well;
  const auto lacking = [&](std::size_t) {
    text.clear();
    maker.append_lacking(text);
    return std::string_view(text).substr(0, text.size() - 1);
  };
  return ends_well("claims that lack facts", compare_lines(*rules, count / 4, lacking), 5) && well;
}

bool random_policies(std::size_t count) {
  oracle::Random random(7);
  std::ifstream file("rules/calendars/cn.csv", std::ios::binary);
  const std::vector<CalendarSource> calendars{
      {"cn", {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()}}};
  Compared counts;
  for (std::size_t i = 0; i < count; ++i) {
    const std::vector<std::string> texts = oracle::random_policies(random);
    std::vector<PolicySource> sources;
    std::vector<std::shared_ptr<oracle::Policy>> policies;
    for (const std::string& text : texts)
      sources.push_back({"p" + std::to_string(sources.size()) + ".yaml", text});
    const auto rules = load_rulebook(sources, calendars);
    if (!rules) continue;
    for (const std::string& text : texts)
      policies.push_back(oracle::read_policy(text));
    const std::size_t before = counts.differences;
    add(counts, compare_lines(*rules, 60,
                              [&](std::size_t) { return oracle::random_claim(random, policies); }));
    if (counts.differences == before || before > 0) continue;
    for (const std::string& text : texts)
      std::printf("%s\n", text.c_str());
  }
  return ends_well("random policies", counts, 1);
}

std::size_t number(const char* text) {
  std::size_t value = 0;
  const std::string_view view(text);
  std::from_chars(view.data(), view.data() + view.size(), value);
  return value;
}

}  // namespace

int main(int count, char** words) {
  const std::string_view what = count == 3 ? words[1] : "";
  if (what == "hyundai") return hyundai(number(words[2])) ? 0 : 1;
  if (what == "random") return random_policies(number(words[2])) ? 0 : 1;
  std::fputs("usage: sanbao_columns hyundai CLAIMS | random POLICIES\n", stderr);
  return 2;
}
