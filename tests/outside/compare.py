#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds `sanbao decide` against the outside checker on generated claims, field by field.

In:  the program, the policy, --count and --seed (or --claims FILE); optionally --as-of.
Out: the first differences with their claims, then how many claims agree; status 1 where any differs beyond doubt.
     A difference on a point that the documents leave open (the checker's `doubt`) is counted apart.
Never: changes anything. Standard library only.
"""
import argparse
import collections
import datetime
import json
import multiprocessing
import os
import subprocess
import sys
from decimal import Decimal

import generate_claims
import hyundai_checker as checker

ROOT = os.path.join(checker.HERE, '..', '..')
# A doubt that touches some fields only; any other doubt is about the whole claim.
DOUBT_FIELDS = {
    'whether an exclusion that only its burden of proof makes hold is listed': ('excluded_by', 'policy'),
    '`all` where only applying is open': ('all',),
    '`all` with facts of amounts that may not be paid': ('all',),
    'events that no day of judgement could let in': ('codes',),
    'events left out of a claim that is not covered': ('ignored',),
    'whether the end of a cut repair is listed as assumed': ('assumed',),
    'exclusions of a policy that may not apply': ('excluded_by', 'policy'),
    'an open rule that is overridden': ('codes',),
    'a repair without its days that cannot change the days of use': ('charges', 'net', 'ask', 'all'),
    'nought times an amount that is open': ('charges', 'net', 'ask', 'all'),
    'an amount that reads absent and null facts': ('charges', 'net', 'pays', 'ask', 'all'),
}


def cents(text):
    return None if text is None else int(Decimal(text) * 100)


def theirs(decision):
    """The program's decision in the checker's form."""
    policies = decision.get('policies', [])
    own = policies[0]['remedies'] if policies else {}
    remedies = {}
    for name, r in decision['remedies'].items():
        entry = {'status': r['status'], 'own': own.get(name, {}).get('status', 'unavailable')}
        for key in ('at_least', 'until'):
            entry[key] = r.get(key)
        for key in ('rules', 'excluded_by', 'needs'):
            entry[key] = r.get(key) or []
        for key in ('pays', 'charges'):
            entry[key] = {k: cents(v) for k, v in r.get(key, {}).items()}
        entry['net'] = cents(r['net']) if 'net' in r else 'none'
        entry['terms'] = sorted(r.get('terms', {}))
        remedies[name] = entry
    return {
        'claim': decision['claim'], 'as_of': decision['as_of'], 'requested': decision['requested'],
        'outcome': decision['outcome'], 'remedies': remedies,
        'ask': {a['remedy']: a['sets'] for a in decision['ask']},
        'all': {a['remedy']: a['all'] for a in decision['ask']},
        'assumed': {a['fact']: str(a['value']) if a['fact'].endswith('waiting_days') else a['value']
                    for a in decision['assumed']},
        'codes': policies[0]['codes'] if policies else None,
        'ignored': decision.get('ignored', []), 'gaps': decision.get('gaps', []),
    }


def ours(result):
    remedies = {}
    for name, r in result['remedies'].items():
        entry = {'status': r['status'], 'own': r['own'], 'at_least': r.get('at_least'), 'until': r.get('until')}
        for key in ('rules', 'excluded_by', 'needs', 'terms'):
            entry[key] = r.get(key) or []
        for key in ('pays', 'charges'):
            entry[key] = r.get(key, {})
        entry['net'] = r['net'] if 'net' in r else 'none'
        remedies[name] = entry
    result = dict(result, remedies=remedies)
    result['assumed'] = {k: str(v) if k.endswith('waiting_days') else v for k, v in result['assumed'].items()}
    return result


def differences(expect, got):
    for key in ('claim', 'as_of', 'requested', 'outcome', 'ignored', 'gaps', 'assumed'):
        if expect[key] != got[key]:
            yield key, key, expect[key], got[key]
    if expect['codes']:
        for kind, rules in expect['codes'].items():
            have = (got['codes'] or {}).get(kind, [])
            if rules != have:
                yield 'codes.' + kind, 'codes', rules, have
    elif got['codes']:
        yield 'codes', 'codes', None, got['codes']
    for name in list(expect['remedies']) + [n for n in got['remedies'] if n not in expect['remedies']]:
        ours_, theirs_ = expect['remedies'].get(name), got['remedies'].get(name)
        if ours_ is None or theirs_ is None:
            yield 'remedies.' + name, 'remedies', ours_, theirs_
            continue
        for key in ours_:
            if ours_[key] != theirs_[key]:
                yield '%s.%s' % (name, key), key, ours_[key], theirs_[key]
    for part in ('ask', 'all'):
        for name in sorted(set(expect[part]) | set(got[part])):
            if expect[part].get(name) != got[part].get(name):
                yield '%s.%s' % (part, name), part, expect[part].get(name), got[part].get(name)


def doubtful(field, doubts):
    return any(field in DOUBT_FIELDS.get(d, (field,)) for d in doubts)


CALENDAR = None


def check(job):
    global CALENDAR
    line, as_of = job
    CALENDAR = CALENDAR or checker.Calendar(checker.CALENDAR)
    record = json.loads(line, parse_float=Decimal)
    result = checker.decide(record, CALENDAR, as_of and datetime.date.fromisoformat(as_of))
    return result if 'error' in result else ours(result)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--program', default=os.path.join(ROOT, 'build', 'release', 'sanbao'))
    parser.add_argument('--rules', default=os.path.join(ROOT, 'rules', 'vendors', 'hyundai-mp3.yaml'))
    parser.add_argument('--count', type=int, default=10000)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--claims', help='a file of claims instead of generated ones')
    parser.add_argument('--as-of')
    parser.add_argument('--show', type=int, default=10, help='differences to print')
    parser.add_argument('--doubtful', action='store_true', help='print the doubtful ones too')
    parser.add_argument('--jobs', type=int, default=1)
    options = parser.parse_args()

    if options.claims:
        with open(options.claims, encoding='utf-8') as file:
            lines = [line.rstrip('\n') for line in file if line.strip()]
    else:
        lines = list(generate_claims.claims(options.count, options.seed))
    command = [options.program, 'decide', '--rules', options.rules, '--reasons', 'codes', '-']
    if options.as_of:
        command[2:2] = ['--as-of', options.as_of]
    run = subprocess.run(command, input='\n'.join(lines) + '\n', capture_output=True, encoding='utf-8')
    decisions = [json.loads(text, parse_float=str) for text in run.stdout.splitlines()]
    if len(decisions) != len(lines):
        print('%d claims went in, %d decisions came out\n%s' % (len(lines), len(decisions), run.stderr))
        return 1

    firm, in_doubt, refused, shown = 0, 0, 0, 0
    fields, doubts = collections.Counter(), collections.Counter()
    jobs = [(line, options.as_of) for line in lines]
    if options.jobs > 1:
        results = multiprocessing.Pool(options.jobs).imap(check, jobs, chunksize=50)
    else:
        results = map(check, jobs)
    for line, decision, expect in zip(lines, decisions, results):
        if 'error' in expect and 'error' in decision:
            continue                                         # refused by both: judged before it was filed
        if 'error' in decision or 'error' in expect:
            refused += 1
            if shown < options.show:
                shown += 1
                print('refused by one: %s\n  %s' % (json.dumps(decision, ensure_ascii=False), line))
            continue
        found = list(differences(expect, theirs(decision)))
        sure = [d for d in found if not doubtful(d[1], expect['doubt'])]
        firm += bool(sure)
        in_doubt += bool(found) and not sure
        fields.update('%s' % d[0] for d in sure)
        if found and not sure:
            doubts.update(expect['doubt'])
        print_these = found if options.doubtful else sure
        if print_these and shown < options.show:
            shown += 1
            print('claim %s' % line)
            for name, _, want, have in print_these:
                print('  %-28s outside %s' % (name, json.dumps(want, ensure_ascii=False)))
                print('  %-28s program %s' % ('', json.dumps(have, ensure_ascii=False)))
            if expect['doubt']:
                print('  in doubt: %s' % '; '.join(expect['doubt']))
    print('%d claims: %d agree, %d differ, %d differ only on points in doubt, %d refused by one'
          % (len(lines), len(lines) - firm - in_doubt - refused, firm, in_doubt, refused))
    for title, counter in (('differences by field', fields), ('points in doubt', doubts)):
        if counter:
            print(title + ': ' + ', '.join('%s %d' % pair for pair in counter.most_common()))
    return 1 if firm or refused else 0


if __name__ == '__main__':
    sys.exit(main())
