#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Decides claims under the Hyundai MP3 policy a second time, slowly, from the written terms alone.

In:  claims, one JSON record a line (docs/records.md), all of them valid; the calendar rules/calendars/cn.csv.
Out: one JSON record a line: outcome, every remedy with status, rules, money and until, what to ask, what was assumed,
     which rules hold; and `doubt`, the points on which the documents leave more than one reading of this claim.
Never: reads the policy file, shares code with src/, or is fast. Standard library only.
Checked by check_cases.py against the hand-written cases of rules/vendors/hyundai-mp3.test.yaml;
compare.py holds the program against it. Section numbers below are those of docs/language.md.
"""
import argparse
import datetime
import itertools
import json
import os
import re
import sys
from decimal import Decimal

from hyundai_rules import BEST, EXCLUSIONS, GRANTS, MAIN, OVERRIDES, REMEDIES, RULE_ORDER, SHAPES, Judged, kleene
from hyundai_world import DAY, NEVER, Calendar, Missing, World, as_date, k_and, k_not

HERE = os.path.dirname(os.path.abspath(__file__))
CALENDAR = os.path.join(HERE, '..', '..', 'rules', 'calendars', 'cn.csv')


# ---------------------------------------------------------------- asking (sections 3 and 7): real values, tried out

DELTAS = {1: (-1500, -800, -400, -380, -366, -365, -364, -200, -91, -40, -31, -30, -29, -20, -8, -7, -6, -3, -1, 0, 1, 3, 7,
              8, 20, 31, 200, 400, 800),
          2: (-800, -380, -200, -20, -3, 0, 3, 20, 200, 400), 3: (-380, -20, 0, 20, 380)}
MEMBERS = {
    'fault.kind': ['performance', 'none', 'cosmetic'],
    'fault.cause': ['own_component', 'misuse', 'installation', 'storage', 'force_majeure', 'unauthorised_repair',
                    'modification', 'wear'],
    'purchase.documents': [[], ['invoice'], ['guarantee_certificate'], ['invoice', 'guarantee_certificate']],
    'product.category': ['mp3_player', 'fan'],
    'product.brand': ['现代', '其他'],
}


def is_date(path):
    return path.rsplit('.', 1)[1] in ('filed_on', 'sold_on', 'invoiced_on', 'received_on', 'on')


def all_dates(record):
    found = set()

    def walk(node):
        if isinstance(node, dict):
            for key, value in node.items():
                if key != 'context':
                    walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)
        elif isinstance(node, str) and re.match(r'\d{4}-\d\d-\d\d(T|$)', node):
            found.add(as_date(node))

    walk(record)
    return found


def candidates(path, record, dates_in_set, as_of_option):
    if path in MEMBERS:
        return MEMBERS[path]
    if is_date(path):
        anchors = all_dates(record) | {datetime.date(2015, 6, 1)}
        if as_of_option:
            anchors.add(as_of_option)
        found = {a + d * DAY for a in anchors for d in DELTAS[min(dates_in_set, 3)]}
        found = {d for d in found if 1992 <= d.year <= 2199}
        if path == 'claim.filed_on' and as_of_option:
            found = {d for d in found if d <= as_of_option}
        result = sorted(d.isoformat() for d in found)
        if not path.endswith(('filed_on', 'received_on')):
            result.append('never')
        return result
    if path in ('purchase.price', 'purchase.net_dealer_price'):
        known = [record.get('purchase', {}).get(f) for f in ('price', 'net_dealer_price')]
        return ['100.00', '60.00'] + [str(v) for v in known if v is not None]
    return [True, False]


def with_value(record, path, value):
    match = re.match(r'(\w+)\[(\d+)\]\.(\w+)$', path)
    record = dict(record)
    if match:
        events = list(record[match[1]])
        events[int(match[2])] = dict(events[int(match[2])], **{match[3]: value})
        record[match[1]] = events
    else:
        group, field = path.split('.')
        record[group] = dict(record.get(group, {}), **{field: value})
    return record


def valid(record):
    for repair in record.get('repairs') or []:
        begin, end = repair.get('received_on'), repair.get('returned_on')
        if begin and end and end != 'never' and as_date(begin) > as_date(end):
            return False
    return True


def smallest_sets(facts, record, as_of_option, settles):
    found = []
    for size in (1, 2, 3):
        for names in itertools.combinations(sorted(facts), size):
            if any(set(smaller) <= set(names) for smaller in found):
                continue
            dates = sum(is_date(n) for n in names)
            options = [candidates(n, record, dates, as_of_option) for n in names]
            for pick in itertools.product(*options):
                trial = record
                for name, value in zip(names, pick):
                    trial = with_value(trial, name, value)
                if valid(trial) and settles(trial):
                    found.append(names)
                    break
    return [list(names) for names in found]


# ---------------------------------------------------------------- one claim

def applied_status(world, name):
    """The combined status of one remedy: this is the only policy."""
    if world.applies is False or name not in SHAPES:
        return 'unavailable'
    own = Judged(world, name, only_status=True).status
    return own if world.applies is True or own == 'unavailable' else 'unknown'


def decide(record, calendar, as_of_option=None):
    world = World(record, as_of_option, calendar)
    if as_of_option and isinstance(world.filed, datetime.date) and world.filed > as_of_option:
        return {'claim': record['claim'].get('id'), 'error': 'judged before it was filed'}
    requested = world.requests
    result = {'claim': record.get('claim', {}).get('id'), 'as_of': world.as_of.isoformat() if world.as_of else None,
              'requested': requested}

    if world.applies is False:
        if world.ignored:
            world.doubt.add('events left out of a claim that is not covered')
        result.update(outcome='not_covered', remedies={}, ask={}, all={}, assumed={}, codes=None, ignored=world.ignored,
                      gaps=[], not_applied=world.not_applied_by_null, doubt=sorted(world.doubt))
        return result

    certain = world.applies is True
    judged = {name: Judged(world, name) for name in REMEDIES}
    codes = rule_codes(world)
    remedies, ask, ask_all, gaps = {}, {}, {}, set()
    for name in REMEDIES:
        j = judged[name]
        entry = {'status': j.status if certain or j.status == 'unavailable' else 'unknown', 'own': j.status}
        remedies[name] = entry
        gaps |= set().union(*[why.gaps for why in j.open.values()]) if j.open else set()
        amount_open = False
        if j.status == 'unknown' and certain and j.at_least:
            entry['at_least'] = 'conditional'
        if entry['status'] == 'unavailable':
            entry['excluded_by'] = [i for i in SHAPES[name].exclusions if i in codes['holds']]
            if not certain and entry['excluded_by']:
                world.doubt.add('exclusions of a policy that may not apply')
            if any(i in codes['open'] and exclusion_value(world, i).null for i in SHAPES[name].exclusions):
                world.doubt.add('whether an exclusion that only its burden of proof makes hold is listed')
        if certain and j.status in ('available', 'conditional'):
            entry['rules'] = j.rules()
            if j.status == 'conditional':
                entry['needs'] = j.unmet()
            money, amount_open = j.money()
            for (side, key), value in money.items():
                entry.setdefault(side, {})[key] = value
            if money:
                known = all(v is not None for v in money.values())
                entry['net'] = sum(v if side == 'pays' else -v for (side, _), v in money.items()) if known else None
            if name == 'exchange':
                entry['terms'] = ['6.5']
            entry['until'] = j.until().isoformat() if j.until() else None
            if money.get(('charges', 'depreciation'), 0) is None and world.used_days() is NEVER:
                gaps.add('no value: 6.4b')
        if entry['status'] == 'unknown' or amount_open:
            facts = j.readable() | (world.applies.absent if not certain else set())
            if entry['status'] == 'unknown':
                def settles(trial, name=name):
                    return applied_status(World(trial, as_of_option, calendar), name) != 'unknown'
            else:
                def settles(trial, name=name):
                    return not Judged(World(trial, as_of_option, calendar), name).money()[1]
            if facts:
                ask[name] = smallest_sets(facts, record, as_of_option, settles)
                ask_all[name] = sorted(facts)
                if name == 'return' and facts & {'purchase.price', 'purchase.net_dealer_price', 'purchase.invoiced_on'}:
                    world.doubt.add('`all` with facts of amounts that may not be paid')

    if requested not in REMEDIES and requested != 'any':
        remedies[requested] = {'status': 'unavailable', 'own': 'unavailable', 'excluded_by': []}
    if requested == 'any':
        status = min((remedies[name]['status'] for name in MAIN), key=BEST.index)
        own = min((remedies[name]['own'] for name in MAIN), key=BEST.index)
    else:
        status, own = remedies[requested]['status'], remedies[requested]['own']
    outcome = {'available': 'approved', 'unknown': 'needs_facts', 'conditional': 'conditional',
               'unavailable': 'denied'}[status]
    if not certain:
        outcome = 'needs_facts'
        if own != 'unknown':                                 # only because applying is open
            def settles(trial):
                return not isinstance(World(trial, as_of_option, calendar).applies, Missing)
            ask[requested] = smallest_sets(world.applies.absent, record, as_of_option, settles)
            ask_all[requested] = sorted(world.applies.absent)
            world.doubt.add('`all` where only applying is open')
    result.update(outcome=outcome, remedies=remedies, ask=ask, all=ask_all, assumed=world.assumed, codes=codes,
                  ignored=sorted(world.ignored), gaps=sorted(gaps), applies=certain, doubt=sorted(world.doubt))
    return result


def exclusion_value(world, i):
    when, unless = EXCLUSIONS[i]
    return k_and(kleene(when, world.atoms), k_not(kleene(unless, world.atoms)) if unless else True)


def rule_codes(world):
    codes = {'holds': [], 'open': [], 'fails': [], 'overridden': []}
    value = {}
    for i in RULE_ORDER:
        if i in GRANTS:
            value[i] = kleene(GRANTS[i][0], world.atoms)
        elif i in EXCLUSIONS:
            value[i] = exclusion_value(world, i)
        else:
            value[i] = True                                  # an addition without a condition
    for i in RULE_ORDER:
        dropped = any(value[high] is True and i in lows for high, lows in OVERRIDES.items())
        if value[i] is True:
            codes['overridden' if dropped else 'holds'].append(i)
        else:
            codes['fails' if value[i] is False else 'open'].append(i)
            if value[i] is not False and dropped:
                world.doubt.add('an open rule that is overridden')
    return codes


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('claims', nargs='?', help='JSON Lines; standard input where absent')
    parser.add_argument('--as-of', type=datetime.date.fromisoformat)
    parser.add_argument('--calendar', default=CALENDAR)
    options = parser.parse_args()
    calendar = Calendar(options.calendar)
    source = open(options.claims, encoding='utf-8') if options.claims else sys.stdin
    for line in source:
        if line.strip():
            record = json.loads(line, parse_float=Decimal)
            print(json.dumps(decide(record, calendar, options.as_of), ensure_ascii=False))


if __name__ == '__main__':
    main()
