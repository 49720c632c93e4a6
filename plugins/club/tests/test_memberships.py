"""Memberships: ordered on a phone, paid at the counter, never oversold."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from hutong import Manifest, db, hookimpl
from hutong.fields import issue_form_token
from hutong.money import Payment, PaymentWay, report_payment
from plugins.club.days import today
from plugins.club.models import Member, Membership, Plan, Tier
from plugins.club.offer_queries import invitation_to
from plugins.club.plan_queries import is_running
from plugins.club.selling import cancel_order, confirm_payment, order_membership, refund_membership
from plugins.club.testing import make_coupon, make_member, make_offer, make_plan, make_programme

STATED = re.compile(r'name="form_token" value="([^"]+)"')


@pytest.fixture
def plan(tenant):
    """The code of a membership with three places."""
    with tenant.scope():
        make_programme(transfer_details={"en": "Bank of Somewhere 123"})
        made = make_plan(seats=3)
        db.session.commit()
        return made.code


@pytest.fixture
def order_on(app, tenant, plan):
    """Order on a new phone; gives the phone and the answer."""

    def order(name="Lin", way="club.counter", phone=None):
        phone = phone or app.test_client()
        address = tenant.public(f"/club/memberships/{plan}?lang=en")
        token = STATED.search(phone.get(address).text).group(1)
        return phone, phone.post(
            address, data={"form_token": token, "name": name, "consent": "y", "way": way}
        )

    return order


def stored(tenant, function):
    """What a function gives in the tenant's scope."""
    with tenant.scope():
        return function()


@pytest.mark.both_databases
def test_a_stranger_orders_pays_at_the_counter_and_has_a_receipt(tenant, plan, order_on):
    phone, answer = order_on()
    page = phone.get(answer.location).text
    number = re.search(r'class="pick-up number">(\d+)<', page).group(1)

    tenant.staff.post(tenant.console(f"/club/orders/{number}/paid"))
    again = tenant.staff.post(tenant.console(f"/club/orders/{number}/paid?lang=en"), follow_redirects=True)

    assert "This one was paid before." in again.text
    assert "It runs" in phone.get(answer.location).text
    assert "¥500" in phone.get(answer.location.partition("?")[0] + "/receipt").text
    assert stored(tenant, lambda: db.session.scalars(select(Plan.taken)).all()) == [1]


def test_the_same_form_twice_is_one_order(app, tenant, plan):
    phone, address = app.test_client(), tenant.public(f"/club/memberships/{plan}")
    form = {"form_token": STATED.search(phone.get(address).text).group(1), "way": "club.counter"}
    form |= {"name": "Lin", "consent": "y"}

    first, second = phone.post(address, data=form), phone.post(address, data=form)

    assert first.location == second.location
    assert stored(tenant, lambda: db.session.scalars(select(Plan.taken)).all()) == [1]


def test_a_form_whose_answer_was_lost_leads_to_its_order_even_when_all_is_sold(app, tenant):
    with tenant.scope():
        make_programme()
        code = make_plan(seats=1).code
        db.session.commit()
    phone, address = app.test_client(), tenant.public(f"/club/memberships/{code}")
    form = {"form_token": STATED.search(phone.get(address).text).group(1), "way": "club.counter"}
    form |= {"name": "Lin", "consent": "y"}
    first = phone.post(address, data=form)

    lost, known = app.test_client(), phone
    again = [client.post(address, data=form) for client in (lost, known)]

    assert [answer.location for answer in again] == [first.location] * 2
    assert lost.get(first.location).status_code == 200
    assert stored(tenant, lambda: len(db.session.scalars(select(Member)).all())) == 1


def test_two_forms_of_one_member_hold_one_seat(app, tenant, plan, order_on):
    phone, first = order_on()
    form = {"way": "club.counter"}
    address = tenant.public(f"/club/memberships/{plan}")
    with app.app_context():
        plan_id = stored(tenant, lambda: db.session.scalars(select(Plan.id)).one())
        form["form_token"] = issue_form_token(tenant=tenant.id, object_id=plan_id, version=1, purpose="order")

    answer = phone.post(address, data=form)

    assert answer.location.partition("?")[0] == first.location.partition("?")[0]
    assert stored(tenant, lambda: db.session.scalars(select(Plan.taken)).all()) == [1]


