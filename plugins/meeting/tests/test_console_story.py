"""An organiser's way with a meeting: made, opened, changed by two at once, called off, thrown away, back."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event, select
from sqlalchemy.engine import Engine

from hutong import db
from plugins.meeting.models import Guest, Meeting, Series
from plugins.meeting.testing import make_guest, make_meeting

pytestmark = pytest.mark.both_databases
BERLIN = ZoneInfo("Europe/Berlin")
MARCH = datetime(2037, 3, 26, 18, 0, tzinfo=BERLIN)
"""Three days before summer time begins."""


def _form(page):
    """What a form of a page would send as it stands."""
    sent = {}
    for tag in re.findall(r"<(?:input|textarea|select)[^>]*>(?:[^<]*</textarea>)?", page):
        name, kind = re.search(r'name="([^"]+)"', tag), re.search(r'type="([^"]+)"', tag)
        if not name or (kind and kind[1] in ("radio", "checkbox") and "checked" not in tag):
            continue
        value = re.search(r'value="([^"]*)"', tag)
        sent[name[1]] = value[1] if value else tag.partition(">")[2].partition("<")[0].strip("\r\n")
    return {name: value for name, value in sent.items() if name != "csrf_token"}


def _all(tenant, kind=Meeting):
    db.session.expire_all()
    return db.session.scalars(select(kind).order_by(kind.created_at, kind.id)).all()


def test_from_nothing_to_open_to_cancelled_and_back(tenant, time_machine):
    time_machine.move_to(datetime(2037, 3, 20, 9, 0, tzinfo=BERLIN), tick=False)
    owner, new = tenant.owner, tenant.console("/meeting/new")
    typed = _form(owner.get(new).text)
    assert typed["starts_at"] == "2037-03-21T14:00"

    refused = owner.post(new, data=typed | {"minutes": "90"})
    assert (refused.status_code, "Give it a name." in refused.text) == (422, True)
    typed |= {"title_en": "Tea", "minutes": "90", "starts_at": "2037-03-26T18:00", "capacity": "2"}
    hub = owner.post(new, data=typed).location
    assert "Nobody sees it yet" in owner.get(hub).text
    owner.post(f"{hub}publish")
    assert "Send the link, hang up the code" in owner.get(hub).text

    with tenant.scope():
        (meeting,) = _all(tenant)
        assert (meeting.state, meeting.ends_at - meeting.starts_at) == ("open", timedelta(minutes=90))
        page = tenant.public(f"/meeting/{meeting.code}")
        for name in ("One", "Two", "Three"):
            make_guest(meeting, name)
        db.session.commit()

    settings = f"{hub}settings"
    asked = owner.get(settings).text
    assert "3 guests get a mail and an updated calendar entry" in asked
    smaller = owner.post(settings, data=_form(asked) | {"capacity": "1"}, follow_redirects=True).text
    assert "2 have a seat, and there are 1 now. Nobody loses theirs; who comes new waits." in smaller
    owner.post(settings, data=_form(owner.get(settings).text) | {"capacity": "3"})
    with tenant.scope():
        assert [guest.state for guest in _all(tenant, Guest)] == ["coming"] * 3

    assert "3 guests are told by mail" in owner.get(f"{hub}cancel").text
    owner.post(f"{hub}cancel", data={"note": "The kettle broke."})
    assert "The kettle broke." in owner.get(page).text
    owner.post(f"{hub}publish")
    assert "Registration is open" not in owner.get(page).text  # three seats, three guests
    assert owner.post(f"{hub}bin").location.endswith("/cancel")
    owner.post(f"{hub}cancel")
    owner.post(f"{hub}bin")
    assert (owner.get(page).status_code, owner.get(hub).status_code) == (404, 404)
    assert "Tea" in owner.get(tenant.console("/meeting/bin")).text
    owner.post(f"{hub}restore")
    assert (owner.get(page).status_code, owner.get(hub).status_code) == (200, 200)

    copied = owner.post(f"{hub}copy").location
    typed = _form(owner.get(copied).text)
    assert (typed["starts_at"], typed["title_en"], typed["capacity"]) == ("2037-04-02T18:00", "Tea", "3")


def test_who_saves_second_sees_both_and_what_is_wrong_is_said(tenant):
    with tenant.scope():
        meeting = make_meeting(
            "Tea", starts_at=MARCH, ends_at=MARCH + timedelta(hours=1), zone="Europe/Berlin"
        )
        settings = tenant.console(f"/meeting/{meeting.id}/settings")
        db.session.commit()
    owner = tenant.owner
    mine = theirs = _form(owner.get(settings).text)

    assert owner.post(settings, data=theirs | {"place_en": "Upstairs"}).status_code == 302
    conflict = owner.post(settings, data=mine | {"place_en": "Cellar"})
    assert (conflict.status_code, "Upstairs" in conflict.text, "Cellar" in conflict.text) == (409, True, True)

    now = _form(owner.get(settings).text)
    wrong = {
        "By the clock of a place nobody knows": ({"zone": "Mars/Base"}, "No clock goes by this name."),
        "A time that is skipped": (
            {"starts_at": "2037-03-29T02:30", "ends_at": "2037-03-29T04:00"},
            "The clocks",
        ),
        "An end before the beginning": ({"ends_at": "2037-03-26T17:00"}, "It would end before it begins."),
        "No time any more": ({"starts_at": "", "ends_at": ""}, "People count on its time."),
        "A link that is none": ({"link": "javascript:alert(1)"}, "A link begins with https://."),
    }
    said = {
        name: (answer := owner.post(settings, data=now | typed)).status_code == 422 and words in answer.text
        for name, (typed, words) in wrong.items()
    }
    assert said == dict.fromkeys(wrong, True)
    with tenant.scope():
        (meeting,) = _all(tenant)
        assert (meeting.place["en"], meeting.sequence) == ("Upstairs", 1)


def test_a_series_keeps_its_clock_and_changes_from_one_date_on(tenant, visitor):
    with tenant.scope():
        meeting = make_meeting(
            "Tea", starts_at=MARCH, ends_at=MARCH + timedelta(hours=1), zone="Europe/Berlin", capacity=5
        )
        path = tenant.console(f"/meeting/{meeting.id}")
        db.session.commit()
    owner = tenant.owner
    repeat = f"{path}/repeat"
    wrong = owner.post(repeat, data={"how": "weekly", "until": "2037-03-01T00:00"})
    assert (wrong.status_code, "It would end before it begins." in wrong.text) == (422, True)
    series_page = owner.post(repeat, data={"how": "biweekly", "count": "4"}).location

    with tenant.scope():
        (series,) = _all(tenant, Series)
        meetings = sorted(_all(tenant), key=lambda one: one.starts_at)
        assert series.rule == {"freq": "weekly", "interval": 2, "count": 4}
        local = [one.starts_at.astimezone(BERLIN) for one in meetings]
        assert [f"{at:%m-%d %H:%M %z}" for at in local] == [
            "03-26 18:00 +0100",
            "04-09 18:00 +0200",
            "04-23 18:00 +0200",
            "05-07 18:00 +0200",
        ]
        assert [one.recurs_at for one in meetings] == [one.starts_at for one in meetings]
        assert {one.state for one in meetings} == {"open"}
        ids = [one.id for one in meetings]
        public = tenant.public(f"/meeting/series/{series.code}")

    second = tenant.console(f"/meeting/{ids[1]}/settings")
    changed = {
        "starts_at": "2037-04-10T19:00",
        "ends_at": "2037-04-10T20:30",
        "capacity": "9",
        "scope": "later",
    }
    assert owner.post(second, data=_form(owner.get(second).text) | changed).status_code == 302
    owner.post(tenant.console(f"/meeting/{ids[2]}/cancel"), data={"note": "Easter"})
    owner.post(f"{series_page}dates", data={"starts_at": "2037-06-01T08:00"})
    owner.post(f"{series_page}dates", data={"more": "1"})

    with tenant.scope():
        meetings = sorted(_all(tenant), key=lambda one: one.starts_at)
        told = [
            (f"{one.starts_at.astimezone(BERLIN):%m-%d %H:%M}", one.capacity, one.state, bool(one.recurs_at))
            for one in meetings
        ]
        assert told == [
            ("03-26 18:00", 5, "open", True),
            ("04-10 19:00", 9, "open", True),
            ("04-24 19:00", 9, "cancelled", True),
            ("05-08 19:00", 9, "open", True),
            ("05-22 19:00", 9, "open", True),
            ("06-01 08:00", 9, "open", False),
            ("06-05 19:00", 9, "open", True),
            ("06-19 19:00", 9, "open", True),
            ("07-03 19:00", 9, "open", True),
            ("07-17 19:00", 9, "open", True),
        ]
        assert _all(tenant, Series)[0].rule["count"] == 9
    text = visitor.get(public).text
    assert "Every 2 weeks, 9 times" in text
    assert re.findall(r"<em>(.*?)</em>", text)[:3] == ["5 seats left", "9 seats left", "Cancelled"]


def test_lists_ask_as_often_for_three_meetings_as_for_one(tenant, visitor):
    def statements(client, path):
        client.get(path)
        asked = []
        event.listen(Engine, "before_cursor_execute", count := lambda *call: asked.append(call[2]))
        assert client.get(path).status_code == 200
        event.remove(Engine, "before_cursor_execute", count)
        return len(asked)

    def both():
        return [
            statements(tenant.owner, tenant.console("/meeting/")),
            statements(visitor, tenant.public("/meeting/")),
        ]

    with tenant.scope():
        make_meeting("One")
        db.session.commit()
    one = both()
    with tenant.scope():
        make_meeting("Two")
        make_meeting("Three")
        db.session.commit()
    assert both() == one
