# SPDX-License-Identifier: Apache-2.0
"""Logs of several segments that somebody has damaged: what going on with one refuses, and what `log verify` says."""

import glob
import os
import re
import shutil
import subprocess
import sys
import unittest

from program import HYUNDAI, ROOT, Case, decide, full_claim, run

CLAIMS = b"".join(full_claim(f"C-{i}") + b"\n" for i in range(16))


class Damaged(Case):
    """A log of several segments."""

    def setUp(self):
        super().setUp()
        self.log = os.path.join(self.folder, "log")
        self.assert_status(decide(CLAIMS, "--log", self.log, "--segment-size", 15_000), 0)
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
        decide(CLAIMS.replace(b'"C-', b'"D-'), "--log", other, "--segment-size", 15_000)
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

    def test_a_whole_line_at_the_end_of_the_last(self):
        place = f"{self.names[-1]}`, line "
        lines = self.lines(-1)
        last = self.first[-1] + len(lines) - 1
        self.rewrite(-1, lines[:-1] + [lines[-1].replace(b'"C-', b'"E-')])
        self.assert_refused(place + f"{len(lines)}: record {last} was changed: its digest is not that of its content")
        for line in (b"garbage\n", b"\n", lines[-1][:-9] + b"\n"):
            self.rewrite(-1, lines + [line])
            self.assert_refused(place + f"{len(lines) + 1}: this is no record")
            # Nor is it cut off with what a crash may have left before or behind it.
            self.rewrite(-1, lines + [line, b'{"seq":'])
            self.assert_refused(place + f"{len(lines) + 1}: this is no record")
            self.rewrite(-1, lines + [b"\0" * 512 + b"\n", line])
            self.assert_refused(place + f"{len(lines) + 1}: this is no record")

    def test_what_a_crash_leaves_at_the_end(self):
        lines = self.lines(-1)
        # A line without an end, pages that were not written, and a line with such pages in it.
        for torn in (lines[-1][:-1], b'{"seq":', b"\0" * 5000, lines[-1][:50] + b"\0" * 4096,
                     lines[-1][:50] + b"\0" * 300 + lines[-1][350:], b"\0" * 4096 + b"x}}\n" + lines[-1][:50]):
            self.rewrite(-1, lines[:-1] + [torn])
            number = self.first[-1] + len(lines) - 1
            done = decide(full_claim("C-99"), "--log", self.log)
            self.assert_status(done, 0)
            kept = f"{number:012}.torn"
            self.assertIn(f"{len(torn):,} bytes after record {number - 1} cut off and kept in `{kept}`", done.err)
            self.assertEqual(self.bytes_of_log()[kept], torn)
            done = run("log", "verify", self.log)
            self.assert_status(done, 0)
            self.assertNotIn(b"remark", done.out)
            self.mend()

    def test_torn_twice_at_one_place(self):
        lines = self.lines(-1)
        for turn in (1, 2):
            self.rewrite(-1, lines + [b'{"seq":'])
            self.assert_status(decide(full_claim("C-99"), "--log", self.log), 0)
            self.assertEqual(self.bytes_of_log()[f"{self.first[-1] + len(lines):012}.torn"], b'{"seq":' * turn)

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


