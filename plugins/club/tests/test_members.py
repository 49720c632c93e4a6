"""The list of cards, what is done with one, and the places where they are shown."""

import re

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from hutong import db
from plugins.club.models import Member, Tier
from plugins.club.queries import places
from plugins.club.testing import make_member, make_place


@pytest.fixture
def cards(tenant):
    """A silver card, a plain one, a stopped one; gives their ids by name."""
    with tenant.scope():
        silver = Tier(name={"en": "Silver"}, threshold=100)
        db.session.add(silver)
        db.session.flush()
        made = {
            "Wang": make_member("Wang", tier_id=silver.id).id,
            "Lin": make_member("Lin").id,
            "Chen": make_member("Chen", state="stopped").id,
        }
        made["silver"] = silver.id
        db.session.commit()
        return made


def names_in(tenant, **query):
    page = tenant.staff.get(tenant.console("/club/members"), query_string={"lang": "en", **query}).text
    return re.findall(r'class="over grow"[^>]*><b>(\w+)</b>', page)


def do(tenant, member_id, step):
    tenant.staff.post(tenant.console(f"/club/members/{member_id}/{step}"))
    with tenant.scope():
        member = db.session.get(Member, (tenant.id, member_id))
        return member.state, member.number


def test_cards_are_listed_by_tier_state_name_and_number(tenant, cards):
    with tenant.scope():
        number = db.session.get(Member, (tenant.id, cards["Lin"])).number

    assert names_in(tenant) == ["Chen", "Lin", "Wang"]
    assert names_in(tenant, tier=str(cards["silver"])) == ["Wang"]
    assert names_in(tenant, state="stopped") == ["Chen"]
    assert names_in(tenant, q="wa") == ["Wang"]
    assert names_in(tenant, q=f"{number[:3]} {number[3:6]}") == ["Lin"]
    assert names_in(tenant, q="nobody") == []


def test_the_list_asks_the_database_as_often_for_three_as_for_one(tenant, cards):
    statements = []
    tenant.staff.get(tenant.console("/club/members"))
    event.listen(Engine, "before_cursor_execute", count := lambda *args: statements.append(args[2]))
    names_in(tenant, q="wa")
    one = len(statements)
    statements.clear()
    names_in(tenant)
    event.remove(Engine, "before_cursor_execute", count)

    assert len(statements) == one


def test_a_card_is_stopped_started_and_renewed(tenant, cards):
    (_state, number) = do(tenant, cards["Lin"], "start")

    assert do(tenant, cards["Lin"], "stop") == ("stopped", number)
    assert do(tenant, cards["Lin"], "start") == ("active", number)
    do(tenant, cards["Lin"], "stop")
    state, new_number = do(tenant, cards["Lin"], "renew")

    assert (state, new_number == number) == ("active", False)


def test_places_are_made_renamed_ordered_and_binned(tenant, cards):
    def names():
        with tenant.scope():
            return [place.name["en"] for place in places()]

    with tenant.scope():
        east = make_place({"en": "East", "zh": "东"}).id
        db.session.commit()
    tenant.owner.post(tenant.console("/club/places/new"), data={"name_en": "River", "name_zh": "河"})
    assert names() == ["East", "River"]

    tenant.owner.post(tenant.console(f"/club/places/{east}/move/down"))
    assert names() == ["River", "East"]

    page = tenant.owner.get(tenant.console(f"/club/places/{east}")).text
    base = re.search(r'name="base"[^>]*value="([^"]*)"', page)[1]
    tenant.owner.post(tenant.console(f"/club/places/{east}"), data={"name_en": "East Gate", "base": base})
    assert names() == ["River", "East Gate"]

    tenant.owner.post(tenant.console(f"/club/places/{east}/bin"))
    assert names() == ["River"]
    tenant.owner.post(tenant.console(f"/club/places/{east}/restore"))
    assert names() == ["River", "East Gate"]


def test_today_is_on_the_consoles_first_page_and_in_nobodys_way(tenant):
    page = tenant.owner.get(tenant.console("/?lang=en")).text
    assert "To the counter" not in page
    with tenant.scope():
        make_member("Lin")
        db.session.commit()

    assert "To the counter" in tenant.owner.get(tenant.console("/?lang=en")).text
    tenant.withhold("staff", "club.serve")
    assert "To the counter" not in tenant.staff.get(tenant.console("/?lang=en")).text
