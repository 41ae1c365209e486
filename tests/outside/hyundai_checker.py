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

DAY = datetime.timedelta(days=1)
HERE = os.path.dirname(os.path.abspath(__file__))
CALENDAR = os.path.join(HERE, '..', '..', 'rules', 'calendars', 'cn.csv')

RULE_ORDER = ['2.2', '2.3', '2.4', '3.1', '3.2', '3.3', '3.4', '3.5', '3.6', '3.7', '3.8', '5', '6.1', '6.2', '6.3',
              '6.4a', '6.4b', '6.5', '7', '7.1', '7.2', '7.3', '7.4', '7.5']
REMEDIES = ['return', 'exchange', 'repair', 'paid_repair']
MAIN = ['return', 'exchange', 'repair']                      # not side remedies
BEST = ['available', 'unknown', 'conflict', 'conditional', 'unavailable']


# ---------------------------------------------------------------- five states of a fact (section 3)

class Missing:
    """Why a value is not there: facts not given, facts known to be unknowable, calendar years not covered."""

    def __init__(self, absent=(), null=(), gaps=()):
        self.absent, self.null, self.gaps = frozenset(absent), frozenset(null), frozenset(gaps)

    def __or__(self, other):
        return Missing(self.absent | other.absent, self.null | other.null, self.gaps | other.gaps)

    @property
    def open_by_absent(self):
        return bool(self.absent or self.gaps)                # a gap counts as absent, never as null (section 7)

    @property
    def kind(self):
        if self.open_by_absent:
            return 'mixed' if self.null else 'absent'
        return 'null'


class Never:
    pass


NEVER = Never()


def union(*parts):
    result = Missing()
    for part in parts:
        if isinstance(part, Missing):
            result = result | part
    return result


def k_not(a):
    return a if isinstance(a, Missing) else not a


def k_and(*parts):
    if any(p is False for p in parts):
        return False
    if all(p is True for p in parts):
        return True
    return union(*parts)


def k_or(*parts):
    return k_not(k_and(*[k_not(p) for p in parts]))


# ---------------------------------------------------------------- calendar and periods (sections 4 and 7)

class Calendar:
    def __init__(self, path):
        self.kind = {}
        self.first, self.last = 2007, 2026
        with open(path, encoding='utf-8') as file:
            for line in file:
                years = re.match(r'#\s*years:\s*(\d{4})-(\d{4})', line)
                if years:
                    self.first, self.last = int(years[1]), int(years[2])
                if re.match(r'\d{4}-\d\d-\d\d,', line):
                    day, kind = line.strip().split(',')[:2]
                    self.kind[datetime.date.fromisoformat(day)] = kind

    def covers(self, day):
        return self.first <= day.year <= self.last

    def is_work(self, day):
        return self.kind.get(day, 'off' if day.weekday() >= 5 else 'work') == 'work'

    def roll(self, day):
        """The next working day on or after `day`, or None where the years do not reach."""
        while self.covers(day):
            if self.is_work(day):
                return day
            day += DAY
        return None


def a_year_after(day):
    try:
        return day.replace(year=day.year + 1)
    except ValueError:                                       # 29 February (month_end: last_day)
        return day.replace(year=day.year + 1, day=28)


class Period:
    """from: a date, NEVER (not begun) or Missing."""

    def __init__(self, start, last_of, calendar):
        self.start, self.calendar = start, calendar
        if isinstance(start, datetime.date):
            self.unrolled = last_of(start)
            self.rolled = calendar.roll(self.unrolled)
        else:
            self.unrolled = self.rolled = None

    def _against_last(self, day):
        """True: on or before the last day; False: after it; Missing: in the days no calendar covers."""
        if day <= self.unrolled:
            return True
        if self.rolled is not None:
            return day <= self.rolled
        if day <= self.unrolled + 15 * DAY:
            return Missing(gaps={'calendar cn: %d' % self._gap_year()})
        return False

    def _gap_year(self):
        day = self.unrolled
        while self.calendar.covers(day):
            day += DAY
        return day.year

    def contains(self, day):
        if day is NEVER or self.start is NEVER:
            return False
        if isinstance(day, Missing) or isinstance(self.start, Missing):
            return union(day, self.start)
        return k_and(self.start <= day, self._against_last(day))

    def before(self, day):
        """`day after period`"""
        if day is NEVER or self.start is NEVER:
            return False
        if isinstance(day, Missing) or isinstance(self.start, Missing):
            return union(day, self.start)
        return k_not(self._against_last(day))


