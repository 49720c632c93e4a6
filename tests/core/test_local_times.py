"""Moments that are written in forms, by the clock of a place."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms.validators import Optional

from core.conflicts import facts_of
from core.local_times import LocalDateTimeField, SkippedTimeError, local_time, moment_of

BERLIN = ZoneInfo("Europe/Berlin")


def clock(text):
    """A time as a clock shows it, which knows of no zone."""
    return datetime.fromisoformat(text)


def utc(text):
    return clock(text).replace(tzinfo=UTC)


class Opening(FlaskForm):
    opens_at = LocalDateTimeField("Opens", validators=[Optional()], tz=BERLIN)


@pytest.fixture
def typed(app):
    """A form that came back with a text, after a moment was shown in it."""

    def fill(text, shown=None):
        with app.test_request_context("/?lang=en", method="POST"):
            form = Opening(MultiDict({"opens_at": text}), data={"opens_at": shown}, meta={"csrf": False})
            form.validate()
            return form.opens_at

    return fill


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (utc("2026-03-29T00:59:59"), clock("2026-03-29T01:59")),
        (utc("2026-03-29T01:00"), clock("2026-03-29T03:00")),
        (utc("2026-10-25T00:30"), clock("2026-10-25T02:30")),
        (utc("2026-10-25T01:30"), clock("2026-10-25T02:30")),
    ],
)
def test_a_moment_is_shown_by_the_clock_of_the_place(moment, shown):
    assert local_time(moment, BERLIN) == shown


def test_a_time_that_comes_twice_is_the_first_and_one_that_is_left_out_is_refused():
    assert moment_of(clock("2026-10-25T02:30"), BERLIN) == utc("2026-10-25T00:30")
    assert moment_of(clock("2026-10-25T02:30").replace(fold=1), BERLIN) == utc("2026-10-25T00:30")
    assert moment_of(clock("2026-03-29T03:00"), BERLIN) == utc("2026-03-29T01:00")
    for minute in ("00", "30", "59"):
        with pytest.raises(SkippedTimeError):
            moment_of(clock(f"2026-03-29T02:{minute}"), BERLIN)
    assert (local_time(None, BERLIN), moment_of(None, BERLIN)) == (None, None)


def test_a_field_gives_the_moment(typed):
    assert typed("2026-05-31T22:00").data == utc("2026-05-31T20:00")
    assert typed("2026-05-31 22:00:30").data == utc("2026-05-31T20:00:30")
    assert typed("", shown=utc("2026-05-31T20:00")).data is None


@pytest.mark.parametrize("hour", [0, 1])
def test_what_nobody_changed_stays_the_very_moment(app, typed, hour):
    shown = utc(f"2026-10-25T0{hour}:30:12")
    with app.test_request_context("/"):
        text = Opening(data={"opens_at": shown}, meta={"csrf": False}).opens_at._value()

    assert text == "2026-10-25T02:30"
    assert typed(text, shown).data == shown


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("tomorrow", "Write the day and the time, like 2026-05-31 18:00."),
        ("2026-05-31", "Write the day and the time, like 2026-05-31 18:00."),
        ("0001-01-01T00:00", "Check the year."),
        ("9999-12-31T23:59", "Check the year."),
        (
            "2026-03-29T02:30",
            "The clocks go forward that day, and this time is left out. Take an hour later.",
        ),
    ],
)
def test_what_is_no_moment_is_refused_in_words_and_stays_to_be_seen(typed, text, problem):
    field = typed(text)

    assert (field.errors, field.data, field._value()) == ([problem], None, text)


def test_two_versions_are_told_by_the_same_clock(app):
    with app.test_request_context(method="POST"):
        form = Opening(MultiDict({"opens_at": "2026-05-31T22:00"}), meta={"csrf": False})

        assert facts_of(form) == facts_of(form, {"opens_at": utc("2026-05-31T20:00")})
        assert facts_of(form) == [("Opens", "2026-05-31 22:00")]
