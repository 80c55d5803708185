"""Golden figures for core/kpi, worked out a second time: exact fractions, contact by contact, in another language.

    python3 test/core/kpi/oracle.py > test/core/kpi/golden.generated.json

A contact is [outcome, asked (epoch s), seconds until the outcome, handle seconds, expectation, told bound]; null: not known.
"""

import json
import random
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from zoneinfo import ZoneInfo

THRESHOLD, SHORT = 20, 5
draw = random.Random(20261126)


def per(part, whole):
    return float(Fraction(part, whole)) if whole else None


def figures(contacts):
    answered = [c for c in contacts if c[0] == "answered"]
    abandoned = [c for c in contacts if c[0] == "abandoned"]
    callbacks = [c for c in contacts if c[0] == "callback"]
    overflowed = [c for c in contacts if c[0] == "overflowed"]
    a, b, c, o = len(answered), len(abandoned), len(callbacks), len(contacts)
    ax = sum(k[2] <= THRESHOLD for k in answered)
    bx = sum(k[2] <= THRESHOLD for k in abandoned)
    cx = sum(k[2] <= THRESHOLD for k in callbacks)
    bs = sum(k[2] <= SHORT for k in abandoned)
    told = [k for k in contacts if k[5] is not None]
    kept = sum(k[0] == "answered" and k[2] <= k[5] for k in told)
    broken = sum(k[0] != "waiting" and k[2] > k[5] for k in told)
    hoped = [k for k in answered + abandoned + overflowed if k[4] is not None]
    met = sum(k[0] == "answered" and k[2] <= k[4] for k in hoped)
    handled = [k for k in answered if k[3] is not None]
    return {
        "nohold": per(ax, a + b - bs),
        "answeredOnly": per(ax, a),
        "abandonsNegative": per(ax, a + b),
        "abandonsPositive": per(ax + bx, a + b),
        "lateAbandonsNegative": per(ax, a + b - bx),
        "callbacksNegative": per(ax, a + b + c),
        "connect": per(ax + bx + cx, a + b + c),
        "asaSeconds": per(sum(k[2] for k in answered), a),
        "timeToAbandonSeconds": per(sum(k[2] for k in abandoned), b),
        "abandonmentShare": per(b - bs, o - bs - c),
        "ahtSeconds": per(sum(k[3] for k in handled), len(handled)),
        "promisesKeptShare": per(kept, kept + broken),
        "metLiveShare": per(met, len(hoped)),
        "callbackShare": per(c, o),
        "overflowShare": per(len(overflowed), o),
    }


def contact(asked):
    outcome = draw.choices(
        ["answered", "abandoned", "callback", "overflowed", "waiting", "moved"], [60, 18, 10, 3, 5, 4]
    )[0]
    wait = draw.choice([0, 3, 5, 6, 20, 21, draw.randrange(400)])
    handle = draw.randrange(5, 900) if outcome == "answered" and draw.random() < 0.9 else None
    expectation = draw.choice([None, 30, 60])
    told = draw.choice([None, None, 60, 120]) if outcome != "moved" else None
    return [outcome, asked, wait, handle, expectation, told]


def day(zone, on, count):
    """Contacts of the day and of the hours around it, which must not be counted."""
    start = datetime(on.year, on.month, on.day, tzinfo=ZoneInfo(zone)).astimezone(timezone.utc)
    first = int((start - timedelta(hours=3)).timestamp())
    contacts = [contact(first + draw.randrange(31 * 3600)) for _ in range(count)]
    ours = [c for c in contacts if datetime.fromtimestamp(c[1], ZoneInfo(zone)).date() == on]
    return {"timeZone": zone, "date": on.isoformat(), "contacts": contacts, "figures": figures(ours)}


days = [
    day("America/New_York", date(2026, 3, 8), 40),
    day("America/New_York", date(2026, 11, 1), 40),
    day("Europe/Berlin", date(2026, 3, 29), 40),
    day("Europe/Berlin", date(2026, 10, 25), 40),
    day("Australia/Lord_Howe", date(2026, 4, 5), 40),
    day("Asia/Kolkata", date(2026, 11, 26), 30),
    day("UTC", date(2026, 11, 26), 0),
    day("UTC", date(2026, 11, 27), 1),
]
days += [day("Europe/London", date(2026, 6, 1) + timedelta(days=n), draw.randrange(2, 30)) for n in range(12)]
print('{"thresholdSeconds":%d,"shortAbandonSeconds":%d,"days":[' % (THRESHOLD, SHORT))
print(",\n".join(json.dumps(one, separators=(",", ":")) for one in days))
print("]}")
