# SPDX-License-Identifier: Apache-2.0
"""`sanbao check`: the line of success, faults for people, faults for editors (docs/commands.md)."""

import json
import os
import re
import unittest

from decide_test import POLICY
from program import HYUNDAI, ROOT, Case, run


class Check(Case):
    def test_a_sound_policy(self):
        with open(HYUNDAI, encoding="utf-8") as file:
            rules = len(re.findall(r"(?m)^  - id: .*\n    (title|cite)", file.read()))
        done = run("check", HYUNDAI)
        self.assert_status(done, 0)
        self.assertEqual(done.out.decode(), "1 policy, %d rules, 1 calendar: no faults\n" % rules)
        self.assertEqual(done.err, "")

    def test_a_folder(self):
        done = run("check", os.path.join(ROOT, "rules"))
        self.assert_status(done, 0)
        self.assertRegex(done.out.decode(), r"^\d+ polic(y|ies), [\d,]+ rules, \d+ calendars?: no faults\n$")

    def test_every_fault_of_every_file(self):
        self.write("a.yaml", POLICY.format(id="a").replace("fault.confirmed", "fault.confirmd"))
        self.write("b.yaml", POLICY.format(id="b").replace("grants:", "grant:").replace("basis: vendor", "basis: shop"))
        self.write("c.yaml", POLICY.format(id="c"))
        done = run("check", self.folder)
        self.assert_status(done, 1)
        self.assertEqual(done.out, b"")
        heads = re.findall(r"(?m)^.*/([abc])\.yaml:(\d+):\d+: error\[SB[12]\d\d\d\]: ", done.err)
        self.assertGreaterEqual(len(heads), 3, done.err)
        self.assertEqual(heads, sorted(heads, key=lambda head: (head[0], int(head[1]))))
        self.assertRegex(done.err, r"\n\n%d errors in 2 files; nothing was loaded\n$" % len(heads))

    def test_faults_for_editors(self):
        path = self.write("a.yaml", POLICY.format(id="a").replace("fault.confirmed", "fault.confirmd"))
        done = run("check", "--format", "json", path)
        self.assert_status(done, 1)
        self.assertEqual(done.err, "")
        fault, = map(json.loads, done.out.decode().splitlines())
        self.assertEqual(list(fault),
                         ["file", "line", "column", "end_column", "severity", "code", "message", "help"])
        with open(path, encoding="utf-8") as file:
            line = file.read().splitlines()[fault["line"] - 1]
        self.assertEqual(line[fault["column"] - 1:fault["end_column"] - 1], "fault.confirmd")
        self.assertEqual((fault["file"], fault["severity"]), (path, "error"))

    def test_nothing_to_say_to_editors(self):
        done = run("check", "--format", "json", HYUNDAI)
        self.assert_status(done, 0)
        self.assertEqual((done.out, done.err), (b"", ""))

    def test_warnings_do_not_stop(self):
        path = self.write("a.yaml", POLICY.format(id="a") + "values:\n  unused: 3 CNY\n")
        done = run("check", path)
        self.assert_status(done, 0)
        self.assertRegex(done.err, r"a\.yaml:\d+:\d+: warning\[SB2\d\d\d\]: ")
        self.assertEqual(done.out.decode(), "1 policy, 1 rule, 0 calendars: 1 warning, loaded all the same\n")

    def test_a_claim_that_shows_a_trap(self):
        # Pasted into a test file, the claim does what the warning says.
        path = self.write("a.yaml", POLICY.format(id="a") + "  - id: \"9\"\n    title: {zh: 退, en: Return}\n"
                          "    when: fault.described\n    grants: {repair: {pays: {refund: 1 CNY}}}\n")
        done = run("check", "--format", "json", path)
        self.assert_status(done, 0)
        trap, = [fault for fault in map(json.loads, done.out.decode().splitlines()) if fault["code"] == "SB2111"]
        self.assertEqual((trap["severity"], trap["file"]), ("warning", path))
        shown, = re.findall(r"on the claim `(\{.*?\})`,", trap["help"])
        cases = "sanbao_tests: 1\ncases:\n  - {name: trap, claim: %s, expect: {repair: {status: conflict}}}\n"
        self.write("a.test.yaml", cases % shown)
        self.assert_status(run("test", path), 0)
        # Who decides does not hear of it.
        self.assertEqual(run("decide", "--rules", path, stdin=b"").err, "")

    def test_a_calendar_alone(self):
        calendar = self.write("calendars/shop.csv", "# years: 2024-2024\ndate,kind,name\n2024-05-08,off,Inventory\n")
        for path in (calendar, self.folder):
            done = run("check", path)
            self.assert_status(done, 0)
            self.assertEqual((done.out, done.err), (b"1 calendar: no faults\n", ""))
        self.assertEqual(run("check", HYUNDAI, calendar).out.decode().splitlines()[1:], ["1 calendar: no faults"])
        self.write("calendars/shop.csv", "# years: 2024-2024\ndate,kind,name\n2024-05-08,of,Inventory\n")
        for path in (calendar, self.folder):
            done = run("check", HYUNDAI, path)
            self.assert_status(done, 1)
            self.assertEqual(done.out, b"")
            self.assertRegex(done.err, r"shop\.csv:3:1: error\[SB1091\]: (.|\n)*\n\n1 error in 1 file; ")
        done = run("check", "--format", "json", calendar)
        fault, = map(json.loads, done.out.decode().splitlines())
        self.assertEqual((fault["file"], fault["line"], fault["code"]), (calendar, 3, "SB1091"))
        done = run("check", self.folder + "/none.csv")
        self.assert_status(done, 1)
        self.assertIn("none.csv: error[SB1090]: ", done.err)

    def test_what_is_not_there(self):
        done = run("check", HYUNDAI, "/nowhere/a.yaml")
        self.assert_status(done, 1)
        self.assertEqual(done.out, b"")
        self.assertIn("/nowhere/a.yaml", done.err)
        self.assertTrue(done.err.endswith("1 error in 1 file; nothing was loaded\n"), done.err)

    def test_a_folder_without_a_policy(self):
        done = run("check", self.folder)
        self.assert_status(done, 1)
        self.assertEqual(done.out, b"")


if __name__ == "__main__":
    unittest.main()
