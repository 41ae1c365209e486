# SPDX-License-Identifier: Apache-2.0
"""The completion scripts: those of shells that are installed are tried in them (docs/commands.md)."""

import os
import shutil
import subprocess
import unittest

from program import Case, run


class Bash(Case):
    def complete(self, *words):
        """What bash would offer for the last word."""
        done = run("completion", "bash")
        self.assert_status(done, 0)
        script = self.write("script", done.out + b'COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _sanbao; '
                            b'printf "%s\\n" "${COMPREPLY[@]}"\n')
        done = subprocess.run(["bash", "--norc", "-u", script, "sanbao", *words], capture_output=True, text=True,
                              timeout=60)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout.split()

    def test_commands(self):
        self.assertEqual(self.complete(""), ["check", "decide", "diff", "explain", "impact", "test", "rules", "log", "replay", "completion",
                          "--help", "--version"])
        self.assertEqual(self.complete("c"), ["check", "completion"])

    def test_options(self):
        self.assertEqual(self.complete("decide", "--"),
                         ["--rules", "--as-of", "--reasons", "--set", "--threads", "--log", "--durability", "--mask",
                          "--segment-size", "--help"])
        self.assertEqual(self.complete("decide", "--rules", "a.yaml", "--r"), ["--rules", "--reasons"])
        self.assertEqual(self.complete("test", "--u"), ["--update"])

    def test_values(self):
        self.assertEqual(self.complete("decide", "--reasons", ""), ["none", "codes", "full"])
        self.assertEqual(self.complete("explain", "--lang", "z"), ["zh"])
        self.assertEqual(self.complete("completion", "f"), ["fish"])
        self.assertEqual(self.complete("rules", "l"), ["list"])
        self.assertEqual(self.complete("log", "v"), ["verify"])
        self.assertEqual(self.complete("log", "s"), ["show"])
        self.assertEqual(self.complete("log", "--format", ""), ["text", "json"])
        self.assertEqual(self.complete("decide", "--durability", "g"), ["group"])
        # Left to the shell: it completes file names.
        self.assertEqual(self.complete("decide", "--rules", ""), [])


class OtherShells(Case):
    def test_each_names_every_option_of_help(self):
        for shell in ("bash", "zsh", "fish"):
            script = run("completion", shell).out.decode()
            for command in ("check", "decide", "diff", "explain", "impact", "test", "rules", "log", "replay", "completion"):
                self.assertIn(command, script)
                for line in run(command, "--help").out.decode().splitlines():
                    if line.startswith("  --"):
                        option = line.split()[0]
                        self.assertIn("-l " + option[2:] if shell == "fish" else option, script)

    @unittest.skipUnless(shutil.which("zsh"), "zsh is not installed")
    def test_zsh_reads_it(self):
        path = self.write("_sanbao", run("completion", "zsh").out)
        done = subprocess.run(["zsh", "-n", path], capture_output=True, timeout=60)
        self.assertEqual((done.returncode, done.stderr), (0, b""))

    @unittest.skipUnless(shutil.which("fish"), "fish is not installed")
    def test_fish_reads_it(self):
        path = self.write("sanbao.fish", run("completion", "fish").out)
        done = subprocess.run(["fish", "--no-execute", path], capture_output=True, timeout=60,
                              env={**os.environ, "HOME": self.folder})
        self.assertEqual((done.returncode, done.stderr), (0, b""))


if __name__ == "__main__":
    unittest.main()
