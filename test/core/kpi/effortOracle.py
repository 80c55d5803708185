"""Golden effort figures, worked out a second time: exact fractions, contact by contact, in another language.

    python3 test/core/kpi/effortOracle.py > test/core/kpi/effort.generated.json

A contact is [customer or null, asked (hours from the start), channel, queue, outcome, seconds until the outcome, expectation
in seconds or null, asked by the menu, number of the contact it goes on from or null, how: "moved", "passed" or null].
The lines of business: returns and service are one.
"""

import json
import random
from fractions import Fraction

LINE = {"service": "service", "returns": "service", "sales": "sales"}
WEEK, MONTH = 7 * 24, 30 * 24
draw = random.Random(20261127)


def per(part, whole):
    return float(Fraction(part) / Fraction(whole)) if whole else None


def figures(contacts, queue, start, end, now):
    """Contacts of one queue that asked from `start` until `end`, as they stand at `now` (hours)."""
    ours = [(n, c) for n, c in enumerate(contacts) if c[3] == queue and start <= c[1] < end]
    known = [(n, c) for n, c in ours if c[0] is not None]

    def before(c):
        """The customer was in contact about the matter in the seven days before, and this one does not go on from it."""
        if c[0] is None or c[9] is not None:
            return False
        return any(
            e[0] == c[0] and LINE[e[3]] == LINE[c[3]] and c[1] - WEEK <= e[1] < c[1] for e in contacts
        )

    def after(n, c, hours, same):
        return any(
            e[0] == c[0]
            and c[1] < e[1] <= c[1] + hours
            and (LINE[e[3]] == LINE[c[3]]) == same
            and not (e[9] == "passed" and e[8] == n)
            for e in contacts
        )

    repeats = [c for _, c in known if before(c)]
    waited = [c for _, c in ours if c[4] in ("answered", "abandoned") and c[6] is not None]
    spoke = [(n, c) for n, c in known if c[4] == "answered"]
    week = [(n, c) for n, c in spoke if c[1] + WEEK <= now]
    month = [(n, c) for n, c in spoke if c[1] + MONTH <= now]
    return {
        "repeatShare": per(len(repeats), len(known)),
        "transferShare": per(sum(c[9] == "passed" for _, c in ours), len(ours)),
        "switchShare": per(sum(c[9] == "moved" for _, c in ours), len(ours)),
        "askedTwiceShare": per(sum(c[7] for c in repeats), len(known)),
        "meanBeyondExpectationSeconds": per(sum(max(0, c[5] - c[6]) for c in waited), len(waited)),
        "settledAtOnceShare": per(sum(not after(n, c, WEEK, True) for n, c in week), len(week)),
        "nextIssueAvoidedShare": per(sum(not after(n, c, MONTH, False) for n, c in month), len(month)),
    }


def story(count, customers, days):
    moments = sorted(draw.sample(range(days * 24 * 4), count))
    contacts = []
    for quarter in moments:
        asked = quarter / 4
        customer = None if draw.random() < 0.15 else draw.randrange(customers)
        queue = draw.choice(["service", "service", "returns", "sales"])
        channel = draw.choice(["voice", "voice", "chat"])
        outcome = draw.choices(["answered", "abandoned"], [70, 30])[0]
        contact = [customer, asked, channel, queue, outcome, draw.randrange(600), draw.choice([None, 60, 120]),
                   channel == "voice" and draw.random() < 0.5, None, None]
        earlier = [n for n, e in enumerate(contacts) if asked - e[1] < 2]
        if earlier and draw.random() < 0.4:
            on = draw.choice(earlier)
            source = contacts[on]
            contact[0], contact[8] = source[0], on
            contact[9] = "passed" if source[4] == "answered" else "moved"
            contact[7] = False
            if contact[9] == "moved":
                contact[3], contact[2] = source[3], "chat" if source[2] == "voice" else "voice"
        contacts.append(contact)
    return contacts


cases = []
for count, customers, days in [(60, 8, 20), (80, 10, 50), (120, 12, 60), (40, 3, 45), (10, 2, 5), (0, 1, 1), (90, 40, 60)]:
    contacts = story(count, customers, days)
    for queue in ["service", "sales"]:
        for now in [days * 24, days * 24 + WEEK, days * 24 + MONTH + 1]:
            cases.append(
                {"contacts": contacts, "queue": queue, "from": 0, "until": days * 24, "now": now,
                 "figures": figures(contacts, queue, 0, days * 24, now)}
            )
            half = days * 12
            cases.append(
                {"contacts": contacts, "queue": queue, "from": half, "until": days * 24, "now": now,
                 "figures": figures(contacts, queue, half, days * 24, now)}
            )
stories = []
for case in cases:
    if case["contacts"] not in stories:
        stories.append(case["contacts"])
    case["story"] = stories.index(case.pop("contacts"))
print('{"stories":[')
print(",\n".join(json.dumps(one, separators=(",", ":")) for one in stories))
print('],"cases":[')
print(",\n".join(json.dumps(one, separators=(",", ":")) for one in cases))
print("]}")
