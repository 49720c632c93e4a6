"""Offers in the console: made in a few fields, chained, changed by two people, thrown away and back."""

import re

import pytest
from sqlalchemy import event, select
from sqlalchemy.engine import Engine

from hutong import db
from plugins.club.chains import chain_from
from plugins.club.ledger import earn_points
from plugins.club.models import Coupon, Member, Offer
from plugins.club.testing import make_coupon, make_member, make_offer, make_programme, use_coupon

NEW = {"title_en": "Pay 10, get 20", "value": "20", "price": "10", "cap": "50", "valid_days": "60"}


@pytest.fixture(autouse=True)
def club(tenant):
    with tenant.scope():
        make_programme(currency="CNY")
        db.session.commit()


def the(tenant, **where):
    with tenant.scope():
        return db.session.scalars(select(Offer).filter_by(**where)).one()


def statements_of(look):
    """What the database is asked meanwhile."""
    said = []
    event.listen(Engine, "before_cursor_execute", note := lambda *call: said.append(call[2]))
    look()
    event.remove(Engine, "before_cursor_execute", note)
    return said


def titles(tenant, first):
    with tenant.scope():
        start = db.session.scalars(select(Offer).where(Offer.id == first)).one()
        return [step.title["en"] for step in chain_from(start)]


def test_a_voucher_is_made_in_a_few_fields_and_opened(tenant):
    assert "What would bring them back?" in tenant.owner.get(tenant.console("/club/offers")).text

    made = tenant.owner.post(tenant.console("/club/offers/new/voucher"), data=NEW)
    offer = the(tenant)
    assert (offer.state, offer.value, offer.price, offer.cap, offer.valid_days) == (
        "draft",
        2000,
        1000,
        50,
        60,
    )
    assert "Voucher for ¥20, to pay ¥10" in tenant.owner.get(made.location).text

    tenant.owner.post(f"{made.location}/state/open")
    page = tenant.owner.get(made.location).text
    assert the(tenant).state == "open"
    assert "/corner/s/" in page  # it has a code that customers scan


def test_what_is_wrong_is_said_and_what_was_typed_stays(tenant):
    answer = tenant.owner.post(
        tenant.console("/club/offers/new/percent"), data={"title_en": "Cheap", "value": "120", "cap": "many"}
    )

    assert answer.status_code == 422
    assert [text in answer.text for text in ("From 1 to 100.", "Write a whole number", 'value="many"')] == [
        True,
        True,
        True,
    ]


def test_who_saves_second_sees_both_versions(tenant):
    with tenant.scope():
        path = tenant.console(f"/club/offers/{make_offer(cap=10).id}/terms")
        db.session.commit()
    page = tenant.owner.get(path).text
    base = re.search(r'name="base" type="hidden" value="([^"]+)"', page).group(1)
    form = {"base": base, "claim": "anyone", "per_member": "1", "valid_days": "30", "days_0": ["0", "4"]}

    first = tenant.owner.post(path, data={**form, "cap": "20", "from_0": "09:00", "to_0": "17:00"})
    second = tenant.staff.post(path, data={**form, "cap": "30", "from_0": "", "to_0": ""})

    assert (first.status_code, second.status_code) == (302, 409)
    offer = the(tenant)
    assert (offer.cap, offer.hours) == (20, [{"days": [0, 4], "from": "09:00", "to": "17:00"}])


def test_a_chain_is_built_ordered_and_never_a_circle(tenant):
    with tenant.scope():
        a, b, c = (make_offer(title={"en": name}).id for name in "abc")
        db.session.commit()
    path = tenant.console(f"/club/offers/{a}/chain")

    for following in (b, c):
        tenant.owner.post(f"{path}/add", data={"following": str(following), "when": "redeem"})
    assert titles(tenant, a) == ["a", "b", "c"]
    tenant.owner.post(tenant.console(f"/club/offers/{c}/chain/add"), data={"following": str(a)})
    assert "would be a circle" in tenant.owner.get(path).text
    tenant.owner.post(tenant.console(f"/club/offers/{c}/chain/move/up"))
    assert titles(tenant, a) == ["a", "c", "b"]
    assert tenant.owner.post(f"{path}/order", data={"order": f"{b},{a},{c}"}).status_code == 204
    assert titles(tenant, b) == ["b", "a", "c"]
    tenant.owner.post(tenant.console(f"/club/offers/{a}/chain/remove"))
    assert titles(tenant, b) == ["b", "c"]


