"""A guest at 360×740 without script, in both languages: a seat, a place in the line, answers changed."""

import pytest
from sqlalchemy import select

from hutong import db
from hutong.testing import DESKTOP, assert_accessible
from plugins.meeting.models import Guest, Meeting
from plugins.meeting.testing import DIET, make_meeting

pytestmark = pytest.mark.browser

WORDS = {
    "zh": {
        "title": "Spring meeting 会",
        "seat": "给我留个座",
        "left": "还有 1 个座",
        "name": "您的称呼",
        "mail": "您的邮箱",
        "kept": "填好的都留着",
        "food": "吃素",
        "other": "都吃",
        "wait": "排队等座",
        "first": "您排第一个",
        "change": "看看，改一改",
        "keep": "就这样，存下",
    },
    "en": {
        "title": "Spring meeting",
        "seat": "Keep me a seat",
        "left": "1 seat left",
        "name": "Your name",
        "mail": "Your e-mail address",
        "kept": "What you typed is kept.",
        "food": "Vegetables",
        "other": "Everything",
        "wait": "Join the waiting list",
        "first": "You’d be the first in line",
        "change": "Look at them, change them",
        "keep": "Keep my answers",
    },
}


@pytest.fixture
def code(tenant):
    with tenant.scope():
        code = make_meeting(capacity=1, questions=[DIET]).code
        db.session.commit()
        return code


def states(tenant):
    with tenant.scope():
        guests = db.session.scalars(select(Guest).order_by(Guest.queued_at)).all()
        return [(guest.name, guest.state, guest.answers["diet"]) for guest in guests]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_guest_without_script_keeps_a_seat_and_the_next_one_waits(
    app, tenant, code, serve, new_page, language
):
    words = WORDS[language]
    address = serve(app) + tenant.public(f"/meeting/{code}")
    page = new_page(language=language, javascript=False)

    page.goto(address)
    page.get_by_role("link", name=words["seat"]).click()
    assert words["left"] in page.locator(".seats").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.get_by_label(words["name"]).fill("Lin")
    page.get_by_role("button", name=words["seat"]).last.click()
    assert words["kept"] in page.locator(".oops").inner_text()
    assert page.get_by_label(words["name"]).input_value() == "Lin"
    page.get_by_label(words["mail"]).fill("lin@example.com")
    page.get_by_text(words["food"], exact=True).click()
    page.get_by_role("button", name=words["seat"]).last.click()

    assert page.locator("h1").inner_text() == words["title"]
    assert "Lin" in page.locator("main").inner_text()
    page.get_by_role("link", name=words["change"]).click()
    page.get_by_text(words["other"], exact=True).click()
    page.get_by_role("button", name=words["keep"]).last.click()
    assert page.locator("h1").inner_text() == words["title"]

    page.goto(address)
    page.get_by_role("link", name=words["wait"]).click()
    assert words["first"] in page.locator(".seats").inner_text()
    page.get_by_label(words["name"]).fill("Wang")
    page.get_by_label(words["mail"]).fill("wang@example.com")
    page.get_by_text(words["food"], exact=True).click()
    page.get_by_role("button", name=words["wait"]).last.click()
    assert "Wang" in page.locator("main").inner_text()
    assert states(tenant) == [("Lin", "coming", "all"), ("Wang", "waiting", "green")]


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_the_form_is_sound_with_and_without_mistakes_and_where_it_is_closed(
    app, tenant, code, serve, new_page, device
):
    address = serve(app) + tenant.public(f"/meeting/{code}/register")
    page = new_page(*([DESKTOP] if device == "desktop" else []), language="en", dark=device == "phone")

    page.goto(address)
    assert_accessible(page)
    page.get_by_role("button", name="Keep me a seat").last.click()
    page.locator(".oops").wait_for()
    assert_accessible(page)
    page.goto(f"{address}/mailed")
    assert_accessible(page)
    with tenant.scope():
        db.session.scalars(select(Meeting)).one().registration = "invited"
        db.session.commit()
    page.goto(address)
    assert "invit" in page.locator("h1").inner_text()
    assert_accessible(page)


def test_what_was_typed_outlives_a_reload_but_not_the_registration(app, tenant, code, serve, new_page):
    address = serve(app) + tenant.public(f"/meeting/{code}/register")
    page = new_page(language="en")
    for who in ("Lin", "Wang"):  # the second is let in by the same tablet
        page.goto(address)
        assert page.get_by_label("Your name").input_value() == ""
        page.get_by_label("Your name").fill(who)
        page.reload()
        assert page.get_by_label("Your name").input_value() == who
        page.get_by_label("Your e-mail address").fill("lin@example.com")
        page.get_by_text("Vegetables", exact=True).click()
        page.locator("button.main").last.click()
        page.wait_for_url(lambda url: not url.endswith("/register"))

    page.goto(address)
    assert page.get_by_label("Your name").input_value() == ""
    assert states(tenant) == [("Lin", "coming", "green")]
