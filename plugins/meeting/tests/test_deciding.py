"""A poll comes to its date: which is best, by hand, by itself, and what becomes of the voters."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from hutong import Base, db, now
from hutong.testing import recent_mails, run_due_jobs
from plugins.meeting.attending import decline, remove
from plugins.meeting.deciding import decide, take_back, voters_without_mail
from plugins.meeting.models import DateVote, Guest, Meeting, Voter
from plugins.meeting.poll_errors import PastDateError, ToldError
from plugins.meeting.poll_news import remind_all
from plugins.meeting.poll_queries import best_of, not_voted, options_of, poll_by_meeting, tallies
from plugins.meeting.polling import change_poll, put_back_voter, remove_voter
from plugins.meeting.testing import make_action, make_date_poll, make_guest, make_meeting, make_voter

pytestmark = pytest.mark.both_databases


@pytest.fixture(autouse=True)
def _in_tenant(tenant):
    assert tenant.owner  # with a confirmed address, who is told
    with tenant.scope():
        yield


@pytest.fixture
def meeting():
    return make_meeting(starts_at=None, ends_at=None)


def _says(poll, name, *answers, **more):
    """A voter by the link, with an address unless `email` says otherwise."""
    voter = Voter(poll_id=poll.id, name=name, **{"email": f"{name.lower()}@example.com"} | more)
    db.session.add(voter)
    db.session.flush()
    for option, answer in zip(options_of(poll), answers, strict=False):
        if answer:
            db.session.add(DateVote(voter_id=voter.id, option_id=option.id, answer=answer))
            option.taken += answer == "yes"
    db.session.flush()
    return voter


def _best(poll):
    found = best_of(tallies(poll, options_of(poll)))
    return options_of(poll).index(found.option) if found else None


def _states(meeting):
    rows = select(Guest.name, Guest.state, Guest.origin).where(Guest.meeting_id == meeting.id)
    return {name: (state, origin) for name, state, origin in db.session.execute(rows)}


def _mailed(kind=""):
    return sorted((mail.recipient, mail.subject) for mail in recent_mails() if kind in mail.subject)


def test_the_best_date_has_most_yes_then_most_maybe_then_is_the_earlier(meeting):
    poll = make_date_poll(meeting, dates=3)
    assert _best(poll) is None
    _says(poll, "One", "no", "yes", "yes")
    assert _best(poll) == 1
    _says(poll, "Two", "maybe", "no", "maybe")
    assert _best(poll) == 2
    gone = _says(poll, "Three", "yes")
    assert _best(poll) == 0
    remove_voter(poll, gone)
    assert (_best(poll), [option.taken for option in options_of(poll)]) == (2, [0, 1, 1])
    put_back_voter(poll, gone)
    assert (_best(poll), [option.taken for option in options_of(poll)]) == (0, [1, 1, 1])


def test_who_said_yes_is_coming_and_who_left_no_address_is_named(meeting):
    poll = make_date_poll(meeting)
    invited = make_guest(meeting, "Invited", state="invited")
    make_voter(invited)
    declined = make_guest(meeting, "Declined", state="declined", email="declined@example.com")
    _says(poll, "Yes", "yes", "no")
    _says(poll, "Maybe", "maybe", "yes")
    _says(poll, "Wordless", "yes", email="")
    _says(poll, "Declined", "yes")  # typing an address proves nothing: who has it answers for themselves
    first, second, _third = options_of(poll)

    decide(meeting, poll, first)

    assert (meeting.starts_at, meeting.sequence) == (first.starts_at, 1)
    assert [option.chosen for option in options_of(poll)] == [True, False, False]
    assert _states(meeting) == {
        "Invited": ("coming", "invited"),
        "Declined": ("declined", "invited"),
        "Yes": ("coming", "voted"),
        "Maybe": ("invited", "voted"),
    }
    assert [voter.name for voter in voters_without_mail(poll)] == ["Wordless"]

    decide(meeting, poll, second)

    states = {name: state for name, (state, _origin) in _states(meeting).items()}
    assert states == {"Invited": "coming", "Declined": "declined", "Yes": "maybe", "Maybe": "coming"}
    assert (meeting.starts_at, meeting.taken, declined.state) == (second.starts_at, 2, "declined")


def test_a_guest_who_answered_after_the_decision_keeps_their_answer(meeting):
    poll = make_date_poll(meeting)
    _says(poll, "Yes", "yes", "yes")
    first, second, _third = options_of(poll)
    decide(meeting, poll, first)
    decline(meeting, db.session.scalars(select(Guest).where(Guest.name == "Yes")).one())

    decide(meeting, poll, second)

    assert _states(meeting) == {"Yes": ("declined", "voted")}


def test_a_decision_can_be_taken_back_until_somebody_was_told(app, meeting):
    poll = make_date_poll(meeting)
    _says(poll, "Yes", "yes")
    option = options_of(poll)[0]
    decide(meeting, poll, option)

    take_back(meeting, poll)

    assert (meeting.starts_at, meeting.taken, poll.decided_at, option.chosen) == (None, 0, None, False)
    assert _states(meeting) == {}
    decide(meeting, poll, option)
    db.session.commit()
    run_due_jobs(app)
    db.session.expire_all()
    with pytest.raises(ToldError):
        take_back(meeting, poll)


def test_taking_a_decision_back_brings_nobody_back_and_loses_nobody_who_is_named(meeting):
    poll = make_date_poll(meeting)
    gone, declined, coming = (make_guest(meeting, n, state="invited") for n in ("Gone", "Declined", "Coming"))
    for guest in (gone, declined, coming):
        make_voter(guest)
    _says(poll, "Busy", "yes")
    _says(poll, "Unknown", "yes")
    decide(meeting, poll, options_of(poll)[0])
    make_action(db.session.scalars(select(Guest).where(Guest.name == "Busy")).one())
    remove(meeting, gone)
    decline(meeting, declined)

    take_back(meeting, poll)

    assert _states(meeting) == {
        "Gone": ("removed", "invited"),
        "Declined": ("declined", "invited"),
        "Coming": ("invited", "invited"),
        "Busy": ("invited", "voted"),
    }
    assert meeting.taken == 0
    acts = next(mapper.class_ for mapper in Base.registry.mappers if mapper.class_.__tablename__ == "act")
    counted = select(acts.id).where(acts.verb == "register", acts.times > 0)
    assert db.session.scalars(counted).all() == []


def test_who_voted_waits_for_approval_as_whoever_registers(meeting):
    meeting.approval = True
    poll = make_date_poll(meeting)
    make_voter(make_guest(meeting, "Invited", state="invited"))
    _says(poll, "Unknown", "yes")

    decide(meeting, poll, options_of(poll)[0])

    assert _states(meeting) == {"Invited": ("coming", "invited"), "Unknown": ("pending", "voted")}


def test_a_date_that_has_gone_by_is_not_chosen(meeting):
    poll = make_date_poll(meeting)
    _says(poll, "Yes", "yes")
    option = options_of(poll)[0]

    with time_machine.travel(option.starts_at, tick=False):
        assert best_of(tallies(poll, options_of(poll))) is None
        with pytest.raises(PastDateError):
            decide(meeting, poll, option)


@pytest.mark.parametrize(
    ("votes", "decides", "decided"),
    [
        ([("yes", "no")], "deadline", 0),
        ([("yes", "yes")], "deadline", None),  # equals: a person chooses
        ([("maybe", "no")], "deadline", None),
        ([], "deadline", None),
        ([("yes", "no")], "hand", None),
    ],
)
def test_the_deadline_decides_or_tells_the_organiser_once(app, meeting, votes, decides, decided):
    closes_at = now() + timedelta(hours=1)
    poll = make_date_poll(meeting, dates=2, closes_at=closes_at, decides=decides)
    for number, answers in enumerate(votes):
        _says(poll, f"Voter{number}", *answers)
    starts = [option.starts_at for option in options_of(poll)]
    change_poll(poll, closes_at=closes_at + timedelta(hours=1))  # moved: the first job finds nothing to do
    db.session.commit()
    run_due_jobs(app)

    for later in (timedelta(hours=1, minutes=1), timedelta(hours=2, minutes=1), timedelta(hours=3)):
        with time_machine.travel(closes_at - timedelta(hours=1) + later, tick=False):
            run_due_jobs(app)
            if later < timedelta(hours=2):
                assert db.session.scalars(select(Meeting.starts_at)).one() is None
            db.session.rollback()

    assert db.session.scalars(select(Meeting.starts_at)).one() == (
        None if decided is None else starts[decided]
    )
    over = _mailed("The vote has ended") + _mailed("投票结束")
    assert len(over) == (1 if decided is None else 0)
    assert db.session.scalars(select(Meeting.sequence)).one() == (0 if decided is None else 1)


def test_who_has_not_voted_is_reminded_once_a_day(app, meeting):
    poll = make_date_poll(meeting)
    voted, silent, told = (make_guest(meeting, name, state="invited") for name in ("Voted", "Silent", "Told"))
    make_voter(voted)
    told.reminded_at = now() - timedelta(hours=23)
    silent.language = "en"
    assert [guest.name for guest in not_voted(meeting, poll)] == ["Silent", "Told"]

    assert (remind_all(meeting, poll), remind_all(meeting, poll)) == (1, 0)

    db.session.commit()
    run_due_jobs(app)
    assert _mailed("When can you come?") == [(silent.email, "When can you come? Spring meeting")]
    with time_machine.travel(now() + timedelta(hours=25), tick=False):
        assert remind_all(meeting, poll_by_meeting(meeting.id)) == 2
