#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The JSON that the program reads, against the JSON that Python's own reader does.

In: the program and the tree. Out: the values on which the two differ, and exit status 1. Values stand in `context`, which
is checked for its form alone. The program is stricter in four things, and they are all that may differ:
NaN and Infinity (Python takes them), halves of surrogate pairs, a key twice in one object, more than 32 levels.

    json_test.py --program build/release/sanbao --root . [--count 30000] [--seed 1]
"""

import argparse
import json
import pathlib
import random
import subprocess
import sys
import tempfile

# No policy covers the goods, so that the answer itself takes no time.
BEFORE, AFTER = b'{"product":{"category":"other"},"context":', b"}"
PIECES = [b"{", b"}", b"[", b"]", b",", b":", b'"', b"\\", b"\\u", b"\\ud83d\\ude00", b"\\ud800", b"\\n", b"0", b"-", b"1.5",
          b"e", b"E+", b"e-9", b".", b"true", b"false", b"null", b"nul", b"NaN", b"Infinity", b"-Infinity", b" ", b"\t", b"\r",
          b"a", b'"k"', b'"k":', b"\xe7\x8e\xb0", b"\xe7\x8e", b"\xf0\x9f\x98\x80", b"\x80", b"\xff", b"\x00", b"\x1f", b"\x7f",
          b"\xc2\xa0", b"\xef\xbb\xbf", b"01", b"+", b"//", b"'", b"[]", b"{}", b"[[", b"]]", b"10000000000000000000000000"]


class Pairs(list):
    """An object as it was written: the last of two equal keys hides neither the first nor its value."""


def stricter(value, level=1):
    """The codes of what Python takes here and the program does not."""
    if isinstance(value, str):
        return {"SB3005"} if any(0xD800 <= ord(c) <= 0xDFFF for c in value) else set()
    if not isinstance(value, list):
        return set()
    codes = {"SB3004"} if level > 32 else set()
    if isinstance(value, Pairs):
        keys = [key for key, _ in value]
        if len(set(keys)) != len(keys):
            codes.add("SB3006")
        for key in keys:
            codes |= stricter(key)
        value = [item for _, item in value]
    for item in value:
        codes |= stricter(item, level + 1)
    return codes


def expected(text):
    """The codes that may refuse the record; empty: it must be read; None: it is another record than was meant."""
    constants = set()
    try:
        value = json.loads((BEFORE + text + AFTER).decode("utf-8"), parse_int=int_text, parse_float=int_text,
                           object_pairs_hook=Pairs, parse_constant=lambda _: constants.add("SB3003"))
    except ValueError:
        return {"SB3002", "SB3003", "SB3004", "SB3005"}
    if [key for key, _ in value] != ["product", "context"]:  # the value closed the record and went on
        return None
    return constants | stricter(value)


def int_text(_digits):
    """Numbers are looked at as JSON writes them, whatever their size."""
    return 0


def value(rng, level=0):
    """Any JSON value, as bytes, with blanks and escapes where they may stand."""
    blank = b" " * rng.choice([0, 0, 0, 1]) + b"\t" * rng.choice([0, 0, 0, 0, 1])
    kind = rng.randrange(8 if level < 5 else 6)
    if kind == 0:
        made = rng.choice([b"true", b"false", b"null"])
    elif kind == 1:
        made = str(rng.randint(-10**rng.randint(1, 30), 10**rng.randint(1, 30))).encode()
    elif kind == 2:
        made = b"%s%d.%d%s" % (rng.choice([b"", b"-"]), rng.randrange(1000), rng.randrange(10**6),
                               rng.choice([b"", b"e5", b"E-12", b"e+300"]))
    elif kind <= 5:
        made = text(rng)
    elif kind == 6:
        made = b"[" + b",".join(value(rng, level + 1) for _ in range(rng.randrange(4))) + b"]"
    else:
        made = b"{" + b",".join(b"%s%s:%s" % (text(rng), blank, value(rng, level + 1)) for _ in range(rng.randrange(4))) + b"}"
    return blank + made + blank


def text(rng):
    letters = [b"a", b"k", b"", b"\xe7\x8e\xb0", b"\xc3\xa9", b"\xf0\x9f\x98\x80", b"\\n", b"\\\\", b'\\"', b"\\/", b"\\u00e9",
               b"\\u0000", b"\\uD83D\\uDE00", b" ", b"\x7f", b"\\u006b"]
    return b'"' + b"".join(rng.choice(letters) for _ in range(rng.randrange(4))) + b'"'


def damaged(rng):
    made = bytearray(value(rng))
    for _ in range(rng.choice([0, 1, 1, 1, 2, 3])):
        at = rng.randrange(len(made) + 1)
        what = rng.randrange(3)
        if what == 0:
            made[at:at] = rng.choice(PIECES)
        elif what == 1:
            made[at:at + rng.randint(1, 3)] = b""
        else:
            made[at:at + 1] = rng.choice(PIECES)
    return bytes(made).replace(b"\n", b" ").replace(b"\r\n", b" ")


def main():
    parser = argparse.ArgumentParser(description="Compares the JSON that is read with Python's.")
    parser.add_argument("--program", required=True)
    parser.add_argument("--root", required=True)
    parser.add_argument("--count", type=int, default=30_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()

    rng = random.Random(arguments.seed)
    values, answers = [], []
    while len(values) < arguments.count:
        made = damaged(rng)
        codes = expected(made)
        if codes is not None:
            values.append(made)
            answers.append(codes)
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as file:
        file.write(b"".join(BEFORE + made + AFTER + b"\n" for made in values))
        file.flush()
        done = subprocess.run(
            [arguments.program, "decide", "--rules", str(pathlib.Path(arguments.root) / "rules/vendors/hyundai-mp3.yaml"),
             "--reasons", "none", file.name], stdout=subprocess.PIPE, timeout=600, check=False)
    printed = done.stdout.decode("utf-8").splitlines()
    if len(printed) != len(values):
        raise SystemExit(f"{len(values)} lines in, {len(printed)} out")

    differ = refused = 0
    for made, codes, output in zip(values, answers, printed):
        answer = json.loads(output)
        code = answer["error"]["code"] if "error" in answer else None
        refused += code is not None
        if (code is None) == (not codes) and (code is None or code in codes):
            continue
        differ += 1
        if differ <= 20:
            print(f"{made!r}: {code or 'read'}, Python: {' or '.join(sorted(codes)) or 'read'}")
    print(f"{len(values)} values, {refused} refused, {differ} differ")
    return 1 if differ or not refused or refused == len(values) else 0


if __name__ == "__main__":
    sys.exit(main())
