"""What two people's versions of one form say, side by side."""

from datetime import date, datetime

import pytest
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectMultipleField,
    StringField,
)

from core.conflicts import digest_of, facts_of


class DoorForm(FlaskForm):
    """One field of each sort."""

    base = HiddenField()
    name = StringField("Name")
    open = BooleanField("Open")
    way = RadioField("Way", choices=[SelectChoice("in", "Inwards"), SelectChoice("out", "Outwards")])
    days = SelectMultipleField("Days")
    since = DateField("Since")
    until = DateTimeLocalField("Until")


@pytest.fixture
def form(app):
    """What somebody typed, with choices that only the view knows."""
    typed = MultiDict([("base", "x"), ("name", "Front"), ("way", "out"), ("days", "1"), ("days", "2")])
    with app.test_request_context("/?lang=en", method="POST"):
        form = DoorForm(formdata=typed, meta={"csrf": False})
        form.days.choices = [SelectChoice("1", "Monday"), SelectChoice("2", "Tuesday")]
        yield form


def test_what_was_typed_is_said_in_the_words_of_the_form(form):
    assert facts_of(form) == [
        ("Name", "Front"),
        ("Open", "no"),
        ("Way", "Outwards"),
        ("Days", "Monday, Tuesday"),
    ]


def test_what_is_saved_is_said_in_the_same_words(form):
    saved = {
        "name": "",
        "open": True,
        "way": "in",
        "days": ["2"],
        "since": date(2026, 5, 31),
        "until": datetime(2026, 6, 1, 9, 30),  # noqa: DTZ001 - as the browser's field has it
    }

    assert facts_of(form, saved) == [
        ("Open", "yes"),
        ("Way", "Inwards"),
        ("Days", "Tuesday"),
        ("Since", "2026-05-31"),
        ("Until", "2026-06-01 09:30"),
    ]


def test_a_digest_follows_what_is_said_and_not_the_order_of_its_keys():
    assert digest_of({"a": 1, "b": "门"}) == digest_of({"b": "门", "a": 1})
    assert digest_of({"a": 1}) != digest_of({"a": 2})
