# SPDX-License-Identifier: Apache-2.0
"""`sanbao impact` (docs/audit.md "Weighing another policy", docs/commands.md)."""

import functools
import json
import os
import subprocess
import sys
import unittest

import impact_oracle
from program import HYUNDAI, ROOT, Case, full_claim, records, run

OTHER = os.path.join(ROOT, "examples", "policies", "hyundai-mp3-2009.1-made-up.yaml")
GENERATOR = os.path.join(ROOT, "tests", "outside", "generate_claims.py")
BROKEN = b'{"claim":{"id":"X","filed_on":"2024-02-30"}}\n'


@functools.cache
def generated(count, seed=1):
    return subprocess.run([sys.executable, "-B", GENERATOR, "--count", str(count), "--seed", str(seed)],
                          capture_output=True, check=True).stdout


@functools.cache
def decided(rules, claims, *words):
    return records(run("decide", "--rules", rules, *words, stdin=claims).out)


@functools.cache
def closers(claims, *rules):
    return impact_oracle.closers(line for path in rules for line in decided(path, claims, "--reasons", "full"))


def impact(claims, *words, **more):
    return run("impact", "--from", HYUNDAI, *words, stdin=claims, **more)


def report(claims, *words):
    """The report as JSON; what --list wrote stands before it."""
    done = impact(claims, "--format", "json", *words)
    return records(done.out)[-1]


class Oracle(Case):
    """Two runs of `sanbao decide` and a script give the same numbers."""

    def compare(self, variant, old, new, about):
        expected = impact_oracle.weigh(old, new, about)
        for name in ("alike", "beside", "otherwise", "better", "worse", "neither", "paid"):
            self.assertEqual(variant[name], expected[name], name)
        self.assertEqual({(move.pop("from"), move.pop("to")): move for move in variant["moves"]},
                         expected["moves"])
        lines = {tuple(sorted((rule["policy"], rule["rule"]) for rule in line["rules"])): line["all"]
                 for line in variant["rules"]}
        self.assertEqual(lines, expected["rules"])
        for line in variant["rules"]:
            parts = [line[name]["claims"] for name in ("better", "worse", "neither")]
            self.assertEqual(sum(parts), line["all"]["claims"])
        self.assertEqual([bucket["claims"] for bucket in variant["distribution"]],
                         expected["distribution"])
        largest = sorted((change for change in expected["changes"] if change[3]),
                         key=lambda change: (-abs(change[3]), change[0]))[:10]
        self.assertEqual([(change["record"], change["money"]) for change in variant["largest"]],
                         [(change[0], f"{change[3]:.2f}") for change in largest])
        return expected["changes"]

    def test_another_version(self):
        claims = generated(1500) + BROKEN + generated(500, seed=2)
        told = report(claims, "--to", OTHER)
        self.assertEqual((told["claims"], told["refused"]), (2000, 1))
        self.assertEqual([refusal["record"] for refusal in told["refusals"]], [1501])
        variant, = told["variants"]
        changes = self.compare(variant, decided(HYUNDAI, claims), decided(OTHER, claims),
                               closers(claims, HYUNDAI, OTHER))
        self.assertGreater(len(changes), 100)
        self.assertGreater(variant["better"]["claims"], 10)
        self.assertGreater(variant["worse"]["claims"], 10)
        self.assertGreater(variant["neither"]["claims"], 0)

    def test_a_sweep_of_a_rate(self):
        claims = generated(1000)
        told = report(claims, "--vary", "values.depreciation=0.1%,0.3%,5%")
        self.assertEqual([variant["name"] for variant in told["variants"]],
                         [f"values.depreciation={rate}" for rate in ("0.1%", "0.3%", "5%")])
        with open(HYUNDAI, encoding="utf-8") as file:
            text = file.read()
        old = decided(HYUNDAI, claims)
        for variant, rate in zip(told["variants"], ("0.1%", "0.3%", "5%")):
            path = self.write(f"varied-{rate}.yaml", text.replace("price * 0.3% *", f"price * {rate} *"))
            self.compare(variant, old, decided(path, claims), closers(claims, HYUNDAI, path))
        self.assertEqual(told["variants"][1]["otherwise"]["claims"], 0)
        self.assertGreater(told["variants"][2]["worse"]["claims"], 5)

    def test_a_period_on_claims_that_leave_much_open(self):
        # An answer that is open names no rules: those of its remedy that stand otherwise are told.
        claims = b""
        for number, line in enumerate(generated(900).splitlines()):
            claim = json.loads(line)
            claim.pop(("fault", "stock", "consumer", "goods")[number % 4], None)
            claims += json.dumps(claim).encode() + b"\n"
        with open(HYUNDAI, encoding="utf-8") as file:
            longer = self.write("longer.yaml", file.read().replace("length: 7 days", "length: 60 days", 1))
        *changes, told = records(impact(claims, "--vary", "periods.return_period.length=60 days", "--list", "changed",
                                        "--format", "json").out)
        self.compare(told["variants"][0], decided(HYUNDAI, claims), decided(longer, claims),
                     closers(claims, HYUNDAI, longer))
        opened = [change for change in changes if change["to"]["outcome"] == "needs_facts"]
        self.assertGreater(len(opened), 5)
        for change in opened:
            self.assertIn("5", [rule["rule"] for rule in change["rules"]], change)

    def test_a_whole_rulebook_and_another_day(self):
        rules = os.path.join(ROOT, "rules")
        with open(os.path.join(ROOT, "examples", "claims", "cn", "household-car", "claims.jsonl"), "rb") as file:
            claims = file.read() + generated(300)
        done = run("impact", "--from", rules, "--to", HYUNDAI, "--as-of", "2026-06-01", "--format", "json",
                   stdin=claims)
        told, = records(done.out)
        old, new = (decided(path, claims, "--as-of", "2026-06-01") for path in (rules, HYUNDAI))
        # What the Hyundai file alone would refuse is read for both here, and covered by nothing there.
        nothing = {"outcome": "not_covered", "requested": "any", "remedies": {}, "policies": []}
        new = [nothing if "error" in line and "error" not in known else line for known, line in zip(old, new)]
        self.compare(told["variants"][0], old, new, closers(claims, rules, HYUNDAI))
        self.assertEqual(told["refused"], sum("error" in line for line in old))


