// SPDX-License-Identifier: Apache-2.0
//
// The table of commands; see command_table.hpp. docs/commands.md shows each with its output.
#include "cli/command_table.hpp"

namespace sanbao::cli {

namespace {

constexpr std::string_view text_or_json[] = {"text", "json"};
constexpr std::string_view text_or_html[] = {"text", "html"};
constexpr std::string_view details[] = {"none", "codes", "full"};
constexpr std::string_view languages[] = {"zh", "en"};
constexpr std::string_view shells[] = {"bash", "zsh", "fish"};
constexpr std::string_view what_of_rules[] = {"list"};

constexpr OptionEntry rules{.name = "--rules",
                            .value = "FILE|DIR",
                            .help = "a policy, or a folder of policies and calendars",
                            .repeats = true,
                            .required = true,
                            .takes_path = true};
constexpr OptionEntry as_of{.name = "--as-of",
                            .value = "DATE",
                            .help = "judge as of this day instead of the day of the claim"};
constexpr OptionEntry set{.name = "--set",
                          .value = "POLICY:NAME=VALUE",
                          .help = "set a parameter of a policy; the decision shows it",
                          .repeats = true};

constexpr OptionEntry check_options[] = {{.name = "--format",
                                          .value = "text|json",
                                          .help = "how faults are written",
                                          .choices = text_or_json}};
constexpr std::string_view check_examples[] = {"sanbao check rules/vendors/hyundai-mp3.yaml",
                                               "sanbao check --format json rules"};

constexpr OptionEntry decide_options[] = {
    rules,
    as_of,
    {.name = "--reasons",
     .value = "none|codes|full",
     .help = "how much of the reasons is written; codes if not given",
     .choices = details},
    set,
    {.name = "--threads",
     .value = "N",
     .help = "how many threads decide, all cores if not given; changes no byte"}};
constexpr std::string_view decide_examples[] = {
    "sanbao decide --rules rules/vendors/hyundai-mp3.yaml examples/claims/hyundai-mp3/claims.jsonl",
    "sanbao decide --rules rules --reasons full < examples/claims/hyundai-mp3/claims.jsonl > "
    "out.jsonl"};

constexpr OptionEntry explain_options[] = {rules,
                                           {.name = "--lang",
                                            .value = "zh|en",
                                            .help = "Chinese, if not given, or English",
                                            .choices = languages},
                                           {.name = "--format",
                                            .value = "text|html",
                                            .help = "text, if not given, or one page of HTML",
                                            .choices = text_or_html},
                                           as_of,
                                           set};
constexpr std::string_view explain_examples[] = {
    "sanbao explain --rules rules examples/claims/hyundai-mp3/return-less-depreciation.json",
    "sanbao explain --rules rules --lang en < "
    "examples/claims/hyundai-mp3/return-on-the-last-day.json"};

constexpr OptionEntry test_options[] = {
    {.name = "--update", .help = "write the baselined explanations anew"},
    {.name = "--junit",
     .value = "FILE",
     .help = "write the report as JUnit XML too",
     .takes_path = true}};
constexpr std::string_view test_examples[] = {"sanbao test rules",
                                              "sanbao test --junit report.xml rules"};

constexpr OptionEntry rules_options[] = {{.name = "--format",
                                          .value = "text|json",
                                          .help = "a table, or one JSON object a policy",
                                          .choices = text_or_json}};
constexpr std::string_view rules_examples[] = {"sanbao rules list rules",
                                               "sanbao rules list --format json rules"};

constexpr std::string_view completion_examples[] = {
    "source <(sanbao completion bash)",
    "sanbao completion fish > ~/.config/fish/completions/sanbao.fish"};

constexpr CommandEntry table[] = {
    {.name = "check",
     .summary = "reads policies and calendars and tells every fault, at its place",
     .operands = "FILE|DIR…",
     .least_operands = 1,
     .most_operands = 10'000,
     .options = check_options,
     .examples = check_examples},
    {.name = "decide",
     .summary = "decides claims: JSON Lines in, JSON Lines out, in the same order",
     .operands = "[CLAIMS.jsonl|-]",
     .most_operands = 1,
     .options = decide_options,
     .examples = decide_examples,
     .notes = "Reads standard input where no file is named. A record that cannot be read gives an "
              "error\n"
              "line in its place; the others are decided, and the exit status is 1."},
    {.name = "explain",
     .summary = "decides claims and says why, in words for the desk and the consumer",
     .operands = "[CLAIM.json|-]",
     .most_operands = 1,
     .options = explain_options,
     .examples = explain_examples,
     .notes = "Reads one JSON value over any number of lines, or JSON Lines; standard input where "
              "no file\n"
              "is named."},
    {.name = "test",
     .summary = "runs the cases of *.test.yaml files against the policies beside them",
     .operands = "FILE|DIR…",
     .least_operands = 1,
     .most_operands = 10'000,
     .options = test_options,
     .examples = test_examples},
    {.name = "rules",
     .summary = "lists the policies of a rulebook: when, for what and by what they are in force",
     .operands = "list FILE|DIR…",
     .least_operands = 2,
     .most_operands = 10'000,
     .options = rules_options,
     .first_operand = what_of_rules,
     .examples = rules_examples},
    {.name = "completion",
     .summary = "prints a script that completes commands and options in a shell",
     .operands = "bash|zsh|fish",
     .least_operands = 1,
     .most_operands = 1,
     .first_operand = shells,
     .examples = completion_examples}};

}  // namespace

std::span<const CommandEntry> all_commands() {
  return table;
}

}  // namespace sanbao::cli
