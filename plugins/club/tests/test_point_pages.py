"""The console's side of points: rules with their calculator, corrections, settings, exports."""

import csv
import io
import re
import shutil
import subprocess
import uuid
from datetime import date

import pytest
from sqlalchemy import select

from hutong import db
from hutong.people import Person
from hutong.testing import leave_out
from plugins.club.ledger import earn_points, expire_lots, reverse_transfer, spend_points
from plugins.club.merging import merge_cards
from plugins.club.models import Badge, Lot, Member, Programme, Rule, Tier, Transfer
from plugins.club.testing import make_member, make_programme, make_rule, make_tier
from plugins.club.visits import record_visit


@pytest.fixture
def club(tenant):
    """A club with a rule and a member."""
    with tenant.scope():
        make_programme()
        rule, member = make_rule(), make_member("Lin")
        db.session.commit()
        return {"rule": rule.id, "member": member.id}


def stored(tenant, model):
    with tenant.scope():
        return db.session.scalars(select(model).order_by(model.id)).all()


def base_of(owner, address):
    """What a form was opened on."""
    return re.search(r'name="base"[^>]*value="([^"]+)"', owner.get(address).text).group(1)


RULE = {
    "title_zh": "一元一分",
    "title_en": "A point a yuan",
    "points": "2",
    "per_amount": "10",
    "active": "y",
}


def test_a_rule_is_written_tried_and_removed(tenant, club):
    owner = tenant.owner
    address = tenant.console("/club/points/rules/new?kind=amount")
    tried = owner.post(address, data=RULE | {"try": "1", "try_amount": "55", "try_day": "2026-11-23"})
    assert tried.status_code == 200
    assert re.search(r'class="tried"><b>65</b>', tried.text)  # 55 by the first rule, 10 by the new one
    assert len(stored(tenant, Rule)) == 1

    sent = owner.post(address, data=RULE | {"days": ["0", "4"], "first": "2026-12-01", "minimum": "20"})
    assert sent.status_code == 302
    rule = stored(tenant, Rule)[1]
    assert (rule.points, rule.per_amount, rule.minimum) == (2, 1000, 2000)
    assert rule.limits == {"days": [0, 4], "from": "2026-12-01"}

    page = owner.get(tenant.console("/club/points?try_amount=19.99&try_day=2026-12-04")).text
    assert re.search(r'class="tried"><b>19</b>', page)
    assert "Only from" in page

    gone = owner.post(tenant.console(f"/club/points/rules/{rule.id}/bin"), follow_redirects=True)
    assert f"/points/rules/{rule.id}/restore" in gone.text
    owner.post(tenant.console(f"/club/points/rules/{rule.id}/restore"))
    assert stored(tenant, Rule)[1].deleted_at is None


@pytest.mark.parametrize(
    "wrong",
    [{"points": "0"}, {"points": "many"}, {"per_amount": ""}, {"first": "2026-12-02", "last": "2026-12-01"}],
)
def test_a_rule_that_cannot_be_is_asked_again_and_kept(tenant, club, wrong):
    answer = tenant.owner.post(tenant.console("/club/points/rules/new?kind=amount"), data=RULE | wrong)

    assert answer.status_code == 422
    assert 'value="A point a yuan"' in answer.text
    assert len(stored(tenant, Rule)) == 1


def test_the_second_of_two_editors_sees_both_versions(tenant, club):
    address = tenant.console(f"/club/points/rules/{club['rule']}")
    base = base_of(tenant.owner, address)
    assert tenant.owner.post(address, data=RULE | {"base": base}).status_code == 302

    assert tenant.owner.post(address, data=RULE | {"points": "9", "base": base}).status_code == 409
    assert stored(tenant, Rule)[0].points == 2


def test_tiers_and_badges_are_written(tenant, club):
    owner = tenant.owner
    tier = {
        "name_zh": "银卡",
        "benefits_zh": "九五折\n送一件",
        "threshold": "300",
        "discount_percent": "5",
    }
    assert owner.post(tenant.console("/club/points/tiers/new"), data=tier).status_code == 302
    assert stored(tenant, Tier)[0].benefits == {"zh": "九五折\n送一件"}
    badge = {"name_en": "Ten visits", "threshold": "10", "kind": "visits", "icon": "star"}
    assert owner.post(tenant.console("/club/points/badges/new"), data=badge).status_code == 302
    assert "Ten visits" in owner.get(tenant.console("/club/points")).text
    opened = tenant.console(f"/club/points/badges/{stored(tenant, Badge)[0].id}")
    assert (
        owner.post(opened, data=badge | {"name_en": "Ten", "base": base_of(owner, opened)}).status_code == 302
    )
    assert stored(tenant, Badge)[0].name == {"en": "Ten"}


