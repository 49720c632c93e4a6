"""A case as its handler sees it: opened with their keys, for the length of a request."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from hutong import db, text_in
from hutong.fields import DefinitionError, FormDefinition, kind_of
from plugins.complaint.access import readable
from plugins.complaint.letters import Identity, Letter, open_identity, open_letter, open_text
from plugins.complaint.models import Case, Handler, Message, Note
from plugins.complaint.sealing import CaseKeys, SealError
from plugins.complaint.unlocking import Desk


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case, its keys, and who has them in hand."""

    case: Case
    keys: CaseKeys
    handler: Handler

    @property
    def letter(self) -> Letter:
        """What was written."""
        return open_letter(self.case, self.keys.talk)

    @property
    def identity(self) -> Identity | None:
        """Who wrote it, if they said so."""
        return open_identity(self.case, self.keys.talk)


@dataclass(frozen=True, slots=True)
class Said:
    """One line of the talk, or a note. `handler_id` None: the writer."""

    id: uuid.UUID
    number: int
    day: date
    handler_id: uuid.UUID | None
    text: str


def open_case(desk: Desk, case_id: uuid.UUID, *, lock: bool = False) -> OpenCase | None:
    """A case this handler may see; `lock` before a change, so that two come one after the other."""
    statement = readable(desk.handler.id).where(Case.id == case_id)
    if lock:
        statement = statement.with_for_update(of=Case)
    row = db.session.execute(statement, execution_options={"populate_existing": lock}).one_or_none()
    if row is None:
        return None
    case, sealed = row
    try:
        return OpenCase(case, CaseKeys.unsealed(sealed, desk.pair), desk.handler)
    except SealError:
        return None


def talk_of(opened: OpenCase) -> list[Said]:
    """What was said after the letter, in order."""
    rows = db.session.scalars(
        select(Message).where(Message.case_id == opened.case.id).order_by(Message.number)
    )
    return [_said(row, opened.keys.talk, "message") for row in rows]


def notes_of(opened: OpenCase) -> list[Said]:
    """What handlers wrote for each other, in order."""
    rows = db.session.scalars(select(Note).where(Note.case_id == opened.case.id).order_by(Note.number))
    return [_said(row, opened.keys.notes, "note") for row in rows]


def _said(row: Message | Note, key: bytes, column: str) -> Said:
    text = open_text(row.body, key, row.tenant_id, row.id, column)
    return Said(row.id, row.number, row.written_on, row.handler_id, text)


def answers_in_words(letter: Letter, language: str) -> Sequence[tuple[str, str]]:
    """Answers to the topic's questions, with the questions as they were asked."""
    asked = [dict(question) for question in letter.questions if question.get("id") in letter.answers]
    if not asked:
        return []
    for question in asked:
        question.pop("show_if", None)
    try:
        definition = FormDefinition.from_data({"pages": [{"questions": asked}]})
    except DefinitionError:  # asked by an engine that is no longer this one
        return [(question, str(answer)) for question, answer in letter.answers.items()]
    return [
        (
            text_in(question.title, language),
            kind_of(question).words(question, letter.answers[question.id], language),
        )
        for question in definition.asking
    ]
