"""A customer with a phone and no script reads what is new, and ends the mails from a mail's link."""

import pytest
from playwright.sync_api import expect

from core.database import db
from core.notifications.tokens import choice_token
from core.people.models import Person
from core.testing.accessibility import assert_accessible

pytestmark = pytest.mark.browser
WORDS = {
    "zh": ("看看", "知道了", "还没有消息", "不再收邮件", "不再给您写邮件"),
    "en": ("Have a look", "Got it", "Nothing yet", "No more mails", "We write no more mails"),
}


@pytest.mark.parametrize(("language", "dark"), [("zh", False), ("en", True)])
def test_news_are_read_and_mails_ended_without_script(app, tenant, tell, serve, new_page, language, dark):
    look, got_it, _nothing, no_more, done = WORDS[language]
    address = serve(app)
    client = tenant.as_role("member")
    with tenant.scope():
        person = db.session.query(Person).filter_by(role="member").one()
        person_id, token = person.id, choice_token(person)
    tell(person_id, key="1", subject="Ready", url=f"{address}/corner/join")
    tell(person_id, key="2", subject="Closed on Monday", text="Back on Tuesday.")
    page = new_page(language=language, dark=dark, javascript=False)
    cookie = client.get_cookie("hutong_person", path="/corner")
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": f"{address}/corner/"}])

    page.goto(f"{address}/corner/me?lang={language}")
    expect(page.locator(".news .new")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    heights = page.locator(".news :is(.btn, .or a)").evaluate_all("all => all.map(e => e.offsetHeight)")
    assert min(heights) >= 44
    page.get_by_role("button", name=got_it).click()
    page.get_by_role(
        "button", name=look
    ).click()  # leads to the page that those who are known are sent on from
    expect(page.locator(".news .new")).to_have_count(0)
    expect(page.locator(".news li")).to_have_count(2)

    page.goto(f"{address}/corner/notices/{token}?lang={language}")
    page.get_by_role("button", name=no_more).click()
    expect(page.get_by_role("status")).to_contain_text(done)
    with tenant.scope():
        assert db.session.get_one(Person, (tenant.id, person_id)).notices == "off"


@pytest.mark.parametrize(("language", "dark"), [("zh", True), ("en", False)])
def test_pages_about_news_are_accessible(app, tenant, tell, serve, new_page, language, dark):
    address = serve(app)
    client = tenant.as_role("member")
    page = new_page(language=language, dark=dark)
    cookie = client.get_cookie("hutong_person", path="/corner")
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": f"{address}/corner/"}])
    with tenant.scope():
        person_id = db.session.query(Person.id).filter_by(role="member").scalar()

    page.goto(f"{address}/corner/me?lang={language}")
    expect(page.locator(".news")).to_contain_text(WORDS[language][2])
    assert_accessible(page)
    for number in range(7):
        tell(person_id, key=str(number))
    for path in ("/me", "/me?page=2", "/me/notices"):
        page.goto(f"{address}/corner{path}{'&' if '?' in path else '?'}lang={language}")
        assert_accessible(page)