class InAll(Case):
    """What the change is a change of: what is paid in all, before and after."""

    CLAIMS = full_claim("C-1", "2024-05-06") + b"\n" + full_claim("C-2", "2024-05-12") + b"\n"

    def test_words(self):
        self.assertEqual(report(self.CLAIMS, "--to", OTHER)["variants"][0]["paid"],
                         {"from": "1299.00", "to": "2598.00", "open": 0, "percent": "100.00"})
        said = impact(self.CLAIMS, "--to", OTHER).out.decode()
        self.assertRegex(said, r"\n  paid in all before +2 +1,299\.00 CNY\n"
                               r"  paid in all after +2 +2,598\.00 CNY   \+100\.00%\n")

    def test_of_nought_there_are_no_percent(self):
        line = full_claim("C-2", "2024-05-12") + b"\n"
        self.assertEqual(report(line, "--to", OTHER)["variants"][0]["paid"],
                         {"from": "0.00", "to": "1299.00", "open": 0, "percent": None})
        self.assertNotIn("%", impact(line, "--to", OTHER).out.decode())

    def test_a_table_has_them_too(self):
        said = impact(self.CLAIMS, "--vary", "periods.return_period.length=3 days,7 days,20 days,30 days").out.decode()
        self.assertRegex(said, r"length=7 days .* 1,299\.00 +1,299\.00 +0\.00%\n")
        self.assertRegex(said, r"length=20 days .* 1,299\.00 +2,598\.00 +\+100\.00%\n")


class Conditions(Case):
    def test_the_day_of_judgement_is_told(self):
        claims = full_claim("C-1") + b"\n"
        self.assertIn("\nall judged as of 2024-06-01 (`--as-of`)\n",
                      impact(claims, "--to", OTHER, "--as-of", "2024-06-01").out.decode())
        self.assertEqual(report(claims, "--to", OTHER, "--as-of", "2024-06-01")["as_of"], "2024-06-01")
        self.assertIsNone(report(claims, "--to", OTHER)["as_of"])
        self.assertNotIn("as of", impact(claims, "--to", OTHER).out.decode())


