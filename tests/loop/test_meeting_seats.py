"""A seat at a meeting is an order in the loop and at its link; given back, it is none."""

import pytest
from sqlalchemy import select

from core.acts.models import Act
from core.acts.queries import funnels_by_link
from core.database import db
from core.sharing.operations import create_link
from plugins.meeting.attending import accept, decline
from plugins.meeting.testing import make_guest, make_meeting

pytestmark = pytest.mark.both_databases


def test_a_seat_counts_while_it_is_held(tenant):
    with tenant.scope():
        meeting = make_meeting(capacity=1)
        link = create_link(plugin="meeting", object_kind="meeting", object_id=meeting.id)
        guest = make_guest(meeting, "One", share_link_id=link.id)
        waiting = make_guest(meeting, "Two")

        def counts():
            db.session.flush()
            orders = select(Act.person_id, Act.times).where(Act.verb == "register", Act.stage == "order")
            held = {who: times for who, times in db.session.execute(orders.order_by(Act.at)) if times}
            funnel = funnels_by_link(meeting.id).get(link.id) or {"complete": 0}
            return held, funnel["complete"]

        assert counts() == ({guest.person_id: 1}, 1)

        decline(meeting, guest)
        assert counts() == ({waiting.person_id: 1}, 0)

        decline(meeting, waiting)
        accept(meeting, guest)
        assert counts() == ({guest.person_id: 1}, 1)