def test_somebody_elses_order_does_not_exist(app, order_on):
    _phone, answer = order_on()

    assert app.test_client().get(answer.location).status_code == 404
    assert app.test_client().get(answer.location + "/receipt").status_code == 404


def test_what_is_missing_is_said_and_what_was_typed_is_kept(order_on):
    _phone, answer = order_on(name="Lin <b>", way="")

    assert answer.status_code == 422
    assert "Choose how you would like to pay." in answer.text
    assert 'value="Lin &lt;b&gt;"' in answer.text


def test_the_fourth_of_three_orders_nothing(app, tenant, plan, order_on):
    late, address = app.test_client(), tenant.public(f"/club/memberships/{plan}?lang=en")
    token = STATED.search(late.get(address).text).group(1)
    for name in ("Lin", "Wang", "Chen"):
        order_on(name)

    answer = late.post(
        address, data={"form_token": token, "name": "Zhao", "consent": "y", "way": "club.counter"}
    )

    assert answer.status_code == 409
    assert "Nothing was ordered, nothing is to be paid." in answer.text
    assert stored(tenant, lambda: len(db.session.scalars(select(Membership)).all())) == 3


def test_a_membership_whose_money_was_given_back_is_no_order_any_more(tenant):
    def who_ordered():
        answer = tenant.owner.get(tenant.console("/people/people.csv?stage=order"))
        rows = answer.get_data(as_text=True).splitlines()[1:]
        answer.close()
        return [row.partition(",")[0] for row in rows]

    with tenant.scope():
        bought = order_membership(
            plan=make_plan(), member=make_member("Lin"), way="club.counter", nonce="one"
        )
        confirm_payment(membership=bought, today=date(2026, 1, 31))
        db.session.commit()
    assert who_ordered() == ["Lin"]

    with tenant.scope():
        bought = db.session.scalars(select(Membership)).one()
        refund_membership(membership=bought, today=date(2026, 3, 1))
        db.session.commit()
    assert who_ordered() == []


@pytest.mark.both_databases
def test_a_place_that_is_cancelled_lapsed_or_refunded_is_free_again(tenant):
    with tenant.scope():
        plan, member = make_plan(seats=1), make_member()

        def order(nonce):
            return order_membership(plan=plan, member=member, way="club.counter", nonce=nonce)

        assert cancel_order(membership=order("one"))
        late = order("two")
        late.held_until = late.ordered_at
        db.session.flush()
        third = order("three")  # takes the place of the one that was not paid in time
        db.session.refresh(late)
        assert (late.state, third.state, plan.taken) == ("lapsed", "ordered", 1)
        assert confirm_payment(membership=third, today=date(2026, 1, 31))
        assert (third.starts_on, third.ends_on) == (date(2026, 1, 31), date(2027, 1, 30))
        assert is_running(third, date(2027, 1, 30))
        assert refund_membership(membership=third, today=date(2026, 3, 1))
        assert not is_running(third, date(2026, 3, 1))
        assert not refund_membership(membership=third, today=date(2026, 3, 1))
        db.session.refresh(plan)
        assert plan.taken == 0


def test_who_renews_gets_the_time_after_what_runs(tenant):
    with tenant.scope():
        plan, member = make_plan(months=1), make_member()
        for nonce in ("one", "two"):
            order = order_membership(plan=plan, member=member, way="club.counter", nonce=nonce)
            confirm_payment(membership=order, today=date(2026, 1, 31))
        days = db.session.execute(
            select(Membership.starts_on, Membership.ends_on).order_by(Membership.starts_on)
        ).all()
    assert [tuple(row) for row in days] == [
        (date(2026, 1, 31), date(2026, 2, 27)),
        (date(2026, 2, 28), date(2026, 3, 27)),
    ]


@pytest.mark.both_databases
def test_a_paid_tier_comes_and_goes_with_its_membership(tenant):
    with tenant.scope():
        gold = Tier(name={"en": "Gold"}, threshold=2000)
        db.session.add(gold)
        db.session.flush()
        plan, member = make_plan(tier_id=gold.id), make_member()
        order = order_membership(plan=plan, member=member, way="club.counter", nonce="one")
        confirm_payment(membership=order, today=today())
        assert member.tier_id == gold.id
        refund_membership(membership=order, today=today())
        assert member.tier_id is None


