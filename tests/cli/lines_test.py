# SPDX-License-Identifier: Apache-2.0
"""How `decide` cuts its input into records: line ends, blank lines, marks, limits (docs/records.md §1)."""

import json
import os
import resource
import subprocess
import unittest

import program
from program import BOM, LIMIT, Case, claim, decide, records


def padded(name, length):
    """A record of exactly so many bytes."""
    text = claim(name)
    return text[:-1] + b" " * (length - len(text)) + b"}"


class LineEnds(Case):
    def ids(self, text):
        done = decide(text)
        self.assert_status(done, 0)
        return [record["claim"] for record in records(done.out)]

    def test_line_feeds_and_carriage_returns(self):
        self.assertEqual(self.ids(claim("a") + b"\n" + claim("b") + b"\n"), ["a", "b"])
        self.assertEqual(self.ids(claim("a") + b"\r\n" + claim("b") + b"\r\n"), ["a", "b"])

    def test_the_last_line_may_lack_its_end(self):
        self.assertEqual(self.ids(claim("a") + b"\n" + claim("b")), ["a", "b"])
        self.assertEqual(self.ids(claim("a") + b"\r"), ["a"])

    def test_no_input_no_output(self):
        for text in (b"", b"\n", b"\n\n\r\n", b" \t\n  ", BOM, BOM + b"\n"):
            done = decide(text)
            self.assert_status(done, 0)
            self.assertEqual(done.out, b"")
            self.assertEqual(done.err, "")

    def test_a_mark_at_the_start_only(self):
        self.assertEqual(self.ids(BOM + claim("a") + b"\n"), ["a"])
        done = decide(claim("a") + b"\n" + BOM + claim("b") + b"\n")
        self.assert_status(done, 1)
        first, second = records(done.out)
        self.assertEqual(first["claim"], "a")
        self.assertEqual(second["record"], 2)
        done = decide(BOM + BOM + claim("a"))
        self.assertEqual(records(done.out)[0]["record"], 1)


