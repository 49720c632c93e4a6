"""Mails to guests: each news once, with a calendar for those whose seat it is, and nobody else named."""

from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from hutong import db, enqueue
from hutong.testing import recent_mails, run_due_jobs
from plugins.meeting.attending import accept, decline, refuse, remove, say_maybe
from plugins.meeting.models import Guest, Meeting
from plugins.meeting.operations import (
    bin_meeting,
    cancel_meeting,
    change_meeting,
    move_meeting,
    publish_meeting,
)
from plugins.meeting.telling import remind, tell_all, tell_guest
from plugins.meeting.testing import make_guest, make_meeting

pytestmark = pytest.mark.both_databases


class Post:
    """What the tenant's guests were sent, by turns."""

    def __init__(self, app, tenant):
        self.app, self.tenant, self.seen = app, tenant, set()

    def after(self, act):
        """The mails that `act(meeting, guests by name)` leads to, oldest first."""
        with self.tenant.scope():
            meeting = db.session.scalars(select(Meeting)).first()
            act(meeting, {guest.name: guest for guest in db.session.scalars(select(Guest))})
            db.session.commit()
        while run_due_jobs(self.app):
            pass
        with self.app.app_context():
            new = [mail for mail in reversed(recent_mails()) if mail.id not in self.seen]
        self.seen |= {mail.id for mail in new}
        return new

    def told(self, act):
        """To whom, which subject, and what is said to the calendar."""
        return [(mail.recipient.partition("@")[0], mail.subject, said(mail)) for mail in self.after(act)]


def said(mail):
    """Method, SEQUENCE and what the calendar says of its reader; None without a calendar."""
    if not mail.calendar:
        return None
    calendar = Calendar.from_ical(mail.calendar)
    (event,) = calendar.events
    (attendee,) = event.attendees
    return str(calendar["method"]), event["sequence"], str(attendee.params["PARTSTAT"])


@pytest.fixture
def post(app, tenant):
    return Post(app, tenant)


def invite(meeting, *names, **more):
    for name in names:
        tell_guest(make_guest(meeting, name, email=f"{name.lower()}@example.com", state="invited", **more))


def test_from_invitation_to_cancelling(post):
    def begin(_meeting, _guests):
        invite(make_meeting("Tea"), "Ann")

    assert post.told(begin) == [
        ("ann", "corner shop invites you: Tea", ("REQUEST", 0, "NEEDS-ACTION")),
    ]
    assert post.told(lambda meeting, who: accept(meeting, who["Ann"])) == [
        ("ann", "You’re in: Tea", ("REQUEST", 1, "ACCEPTED")),
    ]
    later = timedelta(days=1)
    assert post.told(
        lambda meeting, _: move_meeting(
            meeting, starts_at=meeting.starts_at + later, ends_at=meeting.ends_at + later
        )
    ) == [("ann", "New time: Tea", ("REQUEST", 2, "ACCEPTED"))]
    assert post.told(lambda meeting, who: decline(meeting, who["Ann"])) == [
        ("ann", "You’re not coming: Tea", ("CANCEL", 3, "DECLINED")),
    ]
    assert post.told(lambda meeting, who: accept(meeting, who["Ann"])) == [
        ("ann", "You’re in: Tea", ("REQUEST", 4, "ACCEPTED")),
    ]
    assert post.told(lambda meeting, _: cancel_meeting(meeting, note="The roof leaks.")) == [
        ("ann", "Cancelled: Tea", ("CANCEL", 5, "ACCEPTED")),
    ]
    assert post.told(lambda meeting, _: publish_meeting(meeting)) == [
        ("ann", "It takes place after all: Tea", ("REQUEST", 6, "ACCEPTED")),
    ]


def test_one_name_in_the_calendar_from_first_to_last(post):
    mails = post.after(lambda *_: invite(make_meeting("Tea"), "Ann", "Ben"))
    mails += post.after(lambda meeting, who: accept(meeting, who["Ann"]))
    mails += post.after(lambda meeting, _: cancel_meeting(meeting))

    assert len(mails) == 5
    assert len({str(Calendar.from_ical(mail.calendar).events[0]["uid"]) for mail in mails}) == 1
    for mail in mails:
        other = "ben" if mail.recipient.startswith("ann") else "ann"
        for words in (mail.calendar, mail.html, mail.text):
            assert f"{other}@" not in words.lower().replace("\r\n ", "")
            assert other.title() not in words.replace("\r\n ", "")


