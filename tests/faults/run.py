"""Plants each fault of faults.txt alone and sees that a test fails.

    run.py [--write] [WORD...]   plants the faults whose sentence or file holds one of the words, by default all
    run.py --write --new         plants those that nothing has caught yet
    run.py --check               only sees that every fault can still be planted; a ctest test

In: faults.txt beside this file, the tree as it stands. Out: for each fault the test that caught it; exit status 1
where one survives or does not compile. --write puts the table into tests/README.md, where the last catch of each
stands: it is tried first. The tree is copied to build/faults and built there as release, only what a fault changes
being built again; the tree itself is left alone. scripts/faults calls it.
"""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
TABLE = ROOT / "tests/README.md"
NOT_YET = "not yet run"
BEGIN = "| fault | file | caught by |\n|---|---|---|\n"
TREE = ROOT / "build/faults"
TARGETS = ["sanbao_cli", "sanbao_unit"]


class Fault:
    def __init__(self, sentence):
        self.sentence = sentence
        self.file = ""
        self.old = []
        self.new = []

    def plant(self, text):
        return text.replace("\n".join(self.old), "\n".join(self.new))


def read_faults():
    faults = []
    for line in (pathlib.Path(__file__).parent / "faults.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            faults.append(Fault(line[3:]))
        elif line.startswith("-"):
            faults[-1].old.append(line[1:])
        elif line.startswith("+"):
            faults[-1].new.append(line[1:])
        elif line and not line.startswith("#"):
            faults[-1].file = line
    return faults


def read_table():
    """sentence -> the test that caught it, as tests/README.md has it"""
    text = TABLE.read_text(encoding="utf-8")
    _, begun, rest = text.partition(BEGIN)
    rows = {}
    for line in rest.splitlines() if begun else []:
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) != 5:
            break
        rows[cells[1]] = cells[3]
    return rows


def write_table(faults, caught):
    text = TABLE.read_text(encoding="utf-8")
    before, begun, rest = text.partition(BEGIN)
    if not begun:
        sys.exit(f"{TABLE}: no table of faults to write")
    behind = rest.splitlines(keepends=True)
    while behind and behind[0].startswith("|"):
        behind.pop(0)
    rows = [f"| {fault.sentence} | `{fault.file}` | {caught.get(fault.sentence, NOT_YET)} |\n" for fault in faults]
    TABLE.write_text(before + BEGIN + "".join(rows + behind), encoding="utf-8")


def check(faults):
    """What keeps the list from rotting: each old text stands exactly once, each fault has its row."""
    bad = []
    for fault in faults:
        path = ROOT / fault.file
        count = path.read_text(encoding="utf-8").count("\n".join(fault.old)) if fault.old and path.is_file() else 0
        if count != 1:
            bad.append(f"{fault.file}: {fault.sentence}: what it changes stands there {count} times")
    sentences = [fault.sentence for fault in faults]
    bad += [f"two faults of one name: {sentence}" for sentence in set(sentences) if sentences.count(sentence) > 1]
    rows = list(read_table())
    if rows != sentences:
        differ = set(rows) ^ set(sentences) or {"their order"}
        bad += [f"tests/README.md and faults.txt differ: {sentence}" for sentence in sorted(differ)]
    return bad


