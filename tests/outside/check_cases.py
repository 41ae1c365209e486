#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds the outside checker against the hand-written cases: two readings of the same terms must agree.

In:  a test file (default rules/vendors/hyundai-mp3.test.yaml) in the form of docs/language.md, "Test files".
Out: one line a difference, then how many cases agree; status 1 if any does not.
Never: runs the program. Needs PyYAML, which the checker itself does not.
"""
import argparse
import datetime
import os
import re
import sys
from decimal import Decimal

import yaml

import hyundai_checker as checker

CASES = os.path.join(checker.HERE, '..', '..', 'rules', 'vendors', 'hyundai-mp3.test.yaml')
NONE = object()      # the word `none` in an expectation: the key is absent


def plain_value(node, expected=False):
    """YAML node to JSON value: plain true, false, null and decimals are themselves, all else is text."""
    if isinstance(node, yaml.MappingNode):
        return {k.value: plain_value(v, expected) for k, v in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [plain_value(v, expected) for v in node.value]
    text = node.value
    if node.style is None:
        if text in ('true', 'false', 'null'):
            return {'true': True, 'false': False, 'null': None}[text]
        if re.fullmatch(r'(0|[1-9][0-9]*)(\.[0-9]+)?', text):
            return Decimal(text)
        if expected and text == 'none':
            return NONE
    return text


def field(node, key):
    for k, v in node.value:
        if k.value == key:
            return v
    return None


def merged(base, over):
    if isinstance(base, dict) and isinstance(over, dict):
        result = dict(base)
        for key, value in over.items():
            result[key] = merged(base[key], value) if key in base else value
        return result
    return over


def without(record, path):
    group, _, name = path.partition('.')
    record = dict(record)
    if name:
        record[group] = {k: v for k, v in record.get(group, {}).items() if k != name}
    else:
        record.pop(group, None)
    return record


def set_path(record, path, value):
    match = re.match(r'(\w+)\[(\d+)\]\.(\w+)$', path)
    group, name = (match[1], match[3]) if match else path.split('.')
    record = dict(record)
    if match:
        events = [dict(e) for e in record[group]]
        events[int(match[2])][name] = value
        record[group] = events
    else:
        record[group] = dict(record.get(group, {}), **{name: value})
    return record


def cases_of(path):
    with open(path, encoding='utf-8') as file:
        root = yaml.compose(file, Loader=yaml.SafeLoader)
    given = plain_value(field(root, 'given')) if field(root, 'given') else {}
    for node in field(root, 'cases').value:
        name = field(node, 'name').value
        own = field(node, 'given')
        record = {} if own is not None and own.value == 'false' else given
        for path_node in field(node, 'without').value if field(node, 'without') else []:
            record = without(record, path_node.value)
        if field(node, 'claim'):
            record = merged(record, plain_value(field(node, 'claim')))
        as_of = field(node, 'as_of').value if field(node, 'as_of') else None
        table = field(node, 'table')
        if not table:
            yield name, record, as_of, plain_value(field(node, 'expect'), True)
            continue
        columns = [c.value for c in field(table, 'columns').value]
        for number, row in enumerate(field(table, 'rows').value, 1):
            assert len(row.value) == len(columns), (name, number)
            claim, expect, row_as_of = record, {}, as_of
            for column, cell in zip(columns, row.value):
                if cell.value == '-' and cell.style is None:
                    continue
                head = column.partition('.')[0]
                if column == 'as_of':
                    row_as_of = cell.value
                elif head in checker.REMEDIES and '.' in column:
                    keys = column.split('.')
                    part = expect.setdefault(keys[0], {})
                    for key in keys[1:-1]:
                        part = part.setdefault(key, {})
                    part[keys[-1]] = plain_value(cell, True)
                elif head in checker.REMEDIES:
                    expect.setdefault(head, {})['status'] = cell.value
                elif '.' in column:
                    claim = set_path(claim, column, plain_value(cell))
                else:
                    expect[column] = plain_value(cell, True)
            yield '%s/%d' % (name, number), claim, row_as_of, expect


def as_cents(value):
    return int(value * 100) if isinstance(value, Decimal) else value


def differences(expect, got):
    for key, want in expect.items():
        if key in ('outcome', 'as_of'):
            if got[key] != want:
                yield key, want, got[key]
        elif key in ('holds', 'open', 'fails', 'overridden'):
            for rule in want:
                if not got['codes'] or rule not in got['codes'][key]:
                    yield key, rule, got['codes'] and got['codes'][key]
        elif key == 'assumed':
            for fact in want:
                if fact not in got['assumed']:
                    yield key, fact, sorted(got['assumed'])
        elif key == 'gaps':
            if got['gaps'] != want:
                yield key, want, got['gaps']
        elif key == 'ask':
            if want is NONE:
                if got['ask']:
                    yield key, 'nothing', got['ask']
            else:
                for remedy, sets in want.items():
                    if got['ask'].get(remedy) != sets:
                        yield key + '.' + remedy, sets, got['ask'].get(remedy)
        else:
            entry = got['remedies'].get(key, {'status': 'unavailable'})
            if isinstance(want, str):
                want = {'status': want}
            for name, value in want.items():
                have = entry.get(name, NONE)
                if name in ('rules', 'excluded_by', 'needs') and not have:
                    have = NONE
                if name == 'until' and have is None:
                    have = NONE
                if name in ('pays', 'charges') and isinstance(value, dict):
                    value = {k: as_cents(v) for k, v in value.items()}
                    have = {k: v for k, v in have.items() if k in value} if isinstance(have, dict) else have
                if have != as_cents(value):
                    yield key + '.' + name, value, have


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('cases', nargs='?', default=CASES)
    parser.add_argument('--calendar', default=checker.CALENDAR)
    options = parser.parse_args()
    calendar = checker.Calendar(options.calendar)
    total = wrong = 0
    names = set()
    for name, record, as_of, expect in cases_of(options.cases):
        assert name not in names, name
        names.add(name)
        total += 1
        got = checker.decide(record, calendar, as_of and datetime.date.fromisoformat(as_of))
        found = list(differences(expect, got))
        wrong += bool(found)
        for key, want, have in found:
            show = ['none' if v is NONE else v for v in (want, have)]
            print('%s: %s expected %s, got %s' % (name, key, show[0], show[1]))
    print('%d of %d cases agree' % (total - wrong, total))
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
