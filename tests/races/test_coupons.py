"""The last coupon, the same claim twice, one voucher at two counters: exact, whoever is faster."""

import re
import uuid
from collections import Counter
from functools import partial

import pytest
from sqlalchemy import func, select

from core.database import db
from core.fields.token import issue_form_token
from core.people.models import Person
from plugins.club.coupon_errors import CouponError
from plugins.club.coupons import redeem_coupon, reserve_coupon
from plugins.club.gifts import wrap_gift
from plugins.club.ledger import earn_points
from plugins.club.models import Coupon, Entry, Member, Offer
from plugins.club.offer_queries import coupon_by_id
from plugins.club.public.coupons import TAKE
from plugins.club.public.offers import CLAIM
from plugins.club.testing import make_coupon, make_member, make_offer, make_programme
from tests.races.conftest import all_at_once, opened, post

pytestmark = [pytest.mark.races, pytest.mark.both_databases]


@pytest.fixture
def new_offer(tenant):
    """Make an open offer; gives its id and the address that claims are sent to."""

    def make(**more):
        with tenant.scope():
            offer = make_offer(**more)
            db.session.commit()
            return offer.id, tenant.public(f"/club/offers/{offer.code}")

    return make


@pytest.fixture
def new_form(app, tenant):
    """A form as the page of an offer, or of a gift, would hold it."""

    def form(object_id, purpose=CLAIM, **more):
        with app.app_context():
            token = issue_form_token(
                tenant=tenant.id, object_id=object_id, version=1, purpose=purpose, via=""
            )
        return {"form_token": token, **more}

    return form


def books(tenant, offer_id):
    """What the offer counts, how many coupons there are, and how many members have one."""
    with tenant.scope():
        coupons = select(func.count(Coupon.id)).where(Coupon.offer_id == offer_id)
        holders = select(func.count(func.distinct(Coupon.member_id))).where(Coupon.offer_id == offer_id)
        offer = db.session.scalars(select(Offer).where(Offer.id == offer_id)).one()
        return offer.issued, db.session.scalar(coupons), db.session.scalar(holders)


def test_the_last_coupons_go_to_as_many_and_no_more(
    tenant, gunicorn, phones, new_offer, new_form, crowd, trials
):
    for _trial in trials:
        offer_id, path = new_offer(cap=7)
        forms = [new_form(offer_id) for _ in phones]

        answers = all_at_once(
            [partial(post, gunicorn, path, form, phone) for form, phone in zip(forms, phones, strict=True)]
        )

        statuses = Counter(status for status, _leads in answers.elements())
        assert (statuses, books(tenant, offer_id)) == ({303: 7, 409: crowd - 7}, (7, 7, 7))


def test_one_member_with_many_forms_has_one_coupon_and_pays_once(
    tenant, gunicorn, phones, new_offer, new_form, crowd, trials
):
    with tenant.scope():
        member = db.session.scalars(select(Member).join(Person).where(Person.name == "Guest 0")).one()
        earn_points(member_id=member.id, points=10 * len(trials), reason="visit", key="visits", ends_on=None)
        member_id = member.id
        db.session.commit()
    for _trial in trials:
        offer_id, path = new_offer(price_points=10)
        forms = [new_form(offer_id) for _ in range(crowd)]

        answers = all_at_once([partial(post, gunicorn, path, form, phones[0]) for form in forms])

        assert [status for status, _leads in answers] == [303]
        assert books(tenant, offer_id) == (1, 1, 1)
    with tenant.scope():
        assert db.session.scalars(select(Member.balance).where(Member.id == member_id)).one() == 0
        assert db.session.scalar(select(func.sum(Entry.points))) == 0


def test_the_same_form_of_a_stranger_is_one_card_and_one_coupon(
    tenant, gunicorn, new_offer, new_form, crowd, trials
):
    with tenant.scope():
        make_programme()
        db.session.commit()
    for trial in trials:
        offer_id, path = new_offer(cap=5)
        form = new_form(offer_id, name="Lin", consent="y")

        answers = all_at_once([partial(post, gunicorn, path, form)] * crowd)

        assert [status for status, _leads in answers] == [303]
        assert books(tenant, offer_id) == (1, 1, 1)
        with tenant.scope():
            assert db.session.scalar(select(func.count(Member.id))) == trial + 1


