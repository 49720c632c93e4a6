"""The room "Find a date": who said what, who has not, and the decision."""

import uuid
from typing import Any

from flask import Response, abort, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hutong import can_open, gettext as _, lazy_gettext as _l, ngettext, notify, policy, public_url
from plugins.meeting.console.blueprint import blueprint
from plugins.meeting.console.hub import meeting_or_404
from plugins.meeting.console.meetings import ORGANISE
from plugins.meeting.deciding import decide, outlook, take_back, voters_without_mail, who_was_told
from plugins.meeting.models import DateOption, DatePoll, Meeting, Voter
from plugins.meeting.poll_errors import PastDateError, PollClosedError, ToldError
from plugins.meeting.poll_export import votes_csv
from plugins.meeting.poll_news import remind_all
from plugins.meeting.poll_queries import (
    answers_of,
    best_of,
    not_voted,
    option_by_id,
    options_of,
    poll_by_meeting,
    poll_state,
    removed_voter,
    tallies,
    voter_by_id,
    voters_aside,
    voters_of,
)
from plugins.meeting.poll_words import how_long_ago, in_one_line, written
from plugins.meeting.polling import close_poll, put_back_voter, remove_voter, reopen_poll
from plugins.meeting.sections import ROOMS, in_hub
from plugins.meeting.when import meeting_in_words, zone_in_words, zone_of

ROOMS.add("meeting_console.poll", "calendar", _l("Find a date"), order=10)
STATES = {
    "open": (_l("People vote"), "open"),
    "closed": (_l("Vote ended"), "new"),
    "decided": (_l("Decided"), ""),
    "cancelled": (_l("Cancelled"), "off"),
}


