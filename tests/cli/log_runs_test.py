# SPDX-License-Identifier: Apache-2.0
"""`sanbao log runs`: a log at a glance (docs/audit.md)."""

import glob
import json
import os
import unittest

from impact_log_test import SHOP
from program import HYUNDAI, Case, claim, decide, full_claim, records, run

# Seven days from 1 May: the first is approved, the others are not.
CLAIMS = b"\n".join([full_claim("C-1"), full_claim("C-2", "2025-05-08"), b"{", claim("C-3")]) + b"\n"
ALL = ("approved", "conditional", "denied", "needs_facts", "conflict", "not_covered")


class Runs(Case):
    def setUp(self):
        super().setUp()
        self.log = os.path.join(self.folder, "log")

    def keep(self, claims, *words, rules=HYUNDAI):
        return run("decide", "--rules", rules, "--log", self.log, *words, stdin=claims)

    def runs(self, *words, status=0):
        done = run("log", "runs", *words, self.log)
        self.assert_status(done, status)
        self.assertEqual(done.err, "")
        return done.out.decode().splitlines()

    def told(self, *words, status=0):
        return [json.loads(line) for line in self.runs("--format", "json", *words, status=status)]

    def change(self, at, old, new):
        path = sorted(glob.glob(os.path.join(self.log, "0*.jsonl")))[at]
        with open(path, "rb") as file:
            text = file.read()
        self.assertIn(old, text)
        self.write(path, text.replace(old, new, 1))

    def test_a_line_for_each_run(self):
        other = self.write("shop.yaml", SHOP)
        self.keep(CLAIMS)
        self.keep(full_claim("C-4", "2024-05-02"), rules=other)
        self.keep(b"")
        self.keep(CLAIMS, "--as-of", "2025-06-01", "--mask", "claim.id")
        *lines, last = self.runs()
        self.assertEqual(lines[0], "records 1 to 5  ·  3 decided: 1 approved, 1 denied, 1 not_covered  ·  1 refused  ·  "
                                   "2024-05-08 to 2025-05-08  ·  hyundai-mp3 2008.1")
        self.assertRegex(lines[1], "^records 6 to 7  ·  1 decided: 1 [a-z_]+  ·  0 refused  ·  2024-05-02  ·  shop [^ ]+$")
        self.assertEqual(lines[2], "record 8  ·  0 decided  ·  0 refused  ·  hyundai-mp3 2008.1")
        self.assertRegex(lines[3], "^records 9 to 13  ·  3 decided: .*  ·  1 refused  ·  2025-06-01  ·  hyundai-mp3 2008.1  ·  "
                                   "masked claim.id$")
        self.assertRegex(last, "^4 runs  ·  13 records  ·  7 decided: .*  ·  2 refused  ·  2024-05-02 to 2025-06-01$")

    def test_json(self):
        self.keep(CLAIMS)
        self.keep(claim("C-4"))
        first, second, last = self.told()
        self.assertEqual(list(first), ["first", "last", "file", "line", "decided", "refused", "outcomes", "first_day",
                                       "last_day", "rulebook"])
        self.assertEqual((first["first"], first["last"], first["file"], first["line"]), (1, 5, "000000000001.jsonl", 1))
        self.assertEqual((second["first"], second["last"], second["line"]), (6, 7, 6))
        self.assertEqual(first["outcomes"], {**dict.fromkeys(ALL, 0), "approved": 1, "denied": 1, "not_covered": 1})
        self.assertEqual((first["first_day"], first["last_day"]), ("2024-05-08", "2025-05-08"))
        # A claim without a day.
        self.assertEqual((second["first_day"], second["last_day"]), (None, None))
        with open(os.path.join(self.log, "000000000001.jsonl"), encoding="utf-8") as file:
            self.assertEqual(first["rulebook"], json.loads(file.readline())["rulebook"])
        self.assertEqual(last, {"runs": 2, "records": 7, "decided": 4, "refused": 1,
                                "outcomes": {**dict.fromkeys(ALL, 0), "approved": 1, "denied": 1, "not_covered": 2},
                                "first_day": "2024-05-08", "last_day": "2025-05-08", "unread": 0})

    def test_what_it_counts_is_what_decide_wrote(self):
        claims = b"".join(full_claim(f"C-{i}", f"2024-{1 + i % 12:02}-{1 + i % 28:02}") + b"\n" for i in range(3000))
        out = records(self.keep(claims, "--reasons", "none", "--segment-size", 200_000).out)
        self.assertGreater(len(glob.glob(os.path.join(self.log, "0*.jsonl"))), 5)
        one, last = self.told("--threads", "1")
        self.assertEqual(self.told("--threads", "3"), [one, last])
        for counts in (one, last):
            self.assertEqual(counts["outcomes"], {word: sum(d["outcome"] == word for d in out if "outcome" in d)
                                                  for word in ALL})
            self.assertEqual(counts["refused"], sum("error" in d for d in out))
            days = [d["as_of"] for d in out if "as_of" in d]
            self.assertEqual((counts["first_day"], counts["last_day"]), (min(days), max(days)))

    def test_a_run_goes_on_over_segments(self):
        words = ["--segment-size", 15_000]
        claims = b"".join(full_claim(f"C-{i}") + b"\n" for i in range(16))
        self.keep(claims, *words)
        segments = len(glob.glob(os.path.join(self.log, "0*.jsonl")))
        self.assertGreater(segments, 3)
        self.assertEqual(len(self.runs()), 2)
        # One that follows a torn record says so only in its first segment.
        path = sorted(glob.glob(os.path.join(self.log, "0*.jsonl")))[-1]
        with open(path, "ab") as file:
            file.write(b'{"seq":')
        self.keep(claims, *words)
        self.assertGreater(len(glob.glob(os.path.join(self.log, "0*.jsonl"))), segments + 2)
        first, second, last = self.told()
        self.assertEqual((first["decided"], second["decided"], last["runs"]), (16, 16, 2))
        self.assertEqual(second["first"], first["last"] + 1)
        self.assertEqual(second["rulebook"]["cut_bytes"], 7)
        # A segment by itself that says nothing of what decided it.
        with open(path, "rb") as file:
            lines = file.read().splitlines(keepends=True)
        self.write(path, b"".join(lines[1:]))
        told = self.runs()
        self.assertTrue(any(line.endswith("  ·  no record says by what") for line in told), told)

    def test_lines_that_cannot_be_read(self):
        self.keep(CLAIMS)
        self.change(0, b"\n", b"\nno record\n")
        told = self.runs(status=1)
        self.assertEqual(told[1], "000000000001.jsonl:2: this is no record")
        self.assertTrue(told[0].startswith("records 1 to 5  ·  3 decided: "), told)
        self.change(0, b'"outcome":"approved"', b'"outcome":"welcome"')
        self.change(0, b',"decision":{"claim":"C-2"', b',"decisoin":{"claim":"C-2"')
        told = self.runs(status=1)
        self.assertEqual(told[1:3], ["000000000001.jsonl:2: this is no record", "and 2 more lines that cannot be read"])
        self.assertTrue(told[3].startswith("1 run  ·  5 records  ·  1 decided: 1 not_covered  ·  1 refused"), told)
        self.assertEqual(self.told(status=1)[-1]["unread"], 3)

    def test_a_torn_end(self):
        self.keep(CLAIMS)
        path, = glob.glob(os.path.join(self.log, "0*.jsonl"))
        with open(path, "rb") as file:
            text = file.read()
        self.write(path, text[:-7])
        told = self.runs(status=1)
        self.assertTrue(told[0].startswith("records 1 to 4  ·  2 decided: "), told)
        self.assertEqual(told[1], "000000000001.jsonl:5: this is no record")

    def test_a_rulebook_of_another_form(self):
        self.keep(CLAIMS)
        self.change(0, b'{"form":1,', b'{"form":2,')
        self.assertTrue(self.runs()[0].endswith("  ·  by a rulebook of a form that this program does not know"))
        self.assertEqual(self.told()[0]["rulebook"]["form"], 2)

    def test_no_log(self):
        empty = os.path.join(self.folder, "empty")
        os.mkdir(empty)
        for folder, says in ((self.log, "is not there"), (empty, "holds no records of a log"),
                             (HYUNDAI, "is no log"), (self.folder, "is no file of a log")):
            for words in ([], ["--format", "json"]):
                done = run("log", "runs", *words, folder)
                self.assert_status(done, 1)
                self.assertEqual(done.out, b"")
                self.assertIn(says, done.err)

    def test_wrong_usage(self):
        self.keep(CLAIMS)
        for words in (["--head", HYUNDAI], ["--sign", HYUNDAI], ["--format", "html"], ["--threads", "0"]):
            self.assert_status(run("log", "runs", *words, self.log), 2)
        self.assert_status(run("log", "runs"), 2)
        done = run("log", "runs", self.log, "5")
        self.assert_status(done, 2)
        self.assertIn("unexpected `5`", done.err)


if __name__ == "__main__":
    unittest.main()
