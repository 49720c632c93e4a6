"""The date poll on the public side: by the meeting's link, by a voter's own link, by a guest's own page.

No account. What was said can be changed by the personal link. Where votes are hidden, nothing here tells of
them: neither names nor figures nor which date leads.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import Response, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form

from hutong import asked_via, count_visit, db, interface_language, link_in_use, now, policy
from hutong.fields import FormToken, judge_sender, page_token, posted_token
from hutong.pages import changes_at
from hutong.people import person_here
from hutong.secrets import may_try, sender
from plugins.meeting.attending import GONE
from plugins.meeting.errors import GoneError
from plugins.meeting.links import guest_token, voter_by_token, voter_token
from plugins.meeting.models import DateOption, DatePoll, Guest, Meeting, Voter
from plugins.meeting.poll_errors import FullDateError, PollClosedError
from plugins.meeting.poll_forms import BallotForm, GuestBallotForm, answers_in
from plugins.meeting.poll_queries import (
    answers_of,
    best_of,
    options_of,
    poll_by_id,
    poll_by_meeting,
    poll_state,
    tallies,
    voter_count,
    voter_of_guest,
    voters_of,
)
from plugins.meeting.poll_words import written, zone_choices
from plugins.meeting.polling import Ballot, cast_votes
from plugins.meeting.public.blueprint import blueprint
from plugins.meeting.public.guest import guest_or_404
from plugins.meeting.public.meetings import meeting_or_404
from plugins.meeting.queries import meeting_by_id
from plugins.meeting.sections import on_page, on_ticket
from plugins.meeting.when import ZONES, meeting_in_words, zone_in_words, zone_named, zone_of

PURPOSE = "when"
SHOWN = 60
"""So many voters are shown by name, the latest; figures count all."""
A_SENDER_MAY = "600 per 10 minutes"
"""First votes in one poll from one network address, which a whole office may have."""


@dataclass(slots=True)
class Asking:
    """One page of a poll: whose it is, and what was sent or said before."""

    meeting: Meeting
    poll: DatePoll
    address: str
    voter: Voter | None = None
    guest: Guest | None = None
    answers: Mapping[uuid.UUID, str] | None = None
    full: frozenset[uuid.UUID] = frozenset()
    says_nothing: bool = False
    too_many: bool = False
    token: str = ""

    @property
    def zone(self) -> ZoneInfo:
        """The clock the reader chose, else the one they had, else the meeting's."""
        had = self.voter.zone if self.voter else self.guest.zone if self.guest else ""
        asked = request.values.get("zone", "")
        return zone_named(asked if asked in ZONES else had, self.meeting.zone)


@blueprint.get("/<code>/when")
@policy("anyone")
def when(code: str) -> ResponseReturnValue:
    """The dates, and how one votes."""
    asking = _asking(meeting_or_404(code), url_for("meeting.when", code=code))
    count_visit(plugin="meeting", object_kind="meeting", object_id=asking.meeting.id)
    here = person_here()
    return _page(asking, BallotForm(name=here.name if here else ""))


@blueprint.post("/<code>/when")
@policy("anyone")
def vote(code: str) -> ResponseReturnValue:
    """Vote. The same form again is the same vote, changed where it says something else."""
    asking = _asking(meeting_or_404(code), url_for("meeting.when", code=code))
    token = posted_token(asking.meeting.id, PURPOSE)
    return _sent(asking, BallotForm(request.form), None, token)


@blueprint.get("/v/<voter>")
@policy("token")
def voter(voter: str) -> ResponseReturnValue:
    """What somebody said, to be changed."""
    asking = _asking_again(voter)
    return _page(asking, BallotForm(obj=asking.voter))


@blueprint.post("/v/<voter>")
@policy("token")
def change_vote(voter: str) -> ResponseReturnValue:
    """Vote otherwise."""
    asking = _asking_again(voter)
    return _sent(asking, BallotForm(request.form), asking.voter, posted_token(asking.meeting.id, PURPOSE))


@blueprint.get("/g/<token>/when")
@policy("token")
def guest_when(token: str) -> ResponseReturnValue:
    """A guest of the list votes under their own name."""
    asking = _asking_guest(token)
    return _page(asking, GuestBallotForm(obj=asking.voter))


@blueprint.post("/g/<token>/when")
@policy("token")
def guest_vote(token: str) -> ResponseReturnValue:
    """What the guest says, for the first time or again."""
    asking = _asking_guest(token)
    return _sent(
        asking, GuestBallotForm(request.form), asking.voter, posted_token(asking.meeting.id, PURPOSE)
    )


@on_page(order=10)
def find_a_date(meeting: Meeting) -> str:
    """On the meeting's page, while it has no date: the way to the poll."""
    poll = poll_by_meeting(meeting.id) if meeting.starts_at is None else None
    if poll is None:
        return ""
    changes_at(poll.closes_at)
    return render_template("meeting/_when.html", meeting=meeting, state=poll_state(meeting, poll), url=None)