class Verifying(Damaged):
    def told(self, *words):
        """Faults and the number of them in the closing line; the log is mended."""
        done = run("log", "verify", *words, self.log)
        self.assertEqual(done.err, "")
        self.mend()
        *faults, last = done.out.decode().splitlines()
        self.assert_status(done, 1)
        return faults, last.rsplit("  ·  ", 1)[1]

    def assert_told(self, faults, *words, also=()):
        """One cause, one fault."""
        told, count = self.told(*words)
        self.assertEqual(told, faults)
        self.assertEqual(count, f"{len(faults)} fault" + "s" * (len(faults) > 1), also)

    def each_line(self):
        for at, first in enumerate(self.first):
            for index, _ in enumerate(self.lines(at)):
                yield at, index, f"{self.names[at]}:{index + 1}: ", first + index

    def is_last(self, at, index):
        return at == len(self.first) - 1 and index == len(self.lines(at)) - 1

    def other_record(self, number):
        """The record with this number of another log."""
        other = os.path.join(self.folder, "other")
        if not os.path.isdir(other):
            decide(b"".join(full_claim(f"D-{i}") + b"\n" for i in range(300)), "--log", other, "--reasons", "none")
        with open(os.path.join(other, "000000000001.jsonl"), "rb") as file:
            return file.read().splitlines(keepends=True)[number - 1]

    def test_a_line_put_in(self):
        for at, index, place, number in self.each_line():
            lines = self.lines(at)
            for text in (b"\n", b"no record\n"):
                self.rewrite(at, lines[:index] + [text] + lines[index:])
                self.assert_told([place + "this is no record"])
            if index < 2:
                self.rewrite(at, lines[:index] + [self.other_record(200)] + lines[index:])
                self.assert_told([place + f"record 200 does not belong here, after record {number - 1}"])

    def test_a_line_overwritten(self):
        for at, index, place, number in self.each_line():
            lines = self.lines(at)
            self.rewrite(at, lines[:index] + [b"no record\n"] + lines[index + 1:])
            self.assert_told([place + "this is no record"])
            for other in (200, number + 2, number + 1, number, number - 1, number - 2):
                if other < 2 or index == 0:
                    continue
                self.rewrite(at, lines[:index] + [self.other_record(other)] + lines[index + 1:])
                told, _ = self.told()
                self.assertEqual(len(told), 1, (number, other, told))
                self.assertTrue(told[0].startswith(place), told)
                if other > number and not self.is_last(at, index):
                    self.assertEqual(told[0],
                                     place + f"record {other} does not belong here, after record {number - 1}")

    def test_a_number_changed(self):
        for at, index, place, number in self.each_line():
            lines = self.lines(at)
            if index == 0 or self.is_last(at, index):
                continue
            for other in (number + 300, number + 1, number - 1):
                line = lines[index].replace(b'"seq":%d,' % number, b'"seq":%d,' % other)
                self.rewrite(at, lines[:index] + [line] + lines[index + 1:])
                self.assert_told([place + f"record {number} was changed: its digest is not that of its content"])

    def test_records_taken_out_or_exchanged(self):
        for at, index, place, number in self.each_line():
            lines = self.lines(at)
            if 0 < index < len(lines) - 2:
                self.rewrite(at, lines[:index] + lines[index + 1:])
                self.assert_told([place + f"record {number} is missing before record {number + 1}"])
                self.rewrite(at, lines[:index] + [lines[index + 1], lines[index]] + lines[index + 2:])
                told, _ = self.told()
                self.assertEqual(told[0], place + f"record {number + 1} does not belong here, after record {number - 1}")
                self.assertEqual(len(told), 2)
            elif index == 0:
                self.rewrite(at, lines[1:])
                if len(lines) > 2:
                    self.assert_told([place + f"the segment is named {number} but begins with record {number + 1}"])
                self.mend()

    def test_the_end_of_the_last_line(self):
        head = self.write("head.json", run("log", "head", self.log).out)
        lines = self.lines(-1)
        self.rewrite(-1, lines[:-1] + [lines[-1][:-1]])
        number = self.first[-1] + len(lines) - 1
        self.assert_told([f"{self.names[-1]}:{len(lines)}: the record is torn: its line has no end",
                          f"the kept head: record {number} is torn"], "--head", head)
        self.rewrite(-1, lines[:-2] + [b"no record\n"] + lines[-1:])
        number = self.write("before.json", f'{{"records":{number - 1},"digest":"{"0" * 64}"}}')
        self.assertRegex(self.told("--head", number)[0][1], "the kept head: record [0-9]+ is not in the log")

    def test_a_segment_renamed(self):
        for at, first in enumerate(self.first):
            os.rename(self.segments[at], os.path.join(self.log, "000000009999.jsonl"))
            self.assert_told([f"000000009999.jsonl:1: the segment is named 9999 but begins with record {first}"])

    def test_a_segment_missing(self):
        for at in range(len(self.first) - 1):
            os.remove(self.segments[at])
            self.assert_told([f"{self.names[at + 1]}: records {self.first[at]} to {self.first[at + 1] - 1} are missing "
                              "before it"])

    def test_a_segment_of_another_log(self):
        other = os.path.join(self.folder, "second")
        decide(CLAIMS.replace(b'"C-', b'"D-'), "--log", other, "--segment-size", 15_000)
        shutil.copy(os.path.join(other, self.names[1]), self.segments[1])
        self.assert_told([f"{self.names[at]}:1: the `previous` of record {self.first[at]} is not the digest of record "
                          f"{self.first[at] - 1}" for at in (1, 2)])

    def test_other_line_ends(self):
        for at in (0, 1):
            lines = self.lines(at)
            self.rewrite(at, [line[:-1] + b"\r\n" for line in lines])
            told, count = self.told()
            self.assertEqual(told, [f"{self.names[at]}:1: the line ends with CR LF, not with LF alone",
                                    f"{self.names[at]}: and {len(lines) - 1} more such"])
            self.assertEqual(count, f"{len(lines)} faults")
        # Whole records that only end otherwise are not cut off as a torn end.
        self.rewrite(-1, [line[:-1] + b"\r\n" for line in self.lines(-1)])
        done = decide(full_claim("C-99"), "--log", self.log)
        self.assert_status(done, 1)
        self.assertIn("the line ends with CR LF", done.err)

    def test_many_faults_of_one_kind(self):
        log = os.path.join(self.folder, "one")
        decide(CLAIMS, "--log", log)
        path = os.path.join(log, "000000000001.jsonl")
        with open(path, "rb") as file:
            text = file.read()
        self.write(path, text.replace(b'"claim":{"id":"C-', b'"claim":{"id":"E-'))
        done = run("log", "verify", log)
        *told, last = done.out.decode().splitlines()
        self.assertEqual(len(told), 11)
        self.assertEqual(told[10], "000000000001.jsonl: and 6 more such")
        self.assertTrue(last.endswith("  ·  16 faults"), last)


