"""Two guests of one meeting turn out to be one person: both keep their place, and each names the other."""

import pytest
from flask import g
from sqlalchemy import select

from core.database import db
from core.people.models import Person
from core.pool.merging import merge_people, part_people
from plugins.meeting.guest_queries import same_person
from plugins.meeting.inviting import candidates_known, plan_invitations
from plugins.meeting.testing import make_guest, make_meeting

pytestmark = pytest.mark.both_databases


def test_both_stay_on_the_list_and_point_at_each_other_until_they_are_parted(tenant):
    assert tenant.owner
    info = tenant.info()
    with tenant.scope():
        g.tenant = info
        meeting = make_meeting()
        one, two = make_guest(meeting, "Wang"), make_guest(meeting, "Wang Xiao")
        elsewhere = make_guest(make_meeting(), "Wang Xiao", person_id=two.person_id)
        people = [db.session.get(Person, (info.id, guest.person_id)) for guest in (one, two)]
        owner = db.session.scalars(select(Person).where(Person.role == "owner")).one()
        before = [(guest.state, guest.ticket, guest.email) for guest in (one, two)]

        merge = merge_people(tenant=info, kept=people[0], gone=people[1], from_gone=(), by=owner)

        for guest in (one, two, elsewhere):
            db.session.refresh(guest)
        assert {guest.person_id for guest in (one, two, elsewhere)} == {people[0].id}
        assert [(guest.state, guest.ticket, guest.email) for guest in (one, two)] == before
        assert [list(same_person(guest)) for guest in (one, two, elsewhere)] == [[two], [one], []]
        (planned,) = plan_invitations(meeting, candidates_known([people[0].id]))
        assert planned.standing == "guest"

        part_people(tenant=info, merge=merge)

        db.session.refresh(two)
        assert two.person_id == people[1].id
        assert list(same_person(one)) == []
