# SPDX-License-Identifier: Apache-2.0
"""Each call to the system fails in turn: the right error, nothing lost, nothing half-kept.

In: SANBAO_PRELOAD, the library of preload.cpp. For each call and each way to fail, the first, the second, … call of a
run fails, until none is left to fail.
"""

import os
import shutil
import subprocess
import sys
import tempfile

import logs

LINES = logs.claims(6)
WAYS = {"write": ("EIO", "ENOSPC", "EINTR", "short"), "sync": ("EIO", "ENOSPC", "EINTR"),
        "open": ("EIO", "ENOSPC", "EINTR"), "rename": ("EIO", "ENOSPC"), "cut": ("EIO", "EINTR")}
HARMLESS = ("EINTR", "short")


def asked_one_by_one(log, mode, env):
    """Claims handed in one at a time, each answer awaited: status, answers, words."""
    program = subprocess.Popen(logs.command(log, "--durability", mode, "--segment-size", "1500"), text=True,
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               env={**os.environ, **env})
    answers = []
    try:
        for line in LINES:
            program.stdin.write(line + "\n")
            program.stdin.flush()
            answer = program.stdout.readline()
            if not answer:
                break
            answers.append(answer.rstrip("\n"))
    except BrokenPipeError:
        pass
    rest, words = program.communicate()
    answers += rest.splitlines()
    return program.returncode, answers, words


def fail_at(folder, expected, call, turn, way, mode):
    """One run in which one call fails. The words of what is wrong, or ''; whether there was such a call."""
    log = os.path.join(folder, "log")
    mark = os.path.join(folder, "mark")
    shutil.rmtree(log, ignore_errors=True)
    if os.path.exists(mark):
        os.remove(mark)
    # A log that was begun and ends in a torn record: opening it has something to cut.
    before = logs.claims(2, first=100)
    logs.run(*logs.command(log), stdin="\n".join(before) + "\n")
    with open(os.path.join(log, "000000000001.jsonl"), "a", encoding="utf-8") as file:
        file.write('{"seq":4,"previous"')
    kept_before = logs.decisions(log)
    # Its texts are gone, so that they are written again.
    shutil.rmtree(os.path.join(log, "texts"))
    status, answers, words = asked_one_by_one(log, mode, {
        "LD_PRELOAD": os.environ["SANBAO_PRELOAD"], "SANBAO_FAULT": f"{call} {turn} {way}",
        "SANBAO_FAULT_UNDER": log, "SANBAO_FAULT_MARK": mark})
    happened = os.path.exists(mark)
    harmless = not happened or way in HARMLESS
    if harmless and (status != 0 or answers != expected):
        return f"ended with {status} and {len(answers)} answers: {words}", happened
    if not harmless:
        reason = {"EIO": "input/output error", "ENOSPC": "no space left on device"}[way]
        if status != 3 or reason not in words:
            return f"ended with {status} and said: {words}", happened
        if answers != expected[:len(answers)]:
            return "answers of another kind", happened
    if wrong := logs.mended(log):
        return wrong, happened
    kept = logs.decisions(log)
    if kept[:len(kept_before)] != kept_before:
        return "what an earlier run kept is gone", happened
    kept = kept[len(kept_before):]
    if kept[:len(answers)] != answers or kept != expected[:len(kept)]:
        return f"{len(answers)} decisions were released, and {len(kept)} are kept", happened
    return "", happened


def main():
    folder = tempfile.mkdtemp(prefix="sanbao-faults-")
    failures = []
    counts = {}
    try:
        expected = logs.decide(LINES)
        for mode in ("record", "group", "none"):
            for call, ways in WAYS.items():
                for way in ways:
                    turn = 1
                    while True:
                        wrong, happened = fail_at(folder, expected, call, turn, way, mode)
                        if wrong:
                            failures.append(f"{call} {turn} {way}, {mode}: {wrong}")
                        if not happened:
                            break
                        counts[call] = counts.get(call, 0) + 1
                        turn += 1
    finally:
        shutil.rmtree(folder)
    print(", ".join(f"{call} {count}" for call, count in counts.items()), "faults injected")
    for failure in failures[:20]:
        print(failure)
    # Each kind of call was there to fail: else this test looks at nothing.
    missing = [call for call in WAYS if not counts.get(call)]
    if missing:
        print("never called:", *missing)
    return 1 if failures or missing else 0


if __name__ == "__main__":
    sys.exit(main())