@blueprint.get("/<uuid:meeting_id>/poll")
@policy("staff", permission=ORGANISE)
def poll(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """How the vote stands."""
    meeting = meeting_or_404(meeting_id)
    found = poll_by_meeting(meeting.id)
    if found is None:
        if meeting.starts_at is None:
            return redirect(url_for("meeting_console.edit_poll", meeting_id=meeting.id))
        return render_template(
            "meeting/console/poll_none.html", meeting=meeting, when=meeting_in_words(meeting)
        )
    return render_template("meeting/console/poll.html", **_standing(meeting, found))


@blueprint.post("/<uuid:meeting_id>/poll/close")
@policy("staff", permission=ORGANISE)
def close_vote(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """No votes from now on."""
    meeting, found = _poll_or_404(meeting_id)
    close_poll(found)
    undo = url_for("meeting_console.reopen_vote", meeting_id=meeting.id)
    notify(_("The vote has ended. Choose the date now."), undo_url=undo)
    return _back(meeting)


@blueprint.post("/<uuid:meeting_id>/poll/reopen")
@policy("staff", permission=ORGANISE)
def reopen_vote(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Take votes again."""
    meeting, found = _poll_or_404(meeting_id)
    reopen_poll(found)
    notify(_("People can vote again."))
    return _back(meeting)


@blueprint.post("/<uuid:meeting_id>/poll/remind")
@policy("staff", permission=ORGANISE)
def remind_voters(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Ask those once more who have not voted."""
    meeting, found = _poll_or_404(meeting_id)
    count = remind_all(meeting, found)
    notify(
        ngettext("%(num)s guest gets a mail.", "%(num)s guests get a mail.", count)
        if count
        else _("Everybody was reminded within the last day already.")
    )
    return _back(meeting)


@blueprint.get("/<uuid:meeting_id>/poll/decide/<uuid:date_id>")
@policy("staff", permission=ORGANISE)
def decide_date(meeting_id: uuid.UUID, date_id: uuid.UUID) -> str:
    """Who can come then and who cannot, before it is said."""
    meeting, found = _poll_or_404(meeting_id, lock=False)
    return _decide_page(meeting, found, option_by_id(found, date_id) or abort(404))


@blueprint.post("/<uuid:meeting_id>/poll/decide/<uuid:date_id>")
@policy("staff", permission=ORGANISE)
def make_decision(meeting_id: uuid.UUID, date_id: uuid.UUID) -> ResponseReturnValue:
    """The meeting is then; guests are told."""
    meeting, found = _poll_or_404(meeting_id)
    option = option_by_id(found, date_id) or abort(404)
    try:
        decide(meeting, found, option)
    except PastDateError:
        notify(_("This date has gone by."), kind="bad")
        return _back(meeting)
    except PollClosedError:
        notify(_("The meeting has its date already, or is cancelled."), kind="bad")
        return _back(meeting)
    undo = url_for("meeting_console.vote_again", meeting_id=meeting.id)
    notify(_("It’s decided: %(date)s.", date=meeting_in_words(meeting)), undo_url=undo)
    return _back(meeting)


@blueprint.post("/<uuid:meeting_id>/poll/again")
@policy("staff", permission=ORGANISE)
def vote_again(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Take a decision back, while nobody was told of it."""
    meeting, found = _poll_or_404(meeting_id)
    try:
        take_back(meeting, found)
    except ToldError:
        count = who_was_told(meeting)
        said = ngettext(
            "%(num)s guest has the date in a mail already. Choose another date instead: they are told.",
            "%(num)s guests have the date in a mail already. Choose another date instead: they are told.",
            count,
        )
        notify(said, kind="bad")
        return _back(meeting)
    notify(_("Taken back. People can vote again."))
    return _back(meeting)


@blueprint.post("/<uuid:meeting_id>/poll/voters/<uuid:voter_id>/remove")
@policy("staff", permission=ORGANISE)
def remove_vote(meeting_id: uuid.UUID, voter_id: uuid.UUID) -> ResponseReturnValue:
    """Count somebody no more."""
    meeting, found = _poll_or_404(meeting_id)
    voter = _of_poll(voter_by_id(voter_id), found)
    remove_voter(found, voter)
    undo = url_for("meeting_console.put_back_vote", meeting_id=meeting.id, voter_id=voter.id)
    notify(_("%(name)s’s votes are taken out.", name=voter.name), undo_url=undo)
    return _back(meeting)


@blueprint.post("/<uuid:meeting_id>/poll/voters/<uuid:voter_id>/put-back")
@policy("staff", permission=ORGANISE)
def put_back_vote(meeting_id: uuid.UUID, voter_id: uuid.UUID) -> ResponseReturnValue:
    """The undo of it."""
    meeting, found = _poll_or_404(meeting_id)
    voter = _of_poll(removed_voter(voter_id), found)
    put_back_voter(found, voter)
    notify(_("%(name)s’s votes count again.", name=voter.name))
    return _back(meeting)


@blueprint.get("/<uuid:meeting_id>/poll/votes.csv")
@policy("staff", permission=ORGANISE)
def votes_table(meeting_id: uuid.UUID) -> Response:
    """The votes as a table."""
    meeting, found = _poll_or_404(meeting_id, lock=False)
    answer = Response(votes_csv(meeting, found), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f"attachment; filename=votes-{meeting.code}.csv"
    return answer


@in_hub(order=10)
def finding_a_date(meeting: Meeting) -> str:
    """On the meeting's first page, while it has no date."""
    if meeting.starts_at is not None or meeting.state == "cancelled" or not can_open("meeting_console.poll"):
        return ""
    found = poll_by_meeting(meeting.id)
    if found is None:
        return ""  # the page itself says what comes first
    standing = _standing(meeting, found)
    return render_template("meeting/console/_poll.html", **standing)


def _standing(meeting: Meeting, found: DatePoll) -> dict[str, Any]:
    """All that the room shows."""
    options, voters, aside = options_of(found), voters_of(found), voters_aside(found)
    figures = tallies(found, options)
    best, zone, state = best_of(figures), zone_of(meeting), poll_state(meeting, found)
    return {
        "meeting": meeting,
        "poll": found,
        "state": state,
        "pill": STATES[state],
        "tallies": figures,
        "best": best.option if best else None,
        "best_words": in_one_line(best.option, zone) if best else "",
        "words": {option.id: written(option, zone, zone) for option in options},
        "voters": voters,
        "votes": answers_of([*voters, *aside]),
        "aside": aside,
        "waiting": not_voted(meeting, found) if state in ("open", "closed") else (),
        "ago": how_long_ago,
        "untold": voters_without_mail(found) if state == "decided" else (),
        "told": who_was_told(meeting) if state == "decided" else 0,
        "when": meeting_in_words(meeting),
        "zone_words": zone_in_words(zone),
        "zone": zone,
        "link": public_url(g.tenant, "meeting.when", code=meeting.code),
    }


def _decide_page(meeting: Meeting, found: DatePoll, option: DateOption) -> str:
    zone = zone_of(meeting)
    return render_template(
        "meeting/console/poll_decide.html",
        meeting=meeting,
        poll=found,
        option=option,
        date=in_one_line(option, zone),
        zone_words=zone_in_words(zone),
        people=outlook(found, option),
        silent=not_voted(meeting, found),
        told=who_was_told(meeting) if found.decided_at else 0,
    )


def _poll_or_404(meeting_id: uuid.UUID, *, lock: bool = True) -> tuple[Meeting, DatePoll]:
    meeting = meeting_or_404(meeting_id, lock=lock)
    return meeting, poll_by_meeting(meeting.id, lock=lock) or abort(404)


def _of_poll(voter: Voter | None, found: DatePoll) -> Voter:
    return voter if voter is not None and voter.poll_id == found.id else abort(404)


def _back(meeting: Meeting) -> ResponseReturnValue:
    return redirect(url_for("meeting_console.poll", meeting_id=meeting.id))
