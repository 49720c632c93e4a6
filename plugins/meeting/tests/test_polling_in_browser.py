"""The vote on a date as it is lived: made on a phone, voted with and without script, decided."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from hutong import db, now
from hutong.testing import DESKTOP, PHONE, axe_violations, screenshot
from plugins.meeting.links import guest_token
from plugins.meeting.models import DateOption, Meeting, Voter
from plugins.meeting.poll_queries import options_of, poll_by_meeting
from plugins.meeting.polling import Ballot, cast_votes
from plugins.meeting.testing import make_date_poll, make_guest, make_meeting

pytestmark = pytest.mark.browser
LOOKS = {
    "phone-light-zh": (PHONE, "zh", False),
    "phone-dark-en": (PHONE, "en", True),
    "desktop-light-en": (DESKTOP, "en", False),
    "desktop-dark-zh": (DESKTOP, "zh", True),
}


def _faults(page, name):
    screenshot(page, f"poll-{name}")
    sideways = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return [f"{name}: {fault}" for fault in [*axe_violations(page), *(["sideways"] if sideways else [])]]


def _owner(app, tenant, page, base):
    cookie = tenant.owner.get_cookie("hutong_session")
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": base + "/"}])


@pytest.fixture
def shown(tenant, app):
    """A poll with votes, one that hides them with a date each, and a guest who was asked."""
    assert tenant.owner
    with tenant.scope(), app.test_request_context():
        meeting = make_meeting("Spring meeting", starts_at=None, ends_at=None)
        poll = make_date_poll(meeting, limit=3, closes_at=now() + timedelta(days=2))
        dates = [option.id for option in options_of(poll)]
        said = {
            "林小红": ("yes", "no", "maybe"),
            "Wang Fang": ("yes", "yes", "no"),
            "老陈": ("maybe", "yes", "no"),
            "Anna Lindqvist": ("yes", "no", "yes"),
        }
        for name, answers in said.items():
            note = "周一不行" if name == "老陈" else ""
            cast_votes(meeting, Ballot(name=name, answers=dict(zip(dates, answers, strict=True)), note=note))
        guests = [make_guest(meeting, name, state="invited") for name in ("周师傅", "Old Zhao")]
        guests[1].reminded_at = now() - timedelta(hours=2)
        other = make_meeting("Fitting", starts_at=None, ends_at=None)
        make_date_poll(other, hides_votes=True, one_each=True, limit=1)
        db.session.commit()
        return {
            "meeting": f"/meeting/{meeting.id}",
            "when": f"/meeting/{meeting.code}/when",
            "page": f"/meeting/{meeting.code}",
            "each": f"/meeting/{other.code}/when",
            "guest": f"/meeting/g/{guest_token(guests[0])}",
            "date": dates[0],
        }


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_of_the_vote_is_accessible(app, tenant, shown, serve, new_page, look):
    device, language, dark = LOOKS[look]
    base, faults = serve(app), []
    page = new_page(device, language=language, dark=dark, timezone_id="Europe/Berlin")
    _owner(app, tenant, page, base)
    public = {
        "when": shown["when"],
        "page": shown["page"],
        "each": shown["each"],
        "guest": shown["guest"],
        "guest-when": f"{shown['guest']}/when",
    }
    console = {
        "room": f"{shown['meeting']}/poll",
        "edit": f"{shown['meeting']}/poll/edit",
        "decide": f"{shown['meeting']}/poll/decide/{shown['date']}",
        "hub": f"{shown['meeting']}/",
    }
    for name, path in public.items():
        assert page.goto(f"{base}{tenant.public(path)}?lang={language}").status == 200, name
        page.wait_for_load_state("networkidle")
        faults += _faults(page, f"{name}-{look}")
    page.get_by_role("button", name=re.compile("Send my votes|交上去")).click()
    faults += _faults(page, f"missing-{look}")
    for name, path in console.items():
        assert page.goto(f"{base}{tenant.console(path)}?lang={language}").status == 200, name
        faults += _faults(page, f"{name}-{look}")
    page.goto(f"{base}{tenant.console(console['decide'])}?lang={language}")
    page.locator("button.door").click()
    faults += _faults(page, f"decided-{look}")
    page.goto(f"{base}{tenant.public(shown['when'])}?lang={language}")
    page.wait_for_load_state("networkidle")
    faults += _faults(page, f"over-{look}")
    assert faults == []


def test_an_organiser_makes_a_poll_on_a_phone_and_a_guest_votes(app, tenant, serve, new_page):
    assert tenant.owner
    with tenant.scope():
        meeting = make_meeting("春天聚一聚", starts_at=None, ends_at=None, state="draft")
        db.session.commit()
        room, when = f"/meeting/{meeting.id}/poll", f"/meeting/{meeting.code}/when"
    base = serve(app)
    page = new_page(language="zh")
    _owner(app, tenant, page, base)

    page.goto(f"{base}{tenant.console(room)}?lang=zh")
    page.locator("details.month").nth(1).evaluate("month => month.open = true")
    for number in (10, 11):
        page.locator("details.month").nth(1).locator("label", has_text=re.compile(f"^{number}$")).click()
    page.locator("input[name=time]").nth(0).fill("14:00")
    page.locator("input[name=time]").nth(1).fill("19:30")
    page.locator("button.door").click()
    page.locator("button.door").click()  # publish it

    with tenant.scope():
        starts = [option.starts_at.hour for option in db.session.scalars(select(DateOption))]
        assert sorted(starts) == [6, 6, 11, 11]  # 14:00 and 19:30 in Shanghai
    guest = new_page(language="zh", timezone_id="Asia/Tokyo")
    guest.goto(f"{base}{tenant.public(when)}?lang=zh")
    expect(guest.locator("#zone")).to_have_value("Asia/Tokyo")
    expect(guest.locator("fieldset.date").first).to_contain_text("15:00–16:00")
    guest.locator("fieldset.date").nth(0).get_by_label("可以", exact=True).check()
    guest.locator("fieldset.date").nth(1).get_by_label("勉强可以").check()
    guest.get_by_label("您的称呼").fill("林小红")
    guest.locator("#zone").select_option("Asia/Shanghai")
    expect(guest.locator("fieldset.date").first).to_contain_text("14:00–15:00")
    expect(guest.get_by_label("您的称呼")).to_have_value("林小红")
    expect(guest.locator("fieldset.date").first.get_by_role("radio", name="可以", exact=True)).to_be_checked()
    guest.get_by_role("button", name="交上去").click()
    expect(guest.get_by_role("heading", name="谢谢林小红")).to_be_visible()
    with tenant.scope():
        assert db.session.scalars(select(Voter.zone)).one() == "Asia/Shanghai"

    page.goto(f"{base}{tenant.console(room)}?lang=zh")
    page.locator("a.btn.door").click()
    expect(page.locator(".who-says dt").first).to_have_text("Can come (1)")
    page.locator("button.door").click()
    expect(page.locator("h2.decided")).to_contain_text("14:00–15:00")
    guest.reload()
    expect(guest.get_by_role("heading", level=2).first).to_contain_text("14:00–15:00")


def test_everything_works_without_script(app, tenant, shown, serve, new_page):
    base = serve(app)
    guest = new_page(language="en", javascript=False)
    guest.goto(f"{base}{tenant.public(shown['when'])}?lang=en")
    guest.get_by_label("Times are shown in").select_option("America/New_York")
    guest.get_by_role("button", name="Show").click()
    expect(guest.get_by_label("Times are shown in")).to_have_value("America/New_York")
    guest.get_by_label("Your name").fill("Ben")
    guest.get_by_role("button", name="Send my votes").click()
    expect(guest.get_by_role("alert")).to_contain_text("Say yes or no to one date at least.")
    expect(guest.get_by_label("Your name")).to_have_value("Ben")
    expect(guest.locator("fieldset.date").nth(0).get_by_label("Yes")).to_be_disabled()  # three have it
    guest.locator("fieldset.date").nth(1).get_by_label("Yes").check()
    guest.get_by_role("button", name="Send my votes").click()
    expect(guest.get_by_role("heading", name="Thank you, Ben")).to_be_visible()
    guest.locator("fieldset.date").nth(1).get_by_label("No", exact=True).check()
    guest.get_by_role("button", name="Change my votes").click()
    with tenant.scope():
        meeting = db.session.scalars(
            select(Meeting).where(Meeting.code == shown["page"].split("/")[-1])
        ).one()
        assert [option.taken for option in options_of(poll_by_meeting(meeting.id))] == [3, 2, 1]

    owner = new_page(language="en", javascript=False)
    _owner(app, tenant, owner, base)
    owner.goto(f"{base}{tenant.console(shown['meeting'] + '/poll/edit')}?lang=en")
    owner.locator("input[name=remove]").nth(1).check()
    owner.get_by_label("One date more, on its own").fill(f"{now() + timedelta(days=40):%Y-%m-%d}T09:00")
    owner.get_by_role("button", name="Save").click()
    expect(owner.get_by_role("alert")).to_contain_text("Wang Fang")
    owner.get_by_label("Yes, take them out").check()
    owner.get_by_role("button", name="Save").click()
    expect(owner.locator(".date-line")).to_have_count(3)
    owner.get_by_role("button", name="Take out the votes of Anna Lindqvist").click()
    expect(owner.locator(".voters li")).to_have_count(4)
    owner.get_by_role("button", name="Undo").click()
    expect(owner.locator(".voters li")).to_have_count(5)
