"""Sees that the table "Which clause needs which form" of docs/law.md is true of the shipped rules.

    forms.py ROOT

In: docs/law.md and rules/. Out: a line for each row whose form does not stand in its file, or whose clause is none of
the file's; exit status 1 where there is one. A ctest test.
"""

import pathlib
import re
import sys

HEAD = "| form | file | clause | what it is for |"


def rows(document):
    _, begun, rest = document.partition(HEAD)
    lines = rest.splitlines()[2:] if begun else []
    for line in lines:
        if not line.startswith("|"):
            return
        form, file, clause, _ = [cell.strip() for cell in line.strip("|").split("|")]
        yield form.strip("`"), file, clause


def clauses_of(policy):
    written = re.search(r"^clauses:\s*\[(.*?)\]", policy, re.M | re.S)
    return re.findall(r'"([^"]*)"', written[1]) if written else []


def faults(root):
    found = list(rows((root / "docs/law.md").read_text(encoding="utf-8")))
    if not found:
        yield f"docs/law.md: no table under {HEAD}"
    for form, file, clause in found:
        path = root / "rules" / f"{file}.yaml"
        if not path.is_file():
            yield f"{form}: there is no {path.relative_to(root)}"
            continue
        policy = path.read_text(encoding="utf-8")
        if form not in policy:
            yield f"{form}: does not stand in {path.relative_to(root)}"
        if clause not in clauses_of(policy):
            yield f"{form}: {clause} is no clause of {path.relative_to(root)}"


bad = list(faults(pathlib.Path(sys.argv[1])))
print("\n".join(bad) if bad else "every form stands where the table says")
sys.exit(1 if bad else 0)