class LastDays(Case):
    def test_longer_and_shorter(self):
        claims = generated(1200) + BROKEN
        old = decided(HYUNDAI, claims)
        with open(HYUNDAI, encoding="utf-8") as file:
            text = file.read()
        lengths = ("3 days", "12 days")
        told = report(claims, "--periods", "--vary", "periods.return_period.length=" + ",".join(lengths))
        ways = set()
        for variant, length in zip(told["variants"], lengths):
            path = self.write(f"varied-{length}.yaml",
                              text.replace("{from: purchase.sold_on, length: 7 days", "{from: purchase.sold_on, length: " + length))
            days, one_sided = impact_oracle.weigh_periods(old, decided(path, claims))
            ways |= {change > 0 for _, change in days}
            periods = variant["periods"]
            for name, some in (("longer", [change for _, change in days if change > 0]),
                               ("shorter", [change for _, change in days if change < 0])):
                self.assertEqual(periods[name], {"claims": len(some), "days": sum(some)})
            self.assertEqual(periods["one_sided"], one_sided)
            buckets = [0] * 15
            for _, change in days:
                buckets[impact_oracle.day_bucket(change)] += 1
            self.assertEqual([bucket["claims"] for bucket in periods["distribution"]], buckets)
            largest = sorted(days, key=lambda change: (-abs(change[1]), change[0]))[:10]
            self.assertEqual([(change["record"], change["days"]) for change in periods["largest"]], largest)
        self.assertEqual(ways, {True, False})

    def test_all_else_is_as_without(self):
        claims = generated(500)
        words = ["--to", OTHER, "--vary", "values.depreciation=0.1%,0.5%"]
        plain = report(claims, *words)
        told = report(claims, *words, "--periods")
        for variant in told["variants"]:
            del variant["periods"]
        self.assertEqual(told, plain)
        self.assertEqual(impact(claims, *words, "--periods", "--threads", "1").out,
                         impact(claims, *words, "--periods", "--threads", "3").out)

    def test_words(self):
        lines = full_claim("C-1", "2024-05-06") + b"\n" + full_claim("C-2", "2024-05-07") + b"\n"
        done = impact(lines, "--vary", "periods.return_period.length=8 days", "--periods")
        self.assert_status(done, 0)
        self.assertIn("  the same remedy until another day\n    longer", done.out.decode())
        self.assertIn("    C-1 (record 1)  +1 day  return until 2024-05-08 → 2024-05-09\n", done.out.decode())
        done = impact(lines, "--to", OTHER)
        self.assertNotIn("until another day", done.out.decode())


class Listing(Case):
    def test_the_claims_behind_each_line(self):
        claims = generated(800)
        changes = impact_oracle.weigh(decided(HYUNDAI, claims), decided(OTHER, claims),
                                      closers(claims, HYUNDAI, OTHER))["changes"]

        def listed(*words):
            done = impact(claims, "--to", OTHER, "--format", "json", *words)
            return [(line["record"], line.get("claim"), line["direction"],
                     tuple(sorted((rule["policy"], rule["rule"]) for rule in line["rules"])))
                    for line in records(done.out)[:-1]]

        def expected(takes):
            return [(record, name, way, rules) for record, name, way, _, rules in changes if takes(way, rules)]

        self.assertEqual(listed(), [])
        self.assertEqual(listed("--list", "changed"), expected(lambda way, rules: True))
        self.assertEqual(listed("--list", "worse"), expected(lambda way, rules: way == "worse"))
        by_rule = expected(lambda way, rules: ("hyundai-mp3", "6.4b") in rules)
        self.assertGreater(len(by_rule), 5)
        self.assertEqual(listed("--list", "6.4b"), by_rule)
        self.assertEqual(listed("--list", "hyundai-mp3:6.4b"), by_rule)
        self.assertEqual(listed("--list", "neither", "--list", "better"),
                         expected(lambda way, rules: way != "worse"))

    def test_a_line_for_people(self):
        line = full_claim("C-1", "2024-05-12") + b"\n"
        done = impact(line, "--to", OTHER, "--list", "changed")
        self.assert_status(done, 0)
        first, empty = done.out.decode().split("\n")[:2]
        self.assertEqual(first, "C-1 (record 1)  +1,299.00  denied return 0.00 → approved return 1,299.00  "
                                "better  5")
        self.assertTrue(empty.startswith("hyundai-mp3 2008.1 → 2009.1 on 1 claim (2024-05-12 to 2024-05-12)"))

    def test_each_variant_has_its_number(self):
        line = full_claim("C-1", "2024-05-12") + b"\n"
        done = impact(line, "--vary", "periods.return_period.length=8 days,20 days", "--list", "changed")
        self.assertTrue(done.out.decode().startswith("2  C-1 (record 1)"), done.out)


