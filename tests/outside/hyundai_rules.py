# SPDX-License-Identifier: Apache-2.0
"""The rules of the Hyundai terms as their sheet reads them, and the status of a remedy by completing what is open.

In:  a World (hyundai_world.py).
Out: Judged: status, rules, unmet needs, money and last day of one remedy.
Never: asks for facts or writes a decision; hyundai_checker.py does. Section numbers are those of docs/language.md.
Checked with hyundai_checker.py.
"""
import datetime
import itertools

from hyundai_world import DAY, NEVER, Missing, k_and, k_not, k_or

RULE_ORDER = ['2.2', '2.3', '2.4', '3.1', '3.2', '3.3', '3.4', '3.5', '3.6', '3.7', '3.8', '5', '6.1', '6.2', '6.3',
              '6.4a', '6.4b', '6.5', '7', '7.1', '7.2', '7.3', '7.4', '7.5']
REMEDIES = ['return', 'exchange', 'repair', 'paid_repair']
MAIN = ['return', 'exchange', 'repair']                      # not side remedies
BEST = ['available', 'unknown', 'conflict', 'conditional', 'unavailable']


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
            known = self.atoms['sold_directly']
            for direct in (True, False) if isinstance(known, Missing) else (known,):
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
