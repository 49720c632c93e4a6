"""Inviting: a pasted list, people of the pool, a segment. First what would happen, then exactly that."""

import json
import uuid
from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import can_open, gettext as _, language_name, lazy_gettext as _l, ngettext, notify, policy
from hutong.people import all_segments, find_people
from plugins.meeting.console.blueprint import blueprint
from plugins.meeting.console.guests import GUESTS
from plugins.meeting.console.hub import meeting_or_404
from plugins.meeting.errors import ClosedError
from plugins.meeting.inviting import (
    MOST,
    Candidate,
    Planned,
    TooManyError,
    candidates_in_segment,
    candidates_known,
    candidates_pasted,
    invite,
    meetings_ahead,
    plan_invitations,
)
from plugins.meeting.models import Meeting
from plugins.meeting.pasting import LONGEST, is_email, read_pasted
from plugins.meeting.queries import has_begun
from plugins.meeting.seats import hold_meetings
from plugins.meeting.state_words import GUEST_STATES

SHOWN = 200
"""Lines of a preview that are written out, of each sort."""
WORD = 500
STANDINGS = {
    "new": _l("New here"),
    "known": _l("Known to you"),
    "unmailed": _l("No e-mail: give them the link yourself"),
    "registered": _l("On the list already"),
    "guest": _l("On the list already"),
    "quiet": _l("Wants no mails from you"),
    "left": _l("Has left"),
}
FAULTS = {
    "no_email": _l("There is no e-mail address here"),
    "bad_email": _l("This address has a slip in it"),
    "twice": _l("Stands here twice"),
}


@blueprint.get("/<uuid:meeting_id>/invite")
@policy("staff", permission=GUESTS)
def invite_guests(meeting_id: uuid.UUID) -> str:
    """The ways to invite."""
    return _ways(meeting_or_404(meeting_id))