class Bytes(Case):
    def test_threads_and_pipes_change_nothing(self):
        claims = generated(1200) * 2 + BROKEN
        path = self.write("claims.jsonl", claims)
        words = ["--to", OTHER, "--vary", "values.depreciation=0.1%,0.5%", "--list", "changed"]
        for form in ("text", "json"):
            once = impact(claims, *words, "--format", form, "--threads", "1")
            self.assert_status(once, 1)
            for more in (["--threads", "2"], ["--threads", "7"], []):
                self.assertEqual(impact(claims, *words, "--format", form, *more).out, once.out)
            self.assertEqual(impact(b"", *words, "--format", form, path).out, once.out)

    def test_order_of_claims_changes_no_sum(self):
        lines = generated(600).splitlines(keepends=True)
        forward, = report(b"".join(lines), "--to", OTHER)["variants"]
        backward, = report(b"".join(reversed(lines)), "--to", OTHER)["variants"]
        del forward["largest"], backward["largest"]
        self.assertEqual(forward, backward)

    def test_no_claims(self):
        told = report(b"\n\n", "--to", OTHER)
        self.assertEqual((told["claims"], told["refused"], told["first_filed"]), (0, 0, None))
        self.assertEqual(told["variants"][0]["rules"], [])
        self.assert_status(impact(b"", "--to", OTHER), 0)

    def test_the_same_policy_changes_nothing(self):
        done = impact(generated(200), "--to", HYUNDAI)
        self.assert_status(done, 0)
        self.assertIn("the same policies on 200 claims", done.out.decode())
        variant, = report(generated(200), "--to", HYUNDAI)["variants"]
        self.assertEqual((variant["alike"], variant["beside"], variant["otherwise"]["claims"]), (200, 0, 0))


