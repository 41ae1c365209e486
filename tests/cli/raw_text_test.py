# SPDX-License-Identifier: Apache-2.0
"""What consumers wrote, and what stands in a log that was handed in, reaches no terminal raw (docs/commands.md)."""

import glob
import hashlib
import os
import re
import unittest

from program import HYUNDAI, Case, decide, full_claim, records, run

# As JSON: a colour, a line that looks like one of the program, a mark that turns the direction.
RAW = r"X\u001b[31m\nsanbao: all is well\u202e"
STEERS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def chained(text):
    """The records with the digests that they would have had: whoever writes a log can make it anew."""
    previous, lines = "0" * 64, []
    for number, line in enumerate(text.split("\n")[:-1], 1):
        body = line[line.index('","', 90) + 2:-1]
        link = (bytes.fromhex(previous) + number.to_bytes(8, "little") +
                hashlib.blake2b(body.encode(), digest_size=32).digest())
        digest = hashlib.blake2b(link, digest_size=32).hexdigest()
        lines.append('{"seq":%d,"previous":"%s","digest":"%s",%s}\n' % (number, previous, digest, body))
        previous = digest
    return "".join(lines)


class RawText(Case):
    def assert_clean(self, done):
        """That nothing said steers a terminal, or stands on a line of its own that is none."""
        for said in (done.out.decode(), done.err):
            self.assertIsNone(STEERS.search(said), repr(said))
            self.assertNotIn("\nsanbao: all is well", said)

    def log(self, old, new, name="log"):
        """A log of one claim whose first record was written otherwise, and the chain made anew."""
        folder = os.path.join(self.folder, name)
        self.assert_status(decide(full_claim("C-1"), "--log", folder), 0)
        path, = glob.glob(os.path.join(folder, "0*.jsonl"))
        with open(path, encoding="utf-8") as file:
            text = file.read()
        self.assertIn(old, text)
        self.write(path, chained(text.replace(old, new, 1)))
        return folder

    def test_ids_of_claims_that_change(self):
        claims = full_claim("ID", filed_on="2024-05-09").replace(b'"ID"', b'"%s"' % RAW.encode())
        with open(HYUNDAI, encoding="utf-8") as file:
            longer = self.write("longer.yaml", file.read().replace("length: 7 days", "length: 9 days", 1))
        words = ["impact", "--from", HYUNDAI, "--to", longer, "--periods"]
        done = run(*words, "--list", "changed", stdin=claims)
        self.assert_status(done, 0)
        self.assert_clean(done)
        self.assertEqual(len(re.findall("X \\[31m sanbao: all is well\ufffd \\(record 1\\)", done.out.decode())), 2)
        # The one that changes its last day alone is listed below.
        done = run(*words, stdin=claims.replace(b"2024-05-09", b"2024-05-08"))
        self.assert_clean(done)
        self.assertIn("all is well\ufffd (record 1)  +2 days", done.out.decode())

    def test_keys_of_records_that_cannot_be_read(self):
        wrong = b'{"claim":{"id":"C-1","%s":1}}' % RAW.encode()
        for words in (["explain", "--rules", HYUNDAI], ["impact", "--from", HYUNDAI, "--to", HYUNDAI]):
            done = run(*words, stdin=wrong)
            self.assert_status(done, 1)
            self.assert_clean(done)
            self.assertIn("at: `claim.X", done.err)

    def test_what_stands_in_a_log(self):
        places = [('"engine":"0.1.0"', '"engine":"0.1.0 %s"'), ('"policy":"hyundai-mp3"', '"policy":"%s"'),
                  ('"settings":[]', '"settings":[{"policy":"%s","name":"a","value":"1"}]'),
                  ('"settings":[]', '"settings":[{"policy":"hyundai-mp3","name":"%s","value":"1"}]'),
                  ('"calendars":{"cn"', '"calendars":{"%s"'), ('"digest":"sha256:', '"digest":"sha256:%s')]
        for number, (old, new) in enumerate(places):
            folder = self.log(old, new % RAW, f"log{number}")
            for words in (["log", "verify"], ["log", "runs"], ["log", "show"], ["replay"],
                          ["impact", "--vary", "values.depreciation=0.1%"], ["impact", "--from", HYUNDAI, "--to", HYUNDAI]):
                done = run(*words, folder, *(["1..2"] if words[-1] == "show" else []))
                self.assert_clean(done)
        self.write(os.path.join(self.folder, "none", "a\nsanbao: all is well"), "")
        done = run("log", "verify", os.path.join(self.folder, "none"))
        self.assert_status(done, 1)
        self.assert_clean(done)

    def test_a_digest_that_leads_out_of_the_log(self):
        self.write("secret.yaml", "")
        for wrong in ("sha256:../../secret", "sha256:" + "A" * 64, "0" * 64, ""):
            folder = self.log('"digest":"sha256:', '"digest":"%s","of":"' % wrong, "log" + str(len(wrong)))
            found = records(run("log", "verify", "--format", "json", folder).out)
            self.assertEqual([(fault["kind"], fault["record"]) for fault in found[:-1]], [("form", 1)])
            done = run("replay", folder)
            self.assert_status(done, 1)
            self.assertIn("missing   this program does not know the form of its rulebook", done.out.decode())


if __name__ == "__main__":
    unittest.main()
