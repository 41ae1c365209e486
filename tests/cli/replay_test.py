# SPDX-License-Identifier: Apache-2.0
"""`sanbao replay`: the records of a log decided again (docs/audit.md)."""

import glob
import json
import os
import shutil
import unittest

from decide_test import POLICY
from impact_log_test import SHOP, shop_claim
from impact_test import OTHER, generated
from program import HYUNDAI, ROOT, Case, decide, full_claim, records, run

CLAIMS = b"".join(full_claim(f"C-{day}", f"2024-05-{day:02}") + b"\n" for day in range(2, 30)) + b"{\n"


class Replay(Case):
    def setUp(self):
        super().setUp()
        self.log = os.path.join(self.folder, "log")

    def change(self, old, new):
        path = glob.glob(os.path.join(self.log, "0*.jsonl"))[0]
        with open(path, "rb") as file:
            text = file.read()
        self.assertIn(old, text)
        self.write(path, text.replace(old, new, 1))

    def replay(self, *words):
        return run("replay", *words, self.log)

    def test_all_agree(self):
        decide(CLAIMS, "--log", self.log, "--segment-size", 20000)
        for words in ([], ["--threads", 3]):
            done = self.replay(*words)
            self.assert_status(done, 0)
            self.assertEqual(done.out.decode(), "29 records decided again  ·  29 equal  ·  0 differ\n")

    def test_no_log_is_not_a_log_without_faults(self):
        empty = os.path.join(self.folder, "empty")
        os.mkdir(empty)
        file = self.write("claims.jsonl", CLAIMS)
        for path in (empty, file, os.path.join(self.folder, "nowhere")):
            for words in (["replay"], ["log", "verify"], ["log", "head"]):
                done = run(*words, path)
                self.assert_status(done, 1)
                self.assertEqual(done.out, b"")
                self.assertIn(path, done.err)

    def test_what_is_kept_and_no_json_is_told_as_a_text(self):
        decide(CLAIMS, "--log", self.log)
        self.change(b'"net":"1299.00"', b'"net":12x99')
        first = records(self.replay("--format", "json").out)[0]
        self.assertIsInstance(first["kept"], str)

    def test_outcomes_are_a_closed_list(self):
        decide(CLAIMS, "--log", self.log)
        self.assert_status(self.replay("--where", "outcome=aproved"), 2)
        for word in ("approved", "refused", "not_covered"):
            self.assert_status(self.replay("--where", "outcome=" + word), 0)

    def test_every_detail_and_day(self):
        for words in (["--reasons", "none"], ["--reasons", "full"], ["--as-of", "2024-05-20"]):
            decide(CLAIMS, "--log", self.log, *words)
        done = self.replay()
        self.assert_status(done, 0)
        self.assertIn("87 equal", done.out.decode())

    def test_a_changed_decision_with_the_rule_and_the_facts(self):
        decide(CLAIMS, "--log", self.log)
        self.change(b'"net":"1299.00"', b'"net":"1298.00"')
        done = self.replay()
        self.assert_status(done, 1)
        lines = done.out.decode().splitlines()
        self.assertEqual(lines[0], "differs   000000000001.jsonl:2  record 2, claim C-2")
        self.assertEqual(lines[1], "    remedies.return.net   kept 1298.00, decided again 1299.00")
        self.assertTrue(lines[2].startswith("    rule 5 of hyundai-mp3: "), lines[2])
        self.assertIn("return_period 2024-05-02 to 2024-05-08", lines[2])
        self.assertEqual(lines[3], "29 records decided again  ·  28 equal  ·  1 differs")
        self.assert_status(run("log", "verify", self.log), 1)
        first, last = records(self.replay("--format", "json").out)
        self.assertEqual((first["record"], first["path"], first["kept"], first["again"], first["rule"]),
                         (2, "remedies.return.net", "1298.00", "1299.00", "5"))
        self.assertEqual(last, {"equal": 28, "differ": 1, "missing": 0, "passed_by": 0})

    def test_a_changed_claim(self):
        decide(CLAIMS, "--log", self.log)
        self.change(b'"filed_on":"2024-05-02"', b'"filed_on":"2024-05-20"')
        found, _ = records(self.replay("--format", "json").out)
        self.assertEqual((found["path"], found["rule"], found["change"]), ("as_of", "5", "holds no more"))
        self.assertIn("return_period", found["facts"])

    def test_other_rules(self):
        decide(CLAIMS, "--log", self.log)
        with open(HYUNDAI, encoding="utf-8") as file:
            text = file.read()
        # Another text that decides alike: what the claim gets is compared, not the digest of the file.
        same = self.write("same.yaml", text + "\n")
        done = self.replay("--rules", same)
        self.assert_status(done, 0)
        self.assertIn("length: 7 days", text)
        longer = self.write("longer.yaml", text.replace("length: 7 days", "length: 9 days", 1))
        done = self.replay("--rules", longer)
        self.assert_status(done, 1)
        self.assertIn("rule 5 of hyundai-mp3 holds now", done.out.decode())

    def test_the_rule_is_one_of_the_remedy_that_differs(self):
        with open(os.path.join(ROOT, "examples", "claims", "hyundai-mp3", "claims.jsonl"), "rb") as file:
            decide(file.read(), "--log", self.log)
        # Another rule holds now, and grants an exchange: the last day of the return is that of rule 5.
        done = self.replay("--rules", OTHER, "--where", "claim=C-000123")
        lines = done.out.decode().splitlines()
        self.assertEqual(lines[1], "    remedies.return.until   kept 2024-05-08, decided again 2024-05-16")
        self.assertTrue(lines[2].startswith("    rule 5 of hyundai-mp3: "), lines[2])
        self.assertIn("return_period 2024-05-02 to 2024-05-16", lines[2])

    def shop_replayed(self, old, new, *words, claim=shop_claim("C-1")):
        """What is told of one claim kept by some rules of a shop, under others: path, rule, what became of it."""
        head = SHOP[:SHOP.index("  - ")]
        run("decide", "--rules", self.write("old.yaml", head + old), "--log", self.log, *words, stdin=claim)
        found, _ = records(self.replay("--rules", self.write("new.yaml", head + new), "--format", "json").out)
        shutil.rmtree(self.log)
        return found["path"], found.get("rule"), found.get("change")

    def test_rules_of_other_remedies_are_passed_by(self):
        def rule(name, when, what):
            return f'  - {{id: "{name}", title: {{zh: 甲, en: Rule}}, when: {when}, {what}}}\n'

        gives = "grants: {return: {pays: {refund: purchase.price}}}"
        excludes = "excludes: [return]"
        yes, no, unknown, opened = "fault.confirmed", "not fault.confirmed", "fault.described", "goods.opened"
        # Rule 1 changes before the others, and is about an exchange.
        first, then = (rule("1", when, "grants: {exchange: {}}") for when in (no, yes))
        back = rule("2", yes, gives)
        for old, new, expected in (
                (rule("2", no, gives), back, ("outcome", "2", "holds now")),
                (back, rule("2", no, gives), ("outcome", "2", "holds no more")),
                (back, back + rule("3", yes, excludes), ("outcome", "3", "holds now")),
                (back + rule("3", yes, excludes), back, ("outcome", "3", "holds no more")),
                (back, rule("2", unknown, gives), ("outcome", "2", "holds no more")),
                (rule("2", no, gives), rule("2", unknown, gives), ("outcome", "2", None)),
                # An exclusion that was open already keeps nothing open by itself.
                (rule("0", opened, excludes) + rule("2", no, gives), rule("0", opened, excludes) + rule("2", unknown, gives),
                 ("outcome", "2", None)),
                (back, back.replace("price}", "price * 50%}"), ("remedies.return.pays.refund", "2", None))):
            for words in (["--reasons", "codes"], ["--reasons", "full"]):
                self.assertEqual(self.shop_replayed(first + old, then + new, *words), expected, (old, new))
        # Without reasons a rule of the kept answer is known, and none that came to hold.
        self.assertEqual(self.shop_replayed(first + back, then + rule("2", no, gives), "--reasons", "none"),
                         ("outcome", "2", "holds no more"))
        self.assertEqual(self.shop_replayed(first + rule("2", no, gives), then + back, "--reasons", "none"),
                         ("outcome", "2", None))
        # Who asks for any remedy is answered by the best; a spare unit is none.
        any_remedy = shop_claim("C-1").replace(b'"return"', b'"any"')
        self.assertEqual(self.shop_replayed(rule("1", yes, "grants: {spare_unit: {}}") + rule("2", no, gives),
                                            rule("1", no, "grants: {spare_unit: {}}") + back, claim=any_remedy),
                         ("outcome", "2", "holds now"))

    def test_the_claim_gets_the_same_under_other_names(self):
        shop = SHOP.replace("pays: {", "terms: {papers: {zh: 换发凭证, en: a new certificate}}, pays: {")
        rules = self.write("shop.yaml", shop)
        run("decide", "--rules", rules, "--log", self.log, "--reasons", "codes",
            stdin=shop_claim("C-1") + shop_claim("C-2").replace(b"true", b"false"))
        exchange = '  - {id: "2", title: {zh: 换货, en: Exchange}, when: fault.described, unless: fault.confirmed, grants: {exchange: {}}}\n'
        alike = {"policy": shop.replace("policy: shop", "policy: boutique"),
                 "rule": shop.replace('"1", title', '"9", title'),
                 # A remedy that is not listed is unavailable.
                 "remedy": shop + exchange.replace("fault.described, unless", "fault.confirmed, unless")}
        for name, text in alike.items():
            other = self.write(name + ".yaml", text)
            done = self.replay("--rules", other)
            self.assertEqual((done.status, done.out.decode()),
                             (0, "2 records decided again  ·  2 equal  ·  0 differ\n"), name)
            told, = records(run("impact", "--to", other, "--format", "json", self.log).out)
            self.assertEqual(told["variants"][0]["alike"], 2, name)
        # The bytes are others, though: by the kept texts nothing but the same is equal.
        self.change(b'"rules":["1"]', b'"rules":["9"]')
        self.assert_status(self.replay(), 1)
        self.assert_status(self.replay("--rules", rules), 0)
        for text, path, kept, again in (
                (shop.replace("a new certificate", "the old one"), "remedies.return.terms.papers.en",
                 "a new certificate", "the old one"),
                (shop.replace("purchase.price}", "purchase.price * 50%}"), "remedies.return.pays.refund", "10.00", "5.00"),
                (shop + exchange.replace(", unless: fault.confirmed", "").replace("described", "confirmed"),
                 "remedies.exchange.status", "unavailable", "available")):
            other = self.write("other.yaml", text)
            found, last = records(self.replay("--rules", other, "--format", "json").out)
            self.assertEqual((found["path"], found["kept"], found["again"]), (path, kept, again))
            self.assertEqual((last["equal"], last["differ"]), (1, 1))

    def test_impact_counts_otherwise_what_differs_here(self):
        decide(generated(400), "--log", self.log)
        differ = {found["record"]: found["path"]
                  for found in records(self.replay("--rules", OTHER, "--format", "json").out)[:-1]}
        *changes, report = records(run("impact", "--to", OTHER, "--list", "changed", "--format", "json", self.log).out)
        self.assertGreater(len(changes), 10)
        self.assertLessEqual({change["record"] for change in changes}, differ.keys())
        outcomes = {record for record, path in differ.items() if path == "outcome"}
        self.assertGreater(len(outcomes), 10)
        self.assertLessEqual(outcomes, {change["record"] for change in changes})

    def test_rules_that_cannot_read_the_claims(self):
        decide(CLAIMS, "--log", self.log)
        with open(HYUNDAI, encoding="utf-8") as file:
            text = file.read()
        self.assertIn("currency: CNY", text)
        yen = self.write("yen.yaml", text.replace("currency: CNY", "currency: JPY").replace("to: 0.01", "to: 1"))
        done = self.replay("--rules", yen, "--where", "claim=C-7")
        self.assert_status(done, 1)
        lines = done.out.decode().splitlines()
        self.assertEqual(lines[0], "cannot be decided again   000000000001.jsonl:7  record 7, claim C-7")
        self.assertTrue(lines[1].startswith("    missing   a claim that can be read: "), lines[1])
        self.assertEqual(lines[2], "0 records decided again  ·  0 equal  ·  0 differ  ·  1 cannot be decided again"
                                   "  ·  28 left out")
        found, last = records(self.replay("--rules", yen, "--where", "claim=C-7", "--format", "json").out)
        self.assertIn("a claim that can be read: ", found["missing"])
        self.assertEqual((last["differ"], last["missing"]), (0, 1))

    def test_masked_fields_that_decide_now(self):
        shop = self.write("shop.yaml", SHOP)
        run("decide", "--rules", shop, "--log", self.log, "--mask", "product.serial", "--mask", "claim.id",
            stdin=shop_claim("C-1", "S-1") + shop_claim("C-2", "S-2") + shop_claim("C-3") + b"{\n")
        # Of the text alone nobody can say what the claim would get: it is masked there.
        other = self.write("other.yaml", SHOP.replace("fault.confirmed", 'fault.confirmed and product.serial == "S-1"'))
        done = self.replay("--rules", other)
        self.assert_status(done, 1)
        lines = done.out.decode().splitlines()
        self.assertRegex(lines[0], r"^cannot be decided again   0+1\.jsonl:2  record 2, claim masked:[0-9a-f]{64}$")
        self.assertEqual(lines[1], "    missing   `product.serial` is masked, and decides")
        self.assertIn("    missing   the line is masked", lines)
        # The third claim names no serial, so that nothing of it is masked but its id.
        found = records(self.replay("--rules", other, "--format", "json").out)
        self.assertEqual([(one["record"], one.get("missing")) for one in found[:-1]],
                         [(2, "`product.serial` is masked, and decides"), (3, "`product.serial` is masked, and decides"),
                          (4, None), (5, "the line is masked")])
        self.assertEqual(found[-1], {"equal": 0, "differ": 1, "missing": 3, "passed_by": 0})
        # Rules that do not ask for it decide all that could be read, and so do those kept.
        half = self.write("half.yaml", SHOP.replace("purchase.price}", "purchase.price * 50%}"))
        for words, equal in (([], 3), (["--rules", shop], 3), (["--rules", half], 0)):
            last = records(self.replay(*words, "--format", "json").out)[-1]
            self.assertEqual(last, {"equal": equal, "differ": 3 - equal, "missing": 1, "passed_by": 0}, words)
        self.assert_status(self.replay(), 1)

    def test_policies_that_changed_over_the_years(self):
        for days in ("seven", "nine"):
            path = self.write("rules/a.yaml", POLICY.format(id="a") + f"# {days}\n")
            run("decide", "--rules", path, "--log", self.log, stdin=CLAIMS)
        os.remove(path)
        done = self.replay()
        self.assert_status(done, 0)
        self.assertIn("58 equal", done.out.decode())

    def test_what_is_missing(self):
        decide(CLAIMS, "--log", self.log)
        for text in sorted(glob.glob(os.path.join(self.log, "texts", "*"))):
            os.rename(text, os.path.join(self.folder, "aside"))
            done = self.replay()
            self.assert_status(done, 1)
            self.assertIn("    missing   the text sha256:", done.out.decode())
            self.assertIn("0 equal", done.out.decode())
            self.assertIn("and 9 more", done.out.decode())
            os.rename(os.path.join(self.folder, "aside"), text)

    def test_where(self):
        decide(CLAIMS, "--log", self.log)
        counts = {}
        for where in ("policy=hyundai-mp3", "policy=none", "rule=5", "rule=hyundai-mp3:5", "outcome=approved",
                      "outcome=refused", "date=2024-05", "date=2024-05-03", "date=2024-05-03..2024-05-06", "claim=C-7"):
            done = self.replay("--where", where, "--format", "json")
            self.assert_status(done, 0)
            counts[where] = json.loads(done.out)["equal"]
        self.assertEqual([counts[w] for w in ("policy=hyundai-mp3", "policy=none", "rule=5", "rule=hyundai-mp3:5",
                                              "outcome=refused", "date=2024-05", "date=2024-05-03",
                                              "date=2024-05-03..2024-05-06", "claim=C-7")],
                         [28, 0, 7, 7, 1, 28, 1, 4, 1])
        self.assertGreaterEqual(counts["outcome=approved"], 7)
        done = self.replay("--where", "claim=C-7", "--where", "claim=C-8", "--where", "rule=5", "--format", "json")
        self.assertEqual(json.loads(done.out), {"equal": 2, "differ": 0, "missing": 0, "passed_by": 27})
        for wrong in ("policy", "policy=", "colour=red", "date=May", "date=2024-13", "date=2024-05-01.."):
            self.assert_status(self.replay("--where", wrong), 2)

    def test_an_empty_selection_is_remarked(self):
        decide(CLAIMS, "--log", self.log)
        remark = "sanbao: `--where` takes none of the records\n"
        for words in ([], ["--format", "json"], ["--rules", HYUNDAI]):
            done = self.replay("--where", "claim=C-7", "--where", "rule=6.4b", *words)
            self.assert_status(done, 0)
            self.assertEqual(done.err, remark)
        self.assertEqual(done.out.decode(), "0 records decided again  ·  0 equal  ·  0 differ  ·  29 left out\n")
        for words in ([], ["--where", "claim=C-7"], ["--where", "outcome=refused"]):
            self.assertEqual(self.replay(*words).err, "")
        # One that cannot be decided again was looked at.
        path = glob.glob(os.path.join(self.log, "0*.jsonl"))[0]
        with open(path, "ab") as file:
            file.write(b"no record\n")
        done = self.replay("--where", "rule=6.4b")
        self.assert_status(done, 1)
        self.assertEqual(done.err, "")

    def test_a_later_program_tells_itself_apart(self):
        decide(CLAIMS, "--log", self.log)
        path = glob.glob(os.path.join(self.log, "0*.jsonl"))[0]
        with open(path, encoding="utf-8") as file:
            text = file.read()
        self.write(path, text.replace('"engine":"0.1.0"', '"engine":"0.0.9"'))
        done = self.replay()
        self.assert_status(done, 0)
        self.assertIn("kept by sanbao 0.0.9, decided again by ", done.out.decode())


if __name__ == "__main__":
    unittest.main()
