"""The counter: finding a member, recording what they paid, taking it back."""

import re

import pytest
from sqlalchemy import event, select
from sqlalchemy.engine import Engine

from hutong import db
from hutong.people import Person
from plugins.club.ledger import earn_points
from plugins.club.models import Entry, Member, Rule, Visit
from plugins.club.selling import order_membership
from plugins.club.testing import make_member, make_plan, make_programme
from plugins.club.visits import record_visit, refund_visit, visit_key


@pytest.fixture
def card(tenant):
    """Wang Xiaoming's card, and a stopped one."""
    with tenant.scope():
        member = make_member("王小明")
        db.session.get(Person, (tenant.id, member.person_id)).phone = "138 0013 8000"
        make_member("李雷", state="stopped")
        db.session.commit()
        db.session.refresh(member)
        db.session.expunge(member)
        return member


def found_by(tenant, text):
    answer = tenant.staff.get(tenant.console("/club/"), query_string={"q": text, "lang": "en"})
    return answer.location.rpartition("/")[2].partition("?")[0] if answer.location else answer.text


@pytest.mark.parametrize(
    "typed",
    [
        "{number}",
        " {number:.3} {number:.6} ",
        "https://shop.example/club/card/{code}",
        "http://localhost/shop/club/card/{code}?lang=zh",
    ],
)
def test_a_card_is_known_by_its_number_and_by_its_address(tenant, card, typed):
    parts = {"number": card.number, "code": card.code}
    text = (
        f"{card.number[:3]} {card.number[3:6]}-{card.number[6:]}" if ":.3" in typed else typed.format(**parts)
    )

    assert found_by(tenant, text) == str(card.id)


def test_the_number_to_say_when_paying_opens_who_ordered(tenant, card, other_tenant):
    with tenant.scope():
        ours = order_membership(plan=make_plan(), member=card, way="club.counter", nonce="ours").number
        db.session.commit()
    with other_tenant.scope():
        member = make_member("Anna")
        theirs = order_membership(plan=make_plan(), member=member, way="club.counter", nonce="x").number
        db.session.commit()

    assert found_by(tenant, f"{ours[:3]} {ours[3:]}") == str(card.id)
    assert f"/club/orders/{ours}/paid" in tenant.staff.get(tenant.console(f"/club/members/{card.id}")).text
    assert "No card of yours has this number" in found_by(tenant, theirs)


@pytest.mark.parametrize("typed", ["王", "wxm", "wangxiao", "8000", "138-0013"])
def test_people_are_found_by_name_pinyin_and_phone(tenant, card, typed):
    answer = found_by(tenant, typed)

    assert answer == str(card.id) or "王小明" in answer
    assert "李雷" not in answer


def test_what_leads_nowhere_is_told_apart(tenant, card, other_tenant):
    with other_tenant.scope():
        foreign = make_member("Anna")
        number, code = foreign.number, foreign.code
        db.session.commit()
    slip = card.number[:-1] + str((int(card.number[-1]) + 1) % 10)

    told = {
        text: re.search(r'role="alert".*?<b>(.*?)</b>', found_by(tenant, text), re.DOTALL)[1]
        for text in (
            slip,
            number,
            f"http://localhost{other_tenant.public(f'/club/card/{code}')}",
            "https://example.com/somewhere",
            "Nobody",
        )
    }

    assert list(told.values()) == [
        "There’s a slip in this number",
        "No card of yours has this number",
        "This isn’t a card of your club",
        "This isn’t a card of your club",
        "Nobody with a card is called that",
    ]


def test_the_same_page_sent_twice_is_one_visit(tenant, card):
    page = tenant.staff.get(
        tenant.console(f"/club/members/{card.id}/visit"),
        query_string={"amount": "38.5", "note": "two shirts"},
    ).text
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))

    for _time in range(2):
        tenant.staff.post(tenant.console(f"/club/members/{card.id}/visit"), data=sent)

    with tenant.scope():
        visit = db.session.scalars(select(Visit)).one()
        member = db.session.get(Member, (tenant.id, card.id))
        assert (visit.amount, visit.note, visit.kind) == (3850, "two shirts", "paid")
        assert (member.visits, member.spent) == (1, 3850)