def a_coupon_that_leads_on(member_id):
    """A coupon of a member; the ids of it, of its offer, and of the offer that follows."""
    second = make_offer(claim="chain")
    first = make_offer(next_offer_id=second.id, giftable=True)
    member = db.session.scalars(select(Member).where(Member.id == member_id)).one()
    coupon = make_coupon(first, member)
    db.session.commit()
    return coupon.id, first.id, second.id


def redeemed(tenant, offer_id):
    with tenant.scope():
        return db.session.scalars(select(Offer.redeemed).where(Offer.id == offer_id)).one()


def test_one_voucher_at_two_counters_is_used_once_and_leads_on_once(tenant, gunicorn, crowd, trials):
    with tenant.scope():
        member_id = make_member().id
        db.session.commit()
    counters = [
        {"hutong_session": client.get_cookie("hutong_session").value}
        for client in (tenant.owner, tenant.staff)
    ]

    def serve(path, form, cookies):
        return [post(gunicorn, f"{path}/{step}", form, cookies)[0] for step in ("take", "use")]

    for _trial in trials:
        with tenant.scope():
            coupon_id, first, second = a_coupon_that_leads_on(member_id)
        path = tenant.console(f"/club/redeem/{coupon_id}")
        tasks = []
        for counter in counters:
            page, cookies = opened(gunicorn, path, counter)
            form = {"csrf_token": re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)}
            tasks += [partial(serve, path, form, cookies)] * (crowd // 2)

        answers = all_at_once([lambda task=task: tuple(task()) for task in tasks])

        assert set(answers) == {(302, 302)}  # each counter reads on the next page what has become of it
        assert redeemed(tenant, first) == 1
        assert books(tenant, second) == (1, 1, 1)


def test_a_coupon_in_many_hands_without_pages_is_used_once(tenant, crowd, trials):
    """The same with nothing between the threads and the database."""
    with tenant.scope():
        member_id = make_member().id
        db.session.commit()
    counters = [uuid.uuid4(), uuid.uuid4()]

    def serve(coupon_id, by):
        with tenant.scope():
            try:
                coupon = coupon_by_id(coupon_id)
                reserve_coupon(coupon, by)
                db.session.commit()
                redeem_coupon(coupon, by)
                db.session.commit()
            except CouponError as refused:
                db.session.rollback()
                return type(refused).__name__
            return "taken"

    for _trial in trials:
        with tenant.scope():
            coupon_id, first, second = a_coupon_that_leads_on(member_id)

        answers = all_at_once([partial(serve, coupon_id, counters[number % 2]) for number in range(crowd)])

        assert (answers["taken"], redeemed(tenant, first)) == (1, 1)
        assert set(answers) <= {"taken", "CouponHeldError", "CouponUsedError", "CouponNotHeldError"}
        assert books(tenant, second) == (1, 1, 1)


def test_a_gift_that_many_friends_open_is_one_friends(tenant, gunicorn, phones, new_form, crowd, trials):
    with tenant.scope():
        giver_id = make_member("Wang Fang").id
        db.session.commit()
    for _trial in trials:
        with tenant.scope():
            coupon_id, first, _second = a_coupon_that_leads_on(giver_id)
            token = wrap_gift(coupon_by_id(coupon_id))
            db.session.commit()
        path, form = tenant.public(f"/club/gifts/{token}"), new_form(coupon_id, TAKE)

        answers = all_at_once([partial(post, gunicorn, path, form, phone) for phone in phones])

        statuses = Counter(status for status, _leads in answers.elements())
        with tenant.scope():
            taken = coupon_by_id(coupon_id)
            assert (taken.given_by, taken.member_id != giver_id) == (giver_id, True)
        assert (statuses, books(tenant, first)) == ({303: 1, 410: crowd - 1}, (1, 1, 1))
