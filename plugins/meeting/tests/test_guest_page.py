"""The page that is one guest's own: answers, the ticket, and that nobody else stands on it."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from hutong import db, now
from hutong.fields import issue_form_token
from hutong.testing import assert_accessible, read_codes
from plugins.meeting.links import guest_by_token, guest_token
from plugins.meeting.models import Guest
from plugins.meeting.operations import cancel_meeting
from plugins.meeting.public.guest import PURPOSE
from plugins.meeting.queries import meeting_by_id
from plugins.meeting.testing import make_guest, make_meeting, set_time


@pytest.fixture
def invited(tenant):
    """A guest of a meeting with one seat who has not answered, beside Wang, who has; gives id and token."""
    with tenant.scope():
        meeting = make_meeting(capacity=1, link="https://meet.example.com/secret")
        make_guest(meeting, "Wang Other", state="maybe", note="Hidden words")
        guest = make_guest(meeting, "Lin Xiaohong", state="invited", word="Bring an umbrella")
        db.session.commit()
        return {"meeting": meeting.id, "id": guest.id, "token": guest_token(guest)}


def page_of(visitor, tenant, token, query="lang=en"):
    return visitor.get(f"/{tenant.slug}/meeting/g/{token}?{query}")


def say(visitor, tenant, token, answer, **more):
    with tenant.scope():
        seal = issue_form_token(
            tenant=tenant.id, object_id=guest_by_token(token).id, version=1, purpose=PURPOSE
        )
    data = {"form_token": seal, "answer": answer, **more}
    return visitor.post(f"/{tenant.slug}/meeting/g/{token}?lang=en", data=data)


def guest(tenant, guest_id):
    with tenant.scope():
        return db.session.get(Guest, (tenant.id, guest_id))


def in_scope(tenant, invited, change):
    with tenant.scope():
        change(meeting_by_id(invited["meeting"]))
        db.session.commit()


def test_an_invitation_becomes_a_ticket_and_shows_no_other_guest(tenant, visitor, invited):
    before = page_of(visitor, tenant, invited["token"], "lang=en&answer=yes")
    assert "Bring an umbrella" in before.text
    assert "secret" not in before.text
    assert "Wang" not in before.text
    assert "Hidden" not in before.text
    assert before.headers["Cache-Control"] == "no-store"
    assert visitor.post(before.request.path, data={"answer": "yes"}).status_code == 400
    assert guest(tenant, invited["id"]).state == "invited"

    say(visitor, tenant, invited["token"], "yes", note=" On  time ", zone="Europe/Berlin")
    after = page_of(visitor, tenant, invited["token"]).text
    found = guest(tenant, invited["id"])

    assert (found.state, found.note, found.zone, found.language) == (
        "coming",
        "On time",
        "Europe/Berlin",
        "en",
    )
    assert f"{found.ticket[:5]} {found.ticket[5:]}" in after
    assert "https://meet.example.com/secret" in after
    assert "Berlin time" in after
    assert "Shanghai time" in after
    assert found.ticket[:5] in page_of(visitor, tenant, f"{invited['token']}/ticket").text


def test_a_place_is_given_up_only_after_a_question(tenant, visitor, invited):
    say(visitor, tenant, invited["token"], "yes")
    asked = page_of(visitor, tenant, invited["token"], "lang=en&answer=no").text
    assert "Give up your place?" in asked
    assert guest(tenant, invited["id"]).state == "coming"

    say(visitor, tenant, invited["token"], "no")
    assert guest(tenant, invited["id"]).state == "declined"
    assert "You aren’t coming" in page_of(visitor, tenant, invited["token"]).text
    say(visitor, tenant, invited["token"], "yes")
    assert guest(tenant, invited["id"]).state == "coming"


@pytest.mark.parametrize(
    ("state", "heading"),
    [
        ("refused", "Not this time"),
        ("removed", "You’re not on the list any more"),
        ("pending", "looks through the registrations"),
        ("maybe", "You said maybe"),
    ],
)
def test_each_state_says_what_is_so(tenant, visitor, state, heading):
    with tenant.scope():
        one = make_guest(make_meeting(link="https://meet.example.com/secret"), state=state)
        token = guest_token(one)
        db.session.commit()

    page = page_of(visitor, tenant, token).text
    assert heading in page
    assert "secret" not in page
    assert ('class="stub"' in page) is False
    assert ('name="answer"' in page) is (state == "maybe")
    if state in ("refused", "removed"):
        assert say(visitor, tenant, token, "yes").status_code == 422


def test_a_waiting_guest_sees_their_number_and_an_old_meeting_takes_no_answer(tenant, visitor, invited):
    with tenant.scope():
        make_guest(meeting_by_id(invited["meeting"]), "First")
        db.session.commit()
    say(visitor, tenant, invited["token"], "yes")
    assert "You’re number 1 in the line" in page_of(visitor, tenant, invited["token"]).text

    in_scope(tenant, invited, lambda meeting: set_time(meeting, now() - timedelta(minutes=5)))
    assert "It has begun" in page_of(visitor, tenant, invited["token"]).text
    assert say(visitor, tenant, invited["token"], "no").status_code == 422
    in_scope(tenant, invited, lambda meeting: set_time(meeting, now() - timedelta(days=1)))
    assert "It’s over" in page_of(visitor, tenant, invited["token"]).text


def test_a_cancelled_meeting_says_why_and_one_without_a_date_asks_nothing(tenant, visitor, invited):
    def no_date(meeting):
        meeting.starts_at = meeting.ends_at = None

    in_scope(tenant, invited, lambda meeting: cancel_meeting(meeting, note="The roof leaks"))
    assert "The roof leaks" in page_of(visitor, tenant, invited["token"]).text

    with tenant.scope():
        meeting = make_meeting()
        token = guest_token(make_guest(meeting, state="invited"))
        no_date(meeting)
        db.session.commit()
    page = page_of(visitor, tenant, token).text
    assert "The date isn’t fixed yet" in page
    assert 'name="answer"' not in page


def test_a_foreign_or_worn_out_link_is_the_wrong_door(tenant, other_tenant, visitor, invited):
    assert visitor.get(f"/{other_tenant.slug}/meeting/g/{invited['token']}").status_code == 404
    assert page_of(visitor, tenant, invited["token"][:-3] + "abc").status_code == 404
    assert page_of(visitor, tenant, f"{invited['token'][:-3]}abc/ticket").status_code == 404
    with tenant.scope():
        db.session.get(Guest, (tenant.id, invited["id"])).link_number += 1
        db.session.commit()
    assert page_of(visitor, tenant, invited["token"]).status_code == 404
    address = f"/{tenant.slug}/meeting/g/{invited['token']}"
    assert visitor.post(address, data={"answer": "yes"}).status_code == 404


def test_the_page_asks_the_database_as_often_for_many_guests_as_for_two(tenant, visitor, invited):
    def statements():
        found = []
        event.listen(Engine, "before_cursor_execute", count := lambda *args: found.append(args[2]))
        page_of(visitor, tenant, invited["token"])
        event.remove(Engine, "before_cursor_execute", count)
        return len(found)

    statements()
    before = statements()
    with tenant.scope():
        for number in range(5):
            make_guest(meeting_by_id(invited["meeting"]), f"Guest {number}")
        db.session.commit()

    assert statements() == before


@pytest.mark.browser
@pytest.mark.parametrize(("language", "javascript"), [("zh", True), ("en", False)])
def test_a_list_becomes_tickets_from_first_paste_to_giving_it_up(
    app, tenant, serve, new_page, language, javascript
):
    with tenant.scope():
        meeting = make_meeting(capacity=5).id
        db.session.commit()
    base = serve(app)
    desk = new_page(language=language, javascript=javascript)
    cookie = tenant.as_role("staff").get_cookie("hutong_session")
    desk.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": f"{base}/"}])
    desk.goto(f"{base}{tenant.console(f'/meeting/{meeting}/invite')}?lang={language}")
    desk.fill("#pasted", "林小红，lin@x.com；nobody")
    desk.locator("form:has(#pasted) button.door").click()
    if javascript:
        assert_accessible(desk)
    desk.fill("#word", "带上雨伞")
    desk.locator(".dock button.door").click()
    assert desk.locator("ul.rows > li").count() == 1

    with tenant.scope():
        token = guest_token(db.session.query(Guest).filter_by(email="lin@x.com").one())
    page = new_page(language=language, javascript=javascript)
    page.goto(f"{base}/{tenant.slug}/meeting/g/{token}?answer=no&lang={language}")
    assert page.locator("blockquote p").inner_text() == "带上雨伞"
    page.locator("button[value=yes]").click()
    ticket = "".join(page.locator(".stub .number").inner_text().split())
    assert read_codes(page.locator(".stub .qr").screenshot()) == [ticket]
    if javascript:
        assert_accessible(page)
    box = page.locator(".stub .qr").bounding_box()
    assert box["width"] >= 200
    page.locator("a[href*='answer=no']").click()
    page.fill("#note", "病了")
    page.locator("button[value=no]").click()
    assert page.locator(".stub").count() == 0

    desk.goto(f"{base}{tenant.console(f'/meeting/{meeting}/guests')}?lang={language}")
    assert "病了" in desk.locator("ul.rows").first.inner_text()
    assert re.search(r"\b1\b", desk.locator(".chips").inner_text())
