# SPDX-License-Identifier: Apache-2.0
"""Output that cannot be written never ends as a success; closed and odd streams (docs/records.md §4)."""

import fcntl
import os
import resource
import signal
import subprocess
import time
import unittest

import program
from program import HYUNDAI, PROGRAM, Case, claim, full_claim, records

NO_SPACE = "sanbao: cannot write to standard output: no space left on device\n"


class FullDisk(Case):
    def assert_lost(self, words, stdin=b""):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([PROGRAM, *words], input=stdin, stdout=full, stderr=subprocess.PIPE, timeout=60)
        self.assertEqual((done.returncode, done.stderr.decode()), (3, NO_SPACE), words)

    def test_every_command_that_prints(self):
        self.assert_lost(["decide", "--rules", HYUNDAI], claim("a"))
        self.assert_lost(["explain", "--rules", HYUNDAI], full_claim("a"))
        self.assert_lost(["check", HYUNDAI])
        self.assert_lost(["completion", "bash"])
        self.assert_lost(["--help"])
        self.assert_lost(["decide", "--help"])
        self.assert_lost(["--version"])

    def test_faults_that_cannot_be_told(self):
        path = self.write("a.yaml", "sanbao: 1\npolicy: a\n")
        calendar = self.write("a.csv", "date\n")
        for words in (["check", path], ["check", calendar], ["decide", "--rules", path]):
            with open("/dev/full", "wb") as full:
                done = subprocess.run([PROGRAM, *words], input=b"", stdout=subprocess.PIPE, stderr=full, timeout=60)
            self.assertEqual((done.returncode, done.stdout), (3, b""), words)

    def test_many_claims(self):
        self.assert_lost(["decide", "--rules", HYUNDAI], b"\n".join(claim("n%d" % i) for i in range(5000)))

    def test_a_file_at_its_size_limit(self):
        path = os.path.join(self.folder, "out")
        claims = b"\n".join(claim("n%d" % i) for i in range(5000))
        # Counts of lines (scripts/coverage) are a file as well, which would be cut off for every later test.
        env = {**os.environ, "LLVM_PROFILE_FILE": os.devnull}
        with open(path, "wb") as out:
            done = subprocess.run(
                [PROGRAM, "decide", "--rules", HYUNDAI], input=claims, stdout=out, stderr=subprocess.PIPE, env=env,
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)), timeout=60)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertEqual(done.stderr.decode(), "sanbao: cannot write to standard output: file too large\n")
        self.assertEqual(os.path.getsize(path), 100_000)

    def test_nothing_to_write_nothing_lost(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([PROGRAM, "decide", "--rules", HYUNDAI], input=b"\n\n", stdout=full, timeout=60)
        self.assertEqual(done.returncode, 0)


class ClosedStreams(Case):
    def shell(self, command, stdin=b""):
        env = {**os.environ, "SANBAO": PROGRAM, "RULES": HYUNDAI, "FOLDER": self.folder}
        return subprocess.run(["sh", "-c", command], input=stdin, capture_output=True, env=env, timeout=60)

    def test_a_reader_that_leaves(self):
        claims = self.write("claims", b"\n".join(claim("n%d" % i) for i in range(50_000)))
        reading, writing = os.pipe()
        process = subprocess.Popen([PROGRAM, "decide", "--rules", HYUNDAI, claims], stdout=writing,
                                   stderr=subprocess.PIPE)
        os.close(writing)
        os.read(reading, 100)
        os.close(reading)
        _, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 3)
        self.assertEqual(err.decode(), "sanbao: cannot write to standard output: broken pipe\n")

    def test_standard_output_closed(self):
        done = self.shell('"$SANBAO" decide --rules "$RULES" >&-', claim("a"))
        self.assertEqual(done.returncode, 3)
        self.assertIn(b"cannot write to standard output", done.stderr)

    def test_no_file_takes_the_place_of_standard_output(self):
        path = self.write("claims", claim("a") + b"\n")
        done = self.shell('"$SANBAO" decide --rules "$RULES" "$FOLDER/claims" >&-')
        self.assertEqual(done.returncode, 3)
        with open(path, "rb") as file:
            self.assertEqual(file.read(), claim("a") + b"\n")

    def test_standard_input_closed(self):
        done = self.shell('"$SANBAO" decide --rules "$RULES" <&-')
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"cannot read `standard input`", done.stderr)

    def test_standard_error_closed(self):
        done = self.shell('"$SANBAO" decide --rules "$RULES" 2>&-', claim("a") + b"\nx\n")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(len(records(done.stdout)), 2)

    def test_all_closed(self):
        done = self.shell('"$SANBAO" check "$RULES" <&- >&- 2>&-')
        self.assertEqual(done.returncode, 3)

    def test_input_that_cannot_be_read(self):
        for path in ("/nowhere/claims.jsonl", self.folder):
            done = program.decide(b"", path)
            self.assert_status(done, 1)
            self.assertIn("cannot read `%s`: " % path, done.err)
            self.assertEqual(done.out, b"")


class SlowStreams(Case):
    def test_an_output_that_does_not_wait(self):
        """A pipe that refuses what does not fit, read slowly: every byte arrives."""
        claims = self.write("claims", b"\n".join(claim("n%d" % i) for i in range(3000)))
        expected = program.decide(b"", claims).out
        self.assertGreater(len(expected), 4 * 65536)
        reading, writing = os.pipe()
        fcntl.fcntl(writing, fcntl.F_SETFL, fcntl.fcntl(writing, fcntl.F_GETFL) | os.O_NONBLOCK)
        process = subprocess.Popen([PROGRAM, "decide", "--rules", HYUNDAI, claims], stdout=writing)
        os.close(writing)
        got = b""
        while piece := os.read(reading, 50_000):
            got += piece
            time.sleep(0.001)
        os.close(reading)
        self.assertEqual(process.wait(60), 0)
        self.assertTrue(got == expected)

    def test_an_input_that_does_not_wait(self):
        reading, writing = os.pipe()
        fcntl.fcntl(reading, fcntl.F_SETFL, fcntl.fcntl(reading, fcntl.F_GETFL) | os.O_NONBLOCK)
        process = subprocess.Popen([PROGRAM, "decide", "--rules", HYUNDAI], stdin=reading, stdout=subprocess.PIPE)
        os.close(reading)
        time.sleep(0.2)
        os.write(writing, claim("a") + b"\n")
        time.sleep(0.1)
        os.write(writing, claim("b"))
        os.close(writing)
        out, _ = process.communicate(timeout=60)
        self.assertEqual([record["claim"] for record in records(out)], ["a", "b"])
        self.assertEqual(process.returncode, 0)

    def test_stopped_and_continued(self):
        claims = self.write("claims", b"\n".join(claim("n%d" % i) for i in range(20_000)))
        expected = program.decide(b"", claims).out
        process = subprocess.Popen([PROGRAM, "decide", "--rules", HYUNDAI, claims], stdout=subprocess.PIPE)
        got = os.read(process.stdout.fileno(), 1000)
        process.send_signal(signal.SIGSTOP)
        time.sleep(0.05)
        process.send_signal(signal.SIGCONT)
        got += process.communicate(timeout=60)[0]
        self.assertEqual(process.returncode, 0)
        self.assertTrue(got == expected)


if __name__ == "__main__":
    unittest.main()
