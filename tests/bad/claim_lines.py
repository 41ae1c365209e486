# SPDX-License-Identifier: Apache-2.0
"""Broken claim lines, made the same way every time.

In: nothing but docs/records.md, whose tables say which facts there are. Out: lines of bytes, each with the codes that
may refuse it. Never reads the program's sources: what is expected here comes from the contract alone.
"""

import collections
import json
import random
import re

# `codes`: the codes that may refuse the line, empty: it must be read; None: either, as long as its neighbours stand.
# `path`: the path that must be told, None: any.
Line = collections.namedtuple("Line", "name text codes path", defaults=(None,))

FORM = {"SB3002", "SB3003", "SB3004", "SB3005"}

WHOLE = {
    "claim": {"id": "C-000123", "filed_on": "2024-05-08", "requests": "return"},
    "purchase": {"id": "P-77", "sold_on": "2024-05-01", "invoiced_on": "2024-05-01", "price": "1299.00",
                 "net_dealer_price": 980.5, "sold_directly": True, "channel": "store",
                 "documents": ["invoice", "guarantee_certificate"]},
    "product": {"category": "mp3_player", "brand": "现代", "model": "HY-100", "serial": "SN\u00e9\U0001F600"},
    "fault": {"kind": "performance", "cause": "own_component", "component": "mainboard", "confirmed": True},
    "goods": {"human_damage": False, "accessories_complete": None},
    "repairs": [{"received_on": "2024-05-03", "returned_on": "2024-05-06", "fixed": False, "waiting_days": 0}],
    "exchanges": [],
    "usage": {"odometer_km": 12000.5},
    "context": {"note": "never read", "n": [1, -2.5e3, None, {"deep": {}}]},
}


