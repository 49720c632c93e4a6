"""Many doors at once: a ticket lets in one, the earliest, and a message that is sent twice counts once."""

import json
import re
import uuid
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import func, select

from core.database import db, now
from plugins.meeting.models import Guest, Meeting, Scan
from plugins.meeting.testing import make_guest, make_meeting
from tests.races.conftest import all_at_once, opened, post

pytestmark = [pytest.mark.races, pytest.mark.both_databases]

TICKETS = 4


@pytest.fixture
def new_meeting(tenant):
    """A meeting of four seats and four guests: its id, the path of its door, and the tickets."""

    def make():
        with tenant.scope():
            meeting = make_meeting(capacity=TICKETS)
            tickets = [make_guest(meeting, f"Guest {number}").ticket for number in range(TICKETS)]
            db.session.commit()
            return meeting.id, tenant.console(f"/meeting/{meeting.id}/door/"), tickets

    return make


def messages(tickets, crowd):
    """Half of the doors scan a ticket each, the others let one of two people walk in; each says it twice."""
    begun = now() - timedelta(minutes=5)
    for number in range(crowd // 2):
        said = {
            "id": str(uuid.uuid4()),
            "door": f"Door {number}",
            "at": round((begun + timedelta(seconds=number)).timestamp() * 1000),
            "letIn": True,
        }
        more = (
            {"text": tickets[number % TICKETS]}
            if number < crowd // 4
            else {"walkIn": {"name": "Guo", "email": f"guo{number % 2}@example.com"}}
        )
        yield from [json.dumps([said | more])] * 2


def test_a_ticket_lets_in_one(tenant, gunicorn, new_meeting, crowd, trials):
    held = tenant.staff.get_cookie("hutong_session")
    for _trial in trials:
        meeting_id, path, tickets = new_meeting()
        page, cookies = opened(gunicorn, path, {held.key: held.value})
        token = re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)

        answers = all_at_once(
            [
                partial(post, gunicorn, f"{path}sync", {"csrf_token": token, "scans": said}, cookies)
                for said in messages(tickets, crowd)
            ]
        )

        assert answers == {(200, ""): crowd // 2 * 2}
        with tenant.scope():
            scans = db.session.scalars(select(Scan).where(Scan.meeting_id == meeting_id)).all()
            guests = db.session.scalars(select(Guest).where(Guest.meeting_id == meeting_id)).all()
            taken = db.session.scalar(select(Meeting.taken).where(Meeting.id == meeting_id))
            people = select(func.count(func.distinct(Guest.person_id))).where(Guest.meeting_id == meeting_id)
            assert db.session.scalar(people) == TICKETS + 2
        assert Counter(scan.outcome for scan in scans) == {
            "in": TICKETS + 2,
            "double": crowd // 2 - TICKETS - 2,
        }
        assert (len(guests), taken) == (TICKETS + 2, TICKETS + 2)
        for guest in guests:
            assert guest.checked_in_at == min(one.scanned_at for one in scans if one.guest_id == guest.id)
