# SPDX-License-Identifier: Apache-2.0
"""Help, versions, wrong usage: statuses and words (docs/records.md §4, docs/commands.md)."""

import os
import re
import subprocess
import unittest

import program
from program import HYUNDAI, PROGRAM, ROOT, Case, claim, run

COMMANDS = ("check", "decide", "diff", "explain", "impact", "test", "rules", "log", "replay", "completion")


class Help(Case):
    def test_of_the_program_names_every_command(self):
        for word in ("--help", "-h"):
            done = run(word)
            self.assert_status(done, 0)
            self.assertEqual(done.err, "")
            for command in COMMANDS:
                self.assertRegex(done.out.decode(), r"(?m)^  %s  +[a-z]" % command)

    def test_of_each_command_shows_usage_options_and_examples(self):
        for command in COMMANDS:
            for words in ((command, "--help"), (command, "-h"), ("--help", command), (command, "--help", "--nonsense")):
                done = run(*words)
                self.assert_status(done, 0)
                self.assertEqual(done.err, "")
                self.assertIn("\nusage: sanbao %s" % command, done.out.decode())
                self.assertRegex(done.out.decode(), r"\nexamples?:\n(  .*sanbao %s .*\n)+$" % command)

    def test_lines_fit_a_terminal(self):
        for words in (("--help",), *((command, "--help") for command in COMMANDS)):
            for line in run(*words).out.decode().splitlines():
                self.assertLessEqual(len(line), 100, line)

    def test_every_example_runs(self):
        bin_folder = os.path.join(self.folder, "bin")
        os.makedirs(bin_folder)
        os.symlink(PROGRAM, os.path.join(bin_folder, "sanbao"))
        for name in ("rules", "examples", "tests"):
            os.symlink(os.path.join(ROOT, name), os.path.join(self.folder, name))
        os.makedirs(os.path.join(self.folder, ".config", "fish", "completions"))
        env = {**os.environ, "HOME": self.folder, "PATH": bin_folder + os.pathsep + os.environ["PATH"]}
        examples = [line.strip() for command in COMMANDS
                    for line in re.split(r"\nexamples?:\n", run(command, "--help").out.decode())[1].splitlines()]
        self.assertGreaterEqual(len(examples), 2 * len(COMMANDS) - 1)
        for example in examples:
            done = subprocess.run(["bash", "-c", example], cwd=self.folder, env=env, capture_output=True, timeout=120)
            self.assertEqual(done.returncode, 0, (example, done.stderr.decode()[-2000:]))

    def test_version(self):
        done = run("--version")
        self.assert_status(done, 0)
        self.assertRegex(done.out.decode(), r"^sanbao \d+\.\d+\.\d+\n$")


