"""The pages of points as people see them: accessible in each look, live with script, whole without."""

import uuid
from datetime import timedelta

import pytest
from flask import g
from playwright.sync_api import expect
from sqlalchemy import select

from hutong import db
from hutong.people import Person
from hutong.testing import DESKTOP, PHONE, axe_violations, screenshot
from plugins.club.days import today
from plugins.club.ledger import earn_points, spend_points
from plugins.club.models import Badge, Member
from plugins.club.point_editing import adjust_points
from plugins.club.testing import make_member, make_programme, make_rule, make_tier
from plugins.club.visits import record_visit, refund_visit

pytestmark = pytest.mark.browser
LOOKS = {
    "phone-light-zh": (PHONE, "zh", False),
    "phone-dark-en": (PHONE, "en", True),
    "desktop-light-en": (DESKTOP, "en", False),
    "desktop-dark-zh": (DESKTOP, "zh", True),
}


@pytest.fixture
def story(tenant):
    """A club with rules, tiers, badges, and a member to whom a few things happened; gives what pages need."""
    assert tenant.member  # signed in
    info = tenant.info()
    with tenant.scope():
        g.tenant = info
        run = make_programme()
        rule = make_rule(
            title={"zh": "洗一元积一分", "en": "A point for each yuan"},
            limits={"days": [0, 1, 2, 3, 4, 5, 6]},
        )
        make_rule(kind="visit", points=5, minimum=2000, daily_cap=5)
        make_rule(kind="birthday", points=50, active=False)
        silver = make_tier(
            "银卡", 100, benefits={"zh": "鞋子护理九五折", "en": "5 % off shoe care"}, discount_percent=5
        )
        make_tier(
            "金卡", 2000, benefits={"zh": "全场八折\n上门取送免费", "en": "20 % off everything\nFree pick-up"}
        )
        for icon, kind, threshold in (("shirt", "visits", 3), ("heart", "friends", 3), ("crown", "years", 1)):
            name = {"zh": "老主顾", "en": "Regular"}
            db.session.add(Badge(name=name, icon=icon, kind=kind, threshold=threshold))
        person = db.session.scalars(select(Person).where(Person.name == "member")).one()
        member = make_member("Lin")
        member.person_id = person.id
        visits = [
            record_visit(member=member, amount=amount, nonce=uuid.uuid4().hex)[0]
            for amount in (3_850, 12_000, 2_600, 4_000)
        ]
        refund_visit(visit=visits[-1])
        adjust = {"run": run, "member": member, "nonce": uuid.uuid4().hex, "by": person.id}
        adjust_points(points=30, note="取衣等了太久", **adjust)
        earn_points(
            member_id=member.id, points=40, reason="answer", key="a", ends_on=today() + timedelta(days=20)
        )
        spend_points(member_id=member.id, points=25, reason="coupon", key="s")
        db.session.commit()
        return {"member": member.id, "rule": rule.id, "tier": silver.id}


@pytest.fixture
def open_as(app, tenant, serve, new_page):
    """``open_as("owner", …)``: a page of somebody who is signed in."""

    def opened(role, **options):
        base = serve(app)
        page = new_page(**options)
        client = tenant.as_role(role)
        for name in ("hutong_session", "hutong_person"):
            cookie = client.get_cookie(name) or client.get_cookie(name, path=f"/{tenant.slug}")
            if cookie is not None:
                page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": base + "/"}])
        return page, base

    return opened


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_of_points_is_accessible(tenant, story, open_as, look):
    device, language, dark = LOOKS[look]
    scheme = {"dark": dark}
    console = {
        "rules": "/club/points",
        "which": "/club/points/rules/which",
        "rule": f"/club/points/rules/{story['rule']}",
        "tier": f"/club/points/tiers/{story['tier']}",
        "badge": "/club/points/badges/new",
        "ledger": f"/club/members/{story['member']}/points",
        "settings": "/club/settings",
    }
    page, base = open_as("owner", device=device, language=language, **scheme)
    faults = []
    for name, path in console.items():
        page.goto(f"{base}{tenant.console(path)}?lang={language}")
        screenshot(page, f"points-{name}-{look}")
        faults += [f"{name}: {fault}" for fault in axe_violations(page)]
        assert page.evaluate("document.documentElement.scrollWidth <= screen.width"), name
    page, base = open_as("member", device=device, language=language, **scheme)
    for name, path in {"mine": "/club/points", "card": "/club/"}.items():
        page.goto(f"{base}{tenant.public(path)}?lang={language}")
        screenshot(page, f"points-{name}-{look}")
        faults += [f"{name}: {fault}" for fault in axe_violations(page)]
        assert page.evaluate("document.documentElement.scrollWidth <= screen.width"), name
    assert faults == []


def test_the_calculator_follows_what_is_typed_and_works_without_script(tenant, story, open_as):
    page, base = open_as("owner", language="en")
    page.goto(f"{base}{tenant.console('/club/points')}")
    expect(page.get_by_role("button", name="Work it out")).to_be_hidden()
    page.get_by_label("If somebody pays").fill("19.99")
    expect(page.locator(".tried")).to_have_text("19 points")
    page.goto(f"{base}{tenant.console('/club/points/rules/' + str(story['rule']))}")
    page.get_by_label("Points", exact=True).fill("3")
    expect(page.locator(".tried")).to_have_text("155 points")  # 3 for each of ¥50, 5 for the visit

    plain, base = open_as("owner", language="en", javascript=False)
    plain.goto(f"{base}{tenant.console('/club/points/rules/' + str(story['rule']))}")
    plain.get_by_label("Points", exact=True).fill("2")
    plain.get_by_role("button", name="Work it out").click()
    expect(plain.locator(".tried")).to_have_text("105 points")
    plain.get_by_role("button", name="Save").click()
    with tenant.scope():
        assert db.session.scalars(select(Member)).one().balance > 0
    expect(plain.get_by_role("link", name="2 for each full")).to_be_visible()
