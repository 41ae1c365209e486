# SPDX-License-Identifier: Apache-2.0
"""`sanbao impact` on the records of a log (docs/audit.md "Weighing the claims of a log")."""

import glob
import json
import os
import unittest

from impact_test import BROKEN, OTHER, generated
from program import HYUNDAI, Case, decide, full_claim, records, run

SHOP = """sanbao: 1
policy: shop
version: "1"
title: {zh: 示例, en: Example}
currency: CNY
round: {to: 0.01, mode: half_up}
clock: {zone: Asia/Shanghai, count_from: next_day, month_end: last_day, roll: none}
rules:
  - {id: "1", title: {zh: 退货, en: Return}, when: fault.confirmed, grants: {return: {pays: {refund: purchase.price}}}}
"""


def shop_claim(name, serial=None):
    claim = {"claim": {"id": name, "filed_on": "2024-05-02", "requests": "return"},
             "purchase": {"price": "10.00"}, "fault": {"confirmed": True}}
    if serial:
        claim["product"] = {"serial": serial}
    return json.dumps(claim).encode() + b"\n"


class OfLog(Case):
    def setUp(self):
        super().setUp()
        self.log = os.path.join(self.folder, "log")

    def keep(self, claims, *words, rules=HYUNDAI):
        run("decide", "--rules", rules, "--reasons", "codes", "--log", self.log, *words, stdin=claims)

    def impact(self, *words, status=0):
        done = run("impact", *words, self.log)
        self.assert_status(done, status)
        return done

    def report(self, *words, status=0):
        return records(self.impact("--format", "json", *words, status=status).out)[-1]

    def of_claims(self, claims, *words):
        told = records(run("impact", "--from", HYUNDAI, "--format", "json", *words, stdin=claims).out)[-1]
        return self.without_records(told)

    def without_records(self, told):
        """Records of a log have other numbers than lines of a file."""
        for variant in told["variants"]:
            for change in variant["largest"]:
                del change["record"]
        for refusal in told["refusals"]:
            del refusal["record"]
        for key in ("log", "left_out", "where", "not_weighed"):
            told.pop(key, None)
        return told

    def test_the_claims_of_a_log_weigh_what_they_weigh_in_a_file(self):
        claims = generated(400) + BROKEN + generated(100, seed=2)
        self.keep(claims, "--segment-size", 100_000)
        self.assertGreater(len(glob.glob(self.log + "/0*.jsonl")), 2)
        expected = self.of_claims(claims, "--to", OTHER)
        told = self.report("--to", OTHER, status=1)
        self.assertEqual((told["left_out"], told["not_weighed"]), (0, []))
        head = json.loads(run("log", "head", self.log).out)
        self.assertEqual(told["log"], head)
        self.assertIn(head["digest"], self.impact("--to", OTHER, "--format", "html", status=1).out.decode())
        self.assertEqual(self.without_records(told), expected)
        told = self.report("--from", HYUNDAI, "--to", OTHER, status=1)
        self.assertEqual(self.without_records(told), expected)
        done = self.impact("--to", OTHER, status=1)
        self.assertRegex(done.err, r"log/0+\d+\.jsonl:\d+: error\[SB3018\]: there is no day `2024-02-30`")

    def test_threads_change_nothing_and_the_list_is_in_order(self):
        self.keep(generated(500), "--segment-size", 50_000)
        for form in ("text", "json", "html"):
            words = ["--to", OTHER, "--vary", "values.depreciation=0.1%,0.5%", "--format", form, "--list", "changed"]
            once = self.impact(*words, "--threads", "1").out
            for threads in ("2", "7"):
                self.assertEqual(self.impact(*words, "--threads", threads).out, once)
        listed = [line["record"] for line in
                  records(self.impact("--to", OTHER, "--list", "changed", "--format", "json").out)[:-1]]
        self.assertGreater(len(listed), 20)
        self.assertEqual(listed, sorted(listed))
        with open(os.path.join(self.log, "000000000001.jsonl"), "rb") as file:
            line = file.read().splitlines()[listed[0] - 1]
        self.assertIn(b'"seq":%d,' % listed[0], line)

    def test_what_the_log_was_decided_by_is_varied(self):
        claims = generated(300)
        self.keep(claims)
        words = ["--vary", "values.depreciation=0.1%,0.5%"]
        self.assertEqual(self.without_records(self.report(*words)), self.of_claims(claims, *words))

    def test_parameters_are_those_of_the_log(self):
        rules = self.write("rate.yaml", SHOP.replace("rules:", "parameters:\n  share: {value: 100%}\nrules:")
                           .replace("purchase.price}", "purchase.price * share}"))
        self.keep(shop_claim("C-1"), "--set", "shop:share=50%", rules=rules)
        change, = self.report("--to", rules)["variants"][0]["largest"]
        self.assertEqual((change["from"]["money"], change["to"]["money"]), ("5.00", "10.00"))

    def test_each_record_is_judged_as_of_its_day(self):
        line = full_claim("C-1", "2024-05-12")
        self.keep(line, "--as-of", "2024-05-20")
        self.keep(line)
        for words in ([], ["--as-of", "2024-06-01"]):
            days = words or ["--as-of", "2024-05-20"]
            told = self.without_records(self.report("--to", OTHER, *words))
            expected = [self.of_claims(line, "--to", OTHER, *days), self.of_claims(line, "--to", OTHER, *words)]
            self.assertEqual(told["claims"], 2)
            self.assertEqual(told["variants"][0]["otherwise"]["claims"],
                             sum(part["variants"][0]["otherwise"]["claims"] for part in expected))
        early = self.report("--to", OTHER, "--as-of", "2024-05-01", status=1)
        self.assertEqual((early["claims"], early["refused"]), (0, 2))

    def test_records_of_several_policies_are_each_compared_with_their_own(self):
        first, second = generated(200), generated(200, seed=3)
        self.keep(first)
        self.keep(second, rules=OTHER)
        self.keep(first)
        told = self.report("--to", OTHER)
        self.assertEqual(told["claims"], 600)
        self.assertEqual([policy["version"] for policy in told["from"]["policies"]], ["2008.1", "2009.1"])
        once = self.of_claims(first, "--to", OTHER)["variants"][0]
        self.assertGreater(once["otherwise"]["claims"], 5)
        self.assertEqual(told["variants"][0]["otherwise"]["claims"], 2 * once["otherwise"]["claims"])
        self.assertEqual(told["variants"][0]["alike"], 2 * once["alike"] + 200)
        # Each is named with the claims that it decided.
        self.assertEqual([(side["claims"], [policy["version"] for policy in side["policies"]])
                          for side in told["from"]["sides"]], [(400, ["2008.1"]), (200, ["2009.1"])])
        for threads in ("1", "5"):
            heading = self.impact("--to", OTHER, "--threads", threads).out.decode().split("\n")[0]
            self.assertTrue(heading.startswith("hyundai-mp3 2008.1 → 2009.1 (400 claims), "
                                               "hyundai-mp3 2009.1 unchanged (200 claims) on 600 claims ("), heading)
        page = self.impact("--to", OTHER, "--format", "html").out.decode()
        self.assertIn("<h1>《现代 MP3 播放器三包细则》 2008.1 → 2009.1（400 项索赔）、"
                      "《现代 MP3 播放器三包细则（虚构，供比较用）》 2009.1 不变（200 项索赔）</h1>", page)
        self.assertNotIn("hyundai-mp3: ", page)  # rules of one policy need not name it
        # One that decided none of the records taken is not named.
        self.keep(full_claim("ONLY", "2024-05-12"))
        self.assertTrue(self.impact("--to", OTHER, "--where", "claim=ONLY").out.decode()
                        .startswith("hyundai-mp3 2008.1 → 2009.1 on 1 claim "))

    def test_where(self):
        claims = generated(300) + BROKEN
        self.keep(claims)
        lines = claims.splitlines(keepends=True)
        decisions = records(run("decide", "--rules", HYUNDAI, "--reasons", "codes", stdin=claims).out)
        some = decisions[7]["claim"]
        for word, takes in (
                ("outcome=approved", lambda decision: decision.get("outcome") == "approved"),
                ("claim=" + some, lambda decision: decision.get("claim") == some),
                ("date=2026", lambda decision: (decision.get("as_of") or "").startswith("2026")),
                ("rule=5", lambda decision: any("5" in policy["codes"]["holds"] for policy in decision.get("policies", [])))):
            taken = [line for line, decision in zip(lines, decisions) if takes(decision)]
            self.assertGreater(len(taken), 0, word)
            told = self.report("--to", OTHER, "--where", word)
            self.assertEqual((told["claims"], told["left_out"]), (len(taken), 301 - len(taken)), word)
            self.assertEqual(self.without_records(told), self.of_claims(b"".join(taken), "--to", OTHER), word)
        # Whoever is handed the report can make it again.
        words = ["--to", OTHER, "--where", "outcome=refused", "--where", "outcome=conflict", "--as-of", "2030-01-01"]
        said = self.impact(*words, status=1).out.decode()
        self.assertIn("\n300 records left out by `--where`: outcome=refused, outcome=conflict\n", said)
        self.assertIn("\nall judged as of 2030-01-01 (`--as-of`)\n", said)
        told = self.report(*words, status=1)
        self.assertEqual(told["where"], [{"field": "outcome", "value": "refused"}, {"field": "outcome", "value": "conflict"}])
        self.assertEqual(told["as_of"], "2030-01-01")
        for language in ("zh", "en"):
            page = self.impact(*words, "--format", "html", "--lang", language, status=1).out.decode()
            for part in ("--where", "<code>outcome=refused</code>", "<code>outcome=conflict</code>", "--as-of", "2030-01-01"):
                self.assertIn(part, page)
        self.assertEqual(self.report("--to", OTHER, status=1)["where"], [])

    def test_masked_fields_that_decide_now(self):
        rules = self.write("shop.yaml", SHOP)
        other = self.write("other.yaml", SHOP.replace("fault.confirmed", 'fault.confirmed and product.serial != "S-1"'))
        self.keep(shop_claim("C-1", "S-1") + shop_claim("C-2", "S-2") + shop_claim("C-3") + b"{\n",
                  "--mask", "product.serial", "--mask", "claim.id", rules=rules)
        # Who does not ask for the field weighs all that could be read.
        half = self.write("half.yaml", SHOP.replace("purchase.price}", "purchase.price * 50%}"))
        told = self.report("--to", half, status=1)
        self.assertEqual((told["claims"], told["variants"][0]["worse"]["claims"]), (3, 3))
        self.assertEqual(told["not_weighed"], [{"why": "the line is masked", "records": 1, "first": 5}])
        told = self.report("--to", other, status=1)
        self.assertEqual(told["claims"], 1)
        self.assertEqual(told["not_weighed"], [
            {"why": "`product.serial` is masked, and decides", "records": 2, "first": 2},
            {"why": "the line is masked", "records": 1, "first": 5}])
        done = self.impact("--to", other, status=1)
        self.assertIn("2 records cannot be weighed: `product.serial` is masked, and decides", done.out.decode())
        self.assertIn("000000000001.jsonl:2: cannot be weighed: `product.serial` is masked", done.err)
        page = self.impact("--to", other, "--format", "html", "--lang", "en", status=1).out.decode()
        self.assertIn("2 records of the log cannot be weighed: `product.serial` is masked, and decides", page)

    def test_damage_and_what_is_missing(self):
        rules = self.write("shop.yaml", SHOP)
        other = self.write("other.yaml", SHOP.replace('"1"', '"2"'))
        self.keep(shop_claim("C-1") + shop_claim("C-2"), rules=rules)
        path, = glob.glob(self.log + "/0*.jsonl")
        with open(path, "rb") as file:
            lines = file.read().splitlines(keepends=True)
        self.write(path, lines[0] + lines[1] + b"not a record\n" + lines[2].replace(b'"decision"', b'"decisoin"'))
        told = self.report("--to", other, status=1)
        self.assertEqual([(entry["why"], entry["first"]) for entry in told["not_weighed"]],
                         [("this is no record", 3), ("the record has no claim and decision", 4)])
        self.assertIn("000000000001.jsonl:3: cannot be weighed: this is no record",
                      self.impact("--to", other, status=1).err)
        self.write(path, b"".join(lines[1:]))
        told = self.report("--from", rules, "--to", other, status=1)
        self.assertEqual(told["not_weighed"][0]["why"], "no record says by which rulebook it was decided")
        self.write(path, b"".join(lines))
        text, = glob.glob(self.log + "/texts/*.yaml")
        os.remove(text)
        self.assertEqual(self.report("--from", rules, "--to", other)["claims"], 2)
        done = self.impact("--to", other, status=1)
        self.assertRegex(done.err, r"`.*log` cannot be weighed: the text sha256:[0-9a-f]{64} is not in the log\n"
                                   r"  help: name policies to compare with: `--from`\n")
        # What verify and replay say of it.
        self.write(text, "changed")
        done = self.impact("--to", other, status=1)
        self.assertRegex(done.err, r"`.*log` cannot be weighed: the text sha256:[0-9a-f]{64} was changed\n")
        os.remove(text)
        # With another run whose text is there, these alone are passed by.
        self.keep(shop_claim("C-3"), rules=other)
        told = self.report("--to", other, status=1)
        self.assertEqual(told["claims"], 1)
        self.assertEqual((told["not_weighed"][0]["records"], told["not_weighed"][0]["first"]), (2, 2))
        self.assertIn("is not in the log", told["not_weighed"][0]["why"])

    def test_wrong_usage(self):
        for words, message in ((["--to", OTHER], "needs `--from`"),
                               (["--from", HYUNDAI, "--to", OTHER, "--where", "claim=1"], "about the records of a log")):
            done = run("impact", *words, stdin=b"")
            self.assert_status(done, 2)
            self.assertIn(message, done.err)
        self.keep(full_claim("C-1"))
        self.assertIn("is no value of `--where`", self.impact("--to", OTHER, "--where", "colour=red", status=2).err)
        done = run("impact", "--to", OTHER, self.folder)
        self.assert_status(done, 1)
        self.assertIn("is no file of a log", done.err)
        os.mkdir(self.folder + "/empty")
        done = run("impact", "--to", OTHER, self.folder + "/empty")
        self.assert_status(done, 1)
        self.assertIn("/empty` holds no records of a log", done.err)

    def test_a_segment_is_no_file_of_claims(self):
        self.keep(full_claim("C-1"))
        for words in ([], ["--from", HYUNDAI]):
            done = run("impact", *words, "--to", OTHER, self.log + "/000000000001.jsonl")
            self.assert_status(done, 2)
            self.assertIn("000000000001.jsonl` looks like a segment of a log\n  help: name its folder: `" + self.log + "`\n",
                          done.err)

    def test_an_empty_selection_is_remarked(self):
        self.keep(full_claim("C-1"))
        self.assertEqual(self.impact("--to", OTHER, "--where", "rule=6.4").err, "sanbao: `--where` takes none of the records\n")
        self.assertEqual(self.impact("--to", OTHER, "--where", "claim=C-1").err, "")
        done = self.impact("--to", OTHER, "--where", "date=2009-05-01..2009-04-01", status=2)
        self.assertIn("is no value of `--where`\n  help: its first day lies after its last\n", done.err)


if __name__ == "__main__":
    unittest.main()
