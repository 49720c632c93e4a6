"""Joining the club on a phone, and what the card's holder does with it."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from hutong import create_link, db, now
from hutong.people import Person
from plugins.club.models import Member, Programme
from plugins.club.operations import join_club, who_lost_the_answer
from plugins.club.testing import make_programme


def _token(page):
    return re.search(r'name="form_token" value="([^"]+)"', page).group(1)


@pytest.fixture
def club(tenant):
    with tenant.scope():
        make_programme()
        db.session.commit()


def _change(tenant, **values):
    with tenant.scope():
        for name, value in values.items():
            setattr(db.session.scalars(select(Programme)).one(), name, value)
        db.session.commit()


def _join(client, tenant, **typed):
    page = client.get(tenant.public("/club/"), query_string={"lang": "en"}).text
    data = {"form_token": _token(page), **typed}
    return client.post(
        tenant.public("/club/join"), data=data, query_string={"lang": "en"}, follow_redirects=True
    )


def _card(tenant):
    with tenant.scope():
        return db.session.scalars(select(Member)).one_or_none()


def test_a_stranger_joins_and_the_phone_knows_the_card_again(app, tenant, club):
    phone = app.test_client()

    answer = _join(phone, tenant, name="Lin", consent="y")

    number = _card(tenant).number
    grouped = f"{number[:3]} {number[3:6]} {number[6:]}"
    assert grouped in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert grouped in phone.get(tenant.public("/club/")).text
    assert grouped not in app.test_client().get(tenant.public("/club/")).text


def test_the_same_form_again_is_the_same_card_and_lets_the_phone_in_for_a_while(app, tenant, club):
    page = app.test_client().get(tenant.public("/club/")).text
    form = {"form_token": _token(page), "name": "Lin", "consent": "y"}

    pages = []
    for ago in (0, 4, 6):
        with tenant.scope():
            for made in db.session.scalars(select(Member)):
                made.joined_at = now() - timedelta(minutes=ago)
            db.session.commit()
        phone = app.test_client()  # it never got the first answer
        phone.post(tenant.public("/club/join"), data=form)
        pages.append(phone.get(tenant.public("/club/?lang=en")).text)

    number = _card(tenant).number
    assert [f"{number[:3]} {number[3:6]}" in page for page in pages] == [True, True, False]
    with tenant.scope():
        assert db.session.scalar(select(func.count(Person.id)).where(Person.name == "Lin")) == 1


@pytest.mark.parametrize(
    ("minutes", "person", "is_let_in"),
    [
        (4, {}, True),
        (6, {}, False),
        (4, {"role": "staff"}, False),
        (4, {"state": "left"}, False),
    ],
)
def test_a_form_lets_in_for_five_minutes_nobody_who_left_and_no_colleague(
    tenant, club, minutes, person, is_let_in
):
    with tenant.scope():
        lin = Person(name="Lin", **({"role": "member"} | person))
        db.session.add(lin)
        db.session.flush()
        card = join_club(person_id=lin.id)

        known = who_lost_the_answer(card, now() - timedelta(minutes=minutes))

        assert (known == lin) is is_let_in


def test_a_form_that_made_somebodys_card_gives_who_is_known_here_their_own(app, tenant, club):
    page = app.test_client().get(tenant.public("/club/")).text
    form = {"form_token": _token(page), "name": "Lin", "consent": "y"}
    app.test_client().post(tenant.public("/club/join"), data=form)
    first = _card(tenant).id

    tenant.member.post(tenant.public("/club/join"), data=form)

    with tenant.scope():
        cards = {card.id: card.join_nonce for card in db.session.scalars(select(Member))}
    assert len(cards) == 2
    assert [bool(nonce) for card, nonce in cards.items() if card != first] == [False]


def test_who_is_known_here_only_confirms(tenant, club):
    answer = _join(tenant.member, tenant)

    assert "This card and you" in answer.text
    with tenant.scope():
        person = db.session.scalars(select(Person).where(Person.role == "member")).one()
        assert db.session.scalars(select(Member)).one().person_id == person.id


def test_who_came_by_a_link_is_remembered_with_it(app, tenant, club):
    with tenant.scope():
        run = db.session.scalars(select(Programme)).one()
        link = create_link(plugin="club", object_kind="programme", object_id=run.id, channel="poster")
        link_id, code = link.id, link.code
        db.session.commit()
    phone = app.test_client()

    _join(phone, tenant, name="Lin", consent="y", via=code)

    assert _card(tenant).share_link_id == link_id


@pytest.mark.parametrize(
    ("month", "day", "birthday"), [("02", "29", "02-29"), ("", "", ""), ("02", "30", None), ("02", "", None)]
)
def test_a_birthday_is_asked_without_a_year_and_not_demanded(app, tenant, club, month, day, birthday):
    _change(tenant, asks_birthday=True)

    _join(app.test_client(), tenant, name="Lin", consent="y", month=month, day=day)

    card = _card(tenant)
    assert (card.birthday if card else None) == birthday


def test_a_paused_club_says_so_and_cards_go_on_working(app, tenant, club):
    _join(tenant.member, tenant)
    _change(tenant, state="paused")

    assert "No new cards for now" in app.test_client().get(tenant.public("/club/?lang=en")).text
    assert "This card and you" in tenant.member.get(tenant.public("/club/?lang=en")).text


def test_somebody_at_the_door_of_a_full_plan_is_told(tenant, club):
    _join(tenant.member, tenant)
    with tenant.scope():
        db.session.scalars(select(Person).where(Person.role == "member")).one().state = "waiting"
        db.session.commit()

    assert "waiting at the door" in tenant.member.get(tenant.public("/club/?lang=en")).text


def test_a_scanned_card_says_only_whether_it_is_valid(app, tenant, club):
    _join(tenant.member, tenant)
    card = _card(tenant)
    stranger = app.test_client()

    page = stranger.get(tenant.public(f"/club/card/{card.code}?lang=en"))
    assert "This card is valid" in page.text
    assert card.number not in page.text
    assert "member" not in re.sub(r"<[^>]+>", "", page.text)  # the holder's name
    with tenant.scope():
        db.session.get(Member, (tenant.id, card.id)).state = "stopped"
        db.session.commit()
    assert "This card is stopped" in stranger.get(tenant.public(f"/club/card/{card.code}?lang=en")).text


def test_a_new_number_makes_the_old_card_nobodys(tenant, club):
    page = _join(tenant.member, tenant).text
    old = _card(tenant)

    tenant.member.post(tenant.public("/club/renew"), data={"form_token": _token(page)})

    new = _card(tenant)
    assert (new.id, new.number != old.number, new.code != old.code) == (old.id, True, True)
    assert tenant.member.get(tenant.public(f"/club/card/{old.code}")).status_code == 404


def test_who_leaves_and_joins_again_has_the_same_card(tenant, club):
    _join(tenant.member, tenant)
    card = _card(tenant)
    page = tenant.member.get(tenant.public("/club/leave")).text

    tenant.member.post(tenant.public("/club/leave"), data={"form_token": _token(page)})
    assert _card(tenant).state == "left"
    _join(tenant.member, tenant)

    assert (_card(tenant).id, _card(tenant).state) == (card.id, "active")


def test_before_it_is_set_up_there_is_no_club(app, tenant):
    assert app.test_client().get(tenant.public("/club/")).status_code == 404
