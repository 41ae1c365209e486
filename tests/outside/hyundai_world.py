# SPDX-License-Identifier: Apache-2.0
"""What one claim says under the Hyundai terms: facts in five states, events, periods, day tests and amounts.

In:  a record (docs/records.md), a day of judgement where one is set, the calendar.
Out: World: every atom a rule can ask as True, False or Missing (with the reason why), and the amounts.
Never: knows a rule or a remedy; hyundai_rules.py does. Section numbers are those of docs/language.md.
Checked with hyundai_checker.py.
"""
import datetime
import re
from decimal import Decimal

DAY = datetime.timedelta(days=1)


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
                self.doubt.add('whether the end of a cut repair is listed as assumed')
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
            if self.as_of is None and len(self.repairs) > 1:
                self.doubt.add('events that no day of judgement could let in')
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
            if self.as_of is None and any(isinstance(r['waiting'], int) and r['waiting'] > 90 for r in self.repairs):
                self.doubt.add('events that no day of judgement could let in')
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
            if self.applies.absent:
                self.doubt.add('applying that reads absent and null facts')
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
