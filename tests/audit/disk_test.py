# SPDX-License-Identifier: Apache-2.0
"""A disk that is really full: a small tmpfs, where mounting is allowed. Status 77 where it is not.

It has room for more than one group (2 MiB of records, and what was decided with the last of them) and not for all of
them: in every mode decisions are released before it is full.
"""

import os
import shutil
import subprocess
import sys
import tempfile

import logs

SIZE = "5m"


def main():
    folder = tempfile.mkdtemp(prefix="sanbao-disk-")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=" + SIZE, "sanbao-test", folder], capture_output=True,
                             check=False)
    if mounted.returncode != 0:
        os.rmdir(folder)
        print("left out: no file system can be mounted here")
        return 77
    try:
        lines = logs.claims(12000)
        expected = logs.decide(lines)
        log = os.path.join(folder, "log")
        for mode in ("record", "group", "none"):
            shutil.rmtree(log, ignore_errors=True)
            subprocess.run(["mount", "-o", "remount,size=" + SIZE, folder], check=True)
            done = logs.run(*logs.command(log, "--durability", mode, "--segment-size", "100000"),
                            stdin="\n".join(lines) + "\n")
            answers = done.stdout.splitlines()
            if done.returncode != 3 or "no space left on device" not in done.stderr:
                print(mode, "ended with", done.returncode, done.stderr)
                return 1
            if not answers:
                print(mode, "released nothing before the disk was full")
                return 1
            if answers != expected[:len(answers)]:
                print(mode, "released what was not decided")
                return 1
            subprocess.run(["mount", "-o", "remount,size=16m", folder], check=True)
            if wrong := logs.mended(log):
                print(mode, wrong)
                return 1
            kept = logs.decisions(log)
            # What was not released was taken back, over the ends of segments too.
            if kept != answers:
                print(mode, f"{len(answers)} decisions were released, and {len(kept)} are kept")
                return 1
            print(f"{mode}: {len(answers)} decisions released and kept when the disk was full")
    finally:
        subprocess.run(["umount", folder], check=True)
        os.rmdir(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
