"""The talk as its writer sees it."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import g, render_template
from sqlalchemy import select

from hutong import FormDefinition, Person, db, gettext as _, interface_language, kind_of, text_in
from plugins.complaint.days import day_in_words, today
from plugins.complaint.letters import Letter, open_letter
from plugins.complaint.models import Box, Case, Handler
from plugins.complaint.public.talk_state import talk_field
from plugins.complaint.push import public_key
from plugins.complaint.queries import messages_of
from plugins.complaint.status_words import deadline_words, status_words
from plugins.complaint.talking import LONGEST, read_message


@dataclass(frozen=True, slots=True)
class Line:
    """One bubble."""

    who: str
    day: str
    text: str
    is_own: bool


def talk_page(case: Case, talk_key: bytes, *, token: str, **more: Any) -> str:
    """Letter, answers, and what can be done now. `more`: text, note, error, stars_error, said."""
    box = db.session.get_one(Box, (case.tenant_id, case.box_id))
    letter = open_letter(case, talk_key)
    return render_template(
        "complaint/public/talk.html",
        case=case,
        heading=text_in(box.title, interface_language(), g.tenant.languages),
        letter=letter,
        day=day_in_words(case.received_on),
        answers=list(_answers(letter)),
        lines=list(_lines(case, box, talk_key)),
        status=status_words(case),
        deadline=deadline_words(case, today(g.tenant)),
        longest=LONGEST,
        talk=talk_field(case.id, talk_key),
        push_key=public_key(),
        is_told=case.push is not None,
        token=token,
        languages=[],
        public_menu=[],
        **more,
    )


def _lines(case: Case, box: Box, talk_key: bytes) -> Iterator[Line]:
    called = _callings(box)
    for message in messages_of(case.id):
        is_own = message.handler_id is None
        who = _("You") if is_own else called.get(message.handler_id, _("The shop"))
        yield Line(who, day_in_words(message.written_on), read_message(message, talk_key), is_own)


def _callings(box: Box) -> dict[uuid.UUID | None, str]:
    """What handlers are to a writer: their names where the box says so, else what they are."""
    roles = {"owner": _("The owner"), "admin": _("The manager"), "staff": _("A member of staff")}
    rows = db.session.execute(
        select(Handler.id, Person.name, Person.role).join(Person, Person.id == Handler.person_id)
    )
    return {
        handler_id: name if box.shows_names and name else roles.get(role, _("The shop"))
        for handler_id, name, role in rows
    }


def _answers(letter: Letter) -> Iterator[tuple[str, str]]:
    """The topic's questions as they were asked, with what was answered."""
    unconditional = [{**question, "show_if": None} for question in letter.questions]
    if not unconditional:
        return
    asked = FormDefinition.from_data({"pages": [{"questions": unconditional}]})
    for question in asked.asking:
        answer = letter.answers[question.id]
        said = kind_of(question).words(question, answer, letter.language)
        yield text_in(question.title, letter.language), said
