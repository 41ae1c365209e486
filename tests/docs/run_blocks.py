#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the fenced blocks of a Markdown document, so that what it shows is what happens.

In: one document, the program, the compiler. Out: a difference for each block that is not true, and
exit status 1. Never writes into the tree, but for --update, which rewrites the shown output.

    run_blocks.py --root TREE --program build/release/sanbao [--compiler c++] [--update] DOCUMENT

A block is run by its language; an HTML comment on the line above it, which a reader never sees, says
more where more is needed: <!-- test: WORD... -->. tests/docs/README.md lists the words.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from blocks import Block, read_blocks
from policy_blocks import complete_policy

TIME_LIMIT = 120  # seconds; a command that waits for input would wait for ever


class Failure(Exception):
    """What a block shows is not what happens."""


class Runner:
    """The blocks of one document share a folder: what one writes, the next can read."""

    def __init__(self, arguments, folder):
        self.root = pathlib.Path(arguments.root).resolve()
        self.program = pathlib.Path(arguments.program).resolve()
        self.compiler = arguments.compiler
        self.update = arguments.update
        self.folder = folder
        # The tree's own paths work in commands, and nothing is written into the tree.
        for entry in self.root.iterdir():
            if entry.name not in (".git", "build"):
                (folder / entry.name).symlink_to(entry)
        for place in ("build/release", "bin"):
            (folder / place).mkdir(parents=True)
            (folder / place / "sanbao").symlink_to(self.program)
        self.environment = {
            "PATH": f"{folder / 'bin'}:/usr/bin:/bin",
            "HOME": str(folder),
            "LC_ALL": "C.UTF-8",
            "NO_COLOR": "1",
        }
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS"):
            if name in os.environ:
                self.environment[name] = os.environ[name]

    def shell(self, command):
        """Status and everything a command says, in the order it says it."""
        done = subprocess.run(
            ["bash", "-c", command], cwd=self.folder, env=self.environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            timeout=TIME_LIMIT, check=False)
        return done.returncode, done.stdout.decode("utf-8", "replace")

    def run(self, block):
        """Runs one block. True where it was a test, False where nothing is to be run."""
        words = block.words
        if words[:1] == ["skip"]:
            return False
        if words[:1] == ["file"]:
            if len(words) != 2:
                raise Failure("`file` takes one name")
            path = self.folder / words[1]
            if path.is_symlink() or self.folder not in path.resolve().parents:
                raise Failure(f"`{words[1]}` would be written into the tree")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
            if block.language != "yaml" or path.name.endswith(".test.yaml"):
                return False
            return self.run_yaml(block, whole=True)
        if block.language == "console":
            return self.run_console(block)
        if block.language == "sh":
            return self.run_shell(block)
        if block.language == "yaml":
            return self.run_yaml(block, whole=False)
        if block.language == "cpp" and words[:1] == ["compile"]:
            return self.run_cpp(block)
        if block.language in ("json", "jsonl"):
            return self.run_json(block)
        if words:
            raise Failure(f"no such test for a `{block.language}` block: {' '.join(words)}")
        return False

    def run_console(self, block):
        """`$ command` lines, each followed by what it prints. A line `…` stands for any lines."""
        steps, shown = read_console(block.text)
        expected = 0
        if block.words:
            if len(block.words) != 2 or block.words[0] != "exit" or not block.words[1].isdigit():
                raise Failure("a console block knows `exit STATUS` and `skip`")
            expected = int(block.words[1])
        if not steps:
            raise Failure("a console block without a line `$ command`")
        status, made, wrong = 0, [], []
        for command, output in zip(steps, shown):
            if status != 0:
                wrong.append(f"`{steps[len(made) - 1]}` ended with {status}, and more follows")
                break
            status, said = self.shell(command)
            said = [line.rstrip() for line in said.splitlines()]
            made.append((command, output, said))
            if not matches(output, said):
                wrong.append(f"$ {command}\n" + difference(output, said))
        if status != expected:
            said = "\n".join(made[-1][2])
            wrong.append(f"`{made[-1][0]}` ended with {status}, expected {expected}\n{said}")
        if self.update and len(made) == len(steps):
            block.replacement = "".join(
                f"$ {command}\n" + "".join(line + "\n" for line in
                                           (output if matches(output, said) else said))
                for command, output, said in made)
            wrong = [text for text in wrong if not text.startswith("$ ")]
        if wrong:
            raise Failure("\n".join(wrong))
        return True

    def run_shell(self, block):
        # A document that runs the tests from within the tests would never end.
        if re.search(r"scripts/(test|demo|setup|build)|\.ci/run|git clone|cmake --", block.text):
            raise Failure("a block that builds the project is marked `skip`")
        status, said = self.shell("set -euo pipefail\n" + block.text)
        if status != 0:
            raise Failure(f"ended with {status}\n{said}")
        return True

    def run_yaml(self, block, whole):
        """A policy, or a part of one completed to a policy, that `sanbao check` must accept."""
        words = [] if whole else block.words
        if words[:1] == ["cases"]:
            return self.run_cases(block)
        code = None
        if words[:1] == ["fault"]:
            if len(words) < 2:
                raise Failure("`fault` names the code that is expected")
            code, words = words[1], words[2:]
        try:
            text = block.text if whole else complete_policy(block.text, words, block.extra)
        except ValueError as error:
            raise Failure(str(error)) from error
        path = self.folder / "block.yaml"
        path.write_text(text, encoding="utf-8")
        status, said = self.shell("sanbao check block.yaml")
        path.unlink()
        numbered = "".join(f"{n:4} {line}\n" for n, line in enumerate(text.splitlines(), 1))
        if code is None:
            if status != 0:
                raise Failure(f"refused:\n{said}\nthe file that was checked:\n{numbered}")
        elif status == 0:
            raise Failure(f"accepted, expected {code}; the file that was checked:\n{numbered}")
        elif f"[{code}]" not in said:
            raise Failure(f"refused without {code}:\n{said}\n{numbered}")
        return True

    def run_cases(self, block):
        """`cases POLICY`: a test file whose cases hold for that policy."""
        if len(block.words) != 2:
            raise Failure("`cases` names the policy")
        first, _, rest = block.text.partition("\n")
        path = self.folder / "block.test.yaml"
        path.write_text(f"{first}\nrules: {block.words[1]}\n{rest}", encoding="utf-8")
        status, said = self.shell("sanbao test block.test.yaml")
        path.unlink()
        if status != 0:
            raise Failure(f"`sanbao test` ended with {status}\n{said}")
        return True

    def run_cpp(self, block):
        """Compiled only. Without a `main` the lines after the includes stand in a function."""
        text = block.text
        if not re.search(r"\bmain\s*\(", text):
            lines = text.splitlines()
            includes = [line for line in lines if line.startswith("#include")]
            body = [line for line in lines if not line.startswith("#include")]
            text = "\n".join(includes + ["int block();", "int block() {"] + body + ["return 0; }"])
        path = self.folder / "block.cpp"
        path.write_text(text + "\n", encoding="utf-8")
        status, said = self.shell(
            f"{self.compiler} -std=c++20 -fsyntax-only -Wall -Wextra -I '{self.root}/include' "
            "block.cpp")
        path.unlink()
        if status != 0:
            raise Failure(f"does not compile:\n{said}")
        return True

    def run_json(self, block):
        """Every JSON block is JSON; one marked `claim POLICY...` is also read without an error."""
        records = [block.text] if block.language == "json" else block.text.splitlines()
        if block.words[:1] == ["error"]:
            return self.run_claim_error(block)
        values = []
        for record in records:
            try:
                values.append(json.loads(record.replace("…", "")))
            except ValueError as error:
                raise Failure(f"no JSON: {error}") from error
        if block.words[:1] == ["claim"]:
            lines = "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values)
            (self.folder / "block.jsonl").write_text(lines, encoding="utf-8")
            rules = " ".join(f"--rules '{path}'" for path in block.words[1:] or ["rules"])
            status, said = self.shell(f"sanbao decide {rules} block.jsonl")
            (self.folder / "block.jsonl").unlink()
            if status != 0 or '"error":' in said:
                raise Failure(f"`sanbao decide` ended with {status}\n{said}")
        elif block.words:
            raise Failure("a json block knows `claim POLICY...`, `error CODE`, `file NAME`, `skip`")
        return True

    def run_claim_error(self, block):
        """`error CODE POLICY...`: a record that is refused with that code."""
        if len(block.words) < 2:
            raise Failure("`error` names the code that is expected")
        (self.folder / "block.jsonl").write_text(
            block.text if block.language == "jsonl" else block.text.replace("\n", " ") + "\n",
            encoding="utf-8")
        rules = " ".join(f"--rules '{path}'" for path in block.words[2:] or ["rules"])
        status, said = self.shell(f"sanbao decide {rules} block.jsonl")
        (self.folder / "block.jsonl").unlink()
        if status != 1 or f'"code":"{block.words[1]}"' not in said:
            raise Failure(f"expected {block.words[1]} and status 1, got {status}\n{said}")
        return True


