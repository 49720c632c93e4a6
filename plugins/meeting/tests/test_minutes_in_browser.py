"""Minutes as they are lived: from attendance to a task that is done, without script too; by two at once."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from hutong import db, now
from hutong.testing import assert_accessible
from plugins.meeting.agenda_editing import add_item
from plugins.meeting.links import guest_token
from plugins.meeting.models import Minutes
from plugins.meeting.testing import make_guest, make_meeting, set_time

pytestmark = pytest.mark.browser
SOON = 15_000
GUEST = {"zh": ("勾掉", "办完了", "办完了，谢谢您。"), "en": ("Tick it off", "It’s done", "Done. Thank you.")}


@pytest.fixture
def held(tenant):
    """A meeting that is over: its path in the console, and the public path of a guest's minutes."""
    with tenant.scope():
        meeting = make_meeting()
        add_item(meeting, title={"en": "Opening", "zh": "开场"})
        guest = make_guest(meeting, "王芳")
        set_time(meeting, now())
        db.session.commit()
        token = guest_token(guest)
        return tenant.console(f"/meeting/{meeting.id}/minutes"), tenant.public(f"/meeting/g/{token}/minutes")


@pytest.fixture
def writer(app, tenant, serve, new_page):
    """A page of somebody who works here, at a path."""
    bases = []

    def at(role, path, **options):
        bases.append(bases[0] if bases else serve(app))
        page = new_page(language="en", **options)
        cookie = tenant.as_role(role).get_cookie("hutong_session")
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": bases[0]}])
        page.goto(f"{bases[0]}{path}?lang=en")
        return page

    return at


@pytest.mark.parametrize(("language", "script"), [("zh", True), ("en", False)])
def test_from_attendance_to_a_task_that_is_done(held, writer, language, script):
    (path, own), (tick, done, thanks) = held, GUEST[language]
    page = writer("owner", f"{path}/attendance", javascript=script)
    check = assert_accessible if script else lambda _page: None  # axe needs script

    page.get_by_role("button", name="王芳: Present").click()
    check(page)
    page.get_by_role("link", name="Back").click()
    page.get_by_role("link", name="Begin to write").click()
    assert "## " in page.locator("textarea").input_value()
    page.locator("textarea").fill("## 开场\n大家都到了。")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Add").last.click()
    page.get_by_label("What is to be done?").fill("约电工")
    page.get_by_label("Who does it?").select_option(label="王芳")
    page.get_by_role("button", name="Write it down").click()
    expect(page.locator(".todo")).to_contain_text("约电工")
    check(page)
    page.get_by_role("button", name="Publish", exact=True).click()

    page.goto(page.url.split("/console/")[0] + f"{own}?lang={language}")
    check(page)
    expect(page.locator(".minutes")).to_contain_text("大家都到了。")
    expect(page.locator(".was-there dd")).to_have_text("王芳")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.get_by_role("link", name=tick).click()
    page.get_by_role("button", name=done).click()
    expect(page.get_by_role("status")).to_have_text(thanks)
    check(page)


def test_two_who_write_at_once_see_each_other(held, writer, tenant):
    path, _own = held
    first = writer("owner", f"{path}/write")
    second = writer("staff", f"{path}/write")
    texts = [page.locator("textarea") for page in (first, second)]
    for text in texts:
        expect(text).to_have_value("## Opening")

    texts[0].fill("From the first\n\n## Opening")
    expect(first.locator("[data-state]")).to_have_text("Saved", timeout=SOON)
    texts[1].fill("## Opening\n\nFrom the second")
    both = "From the first\n\n## Opening\n\nFrom the second"
    expect(texts[1]).to_have_value(both, timeout=SOON)
    expect(second.locator("[data-state]")).to_contain_text("owner wrote meanwhile")

    texts[0].press("End")
    texts[0].fill("From the first one\n\n## Opening")
    expect(texts[0]).to_have_value(both.replace("first", "first one"), timeout=SOON)

    texts[0].fill("Mine\n\n## Opening\n\nFrom the second")
    expect(first.locator("[data-state]")).to_have_text("Saved", timeout=SOON)
    texts[1].fill("Theirs\n\n## Opening\n\nFrom the second")
    expect(second.locator("[data-state]")).to_contain_text("in the same place", timeout=SOON)
    second.get_by_role("button", name="Save").click()
    expect(second.locator(".versus")).to_contain_text("Mine")
    expect(second.locator(".versus")).to_contain_text("Theirs")
    expect(second.locator("textarea")).to_have_value("Theirs\nMine\n\n## Opening\n\nFrom the second")
    assert_accessible(second)


def test_what_is_written_without_a_network_is_kept_and_sent(held, writer, tenant):
    path, _own = held
    page = writer("owner", f"{path}/write")
    text, state = page.locator("textarea"), page.locator("[data-state]")
    page.context.set_offline(True)
    text.fill("## Opening\nIn the cellar")
    expect(state).to_contain_text("No network", timeout=SOON)
    page.get_by_role("button", name="Save").click()
    expect(text).to_have_value("## Opening\nIn the cellar")
    page.context.set_offline(False)
    expect(state).to_have_text("Saved", timeout=SOON)

    text.fill("## Opening\nIn the cellar\nAnd up again")  # and away, before it saves by itself
    page.goto(page.url.replace("/write", ""))
    page.go_back()
    expect(text).to_have_value("## Opening\nIn the cellar\nAnd up again")
    expect(state).to_have_text("Saved", timeout=SOON)
    with tenant.scope():
        assert db.session.scalar(select(Minutes.text)) == "## Opening\nIn the cellar\nAnd up again"
