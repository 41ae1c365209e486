# SPDX-License-Identifier: Apache-2.0
"""What `sanbao impact` must say, worked out from two runs of `sanbao decide` alone (docs/audit.md).

In: the decisions of two rulebooks on the same claims, as `decide --reasons codes` writes them, and which rules grant or
exclude what. Out: the numbers of one variant of the report. Shares nothing with the program but the page that says what the numbers mean.
"""

from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

ORDER = ["return", "refund", "compensation", "exchange", "repair", "price_reduction", "resend", "part_exchange"]
SIDE = {"paid_repair", "spare_unit", "transport_compensation"}
BEST = ["available", "unknown", "conflict", "conditional", "unavailable"]
RANGES = {"approved": (2, 2), "conditional": (1, 1), "conflict": (1, 2), "denied": (0, 0), "not_covered": (0, 0)}
BOUNDS = [10, 50, 100, 500, 1000, 5000]
DAY_BOUNDS = [7, 15, 30, 90, 180, 365]
ZERO = Decimal(0)


def answered(decision):
    """The remedy that the outcome is about, with its id."""
    remedies = decision["remedies"]
    asked = decision["requested"]
    if asked != "any":
        return (asked, remedies[asked]) if asked in remedies else (None, None)
    best = None
    for name, answer in remedies.items():
        if name not in SIDE and (best is None or
                                 BEST.index(answer["status"]) < BEST.index(best[1]["status"])):
            best = name, answer
    return best or (None, None)


def money(answer):
    """None: open."""
    if answer is None or answer["status"] == "unavailable":
        return ZERO
    if answer["status"] in ("unknown", "conflict"):
        return None
    if "net" not in answer:
        return ZERO
    return None if answer["net"] is None else Decimal(answer["net"])


def chances(decision, answer):
    outcome = decision["outcome"]
    if outcome == "needs_facts":
        return (1 if answer and "at_least" in answer else 0, 2)
    return RANGES[outcome]


def direction(before, after):
    (low, high), old = before
    (new_low, new_high), new = after
    if (low, high) == (new_low, new_high):
        if old is None or new is None or old == new:
            return "neither"
        return "better" if new > old else "worse"
    if new_low >= low and new_high >= high:
        return "better"
    return "worse" if new_low <= low and new_high <= high else "neither"


def code(decision, policy, rule):
    for answer in decision["policies"]:
        if answer["policy"] == policy:
            for name, rules in answer["codes"].items():
                if rule in rules:
                    return name
    return None


def closers(decisions):
    """Of decisions with full reasons: the remedies that each rule grants or excludes."""
    about = defaultdict(set)
    for decision in decisions:
        for policy in decision.get("policies", []):
            for reason in policy["reasons"]:
                if reason["effect"] != "adds":
                    about[policy["policy"], reason["rule"]].update(reason["remedies"])
    return about


def rules_behind(old, before, new, after, about):
    (old_name, before), (new_name, after) = before, after

    def named(answer, part):
        return [(answer["policy"], rule) for rule in answer.get(part, [])] if answer else []

    grants = set(named(before, "rules") + named(after, "rules"))
    all_rules = grants | set(named(before, "excluded_by") + named(after, "excluded_by"))
    decides = {name for name in all_rules if code(old, *name) != code(new, *name)}
    # An answer that is open names no rules.
    for remedy, answer in ((old_name, before), (new_name, after)):
        if answer and answer["status"] == "unknown":
            decides |= {name for name, remedies in about.items() if name[0] == answer["policy"] and remedy in remedies
                        and (code(old, *name) or "fails") != (code(new, *name) or "fails")}
    if all(answer and answer["status"] in ("available", "conditional") for answer in (before, after)):
        decides |= set(named(before, "needs")) ^ set(named(after, "needs"))
    return tuple(sorted(decides or grants or all_rules))


def beside(decision):
    return [(name, answer["status"], answer.get("net"), answer.get("rules"))
            for name, answer in decision["remedies"].items() if answer["status"] != "unavailable"]


class Weight:
    def __init__(self):
        self.claims, self.open, self.sum = 0, 0, ZERO

    def add(self, amount):
        self.claims += 1
        if amount is None:
            self.open += 1
        else:
            self.sum += amount

    def told(self):
        return {"claims": self.claims, "money": f"{self.sum:.2f}", "open": self.open}


def bucket(amount):
    step = 0 if amount == 0 else 1 + sum(abs(amount) > bound for bound in BOUNDS)
    return step if amount >= 0 else -step


def weigh(old_decisions, new_decisions, about):
    """The report's numbers for one variant; error lines stand in both at the same places. `about`: the `closers` of both."""
    weights = defaultdict(Weight)
    moves, rules, buckets = defaultdict(Weight), defaultdict(Weight), defaultdict(int)
    alike = otherwise_beside = without = 0
    paid = [ZERO, ZERO]
    changes = []
    for record, (old, new) in enumerate(zip(old_decisions, new_decisions, strict=True), 1):
        if "error" in old:
            assert "error" in new
            continue
        (old_name, before), (new_name, after) = answered(old), answered(new)
        was, now = money(before), money(after)
        if was is None or now is None:
            without += 1
        else:
            paid[0] += was
            paid[1] += now

        def given(name, answer):
            return name if answer and answer["status"] != "unavailable" else None

        if (old["outcome"], was, given(old_name, before)) == (new["outcome"], now, given(new_name, after)):
            alike += 1
            otherwise_beside += beside(old) != beside(new)
            continue
        amount = None if was is None or now is None else now - was
        way = direction((chances(old, before), was), (chances(new, after), now))
        behind = rules_behind(old, (old_name, before), new, (new_name, after), about)
        weights["otherwise"].add(amount)
        weights[way].add(amount)
        moves[old["outcome"], new["outcome"]].add(amount)
        rules[behind].add(amount)
        if amount is not None:
            buckets[bucket(amount)] += 1
        changes.append((record, old.get("claim"), way, amount, behind))
    return {"alike": alike, "beside": otherwise_beside, "changes": changes,
            **{name: weights[name].told() for name in ("otherwise", "better", "worse", "neither")},
            "moves": {pair: weight.told() for pair, weight in moves.items()},
            "rules": {key: weight.told() for key, weight in rules.items()},
            "distribution": [buckets[step] for step in range(-7, 8)],
            "paid": {"from": f"{paid[0]:.2f}", "to": f"{paid[1]:.2f}", "open": without,
                     "percent": percent(*paid)}}


def percent(was, now):
    if was <= 0:
        return None
    # Decimal's "half up" goes away from nought, as that of the policies does.
    told = ((now - was) * 100 / was).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{told + 0:.2f}"


def weigh_periods(old, new):
    """Last days, where both give the same remedy: by how many days each claim differs, and how many have one of them."""
    days, one_sided = [], 0
    for record, (before, after) in enumerate(zip(old, new), 1):
        if "error" in before or "error" in after:
            continue
        (name, first), (other, second) = answered(before), answered(after)
        if name is None or name != other:
            continue
        if not {first["status"], second["status"]} <= {"available", "conditional"}:
            continue
        last = [answer.get("until") and date.fromisoformat(answer["until"]) for answer in (first, second)]
        if (last[0] is None) != (last[1] is None):
            one_sided += 1
        elif last[0] and last[0] != last[1]:
            days.append((record, (last[1] - last[0]).days))
    return days, one_sided


def day_bucket(days):
    step = 1 + sum(abs(days) > bound for bound in DAY_BOUNDS)
    return 7 + step if days > 0 else 7 - step
