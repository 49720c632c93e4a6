"""An offer and its coupon on the phone: taken once, given to a friend, put on the card from paper."""

import re

import pytest
from sqlalchemy import func, select

from hutong import db
from plugins.club.coupons import redeem_coupon, reserve_coupon
from plugins.club.models import Coupon, Member, Offer
from plugins.club.paper import coupons_of_batch, print_coupons
from plugins.club.testing import make_coupon, make_offer, make_programme

ME = {"name": "Lin", "consent": "y"}


@pytest.fixture
def offer(tenant):
    """An open offer of three pieces, to give away."""
    with tenant.scope():
        make_programme()
        offer = make_offer(cap=3, giftable=True)
        db.session.commit()
        return offer.code


def token(page):
    return re.search(r'name="form_token" value="([^"]+)"', page).group(1)


def take(phone, path):
    page = phone.get(path).text
    return phone.post(path, data={"form_token": token(page), **ME})


def figures(tenant):
    with tenant.scope():
        return (
            db.session.scalar(select(Offer.issued)),
            db.session.scalar(select(func.count(Coupon.id))),
            db.session.scalar(select(func.count(Member.id))),
        )


def test_a_stranger_takes_it_with_a_card_and_the_same_form_again_is_the_same_coupon(app, tenant, offer):
    path, phone = tenant.public(f"/club/offers/{offer}"), app.test_client()
    form = {"form_token": token(phone.get(path).text), **ME}

    first = phone.post(path, data=form)
    phone.delete_cookie("hutong_person", path=f"/{tenant.slug}")  # its answer was lost on the way
    again = phone.post(path, data=form)

    assert (first.status_code, again.location) == (303, first.location)
    assert "My coupons" in phone.get(tenant.public("/club/")).text
    page = phone.get(path).text
    assert "You have it already" in page
    assert figures(tenant) == (1, 1, 1)


def test_the_last_one_is_gone_in_words_and_what_was_typed_is_not_lost(app, tenant, offer):
    path = tenant.public(f"/club/offers/{offer}")
    late = app.test_client()
    form = {"form_token": token(late.get(path).text), **ME}
    for _one in range(3):
        assert take(app.test_client(), path).status_code == 303

    answer = late.post(path, data=form)

    assert (answer.status_code, "All of them are taken" in answer.text) == (409, True)
    assert "All of them are taken" in late.get(path).text
    assert figures(tenant) == (3, 3, 3)


def test_the_coupon_tells_what_has_become_of_it(app, tenant, offer):
    phone = app.test_client()
    page = take(phone, tenant.public(f"/club/offers/{offer}")).location

    assert "Show this at the counter" in phone.get(page).text
    with tenant.scope():
        coupon = db.session.scalars(select(Coupon)).one()
        reserve_coupon(coupon, coupon.id)
        db.session.commit()
        assert "in hand" in phone.get(page).text
        redeem_coupon(coupon, coupon.id)
        db.session.commit()

    answer = phone.get(page)
    assert (answer.headers["Cache-Control"], ">Used<" in answer.text) == ("no-store", True)


def test_a_gift_is_taken_once_under_a_new_code(app, tenant, offer):
    giver, friend, third = (app.test_client() for _ in range(3))
    page = take(giver, tenant.public(f"/club/offers/{offer}")).location
    wrapped = giver.post(f"{page}/give", data={"form_token": token(giver.get(page).text)}).text
    link = re.search(r"http://localhost(/corner/club/gifts/[^\s<\"]+)", wrapped).group(1)

    assert "This is your own link" in giver.get(link).text
    form = {"form_token": token(third.get(link).text), **ME}
    theirs = take(friend, link)

    assert (theirs.status_code, theirs.location != page) == (303, True)
    assert third.post(link, data=form).status_code == 410
    assert giver.get(page).status_code == 404
    assert "Given to a friend" in giver.get(tenant.public("/club/coupons")).text
    assert figures(tenant) == (1, 1, 2)


