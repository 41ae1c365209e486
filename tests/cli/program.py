# SPDX-License-Identifier: Apache-2.0
"""The program under test, for the black-box tests of this folder.

In: the environment variables SANBAO_PROGRAM and SANBAO_ROOT, which ctest sets. Out: `run` and what tests share.
Never reads the sources: a test here knows what docs/records.md and docs/commands.md promise.
"""

import json
import os
import shutil
import subprocess
import tempfile
import unittest

PROGRAM = os.environ["SANBAO_PROGRAM"]
ROOT = os.environ.get("SANBAO_ROOT") or os.path.dirname(os.path.dirname(os.path.dirname(__file__)))
HYUNDAI = os.path.join(ROOT, "rules", "vendors", "hyundai-mp3.yaml")
LIMIT = 1024 * 1024
BOM = b"\xef\xbb\xbf"


def run(*words, stdin=b"", env=None, **more):
    """One run of the program; `status`, `out` (bytes) and `err` (text)."""
    if isinstance(stdin, str):
        stdin = stdin.encode()
    done = subprocess.run([PROGRAM, *map(str, words)], input=stdin, capture_output=True,
                          env={**os.environ, **(env or {})}, timeout=300, **more)
    done.status = done.returncode
    done.out = done.stdout
    done.err = done.stderr.decode()
    return done


def decide(claims, *words, **more):
    return run("decide", "--rules", HYUNDAI, *words, stdin=claims, **more)


def records(out):
    """The lines of a JSON Lines output; every line must be a JSON object and end with a line break."""
    assert out == b"" or out.endswith(b"\n"), out[-100:]
    return [json.loads(line) for line in out.decode().split("\n")[:-1]]


def claim(name, **more):
    """A record that can be read and is decided at once, since no policy covers it; one line without its end."""
    record = {"claim": {"id": name}, "product": {"category": "other"}, **more}
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()


def full_claim(name, filed_on="2024-05-08", **more):
    """A record with every fact that a return within seven days reads."""
    return claim(name, **{
        "claim": {"id": name, "filed_on": filed_on, "requests": "return"},
        "purchase": {"sold_on": "2024-05-01", "invoiced_on": "2024-05-01", "price": "1299.00",
                     "sold_directly": True, "documents": ["invoice", "guarantee_certificate"]},
        "product": {"category": "mp3_player", "brand": "现代"},
        "fault": {"kind": "performance", "cause": "own_component", "confirmed": True, "described": True},
        "goods": {"accessories_complete": True},
        "repairs": [], "exchanges": [], "stock": {"same_model": True}, **more})


class Case(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="sanbao-cli-")
        self.addCleanup(shutil.rmtree, self.folder)

    def write(self, name, content):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
        return path

    def assert_status(self, done, status):
        self.assertEqual(done.status, status, (done.out[-500:], done.err[-2000:]))
