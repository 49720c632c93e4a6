"""Rules of earning: how many points for what, and why none."""

from datetime import date

import pytest

from plugins.club.models import Rule
from plugins.club.rules import Occasion, birthdays_on, judge, last_day

MONDAY = date(2026, 11, 23)


def rule(**more):
    return Rule(
        **{
            "kind": "amount",
            "points": 1,
            "per_amount": 100,
            "minimum": 0,
            "daily_cap": 0,
            "limits": {},
            "active": True,
        }
        | more
    )


def said(rule, amount=0, day=MONDAY, earned=0):
    verdict = judge(rule, Occasion((rule.kind,), day, amount), earned)
    return verdict.points, verdict.why


@pytest.mark.parametrize(
    ("more", "amount", "earned", "expected"),
    [
        ({}, 1999, 0, (19, "earns")),
        ({}, 99, 0, (0, "little")),
        ({"points": 3, "per_amount": 1000}, 3999, 0, (9, "earns")),
        ({"per_amount": 0}, 5000, 0, (0, "little")),
        ({"minimum": 2000}, 1999, 0, (0, "minimum")),
        ({"minimum": 2000}, 2000, 0, (20, "earns")),
        ({"daily_cap": 30}, 5000, 10, (20, "earns")),
        ({"daily_cap": 30}, 5000, 30, (0, "cap")),
        ({"limits": {"days": [0, 2]}}, 100, 0, (1, "earns")),
        ({"limits": {"days": [5, 6]}}, 100, 0, (0, "weekday")),
        ({"limits": {"from": "2026-11-24"}}, 100, 0, (0, "early")),
        ({"limits": {"to": "2026-11-23"}}, 100, 0, (1, "earns")),
        ({"limits": {"to": "2026-11-22"}}, 100, 0, (0, "over")),
        ({"active": False}, 100, 0, (0, "off")),
        ({"kind": "visit", "points": 5, "minimum": 1000}, 999, 0, (0, "minimum")),
        ({"kind": "visit", "points": 5}, 0, 0, (5, "earns")),
        ({"kind": "birthday", "points": 50, "minimum": 1000}, 0, 0, (50, "earns")),
    ],
)
def test_what_a_rule_gives(more, amount, earned, expected):
    assert said(rule(**more), amount, earned=earned) == expected


def test_how_long_points_are_good():
    assert last_day("never", 12, MONDAY) is None
    assert last_day("year", 12, MONDAY) == date(2027, 12, 31)
    assert last_day("months", 3, date(2026, 11, 30)) == date(2027, 2, 28)


def test_who_was_born_on_29_february_has_a_birthday_each_year():
    assert birthdays_on(date(2028, 2, 29)) == ("02-29",)
    assert birthdays_on(date(2028, 2, 28)) == ("02-28",)
    assert birthdays_on(date(2027, 2, 28)) == ("02-28", "02-29")
