"""What a personal link leads on to: nobody comes to another person's pages by an address they only typed."""

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from hutong import db, now
from hutong.people import Person
from hutong.testing import recent_mails, run_due_jobs
from plugins.meeting.action_items import Owner, add_action
from plugins.meeting.action_links import action_token
from plugins.meeting.attending import accept
from plugins.meeting.inviting import Candidate, candidates_known, invite
from plugins.meeting.links import feed_token, guest_token
from plugins.meeting.models import Guest
from plugins.meeting.queries import meeting_by_id
from plugins.meeting.same_guest import leave_to_mailbox
from plugins.meeting.testing import make_action, make_guest, make_meeting, make_series
from plugins.meeting.writing_minutes import publish_minutes

pytestmark = pytest.mark.both_databases
VICTIM = "victim@example.com"


def register(phone, tenant, code, email=VICTIM):
    """A stranger registers; gives the token of the page they are sent to."""
    address = tenant.public(f"/meeting/{code}/register")
    token = re.search(r'name="form_token" value="([^"]+)"', phone.get(address).text)[1]
    sent = {"form_token": html.unescape(token), "q_own-name": "Mallory", "q_own-mail": email}
    return phone.post(address, data=sent).location.rpartition("/g/")[2].partition("?")[0]


def last_week(title, **more):
    start = now() - timedelta(days=7)
    return make_meeting(title, starts_at=start, ends_at=start + timedelta(hours=1), **more)


def test_who_typed_an_address_sees_no_meeting_its_owner_is_invited_to(tenant, app):
    mallory = app.test_client()
    with tenant.scope():
        talk = make_meeting("Talk")
        closed = make_meeting("Board", registration="invited", link="https://call.example/secret")
        db.session.commit()
        code, closed_id = talk.code, closed.id
    token = register(mallory, tenant, code)
    with tenant.scope():
        board = meeting_by_id(closed_id)
        [victim] = invite(board, [Candidate("Victim", VICTIM)])
        accept(board, victim)
        stranger = db.session.scalars(select(Guest).where(Guest.origin == "registered")).one()
        assert (stranger.person_id, stranger.email) == (victim.person_id, victim.email)
        feeds, own = (feed_token(stranger), feed_token(victim)), guest_token(victim)
        db.session.commit()

    def read(feed):
        return mallory.get(tenant.public(f"/meeting/feed/{feed}.ics")).text.replace("\r\n ", "")

    assert feeds[0] in mallory.get(tenant.public(f"/meeting/g/{token}/calendar")).text
    shown = read(feeds[0])
    assert (token in shown, own in shown, "call.example" in shown) == (True, False, False)
    assert own in read(feeds[1])


@pytest.fixture
def before(tenant):
    """Somebody who was at the last meeting of a series, with something to do; the next one is to come."""
    with tenant.scope():
        series = make_series()
        old, new = last_week("Old", series_id=series.id), make_meeting("New", series_id=series.id)
        owner = make_guest(old, "Owner", state="declined", email="own@example.com")
        owner.state = "coming"
        make_action(owner, "Secret task")
        add_action(old, "Task of a colleague", Owner("Owner", owner.person_id))
        publish_minutes(old)
        db.session.commit()
        return new.id, owner.id, owner.person_id


@pytest.mark.parametrize(
    ("more", "is_theirs"),
    [
        ({"email": "own@example.com"}, True),
        ({"email": "own@example.com", "origin": "registered"}, False),
        ({"email": "own@example.com", "origin": "voted"}, False),
        ({"email": "friend@example.com", "origin": "registered"}, False),
        ({"email": "friend@example.com"}, False),
        ({"email": None}, False),
    ],
)
def test_links_of_last_time_are_shown_to_who_has_the_address(tenant, visitor, before, more, is_theirs):
    new_id, owner_id, person_id = before
    with tenant.scope():
        now_there = make_guest(meeting_by_id(new_id), "Now", person_id=person_id, **more)
        theirs = guest_token(db.session.get_one(Guest, (tenant.id, owner_id)))
        token = guest_token(now_there)
        db.session.commit()

    page = visitor.get(tenant.public(f"/meeting/g/{token}")).text
    assert (theirs in page, page.count("/meeting/do/")) == ((True, 2) if is_theirs else (False, 0))


