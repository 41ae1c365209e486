#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Inputs of enormous size and depth, each given to a program of its own: refused in place, quickly, in little memory.

In: the program and the tree. Out: what was not as expected, and exit status 1. Each run may take one second of the
processor's time and 128 MB, as the system counts them for the child; --unbounded leaves that out, for sanitizers.

    huge_test.py --program build/release/sanbao --root . [--unbounded]
"""

import argparse
import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile

SECONDS, KILOBYTES = 1.0, 128 * 1024
MB = 1_000_000

HEAD = b'sanbao: 1\npolicy: huge\nversion: "1"\ntitle: {zh: \xe5\xa4\xa7, en: huge}\nbasis: vendor\n'
RULES = b'rules:\n  - {id: "1", title: {zh: \xe4\xb8\x80, en: one}, grants: {return: {}}}\n'
GOOD = b'{"claim":{"id":"good"},"product":{"category":"other"}}\n'

Run = collections.namedtuple("Run", "status out err seconds kilobytes")
# `codes`: the code of the fault is one of these. `line`: where it is told, None: anywhere.
Policy = collections.namedtuple("Policy", "name text codes line", defaults=(None,))


def times(text, size):
    return (text * (size // len(text) + 1))[:size]


def policies():
    """Files of 20 MB are refused by their size alone; those that are read to the end lie below 1 MiB."""
    for name, text in (("blanks", b" "), ("lines", b"\n"), ("comments", b"# comment\n"), ("letters", b"a"), ("brackets", b"["),
                       ("braces", b"{a: "), ("quotes", b'"'), ("dashes", b"- "), ("documents", b"---\n"), ("NULs", b"\0"),
                       ("anchors", b"&a "), ("tabs", b"\t"), ("half characters", b"\xe7"), ("colons", b": "),
                       ("question marks", b"? "), ("keys", b"k: v\n"), ("marks", b"\xef\xbb\xbf")):
        yield Policy(f"20 MB of {name}", HEAD + times(text, 20 * MB), {"SB1001"}, 0)
    yield Policy("ten million brackets", times(b"[", 10 * MB), {"SB1001"}, 0)
    nearly = (1 << 20) - len(HEAD) - len(RULES) - 100
    for name, text, codes in (
            ("brackets", b"[", {"SB1005"}), ("braces", b"{a: ", {"SB1005"}),
            ("dashes", b"- ", {"SB1004", "SB1016", "SB1012"}), ("quotes", b'"', None), ("commas", b",", None),
            ("question marks", b"? ", None), ("colons", b": ", None), ("anchors", b"&a ", None), ("aliases", b"*a ", None),
            ("tags", b"!a ", None), ("documents", b"\n---\n", {"SB1011"}), ("percents", b"\n%A b\n", None),
            ("tabs", b"\n\t", None), ("NULs", b"\0", {"SB1003"}), ("half characters", b"\xe7", {"SB1002"}),
            ("one key", b"\nk: v", {"SB1008", "SB1006", "SB1020"}), ("backslashes", b"\\", None), ("bars", b"|\n ", None)):
        yield Policy(f"1 MB of {name} behind a key", HEAD + RULES + b"names: " + times(text, nearly), codes)
        yield Policy(f"1 MB of {name} in front", times(text, nearly) + b"\n" + HEAD + RULES, codes)
    for name, text in (("(", b"("), ("not ", b"not "), ("if a then ", b"if a then "), ("1 + ", b"1 + "), ("min(", b"min("),
                       ("a and ", b"a and "), ("a", b"a"), ("9", b"9"), ("[", b"["), ("2024-", b"2024-"), ("days from ", b"days from ")):
        for size in (2_000, 16_000, 500_000):
            yield Policy(f"{size} bytes of {name} in an expression",
                         HEAD + RULES[:-24] + b', when: "' + times(text, size) + b'", grants: {return: {}}}\n', None, 7)
    keys = b"".join(b"  n%d: {zh: a, en: b}\n" % number for number in range(30_000))
    yield Policy("30,000 names that name nothing", HEAD + b"names:\n" + keys + RULES, None)
    rules = b"".join(b'  - {id: "%d", title: {zh: a, en: b}, when: fault.confrmed, grants: {return: {}}}\n' % number
                     for number in range(10_000))
    yield Policy("10,000 rules with a slip each", HEAD + b"rules:\n" + rules, {"SB2004", "SB1004", "SB1005"})
    deep = b"".join(b" " * level + b"a:\n" for level in range(1, 900))
    yield Policy("900 levels", HEAD + b"names:\n" + deep + RULES, {"SB1004"})
    # A chain of values, each twice the one before: shared, not written out.
    chain = b"values:\n  v0: purchase.price\n" + b"".join(b"  v%d: v%d + v%d\n" % (n, n - 1, n - 1) for n in range(1, 60))
    yield Policy("values doubled sixty times", HEAD + b"currency: CNY\nround: {to: 0.01, mode: half_up}\n" + chain +
                 b'rules:\n  - {id: "1", title: {zh: a, en: b}, grants: {return: {pays: {refund: v59}}}}\n', None)
    texts = b"values:\n  v0: fault.component\n" + b"".join(
        b"  v%d: if goods.intact then v%d else first(v%d, product.model)\n" % (n, n - 1, n - 1) for n in range(1, 60))
    yield Policy("texts that stand for each other sixty times", HEAD + texts +
                 b'rules:\n  - {id: "1", title: {zh: a, en: b}, when: v59 == "x", grants: {return: {}}}\n', None)


def half_told():
    """Claims as long as they may be that leave nearly everything to ask."""
    for category in ("mobile_phone", "fixed_phone", "bicycle", "microcomputer", "car", "other"):
        for filed in ({"filed_on": "2026-05-11", "requests": "any"}, {"requests": "any"}):
            claim = {"claim": filed, "product": {"category": category}, "repairs": [{}] * 1000, "exchanges": [{}] * 500}
            yield f"a {category} with a thousand repairs, {len(filed)} facts of the claim", json.dumps(claim)


# Name, the bytes of the line, the code, the second line being the broken one.
def claim_lines():
    for name, begin, middle in (("brackets", b'{"context":', b"["), ("braces", b"", b'{"a":'), ("text", b'{"context":"', b"x"),
                                ("escapes", b'{"context":"', b"\\u0041"), ("blanks", b"{}", b" "), ("digits", b'{"context":', b"9"),
                                ("NULs", b"", b"\0"), ("half characters", b'{"context":"', b"\xe7"),
                                ("numbers", b'{"context":[', b"1,"), ("quotes", b"", b'"'), ("backslashes", b'"', b"\\")):
        yield f"100 MB of {name}", begin, middle, 100 * MB
    yield "ten million brackets", b"", b"[", 10 * MB


class Program:
    def __init__(self, arguments):
        self.program, self.bounded = arguments.program, not arguments.unbounded
        self.all_rules = str(pathlib.Path(arguments.root) / "rules")
        self.rules = self.all_rules + "/vendors/hyundai-mp3.yaml"
        self.runs, self.faults, self.slowest, self.largest = 0, [], 0.0, 0

    def run(self, name, words):
        """Through files, so that a child that writes much waits for nobody."""
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            child = subprocess.Popen([self.program, *words], stdin=subprocess.DEVNULL, stdout=out, stderr=err)
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            out.seek(0)
            err.seek(0)
            done = Run(child.returncode, out.read(), err.read(), usage.ru_utime + usage.ru_stime, usage.ru_maxrss)
        self.runs += 1
        self.slowest, self.largest = max(self.slowest, done.seconds), max(self.largest, done.kilobytes)
        if self.bounded and (done.seconds > SECONDS or done.kilobytes > KILOBYTES):
            self.faults.append(f"{name}: {done.seconds:.2f} s and {done.kilobytes} kB")
        if done.status not in (0, 1):
            self.faults.append(f"{name}: ended with {done.status}: {done.err[-500:]!r}")
        if b"AddressSanitizer" in done.err or b"runtime error" in done.err:
            self.faults.append(f"{name}: {done.err[:500]!r}")
        return done

    def check(self, case, folder):
        file = folder / "huge.yaml"
        file.write_bytes(case.text)
        done = self.run(case.name, ["check", "--format", "json", str(file)])
        told = [json.loads(line) for line in (done.out + done.err).split(b"\n") if line.startswith(b"{")]
        errors = [fault for fault in told if fault["severity"] == "error"]
        if case.codes is None and case.line is None:
            if (done.status == 1) != bool(errors):
                self.faults.append(f"{case.name}: status {done.status} and {len(errors)} errors")
            return
        if not errors:
            self.faults.append(f"{case.name}: accepted")
        elif case.codes and errors[0]["code"] not in case.codes:
            self.faults.append(f"{case.name}: {errors[0]['code']} on line {errors[0]['line']}: {errors[0]['message'][:200]}")
        elif case.line is not None and case.line not in [error["line"] for error in errors]:
            self.faults.append(f"{case.name}: told on line {errors[-1]['line']}, not {case.line}: {errors[-1]['message'][:200]}")
        if len(done.out) + len(done.err) > 8 * MB:
            self.faults.append(f"{case.name}: {len(done.out) + len(done.err)} bytes of faults")

    def decide(self, name, begin, middle, size, folder):
        file = folder / "huge.jsonl"
        with file.open("wb") as out:
            out.write(GOOD + begin)
            block = middle * (MB // len(middle))
            for _ in range(size // len(block)):
                out.write(block)
            out.write(b"\n" + GOOD)
        done = self.run(name, ["decide", "--rules", self.rules, "--threads", "2", str(file)])
        lines = done.out.split(b"\n")[:-1]
        if len(lines) != 3 or lines[0] != lines[2] or b'"SB3001"' not in lines[1] or not lines[1].startswith(b'{"record":2,'):
            self.faults.append(f"{name}: {[line[:200] for line in lines[:4]]}")

    def ask(self, name, line, folder):
        file = folder / "claim.json"
        file.write_text(line + "\n", encoding="utf-8")
        done = self.run(name, ["decide", "--rules", self.all_rules, "--reasons", "full", str(file)])
        if done.status != 0 or b'"outcome"' not in done.out:
            self.faults.append(f"{name}: status {done.status}, {done.out[:200]!r}")
        file.unlink()

    def other_files(self, folder):
        """A calendar, a test file and a folder that are too much."""
        calendar = folder / "calendars"
        calendar.mkdir()
        (calendar / "cn.csv").write_bytes(b"# years: 2007-2026\ndate,kind,name\n" + times(b"2025-01-28,off,x\n", 20 * MB))
        policy = folder / "policy.yaml"
        policy.write_bytes(HEAD + b"clock: {zone: UTC, count_from: next_day, month_end: last_day, roll: next_working_day, calendar: cn}\n"
                           b"periods: {p: {from: purchase.sold_on, length: 7 days}}\n"
                           b'rules:\n  - {id: "1", title: {zh: a, en: b}, when: claim.filed_on in p, grants: {return: {}}}\n')
        if self.run("a calendar of 20 MB", ["check", str(folder / "policy.yaml")]).status != 1:
            self.faults.append("a calendar of 20 MB with every day twice: accepted")
        (calendar / "cn.csv").unlink()
        tests = folder / "policy.test.yaml"
        tests.write_bytes(b"sanbao_tests: 1\ncases:\n" + times(b"  - {name: a, expect: {outcome: denied}}\n", 20 * MB))
        if self.run("a test file of 20 MB", ["test", str(policy)]).status != 1:
            self.faults.append("a test file of 20 MB: accepted")


def main():
    parser = argparse.ArgumentParser(description="Gives enormous inputs to the program.")
    parser.add_argument("--program", required=True)
    parser.add_argument("--root", required=True)
    parser.add_argument("--unbounded", action="store_true")
    program = Program(parser.parse_args())
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for case in policies():
            program.check(case, folder)
        for case in claim_lines():
            program.decide(*case, folder)
        for case in half_told():
            program.ask(*case, folder)
        (folder / "huge.yaml").unlink()
        program.other_files(folder)
    print("\n".join(program.faults + [f"{program.runs} runs, {len(program.faults)} faults; the slowest took "
                                      f"{program.slowest:.2f} s, the largest {program.largest} kB"]))
    return 1 if program.faults else 0


if __name__ == "__main__":
    sys.exit(main())
