# SPDX-License-Identifier: Apache-2.0
"""`sanbao explain --format html`: pages are well-formed, stand alone, say what the text says, and let no text out of its
place. What only a browser can tell, scripts/pages looks at. Baselines: tests/baselines/pages, written anew by
SANBAO_UPDATE=1."""

import glob
import json
import os
import re
import unittest
import xml.etree.ElementTree as xml

from decide_test import sample
from program import HYUNDAI, ROOT, Case, run

CLAIMS = os.path.join(ROOT, "examples", "claims")
BASELINES = os.path.join(ROOT, "tests", "baselines", "pages")
HTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
TAGS = {HTML + tag for tag in
        "html head meta title style body main nav article section div details summary h1 h2 h3 h4 p a ul ol li dl dt dd "
        "span strong code bdi table thead tbody tr th td figure figcaption".split()}
TAGS |= {SVG + tag for tag in "svg title desc defs pattern g path rect line circle text".split()}
ATTRIBUTES = set("lang charset http-equiv content name class id href scope role viewBox x y x1 y1 x2 y2 d r cx cy fill width "
                 "height patternUnits stroke stroke-width stroke-linecap aria-hidden aria-labelledby".split())
# Characters that show nothing or turn the direction.
HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb"
                    "\ufdd0-\ufdef\ufffe\uffff]")


def explain(*words, stdin=b"", rules=HYUNDAI, **more):
    return run("explain", "--rules", rules, *words, stdin=stdin, **more)


def page_of(*words, **more):
    done = explain("--format", "html", *words, **more)
    assert done.status == 0 and done.err == "", done.err
    return done.out.decode()


def solid(text):
    """Without blanks: where a line breaks is a matter of layout."""
    return re.sub(r"\s", "", text)


def words_of(tree):
    return "".join(tree.itertext())


def rules_of(path):
    group = os.path.relpath(os.path.dirname(path), CLAIMS)
    if group.startswith("cn"):
        return os.path.join(ROOT, "rules", "cn")
    return glob.glob(os.path.join(ROOT, "rules", "*", group + ".yaml"))[0]


class Pages(Case):
    def check(self, text):
        """Holds a page to all that can be said of any page; its tree."""
        self.assertTrue(text.startswith("<!DOCTYPE html>\n"))
        self.assertEqual(HIDDEN.findall(text), [])
        tree = xml.fromstring(text)
        ids = [node.get("id") for node in tree.iter() if node.get("id")]
        by_id = {node.get("id"): node for node in tree.iter() if node.get("id")}
        self.assertEqual(len(ids), len(set(ids)))
        level = 0
        for node in tree.iter():
            self.assertIn(node.tag, TAGS)
            self.assertLessEqual(set(node.attrib), ATTRIBUTES, node.tag)
            for name in node.get("aria-labelledby", "").split():
                self.assertIn(name, by_id)
                self.assertTrue(words_of(by_id[name]).strip(), name)
            if node.get("href"):
                self.assertIn(node.get("href"), ["#" + name for name in ids])
            if node.tag in (HTML + "table", HTML + "figure"):
                self.assertTrue(node.get("aria-labelledby"), node.tag)
            if node.tag == HTML + "th":
                self.assertIn(node.get("scope"), ("row", "col"))
            if node.tag == SVG + "svg":
                named = node.get("role") == "img" and words_of(node.find(SVG + "title")) and words_of(node.find(SVG + "desc"))
                self.assertTrue(named or node.get("aria-hidden") == "true")
            if node.tag.startswith(SVG):
                for name in ("x", "y", "x1", "x2", "y1", "y2", "width", "height", "viewBox", "d", "r", "cx", "cy"):
                    self.assertRegex(node.get(name, "0"), r"\A[-\d MmLlHhVvcz]+\Z")
            if re.fullmatch(HTML + "h[1-6]", node.tag):
                self.assertLessEqual(int(node.tag[-1]), level + 1, words_of(node))
                level = int(node.tag[-1])
        self.assertEqual(len(list(tree.iter(HTML + "h1"))), 1)
        self.assertTrue(words_of(tree.find(HTML + "head").find(HTML + "title")).strip())
        style = words_of(tree.find(HTML + "head").find(HTML + "style"))
        self.assertNotRegex(style, r"url\(|@import|https?:")
        return tree