def test_who_goes_back_after_a_check_in_can_still_record_what_was_paid(tenant, card):
    member = tenant.staff.get(tenant.console(f"/club/members/{card.id}")).text
    nonce = re.search(r'name="nonce" value="([^"]+)"', member)[1]
    tenant.staff.post(tenant.console(f"/club/members/{card.id}/check-in"), data={"nonce": nonce})

    address = tenant.console(f"/club/members/{card.id}/visit")
    page = tenant.staff.get(address, query_string={"amount": "38", "nonce": nonce}).text
    tenant.staff.post(address, data=dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)))

    with tenant.scope():
        found = db.session.scalars(select(Visit).order_by(Visit.at))
        assert [(visit.kind, visit.amount) for visit in found] == [("checkin", 0), ("paid", 3800)]


@pytest.mark.parametrize("amount", ["", "0", "-3", "twelve", "1.234", "1e40"])
def test_what_is_no_amount_is_asked_again_and_kept(tenant, card, amount):
    answer = tenant.staff.get(
        tenant.console(f"/club/members/{card.id}/visit"), query_string={"amount": amount, "note": "shirt"}
    )

    assert answer.status_code == 422
    assert f'value="{amount}"' in answer.text
    assert 'value="shirt"' in answer.text


def test_a_stopped_card_records_nothing(tenant, card):
    with tenant.scope():
        stopped_id = db.session.scalars(select(Member.id).where(Member.state == "stopped")).one()

    tenant.staff.post(
        tenant.console(f"/club/members/{stopped_id}/visit"), data={"amount": "5", "nonce": "n1"}
    )

    with tenant.scope():
        assert db.session.scalars(select(Visit)).all() == []


def test_a_refund_posts_the_inverse_of_all_that_the_visit_posted_once(tenant, card):
    with tenant.scope():
        member = db.session.get(Member, (tenant.id, card.id))
        visit, _new = record_visit(member=member, amount=3800, nonce="n1")
        for name, points in (("amount", 38), ("visit", 5)):
            earn_points(
                member_id=member.id, points=points, reason=name, key=visit_key(visit) + name, ends_on=None
            )
        earn_points(member_id=member.id, points=7, reason="welcome", key="welcome", ends_on=None)

        assert [refund_visit(visit=visit), refund_visit(visit=visit)] == [True, False]

        db.session.refresh(member)
        assert (member.balance, member.earned, member.visits, member.spent) == (7, 7, 0, 0)
        by_account = {}
        for entry in db.session.scalars(select(Entry)):
            by_account[entry.account] = by_account.get(entry.account, 0) + entry.points
        assert by_account == {"member": 7, "issued": -7}


def test_what_a_visit_earns_is_said_before_it_is_recorded_and_then_posted(tenant, card):
    with tenant.scope():
        db.session.add(Rule(kind="amount", title={"en": "A point per yuan"}, points=1, per_amount=100))
        db.session.commit()
    address = tenant.console(f"/club/members/{card.id}/visit")

    page = tenant.staff.get(address, query_string={"amount": "38.5", "lang": "en"}).text
    shown = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page)
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    after = tenant.staff.post(address, data=sent, query_string={"lang": "en"}, follow_redirects=True).text

    assert shown == [("points now", "0"), ("A point per yuan", "+38"), ("points after it", "38")]
    assert "¥38.50 recorded. 38 points more." in after
    with tenant.scope():
        assert db.session.get(Member, (tenant.id, card.id)).balance == 38


def test_the_counter_asks_the_database_as_often_for_three_as_for_one(tenant, card):
    def visit(number):
        with tenant.scope():
            record_visit(member=db.session.get(Member, (tenant.id, card.id)), amount=100, nonce=f"n{number}")
            db.session.commit()

    tenant.staff.get(tenant.console("/club/"))  # signs the client in
    asked, statements = [], []
    event.listen(Engine, "before_cursor_execute", count := lambda *args: statements.append(args[2]))
    for number in range(3):
        visit(number)
        statements.clear()
        tenant.staff.get(tenant.console(f"/club/members/{card.id}"))
        tenant.staff.get(tenant.console("/club/"))
        asked.append(len(statements))
    event.remove(Engine, "before_cursor_execute", count)

    assert asked[0] == asked[1] == asked[2]


def test_before_it_is_set_up_the_counter_says_so(tenant):
    assert "No club yet" in tenant.staff.get(tenant.console("/club/?lang=en")).text
    with tenant.scope():
        make_programme()
        db.session.commit()
    assert "Scan a card" in tenant.staff.get(tenant.console("/club/?lang=en")).text
