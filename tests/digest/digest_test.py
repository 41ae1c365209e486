#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Decisions on 100,000 claims, byte for byte, whatever the threads, the locale and the time zone.

In: the program, the maker of claims, the tree. Out: what differs from hyundai.digests, and exit status 1. What is hashed is
the output of `decide --reasons full`, without the digests of files and the version of the program: these may change, no
decision may. Whoever runs --update answers for every decision that changed.

    digest_test.py --program build/release/sanbao --maker build/release/tests/digest/digest_claims --root . [--count N]
    digest_test.py ... --whole       all of the claims in every locale and time zone, not the first 2,000
    digest_test.py ... --update      rewrites hyundai.digests
    digest_test.py ... --print       one run, and its digests; scripts/digests compares those of several builds
"""

import argparse
import hashlib
import itertools
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from surroundings import make_locales, surroundings

FILE_DIGEST = re.compile(rb'"sha256:[0-9a-f]{64}"')
ENGINE = re.compile(rb',"engine":"[^"]*"\}$')
COUNTS = [2_000, 100_000]
HEAD = """\
# SHA-256 of what `sanbao decide --reasons full` writes for the first so many claims of make_claims.cpp under
# rules/vendors/hyundai-mp3.yaml, the digests of files and the version left out. Rewritten by digest_test.py --update,
# and whoever does so answers for every decision that changed.
"""


class Trial:
    def __init__(self, arguments, folder):
        self.program, self.folder = arguments.program, pathlib.Path(folder)
        self.rules = str(pathlib.Path(arguments.root) / "rules/vendors/hyundai-mp3.yaml")
        self.counts = [count for count in COUNTS if count <= arguments.count]
        self.claims = self.folder / "claims.jsonl"
        with self.claims.open("wb") as file:
            subprocess.run([arguments.maker, str(self.counts[-1])], stdout=file, check=True)
        self.few = self.folder / "few.jsonl"
        with self.claims.open("rb") as whole, self.few.open("wb") as file:
            file.writelines(itertools.islice(whole, COUNTS[0]))
        self.locales = make_locales(self.folder)

    def digests(self, claims, counts, threads, settings=None):
        """The digest after each of these counts of claims."""
        child = subprocess.Popen(
            [self.program, "decide", "--rules", self.rules, "--reasons", "full", "--threads", str(threads), str(claims)],
            stdout=subprocess.PIPE, env=dict(os.environ, **(settings or {})))
        running, found, number = hashlib.sha256(), {}, 0
        for line in child.stdout:
            line = ENGINE.sub(b"}", FILE_DIGEST.sub(b'""', line.rstrip(b"\n")))
            running.update(line + b"\n")
            number += 1
            if number in counts:
                found[number] = running.hexdigest()
        if child.wait() != 0 or number != counts[-1]:
            raise SystemExit(f"{self.program} ended with {child.returncode} after {number} of {counts[-1]} claims")
        return found


def expected(file):
    rows = (line.split() for line in file.read_text(encoding="ascii").splitlines() if not line.startswith("#"))
    return {int(count): digest for count, digest in rows}


def main():
    parser = argparse.ArgumentParser(description="Holds decisions to the digest in the tree.")
    parser.add_argument("--program", required=True)
    parser.add_argument("--maker", required=True)
    parser.add_argument("--root", required=True)
    parser.add_argument("--count", type=int, default=COUNTS[-1])
    parser.add_argument("--whole", action="store_true")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--print", action="store_true")
    arguments = parser.parse_args()
    file = pathlib.Path(arguments.root) / "tests/digest/hyundai.digests"

    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(arguments, folder)
        found = trial.digests(trial.claims, trial.counts, 2)
        if arguments.print or arguments.update:
            text = "".join(f"{count} {digest}\n" for count, digest in found.items())
            print(text, end="")
            if arguments.update:
                file.write_text(HEAD + text, encoding="ascii")
            return 0

        kept, faults = expected(file), []
        if list(kept) != COUNTS:
            raise SystemExit(f"{file} holds digests of {list(kept)}, not of {COUNTS} claims")
        for threads in (2, 1):
            found = found if threads == 2 else trial.digests(trial.claims, trial.counts, threads)
            faults += [f"{threads} threads, the first {count} claims: {digest}" for count, digest in found.items()
                       if digest != kept[count]]
        runs = 0
        claims, counts = (trial.claims, trial.counts) if arguments.whole else (trial.few, COUNTS[:1])
        for threads, settings in surroundings(trial.locales):
            runs += 1
            faults += [f"{threads} threads, {settings}, the first {count} claims: {digest}"
                       for count, digest in trial.digests(claims, counts, threads, settings).items()
                       if digest != kept[count]]
        print("\n".join(faults + [f"{trial.counts[-1]} claims with 1 and 2 threads, {counts[-1]} in {runs} surroundings"
                                  f"{'' if trial.locales else ' (no locales to be made)'}: {len(faults)} differ"]))
        return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
