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
