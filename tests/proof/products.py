#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks products of price, rate and days with Python's own integers.

In:  lines `price rate days step mode result` from `products_proof N --print`, price, step and
     result in minor units, the rate in parts of 10^9.
Out: status 0 where every result is right.
Never: believes the other second reckoning, the one in products_proof.cpp.

    products_proof 200000 --print | python3 tests/proof/products.py
    python3 tests/proof/products.py ./products_proof 200000
"""
import subprocess
import sys

GREATEST = 2**63 - 1


def rounded(dividend, divisor, mode):
    whole, rest = divmod(dividend, divisor)
    if mode == "up":
        return whole + (rest > 0)
    if mode == "down":
        return whole
    if 2 * rest == divisor:
        return whole + 1 if mode == "half_up" else whole + whole % 2
    return whole + (2 * rest > divisor)


def main(arguments):
    if arguments:
        program, count = arguments
        lines = subprocess.run(
            [program, count, "--print"], check=True, capture_output=True, text=True
        ).stdout.splitlines()
        assert len(lines) == int(count), f"{len(lines)} lines, not {count}"
    else:
        lines = sys.stdin.read().splitlines()
    wrong = 0
    for line in lines:
        price, rate, days, step, mode, result = line.split()
        units = rounded(int(price) * int(rate) * int(days), int(step) * 10**9, mode) * int(step)
        expected = str(units) if units <= GREATEST else "overflow"
        if result != expected:
            wrong += 1
            if wrong <= 10:
                print(f"{line}: expected {expected}")
    print(f"{len(lines)} products, {wrong} differ")
    return 1 if wrong or not lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
