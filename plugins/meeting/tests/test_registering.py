"""Registering as a browser without script does it: what is asked, once for each form, honest words."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
import time_machine
from sqlalchemy import event, select
from sqlalchemy.engine import Engine

from hutong import create_link, db, funnels_by_link, now
from hutong.fields import issue_form_token
from hutong.people import person_by_id
from hutong.testing import limiter, recent_mails, run_due_jobs
from plugins.meeting.attending import accept, decline, remove
from plugins.meeting.closing import until_in_words, why_closed
from plugins.meeting.models import Guest, Meeting
from plugins.meeting.public.guest import PURPOSE
from plugins.meeting.testing import DIET, make_guest, make_meeting, set_time

pytestmark = pytest.mark.both_databases

LIN = {"q_own-name": "Lin Xiaohong", "q_own-mail": "Lin@Example.com"}


@pytest.fixture
def published(tenant):
    """Publish a meeting: ``published(capacity=2)`` gives its code."""

    def make(**more):
        with tenant.scope():
            code = make_meeting(**more).code
            db.session.commit()
            return code

    return make


@pytest.fixture
def phone(app, tenant):
    return app.test_client()


def fields_of(page):
    return {"form_token": unescape(re.search(r'name="form_token" value="([^"]+)"', page).group(1))}


def opened(phone, tenant, code):
    return fields_of(phone.get(tenant.public(f"/meeting/{code}/register")).text)


def sent(phone, tenant, code, data):
    return phone.post(tenant.public(f"/meeting/{code}/register"), data=data)


def registered(phone, tenant, code, who=LIN, **more):
    return sent(phone, tenant, code, {**opened(phone, tenant, code), **who, **more})


def mailed(app, tenant):
    run_due_jobs(app)
    with tenant.scope():
        return [(mail.recipient, mail.subject) for mail in recent_mails()]


def guests(tenant):
    with tenant.scope():
        rows = db.session.scalars(select(Guest).order_by(Guest.created_at, Guest.id))
        return [(guest.name, guest.email, guest.state) for guest in rows]


def test_one_form_is_one_guest_however_often_it_is_sent(app, phone, tenant, published):
    code = published(capacity=1)
    form = opened(phone, tenant, code) | LIN

    first, again = sent(phone, tenant, code, form), sent(phone, tenant, code, form)

    assert (first.status_code, again.location) == (303, first.location)
    assert guests(tenant) == [("Lin Xiaohong", "lin@example.com", "coming")]
    assert "Lin Xiaohong" in phone.get(first.location).text
    assert mailed(app, tenant) == [("lin@example.com", "You’re in: Spring meeting")]


def test_a_used_form_with_something_else_in_it_is_asked_about(phone, tenant, published):
    code = published()
    form = opened(phone, tenant, code)
    sent(phone, tenant, code, form | LIN)
    other = {"q_own-name": "Wang", "q_own-mail": "wang@example.com"}

    answer = sent(phone, tenant, code, form | other)

    assert (answer.status_code, "Send as a new registration" in answer.text) == (422, True)
    assert 'value="wang@example.com"' in answer.text
    assert sent(phone, tenant, code, fields_of(answer.text) | other).status_code == 303
    assert [name for name, _email, _state in guests(tenant)] == ["Lin Xiaohong", "Wang"]


def test_what_was_typed_is_kept_where_something_is_missing(phone, tenant, published):
    code = published(questions=[DIET])

    answer = registered(phone, tenant, code, {"q_own-name": "Lin", "q_own-mail": "lin"})

    assert answer.status_code == 422
    assert "An e-mail address has an @ in it." in unescape(answer.text)
    assert 'value="Lin"' in answer.text
    assert guests(tenant) == []
    done = sent(phone, tenant, code, fields_of(answer.text) | LIN | {"q_diet": "green"})
    assert done.status_code == 303
    with tenant.scope():
        guest = db.session.scalars(select(Guest)).one()
        assert (guest.answers, guest.asked) == ({"diet": "green"}, [DIET])


def test_an_address_or_a_number_is_enough_and_one_of_both_is_needed(phone, tenant, published):
    code = published(asks_phone=True)

    assert "Leave an address or a number" in registered(phone, tenant, code, {"q_own-name": "Lin"}).text
    done = registered(phone, tenant, code, {"q_own-name": "Lin", "q_own-phone": "138 0013 8000"})

    assert done.status_code == 303
    with tenant.scope():
        guest = db.session.scalars(select(Guest)).one()
        assert (guest.email, guest.phone) == (None, "+8613800138000")


@pytest.mark.parametrize("state", ["coming", "invited", "removed"])
def test_an_address_that_is_a_guests_opens_no_page_and_they_are_mailed(app, phone, tenant, published, state):
    code = published()
    with tenant.scope():
        meeting = db.session.scalars(select(Meeting)).one()
        guest = make_guest(meeting, "Lin", email="lin@example.com", state="invited")
        if state == "removed":
            remove(meeting, guest)
        guest.state = state
        meeting.taken = int(state == "coming")
        db.session.commit()
    before = mailed(app, tenant)
    app.config["RATELIMIT_ENABLED"] = True
    limiter.init_app(app)

    for _time in range(5):
        answer = registered(phone, tenant, code)
        assert answer.location.endswith(f"/meeting/{code}/register/mailed")

    assert "mailed the ticket" in phone.get(answer.location).text
    assert guests(tenant) == [("Lin", "lin@example.com", state)]
    again = [mail for mail in mailed(app, tenant) if mail not in before]
    assert again == [("lin@example.com", "Your ticket: Spring meeting")] * 3  # in an hour


def test_a_full_meeting_says_how_many_wait_and_takes_one_more(phone, tenant, published):
    code = published(capacity=1)
    path = tenant.public(f"/meeting/{code}")
    assert "1 seat left" in phone.get(f"{path}/register").text
    assert "1 seat left" in phone.get(path).text
    registered(phone, tenant, code)
    assert "You’d be the first in line." in unescape(phone.get(f"{path}/register").text)
    registered(phone, tenant, code, {"q_own-name": "Wang", "q_own-mail": "w@example.com"})

    assert "1 waits before you." in phone.get(f"{path}/register").text
    assert "Join the waiting list" in phone.get(path).text
    assert [state for _name, _email, state in guests(tenant)] == ["coming", "waiting"]


def test_what_looks_like_a_machines_waits_for_approval_and_is_told_nothing(app, phone, tenant, published):
    code = published()

    assert registered(phone, tenant, code, homepage="https://spam.example").status_code == 303

    assert guests(tenant) == [("Lin Xiaohong", "lin@example.com", "pending")]
    assert mailed(app, tenant) == []


def test_no_answer_of_who_was_set_aside_takes_a_seat_or_makes_a_mail(app, phone, tenant, published):
    code = published()
    own = registered(phone, tenant, code, homepage="https://spam.example").location
    with tenant.scope():
        guest_id = db.session.scalars(select(Guest.id)).one()
        seal = issue_form_token(tenant=tenant.id, object_id=guest_id, version=1, purpose=PURPOSE)

    for said, state in [("no", "declined"), ("yes", "pending"), ("maybe", "maybe"), ("yes", "pending")]:
        phone.post(own, data={"form_token": seal, "answer": said})
        assert guests(tenant) == [("Lin Xiaohong", "lin@example.com", state)]
    assert mailed(app, tenant) == []

    with tenant.scope():
        guest, meeting = (db.session.scalars(select(what)).one() for what in (Guest, Meeting))
        accept(meeting, guest, approved=True)
        decline(meeting, guest)
        accept(meeting, guest)
        assert (guest.state, guest.origin) == ("coming", "registered")


def test_who_changes_their_mind_all_the_time_has_no_flood_of_mails_sent(app, phone, tenant, published):
    app.config["RATELIMIT_ENABLED"] = True
    limiter.init_app(app)
    with time_machine.travel(now().replace(minute=10), tick=False) as clock:
        code = published()
        own = registered(phone, tenant, code).location
        with tenant.scope():
            guest_id = db.session.scalars(select(Guest.id)).one()
            seal = issue_form_token(tenant=tenant.id, object_id=guest_id, version=1, purpose=PURPOSE)
        sent_at_once = [len(mailed(app, tenant))]
        for number in range(9):
            phone.post(own, data={"form_token": seal, "answer": "yes" if number % 2 else "no"})
            sent_at_once.append(len(mailed(app, tenant)))
        phone.post(own, data={"form_token": seal, "answer": "yes"})
        assert sent_at_once == [1, 2, 3, 4, 5, 6, 6, 6, 6, 6]
        assert guests(tenant) == [("Lin Xiaohong", "lin@example.com", "coming")]

        clock.shift(timedelta(hours=1))
        later = mailed(app, tenant)

    assert len(later) == 7  # the last one says how things stand
    with tenant.scope():
        assert db.session.scalars(select(Guest)).one().told["state"] == "coming"


@pytest.mark.parametrize("name", ["You won: http://evil.example/x", "WWW.evil.example", "evil://x"])
def test_a_name_that_holds_a_link_is_asked_for_again(app, phone, tenant, published, name):
    code = published()

    answer = registered(phone, tenant, code, LIN | {"q_own-name": name})

    assert (answer.status_code, "Write your name without a link." in answer.text) == (422, True)
    assert (guests(tenant), mailed(app, tenant)) == ([], [])


WORDS = {
    "cancelled": "This meeting is cancelled",
    "invited": "By invitation",
    "off": "No registration here",
    "closed": "Registration has closed",
    "begun": "It has begun",
    "over": "It’s over",
    "dateless": "The date isn’t set yet",
}


@pytest.mark.parametrize("why", WORDS)
def test_nobody_registers_where_it_is_closed_and_a_form_that_was_open_says_why(phone, tenant, published, why):
    code = published()
    form = opened(phone, tenant, code) | LIN
    with tenant.scope():
        meeting = db.session.scalars(select(Meeting)).one()
        if why in ("invited", "off"):
            meeting.registration = why
        elif why == "cancelled":
            meeting.state = "cancelled"
        elif why == "closed":
            meeting.closes_at = now()
        elif why == "dateless":
            meeting.starts_at = meeting.ends_at = None
        else:
            set_time(meeting, now() - timedelta(hours=2 if why == "over" else 0))
        db.session.commit()

    page = phone.get(tenant.public(f"/meeting/{code}/register"))
    answer = sent(phone, tenant, code, form)

    assert (page.status_code, answer.status_code) == (200, 409)
    assert WORDS[why] in unescape(page.text)
    assert WORDS[why] in unescape(answer.text)
    assert WORDS[why] in unescape(phone.get(tenant.public(f"/meeting/{code}")).text) or why == "over"
    assert guests(tenant) == []


def test_a_form_sent_again_after_the_closing_still_leads_to_its_ticket(phone, tenant, published):
    code = published()
    form = opened(phone, tenant, code) | LIN
    first = sent(phone, tenant, code, form)
    with tenant.scope():
        db.session.scalars(select(Meeting)).one().closes_at = now()
        db.session.commit()

    assert sent(phone, tenant, code, form).location == first.location


def test_a_form_without_its_seal_is_shown_again_with_what_was_typed(phone, tenant, published):
    code = published()

    answer = sent(phone, tenant, code, {"form_token": "x", "form_state": "y", **LIN})

    assert (answer.status_code, guests(tenant)) == (422, [])
    assert 'value="Lin Xiaohong"' in answer.text
    assert sent(phone, tenant, code, fields_of(answer.text) | LIN).status_code == 303


def test_who_this_phone_knows_types_nothing_and_stays_one_person(tenant, published):
    code = published()
    member = tenant.member
    page = member.get(tenant.public(f"/meeting/{code}/register")).text
    typed = dict(re.findall(r'name="(q_own-[a-z]+)"[^>]* value="([^"]*)"', page))

    sent(member, tenant, code, fields_of(page) | {"q_own-name": "Lin", "q_own-mail": "new@example.com"})

    with tenant.scope():
        guest = db.session.scalars(select(Guest)).one()
        person = person_by_id(guest.person_id)
        assert (person.role, person.name) == ("member", unescape(typed["q_own-name"]))
        assert person.email == typed["q_own-mail"]


def test_the_link_that_brought_a_guest_is_kept_and_the_loop_sees_it(app, tenant, published):
    code = published()
    with tenant.scope():
        meeting = db.session.scalars(select(Meeting)).one()
        link = create_link(plugin="meeting", object_kind="meeting", object_id=meeting.id, channel="Poster")
        link_id, via = link.id, link.code
        db.session.commit()
    phone = app.test_client()
    page = phone.get(tenant.public(f"/meeting/{code}/register?via={via}")).text

    sent(phone, tenant, code, fields_of(page) | LIN)

    with tenant.scope():
        guest = db.session.scalars(select(Guest)).one()
        assert guest.share_link_id == link_id
        assert funnels_by_link(guest.meeting_id)[link_id]["complete"] == 1


def test_where_registrations_are_approved_the_guest_is_told_each_time(app, phone, tenant, published):
    code = published(approval=True)
    assert "looks at each registration" in phone.get(tenant.public(f"/meeting/{code}/register")).text

    registered(phone, tenant, code)
    assert guests(tenant) == [("Lin Xiaohong", "lin@example.com", "pending")]
    assert len(mailed(app, tenant)) == 1
    with tenant.scope():
        meeting, guest = (db.session.scalars(select(table)).one() for table in (Meeting, Guest))
        accept(meeting, guest, approved=True)
        db.session.commit()

    assert guests(tenant) == [("Lin Xiaohong", "lin@example.com", "coming")]
    assert len(mailed(app, tenant)) == 2


def test_until_when_is_said_by_the_clock_of_the_meeting_and_ends_at_that_moment(phone, tenant, published):
    starts_at = datetime(2097, 3, 31, 12, tzinfo=UTC)  # the clocks changed at 1:00
    closes_at = datetime(2097, 3, 31, 0, 59, 59, tzinfo=UTC)
    code = published(
        zone="Europe/Berlin", starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), closes_at=closes_at
    )

    assert "Open until 31 March, 01:59." in phone.get(tenant.public(f"/meeting/{code}/register")).text

    with tenant.scope():
        meeting = db.session.scalars(select(Meeting)).one()
        assert [why_closed(meeting, at=closes_at + timedelta(seconds=more)) for more in (-1, 0)] == [
            "",
            "closed",
        ]
        meeting.closes_at = starts_at + timedelta(days=1)
        assert until_in_words(meeting) == ""
        assert why_closed(meeting, at=starts_at) == "begun"


@pytest.fixture
def statements():
    """The statements that the database is sent, of which `clear` forgets those so far."""
    sent_to_it: list[str] = []

    def note(_connection, _cursor, statement, *_more):
        sent_to_it.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield sent_to_it
    event.remove(Engine, "before_cursor_execute", note)


def test_a_registration_costs_the_same_statements_behind_nobody_and_behind_forty(
    phone, tenant, published, statements
):
    code = published(capacity=2)
    costs = []
    for number in range(45):
        form = opened(phone, tenant, code) | {
            "q_own-name": "Guest",
            "q_own-mail": f"guest{number}@example.com",
        }
        statements.clear()
        assert sent(phone, tenant, code, form).status_code == 303
        costs.append(len(statements))

    # the last seat has pages that are kept made anew
    assert costs == [costs[0], costs[0] + 1, *[costs[0]] * 43]
    assert costs[0] <= 27
