"""One form of joining, sent many times at once: one person, one card, one welcome."""

import re
from functools import partial
from urllib.request import urlopen

import pytest
from sqlalchemy import func, select

from core.database import db
from core.people.models import Person
from plugins.club.models import Entry, Member
from plugins.club.testing import make_plan, make_programme, make_rule
from tests.races.conftest import all_at_once, post

pytestmark = [pytest.mark.races, pytest.mark.both_databases]

WELCOME, AT_ONCE = 10, 12
ME = {"name": "Lin", "consent": "y", "way": "club.counter"}


@pytest.mark.parametrize("by", ["join", "order"])
def test_one_form_is_one_person_with_one_card(tenant, gunicorn, trials, by):
    with tenant.scope():
        make_programme()
        make_rule(kind="welcome", points=WELCOME)
        plan = make_plan().code
        db.session.commit()
    page, path = {
        "join": ("/club/", "/club/join"),
        "order": (f"/club/memberships/{plan}", f"/club/memberships/{plan}"),
    }[by]
    for trial in trials:
        with urlopen(f"http://127.0.0.1:{gunicorn}{tenant.public(page)}") as answer:
            token = re.search(r'name="form_token" value="([^"]+)"', answer.read().decode())[1]
        form = {"form_token": token, **ME}

        answers = all_at_once([partial(post, gunicorn, tenant.public(path), form)] * AT_ONCE)

        assert len(answers) == 1
        assert next(iter(answers))[0] in (302, 303)
        with tenant.scope():
            assert (
                db.session.scalar(select(func.count(Person.id)).where(Person.name == "Lin")),
                db.session.scalar(select(func.count(Member.id))),
                db.session.scalar(select(func.sum(Entry.points)).where(Entry.account == "member")),
            ) == (trial + 1, trial + 1, WELCOME * (trial + 1))
