# SPDX-License-Identifier: Apache-2.0
"""The example claims decided into a log and decided again: the same bytes, whatever the build and its surroundings.

In: the program and the tree. Out: what differs, and exit status 1. The claims of each folder of examples/claims are decided
by the policies they are about, all into one log, with 1 and 2 threads, in four locales and five time zones. Every log holds
the same bytes, and each is decided again where it was made. What the records say, without the digests of files and the
version of the program, is held to examples.digest.

    replay_test.py --program build/release/sanbao --root .
    replay_test.py ... --every     each locale in each time zone, not every third of these
    replay_test.py ... --once      in the surroundings of the caller alone
    replay_test.py ... --log DIR   decides again what another build left in DIR, here and far away, or leaves it there;
                                   scripts/digests
    replay_test.py ... --update    rewrites examples.digest; whoever does so answers for every decision that changed
"""

import argparse
import hashlib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from surroundings import FAR_AWAY, make_locales, surroundings

KEPT = pathlib.Path(__file__).with_name("examples.digest")
FILE_DIGEST = re.compile(rb'"sha256:[0-9a-f]{64}"')
ENGINE = re.compile(rb',"engine":"[^"]*"')
HEAD = """\
# SHA-256 of what the records of the example claims hold, claims and decisions, the digests of files and the version of the
# program left out. Rewritten by replay_test.py --update; whoever does so answers for every decision that changed.
"""


class Trial:
    def __init__(self, arguments):
        self.program = str(pathlib.Path(arguments.program).resolve())
        root = pathlib.Path(arguments.root)
        self.claims = [(file, self.rules_of(root, file.parent))
                       for file in sorted(root.glob("examples/claims/**/claims.jsonl"))]

    @staticmethod
    def rules_of(root, folder):
        if folder.parent.name == "cn":
            return root / "rules/cn"
        return next(root.glob(f"rules/*/{folder.name}.yaml"))

    def run(self, words, settings):
        return subprocess.run([self.program, *map(str, words)], capture_output=True, text=True, timeout=300, check=False,
                              env=dict(os.environ, **settings))

    def make(self, log, threads, settings):
        for file, rules in self.claims:
            done = self.run(["decide", "--rules", rules, "--log", log, "--durability", "none", "--threads", threads, file],
                            settings)
            if done.returncode not in (0, 1) or not done.stdout:
                raise SystemExit(f"{file}: decide ended with {done.returncode}: {done.stderr}")

    def replay(self, log, threads, settings):
        """What it tells where a record is not decided the same again, or nothing."""
        done = self.run(["replay", "--threads", threads, log], settings)
        return [] if done.returncode == 0 and " 0 differ" in done.stdout else [f"replay: {done.stdout}{done.stderr}"]


def records(log):
    lines = []
    for path in sorted(pathlib.Path(log).glob("0*.jsonl")):
        lines += path.read_bytes().splitlines(keepends=True)
    return lines


def content_digest(lines):
    running = hashlib.sha256()
    for line in lines:
        content = line[line.index(b'","', 90) + 2:]
        if not content.startswith(b'"rulebook"'):
            running.update(ENGINE.sub(b"", FILE_DIGEST.sub(b'""', content)))
    return running.hexdigest()


def main():
    parser = argparse.ArgumentParser(description="Holds the replay of the example claims to the digest in the tree.")
    parser.add_argument("--program", required=True)
    parser.add_argument("--root", required=True)
    parser.add_argument("--every", action="store_true")
    parser.add_argument("--once", action="store_true")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--log")
    arguments = parser.parse_args()
    trial, faults = Trial(arguments), []

    with tempfile.TemporaryDirectory() as folder:
        first = arguments.log or os.path.join(folder, "first")
        if not os.path.isdir(first):
            trial.make(first, 2, {})
        lines = records(first)
        found = content_digest(lines)
        if arguments.update:
            KEPT.write_text(HEAD + found + "\n", encoding="ascii")
            return 0
        if found != KEPT.read_text(encoding="ascii").splitlines()[-1]:
            faults.append(f"the records hold {found}, and not what examples.digest says")
        faults += trial.replay(first, 2, {})
        trials, again = [(1, {})], []
        if not arguments.once:
            everywhere = list(surroundings(make_locales(folder)))
            if arguments.log:
                # What another build left is decided again in one more place, far from home.
                again = [(2, settings) for _, settings in everywhere if (settings["LC_ALL"], settings["TZ"]) == FAR_AWAY]
            else:
                # Every third: all locales, all time zones, and 1 and 2 threads in turn.
                trials = everywhere[::1 if arguments.every else 3]
        for number, (threads, settings) in enumerate(trials):
            log = os.path.join(folder, str(number))
            trial.make(log, threads, settings)
            told = trial.replay(log, threads, settings)
            if records(log) != lines:
                told.append("another log")
            faults += [f"{threads} threads, {settings}: {what}" for what in told]
        for threads, settings in again:
            faults += [f"{threads} threads, {settings}: {what}" for what in trial.replay(first, threads, settings)]
    print("\n".join(faults + [f"{len(lines)} records, made and decided again in {1 + len(trials) + len(again)} surroundings: "
                              f"{len(faults)} faults"]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