# ---------------------------------------------------------------- reading a claim

def as_date(text):
    """A date, or an instant turned into the date at +08:00."""
    if len(text) == 10:
        return datetime.date.fromisoformat(text)
    match = re.match(r'(\d{4}-\d\d-\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)$', text)
    moment = datetime.datetime.fromisoformat(match[1]) + datetime.timedelta(
        hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4]))
    if match[5] != 'Z':
        sign = -1 if match[5][0] == '-' else 1
        moment -= sign * datetime.timedelta(hours=int(match[5][1:3]), minutes=int(match[5][4:6]))
    return (moment + datetime.timedelta(hours=8)).date()


def cents(value):
    return int((Decimal(str(value)) * 100).to_integral_exact())


class Facts:
    def __init__(self, record, as_of_option=None):
        self.record = record
        self.doubt = set()
        self.filed = self.date('claim.filed_on')
        if as_of_option is not None:
            self.as_of = as_of_option
        else:
            self.as_of = self.filed if isinstance(self.filed, datetime.date) else None

    def raw(self, path):
        group, field = path.split('.')
        return self.record.get(group, {}).get(field, Missing({path}))

    def value(self, path, assume=None):
        found = self.raw(path)
        if isinstance(found, Missing):
            return found if assume is None else assume
        return Missing((), {path}) if found is None else found

    def date(self, path):
        return read_date(self.value(path))

    def money(self, path):
        found = self.value(path)
        return found if isinstance(found, Missing) else cents(found)


def read_date(found):
    if isinstance(found, Missing):
        return found
    return NEVER if found == 'never' else as_date(found)


# ---------------------------------------------------------------- events (sections 4, 5 and 7)

def read_field(event, name, path):
    if name not in event:
        return Missing({path})
    return Missing((), {path}) if event[name] is None else event[name]