def test_points_are_put_right_once_and_the_correction_is_undone_once(tenant, club):
    owner, address = tenant.owner, tenant.console(f"/club/members/{club['member']}/points")
    sent = {"way": "give", "points": "30", "note": "The machine broke", "nonce": "n1"}
    for _twice in range(2):
        assert owner.post(address, data=sent).status_code == 302
    assert [member.balance for member in stored(tenant, Member)] == [30]
    assert owner.post(address, data=sent | {"way": "take", "points": "31", "nonce": "n2"}).status_code == 422
    assert owner.post(address, data=sent | {"note": "", "nonce": "n3"}).status_code == 422

    transfer = stored(tenant, Transfer)[0]
    for _twice in range(2):
        owner.post(f"{address}/{transfer.id}/undo")

    assert [member.balance for member in stored(tenant, Member)] == [0]
    assert "The machine broke" in owner.get(address).text


def test_the_currency_is_chosen_until_an_amount_was_recorded(tenant, club):
    owner, address = tenant.owner, tenant.console("/club/settings")
    sent = {"name_en": "Friends", "points_name_en": "stars", "expiry": "year", "tier_months": "0"}
    assert owner.post(address, data=sent | {"currency": "EUR"}).status_code == 302
    run = stored(tenant, Programme)[0]
    assert (run.currency, run.expiry, run.expiry_months, run.tier_months) == ("EUR", "year", 12, 0)
    assert run.state == "paused"
    with tenant.scope():
        member = db.session.scalars(select(Member)).one()
        record_visit(member=member, amount=500, nonce=uuid.uuid4().hex)
        db.session.commit()

    owner.post(address, data=sent | {"currency": "USD", "is_open": "y"})

    run = stored(tenant, Programme)[0]
    assert (run.currency, run.state) == ("EUR", "open")


def lived(tenant):
    """Members to whom everything happened that can; gives their balances by card."""
    with tenant.scope():
        make_programme(points_name={"zh": "积分；“星”", "en": 'stars; "x"'})
        make_rule(title={"en": "A star = a yuan; really", "zh": "一元一星"})
        one, two, three = (make_member(name) for name in ("=One", "Two", "Three"))
        for member in (one, two, three):
            record_visit(member=member, amount=12_345, nonce=uuid.uuid4().hex)
        spent = spend_points(member_id=one.id, points=100, reason="coupon", key="s1", note="(!) 洗衣; x\ny")
        reverse_transfer(transfer=db.session.scalars(select(Transfer)).first())
        earn_points(member_id=two.id, points=7, reason="adjust", key="a", ends_on=date(2026, 1, 1))
        expire_lots(lot_ids=db.session.scalars(select(Lot.id)).all(), today=date(2026, 1, 2))
        merge_cards(kept=two, gone=three)
        reverse_transfer(transfer=spent)
        db.session.commit()
        members = db.session.scalars(select(Member)).all()
        return {member.number: member.balance for member in members}


def test_the_journal_is_balanced_by_hledger_itself(tenant):
    balances = lived(tenant)
    hledger = shutil.which("hledger") or leave_out("hledger", "apt-get install hledger")
    journal = tenant.owner.get(tenant.console("/club/points.journal")).text

    def ask(*arguments):
        done = subprocess.run(
            [hledger, "-f", "-", *arguments],
            input=journal,
            capture_output=True,
            text=True,
            check=False,
            env={"LANG": "C.UTF-8", "HOME": "/tmp"},
        )
        assert done.returncode == 0, done.stderr
        return list(csv.reader(io.StringIO(done.stdout)))

    ask("check", "--strict")
    rows = dict(row[:2] for row in ask("balance", "--flat", "--empty", "-O", "csv")[1:])
    total = rows.pop("total", rows.pop("Total:", "0"))
    told = {account: int(re.match(r"-?\d+", points).group()) for account, points in rows.items()}
    assert total == "0"
    assert {number: told.get(f"members:{number}", 0) for number in balances} == balances
    assert sum(told.values()) == 0


def test_the_table_has_a_row_for_each_entry_and_no_formula(tenant):
    lived(tenant)
    text = tenant.owner.get(tenant.console("/club/points.csv")).get_data().decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(text)))[1:]
    assert sum(int(row[2]) for row in rows) == 0
    assert not [cell for row in rows for cell in row if cell[:1] in "=+@" and cell]


def test_a_member_sees_points_ends_tier_and_history(tenant, club):
    page_of = tenant.member
    with tenant.scope():
        make_tier("Silver", 100)
        make_tier("Gold", 300)
        member = db.session.scalars(select(Member)).one()
        record_visit(member=member, amount=12_000, nonce=uuid.uuid4().hex)
        member.person_id = db.session.scalars(select(Person.id).where(Person.name == "member")).one()
        db.session.commit()

    page = page_of.get(tenant.public("/club/points?lang=en")).text

    for told in ("120", "Silver", "180 points to go for Gold", "Paid at the counter", "+120", "then 120"):
        assert told in page
    assert tenant.member.get(tenant.public("/club/points")).headers["Cache-Control"] == "no-store"
