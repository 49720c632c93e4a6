"""A template's club: made once, written down again as it was read."""

from pathlib import Path

import pytest
import yaml
from sqlalchemy import func, select

from hutong import Starter, StarterError, db
from plugins.club.models import Badge, Place, Rule, Tier
from plugins.club.starter import apply_starter, export_starter

TEMPLATES = sorted(Path(__file__).resolve().parents[3].glob("tenant_templates/*/content/club.yaml"))
FILE = yaml.safe_load("""
name: {zh: 老友会, en: Friends}
points_name: {zh: 积分, en: points}
currency: CNY
expiry: year
expiry_months: 12
tier_months: 12
asks_birthday: true
places: [{key: east, name: {zh: 东门店, en: East gate}, position: 1}]
rules:
  - {key: yuan, kind: amount, title: {en: A point a yuan}, points: 1, per_amount: 100, minimum: 0,
     daily_cap: 500, limits: {days: [0, 1], from: "2026-01-01"}}
tiers: [{key: silver, name: {en: Silver}, benefits: {en: A free wash}, threshold: 300,
     discount_percent: 5, colour: ink}]
offers:
  - {key: wash-day, title: {en: Free wash day}, kind: free, pieces: 5, cap: 50, cost: 4000, places: [east],
     hours: [{days: [5], from: "09:00", to: "17:00"}], next: voucher, next_when: pickup}
  - {key: voucher, title: {en: Voucher}, kind: voucher, value: 2000, price: 1000, claim: chain}
plans: [{key: year, name: {en: A year}, price: 9900, months: 12, discount_percent: 10,
     hold_days: 3, state: draft}]
badges: [{key: ten, name: {en: Ten times}, icon: star, kind: visits, threshold: 10}]
""")


def starter_of(content, template="odd"):
    return Starter(template=template, content=content, folder=Path())


def applied(tenant, content):
    apply_starter(tenant.info(), starter_of(content))
    db.session.flush()


def test_applied_twice_is_the_same_as_once_and_what_the_owner_did_stays(tenant):
    with tenant.scope():
        applied(tenant, FILE)
        db.session.scalar(select(Tier)).threshold = 999
        db.session.delete(db.session.scalar(select(Badge)))
        db.session.flush()
        applied(tenant, {**FILE, "badges": []})

        counts = [db.session.scalar(select(func.count(model.id))) for model in (Place, Rule, Tier, Badge)]
        assert counts == [1, 1, 1, 0]
        assert db.session.scalar(select(Tier)).threshold == 999


def test_what_is_exported_is_what_was_read(tenant):
    with tenant.scope():
        applied(tenant, FILE)

        assert export_starter() == FILE


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.parts[-3])
def test_every_template_comes_out_as_it_went_in(tenant, path):
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    with tenant.scope():
        applied(tenant, content)
        first = export_starter()
    assert {name: first[name] for name in content if not isinstance(content[name], list)} == {
        name: value for name, value in content.items() if not isinstance(value, list)
    }
    for name, items in content.items():
        if isinstance(items, list):
            assert {item["key"] for item in items} == {item["key"] for item in first[name]}


def test_a_wrong_shape_is_told_with_its_place(tenant):
    wrong = {**FILE, "tiers": [{"key": "gold", "name": {"en": "Gold"}, "threshhold": 3}]}
    with tenant.scope(), pytest.raises(StarterError, match=r"tiers\[0\].threshhold: there is no such field"):
        applied(tenant, wrong)
