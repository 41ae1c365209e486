# SPDX-License-Identifier: Apache-2.0
"""`sanbao log show`: single records of a log, sound and damaged (docs/audit.md)."""

import glob
import json
import os
import unittest

from log_damage_test import Damaged
from program import ROOT, Case, claim, decide, full_claim, run

CLAIMS = b"\n".join([full_claim("C-1"), b'{"claim":{"id":5}}', claim("C-3", context={"phone": "130"})]) + b"\n"


def show(log, which, *words):
    return run("log", "show", *words, log, which)


class One(Case):
    """A log of one segment."""

    def setUp(self):
        super().setUp()
        self.log = os.path.join(self.folder, "log")

    def keep(self, claims=CLAIMS, *words):
        decide(claims, "--log", self.log, *words)
        self.path, = glob.glob(os.path.join(self.log, "0*.jsonl"))
        with open(self.path, "rb") as file:
            self.lines = file.read().splitlines(keepends=True)

    def told(self, which, status=0):
        """The lines of each record."""
        done = show(self.log, which)
        self.assert_status(done, status)
        return [part.split("\n") for part in done.out.decode().rstrip("\n").split("\n\n")]

    def refused(self, which, *words, status, says, out=b""):
        done = show(self.log, which, *words)
        self.assert_status(done, status)
        self.assertEqual((done.out, done.err), (out, says))

    def test_a_decided_record(self):
        self.keep()
        kept = self.lines[1].decode()
        at = kept.index(',"decision":')
        self.assertEqual(self.told("2"), [[
            "record 2  ·  000000000001.jsonl:2",
            "  run        record 1, kept by sanbao 0.1.0",
            "  policies   hyundai-mp3 2008.1",
            "  judged     each claim as of its own day",
            "  masked     nothing",
            "  claim      C-1",
            "  outcome    approved, as of 2024-05-08",
            full_claim("C-1").decode(),
            kept[at + len(',"decision":'):-3]]])

    def test_a_refused_record(self):
        self.keep()
        self.assertEqual(self.told("3")[0][5:], ["  outcome    refused", "  line       2 of the input", '{"claim":{"id":5}}',
                                                 self.lines[2].decode().split(',"error":', 1)[1][:-3]])

    def test_a_rulebook_record(self):
        self.keep(CLAIMS, "--as-of", "2024-06-01", "--mask", "claim.id", "--mask", "context.phone")
        told, = self.told("1")
        self.assertEqual(told[1:5], ["  run        this record, kept by sanbao 0.1.0", "  policies   hyundai-mp3 2008.1",
                                     "  judged     as of 2024-06-01", "  masked     claim.id, context.phone"])
        self.assertEqual(json.loads(told[5]), json.loads(self.lines[0])["rulebook"])

    def test_what_was_set_and_what_was_cut(self):
        self.keep()
        self.write(self.path, b"".join(self.lines)[:-9])
        rules = os.path.join(ROOT, "rules", "cn")
        run("decide", "--rules", rules, "--set", "cn/goods-1995:weekend_rolls=true", "--log", self.log,
            stdin=claim("C-4"))
        told, = self.told("4")
        self.assertIn("  set        cn/goods-1995:weekend_rolls=true", told)
        self.assertEqual(told[-2], f"  cut        {len(self.lines[3]) - 9:,} bytes of a torn record")
        told, = self.told("5")
        self.assertEqual(told[1], "  run        record 4, kept by sanbao 0.1.0")
        self.assertIn("  set        cn/goods-1995:weekend_rolls=true", told)
        self.assertFalse([line for line in told if line.startswith("  cut")])

    def test_the_line_itself(self):
        self.keep(b'{"claim": {"id":\t"C-1"},  "product":{"category":"other"}}\n\xff\xfe\n')
        for number, line in enumerate(self.lines, 1):
            done = show(self.log, number, "--format", "json")
            self.assert_status(done, 0)
            self.assertEqual((done.out, done.err), (line, ""))
        done = show(self.log, "1..3", "--format=json")
        self.assertEqual(done.out, b"".join(self.lines))
        # For people a line is a line.
        self.assertEqual(self.told("2")[0][-2], '{"claim": {"id": "C-1"},  "product":{"category":"other"}}')
        self.assertIn('"bytes":"fffe"', self.told("3")[0][-1])

    def test_a_range(self):
        self.keep()
        told = self.told("1..4")
        self.assertEqual([part[0] for part in told], [f"record {n}  ·  000000000001.jsonl:{n}" for n in range(1, 5)])
        self.assertEqual(self.told("2..3"), told[1:3])
        self.assertEqual(self.told("4..4"), told[3:])

    def test_a_masked_log(self):
        self.keep(CLAIMS, "--mask", "claim.id", "--mask", "context.phone")
        told = self.told("2..4")
        self.assertRegex(told[0][5], "^  claim      masked:[0-9a-f]{64}$")
        self.assertEqual(told[0][4], "  masked     claim.id, context.phone")
        # Of a refused line nobody knows what it holds.
        self.assertEqual(told[1][5:7], ["  outcome    refused", "  line       2 of the input"])
        self.assertEqual(json.loads(told[1][7])["code"], "SB3010")
        for secret in ("C-1", "C-3", '"130"'):
            self.assertNotIn(secret, str(told))

    def test_a_claim_that_steers_terminals(self):
        self.keep(claim("C-\x7f\u001b[2J") + b"\n")
        done = show(self.log, 2)
        self.assert_status(done, 0)
        self.assertFalse([byte for byte in done.out if byte < 32 and byte != 10 or byte == 127], done.out)
        self.assertIn(b"  claim      C-  [2J\n", done.out)

    def test_a_claim_that_reads_other_than_it_is_stored(self):
        hidden = "\u061c\u200e\u200f\u2028\u202e\u2066\u2069\ufeff\ufff9\ufffb"
        name = "C-" + hidden + "\u0080\u009b\u0085\u00a0é\u2027\u202f例"
        self.keep(claim(name) + b"\n" + name.encode() + b"\n")
        told = self.told("2..3")
        said = "C-" + "\ufffd" * len(hidden) + "   \u00a0é\u2027\u202f例"
        self.assertIn("  claim      " + said, told[0])
        self.assertEqual(told[1][7], said)
        self.assertFalse(set("".join(told[0] + told[1])) & set(hidden + "\u0080\u009b\u0085"))
        self.assertEqual(show(self.log, "2..3", "--format", "json").out, b"".join(self.lines[1:]))

    def test_a_record_that_is_not_there(self):
        self.keep()
        for which, no in (("5", "record 5"), ("5..5", "record 5"), ("7..9", "records 7 to 9"),
                          ("18446744073709551615", "record 18446744073709551615")):
            for words in ([], ["--format", "json"]):
                self.refused(which, *words, status=1, says=f"sanbao: `{self.log}` has no {no}: it has records 1 to 4\n")
        # What is there is shown all the same.
        self.refused("4..99", "--format", "json", status=1, out=self.lines[3],
                     says=f"sanbao: `{self.log}` has no records 5 to 99: it has records 1 to 4\n")

    def test_what_is_no_number(self):
        self.keep()
        for which in ("", "two", "-", "0x2", "2.5", "2,000", " 2", "+2", "2 ", "..", "2..", "..2", "1..2..3", "1...2", "1..-2",
                      "２", "18446744073709551616", "1..18446744073709551616"):
            self.refused(which, status=2, says=f"sanbao: `{which}` is no number of a record\n  help: write a whole number, "
                                               "as in `17`, or the first and the last, as in `17..20`\n")
        for which in ("0", "00", "0..2", "1..0"):
            self.refused(which, status=2, says=f"sanbao: `{which}` is no number of a record\n  help: records are numbered "
                                               "from 1\n")
        self.refused("3..2", status=2,
                     says="sanbao: `3..2` is no number of a record\n  help: its first record lies behind its last\n")

    def test_wrong_usage(self):
        self.keep()
        usage = "  help: usage: sanbao log [options] verify|runs|show|head|keygen DIR|FILE [N|N..M]\n"
        done = run("log", "show", self.log)
        self.assert_status(done, 2)
        self.assertEqual(done.err, "sanbao: `sanbao log show` needs DIR and N or N..M\n" + usage)
        done = run("log", "show", self.log, "1", "2")
        self.assert_status(done, 2)
        self.assertEqual(done.err, "sanbao: unexpected `2`\n" + usage)
        for option in ("--head", "--public-key", "--sign", "--threads"):
            done = show(self.log, "1", option, "1")
            self.assert_status(done, 2)
            self.assertEqual(done.err, f"sanbao: `{option}` is not for `log show`\n  help: see `sanbao log --help`\n")

    def test_no_log(self):
        self.keep()
        nowhere = os.path.join(self.folder, "nowhere")
        empty = os.path.join(self.folder, "empty")
        os.mkdir(empty)
        for folder, says in ((nowhere, f"`{nowhere}` is not there: a folder that `decide --log` wrote is wanted"),
                             (self.path, f"`{self.path}` is no log: a folder that `decide --log` wrote is wanted"),
                             (empty, f"`{empty}` has no record 1: it holds no records"),
                             (self.folder, f"`{self.folder}/empty` is no file of a log")):
            done = show(folder, "1")
            self.assert_status(done, 1)
            self.assertEqual((done.out, done.err), (b"", f"sanbao: {says}\n"))
        self.write(self.path, b"")
        self.refused("1", status=1, says=f"sanbao: `{self.log}` has no record 1: it holds no records\n")

    def test_a_changed_record(self):
        self.keep()
        self.write(self.path, b"".join(self.lines).replace(b'"outcome":"approved"', b'"outcome":"denied"', 1))
        fault = "record 2 was changed: its digest is not that of its content"
        told, = self.told("2", status=1)
        self.assertEqual(told[:2], ["record 2  ·  000000000001.jsonl:2", "  fault      " + fault])
        self.assertEqual(told[7], "  outcome    denied, as of 2024-05-08")
        done = show(self.log, "1..3", "--format", "json")
        self.assert_status(done, 1)
        self.assertEqual(done.err, f"sanbao: 000000000001.jsonl:2: {fault}\n")
        with open(self.path, "rb") as file:
            self.assertEqual(done.out, b"".join(file.read().splitlines(keepends=True)[:3]))
        # Others are not touched by it.
        self.told("1")
        self.told("3..4")

    def test_a_changed_record_of_the_run(self):
        self.keep()
        self.write(self.path, b"".join(self.lines).replace(b'"version":"2008.1"', b'"version":"2009.1"', 1))
        fault = "record 1 was changed: its digest is not that of its content"
        self.assertEqual(self.told("1", status=1)[0][1], "  fault      " + fault)
        for part in self.told("2..4", status=1):
            self.assertEqual(part[1], "  fault      the record of its run: " + fault)
            self.assertEqual(part[3], "  policies   hyundai-mp3 2009.1")

    def test_records_without_their_parts(self):
        self.keep()
        self.write(self.path, b"".join(self.lines).replace(b',"decision":', b',"decisoin":', 1)
                   .replace(b'"refused":{"record"', b'"refused":["record"', 1))
        self.assertEqual(self.told("2", status=1)[0][1:3],
                         ["  fault      record 2 was changed: its digest is not that of its content",
                          "  fault      the record has no claim and decision"])
        self.assertIn("  fault      the record has no line and error", self.told("3", status=1)[0])
        # A form of records that is to come.
        self.write(self.path, b"".join(self.lines).replace(b'{"form":1,', b'{"form":2,', 1))
        for which in ("1", "2"):
            self.assertIn("  fault      this program does not know the form of its rulebook", self.told(which, status=1)[0])

    def test_a_torn_end(self):
        self.keep()
        self.write(self.path, b"".join(self.lines)[:-7])
        torn = self.lines[3][:-7]
        told, = self.told("4", status=1)
        self.assertEqual(told, ["in place of record 4  ·  000000000001.jsonl:4",
                                "  fault      the record is torn: its line has no end", torn.decode()])
        self.refused("4", "--format", "json", status=1, out=torn + b"\n",
                     says="sanbao: 000000000001.jsonl:4: the record is torn: its line has no end\n")
        self.refused("5", status=1, says=f"sanbao: `{self.log}` has no record 5: it has records 1 to 4\n")
        self.told("1..3")

    def test_lines_put_in_taken_out_and_exchanged(self):
        self.keep()
        one, two, three, four = self.lines
        self.write(self.path, one + b"no \x1b record\n" + two + three + four)
        told = self.told("2", status=1)
        self.assertEqual(told[0], ["in place of record 2  ·  000000000001.jsonl:2", "  fault      this is no record",
                                   "no   record"])
        self.assertEqual((len(told), told[1][0]), (2, "record 2  ·  000000000001.jsonl:3"))
        self.told("3..4")
        self.write(self.path, one + three + four)
        told, = self.told("2", status=1)
        self.assertEqual(told[:2], ["record 3  ·  000000000001.jsonl:2",
                                    "  fault      record 2 is missing before record 3"])
        self.assertEqual(self.told("3", status=1), [told])
        self.told("4")
        self.write(self.path, one + three + two + four)
        for which, numbers in (("2", (3, 2)), ("3", (3, 4)), ("2..3", (3, 2, 4))):
            told = self.told(which, status=1)
            self.assertEqual([part[0] for part in told],
                             [f"record {n}  ·  000000000001.jsonl:{ {3: 2, 2: 3, 4: 4}[n]}" for n in numbers])
            self.assertEqual(told[0][1], "  fault      record 3 does not belong here, after record 1")
        # Its number alone is another.
        self.write(self.path, one + two.replace(b'"seq":2,', b'"seq":300,') + three + four)
        self.assertEqual(self.told("2", status=1)[0][:2],
                         ["record 300  ·  000000000001.jsonl:2",
                          "  fault      record 2 was changed: its digest is not that of its content"])
        # A record a second time.
        self.write(self.path, one + two + two + three + four)
        told = self.told("2", status=1)
        self.assertEqual([part[1] for part in told],
                         ["  run        record 1, kept by sanbao 0.1.0", "  fault      record 2 stands here a second time"])
        # Other ends of lines; byte for byte all the same.
        self.write(self.path, b"".join(line[:-1] + b"\r\n" for line in self.lines))
        done = show(self.log, "2", "--format", "json")
        self.assert_status(done, 1)
        self.assertEqual((done.out, done.err), (two[:-1] + b"\r\n", "sanbao: 000000000001.jsonl:2: the line ends with CR LF, "
                                                                   "not with LF alone\n"))

    def test_no_rulebook_record(self):
        self.keep()
        self.write(self.path, b"".join(self.lines[1:]))
        told, = self.told("3", status=1)
        self.assertEqual(told[1:4], ["  fault      no record says by which rulebook it was decided",
                                     "  outcome    refused", "  line       2 of the input"])


