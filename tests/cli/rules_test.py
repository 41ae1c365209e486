# SPDX-License-Identifier: Apache-2.0
"""`sanbao rules list`: what the policies of a rulebook are (docs/commands.md)."""

import json
import unittest

from decide_test import POLICY
from program import HYUNDAI, Case, run

HEAD = "in_force: {from: 2022-01-01, until: 2023-12-31, by: [purchase.delivered_on, " \
       "purchase.sold_on]}\napplies_to: product.category in [bicycle, mobile_phone] and product.brand == \"A\"\n"


class Rules(Case):
    def policies(self, *paths):
        done = run("rules", "list", "--format", "json", *paths)
        self.assert_status(done, 0)
        return [json.loads(line) for line in done.out.decode().splitlines()]

    def test_a_table(self):
        self.write("a.yaml", POLICY.format(id="a").replace("seen", "recalled") + HEAD)
        self.write("b.yaml", POLICY.format(id="b/longer-name"))
        done = run("rules", "list", self.folder)
        self.assert_status(done, 0)
        self.assertEqual(done.err, "")
        head, first, second = done.out.decode().splitlines()
        self.assertEqual(head.split(), "policy version basis in force rules clauses verified category".split())
        self.assertIn("2022-01-01 to 2023-12-31 by purchase.delivered_on or purchase.sold_on", first)
        self.assertTrue(first.endswith("bicycle, mobile_phone"), first)
        self.assertIn(" 0 of ", first)
        self.assertIn("always", second)
        self.assertTrue(second.endswith("any"), second)
        # One column under the other.
        self.assertEqual(head.index("version"), first.index(" 1 ") + 1)
        self.assertEqual(head.index("category"), first.index("bicycle"))
        self.assertEqual(head.index("category"), second.rindex("any"))

    def test_json(self):
        self.write("a.yaml", POLICY.format(id="a") + HEAD)
        policy, = self.policies(self.folder)
        self.assertEqual(list(policy), ["policy", "version", "digest", "title", "basis", "in_force", "categories",
                                        "clauses", "rules", "seen", "recalled"])
        self.assertEqual(policy["in_force"], {"from": "2022-01-01", "until": "2023-12-31",
                                              "by": ["purchase.delivered_on", "purchase.sold_on"]})
        self.assertEqual(policy["categories"], ["bicycle", "mobile_phone"])
        self.assertRegex(policy["digest"], "^sha256:[0-9a-f]{64}$")
        self.assertEqual((policy["recalled"], policy["seen"] > 0), (0, True))

    def test_the_days_in_force_count_as_one_value(self):
        days = "in_force: {from: 2022-01-01, by: purchase.sold_on%s}\n"
        self.write("a.yaml", POLICY.format(id="a"))
        self.write("b.yaml", POLICY.format(id="b") + days % "")
        self.write("c.yaml", POLICY.format(id="c") + days % ", verified: recalled")
        self.write("d.yaml", POLICY.format(id="d") + "in_force: {by: purchase.sold_on, verified: recalled}\n")
        shares = [(policy["seen"], policy["recalled"]) for policy in self.policies(self.folder)]
        seen = shares[0][0]
        self.assertEqual(shares, [(seen, 0), (seen + 1, 0), (seen, 1), (seen, 0)])

    def test_an_open_end_and_nothing_said(self):
        self.write("a.yaml", POLICY.format(id="a").replace("verified: seen\n", "") +
                   "in_force: {from: 2022-01-01, by: purchase.sold_on}\n")
        policy, = self.policies(self.folder)
        self.assertEqual(policy["in_force"], {"from": "2022-01-01", "until": None, "by": ["purchase.sold_on"]})
        self.assertEqual((policy["seen"], policy["recalled"], policy["categories"]), (0, 0, []))

    def test_the_shipped_policy(self):
        policy, = self.policies(HYUNDAI)
        self.assertEqual(policy["policy"], "hyundai-mp3")
        self.assertIn("mp3_player", policy["categories"])
        self.assertGreater(len(policy["clauses"]), 20)

    def test_faults(self):
        path = self.write("a.yaml", POLICY.format(id="a").replace("fault.confirmed", "fault.confirmd"))
        done = run("rules", "list", path)
        self.assert_status(done, 1)
        self.assertEqual(done.out, b"")
        self.assertIn("error[SB2004]", done.err)

    def test_wrong_usage(self):
        done = run("rules", "lst", self.folder)
        self.assert_status(done, 2)
        self.assertIn("`lst` is no value of `sanbao rules`", done.err)
        self.assertIn("`list`", done.err)
        self.assert_status(run("rules", "list"), 2)
        self.assert_status(run("rules"), 2)


if __name__ == "__main__":
    unittest.main()
