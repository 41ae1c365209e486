# SPDX-License-Identifier: Apache-2.0
"""The claims of examples/claims come out as their README says: those of a folder by the policy of its name, those under
cn by all statutes together."""

import glob
import json
import os
import re
import unittest

from program import ROOT, Case, run

FOLDER = os.path.join(ROOT, "examples", "claims")
STATUTES = os.path.join(FOLDER, "cn")


def answers(folder=FOLDER):
    """What the README of a folder says of each claim, by its id."""
    with open(os.path.join(folder, "README.md"), encoding="utf-8") as file:
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
            self.compare(run("decide", "--rules", rules[0], "--reasons", "none", path), said, seen)
        self.assertEqual(seen, set(said))

    def test_claims_under_the_statutes_come_out_as_their_readme_says(self):
        said = answers(STATUTES)
        seen = set()
        for path in sorted(glob.glob(os.path.join(STATUTES, "*", "claims.jsonl"))):
            policy = os.path.basename(os.path.dirname(path))
            self.assertTrue(glob.glob(os.path.join(ROOT, "rules", "cn", policy + "*.yaml")), policy)
            rules = os.path.join(ROOT, "rules", "cn")
            self.compare(run("decide", "--rules", rules, "--reasons", "none", path), said, seen)
        self.assertEqual(seen, set(said))

    def compare(self, done, said, seen):
        """Holds what was decided to the README, and adds the claims to `seen`."""
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

    def test_a_claim_spread_out_is_the_one_of_its_line(self):
        for folder in (FOLDER, STATUTES):
            for name, (spread, _) in answers(folder).items():
                if spread:
                    self.one_of_its_line(name, glob.glob(os.path.join(folder, "*", spread)))

    def one_of_its_line(self, name, paths):
        """Holds the file spread out to a line of the claims beside it. Names may come again in another folder."""
        claims = []
        for path in paths:
            with open(path, encoding="utf-8") as file:
                claim = json.load(file)
            with open(os.path.join(os.path.dirname(path), "claims.jsonl"), encoding="utf-8") as file:
                lines = [json.loads(line) for line in file]
            self.assertIn(claim, lines, path)
            claims.append(claim["claim"]["id"])
        self.assertIn(name, claims)


if __name__ == "__main__":
    unittest.main()