def read_console(text):
    """The commands of a console block and the lines shown after each. `\\` and `> ` go on."""
    commands, shown = [], []
    for line in text.splitlines():
        if commands and not shown[-1] and commands[-1].endswith("\\"):
            commands[-1] += "\n" + line.removeprefix("> ")
        elif line.startswith("$ "):
            commands.append(line[2:])
            shown.append([])
        elif not commands:
            raise Failure("a console block begins with `$ command`")
        else:
            shown[-1].append(line.rstrip())
    return commands, shown


def matches(expected, said):
    """Whether the lines are the same, where a line `…` or `...` stands for any number of lines."""
    while expected and expected[-1] == "":
        expected = expected[:-1]
    while said and said[-1] == "":
        said = said[:-1]
    if not expected:
        return not said
    if expected[0] in ("…", "..."):
        return any(matches(expected[1:], said[i:]) for i in range(len(said) + 1))
    return bool(said) and expected[0] == said[0] and matches(expected[1:], said[1:])


def difference(expected, said):
    return ("  shown:\n" + "".join(f"    {line}\n" for line in expected) +
            "  printed:\n" + "".join(f"    {line}\n" for line in said))


def main():
    parser = argparse.ArgumentParser(description="Runs the fenced blocks of a document.")
    parser.add_argument("--root", required=True)
    parser.add_argument("--program", required=True)
    parser.add_argument("--compiler", default="c++")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("document")
    arguments = parser.parse_args()

    path = pathlib.Path(arguments.document)
    text = path.read_text(encoding="utf-8")
    blocks = read_blocks(text)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="sanbao-docs-")).resolve()
    failed = ran = 0
    try:
        runner = Runner(arguments, folder)
        for block in blocks:
            try:
                ran += runner.run(block)
            except Failure as failure:
                failed += 1
                print(f"{path}:{block.line}: {block.language or 'block'}: {failure}\n")
            except subprocess.TimeoutExpired:
                failed += 1
                print(f"{path}:{block.line}: still running after {TIME_LIMIT} s\n")
    finally:
        shutil.rmtree(folder)

    if arguments.update:
        lines = text.splitlines(keepends=True)
        for block in reversed(blocks):
            if block.replacement is not None:
                lines[block.line:block.end - 1] = [block.replacement]
        path.write_text("".join(lines), encoding="utf-8")
    print(f"{path}: {ran} blocks run, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
