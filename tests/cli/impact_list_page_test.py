# SPDX-License-Identifier: Apache-2.0
"""`sanbao impact --format html --list`: behind each rule the claims that the list of text and JSON has, folded on a screen;
as many as a page holds, and how many there are; texts stay texts. Baselines: tests/baselines/pages/impact_list, written anew
by SANBAO_UPDATE=1."""

import json
import os
import re
import unittest

from impact_page_test import CLAIMS, OTHER, VARY, impact
from pages_test import BASELINES, HTML, Pages, words_of
from program import HYUNDAI, claim, full_claim, run

HOSTILE = os.path.join(BASELINES, "hostile.yaml")
MARK = "</title><script>alert(3)</script> & \"'<"
WAYS = {"en": {"better": "better", "worse": "worse", "neither": "neither"},
        "zh": {"better": "有利", "worse": "不利", "neither": "利弊不定"}}
OPEN = {"en": "not known", "zh": "待定"}


def many(count, filed_on="2024-05-12"):
    """Claims of the ninth day and later: a longer period grants each of them a return."""
    return b"".join(full_claim("C-%d" % i, filed_on) + b"\n" for i in range(1, count + 1))


class ListPages(Pages):
    def page(self, *words, **more):
        done = impact("--format", "html", *words, **more)
        self.assert_status(done, 0)
        self.assertEqual(done.err, "")
        return self.check(done.out.decode())

    def groups(self, tree):
        """Of each rule: what its fold says of it, and its rows."""
        for fold in tree.iter(HTML + "details"):
            summary = fold.find(HTML + "summary")
            heading = next(node for node in summary if re.fullmatch(HTML + "h[34]", node.tag))
            behind = fold.find(HTML + "div")
            table = behind.find(HTML + "table")
            self.assertEqual(table.get("aria-labelledby"), heading.get("id"))
            rows = [(words_of(row.find(HTML + "th")), words_of(row.find(HTML + "td")))
                    for row in table.find(HTML + "tbody").findall(HTML + "tr")]
            yield words_of(heading), words_of(summary.find(HTML + "span")), rows, behind.get("id")

    def test_the_claims_are_those_of_the_list(self):
        for words in (["--to", OTHER], ["--vary", VARY]):
            for listed in (["changed"], ["worse"], ["6.4b"], ["hyundai-mp3:6.4b", "better"]):
                chosen = [word for one in listed for word in ("--list", one)]
                *changes, report = map(json.loads, impact(*words, *chosen, "--format", "json", CLAIMS).out.splitlines())
                for language in ("en", "zh"):
                    tree = self.page(*words, *chosen, "--lang", language, CLAIMS)
                    expected = []
                    for number, variant in enumerate(report["variants"]):
                        for line in variant["rules"]:
                            names = [rule["rule"] for rule in line["rules"]]
                            behind = [change for change in changes if change["variant"] == number
                                      and [rule["rule"] for rule in change["rules"]] == names]
                            if behind:
                                expected.append((", ".join(names), behind))
                    found = list(self.groups(tree))
                    self.assertEqual([name for name, _, _, _ in found], [name for name, _ in expected])
                    for (_, count, rows, _), (_, behind) in zip(found, expected):
                        self.assertRegex(count, r"\A%d " % len(behind))
                        self.assertEqual(len(rows), len(behind))
                        for (claim_words, money), change in zip(rows, behind):
                            self.assertTrue(claim_words.startswith(change["claim"] + " ("), claim_words)
                            self.assertIn(" %d)" % change["record"], claim_words)
                            self.assertIn(" → ", claim_words)
                            amount, way = money.split(" ", 1) if change["money"] else (money[:len(OPEN[language])],
                                                                                        money[len(OPEN[language]) + 1:])
                            self.assertEqual(way, WAYS[language][change["direction"]])
                            if change["money"]:
                                self.assertEqual(amount.replace(",", "").replace("−", "-").lstrip("+"), change["money"])
                    said = words_of(tree.find(HTML + "body"))
                    for one in listed:
                        self.assertIn(one, said[said.index("(--list)" if language == "en" else "（--list）"):])

    def test_a_rule_leads_to_its_claims(self):
        tree = self.page("--to", OTHER, "--list", "changed", "--lang", "en", CLAIMS)
        links = {words_of(link): link.get("href") for link in tree.iter(HTML + "a")}
        self.assertEqual(links, {name: "#" + behind for name, _, _, behind in self.groups(tree)})
        self.assertEqual(len(links), 3)
        # A rule of which no claim is listed leads nowhere.
        links = [words_of(link) for link in self.page("--to", OTHER, "--list", "worse", CLAIMS).iter(HTML + "a")]
        self.assertEqual(links, ["6.4b"])

    def test_no_list_no_section_and_nobody_in_it(self):
        self.assertEqual(list(self.page("--to", OTHER, CLAIMS).iter(HTML + "details")), [])
        for language, none in (("en", "No claim changes so."), ("zh", "没有这样变化的索赔。")):
            for words in (["--to", OTHER, "--list", "neither"], ["--to", HYUNDAI, "--list", "changed"]):
                tree = self.page(*words, "--lang", language, CLAIMS)
                self.assertEqual(list(tree.iter(HTML + "details")), [])
                self.assertIn(none, words_of(tree.find(HTML + "body")))

    def test_as_many_as_a_page_holds(self):
        claims = many(1234)
        for language, count in (("en", "the first 1,000 of 1,234 claims; --format json lists all"),
                                ("zh", "前 1,000 项，共 1,234 项索赔，全部见 --format json")):
            (_, said, rows, _), = self.groups(self.page("--vary", "periods.return_period.length=30 days", "--list", "changed",
                                                        "--lang", language, stdin=claims))
            self.assertEqual(said, count)
            self.assertEqual([row[0].split(" ")[0] for row in rows], ["C-%d" % i for i in range(1, 1001)])
        lengths = ",".join("%d days" % days for days in range(20, 24))
        groups = list(self.groups(self.page("--vary", "periods.return_period.length=" + lengths, "--list", "changed",
                                            "--lang", "en", stdin=claims)))
        self.assertEqual([(said, len(rows)) for _, said, rows, _ in groups],
                         [("the first 250 of 1,234 claims; --format json lists all", 250)] * 4)
        # What has a row alone has no claims behind it, and takes nobody's room.
        lengths = ",".join("%d days" % days for days in range(20, 40))
        groups = list(self.groups(self.page("--vary", "periods.return_period.length=" + lengths, "--list", "changed",
                                            "--lang", "en", stdin=claims)))
        self.assertEqual([len(rows) for _, _, rows, _ in groups], [83] * 12)

    def test_more_rules_than_a_page_tells(self):
        """Each of 250 rules grants a return for a part of its own; afterwards none does."""
        rules = "".join('  - {id: "r%d", title: {zh: 甲, en: A}, when: fault.component == "p%d"%s, grants: {return: {}}}\n'
                        % (n, n, "%s") for n in range(250))
        head = ("sanbao: 1\npolicy: many\nversion: \"%s\"\ntitle: {zh: 甲, en: A}\nbasis: vendor\nrules:\n")
        old = self.write("old.yaml", (head % 1 + rules.replace("%s", "")).encode())
        new = self.write("new.yaml", (head % 2 + rules.replace("%s", " and goods.opened")).encode())
        claims = self.write("claims.jsonl", b"".join(
            b'{"claim":{"id":"C%d","filed_on":"2024-05-08","requests":"return"},"fault":{"component":"p%d"},'
            b'"goods":{"opened":false}}\n' % (n, n) for n in range(250)))
        def page(listed):
            done = run("impact", "--from", old, "--to", new, "--list", listed, "--format", "html", "--lang", "en", claims)
            self.assert_status(done, 0)
            return self.check(done.out.decode())
        groups = list(self.groups(page("changed")))
        self.assertEqual(len(groups), 200)
        self.assertIn("50 more", words_of(page("changed").find(HTML + "body")).split("The claims behind each rule")[-1])
        for last in ("r249", "r120"):
            (name, said, rows, _), = self.groups(page(last))
            self.assertEqual((name, said), (last, "1 claim"))
            self.assertEqual([row[0].split(" ")[0] for row in rows], ["C" + last[1:]])

    def test_threads_and_pipes_change_nothing(self):
        claims = many(1800) + many(300, "2024-05-20")
        path = self.write("claims.jsonl", claims)
        words = ["--format", "html", "--vary", "periods.return_period.length=12 days,30 days", "--list", "changed"]
        once = impact(*words, "--threads", "1", stdin=claims)
        self.assert_status(once, 0)
        for more in (["--threads", "2"], ["--threads", "7"], []):
            self.assertEqual(impact(*words, *more, stdin=claims).out, once.out)
            self.assertEqual(impact(*words, *more, path).out, once.out)

    def test_the_rest_of_the_page_is_as_without(self):
        plain = self.page("--to", OTHER, "--lang", "en", CLAIMS)
        listed = self.page("--to", OTHER, "--lang", "en", "--list", "changed", CLAIMS)
        of = [[words_of(section) for section in tree.iter(HTML + "section")] for tree in (plain, listed)]
        self.assertEqual(of[0], [text for text in of[1] if not text.strip().startswith("The claims behind each rule")])
        self.assertEqual(len(of[1]), len(of[0]) + 1)

    def test_words_that_are_no_list(self):
        done = impact("--to", OTHER, "--format", "html", "--list", "wrose", CLAIMS)
        self.assert_status(done, 2)
        self.assertEqual(done.out, b"")
        self.assertIn("did you mean `worse`?", done.err)

    def test_texts_of_claims_and_policies_stay_texts(self):
        name = "</td></details><script>alert(2)</script>\u05d0\u202e"
        with open(HOSTILE, encoding="utf-8") as file:
            other = self.write("other.yaml", file.read().replace("length: 7 days", "length: 30 days").encode())
        lines = b"\n".join(claim(one, claim={"id": one, "filed_on": "2024-05-12", "requests": "return"},
                                 product={"serial": None, "category": "a", "brand": "b", "model": "c"},
                                 purchase={"sold_on": "2024-05-01", "price": "1.00"},
                                 exchanges=[]) for one in (name, "<b>&\"'"))
        for language in ("en", "zh"):
            done = run("impact", "--from", HOSTILE, "--to", other, "--format", "html", "--list", "changed", "--lang", language,
                       stdin=lines)
            self.assert_status(done, 0)
            tree = self.check(done.out.decode())
            (rule, _, rows, _), = self.groups(tree)
            self.assertEqual(rule, "1")
            self.assertTrue(rows[0][0].startswith("</td></details><script>alert(2)</script>\u05d0\u27e8U+202E\u27e9 ("), rows)
            self.assertTrue(rows[1][0].startswith("<b>&\"' ("), rows)
            fold, = tree.iter(HTML + "details")
            self.assertEqual(words_of(fold.find(HTML + "p")), MARK)

    def test_baselines(self):
        """Without the style sheet, and without what changes with every release."""
        for language in ("zh", "en"):
            done = impact("--to", OTHER, "--format", "html", "--list", "changed", "--lang", language, CLAIMS)
            page = re.sub(r"(?s)(<style>).*(</style>)", r"\1\2", done.out.decode())
            page = re.sub(r"(sha256:)[0-9a-f]{64}|(sanbao )\d+\.\d+\.\d+", r"\1\2…", page)
            baseline = os.path.join(BASELINES, "impact_list.%s.html" % language)
            if os.environ.get("SANBAO_UPDATE"):
                with open(baseline, "w", encoding="utf-8") as file:
                    file.write(page)
            with open(baseline, encoding="utf-8") as file:
                self.assertEqual(page, file.read(), baseline)


if __name__ == "__main__":
    unittest.main()
