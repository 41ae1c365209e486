// SPDX-License-Identifier: Apache-2.0
//
// break_policies.cpp: whole policies broken at every place, through
// load_policy. In: policy files, --cut N and --lines N (every Nth byte, every
// Nth line), --flips N, --unbounded (no bound of time and memory), --shared
// (clauses are carried by several rules each: where a file is cut behind one of
// them, nothing tells that the others are gone). Out: the first inputs that
// break a promise, and exit status 1. Promises: what is broken in a way that
// leaves no policy is refused, with the code for it, on the line where it
// stands; a policy cut short is refused or has every clause and rule; a fault
// lies inside the file; where a byte is flipped it does not lie before that
// line, but for the codes of `is_told_elsewhere`, and a file that is accepted
// is read otherwise on that line alone; each takes at most a second, all of
// them 128 MB. The same seed gives the same inputs on every machine.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "arguments.hpp"
#include "parse/parse.hpp"
#include "policy_trial.hpp"

namespace {

using bad::Trial;
using sanbao::Diagnostic;

std::uint64_t next(std::uint64_t& state) {
  std::uint64_t z = state += 0x9E3779B97F4A7C15U;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31);
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1);
    out.emplace_back(text.substr(0, end + 1));
    text.remove_prefix(end + 1);
  }
  return out;
}

std::string with_line(const std::vector<std::string>& lines, std::size_t at,
                      const std::string& instead) {
  std::string out;
  for (std::size_t i = 0; i < lines.size(); ++i)
    out += i == at ? instead : lines[i];
  return out;
}

// Cut anywhere: refused, or nothing that decides is gone.
void cut(Trial& trial, const std::string& name, const std::string& whole, std::size_t step) {
  const auto all = trial.load(whole, name);
  if (!all.has_value()) return trial.fail(name, "is not sound");
  const std::size_t rules = all->policies()[0].rules, clauses = all->policies()[0].clauses.size();
  for (std::size_t end = 0; end < whole.size(); end += step) {
    const std::string what = name + " cut at " + std::to_string(end);
    const auto part = trial.load(whole.substr(0, end), what);
    if (!part.has_value()) continue;
    const sanbao::PolicyInfo left = part->policies()[0];
    if ((left.rules != rules && !trial.shared) || left.clauses.size() != clauses)
      trial.fail(what, "accepted with fewer clauses");
  }
}

// The keys and scalars of a policy in the order of the file.
struct Word {
  std::string text;
  std::size_t line;
};
void read_words(const sanbao::ir::YamlNode& node, std::vector<Word>& out) {
  if (node.items.empty() && node.entries.empty()) out.push_back({node.text, node.span.line});
  for (const auto& entry : node.entries) {
    out.push_back({entry.key, entry.key_span.line});
    read_words(entry.value, out);
  }
  for (const auto& item : node.items)
    read_words(item, out);
}

std::vector<Word> words_of(const std::string& text) {
  std::vector<Word> out;
  const auto tree = sanbao::parse::read_yaml(text, "f.yaml");
  if (tree.has_value()) read_words(tree->root, out);
  return out;
}

// Where a file that was flipped is read, nothing but the words on the line of
// the flip is read otherwise. A word of several lines stands where it begins;
// what was the end of a line may join the next one to it.
void hold_words(Trial& trial, const std::string& what, const std::vector<Word>& all,
                const std::vector<Word>& left, std::size_t line, bool line_end) {
  const auto same = [](const Word& a, const Word& b) { return a.text == b.text; };
  std::size_t begin = 0, end = 0;
  while (begin < std::min(all.size(), left.size()) && same(all[begin], left[begin]))
    ++begin;
  while (end < std::min(all.size(), left.size()) - begin &&
         same(all[all.size() - 1 - end], left[left.size() - 1 - end]))
    ++end;
  for (std::size_t i = begin; i + end < all.size(); ++i) {
    const bool several = all[i].line < line && (i + 1 == all.size() || all[i + 1].line > line);
    if (all[i].line != line && !several && !(line_end && all[i].line == line + 1))
      return trial.fail(what, "`" + all[i].text + "` on line " + std::to_string(all[i].line) +
                                  " is read otherwise");
  }
}

