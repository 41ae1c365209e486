# SPDX-License-Identifier: Apache-2.0
"""Completes a part of a policy, as a document shows it, to a policy that can be loaded.

In: the text of a block and the words above it. Out: the text of a whole policy file.
Never changes what the block says; it only stands in a frame. Tested by run_blocks_test.py.
"""

import re

# The frame: every section that a policy must have. A block that brings a section takes its place.
FRAME = {
    "sanbao": "sanbao: 1\n",
    "policy": "policy: example\n",
    "version": 'version: "1"\n',
    "title": "title: {zh: 示例, en: Example}\n",
    "basis": "basis: vendor\n",
    "currency": "currency: CNY\n",
    "round": "round: {to: 0.01, mode: half_up}\n",
    "clock": ("clock:\n  zone: Asia/Shanghai\n  count_from: next_day\n  month_end: last_day\n"
              "  roll: next_working_day\n  calendar: cn\n"),
    "rules": ('rules:\n  - id: "1"\n    title: {zh: 退货, en: Return}\n'
              "    when: fault.confirmed\n    grants: {return: {}}\n"),
}

# What a block of rule keys is the body of.
RULE_FRAME = 'rules:\n  - id: "1"\n    title: {zh: 条款, en: Clause}\n'

SECTION = re.compile(r"^([a-z_]+):", re.MULTILINE)


def sections(text):
    """The top-level sections of a text, by key, comments and blank lines kept with what follows."""
    found, key, lead = {}, None, ""
    for line in text.splitlines(keepends=True):
        match = SECTION.match(line)
        if match:
            key = match.group(1)
            if key in found:
                raise ValueError(f"`{key}` stands twice at the top of the block")
            found[key] = lead + line
            lead = ""
        elif key is None:
            if line.strip() and not line.lstrip().startswith("#"):
                raise ValueError(f"neither a section of a policy nor inside one: {line.rstrip()}")
            lead += line
        else:
            found[key] += line
    return found


def indent(text, width):
    return "".join(" " * width + line if line.strip() else line
                   for line in text.splitlines(keepends=True))


def complete_policy(text, words, extra=""):
    """The whole policy for a block.

    no word             a whole policy where it says `sanbao:`, else sections put into the frame
    under SECTION       the block is what stands below that section
    rule                the block is the keys of one rule, below its title
    condition           the block is what a rule's `when:` says
    value               the block is one expression, given a name under `values:`
    """
    if not words:
        if re.search(r"^sanbao:", text, re.MULTILINE):
            return text
        own = sections(text)
    elif words[0] == "under" and len(words) == 2:
        own = {words[1]: f"{words[1]}:\n" + indent(text, 2)}
    elif words == ["rule"]:
        own = {"rules": RULE_FRAME + indent(text, 4)}
        if not re.search(r"^(grants|excludes|for):", text, re.MULTILINE):
            own["rules"] += "    grants: {return: {}}\n"
    elif words == ["condition"]:
        own = {"rules": RULE_FRAME + "    when:\n" + indent(text, 6) +
               "    grants: {return: {}}\n"}
    elif words == ["value"]:
        own = {"values": "values:\n  example:\n" + indent(text, 4)}
    else:
        raise ValueError(f"no such completion: {' '.join(words)}")

    # Sections that the block needs and its reader does not: from the comment above it.
    for key, section in sections(extra).items() if extra.strip() else ():
        if key in own:
            # Both bring the section: the comment's entries come first.
            body = own[key].partition("\n")[2]
            own[key] = section + body
        else:
            own[key] = section

    merged = {**FRAME, **own}
    return "".join(section if section.endswith("\n") else section + "\n"
                   for section in merged.values())
