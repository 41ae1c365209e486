# SPDX-License-Identifier: Apache-2.0
"""Shows that run_blocks.py passes what is true and fails what is not.

A small program of its own plays `sanbao`: it refuses files with the word `wrong`.
"""

import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).parent
PROGRAM = """#!/bin/sh
case $1 in
  check) cat "$2" >>"$HOME/seen"; grep -q wrong "$2" && { echo "$2:1:1: error[SB2004]: no" >&2; exit 1; }; exit 0 ;;
  decide) for last; do :; done; grep -q bad "$last" && { echo '{"error":{"code":"SB3001"}}'; exit 1; }; echo '{}' ;;
  test) grep -q '^rules: a.yaml' "$2" || exit 1; grep -q wrong "$2" && exit 1; exit 0 ;;
  seen) cat "$HOME/seen" ;;
esac
"""


def fenced(language, text, comment=""):
    return f"Words.\n\n{comment}```{language}\n{text}\n```\n\n"


class RunBlocks(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        (self.folder / "tree" / "include").mkdir(parents=True)
        (self.folder / "tree" / "include" / "own.hpp").write_text("int own();\n")
        self.program = self.folder / "sanbao"
        self.program.write_text(PROGRAM)
        self.program.chmod(0o755)
        self.document = self.folder / "page.md"

    def run_document(self, text, *options):
        self.document.write_text(text)
        done = subprocess.run(
            [sys.executable, HERE / "run_blocks.py", "--root", self.folder / "tree", "--program",
             self.program, *options, self.document],
            capture_output=True, text=True, check=False)
        self.assertEqual(done.stderr, "")
        return done.returncode, done.stdout

    def holds(self, text):
        status, said = self.run_document(text)
        self.assertEqual(status, 0, said)
        return said

    def fails(self, text, words):
        status, said = self.run_document(text)
        self.assertEqual(status, 1, said)
        self.assertIn(words, said)

    def test_console(self):
        self.holds(fenced("console", "$ echo one; echo two\none\ntwo"))
        self.holds(fenced("console", "$ printf '1\\n2\\n3\\n'\n1\n…\n3\n$ echo \\\n> more\nmore"))
        self.holds(fenced("console", "$ echo a; exit 1\na", "<!-- test: exit 1 -->\n"))
        self.fails(fenced("console", "$ echo one\ntwo"), "printed:\n    one")
        self.fails(fenced("console", "$ echo one"), "printed:\n    one")
        self.fails(fenced("console", "$ exit 2"), "ended with 2, expected 0")
        self.fails(fenced("console", "$ false\n$ true"), "and more follows")
        self.fails(fenced("console", "$ true", "<!-- test: exit 1 -->\n"), "expected 1")
        self.fails(fenced("console", "echo one"), "begins with `$ command`")

    def test_update(self):
        self.run_document(fenced("console", "$ echo one\ntwo\n$ echo x\nx") + "After.\n", "--update")
        self.assertEqual(self.document.read_text(),
                         fenced("console", "$ echo one\none\n$ echo x\nx") + "After.\n")

    def test_shell(self):
        self.holds(fenced("sh", "true"))
        self.fails(fenced("sh", "false\ntrue"), "ended with 1")
        self.fails(fenced("sh", "scripts/test"), "is marked `skip`")
        self.holds(fenced("sh", "scripts/test", "<!-- test: skip -->\n"))

    def test_yaml(self):
        self.holds(fenced("yaml", "sanbao: 1"))
        self.fails(fenced("yaml", "sanbao: 1 # wrong"), "refused")
        self.holds(fenced("yaml", "wrong: 1", "<!-- test: fault SB2004 -->\n"))
        self.fails(fenced("yaml", "wrong: 1", "<!-- test: fault SB2005 -->\n"), "without SB2005")
        self.fails(fenced("yaml", "right: 1", "<!-- test: fault SB2004 -->\n"), "accepted")
        self.fails(fenced("yaml", "- a"), "neither a section of a policy")
        self.fails(fenced("yaml", "a: 1", "<!-- test: whatever -->\n"), "no such completion")

    def test_cases(self):
        mark = "<!-- test: cases a.yaml -->\n"
        self.holds(fenced("yaml", "sanbao_tests: 1\ncases: []", mark))
        self.fails(fenced("yaml", "sanbao_tests: 1\ncases: wrong", mark), "ended with 1")

    def completed(self, block, comment=""):
        text = fenced("yaml", block, comment) + fenced("console", "$ sanbao seen\nshown")
        return self.run_document(text)[1]

    def test_completion(self):
        said = self.completed("periods:\n  a: b")
        self.assertIn("    sanbao: 1\n", said)
        self.assertIn("    periods:\n      a: b\n", said)
        self.assertIn("    rules:\n      - id: \"1\"\n", said)
        self.assertNotIn("id: \"1\"", self.completed("rules:\n  - id: own"))
        self.assertIn("    values:\n      a: b\n      c: d\n",
                      self.completed("c: d", "<!-- test: under values\nvalues:\n  a: b\n-->\n"))
        self.assertIn("        title: {zh: 条款, en: Clause}\n        when: x\n",
                      self.completed("when: x", "<!-- test: rule -->\n"))
        self.assertIn("        when:\n          all: [a]\n",
                      self.completed("all: [a]", "<!-- test: condition -->\n"))
        self.assertIn("      example:\n        a + b\n",
                      self.completed("a + b", "<!-- test: value -->\n"))

    def test_json(self):
        self.holds(fenced("json", '{"a": 1}'))
        self.holds(fenced("jsonl", '{"a": 1}\n{}'))
        self.fails(fenced("json", "{a}"), "no JSON")
        self.holds(fenced("json", '{"a": 1}', "<!-- test: claim -->\n"))
        self.fails(fenced("json", '{"bad": 1}', "<!-- test: claim -->\n"), "ended with 1")
        self.holds(fenced("json", "bad", "<!-- test: error SB3001 -->\n"))
        self.fails(fenced("json", "bad", "<!-- test: error SB3002 -->\n"), "expected SB3002")

    def test_cpp(self):
        self.holds(fenced("cpp", "nonsense"))
        mark = "<!-- test: compile -->\n"
        self.holds(fenced("cpp", "#include <own.hpp>\nconst int a = own();\nif (a) return a;", mark))
        self.holds(fenced("cpp", "int main() { return 0; }", mark))
        self.fails(fenced("cpp", "nonsense", mark), "does not compile")

    def test_files(self):
        self.holds(fenced("txt", "one", "<!-- test: file a/b.txt -->\n") +
                   fenced("console", "$ cat a/b.txt\none"))
        self.fails(fenced("txt", "one", "<!-- test: file include/b.txt -->\n"), "into the tree")
        self.fails(fenced("yaml", "wrong: 1", "<!-- test: file a.yaml -->\n"), "refused")

    def test_comments(self):
        for text in ("<!-- test: skip -->\n\n```sh\ntrue\n```\n", "<!-- test: skip\n"):
            self.document.write_text(text)
            done = subprocess.run(
                [sys.executable, HERE / "run_blocks.py", "--root", self.folder / "tree",
                 "--program", self.program, self.document], capture_output=True, check=False)
            self.assertNotEqual(done.returncode, 0)


if __name__ == "__main__":
    unittest.main()
