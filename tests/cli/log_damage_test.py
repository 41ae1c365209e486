# SPDX-License-Identifier: Apache-2.0
"""Logs of several segments that somebody has damaged: what going on with one refuses, and what `log verify` says."""

import glob
import os
import re
import shutil
import subprocess
import sys
import unittest

from program import ROOT, Case, decide, full_claim, run

CLAIMS = b"".join(full_claim(f"C-{i}") + b"\n" for i in range(40))


class Damaged(Case):
    """A log of several segments."""

    def setUp(self):
        super().setUp()
        self.log = os.path.join(self.folder, "log")
        self.assert_status(decide(CLAIMS, "--log", self.log, "--segment-size", 12_000), 0)
        self.segments = sorted(glob.glob(os.path.join(self.log, "0*.jsonl")))
        self.assertGreater(len(self.segments), 3)
        self.names = [os.path.basename(path) for path in self.segments]
        self.first = [int(name[:12]) for name in self.names]
        self.whole = os.path.join(self.folder, "whole")
        shutil.copytree(self.log, self.whole)

    def mend(self):
        shutil.rmtree(self.log)
        shutil.copytree(self.whole, self.log)

    def lines(self, at):
        with open(self.segments[at], "rb") as file:
            return file.read().splitlines(keepends=True)

    def rewrite(self, at, lines):
        self.write(self.segments[at], b"".join(lines))

    def bytes_of_log(self):
        found = {}
        for name in sorted(os.listdir(self.log)):
            path = os.path.join(self.log, name)
            if os.path.isfile(path):
                with open(path, "rb") as file:
                    found[name] = file.read()
        return found


