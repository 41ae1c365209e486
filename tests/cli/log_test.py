# SPDX-License-Identifier: Apache-2.0
"""`decide --log` and `sanbao log`: what is kept, and what is told of it (docs/audit.md)."""

import glob
import hashlib
import json
import os
import resource
import shutil
import signal
import subprocess
import unittest

from program import HYUNDAI, PROGRAM, Case, claim, decide, full_claim, records, run

CLAIMS = b"\n".join([full_claim("C-1"), b'{"claim":{"id":5}}', b"", claim("C-3", context={"phone": "130"})]) + b"\n"


def no_file_above(size):
    """Stands in for a disk that is full."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


class Log(Case):
    def setUp(self):
        super().setUp()
        self.log = os.path.join(self.folder, "log")

    def segments(self):
        return sorted(glob.glob(os.path.join(self.log, "0*.jsonl")))

    def lines(self):
        lines = []
        for path in self.segments():
            with open(path, "rb") as file:
                lines += file.read().decode().split("\n")[:-1]
        return lines

    def verify(self, *words):
        return run("log", "verify", *words, self.log)

    def test_each_record_as_the_page_describes_it(self):
        done = decide(CLAIMS, "--log", self.log)
        self.assert_status(done, 1)
        self.assertEqual(done.out, decide(CLAIMS).out)
        rulebook, first, refused, third = map(json.loads, self.lines())
        self.assertEqual(rulebook["rulebook"]["policies"][0]["policy"], "hyundai-mp3")
        with open(HYUNDAI, "rb") as file:
            digest = hashlib.sha256(file.read()).hexdigest()
        self.assertEqual(rulebook["rulebook"]["policies"][0]["digest"], "sha256:" + digest)
        self.assertTrue(os.path.exists(os.path.join(self.log, "texts", digest + ".yaml")))
        self.assertEqual([first["decided"]["decision"], refused["refused"]["error"], third["decided"]["decision"]],
                         records(done.out))
        self.assertEqual(first["decided"]["claim"], json.loads(full_claim("C-1")))
        self.assertEqual((refused["refused"]["record"], refused["refused"]["line"]), (2, '{"claim":{"id":5}}'))

    def test_the_chain_as_the_page_describes_it(self):
        decide(CLAIMS, "--log", self.log)
        previous = bytes(32)
        for number, line in enumerate(self.lines(), 1):
            record = json.loads(line)
            body = line[line.index('","', 90) + 2:-1].encode()
            link = previous + number.to_bytes(8, "little") + hashlib.blake2b(body, digest_size=32).digest()
            self.assertEqual(record["seq"], number)
            self.assertEqual(record["previous"], previous.hex())
            self.assertEqual(record["digest"], hashlib.blake2b(link, digest_size=32).hexdigest())
            previous = bytes.fromhex(record["digest"])

    def test_a_claim_that_is_too_long_once_it_is_masked(self):
        wide = claim("C-1", context={"n": [{"p": 1}] * 20_000})
        self.assertLess(len(wide), 1 << 20)
        done = decide(wide + b"\n" + full_claim("C-2") + b"\n", "--log", self.log, "--mask", "context.n.p")
        self.assert_status(done, 1)
        refused, decided = records(done.out)
        self.assertEqual((refused["record"], refused["error"]["code"]), (1, "SB3001"))
        self.assertEqual(decided["claim"], "C-2")
        self.assertEqual(json.loads(self.lines()[1])["refused"]["code"], "SB3001")
        self.assert_status(self.verify(), 0)
        self.assertIn("1 equal  ·  0 differ", run("replay", self.log).out.decode())
        # Unmasked it is kept like any other.
        self.log += "2"
        self.assert_status(decide(wide, "--log", self.log), 0)
        self.assertIn("1 equal  ·  0 differ", run("replay", self.log).out.decode())

    def test_the_same_bytes_with_any_threads_and_durability(self):
        claims = b"".join(full_claim(f"C-{i}") + b"\n" for i in range(4000))
        plain = decide(claims).out
        texts = set()
        for words in (["--threads", 1], ["--threads", 3], ["--threads", 2, "--durability", "none"]):
            self.log = os.path.join(self.folder, "-".join(map(str, words)))
            self.assertEqual(decide(claims, "--log", self.log, "--segment-size", 1_000_000, *words).out, plain)
            self.assertGreater(len(self.segments()), 3)
            texts.add("\n".join(self.lines()))
            self.assert_status(self.verify("--threads", 2), 0)
        self.assertEqual(len(texts), 1)

    def test_one_claim_at_a_time_is_released_when_it_is_kept(self):
        for mode in ("record", "group", "none"):
            self.log = os.path.join(self.folder, mode)
            with subprocess.Popen([PROGRAM, "decide", "--rules", HYUNDAI, "--log", self.log, "--durability", mode],
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE) as asked:
                for number in range(3):
                    asked.stdin.write(full_claim(f"C-{number}") + b"\n")
                    asked.stdin.flush()
                    line = asked.stdout.readline().decode().rstrip("\n")
                    self.assertEqual(self.lines()[-1].split(',"decision":')[1], line + "}}")
                asked.stdin.close()
            self.assertEqual(asked.returncode, 0)

    def test_what_was_not_released_is_taken_back_where_writing_fails(self):
        claims = b"".join(full_claim(f"C-{i}") + b"\n" for i in range(4000))
        for mode in ("record", "group", "none"):
            self.log = os.path.join(self.folder, mode)
            done = decide(claims, "--log", self.log, "--durability", mode, "--threads", 1,
                          preexec_fn=lambda: no_file_above(3_000_000))
            self.assert_status(done, 3)
            self.assertIn("file too large", done.err)
            kept = [json.loads(line) for line in self.lines()[1:]]
            self.assertEqual([record["decided"]["decision"] for record in kept], records(done.out))
            self.assert_status(self.verify(), 0)

    def test_a_log_deleted_while_it_is_written(self):
        for mode in ("record", "group", "none"):
            self.log = os.path.join(self.folder, mode)
            for more in (b"", full_claim("C-2") + b"\n"):
                with subprocess.Popen([PROGRAM, "decide", "--rules", HYUNDAI, "--log", self.log, "--durability", mode],
                                      stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as asked:
                    asked.stdin.write(full_claim("C-1") + b"\n")
                    asked.stdin.flush()
                    self.assertIn(b"C-1", asked.stdout.readline())
                    shutil.rmtree(self.log)
                    out, err = asked.communicate(more)
                self.assertEqual((asked.returncode, out), (3, b""))
                self.assertEqual(err.decode(),
                                 f"sanbao: `{self.log}/000000000001.jsonl` was deleted while it was written\n")

    def test_verify_tells_what_is_wrong_and_where(self):
        decide(CLAIMS, "--log", self.log)
        done = self.verify()
        self.assert_status(done, 0)
        self.assertEqual(done.out.decode(), "4 records  ·  2 decided  ·  1 refused  ·  1 segment  ·  no faults\n")
        path, = self.segments()
        with open(path, "rb") as file:
            text = file.read()
        self.write(path, text.replace(b'"claim":{"id":"C-1"', b'"claim":{"id":"C-9"', 1))
        done = self.verify()
        self.assert_status(done, 1)
        self.assertEqual(done.out.decode().splitlines()[0],
                         "000000000001.jsonl:2: record 2 was changed: its digest is not that of its content")
        # Damage that is no torn end: nothing is written to such a log.
        done = decide(CLAIMS, "--log", self.log)
        self.assert_status(done, 1)
        self.assertEqual(done.out, b"")
        self.assertIn("line 2: record 2 was changed", done.err)

    def test_a_torn_end_is_cut_and_told(self):
        decide(CLAIMS, "--log", self.log)
        path, = self.segments()
        with open(path, "rb") as file:
            text = file.read()
        self.write(path, text[:-7])
        self.assertIn("the record is torn", self.verify().out.decode())
        done = decide(full_claim("C-4"), "--log", self.log)
        self.assert_status(done, 0)
        self.assertRegex(done.err, "ended in a torn record; [0-9,]+ bytes after record 3 cut off")
        self.assert_status(self.verify(), 0)
        self.assertGreater(json.loads(self.lines()[3])["rulebook"]["cut_bytes"], 100)

    def test_heads(self):
        decide(CLAIMS, "--log", self.log)
        key = os.path.join(self.folder, "key")
        self.assert_status(run("log", "keygen", key), 0)
        self.assert_status(run("log", "keygen", key), 3)
        self.write("half.pub", b"")
        half = os.path.join(self.folder, "half")
        self.assert_status(run("log", "keygen", half), 3)
        self.assertFalse(os.path.exists(half))
        for size in (0, 100):
            done = run("log", "keygen", half + str(size), preexec_fn=lambda size=size: no_file_above(size))
            self.assert_status(done, 3)
            self.assertEqual(glob.glob(half + str(size) + "*"), [])
        plain = self.write("head.json", run("log", "head", self.log).out)
        signed = self.write("signed.json", run("log", "head", "--sign", key, self.log).out)
        decide(CLAIMS, "--log", self.log)
        done = self.verify("--head", plain)
        self.assert_status(done, 0)
        self.assertTrue(done.out.decode().endswith("holds the kept head: record 4\n"))
        self.assert_status(self.verify("--head", signed, "--public-key", key + ".pub"), 0)
        done = self.verify("--head", plain, "--public-key", key + ".pub")
        self.assert_status(done, 1)
        self.assertIn("the kept head: it is not signed\n", done.out.decode())
        # A cut end is found by the head alone.
        path, = self.segments()
        self.write(path, "".join(line + "\n" for line in self.lines()[:3]))
        self.assert_status(self.verify(), 0)
        done = self.verify("--head", signed)
        self.assert_status(done, 1)
        self.assertIn("the log was cut: it ends with record 3, and the head is of record 4", done.out.decode())

    def test_signed_heads(self):
        decide(CLAIMS, "--log", self.log)
        keys = [os.path.join(self.folder, name) for name in ("key", "other")]
        texts = []
        for key in keys:
            self.assert_status(run("log", "keygen", key), 0)
            with open(key + ".pub", encoding="ascii") as file:
                texts.append(file.read().strip().split(":")[1])
        content = run("log", "head", "--sign", keys[0], self.log).out
        signed = self.write("signed.json", content)
        done = self.verify("--head", signed)
        self.assert_status(done, 0)
        self.assertEqual(done.out.decode().splitlines()[1:],
                         ["holds the kept head: record 4",
                          "the kept head is signed; without `--public-key` the signature was not looked at"])
        done = self.verify("--head", signed, "--public-key", keys[0] + ".pub")
        self.assert_status(done, 0)
        self.assertEqual(done.out.decode().splitlines()[1:],
                         ["holds the kept head: record 4", "the kept head is signed by " + texts[0]])
        done = self.verify("--head", signed, "--public-key", keys[1] + ".pub")
        self.assert_status(done, 1)
        self.assertEqual(done.out.decode().splitlines()[0],
                         "the kept head: it is signed by another key, " + texts[0])
        head = json.loads(content)
        for key in ("digest", "signature"):
            wrong = {**head, key: ("1" if head[key][0] == "0" else "0") + head[key][1:]}
            wrong = self.write("wrong.json", json.dumps(wrong, separators=(",", ":")))
            done = self.verify("--head", wrong, "--public-key", keys[0] + ".pub")
            self.assert_status(done, 1)
            self.assertEqual(done.out.decode().splitlines()[0],
                             "the kept head: its signature is not of this head: one of them was changed")
            self.assertNotIn("signed by", done.out.decode())
            # Where its digest is right, nothing but the key tells.
            self.assert_status(self.verify("--head", wrong), 1 if key == "digest" else 0)

    def test_masks(self):
        masks = ["--mask", "claim.id", "--mask", "context.phone"]
        done = decide(CLAIMS, "--log", self.log, *masks)
        self.assertEqual(done.out, decide(CLAIMS).out)
        text = "\n".join(self.lines())
        self.assertNotIn("C-1", text)
        self.assertNotIn('"130"', text)
        # Whoever holds the salt shows what a value was.
        with open(os.path.join(self.log, "salt"), encoding="ascii") as file:
            salt = bytes.fromhex(file.read().strip().split(":")[1])
        word = "masked:" + hashlib.blake2b(b'context.phone="130"', key=salt, digest_size=32).hexdigest()
        self.assertIn(word, text)
        self.assertEqual(os.stat(os.path.join(self.log, "salt")).st_mode & 0o777, 0o600)
        done = run("replay", self.log)
        self.assertEqual(done.out.decode().splitlines()[-1],
                         "2 records decided again  ·  2 equal  ·  0 differ  ·  1 cannot be decided again")

    def test_masks_that_are_in_no_claim(self):
        claims = b"\n".join(claim(f"C-{i}", context={"buyer": {"name": "李"}}, repairs=[]) for i in range(100))
        words = ["--mask", "context.buyer.name", "--mask", "context.byer.nam", "--mask", "repairs.fault_code"]
        done = decide(claims, "--log", self.log, *words)
        self.assert_status(done, 0)
        self.assertEqual(done.err.splitlines(), ["sanbao: `context.byer.nam` was in none of 100 claims",
                                                 "sanbao: `repairs.fault_code` was in none of 100 claims"])
        done = decide(claim("C-1", context={"buyer": {"name": None}}) + b'\n{"claim":{"id":5}}\n',
                      "--log", self.log, *words[:4])
        self.assert_status(done, 1)
        self.assertEqual(done.err.splitlines(), ["sanbao: `context.byer.nam` was in none of 1 claim"])
        for claims in (b"", b'{"claim":{"id":5}}\n'):
            self.assertEqual(decide(claims, "--log", self.log, *words).err, "")

    def test_going_on_without_masks(self):
        words = ["--log", self.log]
        self.assertEqual(decide(CLAIMS, *words).err, "")
        self.assertEqual(decide(CLAIMS, *words, "--mask", "claim.id").err, "")
        self.assertEqual(decide(CLAIMS, *words, "--mask", "claim.id").err, "")
        done = decide(CLAIMS, *words)
        self.assert_status(done, 1)
        self.assertEqual(done.err, f"sanbao: fields were masked in `{self.log}` so far, and none is now\n")

    def test_masks_that_would_forbid_replaying(self):
        for path, why in (("purchase.price", "claims are decided by it"),
                          ("purchase.registered_on", "its values must be of a kind"),
                          ("claim.number", "claims have no such path")):
            done = decide(CLAIMS, "--log", self.log, "--mask", path)
            self.assert_status(done, 2)
            self.assertIn(f"`{path}` cannot be masked: {why}", done.err)
            self.assertEqual(done.out, b"")
            self.assertFalse(os.path.exists(self.log))

    def test_a_second_writer(self):
        with subprocess.Popen([PROGRAM, "decide", "--rules", HYUNDAI, "--log", self.log],
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE) as first:
            first.stdin.write(full_claim("C-1") + b"\n")
            first.stdin.flush()
            first.stdout.readline()
            done = decide(CLAIMS, "--log", self.log)
            self.assert_status(done, 3)
            self.assertIn("is being written by another program", done.err)
            self.assertEqual(done.out, b"")
            first.stdin.close()
        self.assert_status(self.verify(), 0)

    def test_wrong_usage(self):
        for words in (["--mask", "claim.id"], ["--durability", "none"], ["--segment-size", "5"]):
            self.assert_status(decide(CLAIMS, *words), 2)
        self.assert_status(decide(CLAIMS, "--log", self.log, "--segment-size", "x"), 2)
        self.assert_status(run("log", "verify", "--sign", HYUNDAI, self.log), 2)
        self.assert_status(run("log", "verify", "--public-key", HYUNDAI, self.log), 2)
        self.assert_status(run("log", "look", self.log), 2)
        self.assert_status(run("log", "verify", self.log), 1)
        self.assert_status(run("log", "verify", "--head", HYUNDAI, self.log), 1)

    def test_a_folder_of_something_else(self):
        self.write("log/letter.txt", "no log")
        done = decide(CLAIMS, "--log", self.log)
        self.assert_status(done, 1)
        self.assertIn("letter.txt` is no file of a log", done.err)
        self.assertEqual(os.listdir(self.log), ["letter.txt"])


if __name__ == "__main__":
    unittest.main()
