#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reckons dates a second way, to prove src/values against.

In:  nothing but datetime, and a calendar file for the days off.
Out: a digest a year of what every day leads to: tests/proof/dates.digests and cn.digests.
Never: looks at the C++; months, rolling and working days are the few lines below, written from
       docs/language.md (section 7, Counting and Windows).
Compared by tests/proof/calendar_proof.cpp.

    python3 tests/proof/reckon.py dates > tests/proof/dates.digests
    python3 tests/proof/reckon.py cn rules/calendars/cn.csv > tests/proof/cn.digests
    python3 tests/proof/reckon.py dates --check tests/proof/dates.digests
    python3 tests/proof/reckon.py dates --print 2024 last_day     # the numbers behind one digest
"""
import array
import calendar
import csv
import hashlib
import sys
from datetime import date, timedelta

EPOCH = date(1970, 1, 1).toordinal()
NONE = -(2**31)

DAYS = (1, 3, 7, 15, 30, 60, 90)
MONTHS = range(1, 73)
WORKING_DAYS = (1, 2, 3, 5, 7, 10, 15, 20, 30, 60)


def number(day):
    return day.toordinal() - EPOCH


def add_months(start, months, month_end):
    """The day `months` after the start; None where there is none under `error`."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    month += 1
    longest = calendar.monthrange(year, month)[1]
    if start.day <= longest:
        return date(year, month, start.day)
    if month_end == "last_day":
        return date(year, month, longest)
    if month_end == "next_month_first":
        return date(year, month, longest) + timedelta(days=1)
    return None


def days_of(year):
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)


# --- what every day from 1970 to 2199 leads to ---------------------------------------------------


def dates(year):
    for d in days_of(year):
        yield from (d.year, d.month, d.day, d.isoweekday() % 7)


def days(year):
    for d in days_of(year):
        for n in DAYS:
            yield number(d + timedelta(days=n))


def months(month_end):
    def stream(year):
        for d in days_of(year):
            for n in MONTHS:
                end = add_months(d, n, month_end)
                yield NONE if end is None else number(end)

    return stream


DATE_COLUMNS = {
    "dates": dates,
    "days": days,
    "last_day": months("last_day"),
    "next_month_first": months("next_month_first"),
    "error": months("error"),
}

# --- what the days off make of it ----------------------------------------------------------------


class Calendar:
    def __init__(self, path):
        self.listed = {}
        with open(path, encoding="utf-8", newline="") as file:
            years = file.readline().split(":")[1].split("-")
            self.first, self.last = int(years[0]), int(years[1])
            for row in csv.reader(line for line in file if not line.startswith("#")):
                if row[0] != "date":
                    self.listed[date.fromisoformat(row[0])] = row[1]

    def covers(self, day):
        return self.first <= day.year <= self.last

    def works(self, day):
        if day in self.listed:
            return self.listed[day] == "work"
        return day.isoweekday() < 6

    def listed_off(self, day):
        return self.covers(day) and self.listed.get(day) == "off"

    def nth_working_day(self, day, n):
        """(the day, 0), or (None, the year that is missing)."""
        while True:
            if not self.covers(day):
                return None, day.year
            if self.works(day):
                n -= 1
                if n == 0:
                    return day, 0
            day += timedelta(days=1)

    def roll(self, last, mode):
        """(the day, what happened, the year that is missing)."""
        if not self.covers(last):
            return last, "unknown", last.year
        moves = self.listed_off(last) if mode == "after_holiday" else not self.works(last)
        if not moves:
            return last, "not_moved", 0
        day, gap = self.nth_working_day(last, 1)
        return (last, "unknown", gap) if day is None else (day, mode, 0)


STATES = ("not_moved", "next_working_day", "after_holiday", "unknown")
MODES = ("next_working_day", "after_holiday")


def kinds(cn, year):
    for d in days_of(year):
        yield 2 if not cn.covers(d) else 0 if cn.works(d) else 1
        yield int(cn.listed_off(d))


def rolls(cn, year):
    for d in days_of(year):
        for mode in MODES:
            last, state, gap = cn.roll(d, mode)
            yield from (number(last), STATES.index(state), gap)


def working_days(cn, year):
    for d in days_of(year):
        for first in (d + timedelta(days=1), d):  # next_day, same_day
            for n in WORKING_DAYS:
                last, gap = cn.nth_working_day(first, n)
                yield from (NONE if last is None else number(last), gap)


def windows(cn, year):
    for d in days_of(year):
        for same_day in (0, 1):
            ends = [d + timedelta(days=n) for n in DAYS]
            ends += [add_months(d, n, "last_day") for n in (1, 3, 12, 36)]
            for end in ends:
                for mode in MODES:
                    last, state, _ = cn.roll(end - timedelta(days=same_day), mode)
                    yield from (number(last), STATES.index(state))


CALENDAR_COLUMNS = {
    "kinds": kinds,
    "rolls": rolls,
    "working_days": working_days,
    "windows": windows,
}


def digest(numbers):
    """Of the numbers as 32-bit integers, least byte first; 16 of its 64 digits."""
    packed = array.array("i", numbers)
    if sys.byteorder == "big":
        packed.byteswap()
    return hashlib.sha256(packed.tobytes()).hexdigest()[:16]


def main(arguments):
    shown = checked = None
    if "--check" in arguments:
        at = arguments.index("--check")
        checked = arguments[at + 1]
        del arguments[at : at + 2]
    if "--print" in arguments:
        at = arguments.index("--print")
        shown = (int(arguments[at + 1]), arguments[at + 2])
        del arguments[at : at + 3]
    if arguments[0] == "dates":
        columns, years = DATE_COLUMNS, range(1970, 2200)
    else:
        cn = Calendar(arguments[1])
        # A bound argument for each column; one year more on both ends, which is not covered.
        columns = {
            name: (lambda year, stream=stream: stream(cn, year))
            for name, stream in CALENDAR_COLUMNS.items()
        }
        years = range(cn.first - 1, cn.last + 2)
    if shown:
        print("\n".join(str(n) for n in columns[shown[1]](shown[0])))
        return 0
    lines = [" ".join(("year", *columns))]
    for year in years:
        lines.append(" ".join((str(year), *(digest(stream(year)) for stream in columns.values()))))
    text = "\n".join(lines) + "\n"
    if not checked:
        sys.stdout.write(text)
        return 0
    with open(checked, encoding="ascii") as file:
        same = file.read() == text
    print(f"{checked}: {len(lines) - 1} years", "agree" if same else "do not all agree")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
