"""What pages and hooks cost: as many statements for many rows as for few, and no row that is not shown."""

from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from hutong import db, now
from plugins.meeting.agenda_editing import add_item, add_speaker
from plugins.meeting.console.meetings import A_PAGE
from plugins.meeting.decisions import add_decision
from plugins.meeting.door_testing import make_scan
from plugins.meeting.floor import ask_question, vote_for
from plugins.meeting.links import guest_token
from plugins.meeting.live_phones import Phone
from plugins.meeting.live_polls import answer_poll, create_poll, start_poll
from plugins.meeting.live_queries import open_poll
from plugins.meeting.models import Meeting
from plugins.meeting.plugin import menu, page_blocks, share_targets, slot, waiting
from plugins.meeting.queries import meeting_by_id
from plugins.meeting.testing import (
    make_action,
    make_date_poll,
    make_guest,
    make_meeting,
    make_series,
    make_voter,
)
from plugins.meeting.writing_minutes import publish_minutes, save_text

DAY = timedelta(days=1)
IN_CONSOLE = ["", "guests", "door/", "door/list", "poll", "agenda", "live", "minutes", "settings"]
IN_PUBLIC = ["", "/register", "/when", "/agenda", "/speakers", "/live", "/minutes"]
FOR_GUESTS = ["", "/when", "/agenda", "/minutes"]


@pytest.fixture
def cost():
    """Counts the statements, and the meetings that are read, while something is done."""
    sent, read = [], []

    def note(_connection, _cursor, statement, *_more):
        sent.append(statement)

    def load(meeting, _context):
        read.append(meeting)

    event.listen(Engine, "before_cursor_execute", note)
    event.listen(Meeting, "load", load)

    def of(work):
        sent.clear()
        read.clear()
        work()
        return len(sent), len(read)

    yield of
    event.remove(Engine, "before_cursor_execute", note)
    event.remove(Meeting, "load", load)


def _grow(meeting, number):
    """One more of everything that hangs on a meeting."""
    guest = make_guest(meeting, f"Guest {number}")
    make_scan(guest)
    make_voter(guest)
    make_action(guest, f"Call number {number}")
    speaker = add_speaker(meeting, name={"en": f"Speaker {number}"})
    add_item(meeting, title={"en": f"Item {number}"}, speaker_ids=[speaker.id])
    add_decision(meeting, f"Decision {number}")
    phone = Phone(f"phone{number}")
    vote_for(meeting, ask_question(meeting, phone=phone, text="Why?", nonce=f"n{number}"), phone)
    answer_poll(meeting, open_poll(meeting.id), phone=phone, values=[f"word{number}"])
    db.session.commit()
    return guest


@pytest.fixture
def grown(tenant):
    """A meeting with one of everything: its id, its code, its guest's token."""
    with tenant.scope():
        meeting = make_meeting(shows_minutes="everybody")
        make_date_poll(meeting)
        start_poll(meeting, create_poll(meeting, kind="words", title="A word", options=(), many=True))
        save_text(meeting, text="## Opening", base=0, by=None)
        publish_minutes(meeting)
        guest = _grow(meeting, 0)
        return meeting.id, meeting.code, guest_token(guest)


@pytest.mark.parametrize(
    ("who", "page"),
    [
        *[("owner", f"/meeting/{{0}}/{one}") for one in IN_CONSOLE],
        *[("visitor", f"/meeting/{{1}}{one}") for one in IN_PUBLIC],
        *[("visitor", f"/meeting/g/{{2}}{one}") for one in FOR_GUESTS],
    ],
)
def test_a_page_asks_as_often_for_many_rows_as_for_few(tenant, visitor, grown, cost, who, page):
    address = page.format(*grown)
    client, path = (
        (tenant.owner, tenant.console(address)) if who == "owner" else (visitor, tenant.public(address))
    )

    def statements():
        def look():
            assert client.get(path).status_code == 200

        return cost(look)[0]

    def grow(*numbers):
        with tenant.scope():
            for number in numbers:
                _grow(meeting_by_id(grown[0]), number)

    statements()
    grow(1)
    few = statements()
    grow(2, 3, 4)
    assert statements() == few


def _plan(count, first, **more):
    """Meetings of an hour from `first` on, one a day."""
    for number in range(count):
        at = first + number * DAY
        values = {"title": {"en": f"Day {number}"}, "state": "open", "starts_at": at} | more
        db.session.add(Meeting(ends_at=at + timedelta(hours=1), **values))
    db.session.commit()


def test_hooks_read_the_same_rows_for_three_hundred_meetings_as_for_three(tenant, cost):
    def costs():
        with tenant.scope(), tenant.app.test_request_context("/corner/?lang=en"):
            info = tenant.info()
            (block,) = page_blocks(info)
            works = {
                "menu": lambda: list(menu(info, "en")),
                "one meeting": lambda: list(share_targets(info, one_id)),
                "one series": lambda: list(share_targets(info, series_id)),
                "what is next": lambda: block.render("next", "en", ""),
                "one card": lambda: block.render(code, "en", ""),
                "today": lambda: slot(info, "console.today"),
                "waiting": lambda: list(waiting(info)),
            }
            return {name: cost(work) for name, work in works.items()}

    with tenant.scope():
        one, series = make_meeting("One"), make_series()
        one_id, series_id, code = one.id, series.id, one.code
        _plan(3, now() + 4 * DAY)
        _plan(3, now() - 9 * DAY, series_id=series_id)

    costs()
    few = costs()
    with tenant.scope():
        _plan(300, now() + 10 * DAY)
        _plan(300, now() - 800 * DAY)

    assert costs() == few
    assert (few["menu"], few["one meeting"], few["one series"], few["what is next"]) == (
        (2, 2),
        (1, 1),
        (3, 3),
        (1, 1),
    )


def test_lists_read_a_page_of_the_past(tenant, visitor, cost):
    lists = (tenant.owner, tenant.console("/meeting/")), (visitor, tenant.public("/meeting/"))

    def costs():
        return [cost(lambda: client.get(path)) for client, path in lists]  # noqa: B023 - called at once

    with tenant.scope():
        _plan(A_PAGE, now() - 100 * DAY)
    costs()
    with tenant.scope():
        make_meeting("New")
        db.session.commit()
    few = costs()
    with tenant.scope():
        _plan(300, now() - 800 * DAY)
        make_meeting("Newer")
        db.session.commit()
    many = costs()

    assert [statements for statements, _rows in many] == [statements for statements, _rows in few]
    assert [rows for _statements, rows in few] == [A_PAGE + 1, 21]
    text = tenant.owner.get(tenant.console("/meeting/?page=11")).text
    assert ("Day 0<" in text, "Page 11 of 11" in text) == (True, True)