class Several(Damaged):
    """A log of several segments."""

    def test_only_the_segments_asked_for_are_read(self):
        whole = show(self.log, "1..99", "--format", "json").out
        records = whole.splitlines(keepends=True)
        self.assertGreater(len(records), 16)
        for at, first in enumerate(self.first):
            for other, path in enumerate(self.segments):
                if other != at:
                    os.remove(path)
                    os.symlink("/nowhere", path)
            last = self.first[at + 1] - 1 if at + 1 < len(self.first) else len(records)
            for number in (first, first + 1, last):
                done = show(self.log, number, "--format", "json")
                self.assert_status(done, 0)
                self.assertEqual(done.out, records[number - 1])
            done = show(self.log, f"{first}..{last}", "--format", "json")
            self.assertEqual((done.status, done.out), (0, b"".join(records[first - 1:last])))
            self.mend()
        os.remove(self.segments[1])
        os.symlink("/nowhere", self.segments[1])
        self.assert_status(show(self.log, self.first[1]), 3)

    def test_over_several_segments(self):
        first, last = self.first[1] - 1, self.first[2] + 1
        done = show(self.log, f"{first}..{last}")
        self.assert_status(done, 0)
        parts = done.out.decode().split("\n\n")
        self.assertEqual([part.split("  ·  ")[0] for part in parts], [f"record {n}" for n in range(first, last + 1)])
        # Each names the record of its own segment.
        self.assertIn(f"\n  run        record {self.first[0]}, kept", parts[0])
        self.assertIn(f"\n  run        this record, kept", parts[1])
        self.assertIn(f"\n  run        record {self.first[2]}, kept", parts[-1])

    def test_a_segment_missing(self):
        os.remove(self.segments[1])
        done = show(self.log, self.first[1])
        self.assert_status(done, 1)
        self.assertEqual(done.err, f"sanbao: `{self.log}` has no record {self.first[1]}: it is not in {self.names[0]}, "
                                   "where its place is\n")
        done = show(self.log, f"{self.first[1] - 1}..{self.first[2]}")
        self.assert_status(done, 1)
        self.assertEqual(done.out.decode().count("\n  run  "), 2)
        self.assertIn(f"has no records {self.first[1]} to {self.first[2] - 1}: it is not in", done.err)
        os.remove(self.segments[0])
        done = show(self.log, "1")
        self.assert_status(done, 1)
        self.assertEqual(done.err, f"sanbao: `{self.log}` has no record 1: it begins with record {self.first[2]}\n")

    def test_a_segment_that_was_just_begun(self):
        self.rewrite(-1, [])
        done = show(self.log, self.first[-1])
        self.assert_status(done, 1)
        self.assertEqual(done.err, f"sanbao: `{self.log}` has no record {self.first[-1]}: it has records 1 to "
                                   f"{self.first[-1] - 1}\n")

    def test_the_faults_are_those_that_verify_tells(self):
        for at, first in enumerate(self.first):
            lines = self.lines(at)
            for index in range(1, len(lines)):
                self.rewrite(at, lines[:index] + [lines[index].replace(b'"C-', b'"E-')] + lines[index + 1:])
                place, fault = run("log", "verify", self.log).out.decode().splitlines()[0].split(": ", 1)
                done = show(self.log, first + index)
                self.assert_status(done, 1)
                self.assertEqual(done.out.decode().splitlines()[:2],
                                 [f"record {first + index}  ·  {place}", "  fault      " + fault])
                self.mend()


if __name__ == "__main__":
    unittest.main()