def copy_tree():
    """What git knows of or would add; a file that is there alike keeps its time, so that it is not built again."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT,
                            check=True, capture_output=True, text=True).stdout.split("\0")
    wanted = {name for name in listed if name and (ROOT / name).is_file()}
    for name in wanted:
        target = TREE / name
        if not target.is_file() or target.read_bytes() != (ROOT / name).read_bytes():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target)
    for path in TREE.rglob("*"):
        name = path.relative_to(TREE)
        if path.is_file() and name.parts[0] != "build" and str(name) not in wanted:
            path.unlink()


def quietly(command, **options):
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          encoding="utf-8", errors="replace", **options)


def build():
    return quietly([str(TREE / "scripts/build"), "release", *TARGETS])


def first_failure(*chosen):
    """The first test that fails, with the case inside it; empty where all pass."""
    done = quietly(["ctest", "--test-dir", str(TREE / "build/release"), "--stop-on-failure", "--output-on-failure", "--timeout", "300",
                    *chosen])
    failed = re.search(r"Test +#\d+: (\S+) .*\*\*\*(\S+)", done.stdout)
    if not failed:
        return "" if done.returncode == 0 else "ctest: " + done.stdout[-300:]
    inside = re.search(r"^TEST CASE:\s+(.*)|^FAIL\s+\S+\s+(.*)|^(?:FAIL|ERROR): (\S+)", done.stdout, re.M)
    name = next(filter(None, inside.groups()), "") if inside else ""
    if failed[2].startswith("Timeout"):
        name = "takes too long"
    return failed[1] + (f": {name.strip()}" if name else "")


def seek(likely):
    """The likely tests first, then the cases, then the unit tests and commands. Not the random claims of
    case.outside: a fault is to be caught by a test that is about it, and within a minute."""
    ways = [["-R", f"^({'|'.join(likely)})$"]] if likely else []
    for way in [*ways, ["-R", r"^case\."], ["-L", "^(unit|case)$"]]:
        found = first_failure(*way, "-E", r"^(case\.outside|columns\..*)$")
        if found:
            return found
    return ""


def plant(fault, last):
    """The test that caught it and, where none did, what is the matter."""
    path = TREE / fault.file
    text = path.read_text(encoding="utf-8")
    # The head of a source names its tests.
    likely = [last] if last else ["unit." + name for name in re.findall(r"tests/unit/(\w+)_test\.cpp", text)]
    if text.count("\n".join(fault.old)) != 1:
        return "", "CANNOT BE PLANTED: see --check"
    try:
        path.write_text(fault.plant(text), encoding="utf-8")
        built = build()
        if built.returncode:
            return "", "DOES NOT COMPILE: " + " ".join(re.findall(r"error: .*", built.stdout)[:1])
        return seek(likely), "SURVIVES"
    finally:
        path.write_text(text, encoding="utf-8")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--check", action="store_true")
    arguments.add_argument("--write", action="store_true")
    arguments.add_argument("--new", action="store_true")
    arguments.add_argument("words", nargs="*")
    options = arguments.parse_args()
    faults = read_faults()
    if options.check:
        bad = check(faults)
        print("\n".join(bad) if bad else f"{len(faults)} faults can be planted")
        return 1 if bad else 0

    caught = read_table()
    chosen = [fault for fault in faults
              if (not options.words or any(word in fault.sentence + fault.file for word in options.words))
              and not (options.new and caught.get(fault.sentence, NOT_YET) != NOT_YET)]
    survivors = 0
    os.nice(10)
    copy_tree()
    built = build()
    if built.returncode:
        sys.exit(built.stdout[-4000:])
    for number, fault in enumerate(chosen, 1):
        begun = time.monotonic()
        found, trouble = plant(fault, caught.get(fault.sentence, NOT_YET).partition(":")[0].removeprefix(NOT_YET))
        if found:
            caught[fault.sentence] = found
        survivors += not found
        print(f"{number}/{len(chosen)}  {fault.sentence}\n    {found or trouble}  ({time.monotonic() - begun:.0f} s)",
              flush=True)
        if options.write:
            write_table(faults, caught)
    # Whatever caught a fault must pass without one.
    catching = {caught[fault.sentence].partition(":")[0] for fault in chosen if fault.sentence in caught}
    build()
    sound = first_failure("-R", f"^({'|'.join(sorted(catching))})$") if catching else ""
    if sound:
        print(f"{sound} fails without any fault")
    print(f"{len(chosen) - survivors} of {len(chosen)} faults caught")
    return 1 if survivors or sound else 0


sys.exit(main())
