# SPDX-License-Identifier: Apache-2.0
"""Each call to the system fails in turn: the right error, nothing lost, nothing half-kept.

In: SANBAO_PRELOAD, the library of preload.cpp. For each call and each way to fail, the first, the second, … call of a
run fails, until none is left to fail. Claims come one by one, and in a file, where groups of them are brought to disk
while others are decided.
"""

import glob
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
SMALL = "900000"  # a group holds some of such segments


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


def fault(log, mark, call, turn, way):
    """What lets a run fail."""
    return {"LD_PRELOAD": os.environ["SANBAO_PRELOAD"], "SANBAO_FAULT": f"{call} {turn} {way}",
            "SANBAO_FAULT_UNDER": log, "SANBAO_FAULT_MARK": mark}


def wrong_status(status, words, happened, way):
    if not happened or way in HARMLESS:
        return f"ended with {status}: {words}" if status != 0 else ""
    reason = {"EIO": "input/output error", "ENOSPC": "no space left on device"}[way]
    return f"ended with {status} and said: {words}" if status != 3 or reason not in words else ""


def in_groups(folder, lines, expected, call, turn, way, *words):
    """A new log, claims from a file; the words are options of the run. The words of what is wrong, or ''; whether there
    was such a call; how many decisions were released."""
    log = os.path.join(folder, "log")
    mark = os.path.join(folder, "mark")
    source = os.path.join(folder, "claims.jsonl")
    shutil.rmtree(log, ignore_errors=True)
    if os.path.exists(mark):
        os.remove(mark)
    with open(source, "w", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in lines)
    done = logs.run(*logs.command(log, *words, source), env=fault(log, mark, call, turn, way))
    happened = os.path.exists(mark)
    answers = done.stdout.splitlines()
    if wrong := wrong_status(done.returncode, done.stderr, happened, way):
        return wrong, happened, 0
    if done.returncode == 0 and answers != expected:
        return f"{len(answers)} answers of another kind", happened, 0
    if wrong := logs.mended(log):
        return wrong, happened, 0
    kept = logs.decisions(log)
    if kept[:len(answers)] != answers or kept != expected[:len(kept)]:
        return f"{len(answers)} decisions were released, and {len(kept)} are kept", happened, 0
    return "", happened, len(answers)


def all_in_groups(folder, counts):
    """Every write and every sync of a run over some groups. Until the first group is synced, nothing is released."""
    lines = logs.claims(2000, note=2500)
    expected = logs.decide(lines)
    failures = []
    before_claims = 0
    while in_groups(folder, [], [], "sync", before_claims + 1, "EIO")[1]:
        before_claims += 1
    groups = set()
    few_groups = set()

    def one_by_one(lines, expected, released, call, way, *words):
        """The first, the second, … call; how many decisions each let go."""
        turn = 1
        while True:
            wrong, happened, count = in_groups(folder, lines, expected, call, turn, way, *words)
            if not happened and not wrong:
                return
            if call == "sync" and way == "EIO":
                released.add(count)
                if turn <= before_claims + 1 and count > 0 and "none" not in words:
                    wrong = f"{count} decisions were released before they were on disk"
            if wrong:
                failures.append(f"{' '.join(('in groups', *words))}, {call} {turn} {way}: {wrong}")
            if not happened:
                return
            kind = "in small segments" if words else "in groups"
            counts[kind] = counts.get(kind, 0) + 1
            turn += 1

    for call, ways in (("sync", ("EIO", "EINTR")), ("write", ("EIO", "short"))):
        for way in ways:
            one_by_one(lines, expected, groups, call, way)
    if len(groups) < 3:
        failures.append(f"there were no groups: {groups}")
    # Segments begin in the middle of a group: what is behind a failure is taken back over their ends.
    few = 1200
    for mode in ("group", "none"):
        for call, ways in WAYS.items():
            for way in ways:
                one_by_one(lines[:few], expected[:few], few_groups, call, way, "--durability", mode, "--segment-size", SMALL)
    if len(few_groups) < 2:
        failures.append(f"there were no groups of small segments: {few_groups}")
    return failures


def left_unsynced(folder):
    """What a run that syncs nothing left is brought to disk by the next that does, before it takes a claim: each segment,
    each text and their names. The words of what is wrong, or ''."""
    log = os.path.join(folder, "log")
    mark = os.path.join(folder, "mark")

    def syncs():
        """How many there are of a run without claims."""
        turn = 0
        while True:
            if os.path.exists(mark):
                os.remove(mark)
            turn += 1
            logs.run(*logs.command(log, "--durability", "group"), env=fault(log, mark, "sync", turn, "EINTR"))
            if not os.path.exists(mark):
                return turn - 1

    shutil.rmtree(log, ignore_errors=True)
    lines = "\n".join(logs.claims(40)) + "\n"
    logs.run(*logs.command(log, "--durability", "none"), stdin=lines)
    one = syncs()
    shutil.rmtree(log)
    logs.run(*logs.command(log, "--durability", "none", "--segment-size", "1500"), stdin=lines)
    segments = len(glob.glob(os.path.join(log, "0*.jsonl")))
    many = syncs()
    if segments < 10 or many - one != segments - 1:
        return f"of {segments} segments {many - one} more are synced than of one"
    return ""


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
    status, answers, words = asked_one_by_one(log, mode, fault(log, mark, call, turn, way))
    happened = os.path.exists(mark)
    if wrong := wrong_status(status, words, happened, way):
        return wrong, happened
    if answers != expected[:len(answers)] or (status == 0 and answers != expected):
        return f"{len(answers)} answers of another kind", happened
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
        failures += all_in_groups(folder, counts)
        if wrong := left_unsynced(folder):
            failures.append(f"left unsynced: {wrong}")
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
