"""The live room on a phone: questions, votes, polls; nobody signs in, and no script is needed."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Any

from flask import (
    Response,
    get_template_attribute,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from hutong import gettext as _, now, policy
from hutong.fields import FormToken, page_token, posted_token
from hutong.pages import changes_at
from hutong.streams import stream
from plugins.meeting.errors import MeetingError
from plugins.meeting.floor import ask_question, take_back_vote, vote_for
from plugins.meeting.live_phones import Phone, known_as, new_phone, phone_here, phone_of_form, remember_phone
from plugins.meeting.live_polls import answer_poll
from plugins.meeting.live_queries import (
    RoomView,
    answers_of,
    open_poll,
    poll_by_id,
    question_by_id,
    room_view,
    voted_by,
    waiting_of,
)
from plugins.meeting.live_room import (
    OVERRUN,
    RoomClosedError,
    RoomFullError,
    TooOftenError,
    WordsError,
    room_state,
)
from plugins.meeting.models import Guest, Meeting
from plugins.meeting.public.blueprint import blueprint
from plugins.meeting.public.guest import guest_or_404
from plugins.meeting.public.meetings import meeting_or_404
from plugins.meeting.queries import guest_by_id, meeting_by_id
from plugins.meeting.sections import on_page, on_ticket

PURPOSE = "meeting.live"
BEFORE = timedelta(hours=12)


def topic_of(meeting: Meeting) -> str:
    """What phones in the room listen to."""
    return f"meeting/{meeting.id}/live"


@dataclass(frozen=True, slots=True)
class Kept:
    """What is put into the page again: what was typed, and what is wrong with it."""

    about: str = ""
    why: str = ""
    said: str = ""
    typed: dict[str, Any] = field(default_factory=dict)


@blueprint.get("/<code>/live")
@policy("anyone")
def live(code: str) -> Response:
    """The room as it is now; it keeps itself up to date."""
    meeting = meeting_or_404(code)
    phone = phone_here(meeting)
    said = SAID.get(request.args.get("said", ""))
    return _page(meeting, phone or new_phone(), Kept(said=said() if said else ""))


@blueprint.get("/<code>/live/now")
@policy("anyone")
def live_now(code: str) -> Response:
    """What has changed, as a stream or when asked."""
    meeting = meeting_or_404(code)
    phone = phone_here(meeting)
    return stream(
        topic_of(meeting),
        see=partial(_seen, meeting.id),
        draw=draw_room,
        who=phone.name if phone else "",
    )


def _seen(meeting_id: uuid.UUID) -> RoomView | None:
    """The room; nothing to listen to where it is over."""
    view = room_view(meeting_id)
    return view if view is not None and view.state in {"open", "closed"} else None


def draw_room(view: RoomView, *, mine: "Mine | None" = None) -> dict[str, str]:
    """The parts of the page; those of one phone only where it is that phone's page."""
    mine = mine or Mine()
    macro = partial(get_template_attribute, "meeting/live_parts.html")
    return {
        "state": str(macro("state")(view.state)),
        "poll": str(macro("poll")(view.poll, view.state, mine.answers)),
        "tally": str(macro("tally")(view.poll)),
        "questions": str(macro("questions")(view.questions, view.state, mine.voted)),
    }


@dataclass(frozen=True, slots=True)
class Mine:
    """What one phone has done in the room."""

    voted: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()

    @classmethod
    def of(cls, meeting: Meeting, phone: Phone) -> "Mine":
        """What `phone` has done."""
        poll = open_poll(meeting.id)
        return cls(
            voted=tuple(sorted(voted_by(meeting, phone.name))),
            answers=tuple(answers_of(poll, phone.name)) if poll else (),
            waiting=tuple(waiting_of(meeting, phone.name)),
        )


@blueprint.post("/<code>/live/ask")
@policy("anyone")
def ask_floor(code: str) -> ResponseReturnValue:
    """Put a question; sent twice it is one."""
    meeting, phone, token = _sent(code)
    typed = {"text": request.form.get("text", ""), "name": request.form.get("name", "")}

    def do() -> str:
        question = ask_question(meeting, phone=phone, guest=_guest(phone), nonce=token.nonce, **typed)
        return "waits" if question.state == "pending" else "asked"

    return _answer(meeting, phone, "ask", typed, do)


@blueprint.post("/<code>/live/vote")
@policy("anyone")
def vote_floor(code: str) -> ResponseReturnValue:
    """Want a question answered too, or take that back."""
    meeting, phone, _token = _sent(code)
    wanted, unwanted = _id("vote"), _id("back")

    def do() -> str:
        question = question_by_id(meeting, wanted or unwanted or uuid.UUID(int=0))
        if question is None:
            raise RoomClosedError
        if wanted:
            vote_for(meeting, question, phone)
        else:
            take_back_vote(meeting, question.id, phone)
        return "voted" if wanted else "back"

    return _answer(meeting, phone, "vote", {}, do)


@blueprint.post("/<code>/live/answer")
@policy("anyone")
def answer_live(code: str) -> ResponseReturnValue:
    """Answer the poll that is open; it can be changed until it closes."""
    meeting, phone, _token = _sent(code)
    values = request.form.getlist("choice") or request.form.getlist("word")

    def do() -> str:
        poll = poll_by_id(meeting, _id("poll") or uuid.UUID(int=0))
        if poll is None:
            raise RoomClosedError
        answer_poll(meeting, poll, phone=phone, values=values)
        return "answered"

    return _answer(meeting, phone, "answer", {"values": values}, do)