class World:
    """Everything of one claim that a rule can ask: atoms (name -> True, False or Missing) and amounts."""

    def __init__(self, record, as_of_option, calendar):
        self.calendar = calendar
        self.facts = facts = Facts(record, as_of_option)
        self.as_of = facts.as_of
        self.filed = facts.filed
        self.requests = record.get('claim', {}).get('requests', 'any')
        self.doubt = facts.doubt
        self.assumed, self.ignored = {}, []
        self._read_exchanges(record)
        self._read_repairs(record)
        self._periods()
        self._atoms()
        self._applying()

    # -- events

    def _read_exchanges(self, record):
        listed = record.get('exchanges', Missing({'exchanges'}))
        if isinstance(listed, Missing):
            self.assumed['exchanges'] = []
            listed = []
        self.last_exchange = NEVER
        if listed is None:
            self.last_exchange = Missing((), {'exchanges'})
            return
        days, open_parts = [], []
        if listed and self.as_of is None:
            open_parts.append(Missing({'claim.filed_on'}))   # `last` over a non-empty list is undecided
        for index, event in enumerate(listed):
            path = 'exchanges[%d]' % index
            on = read_date(read_field(event, 'on', path + '.on'))
            if isinstance(on, datetime.date) and self.as_of is not None and on > self.as_of:
                self.ignored.append(path)
                continue
            if 'component' in event and event['component'] is None:
                self.doubt.add('a null component of an exchange')
            if event.get('component') is not None:
                continue                                     # a part: whole_unit is false
            self.assumed[path + '.whole_unit'] = True
            if isinstance(on, Missing):
                open_parts.append(on)
                self.doubt.add('an exchange without its day')
            elif on is not NEVER:
                days.append(on)
        waiting = [p for p in open_parts if p.open_by_absent]
        if waiting:
            self.last_exchange = union(*waiting)
        elif days:
            self.last_exchange = max(days)
        elif open_parts:
            self.last_exchange = union(*open_parts)

    def _read_repairs(self, record):
        listed = record.get('repairs', Missing({'repairs'}))
        if isinstance(listed, Missing):
            self.assumed['repairs'] = []
            listed = []
        self.repairs = []
        self.repairs_null = listed is None
        for index, event in enumerate(listed or []):
            path = 'repairs[%d]' % index
            begin = read_date(read_field(event, 'received_on', path + '.received_on'))
            if isinstance(begin, datetime.date) and self.as_of is not None and begin > self.as_of:
                self.ignored.append(path)
                continue
            end = read_date(read_field(event, 'returned_on', path + '.returned_on'))
            cut = isinstance(end, datetime.date) and self.as_of is not None and end > self.as_of
            is_open = cut or end is NEVER or (isinstance(end, Missing) and bool(end.absent))
            fixed = read_field(event, 'fixed', path + '.fixed')
            waiting = read_field(event, 'waiting_days', path + '.waiting_days')
            if cut:
                self.ignored.append(path + '.returned_on')
                fixed = waiting = Missing({'cut'})           # as if not given
            elif isinstance(end, Missing) and end.absent:
                self.assumed[path + '.returned_on'] = 'open'
            if is_open and isinstance(fixed, Missing) and fixed.absent:
                fixed = False
                self.assumed[path + '.fixed'] = False
            if isinstance(waiting, Missing) and waiting.absent:
                waiting = 0
                self.assumed[path + '.waiting_days'] = 0
            elif not isinstance(waiting, Missing):
                waiting = int(str(waiting))
            self.repairs.append({'begin': begin, 'end': self.as_of if is_open else end, 'fixed': fixed, 'waiting': waiting})

    # -- periods and the tests on them

    def _periods(self):
        sold = self.facts.date('purchase.sold_on')
        self.return_period = Period(sold, lambda d: d + 7 * DAY, self.calendar)
        self.exchange_period = Period(sold, lambda d: d + 30 * DAY, self.calendar)
        # from a list: the first that is neither null nor never; an absent one before it leaves it open
        start, passed_null = None, Missing()
        for candidate in (self.last_exchange, sold):
            if candidate is NEVER:
                continue
            if isinstance(candidate, Missing) and not candidate.open_by_absent:
                passed_null = passed_null | candidate
                continue
            start = candidate
            break
        if start is None:
            start = passed_null if passed_null.null else NEVER
        elif passed_null.null and isinstance(start, Missing):
            self.doubt.add('a period that passes a null by and then waits for an absent date')
        self.guarantee = Period(start, a_year_after, self.calendar)

    def day_atoms(self, day):
        """The tests whose left side is claim.filed_on: the ones that `until` moves."""
        return {'in_return': self.return_period.contains(day), 'in_exchange': self.exchange_period.contains(day),
                'in_guarantee': self.guarantee.contains(day), 'after_guarantee': self.guarantee.before(day)}

    def _counted(self):
        """(where received_on in guarantee, fixed, waiting) for every repair, `where` open where no day of judgement is known."""
        for repair in self.repairs:
            inside = self.guarantee.contains(repair['begin'])
            if self.as_of is None and inside is True:
                inside = Missing({'claim.filed_on'})
            yield inside, repair['fixed'], repair['waiting']

    def _repaired_twice(self):
        if self.repairs_null:
            return Missing((), {'repairs'})
        certain, maybe = 0, []
        for inside, fixed, _ in self._counted():
            where = k_and(inside, k_not(fixed))
            if where is True:
                certain += 1
            elif where is not False:
                maybe.append(where)
        if certain >= 2:
            return True
        if certain + len(maybe) < 2:
            return False
        return self._mixed(union(*maybe))

    def _waited_too_long(self):
        if self.repairs_null:
            return Missing((), {'repairs'})
        low, high, why = 0, 0, []
        for inside, _, waiting in self._counted():
            if inside is False:
                continue
            if isinstance(waiting, Missing):
                high, why = 10 ** 9, why + [waiting]
                if inside is not True:
                    why.append(inside)
            elif inside is True:
                low, high = max(low, waiting), max(high, waiting)
            else:
                high = max(high, waiting)
                if waiting > 90:
                    why.append(inside)
        if low > 90:
            return True
        if high <= 90:
            return False
        return self._mixed(union(*why))

    def _mixed(self, why):
        if why.kind == 'mixed':
            self.doubt.add('an event test that reads absent and null facts')
        return why

    # -- all atoms

    def _boolean(self, path, assume=None):
        if assume is not None and isinstance(self.facts.raw(path), Missing):
            self.assumed[path] = assume
        return self.facts.value(path, assume)

    def _atoms(self):
        facts, atoms = self.facts, {}
        documents = facts.value('purchase.documents')
        for name in ('invoice', 'guarantee_certificate'):
            atoms['has_' + name] = documents if isinstance(documents, Missing) else name in documents
        atoms['proof'] = self._boolean('proof.within_guarantee')
        atoms['described'] = self._boolean('fault.described')
        atoms['confirmed'] = self._boolean('fault.confirmed')
        cause = facts.value('fault.cause')
        for name in ('own_component', 'misuse', 'installation', 'storage', 'force_majeure', 'unauthorised_repair',
                     'modification'):
            atoms['cause_' + name] = cause if isinstance(cause, Missing) else cause == name
        kind = facts.value('fault.kind')
        for name in ('performance', 'none'):
            atoms['kind_' + name] = kind if isinstance(kind, Missing) else kind == name
        for name, assume in (('human_damage', False), ('opened_by_unauthorised', False), ('modified', False),
                             ('counterfeit', False), ('certificate_altered', False), ('label_intact', True),
                             ('serial_matches', True), ('model_matches', True), ('accessories_complete', None)):
            atoms[name] = self._boolean('goods.' + name, assume)
        wants = self.requests != 'return'
        atoms['accepts_exchange'] = self._boolean('consumer.accepts_exchange', wants)
        atoms['accepts_other_model'] = self._boolean('consumer.accepts_other_model', wants)
        atoms['stock'] = self._boolean('stock.same_model')
        atoms['sold_directly'] = self._boolean('purchase.sold_directly')
        atoms.update(self.day_atoms(self.filed))
        atoms['repaired_twice'] = self._repaired_twice()
        atoms['waited_too_long'] = self._waited_too_long()
        self.atoms = atoms

    # -- does the policy apply at all

    def _applying(self):
        tests = []
        for path, wanted in (('product.category', 'mp3_player'), ('product.brand', '现代')):
            found = self.facts.value(path)
            tests.append(found if isinstance(found, Missing) else found == wanted)
        sold = self.facts.date('purchase.sold_on')
        if sold is NEVER:
            tests.append(False)
        else:
            tests.append(sold if isinstance(sold, Missing) else sold >= datetime.date(2008, 1, 1))
        self.applies = k_and(*tests)
        self.not_applied_by_null = False
        if isinstance(self.applies, Missing) and self.applies.null:
            # Whatever the absent ones turn out to be, the null one keeps the policy from being shown to apply.
            self.applies, self.not_applied_by_null = False, True

    # -- amounts: whole cents, or a reason why there is none

    def full_refund(self, sold_directly):
        return self.facts.money('purchase.price' if sold_directly else 'purchase.net_dealer_price')

    def used_days(self):
        begin, end = self.facts.date('purchase.invoiced_on'), self.filed
        if begin is NEVER:
            return NEVER                                     # no value
        if isinstance(begin, Missing) or isinstance(end, Missing):
            return union(begin, end)
        if self.repairs_null:
            return Missing((), {'repairs'})
        if end <= begin:
            return 0
        certain, possible, why = set(), set(), Missing()
        span = range(begin.toordinal(), end.toordinal())     # each stands for the night that follows it
        for repair in self.repairs:
            low, high = repair['begin'], repair['end']
            if isinstance(low, Missing) or isinstance(high, Missing):
                why = why | union(low, high)
                if isinstance(low, Missing):
                    upto = high if not isinstance(high, Missing) else self.as_of
                    possible.update(d for d in span if d < upto.toordinal())
                else:
                    possible.update(d for d in span if low.toordinal() <= d < self.as_of.toordinal())
                continue
            nights = [d for d in span if low.toordinal() <= d < high.toordinal()]
            certain.update(nights)
            possible.update(nights)
        if possible - certain:
            return why
        if why.absent or why.null:
            self.doubt.add('a repair without its days that cannot change the days of use')
        return len(span) - len(certain)

    def depreciation(self, sold_directly):
        price, days, most = self.facts.money('purchase.price'), self.used_days(), self.full_refund(sold_directly)
        if days is NEVER:
            return 'no value'
        if any(isinstance(v, Missing) for v in (price, days, most)):
            if 0 in [v for v in (price, days, most) if not isinstance(v, Missing)]:
                self.doubt.add('nought times an amount that is open')
            return union(price, days, most)
        step = (price * 3 * days * 2 + 1000) // 2000         # price x 0.3 % x days, half up, to the cent
        return min(step, most)