class Examples(Pages):
    def test_a_page_says_all_that_the_text_says(self):
        for path in sorted(glob.glob(os.path.join(CLAIMS, "**", "*.json*"), recursive=True)):
            for language in ("zh", "en"):
                with self.subTest(path=os.path.relpath(path, CLAIMS), language=language):
                    rules = rules_of(path)
                    tree = self.check(page_of("--lang", language, path, rules=rules))
                    self.assertEqual(tree.get("lang"), {"zh": "zh-CN", "en": "en"}[language])
                    said = solid(words_of(tree.find(HTML + "body")))
                    for line in explain("--lang", language, path, rules=rules).out.decode().splitlines():
                        for part in re.split(r"\s{2,}", line):
                            self.assertIn(solid(part), said)

    def test_one_claim_is_the_page_and_several_have_a_section_each(self):
        one = self.check(page_of(os.path.join(CLAIMS, "hyundai-mp3", "return-less-depreciation.json"), "--lang", "en"))
        self.assertEqual(words_of(one.find(".//" + HTML + "h1")), "The unit can be returned; 1,018.42\u00a0yuan is due.")
        self.assertIsNone(one.find(".//" + HTML + "nav"))
        several = self.check(page_of(stdin=sample(claim__id="A-1") + b"\n" + sample(claim__id="A-2"), ))
        links = several.findall(".//" + HTML + "nav//" + HTML + "a")
        self.assertEqual([words_of(link) for link in links], ["A-1", "A-2"])
        self.assertEqual(len(several.findall(".//" + HTML + "article")), 2)
        self.assertEqual(len(several.findall(".//" + HTML + "article//" + HTML + "h1")), 0)

    def test_what_stands_behind_is_told(self):
        path = os.path.join(CLAIMS, "hyundai-mp3", "return-less-depreciation.json")
        said = words_of(xml.fromstring(page_of(path, "--lang", "en")))
        with open(path, encoding="utf-8") as file:
            claim = json.dumps(json.load(file)).encode()
        policy = json.loads(run("decide", "--rules", HYUNDAI, "--reasons", "full", stdin=claim).out)["policies"][0]
        for word in (policy["policy"], policy["version"], policy["digest"], policy["calendars"]["cn"]):
            self.assertIn(word, said)
        self.assertIn("sanbao " + re.search(r"[\d.]+", run("--version").out.decode()).group(), said)
        clauses = xml.fromstring(page_of(path)).findall(".//" + HTML + "details//" + HTML + "li[@class='item']")
        self.assertEqual(len(clauses), len(policy["reasons"]))

    def test_the_chart_shows_every_day_that_matters(self):
        tree = self.check(page_of(os.path.join(CLAIMS, "hyundai-mp3", "return-less-depreciation.json"), "--lang", "en"))
        charts = [svg for svg in tree.iter(SVG + "svg") if svg.get("role") == "img"]
        self.assertEqual([chart.get("class") for chart in charts], ["chart chart-wide", "chart chart-narrow"])
        for chart in charts:
            drawn = [node.get("class") for node in chart.iter()]
            for sign, count in (("event", 2), ("moved", 1), ("claim", 1), ("day", 1), ("period", 4)):
                self.assertEqual(drawn.count(sign), count, sign)  # three periods, and the last day's sign
            told = words_of(chart.find(SVG + "desc")).replace("\u00a0", " ")
            for words in ("Day of sale, day of the invoice: 1 May 2024", "1st repair: 1 to 11 June 2024",
                          "Guarantee period: 2 May 2024 to 6 May 2025", "Day of the claim: 5 August 2024",
                          "Last day to ask for it: 6 May 2025"):
                self.assertIn(words, told)

    def test_a_long_guarantee_leaves_room_for_the_week_that_matters(self):
        done = page_of(os.path.join(CLAIMS, "hyundai-mp3", "return-on-the-last-day.json"), "--lang", "en")
        self.assertIn("Runs on beyond the chart", done)
        chart = next(svg for svg in xml.fromstring(done).iter(SVG + "svg") if svg.get("role") == "img")
        widths = sorted(int(node.get("width")) for node in chart.iter(SVG + "rect") if node.get("class") == "period")
        self.assertGreater(widths[0], 60)  # the seven days


