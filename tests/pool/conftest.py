"""People to look for."""

import uuid
from datetime import timedelta

import pytest

from core.acts.operations import record_act
from core.database import db, now
from core.people.models import Person
from core.pool.operations import create_tag, put_on
from core.sharing.operations import create_link


@pytest.fixture
def crowd(tenant):
    """Four customers: who they are, what they carry and did, and where they came by."""
    with tenant.scope():
        link = create_link(
            plugin="survey", object_kind="survey", object_id=uuid.uuid4(), channel="counter poster"
        )
        regular = create_tag(name="regular", colour="pine")
        db.session.flush()
        ids = {
            "wang": _person("王小明", days=100, phone="138 0013 8000", share_link_id=link.id),
            "shan": _person("单小红", days=50, role="member", email="hong@example.com"),
            "anna": _person("Anna Zhou", days=5, number="A-17", share_link_id=link.id),
            "gone": _person("王小明", days=80, state="left"),
        }
        put_on(tag=regular, person_ids=[ids["wang"], ids["shan"]], step=uuid.uuid4())
        _did(ids["wang"], "order", "visit", days=90)
        _did(ids["wang"], "order", "visit", days=70)
        _did(ids["shan"], "order", "visit", days=40)
        _did(ids["shan"], "service", "pick_up", days=2)
        _did(ids["anna"], "intent", "claim", days=1)
        db.session.commit()
        return {**ids, "regular": regular.id, "link": link.id}


def _person(name, *, days, **fields):
    person = Person(name=name, joined_at=now() - timedelta(days=days), **fields)
    db.session.add(person)
    db.session.flush()
    return person.id


def _did(person_id, stage, verb, *, days):
    act = record_act(stage=stage, verb=verb, plugin="club", person_id=person_id)
    act.at = now() - timedelta(days=days)
