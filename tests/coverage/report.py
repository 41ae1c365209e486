"""Prints line coverage for each folder and every line that no test runs: report.py LINES.info

In: what `llvm-cov export -format=lcov` wrote, and not_run.txt beside this file, the functions whose lines are
left out and why. Out: a table of folders, the lines by function with their reason where one is written down,
and exit status 1 where a folder that decides falls below the bound, a function of one lacks a reason, or an
entry of not_run.txt is no longer true. scripts/coverage calls it.
"""

import collections
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
BOUND = 95  # per cent of lines, in the folders that decide
DECIDES = ["values", "parse", "check", "compile", "eval", "claims"]


class File:
    def __init__(self):
        self.lines = {}  # number -> how often it was run
        self.starts = {}  # first line of a function -> its name


def plain_name(demangled):
    """`sanbao::eval::Session::ask(int) const` -> `Session::ask`; empty for a lambda, which is part of another."""
    if "$_" in demangled or "lambda" in demangled:
        return ""
    depth = 0
    kept = ""
    for letter in demangled.replace("(anonymous namespace)::", ""):
        depth += letter == "<"
        if letter == "(" and depth == 0 and not kept.endswith("operator"):
            break
        if depth == 0:
            kept += letter
        depth -= letter == ">"
    parts = [part for part in kept.split()[-1].split("::") if part]
    kept = "::".join(part for part in parts if part not in ["sanbao", "ir", "base", *DECIDES])
    return kept.partition("[abi")[0]


def read_lines(path):
    files = collections.defaultdict(File)
    names = []
    for line in open(path, encoding="utf-8"):
        key, _, value = line.strip().partition(":")
        if key == "SF":
            try:
                file = files[str(pathlib.Path(value).resolve().relative_to(ROOT))]
            except ValueError:
                file = File()
        elif key == "FN":
            start, _, name = value.partition(",")
            names.append((file, int(start), name.rpartition(":")[2]))
        elif key == "DA":
            number, count = value.split(",")[:2]
            file.lines[int(number)] = max(int(count), file.lines.get(int(number), 0))
    told = subprocess.run(["c++filt"], input="\n".join(name for _, _, name in names), capture_output=True, text=True,
                          check=True).stdout.split("\n")
    for (file, start, _), demangled in zip(names, told):
        name = plain_name(demangled)
        if name:
            file.starts[start] = name
    return files


def folder_of(path):
    """`src/eval/x.cpp` -> eval; a public header counts where its source stands."""
    parts = path.split("/")
    if parts[0] == "src":
        return parts[1] if len(parts) > 2 else "src"
    if parts[:2] == ["include", "sanbao"]:
        return parts[2] if len(parts) > 3 else "include"
    return ""


def function_of(file, line):
    before = [start for start in file.starts if start <= line]
    return file.starts[max(before)] if before else "(no function)"


def spans(numbers):
    """[3, 4, 5, 9] -> 3-5, 9"""
    groups = []
    for number in numbers:
        if groups and groups[-1][1] == number - 1:
            groups[-1][1] = number
        else:
            groups.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in groups)


def read_reasons():
    """`file function: reason` a line; -> {(file, function): reason}"""
    reasons = {}
    for line in (pathlib.Path(__file__).parent / "not_run.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            place, _, reason = line.partition(": ")
            reasons[tuple(place.split())] = reason
    return reasons


def main():
    files = read_lines(sys.argv[1])
    reasons = read_reasons()
    faults = []

    total = collections.Counter()
    run = collections.Counter()
    left = collections.defaultdict(list)  # (file, function) -> lines
    for path, file in sorted(files.items()):
        folder = folder_of(path)
        if not folder:
            continue
        source = (ROOT / path).read_text(encoding="utf-8").split("\n")
        # A brace that closes a block behind its return is nothing to run.
        file.lines = {number: count for number, count in file.lines.items()
                      if [line.strip() for line in source[number - 1:number]] != ["}"]}
        total[folder] += len(file.lines)
        run[folder] += sum(1 for count in file.lines.values() if count)
        for number in sorted(number for number, count in file.lines.items() if not count):
            left[path, function_of(file, number)].append(number)

    print("lines that no test runs")
    for (path, function), numbers in left.items():
        print(f"{path}:{spans(numbers)}  {function}: {reasons.get((path, function), 'no reason written down')}")
    for path, function in left:
        if folder_of(path) in DECIDES and (path, function) not in reasons:
            faults.append(f"{path} {function}: no test runs it whole, and no reason stands in tests/coverage/not_run.txt")
    for path, function in reasons:
        if (path, function) not in left:
            faults.append(f"{path} {function}: stands in tests/coverage/not_run.txt, and is run or not there")

    print("\nfolder      lines    run        %")
    for folder in DECIDES + sorted(set(total) - set(DECIDES)):
        share = 10000 * run[folder] // max(total[folder], 1)
        print(f"{folder:<10} {total[folder]:>6} {run[folder]:>6}   {share // 100:>3}.{share % 100:02}")
        if folder in DECIDES and share < 100 * BOUND:
            faults.append(f"{folder}: below {BOUND} %")

    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


sys.exit(main())
