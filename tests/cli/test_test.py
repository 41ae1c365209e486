# SPDX-License-Identifier: Apache-2.0
"""`sanbao test`: statuses, the report, JUnit XML (docs/commands.md)."""

import os
import unittest
import xml.etree.ElementTree as xml

from decide_test import POLICY
from program import ROOT, Case, run

TESTS = """sanbao_tests: 1
cases:
  - name: 1/confirmed
    claim: {fault: {confirmed: true}}
    expect: {outcome: approved, repair: available}
  - name: 1/not-confirmed
    claim: {fault: {confirmed: false}}
    expect: {outcome: %s}
"""


class Test(Case):
    def policy(self, expected="denied"):
        self.write("a.yaml", POLICY.format(id="a"))
        return self.write("a.test.yaml", TESTS % expected)

    def test_the_shipped_rules(self):
        done = run("test", os.path.join(ROOT, "rules"), cwd=ROOT)
        self.assert_status(done, 0)
        self.assertEqual(done.err, "")
        self.assertRegex(done.out.decode(), r"(\d+) of \1 cases hold")

    def test_cases_that_hold(self):
        path = self.policy()
        for where in (path, self.folder):
            done = run("test", where)
            self.assert_status(done, 0)
            self.assertIn("2 of 2 cases hold", done.out.decode())

    def test_a_case_that_does_not(self):
        done = run("test", self.policy("approved"))
        self.assert_status(done, 1)
        report = done.out.decode()
        self.assertIn("1/not-confirmed", report)
        self.assertIn("1 of 2 cases hold", report)
        self.assertRegex(report, r"outcome +expected approved +got denied")

    def test_a_report_for_machines(self):
        path = os.path.join(self.folder, "report.xml")
        done = run("test", "--junit", path, self.policy("approved"))
        self.assert_status(done, 1)
        cases = list(xml.parse(path).getroot().iter("testcase"))
        self.assertEqual([case.get("name") for case in cases], ["1/confirmed", "1/not-confirmed"])
        self.assertEqual([case.find("failure") is not None for case in cases], [False, True])

    def test_a_report_that_cannot_be_written(self):
        path = self.policy()
        for where, says in (("/nowhere/report.xml", "no such file or directory"), ("/dev/full", "no space left on device")):
            done = run("test", "--junit", where, path)
            self.assert_status(done, 3)
            self.assertEqual(done.err, "sanbao: cannot write to `%s`: %s\n" % (where, says))

    def test_what_cannot_be_run(self):
        for path in ("/nowhere", self.write("b.test.yaml", "sanbao_tests: 1\ncases: 7\n"),
                     self.write("c.test.yaml", TESTS % "denied")):  # there is no c.yaml
            done = run("test", path)
            self.assert_status(done, 1)
            self.assertNotEqual(done.err, "")

    def test_nothing_to_run_is_no_success(self):
        done = run("test", self.folder)
        self.assert_status(done, 1)
        self.assertNotEqual(done.err, "")


if __name__ == "__main__":
    unittest.main()
