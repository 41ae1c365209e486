# SPDX-License-Identifier: Apache-2.0
"""Threads never change a byte: order, errors, long outputs, memory (docs/records.md §4)."""

import os
import resource
import subprocess
import unittest

import program
from program import Case, claim, decide, full_claim, records


def mixed_claims(count):
    """Claims of all kinds, large and small ones, some that cannot be read, some blank lines."""
    lines = []
    for i in range(count):
        kind = i % 11
        if kind == 3:
            lines.append(b'{"claim":{"id":"n%d"' % i)
        elif kind == 5:
            lines.append(b'{"product":{"brand":"x"}}')
        elif kind == 7:
            lines.append(b"" if i % 2 else b"  \r")
        elif kind == 9:
            lines.append(full_claim("n%d" % i, context={"padding": "x" * (i * 7 % 20_000)}))
        else:
            lines.append(full_claim("n%d" % i, filed_on="2024-05-%02d" % (1 + i % 30)))
    return b"\n".join(lines)


class Threads(Case):
    def test_the_same_bytes_for_any_number(self):
        claims = mixed_claims(2500)
        self.assertGreater(len(claims), 2 * 1024 * 1024)  # well beyond what one thread decides alone
        for reasons, numbers in (("codes", ("2", "3", "64")), ("full", ("4",))):
            one = decide(claims, "--threads", "1", "--reasons", reasons)
            self.assert_status(one, 1)
            expected = sum(1 for line in claims.split(b"\n") if line.strip())
            self.assertEqual(len(records(one.out)), expected)
            for number in numbers:
                many = decide(claims, "--threads", number, "--reasons", reasons)
                self.assert_status(many, 1)
                self.assertTrue(one.out == many.out, (reasons, number))
            self.assertTrue(one.out == decide(claims, "--reasons", reasons).out)

    def test_records_stay_in_order(self):
        names = ["n%d" % i for i in range(20000)]
        done = decide(b"\n".join(map(claim, names)), "--threads", "4", "--reasons", "none")
        self.assert_status(done, 0)
        self.assertEqual([record["claim"] for record in records(done.out)], names)

    @unittest.skipIf(os.environ.get("SANBAO_SANITIZE"), "sanitizers keep what is freed")
    def test_memory_does_not_grow_with_the_input(self):
        # Half a kilobyte in, twelve out: what is decided ahead of its turn must stay bounded too.
        path = self.write("claims", b"".join(full_claim("n%d" % i) + b"\n" for i in range(6_000)))
        with open(os.path.join(self.folder, "out"), "wb") as out:
            done = subprocess.run([program.PROGRAM, "decide", "--rules", program.HYUNDAI, "--threads", "4",
                                   "--reasons", "full", path], stdout=out, timeout=600)
        self.assertEqual(done.returncode, 0)
        self.assertLess(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, 100 * 1024)
        self.assertGreater(os.path.getsize(out.name), 50 * 1024 * 1024)

    def test_a_failure_ends_all_threads(self):
        claims = self.write("claims", mixed_claims(2500))
        with open("/dev/full", "wb") as full:
            done = subprocess.run([program.PROGRAM, "decide", "--rules", program.HYUNDAI, "--threads", "8",
                                           claims], stdout=full, stderr=subprocess.PIPE, timeout=60)
        self.assertEqual(done.returncode, 3)
        self.assertEqual(done.stderr.decode(), "sanbao: cannot write to standard output: no space left on device\n")


if __name__ == "__main__":
    unittest.main()
