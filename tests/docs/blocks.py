# SPDX-License-Identifier: Apache-2.0
"""Fenced blocks of a Markdown text, with the words of the comment above each.

In: the text of a document. Out: its blocks in order, with line numbers for messages.
Never reads files. Tested by run_blocks_test.py.
"""

import dataclasses
import re


@dataclasses.dataclass
class Block:
    """One fenced block. `line` is the line of the opening fence, `end` of the closing one, from 1."""

    language: str
    text: str
    line: int
    end: int
    words: list
    extra: str = ""
    replacement: str | None = None


FENCE = re.compile(r"^( {0,3})(`{3,}|~{3,})\s*([A-Za-z0-9_+-]*)")


def read_blocks(text):
    """All fenced blocks. `<!-- test: ... -->` right above a fence belongs to it; further lines of
    the comment are kept as `extra`."""
    lines = text.splitlines()
    blocks = []
    words, extra = [], ""
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.startswith("<!-- test:"):
            begin = at
            while "-->" not in lines[at]:
                at += 1
                if at == len(lines):
                    raise ValueError(f"line {begin + 1}: the comment is never closed")
            inside = "\n".join(lines[begin:at + 1])
            inside = inside[len("<!-- test:"):inside.index("-->")]
            first, _, extra = inside.partition("\n")
            words = first.split()
            at += 1
            if at == len(lines) or not FENCE.match(lines[at]):
                raise ValueError(f"line {begin + 1}: a test comment without a block under it")
            continue
        fence = FENCE.match(line)
        if not fence:
            at += 1
            continue
        indent, mark, language = fence.groups()
        begin = at
        at += 1
        body = []
        while at < len(lines) and not re.match(rf"^ {{0,3}}{mark}{mark[0]}*\s*$", lines[at]):
            body.append(lines[at].removeprefix(indent))
            at += 1
        if at == len(lines):
            raise ValueError(f"line {begin + 1}: the block is never closed")
        blocks.append(Block(language, "".join(line + "\n" for line in body), begin + 1, at + 1,
                            words, extra))
        words, extra = [], ""
        at += 1
    return blocks
