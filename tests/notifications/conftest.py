"""Somebody who is told things, and how they are told."""

import pytest

from core.database import db
from core.notifications.operations import tell_person
from core.people.operations import add_person


@pytest.fixture
def lily(tenant):
    """A member who speaks Chinese, of a tenant whose first language is English; gives her id."""
    with tenant.scope():
        person = add_person(role="member", name="Lily", email="lily@example.com", language="zh")
        db.session.commit()
        return person.id


@pytest.fixture
def tell(tenant):
    """``tell(person_id, key=…)`` as a tool would, committed; whether it was new."""

    def tell_them(person_id, shop=tenant, **words):
        with shop.scope():
            told = tell_person(
                **{"person_id": person_id, "key": "a/1", "thread": "a", "subject": "Ready"} | words
            )
            db.session.commit()
            return told

    return tell_them