@blueprint.get("/g/<token>/live")
@policy("token")
def guest_live(token: str) -> ResponseReturnValue:
    """A guest enters the room from their own page: their name stands in the form already."""
    guest, meeting = guest_or_404(token)
    if meeting.state == "draft":
        return redirect(url_for("meeting.guest", token=token))
    phone = known_as(phone_here(meeting) or new_phone(), guest)
    return remember_phone(make_response(redirect(url_for("meeting.live", code=meeting.code))), meeting, phone)


@on_page(order=40)
def live_piece(meeting: Meeting) -> str:
    """Where the room is, on the meeting's page."""
    return render_template("meeting/live_piece.html", meeting=meeting) if _is_near(meeting) else ""


@on_ticket(order=40)
def live_ticket_piece(meeting: Meeting, guest: Guest) -> str:
    """The same on a guest's own page, which leads in under their name."""
    if guest.state != "coming" or not _is_near(meeting):
        return ""
    token = (request.view_args or {}).get("token", "")
    return render_template("meeting/live_piece.html", meeting=meeting, token=token)


def _is_near(meeting: Meeting) -> bool:
    """From half a day before the start until the room is over; who has the link gets in before, too."""
    if meeting.starts_at is None or meeting.ends_at is None:
        return False
    for moment in (meeting.starts_at - BEFORE, meeting.ends_at + OVERRUN):
        changes_at(moment if moment > now() else None)
    return room_state(meeting) in {"open", "closed"} and meeting.starts_at - BEFORE <= now()


SAID: dict[str, Callable[[], str]] = {
    "asked": lambda: _("Your question is in."),
    "waits": lambda: _("Your question is with the moderator. It appears here once it’s let in."),
    "voted": lambda: _("Your vote counts."),
    "back": lambda: _("Taken back."),
    "answered": lambda: _("Your answer is in. You can change it until the poll closes."),
}


def _why(error: MeetingError) -> str:
    """What was not possible, in words."""
    match error:
        case TooOftenError():
            return _("That was a lot at once. Wait a minute; what you typed is kept.")
        case RoomFullError():
            return _("There are more questions already than can be answered. Vote for one of them instead.")
        case WordsError(reason="empty"):
            return _("There’s nothing in it yet.")
        case WordsError(reason="name"):
            return _("A name has up to %(num)s characters.", num=error.limit)
        case WordsError(reason="many"):
            return _("Up to %(num)s at a time.", num=error.limit)
        case WordsError():
            return _(
                "Keep it to %(num)s characters, so that it can be read from the back row.", num=error.limit
            )
        case _:
            return _("That’s closed by now. What you see is how it ended.")


def _sent(code: str) -> tuple[Meeting, Phone, FormToken]:
    meeting = meeting_or_404(code)
    token = posted_token(meeting.id, PURPOSE)
    return meeting, phone_of_form(meeting, token), token


def _answer(
    meeting: Meeting, phone: Phone, about: str, typed: dict[str, Any], do: Callable[[], str]
) -> ResponseReturnValue:
    """Carry it out. The script is told as JSON, everybody else comes back to the page."""
    by_script = request.headers.get("X-Requested-With") == "live"
    try:
        said = do()
    except MeetingError as error:
        kept = Kept(about=about, why=_why(error), typed=typed)
        return (jsonify(why=kept.why), 422) if by_script else (_page(meeting, phone, kept), 422)
    if by_script:
        voted = sorted(voted_by(meeting, phone.name)) if about == "vote" else None
        return jsonify(said=SAID[said](), token=page_token(meeting.id, PURPOSE), voted=voted)
    return redirect(url_for("meeting.live", code=meeting.code, said=said) + "#said", 303)


def _page(meeting: Meeting, phone: Phone, kept: Kept) -> Response:
    """The page of one phone, which nobody keeps; it has a name here from now on."""
    view = room_view(meeting.id)
    assert view is not None, "a meeting that the public may see"
    mine = Mine.of(meeting, phone)
    if "values" in kept.typed:
        mine = replace(mine, answers=tuple(kept.typed["values"]))
    guest = _guest(phone)
    page = render_template(
        "meeting/live.html",
        meeting=meeting,
        view=view,
        mine=mine,
        kept=kept,
        parts=draw_room(view, mine=mine),
        token=page_token(meeting.id, PURPOSE),
        name=kept.typed.get("name", guest.name if guest else ""),
        is_guest=guest is not None,
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return remember_phone(response, meeting, phone) if phone.has_cookie else response


def _guest(phone: Phone) -> Guest | None:
    """Who holds the phone, while they are a guest of a meeting that is there."""
    guest = guest_by_id(phone.guest_id) if phone.guest_id else None
    return (
        guest if guest is not None and guest.state == "coming" and meeting_by_id(guest.meeting_id) else None
    )


def _id(name: str) -> uuid.UUID | None:
    """An id that a button sent; None for anything else."""
    try:
        return uuid.UUID(request.form.get(name, ""))
    except ValueError:
        return None
