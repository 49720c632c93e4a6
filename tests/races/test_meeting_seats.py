"""The last seats of a meeting: exact, while others cancel too, and the line is kept in its order."""

import re
import threading
from collections import Counter
from contextlib import contextmanager
from functools import partial

import pytest
from sqlalchemy import func, select

from core.database import db, reading
from core.fields.token import issue_form_token
from plugins.meeting.links import guest_token
from plugins.meeting.models import Guest, Meeting
from plugins.meeting.public.register import PURPOSE
from plugins.meeting.testing import make_meeting
from tests.races.conftest import all_at_once, opened, post

pytestmark = [pytest.mark.races, pytest.mark.both_databases]

SEATS = 7


@pytest.fixture
def new_meeting(app, tenant):
    """Publish a meeting of seven seats; gives its id, where to register, and forms as its page has them."""

    def make():
        with tenant.scope():
            meeting = make_meeting(capacity=SEATS)
            db.session.commit()
            meeting_id, path = meeting.id, tenant.public(f"/meeting/{meeting.code}/register")

        def form(number):
            with app.app_context():
                token = issue_form_token(tenant=tenant.id, object_id=meeting_id, version=1, purpose=PURPOSE)
            who = {"q_own-name": f"Guest {number}", "q_own-mail": f"guest{number}@example.com"}
            return {"form_token": token, **who}

        return meeting_id, path, form

    return make


def line(tenant, meeting_id):
    """What the meeting counts as taken, and the states of its guests in the order in which they came."""
    with tenant.scope():
        found = select(Guest.state).where(Guest.meeting_id == meeting_id).order_by(Guest.queued_at, Guest.id)
        taken = db.session.scalars(select(Meeting.taken).where(Meeting.id == meeting_id)).one()
        return taken, list(db.session.scalars(found))


def pages_of(tenant, port, meeting_id):
    """For each guest: the address of their own page, the seal of its form, and the cookies."""
    with tenant.scope():
        found = db.session.scalars(select(Guest).where(Guest.meeting_id == meeting_id))
        paths = [tenant.public(f"/meeting/g/{guest_token(guest)}") for guest in found]
    pages = [(path, *opened(port, f"{path}?answer=no", {})) for path in paths]
    return [
        (path, re.search(r'name="form_token" value="([^"]+)"', page).group(1), cookies)
        for path, page, cookies in pages
    ]


@contextmanager
def watched(tenant, meeting_id):
    """Look again and again, as others do meanwhile: how many seats are taken, and how many come."""
    seen, over = Counter(), threading.Event()
    coming = select(func.count()).where(Guest.meeting_id == Meeting.id, Guest.state == "coming")
    look = select(Meeting.taken, coming.scalar_subquery()).where(Meeting.id == meeting_id)

    def watch():
        while not over.is_set():
            with tenant.scope(), reading():
                seen[tuple(db.session.execute(look).one())] += 1
            over.wait(0.01)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        over.set()
        watcher.join()


def test_the_last_seats_go_to_as_many_and_the_others_wait_in_line(
    tenant, gunicorn, new_meeting, crowd, trials
):
    for _trial in trials:
        meeting_id, path, form = new_meeting()

        with watched(tenant, meeting_id) as seen:
            answers = all_at_once([partial(post, gunicorn, path, form(number)) for number in range(crowd)])

        assert (len(answers), {status for status, _address in answers}) == (crowd, {303})
        assert line(tenant, meeting_id) == (SEATS, ["coming"] * SEATS + ["waiting"] * (crowd - SEATS))
        assert all(taken == coming <= SEATS for taken, coming in seen)


def test_while_some_cancel_the_line_moves_up_in_its_order(tenant, gunicorn, new_meeting, crowd, trials):
    """Half of the crowd is there and cancels, but for one in four; the other half registers meanwhile."""
    early = crowd // 2
    for _trial in trials:
        meeting_id, path, form = new_meeting()
        for number in range(early):
            assert post(gunicorn, path, form(number))[0] == 303
        guests = pages_of(tenant, gunicorn, meeting_id)
        going = [guest for number, guest in enumerate(guests) if number % 4]

        with watched(tenant, meeting_id) as seen:
            answers = all_at_once(
                [partial(post, gunicorn, path, form(number)) for number in range(early, crowd)]
                + [
                    partial(post, gunicorn, own_page, {"answer": "no", "form_token": seal}, cookies)
                    for own_page, seal, cookies in going
                ]
            )

        assert {status for status, _address in answers} <= {302, 303}
        taken, states = line(tenant, meeting_id)
        staying = [state for state in states if state != "declined"]
        assert len(states) - len(staying) == len(going)
        assert (taken, staying) == (SEATS, ["coming"] * SEATS + ["waiting"] * (len(staying) - SEATS))
        assert all(taken == coming <= SEATS for taken, coming in seen)


def test_one_form_sent_many_times_is_one_guest(tenant, gunicorn, new_meeting, crowd, trials):
    for _trial in trials:
        meeting_id, path, form = new_meeting()

        answers = all_at_once([partial(post, gunicorn, path, form(1))] * crowd)

        assert list(answers.values()) == [crowd]  # all were led to the one ticket
        assert line(tenant, meeting_id) == (1, ["coming"])


def test_one_address_in_many_forms_is_one_guest_and_opens_one_page(
    tenant, gunicorn, new_meeting, crowd, trials
):
    for _trial in trials:
        meeting_id, path, form = new_meeting()

        answers = all_at_once([partial(post, gunicorn, path, form(1)) for _number in range(crowd)])

        assert sorted(answers.values()) == [1, crowd - 1]
        assert answers[(303, f"{path}/mailed")] == crowd - 1
        assert line(tenant, meeting_id) == (1, ["coming"])