def test_who_waits_gets_no_seat_in_the_calendar_until_there_is_one(post):
    def begin(_meeting, _guests):
        meeting = make_meeting("Tea", capacity=1)
        for name in ("Ann", "Ben", "Cem"):
            make_guest(meeting, name, email=f"{name.lower()}@example.com", origin="registered")

    assert post.told(begin) == [
        ("ann", "You’re in: Tea", ("REQUEST", 0, "ACCEPTED")),
        ("ben", "You’re number 1 on the waiting list: Tea", None),
        ("cem", "You’re number 2 on the waiting list: Tea", None),
    ]
    assert post.told(lambda meeting, who: remove(meeting, who["Ann"])) == [
        ("ben", "A seat for you: Tea", ("REQUEST", 0, "ACCEPTED")),
        ("ann", "You’re no longer on the list: Tea", ("CANCEL", 1, "DECLINED")),
    ]
    assert post.told(lambda meeting, _: cancel_meeting(meeting)) == [
        ("ben", "Cancelled: Tea", ("CANCEL", 1, "ACCEPTED")),
        ("cem", "Cancelled: Tea", None),
    ]


def test_approval_is_told_either_way(post):
    def begin(_meeting, _guests):
        meeting = make_meeting("Tea", approval=True)
        for name in ("Ann", "Ben"):
            make_guest(meeting, name, email=f"{name.lower()}@example.com", origin="registered")

    def decide(meeting, who):
        accept(meeting, who["Ann"], approved=True)
        refuse(meeting, who["Ben"])

    assert [line[1:] for line in post.told(begin)] == [("We have your registration: Tea", None)] * 2
    assert post.told(decide) == [
        ("ann", "You’re approved: Tea", ("REQUEST", 0, "ACCEPTED")),
        ("ben", "No place this time: Tea", None),
    ]


def test_a_no_and_a_maybe_to_an_invitation_reach_the_calendar(post):
    post.after(lambda *_: invite(make_meeting("Tea"), "Ann", "Ben"))

    def answer(meeting, who):
        decline(meeting, who["Ann"])
        say_maybe(meeting, who["Ben"])

    assert post.told(answer) == [
        ("ann", "You’re not coming: Tea", ("CANCEL", 1, "DECLINED")),
        ("ben", "You said maybe: Tea", ("REQUEST", 1, "TENTATIVE")),
    ]


def test_jobs_that_come_again_say_nothing_twice(post):
    post.after(lambda *_: invite(make_meeting("Tea"), "Ann"))

    def again(meeting, who):
        for _ in range(2):
            tell_guest(who["Ann"])
            tell_all(meeting)
            enqueue("meeting.remind", {"guest": str(who["Ann"].id), "key": "a"}, language="en")

    assert post.told(again) == [("ann", "Can you come? Tea", None)]
    assert post.told(lambda _, who: remind(who["Ann"], key="a")) == []
    assert post.told(lambda _, who: tell_guest(who["Ann"], again=True)) == [
        ("ann", "corner shop invites you: Tea", ("REQUEST", 1, "NEEDS-ACTION"))
    ]


def test_of_two_changes_at_once_the_last_is_told_and_of_none_nothing(post):
    post.after(lambda *_: invite(make_meeting("Tea"), "Ann"))

    def there_and_on(meeting, _):
        change_meeting(meeting, place={"en": "Room 8"})
        change_meeting(meeting, place={"en": "Room 9"})

    def there_and_back(meeting, _):
        change_meeting(meeting, place={"en": "Room 1"})
        change_meeting(meeting, place={"en": "Room 9"})

    (mail,) = post.after(there_and_on)
    assert (mail.subject, said(mail)) == ("New place: Tea", ("REQUEST", 2, "NEEDS-ACTION"))
    assert "Room 9" in mail.text
    assert "Before: Room 2" in mail.text
    assert "Room 8" not in mail.text
    assert post.told(there_and_back) == []


