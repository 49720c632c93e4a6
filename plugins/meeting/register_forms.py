"""What registration asks: name and address, then the meeting's own questions, as one form."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import g

from hutong import digest_of, gettext as _, interface_language, lazy_gettext as _l
from hutong.fields import CompiledPages, FormDefinition, Trouble, Turn, compile_pages, take_turn
from hutong.pages import Kept
from plugins.meeting.models import Guest, Meeting
from plugins.meeting.plain_names import NO_LINK, holds_link

NAME, EMAIL, PHONE = "own-name", "own-mail", "own-phone"
WHO = frozenset({NAME, EMAIL, PHONE})
NO_WAY = _l("Leave an address or a number, so that we can reach you.")
_compiled: Kept[CompiledPages] = Kept(400)


def registration_form(meeting: Meeting) -> CompiledPages:
    """The public form in the reader's language; the same questions are compiled once."""
    return _form([*_who_questions(meeting), *meeting.questions])


def answers_form(meeting: Meeting) -> CompiledPages:
    """The meeting's own questions alone, for a guest who is known."""
    return _form(list(meeting.questions))


def read_turn(compiled: CompiledPages, posted: Any) -> Turn:
    """What was sent of a form of one page; a name is no link, and there is a way to be reached."""
    turn = replace(take_turn(compiled, _without_state(posted), nonce=""), state="")
    asked = compiled.definition.by_id
    if turn.finished and holds_link(str(turn.answers.get(NAME, ""))):
        return replace(turn, finished=False, troubles=[Trouble(NAME, NO_LINK, NO_LINK)])
    if turn.finished and EMAIL in asked and not {EMAIL, PHONE} & set(turn.answers):
        return replace(turn, finished=False, troubles=[Trouble(EMAIL, NO_WAY, NO_WAY)])
    return turn


def own_answers(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers to the meeting's own questions."""
    return {question: answer for question, answer in answers.items() if question not in WHO}


def asked_of(meeting: Meeting) -> list[Any]:
    """The meeting's questions as they stand, to be kept beside the answers."""
    return [dict(question) for question in meeting.questions]


def typed_of(guest: Guest, meeting: Meeting) -> dict[str, Any]:
    """What a guest answered, of the questions that are still asked, as the form shows it."""
    asked = {question["id"] for question in meeting.questions}
    return {question: answer for question, answer in guest.answers.items() if question in asked}


def _form(questions: list[Mapping[str, Any]]) -> CompiledPages:
    language = interface_language()
    key = (g.tenant.id, language, digest_of(questions))
    data = {"pages": [{"questions": questions}]}
    return _compiled.get(key, lambda: compile_pages(FormDefinition.from_data(data), language))


def _who_questions(meeting: Meeting) -> list[dict[str, Any]]:
    language = interface_language()
    name = {"kind": "short_text", "required": True, "max_length": 80, "autofill": "name"}
    asked: list[dict[str, Any]] = [
        {"id": NAME, "title": {language: _("Your name")}, **name},
        {
            "id": EMAIL,
            "kind": "email",
            "required": not meeting.asks_phone,
            "title": {language: _("Your e-mail address")},
            "help": {language: _("The ticket goes there.")},
        },
    ]
    if meeting.asks_phone:
        help_ = _("In case something changes. An address or a number is enough.")
        asked.append(
            {"id": PHONE, "kind": "phone", "title": {language: _("Your phone")}, "help": {language: help_}}
        )
    return asked


def _without_state(posted: Any) -> Any:
    """A form of one page carries nothing along: what is in its place was not written by us."""
    kept = posted.copy()
    kept.pop("form_state", None)
    return kept
