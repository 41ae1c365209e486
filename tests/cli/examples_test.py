# SPDX-License-Identifier: Apache-2.0
"""The claims of examples/claims: each folder is decided by the policy of its name, as its README says."""

import glob
import json
import os
import re
import unittest

from program import ROOT, Case, run

FOLDER = os.path.join(ROOT, "examples", "claims")


def answers():
    """What the README says of each claim, by its id."""
    with open(os.path.join(FOLDER, "README.md"), encoding="utf-8") as file:
        rows = re.findall(r"(?m)^\| ([A-Z]-\d+)(?: `([^`]+)`)? \|.*\| ([^|]+) \|$", file.read())
    return {name: (spread, answer) for name, spread, answer in rows}


class Examples(Case):
    def test_each_claim_comes_out_as_its_readme_says(self):
        said = answers()
        seen = set()
        for path in sorted(glob.glob(os.path.join(FOLDER, "*", "claims.jsonl"))):
            policy = os.path.basename(os.path.dirname(path))
            rules = glob.glob(os.path.join(ROOT, "rules", "*", policy + ".yaml"))
            self.assertEqual(len(rules), 1, policy)
            done = run("decide", "--rules", rules[0], "--reasons", "none", path)
            self.assert_status(done, 0)
            self.assertEqual(done.err, "")
            for line in done.out.decode().splitlines():
                decision = json.loads(line)
                name = decision["claim"]
                self.assertNotIn(name, seen)
                seen.add(name)
                answer = said[name][1]
                for word, outcome in (("denied", "denied"), ("not covered", "not_covered"), ("once", "conditional"),
                                      ("cannot be decided", "needs_facts")):
                    self.assertEqual(word in answer, decision["outcome"] == outcome, (name, answer, decision["outcome"]))
                for amount in re.findall(r"[\d,]+\.\d\d", answer):
                    self.assertIn('"%s"' % amount.replace(",", ""), line, (name, answer))
        self.assertEqual(seen, set(said))

    def test_a_claim_spread_out_is_the_one_of_its_line(self):
        for name, (spread, _) in answers().items():
            if not spread:
                continue
            paths = glob.glob(os.path.join(FOLDER, "*", spread))
            self.assertEqual(len(paths), 1, spread)
            with open(paths[0], encoding="utf-8") as file:
                claim = json.load(file)
            with open(os.path.join(os.path.dirname(paths[0]), "claims.jsonl"), encoding="utf-8") as file:
                lines = [json.loads(line) for line in file]
            self.assertIn(claim, lines, spread)
            self.assertEqual(claim["claim"]["id"], name)


if __name__ == "__main__":
    unittest.main()