def test_a_change_says_the_old_time_by_the_guest_s_clock(post):
    def begin(_meeting, _guests):
        meeting = make_meeting("Tea")
        meeting.starts_at = meeting.starts_at.replace(year=2027, month=7, day=1, hour=6)
        meeting.ends_at = meeting.starts_at + timedelta(hours=1)
        invite(meeting, "Ann", zone="Europe/Berlin", language="zh")

    def move(meeting, _):
        later = timedelta(hours=2)
        move_meeting(meeting, starts_at=meeting.starts_at + later, ends_at=meeting.ends_at + later)

    (mail,) = post.after(begin)
    assert "2027 年 7 月 1 日 周四 08:00–09:00\n柏林时间\n" in mail.text
    assert "2027 年 7 月 1 日 周四 14:00–15:00\n上海时间\n" in mail.text
    (mail,) = post.after(move)
    assert mail.subject == "时间改了：Tea 会"
    assert "周四 10:00–11:00\n柏林时间\n" in mail.text
    assert "原来：2027 年 7 月 1 日 周四 08:00–09:00\n" in mail.text


def test_what_is_over_a_draft_or_thrown_away(post):
    def begin(_meeting, _guests):
        invite(make_meeting("Tea", state="draft"), "Ann")

    assert post.told(begin) == []
    assert [line[1] for line in post.told(lambda meeting, _: publish_meeting(meeting))] == [
        "corner shop invites you: Tea"
    ]
    assert post.told(lambda meeting, _: bin_meeting(meeting)) == [
        ("ann", "Cancelled: Tea", ("CANCEL", 1, "NEEDS-ACTION"))
    ]


def test_who_was_never_written_to_hears_of_no_end_and_who_is_set_aside_of_nothing(post):
    def begin(_meeting, _guests):
        meeting = make_meeting("Tea")
        make_guest(meeting, "Ann", email="ann@example.com", state="pending")
        invite(meeting, "Ben")
        remove(meeting, db.session.scalars(select(Guest).where(Guest.name == "Ben")).one())
        change_meeting(meeting, place={"en": "Room 9"})

    assert post.told(begin) == []
    assert post.told(lambda meeting, who: refuse(meeting, who["Ann"])) == []
    assert post.told(lambda meeting, _: cancel_meeting(meeting)) == []


def test_more_guests_than_one_job_takes_hear_of_a_change_once_each(post):
    def begin(_meeting, _guests):
        meeting = make_meeting("Tea")
        for number in range(220):
            make_guest(
                meeting, f"Guest {number}", email=f"g{number}@example.com", state="invited", person_id=None
            )
        tell_all(meeting)

    post.after(begin)
    with post.tenant.scope():
        assert set(db.session.scalars(select(Guest.mailed_sequence))) == {0}
    post.after(lambda meeting, _: change_meeting(meeting, place={"en": "Room 9"}))
    with post.tenant.scope():
        told = db.session.execute(select(Guest.mailed_sequence, Guest.told)).all()
    assert {(sequence, facts["mails"], facts["facts"]["place"]["en"]) for sequence, facts in told} == {
        (1, 2, "Room 9")
    }


def test_what_still_waits_for_the_mail_server_does_not_arrive_after_newer_news(app, post):
    known = app.extensions["hutong.settings"]
    app.extensions["hutong.settings"] = known.model_copy(update={"smtp_url": "smtp://127.0.0.1:9"})
    post.after(lambda *_: invite(make_meeting("Tea"), "Ann", "Ben"))
    post.after(lambda meeting, who: accept(meeting, who["Ann"]))

    def move(meeting, _):
        move_meeting(meeting, starts_at=meeting.starts_at, ends_at=meeting.ends_at + timedelta(hours=1))

    post.after(move)

    with app.app_context():
        left = {mail.recipient: (mail.subject, mail.state, said(mail)) for mail in recent_mails()}
        assert len(recent_mails()) == 2
    assert left == {
        "ann@example.com": ("You’re in: Tea", "waiting", ("REQUEST", 2, "ACCEPTED")),
        "ben@example.com": ("corner shop invites you: Tea", "waiting", ("REQUEST", 1, "NEEDS-ACTION")),
    }
