// SPDX-License-Identifier: Apache-2.0
//
// Whether the claims of a file say what their author means: each can be read, and no policy passes
// by a key of one. In: cases with their claims merged, a rulebook. Out: faults where the claims are
// written, one of `given` once. Never decides a claim; what a case expects as `error` or `unread`
// is left to it. Tested by tests/unit/testing_claims_test.cpp and tests/unit/testing_test.cpp.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sanbao/records.hpp"
#include "testing/test_file.hpp"

namespace sanbao::testing {
namespace {

using ir::YamlEntry;
using ir::YamlNode;

bool expects(const TestCase& test, std::string_view key) {
  return std::any_of(test.expectations.begin(), test.expectations.end(),
                     [&](const Expectation& e) { return e.name() == key; });
}

// A value as it may stand in a line of help; what is long is left to the reader.
std::string as_written(const YamlNode& value) {
  if (!value.is_scalar()) return "…";
  return value.quoted ? fmt::format("\"{}\"", value.text) : value.text;
}

// `mattress.sag_cm: 20` as `mattress: {sag_cm: 20}`, `repairs[0].fixed: …` as `repairs: [{fixed: …}]`.
std::string in_groups(const YamlEntry& entry) {
  const std::size_t dot = entry.key.find('.');
  std::string group = entry.key.substr(0, dot);
  const std::string fact =
      fmt::format("{{{}: {}}}", entry.key.substr(dot + 1), as_written(entry.value));
  const std::size_t bracket = group.find('[');
  if (bracket == std::string::npos) return fmt::format("{}: {}", group, fact);
  group.resize(bracket);
  return fmt::format("{}: [{}]", group, fact);
}

std::string group_of(std::string_view path) {
  return std::string(path.substr(0, path.find_first_of(".[")));
}

class ClaimsCheck {
 public:
  ClaimsCheck(const Rulebook& rulebook, const Names& names, Faults& faults)
      : names_(names), faults_(faults), reader_(rulebook), claim_(rulebook) {}

  void check(const TestCase& test) {
    if (!expects(test, "error")) check_claim(test);
    for (const Absent& absent : test.absent) {
      // A slip in `given` was told: it may be what is meant here.
      if (slips_.contains(group_of(absent.path)) || slips_.contains("")) continue;
      tell("SB1415", absent.span, fmt::format("`{}` is not in `given`", absent.path),
           "`without` takes facts, groups and lists out of the base claim");
    }
  }

 private:
  void check_claim(const TestCase& test) {
    // What was told is taken out, so that what stands behind it is come to.
    YamlNode rest = test.claim;
    if (!expects(test, "unread")) take_unread(test, rest);
    while (!reader_.read(to_json(rest), claim_)) {
      const RecordError& error = reader_.error();
      const bool key = error.code == "SB3007" || error.code == "SB3008";
      const Span span = place_of(rest, error.path, key).value_or(test.span);
      tell(error.code, span, fmt::format("`{}`: {}", error.path, error.message),
           fmt::format("expected: {}", error.expected));
      if (key) slips_.insert(error.code == "SB3007" ? group_of(error.path) : "");
      if (!remove(rest, error.path)) break;
    }
  }

  // A key that no policy reads would leave the case to the facts of `given`: it would hold by
  // accident.
  void take_unread(const TestCase& test, YamlNode& claim) {
    std::erase_if(claim.entries, [&](const YamlEntry& entry) {
      const std::string help = help_for_unread(entry, test.claim);
      if (help.empty()) return false;
      slips_.insert("");
      tell("SB1417", entry.key_span, fmt::format("no policy under test reads `{}`", entry.key),
           help);
      return true;
    });
  }

  // How a key is mended that is no group of any policy; nothing where it is one.
  std::string help_for_unread(const YamlEntry& entry, const YamlNode& claim) {
    const std::string& key = entry.key;
    if (key.find('.') != std::string::npos)
      return fmt::format("columns have dots, a claim has groups: `{}`", in_groups(entry));
    const bool beside = is_case_key(key);
    const bool expected = expectation_of_column(key, names_).has_value();
    if (beside || expected) {
      if (!names_.is_unread(key) && !is_slip(key)) return {};
      return beside ? "it belongs to the case: move it out of `claim`, to stand beside it"
                    : "what must come out stands under `expect`, beside `claim`";
    }
    // A slip for a known group is told by the reader of claims.
    if (!names_.is_unread(key)) return {};
    // `requests: return`, without the group around it.
    for (const YamlEntry& group : claim.entries)
      if (names_.is_fact(fmt::format("{}.{}", group.key, key)))
        return fmt::format("did you mean `{}: {{{}: {}}}`?", group.key, key,
                           as_written(entry.value));
    return fmt::format(
        "facts stand in their groups; what is not read stands under `context`, or is expected: "
        "`unread: [{}]`",
        key);
  }

  // A word of the test file that is nearly a group.
  bool is_slip(std::string_view word) {
    return !reader_.read(fmt::format("{{\"{}\":{{}}}}", word), claim_) &&
           reader_.error().code == "SB3008";
  }

  void tell(std::string_view code, const Span& span, std::string message, std::string help) {
    if (told_.emplace(span.line, span.column).second)
      faults_.error(code, span, std::move(message), std::move(help));
  }

  const Names& names_;
  Faults& faults_;
  ClaimReader reader_;
  Claim claim_;
  std::set<std::pair<std::uint32_t, std::uint32_t>> told_;  // line and column
  // Groups in which a key was told to be a slip; empty: a key that is a group itself.
  std::set<std::string, std::less<>> slips_;
};

}  // namespace

void check_claims(const std::vector<TestCase>& cases, const Rulebook& rulebook, const Names& names,
                  Faults& faults) {
  ClaimsCheck check(rulebook, names, faults);
  for (const TestCase& test : cases)
    check.check(test);
}

}  // namespace sanbao::testing
