"""Small rules of the site: where links lead, when it is open, what Markdown becomes."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from plugins.site.blocks import Hours
from plugins.site.blocks.hours import DAYS
from plugins.site.opening import next_change, opening_at, week_rows
from plugins.site.targets import TargetError, as_typed, check_target

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    "target",
    [
        "page:home",
        "tool:survey/pickup",
        "tel:+861055500142",
        "mailto:zhou@example.com",
        "https://example.com/a?b=c#d",
        "http://example.com",
    ],
)
def test_targets_that_may_be_followed(target):
    assert check_target(target) == target


@pytest.mark.parametrize(
    "target",
    [
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "//example.com",
        "/\\example.com",
        "https:example.com",
        "https://user:pw@example.com",
        "https://exa mple.com",
        'https://example.com/" onclick=alert(1) x="',
        "https://[broken",
        "mailto:a@b.c?bcc=x@example.com",
        "tel:1;ext=javascript",
        "page:../../etc",
        "tool:survey",
        "ftp://example.com",
    ],
)
def test_targets_that_may_not(target):
    with pytest.raises(TargetError):
        check_target(target)


def test_what_people_type_is_made_whole():
    typed = [
        "010-5550 0142",
        "+86 10 5550 0142",
        "zhou@example.com",
        "example.com/menu",
        " https://example.com ",
    ]

    assert [as_typed(text) for text in typed] == [
        "tel:01055500142",
        "tel:+861055500142",
        "mailto:zhou@example.com",
        "https://example.com/menu",
        "https://example.com",
    ]


def hours(**week):
    return Hours(key="h", kind="hours", week=week)


def at(text, zone=SHANGHAI):
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("moment", "is_open", "until"),
    [
        ("2026-11-20 17:59", False, "2026-11-20 18:00"),  # a Friday
        ("2026-11-20 18:00", True, "2026-11-21 02:00"),
        ("2026-11-21 01:59", True, "2026-11-21 02:00"),
        ("2026-11-21 02:00", False, "2026-11-23 09:00"),
        ("2026-11-23 12:30", False, "2026-11-23 13:30"),
        ("2026-11-24 10:00", False, "2026-11-27 18:00"),
    ],
)
def test_open_or_shut_over_midnight_and_at_noon(moment, is_open, until):
    shop = hours(mon=[("09:00", "12:00"), ("13:30", "18:00")], fri=[("18:00", "02:00")])

    opening = opening_at(shop, at(moment), SHANGHAI)

    assert (opening.is_open, opening.until) == (is_open, at(until))


def test_a_special_day_replaces_the_weekday():
    shop = Hours(
        key="h",
        kind="hours",
        week={"mon": [("09:00", "18:00")], "tue": [("09:00", "18:00")]},
        special=[
            {"date": "2026-11-23", "closed": True},
            {"date": "2026-11-24", "ranges": [("12:00", "14:00")]},
        ],
    )

    opening = opening_at(shop, at("2026-11-23 10:00"), SHANGHAI)

    assert (opening.is_open, opening.until) == (False, at("2026-11-24 12:00"))


def test_round_the_clock_never_closes_and_no_hours_never_open():
    always = hours(**{day: [("00:00", "24:00")] for day in DAYS})

    states = [opening_at(shop, at("2026-11-21 10:00"), SHANGHAI) for shop in (always, hours())]

    assert [(state.is_open, state.until) for state in states] == [(True, None), (False, None)]


def test_an_hour_that_the_clocks_skip_is_counted_right():
    night = hours(sat=[("22:00", "04:00")])

    opening = opening_at(night, at("2027-03-28 01:30", BERLIN), BERLIN)  # clocks go from 2:00 to 3:00

    assert (opening.is_open, opening.until - at("2027-03-28 01:30", BERLIN).astimezone(dt.UTC)) == (
        True,
        dt.timedelta(hours=1, minutes=30),
    )


def test_a_page_reads_the_same_until_the_next_edge_or_midnight():
    shop = hours(fri=[("18:00", "02:00")])
    moments = ["2026-11-20 17:00", "2026-11-20 19:00", "2026-11-21 00:30", "2026-11-21 03:00"]

    assert [next_change(shop, at(moment), SHANGHAI) for moment in moments] == [
        at("2026-11-20 18:00"),
        at("2026-11-21 00:00"),
        at("2026-11-21 02:00"),
        at("2026-11-22 00:00"),
    ]


def test_days_with_the_same_hours_share_a_row():
    shop = hours(mon=[("09:00", "18:00")], tue=[("09:00", "18:00")], sun=[("10:00", "12:00")])

    rows = week_rows(shop, dt.date(2026, 11, 24))

    assert [(row.first, row.last, bool(row.ranges), row.is_today) for row in rows] == [
        (0, 1, True, True),
        (2, 5, False, False),
        (6, 6, True, False),
    ]
