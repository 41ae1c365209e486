# SPDX-License-Identifier: Apache-2.0
"""Programs killed while they append: nothing that was released is lost, and the chain is whole.

Claims come in a file, where a release is a megabyte of decisions, or through a narrow pipe, where it is some claims. Where
each record is synced by itself the first megabyte takes seconds, so there they always come through the pipe.

    kill_test.py [--kills 1000] [--seed 1]       so many kills in each of the three durabilities
"""

import argparse
import fcntl
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

import logs

MODES = ("record", "group", "none")


def narrow_pipe(path):
    """What copies a file into a pipe that holds one page, and the end to read it from."""
    end, into = os.pipe()
    fcntl.fcntl(into, fcntl.F_SETPIPE_SZ, 4096)
    copier = subprocess.Popen(["cat", path], stdout=into)
    os.close(into)
    return copier, os.fdopen(end, "rb")


def kill_once(folder, lines, expected, mode, chance):
    """One run killed at some moment. The words of what is wrong, or ''; and how many were released."""
    log = os.path.join(folder, "log")
    before = logs.decisions(log) if os.path.isdir(log) else []
    output = os.path.join(folder, "out.jsonl")
    chance_to_wait = chance.random() < 2 / 3
    copier, source = None, None
    if mode == "record" or chance.random() < 1 / 3:
        copier, source = narrow_pipe(lines)
    with source or open(lines, "rb") as source, open(output, "wb") as out:
        program = subprocess.Popen(logs.command(log, "--durability", mode, "--segment-size", "300000"), stdin=source,
                                   stdout=out)
        # Two of three wait a while for the first release, so that a slow machine is not killed before it begins.
        patience = time.monotonic() + 1
        while chance_to_wait and os.path.getsize(output) == 0 and time.monotonic() < patience:
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.05 if chance_to_wait else 0.25))
        program.kill()
        program.wait()
    if copier:
        copier.wait()
    # The last line may end within a character.
    with open(output, encoding="utf-8", errors="replace") as file:
        released = [line.rstrip("\n") for line in file if line.endswith("\n")]
    if wrong := logs.mended(log):
        return wrong, len(released)
    kept = logs.decisions(log)
    if kept[:len(before)] != before:
        return "what an earlier run kept is gone", len(released)
    kept = kept[len(before):]
    if kept[:len(released)] != released:
        return f"{len(released)} decisions were released, and {len(kept)} are kept", len(released)
    if kept != expected[:len(kept)]:
        return "the log holds other decisions than were made", len(released)
    return "", len(released)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--kills", type=int, default=100, help="in each durability")
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    chance = random.Random(given.seed)
    folder = tempfile.mkdtemp(prefix="sanbao-kill-")
    cut_short = dict.fromkeys(MODES, 0)
    released_in_all = dict.fromkeys(MODES, 0)
    try:
        lines = logs.claims(12000)
        expected = logs.decide(lines)
        source = os.path.join(folder, "claims.jsonl")
        with open(source, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
        for kill in range(given.kills):
            # A log takes three kills, in three durabilities, before a new one is begun.
            shutil.rmtree(os.path.join(folder, "log"), ignore_errors=True)
            for mode in MODES:
                wrong, released = kill_once(folder, source, expected, mode, chance)
                if wrong:
                    print(f"kill {kill + 1} ({mode}, seed {given.seed}): {wrong}")
                    return 1
                cut_short[mode] += 0 < released < len(expected)
                released_in_all[mode] += released
    finally:
        shutil.rmtree(folder)
    for mode in MODES:
        print(f"{mode}: {given.kills} kills, {cut_short[mode]} of them between the first and the last release; "
              f"{released_in_all[mode]} decisions released, none lost")
    return 0 if min(cut_short.values()) * 10 > given.kills else "the moments of the kills tell nothing"


if __name__ == "__main__":
    sys.exit(main())