class Beside(Damaged):
    """Files in the folder that are no part of the log."""

    def test_what_is_no_part_of_a_log(self):
        for name in ("notes.txt", ".DS_Store", "1.jsonl", "000000000001.jsonl.bak"):
            self.write(os.path.join(self.log, name), "no record\n")
        os.mkdir(os.path.join(self.log, "aside"))
        done = run("log", "verify", self.log)
        self.assert_status(done, 0)
        *remarks, last = done.out.decode().splitlines()
        self.assertEqual(remarks, [f"{name}: remark: this is no part of a log, and was not looked at" for name in
                                   (".DS_Store", "000000000001.jsonl.bak", "1.jsonl", "aside", "notes.txt")])
        self.assertTrue(last.endswith("no faults"), last)
        self.assert_status(run("replay", self.log), 0)
        self.assertEqual(run("log", "head", self.log).out, run("log", "head", self.whole).out)
        self.assert_status(decide(full_claim("C-99"), "--log", self.log), 0)
        # Faults are told all the same.
        os.remove(self.segments[1])
        done = run("log", "verify", self.log)
        self.assert_status(done, 1)
        self.assertEqual(len(done.out.decode().splitlines()), 7)

    def test_a_folder_without_a_log(self):
        for path in self.segments:
            os.remove(path)
        self.write(os.path.join(self.log, "notes.txt"), "")
        for words in (["log", "verify"], ["log", "head"], ["replay"]):
            done = run(*words, self.log)
            self.assert_status(done, 1)
            self.assertIn("notes.txt` is no file of a log", done.err)
        self.assert_status(decide(full_claim("C-99"), "--log", self.log), 1)

    def test_a_pipe_in_place_of_a_file(self):
        text = sorted(glob.glob(os.path.join(self.log, "texts", "*")))[0]
        for path in (self.segments[1], text):
            os.remove(path)
            os.mkfifo(path)
            for words in (["log", "verify"], ["log", "head"], ["log", "runs"], ["replay"]):
                done = run(*words, self.log)
                if path == text and words[-1] in ("head", "runs"):
                    self.assert_status(done, 0)
                    continue
                self.assert_status(done, 1)
                self.assertIn(os.path.basename(path).split(".")[0], done.err + done.out.decode())
            self.mend()
        for name in ("lock", self.names[-1]):
            os.remove(os.path.join(self.log, name))
            os.mkfifo(os.path.join(self.log, name))
            self.assertNotEqual(decide(full_claim("C-99"), "--log", self.log).status, 0)
            os.remove(os.path.join(self.log, name))
            self.mend()
        # Of what is named itself, a key may come through a pipe.
        key = os.path.join(self.folder, "key")
        self.assert_status(run("log", "keygen", key), 0)
        with open(key, "rb") as file:
            done = run("log", "head", "--sign", "/dev/stdin", self.log, stdin=file.read())
        self.assert_status(done, 0)

    def test_a_text_to_which_bytes_were_added(self):
        text = sorted(glob.glob(os.path.join(self.log, "texts", "*")))[0]
        for more in (1, 2_000_000, 65 << 20):
            with open(text, "ab") as file:
                file.truncate(os.path.getsize(text) + more)  # with a hole: nothing of it is on disk
            done = decide(full_claim("C-99"), "--log", self.log)
            self.assert_status(done, 1)
            self.assertIn(f"`{text}` is not the text of its name", done.err)
            done = run("log", "verify", self.log)
            self.assert_status(done, 1)
            self.assertIn(f"texts/{os.path.basename(text)}: the text was changed: ", done.out.decode())
            self.assertIn(" was changed\n", run("replay", self.log).out.decode())

    def test_texts_that_cannot_be_looked_at(self):
        texts = os.path.join(self.log, "texts")
        shutil.rmtree(texts)
        for words in (["log", "verify"], ["replay"]):
            self.assert_status(run(*words, self.log), 1)
        # An error of the system is no fault of the log, whoever runs this: a link to itself is closed to all.
        os.symlink("texts", texts)
        for words in (["log", "verify"], ["replay"], ["impact", "--to", HYUNDAI]):
            done = run(*words, self.log)
            self.assert_status(done, 3)
            self.assertRegex(done.err, "^sanbao: cannot look at `.*/texts/[0-9a-f]{64}[.](yaml|csv)`: too many levels of")


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
