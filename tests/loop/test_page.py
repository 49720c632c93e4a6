"""The page of the loop: whom it can be about, what it refuses, and what it says in words."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.acts.models import Act
from core.database import db, now
from core.people.models import Person
from core.people.operations import add_person
from core.pool.models import Segment
from core.sharing.operations import create_link, personal_link_of


@pytest.fixture
def shop(tenant):
    """Ten customers by one code, four of whom ordered; ids of the code, a personal link and a customer."""
    with tenant.scope():
        where = {"plugin": "site", "object_kind": "page", "object_id": uuid.uuid4()}
        link = create_link(**where, channel="Table tents").id
        for number in range(10):
            person = add_person(role="contact", name=f"Customer {number}", share_link_id=link).id
            if number < 4:
                at = now() + timedelta(hours=2)
                db.session.add(Act(stage="order", verb="visit", person_id=person, at=at))
        db.session.add(Act(stage="seen", verb="visit", share_link_id=link, times=40))
        personal = personal_link_of(person, **where).id
        db.session.commit()
        return {"link": link, "person": person, "personal": personal}


def page(tenant, query="", client=None):
    answer = (client or tenant.owner).get(tenant.console(f"/loop/?lang=en{query}"))
    return answer.status_code, answer.text


def test_it_says_in_words_what_it_draws(tenant, shop):
    status, text = page(tenant)

    assert status == 200
    assert "Wanted it: 10 people, 10 times; Ordered: 4 people, 4 times" in text
    assert "<td>40%</td><td>in 2 hours</td>" in text
    assert "10 people · 4 ordered · 0 came back · 0 told a friend" in text
    assert "Table tents" in text


@pytest.mark.parametrize("kind", ["link", "personal", "person"])
def test_it_can_be_about_one_link_or_person(tenant, shop, kind):
    who = f"{'person' if kind == 'person' else 'link'}:{shop[kind]}"

    status, text = page(tenant, f"&who={who}")

    assert status == 200
    assert {"link": "Table tents", "personal": "Link of Customer 9", "person": "Customer 9"}[kind] in text
    assert "What brings people to the end" not in text


def test_it_can_be_about_a_segment_for_those_who_may_see_people(tenant, shop):
    with tenant.scope():
        rules = {"q": "Customer 3"}
        segment = Segment(name="The third", rules=rules)
        db.session.add(segment)
        db.session.commit()
        who = f"&who=segment:{segment.id}"

    status, text = page(tenant, who)
    assert (status, "Ordered: 1 person, once" in text) == (200, True)
    assert "The third" in page(tenant)[1]
    tenant.withhold("staff", "people.see")
    assert page(tenant, who, client=tenant.staff)[0] == 403
    assert "The third" not in page(tenant, client=tenant.staff)[1]
    assert page(tenant, f"&who=segment:{uuid.uuid4()}")[0] == 404


def test_what_is_not_there_or_somebody_elses_is_not_found(tenant, other_tenant, shop):
    for who in ("link:none", f"link:{uuid.uuid4()}", "person:", "moon", f"link:{shop['person']}"):
        assert page(tenant, f"&who={who}")[0] == 404
    assert other_tenant.owner.get(other_tenant.console(f"/loop/?who=link:{shop['link']}")).status_code == 404


def test_a_period_narrows_it_and_a_strange_one_is_asked_again(tenant, shop):
    assert "Nobody came this way in this time" in page(tenant, "&since=2020-01-01&until=2020-01-31")[1]
    assert page(tenant, "&until=9999-12-31")[0] == 200
    assert page(tenant, "&since=0001-01-01")[0] == 200

    status, text = page(tenant, "&since=2026-05-02&until=2026-05-01")
    assert (status, "The last day comes before the first." in text) == (422, True)
    status, text = page(tenant, "&since=yesterday")
    assert (status, "A day looks like 2026-05-23." in text) == (422, True)


def test_staff_see_it_unless_it_is_withheld_and_people_only_where_they_may(tenant, shop):
    assert page(tenant, client=tenant.staff)[0] == 200

    tenant.withhold("staff", "people.see")
    assert page(tenant, f"&who=person:{shop['person']}", client=tenant.staff)[0] == 403
    tenant.withhold("staff", "loop.see")
    assert page(tenant, client=tenant.staff)[0] == 403
    assert "/loop/" not in tenant.staff.get(tenant.console("/more")).text


def test_the_team_is_not_counted(tenant, shop):
    with tenant.scope():
        boss = db.session.scalars(select(Person.id).where(Person.role == "owner")).first()
        if boss is None:
            boss = add_person(role="owner", name="Boss").id
        db.session.add(Act(stage="order", verb="visit", person_id=boss))
        db.session.commit()

    assert "Ordered: 4 people, 4 times" in page(tenant)[1]
