#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes random but valid claims around every boundary of the Hyundai policy.

In:  --count and --seed; the same two give the same bytes.
Out: JSON Lines on standard output: claims fully given, with up to four facts left out, with facts that cannot be known,
     with dates that never came, with open, overlapping, cut and later repairs, exchanges of units and parts, other goods.
Never: a line that docs/records.md refuses; for those see the bad-input tests. Used by compare.py.
"""
import argparse
import datetime
import json
import random
import re

DAY = datetime.timedelta(days=1)
KINDS = ['performance', 'cosmetic', 'missing_parts', 'transit_damage', 'counterfeit', 'not_as_described', 'software',
         'late_dispatch', 'late_arrival', 'none']
CAUSES = ['own_component', 'misuse', 'installation', 'storage', 'transport', 'force_majeure', 'unauthorised_repair',
          'modification', 'third_party_part', 'software', 'virus', 'power_surge', 'environment', 'wear']
REQUESTS = ['return'] * 8 + ['exchange'] * 4 + ['repair'] * 4 + ['any'] * 3 + ['paid_repair'] * 2 + ['refund', 'price_reduction']
PAPERS = ['invoice', 'guarantee_certificate', 'order_record', 'payment_record', 'photo', 'warranty_card']
ASSUMED = ['human_damage', 'opened_by_unauthorised', 'modified', 'counterfeit', 'certificate_altered', 'label_intact',
           'serial_matches', 'model_matches']
NORMAL = {'label_intact', 'serial_matches', 'model_matches'}
PARTS = ['battery', 'mainboard', 'headset', 'display']

# Days at which a last day meets a holiday, a worked weekend, a plain weekend, a leap day or the calendar's end.
ENDS = ['2009-01-01', '2010-10-01', '2011-02-02', '2012-01-01', '2013-02-09', '2014-05-01', '2015-09-03', '2016-02-28',
        '2016-02-29', '2017-10-01', '2018-12-31', '2019-05-01', '2020-01-24', '2020-02-29', '2021-02-28', '2021-10-01',
        '2022-01-31', '2023-09-29', '2024-02-10', '2024-02-29', '2024-05-01', '2024-05-11', '2024-05-25', '2024-06-10',
        '2024-10-01', '2025-01-28', '2025-05-01', '2025-06-01', '2026-02-15', '2026-10-01', '2026-12-26', '2026-12-31',
        '2027-01-01', '2027-05-01', '2027-10-01']


def day_of(text):
    return datetime.date.fromisoformat(text)


def minus_a_year(day):
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


class Maker:
    def __init__(self, rng):
        self.rng = rng

    def chance(self, part):
        return self.rng.random() < part

    def bool_mostly(self, value, part):
        return value if self.chance(part) else not value

    def sold(self):
        rng = self.rng
        way = rng.random()
        if way < 0.35:
            end = day_of(rng.choice(ENDS)) + rng.randint(-2, 2) * DAY
            return rng.choice([end - 7 * DAY, end - 30 * DAY, minus_a_year(end), minus_a_year(end)])
        if way < 0.40:
            return rng.choice([day_of('2008-01-01'), day_of('2007-12-31'), day_of('2008-02-29'), day_of('2012-02-29'),
                               day_of('2020-02-29'), day_of('2024-02-29')])
        if way < 0.50:
            return day_of('2026-01-01') + rng.randint(0, 500) * DAY
        return day_of('2007-12-01') + rng.randint(0, 6900) * DAY

    def filed(self, sold, exchanged):
        rng = self.rng
        way = rng.random()
        start = exchanged if exchanged and self.chance(0.5) else sold
        if way < 0.12:
            return sold + rng.randint(-3, 3) * DAY
        if way < 0.30:
            return sold + (7 + rng.randint(-2, 10)) * DAY
        if way < 0.45:
            return sold + (30 + rng.randint(-2, 10)) * DAY
        if way < 0.70:
            return start + (365 + rng.randint(-3, 20)) * DAY
        return sold + rng.randint(0, 420) * DAY

    def money(self, value):
        text = '%d.%02d' % divmod(value, 100)
        if self.chance(0.15) and text.endswith('0'):
            text = text[:-1].rstrip('.') if text.endswith('.00') else text[:-1]
        return '@%s@' % text if self.chance(0.3) else text   # @...@ becomes a bare number

    def date(self, day):
        if self.chance(0.03) and day.year >= 1993:
            hour = self.rng.choice([0, 7, 8, 15, 16, 23])
            local = datetime.datetime(day.year, day.month, day.day, hour, 30, 0)
            away = self.rng.choice([8, 0, 9, -5])
            there = local - datetime.timedelta(hours=8 - away)
            zone = 'Z' if away == 0 else '%s%02d:00' % ('-' if away < 0 else '+', abs(away))
            return there.strftime('%Y-%m-%dT%H:%M:%S') + zone
        return day.isoformat()

    def repairs(self, sold, filed):
        rng, events = self.rng, []
        for _ in range(rng.choice([0, 0, 1, 2, 2, 2, 3, 4])):
            way = rng.random()
            if way < 0.15:
                begin = sold + rng.randint(-3, 3) * DAY
            elif way < 0.25:
                begin = filed + rng.randint(-3, 4) * DAY
            else:
                span = max(1, (filed - sold).days)
                begin = sold + rng.randint(0, span) * DAY
            event = {'received_on': self.date(begin)}
            end = rng.random()
            if end < 0.72:
                event['returned_on'] = self.date(begin + rng.choice([0, 1, 3, 10, 14, 30, 60, 100, 130]) * DAY)
            elif end < 0.77:
                event['returned_on'] = 'never'
            elif end < 0.80:
                event['returned_on'] = None
            if self.chance(0.88):
                event['fixed'] = self.bool_mostly(False, 0.8)
            elif self.chance(0.3):
                event['fixed'] = None
            if self.chance(0.45):
                event['waiting_days'] = rng.choice([0, 5, 60, 89, 90, 90, 91, 91, 92, 120])
            elif self.chance(0.08):
                event['waiting_days'] = None
            if self.chance(0.2):
                event['component'] = rng.choice(PARTS)
            events.append(event)
        return events

    def exchanges(self, sold, filed):
        rng, events = self.rng, []
        for _ in range(rng.choice([0, 0, 0, 1, 1, 2])):
            span = max(1, (filed - sold).days)
            day = sold + rng.randint(-2, span + 2) * DAY
            if self.chance(0.2):
                day = filed + rng.randint(-2, 3) * DAY
            event = {'on': 'never' if self.chance(0.03) else self.date(day)}
            if self.chance(0.35):
                event['component'] = rng.choice(PARTS)
            events.append(event)
        return events

    def full(self, number):
        rng = self.rng
        sold = self.sold()
        exchanged = sold + rng.randint(0, 200) * DAY if self.chance(0.25) else None
        filed = self.filed(sold, exchanged)
        price = rng.choice([1, 500, 1999, 9999, 123500, 129900, 129950, rng.randint(100, 400000)])
        net = price if self.chance(0.08) else max(1, price * rng.randint(40, 110) // 100)
        papers = [p for p in PAPERS if self.chance(0.92 if p in PAPERS[:2] else 0.1)]
        record = {
            'claim': {'id': 'G-%06d' % number, 'filed_on': self.date(filed), 'requests': rng.choice(REQUESTS)},
            'purchase': {'sold_on': self.date(sold), 'invoiced_on': self.date(sold + rng.choice([0, 0, 0, 0, 1, 2, -1, 10]) * DAY),
                         'price': self.money(price), 'net_dealer_price': self.money(net),
                         'sold_directly': self.bool_mostly(True, 0.6), 'documents': papers},
            'product': {'category': 'mp3_player', 'brand': '现代'},
            'fault': {'kind': 'performance' if self.chance(0.85) else rng.choice(KINDS),
                      'cause': 'own_component' if self.chance(0.75) else rng.choice(CAUSES),
                      'confirmed': self.bool_mostly(True, 0.88), 'described': self.bool_mostly(True, 0.92)},
            'goods': {'accessories_complete': self.bool_mostly(True, 0.75)},
            'repairs': self.repairs(sold, filed),
            'exchanges': [{'on': self.date(exchanged)}] if exchanged else self.exchanges(sold, filed),
            'stock': {'same_model': self.bool_mostly(True, 0.6)},
            'consumer': {},
        }
        for name in ASSUMED:
            if self.chance(0.3):
                record['goods'][name] = self.bool_mostly(name in NORMAL, 0.95)
        for name in ('accepts_exchange', 'accepts_other_model'):
            if self.chance(0.5):
                record['consumer'][name] = self.chance(0.4)
        if self.chance(0.5):
            record['proof'] = {'within_guarantee': self.chance(0.5)}
        if self.chance(0.03):
            record['product']['category'] = rng.choice(['mobile_phone', 'other', 'tape_player'])
        if self.chance(0.03):
            record['product']['brand'] = rng.choice(['其他', 'HYUNDAI', ''])
        if self.chance(0.03):
            record['purchase']['invoiced_on'] = 'never'
        if self.chance(0.01):
            record['purchase']['sold_on'] = 'never'
        if self.chance(0.05):
            record['context'] = {'note': 'carried along', 'n': [1, 2, {'a': None}]}
        return record

    def paths(self, record):
        found = []
        for group, value in record.items():
            if group == 'context':
                continue
            if isinstance(value, dict):
                found += [(group, None, field) for field in value if (group, field) != ('claim', 'id')]
            else:
                found.append((group, None, None))
                for index, event in enumerate(value or []):
                    found += [(group, index, field) for field in event]
        return found

    def drop(self, record, path):
        group, index, field = path
        if field is None:
            record.pop(group, None)
        elif index is None:
            record.get(group, {}).pop(field, None)
        elif group in record:
            record[group][index].pop(field, None)

    def make_null(self, record, path):
        group, index, field = path
        if group == 'claim' or (group == 'exchanges' and field == 'component'):
            return
        if (group == 'product' or field == 'sold_on') and self.chance(0.8):
            return                                           # such claims are simply not covered
        if field is None:
            record[group] = None
        elif index is None:
            record[group][field] = None
        elif record[group] is not None:
            record[group][index][field] = None

    def claim(self, number):
        rng = self.rng
        way = rng.random()
        if way < 0.002:
            return {}
        record = self.full(number)
        if way < 0.010:                                      # sparse: most facts missing
            record['repairs'] = record['repairs'][:1]
            for path in self.paths(record):
                if self.chance(0.6) and path[2] is not None:
                    self.drop(record, path)
            return record
        for path in rng.sample(self.paths(record), rng.choice([0, 0, 0, 0, 1, 1, 2])):
            if path[2] is not None or self.chance(0.2):
                self.make_null(record, path)
        paths = [p for p in self.paths(record) if p[2] is not None or self.chance(0.3)]
        for path in sorted(rng.sample(paths, rng.choice([0, 0, 0, 1, 1, 2, 3, 4])), key=str):
            if record.get(path[0], {}) is not None:
                self.drop(record, path)
        return record


def claims(count, seed):
    maker = Maker(random.Random(seed))
    for number in range(1, count + 1):
        text = json.dumps(maker.claim(number), ensure_ascii=False, separators=(',', ':'))
        yield re.sub(r'"@([0-9.]+)@"', r'\1', text)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--count', type=int, default=10000)
    parser.add_argument('--seed', type=int, default=1)
    options = parser.parse_args()
    for line in claims(options.count, options.seed):
        print(line)


if __name__ == '__main__':
    main()
