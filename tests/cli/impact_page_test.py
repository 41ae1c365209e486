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

    def test_a_page_lists_no_claims(self):
        done = impact("--to", OTHER, "--format", "html", "--list", "worse", CLAIMS)
        self.assert_status(done, 2)
        self.assertEqual(done.out, b"")

    def test_nothing_around_the_program_changes_a_byte(self):
        first = impact("--to", OTHER, "--format", "html", CLAIMS).out
        self.assertTrue(first)
        for env in ({"LC_ALL": "C", "TZ": "UTC"}, {"LC_ALL": "de_DE.UTF-8", "TZ": "America/New_York"}):
            self.assertEqual(impact("--to", OTHER, "--format", "html", "--threads", "2", CLAIMS, env=env).out, first)


if __name__ == "__main__":
    unittest.main()