class WrongUsage(Case):
    def refuse(self, *words, says, helps="", stdin=b""):
        done = run(*words, stdin=stdin)
        self.assert_status(done, 2)
        self.assertEqual(done.out, b"")
        lines = done.err.splitlines()
        self.assertEqual(lines[0], "sanbao: " + says)
        self.assertLessEqual(len(lines), 2, lines)
        if helps:
            self.assertEqual(lines[1], "  help: " + helps)

    def test_no_command(self):
        self.refuse(says="no command is given", helps="see `sanbao --help`")

    def test_an_unknown_command(self):
        self.refuse("chek", "x", says="unknown command `chek`", helps="did you mean `check`?")
        self.refuse("dcide", says="unknown command `dcide`", helps="did you mean `decide`?")
        self.refuse("fly", says="unknown command `fly`",
                    helps="the commands are check, decide, diff, explain, impact, test, rules, log, replay and completion")
        self.refuse("检查", says="unknown command `检查`")

    def test_an_unknown_option(self):
        self.refuse("--versoin", says="unknown option `--versoin`", helps="did you mean `--version`?")
        self.refuse("decide", "--rles", "x", says="unknown option `--rles` of `sanbao decide`",
                    helps="did you mean `--rules`?")
        self.refuse("decide", "--rules", HYUNDAI, "--thread=4", says="unknown option `--thread` of `sanbao decide`",
                    helps="did you mean `--threads`?")
        self.refuse("check", "--update", HYUNDAI, says="unknown option `--update` of `sanbao check`",
                    helps="see `sanbao check --help`")
        self.refuse("check", "-q", HYUNDAI, says="unknown option `-q` of `sanbao check`")

    def test_an_unknown_value(self):
        decide = ("decide", "--rules", HYUNDAI)
        self.refuse(*decide, "--reasons", "ful", says="`ful` is no value of `--reasons`", helps="did you mean `full`?")
        self.refuse(*decide, "--reasons=everything", says="`everything` is no value of `--reasons`",
                    helps="it is one of none, codes and full")
        self.refuse("check", "--format", "xml", HYUNDAI, says="`xml` is no value of `--format`",
                    helps="it is one of text and json")
        self.refuse("explain", "--rules", HYUNDAI, "--lang", "cn", says="`cn` is no value of `--lang`",
                    helps="did you mean `zh`?")
        self.refuse("explain", "--rules", HYUNDAI, "--lang", "fr", says="`fr` is no value of `--lang`",
                    helps="it is one of zh and en")
        self.refuse("explain", "--rules", HYUNDAI, "--format", "pdf", says="`pdf` is no value of `--format`",
                    helps="it is one of text and html")
        self.refuse("completion", "tcsh", says="`tcsh` is no value of `sanbao completion`",
                    helps="it is one of bash, zsh and fish")

    def test_a_day_that_is_none(self):
        for word in ("2024-02-30", "2023-02-29", "2024-2-9", "today", "", "1969-12-31", "2200-01-01",
                     "2024-05-01T00:00:00Z", "２０２４-05-01"):
            self.refuse("decide", "--rules", HYUNDAI, "--as-of", word, says="`%s` is no value of `--as-of`" % word,
                        helps="write a day from 1970 to 2199 as YYYY-MM-DD")

    def test_a_number_of_threads_that_is_none(self):
        for word in ("0", "-1", "1025", "two", "2.0", "", " 2", "+2", "99999999999999999999"):
            self.refuse("decide", "--rules", HYUNDAI, "--threads", word, says="`%s` is no value of `--threads`" % word,
                        helps="write a whole number from 1 to 1024")

    def test_a_setting_without_its_parts(self):
        for word in ("", "weekend_rolls=true", "hyundai-mp3:weekend_rolls", ":a=b", "hyundai-mp3:=b"):
            self.refuse("decide", "--rules", HYUNDAI, "--set", word, says="`%s` is no value of `--set`" % word)

    def test_what_is_missing(self):
        self.refuse("decide", says="`sanbao decide` needs `--rules`")
        self.refuse("explain", "-", says="`sanbao explain` needs `--rules`")
        self.refuse("check", says="`sanbao check` needs FILE|DIR…")
        self.refuse("test", says="`sanbao test` needs FILE|DIR…")
        self.refuse("completion", says="`sanbao completion` needs bash|zsh|fish")
        self.refuse("decide", "--rules", says="`--rules` needs a value", helps="write `--rules FILE|DIR`")
        # What stands behind an empty value is no value.
        for option, value in (("--rules", "FILE|DIR"), ("--log", "DIR"), ("--threads", "N"), ("--as-of", "DATE")):
            self.refuse("decide", "--rules", HYUNDAI, option + "=", HYUNDAI, says="`%s` needs a value" % option,
                        helps="write `%s %s`" % (option, value))
            self.refuse("decide", option + "=", says="`%s` needs a value" % option)

    def test_what_is_too_much(self):
        self.refuse("decide", "--rules", HYUNDAI, "a", "b", says="unexpected `b`")
        self.refuse("decide", "--rules", HYUNDAI, "--as-of", "2024-01-01", "--as-of", "2024-01-02",
                    says="`--as-of` is given twice")
        self.refuse("test", "--update=yes", ROOT, says="`--update` takes no value")

    def test_wrong_usage_is_told_before_anything_is_read(self):
        self.refuse("decide", "--rules", "/nowhere", "--threads", "0", says="`0` is no value of `--threads`")
        self.refuse("decide", "--rules", "/nowhere", "--set", "x", says="`x` is no value of `--set`")


class RightUsage(Case):
    def test_forms_of_options(self):
        first = program.decide(claim("a"))
        self.assert_status(first, 0)
        for words in (("--rules=" + HYUNDAI,), ("--rules", HYUNDAI, "-"), ("-", "--rules", HYUNDAI),
                      ("--rules", HYUNDAI, "--reasons=codes", "--threads=1"), ("--rules", HYUNDAI, "--", "-")):
            done = run("decide", *words, stdin=claim("a"))
            self.assert_status(done, 0)
            self.assertEqual(done.out, first.out)

    def test_file_names_of_any_form(self):
        for name in ("索赔 1.jsonl", "[a,b].jsonl", "-x.jsonl", "a=b.jsonl", "a\nb.jsonl", "{}"):
            self.write(name, claim("a"))
            done = run("decide", "--rules", HYUNDAI, "--", name, cwd=self.folder)
            self.assert_status(done, 0)
            self.assertEqual(program.records(done.out)[0]["claim"], "a")
        with open(HYUNDAI, "rb") as file:
            rules = self.write("[规则].yaml", file.read())
        done = run("decide", "--rules", rules, stdin=claim("a"))
        self.assert_status(done, 0)

    def test_a_name_that_is_no_text(self):
        path = os.fsencode(self.folder) + b"/\xff\xfe.jsonl"
        with open(path, "wb") as file:
            file.write(claim("a"))
        done = subprocess.run([os.fsencode(PROGRAM), b"decide", b"--rules", os.fsencode(HYUNDAI), path],
                              capture_output=True, timeout=60)
        self.assertEqual(done.returncode, 0)


if __name__ == "__main__":
    unittest.main()