def test_after_a_refund_what_was_paid_for_follows_without_a_gap(tenant):
    with tenant.scope():
        plan, member = make_plan(months=1), make_member()
        orders = []
        for nonce in ("one", "two", "three"):
            order = order_membership(plan=plan, member=member, way="club.counter", nonce=nonce)
            confirm_payment(membership=order, today=date(2026, 1, 10))
            orders.append(order)
        refund_membership(membership=orders[0], today=date(2026, 1, 20))
        days = [(order.starts_on, order.ends_on) for order in orders]
    assert days == [
        (date(2026, 1, 10), date(2026, 1, 19)),
        (date(2026, 1, 20), date(2026, 2, 16)),
        (date(2026, 2, 17), date(2026, 3, 19)),
    ]


@pytest.mark.both_databases
def test_who_was_invited_uses_the_invitation_by_paying(tenant):
    with tenant.scope():
        plan, member = make_plan(), make_member()
        offer = make_offer(kind="plan", plan_id=plan.id)
        coupon = make_coupon(offer, member)
        order = order_membership(
            plan=plan,
            member=member,
            way="club.counter",
            nonce="one",
            coupon_id=invitation_to(member.id, plan.id),
        )
        assert (coupon.state, offer.redeemed) == ("issued", 0)
        confirm_payment(membership=order, today=date(2026, 1, 31))
        assert (coupon.state, offer.redeemed) == ("redeemed", 1)
        assert invitation_to(member.id, plan.id) is None


class Provider:
    """A payment way of another plugin: it sends the payer away and reports the money."""

    __name__ = "paypal.plugin"
    __file__ = __file__

    @hookimpl
    def manifest(self):
        title = {"zh": "付", "en": "Pay"}
        return Manifest(name="payer", title=title, summary=title, icon="card", api="1.0", order=99)

    @hookimpl
    def payment_ways(self, tenant, language):
        return [
            PaymentWay("payer.online", "Online", begin=lambda payable: f"/pay/{payable.id}/{payable.amount}")
        ]


class BrokenProvider(Provider):
    """One whose service does not answer."""

    @hookimpl
    def payment_ways(self, tenant, language):
        return [PaymentWay("payer.online", "Online", begin=lambda payable: 1 // 0)]


def test_where_a_provider_fails_the_order_stands_and_waits(app, make_tenant):
    app.extensions["hutong.plugins"].register(BrokenProvider())
    tenant = make_tenant("online")
    with tenant.scope():
        make_programme()
        plan = make_plan()
        db.session.commit()
        code = plan.code
    phone, address = app.test_client(), tenant.public(f"/club/memberships/{code}")
    form = {"form_token": STATED.search(phone.get(address).text).group(1), "way": "payer.online"}

    answer = phone.post(address, data=form | {"name": "Lin", "consent": "y"}, follow_redirects=True)

    assert (answer.status_code, "Waiting for payment" in answer.text) == (200, True)


def test_a_provider_takes_the_payer_and_reports_the_right_amount_only(app, make_tenant):
    app.extensions["hutong.plugins"].register(Provider())
    tenant = make_tenant("online")
    with tenant.scope():
        make_programme()
        plan = make_plan()
        db.session.commit()
        code = plan.code
    phone, address = app.test_client(), tenant.public(f"/club/memberships/{code}")
    form = {"form_token": STATED.search(phone.get(address).text).group(1), "way": "payer.online"}

    answer = phone.post(address, data=form | {"name": "Lin", "consent": "y"})

    with tenant.scope():
        order = db.session.scalars(select(Membership)).one()
        assert answer.location == f"/pay/{order.id}/50000"
        for amount, currency in ((49999, "CNY"), (50000, "USD")):
            with pytest.raises(Exception, match="came for"):
                report_payment(
                    tenant.info(),
                    plugin="club",
                    payment=Payment("payer.online", order.id, amount, currency, "ref"),
                )
        for _twice in range(2):
            report_payment(
                tenant.info(), plugin="club", payment=Payment("payer.online", order.id, 50000, "CNY", "ref 7")
            )
        db.session.refresh(order)
        assert (order.state, order.reference) == ("paid", "ref 7")
