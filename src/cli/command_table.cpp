// SPDX-License-Identifier: Apache-2.0
//
// The table of commands; see command_table.hpp. docs/commands.md shows each with its output.
#include "cli/command_table.hpp"

namespace sanbao::cli {

namespace {

constexpr std::string_view text_or_json[] = {"text", "json"};
constexpr std::string_view text_json_or_html[] = {"text", "json", "html"};
constexpr std::string_view text_or_html[] = {"text", "html"};
constexpr std::string_view details[] = {"none", "codes", "full"};
constexpr std::string_view languages[] = {"zh", "en"};
constexpr std::string_view shells[] = {"bash", "zsh", "fish"};
constexpr std::string_view what_of_rules[] = {"list"};
constexpr std::string_view what_of_logs[] = {"verify", "runs", "show", "head", "keygen"};
constexpr std::string_view durabilities[] = {"record", "group", "none"};

constexpr OptionEntry rules{.name = "--rules",
                            .value = "FILE|DIR",
                            .help = "a policy, or a folder of policies and calendars",
                            .repeats = true,
                            .required = true,
                            .takes_path = true};
constexpr OptionEntry as_of{.name = "--as-of",
                            .value = "DATE",
                            .help = "judge as of this day instead of the day of the claim"};
constexpr std::string_view where_notes =
    "--where goes by the decision as it was kept. FIELD=VALUE is one of\n"
    "  policy=ID         a policy that applied, or may apply\n"
    "  rule=ID           a rule that holds, rule=6.4b or rule=hyundai-mp3:6.4b; none is known "
    "where\n"
    "                    decisions were kept with --reasons none\n"
    "  outcome=OUTCOME   approved, conditional, denied, needs_facts, conflict, not_covered; or\n"
    "                    refused, a line that could not be read\n"
    "  date=DATE         day of judgement: a day (2024-05-08), a month (2024-05), a year (2024), "
    "or\n"
    "                    two days and all between (2024-05-01..2024-05-31)\n"
    "  claim=ID          the id of the claim\n"
    "Of several values of a field one must be met; of several fields each.";
constexpr OptionEntry where{.name = "--where",
                            .value = "FIELD=VALUE",
                            .help = "only records of a log of which this field is so",
                            .repeats = true,
                            .notes = where_notes};
constexpr OptionEntry set{.name = "--set",
                          .value = "POLICY:NAME=VALUE",
                          .help = "set a parameter of a policy; the decision shows it",
                          .repeats = true};

constexpr OptionEntry threads{
    .name = "--threads",
    .value = "N",
    .help = "how many threads work, all cores if not given; changes no byte"};

constexpr OptionEntry check_options[] = {{.name = "--format",
                                          .value = "text|json",
                                          .help = "text on standard error, if not given, or JSON "
                                                  "on standard output",
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
    threads,
    {.name = "--log",
     .value = "DIR",
     .help = "keep a record of each decision in this folder",
     .takes_path = true},
    {.name = "--durability",
     .value = "MODE",
     .help = "when records are brought to disk: record, group (if not given) or none",
     .choices = durabilities},
    {.name = "--mask",
     .value = "PATH",
     .help = "keep a salted digest in place of this field",
     .repeats = true},
    {.name = "--segment-size",
     .value = "BYTES",
     .help = "size at which the log begins another file; 67108864 if not given"}};
constexpr std::string_view decide_examples[] = {
    "sanbao decide --rules rules/vendors/hyundai-mp3.yaml examples/claims/hyundai-mp3/claims.jsonl",
    "sanbao decide --rules rules --log decisions examples/claims/hyundai-mp3/claims.jsonl",
    "sanbao decide --rules rules --reasons full < examples/claims/hyundai-mp3/claims.jsonl > "
    "out.jsonl"};

constexpr OptionEntry diff_options[] = {{.name = "--format",
                                         .value = "text|json",
                                         .help = "words for people, or one JSON object a policy",
                                         .choices = text_or_json}};
constexpr std::string_view diff_examples[] = {"sanbao diff rules/cn rules/cn"};

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

constexpr OptionEntry impact_options[] = {
    {.name = "--from",
     .value = "FILE|DIR",
     .help = "the policies that the others are compared with",
     .repeats = true,
     .takes_path = true},
    {.name = "--to",
     .value = "FILE|DIR",
     .help = "other policies, compared each by itself",
     .repeats = true,
     .takes_path = true},
    {.name = "--vary",
     .value = "PATH=V1,V2…",
     .help = "a place written otherwise, once for each value",
     .repeats = true},
    as_of,
    where,
    {.name = "--list",
     .value = "KIND|RULE",
     .help = "list changes: better, worse, neither, changed, RULE",
     .repeats = true},
    {.name = "--periods", .help = "compare last days, too: longer or shorter, by how many days"},
    {.name = "--format",
     .value = "text|json|html",
     .help = "words for people, one JSON object, or a page",
     .choices = text_json_or_html},
    {.name = "--lang",
     .value = "zh|en",
     .help = "of the page: Chinese, if not given, or English",
     .choices = languages},
    {.name = "--threads",
     .value = "N",
     .help = "how many threads decide, all cores if not given; changes no byte"}};
constexpr std::string_view impact_examples[] = {
    "sanbao impact --from rules --to rules/cn examples/claims/hyundai-mp3/claims.jsonl",
    "sanbao impact --to rules/cn --where date=2024 decisions"};

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

constexpr OptionEntry log_options[] = {
    {.name = "--head",
     .value = "FILE",
     .help = "verify: the log must hold the record of this head, as `log head` printed it",
     .takes_path = true},
    {.name = "--public-key",
     .value = "FILE",
     .help = "verify: the head must be signed by this key",
     .takes_path = true},
    {.name = "--sign",
     .value = "FILE",
     .help = "head: sign it by this secret key",
     .takes_path = true},
    {.name = "--format",
     .value = "text|json",
     .help = "verify, runs: words, or a JSON object a line; show: words, or the line itself",
     .choices = text_or_json},
    {.name = "--threads",
     .value = "N",
     .help = "verify, runs: how many threads work, all cores if not given; changes no byte"}};
constexpr std::string_view log_examples[] = {
    "sanbao log verify decisions", "sanbao log runs decisions", "sanbao log show decisions 2",
    "sanbao log head decisions > head.json", "sanbao log verify --head head.json decisions"};

constexpr OptionEntry replay_options[] = {
    {.name = "--rules",
     .value = "FILE|DIR",
     .help = "decide by these policies, not by those of the log",
     .repeats = true,
     .takes_path = true},
    {.name = "--set",
     .value = "POLICY:NAME=VALUE",
     .help = "set a parameter of a policy of --rules",
     .repeats = true},
    where,
    {.name = "--format",
     .value = "text|json",
     .help = "sentences, or one JSON object a record that is not equal and a last one",
     .choices = text_or_json},
    threads};
constexpr std::string_view replay_examples[] = {
    "sanbao replay decisions",
    "sanbao replay --where policy=hyundai-mp3 --where date=2024-05 decisions",
    "sanbao replay --rules rules decisions"};

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
     .examples = check_examples,
     .notes =
         "What is named together is one rulebook. Warnings stop nothing; the exit status is 1\n"
         "where there is an error."},
    {.name = "decide",
     .summary = "decides claims: JSON Lines in, JSON Lines out, in the same order",
     .operands = "[CLAIMS.jsonl|-]",
     .most_operands = 1,
     .options = decide_options,
     .examples = decide_examples,
     .notes = "Reads standard input where no file is named. A record that cannot be read gives an "
              "error\n"
              "line in its place; the others are decided, and the exit status is 1. --durability, "
              "--mask\n"
              "and --segment-size are about the log, and need --log."},
    {.name = "diff",
     .summary = "tells what is different in meaning between two versions, clause by clause",
     .operands = "OLD NEW",
     .least_operands = 2,
     .most_operands = 2,
     .options = diff_options,
     .examples = diff_examples,
     .notes = "OLD and NEW are files or folders; policies are matched by id. The exit status is 0\n"
              "where all are alike in meaning, 1 where something is different."},
    {.name = "explain",
     .summary = "decides claims and says why, in words for the desk and the consumer",
     .operands = "[CLAIM.json|-]",
     .most_operands = 1,
     .options = explain_options,
     .examples = explain_examples,
     .notes =
         "Reads one JSON value over any number of lines, or JSON Lines; standard input where no "
         "file\n"
         "is named. A record that cannot be read is told on standard error; the exit status is 1\n"
         "then."},
    {.name = "impact",
     .summary = "weighs other policies: who would have been decided otherwise, and for how much",
     .operands = "[CLAIMS.jsonl|LOG|-]",
     .most_operands = 1,
     .options = impact_options,
     .examples = impact_examples,
     .notes = "--vary takes the path of a place, as in --vary values.depreciation=0.1%,0.2%; where "
              "several\n"
              "policies have it, POLICY: stands before it.\n"
              "\n"
              "--list tells the claims whose change is better or worse for the consumer, or "
              "neither (it\n"
              "may still turn out both ways, or is worth the same), all of them (changed), or "
              "those that\n"
              "change by a rule, as in --list 6.4b or --list hyundai-mp3:6.4b: each on a line "
              "before the\n"
              "report, on a page behind its rule, up to 1,000.\n"
              "\n"
              "Reads standard input where no file is named. --to or --vary is needed, and --from "
              "unless\n"
              "the claims are those of a log: without it they are compared with the policies kept "
              "there.\n"
              "A claim that cannot be read is told on standard error and counted apart; the exit "
              "status\n"
              "is 1 then."},
    {.name = "test",
     .summary = "runs the cases of *.test.yaml files against the policies beside them",
     .operands = "FILE|DIR…",
     .least_operands = 1,
     .most_operands = 10'000,
     .options = test_options,
     .examples = test_examples,
     .notes =
         "The exit status is 1 where a case does not hold, a file cannot be read, or there is\n"
         "no case to run."},
    {.name = "rules",
     .summary = "lists the policies of a rulebook: when, for what and by what they are in force",
     .operands = "list FILE|DIR…",
     .least_operands = 2,
     .most_operands = 10'000,
     .options = rules_options,
     .first_operand = what_of_rules,
     .examples = rules_examples},
    {.name = "log",
     .summary =
         "verifies a log of decisions, shows its runs and records, prints its head, makes keys",
     .operands = "verify|runs|show|head|keygen DIR|FILE [N|N..M]",
     .least_operands = 2,
     .most_operands = 3,
     .options = log_options,
     .first_operand = what_of_logs,
     .examples = log_examples,
     .notes =
         "  verify DIR    each fault of the log with its place, and how many records it has; the\n"
         "                exit status is 1 where there is a fault\n"
         "  runs DIR      the log at a glance: what it was decided by, and what came out\n"
         "  show DIR N    record N, or those from N to M (N..M): what it was decided by, its claim "
         "and\n"
         "                its decision; the exit status is 1 where one is not there, or has a "
         "fault\n"
         "  head DIR      the head of the log as a line of JSON, to be kept elsewhere\n"
         "  keygen FILE   a secret key in FILE, its public key in FILE.pub"},
    {.name = "replay",
     .summary = "decides the records of a log again and tells which come out otherwise",
     .operands = "LOG",
     .least_operands = 1,
     .most_operands = 1,
     .options = replay_options,
     .examples = replay_examples,
     .notes =
         "Without --rules each record is decided by the texts kept in the log. The exit status\n"
         "is 0 where all agree, 1 otherwise."},
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