# ---------------------------------------------------------------- the rules, as the sheet reads them

def atom(name):
    return ('atom', name)


def no(condition):
    return ('not', condition)


def both(*parts):
    return ('and',) + parts


def either(*parts):
    return ('or',) + parts


TRUE = ('and',)
NEITHER = both(no(atom('has_guarantee_certificate')), no(atom('has_invoice')))
UNAUTHORISED = either(atom('opened_by_unauthorised'), atom('modified'), atom('cause_unauthorised_repair'),
                      atom('cause_modification'))
EXCHANGE_DUE = both(atom('kind_performance'), atom('in_guarantee'),
                    either(atom('repaired_twice'), atom('waited_too_long')))

GRANTS = {   # id: (when, {remedy: (own need, money)})
    '5': (both(atom('kind_performance'), atom('in_return')),
          {'return': (atom('accessories_complete'), 'full'), 'exchange': (TRUE, None), 'repair': (TRUE, None)}),
    '6.1': (both(atom('kind_performance'), atom('in_exchange'), no(atom('human_damage'))),
            {'exchange': (TRUE, None), 'repair': (TRUE, None)}),
    '6.2': (both(atom('kind_performance'), atom('in_guarantee'), atom('repaired_twice')), {'exchange': (TRUE, None)}),
    '6.3': (both(atom('kind_performance'), atom('in_guarantee'), atom('waited_too_long')), {'exchange': (TRUE, None)}),
    '6.4a': (both(EXCHANGE_DUE, no(atom('stock')), no(atom('accepts_other_model'))), {'return': (TRUE, 'full')}),
    '6.4b': (both(EXCHANGE_DUE, atom('stock'), no(atom('accepts_exchange'))), {'return': (TRUE, 'less use')}),
    '7': (both(atom('in_guarantee'), atom('cause_own_component'), no(atom('kind_none')), atom('confirmed')),
          {'repair': (TRUE, None)}),
    '7.1': (either(atom('cause_misuse'), atom('cause_installation'), atom('cause_storage')), {'paid_repair': (TRUE, None)}),
    '7.2': (UNAUTHORISED, {'paid_repair': (TRUE, None)}),
    '7.3': (NEITHER, {'paid_repair': (TRUE, None)}),
    '7.4': (either(atom('certificate_altered'), no(atom('model_matches'))), {'paid_repair': (TRUE, None)}),
    '7.5': (atom('cause_force_majeure'), {'paid_repair': (TRUE, None)}),
}
OVERRIDES = {'5': ['6.4a', '6.4b']}
EXCLUSIONS = {   # id: (when, unless); all of them close return, exchange and repair
    '3.1': (atom('after_guarantee'), None),
    '3.2': (either(atom('certificate_altered'), no(atom('serial_matches'))), None),
    '3.3': (either(atom('cause_misuse'), atom('cause_installation')), None),
    '3.4': (NEITHER, atom('proof')),
    '3.5': (either(atom('human_damage'), no(atom('label_intact'))), None),
    '3.6': (atom('cause_force_majeure'), None),
    '3.7': (UNAUTHORISED, None),
    '3.8': (atom('counterfeit'), None),
}
ADDITIONS = {   # id: need, added to every return, exchange and repair
    '2.2': either(atom('has_invoice'), atom('proof')),
    '2.3': either(atom('has_guarantee_certificate'), atom('proof')),
    '2.4': atom('described'),
}


