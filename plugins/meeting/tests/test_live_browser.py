"""The live room as people use it: phones, the moderator's page and the screen, each in its own browser."""

from datetime import timedelta

import pytest

from hutong import db, now
from hutong.testing import DESKTOP, assert_accessible
from plugins.meeting.live_phones import Phone
from plugins.meeting.live_polls import answer_poll, create_poll, start_poll
from plugins.meeting.live_queries import floor_questions
from plugins.meeting.live_room import screen_key
from plugins.meeting.operations import change_meeting
from plugins.meeting.testing import make_meeting, set_time

pytestmark = pytest.mark.browser
SOON = 6000


@pytest.fixture
def room(app, tenant, serve):
    """A meeting that is on: its id and the addresses of room, screen and desk."""
    with tenant.scope():
        meeting = make_meeting()
        set_time(meeting, now() - timedelta(minutes=10))
        change_meeting(meeting, live_moderated=True)
        poll = create_poll(meeting, kind="choice", title="Which day?", options=["Mon", "Wed"], many=False)
        db.session.commit()
        base = serve(app)
        return {
            "id": meeting.id,
            "poll": poll.id,
            "live": base + tenant.public(f"/meeting/{meeting.code}/live"),
            "screen": base + tenant.public(f"/meeting/{meeting.code}/screen/{screen_key(meeting)}"),
            "desk": base + tenant.console(f"/meeting/{meeting.id}/live"),
            "base": base,
        }


def sound(page):
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_question_goes_from_a_phone_over_the_desk_to_the_screen(tenant, room, new_page):
    phone, other, screen = new_page(language="zh"), new_page(language="en"), new_page(DESKTOP, language="zh")
    desk = new_page(language="en")
    cookie = tenant.staff.get_cookie("hutong_session")
    desk.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": room["base"]}])
    for page, place in ((phone, "live"), (other, "live"), (screen, "screen"), (desk, "desk")):
        page.goto(room[place])
    screen.get_by_text("部手机在场").wait_for(timeout=SOON)

    phone.get_by_label("您的问题").fill("下半年还涨租吗？")
    phone.get_by_role("button", name="提上去").click()
    phone.get_by_text("问题到主持人那儿了").wait_for(timeout=SOON)
    desk.get_by_role("button", name="Let it in").wait_for(timeout=SOON)
    assert (
        other.get_by_text("下半年还涨租吗？").count() == screen.get_by_text("下半年还涨租吗？").count() == 0
    )
    sound(desk)

    desk.get_by_role("button", name="Let it in").click()

    other.get_by_role("button", name="Me too").click(timeout=SOON)
    screen.locator("li", has_text="下半年还涨租吗？").locator("b", has_text="1").wait_for(timeout=SOON)
    phone.locator("[data-part=questions]").get_by_text("下半年还涨租吗？").wait_for(timeout=SOON)
    assert other.locator("button.up").get_attribute("aria-pressed") == "true"
    for page in (phone, other, screen):
        sound(page)

    desk.get_by_role("button", name="Was answered").click()
    other.get_by_role("heading", name="Already answered").wait_for(timeout=SOON)


def test_a_poll_runs_on_phones_and_screen_while_it_is_open(app, tenant, room, new_page):
    phone, screen = new_page(language="en"), new_page(DESKTOP, language="en", dark=True)
    phone.goto(room["live"])
    screen.goto(room["screen"])
    phone.get_by_label("Your question").fill("Half a question")
    with tenant.scope():
        meeting, poll = _meeting_and_poll(room)
        start_poll(meeting, poll)
        db.session.commit()

    phone.get_by_label("Wed").check(timeout=SOON)
    with tenant.scope():  # others answer meanwhile: what is being chosen stays
        meeting, poll = _meeting_and_poll(room)
        answer_poll(meeting, poll, phone=Phone("other"), values=["o1"])
        db.session.commit()
    phone.get_by_text("1 phone has answered").wait_for(timeout=SOON)
    assert phone.get_by_label("Wed").is_checked()
    phone.get_by_role("button", name="Send my answer").click()

    phone.get_by_text("Your answer is in.").wait_for(timeout=SOON)
    screen.locator("li", has_text="Wed").get_by_text("50%").wait_for(timeout=SOON)
    assert phone.get_by_label("Your question").input_value() == "Half a question"
    sound(phone)
    sound(screen)


def test_without_a_script_the_room_works_by_hand(tenant, room, new_page):
    phone = new_page(language="en", javascript=False)
    phone.goto(room["live"])
    phone.get_by_label("Your question").fill("Is there tea?")
    phone.get_by_role("button", name="Ask it").click()
    assert phone.get_by_text("Your question is with the moderator.").is_visible()

    with tenant.scope():
        assert [line.text for line in floor_questions(room["id"], "pending")] == ["Is there tea?"]


def test_a_page_says_when_the_line_is_lost_and_comes_back(app, room, new_page):
    screen = new_page(DESKTOP, language="en")
    screen.goto(room["screen"])
    screen.wait_for_selector("[data-state=on]", timeout=SOON)

    screen.context.route("**/now", lambda route: route.fulfill(status=503))
    app.extensions["hutong.streams"].stop()
    screen.get_by_text("The line is gone.").wait_for(timeout=15000)
    screen.context.unroute("**/now")

    screen.get_by_text("The line is gone.").wait_for(state="hidden", timeout=15000)


def _meeting_and_poll(room):
    from plugins.meeting.live_queries import poll_by_id
    from plugins.meeting.queries import meeting_by_id

    meeting = meeting_by_id(room["id"])
    return meeting, poll_by_id(meeting, room["poll"])