def line(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def vocabulary(document):
    """Path and type of every fact and event field that docs/records.md lists."""
    text = document.read_text(encoding="utf-8").split("<!-- vocabulary:")[1]
    facts, fields, group = {}, collections.defaultdict(dict), None
    for row in text.splitlines():
        if row.startswith("#"):
            heading = re.fullmatch(r"### `(\w+)(\[\])?`", row)
            group = heading[1] if heading else None
        elif group is None:
            continue
        elif cells := re.match(r"\| `([\w.]+)` \| ([^|]+?) \|", row):
            if "." in cells[1]:
                facts[cells[1]] = cells[2]
            elif "worked out" not in cells[2]:
                fields[group][cells[1]] = cells[2]
    return facts, fields


def kind_of(words):
    """The type behind the words of the table."""
    for kind in ("bool", "count", "number", "date", "days", "length", "money", "rate", "remedy"):
        if re.match(kind + r"\b", words):
            return kind
    if words.startswith("set"):
        return "set"
    return "member" if words.startswith("one of") else "text"


NOT_DECIMAL = ["1e3", "1E3", "1.5e+1"]
BAD_AMOUNTS = ["", " ", "abc", "1,299.00", "1 299", "1299.", ".5", "01", "00.1", "+5", "0x10", "1e3", "1E+2", "Infinity",
               "NaN", "１２", "12.00 CNY", "¥12", "1_000", "1.2.3", " 12", "12 ", "--1", "1-", "٣"]
BAD_DATES = ["", "2024-5-1", "2024-05-1", "24-05-01", "02024-05-01", "2024/05/01", "2024.05.01", "20240501", "01-05-2024",
             "2024-05", "2024-W18-3", "2024-129", "2024-05-01 ", " 2024-05-01", "2024-05-01T", "２０２４-05-01",
             "2024-05-01T10:00Z", "2024-05-01t10:00:00Z", "2024-05-01T10:00:00z", "2024-05-01 10:00:00Z",
             "2024-05-01T10:00:00.Z", "2024-05-01T10:00:00+8:00", "2024-05-01T10:00:00+0800", "2024-05-01T24:00:00Z",
             "2024-05-01T10:60:00Z", "2024-05-01T10:00:60Z", "2024-05-01T10:00:00+08:60", "NEVER", "never ", "tomorrow",
             "2024−05−01", "+2024-05-01", "-2024-05-01", "2024-0a-01", "2024-05-01\u0000"]
NO_DAYS = ["2023-02-29", "2100-02-29", "2024-02-30", "2024-04-31", "2024-13-01", "2024-00-01", "2024-01-00",
           "2024-01-32", "2023-02-29T10:00:00Z", "2024-04-31T10:00:00+08:00"]

# For each type: JSON texts that it refuses, and the codes that may say so.
WRONG = {
    "bool": [(v, {"SB3010"}) for v in ['"true"', "1", "0", "[]", "{}", '""', '"never"', "[true]"]],
    "text": [(v, {"SB3010"}) for v in ["1", "true", "false", "[]", "{}", '["a"]', "0.5"]] +
            [('"' + "x" * 65537 + '"', {"SB3015"})],
    "member": [(v, {"SB3013"}) for v in ['"no_such_member"', '""', '" none"', '"None"', '"any"']] +
              [(v, {"SB3010"}) for v in ["1", "true", "[]", "{}"]],
    "remedy": [(v, {"SB3013"}) for v in ['"all"', '"Return"', '""', '"retrun"']] + [(v, {"SB3010"}) for v in ["1", "[]"]],
    "set": [(v, {"SB3010"}) for v in ['"invoice"', "1", "true", "{}", "[1]", "[[]]", "[{}]", "[true]"]] +
           [("[null]", {"SB3011"})],
    "money": [(json.dumps(v, ensure_ascii=False), {"SB3021"}) for v in BAD_AMOUNTS] + [(v, {"SB3021"}) for v in NOT_DECIMAL] +
             [(v, {"SB3022"}) for v in ["-1", '"-1"', '"-0.01"', "-0", "-1e5"]] +
             [(v, {"SB3023"}) for v in ["0.001", '"12.345"', "1.000", "12.340"]] +
             [(v, {"SB3024"}) for v in ["1000000000000000.01", '"9999999999999999"', "1" + "0" * 400]] +
             [(v, {"SB3010"}) for v in ["true", "[]", "{}", '{"amount":1}']],
    "number": [(v, {"SB3021"}) for v in NOT_DECIMAL] + [("-1", {"SB3022"}), ("0.0000001", {"SB3023"}),
               ("1" + "0" * 30, {"SB3024"}), ('"12"', {"SB3010"}), ("true", {"SB3010"}), ("[]", {"SB3010"})],
    "count": [(v, {"SB3021"}) for v in NOT_DECIMAL] + [("-1", {"SB3022"}), ("1.0", {"SB3023"}), ("1" + "0" * 30, {"SB3024"}),
              ('"3"', {"SB3010"}), ("true", {"SB3010"}), ("{}", {"SB3010"})],
    "rate": [(json.dumps(v, ensure_ascii=False), {"SB3025"}) for v in
             ["0.5", "%", "0.5 %", "-1%", "+1%", "1e1%", "0.5%%", "0.1234567%", "０.5%", ".5%", "5%‰"]] +
            [(v, {"SB3010"}) for v in ["0.5", "1", "true", "[]"]],
    "date": [(json.dumps(v), {"SB3016"}) for v in BAD_DATES] + [(json.dumps(v), {"SB3018"}) for v in NO_DAYS] +
            [('"2024-05-01T10:00:00"', {"SB3017"})] +
            [(json.dumps(v), {"SB3019"}) for v in ["1969-12-31", "2200-01-01", "0001-01-01", "9999-12-31"]] +
            [(v, {"SB3010"}) for v in ["20240501", "1714521600", "true", "[]", "{}"]],
}
WRONG["days"] = WRONG["count"]


def in_fact(path, value):
    group, key = path.split(".")
    return ('{"%s":{"%s":%s}}' % (group, key, value)).encode()


def in_field(name, field, value):
    return ('{"%s":[{},{"%s":%s}]}' % (name, field, value)).encode()


def wrong_values(document):
    """Every fact and field with every value its type refuses."""
    facts, fields = vocabulary(document)
    for path, words in facts.items():
        for value, codes in WRONG[kind_of(words)]:
            element = "[0]" if kind_of(words) == "set" and value.startswith("[") else ""
            yield Line(f"{path} = {value[:40]}", in_fact(path, value), codes, path + element)
        if path.startswith("claim."):
            yield Line(f"{path} = null", in_fact(path, "null"), {"SB3011"}, path)
    for name, known in fields.items():
        for field, words in known.items():
            for value, codes in WRONG[kind_of(words)]:
                yield Line(f"{name}[].{field} = {value[:40]}", in_field(name, field, value), codes, f"{name}[1].{field}")
    yield Line("filed never", in_fact("claim.filed_on", '"never"'), {"SB3012"}, "claim.filed_on")
    yield Line("received never", in_field("repairs", "received_on", '"never"'), {"SB3012"}, "repairs[1].received_on")


def wrong_keys(document):
    """Every known key twice, and with one slip."""
    facts, fields = vocabulary(document)
    groups = sorted({path.split(".")[0] for path in facts} | set(fields))
    for path in facts:
        group, key = path.split(".")
        both = '{"%s":{"%s":null,"%s":null}}' % (group, key, key) if group != "claim" else (
            '{"claim":{"id":"C","filed_on":"2024-05-08","requests":"any","settled_with_seller":true,"%s":1}}' % key)
        yield Line(f"{path} twice", both.encode(), {"SB3006"}, path)
        slip = key[:-2] + key[-1] + key[-2] if key[-1] != key[-2] else key + "x"
        if f"{group}.{slip}" not in facts:
            yield Line(f"{group}.{slip}", in_fact(f"{group}.{slip}", "null"), {"SB3007"}, f"{group}.{slip}")
    for name, known in fields.items():
        for field in known:
            text = '{"%s":[{"%s":null,"%s":null}]}' % (name, field, field)
            yield Line(f"{name}[].{field} twice", text.encode(), {"SB3006"}, f"{name}[0].{field}")
            yield Line(f"{name}[].{field}_", in_field(name, field + "_", "null"), {"SB3007"}, f"{name}[1].{field}_")
    for group in groups:
        empty = "[]" if group in fields else "{}"
        yield Line(f"{group} twice", ('{"%s":%s,"%s":%s}' % (group, empty, group, empty)).encode(), {"SB3006"}, group)
        yield Line(f"{group}s", ('{"%ss":{}}' % group).encode(), {"SB3008"}, group + "s")
        null = b'"%s":null}' % group.encode()
        yield Line(f"{group} null", UNCOVERED + null if group in fields else b"{" + null,
                   set() if group in fields else {"SB3011"}, group)
        for wrong in ("1", '"x"', "true") + (("{}",) if group in fields else ("[]",)):
            yield Line(f"{group} = {wrong}", ('{"%s":%s}' % (group, wrong)).encode(), {"SB3010"}, group)


def truncations():
    whole = line(WHOLE)
    for size in range(1, len(whole)):
        yield Line(f"cut at {size}", whole[:size], {"SB3002", "SB3003"}, "")


def flips(count=6000, seed=1):
    """One to three bytes changed. What Python's reader refuses must be refused for its form."""
    rng = random.Random(seed)
    whole = line(WHOLE)
    for number in range(count):
        text = bytearray(whole)
        for _ in range(rng.randint(1, 3)):
            text[rng.randrange(len(text))] = rng.choice([b for b in range(256) if b not in (10, 13)])
        yield Line(f"flip {number}", bytes(text), None)


def raw_bytes():
    """NUL, broken UTF-8, other encodings."""
    whole = line(WHOLE)
    rng = random.Random(2)
    for number, at in enumerate(rng.sample(range(len(whole)), 60)):
        yield Line(f"NUL at {at}", whole[:at] + b"\0" + whole[at:], {"SB3002", "SB3003"}, "")
        yield Line(f"0x80 at {at}", whole[:at] + b"\x80" + whole[at:], {"SB3002", "SB3003"}, "")
    broken = [b"\xff", b"\xfe", b"\x80", b"\xc0\xaf", b"\xc1\xbf", b"\xe0\x80\xaf", b"\xe0\x9f\xbf", b"\xed\xa0\x80",
              b"\xed\xbf\xbf", b"\xf0\x80\x80\xaf", b"\xf4\x90\x80\x80", b"\xf5\x80\x80\x80", b"\xe6\x97", b"\xf0\x9f\x98"]
    for bad in broken:
        yield Line(f"text {bad!r}", b'{"product":{"brand":"a' + bad + b'b"}}', {"SB3002"}, "")
        yield Line(f"key {bad!r}", b'{"context":{"' + bad + b'":1}}', {"SB3002"}, "")
        yield Line(f"bare {bad!r}", b'{"product":' + bad + b"}", {"SB3002"}, "")
    yield Line("UTF-16", '{"claim":{}}'.encode("utf-16"), {"SB3002", "SB3003"}, "")
    yield Line("GBK", '{"product":{"brand":"现代"}}'.encode("gbk"), {"SB3002"}, "")
    yield Line("a mark in the middle of the input", b"\xef\xbb\xbf{}", {"SB3003"}, "")
    for escape, code in (("\\ud800", "SB3005"), ("\\udfff", "SB3005"), ("\\ud83d\\ud83d", "SB3005"), ("\\ud83dx", "SB3005"),
                         ("\\u12", "SB3003"), ("\\x41", "SB3003"), ("\\'", "SB3003"), ("\\", "SB3003"), ("\t", "SB3003")):
        yield Line(f"escape {escape!r}", ('{"product":{"brand":"%s"}}' % escape).encode(), {code})
        yield Line(f"escape {escape!r} unread", ('{"context":["%s"]}' % escape).encode(), {code})


# No policy covers these goods: a record that may be read is answered at once, whatever else it holds.
UNCOVERED = b'{"product":{"category":"other"},'


def nested(depth):
    """`depth` in all: the record, and arrays in `context`."""
    return UNCOVERED + b'"context":' + b"[" * (depth - 1) + b"]" * (depth - 1) + b"}"


def deep():
    for depth in (2, 31, 32):
        yield Line(f"depth {depth}", nested(depth), set())
    for depth in (33, 34, 64, 1000, 100_000, 500_000):
        yield Line(f"depth {depth}", nested(depth), {"SB3004"})
    yield Line("a million brackets, open", b'{"context":' + b"[" * 1_000_000, {"SB3004"})
    yield Line("a million braces, open", b'{"a":' * 200_000, {"SB3004"})
    yield Line("brackets alone", b"[" * 1_000_000, {"SB3004"}, None)
    yield Line("ten million brackets", b'{"context":' + b"[" * 10_000_000, {"SB3001"}, "")


LIMIT = 1 << 20


def sized(size):
    return UNCOVERED + b'"context":"' + b"x" * (size - len(UNCOVERED) - 13) + b'"}'


def long_lines():
    yield Line("a line at the limit", sized(LIMIT), set())
    for size in (LIMIT + 1, LIMIT + 2, LIMIT + 3, LIMIT + 4, LIMIT + 100, 2 * LIMIT, 10_000_000):
        yield Line(f"{size} bytes", sized(size), {"SB3001"}, "")
    yield Line("blanks beyond the limit", b"{}" + b" " * LIMIT, {"SB3001"}, "")


def many():
    """More of something than there may be."""
    def events(count):
        return UNCOVERED + b'"repairs":[' + b",".join([b"{}"] * count) + b"]}"

    def promises(count):
        return line({"product": {"category": "other"}, "purchase": {"promises": [f"promise {i}" for i in range(count)]}})

    for count, codes in ((1000, set()), (1001, {"SB3009"}), (300_000, {"SB3009"})):
        yield Line(f"{count} events", events(count), codes)
    for count, codes in ((1000, set()), (1001, {"SB3009"}), (40_000, {"SB3009"})):
        yield Line(f"{count} promises", promises(count), codes)
    for count, codes in ((1000, set()), (1001, {"SB3009"}), (40_000, {"SB3009"})):
        yield Line(f"{count} groups", UNCOVERED + line({f"otherwise{i}": 0 for i in range(count)})[1:], codes)
    keys = {f"k{i}": 0 for i in range(80_000)}
    yield Line("80,000 keys", UNCOVERED + line({"context": keys})[1:], set())
    yield Line("80,000 keys and one twice", line({"context": keys})[:-2] + b',"k5":0}}', {"SB3006"}, "context.k5")


def not_a_record():
    for text in ("null", "true", "1", '"{}"', "[]", "[{}]", "{}{}", "{} {}", "{},", ",{}", "{}x", "{", "}", "[", "]", "'", "{]",
                 "NaN", "Infinity", "{'claim':{}}", "{claim:{}}", "{}//", "#", "---", "<xml/>", "id,price", "{}\x0c", "\x0b{}"):
        yield Line(text, text.encode(), {"SB3003", "SB3010"})
    yield Line("returned early",
               b'{"repairs":[{"received_on":"2024-05-03","returned_on":"2024-05-02"}]}', {"SB3027"}, "repairs[0].returned_on")
    yield Line("a member twice", b'{"purchase":{"documents":["photo","photo"]}}', {"SB3014"}, "purchase.documents[1]")


def everything(document):
    for source in (wrong_values(document), wrong_keys(document), truncations(), flips(), raw_bytes(), deep(),
                   long_lines(), many(), not_a_record()):
        yield from source
