# SPDX-License-Identifier: Apache-2.0
"""`sanbao log verify --format json`: each fault as an object, held against what the words say (docs/audit.md)."""

import glob
import hashlib
import json
import os
import shutil
import unittest

from log_damage_test import CLAIMS, Damaged
from program import decide, run

FAULT = ["file", "line", "record", "kind", "message"]


class Json(Damaged):
    def verify(self, *words):
        """The faults and the last object, which say the same as the words."""
        done = run("log", "verify", "--format", "json", *words, self.log)
        self.assertEqual(done.err, "")
        *faults, last = [json.loads(line) for line in done.out.decode().splitlines()]
        self.assert_status(done, 1 if faults else 0)
        plain = run("log", "verify", *words, self.log)
        self.assertEqual(plain.status, done.status)
        lines = plain.out.decode().splitlines()
        for fault in faults:
            self.assertEqual(list(fault), FAULT + ["more"] * ("more" in fault))
            place = fault["file"] + (f":{fault['line']}" if fault["line"] else "")
            self.assertEqual(lines.pop(0), f"{place}: {fault['message']}")
            if "more" in fault:
                self.assertEqual(lines.pop(0), f"{fault['file']}: and {fault['more']} more such")
        for name in last["strays"]:
            self.assertTrue(lines.pop(0).startswith(name + ": remark: "))
        number = last["faults"]
        self.assertEqual(number, sum(1 + fault.get("more", 0) for fault in faults))
        parts = lines.pop(0).split("  ·  ")
        self.assertEqual(parts[:4], [f"{last['records']} records", f"{last['decided']} decided",
                                     f"{last['refused']} refused", f"{last['segments']} segments"])
        self.assertEqual(parts[4], f"{number} fault" + "s" * (number > 1) if number else "no faults")
        held = f"holds the kept head: record {last['kept']['records']}" if last["kept"] else None
        self.assertEqual(held in lines, bool(last["kept"] and last["kept"]["held"]))
        return faults, last

    def assert_told(self, *faults):
        """Each as file, line, record, kind."""
        told, _ = self.verify()
        self.assertEqual([tuple(fault[key] for key in FAULT[:4]) for fault in told], list(faults))
        self.mend()

    def test_a_sound_log(self):
        faults, last = self.verify()
        self.assertEqual(faults, [])
        head = json.loads(run("log", "head", self.log).out)
        self.assertEqual(list(last), ["records", "digest", "rulebooks", "decided", "refused", "segments", "faults", "strays",
                                      "kept"])
        self.assertEqual((last["records"], last["digest"]), (head["records"], head["digest"]))
        self.assertEqual((last["rulebooks"], last["decided"], last["kept"]), (len(self.segments), 16, None))

    def test_a_fault_of_each_kind(self):
        name, first, lines = self.names[1], self.first[1], self.lines(1)
        self.assertGreater(len(lines), 3)
        changed = lines[2].replace(b'"C-', b'"E-')
        for text, *told in (
                (lines[:2] + [changed] + lines[3:], (name, 3, first + 2, "changed")),
                (lines[:1] + [b"no record\n"] + lines[1:], (name, 2, None, "no_record")),
                (lines[:1] + lines[2:], (name, 2, first + 2, "place")),
                # A number alone that is another: the record is the one that was changed.
                (lines[:1] + [lines[1].replace(b'"seq":%d,' % (first + 1), b'"seq":900,')] + lines[2:],
                 (name, 2, first + 1, "changed")),
                (lines[:1] + [lines[1][:-1] + b"\r\n"] + lines[2:], (name, 2, first + 1, "ending"))):
            self.rewrite(1, text)
            self.assert_told(*told)
        last = self.lines(-1)
        self.rewrite(-1, last[:-1] + [last[-1][:-1]])
        self.assert_told((self.names[-1], len(last), None, "torn"))
        self.rewrite(1, [])
        told, _ = self.verify()
        self.assertIn((name, None, None, "segment"), [tuple(fault[key] for key in FAULT[:4]) for fault in told])
        self.mend()
        os.remove(self.segments[1])
        self.assert_told((self.names[2], None, None, "segment"))
        os.rename(self.segments[1], os.path.join(self.log, "000000009999.jsonl"))
        self.assert_told(("000000009999.jsonl", 1, first, "place"))
        other = os.path.join(self.folder, "other")
        decide(CLAIMS.replace(b'"C-', b'"D-'), "--log", other, "--segment-size", 15_000)
        shutil.copy(os.path.join(other, name), self.segments[1])
        self.assert_told((name, 1, first, "previous"), (self.names[2], 1, self.first[2], "previous"))
        text, = glob.glob(os.path.join(self.log, "texts", "*.yaml"))
        told = "texts/" + os.path.basename(text)
        self.write(text, "changed")
        self.assert_told((told, None, None, "text"))
        os.remove(text)
        faults, _ = self.verify()
        self.assertIn((told, None, None, "text"), [tuple(fault[key] for key in FAULT[:4]) for fault in faults])

    def test_a_form_that_is_not_known(self):
        # A sound record all the same.
        line = self.lines(0)[0].replace(b'"form":1', b'"form":2')
        body = line[line.index(b'","', 90) + 2:-2]
        blake2b = lambda data: hashlib.blake2b(data, digest_size=32).digest()
        digest = blake2b(bytes(32) + (1).to_bytes(8, "little") + blake2b(body)).hex()
        for path in self.segments[1:]:
            os.remove(path)
        self.rewrite(0, [b'{"seq":1,"previous":"%s","digest":"%s",%s}\n' % (b"0" * 64, digest.encode(), body)])
        done = run("log", "verify", "--format", "json", self.log)
        fault, last = [json.loads(line) for line in done.out.decode().splitlines()]
        self.assertEqual((fault["kind"], fault["record"], last["records"]), ("form", 1, 1))

    def test_more_of_one_kind(self):
        log = self.log
        self.log = os.path.join(self.folder, "one")
        decide(CLAIMS, "--log", self.log)
        decide(CLAIMS, "--log", self.log)
        path = os.path.join(self.log, "000000000001.jsonl")
        with open(path, "rb") as file:
            text = file.read()
        self.write(path, text.replace(b'"claim":{"id":"C-', b'"claim":{"id":"E-'))
        done = run("log", "verify", "--format", "json", self.log)
        *faults, last = [json.loads(line) for line in done.out.decode().splitlines()]
        self.assertEqual(([fault["record"] for fault in faults], faults[-1]["more"], last["faults"]),
                         (list(range(2, 12)), 22, 32))
        self.log = log

    def test_kept_heads(self):
        key = os.path.join(self.folder, "key")
        other = os.path.join(self.folder, "other")
        for path in (key, other):
            self.assert_status(run("log", "keygen", path), 0)
        plain = self.write("plain.json", run("log", "head", self.log).out)
        signed = self.write("signed.json", run("log", "head", "--sign", key, self.log).out)
        head = json.loads(run("log", "head", self.log).out)
        for words, held, signature in ((["--head", plain], True, "none"), (["--head", signed], True, "not_checked"),
                                       (["--head", signed, "--public-key", key + ".pub"], True, "good"),
                                       (["--head", signed, "--public-key", other + ".pub"], False, "wrong"),
                                       (["--head", plain, "--public-key", key + ".pub"], False, "none")):
            faults, last = self.verify(*words)
            kept = last["kept"]
            self.assertEqual((kept["records"], kept["digest"]), (head["records"], head["digest"]))
            self.assertEqual((kept["held"], kept["signature"]), (held, signature))
            self.assertEqual("key" in kept, words[1] == signed)
            self.assertEqual([tuple(fault[key] for key in FAULT[:4]) for fault in faults],
                             [] if held else [("the kept head", None, head["records"], "head")])
        # A cut end.
        self.rewrite(-1, self.lines(-1)[:-1])
        faults, last = self.verify("--head", plain)
        self.assertEqual([fault["kind"] for fault in faults], ["head"])
        self.assertFalse(last["kept"]["held"])

    def test_what_is_no_part_of_a_log(self):
        self.write(os.path.join(self.log, "notes.txt"), "")
        with open(os.path.join(os.fsencode(self.log), b"x\xff.txt"), "wb"):
            pass
        done = run("log", "verify", "--format", "json", self.log)
        self.assert_status(done, 0)
        self.assertEqual(json.loads(done.out)["strays"], ["notes.txt", "x\ufffd.txt"])

    def test_wrong_usage(self):
        self.assert_status(run("log", "verify", "--format", "xml", self.log), 2)
        for word in ("head", "keygen"):
            done = run("log", word, "--format", "json", self.log)
            self.assert_status(done, 2)
            self.assertIn(f"`--format` is not for `log {word}`", done.err)
        for folder in (os.path.join(self.folder, "nowhere"), self.folder):
            done = run("log", "verify", "--format", "json", folder)
            self.assert_status(done, 1)
            self.assertEqual(done.out, b"")


if __name__ == "__main__":
    unittest.main()
