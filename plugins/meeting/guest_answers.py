"""What guests answered to the questions of registration, in words."""

from collections.abc import Sequence
from typing import Any

from hutong import text_in
from hutong.fields import Column, DefinitionError, FormDefinition, kind_of
from plugins.meeting.models import Guest


def questions_asked(asked: Sequence[Any]) -> FormDefinition | None:
    """Questions as data, as the form they were; None where there are none, or nobody understands them."""
    try:
        return FormDefinition.from_data({"pages": [{"questions": list(asked)}]}) if asked else None
    except DefinitionError:
        return None


def answers_in_words(guest: Guest, language: str) -> list[tuple[str, str]]:
    """Each question that the guest answered, and the answer."""
    definition = questions_asked(guest.asked)
    if definition is None:
        return []
    said = [question for question in definition.asking if question.id in guest.answers]
    return [
        (
            text_in(question.title, language),
            kind_of(question).words(question, guest.answers[question.id], language),
        )
        for question in said
    ]


def answer_columns(definitions: Sequence[FormDefinition], language: str) -> list[Column]:
    """The columns of every question that anybody was asked."""
    found: dict[str, Column] = {}
    for definition in definitions:
        for question in definition.asking:
            for column in kind_of(question).columns(question, language):
                found.setdefault(column.key, column)
    return list(found.values())


def answer_cells(guest: Guest, language: str) -> dict[str, str]:
    """What the guest answered, by the keys of those columns."""
    definition = questions_asked(guest.asked)
    cells: dict[str, str] = {}
    for question in definition.asking if definition else ():
        if question.id in guest.answers:
            cells |= kind_of(question).cells(question, guest.answers[question.id], language)
    return cells
