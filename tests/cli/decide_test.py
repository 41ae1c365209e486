# SPDX-License-Identifier: Apache-2.0
"""`sanbao decide`: the record contract seen from outside (docs/records.md §1, §2, §4)."""

import hashlib
import json
import os
import unittest

import program
from program import HYUNDAI, Case, claim, decide, full_claim, records, run

DECISION_KEYS = ["claim", "as_of", "requested", "outcome", "remedies", "policies", "not_applied", "ask", "questions",
                 "assumed", "ignored", "unread", "gaps", "engine"]
POLICY_KEYS = ["policy", "version", "digest", "calendars", "parameters", "outcome", "remedies", "codes", "reasons",
               "ask", "assumed", "recalled", "gaps", "notices"]
REMEDY_KEYS = ["status", "at_least", "policy", "policies", "may_improve", "rules", "excluded_by", "needs", "pays",
               "charges", "net", "currency", "conflict", "preferred", "terms", "until"]
REASON_KEYS = ["rule", "effect", "remedies", "holds", "overridden_by", "not_established", "cite", "text", "note",
               "read", "periods", "events", "steps"]

# The claim that docs/records.md §1 shows.
SAMPLE = {
    "claim": {"id": "C-000123", "filed_on": "2024-05-08", "requests": "return"},
    "purchase": {"id": "P-77", "sold_on": "2024-05-01", "invoiced_on": "2024-05-01", "delivered_on": "2024-05-01",
                 "price": "1299.00", "net_dealer_price": "980.00", "sold_directly": True, "channel": "store",
                 "documents": ["invoice", "guarantee_certificate"]},
    "product": {"category": "mp3_player", "brand": "现代", "model": "HY-100", "serial": "SN1"},
    "fault": {"kind": "performance", "cause": "own_component", "component": "mainboard", "confirmed": True,
              "described": True},
    "goods": {"human_damage": False, "accessories_complete": True, "serial_matches": True,
              "certificate_altered": False},
    "repairs": [{"received_on": "2024-05-03", "returned_on": "2024-05-06", "fixed": False, "waiting_days": 0}],
    "exchanges": [], "stock": {"same_model": True}, "consumer": {"accepts_exchange": True},
    "context": {"anything": "carried along, never read"}}


def sample(**changes):
    """The sample with `group__field=value` changed; `None` stands for JSON's null."""
    text = json.loads(json.dumps(SAMPLE))
    for path, value in changes.items():
        group, _, field = path.partition("__")
        if field:
            text.setdefault(group, {})[field] = value
        else:
            text[group] = value
    return json.dumps(text, ensure_ascii=False).encode()


def strict(line):
    """JSON without a key twice, written as sanbao writes it."""
    def once(pairs):
        assert len(pairs) == len({key for key, _ in pairs}), pairs
        return dict(pairs)
    value = json.loads(line, object_pairs_hook=once)
    assert json.dumps(value, ensure_ascii=False, separators=(",", ":")) == line, line
    return value


def one(done):
    lines = done.out.decode().splitlines()
    assert len(lines) == 1, (lines, done.err)
    return strict(lines[0])


