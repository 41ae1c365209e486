#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Broken claim lines among good ones: each is refused by its own error line, and no neighbour changes.

In: the program and the tree. Out: what was not as expected, and exit status 1. Never keeps more than one file of lines.

    claims_test.py --program build/release/sanbao --root . [--huge] [--unbounded]

Every batch of lines is decided in 128 MB and in no more of the processor's time than one line has, a second; --unbounded
leaves that out, for sanitizers. --huge sends a line of 100 MB too and holds the program to a smaller bound.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import claim_lines

MEMORY_BOUND_KB = 100_000  # with every thread's blocks and their output
SECONDS, KILOBYTES = 1.0, 128 * 1024
BATCH = 2000

# Runs a command and writes what it took behind it. In a process of its own: what a child takes is counted from the
# size of the process that starts it.
MEASURED = """
import os, resource, subprocess, sys
status = subprocess.call(sys.argv[2:])
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
open(sys.argv[1], "w").write(f"{usage.ru_maxrss} {usage.ru_utime + usage.ru_stime}")
sys.exit(status if status >= 0 else 128 - status)
"""


def good_lines():
    """Claims that are fine, with answers of different length."""
    whole = claim_lines.WHOLE
    for requests in ("return", "exchange", "repair", "any"):
        for filed in ("2024-05-08", "2024-05-20", "2026-01-01"):
            claim = dict(whole, claim={"id": f"{requests} {filed}", "filed_on": filed, "requests": requests})
            yield claim_lines.line(claim)
    yield b'{"product":{"category":"other"}}'
    yield claim_lines.line({"claim": {"id": "几乎为空"}, "product": {"category": "other"}})


class Program:
    def __init__(self, arguments):
        self.command = [arguments.program, "decide", "--rules",
                        str(pathlib.Path(arguments.root) / "rules/vendors/hyundai-mp3.yaml")]
        self.root = pathlib.Path(arguments.root)
        self.bounded = not arguments.unbounded
        self.slowest, self.largest, self.faults = 0.0, 0, []

    def decide(self, lines, *options):
        """What is printed for these lines, one each."""
        with tempfile.NamedTemporaryFile(suffix=".jsonl") as file, tempfile.NamedTemporaryFile("r") as took:
            for text in lines:
                file.write(text + b"\n")
            file.flush()
            command = [sys.executable, "-S", "-c", MEASURED, took.name] + self.command + list(options) + [file.name]
            done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=600, check=False)
            kilobytes, seconds = took.read().split() or ("0", "0")
        self.slowest, self.largest = max(self.slowest, float(seconds)), max(self.largest, int(kilobytes))
        if self.bounded and (float(seconds) > SECONDS or not 0 < int(kilobytes) <= KILOBYTES):
            self.faults.append(f"{len(lines)} lines took {seconds} s and {kilobytes} kB")
        if done.returncode not in (0, 1):
            raise SystemExit(f"ended with {done.returncode}: {done.stderr.decode('utf-8', 'replace')[-2000:]}")
        return done.stdout.split(b"\n")[:-1], done.returncode


def fault_of(bad, printed, record, offset):
    """What is wrong with the answer to a bad line, or None."""
    try:
        answer = json.loads(printed.decode("utf-8"))
    except ValueError as error:
        return f"the answer is no JSON: {error}"
    refused = "error" in answer
    if bad.codes is None:
        try:
            json.loads(bad.text.decode("utf-8"), parse_constant=refuse, parse_int=str)
        except ValueError:
            if not refused or answer["error"]["code"] not in claim_lines.FORM:
                return f"Python refuses it, but: {printed[:200]!r}"
        if not refused:
            return None
    elif not bad.codes:
        return f"refused: {printed[:200]!r}" if refused else None
    elif not refused:
        return "it was decided"
    error = answer["error"]
    if bad.codes and error["code"] not in bad.codes:
        return f"code {error['code']}, expected {' or '.join(sorted(bad.codes))}: {error['message']}"
    if bad.path is not None and answer["path"] != bad.path:
        return f"path `{answer['path']}`, expected `{bad.path}`"
    if answer["record"] != record:
        return f"record {answer['record']}, expected {record}"
    if not offset <= answer["offset"] <= offset + len(bad.text):
        return f"offset {answer['offset']} lies outside its line"
    if not error["message"] or not error["expected"] or len(printed) > 8000:
        return f"no words, or too many: {len(printed)} bytes"
    return None


