"""The last seats of a membership: ordered by many at once, exact, and free again exactly once."""

from collections import Counter
from functools import partial

import pytest
from sqlalchemy import func, select

from core.database import db
from core.fields.token import issue_form_token
from plugins.club.errors import StateError
from plugins.club.models import Membership, Plan
from plugins.club.public.plans import ORDER
from plugins.club.selling import cancel_order, confirm_payment
from plugins.club.testing import make_plan
from tests.races.conftest import all_at_once, post

pytestmark = [pytest.mark.races, pytest.mark.both_databases]

SEATS = 7


@pytest.fixture
def new_sale(app, tenant):
    """Put a membership on sale; gives its id, the address of orders, and a form as its page would hold it."""

    def make(seats=SEATS):
        with tenant.scope():
            plan = make_plan(seats=seats)
            db.session.commit()
            plan_id, path = plan.id, tenant.public(f"/club/memberships/{plan.code}")

        def form():
            with app.app_context():
                token = issue_form_token(
                    tenant=tenant.id, object_id=plan_id, version=1, purpose=ORDER, via=""
                )
            return {"form_token": token, "way": "club.counter"}

        return plan_id, path, form

    return make


def books(tenant, plan_id):
    """What the plan counts as taken, and how many orders are in which state."""
    with tenant.scope():
        rows = db.session.execute(
            select(Membership.state, func.count())
            .where(Membership.plan_id == plan_id)
            .group_by(Membership.state)
        )
        taken = db.session.scalars(select(Plan.taken).where(Plan.id == plan_id)).one()
        return taken, {row[0]: row[1] for row in rows}


def test_the_last_seats_go_to_as_many_and_no_more(tenant, gunicorn, phones, new_sale, crowd, trials):
    for _trial in trials:
        plan_id, path, form = new_sale()

        answers = all_at_once([partial(post, gunicorn, path, form(), phone) for phone in phones])

        statuses = Counter()
        for (status, _address), count in answers.items():
            statuses[status] += count
        assert statuses == {303: SEATS, 409: crowd - SEATS}
        assert books(tenant, plan_id) == (SEATS, {"ordered": SEATS})


def test_one_form_sent_many_times_is_one_order(tenant, gunicorn, phones, new_sale, crowd, trials):
    for _trial in trials:
        plan_id, path, form = new_sale()
        sent = form()

        answers = all_at_once([partial(post, gunicorn, path, sent, phones[0])] * crowd)

        assert list(answers.values()) == [crowd]  # all were led to the one order
        assert books(tenant, plan_id) == (1, {"ordered": 1})


def test_paid_by_some_and_cancelled_by_others_it_is_one_of_both(
    tenant, gunicorn, phones, new_sale, crowd, trials
):
    """Half of the counters confirm, half cancel: the seat is taken if it was paid, else free."""
    for _trial in trials:
        plan_id, path, form = new_sale(seats=1)
        post(gunicorn, path, form(), phones[0])

        all_at_once([partial(change, tenant, plan_id, pay=number % 2 == 0) for number in range(crowd)])

        assert books(tenant, plan_id) in ((1, {"paid": 1}), (0, {"cancelled": 1}))


def change(tenant, plan_id, *, pay):
    """One counter says that it was paid, or takes it back."""
    with tenant.scope():
        order = db.session.scalars(select(Membership).where(Membership.plan_id == plan_id)).one()
        try:
            if pay:
                confirm_payment(membership=order, today=order.ordered_at.date())
            else:
                cancel_order(membership=order)
        except StateError:
            db.session.rollback()
            return
        db.session.commit()