@on_ticket(order=10)
def say_when(meeting: Meeting, guest: Guest) -> str:
    """On a guest's own page, while there is no date: vote, or change one's votes."""
    poll = poll_by_meeting(meeting.id) if meeting.starts_at is None else None
    if poll is None or guest.state in GONE or meeting.state != "open":
        return ""
    return render_template(
        "meeting/_when.html",
        meeting=meeting,
        state=poll_state(meeting, poll),
        url=url_for("meeting.guest_when", token=guest_token(guest)),
        voted=voter_of_guest(poll, guest) is not None,
    )


def _asking(meeting: Meeting, address: str) -> Asking:
    return Asking(meeting, poll_by_meeting(meeting.id) or abort(404), address)


def _asking_again(token: str) -> Asking:
    """The page of a voter's own link."""
    found = voter_by_token(token) or abort(404)
    poll = poll_by_id(found.poll_id) or abort(404)
    meeting = meeting_by_id(poll.meeting_id) or abort(404)
    return Asking(meeting, poll, url_for("meeting.voter", voter=token), voter=found)


def _asking_guest(token: str) -> Asking:
    guest, meeting = guest_or_404(token)
    if guest.state in GONE or meeting.state == "draft":
        abort(404)
    asking = _asking(meeting, url_for("meeting.guest_when", token=token))
    asking.guest, asking.voter = guest, voter_of_guest(asking.poll, guest)
    return asking


def _sent(asking: Asking, form: Form, voter: Voter | None, token: FormToken) -> ResponseReturnValue:
    """Keep what came, or show it again with what is missing; nothing typed is lost."""
    asking.token = request.form.get("form_token", "")
    options = _upcoming(asking.poll)
    asking.answers = answers_in(request.form, options, one_each=asking.poll.one_each)
    if "show" in request.form:  # only another clock was chosen
        return _page(asking, form)
    is_right = form.validate()
    asking.says_nothing = not asking.answers
    if not is_right or asking.says_nothing:
        return _page(asking, form, status=422)
    asking.too_many = asking.voter is None and asking.guest is None and not _may_vote(asking.poll)
    if asking.too_many:
        return _page(asking, form, status=429)
    try:
        voted = cast_votes(asking.meeting, _ballot(asking, form, token), voter)
    except GoneError:
        return redirect(asking.address)  # a fresh form
    except PollClosedError:
        return _page(asking, form, status=409)
    except FullDateError as error:
        db.session.rollback()  # the page shows what others said, without a half of this vote
        asking.full = error.option_ids
        return _page(asking, form, status=409)
    if asking.guest is not None:
        return redirect(asking.address, 303)
    if voted.is_aside:
        return redirect(url_for("meeting.when", code=asking.meeting.code, waits="1"), 303)
    return redirect(url_for("meeting.voter", voter=voter_token(voted)), 303)


def _ballot(asking: Asking, form: Form, token: FormToken) -> Ballot:
    is_first, guest = asking.voter is None and asking.guest is None, asking.guest
    link = link_in_use() if is_first else None
    typed = {"name": form["name"].data, "note": form["note"].data} if is_first else {}
    return Ballot(
        name=guest.name if guest else form["name"].data,
        email=(guest.email or "") if guest else form["email"].data or "",
        note=form["note"].data,
        answers=asking.answers or {},
        zone=asking.zone.key,
        language=interface_language(),
        nonce=token.nonce if guest is None else None,
        share_link_id=link.id if link else None,
        guest=guest,
        is_suspicious=is_first and judge_sender(request.form, token, typed).suspicious,
    )


def _may_vote(poll: DatePoll) -> bool:
    return may_try(A_SENDER_MAY, "meeting when", str(poll.id), sender())


def _upcoming(poll: DatePoll) -> list[DateOption]:
    moment = now()
    return [option for option in options_of(poll) if option.starts_at > moment]


def _page(asking: Asking, form: Form, *, status: int = 200) -> Response:
    """The poll as it stands now: to vote on, or with what became of it."""
    meeting, poll = asking.meeting, asking.poll
    options = options_of(poll)
    zone, own = asking.zone, zone_of(meeting)
    said = answers_of([asking.voter])[asking.voter.id] if asking.voter else {}
    found = [] if poll.hides_votes else tallies(poll, options)
    best = best_of(found)
    state = poll_state(meeting, poll)
    voters = [] if poll.hides_votes else voters_of(poll, latest=SHOWN)
    page = render_template(
        "meeting/when.html",
        asking=asking,
        meeting=meeting,
        poll=poll,
        form=form,
        state=state,
        options=options,
        asked=[option for option in options if option.starts_at > now()] if state == "open" else [],
        words={option.id: written(option, zone, own) for option in options},
        tallies={tally.option.id: tally for tally in found},
        best=best.option.id if best else None,
        no_room={one.id for one in options if poll.limit is not None and one.taken >= poll.limit},
        said=said,
        checked=said if asking.answers is None else asking.answers,
        voters=voters,
        votes=answers_of(voters),
        count=0 if poll.hides_votes else voter_count(poll),
        zone=zone,
        zone_words=zone_in_words(zone),
        zones=zone_choices(zone, own),
        has_times=not all(option.all_day for option in options),
        guesses_zone=not (asking.voter or "zone" in request.values),
        date=meeting_in_words(meeting, zone),
        token=asking.token or page_token(meeting.id, PURPOSE),
        via=asked_via(),
    )
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response
