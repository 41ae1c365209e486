# SPDX-License-Identifier: Apache-2.0
"""`sanbao diff` (docs/audit.md "Two versions", docs/commands.md)."""

import json
import os
import subprocess
import unittest

from program import HYUNDAI, ROOT, Case, run

OTHER = os.path.join(ROOT, "examples", "policies", "hyundai-mp3-2009.1-made-up.yaml")


def diff(*words):
    return run("diff", *words)


class Diff(Case):
    def changed(self, *pieces):
        with open(HYUNDAI, encoding="utf-8") as file:
            text = file.read()
        for old, new in pieces:
            self.assertIn(old, text)
            text = text.replace(old, new)
        return self.write("changed.yaml", text)

    def test_the_made_up_version(self):
        done = diff(HYUNDAI, OTHER)
        self.assert_status(done, 1)
        self.assertEqual(done.err, "")
        text = done.out.decode()
        self.assertTrue(text.startswith("hyundai-mp3 2008.1 → 2009.1\n\n5  "), text[:100])
        self.assertIn("  when  (through return_period)\n    = performance_fault and claim.filed_on in return_period\n", text)
        self.assertIn("values  depreciation\n    − [purchase.price * 0.3% * used_days, {at_most: full_refund}]\n"
                      "    + [purchase.price * 0.5% * used_days, {at_most: full_refund}]\n", text)
        self.assertIn("conditions  repaired\n  new\n", text)
        self.assertIn("conditions  repaired_twice\n  gone\n", text)
        self.assertTrue(text.endswith("16 differences in 1 policy\n"))

    def test_two_policies_are_no_two_versions(self):
        other = self.changed(("policy: hyundai-mp3", "policy: hyundai-mp4"))
        done = diff(HYUNDAI, other)
        self.assert_status(done, 1)
        self.assertEqual(done.out.decode(), "hyundai-mp3 2008.1: gone\n\nhyundai-mp4 2008.1: new\n\n"
                                            "policies are compared by their id, and these have different ids\n")

    def test_json(self):
        done = diff("--format", "json", HYUNDAI, self.changed(("length: 7 days}", "length: 8 days}")))
        self.assert_status(done, 1)
        pair, = [json.loads(line) for line in done.out.decode().splitlines()]
        self.assertEqual(list(pair), ["policy", "from", "to", "differences"])
        self.assertEqual(pair["from"]["version"], "2008.1")
        self.assertRegex(pair["to"]["digest"], "^sha256:[0-9a-f]{64}$")
        rule, period = pair["differences"]
        self.assertEqual(list(rule), ["section", "name", "title", "part", "from", "to", "through"])
        self.assertEqual((rule["section"], rule["name"], rule["part"], rule["through"]),
                         ("rules", "5", "when", ["return_period"]))
        self.assertEqual(period, {"section": "periods", "name": "return_period", "part": "length", "from": "7 days",
                                  "to": "8 days", "through": []})

    def test_alike(self):
        done = diff(HYUNDAI, HYUNDAI)
        self.assert_status(done, 0)
        self.assertEqual(done.out.decode(), "1 policy: alike in meaning\n")
        rules = os.path.join(ROOT, "rules")
        self.assert_status(diff(rules, rules), 0)
        done = diff("--format", "json", rules, rules)
        self.assertEqual((done.status, done.out), (0, b""))
        # A name, an order and a comment.
        spelt = self.changed(("repaired_twice", "mended_twice"), ("version: \"2008.1\"", "version: \"2008.2\""),
                             ("goods.certificate_altered or not goods.serial_matches",
                              "not goods.serial_matches or goods.certificate_altered"), ("# 6.3", "# six three"))
        done = diff(HYUNDAI, spelt)
        self.assert_status(done, 0)

    def test_every_policy_of_the_tree_against_itself_turned_around(self):
        """Rules in the reverse order mean the same."""
        for folder, _, names in os.walk(os.path.join(ROOT, "rules")):
            for name in names:
                if not name.endswith(".yaml") or name.endswith(".test.yaml"):
                    continue
                path = os.path.join(folder, name)
                with open(path, encoding="utf-8") as file:
                    text = file.read()
                head, rules = text.split("\nrules:\n")
                body = rules.split("\ninformative:")[0].split("\nnotices:")[0]
                rest = rules[len(body):]
                items = ("\n" + body).split("\n  - ")
                turned = self.write("turned.yaml", head + "\nrules:\n" + items[0] + "\n  - " +
                                    "\n  - ".join(reversed(items[1:])) + "\n" + rest)
                done = diff(path, turned)
                self.assertEqual(done.status, 0, (path, done.out.decode()[:300], done.err[:300]))

    def test_folders(self):
        for side, files in (("old", ["a", "b"]), ("new", ["b", "c"])):
            for name in files:
                with open(HYUNDAI, encoding="utf-8") as file:
                    self.write(f"{side}/{name}.yaml", file.read().replace("policy: hyundai-mp3", f"policy: {name}"))
        done = diff(self.folder + "/old", self.folder + "/new")
        self.assert_status(done, 1)
        self.assertEqual(done.out.decode(), "a 2008.1: gone\n\nc 2008.1: new\n\n0 differences in 2 policies\n")
        lines = diff("--format", "json", self.folder + "/old", self.folder + "/new").out.decode().splitlines()
        self.assertEqual([(json.loads(line)["policy"], json.loads(line)["to"] is None) for line in lines],
                         [("a", True), ("c", False)])

    def test_faults(self):
        broken = self.write("broken.yaml", "sanbao: 1\npolicy: x\nrules: [{id: \"1\"}]\n")
        for words in ((HYUNDAI, broken), (broken, HYUNDAI), (HYUNDAI, self.folder + "/none.yaml")):
            done = diff(*words)
            self.assert_status(done, 1)
            self.assertEqual(done.out, b"")
            self.assertIn("nothing was loaded", done.err)

    def test_wrong_usage(self):
        for words in ((), (HYUNDAI,), (HYUNDAI, OTHER, OTHER), ("--format", "html", HYUNDAI, OTHER)):
            self.assert_status(diff(*words), 2)

    def test_output_that_cannot_be_written(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([os.environ["SANBAO_PROGRAM"], "diff", HYUNDAI, OTHER], stdout=full,
                                  stderr=subprocess.PIPE)
        self.assertEqual(done.returncode, 3)


if __name__ == "__main__":
    unittest.main()