// Faults that may lie before what was broken, for they are told where something
// begins that lacks what is broken, or where a name is spoken of that is gone.
bool is_told_elsewhere(std::string_view code) {
  static constexpr std::string_view codes[] = {
      "SB1007",                                // a key without a value
      "SB1014",                                // brackets that stay open
      "SB1021",                                // a list that is empty
      "SB1022",                                // a key that is not there, of a table or a notice
      "SB2003",                                // a name that is gone: a condition or value,
      "SB2004",                                // a fact,
      "SB2005",                                // a word of a fact,
      "SB2006",                                // a period,
      "SB2012",                                // a table, which is then read as a period,
      "SB2032", "SB2033",                      // a fact or a list without its type,
      "SB2035",                                // a list that was one of events,
      "SB2046",                                // a parameter,
      "SB2055",                                // a column,
      "SB2085",                                // a rule,
      "SB2091", "SB2092",                      // a clause
      "SB2020",                                // an event test without a key
      "SB2050", "SB2056",                      // a table without rows, a column without values
      "SB2070",                                // a policy without an id
      "SB2081", "SB2082", "SB2086", "SB2090",  // a rule without a title, an effect, a remedy
  };
  return std::find(std::begin(codes), std::end(codes), code) != std::end(codes);
}

void flip(Trial& trial, const std::string& name, const std::string& whole, std::uint64_t count) {
  const std::vector<Word> all = words_of(whole);
  std::uint64_t state = 7;
  for (std::uint64_t i = 0; i < count; ++i) {
    std::string text = whole;
    const std::size_t at = next(state) % text.size();
    text[at] = static_cast<char>(static_cast<unsigned char>(text[at]) ^ (1U + next(state) % 255U));
    const std::string what = name + " flipped at " + std::to_string(at);
    const auto line =
        1 + static_cast<std::size_t>(
                std::count(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    const auto policy = trial.load(text, what);
    for (const Diagnostic& fault : policy.diagnostics()) {
      if (fault.severity == sanbao::Severity::error && fault.span.line < line &&
          !is_told_elsewhere(fault.code))
        trial.fail(what, "told before line " + std::to_string(line) + ": " + sanbao::render(fault));
    }
    if (policy.has_value()) hold_words(trial, what, all, words_of(text), line, whole[at] == '\n');
  }
}

// `  key: value`, both on the line and the line whole: the places where a line
// can be said twice.
bool is_entry(const std::string& line) {
  std::size_t at = line.find_first_not_of(' ');
  if (at == std::string::npos || line[at] < 'a' || line[at] > 'z') return false;
  at = line.find_first_not_of("abcdefghijklmnopqrstuvwxyz_.", at);
  if (at == std::string::npos || line.compare(at, 2, ": ") != 0) return false;
  const std::string_view value = std::string_view(line).substr(at + 2);
  std::size_t open = 0, close = 0;
  for (const char c : value) {
    open += c == '[' || c == '{';
    close += c == ']' || c == '}';
  }
  const std::size_t first = value.find_first_not_of(" \n");
  return open == close && first != value.npos &&
         std::string_view("#>|").find(value[first]) == value.npos;
}

// Whether a character of a line stands in a comment.
bool in_comment(const std::string& line, std::size_t at) {
  const std::size_t first = line.find_first_not_of(' ');
  if (first != std::string::npos && line[first] == '#') return true;
  const std::size_t sign = line.find(" #");
  return sign != std::string::npos && sign < at;
}

void break_lines(Trial& trial, const std::string& name, const std::string& whole,
                 std::size_t step) {
  const std::vector<std::string> lines = lines_of(whole);
  std::ptrdiff_t open = 0, was_open = 0;
  bool begun = false;  // behind the comments at the top
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string& line = lines[i];
    const std::size_t number = i + 1, blanks = line.find_first_not_of(" \n");
    const std::string what = name + ":" + std::to_string(number) + ": ";
    const auto refused = [&](const std::string& how, const std::string& instead, std::size_t at,
                             std::initializer_list<std::string_view> codes) {
      trial.refused(with_line(lines, i, instead), what + how, at, codes);
    };
    // Inside brackets that began on another line a tab is a blank like any
    // other.
    open += std::count(line.begin(), line.end(), '[') + std::count(line.begin(), line.end(), '{');
    open -= std::count(line.begin(), line.end(), ']') + std::count(line.begin(), line.end(), '}');
    const bool inside = std::exchange(was_open, open) > 0;
    if (i % step != 0) continue;
    const std::string body = line.substr(0, line.size() - 1);
    refused("NUL", body + std::string(1, '\0') + "\n", number, {"SB1003"});
    refused("half a character", body + "\xE7\x8E\n", number, {"SB1002"});
    refused("Latin-1", "\xFC" + line, number, {"SB1002"});
    refused("a control character", body + "\x01\n", number, {"SB1003"});
    if (i > 0) refused("a byte order mark", "\xEF\xBB\xBF" + line, number, {});
    if (blanks == std::string::npos || line[blanks] == '#') continue;
    if (begun) refused("a second document", "---\n" + line, number, {"SB1011"});
    begun = true;
    if (is_entry(line)) {
      refused("a key twice", line + line, number + 1, {"SB1008"});
      const std::size_t value = line.find(": ") + 2;
      const std::string key = line.substr(0, value), rest = line.substr(value);
      refused("an anchor", key + "&a " + rest, number, {"SB1009"});
      refused("an alias", key + "*a\n", number, {"SB1009"});
      refused("a tag", key + "!!str " + rest, number, {"SB1010"});
      refused("a quote to the end", key + "\"" + line.substr(blanks, 3) + "\n", number, {});
      refused("brackets", key + std::string(200, '[') + "\n", number, {"SB1004", "SB1014"});
      // A row of a table is a list, and may hold one.
      refused("a list in a list in a list", key + "[[[zz]]]\n", number, {});
      refused("a mapping in a mapping", key + "{zz: {zz: zz}}\n", number, {});
      refused("no value", key + "~\n", number, {});
      refused("a bracket closed otherwise", key + "[a}\n", number, {"SB1014"});
    }
    if (line[0] == ' ' && !inside) refused("a tab", "\t" + line.substr(blanks), number, {"SB1015"});
    for (std::size_t at = line.find('"'); at != std::string::npos; at = line.find('"', at + 1)) {
      if (in_comment(line, at)) continue;
      const std::string half = line.substr(0, at) + line.substr(at + 1);
      const std::string how = what + "a quote lost at " + std::to_string(at + 1);
      const auto policy = trial.load(with_line(lines, i, half), how);
      if (!policy.has_value()) continue;
      // Words without their first quote are words that end with one, and are
      // shown so.
      const std::string_view before = std::string_view(line).substr(0, at);
      static constexpr std::string_view keys[] = {"version: ", "url: ", "id: ", "en: ", "zh: "};
      if (std::none_of(std::begin(keys), std::end(keys),
                       [&](std::string_view key) { return before.ends_with(key); }))
        trial.fail(how, "accepted");
    }
  }
}

// Literals of every wrong form, each on the last line but one of a small
// policy.
void wrong_literals(Trial& trial) {
  const std::string head =
      "sanbao: 1\npolicy: p\nversion: \"1\"\ntitle: {zh: "
      "零, en: p}\nbasis: vendor\ncurrency: CNY\n"
      "round: {to: 0.01, mode: half_up}\n"
      "clock: {zone: UTC, count_from: next_day, "
      "month_end: last_day, roll: none}\n";
  const std::string rule =
      "rules:\n  - id: \"1\"\n    title: {zh: 零, en: "
      "p}\n    grants: {return: {}}\n";
  const std::vector<std::string> numbers{"1e3",
                                         "1E3",
                                         "01",
                                         "00.1",
                                         "1.",
                                         ".5",
                                         "+1",
                                         "1_000",
                                         "0x10",
                                         "1.2.3",
                                         "１２",
                                         "٣",
                                         "Infinity",
                                         "NaN",
                                         "1 000",
                                         "1.0000001",
                                         "1000000000000000000000",
                                         "1,5",
                                         "--1"};
  const std::vector<std::string> dates{
      "2024-5-1",   "2024-05-1",  "24-05-01",       "2024/05/01", "2024.05.01",
      "20240501",   "2024-02-30", "2023-02-29",     "2024-13-01", "2024-00-10",
      "2024-04-31", "2024-05-00", "1969-12-31",     "2200-01-01", "2024-05-01T10:00:00Z",
      "2024-W18-3", "2024-129",   "２０２４-05-01", "2024−05−01", "+2024-05-01",
      "tomorrow"};
  const std::vector<std::string> lengths{
      "7",        "7days",   "-7 days",  "7.5 days",           "7 day s", "7 weeks",
      "one year", "07 days", "1e1 days", "1000000000000 days", "７ days"};
  const std::vector<std::string> rates{"0.5 %", "%",   "1e1%",  "0.5%%", "0.1234567%",
                                       ".5%",   "5‰%", "０.5%", "1.%",   "05%"};
  const auto at = [&](const std::string& before, const std::string& value,
                      const std::string& after) {
    const std::string text = head + before + "\"" + value + "\"" + after + "\n" + rule;
    const std::size_t line = 8 + lines_of(before + value + after).size();
    trial.refused(text, before + value + after, line, {});
  };
  for (const std::string& number : numbers) {
    at("values:\n  v: ", number + " CNY", "");
    at("values:\n  v: ", "purchase.price * " + number, "");
    at("conditions:\n  c: ", "purchase.price > " + number + " CNY", "");
    at("facts:\n  lcd.size: {type: number, assume: ", number, "}");
    at("periods:\n  p: {from: purchase.sold_on, length: 3 years, or_usage: "
       "{usage.odometer_km: ",
       number, "}}");
  }
  for (const std::string& date : dates) {
    at("in_force: {from: ", date, ", by: purchase.sold_on}");
    at("periods:\n  p: {from: purchase.sold_on, until: ", date, "}");
    at("conditions:\n  c: ", "claim.filed_on > " + date, "");
    at("facts:\n  lcd.on: {type: date, assume: ", date, "}");
  }
  for (const std::string& length : lengths) {
    at("periods:\n  p: {from: purchase.sold_on, length: ", length, "}");
    at("conditions:\n  c: ", "claim.filed_on > purchase.sold_on + " + length, "");
  }
  for (const std::string& rate : rates) {
    at("values:\n  v: ", "purchase.price * " + rate, "");
    at("facts:\n  lcd.share: {type: rate, assume: ", rate, "}");
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> words(argv + 1, argv + argc);
  Trial trial;
  std::size_t files = 0;
  for (const std::string_view word : words) {
    trial.bounded = trial.bounded && word != "--unbounded";
    trial.shared = trial.shared || word == "--shared";
  }
  const auto timed = [&](const char* what, const std::function<void()>& work) {
    const auto begin = std::chrono::steady_clock::now();
    const std::size_t before = trial.inputs;
    work();
    const auto spent = std::chrono::steady_clock::now() - begin;
    std::printf("%s: %zu inputs in %lld ms\n", what, trial.inputs - before,
                static_cast<long long>(
                    std::chrono::duration_cast<std::chrono::milliseconds>(spent).count()));
  };
  for (const std::string_view word : words) {
    if (!word.ends_with(".yaml")) continue;
    ++files;
    std::ifstream file{std::string(word), std::ios::binary};
    const std::string whole{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    const std::string name(word.substr(word.find_last_of('/') + 1));
    timed("cut", [&] { cut(trial, name, whole, number_after(words, "--cut", 1)); });
    timed("flipped", [&] { flip(trial, name, whole, number_after(words, "--flips", 2'000)); });
    timed("broken by line",
          [&] { break_lines(trial, name, whole, number_after(words, "--lines", 1)); });
  }
  if (files == 0) {
    std::fprintf(stderr,
                 "usage: break_policies FILE.yaml… [--cut N] [--flips "
                 "N] [--unbounded] [--shared]\n");
    return 2;
  }
  timed("wrong literals", [&] { wrong_literals(trial); });
  return trial.end();
}
