# SPDX-License-Identifier: Apache-2.0
"""What the tests of this folder share: a program that decides into a log, and what the log then holds.

In: the program (SANBAO_PROGRAM) and the tree (SANBAO_ROOT). Out: runs, and the decisions of a log in their order.
"""

import glob
import json
import os
import subprocess

PROGRAM = os.environ["SANBAO_PROGRAM"]
ROOT = os.environ["SANBAO_ROOT"]
POLICY = os.path.join(ROOT, "examples", "shop.yaml")


def claims(count, first=1, note=0):
    """Lines that are all decided, each with its own answer, and longer by a note."""
    return [json.dumps({"claim": {"id": f"K-{n}", "filed_on": "2024-05-08"},
                        "context": {"note": "x" * (note + n % 300)}}, separators=(",", ":"))
            for n in range(first, first + count)]


def command(log, *words):
    return [PROGRAM, "decide", "--rules", POLICY, "--log", log, *words]


def run(*words, stdin="", env=None):
    return subprocess.run(words, input=stdin, capture_output=True, text=True, env={**os.environ, **(env or {})},
                          timeout=300, check=False)


def decide(lines):
    """The output without a log."""
    return run(PROGRAM, "decide", "--rules", POLICY, stdin="\n".join(lines) + "\n").stdout.splitlines()


def decisions(log):
    """The decisions that a log holds, as they were written."""
    found = []
    for path in sorted(glob.glob(os.path.join(log, "0*.jsonl"))):
        with open(path, encoding="utf-8") as file:
            for line in file:
                if '","decided":{"claim":' in line[:240]:
                    found.append(line.rstrip("\n").split(',"decision":', 1)[1][:-2])
    return found


def mended(log):
    """Opens the log once more, as the next run does, and verifies it; the words of what is wrong, or ''."""
    opened = run(*command(log))
    if opened.returncode != 0:
        return "opening: " + opened.stderr
    verified = run(PROGRAM, "log", "verify", log)
    return "" if verified.returncode == 0 else "verify: " + verified.stdout + verified.stderr