@pytest.mark.parametrize("keeps_key", [False, True])
def test_the_form_of_a_coupon_that_was_given_away_lets_nobody_in_as_the_friend(app, tenant, offer, keeps_key):
    path, giver, friend, stranger = (
        tenant.public(f"/club/offers/{offer}"),
        *(app.test_client() for _ in range(3)),
    )
    form = {"form_token": token(giver.get(path).text), **ME}
    page = giver.post(path, data=form).location
    wrapped = giver.post(f"{page}/give", data={"form_token": token(giver.get(page).text)}).text
    link = re.search(r"http://localhost(/corner/club/gifts/[^\s<\"]+)", wrapped).group(1)
    with tenant.scope():
        key = db.session.scalars(select(Coupon.issue_key)).one()
    theirs = take(friend, link).location
    if keeps_key:  # as it was with coupons given away before
        with tenant.scope():
            db.session.scalars(select(Coupon)).one().issue_key = key
            db.session.commit()

    answer = stranger.post(path, data=form)

    assert (answer.status_code, answer.location == theirs) == (303 if keeps_key else 409, False)
    assert theirs not in stranger.get(tenant.public("/club/coupons"), follow_redirects=True).text
    assert theirs in friend.get(tenant.public("/club/coupons")).text
    assert figures(tenant) == (1, 1, 2)  # the form has made its card, and makes no second


def test_the_giver_is_told_where_it_went_and_gets_no_link_to_it(app, tenant, offer):
    path, giver, friend = tenant.public(f"/club/offers/{offer}"), app.test_client(), app.test_client()
    early = {"form_token": token(giver.get(path).text), **ME}
    page = take(giver, path).location
    wrapped = giver.post(f"{page}/give", data={"form_token": token(giver.get(page).text)}).text
    link = re.search(r"http://localhost(/corner/club/gifts/[^\s<\"]+)", wrapped).group(1)
    theirs = take(friend, link).location.rpartition("/")[2]

    answers = [giver.get(path), giver.post(path, data=early)]

    assert [answer.status_code for answer in answers] == [200, 409]
    for answer in answers:
        assert "Given to a friend" in answer.text
        assert theirs not in answer.text
        assert "Open my coupon" not in answer.text
        assert 'name="form_token"' not in answer.text
    assert figures(tenant) == (1, 1, 2)


def test_a_gift_that_nobody_took_comes_back(app, tenant, offer):
    giver, friend = app.test_client(), app.test_client()
    page = take(giver, tenant.public(f"/club/offers/{offer}")).location
    wrapped = giver.post(f"{page}/give", data={"form_token": token(giver.get(page).text)}).text
    link = re.search(r"http://localhost(/corner/club/gifts/[^\s<\"]+)", wrapped).group(1)

    giver.post(f"{page}/take-back", data={"form_token": token(giver.get(page).text)})

    assert "This gift is gone" in friend.get(link).text


def test_a_coupon_from_paper_is_put_on_a_card_and_counts(app, tenant, offer):
    with tenant.scope():
        found = db.session.scalars(select(Offer)).one()
        batch = print_coupons(offer=found, count=2, key="abcdefabcdef")
        assert print_coupons(offer=found, count=2, key="abcdefabcdef") == batch
        codes = [coupon.code for coupon in coupons_of_batch(found, batch)]
        db.session.commit()
    phone = app.test_client()
    page = tenant.public(f"/club/coupons/{codes[0]}")
    take(phone, tenant.public(f"/club/offers/{offer}"))

    phone.post(f"{page}/keep", data={"form_token": token(phone.get(page).text)})

    assert phone.get(tenant.public(f"/club/c/{codes[0]}")).location == page
    assert phone.get(tenant.public("/club/")).text.count("/club/coupons/") == 2
    assert figures(tenant) == (3, 3, 1)


def test_another_clubs_coupon_does_not_exist(app, tenant, other_tenant, offer):
    with other_tenant.scope():
        make_programme()
        foreign = make_coupon().code
        db.session.commit()

    answers = [app.test_client().get(tenant.public(f"/club/coupons/{code}")) for code in (foreign, "x" * 12)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].text.replace(foreign, "x" * 12) == answers[1].text
