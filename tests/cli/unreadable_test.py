# SPDX-License-Identifier: Apache-2.0
"""Folders that may not be opened: no command goes on with the rest of the rules as if it were all.

Run as a user who is bound by permissions: root becomes `nobody` for the program. Skipped where that cannot be.
"""

import os
import unittest

from decide_test import POLICY
from program import PROGRAM, Case, run

NOBODY = 65534
AS_NOBODY = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
ROLLING = POLICY.replace("roll: none", "roll: next_working_day, calendar: cn")


def can_be_run():
    try:
        return run("--version", cwd="/", **AS_NOBODY).status == 0
    except OSError:
        return False


@unittest.skipUnless(can_be_run(), PROGRAM + " cannot be run by another user")
class Unreadable(Case):
    def setUp(self):
        super().setUp()
        os.chmod(self.folder, 0o755)
        self.write("a.yaml", POLICY.format(id="a"))

    def shut(self, name, mode=0):
        path = os.path.join(self.folder, name)
        self.addCleanup(os.chmod, path, 0o755)
        os.chmod(path, mode)
        return path

    def assert_fault(self, path, *words, **more):
        done = run(*words, **AS_NOBODY, **more)
        self.assert_status(done, 1)
        self.assertEqual(done.out, b"")
        self.assertIn(path + ": error[SB1090]: this ", done.err)

    def test_a_subfolder(self):
        self.write("vendors/b.yaml", POLICY.format(id="b"))
        path = self.shut("vendors")
        self.assert_fault(path, "decide", "--rules", self.folder)
        self.assert_fault(path, "check", self.folder)

    def test_the_folder_itself(self):
        self.assert_fault(self.shut("."), "check", os.path.join(self.folder, "."))

    def test_a_link_into_it(self):
        self.write("vendors/deep/b.yaml", POLICY.format(id="b"))
        os.symlink("vendors/deep/b.yaml", os.path.join(self.folder, "b.yaml"))
        self.shut("vendors")
        self.assert_fault(os.path.join(self.folder, "b.yaml"), "check", self.folder)

    def test_cases(self):
        self.write("a.test.yaml", "sanbao_tests: 1\ncases:\n  - {name: 1/a, claim: {fault: {confirmed: true}}, "
                                  "expect: {repair: available}}\n")
        self.assert_status(run("test", self.folder, **AS_NOBODY), 0)
        self.write("vendors/b.test.yaml", "")
        path = self.shut("vendors")
        done = run("test", self.folder, **AS_NOBODY)
        self.assert_status(done, 1)
        self.assertIn(path + ": error[SB1090]: this folder cannot be read: ", done.err)

    def test_calendars(self):
        # The library has a calendar `cn` of its own, by which a policy would be counted without a word.
        policy = self.write("a.yaml", ROLLING.format(id="a"))
        self.write("calendars/cn.csv", "# years: 2024-2024\ndate,kind,name\n")
        self.assert_status(run("check", policy, **AS_NOBODY), 0)
        path = self.shut("calendars")
        self.assert_fault(path + "/cn.csv", "check", policy)
        self.assert_fault(path, "check", self.folder)

    def test_a_working_folder_whose_name_cannot_be_found_out(self):
        # Two files are two, although neither can be named from the root on.
        self.write("deep/rules/a.yaml", POLICY.format(id="a"))
        self.write("deep/rules/b.yaml", POLICY.format(id="b"))
        os.chdir(os.path.join(self.folder, "deep"))
        self.addCleanup(os.chdir, os.path.dirname(os.path.abspath(__file__)))
        self.shut(".", 0)
        done = run("check", "rules", **AS_NOBODY)
        self.assert_status(done, 0)
        self.assertIn("2 policies, ", done.out.decode())


if __name__ == "__main__":
    unittest.main()
