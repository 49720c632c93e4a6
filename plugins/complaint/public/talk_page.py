"""The talk as its writer sees it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import g, render_template

from hutong import db, gettext as _, interface_language, text_in
from plugins.complaint.attachments import FileFault, Listed, attachments_of, of_message
from plugins.complaint.callings import callings
from plugins.complaint.days import day_in_words, today
from plugins.complaint.letters import open_letter
from plugins.complaint.models import Box, Case
from plugins.complaint.opened import answers_in_words
from plugins.complaint.public.files import files_context
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
    files: list[Listed]


def talk_page(
    case: Case, talk_key: bytes, *, token: str, faults: tuple[FileFault, ...] = (), **more: Any
) -> str:
    """Letter, answers, and what can be done now. `more`: text, note, error, stars_error, said."""
    files = attachments_of(case, talk_key)
    box = db.session.get_one(Box, (case.tenant_id, case.box_id))
    letter = open_letter(case, talk_key)
    return render_template(
        "complaint/public/talk.html",
        case=case,
        heading=text_in(box.title, interface_language(), g.tenant.languages),
        letter=letter,
        day=day_in_words(case.received_on),
        answers=answers_in_words(letter, letter.language),
        files=of_message(files, None),
        lines=list(_lines(case, box, talk_key, files)),
        status=status_words(case),
        deadline=deadline_words(case, today(g.tenant)),
        longest=LONGEST,
        talk=talk_field(case.id, talk_key),
        push_key=public_key(),
        is_told=case.push is not None,
        token=token,
        languages=[],
        public_menu=[],
        **files_context(faults),
        **more,
    )


def _lines(case: Case, box: Box, talk_key: bytes, files: Sequence[Listed]) -> Iterator[Line]:
    called = callings(with_names=box.shows_names)
    for message in messages_of(case.id):
        is_own = message.handler_id is None
        who = _("You") if is_own else called.get(message.handler_id, _("The shop"))
        text, own = read_message(message, talk_key), of_message(files, message.id)
        yield Line(who, day_in_words(message.written_on), text, is_own, own)
