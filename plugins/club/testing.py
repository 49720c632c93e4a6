"""Factories for tests and for the contracts over all routes."""

import uuid
from typing import Any

from hutong import Person, db
from plugins.club.models import Member, Programme
from plugins.club.operations import join_club, set_up_club


def make_programme(**more: Any) -> Programme:
    """The club of the tenant in scope."""
    run = set_up_club(
        name={"en": "Friends of the shop", "zh": "老友会"}, points_name={"en": "points", "zh": "积分"}
    )
    for name, value in more.items():
        setattr(run, name, value)
    db.session.flush()
    return run


def make_member(name: str = "Lin Xiaohong", **more: Any) -> Member:
    """Somebody with a card."""
    make_programme()
    person = Person(name=name, role="member", email=f"{uuid.uuid4().hex[:10]}@example.com")
    db.session.add(person)
    db.session.flush()
    member = join_club(person_id=person.id)
    for key, value in more.items():
        setattr(member, key, value)
    db.session.flush()
    return member


def sample_arguments() -> dict[str, Any]:
    """One of each sort: values of the routes' arguments."""
    member = make_member()
    return {"member_id": member.id, "number": member.number, "card_code": member.code}