class Spread(Case):
    """What is no JSON Lines from its first line on is told to be, once."""

    def assert_told(self, text, told=True):
        done = decide(text)
        self.assert_status(done, 1)
        hint = done.err.count("`standard input` holds no record on its first line: one record a line is wanted (JSON Lines)\n")
        self.assertEqual((hint, bool(done.err)), (told, told), done.err)

    def test_an_array(self):
        array = b"[" + claim("a") + b"," + claim("b") + b"]"
        for text in (array, array + b"\n", BOM + b"\n " + array, b"[\n" + claim("a") + b",\n" + claim("b") + b"\n]\n",
                     b"[" + b",".join([claim("a")] * (LIMIT // 20)) + b"]"):
            self.assert_told(text)

    def test_records_over_several_lines(self):
        for text in (json.dumps(json.loads(claim("a")), indent=2), '{"claim": {\n  "id": "a"}}\n', "{\r\n}\r\n"):
            self.assert_told(text.encode())

    def test_a_record_that_is_at_fault_by_itself(self):
        for text in (b"x", b"{", b"{}x\n" + claim("a"), claim("a") + b"\n[]\n{\n}\n", padded("a", LIMIT + 1), b'"[\n"'):
            self.assert_told(text, told=text.startswith(b"{}x"))


class Places(Case):
    def test_blank_lines_count(self):
        done = decide(b"\n" + claim("a") + b"\n \t\r\nx\n\n" + claim("b") + b"\nx")
        self.assert_status(done, 1)
        a, first, b, second = records(done.out)
        self.assertEqual((a["claim"], b["claim"]), ("a", "b"))
        self.assertEqual((first["record"], second["record"]), (4, 7))

    def test_offsets_are_bytes_of_the_input(self):
        head = BOM + claim("现代") + b"\r\n\r\n"
        done = decide(head + b"  x\r\n" + b"x")
        first, second = records(done.out)[1:]
        self.assertEqual(first["offset"], len(head) + 2)
        self.assertEqual(second["offset"], len(head) + 5)

    def test_the_mark_counts(self):
        self.assertEqual(records(decide(BOM + b"x\n").out)[0]["offset"], 3)
        self.assertEqual(records(decide(b"x\n").out)[0]["offset"], 0)

    def test_places_hold_beyond_many_blocks(self):
        count = 3000
        good = b"".join(claim("n%d" % i, context={"padding": "x" * 997}) + b"\n" for i in range(count))
        done = decide(good + b"  x\n" + claim("last"), "--reasons", "none")
        answers = records(done.out)
        self.assertEqual(len(answers), count + 2)
        self.assertEqual(answers[count]["record"], count + 1)
        self.assertEqual(answers[count]["offset"], len(good) + 2)
        self.assertEqual(answers[-1]["claim"], "last")


class Limits(Case):
    def test_a_line_at_the_limit_is_read(self):
        line = padded("long", LIMIT)
        for text in (line, line + b"\n", line + b"\r\n", BOM + line, BOM + line + b"\r\n",
                     claim("a") + b"\n" + line + b"\r\n" + claim("b")):
            done = decide(text)
            self.assert_status(done, 0)
            self.assertIn("long", [record["claim"] for record in records(done.out)])

    def test_a_line_beyond_the_limit_is_refused_and_the_next_is_not(self):
        for length in (LIMIT + 1, LIMIT + 2, LIMIT + 3, LIMIT + 4, LIMIT + 5, LIMIT + 262143,
                       LIMIT + 262144, LIMIT + 262150, 2 * LIMIT):
            for end in (b"\n", b"\r\n"):
                text = claim("a") + b"\n" + padded("long", length) + end + b"  x\n" + claim("b") + b"\n"
                done = decide(text)
                self.assert_status(done, 1)
                a, long, bad, b = records(done.out)
                self.assertEqual((a["claim"], b["claim"]), ("a", "b"))
                self.assertEqual((long["record"], bad["record"]), (2, 3))
                self.assertEqual(bad["offset"], text.index(b"  x\n") + 2)
                self.assertTrue(long["error"]["code"].startswith("SB30"), long)

    def test_every_way_to_be_too_long_is_told_alike(self):
        told = set()
        for text in (padded("l", LIMIT + 1), padded("l", LIMIT + 1) + b"\n", padded("l", LIMIT + 1) + b"\r\n",
                     padded("l", 3 * LIMIT), padded("l", 3 * LIMIT) + b"\n", b"\x00" * (2 * LIMIT)):
            done = decide(text)
            self.assert_status(done, 1)
            told.add(done.out)
        self.assertEqual(len(told), 1, told)

    def test_a_long_line_takes_no_memory(self):
        path = self.write("claims", b"")
        with open(path, "wb") as file:
            for _ in range(200):
                file.write(b"x" * LIMIT)
            file.write(b"\n" + claim("after") + b"\n")
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        done = program.run("decide", "--rules", program.HYUNDAI, "--threads", "2", path)
        after = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        self.assert_status(done, 1)
        long, last = records(done.out)
        self.assertEqual(long["record"], 1)
        self.assertEqual(last["claim"], "after")
        self.assertLess(max(before, after), 100 * 1024)  # kilobytes; the line has 200 MiB


class Pipes(Case):
    def start(self):
        process = subprocess.Popen([program.PROGRAM, "decide", "--rules", program.HYUNDAI],
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        self.addCleanup(process.stdout.close)
        return process

    def test_bytes_may_come_one_by_one(self):
        process = self.start()
        text = BOM + claim("现代") + b"\r\n\n" + claim("b") + b"\nx"
        for at in range(len(text)):
            process.stdin.write(text[at:at + 1])
        process.stdin.close()
        a, b, bad = records(process.stdout.read())
        self.assertEqual((a["claim"], b["claim"]), ("现代", "b"))
        self.assertEqual((bad["record"], bad["offset"]), (4, len(text) - 1))
        self.assertEqual(process.wait(), 1)

    def test_an_answer_does_not_wait_for_the_next_record(self):
        process = self.start()
        answers = os.fdopen(os.dup(process.stdout.fileno()), "rb")
        self.addCleanup(answers.close)
        for i in range(3):
            process.stdin.write(claim("n%d" % i) + b"\n")
            self.assertEqual(records(answers.readline())[0]["claim"], "n%d" % i)
        process.stdin.close()
        self.assertEqual(answers.read(), b"")
        self.assertEqual(process.wait(), 0)


if __name__ == "__main__":
    unittest.main()