class Contract(Case):
    def in_order(self, keys, order):
        places = [order.index(key) for key in keys]
        self.assertEqual(places, sorted(places), keys)

    def test_the_sample_of_the_contract(self):
        done = decide(sample())
        self.assert_status(done, 0)
        self.assertEqual(done.err, "")
        answer = one(done)
        self.assertEqual([answer[key] for key in ("claim", "as_of", "requested", "outcome")],
                         ["C-000123", "2024-05-08", "return", "approved"])
        remedies = answer["remedies"]
        self.assertEqual(remedies["return"], {
            "status": "available", "policy": "hyundai-mp3", "rules": ["5"], "pays": {"refund": "1299.00"},
            "net": "1299.00", "currency": "CNY", "until": "2024-05-08"})
        self.assertEqual((remedies["exchange"]["rules"], remedies["exchange"]["until"]), (["5", "6.1"], "2024-05-31"))
        self.assertEqual((remedies["repair"]["rules"], remedies["repair"]["until"]), (["5", "6.1", "7"], "2025-05-06"))
        self.assertEqual(remedies["paid_repair"], {"status": "unavailable"})
        self.assertEqual((answer["ask"], answer["engine"]), ([], run("--version").out.decode().split()[1]))
        policy = answer["policies"][0]
        with open(HYUNDAI, "rb") as file:
            self.assertEqual(policy["digest"], "sha256:" + hashlib.sha256(file.read()).hexdigest())
        self.assertEqual(list(policy["calendars"]), ["cn"])
        self.assertIn("5", policy["codes"]["holds"])

    def test_keys_stand_in_order_and_lists_are_never_empty(self):
        lines = [sample(), sample(fault={}, goods={}), sample(claim__requests="any", product__brand="Sony"), sample(product__brand=None),
                 sample(repairs=[{"received_on": "2024-05-03"}, {"received_on": "2025-01-01"}], weather={"x": 1}),
                 sample(claim__filed_on="2024-08-05", consumer__accepts_exchange=False)]
        for reasons in ("none", "codes", "full"):
            done = decide(b"\n".join(lines), "--reasons", reasons)
            self.assert_status(done, 0)
            for line in done.out.decode().splitlines():
                answer = strict(line)
                self.in_order(answer, DECISION_KEYS)
                for policy in answer["policies"]:
                    self.in_order(policy, POLICY_KEYS)
                    self.assertEqual("codes" in policy, reasons == "codes")
                    self.assertEqual("reasons" in policy, reasons == "full")
                    for key in policy:
                        self.assertTrue(policy[key] or key == "remedies", (key, policy))
                    for remedy in policy["remedies"].values():
                        self.in_order(remedy, REMEDY_KEYS)
                        self.assertFalse({"policy", "policies", "may_improve"} & set(remedy))
                    for reason in policy.get("reasons", []):
                        self.in_order(reason, REASON_KEYS)
                        self.assertNotIn([], reason.values())
                for remedy in answer["remedies"].values():
                    self.in_order(remedy, REMEDY_KEYS)
                for key in ("not_applied", "ignored", "unread", "gaps", "questions"):
                    self.assertTrue(key not in answer or answer[key], answer)

    def test_the_verdict_is_the_same_at_every_level_of_reasons(self):
        claims = b"\n".join([sample(), sample(fault={}), claim("a"), full_claim("b", filed_on="2024-06-20")])
        verdicts = set()
        for reasons in ("none", "codes", "full"):
            answers = records(decide(claims, "--reasons", reasons).out)
            for answer in answers:
                for policy in answer["policies"]:
                    policy.pop("codes", None)
                    policy.pop("reasons", None)
            verdicts.add(json.dumps(answers))
        self.assertEqual(len(verdicts), 1)

    def test_every_rule_stands_once_in_the_codes_and_once_in_the_reasons(self):
        codes = one(decide(sample()))["policies"][0]["codes"]
        reasons = one(decide(sample(), "--reasons", "full"))["policies"][0]["reasons"]
        listed = sum(codes.values(), [])
        self.assertEqual(len(listed), len(set(listed)))
        self.assertEqual(sorted(listed), sorted(reason["rule"] for reason in reasons))

    def test_nothing_around_the_program_changes_a_byte(self):
        claims = b"\n".join([sample(), sample(stock={}), b"x", full_claim("b", filed_on="2024-06-20")])
        first = decide(claims, "--reasons", "full")
        for env in ({"LC_ALL": "C", "TZ": "UTC"}, {"LC_ALL": "de_DE.UTF-8", "TZ": "America/New_York"},
                    {"LC_ALL": "zh_CN.GB18030", "LANG": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati"},
                    {"LC_ALL": "nonsense", "TZ": "nonsense"}):
            done = decide(claims, "--reasons", "full", env=env)
            self.assertEqual((done.out, done.err, done.status), (first.out, first.err, first.status))
        elsewhere = run("decide", "--rules", os.path.relpath(HYUNDAI, self.folder), "--reasons", "full",
                        stdin=claims, cwd=self.folder)
        self.assertEqual(elsewhere.out, first.out)

    def test_file_pipe_and_dash_are_the_same(self):
        path = self.write("claims.jsonl", sample() + b"\n")
        outs = {decide(sample()).out, decide(sample(), "-").out, decide(b"", path).out}
        self.assertEqual(len(outs), 1)


class Records(Case):
    def refused(self, line):
        done = decide(claim("before") + b"\n" + line + b"\n" + claim("after"))
        self.assert_status(done, 1)
        self.assertEqual(done.err, "")
        before, error, after = map(strict, done.out.decode().splitlines())
        self.assertEqual((before["claim"], after["claim"]), ("before", "after"))
        self.assertLessEqual(set(error), {"record", "offset", "path", "error", "claim"})
        self.assertEqual(list(error["error"]), ["code", "message", "expected"])
        self.assertEqual(error["record"], 2)
        self.assertRegex(error["error"]["code"], r"^SB3\d\d\d$")
        error["at"] = line[error["offset"] - len(claim("before") + b"\n"):]
        return error

    def test_faults_stand_in_their_place(self):
        error = self.refused(b'{"claim":{"id":"C-1"},"purchase":{"sold_on":"2023-02-29"}}')
        self.assertEqual((error["claim"], error["path"]), ("C-1", "purchase.sold_on"))
        self.assertTrue(error["at"].startswith(b'"2023-02-29"'), error)
        error = self.refused(b'{"purchase":{"pirce":"1.00"}}')
        self.assertIn("price", error["error"]["expected"] + error["error"]["message"])
        self.assertNotIn("claim", error)
        self.refused(b'{"purchase":{"price":"1.001"}}')
        self.refused(b'{"purchase":{"price":1e2}}')
        self.refused(b'{"purchase":{"price":"1","price":"1"}}')
        self.refused(b'{"claim":{"id":"a"}')
        self.refused(b'{"claim":{"id":"\xff"}}')
        self.refused(b"\x00")
        self.refused(b"[]")
        self.refused(b"{}{}")

    def test_claims_the_rules_do_not_cover(self):
        answer = one(decide(sample(product__brand="Sony")))
        self.assertEqual((answer["outcome"], answer["remedies"], answer["policies"]), ("not_covered", {}, []))
        self.assertEqual(answer["not_applied"][0]["because"], ["product.brand"])

    def test_a_claim_that_says_nothing(self):
        answer = one(decide(b"{}"))
        self.assertEqual((answer["claim"], answer["as_of"], answer["requested"], answer["outcome"]),
                         (None, None, "any", "needs_facts"))
        self.assertTrue(answer["ask"])
        asked = {fact for ask in answer["ask"] for fact in ask["all"]}
        self.assertEqual(set(answer["questions"]), asked)

    def test_the_context_comes_to_nothing(self):
        plain = json.loads(sample())
        del plain["context"]
        self.assertEqual(decide(sample()).out, decide(json.dumps(plain)).out)


class DayOfJudgement(Case):
    def test_a_later_day(self):
        answer = one(decide(sample(), "--as-of", "2024-05-20"))
        self.assertEqual(answer["as_of"], "2024-05-20")
        self.assertEqual(one(decide(sample(), "--as-of", "2024-05-08")), one(decide(sample())))

    def test_a_day_before_the_claim_was_filed(self):
        done = decide(b"\n\n" + sample() + b"\n" + claim("b"), "--as-of", "2024-05-07")
        self.assert_status(done, 1)
        error, other = map(strict, done.out.decode().splitlines())
        self.assertEqual((error["record"], error["offset"], error["path"], error["claim"]),
                         (3, 2, "claim.filed_on", "C-000123"))
        self.assertEqual(error["error"]["code"], "SB3101")
        self.assertIn("2024-05-07", error["error"]["message"])
        self.assertIn("2024-05-08", error["error"]["message"])
        self.assertEqual(other["claim"], "b")

    def test_it_never_fills_the_day_of_the_claim(self):
        line = json.loads(sample())
        del line["claim"]["filed_on"]
        answer = one(decide(json.dumps(line), "--as-of", "2024-05-08"))
        self.assertEqual(answer["outcome"], "needs_facts")
        self.assertIn("claim.filed_on", answer["questions"])


POLICY = """sanbao: 1
policy: {id}
version: "1"
title: {{zh: 甲, en: A}}
basis: vendor
verified: seen
source: {{title: A}}
currency: CNY
round: {{to: 0.01, mode: half_up}}
clock: {{zone: Asia/Shanghai, count_from: next_day, month_end: last_day, roll: none}}
parameters:
  weekend_rolls: {{value: false, contested: {{zh: 周末, en: weekends}}}}
rules:
  - id: "1"
    title: {{zh: 一, en: One}}
    when: weekend_rolls or fault.confirmed
    grants: {{repair: {{}}}}
"""


class Rules(Case):
    def test_several_files_and_folders(self):
        self.write("a/a.yaml", POLICY.format(id="a"))
        self.write("b.yaml", POLICY.format(id="b"))
        line = b'{"fault":{"confirmed":true}}'
        done = run("decide", "--rules", self.folder, stdin=line)
        self.assert_status(done, 0)
        answer = one(done)
        self.assertEqual([policy["policy"] for policy in answer["policies"]], ["a", "b"])
        self.assertEqual(answer["remedies"]["repair"]["policies"], ["a", "b"])
        apart = run("decide", "--rules", self.folder + "/b.yaml", "--rules", self.folder + "/a", stdin=line)
        self.assertEqual(apart.out, done.out)

    def test_a_parameter_is_set_and_shown(self):
        path = self.write("a.yaml", POLICY.format(id="a"))
        line = b'{"fault":{"confirmed":false}}'
        plain = one(run("decide", "--rules", path, stdin=line))
        self.assertEqual(plain["outcome"], "denied")
        self.assertEqual(plain["policies"][0]["parameters"], [{"name": "weekend_rolls", "value": False, "set": False}])
        done = one(run("decide", "--rules", path, "--set", "a:weekend_rolls=true", stdin=line))
        self.assertEqual(done["outcome"], "approved")
        self.assertEqual(done["policies"][0]["parameters"], [{"name": "weekend_rolls", "value": True, "set": True}])

    def test_a_parameter_that_is_not_there(self):
        path = self.write("a.yaml", POLICY.format(id="a"))
        for setting, says in (
                ("a:weekend_roll=true", "policy `a` has no parameter `weekend_roll`\n  help: did you mean `weekend_rolls`?"),
                ("b:weekend_rolls=true", "there is no policy `b`"),
                ("a:weekend_rolls=yes", "`yes` is not a value of `weekend_rolls`\n  help: it takes true or false")):
            done = run("decide", "--rules", path, "--set", setting, stdin=b"{}")
            self.assert_status(done, 2)
            self.assertEqual(done.out, b"")
            self.assertEqual(done.err, "sanbao: `--set %s`: %s\n" % (setting, says))
        # A fault of the file comes first.
        broken = self.write("broken.yaml", POLICY.format(id="a").replace("fault.confirmed", "fault.confirmd"))
        self.assert_status(run("decide", "--rules", broken, "--set", "b:x=1", stdin=b"{}"), 1)

    def test_rules_that_cannot_be_loaded(self):
        broken = self.write("broken.yaml", POLICY.format(id="a").replace("fault.confirmed", "fault.confirmd"))
        done = run("decide", "--rules", broken, stdin=sample())
        self.assert_status(done, 1)
        self.assertEqual(done.out, b"")
        self.assertRegex(done.err, r"broken\.yaml:\d+:\d+: error\[SB2\d\d\d\]: ")
        self.assertIn("did you mean `fault.confirmed`?", done.err)
        self.assertTrue(done.err.endswith("\n1 error in 1 file; nothing was loaded\n"), done.err)

    def test_rules_that_are_not_there(self):
        done = run("decide", "--rules", "/nowhere/a.yaml", stdin=sample())
        self.assert_status(done, 1)
        self.assertIn("/nowhere/a.yaml", done.err)
        self.assertEqual(done.out, b"")


if __name__ == "__main__":
    unittest.main()