def kleene(condition, atoms):
    head = condition[0]
    if head == 'atom':
        return atoms[condition[1]]
    parts = [kleene(p, atoms) for p in condition[1:]]
    return k_not(parts[0]) if head == 'not' else k_and(*parts) if head == 'and' else k_or(*parts)


def plain(condition, atoms):
    head = condition[0]
    if head == 'atom':
        return atoms[condition[1]]
    if head == 'not':
        return not plain(condition[1], atoms)
    return all(plain(p, atoms) for p in condition[1:]) if head == 'and' else any(plain(p, atoms) for p in condition[1:])


def atoms_of(condition):
    if condition[0] == 'atom':
        return {condition[1]}
    return set().union(*[atoms_of(p) for p in condition[1:]]) if len(condition) > 1 else set()


class Remedy:
    """What the rules say about one remedy: its conditions under names of their own."""

    def __init__(self, name):
        self.name = name
        self.grants = {i: body[name] for i, (_, body) in GRANTS.items() if name in body}
        self.exclusions = list(EXCLUSIONS) if name in MAIN else []
        self.additions = list(ADDITIONS) if name in MAIN else []
        self.conditions = {}
        for i in self.grants:
            self.conditions['when', i] = GRANTS[i][0]
            self.conditions['need', i] = self.grants[i][0]
        for i in self.exclusions:
            self.conditions['when', i] = EXCLUSIONS[i][0]
            if EXCLUSIONS[i][1]:
                self.conditions['unless', i] = EXCLUSIONS[i][1]
        for i in self.additions:
            self.conditions['need', i] = ADDITIONS[i]
        self.mentions = {key: atoms_of(c) for key, c in self.conditions.items()}
        self.atoms = sorted(set().union(*self.mentions.values()))
        if name == 'return':
            self.atoms.append('sold_directly')               # a condition inside an amount is an atom too (section 7)

    def case(self, read):
        """One completion: `read` gives each condition's truth. (status, due grants, ok grants, unmet needs)"""
        excluded = any(read['when', i] and not read.get(('unless', i), False) for i in self.exclusions)
        holds = [i for i in self.grants if read['when', i]]
        dropped = {low for high in holds for low in OVERRIDES.get(high, [])}
        due = [] if excluded else [i for i in holds if i not in dropped]
        ok, unmet = [], set()
        for i in due:
            missing = [n for n in [i] + self.additions if not read['need', n]]
            unmet.update(missing)
            if not missing:
                ok.append(i)
        status = 'available' if ok else 'conditional' if due else 'unavailable'
        return status, due, ok, unmet