class Opening(Damaged):
    def assert_refused(self, *words):
        before = self.bytes_of_log()
        done = decide(full_claim("C-99"), "--log", self.log)
        self.assert_status(done, 1)
        self.assertEqual(done.out, b"")
        for word in words:
            self.assertIn(word, done.err)
        self.assertEqual(self.bytes_of_log(), before)
        self.mend()

    def test_segments_that_are_missing(self):
        for at in range(len(self.segments) - 1):
            os.remove(self.segments[at])
            self.assert_refused(f"{self.names[at + 1]}`: records {self.first[at]} to {self.first[at + 1] - 1} are "
                                "missing before it")
        for path in self.segments[:-1]:
            os.remove(path)
        self.assert_refused(f"{self.names[-1]}`: records 1 to {self.first[-1] - 1} are missing before it")

    def test_segments_that_are_renamed_or_exchanged(self):
        for at in range(len(self.names)):
            os.rename(self.segments[at], os.path.join(self.log, "000000009999.jsonl"))
            self.assert_refused("000000009999.jsonl`, line 1: the segment is named 9999 but begins with record "
                                f"{self.first[at]}")
        one, other = self.lines(0), self.lines(1)
        self.rewrite(0, other)
        self.rewrite(1, one)
        self.assert_refused(f"{self.names[0]}`, line 1: the segment is named 1 but begins with record {self.first[1]}")

    def test_a_segment_of_another_log(self):
        other = os.path.join(self.folder, "other")
        decide(CLAIMS.replace(b'"C-', b'"D-'), "--log", other, "--segment-size", 12_000)
        for at in range(1, len(self.segments) - 1):
            shutil.copy(os.path.join(other, self.names[at]), self.segments[at])
            self.assert_refused(f"{self.names[at]}`, line 1: the `previous` of record {self.first[at]} is not the "
                                f"digest of record {self.first[at] - 1}")
        shutil.copy(os.path.join(other, self.names[0]), self.segments[0])
        # Both begin with the same record; only what comes behind is other.
        self.assert_refused(f"{self.names[1]}`, line 1: the `previous` of record {self.first[1]} is not the digest")
        shutil.copy(os.path.join(other, self.names[-1]), self.segments[-1])
        self.assert_refused(f"{self.names[-1]}`, line 1: the `previous` of record {self.first[-1]} is not the digest")

    def test_the_ends_of_a_segment_before_the_last(self):
        for at in range(len(self.segments) - 1):
            lines = self.lines(at)
            self.rewrite(at, lines[:-1])
            self.assert_refused(f"{self.names[at + 1]}`: record {self.first[at + 1] - 1} is missing before it")
            self.rewrite(at, lines[:-1] + [lines[-1][:-1]])
            self.assert_refused(f"{self.names[at]}`, its last line: ", "has no end")
            self.rewrite(at, lines[:-1] + [lines[-1].replace(b'"C-', b'"E-')])
            self.assert_refused(f"{self.names[at]}`, its last line: record {self.first[at + 1] - 1} was changed")
            self.rewrite(at, lines + [b"\n"])
            self.assert_refused(f"{self.names[at]}`, its last line: this is no record")
            self.rewrite(at, [b"\n"] + lines)
            self.assert_refused(f"{self.names[at]}`, line 1: this is no record")
            self.rewrite(at, [lines[0].replace(b'"engine"', b'"Engine"')] + lines[1:])
            self.assert_refused(f"{self.names[at]}`, line 1: record {self.first[at]} was changed")
            self.rewrite(at, [])
            self.assert_refused(f"{self.names[at]}`: the segment is empty")

    def test_nothing_is_cut_off_a_log_that_is_refused(self):
        os.remove(self.segments[1])
        self.rewrite(-1, self.lines(-1)[:-1] + [b'{"seq":'])
        self.assert_refused("are missing before it")

    def test_a_segment_that_was_just_begun(self):
        at = len(self.segments) - 1
        for begun in (b"", self.lines(at)[0][:50]):
            self.rewrite(at, [begun])
            self.assert_status(decide(full_claim("C-99"), "--log", self.log), 0)
            self.assert_status(run("log", "verify", self.log), 0)
            self.mend()
            self.rewrite(at, [begun])
            os.remove(self.segments[at - 1])
            self.assert_refused("are missing before it")

    def test_a_segment_that_lies_elsewhere(self):
        aside = os.path.join(self.folder, "aside.jsonl")
        shutil.move(self.segments[1], aside)
        os.symlink(aside, self.segments[1])
        self.assert_status(decide(full_claim("C-99"), "--log", self.log), 0)
        self.assert_status(run("log", "verify", self.log), 0)


class CheckedByOthers(Damaged):
    """The program in another language that docs/audit.md prints."""

    def check(self):
        with open(os.path.join(ROOT, "docs", "audit.md"), encoding="utf-8") as file:
            text = re.search("<!-- test: file check.py -->\n```python\n(.*?)```", file.read(), re.DOTALL).group(1)
        segments = glob.glob(os.path.join(self.log, "0*.jsonl"))
        # In whatever order a shell hands them in.
        done = subprocess.run([sys.executable, self.write("check.py", text), *reversed(sorted(segments))],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.stderr, "")
        return [line for line in done.stdout.splitlines() if not line.endswith(" good")], len(done.stdout.splitlines())

    def test_all_segments(self):
        self.assertEqual(self.check(), ([], sum(len(self.lines(at)) for at in range(len(self.segments)))))

    def test_damage(self):
        changed = self.lines(1)
        self.rewrite(1, changed[:2] + [changed[2].replace(b'"C-', b'"E-')] + changed[3:])
        self.assertEqual(self.check()[0], [f"{self.first[1] + 2} NOT what was written"])
        self.mend()
        os.remove(self.segments[1])
        self.assertEqual(self.check()[0][0], f"{self.first[1]} NOT what was written")
        self.mend()
        self.rewrite(1, [b"\n", b"no record\n"] + changed)
        self.assertEqual(self.check()[0][0], f"{self.first[1]} NOT what was written")


if __name__ == "__main__":
    unittest.main()
