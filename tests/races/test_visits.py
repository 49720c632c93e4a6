"""Counters at once: one form is one visit, each visit counts once, one refund takes it back once."""

from functools import partial

import pytest
from sqlalchemy import func, select

from core.database import db
from plugins.club.models import Entry, Lot, Member, Rule, Visit
from plugins.club.testing import make_member
from plugins.club.visits import record_visit, refund_visit
from tests.races.conftest import all_at_once

pytestmark = [pytest.mark.races, pytest.mark.both_databases]

PAID, POINTS = 3800, 43  # a point per yuan, and five for coming


@pytest.fixture
def new_card(tenant):
    """Make a card in a club that gives points; gives its id."""
    with tenant.scope():
        db.session.add(Rule(kind="amount", title={"en": "Paid"}, points=1, per_amount=100))
        db.session.add(Rule(kind="visit", title={"en": "Came"}, points=5))
        db.session.commit()

    def make():
        with tenant.scope():
            member = make_member()
            db.session.commit()
            return member.id

    return make


def visit(tenant, member_id, nonce):
    with tenant.scope():
        member = db.session.scalars(select(Member).where(Member.id == member_id)).one()
        _visit, is_new = record_visit(member=member, amount=PAID, nonce=nonce)
        db.session.commit()
        return is_new


def refund(tenant, nonce):
    with tenant.scope():
        found = db.session.scalars(select(Visit).where(Visit.nonce == nonce)).one()
        is_taken = refund_visit(visit=found)
        db.session.commit()
        return is_taken


def books(tenant, member_id):
    """Visits, money, balance; and that entries and lots say the same."""
    with tenant.scope():
        member = db.session.scalars(select(Member).where(Member.id == member_id)).one()
        entries = db.session.scalar(
            select(func.coalesce(func.sum(Entry.points), 0)).where(Entry.member_id == member_id)
        )
        lots = db.session.scalar(
            select(func.coalesce(func.sum(Lot.left), 0)).where(Lot.member_id == member_id)
        )
        assert member.balance == entries == lots
        assert db.session.scalar(select(func.coalesce(func.sum(Entry.points), 0))) == 0
        return member.visits, member.spent, member.balance


def test_the_same_form_from_many_counters_is_one_visit_and_goes_back_once(tenant, new_card, trials, crowd):
    for trial in trials:
        member_id, nonce = new_card(), f"form-{trial}"

        made = all_at_once([partial(visit, tenant, member_id, nonce)] * crowd)
        assert made == {True: 1, False: crowd - 1}
        assert books(tenant, member_id) == (1, PAID, POINTS)

        taken = all_at_once([partial(refund, tenant, nonce)] * crowd)
        assert taken == {True: 1, False: crowd - 1}
        assert books(tenant, member_id) == (0, 0, 0)


def test_many_counters_serve_one_card_at_once_and_nothing_is_lost(tenant, new_card, trials, crowd):
    for trial in trials:
        member_id = new_card()
        forms = [f"form-{trial}-{number}" for number in range(crowd)]

        made = all_at_once([partial(visit, tenant, member_id, nonce) for nonce in forms])

        assert made == {True: crowd}
        assert books(tenant, member_id) == (crowd, crowd * PAID, crowd * POINTS)