SHAPES = {name: Remedy(name) for name in REMEDIES}


# ---------------------------------------------------------------- status by completion (sections 3 and 7)

def completions(names):
    return itertools.product((True, False), repeat=len(names))


def three_valued(condition, atoms):
    """0 false, 1 open, 2 true."""
    head = condition[0]
    if head == 'atom':
        return atoms[condition[1]]
    if head == 'not':
        return 2 - three_valued(condition[1], atoms)
    parts = [three_valued(p, atoms) for p in condition[1:]]
    return min(parts, default=2) if head == 'and' else max(parts, default=0)


def bounded(shape, read):
    """(the status where plain Kleene settles it, else None; whether the remedy is due). Never wrong, often silent."""
    closed = max([min(read['when', i], 2 - read.get(('unless', i), 0)) for i in shape.exclusions], default=0)
    due, ok = 0, 0
    for i in shape.grants:
        dropped = max([read['when', h] for h, lows in OVERRIDES.items() if i in lows and h in shape.grants], default=0)
        live = min(read['when', i], 2 - dropped)
        due = max(due, live)
        ok = max(ok, min([live] + [read['need', n] for n in [i] + shape.additions]))
    due, ok = min(due, 2 - closed), min(ok, 2 - closed)
    return ('available' if ok == 2 else 'unavailable' if due == 0 else 'conditional' if due == 2 and ok == 0 else None), due