@pytest.mark.parametrize(
    ("shows", "is_out", "was_there", "seen"),
    [
        ("guests", True, False, (False, False)),
        ("everybody", False, False, (False, False)),
        ("everybody", True, False, (True, False)),
        ("guests", False, True, (False, False)),
        ("guests", True, True, (True, True)),
    ],
)
def test_a_newcomer_reads_what_is_open_only_where_they_may_read_it(
    tenant, visitor, shows, is_out, was_there, seen
):
    with tenant.scope():
        series = make_series()
        old = last_week("Old", series_id=series.id, shows_minutes=shows)
        add_action(old, "Dismiss Mr Zhang", Owner("The Boss"))
        if is_out:
            publish_minutes(old)
        newcomer = make_guest(make_meeting("New", series_id=series.id), "Newcomer")
        if was_there:
            who = {"person_id": newcomer.person_id, "email": newcomer.email}
            make_guest(old, "Newcomer", state="declined", **who)
        token = guest_token(newcomer)
        db.session.commit()

    page = visitor.get(tenant.public(f"/meeting/g/{token}")).text
    assert ("Dismiss Mr Zhang" in page, "The Boss" in page) == seen


def test_links_that_were_ended_leave_nothing_open(tenant, app):
    phone = app.test_client()
    with tenant.scope():
        start = now() - timedelta(minutes=5)
        guest = make_guest(make_meeting(), "Lin Xiaohong")
        meeting = meeting_by_id(guest.meeting_id)
        meeting.starts_at, meeting.ends_at = start, start + timedelta(hours=1)
        task = action_token(make_action(guest))
        token, code, guest_id = guest_token(guest), meeting.code, guest.id
        db.session.commit()
    do, live = tenant.public(f"/meeting/do/{task}"), tenant.public(f"/meeting/{code}/live")
    assert phone.get(tenant.public(f"/meeting/g/{token}/live")).status_code == 302
    assert (phone.get(do).status_code, "Lin Xiaohong" in phone.get(live).text) == (200, True)

    with tenant.scope():
        db.session.get_one(Guest, (tenant.id, guest_id)).link_number += 1
        db.session.commit()
    assert (phone.get(do).status_code, "Lin Xiaohong" in phone.get(live).text) == (404, False)


def test_the_owner_of_a_phone_can_be_invited_after_a_friend_registered_on_it(tenant):
    with tenant.scope():
        meeting = make_meeting()
        owner = Person(name="Owner", role="member", email="own@example.com")
        db.session.add(owner)
        db.session.flush()
        make_guest(meeting, "Friend", person_id=owner.id, email="friend@example.com", origin="registered")

        made = [invite(meeting, candidates_known([owner.id])) for _again in range(2)]

        assert [[guest.email for guest in some] for some in made] == [["own@example.com"], []]


@pytest.mark.parametrize("way", ["invite", "resend"])
def test_an_address_a_stranger_registered_goes_back_to_its_mailbox(tenant, app, way):
    mallory = app.test_client()
    with tenant.scope():
        code = make_meeting("Talk").code
        db.session.commit()
    token = register(mallory, tenant, code)
    own = tenant.public(f"/meeting/g/{token}")
    assert mallory.get(own).status_code == 200
    run_due_jobs(app)
    with tenant.scope():
        found = db.session.scalars(select(Guest)).one()
        address = tenant.console(f"/meeting/{found.meeting_id}/guests/{found.id}/resend")
        if way == "invite":
            meeting = meeting_by_id(found.meeting_id)
            invited = [len(invite(meeting, [Candidate("Victim", VICTIM)])) for _again in range(2)]
            assert invited == [1, 0]
        db.session.commit()
    if way == "resend":
        assert tenant.owner.post(address).status_code == 302
    run_due_jobs(app)

    with tenant.scope():
        found = db.session.scalars(select(Guest)).one()
        assert (found.origin, found.state) == ("invited", "coming")
        mails = [mail.text for mail in recent_mails(recipient=VICTIM)]
        assert [guest_token(found) in text for text in mails].count(True) == 1
    assert mallory.get(own).status_code == 404


def test_a_link_sent_again_spares_nobody_the_approval(tenant):
    with tenant.scope():
        meeting = make_meeting(approval=True)
        guest = make_guest(meeting, state="pending", origin="registered")
        leave_to_mailbox(meeting, guest)
        assert (guest.link_number, guest.origin) == (1, "registered")
