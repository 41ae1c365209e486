# SPDX-License-Identifier: Apache-2.0
"""`sanbao explain`: what is read as one claim and what as several; languages; claims that cannot be read."""

import json
import unittest

import program
from decide_test import SAMPLE, sample
from program import BOM, HYUNDAI, LIMIT, Case, run

PRETTY = json.dumps(SAMPLE, ensure_ascii=False, indent=2).encode()


def explain(claims, *words, **more):
    return run("explain", "--rules", HYUNDAI, *words, stdin=claims, **more)


class Languages(Case):
    def test_chinese_unless_english_is_asked_for(self):
        done = explain(sample())
        self.assert_status(done, 0)
        self.assertEqual(done.err, "")
        text = done.out.decode()
        self.assertRegex(text.splitlines()[0], r"可以退货.*1,299\.00")
        self.assertIn("C-000123", text)
        self.assertEqual(explain(sample(), "--lang", "zh").out, done.out)
        english = explain(sample(), "--lang", "en").out.decode()
        self.assertRegex(english.splitlines()[0], r"1,299\.00")
        self.assertNotRegex(english.splitlines()[0], r"[\u4e00-\u9fff]")
        self.assertEqual(explain(sample(), "--format", "text").out, done.out)

    def test_what_a_claim_is_called_stays_on_its_line(self):
        name = "X\\nThe unit can be returned.\\u001b[31m\\u202e"
        record = ('{"claim":{"id":"%s","filed_on":"2024-05-08","requests":"return"}}' % name).encode()
        done = run("explain", "--rules", HYUNDAI, "--lang", "en", stdin=record)
        said = done.out.decode()
        self.assertNotIn("\nThe unit can be returned.", said)
        self.assertNotIn("\x1b", said)
        self.assertNotIn("\u202e", said)
        self.assertIn("Claim X The unit can be returned.", said)

    def test_nothing_around_the_program_changes_a_byte(self):
        first = explain(sample())
        for env in ({"LC_ALL": "C", "TZ": "UTC"}, {"LC_ALL": "de_DE.UTF-8", "TZ": "America/New_York"}):
            self.assertEqual(explain(sample(), env=env).out, first.out)


class Forms(Case):
    def setUp(self):
        super().setUp()
        self.one = explain(sample()).out
        self.other = explain(sample(claim__id="C-2")).out
        self.assertTrue(self.one and self.one != self.other)

    def test_one_value_over_several_lines(self):
        for text in (PRETTY, PRETTY + b"\n", b"\n\n" + PRETTY, BOM + PRETTY, PRETTY.replace(b"\n", b"\r\n"),
                     PRETTY.replace(b"\n", b"\n\n") + b"\r\n"):
            done = explain(text)
            self.assert_status(done, 0)
            self.assertEqual(done.out, self.one)

    def test_json_lines(self):
        for text in (sample() + b"\n" + sample(claim__id="C-2"), sample() + b"\r\n\n" + sample(claim__id="C-2") + b"\n",
                     BOM + sample() + b"\n" + sample(claim__id="C-2")):
            done = explain(text)
            self.assert_status(done, 0)
            self.assertEqual(done.out, self.one + b"\n" + self.other)

    def test_a_file(self):
        path = self.write("claim.json", PRETTY)
        self.assertEqual(explain(b"", path).out, self.one)
        self.assertEqual(explain(PRETTY, "-").out, self.one)

    def test_no_claim(self):
        for text in (b"", b"\n \n", BOM):
            done = explain(text)
            self.assert_status(done, 1)
            self.assertEqual((done.out, done.err), (b"", "sanbao: there is no claim in standard input\n"))


class Faults(Case):
    def test_a_record_among_others(self):
        bad = sample(purchase__sold_on="2023-02-29")
        done = explain(sample() + b"\n" + bad + b"\n" + sample(claim__id="C-2"))
        self.assert_status(done, 1)
        self.assertEqual(done.out, explain(sample() + b"\n" + sample(claim__id="C-2")).out)
        lines = done.err.splitlines()
        self.assertRegex(lines[0], r"^standard input:2: error\[SB3\d\d\d\]: .")
        offset = len(sample()) + 1 + bad.index(b'"2023-02-29"')
        self.assertEqual(lines[1], "    = at: `purchase.sold_on`, byte %d" % offset)
        self.assertRegex(lines[2], r"^    = expected: .")

    def test_one_value_over_several_lines(self):
        for end in (b"\n", b"\r\n"):
            bad = BOM + b"\n" + PRETTY.replace(b'"2024-05-08"', b'"2024-05-32"').replace(b"\n", end)
            done = explain(bad)
            self.assert_status(done, 1)
            self.assertEqual(done.out, b"")
            lines = done.err.splitlines()
            self.assertRegex(lines[0], r"^standard input:2: error\[SB3\d\d\d\]: .")
            self.assertEqual(lines[1], "    = at: `claim.filed_on`, byte %d" % bad.index(b'"2024-05-32"'))

    def test_a_value_that_never_ends(self):
        path = self.write("claim.json", PRETTY[:-1])
        done = explain(b"", path)
        self.assert_status(done, 1)
        self.assertTrue(done.err.startswith(path + ":1: error[SB3"), done.err)
        done = explain(b'{"claim":\n' + b" \n" * LIMIT + b"{}}")
        self.assert_status(done, 1)
        self.assertIn("error[SB3001]", done.err)

    def test_a_day_before_the_claim_was_filed(self):
        done = explain(sample(), "--as-of", "2024-05-07")
        self.assert_status(done, 1)
        self.assertEqual(done.out, b"")
        self.assertIn("error[SB3101]", done.err)
        self.assert_status(explain(sample(), "--as-of", "2024-05-08"), 0)

    def test_rules_with_faults(self):
        done = run("explain", "--rules", self.write("a.yaml", "sanbao: 2\n"), stdin=sample())
        self.assert_status(done, 1)
        self.assertEqual(done.out, b"")
        self.assertTrue(done.err.endswith("; nothing was loaded\n"))

    def test_a_file_that_is_not_there(self):
        done = explain(b"", "/nowhere/claim.json")
        self.assert_status(done, 1)
        self.assertEqual(done.err, "sanbao: cannot read `/nowhere/claim.json`: no such file or directory\n")


if __name__ == "__main__":
    unittest.main()
