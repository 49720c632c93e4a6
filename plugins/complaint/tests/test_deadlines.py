"""Deadlines: never before the letter, never on a day nobody works, right at the ends of months and years."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings, strategies as st

from plugins.complaint.business_days import BusinessDays, country_of, known_countries
from plugins.complaint.deadlines import Terms, months_after

DAYS = st.dates(date(2024, 1, 1), date(2029, 12, 31))
COUNTRIES = st.sampled_from(["CN", "DE", "US", "SA", "JP", ""])
CLOSED = st.sets(DAYS, max_size=40).map(lambda days: tuple(sorted(days)))
TERMS = st.one_of(
    st.builds(Terms, country=COUNTRIES, closed=CLOSED),
    st.builds(
        Terms,
        pack=st.just("own"),
        ack_days=st.integers(0, 30),
        answer_days=st.integers(1, 60),
        answer_months=st.integers(0, 12),
        business_days=st.booleans(),
        country=COUNTRIES,
        closed=CLOSED,
    ),
    st.builds(lambda country: Terms.of({"pack": "eu", "country": country}), st.sampled_from(["DE", "CN"])),
)


@settings(deadline=None)
@given(terms=TERMS, day=DAYS, later=st.integers(0, 500))
def test_a_deadline_never_comes_before_its_letter_nor_before_an_older_letters(terms, day, later):
    for first, second in zip(terms.due(day), terms.due(day + timedelta(days=later)), strict=True):
        if first is None:
            assert second is None
            continue
        assert first >= day
        assert second >= first


@settings(deadline=None)
@given(terms=TERMS.filter(lambda terms: terms.business_days), day=DAYS)
def test_a_deadline_in_business_days_is_one(terms, day):
    assert all(due in terms.days for due in (*terms.due(day), terms.answer_after(day)) if due)


@settings(deadline=None)
@given(terms=TERMS, day=DAYS, wait=st.integers(0, 60))
def test_an_acknowledgement_never_puts_the_answer_off(terms, day, wait):
    due = terms.answer_once_acknowledged(day, day + timedelta(days=wait))
    assert due <= terms.due(day)[1]
    assert due >= day


@settings(deadline=None)
@given(terms=TERMS)
def test_terms_are_stored_and_read_back(terms):
    assert Terms.of(terms.stored(), ZoneInfo("UTC")) == terms


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 10, 31), 3, date(2027, 1, 31)),
    ],
)
def test_months_end_where_the_month_ends(day, months, due):
    assert months_after(day, months) == due


def test_the_shops_day_ends_with_the_next_business_day():
    china = Terms(country="CN")
    assert china.due(date(2026, 9, 24)) == (None, date(2026, 9, 28))  # Mid-Autumn on Friday
    assert china.due(date(2026, 9, 19)) == (None, date(2026, 9, 20))  # a Sunday that is worked (调休)
    assert china.due(date(2026, 9, 30)) == (None, date(2026, 10, 8))  # National Day, to the 7th
    own_day = Terms(country="CN", closed=(date(2026, 10, 8),))
    assert own_day.due(date(2026, 9, 30)) == (None, date(2026, 10, 9))
    assert Terms(country="SA").due(date(2026, 11, 19)) == (None, date(2026, 11, 22))  # Sunday is worked there


def test_the_directive_counts_from_the_acknowledgement_or_from_the_seventh_day():
    terms = Terms.of({"pack": "eu", "country": "DE"})
    received = date(2026, 11, 24)
    assert terms.due(received) == (date(2026, 12, 1), date(2027, 3, 1))
    assert terms.answer_once_acknowledged(received, date(2026, 11, 26)) == date(2027, 2, 26)
    assert terms.answer_once_acknowledged(received, date(2026, 12, 24)) == date(2027, 3, 1)
    assert terms.answer_after(date(2027, 2, 10)) == date(2027, 5, 10)


def test_a_year_nobody_has_announced_has_its_statutory_days_and_plain_weekends():
    days = BusinessDays("CN")
    assert date(2031, 10, 1) not in days
    assert date(2031, 1, 1) not in days
    assert date(2031, 10, 11) not in days  # a Saturday
    assert date(2031, 10, 10) in days
    assert days.after(date(2031, 12, 31)) == date(2032, 1, 2)


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Asia/Shanghai", "CN"),
        ("Europe/Berlin", "DE"),
        ("America/New_York", "US"),
        ("UTC", ""),
        ("Etc/GMT+5", ""),
    ],
)
def test_the_country_follows_the_time_zone(zone, country):
    assert country_of(ZoneInfo(zone)) == country
    assert not country or country in known_countries()
