# SPDX-License-Identifier: Apache-2.0
"""`sanbao impact --format html`: the numbers of the report, well-formed and standing alone, whatever the texts hold."""

import json
import os
import re
import unittest
import xml.etree.ElementTree as xml

from pages_test import HTML, SVG, Pages, words_of
from program import HYUNDAI, ROOT, full_claim, run

OTHER = os.path.join(ROOT, "examples", "policies", "hyundai-mp3-2009.1-made-up.yaml")
CLAIMS = os.path.join(ROOT, "examples", "claims", "hyundai-mp3", "claims.jsonl")
VARY = "periods.return_period.length=3 days,7 days,15 days,30 days"


def impact(*words, **more):
    return run("impact", "--from", HYUNDAI, *words, **more)


class ImpactPages(Pages):
    def page(self, *words, **more):
        done = impact("--format", "html", *words, **more)
        self.assert_status(done, 0)
        self.assertEqual(done.err, "")
        return self.check(done.out.decode())

    def test_the_numbers_are_those_of_the_report(self):
        for words in (["--to", OTHER], ["--to", OTHER, "--vary", VARY], ["--vary", VARY]):
            report = json.loads(impact(*words, "--format", "json", CLAIMS).out)
            for language in ("zh", "en"):
                said = words_of(self.page(*words, "--lang", language, CLAIMS).find(HTML + "body"))
                for variant in report["variants"]:
                    for number in (variant["alike"], variant["otherwise"]["claims"], variant["better"]["claims"]):
                        self.assertRegex(said, r"(?<!\d)%s(?!\d)" % f"{number:,}")
                    for weight in [variant["otherwise"]] + [line["all"] for line in variant["rules"]]:
                        if weight["claims"]:
                            self.assertIn(weight["money"].lstrip("-"), said.replace(",", ""))
                    for change in variant["largest"]:
                        self.assertIn(change["claim"], said)
                    for policy in variant["policies"]:
                        self.assertIn(policy["digest"], said)

    def test_the_heading_names_policies_by_their_titles(self):
        for language, title in (("zh", "《现代 MP3 播放器三包细则》 2008.1 → 2009.1"), ("en", "2008.1 → 2009.1")):
            heading = words_of(self.page("--to", OTHER, "--lang", language, CLAIMS).find(f".//{HTML}h1"))
            self.assertIn(title, heading)
            self.assertNotIn("hyundai-mp3", heading)

    def test_what_is_better_and_what_is_worse_have_a_sum_each(self):
        said = words_of(self.page("--to", OTHER, "--to", HYUNDAI, "--lang", "en", CLAIMS).find(HTML + "body"))
        variant = json.loads(impact("--to", OTHER, "--format", "json", CLAIMS).out)["variants"][0]
        better, worse = variant["better"], variant["worse"]
        self.assertTrue(better["claims"] and worse["claims"])
        self.assertIn("better %d (+%s), worse %d (−%s)" % (better["claims"], better["money"], worse["claims"],
                                                           worse["money"].lstrip("-")), said.replace("\u00a0", " "))
        self.assertIn("Better: granted where it was not", said)

    def test_what_the_change_is_a_change_of(self):
        variant = json.loads(impact("--to", OTHER, "--format", "json", CLAIMS).out)["variants"][0]
        for words in (["--to", OTHER], ["--to", OTHER, "--to", HYUNDAI]):
            for language in ("zh", "en"):
                said = words_of(self.page(*words, "--lang", language, CLAIMS).find(HTML + "body"))
                for number in ("from", "to", "percent"):
                    self.assertIn(variant["paid"][number].lstrip("-"), said.replace(",", ""))

    def test_each_chart_has_its_table(self):
        tree = self.page("--to", OTHER, "--lang", "en", CLAIMS)
        for figure in tree.iter(HTML + "figure"):
            self.assertEqual([svg.get("class") for svg in figure.findall(SVG + "svg")], ["chart chart-wide", "chart chart-narrow"])
        sections = [section for section in tree.iter(HTML + "section") if section.find(HTML + "figure") is not None]
        self.assertEqual([words_of(section.find(HTML + "h2")) for section in sections], ["By rule", "By change of money"])
        for section in sections:
            bars = section.find(HTML + "figure").find(SVG + "svg").findall(SVG + "g")
            rows = section.find(HTML + "table").find(HTML + "tbody").findall(HTML + "tr")
            self.assertEqual(len(bars), len(rows))

    def test_a_sweep_is_a_line_with_a_point_for_each_value(self):
        tree = self.page("--vary", VARY, "--lang", "en", CLAIMS)
        chart = next(tree.iter(SVG + "svg"))
        path = next(node.get("d") for node in chart.iter(SVG + "path") if node.get("class") == "sweep")
        points = [tuple(map(int, point)) for point in re.findall(r"[ML](\d+) (\d+)", path)]
        self.assertEqual(len(points), 4)
        self.assertEqual(sorted(points), points)
        self.assertEqual(sorted(points, key=lambda point: -point[1]), points)  # a longer period pays no less
        self.assertIn("30 days", [words_of(node) for node in chart.iter(SVG + "text")])
        self.assertIn("periods.return_period.length", words_of(next(tree.iter(HTML + "figcaption"))))

    def sweeps(self, tree):
        """Of each drawing its lines: the class, and the points."""
        for svg in tree.iter(SVG + "svg"):
            paths = [(node.get("class"), [tuple(map(int, point)) for point in re.findall(r"[ML](\d+) (\d+)", node.get("d"))])
                     for node in svg.iter(SVG + "path") if (node.get("class") or "").startswith("sweep")]
            if paths and svg.get("role"):
                yield svg, paths

    def test_of_two_places_each_value_of_the_second_has_its_line(self):
        two = ["--vary", VARY, "--vary", "values.depreciation=0.1%,5%"]
        report = json.loads(impact(*two, "--format", "json", CLAIMS).out)
        self.assertEqual(report["variants"][1]["varied"], [{"path": "periods.return_period.length", "value": "3 days"},
                                                           {"path": "values.depreciation", "value": "5%"}])
        tree = self.page(*two, "--lang", "en", CLAIMS)
        drawings = list(self.sweeps(tree))
        self.assertEqual(len(drawings), 2)
        for svg, paths in drawings:
            self.assertEqual([(style, len(points)) for style, points in paths], [("sweep", 4), ("sweep dash-1", 4)])
            self.assertEqual([x for x, _ in paths[0][1]], [x for x, _ in paths[1][1]])
            texts = [words_of(node) for node in svg.iter(SVG + "text")]
            for tick in ("3 days", "7 days", "15 days", "30 days"):
                self.assertEqual(texts.count(tick), 1)
        legend = words_of(next(tree.iter(HTML + "figcaption")))
        for name in ("periods.return_period.length", "values.depreciation=0.1%", "values.depreciation=5%"):
            self.assertIn(name, legend)
        # Each of several policies has a line, too; three places have none.
        tree = self.page("--to", OTHER, "--to", HYUNDAI, "--vary", VARY, CLAIMS)
        self.assertEqual([len(paths) for _, paths in self.sweeps(tree)], [2, 2])
        three = [*two, "--vary", "periods.guarantee.length=1 year,2 years"]
        self.assertEqual(list(self.sweeps(self.page(*three, CLAIMS))), [])

    def test_no_line_strikes_an_amount_through(self):
        for words in (["--vary", VARY], ["--vary", VARY, "--vary", "values.depreciation=0.1%,1%,5%"]):
            for svg, paths in self.sweeps(self.page(*words, "--lang", "en", CLAIMS)):
                written = [node for node in svg.iter(SVG + "text") if node.get("class") == "faint"]
                self.assertGreater(len(written), 2)
                for node in written:
                    left, base = int(node.get("x")), int(node.get("y"))
                    right = left + 7 * len(words_of(node))
                    for _, points in paths:
                        for (x1, y1), (x2, y2) in zip(points, points[1:]):
                            for x in range(max(left, x1), min(right, x2) + 1):
                                y = y1 + (y2 - y1) * (x - x1) / (x2 - x1)
                                self.assertFalse(base - 10 < y < base + 3, (words_of(node), x, y))

    def test_a_number_of_a_clause_stands_once(self):
        rows = [words_of(row.find(HTML + "th")) for row in self.page("--to", OTHER, "--lang", "en", CLAIMS).iter(HTML + "tr")]
        self.assertIn("6.4b Same model in stock, exchange not wanted, return asked for worse 1",
                      [" ".join(row.replace("\u00a0", " ").split()) for row in rows])

    def test_the_largest_changes_tell_both_answers(self):
        for language, answer in (("en", "approved return 1,018.42 → approved return 831.36"),
                                 ("zh", "可以办理 退货 1,018.42 → 可以办理 退货 831.36")):
            said = words_of(self.page("--to", OTHER, "--lang", language, CLAIMS).find(HTML + "body"))
            self.assertIn(answer, said)

    def test_each_class_has_one_name(self):
        variant, = json.loads(impact("--to", OTHER, "--format", "json", CLAIMS).out)["variants"]
        said = self.page("--to", OTHER, CLAIMS)
        self.assertNotIn("说不上", words_of(said.find(HTML + "body")))

    def test_what_stands_beside_a_bar_is_not_cut(self):
        claims = b"".join(full_claim("C-%d" % i, "2024-05-%02d" % (6 + i % 9)) + b"\n" for i in range(18))
        tree = self.page("--vary", "conditions.performance_fault=fault.kind == cosmetic,fault.kind == performance",
                         "--vary", "values.depreciation=0.1%", stdin=claims)
        for svg in tree.iter(SVG + "svg"):
            for node in svg.iter(SVG + "text"):
                self.assertNotIn("…", words_of(node))

    def test_texts_of_claims_and_policies_stay_texts(self):
        with open(HYUNDAI, encoding="utf-8") as file:
            policy = file.read()
        title = "<script>alert(1)</script>&\\\"'"
        hostile = re.sub(r"title: \{zh: [^}]*\}", 'title: {zh: "%s", en: "%s"}' % (title, title), policy)
        self.assertNotEqual(hostile, policy)
        other = self.write("hostile.yaml", hostile.replace("length: 7 days", "length: 20 days", 1))
        name = "</td><script>alert(2)</script>\u05d0\u202e"
        claims = b"\n".join([full_claim(name, filed_on="2024-05-15"), full_claim("C-2", filed_on="2024-05-15")])
        for language in ("zh", "en"):
            tree = self.page("--to", other, "--lang", language, stdin=claims)
            said = words_of(tree.find(HTML + "body"))
            self.assertIn("</td><script>alert(2)</script>\u05d0\u27e8U+202E\u27e9", said)
            self.assertIn("<script>alert(1)</script>&\"'", said)

    def test_last_days(self):
        for language, said in (("en", ("The same remedy until another day", "+1 day", "C-1 (record 1)")),
                               ("zh", ("处理方式相同，期限不同", "+1 天", "C-1"))):
            tree = self.page("--vary", "periods.return_period.length=8 days", "--periods", "--lang", language,
                             stdin=full_claim("C-1", "2024-05-06"))
            words = words_of(tree.find(HTML + "body"))
            for text in said:
                self.assertIn(text, words)

    def test_no_claims_and_no_change(self):
        self.page("--to", HYUNDAI, CLAIMS)
        self.page("--to", OTHER, stdin=b"")

    def test_nothing_around_the_program_changes_a_byte(self):
        first = impact("--to", OTHER, "--format", "html", CLAIMS).out
        self.assertTrue(first)
        for env in ({"LC_ALL": "C", "TZ": "UTC"}, {"LC_ALL": "de_DE.UTF-8", "TZ": "America/New_York"}):
            self.assertEqual(impact("--to", OTHER, "--format", "html", "--threads", "2", CLAIMS, env=env).out, first)


if __name__ == "__main__":
    unittest.main()