def test_the_bin_keeps_what_customers_hold(tenant):
    with tenant.scope():
        coupon = make_coupon()
        offer_id, code = coupon.offer_id, coupon.code
        db.session.commit()

    tenant.owner.post(tenant.console(f"/club/offers/{offer_id}/bin"))
    assert tenant.owner.get(tenant.console(f"/club/offers/{offer_id}")).status_code == 404
    page = tenant.app.test_client().get(tenant.public(f"/club/coupons/{code}"))
    assert "Show this at the counter" in page.text

    tenant.owner.post(tenant.console(f"/club/offers/{offer_id}/restore"))
    assert tenant.owner.get(tenant.console(f"/club/offers/{offer_id}")).status_code == 200


def test_a_refund_takes_the_coupon_and_what_followed_and_gives_the_points_back(tenant):
    with tenant.scope():
        second = make_offer(title={"en": "Voucher"}, claim="chain")
        offer, member = make_offer(price_points=30, next_offer_id=second.id), make_member()
        earn_points(member_id=member.id, points=30, reason="visit", key="visit", ends_on=None)
        coupon = make_coupon(offer, member)
        use_coupon(coupon)
        path = tenant.console(f"/club/redeem/{coupon.id}")
        db.session.commit()
    tenant.withhold("staff", "club.offers")
    assert tenant.staff.post(f"{path}/void").status_code == 403

    tenant.owner.post(f"{path}/void")

    page = tenant.owner.get(path).text
    assert "The coupon is gone. The points for it are back. What followed is gone too: Voucher." in page
    assert "This coupon was taken back" in page
    with tenant.scope():
        assert db.session.scalars(select(Member.balance)).one() == 30
        assert set(db.session.scalars(select(Offer.issued))) == {0}


def test_codes_on_paper_stay_within_the_number(tenant):
    with tenant.scope():
        path = tenant.console(f"/club/offers/{make_offer(cap=10, claim='paper').id}/paper")
        db.session.commit()

    made = tenant.owner.post(path, data={"key": "abcdefabcdef", "count": "9"})
    refused = tenant.owner.post(path, data={"key": "bcdefabcdefa", "count": "2"})

    table = tenant.owner.get(f"{made.location}.csv").get_data(as_text=True).splitlines()
    with tenant.scope():
        codes = set(db.session.scalars(select(Coupon.code)))
    assert ({line.split(",")[0] for line in table[1:]}, len(codes)) == (codes, 9)
    assert (refused.status_code, "One left" in refused.text) == (422, True)


def test_the_sum_moves_with_the_guesses(tenant):
    with tenant.scope():
        path = tenant.console(f"/club/offers/{make_offer(cap=50, cost=4000).id}/forecast")
        db.session.commit()

    sure = tenant.owner.get(f"{path}?reach=1000&take_0=100&use_0=100").text
    nobody = tenant.owner.get(f"{path}?reach=0&take_0=100&use_0=100").text
    wrong = tenant.owner.get(f"{path}?reach=x&take_0=300")

    assert ["<b>¥2,000</b> <span>" in page for page in (sure, nobody)] == [True, False]
    assert "<b>¥0</b> <span>" in nobody
    assert (wrong.status_code, "From 0 to 100." in wrong.text) == (200, True)


@pytest.mark.parametrize(("path", "statements"), [("/club/offers", 24), ("/club/offers/{first}/chain", 27)])
def test_more_offers_and_coupons_need_no_more_queries(tenant, path, statements):
    with tenant.scope():
        second = make_offer(claim="chain")
        first = make_offer(next_offer_id=second.id).id
        db.session.commit()
    page = tenant.console(path.format(first=first))
    tenant.owner.get(page)  # signs in, once
    counts = []

    for _round in range(2):
        counts.append(len(statements_of(lambda: tenant.owner.get(page))))
        with tenant.scope():
            for _ in range(3):
                make_coupon(db.session.scalars(select(Offer).where(Offer.id == first)).one())
                make_offer()
            db.session.commit()

    assert counts == [statements, statements]