def refuse(word):
    raise ValueError(word)


def run_batch(program, batch, good, answers):
    """Bad lines, each between two good ones."""
    lines = [good[0]]
    for number, bad in enumerate(batch):
        lines += [bad.text, good[(number + 1) % len(good)]]
    printed, status = program.decide(lines)
    if len(printed) != len(lines):
        return [f"{len(lines)} lines in, {len(printed)} out"]
    faults = []
    if status != 1 and any(b'"error":' in text for text in printed):
        faults.append(f"status {status} with refused records")
    offset = len(lines[0]) + 1
    for number, bad in enumerate(batch):
        at = 2 * number + 1
        fault = fault_of(bad, printed[at], at + 1, offset)
        if fault:
            faults.append(f"{bad.name}: {fault}")
        if printed[at + 1] != answers[(number + 1) % len(good)]:
            faults.append(f"{bad.name}: the next line was answered with {printed[at + 1][:200]!r}")
        offset += len(bad.text) + len(lines[at + 1]) + 2
    if printed[0] != answers[0]:
        faults.append("the first line changed")
    return faults


def huge_line(program):
    """A line of 100 MB between two good ones, sent bit by bit: the faults, and the memory it took."""
    good = next(good_lines())
    child = subprocess.Popen(program.command + ["-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    child.stdin.write(good + b'\n{"context":"')
    for _ in range(100):
        child.stdin.write(b"x" * 1_000_000)
    status = pathlib.Path(f"/proc/{child.pid}/status").read_text(encoding="ascii")
    output, _ = child.communicate(b'"}\n' + good + b"\n", timeout=600)
    peak = int(re.search(r"VmHWM:\s*(\d+)", status)[1])
    printed = output.split(b"\n")[:-1]
    faults = []
    if len(printed) != 3 or printed[0] != printed[2] or b"SB3001" not in printed[1]:
        faults.append(f"100 MB: {[text[:100] for text in printed]}")
    if peak > MEMORY_BOUND_KB:
        faults.append(f"100 MB: {peak} kB of memory, the bound is {MEMORY_BOUND_KB}")
    return faults, peak


def main():
    parser = argparse.ArgumentParser(description="Runs broken claim lines through the program.")
    parser.add_argument("--program", required=True)
    parser.add_argument("--root", required=True)
    parser.add_argument("--huge", action="store_true")
    parser.add_argument("--unbounded", action="store_true")
    arguments = parser.parse_args()

    program = Program(arguments)
    good = list(good_lines())
    answers, status = program.decide(good)
    if status != 0 or len(answers) != len(good) or any(b'"error":' in text for text in answers):
        raise SystemExit("the good lines are not good")
    if program.decide(good, "--threads", "1")[0] != answers:
        raise SystemExit("the good lines are answered otherwise by one thread")

    document = program.root / "docs/records.md"
    total, faults, codes = 0, [], set()
    batch, size = [], 0
    bads = list(claim_lines.everything(document))
    for number, bad in enumerate(bads):
        batch.append(bad)
        size += len(bad.text)
        codes |= bad.codes or set()
        if len(batch) == BATCH or size > 20_000_000 or number + 1 == len(bads):
            faults += run_batch(program, batch, good, answers)
            total += len(batch)
            batch, size = [], 0
    if arguments.huge:
        more, peak = huge_line(program)
        faults += more
        print(f"a line of 100 MB took {peak} kB")
    faults += program.faults
    for fault in faults[:40]:
        print(fault)
    print(f"{total} broken lines, {len(faults)} faults, {len(codes)} codes; the slowest batch took {program.slowest:.2f} s, "
          f"the largest {program.largest} kB")
    return 1 if faults or total < 9_000 else 0


if __name__ == "__main__":
    sys.exit(main())
