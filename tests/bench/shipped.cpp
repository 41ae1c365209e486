// SPDX-License-Identifier: Apache-2.0
//
// See shipped.hpp.
#include "shipped.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <stdexcept>
#include <vector>

#include "child.hpp"
#include "json.hpp"
#include "random.hpp"
#include "random_claim.hpp"
#include "sides.hpp"

namespace sanbao::bench {

namespace fs = std::filesystem;

namespace {

Rulebook load(const std::vector<std::string>& paths) {
  auto rules = load_rulebook_files(paths);
  if (!rules) throw std::runtime_error("the shipped rules have faults");
  return *rules;
}

/// The files of each policy, by its id; a policy may have several versions.
std::map<std::string, std::vector<std::string>> files_by_id(const fs::path& rules) {
  std::map<std::string, std::vector<std::string>> out;
  for (const auto& entry : fs::recursive_directory_iterator(rules)) {
    const std::string path = entry.path().string();
    if (!path.ends_with(".yaml") || path.ends_with(".test.yaml")) continue;
    const Rulebook one = load({path});
    out[std::string(one.policies().at(0).id)].push_back(path);
  }
  return out;
}

/// Claims about one policy, and that policy alone. `answered`: of all claims those for which its own answer is in the
/// decision under all policies.
struct Part {
  std::string id;
  Sanbao alone;
  Lines claims, answered;
};

/// What a claim must tell for it to be known which rules apply, where it does not tell it.
oracle::Json settled(std::string_view line) {
  static const std::map<std::string, std::string> told{{"channel", "\"store\""},
                                                       {"region", "\"CN-BJ\""},
                                                       {"promises", "[]"},
                                                       {"use", "\"household\""}};
  oracle::Json claim = oracle::read_json(line);
  for (auto& group : claim.members) {
    if (group.name != "purchase") continue;
    for (const auto& [name, value] : told)
      if (group.value.find(name) == nullptr)
        group.value.members.push_back({name, oracle::read_json(value)});
  }
  return claim;
}

void decide_all(Sanbao& sanbao, const Lines& claims) {
  for (const std::string_view line : claims.lines)
    if (!sanbao.decide(line, Detail::codes)) throw std::runtime_error("a claim is refused");
  sanbao.out.clear();
}

/// Milliseconds of CPU for the slowest.
double slowest_lacking(Sanbao& whole, const Lines& claims, std::size_t count) {
  oracle::Random random(1);
  std::uint64_t most = 0;
  for (std::size_t i = 0; i < count; ++i) {
    oracle::Json claim = oracle::read_json(random.of(claims.lines));
    oracle::thin(claim, random, 30 + static_cast<int>(random.below(70)));
    const std::string line = oracle::write_json(claim);
    const std::uint64_t begin = cpu_time();
    whole.decide(line, Detail::codes);
    most = std::max(most, cpu_time() - begin);
    whole.out.clear();
  }
  return static_cast<double>(most) / 1e6;
}

double peak_memory(const std::string& self, const std::string& program, const std::string& rules,
                   const Lines& claims) {
  const TemporaryFolder folder;
  const fs::path file = folder.path / "claims.jsonl";
  std::ofstream out(file, std::ios::binary);
  for (std::size_t i = 0; i < 2000; ++i)
    out << claims.lines[i % claims.lines.size()] << '\n';
  out.close();
  const Run run =
      run_for_memory(self, {program, "decide", "--threads", "2", "--rules", rules, file.string()});
  if (run.status != 0) throw std::runtime_error("`sanbao decide` failed");
  return static_cast<double>(run.peak_kib) / 1024;
}

Lines joined(const std::vector<Part>& parts) {
  Lines all;
  for (const Part& part : parts)
    for (const std::string_view line : part.claims.lines)
      all.bytes += std::string(line) + '\n';
  all.split();
  return all;
}

/// The same claims, settled; without those that leave anything to ask where `asks` is false.
void settle(Sanbao& whole, std::vector<Part>& parts, bool asks) {
  for (Part& part : parts) {
    std::string bytes;
    for (const std::string_view line : part.claims.lines) {
      const std::string text = oracle::write_json(settled(line));
      if (!whole.decide(text, Detail::codes)) throw std::runtime_error("a claim is refused");
      if (asks || whole.decision.ask().empty()) bytes += text + '\n';
    }
    whole.out.clear();
    part.claims = {};
    part.claims.bytes = std::move(bytes);
    part.claims.split();
  }
}

Compared under_all(std::size_t rounds, Sanbao& whole, std::vector<Part>& parts) {
  const Lines all = joined(parts);
  return compare(
      rounds, all.lines.size(), [&] { decide_all(whole, all); },
      [&] {
        for (Part& part : parts)
          decide_all(part.alone, part.claims);
      });
}

/// What the answers in a decision cost one by one: each policy that has one decides the claim alone, unless it does not
/// know what the claim speaks of.
Compared one_by_one(std::size_t rounds, Sanbao& whole, std::vector<Part>& parts) {
  const Lines all = joined(parts);
  for (const std::string_view line : all.lines) {
    if (!whole.decide(line, Detail::codes)) throw std::runtime_error("a claim is refused");
    for (const PolicyAnswer& answer : whole.decision.policies())
      for (Part& part : parts)
        if (part.id == answer.policy && part.alone.decide(line, Detail::codes))
          part.answered.bytes += std::string(line) + '\n';
  }
  whole.out.clear();
  for (Part& part : parts) {
    part.alone.out.clear();
    part.answered.split();
  }
  return compare(
      rounds, all.lines.size(), [&] { decide_all(whole, all); },
      [&] {
        for (Part& part : parts)
          decide_all(part.alone, part.answered);
      });
}

}  // namespace

void measure_shipped(const fs::path& source, std::size_t rounds, std::size_t lacking,
                     const std::string& self, const std::string& program, Report& report) {
  report.table("All shipped rules, on the example claims; against the policy that each is about");
  const std::string rules = (source / "rules").string();
  Sanbao whole(load({rules}));
  std::vector<Part> parts;
  for (const auto& [id, files] : files_by_id(rules)) {
    parts.push_back({id, Sanbao(load(files)), {}, {}});
    parts.back().claims.bytes = contents(source / "examples/claims" / id / "claims.jsonl");
    parts.back().claims.split();
  }
  const Lines as_they_are = joined(parts);
  const Compared open = under_all(std::min<std::size_t>(rounds, 3), whole, parts);
  const Compared open_each = one_by_one(std::min<std::size_t>(rounds, 3), whole, parts);
  settle(whole, parts, true);
  const Compared told = under_all(rounds, whole, parts);
  settle(whole, parts, false);
  const Compared decided = under_all(rounds, whole, parts);
  report.row("claims that leave nothing to ask: all / alone", decided.ratio, "", "2");
  report.row("microseconds of CPU for one of them, under all", decided.first, "", "");
  report.row("claims that tell which rules apply: all / alone", told.ratio, "", "");
  report.row("microseconds of CPU for one of them, under all", told.first, "", "");
  report.row("claims as they are: all / alone", open.ratio, "", "");
  report.row("microseconds of CPU for one of them, under all", open.first, "", "");
  report.row("claims as they are: all / each policy that answers, one by one", open_each.ratio, "",
             "");
  report.row("slowest of " + std::to_string(lacking) + " claims that lack most facts, CPU",
             slowest_lacking(whole, as_they_are, lacking), " ms", "300 ms");
  if (!program.empty()) {
    report.row("peak memory, --threads 2, 2000 claims as they are",
               peak_memory(self, program, rules, as_they_are), " MiB", "24 MB");
    report.row("peak memory, --threads 2, 2000 claims that leave nothing to ask",
               peak_memory(self, program, rules, joined(parts)), " MiB", "24 MB");
  }
}

}  // namespace sanbao::bench