class Judged:
    """Status of a remedy for a world, and what every completion of the absent atoms leads to."""

    def __init__(self, world, name, atoms=None, only_status=False):
        self.shape = SHAPES[name]
        self.world = world
        self.atoms = dict(atoms or world.atoms)
        self.open = {a: self.atoms[a] for a in self.shape.atoms if isinstance(self.atoms[a], Missing)}
        self.turning = [k for k, names in self.shape.mentions.items() if not names.isdisjoint(self.open)]
        self.cases = []                                      # one list a completion of the absent atoms
        self.settled = None
        self.beyond = len(self.open) > 12
        if self.beyond:
            self._plain_kleene()
        elif only_status:
            self._search()
        else:
            self._complete()

    def _search(self):
        """The same status as _complete gives, with whole branches decided at once where bounds settle them."""
        atoms = {a: 1 if isinstance(v, Missing) else 2 if v else 0 for a, v in self.atoms.items()}
        absent = [a for a, why in self.open.items() if why.kind in ('absent', 'mixed')]
        nulls = [a for a, why in self.open.items() if why.kind == 'null']
        statuses = set()
        read = {k: three_valued(c, atoms) for k, c in self.shape.conditions.items()}

        def branch(depth, values, unknowable):
            if len(statuses) > 1:
                return
            read.update((k, three_valued(self.shape.conditions[k], values)) for k in self.turning)
            known = bounded(self.shape, read)[0]
            if known:
                statuses.add(known)
            elif depth == len(absent):
                truth = {a: v == 2 for a, v in values.items()}
                statuses.add(self._over_nulls(truth, unknowable)[0])
            else:
                name = absent[depth]
                for value in (0, 2):
                    branch(depth + 1, dict(values, **{name: value}), unknowable)
                if self.open[name].kind == 'mixed':
                    branch(depth + 1, values, unknowable + [name])

        branch(0, atoms, nulls)
        self.statuses = statuses
        self.status = next(iter(statuses)) if len(statuses) == 1 else 'unknown'

    def _complete(self):
        absent = [a for a, why in self.open.items() if why.kind == 'absent']
        mixed = [a for a, why in self.open.items() if why.kind == 'mixed']
        nulls = [a for a, why in self.open.items() if why.kind == 'null']
        values = dict(self.atoms)
        statuses = set()
        for pick in itertools.product(*([(True, False)] * len(absent) + [(True, False, None)] * len(mixed))):
            values.update(zip(absent + mixed, pick))
            unknowable = nulls + [a for a, v in zip(mixed, pick[len(absent):]) if v is None]
            status, cases = self._over_nulls(values, unknowable)
            statuses.add(status)
            self.cases.append((status, cases))
        self.statuses = statuses
        self.status = next(iter(statuses)) if len(statuses) == 1 else 'unknown'
        quick = Judged(self.world, self.shape.name, self.atoms, only_status=True).status
        assert quick == self.status, (self.shape.name, quick, self.status)

    def _over_nulls(self, values, unknowable):
        """(status, [(case, values of the null atoms)]) for one completion of the absent atoms."""
        reads, picks = [], []
        if self.settled is None:                             # conditions that no open atom stands in are read once
            self.settled = {k: plain(c, values) for k, c in self.shape.conditions.items() if k not in self.turning}
        for pick in completions(unknowable):
            values.update(zip(unknowable, pick))
            reads.append(dict(self.settled))
            reads[-1].update((k, plain(self.shape.conditions[k], values)) for k in self.turning)
            picks.append(dict(values))
        cases = [self.shape.case(read) for read in reads]
        found = {case[0] for case in cases}
        if len(found) == 1:
            return found.pop(), list(zip(cases, picks))
        # Burden of proof: every condition that differs over the nulls is not established.
        read = {key: reads[0][key] if all(r[key] == reads[0][key] for r in reads) else False for key in reads[0]}
        case = self.shape.case(read)
        return case[0], [(case, pick) for pick in picks]

    def _plain_kleene(self):
        self.world.doubt.add('more than 12 undecided atoms')
        level = {a: 1 if isinstance(v, Missing) else 2 if v else 0 for a, v in self.atoms.items()}
        self.status, due = bounded(self.shape, {k: three_valued(c, level) for k, c in self.shape.conditions.items()})
        if self.status is None and any(why.null for why in self.open.values()):
            read = {k: four_valued(c, self.atoms) for k, c in self.shape.conditions.items()}
            # 0 false, 1 open by nulls alone and so not established, 2 open, 3 true
            self.status, due = bounded(self.shape, {k: {0: 0, 1: 0, 2: 1, 3: 2}[v] for k, v in read.items()})
        self.status = self.status or 'unknown'
        self.statuses = {self.status} if self.status != 'unknown' else {'conditional'} if due == 2 else set(BEST)

    @property
    def at_least(self):
        return self.status == 'unknown' and self.statuses <= {'available', 'conditional'}

    def rules(self):
        """The grants that are ok (conditional: due) in every completion."""
        which = 2 if self.status == 'available' else 1
        common = set(self.shape.grants)
        for _, cases in self.cases:
            for case, _ in cases:
                common &= set(case[which])
        return [i for i in RULE_ORDER if i in common]

    def unmet(self):
        found = set()
        for _, cases in self.cases:
            for case, _ in cases:
                found |= case[3]
        return [i for i in RULE_ORDER if i in found]

    # -- money, apart from status

    def money(self):
        """({(side, key): cents or None}, open: do absent facts keep any of it open). Only a return has money here."""
        seen, is_open = [], False
        for _, cases in self.cases:
            merged = [self._entries(case, values) for case, values in cases]
            entry = {}
            for key in sorted(set().union(*merged)):
                found = [m.get(key, 'no key') for m in merged]
                if 'open' in found:
                    entry[key] = 'open'
                else:
                    entry[key] = found[0] if all(f == found[0] for f in found) else 'null'
            seen.append(entry)
        result = {}
        for key in sorted(set().union(*seen)) if seen else []:
            found = [s.get(key, 'no key') for s in seen]
            alike = all(f == found[0] for f in found)
            if not alike or found[0] == 'open':
                is_open = True
            result[key] = found[0] if alike and isinstance(found[0], int) else None
        return result, is_open

    def _entries(self, case, values):
        candidates = case[2] or case[1]
        direct = values.get('sold_directly')
        listed = []
        for i in candidates:
            kind = self.shape.grants[i][1]
            entry = {}
            if kind:
                entry['pays', 'refund'] = self._amount(self.world.full_refund(direct))
            if kind == 'less use':
                entry['charges', 'depreciation'] = self._amount(self.world.depreciation(direct))
            if entry not in listed:
                listed.append(entry)
        assert len(listed) < 2, 'two amounts at once: 5 overrides 6.4, and 6.4a and 6.4b exclude each other'
        return listed[0] if listed else {}

    def _amount(self, value):
        if isinstance(value, Missing):
            if value.kind == 'mixed':
                self.world.doubt.add('an amount that reads absent and null facts')
            return 'null' if value.null else 'open'
        return 'null' if value == 'no value' else value

    # -- until: only the tests on claim.filed_on move

    def until(self):
        world = self.world
        if not isinstance(world.filed, datetime.date):
            return None
        ends = [p.rolled or p.unrolled + 16 * DAY
                for p in (world.return_period, world.exchange_period, world.guarantee) if p.unrolled]
        horizon = max([world.filed] + ends) + 2 * DAY
        seen, day = {}, world.filed
        while day <= horizon:
            moved = dict(self.atoms)
            moved.update(world.day_atoms(day + DAY))
            key = tuple(str(type(moved[a])) + str(moved[a] is True) for a in world.day_atoms(day))
            if key not in seen:
                seen[key] = Judged(world, self.shape.name, moved, only_status=True).status
            if seen[key] != self.status:
                return day
            day += DAY
        return None

    # -- facts an answer could still turn on

    def readable(self):
        facts = set().union(*[why.absent for why in self.open.values()]) if self.open else set()
        if self.shape.name == 'return':
            for direct in (True, False):
                for value in (self.world.full_refund(direct), self.world.depreciation(direct)):
                    if isinstance(value, Missing):
                        facts |= value.absent
        return facts


def four_valued(condition, atoms):
    """0 false, 1 open by nulls, 2 open by absent facts, 3 true; only used beyond 12 atoms."""
    head = condition[0]
    if head == 'atom':
        value = atoms[condition[1]]
        if isinstance(value, Missing):
            return 2 if value.open_by_absent else 1
        return 3 if value else 0
    if head == 'not':
        inner = four_valued(condition[1], atoms)
        return 3 - inner if inner in (0, 3) else inner
    parts = [four_valued(p, atoms) for p in condition[1:]]
    return min(parts, default=3) if head == 'and' else max(parts, default=0)


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
    requested = world.requests
    result = {'claim': record.get('claim', {}).get('id'), 'as_of': world.as_of.isoformat() if world.as_of else None,
              'requested': requested}

    if world.applies is False:
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