class Hostile(Pages):
    policy = os.path.join(BASELINES, "hostile.yaml")
    mark = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;<!-- ]]>"

    def hostile(self):
        """Claims whose every text is markup, turns the direction, rings the bell or is very long: of goods that a policy
        knows, and of goods that are markup, too."""
        for name in ("hostile", "hostile_goods"):
            with open(os.path.join(BASELINES, name + ".jsonl"), "rb") as file:
                yield file.read().rstrip(b"\n")

    def test_texts_of_a_claim_stay_texts(self):
        for language in ("zh", "en"):
            for rules in (HYUNDAI, os.path.join(ROOT, "rules"), self.policy):
                for claim in self.hostile():
                    for stdin in (claim, claim + b"\n" + claim):
                        tree = self.check(page_of("--lang", language, stdin=stdin, rules=rules))
                        said = words_of(tree.find(HTML + "body"))
                        self.assertIn(self.mark, said)
                        for code in ("0001", "001B", "202E", "2066"):
                            self.assertIn("\u27e8U+%s\u27e9" % code, said)
                        self.assertIn("\u05d0\u05d1", [words_of(bdi) for bdi in tree.iter(HTML + "bdi")])

    def test_what_the_goods_are_stays_text(self):
        claim = json.loads(list(self.hostile())[1])
        self.assertIn(self.mark, claim["exchanges"][0]["component"])
        said = words_of(self.check(page_of("--lang", "en", stdin=json.dumps(claim).encode(), rules=self.policy)))
        for field, name in (("category", "kind of product"), ("brand", "brand"), ("model", "model")):
            self.assertIn(self.mark, claim["product"][field])
            self.assertRegex(said, r"(?i)%s\W{1,4}\s*\S*%s" % (name, re.escape(self.mark)), name)

    def test_the_hostile_policy_is_one(self):
        done = run("check", self.policy)
        self.assertEqual(done.status, 0, done.out.decode() + done.err)
        for claim in self.hostile():
            said = words_of(self.check(page_of(stdin=claim, rules=self.policy)))
            self.assertGreater(said.count("</title><script>alert(3)</script> & \"'<"), 8)


class Forms(Pages):
    def test_nothing_around_the_program_changes_a_byte(self):
        first = page_of(stdin=sample())
        for env in ({"LC_ALL": "C", "TZ": "UTC"}, {"LC_ALL": "de_DE.UTF-8", "TZ": "America/New_York"}):
            self.assertEqual(page_of(stdin=sample(), env=env), first)

    def test_records_that_cannot_be_read_are_told_beside_the_page(self):
        done = explain("--format", "html", stdin=sample() + b"\n{}x\n" + sample(claim__id="A-2"))
        self.assert_status(done, 1)
        self.assertIn("error[SB3", done.err)
        self.assertEqual(len(self.check(done.out.decode()).findall(".//" + HTML + "article")), 2)
        for nothing in (b"", b"{}x\n"):
            done = explain("--format", "html", stdin=nothing)
            self.assert_status(done, 1)
            self.assertEqual(done.out, b"")

    def test_baselines(self):
        """Without the style sheet, which is the same on every page, and without what changes with every release."""
        shop = os.path.join(BASELINES, "shop.yaml")
        for path in sorted(glob.glob(os.path.join(BASELINES, "*.jsonl"))):
            for language in ("zh", "en"):
                page = page_of("--lang", language, path, rules=shop)
                self.check(page)
                page = re.sub(r"(?s)(<style>).*(</style>)", r"\1\2", page)
                page = re.sub(r"(sha256:)[0-9a-f]{64}|(sanbao )\d+\.\d+\.\d+", r"\1\2…", page)
                baseline = path[:-len("jsonl")] + language + ".html"
                if os.environ.get("SANBAO_UPDATE"):
                    with open(baseline, "w", encoding="utf-8") as file:
                        file.write(page)
                with open(baseline, encoding="utf-8") as file:
                    self.assertEqual(page, file.read(), baseline)


if __name__ == "__main__":
    unittest.main()