@blueprint.post("/<uuid:meeting_id>/invite")
@policy("staff", permission=GUESTS)
def preview_invitations(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """What would happen; nobody is invited yet."""
    meeting = meeting_or_404(meeting_id)
    if request.form.get("again"):
        return _ways(meeting)
    try:
        candidates = _candidates()
    except TooManyError:
        fault = ngettext("%(num)s at once at most.", "%(num)s at once at most.", MOST)
        return _ways(meeting, fault=fault), 422
    if not candidates:
        return _ways(meeting, fault=_("Nobody was named yet.")), 422
    return _preview(meeting, candidates)


@blueprint.post("/<uuid:meeting_id>/invite/send")
@policy("staff", permission=GUESTS)
def send_invitations(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Invite those whom the preview named, as far as they still can be."""
    meeting = meeting_or_404(meeting_id)
    candidates = _read_chosen(request.form.get("chosen", ""))
    meetings = [meeting, *(meetings_ahead(meeting) if request.form.get("series") else ())]
    if len(candidates) * len(meetings) > MOST:
        return _ways(meeting, fault=_too_many(len(meetings))), 422
    language = request.form.get("language", "")
    said = {
        "word": " ".join(request.form.get("word", "").split(" ")).strip()[:WORD],
        "language": language if language in g.tenant.languages else "",
    }
    hold_meetings(one.id for one in meetings)
    try:
        made = [guest for one in meetings for guest in invite(one, candidates, **said)]
    except ClosedError:
        return _ways(meeting, fault=_why_closed(meeting)), 422
    notify(_sent(meeting, len(made)))
    return redirect(url_for("meeting_console.guests", meeting_id=meeting.id, state="invited"))


def _ways(meeting: Meeting, *, fault: str = "") -> str:
    typed = request.args.get("q", "").strip()[:60]
    share = "sharing_console.target"
    return render_template(
        "meeting/console/guests_invite.html",
        meeting=meeting,
        fault=fault or _why_closed(meeting),
        is_closed=bool(_why_closed(meeting)),
        pasted=request.form.get("pasted", "")[:LONGEST],
        typed=typed,
        people=plan_invitations(meeting, candidates_known(one.id for one in find_people(typed, 40)))
        if typed
        else [],
        standings=STANDINGS,
        segments=all_segments(),
        share_url=url_for(share, object_id=meeting.id) if can_open(share) else None,
    )


def _preview(meeting: Meeting, candidates: Sequence[Candidate]) -> str:
    plan = plan_invitations(meeting, candidates)
    chosen = [one for one in plan if one.is_invited]
    others = [one for one in plan if not one.is_invited]
    return render_template(
        "meeting/console/guests_preview.html",
        meeting=meeting,
        chosen=[(one, STANDINGS[one.standing]) for one in chosen[:SHOWN]],
        others=[(one, _why_not(one)) for one in others[:SHOWN]],
        count=len(chosen),
        hidden=(max(len(chosen) - SHOWN, 0), max(len(others) - SHOWN, 0)),
        sums=Counter(str(STANDINGS[one.standing]) for one in chosen),
        unmailed=sum(one.standing == "unmailed" for one in chosen),
        data=json.dumps([_as_data(one) for one in chosen], ensure_ascii=False),
        ahead=len(meetings_ahead(meeting)),
        pasted=request.form.get("pasted", ""),
        languages=[(code, language_name(code)) for code in g.tenant.languages],
    )


def _why_not(planned: Planned) -> str:
    if planned.candidate.fault:
        return str(FAULTS[planned.candidate.fault])
    if planned.standing == "guest":
        return _("On the list already: %(state)s", state=GUEST_STATES[planned.guest_state])
    return str(STANDINGS[planned.standing])


def _candidates() -> list[Candidate]:
    """Whom the form names: a list, ticked people, or a segment."""
    if pasted := request.form.get("pasted", ""):
        found = candidates_pasted(read_pasted(pasted))
        if len(pasted) > LONGEST or sum(not one.fault for one in found) > MOST:
            raise TooManyError
        return found
    if segment_id := request.form.get("segment", type=uuid.UUID):
        return candidates_in_segment(segment_id)
    return candidates_known(request.form.getlist("person", type=uuid.UUID)[:MOST])


def _as_data(planned: Planned) -> list[str]:
    one = planned.candidate
    return [str(one.person_id)] if one.person_id else [one.email, planned.name]


def _read_chosen(sent: str) -> list[Candidate]:
    """Whom the preview named; what it cannot have said is refused."""
    try:
        lines: Any = json.loads(sent)
        known = [uuid.UUID(line[0]) for line in lines if len(line) == 1]
        typed = [(str(line[0]), str(line[1])[:80].strip()) for line in lines if len(line) == 2]
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        abort(422)
    if not all(is_email(email) for email, _name in typed):
        abort(422)
    unique = {email: Candidate(name, email) for email, name in typed}
    return [*candidates_known(known), *unique.values()]


def _why_closed(meeting: Meeting) -> str:
    if meeting.state == "cancelled":
        return _("This meeting is cancelled. Take it up again before you invite people.")
    return _("This meeting has begun. Nobody can be invited any more.") if has_begun(meeting) else ""


def _too_many(meetings: int) -> str:
    return _(
        "%(most)s invitations at once at most. For %(count)s meetings that is %(people)s people.",
        most=MOST,
        count=meetings,
        people=MOST // meetings,
    )


def _sent(meeting: Meeting, count: int) -> str:
    if not count:
        return _("Everybody was on the list already.")
    if meeting.state == "draft":
        return ngettext(
            "%(num)s invited. They are told when you publish the meeting.",
            "%(num)s invited. They are told when you publish the meeting.",
            count,
        )
    if g.tenant.is_trial:
        return ngettext(
            "%(num)s invited. A trial sends no mails: pass the links on yourself.",
            "%(num)s invited. A trial sends no mails: pass the links on yourself.",
            count,
        )
    return ngettext(
        "%(num)s invited. The mails are on their way.",
        "%(num)s invited. The mails are on their way.",
        count,
    )