class Refused(Case):
    def test_refused_claims_are_told_and_counted(self):
        done = impact(BROKEN * 12 + full_claim("C-1") + b"\n", "--to", OTHER)
        self.assert_status(done, 1)
        self.assertIn("12 claims are refused and in none of these numbers", done.out.decode())
        self.assertEqual(done.err.count("error[SB3018]"), 10)
        self.assertIn("standard input:1: error[SB3018]: there is no day `2024-02-30`", done.err)
        self.assertIn("and 2 more claims refused", done.err)

    def test_what_is_no_json_lines(self):
        for text in (b"[" + full_claim("C-1") + b"]", b"{\n" + full_claim("C-1")[1:]):
            done = impact(text, "--to", OTHER)
            self.assert_status(done, 1)
            self.assertEqual(done.err.count("one record a line is wanted (JSON Lines)\n"), 1, done.err)
        self.assertNotIn("JSON Lines", impact(BROKEN, "--to", OTHER).err)

    def test_a_day_before_the_claim(self):
        told = report(full_claim("C-1") + b"\n", "--to", OTHER, "--as-of", "2024-05-07")
        self.assertEqual((told["claims"], told["refusals"][0]["code"]), (0, "SB3101"))

    def test_amounts_too_large_to_be_added_up_are_said_to_be(self):
        price = full_claim("C", "2024-05-12", purchase={
            "sold_on": "2024-05-01", "invoiced_on": "2024-05-01", "price": "999999999999999.99",
            "sold_directly": True, "documents": ["invoice", "guarantee_certificate"]}) + b"\n"
        fits, = report(price * 92, "--to", OTHER)["variants"]
        self.assertEqual(fits["otherwise"]["money"], "91999999999999999.08")
        beyond, = report(price * 93, "--to", OTHER)["variants"]
        self.assertEqual(beyond["otherwise"], {"claims": 93, "money": None, "open": 0})
        self.assertIn("too large to be added up", impact(price * 93, "--to", OTHER).out.decode())

    def test_wrong_usage(self):
        for words, message in (
                ([], "needs `--to` or `--vary`"),
                (["--vary", "values.depreciation"], "is no value of `--vary`"),
                (["--vary", "=0.1%"], "is no value of `--vary`"),
                (["--vary", "values.depreciation="], "a value is empty"),
                (["--vary", "values.depreciation=0.1%,"], "a value is empty"),
                (["--vary", "values.depreciaton=0.1%"], "did you mean `values.depreciation`?"),
                (["--vary", "other:values.depreciation=0.1%"], "there is no policy `other`"),
                (["--vary", "rules.6.1=0.1%"], "holds no rates"),
                (["--to", OTHER, "--list", "wrose"], "did you mean `worse`?"),
                (["--to", OTHER, "--list", "99"], "is no value of `--list`"),
                (["--to", OTHER, "--lang", "zh"], "`--lang` is about the page"),
                (["--to", OTHER, "--lang", "en", "--format", "json"], "`--lang` is about the page"),
                (["--to", OTHER, "--threads", "0"], "is no value of `--threads`"),
                (["--to", OTHER, "--as-of", "yesterday"], "is no value of `--as-of`"),
                (["--vary", "values.depreciation=0.1%,0.2%, 0.1%"], "`0.1%` stands there twice"),
                (["--vary", "values.depreciation=0.1%", "--vary", "values.depreciation=0.2%"],
                 "what stands at `values.depreciation` was put there by `--vary values.depreciation=0.1%`"),
                (["--vary", "hyundai-mp3:values.depreciation=0.1%", "--vary", "values.depreciation=0.1%"],
                 "what stands at `values.depreciation` was put there by `--vary hyundai-mp3:values.depreciation=0.1%`"),
                (["--vary", "values.depreciation=" + ",".join(f"{n}%" for n in range(1001))],
                 "more than 1,000 variants")):
            done = impact(b"", *words)
            self.assert_status(done, 2)
            self.assertIn(message, done.err)
        self.assert_status(run("impact", "--to", OTHER), 2)

    def test_faults_of_policies(self):
        broken = self.write("broken.yaml", "sanbao: 1\npolicy: x\nrules: [{id: \"1\"}]\n")
        done = impact(b"", "--to", broken)
        self.assert_status(done, 1)
        self.assertIn("nothing was loaded", done.err)
        with open(HYUNDAI, encoding="utf-8") as file:
            dollars = self.write("dollars.yaml", file.read().replace("currency: CNY", "currency: USD"))
        done = impact(b"", "--to", dollars)
        self.assert_status(done, 1)
        self.assertIn("a comparison reckons in one currency", done.err)
        self.assert_status(impact(b"", "--to", self.folder + "/none.yaml"), 1)
        self.assert_status(impact(b"", "--to", OTHER, self.folder + "/none.jsonl"), 1)
        # A varied text passes every check.
        done = impact(b"", "--vary", "periods.guarantee.length=1%")
        self.assert_status(done, 1)
        self.assertIn("error[SB2", done.err)

    def test_combinations_of_sweeps(self):
        told = report(full_claim("C-1") + b"\n", "--vary", "values.depreciation=0.1%,0.2%",
                      "--vary", "hyundai-mp3:periods.guarantee.length=1 year, 2 years, 18 months")
        names = [variant["name"] for variant in told["variants"]]
        self.assertEqual(len(names), 6)
        self.assertEqual(names[1], "values.depreciation=0.1%, periods.guarantee.length=2 years")

    def test_output_that_cannot_be_written(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([os.environ["SANBAO_PROGRAM"], "impact", "--from", HYUNDAI, "--to", OTHER],
                                  input=full_claim("C-1"), stdout=full, stderr=subprocess.PIPE)
        self.assertEqual(done.returncode, 3)


if __name__ == "__main__":
    unittest.main()
