# SPDX-License-Identifier: Apache-2.0
"""What is said on a terminal only: colour, progress, the line at the end (docs/commands.md)."""

import os
import pty
import re
import signal
import subprocess
import threading
import time
import unittest

from program import HYUNDAI, PROGRAM, Case, claim

BROKEN = "sanbao: 1\npolicy: a\nunknown_key: 1\n"


def on_terminal(words, stdin=b"", out=None, err=None, env=None, slowly=False):
    """Runs with standard output and standard error on a terminal, but for those given. What the terminal showed."""
    master, slave = pty.openpty()
    environment = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "TERM")}
    process = subprocess.Popen([PROGRAM, *words], stdin=subprocess.PIPE, stdout=out or slave, stderr=err or slave,
                               env={**environment, "TERM": "xterm", **(env or {})})
    os.close(slave)
    shown = b""
    if slowly:
        threading.Thread(target=hold_up, args=(process,), daemon=True).start()
    process.stdin.write(stdin)
    process.stdin.close()
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(master)
    status = process.wait(60)
    return status, shown.decode().replace("\r\n", "\n")


def hold_up(process):
    """Lets a program work for some milliseconds at a time, with pauses in which its clock goes on."""
    while process.poll() is None:
        process.send_signal(signal.SIGSTOP)
        time.sleep(0.21)
        process.send_signal(signal.SIGCONT)
        time.sleep(0.01)


class Colour(Case):
    def test_on_a_terminal(self):
        path = self.write("broken.yaml", BROKEN)
        status, shown = on_terminal(["check", path])
        self.assertEqual(status, 1)
        self.assertIn("\033[", shown)

    def test_not_where_it_is_not_wanted(self):
        path = self.write("broken.yaml", BROKEN)
        for env in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
            status, shown = on_terminal(["check", path], env=env)
            self.assertEqual(status, 1)
            self.assertNotIn("\033", shown)
        # An empty NO_COLOR counts as not set.
        self.assertIn("\033[", on_terminal(["check", path], env={"NO_COLOR": ""})[1])

    def test_not_in_a_file(self):
        path = self.write("broken.yaml", BROKEN)
        with open(os.path.join(self.folder, "err"), "w+b") as err:
            on_terminal(["check", path], err=err)
            err.seek(0)
            self.assertNotIn(b"\033", err.read())


class Summary(Case):
    claims = b"\n".join(claim("n%d" % i) for i in range(2000)) + b"\nx\n"

    def test_at_the_end_on_a_terminal(self):
        with open(os.devnull, "wb") as null:
            status, shown = on_terminal(["decide", "--rules", HYUNDAI], self.claims, out=null)
        self.assertEqual(status, 1)
        last = shown.split("\r")[-1].replace("\033[K", "")
        self.assertRegex(last, r'^2,001 claims  ·  1 refused \(see lines with "error"\)  ·  [\d,]+\.\d s'
                               r"(  ·  ([\d,]+|[\d.]+ M) claims/s)?\n$")

    def test_one_claim(self):
        with open(os.devnull, "wb") as null:
            status, shown = on_terminal(["decide", "--rules", HYUNDAI], claim("a"), out=null)
        self.assertEqual(status, 0)
        self.assertTrue(shown.startswith("1 claim  ·  0.") and "refused" not in shown, shown)

    def test_not_in_a_file(self):
        with open(os.path.join(self.folder, "err"), "w+b") as err, open(os.devnull, "wb") as null:
            on_terminal(["decide", "--rules", HYUNDAI], self.claims, out=null, err=err)
            err.seek(0)
            self.assertEqual(err.read(), b"")

    def test_standard_output_stays_json_on_a_terminal(self):
        status, shown = on_terminal(["decide", "--rules", HYUNDAI], claim("a") + b"\n")
        self.assertEqual(status, 0)
        lines = shown.splitlines()
        self.assertEqual(len(lines), 2, lines)
        self.assertTrue(lines[0].startswith('{"claim":"a",') and re.match("1 claim  ·  ", lines[1]), lines)


class Progress(Case):
    """Commands that write at the end show a line meanwhile, and nothing of it is left where they write."""
    LINE = r"\r\033\[K\d+ %  ·  [\d,]+ records?  ·  [\d,.]+( M)? records/s  ·  [\d,.]+ s left"

    def log(self):
        log = os.path.join(self.folder, "log")
        claims = b"\n".join(claim("n%d" % i) for i in range(20000))
        subprocess.run([PROGRAM, "decide", "--rules", HYUNDAI, "--log", log, "--durability", "none"], input=claims,
                       stdout=subprocess.DEVNULL, check=True)
        return log

    def test_seen_and_gone(self):
        log = self.log()
        for words, report in ((["log", "verify", log], "20,001 records  ·  20,000 decided  ·  "),
                              (["replay", log], "20,000 records decided again  ·  20,000 equal"),
                              (["log", "runs", log], "records 1 to 20001  ·  20,000 decided")):
            with self.subTest(words=words[:-1]):
                # A program that is done before it is held up for the first time, as on a busy machine, shows none.
                for _ in range(10):
                    status, shown = on_terminal([*words, "--threads", "1"], slowly=True)
                    self.assertEqual(status, 0, shown)
                    lines = shown.split("\r\033[K")
                    self.assertTrue(lines[-1].startswith(report), lines[-3:])
                    self.assertNotIn("left", lines[-1])
                    self.assertNotIn("\n", "".join(lines[:-1]))
                    if re.search(self.LINE, shown):
                        break
                self.assertRegex(shown, self.LINE)

    def test_not_in_a_file(self):
        with open(os.path.join(self.folder, "err"), "w+b") as err:
            on_terminal(["log", "verify", self.log(), "--threads", "1"], err=err, slowly=True)
            err.seek(0)
            self.assertEqual(err.read(), b"")


if __name__ == "__main__":
    unittest.main()
